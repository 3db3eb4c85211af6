"""Long work beside the window always says how it ended."""

from __future__ import annotations

import gc
import sqlite3
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from annotator.core.errors import AnnotatorError
from annotator.gui.collecting import HOLDING
from annotator.gui.tasks import Task
from annotator.work.progress import Progress


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (AnnotatorError("That can't be."), "That can't be."),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (RuntimeError("nobody foresaw this"), "nobody foresaw this"),
    ],
)
def test_whatever_goes_wrong_is_told(qtbot: QtBot, error: Exception, words: str) -> None:
    def work(_progress: Progress) -> None:
        raise error

    parent = QObject()
    task = Task(work, parent)
    with qtbot.waitSignal(task.broke) as heard:
        task.begin()
    task.end()
    assert task.isFinished()
    assert words in heard.args[0]


class Loop:
    """Something that only a collection takes away."""

    def __init__(self) -> None:
        self.me = self


def test_garbage_is_collected_on_the_windows_thread(qtbot: QtBot) -> None:
    where: list[int] = []

    def work(_progress: Progress) -> None:
        for _ in range(20):
            kept = [[] for _ in range(5000)]
            kept.clear()

    parent = QObject()
    task = Task(work, parent)
    gc.collect()
    weakref.finalize(Loop(), lambda: where.append(threading.get_ident()))
    with qtbot.waitSignal(task.finished):
        task.begin()
    task.end()
    assert gc.isenabled()
    gc.collect()
    assert where == [threading.get_ident()]


def test_garbage_of_a_long_task_goes_while_it_runs(qtbot: QtBot) -> None:
    gone, stop = threading.Event(), threading.Event()
    parent = QObject()
    task = Task(lambda _progress: stop.wait(60), parent)
    gc.collect()
    task.begin()
    try:
        weakref.finalize(Loop(), gone.set)
        kept = [Loop() for _ in range(2000)]
        assert not gone.is_set()
        qtbot.waitUntil(gone.is_set)
        assert len(kept) == 2000
    finally:
        stop.set()
        task.end()


@pytest.mark.usefixtures("qapp")
def test_threads_beside_the_window_let_it_go_on_soon_and_only_while_they_run() -> None:
    usual, stop = sys.getswitchinterval(), threading.Event()
    parent = QObject()
    tasks = [Task(lambda _progress: stop.wait(60), parent) for _ in range(2)]
    for task in tasks:
        task.begin()
    try:
        assert sys.getswitchinterval() < usual
    finally:
        stop.set()
        for task in tasks:
            task.end()
    assert sys.getswitchinterval() == usual


def test_what_outlives_a_slow_collection_is_looked_at_no_more_until_the_project_is_closed(qtbot: QtBot) -> None:
    gone, stop = threading.Event(), threading.Event()
    parent = QObject()
    gc.collect()
    task = Task(lambda _progress: stop.wait(60), parent)
    task.begin()
    try:
        kept = [Loop() for _ in range(800_000)]
        qtbot.waitUntil(lambda: gc.get_freeze_count() > 800_000)
        assert not gone.is_set()
        weakref.finalize(kept[0], gone.set)
        del kept
        HOLDING.thaw()
        gc.collect()
        assert gone.is_set()
        assert gc.get_freeze_count() == 0
    finally:
        stop.set()
        task.end()


def test_a_thread_begun_again_before_the_window_heard_of_its_end_is_held_once(qtbot: QtBot) -> None:
    usual, parent = sys.getswitchinterval(), QObject()
    task = Task(lambda _progress: None, parent)
    task.begin()
    task.wait()
    stop = threading.Event()
    task._work = lambda _progress: stop.wait(60)  # noqa: SLF001
    task.begin()
    qtbot.wait(20)  # the first end is heard of only now
    assert sys.getswitchinterval() < usual
    stop.set()
    qtbot.waitUntil(lambda: sys.getswitchinterval() == usual)
    assert gc.isenabled()


@pytest.mark.usefixtures("qapp")
def test_a_thread_that_goes_with_its_parent_holds_nothing_any_more() -> None:
    usual, parent = sys.getswitchinterval(), QObject()
    task = Task(lambda _progress: None, parent)
    task.begin()
    task.wait()
    delete(parent)
    assert sys.getswitchinterval() == usual
    assert gc.isenabled()
