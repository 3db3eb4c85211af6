"""The bar that lies in the place of the label bar while a mode runs: what it asks, its keys, Done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import PlainButton, draw_key_cap, key_cap_width, key_text, text_width
from annotator.gui.widgets.painting import draw_text, mirrored
from annotator.gui.wording import listed

RANGE = "–"
"""Stands between two keys that mean all keys from the one to the other."""

_TWO_ROWS, _TITLE = 1.7, 0.26
"""How many times the room two rows fill at most, since groups are not cut; the share of the room for a cut title."""


class BarDone(PlainButton):
    """The button that ends a mode, as high as the label bar's Done."""

    height_name = "bar_button"


class ModeBar(QWidget):
    """Show what a mode asks and which keys answer, in the column's width.

    `doneWanted` comes from its button, `asked` comes with the title whenever it is shown anew.
    """

    doneWanted = Signal()
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column: tuple[int, int] | None = None
        self._title = ""
        self._keys: list[tuple[tuple[str, ...], str]] = []
        self.done = BarDone(tr("Done"), "Esc", parent=self)
        self.done.clicked.connect(self.doneWanted)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def show_mode(self, title: str, keys: Sequence[tuple[Sequence[str], str]], done: str) -> None:
        """Show a title, groups of key caps with their words, and the words of the button.

        A key is written as `Tab` or `Shift+1`; `RANGE` between two of them is drawn as it stands.
        """
        self._title, self._keys = title, [(tuple(caps), words) for caps, words in keys]
        self.done.setText(done)
        self.setAccessibleName(title)
        spoken = (" ".join([*map(key_text, caps), words]) for caps, words in self._keys)
        self.setAccessibleDescription(listed(spoken))
        self._place()
        self.update()
        self.asked.emit(title)

    def set_column(self, left: int, width: int) -> None:
        """Keep the article column's edges: its left edge and width in this bar's pixels."""
        if (left, width) != self._column:
            self._column = left, width
            self._place()
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the paper, the line above the bar, the title and the key groups, in two rows where one is too short."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("hairline"))
        at, width = self._column or (0, self.width())
        right = at + width - self.done.width() - look.px("space", "gap")
        font = look.ui_font("body", 600)
        title = self._title_for(right - at, QFontMetricsF(font))
        wide = min(text_width(title, font), right - at)
        rows = self._rows(at + wide, right)
        high = (self.height() - 1) // len(rows)
        self._words(painter, (at, 1, wide, high), title, 600, "ink")
        for number, row in enumerate(rows):
            for left, (caps, words) in row:
                self._group(painter, (left, 1 + number * high, high), caps, words)
        painter.end()

    def _title_for(self, room: int, metrics: QFontMetricsF) -> str:
        """Return the title, cut in its middle where the keys need more than two rows beside the whole of it."""
        gap = theme.current().px("space", "gap")
        needed = metrics.horizontalAdvance(self._title) + sum(gap + self._group_width(*group) for group in self._keys)
        if needed < _TWO_ROWS * room:
            return self._title
        return metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room * _TITLE)

    def _rows(self, after: int, right: int) -> list[list[tuple[int, tuple[tuple[str, ...], str]]]]:
        """Lay the key groups out behind the title, which ends at `after`: left edges by row, while there is room."""
        look = theme.current()
        start, _ = self._column or (0, self.width())
        rows: list[list[tuple[int, tuple[tuple[str, ...], str]]]] = [[]]
        short = after + sum(look.px("space", "inset") + self._group_width(*group) for group in self._keys) > right
        gap = look.px("space", "gap" if short else "inset")
        at = after + gap
        for group in self._keys:
            width = self._group_width(*group)
            if at + width > right and len(rows) == 1:
                rows.append([])
                at = start
            if at + width > right:
                break
            rows[-1].append((at, group))
            at += width + gap
        return rows

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep Done at the column's right edge."""
        super().resizeEvent(event)
        self._place()

    def _group_width(self, caps: Sequence[str], words: str) -> int:
        look = theme.current()
        parts = sum(self._cap_width(cap) + look.px("space", "hair") for cap in caps)
        return parts + look.px("space", "hair") + text_width(words, look.ui_font("sub"))

    def _cap_width(self, cap: str) -> int:
        return text_width(cap, theme.current().ui_font("sub")) if cap == RANGE else key_cap_width(cap)

    def _group(self, painter: QPainter, place: tuple[int, int, int], caps: Sequence[str], words: str) -> None:
        """Draw a group at a place: left, top, height of its row."""
        look, (left, top, high) = theme.current(), place
        hair, height = look.px("space", "hair"), look.px("height", "key_cap")
        for cap in caps:
            width = self._cap_width(cap)
            if cap == RANGE:
                self._words(painter, (left, top, width, high), cap, 400, "ink2")
            else:
                box = QRect(left, top + (high - height + 1) // 2, width, height)
                draw_key_cap(painter, mirrored(box, self._both_ends(), self.layoutDirection()), cap)
            left += width + hair
        width = text_width(words, look.ui_font("sub"))
        self._words(painter, (left + hair, top, width, high), words, 400, "ink2")

    def _words(self, painter: QPainter, place: tuple[int, int, int, int], text: str, weight: int, ink: str) -> None:
        look, direction = theme.current(), self.layoutDirection()
        font = look.ui_font("body" if weight > 400 else "sub", weight)
        box = mirrored(QRect(*place), self._both_ends(), direction)
        draw_text(painter, box, text, font, look.colour(ink), align=Qt.AlignmentFlag.AlignLeft, direction=direction)

    def _place(self) -> None:
        left, width = self._column or (0, self.width())
        size = self.done.sizeHint()
        top = (self.height() + 1 - size.height()) // 2
        box = QRect(left + width - size.width(), top, size.width(), size.height())
        self.done.setGeometry(mirrored(box, self._both_ends(), self.layoutDirection()))

    def _both_ends(self) -> int:
        """Return the sum of the column's edges: what is mirrored stays in the column."""
        left, width = self._column or (0, self.width())
        return 2 * left + width

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "label_bar"))
        self._place()
        self.update()
