"""Comparing with gold, in the window: its drawer, what it shows of the open article, and the way to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.gui.language import tr
from annotator.store.feedback import is_feedback

if TYPE_CHECKING:
    from annotator.gui.label.feedback_page import FeedbackPage
    from annotator.gui.label.feedback_reader import FeedbackReader, Question
    from annotator.gui.main_window import MainWindow
    from annotator.gui.session import Session
    from annotator.work.own_feedback import Compared, Place, Told


def show_feedback(window: MainWindow) -> None:
    """Open the drawer on the open article, or go back to its list."""
    found = window.findChild(Feedback)
    (found if isinstance(found, Feedback) else Feedback(window)).open()


class Feedback(QObject):
    """Keeps the page of the drawer up to the open article and the annotator; nobody's work but their own is read."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session: Session | None = None
        self._page: FeedbackPage | None = None
        self._reader: FeedbackReader | None = None
        self._told: list[Told] | None = None
        window.drawer.closed.connect(self.leave)

    def open(self) -> None:
        """Show the drawer, or go back to its list."""
        session = self._window.session
        if session is None:
            return
        self._follow(session)
        if self.page() is None:
            from annotator.gui.label.feedback_page import FeedbackPage  # a window is ready sooner without it

            told = is_feedback(session.project)
            blind = bool(session.project.value("package")) and not told
            page = self._page = FeedbackPage(lambda: session.scheme, feedback_file=told, package=blind)
            page.gone.connect(self._go)
            page.entered.connect(self._enter)
            page.articleWanted.connect(self._open_article)
            self._window.drawer.open_with(tr("Compare with gold"), page, page.foot)
            self._told = None
            self._ask()
        page_now = self.page()
        if page_now is not None:
            page_now.focus_list()

    def page(self) -> FeedbackPage | None:
        """Return what the drawer shows, where that is the comparison."""
        return self._page if self._page is not None and self._window.drawer.body() is self._page else None

    @property
    def busy(self) -> bool:
        """Tell whether an answer is still to come."""
        return self._reader is not None and self._reader.busy

    def leave(self) -> None:
        """Read nothing any more; the drawer was closed, or the project is."""
        if self._reader is not None:
            self._reader.stop()
            self._reader.deleteLater()
        self._reader, self._page, self._told = None, None, None

    def _follow(self, session: Session) -> None:
        if session is self._session:
            return
        self._session = session
        session.articleChanged.connect(self._ask)
        session.spansChanged.connect(self._ask)
        session.statusChanged.connect(self._ask)
        session.annotatorChanged.connect(self._ask_anew)
        session.schemeChanged.connect(self._ask_anew)
        if self._window.label is not None:
            self._window.label.cover.showWanted.connect(self._ask)

    def _ask_anew(self) -> None:
        self._told = None
        self._ask()

    def _ask(self, *_of: object) -> None:
        """Ask how the open article compares, and for all articles where that is not known."""
        session, page, label = self._window.session, self.page(), self._window.label
        if session is None or page is None or label is None:
            return
        from annotator.gui.label.feedback_reader import FeedbackReader, Question

        if self._reader is None:
            self._reader = FeedbackReader(session.project, self)
            self._reader.compared.connect(self._show)
            self._reader.listed.connect(self._list)
        article = session.article
        page.set_open(article.pk if article is not None else -1)
        shown = "" if article is None or label.pane.covered else article.id
        if not shown:
            page.show_nothing(covered=article is not None)
        self._reader.ask(Question(session.me.id, shown, whole=self._told is None))

    def _show(self, question: Question, compared: Compared, fault: str) -> None:
        session, page = self._window.session, self.page()
        if page is None or session is None or self._reader is None or not self._reader.is_newest(question):
            return
        page.show_compared(compared, finished=session.status == "done", fault=fault)
        if self._told is not None and not fault:
            at = next((place for place, one in enumerate(self._told) if one.id == question.article), -1)
            if (at >= 0) == bool(compared.reason):
                self._ask_anew()
            elif at >= 0:
                self._told[at] = self._told[at].with_places(len(compared.places))
                page.show_told(self._told)

    def _list(self, question: Question, told: list[Told]) -> None:
        page = self.page()
        if page is not None and self._reader is not None and self._reader.is_newest(question):
            self._told = told
            page.show_told(told)

    def _go(self, place: Place) -> None:
        """Select a place in the text; the focus stays in the list."""
        label = self._window.label
        if label is None or label.pane.covered or place.start >= place.end:
            return
        if label.pane.find_bar.isVisible():
            label.pane.find_bar.leave()
        label.view.activate("")
        label.view.select_range(place.start, place.end)
        label.hand.edges.hit_selected(place.start, place.end)
        label.view.scroll_to(place.start, place.end)

    def _enter(self, place: Place) -> None:
        """Select a place and go on in the text."""
        self._go(place)
        if self._window.label is not None:
            self._window.label.focus_text()

    def _open_article(self, pk: int) -> None:
        session = self._window.session
        if session is not None and session.open_article(pk):
            page = self.page()
            if page is not None:
                page.show_open_article()
