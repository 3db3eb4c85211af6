"""Reads the corpus beside the window: which articles, in which order, how they are spread; the newest question only."""

from __future__ import annotations

from dataclasses import dataclass
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.gui.tasks import Beside
from annotator.store import corpus
from annotator.store.corpus import Filter
from annotator.store.errors import spoken
from annotator.store.project import Project


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Which articles are asked for, by whom, in which order; two questions of the same words are two."""

    filter: Filter
    me: str
    sort: str = "added"
    descending: bool = False
    spread: bool = False


class Reader(Beside):
    """Answers on the window's thread, each with its question: `listed` (row keys), then `counted` and `measured`."""

    listed = Signal(object, object)
    counted = Signal(object, object)
    measured = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._twin: Project | None = None
        self._newest: Question | None = None
        self._jobs: SimpleQueue[tuple[Question, bool] | None] = SimpleQueue()

    def ask(self, question: Question) -> None:
        """Ask for everything, and drop what was asked before."""
        self._newest = question
        self._break_off()
        self._put(question, whole=True)

    def ask_spread(self, question: Question) -> None:
        """Ask how the articles of a question are spread, where it was not asked for with it."""
        if question is self._newest:
            self._put(question, whole=False)

    def stop(self) -> None:
        """End, now."""
        self._newest = None
        self._break_off()
        self._jobs.put(None)
        self.end()

    def _put(self, question: Question, *, whole: bool) -> None:
        self._jobs.put((question, whole))
        if not self.isRunning():
            self.begin()

    def _break_off(self) -> None:
        if self._twin is not None:
            self._twin.db.conn.interrupt()

    def run(self) -> None:
        """Answer until told to stop; called by Qt on the new thread."""
        try:
            while (job := self._jobs.get()) is not None:
                question, whole = job
                if question is self._newest:
                    self._answer(question, whole=whole)
        finally:
            if self._twin is not None:
                self._twin.close_connection()
                self._twin = None

    def _answer(self, question: Question, *, whole: bool) -> None:
        try:
            with spoken(self._project.path):
                self._twin = self._twin or self._project.second()
                self._read(self._twin, question, whole=whole)
        except AnnotatorError as error:
            if question is self._newest:
                self.failed.emit(question, str(error))

    def _read(self, project: Project, question: Question, *, whole: bool) -> None:
        me, asked = question.me, question.filter
        if whole:
            self.listed.emit(question, corpus.articles(project, me, asked, question.sort, question.descending))
        if whole and question is self._newest:
            self.counted.emit(question, corpus.facets(project, me, asked))
        if question is self._newest and (question.spread or not whole):
            self.measured.emit(question, corpus.distribution(project, me, asked))
