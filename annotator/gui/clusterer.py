"""Looking for wire copies beside the window: begins when the index is whole, stops when the project is closed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.language import tr
from annotator.gui.tasks import Task
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.work.clustering import Clustered

_LONG = 2.0


class Clusterer(QObject):
    """Keeps the stories of the window's project complete; `found` tells that articles joined stories."""

    found = Signal(int)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._task: Task | None = None
        self._again = False
        self._began = 0.0
        self._said = False

    @property
    def busy(self) -> bool:
        """Tell whether copies are being looked for."""
        return self._task is not None

    def start(self) -> None:
        """Look for the copies of articles that came in, or go on to them after what is being looked at."""
        session = self._window.session
        if session is None or session.project.lock is None:
            return
        self._again = self.busy
        if self.busy:
            return
        project = session.project
        task = Task(lambda progress: _cluster(project, progress), self)
        self._task, self._began = task, time.monotonic()
        task.progressed.connect(lambda *_: self._tell(task))
        task.succeeded.connect(lambda done: self._succeeded(task, done))
        task.broke.connect(lambda sentence: self._broke(task, sentence))
        task.finished.connect(lambda: self._finished(task))
        task.begin()

    def leave(self) -> None:
        """Stop; the rest is looked at when the project is opened again."""
        task, self._task = self._task, None
        if task is not None:
            task.leave()
            task.end()
        self._hush()

    def _tell(self, task: Task) -> None:
        if task is self._task and time.monotonic() - self._began > _LONG and not self._window.transfers.busy:
            self._said = True
            self._window.status.set_task(tr("Looking for copies…"))

    def _succeeded(self, task: Task, done: Clustered) -> None:
        if task is self._task and done.articles:
            self.found.emit(done.articles)

    def _broke(self, task: Task, sentence: str) -> None:
        if task is self._task and self._window.session is not None:
            self._window.session.said.emit(tr("Copies were not looked for: {reason}").format(reason=sentence))

    def _finished(self, task: Task) -> None:
        task.deleteLater()
        if task is not self._task:
            return
        self._task = None
        self._hush()
        if self._again:
            self.start()

    def _hush(self) -> None:
        if self._said and not self._window.transfers.busy:
            self._window.status.set_task("")
        self._said = False


def _cluster(project: Project, progress: Progress) -> Clustered:
    from annotator.work.clustering import cluster_new

    with project.beside() as second:
        return cluster_new(second, progress)
