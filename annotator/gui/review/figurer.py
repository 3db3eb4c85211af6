"""Works the figures out beside the window: one reading at a time, and one more where something changed meanwhile."""

from __future__ import annotations

import math
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.gui.tasks import Beside
from annotator.store.project import Project
from annotator.work.progress import Cancelled, Progress

if TYPE_CHECKING:
    from annotator.work.agreeing import Agreement

_AT_ONCE = 0.15


class Figurer(Beside):
    """Replies on the window's thread: `replied` with Figures, `broke` with a sentence."""

    replied = Signal(object)
    broke = Signal(str)
    _answer = Signal(int, object, str)
    _early = Signal(object)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._progress = Progress()
        self._jobs: SimpleQueue[int | None] = SimpleQueue()
        self._asked = 0
        self._answered = 0
        self._took = math.inf
        self._answer.connect(self._take)
        self._early.connect(self._take_early)

    @property
    def up_to_date(self) -> bool:
        """Tell whether the last figures hold all that was done before they were asked for."""
        return self._answered == self._asked > 0

    def ask(self) -> None:
        """Ask for the figures as they are now; of several questions that wait, one is answered."""
        self._asked += 1
        self._jobs.put(self._asked)
        if not self.isRunning():
            self.begin()

    def stop(self) -> None:
        """End, now."""
        self._progress.leave()
        self._jobs.put(None)
        self._asked = 0
        self.end()

    def run(self) -> None:
        """Answer until told to stop; called by Qt on the new thread."""
        from annotator.work.agreeing import Agreement  # it needs numpy, which takes a while to load

        twin: Project | None = None
        agreement: Agreement | None = None
        try:
            while (job := self._newest()) is not None:
                try:
                    twin = twin or self._project.second()
                    agreement = agreement or Agreement(twin)
                    self._figure(job, agreement)
                except Cancelled:
                    return
                except AnnotatorError as error:
                    self._answer.emit(job, None, str(error))
        finally:
            if twin is not None:
                twin.close_connection()

    def _figure(self, job: int, agreement: Agreement) -> None:
        """Reply to a question; where the intervals take their time, first without them."""
        if self._took > _AT_ONCE:
            self._early.emit(agreement.figures(self._progress, intervals=False))
        began = time.monotonic()
        self._answer.emit(job, agreement.figures(self._progress), "")
        self._took = time.monotonic() - began

    def _newest(self) -> int | None:
        """Wait for a question and return the newest one; None for the end."""
        job = self._jobs.get()
        while job is not None and not self._jobs.empty():
            job = self._jobs.get()
        return job

    def _take(self, job: int, figures: object, fault: str) -> None:
        if not self._asked:
            return
        self._answered = job
        if fault:
            self.broke.emit(fault)
        else:
            self.replied.emit(figures)

    def _take_early(self, figures: object) -> None:
        if self._asked:
            self.replied.emit(figures)
