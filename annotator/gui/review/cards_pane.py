"""The middle pane of Review: what is listed, in which order, the rows, and what stands there when no row does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.language import N_, figure, tr
from annotator.gui.review.card_list import CardList
from annotator.gui.review.card_model import CardModel
from annotator.gui.review.filter import Filter
from annotator.gui.review.wording import KIND_NAMES
from annotator.gui.widgets import ElidedLabel, EmptyNote, IconButton, ProgressLine, Segments, TextLabel
from annotator.gui.widgets.drop_down import DropDown

SORTS = {"impact": N_("Weight"), "article": N_("Article"), "kind": N_("Kind"), "labels": N_("Labels")}
_TABS = (("open", N_("Open")), ("decided", N_("Decided")))


class CardsPane(QWidget):
    """Show a CardModel. `asked` comes when a hand wants other rows; `cleared` when what a figure asked for goes."""

    asked = Signal()
    cleared = Signal()

    def __init__(self, model: CardModel, scheme: Callable[[], Scheme]) -> None:
        super().__init__()
        self._model = model
        self.setAccessibleName(tr("Disagreements"))
        self._count = TextLabel("", "small", 400, "ink2", tabular=True)
        self.kind = DropDown(tr("Kind of disagreement"), prefix=tr("Kind"))
        self.kind.addItem(tr("All"), "")
        for key, name in KIND_NAMES.items():
            self.kind.addItem(tr(name), key)
        self.sort = DropDown(tr("Order of the list"), prefix=tr("Sort"))
        for key, name in SORTS.items():
            self.sort.addItem(tr(name), key)
        self.tabs = Segments([(key, tr(name)) for key, name in _TABS], tr("Decisions"))
        self._filter = QWidget()
        self.filter_words = ElidedLabel("", "small", 500, "ink")
        self.clear = IconButton("close", tr("Show all disagreements"))
        self.list = CardList(model, scheme)
        self.empty = EmptyNote()
        self._line = ProgressLine(tr("Reading the disagreements"))
        self._stack = QStackedWidget()
        self._arrange()
        self.kind.currentIndexChanged.connect(lambda _index: self.asked.emit())
        self.sort.currentIndexChanged.connect(lambda _index: self.asked.emit())
        self.tabs.chosen.connect(lambda _key: self.asked.emit())
        self.clear.clicked.connect(self.cleared)

    def wanted_kind(self) -> str:
        """Return the kind that is chosen; empty for all."""
        return str(self.kind.currentData())

    def order(self) -> str:
        """Return the order that is chosen."""
        return str(self.sort.currentData())

    def undecided(self) -> bool:
        """Tell whether the open ones are listed, not the decided ones."""
        return self.tabs.current() == "open"

    def show_filter(self, filter_: Filter, words: str) -> None:
        """Show what is asked for: the kind in its drop-down, the rest in words."""
        for box, value in ((self.kind, filter_.kind),):
            box.blockSignals(True)
            box.setCurrentIndex(max(0, box.findData(value)))
            box.blockSignals(False)
            box.update()
        self.filter_words.setText(words)
        self._filter.setVisible(bool(words))

    def show_tab(self, *, undecided: bool) -> None:
        """Choose a tab without asking for rows."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrent("open" if undecided else "decided")
        self.tabs.blockSignals(False)

    def show_counts(self, opened: int, decided: int, total: int) -> None:
        """Say how many are listed of how many."""
        self.tabs.setCounts({"open": opened, "decided": decided})
        words = tr("{number} of {total}")
        shown = opened if self.undecided() else decided
        self._count.setText(words.format(number=figure(shown), total=figure(total)) if total else "")

    def show_rows(self, title: str, hint: str) -> None:
        """Show the rows, or two sentences where there is none."""
        self.empty.say(title, hint)
        self._stack.setCurrentIndex(0 if self._model.rowCount() else 1)

    def show_reading(self, done: int, total: int) -> None:
        """Show how far the list is read; a total of 0 ends it."""
        self._line.setVisible(bool(total))
        if total:
            self._line.setFractions(done / total)

    def sizeHint(self) -> QSize:
        """Return the width a pane starts with."""
        look = theme.current()
        return QSize(look.px("width", "cards"), 10 * look.px("height", "queue_row"))

    def _arrange(self) -> None:
        look = theme.current()
        inset, gap, small = (look.px("space", name) for name in ("inset", "gap", "small"))
        head_room = QWidget()
        head = QHBoxLayout(head_room)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(TextLabel(tr("Disagreements"), "head", 600))
        head.addStretch(1)
        head.addWidget(self._count)
        head_room.setFixedHeight(look.px("height", "button") + look.px("space", "hair"))
        boxes = QHBoxLayout()
        boxes.setSpacing(small)
        boxes.addWidget(self.kind, 8)  # its words are longer
        boxes.addWidget(self.sort, 7)
        chosen = QHBoxLayout(self._filter)
        chosen.setContentsMargins(0, small // 2, 0, 0)
        chosen.setSpacing(0)
        chosen.addWidget(self.filter_words, 1)
        chosen.addWidget(self.clear)
        self._filter.hide()
        self._line.hide()
        top = QVBoxLayout()
        top.setContentsMargins(inset, 0, inset, 0)
        top.setSpacing(0)
        top.addWidget(head_room)
        top.addLayout(boxes)
        top.addWidget(self._filter)
        top.addSpacing(small)
        top.addWidget(self._line)
        top.addWidget(self.tabs)
        note = QWidget()
        column = QVBoxLayout(note)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(gap)
        column.addWidget(self.empty)
        column.addStretch(1)
        self._stack.addWidget(self.list)
        self._stack.addWidget(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addSpacing(small)
        whole.addWidget(self._stack, 1)
        self.setMinimumWidth(look.px("width", "queue_min"))

    def focus_list(self) -> None:
        """Take the focus to the rows, or to what chooses them."""
        there = self.list if self._model.rowCount() else self.kind
        there.setFocus(Qt.FocusReason.ShortcutFocusReason)
