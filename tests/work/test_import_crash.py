"""An import whose process is killed: nothing of it is seen, and it can be gone on with or removed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store import bulk
from annotator.store.audit import audit
from annotator.store.project import open_project, read_project
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import info
from tests.helpers import ROOT, TEXT, bring, count, exported, listing, project_with, record, run, span, write_records

MANY = [
    record(id=f"{i:04}", text=f"{i} {TEXT}", annotator="Ben", spans=[span(0, 1, "NEW", str(i))]) for i in range(2000)
]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project whose import was killed in the middle."""
    folder = tmp_path_factory.mktemp("killed")
    project_with(folder, record()).close()
    source, path = write_records(folder / "many.jsonl", MANY), folder / "p.annotator"
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", path, source], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as process:
        for _ in range(2000):
            time.sleep(0.005)
            if path.with_name("p.annotator-wal").exists():
                with read_open(path) as held:
                    if held:
                        break
        process.send_signal(signal.SIGKILL)
    return folder


class read_open:  # noqa: N801 - used as a statement
    """Tell whether an import under way has written articles already."""

    def __init__(self, path: Path) -> None:
        self.project = read_project(path)

    def __enter__(self) -> int:
        return sum(batch.articles for batch in bulk.open_batches(self.project))

    def __exit__(self, *_: object) -> None:
        self.project.close()


@pytest.fixture
def folder(killed: Path, tmp_path: Path) -> Path:
    for file in killed.iterdir():
        if not file.name.endswith((".lock", "-shm")):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_nothing_of_it_is_seen(folder: Path) -> None:
    project = open_project(folder / "p.annotator")
    [left] = bulk.open_batches(project)
    assert 0 < left.articles < len(MANY)
    facts = info(project)
    assert (facts["articles"], facts["events"], [a["name"] for a in facts["annotators"]]) == (1, 2, ["Ana"])
    assert exported(project, folder).count(b"\n") == 1
    assert audit(project) == []
    project.close()


def test_it_is_gone_on_with(folder: Path) -> None:
    # The request names the files of where it was killed; here they lie elsewhere.
    project = open_project(folder / "p.annotator")
    [left] = bulk.open_batches(project)
    request = ImportRequest.from_json(left.request)
    before = count(project, "articles")
    report = import_files(project, request, "project", resume=left.pk)
    assert (report.read, report.added, report.labels_added) == (len(MANY), len(MANY), ["NEW"])
    assert before > 1
    assert bulk.open_batches(project) == []
    assert audit(project) == []
    fresh = project_with(make(folder / "fresh"), record())
    bring(fresh, folder / "many.jsonl")
    assert exported(project, folder) == exported(fresh, folder)
    fresh.close()
    project.close()


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_it_is_removed(folder: Path) -> None:
    project = open_project(folder / "p.annotator")
    bulk.remove_batch(project, bulk.open_batches(project)[0].pk)
    assert [count(project, table) for table in ("articles", "texts", "spans", "batches", "people")] == [1, 1, 0, 1, 1]
    assert audit(project) == []
    assert bring(project, folder / "many.jsonl").added == len(MANY)
    project.close()


def test_the_same_command_again_goes_on(killed: Path, tmp_path: Path) -> None:
    path = tmp_path / "p.annotator"
    for ending in ("", "-wal"):
        path.with_name(path.name + ending).write_bytes((killed / f"p.annotator{ending}").read_bytes())
    outcome = run("import", path, killed / "many.jsonl", "--json")
    assert (outcome.code, outcome.json["added"], outcome.json["refused"]) == (0, len(MANY), [])
    assert sorted(listing(tmp_path)) == ["p.annotator"]


@pytest.mark.parametrize("changed", [MANY[10:], [{**MANY[0], "status": "started"}, *MANY[1:]]], ids=["gone", "other"])
def test_files_that_changed_since_are_not_mixed_with_what_was_read(folder: Path, changed: list[dict[str, Any]]) -> None:
    project = open_project(folder / "p.annotator")
    [left] = bulk.open_batches(project)
    request = ImportRequest((write_records(folder / "many.jsonl", changed),))
    with pytest.raises(AnnotatorError, match="have changed since it was cut off, so it was removed"):
        import_files(project, request, "project", resume=left.pk)
    assert bulk.open_batches(project) == []
    assert count(project, "articles") == 1
    project.close()


def test_its_articles_are_not_taken_for_those_of_the_project(folder: Path) -> None:
    project = open_project(folder / "p.annotator")
    report = bring(project, folder / "many.jsonl")
    assert (report.added, len(report.refused)) == (len(MANY) - len(report.refused), len(report.refused))
    assert len(report.refused) == bulk.open_batches(project)[0].articles
    assert "belongs to an import that was cut off: open the project in the window" in report.refused[0].reason
    project.close()
