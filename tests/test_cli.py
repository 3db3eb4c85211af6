"""The command line as contract.md says it: words, objects, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from annotator import __version__
from annotator.core.ids import person_id
from annotator.store import schema
from annotator.store.project import open_project
from tests.helpers import ROOT, TEXT, Hand, bring, call, listing, project_with, record, run, span, write_records

MP = pytest.MonkeyPatch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project: Ana finished with two tags and a link, Ben skipped, one article is nobody's."""
    project = project_with(
        tmp_path,
        record(
            spans=[span(0, 7, id="a"), span(8, 12, "location", id="b")],
            relations=[{"id": "r", "type": "in", "head": "a", "child": "b"}],
        ),
        record(annotator="Ben", status="skipped", spans=[]),
        record(id="other", text="Other 😀.\n", annotator=None, status="new"),
    )
    project.close()
    return project.path


def test_the_three_words_of_the_acceptance(monkeypatch: MP, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text(TEXT, encoding="utf-8")
    assert call(monkeypatch, "new", tmp_path / "p").out.decode().startswith(f"Made {tmp_path / 'p.annotator'} with")
    imported = call(monkeypatch, "import", tmp_path / "p.annotator", tmp_path / "news")
    assert (imported.code, imported.out) == (0, b"Read 1, added 1, already there 0, refused 0.\n")
    done = call(monkeypatch, "export", tmp_path / "p.annotator", tmp_path / "out.jsonl")
    assert done.out.decode() == f"Wrote 1 record of 1 article with 0 spans to {tmp_path / 'out.jsonl'}.\n"
    [line] = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert json.loads(line)["text"] == TEXT
    assert sorted(listing(tmp_path)) == ["news", "news/a.txt", "out.jsonl", "p.annotator"]


def test_new_as_an_object(monkeypatch: MP, tmp_path: Path) -> None:
    outcome = call(monkeypatch, "new", tmp_path / "p", "--json")
    assert (outcome.code, outcome.err) == (0, "")
    assert list(outcome.json) == ["path", "id", "scheme"]
    assert outcome.json["path"] == str(tmp_path / "p.annotator")


def test_info_as_an_object(monkeypatch: MP, path: Path) -> None:
    outcome = call(monkeypatch, "info", path, "--json")
    assert (outcome.code, outcome.err, outcome.out.count(b"\n")) == (0, "", 1)
    facts = outcome.json
    labels = facts["scheme"].pop("labels")
    assert list(labels[0]) == ["key", "name", "layer", "spans"]
    assert {label["key"]: label["spans"] for label in labels if label["spans"]} == {"actor": 1, "location": 1}
    scheme, identity = facts.pop("scheme"), facts.pop("id")
    assert list(scheme) == ["name", "version"]
    assert len(scheme["version"]) == 16
    assert len(identity) == 36
    assert facts == {
        "path": str(path), "format": schema.NEWEST, "articles": 2, "characters": len(TEXT) + 9,
        "annotators": [
            {
                "id": person_id("Ana"), "name": "Ana", "new": 1, "started": 0, "done": 1, "skipped": 0, "spans": 2,
                "relations": 1,
            },
            {
                "id": person_id("Ben"), "name": "Ben", "new": 1, "started": 0, "done": 0, "skipped": 1, "spans": 0,
                "relations": 0,
            },
        ],
        "gold": {"articles": 0, "spans": 0}, "events": 3,
    }  # fmt: skip


def test_info_of_a_project_where_nobody_worked(monkeypatch: MP, tmp_path: Path) -> None:
    call(monkeypatch, "new", tmp_path / "p")
    facts = call(monkeypatch, "info", tmp_path / "p", "--json").json
    assert (facts["annotators"], facts["articles"], facts["characters"], facts["events"]) == ([], 0, 0, 1)
    assert b"0 articles, 0 characters" in call(monkeypatch, "info", tmp_path / "p").out


def test_info_in_words(monkeypatch: MP, path: Path) -> None:
    lines = call(monkeypatch, "info", path).out.decode().split("\n")
    assert lines[0] == f"{path}: 2 articles, {len(TEXT) + 9} characters, 3 events."
    assert lines[2] == "Ana: 1 done, 0 started, 0 skipped, 1 new; 2 spans, 1 relations"


def test_import_as_an_object(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    source = write_records(
        tmp_path / "in.jsonl",
        [
            record(id="new", text=TEXT.upper(), spans=[{"start": 0, "end": 7, "label": "ODD", "score": 1}]),
            b"{",
            record(annotator="Ben", status="skipped", spans=[]),
        ],
    )
    outcome = call(monkeypatch, "import", path, source, "--json")
    assert outcome.code == 3
    told = outcome.json
    assert list(told) == [
        "read", "added", "already", "duplicates", "refused", "repaired", "labels_added", "encodings",
        "copies", "stories",
    ]  # fmt: skip
    refused = told.pop("refused")
    assert told == {
        "read": 3, "added": 1, "already": 1, "duplicates": [["new", "harbour"]],
        "repaired": [f"{source}, line 1: keys of spans that this program does not keep: score"],
        "labels_added": ["ODD"], "encodings": {}, "copies": 2, "stories": 1,
    }  # fmt: skip
    assert [(list(r), r["file"], r["line"]) for r in refused] == [(["file", "line", "reason"], str(source), 2)]
    assert outcome.complaint.startswith(f"annotator: {source}, line 2: broken JSON")


@pytest.mark.parametrize(
    ("lines", "options", "code"),
    [
        ([record(id="x")], [], 0),
        ([record(id="x"), b"{"], [], 3),
        ([b"{", b"{"], [], 1),
        ([record(id="x"), b"{"], ["--strict"], 1),
        ([record(id="x", spans=[span(0, 7, "ODD")])], ["--strict"], 1),
        ([record(id="x")], ["--strict"], 0),
        ([record(annotator="Ben", status="skipped", spans=[])], [], 0),
    ],
)
def test_exit_codes_of_import(
    monkeypatch: MP, path: Path, tmp_path: Path, lines: list[object], options: list[str], code: int
) -> None:
    source = write_records(tmp_path / "in.jsonl", lines)  # type: ignore[arg-type]
    outcome = call(monkeypatch, "import", path, source, *options)
    assert outcome.code == code
    assert len(outcome.err.splitlines()) == len([1 for line in lines if line == b"{"]) + ("ODD" in str(lines))


def test_import_says_whose_work_it_is(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    source = write_records(tmp_path / "in.jsonl", [record(annotator=..., spans=[span(0, 7)])])
    call(monkeypatch, "import", path, source, "--annotator", "Cleo")
    names = [a["name"] for a in call(monkeypatch, "info", path, "--json").json["annotators"]]
    assert names == ["Ana", "Ben", "Cleo"]


def test_export_to_standard_output_is_the_file(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    call(monkeypatch, "export", path, tmp_path / "out.jsonl")
    outcome = call(monkeypatch, "export", path, "-", "--json")
    assert outcome.out == (tmp_path / "out.jsonl").read_bytes()
    assert json.loads(outcome.err) == {"path": "-", "records": 3, "articles": 2, "spans": 2, "losses": []}
    assert b"\r" not in outcome.out
    assert "😀".encode() in outcome.out


def test_export_filters(monkeypatch: MP, path: Path) -> None:
    options = ["--annotator", "Ana", "--annotator", "Ben", "--status", "done", "--status", "skipped"]
    assert call(monkeypatch, "export", path, "-", *options).out.count(b"\n") == 2
    outcome = call(monkeypatch, "export", path, "-", "--annotator", "Zoe")
    assert outcome.code == 1
    assert "there is no annotator 'Zoe'" in outcome.complaint


def test_formats(monkeypatch: MP) -> None:
    facts = call(monkeypatch, "formats", "--json").json["formats"]
    ways = {f["name"]: (f["reads"], f["writes"]) for f in facts}
    assert (ways["native"], ways["text"], ways["spacy"]) == ((True, True), (True, False), (True, True))
    lines = call(monkeypatch, "formats").out.decode().splitlines()
    assert lines[0].startswith("native")
    assert lines[0].endswith("(read and written)")


@pytest.mark.parametrize(
    "args",
    [
        ["new"],
        ["import", "p"],
        ["export", "p"],
        ["export", "p", "-", "--status", "finished"],
        ["info"],
        ["info", "p", "--nonsense"],
        ["--nonsense"],
        ["one", "two"],
    ],
)
def test_wrong_usage_ends_with_two(monkeypatch: MP, args: list[str]) -> None:
    outcome = call(monkeypatch, *args)
    assert outcome.code == 2
    assert outcome.err.startswith("Usage: ")
    assert outcome.out == b""


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["import", "--help"]])
def test_help(monkeypatch: MP, args: list[str]) -> None:
    outcome = call(monkeypatch, *args)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith(b"Usage: ")


def test_version(monkeypatch: MP) -> None:
    assert __version__ in call(monkeypatch, "--version").out.decode()


def test_the_window_is_not_loaded_by_the_commands(path: Path) -> None:
    code = (
        "import sys; from annotator import cli; sys.argv = ['annotator', 'info', sys.argv[1]]\n"
        "try: cli.main()\n"
        "except SystemExit: print([m for m in sys.modules if m.startswith(('PySide6', 'annotator.gui'))])"
    )
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_reading_works_beside_a_window_and_writing_does_not(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    project = open_project(path)
    Hand.of(project, "other").tag(0, 5)
    assert call(monkeypatch, "info", path, "--json").json["annotators"][2]["spans"] == 1
    assert call(monkeypatch, "export", path, "-").out.count(b"\n") == 3
    outcome = call(monkeypatch, "import", path, tmp_path / "in0.jsonl")
    assert outcome.code == 1
    assert "open in another window or command. Close it there, then try again" in outcome.complaint
    project.close()


def test_an_old_project_is_brought_up_to_date_and_it_is_told(monkeypatch: MP, tmp_path: Path) -> None:
    (tmp_path / "p.annotator").write_bytes((ROOT / "tests/store/data/v1.annotator").read_bytes())
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert "older format" in call(monkeypatch, "info", tmp_path / "p").complaint
    outcome = call(monkeypatch, "import", tmp_path / "p", tmp_path / "a.txt")
    assert outcome.code == 0
    assert "the old file is kept as p.annotator.v1.bak" in outcome.complaint
    assert call(monkeypatch, "info", tmp_path / "p").code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a Linux device")
@pytest.mark.parametrize("args", [["export", "p", "-"], ["info", "p"]])
def test_standard_output_that_is_full(path: Path, args: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        outcome = run(*[str(path) if arg == "p" else arg for arg in args], stdout=full)
    assert outcome.code == 1
    assert "standard output can't be written (No space left on device)" in outcome.complaint


def test_a_reader_that_has_seen_enough(path: Path, tmp_path: Path) -> None:
    project = open_project(path)
    write_records(tmp_path / "big.jsonl", [record(id=f"{i}", text=f"{i} {TEXT}" * 50) for i in range(200)])
    bring(project, tmp_path / "big.jsonl")
    project.close()
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "export", path, "-"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"id"')
        process.stdout.close()
        told = process.stderr.read()
    assert (process.returncode, told) == (1, b"")


def test_a_name_that_is_no_utf8_is_printed_all_the_same(monkeypatch: MP, tmp_path: Path) -> None:
    outcome = call(monkeypatch, "info", tmp_path / "caf\udce9")
    assert outcome.code == 1
    assert "there is no such file" in outcome.complaint
