"""The list of disagreements under the hand: arrow keys open what they come to, Return goes to the card."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from annotator.core.scheme import Scheme
from annotator.gui.language import tr
from annotator.gui.review.card_delegate import CardDelegate
from annotator.gui.review.card_model import ROW_ROLE, CardModel, Index, as_row
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, PlainList

_LEAP = 10
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_LEAP, Qt.Key.Key_PageDown: _LEAP}
_ENDS = {Qt.Key.Key_Home: 1, Qt.Key.Key_End: -1}


class CardList(PlainList):
    """Show a CardModel; `chosen` carries the row (Listed) to open, `entered` asks for the focus to go to the card."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, model: CardModel, scheme: Callable[[], Scheme]) -> None:
        super().__init__(model, CardDelegate(scheme), tr("Disagreements"))
        self._cards = model
        self.setUniformItemSizes(True)
        self.clicked.connect(self._click)

    def show_row(self, row: int) -> None:
        """Put the list's cursor on a row and scroll to it."""
        index = self._cards.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """Paint what changed: rows are of one height, and to lay all of them out anew takes a while."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open what the arrows come to; leave every other key to the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in _STEPS:
            self._go(self.currentIndex().row() + _STEPS[key], 1 if _STEPS[key] > 0 else -1)
        elif plain and key in _ENDS:
            self._go(0 if _ENDS[key] > 0 else self._cards.rowCount() - 1, _ENDS[key])
        elif plain and key in ENTERS:
            self.entered.emit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first card where the keyboard comes in."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD and not self.currentIndex().isValid():
            self._go(0, 1)

    def _go(self, row: int, way: int) -> None:
        self.set_ring(True)
        last = self._cards.rowCount() - 1
        row = self._cards.card_from(min(max(row, 0), last), way)
        if row >= 0:
            self.show_row(row)
            self.chosen.emit(self._cards.entry(row))

    def _click(self, index: QModelIndex) -> None:
        row = as_row(index.data(ROW_ROLE))
        if row is not None:
            self.setCurrentIndex(index)
            self.chosen.emit(row)
