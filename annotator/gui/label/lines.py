"""Text on at most two lines, in the direction of its letters."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.wording import is_right_to_left, one_line

_MOST = 600
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """Break a text into at most two lines of `width` pixels; what is left over ends in an ellipsis."""
    whole = one_line(text[:_MOST])
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(whole) <= width:
        return [whole]
    layout = QTextLayout(whole, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    cut = 2 * line.textLength()
    layout.endLayout()
    units = whole.encode("utf-16-le", "surrogatepass")
    first, rest = (part.decode("utf-16-le", "surrogatepass").strip() for part in (units[:cut], units[cut:]))
    return [first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)]


def draw_lines(painter: QPainter, area: QRect, lines: list[str], pitch: int, right_to_left: bool) -> int:
    """Draw lines from the top of an area, at the side where they begin; return the y below the last one."""
    before = painter.layoutDirection()
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
    side = Qt.AlignmentFlag.AlignRight if right_to_left else Qt.AlignmentFlag.AlignLeft
    flags = int(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter) | _ONE_LINE
    top = area.top()
    for line in lines:
        painter.drawText(QRect(area.left(), top, area.width(), pitch), flags, line)
        top += pitch
    painter.setLayoutDirection(before)
    return top


class Quote(QWidget):
    """Words of the article on a room of two lines, so that what stands below never moves."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.hub().changed.connect(self.updateGeometry)

    def text(self) -> str:
        """Return the words."""
        return self._text

    def setText(self, text: str) -> None:
        """Show other words."""
        self._text = text
        self.setAccessibleName(one_line(text))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of two lines."""
        return QSize(theme.current().px("width", "queue"), 2 * self._pitch())

    def minimumSizeHint(self) -> QSize:
        """Return the same height with hardly any width."""
        return QSize(theme.current().px("space", "page"), 2 * self._pitch())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        look = theme.current()
        font = look.article_font("quote")
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(look.colour("ink"))
        lines = two_lines(self._text, font, self.width())
        draw_lines(painter, self.rect(), lines, self._pitch(), is_right_to_left(self._text))
        painter.end()

    @staticmethod
    def _pitch() -> int:
        return QFontMetrics(theme.current().article_font("quote")).height()
