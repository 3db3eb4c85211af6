"""The list of results: arrow keys go from hit to hit, Return and a click open one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from annotator.gui import theme
from annotator.gui.label.queue_view import ENTERS, KEYBOARD
from annotator.gui.language import tr
from annotator.gui.search.result_delegate import ResultDelegate
from annotator.gui.search.results import ENTRY_ROLE, Entry, ResultModel

_LEAP = 10
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_LEAP, Qt.Key.Key_PageDown: _LEAP}


class ResultList(QListView):
    """Show a ResultModel; `chosen` carries the row (Entry) that is to be opened, `left` comes above the first one."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, model: ResultModel) -> None:
        super().__init__()
        self._results = model
        self.setModel(model)
        self.setItemDelegate(ResultDelegate(self))
        self.setAccessibleName(tr("Search results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("ring", False)
        self.clicked.connect(self._click)
        theme.hub().changed.connect(self.doItemsLayout)

    def go(self, row: int) -> None:
        """Put the list's cursor on a row, with the article's name above it in sight."""
        index = self._results.index(row, 0)
        self.setCurrentIndex(index)
        above = self._results.entry(row - 1)
        if above is not None and above.line is None:
            self.scrollTo(self._results.index(row - 1, 0))
        self.scrollTo(index)

    def step(self, by: int) -> bool:
        """Go on by as many hits, back for a negative number; False where there is none."""
        row, way = self.currentIndex().row(), 1 if by > 0 else -1
        moved = False
        for _ in range(abs(by)):
            following = self._results.stop_from(row, way)
            if following < 0:
                break
            row, moved = following, True
        if moved:
            self.go(row)
        if way > 0 and self._results.stop_from(row, 1) < 0:
            self._results.fetchMore()
        return moved

    def current(self) -> Entry | None:
        """Return the row with the list's cursor."""
        return self._results.entry(self.currentIndex().row())

    def choose(self) -> None:
        """Open the row with the cursor."""
        entry = self.current()
        if entry is not None:
            self.chosen.emit(entry)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters and digits are the window's commands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from hit to hit and open with Return; leave every other key to the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in STEPS:
            self._set_ring(True)
            if not self.step(STEPS[key]) and STEPS[key] < 0:
                self.left.emit()
        elif plain and key in ENTERS:
            self.choose()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus where the keyboard brought it."""
        if event.reason() in KEYBOARD:
            self._set_ring(True)
            if not self.currentIndex().isValid():
                self.step(1)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the ring: a hand on the mouse sees where it is."""
        self._set_ring(False)
        super().mousePressEvent(event)

    def _set_ring(self, on: bool) -> None:
        self.setProperty("ring", on)
        self.viewport().update()

    def _click(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, Entry):
            self.go(index.row() if entry.stop else index.row() + 1)
            self.choose()
