"""Questions that are answered beside the window: asked a moment after the last change, the older answer unwanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.tasks import Task
from annotator.work.progress import Progress

Question = Callable[[Progress], Any]
_PAUSE_MS = 250


class Asker(QObject):
    """Answers the newest question alone: `answered` carries what it returned, `failed` a sentence, `began` nothing.

    It outlives the pages that ask, since a thread must not be forgotten while it runs.
    """

    began = Signal()
    answered = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._task: Task | None = None
        self._running: list[Task] = []
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._pause.isActive() or self._task is not None

    def ask(self, question: Question, *, now: bool = False) -> None:
        """Ask, after a pause in which more may change; what was asked before is dropped."""
        self.drop()
        self._question = question
        self._pause.start(0 if now else _PAUSE_MS)

    def drop(self) -> None:
        """Want no answer any more."""
        self._pause.stop()
        self._question = None
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    def leave(self) -> None:
        """Drop what was asked and wait until nothing runs."""
        self.drop()
        for task in self._running:
            task.end()

    def _begin(self) -> None:
        if self._question is None:
            return
        task = self._task = Task(self._question, self)
        self._running.append(task)
        # What a task says after it was dropped is nobody's.
        task.succeeded.connect(lambda found: self._end(task, lambda: self.answered.emit(found)))
        task.broke.connect(lambda sentence: self._end(task, lambda: self.failed.emit(sentence)))
        task.finished.connect(lambda: self._forget(task))
        self.began.emit()
        task.begin()

    def _end(self, task: Task, tell: Callable[[], None]) -> None:
        if task is self._task:
            self._task = None
            tell()

    def _forget(self, task: Task) -> None:
        self._running.remove(task)
        task.deleteLater()
