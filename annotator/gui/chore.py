"""A chore beside the window: begins by itself, says little, stops with the project, goes on at its next opening."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from annotator.gui.tasks import Task
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


class Chore(QObject):
    """Runs one kind of work on the window's project, again where more came meanwhile; `ended` tells that it is done."""

    ended = Signal()
    LONG = 2.0
    """Seconds after which the status bar says what is going on."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task | None = None
        self._again = False
        self._began = 0.0
        self._said = False

    def work(self, project: Project, progress: Progress) -> Any:
        """Do the work on a connection of its own; called beside the window."""
        raise NotImplementedError

    def doing(self, done: int, total: int) -> str:
        """Return what the status bar says of it; empty: nothing."""
        raise NotImplementedError

    def failed(self, sentence: str) -> str:
        """Return what is said when it broke."""
        raise NotImplementedError

    def succeeded(self, result: Any) -> None:
        """Take what the work brought."""

    def heard(self, done: int, total: int) -> None:
        """Take how far the work is."""

    @property
    def busy(self) -> bool:
        """Tell whether it runs."""
        return self._task is not None

    def start(self) -> None:
        """Begin, or do it once more after what runs."""
        session = self._window.session
        if session is None or session.project.lock is None:
            return
        self._again = self.busy
        if self.busy:
            return
        project = session.project
        task = Task(lambda progress: self._beside(project, progress), self)
        self._task, self._began = task, time.monotonic()
        task.progressed.connect(lambda done, total, _what: self._tell(task, done, total))
        task.succeeded.connect(lambda result: self._succeeded(task, result))
        task.broke.connect(lambda sentence: self._broke(task, sentence))
        task.finished.connect(lambda: self._finished(task))
        task.begin()

    def leave(self) -> None:
        """Stop; the rest is done when the project is opened again."""
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()
        self._hush()

    def _beside(self, project: Project, progress: Progress) -> Any:
        with project.beside() as second:
            return self.work(second, progress)

    def _tell(self, task: Task, done: int, total: int) -> None:
        if task is not self._task:
            return
        self.heard(done, total)
        words = self.doing(done, total)
        if words and time.monotonic() - self._began > self.LONG and not self._window.transfers.busy:
            self._said = True
            self._window.status.set_task(words)

    def _succeeded(self, task: Task, result: Any) -> None:
        if task is self._task:
            self.succeeded(result)

    def _broke(self, task: Task, sentence: str) -> None:
        if task is self._task and self._window.session is not None:
            self._window.session.said.emit(self.failed(sentence))

    def _finished(self, task: Task) -> None:
        task.deleteLater()
        if task is not self._task:
            return
        self._task = None
        self._hush()
        self.ended.emit()
        if self._again:
            self.start()

    def _hush(self) -> None:
        if self._said and not self._window.transfers.busy:
            self._window.status.set_task("")
        self._said = False
