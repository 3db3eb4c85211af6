"""A large import of many files, read by several processes, whose process is killed: it goes on where it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store import bulk
from annotator.store.audit import audit
from annotator.store.project import open_project, read_project
from annotator.work import readers
from annotator.work.importing import cut_off, import_files
from annotator.work.mappings import remember, remembered
from annotator.work.orders import ImportRequest
from annotator.work.progress import Left, Progress
from tests.helpers import ROOT, TEXT, bring, count, exported, project_with, record, run, span, write_records

FILES, LINES = 1600, 800
WORDS = ("harbour", "grain", "minister", "ship", "council", "envoy", "road", "strike", "coast", "talks", "vote")


def story(number: int) -> str:
    """Return a short text that is no other one's copy."""
    draw = Random(number)
    return f"Report {number}\n\n{' '.join(draw.choice(WORDS) + str(draw.randrange(99)) for _ in range(40))}.\n"


def make(folder: Path) -> Path:
    """Write texts enough that processes are started, and a file of records."""
    news = folder / "news"
    news.mkdir()
    for number in range(FILES):
        (news / f"{number:04}.txt").write_text(story(number), encoding="utf-8")
    texts = [(f"r{number}", story(FILES + number)) for number in range(LINES)]
    write_records(news / "a.jsonl", [record(id=i, text=t, spans=[span(0, 6, "actor", t)]) for i, t in texts])
    return news


def held(path: Path) -> int:
    """Return how many articles an import under way has written."""
    with suppress(AnnotatorError):
        project = read_project(path)
        try:
            return sum(batch.articles for batch in bulk.open_batches(project))
        finally:
            project.close()
    return 0


def test_a_killed_import_goes_on_and_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    news = make(tmp_path)
    for name in ("killed", "whole"):
        (tmp_path / name).mkdir()
        project_with(tmp_path / name).close()
    path = tmp_path / "killed" / "p.annotator"
    command = [sys.executable, "-m", "annotator", "import", str(path), str(news)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while held(path) < 300 and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = held(path)
    assert 300 <= before < FILES + LINES
    outcome = run("import", path, news, "--json")
    fresh = run("import", tmp_path / "whole" / "p.annotator", news, "--json")
    assert (outcome.json["added"], outcome.json["refused"]) == (FILES + LINES, [])
    assert outcome.json == fresh.json
    ours, other = (open_project(tmp_path / name / "p.annotator") for name in ("killed", "whole"))
    assert exported(ours, tmp_path / "killed") == exported(other, tmp_path / "whole")
    assert (audit(ours), bulk.open_batches(ours)) == ([], [])
    ours.close()
    other.close()


def test_what_was_left_is_read_with_the_options_it_began_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "t.csv"
    rows = "".join(f'"{number} {TEXT.strip()}";Talvane {number}\n' for number in range(300))
    table.write_text("x1;x2\n" + rows, encoding="utf-8")
    project = project_with(tmp_path)
    chosen = {"text": "x1", "headline": "x2"}
    remember(project, ["x1", "x2"], chosen)
    progress = Progress()
    request = ImportRequest((table,))
    calls = [0]
    flush = bulk.Batch.flush

    def then_leave(batch: bulk.Batch) -> None:
        flush(batch)
        calls[0] += 1
        if calls[0] == 2:
            progress.leave()
            progress.check()

    with monkeypatch.context() as patch:
        patch.setattr(bulk.Batch, "flush", then_leave)
        with pytest.raises(Left):
            import_files(project, request, "project", progress)
    [left] = bulk.open_batches(project)
    assert left.articles > 0
    remember(project, ["x1", "x2"], {"text": "x2"})
    assert cut_off(project, request) == left.pk
    report = import_files(project, ImportRequest.from_json(left.request), "project", resume=left.pk)
    assert (report.added, report.refused) == (300, [])
    headlines = {row[0] for row in project.db.execute("SELECT headline FROM articles")}
    assert "Talvane 7" in headlines
    assert remembered(project)[0][1] == {"text": "x2"}
    project.close()


def test_a_cancelled_import_ends_its_processes_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p").mkdir()
    project = project_with(tmp_path / "p")
    started: list[Any] = []
    popen = subprocess.Popen
    monkeypatch.setattr(readers.subprocess, "Popen", lambda *a, **k: started.append(popen(*a, **k)) or started[-1])
    monkeypatch.setattr(readers, "MUCH", 1)
    progress = Progress(lambda done, _total, _what: progress.cancel() if done > 20 else None)
    news = tmp_path / "news"
    news.mkdir()
    for number in range(100):
        (news / f"{number}.txt").write_text(f"{number} {TEXT}", encoding="utf-8")
    with pytest.raises(AnnotatorError, match="Cancelled"):
        import_files(project, ImportRequest((news,)), "project", progress)
    assert started
    assert all(process.poll() is not None for process in started)
    assert [count(project, table) for table in ("articles", "texts", "batches")] == [0, 0, 0]
    assert bring(project, news).added == 100
    project.close()


def test_a_file_in_the_working_folder_is_no_part_of_the_program(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(FILES):
        (news / f"{number:04}.txt").write_text(story(number), encoding="utf-8")
    (tmp_path / "home").mkdir()
    project_with(tmp_path / "home").close()
    (tmp_path / "queue.py").write_text("raise SystemExit('not ours')\n", encoding="utf-8")
    start = "from annotator.cli import main; main()"
    command = [sys.executable, "-P", "-c", start, "import", str(tmp_path / "home" / "p.annotator"), str(news)]
    outcome = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (outcome.returncode, outcome.stderr) == (0, "")
