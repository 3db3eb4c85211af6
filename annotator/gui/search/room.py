"""The search of a window's project: its drawer, what was asked last, and the way to a hit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.clusterer import Clusterer
from annotator.gui.language import tr
from annotator.gui.search.indexer import Indexer
from annotator.store.search import Found

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.search.page import SearchPage
    from annotator.gui.search.results import Entry
    from annotator.gui.search.searcher import Question, Reply, Searcher


class Search(QObject):
    """Opens the drawer, asks, and goes to hits; question and place stay until the project is closed."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.indexer = Indexer(window)
        self.clusterer = Clusterer(window)
        self._searcher: Searcher | None = None
        self._page: SearchPage | None = None
        self._text, self._in_order = "", False
        self._at: tuple[int, int] | None = None
        self._partial = False
        self.indexer.moved.connect(self._indexed)
        self.indexer.ended.connect(self._index_whole)
        self.indexer.ended.connect(self.clusterer.start)  # one after the other: the disk is one

    def begin(self) -> None:
        """Take on the project that the window shows now."""
        session = self._window.session
        if session is not None:
            session.annotatorChanged.connect(self._ask_again)
            session.schemeChanged.connect(self._scheme_changed)
            if self._window.label is not None:
                self._window.label.cover.showWanted.connect(self._ask_again)
            self.indexer.start_later()

    def leave(self) -> None:
        """Let the project go: nothing of it is read or written any more."""
        self.clusterer.leave()
        self.indexer.leave()
        if self._searcher is not None:
            self._searcher.stop()
            self._searcher.deleteLater()
        self._searcher, self._page = None, None
        self._text, self._in_order, self._at, self._partial = "", False, None, False

    def open(self) -> None:
        """Show the drawer with what was asked last, or go back to its field."""
        session = self._window.session
        if session is None:
            return
        page = self.page()
        if page is None:
            from annotator.gui.search.page import SearchPage  # a window is ready sooner without it

            page = self._page = SearchPage(session.scheme, self._text, in_order=self._in_order)
            page.asked.connect(self._ask)
            page.chosen.connect(self._choose)
            page.model.wanted.connect(self._ask_more)
            if session.project.lock is None:
                page.set_reading_only()
            self._window.drawer.open_with(tr("Search"), page)
            self.indexer.start()
            if self._text:
                page.ask()
        page.focus_field()

    def page(self) -> SearchPage | None:
        """Return what the drawer shows, where that is the search."""
        return self._page if self._page is not None and self._window.drawer.body() is self._page else None

    def step(self, by: int) -> None:
        """Go to the next hit (1) or the one before (-1) without leaving the text."""
        page = self.page()
        if page is None:
            self.open()
        elif page.list.step(by):
            page.list.choose()
        elif self._window.session is not None:
            self._window.session.said.emit(tr("There is no further hit in the list."))

    def _ask(self, text: str, in_order: bool) -> None:
        session = self._window.session
        if session is None:
            return
        from annotator.gui.search.searcher import Question, Searcher

        if text != self._text:
            self._at = None
        self._text, self._in_order = text, in_order
        if self._searcher is None:
            self._searcher = Searcher(session.project, self)
            self._searcher.replied.connect(self._replied)
            self._searcher.more.connect(self._more)
        self._searcher.ask(Question(text, session.me.id, in_order))

    def _ask_again(self) -> None:
        page = self.page()
        if page is not None and self._text:
            self._at = page.at()
            page.ask()

    def _scheme_changed(self) -> None:
        page, session = self.page(), self._window.session
        if page is not None and session is not None:
            page.set_scheme(session.scheme)
            self._ask_again()

    def _ask_more(self, reply: Reply, pks: tuple[int, ...]) -> None:
        if self._searcher is not None:
            self._searcher.ask_more(reply, pks)

    def _replied(self, reply: Reply) -> None:
        page = self.page()
        if page is not None:
            page.show_reply(replace(reply, rows=self._withheld(reply.rows)), self._at)
        self._partial = reply.damaged or reply.indexed < reply.articles
        if reply.damaged:
            self.indexer.start()

    def _more(self, question: Question, rows: object) -> None:
        page = self.page()
        if page is not None and isinstance(rows, tuple):
            page.model.add(question, self._withheld(rows))

    def _withheld(self, rows: Iterable[Found]) -> tuple[Found, ...]:
        """Return rows without the words of articles that still wait behind their content notes."""
        label = self._window.label
        if label is None:
            return ()
        return tuple(replace(row, lines=()) if label.cover.notes_of(row.id, row.meta) else row for row in rows)

    def _indexed(self, done: int, total: int) -> None:
        page = self.page()
        if page is not None:
            page.show_state(done, total)

    def _index_whole(self) -> None:
        if self._partial:
            self._partial = False
            self._ask_again()

    def _choose(self, entry: Entry) -> None:
        """Open a hit's article with the hit selected, so that a digit tags just it."""
        session, label = self._window.session, self._window.label
        if session is None or label is None:
            return
        self._at = entry.found.pk, entry.line.start if entry.line else -1
        shown = session.article.pk if session.article is not None else None
        if shown != entry.found.pk and not session.open_article(entry.found.pk):
            return
        if label.pane.find_bar.isVisible():
            label.pane.find_bar.leave()
        if entry.line is not None:
            label.view.activate("")
            label.view.select_range(entry.line.start, entry.line.end)
            label.hand.edges.hit_selected(entry.line.start, entry.line.end)
            label.view.scroll_to(entry.line.start, entry.line.end)
        label.focus_text()
