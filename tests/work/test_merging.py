"""Merging as the command line does it: reports, exit codes, files after one another, a killed process."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from annotator.core.events import now
from annotator.store import conflicts, people, time
from annotator.store.audit import audit
from annotator.store.project import Project, open_project, read_project
from annotator.store.time import Spell
from annotator.work.merging import merge_files, told
from annotator.work.progress import Cancelled, Progress
from tests.helpers import Hand, call, count, exported, listing, run_python, tables
from tests.store.merging import base, copy_of, merged, package_of, who

_KILLED = """
import os, signal, sys
from pathlib import Path
from annotator.store import rows
from annotator.store.project import open_project
from annotator.work.merging import merge_files
put, calls = rows.insert_many, [0]
def stop(db, found):
    put(db, found)
    calls[0] += 1
    if calls[0] == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
rows.insert_many = stop
merge_files(open_project(Path(sys.argv[2])), [Path(one) for one in sys.argv[3:]], "project")
"""


def files(root: Project, *names: str) -> list[Path]:
    """Return copies in which somebody has tagged a word of beta and finished it."""
    out = []
    for name in names:
        copy = copy_of(root, f"from-{name}")
        hand = Hand.of(copy, "beta", name)
        hand.tag(0, 7)
        hand.put("status", "", {"status": "done", "reason": ""})
        copy.close()
        out.append(copy.path)
    return out


@pytest.fixture
def root(tmp_path: Path) -> Project:
    return base(tmp_path)


def test_a_merge_tells_what_each_file_brought(root: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = files(root, "Ben", "Cleo")
    root.close()
    done = call(monkeypatch, "merge", root.path, *paths, "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["conflicts_open"] == 0
    assert done.json["files"] == [
        {
            "path": str(path), "events": 2, "articles": 0, "streams": 1, "finished": 1, "annotators": [name],
            "refused": [], "conflicts": [], "labels_added": [],
        }
        for path, name in zip(paths, ("Ben", "Cleo"), strict=True)
    ]  # fmt: skip
    again = call(monkeypatch, "merge", root.path, *paths)
    assert again.code == 0
    assert again.out.decode().split("\n") == [f"{path}: nothing new." for path in paths] + [""]
    assert sorted(path.name for path in root.path.parent.glob("p.annotator*")) == ["p.annotator"]


def test_conflicts_and_refusals_end_with_3(root: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = files(root, "Ben")
    Hand.of(root, "beta", "Ben").tag(8, 12)
    root.close()
    done = call(monkeypatch, "merge", root.path, path, "--json")
    assert done.code == 3
    assert done.json["conflicts_open"] == 1
    (one,) = done.json["files"]
    assert [(c["kind"], c["article"], c["annotator"]) for c in one["conflicts"]] == [("work", "beta", "Ben")]
    done = call(monkeypatch, "merge", root.path, path, path.with_name("none.annotator"))
    assert done.code == 3
    assert "no such file" in done.complaint
    assert "Conflicts open: 1." in done.out.decode()


def test_a_stream_that_is_refused_is_named_on_stderr(root: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = files(root, "Ben")
    copy = open_project(path)
    with copy.write():
        copy.db.execute("UPDATE events SET kind = 'x' WHERE seq = (SELECT max(seq) FROM events)")
    copy.close()
    root.close()
    done = call(monkeypatch, "merge", root.path, path, "--json")
    assert done.code == 3
    assert done.complaint.startswith(f"annotator: {path}, beta, Ben: ")
    assert done.json["files"][0]["refused"][0].keys() >= {"file", "article", "annotator", "reason"}


def test_nothing_but_refused_files_ends_with_1_and_changes_nothing(
    root: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.close()
    before = listing(tmp_path)
    done = call(monkeypatch, "merge", root.path, root.path)
    assert done.code == 1
    assert "this is the project itself" in done.complaint
    assert done.out.decode() == "Nothing was merged.\n"
    assert listing(tmp_path) == before
    assert call(monkeypatch, "merge", root.path).code == 2
    assert call(monkeypatch, "merge", tmp_path / "none.annotator", root.path).code == 1


def test_a_project_that_is_open_elsewhere_is_refused(root: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = files(root, "Ben")
    done = call(monkeypatch, "merge", root.path, path)
    assert done.code == 1
    assert "open in another window" in done.complaint


def test_packages_come_home(root: Project, tmp_path: Path) -> None:
    for name in ("Ben", "Cleo"):
        package = package_of(root, who(root, name), ("alpha", "gamma"))
        Hand.of(package, "gamma", name).tag(0, 7)
        time.add(package, [Spell(who(package, name).id, "gamma", 5.0)])
        package.close()
    report = merged(root, *tmp_path.glob("package-*.annotator"))
    assert report.exit_code == 0
    assert [one.annotators for one in sorted(report.files, key=lambda one: one.annotators)] == [["Ben"], ["Cleo"]]
    assert all((who(root, name).id, "gamma") in tables(root) for name in ("Ben", "Cleo"))
    assert count(root, "time_spent") == 2
    assert [p.name for p in people.people(root) if p.lead] == ["Ana"]


def test_cancel_keeps_the_files_that_are_in(root: Project) -> None:
    paths = files(root, "Ben", "Cleo")

    def stop(_at: int, _of: int | None, what: str) -> None:
        if what == paths[1].name:
            progress.cancel()

    progress = Progress(stop)
    report = merge_files(root, paths, "project", progress)
    assert report.cancelled
    assert [one.annotators for one in report.files] == [["Ben"]]
    assert count(root, "batches") == 2  # the import, and Ben's file
    progress.cancel()
    with pytest.raises(Cancelled):
        merge_files(root, paths[1:], "project", progress)
    assert merge_files(root, paths, "project").files[1].annotators == ["Cleo"]


@pytest.mark.parametrize(("at", "taken"), [(1, []), (2, ["Ben"])])
def test_a_killed_merge_leaves_whole_files_alone(root: Project, tmp_path: Path, at: int, taken: list[str]) -> None:
    paths = files(root, "Ben", "Cleo")
    root.close()
    done = run_python("-c", _KILLED, str(at), root.path, *paths)
    assert done.code == -signal.SIGKILL
    reader = read_project(root.path)
    assert audit(reader) == []
    assert count(reader, "batches") == 1 + len(taken)
    held = {owner for owner, article in tables(reader) if article == "beta"}
    assert held == {who(reader, name).id for name in taken}
    reader.close()
    whole, fresh = open_project(root.path), None
    assert merged(whole, *paths).exit_code == 0
    fresh = copy_of(whole, "fresh")
    assert merged(fresh, *paths).files[0].nothing_new
    assert exported(whole, tmp_path) == exported(fresh, tmp_path)
    assert audit(whole) == []


def test_words_for_people(root: Project) -> None:
    (path,) = files(root, "Ben")
    words = told(merged(root, path))
    assert words == f"{path}: 2 actions by Ben, 0 articles new, 1 finished."
    assert conflicts.forks(root) == []
    row = root.db.execute("SELECT kind, started, request, open FROM batches ORDER BY pk DESC").fetchone()
    kind, started, request, still = row
    assert (kind, still, json.loads(request)) == ("merge", 0, {"source": str(path), "kind": "copy"})
    assert started <= now()
