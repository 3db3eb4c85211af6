"""Indexing that is killed at any moment leaves a whole file, and the next start goes on with it."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from annotator.core.query import read
from annotator.store import search
from annotator.store.project import open_project
from annotator.work import indexing
from annotator.work.indexing import index_articles
from annotator.work.progress import Cancelled, Progress
from tests.helpers import project_with, record, run_python

COUNT = 150
_DIES = """
import os, signal, sys
from pathlib import Path
from annotator.store.project import open_project
from annotator.work import indexing
from annotator.work.indexing import index_articles
from annotator.work.progress import Progress

left = int(sys.argv[2])

def rest(_seconds):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)

index_articles(open_project(Path(sys.argv[1])), Progress(), rest)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that nobody has indexed."""
    lines = [record(id=f"n{n:03}", text=f"Report {n}\n\nShip {n} left the harbour.") for n in range(COUNT)]
    project = project_with(tmp_path_factory.mktemp("whole"), *lines)
    project.close()
    return project.path


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only Unix kills so")
@pytest.mark.parametrize("moment", [1, 10, 30, 90, 160])
def test_indexing_goes_on_after_a_kill(whole: Path, tmp_path: Path, moment: int) -> None:
    path = Path(shutil.copy(whole, tmp_path / "p.annotator"))
    told = run_python("-c", _DIES, path, str(moment))
    assert told.code == -signal.SIGKILL
    project = open_project(path)
    here, total = search.pending(project)
    assert here < total == COUNT
    assert search.search(project, "", read("harbour")).total == here
    assert index_articles(project, Progress()) == COUNT - here
    assert search.search(project, "", read("harbour")).total == COUNT
    project.db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    assert project.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    project.close()


def test_cancel_keeps_what_is_indexed(whole: Path, tmp_path: Path) -> None:
    project = open_project(Path(shutil.copy(whole, tmp_path / "p.annotator")))
    told: list[tuple[int, int | None]] = []

    def tell(done: int, total: int | None, _what: str) -> None:
        told.append((done, total))
        if done:
            progress.cancel()

    progress = Progress(tell)
    with pytest.raises(Cancelled):
        index_articles(project, progress)
    assert told[0] == (0, COUNT)
    here = search.pending(project)[0]
    assert told[-1][0] <= here < COUNT
    assert index_articles(project, Progress()) == COUNT - here
    assert index_articles(project, Progress()) == 0
    project.close()


def test_the_index_never_falls_into_many_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite takes 2,000 parts at most; a slow disk makes a part of every article."""
    monkeypatch.setattr(indexing, "_MOST", 1)
    letters = [f"w{n:05}" for n in range(30000)]
    texts = [" ".join(letters[(n * 37 + k * k * (n % 7 + 1)) % 30000] for k in range(20000)) for n in range(60)]
    project = project_with(tmp_path, *(record(id=f"n{n:03}", text=text) for n, text in enumerate(texts)))
    parts: list[int] = []

    def tell(_done: int, _total: int | None, _what: str) -> None:
        parts.append(project.db.execute("SELECT count(DISTINCT segid) FROM search_idx").fetchone()[0])

    assert index_articles(project, Progress(tell), lambda _seconds: None) == len(texts)
    assert len(parts) > len(texts) - 10  # the first write takes several
    assert max(parts) < 12
    project.close()
