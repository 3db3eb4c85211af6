"""The bar that lies in the place of the label bar while a mode runs: what it asks, its keys, Done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import PlainButton, draw_key_cap, key_cap_width, key_text, text_width
from annotator.gui.widgets.painting import draw_text, mirrored
from annotator.gui.wording import listed

RANGE = "–"
"""Stands between two keys that mean all keys from the one to the other."""


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
        """Draw the paper, the line above the bar, the title and as many key groups as have room."""
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("paper"))
        painter.fillRect(0, 0, self.width(), 1, look.colour("hairline"))
        at, width = self._column or (0, self.width())
        right = at + width - self.done.width() - look.px("space", "gap")
        font = look.ui_font("body", 600)
        wide = min(text_width(self._title, font), right - at)
        self._words(painter, at, wide, self._title, 600, "ink")
        at += wide
        for caps, words in self._keys:
            at += look.px("space", "inset")
            if at + self._group_width(caps, words) > right:
                break
            at = self._group(painter, at, caps, words)
        painter.end()

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

    def _group(self, painter: QPainter, left: int, caps: Sequence[str], words: str) -> int:
        look = theme.current()
        hair, height = look.px("space", "hair"), look.px("height", "key_cap")
        for cap in caps:
            width = self._cap_width(cap)
            if cap == RANGE:
                self._words(painter, left, width, cap, 400, "ink2")
            else:
                box = QRect(left, (self.height() + 1 - height) // 2, width, height)
                draw_key_cap(painter, mirrored(box, self._both_ends(), self.layoutDirection()), cap)
            left += width + hair
        width = text_width(words, look.ui_font("sub"))
        self._words(painter, left + hair, width, words, 400, "ink2")
        return left + hair + width

    def _words(self, painter: QPainter, left: int, width: int, text: str, weight: int, ink: str) -> None:
        look, direction = theme.current(), self.layoutDirection()
        font = look.ui_font("body" if weight > 400 else "sub", weight)
        box = mirrored(QRect(left, 1, width, self.height() - 1), self._both_ends(), direction)
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
