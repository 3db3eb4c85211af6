"""Asks the project beside the window, one question at a time; a newer one breaks off the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from queue import SimpleQueue

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import AnnotatorError
from annotator.core.query import Query, QueryError, read
from annotator.gui.tasks import Beside
from annotator.store import search
from annotator.store.project import Project
from annotator.store.search import Found

PAGE = 12
"""How many articles are read at a time."""

NOTHING = Query()


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What was asked, by whom; two questions of the same words are two."""

    text: str
    me: str
    in_order: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found: article numbers, of how many, and the first ones in full; `fault` says why nothing was."""

    question: Question
    query: Query = NOTHING
    pks: tuple[int, ...] = ()
    total: int = 0
    best: bool = False
    rows: tuple[Found, ...] = ()
    indexed: int = 0
    articles: int = 0
    fault: str = ""
    damaged: bool = False


_Job = tuple[Question, Query, tuple[int, ...]]


class Searcher(Beside):
    """Replies on the window's thread: `replied` to a question, `more` with further rows of one."""

    replied = Signal(object)
    more = Signal(object, object)

    def __init__(self, project: Project, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._twin: Project | None = None
        self._newest: Question | None = None
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()

    def ask(self, question: Question) -> None:
        """Ask, and drop what was asked before."""
        self._newest = question
        self._break_off()
        self._jobs.put((question, NOTHING, ()))
        if not self.isRunning():
            self.begin()

    def ask_more(self, reply: Reply, pks: Sequence[int]) -> None:
        """Ask for these articles of a reply in full."""
        self._jobs.put((reply.question, reply.query, tuple(pks)))

    def stop(self) -> None:
        """End, now."""
        self._newest = None
        self._break_off()
        self._jobs.put(None)
        self.end()

    def _break_off(self) -> None:
        if self._twin is not None:
            self._twin.db.conn.interrupt()

    def run(self) -> None:
        """Answer until told to stop; called by Qt on the new thread."""
        try:
            while (job := self._jobs.get()) is not None:
                if job[0] is self._newest:
                    self._answer(*job)
        finally:
            if self._twin is not None:
                self._twin.close_connection()
                self._twin = None

    def _answer(self, question: Question, query: Query, pks: tuple[int, ...]) -> None:
        try:
            self._twin = self._twin or self._project.second()
            if pks:
                self.more.emit(question, tuple(search.page(self._twin, question.me, query, pks)))
                return
            reply = self._find(self._twin, question)
        except QueryError as error:
            reply = Reply(question, fault=str(error))
        except AnnotatorError as error:
            reply = Reply(question, fault=str(error), damaged=self._mended(error))
        if question is self._newest:
            self.replied.emit(reply)

    def _mended(self, error: AnnotatorError) -> bool:
        """Tell whether the error said that the index is damaged, and the index was emptied to be made anew."""
        try:
            return self._twin is not None and search.mend(self._twin, error)
        except AnnotatorError:
            return False

    def _find(self, project: Project, question: Question) -> Reply:
        query = read(question.text)
        indexed, articles = search.pending(project)
        found = search.search(project, question.me, query, in_order=question.in_order)
        rows = search.page(project, question.me, query, found.pks[:PAGE])
        return Reply(question, query, found.pks, found.total, found.best, tuple(rows), indexed, articles)
