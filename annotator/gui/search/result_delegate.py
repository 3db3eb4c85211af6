"""How results are drawn: an article with its facts, a hit in the middle of its line."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.searching import Line
from annotator.gui import theme
from annotator.gui.label.queue_delegate import paint_ground
from annotator.gui.search.results import ENTRY_ROLE, Entry, Index
from annotator.gui.widgets.painting import draw_text, mirrored
from annotator.gui.wording import is_right_to_left

_ENDLESS = 1_000_000.0
_LONGEST_WORD = 24


class ResultDelegate(QStyledItemDelegate):
    """Draw rows of two heights: articles and hits."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of an article's row or of a hit's."""
        look = theme.current()
        entry = cast(Entry, index.data(ENTRY_ROLE))
        hair = look.px("space", "hair")
        if entry.line is not None:
            return QSize(0, QFontMetrics(look.article_font("head")).height() + hair + 2)
        lines = QFontMetrics(look.ui_font("body", 600)).height() + QFontMetrics(look.ui_font("small")).height()
        return QSize(0, lines + look.px("space", "gap") + hair)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = cast(Entry, index.data(ENTRY_ROLE))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = cast(QListView, option.widget)
        current = index == view.currentIndex() and entry.stop
        ring = current and view.hasFocus() and bool(view.property("ring"))
        body = paint_ground(painter, option, current, ring, view.verticalScrollBar().isVisible())
        gap = theme.current().px("space", "gap")
        room = mirrored(body, option.rect.width(), option.direction).adjusted(gap, 0, -gap, 0)
        if entry.line is not None:
            draw_hit(painter, room, entry.line)
        else:
            _draw_article(painter, room, entry, current)
        painter.restore()


def _draw_article(painter: QPainter, room: QRect, entry: Entry, current: bool) -> None:
    look = theme.current()
    name, small = look.ui_font("body", 600), look.ui_font("small", tabular=True)
    below = QFontMetrics(small).height()
    first = room.adjusted(0, look.px("space", "small") - 1, 0, 0)
    first.setHeight(QFontMetrics(name).height())
    headline = entry.found.headline or entry.found.id
    way = Qt.LayoutDirection.RightToLeft if is_right_to_left(headline) else Qt.LayoutDirection.LeftToRight
    draw_text(painter, first, headline, name, look.colour("ink"), direction=way)
    second = QRect(room.left(), first.bottom() + 1, room.width(), below)
    draw_text(painter, second, entry.facts(), small, look.colour("ink2" if current else "ink3"), direction=way)


def draw_hit(painter: QPainter, room: QRect, line: Line) -> None:
    """Draw a hit with as much of its context at both sides as there is room for, at the side where the text begins."""
    look = theme.current()
    font = look.article_font("head")
    text, at, to = fitted(line, font, room.width())
    layout = QTextLayout(text, font)
    way = Qt.LayoutDirection.RightToLeft if is_right_to_left(line.text) else Qt.LayoutDirection.LeftToRight
    option = QTextOption()
    option.setTextDirection(way)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout.setTextOption(option)
    mark = QTextLayout.FormatRange()
    mark.start, mark.length = _units(text[:at]), _units(text[at:to])
    shape = QTextCharFormat()
    shape.setFontWeight(QFont.Weight.Bold)
    shape.setForeground(look.colour("ink"))
    mark.format = shape
    layout.setFormats([mark])
    layout.beginLayout()
    row = layout.createLine()
    row.setLineWidth(_ENDLESS)
    layout.endLayout()
    # A line this wide lies at its far end where it is written from the right.
    shift = row.naturalTextRect().left()
    spare = room.width() - row.naturalTextWidth() if way == Qt.LayoutDirection.RightToLeft else 0.0
    painter.setClipRect(room)
    painter.setPen(look.colour("ink2"))
    layout.draw(painter, QPointF(room.left() - shift + spare, room.top() + (room.height() - row.height()) / 2))


def fitted(line: Line, font: QFont, width: int) -> tuple[str, int, int]:
    """Return a line cut to a width with its hit in the middle, and the hit's place in it (code points, half-open)."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    plain, strong = QFontMetricsF(font), QFontMetricsF(bold)
    before, hit, after = line.text[: line.at], line.text[line.at : line.to], line.text[line.to :]
    hit = strong.elidedText(hit, Qt.TextElideMode.ElideRight, width)
    spare = max(0.0, width - strong.horizontalAdvance(hit))
    needs_before, needs_after = plain.horizontalAdvance(before), plain.horizontalAdvance(after)
    left = max(spare / 2, spare - needs_after)
    before = _from_word(before, plain.elidedText(before, Qt.TextElideMode.ElideLeft, left))
    room = max(spare / 2, spare - min(needs_before, left))
    after = _to_word(after, plain.elidedText(after, Qt.TextElideMode.ElideRight, room))
    return before + hit + after, len(before), len(before) + len(hit)


def _from_word(whole: str, cut: str) -> str:
    """Return words cut at their beginning from the first whole one on, where one begins nearby."""
    kept = cut[1:]
    if cut == whole or not kept or not whole.endswith(kept) or whole[: -len(kept)].endswith(" "):
        return cut
    gap = kept.find(" ", 0, _LONGEST_WORD)
    return cut if gap < 0 else cut[0] + kept[gap + 1 :]


def _to_word(whole: str, cut: str) -> str:
    """Return words cut at their end up to the last whole one, where one ends nearby."""
    kept = cut[:-1]
    if cut == whole or not kept or not whole.startswith(kept) or whole[len(kept) :].startswith(" "):
        return cut
    gap = kept.rfind(" ", max(0, len(kept) - _LONGEST_WORD))
    return cut if gap < 0 else kept[:gap] + cut[-1]


def _units(text: str) -> int:
    """Return the length in UTF-16 units, in which Qt counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
