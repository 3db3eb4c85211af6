"""The list of articles: rows or marks over one model, worked by mouse and by arrow keys and Return."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from annotator.gui.label.queue_model import PK_ROLE, QueueModel
from annotator.gui.widgets.plain_list import ENTERS, MOVES, PlainList


class QueueView(PlainList):
    """Show the queue; `chosen` carries the article (its row key) that a click or Return asks for."""

    chosen = Signal(int)

    def __init__(
        self, model: QueueModel, delegate: QStyledItemDelegate, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(model, delegate, name, parent)
        self.setUniformItemSizes(True)
        self.clicked.connect(self._choose)

    def show_row(self, row: int) -> None:
        """Put the list's cursor on a row and scroll to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows and open with Return; leave every other key to the window."""
        if event.key() in MOVES and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self.set_ring(True)
            super().keyPressEvent(event)
        elif event.key() in ENTERS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._choose(self.currentIndex())
        else:
            event.ignore()

    def _choose(self, index: QModelIndex) -> None:
        pk = index.data(PK_ROLE)
        if isinstance(pk, int):
            self.chosen.emit(pk)
