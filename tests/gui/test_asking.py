"""Questions beside the window: the newest is answered alone, the older one stops, nothing runs on after leaving."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.errors import AnnotatorError
from annotator.gui.asking import Asker
from annotator.work.progress import Cancelled, Progress


@pytest.fixture
def asker(qapp: QApplication) -> Iterator[Asker]:
    """Return an asker that nothing was asked yet."""
    owner = QObject(qapp)
    yield (made := Asker(owner))
    made.leave()
    QTest.qWait(10)
    owner.deleteLater()


def _answers(asker: Asker) -> list[object]:
    found: list[object] = []
    asker.answered.connect(found.append)
    asker.failed.connect(found.append)
    end = time.monotonic() + 5
    while asker.busy and time.monotonic() < end:
        QTest.qWait(2)
    QTest.qWait(30)
    return found


def test_the_older_question_is_stopped_and_its_answer_unwanted(asker: Asker) -> None:
    stopped: list[bool] = []

    def slow(progress: Progress) -> str:
        end = time.monotonic() + 5
        try:
            while time.monotonic() < end:
                progress.check()
                time.sleep(0.001)
        except Cancelled:
            stopped.append(True)
            return "too late"
        return "slow"

    asker.ask(slow, now=True)
    QTest.qWait(30)
    asker.ask(lambda _progress: "quick", now=True)
    assert _answers(asker) == ["quick"]
    assert stopped == [True]


def test_of_several_changes_in_a_row_the_last_is_asked_once(asker: Asker) -> None:
    asked: list[int] = []
    for number in range(5):
        asker.ask(lambda _progress, number=number: asked.append(number))  # type: ignore[misc]
        QTest.qWait(5)
    _answers(asker)
    assert asked == [4]


def test_what_is_wrong_is_said_and_after_leaving_nothing_runs(asker: Asker) -> None:
    def wrong(_progress: Progress) -> None:
        raise AnnotatorError("There is no such file.")

    asker.ask(wrong, now=True)
    assert _answers(asker) == ["There is no such file."]
    asker.ask(lambda _progress: "never")
    asker.leave()
    assert not asker.busy
    assert _answers(asker) == []
