"""Indexing beside the window: begins by itself, says little, stops when the project is closed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.gui.language import tr
from annotator.gui.tasks import Task
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_SETTLED_MS = 1500
_LONG = 3.0


class Indexer(QObject):
    """Keeps the index of the window's project complete; `moved` tells how far it is, `ended` that it is whole."""

    moved = Signal(int, int)
    ended = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task | None = None
        self._again = False
        self._began = 0.0
        self._said = False
        self._later = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._later.timeout.connect(self.start)

    @property
    def busy(self) -> bool:
        """Tell whether articles are being indexed."""
        return self._task is not None

    def start_later(self) -> None:
        """Begin once the window has settled."""
        self._later.start()

    def start(self) -> None:
        """Index what the index lacks, or go on to it after what is being indexed."""
        self._later.stop()
        session = self._window.session
        if session is None or session.project.lock is None:
            return
        self._again = self.busy
        if self.busy:
            return
        project = session.project
        task = Task(lambda progress: _index(project, progress), self)
        self._task, self._began = task, time.monotonic()
        task.progressed.connect(lambda done, total, _what: self._tell(task, done, total))
        task.broke.connect(lambda sentence: self._broke(task, sentence))
        task.finished.connect(lambda: self._finished(task))
        task.begin()

    def leave(self) -> None:
        """Stop; the rest is indexed when the project is opened again."""
        self._later.stop()
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()
        self._hush()

    def _tell(self, task: Task, done: int, total: int) -> None:
        if task is not self._task:
            return
        self.moved.emit(done, total)
        if time.monotonic() - self._began > _LONG and total and not self._window.transfers.busy:
            self._said = True
            self._window.status.set_task(tr("Indexing {share} %").format(share=100 * done // total))

    def _broke(self, task: Task, sentence: str) -> None:
        if task is self._task and self._window.session is not None:
            self._window.session.said.emit(tr("The search index stays incomplete: {reason}").format(reason=sentence))

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


def _index(project: Project, progress: Progress) -> int:
    from annotator.work.indexing import index_articles

    with project.beside() as second:
        return index_articles(second, progress)
