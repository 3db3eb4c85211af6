"""The list of bad inputs: one line on stderr with path and remedy, no traceback, the folder as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.store import schema
from tests.helpers import Outcome, call, listing, project_with, record, run, span, write_records

MP = pytest.MonkeyPatch
PROJECT_REMEDIES = ("Restore", "Check", "Choose", "Name a file", "Update", "Open it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a closed project `p.annotator`."""
    project_with(tmp_path, record(spans=[span(0, 7)])).close()
    (tmp_path / "in0.jsonl").rename(tmp_path / "good.jsonl")
    return tmp_path


def spoiled(folder: Path, how: Callable[[bytes], bytes]) -> Path:
    path = folder / "p.annotator"
    path.write_bytes(how(path.read_bytes()))
    return path


def by_sql(*statements: str) -> Callable[[Path], Path]:
    def change(folder: Path) -> Path:
        path = folder / "p.annotator"
        db = sqlite3.connect(path)
        for statement in statements:
            db.execute(statement)
        db.commit()
        db.close()
        return path

    return change


def stranger(folder: Path) -> Path:
    path = folder / "stranger.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.commit()
    db.close()
    return path


def folder_of_that_name(folder: Path) -> Path:
    (folder / "f.annotator").mkdir()
    return folder / "f.annotator"


BAD_PROJECTS: dict[str, Callable[[Path], Path]] = {
    "missing": lambda folder: folder / "gone.annotator",
    "folder": folder_of_that_name,
    "empty": lambda folder: spoiled(folder, lambda _: b""),
    "text": lambda folder: spoiled(folder, lambda _: b"Hello\n" * 100),
    "binary": lambda folder: spoiled(folder, lambda _: bytes(range(256)) * 4),
    "foreign": stranger,
    "newer": by_sql(f"PRAGMA user_version = {schema.NEWEST + 1}"),
    "trigger": by_sql("CREATE TRIGGER evil AFTER INSERT ON events BEGIN DELETE FROM spans; END"),
    "table": by_sql("CREATE TABLE evil (x)"),
    "cut": lambda folder: spoiled(folder, lambda whole: whole[: len(whole) // 3]),
    "rotten": lambda folder: spoiled(
        folder,
        lambda w: w[:8192] + b"".join(b"\xde\xad" * 32 + w[i + 64 : i + 4096] for i in range(8192, len(w), 4096)),
    ),
}


@pytest.mark.parametrize(
    ("kind", "command"),
    # The window is a process of its own: two kinds are enough to see that it tells them in the same way.
    [(kind, command) for kind in BAD_PROJECTS for command in ("info", "export", "import")]
    + [("missing", "window"), ("newer", "window")],
)
def test_a_bad_project(monkeypatch: MP, folder: Path, kind: str, command: str) -> None:
    path = BAD_PROJECTS[kind](folder)
    before = listing(folder)
    args: dict[str, list[str | Path]] = {
        "info": ["info", path],
        "export": ["export", path, folder / "out.jsonl"],
        "import": ["import", path, folder / "good.jsonl"],
        "window": [path],
    }
    outcome = run(*args[command]) if command == "window" else call(monkeypatch, *args[command])
    assert outcome.code == 1
    assert str(path) in outcome.complaint
    assert any(remedy in outcome.complaint for remedy in PROJECT_REMEDIES), outcome.complaint
    assert outcome.out == b""
    assert listing(folder) == before


def source(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def lines(folder: Path, *records: dict[str, object] | bytes) -> Path:
    return write_records(folder / "bad.jsonl", records)


BAD_SOURCES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "gone.txt", "does not exist"),
    "long name": (lambda folder: folder / ("x" * 300), "name too long"),
    "empty folder": (folder_of_that_name, "holds no text file"),
    "empty text": (lambda folder: source(folder, "a.txt", b""), "holds no text"),
    "empty lines": (lambda folder: source(folder, "a.jsonl", b"\n\n"), "the file is empty"),
    "binary": (lambda folder: source(folder, "a.txt", bytes(range(256)) * 9), "zero bytes"),
    "surrogate": (lambda folder: source(folder, "a.txt", b"a \xed\xa0\xbd b"), "half a surrogate pair"),
    "the project": (lambda folder: folder / "p.annotator", "not a text file"),
    "broken json": (lambda folder: lines(folder, b'{"text": "x"'), "line 1: broken JSON"),
    "lone surrogate": (lambda folder: lines(folder, b'{"text": "\\ud83d"}'), "line 1: broken JSON"),
    "wrong offset": (
        lambda folder: lines(folder, record(id="x", spans=[{"start": 0, "end": 9999, "label": "x"}])),
        "line 1: span 1 covers 0-9999",
    ),
    "wrong quote": (
        lambda folder: lines(folder, record(id="x", spans=[{"start": 0, "end": 7, "label": "x", "text": "nope"}])),
        "line 1: span 1 at 0-7 should read 'nope'",
    ),
    "other text": (lambda folder: lines(folder, record(text="Other.\n")), "line 1: article 'harbour' is already"),
    "huge line": (lambda folder: source(folder, "a.jsonl", b"x" * 30_000_000), "line 1: broken JSON"),
    "deep": (lambda folder: source(folder, "a.jsonl", b"[" * 1_000_000), "line 1: broken JSON"),
}


def one_line(outcome: Outcome) -> str:
    """Return the complaint, which a person can read."""
    assert len(outcome.complaint) < 600
    return outcome.complaint


@pytest.mark.parametrize("kind", BAD_SOURCES)
def test_a_bad_source(monkeypatch: MP, folder: Path, kind: str) -> None:
    make, reason = BAD_SOURCES[kind]
    path = make(folder)
    facts = call(monkeypatch, "info", folder / "p").out
    before = listing(folder)
    outcome = call(monkeypatch, "import", folder / "p", path)
    assert outcome.code == 1
    assert str(path) in one_line(outcome)
    assert reason in one_line(outcome)
    assert listing(folder) == before
    assert call(monkeypatch, "info", folder / "p").out == facts


@pytest.mark.parametrize(
    ("target", "named", "remedy"),
    [
        ("gone/out.jsonl", "gone", "Make it first"),
        ("f.annotator", "f.annotator", "Name a file"),
        ("p.annotator", "p.annotator", "Name another"),
    ],
)
def test_a_bad_target(monkeypatch: MP, folder: Path, target: str, named: str, remedy: str) -> None:
    folder_of_that_name(folder)
    before = listing(folder)
    outcome = call(monkeypatch, "export", folder / "p", folder / target)
    assert outcome.code == 1
    assert str(folder / named) in outcome.complaint
    assert remedy in outcome.complaint
    assert listing(folder) == before


@pytest.mark.parametrize(
    ("args", "remedy"),
    [
        (["new", "p.annotator"], "Choose another name"),
        (["new", "p"], "Choose another name"),
        (["new", "gone/q"], "Make it first"),
        (["new", "x" * 300], "Check the path"),
        (["new", "q", "--scheme", "gone.toml"], "Check the path"),
        (["new", "q", "--scheme", "good.jsonl"], ""),
        (["import", "p", "good.jsonl", "--format", "nonsense"], "this program reads: native, "),
        (["export", "p", "out.jsonl", "--format", "nonsense"], "this program writes: native"),
        (["import", "p", "good.jsonl", "--annotator", "a|b"], "use 1 to 200 characters"),
    ],
)
def test_other_mistakes(monkeypatch: MP, folder: Path, args: list[str], remedy: str) -> None:
    monkeypatch.chdir(folder)
    before = listing(folder)
    outcome = call(monkeypatch, *args)
    assert outcome.code == 1
    assert remedy in outcome.complaint
    assert listing(folder) == before
