"""What the drawer of the comparison with gold holds: how many tags stand, the places that differ, all articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.label.feedback_delegate import PlaceDelegate, ToldDelegate
from annotator.gui.label.feedback_list import PlaceRow, RowList, RowModel, ToldRow, rows_of
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import EmptyNote, PlainButton, Segments, TextLabel

if TYPE_CHECKING:  # it needs numpy, which takes a while to load
    from annotator.work.own_feedback import Compared, Told

ARTICLE, ALL = "article", "all"


class FeedbackPage(QWidget):
    """`gone` and `entered` carry a Place, `articleWanted` an article's number; `foot` stays in sight."""

    gone = Signal(object)
    entered = Signal(object)
    articleWanted = Signal(int)

    def __init__(self, scheme: Callable[[], Scheme], *, feedback_file: bool = False, package: bool = False) -> None:
        """`feedback_file`: the project is one, in which tags are better left as they are; `package`: a work package."""
        super().__init__()
        self._scheme = scheme
        self._package = package
        words = tr("This is a feedback file: leave your tags as they are, and go on labelling in your package.")
        self.note = TextLabel(words, "sub", 400, "ink2", wrap=True)
        if not feedback_file:
            self.note.hide()
        self._told: list[Told] | None = None
        self._open = -1
        self._waiting = False
        self.tabs = Segments(((ARTICLE, tr("This article")), (ALL, tr("All articles"))), tr("What is compared"))
        self.head = TextLabel("", "body", 600, wrap=True, tabular=True)
        self.detail = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self.places: RowModel[PlaceRow] = RowModel(self)
        self.articles: RowModel[ToldRow] = RowModel(self)
        self.list = RowList(self.places, PlaceDelegate(), tr("Places where gold differs"))
        self.article_list = RowList(self.articles, ToldDelegate(), tr("Adjudicated articles you finished"))
        self.empty = EmptyNote()
        self.none = EmptyNote()
        self.summary = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self.back = PlainButton(tr("Previous"))
        self.next = PlainButton(tr("Next"))
        self.foot = QWidget()
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()
        self._say_told()

    # What is shown

    def set_open(self, pk: int) -> None:
        """Tell which article is open; what was shown of another one goes."""
        if pk != self._open:
            self._open = self.articles.open_pk = pk
            self.places.show(())
            self._say("", "")
            self.empty.say("", "")
            self._turn()
            self.article_list.viewport().update()
            self._say_told()

    def show_compared(self, compared: Compared, *, finished: bool, fault: str = "") -> None:
        """Show how the open article compares; the place with the cursor keeps it where it still differs."""
        at = self.list.currentIndex().row()
        before = self.places.row(at)
        self.places.show(rows_of(compared.places, self._scheme()))
        if before is not None:
            rows = range(self.places.rowCount())
            same = [one for one in rows if (row := self.places.row(one)) and row.place.start == before.place.start]
            self.list.go(same[0] if same else min(at, len(rows) - 1))
        if fault or compared.reason:
            self._say("", "")
            self.empty.say(*((fault, "") if fault else _nothing(finished=finished, package=self._package)))
        else:
            self._say(*_counts(compared))
            self.empty.say(
                tr("Gold has nothing else here"), tr("Your tags, values, roles and answers stand as in gold.")
            )
        self.tabs.setCounts({ARTICLE: len(compared.places)})
        self._turn()
        if self._waiting and self.tabs.isAncestorOf(QApplication.focusWidget() or self):
            self.focus_list()
        self._waiting = False

    def show_nothing(self, *, covered: bool) -> None:
        """Show that there is no article to compare, or one that waits behind its content note."""
        self.places.show(())
        self._say("", "")
        title, hint = tr("No article is open"), tr("Open one in the queue.")
        if covered:
            title, hint = tr("The article is not shown yet"), tr("Show it first, then you see what gold has in it.")
        self.empty.say(title, hint)
        self._turn()

    def show_told(self, told: Sequence[Told]) -> None:
        """Show which of the annotator's articles are adjudicated."""
        at = self.article_list.currentIndex().row()
        self._told = list(told)
        self.articles.show([ToldRow(one) for one in told])
        if 0 <= at < len(told):
            self.article_list.go(at)
        self.tabs.setCounts({ALL: len(told)})
        self._say_told()
        self._turn()

    def show_open_article(self) -> None:
        """Show the places of the open article."""
        self.tabs.setCurrent(ARTICLE)
        self.focus_list()

    def focus_list(self) -> None:
        """Take the focus to the list that is shown; where it is empty to the tabs, until it is filled."""
        shown = self.list if self.tabs.current() == ARTICLE else self.article_list
        self._waiting = not shown.isVisibleTo(self)
        part = next(iter(self.tabs.findChildren(QWidget)), self.back) if self._waiting else shown
        part.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is said

    def _say(self, head: str, detail: str) -> None:
        for part, words in ((self.head, head), (self.detail, detail)):
            part.setText(words)
            part.setVisible(bool(words))

    def _say_told(self) -> None:
        told = self._told
        self.back.setEnabled(self._beside(-1) is not None)
        self.next.setEnabled(self._beside(1) is not None)
        for button in (self.back, self.next):
            button.setToolTip("" if button.isEnabled() else tr("Gold differs in no further article that way."))
        if told is None:
            self.summary.setText(tr("Reading your articles…"))
            self.none.say(tr("Reading your articles…"), "")
            return
        none = tr("None of your finished articles is adjudicated yet")
        why = tr("An article is here once every disagreement on it is decided.")
        if self._package:
            none, why = tr("A work package holds no gold"), tr("Feedback comes later, as a file of its own.")
        self.none.say(none, why)
        if not told:
            self.summary.setText(tr("{sentence}. {more}").format(sentence=none, more=why))
            return
        differing = sum(one.places > 0 for one in told)
        words = ntr(
            "{n} article you finished is adjudicated; gold differs in {differing}.",
            "{n} articles you finished are adjudicated; gold differs in {differing}.",
            len(told),
        )
        if not differing:
            words = ntr(
                "{n} article you finished is adjudicated, as you have it.",
                "{n} articles you finished are adjudicated, all as you have them.",
                len(told),
            )
        self.summary.setText(words.format(differing=figure(differing)))

    def _turn(self) -> None:
        """Show the list of the chosen tab, or why it is empty; a focus on what goes stays in the drawer."""
        of_article = self.tabs.current() == ARTICLE
        full = (self.places if of_article else self.articles).rowCount() > 0
        inside = self.list.hasFocus() or self.article_list.hasFocus()
        self._stack.setCurrentIndex((0 if of_article else 2) + (0 if full else 1))
        for part in (self.head, self.detail):
            part.setVisible(of_article and bool(part.text()))
        if inside:
            self.focus_list()

    # What is done

    def _beside(self, by: int) -> Told | None:
        """Return the next (1) or previous (-1) article in which gold differs."""
        told = [one for one in self._told or () if one.places]
        ahead = [one for one in told if (one.pk > self._open if by > 0 else one.pk < self._open)]
        return (ahead[0] if by > 0 else ahead[-1]) if ahead else None

    def _step_article(self, by: int) -> None:
        one = self._beside(by)
        if one is not None:
            self.articleWanted.emit(one.pk)

    def _tell(self, signal: str, at: int) -> None:
        row = self.places.row(at)
        if row is not None:
            (self.gone if signal == "gone" else self.entered).emit(row.place)

    def _want(self, at: int) -> None:
        row = self.articles.row(at)
        if row is not None:
            self.articleWanted.emit(row.told.pk)

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _key: self._turn())
        self.list.moved.connect(lambda at: self._tell("gone", at))
        self.list.chosen.connect(lambda at: self._tell("entered", at))
        self.article_list.chosen.connect(self._want)
        self.back.clicked.connect(lambda _checked=False: self._step_article(-1))
        self.next.clicked.connect(lambda _checked=False: self._step_article(1))

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        top = QVBoxLayout()
        top.setContentsMargins(inset, small, inset, 0)
        top.setSpacing(small)
        for part in (self.tabs, self.head, self.detail):
            top.addWidget(part)
        for page in (self.list, _inset(self.empty, inset), self.article_list, _inset(self.none, inset)):
            self._stack.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(small)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)
        for button, words in (
            (self.back, tr("Previous article where gold differs")),
            (self.next, tr("Next article where gold differs")),
        ):
            button.setAccessibleName(words)
        buttons = QHBoxLayout()
        buttons.setSpacing(small)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(0, small, 0, 0)
        foot.setSpacing(small)
        foot.addWidget(self.note)
        foot.addWidget(self.summary)
        foot.addLayout(buttons)


def _inset(part: QWidget, inset: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(inset, 0, inset, 0)
    column.addWidget(part)
    return holder


def _counts(compared: Compared) -> tuple[str, str]:
    """Return how many tags stand as in gold, and exact F1 with what it is made of."""
    if compared.f1 is None:
        return tr("Neither you nor gold marked anything"), ""
    head = ntr("{same} of {n} tag as in gold", "{same} of {n} tags as in gold", compared.mine)
    detail = tr("Exact F1 {f1}: {mine}, {gold}.").format(
        f1=f"{compared.f1:.2f}",
        mine=ntr("{n} tag of yours", "{n} tags of yours", compared.mine),
        gold=ntr("{n} in gold", "{n} in gold", compared.gold),
    )
    return head.format(same=figure(compared.same)), detail


def _nothing(*, finished: bool, package: bool) -> tuple[str, str]:
    if package:
        return tr("Gold is not in this file"), tr("A work package is labelled blind.")
    if not finished:
        return (
            tr("You have not finished this article"),
            tr("Once you have set it done and it is adjudicated, you see here where gold differs."),
        )
    return (
        tr("This article is not adjudicated yet"),
        tr("Gold shows here once every disagreement on the article is decided."),
    )
