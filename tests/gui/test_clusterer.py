"""Wire copies are looked for beside the window by themselves, and it stops with the project."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.gui.clusterer import Clusterer
from annotator.store import stories
from annotator.store.project import Project, read_project
from annotator.work.progress import Progress
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARTICLES, Desk, make_project

COPIES = {**ARTICLES, "x-copy": "RAIN in Merovia\n", "y-copy": "rain  in merovia\n"}


def wait(desk: Desk, until: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle()
        time.sleep(0.002)
    desk.settle()


def found(path: Path) -> dict[str, str]:
    project = read_project(path)
    try:
        return stories.stories(project)
    finally:
        project.close()


def said(desk: Desk) -> str:
    """Return what the status bar says of work beside the window."""
    return desk.window.status._task.text()  # noqa: SLF001


def test_copies_are_found_once_the_index_is_whole(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(make_project(tmp_path / "news.annotator", COPIES))
    told: list[int] = []
    desk.window.search.clusterer.found.connect(told.append)
    desk.window.search.indexer.start()
    wait(desk, lambda: told)
    assert told == [2]
    wait(desk, lambda: not desk.window.search.clusterer.busy)
    assert sorted(found(desk.window.session.project.path)) == ["x-copy", "y-copy"]
    desk.window.search.clusterer.start()
    desk.window.search.clusterer.start()
    wait(desk, lambda: not desk.window.search.clusterer.busy)
    assert told == [2]


def test_closing_stops_it(open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_project(tmp_path / "news.annotator", COPIES)
    desk = open_desk(path)

    def forever(_self: Clusterer, _project: Project, progress: Progress) -> None:
        while True:
            progress.step(1, 2)
            time.sleep(0.001)

    monkeypatch.setattr(Clusterer, "work", forever)
    monkeypatch.setattr(Clusterer, "LONG", 0.0)
    working = desk.window.search.clusterer
    working.start()
    wait(desk, lambda: working._said)  # noqa: SLF001 - said in the status bar
    wait(desk, lambda: said(desk))
    assert "Looking for copies…" in said(desk)
    desk.window.search.leave()
    assert not working.busy
    assert said(desk) == ""
