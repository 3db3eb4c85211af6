"""The list of articles: rows or marks over one model, worked by mouse and by arrow keys and Return."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QWidget

from annotator.gui import theme
from annotator.gui.label.queue_model import PK_ROLE, QueueModel

MOVES = frozenset(
    {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)
ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
        Qt.FocusReason.OtherFocusReason,
    }
)


class QueueView(QListView):
    """Show the queue; `chosen` carries the article (its row key) that a click or Return asks for."""

    chosen = Signal(int)

    def __init__(
        self, model: QueueModel, delegate: QStyledItemDelegate, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("ring", False)
        self.clicked.connect(self._choose)
        theme.hub().changed.connect(self.doItemsLayout)

    def show_row(self, row: int) -> None:
        """Put the list's cursor on a row and scroll to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters and digits are the window's commands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows and open with Return; leave every other key to the window."""
        if event.key() in MOVES and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            self._set_ring(True)
            super().keyPressEvent(event)
        elif event.key() in ENTERS and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._choose(self.currentIndex())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where the keyboard brought it."""
        if event.reason() in KEYBOARD:
            self._set_ring(True)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the ring: a hand on the mouse sees where it is."""
        self._set_ring(False)
        super().mousePressEvent(event)

    def _set_ring(self, on: bool) -> None:
        self.setProperty("ring", on)
        self.viewport().update()

    def _choose(self, index: QModelIndex) -> None:
        pk = index.data(PK_ROLE)
        if isinstance(pk, int):
            self.chosen.emit(pk)
