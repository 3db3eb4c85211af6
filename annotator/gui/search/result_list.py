"""The list of results: arrow keys go from hit to hit, Return and a click open one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from annotator.gui.language import tr
from annotator.gui.search.result_delegate import ResultDelegate
from annotator.gui.search.results import ENTRY_ROLE, Entry, ResultModel
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, PlainList

_LEAP = 10
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_LEAP, Qt.Key.Key_PageDown: _LEAP}


class ResultList(PlainList):
    """Show a ResultModel; `chosen` carries the row (Entry) that is to be opened, `left` comes above the first one."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, model: ResultModel) -> None:
        super().__init__(model, ResultDelegate(), tr("Search results"))
        self._results = model
        self.clicked.connect(self._click)

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from hit to hit and open with Return; leave every other key to the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in STEPS:
            self.set_ring(True)
            if not self.step(STEPS[key]) and STEPS[key] < 0:
                self.left.emit()
        elif plain and key in ENTERS:
            self.choose()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first hit where the keyboard comes in."""
        super().focusInEvent(event)
        if event.reason() in KEYBOARD and not self.currentIndex().isValid():
            self.step(1)

    def _click(self, index: QModelIndex) -> None:
        entry = index.data(ENTRY_ROLE)
        if isinstance(entry, Entry):
            self.go(index.row() if entry.stop else index.row() + 1)
            self.choose()
