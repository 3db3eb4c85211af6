"""What the search drawer holds: field, filters, how many articles were found, the results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.query import STATUSES, with_filter
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.search.result_list import STEPS, ResultList
from annotator.gui.search.results import ResultModel
from annotator.gui.search.searcher import Reply
from annotator.gui.widgets import EmptyNote, Field, PlainButton, TextLabel
from annotator.gui.widgets.plain_list import ENTERS
from annotator.gui.widgets.rows import Rows

TYPING_MS = 200


class SearchPage(QWidget):
    """`asked` carries the words and whether to keep the project's order; `chosen` the row (Entry) to be opened."""

    asked = Signal(str, bool)
    chosen = Signal(object)

    def __init__(self, scheme: Scheme, text: str, *, in_order: bool = False) -> None:
        super().__init__()
        self._scheme, self._in_order = scheme, in_order
        self._asked = ""
        self.reply: Reply | None = None
        self._reading_only = False
        self.field = Field(tr("Search all articles"), tr("Search all articles"))
        self.field.setText(text)
        self.model = ResultModel(self)
        self.list = ResultList(self.model)
        self.label_button = PlainButton(tr("Label"), icon="chevron-down")
        self.status_button = PlainButton(tr("Status"), icon="chevron-down")
        self.order_button = PlainButton("", icon="chevron-down")
        self.count = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self.state = TextLabel("", "sub", 400, "ink2", wrap=True, tabular=True)
        self.empty = EmptyNote()
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._stack = QStackedWidget()
        self._arrange()
        self._connect()
        self._say_order()
        self.show_reply(None)

    def set_scheme(self, scheme: Scheme) -> None:
        """Offer the labels of another scheme."""
        self._scheme = scheme

    def text(self) -> str:
        """Return what is asked for."""
        return self.field.text()

    def in_order(self) -> bool:
        """Tell whether articles come in the project's order."""
        return self._in_order

    def ask(self) -> None:
        """Ask for what stands in the field, at once."""
        self._typing.stop()
        self._asked = self.field.text()
        self.asked.emit(self._asked, self._in_order)

    def show_reply(self, reply: Reply | None, at: tuple[int, int] | None = None) -> None:
        """Show what was found, None before anything was asked; `at` is the article and place to be on."""
        self.reply = reply
        fault = reply.fault if reply is not None else ""
        self.field.setFault(fault)
        self.model.show(reply)
        if self.model.rowCount():
            row = self.model.row_of(*at) if at is not None else -1
            self.list.go(row if row >= 0 else self.model.stop_from(-1, 1))
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._say_count()
        if reply is not None:
            self.show_state(reply.indexed, reply.articles)

    def show_state(self, indexed: int, articles: int) -> None:
        """Say how far the index is while it lacks articles."""
        whole = indexed >= articles
        line = "" if whole else tr("Indexing: {n} of {total} articles. Results so far.")
        if not whole and self._reading_only:
            line = tr("{n} of {total} articles are indexed, and this project is open for reading only.")
        self.state.setText(line.format(n=figure(indexed), total=figure(articles)))
        self.state.setVisible(not whole)

    def set_reading_only(self) -> None:
        """Say of a missing index that it can't be made here."""
        self._reading_only = True

    def at(self) -> tuple[int, int] | None:
        """Return article and place of the row with the cursor."""
        entry = self.list.current()
        return None if entry is None else (entry.found.pk, entry.line.start if entry.line else -1)

    def focus_field(self) -> None:
        """Take the focus to the field, its words selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the field: arrows move in the results, Return asks, or opens where that was answered."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if not self.field.hasFocus() or not plain:
            event.ignore()
        elif key in STEPS:
            if self.list.step(STEPS[key]):
                self._announce()
        elif key in ENTERS:
            if self.field.text() != self._asked or not self.model.rowCount():
                self.ask()
            else:
                self.list.choose()
        else:
            event.ignore()

    def _announce(self) -> None:
        """Say the hit aloud where a screen reader runs: it stays with the field, where the keyboard is."""
        entry = self.list.current()
        if entry is not None:
            words = tr("{headline}. {hit}") if entry.line is not None else "{hit}"
            words = words.format(headline=entry.found.headline, hit=entry.spoken())
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.list, words))

    def _say_count(self) -> None:
        reply = self.reply
        if reply is None or reply.fault or not reply.pks:
            self.count.setText("")
            self.empty.say(*_empty_words(reply))
        elif reply.total > len(reply.pks):
            words = tr("{total} articles; the first {n} are listed. More words find fewer.")
            self.count.setText(words.format(total=figure(reply.total), n=figure(len(reply.pks))))
        else:
            self.count.setText(ntr("{n} article", "{n} articles", reply.total))
        self.count.setVisible(bool(self.count.text()))
        if reply is not None:
            said = self.count.text() or self.empty.title()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.count, said))

    def _say_order(self) -> None:
        self.order_button.setText(tr("In order") if self._in_order else tr("Best first"))
        self.order_button.setAccessibleName(tr("Order: {name}").format(name=self.order_button.text()))

    def _ask_label(self) -> None:
        labels = [(label.name, label.key) for label in self._scheme.live]
        self._offer(self.label_button, [(tr("Any label"), ""), *labels], partial(self._filter, "label"))

    def _ask_status(self) -> None:
        names = (tr("New"), tr("Started"), tr("Done"), tr("Skipped"))
        statuses = list(zip(names, STATUSES, strict=True))
        self._offer(self.status_button, [(tr("Any status"), ""), *statuses], partial(self._filter, "status"))

    def _ask_order(self) -> None:
        choices = [(tr("Best first"), ""), (tr("In order of the project"), "order")]
        self._offer(self.order_button, choices, self._set_order)

    def _offer(self, button: QWidget, choices: Sequence[tuple[str, str]], take: Callable[[str], None]) -> None:
        """Open a menu under a button."""
        menu = QMenu(self)
        for name, value in choices:
            menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _on=False, value=value: take(value))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _filter(self, name: str, value: str) -> None:
        self.field.setText(with_filter(self.field.text(), name, value))
        self.ask()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_order(self, value: str) -> None:
        self._in_order = bool(value)
        self._say_order()
        self.ask()

    def _connect(self) -> None:
        self._typing.timeout.connect(self.ask)
        self.field.textEdited.connect(lambda _text: self._typing.start())
        self.label_button.clicked.connect(self._ask_label)
        self.status_button.clicked.connect(self._ask_status)
        self.order_button.clicked.connect(self._ask_order)
        self.list.chosen.connect(self.chosen)
        self.list.left.connect(lambda: self.field.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def _arrange(self) -> None:
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        for button, name in ((self.label_button, tr("Filter by label")), (self.status_button, tr("Filter by status"))):
            button.setAccessibleName(name)
        choices = Rows(ends=True)
        for button in (self.label_button, self.status_button, self.order_button):
            choices.addWidget(button)
        top = QVBoxLayout()
        top.setContentsMargins(inset, small, inset, 0)
        top.setSpacing(small)
        top.addWidget(self.field)
        top.addLayout(choices)
        top.addWidget(self.count)
        top.addWidget(self.state)
        note = QWidget()
        column = QVBoxLayout(note)
        column.setContentsMargins(inset, 0, inset, 0)
        column.addWidget(self.empty)
        self._stack.addWidget(self.list)
        self._stack.addWidget(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(small)
        whole.addLayout(top)
        whole.addWidget(self._stack, 1)


def _empty_words(reply: Reply | None) -> tuple[str, str]:
    """Return the two sentences for a list without rows: what is so, and what to do."""
    if reply is not None and reply.fault:
        return reply.fault, ""
    if reply is None or not reply.query:
        return (
            tr("Nothing is searched for yet"),
            tr("Write words, “a phrase”, begin* or -without. source:, date:, headline: and id: narrow it down."),
        )
    if reply.indexed < reply.articles:
        return tr("No article so far"), tr("Not all articles are indexed yet.")
    return tr("No article has all of this"), tr("Check the spelling, or leave a word out.")
