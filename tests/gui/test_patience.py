"""An action whose turn to write has to come first: the window lives on, and the action is saved exactly once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer

from annotator.core.ids import uuid7
from annotator.gui import patience
from annotator.store import people
from annotator.store.project import Project, open_project, read_project
from annotator.work.merging import merge_files
from tests.gui.desk import HARBOUR, Desk, faults, stored, tags
from tests.gui.test_session import _try_again
from tests.helpers import Hand

ROUNDS = 12
"""How often the window's timer has to come round while an action waits."""


class Writer(threading.Thread):
    """Begins to write beside the window, and goes on when it is told to."""

    def __init__(self, work: Callable[[Callable[[], None]], object]) -> None:
        super().__init__()
        self._work = work
        self.writing, self.release = threading.Event(), threading.Event()

    def run(self) -> None:
        self._work(self._pause)

    def _pause(self) -> None:
        self.writing.set()
        assert self.release.wait(20)


@contextmanager
def _writing(work: Callable[[Callable[[], None]], object]) -> Iterator[Writer]:
    writer = Writer(work)
    writer.start()
    try:
        assert writer.writing.wait(20)
        yield writer
    finally:
        writer.release.set()
        writer.join()


def _holding(project: Project) -> Callable[[Callable[[], None]], None]:
    """Return work that holds the file in a transaction of its own."""

    def work(pause: Callable[[], None]) -> None:
        second = project.second()
        with second.write():
            second.set_value("held", "once")
            pause()
        second.close_connection()

    return work


class Watch:
    """Looks at the window each time its timer comes round, and lets the writer go on after some rounds."""

    def __init__(self, desk: Desk, writer: Writer, look: Callable[[], object] = lambda: None) -> None:
        self.rounds, self.seen = 0, list[object]()
        self._writer, self._look = writer, look
        self._timer = QTimer(desk.window, interval=2)
        self._timer.timeout.connect(self._round)
        self._timer.start()

    def _round(self) -> None:
        if not self._writer.release.is_set():
            self.rounds += 1
            self.seen.append(self._look())
            if self.rounds == ROUNDS:
                self._writer.release.set()


def _spans(path: Path) -> int:
    project = read_project(path)
    try:
        return int(project.db.execute("SELECT count(*) FROM spans").fetchone()[0])
    finally:
        project.close()


def test_the_window_lives_while_an_action_waits_and_shows_it_once_it_is_saved(desk: Desk, project: Path) -> None:
    desk.find("Ada Renn")
    with _writing(_holding(desk.session.project)) as writer:
        watch = Watch(desk, writer, lambda: (desk.shown, tags(project), desk.label.pane.strip.isVisible()))
        desk.keys("1")
    assert watch.rounds == ROUNDS
    assert watch.seen == [([], [], False)] * ROUNDS
    assert desk.shown == tags(project) == [("Ada Renn", "actor")]
    assert desk.active == "Ada Renn"
    assert desk.said.startswith("Saved")
    desk.quit()
    assert faults(project) == []


def _brought(path: Path) -> Path:
    """Copy a project, and go on there as Ben."""
    source, target = read_project(path), path.with_name("ben.annotator")
    source.copy_to(target)
    source.close()
    copy = open_project(target)
    hand = Hand.of(copy, "a-harbour", "Ben")
    for phrase in ("Port Sell", "Velmar", "Jon Halvar"):
        hand.tag(HARBOUR.index(phrase), HARBOUR.index(phrase) + len(phrase))
    copy.close()
    return target


def test_an_action_during_a_merge_is_saved_exactly_once(desk: Desk, project: Path) -> None:
    other = _brought(project)
    first = desk.session.project

    def merge(pause: Callable[[], None]) -> None:
        second = first.second()
        held: list[bool] = []

        def look() -> int:
            if second.db.conn.total_changes and not held:
                held.append(True)
                pause()
            return 0

        second.db.conn.set_progress_handler(look, 20)
        try:
            assert merge_files(second, [other], desk.session.me.id).files[0].events
        finally:
            second.close_connection()

    desk.find("Ada Renn")
    with _writing(merge) as writer:
        watch = Watch(desk, writer, lambda: (desk.shown, _spans(project)))
        desk.keys("1", "U")
    assert watch.seen == [([], 0)] * ROUNDS
    assert tags(project) == [("Ada Renn", "actor")]
    assert next(iter(stored(project).spans.values())).unsure
    assert len(tags(project, "Ben")) == 3
    desk.quit()
    assert faults(project) == []


def test_a_window_that_is_closed_meanwhile_closes_behind_the_action(desk: Desk, project: Path) -> None:
    desk.find("Ada Renn")
    with _writing(_holding(desk.session.project)) as writer:
        QTimer.singleShot(5, desk.window.close)
        watch = Watch(desk, writer, desk.closed)
        desk.keys("1")
    desk.settle(20)
    assert watch.seen == [False] * ROUNDS
    assert desk.closed()
    assert tags(project) == [("Ada Renn", "actor")]
    assert faults(project) == []


def test_a_wait_that_is_felt_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_TOLD", 0.0)
    desk.find("Ada Renn")
    with _writing(_holding(desk.session.project)) as writer:
        watch = Watch(desk, writer, lambda: desk.said)
        desk.keys("1")
    assert any("Saving…" in str(words) for words in watch.seen)
    assert "Saving…" not in desk.said


def test_after_a_long_wait_the_action_is_kept_to_be_tried_again(
    desk: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "LONGEST", 0.05)
    desk.find("Ada Renn")
    with _writing(_holding(desk.session.project)):
        desk.keys("1")
        assert desk.shown == tags(project) == []
        assert desk.label.pane.strip.isVisible()
        assert "another program is using this project" in desk.label.pane.strip.accessibleName()
    _try_again(desk)
    assert desk.shown == tags(project) == [("Ada Renn", "actor")]
    assert not desk.label.pane.strip.isVisible()


def test_who_writes_beside_the_window_lets_it_go_first(desk: Desk, project: Path) -> None:
    """Transactions that follow each other closely would else keep the window waiting for long."""
    stop, first = threading.Event(), desk.session.project

    def work(pause: Callable[[], None]) -> None:
        second = first.second()
        with second.write():
            pause()
        while not stop.is_set():
            with second.write():
                people.find_or_add(second, "Ben")
                second.set_value("turn", uuid7())
        second.close_connection()

    desk.find("Ada Renn")
    with _writing(work) as writer:
        writer.release.set()
        desk.keys("1", "2", "1", "2", "1")
        stop.set()
    assert tags(project) == [("Ada Renn", "actor")]
    assert not desk.label.pane.strip.isVisible()
