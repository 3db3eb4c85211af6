"""Long work beside the window always says how it ended."""

from __future__ import annotations

import sqlite3

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from annotator.core.errors import AnnotatorError
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
        task.start()
    assert task.wait()
    assert words in heard.args[0]
