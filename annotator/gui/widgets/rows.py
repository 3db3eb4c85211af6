"""Buttons side by side that go on in another row where one is too short for their words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from annotator.gui import theme
from annotator.gui.widgets.painting import mirrored


class Rows(QLayout):
    """Lay parts out in as few rows as hold them; in a row, those that can be wider share the room that is left.

    `ends`: the last part stands at the far end of its row.
    """

    def __init__(self, *, ends: bool = False) -> None:
        super().__init__()
        self._ends = ends
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.current().px("space", "small"))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        heights = [max(item.sizeHint().height() for item in row) for row in self._rows(width)]
        return sum(heights) + self.spacing() * max(0, len(heights) - 1)

    def sizeHint(self) -> QSize:
        return QSize(self._length(self._items), self.heightForWidth(self._length(self._items)))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent is not None else Qt.LayoutDirection.LeftToRight
        top = 0
        for row in self._rows(rect.width()):
            wide = [item for item in row if item.expandingDirections() & Qt.Orientation.Horizontal]
            left, height = 0, max(item.sizeHint().height() for item in row)
            more = (rect.width() - self._length(row)) // len(wide) if wide else 0
            for item in row:
                width = min(item.sizeHint().width() + (more if item in wide else 0), rect.width())
                if self._ends and item is self._items[-1]:
                    left = rect.width() - width
                place = mirrored(QRect(left, top, width, height), rect.width(), direction)
                item.setGeometry(place.translated(rect.topLeft()))
                left += width + self.spacing()
            top += height + self.spacing()

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """Return the parts by row."""
        rows: list[list[QLayoutItem]] = []
        for item in self._items:
            if rows and self._length([*rows[-1], item]) <= width:
                rows[-1].append(item)
            else:
                rows.append([item])
        return rows

    def _length(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self.spacing() * max(0, len(items) - 1)
