"""Compares with gold beside the window: the article asked for last, then all articles where that was asked."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.gui.tasks import Beside
from annotator.store.project import Project
from annotator.work.progress import Cancelled, Progress


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Whose work on which article (its id; none: no article); `whole`: on all articles too."""

    me: str
    article: str
    whole: bool


class FeedbackReader(Beside):
    """Replies on the window's thread: `compared` (Question, Compared, fault) and `listed` (Question, list of Told)."""

    compared = Signal(object, object, str)
    listed = Signal(object, object)
    _ended = Signal(object)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._newest: Question | None = None
        self._answered: Question | None = None
        self._jobs: SimpleQueue[Question | None] = SimpleQueue()
        self._progress = Progress()
        self._ended.connect(self._note)

    @property
    def busy(self) -> bool:
        """Tell whether the last question is still to be answered."""
        return self._newest is not self._answered

    def is_newest(self, question: Question) -> bool:
        """Tell whether nothing was asked since."""
        return question is self._newest

    def ask(self, question: Question) -> None:
        """Ask, and drop what was asked before."""
        self._progress.leave()
        self._progress = Progress()
        self._newest = question
        self._jobs.put(question)
        if not self.isRunning():
            self.begin()

    def stop(self) -> None:
        """End, now."""
        self._newest = self._answered = None
        self._progress.leave()
        self._jobs.put(None)
        self.end()

    def run(self) -> None:
        """Answer until told to stop; called by Qt on the new thread."""
        twin: Project | None = None
        try:
            while (job := self._jobs.get()) is not None:
                progress = self._progress
                if job is not self._newest:
                    continue
                try:
                    twin = twin or self._project.second()
                    self._answer(twin, job, progress)
                except Cancelled:
                    continue
                except AnnotatorError as error:
                    self._fail(job, str(error))
                self._ended.emit(job)
        finally:
            if twin is not None:
                twin.close_connection()

    def _answer(self, project: Project, job: Question, progress: Progress) -> None:
        from annotator.work.own_feedback import compare, overview  # they need numpy, which takes a while to load

        if job.article:
            found = compare(project, job.me, job.article)
            if job is self._newest:
                self.compared.emit(job, found, "")
        if job.whole:
            told = overview(project, job.me, progress)
            if job is self._newest:
                self.listed.emit(job, told)

    def _fail(self, job: Question, sentence: str) -> None:
        from annotator.work.own_feedback import Compared

        self.compared.emit(job, Compared(), sentence)

    def _note(self, job: Question) -> None:
        if self._newest is not None:
            self._answered = job
