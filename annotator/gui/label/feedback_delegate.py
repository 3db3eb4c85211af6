"""How the comparison with gold is drawn: a place with both sides, an article with its count."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui import theme
from annotator.gui.label.feedback_list import OPEN_ROLE, ROW_ROLE, Index, Line, PlaceRow, ToldRow
from annotator.gui.label.queue_delegate import paint_ground
from annotator.gui.language import tr
from annotator.gui.widgets.painting import draw_label_mark, draw_text, mirrored, text_width
from annotator.gui.wording import is_right_to_left, one_line

_LEFT, _RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def _ground(painter: QPainter, option: QStyleOptionViewItem, index: Index, *, current: bool) -> QRect:
    """Paint the row's ground; return the room for words as it lies from left to right."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    view = cast(QListView, option.widget)
    ring = index == view.currentIndex() and view.hasFocus() and bool(view.property("ring"))
    body = paint_ground(painter, option, current, ring, view.verticalScrollBar().isVisible())
    gap = theme.current().px("space", "gap")
    return body.adjusted(gap, 0, -gap, 0)


class PlaceDelegate(QStyledItemDelegate):
    """Draw the kind, then a line for each thing that either side says; rows are as high as they need."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of one place."""
        look = theme.current()
        row = cast(PlaceRow, index.data(ROW_ROLE))
        lines = sum(_height(line) + _air(line) for line in row.lines)
        return QSize(0, QFontMetrics(_kind_font()).height() + lines + 2 * look.px("space", "small"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one place."""
        row = cast(PlaceRow, index.data(ROW_ROLE))
        painter.save()
        look = theme.current()
        current = index == cast(QListView, option.widget).currentIndex()
        room = _ground(painter, option, index, current=current)
        width, high = option.rect.width(), QFontMetrics(_kind_font()).height()
        top = room.top() + look.px("space", "small") - 1
        kind = mirrored(QRect(room.left(), top, room.width(), high), width, option.direction)
        draw_text(painter, kind, row.kind, _kind_font(), look.colour("ink"), direction=option.direction)
        top += high
        start = room.left() + _whose_width() + look.px("space", "small")
        for line in row.lines:
            top += _air(line)
            height = _height(line)
            if line.whose:
                whose = mirrored(QRect(room.left(), top, _whose_width(), height), width, option.direction)
                ink = look.colour("ink2" if current else "ink3")
                draw_text(painter, whose, line.whose, look.ui_font("small"), ink, direction=option.direction)
            left = room.left() if not line.whose and line is row.lines[0] else start
            area = QRect(left, top, room.right() + 1 - left, height)
            _draw_line(painter, area, line, width, option.direction)
            top += height
        painter.restore()


def _draw_line(painter: QPainter, area: QRect, line: Line, width: int, direction: Qt.LayoutDirection) -> None:
    look = theme.current()
    if line.label is not None:
        mark = mirrored(QRect(area.left(), area.top(), look.px("width", "mark"), area.height()), width, direction)
        draw_label_mark(painter, mark.left(), area.top() + area.height() // 2, line.label)
        area = area.adjusted(look.px("width", "mark") + look.px("space", "small"), 0, 0, 0)
    words = one_line(line.words)
    if line.quote:  # what differs is at the edges
        words = QFontMetrics(_font(line)).elidedText(words, Qt.TextElideMode.ElideMiddle, area.width())
    ink = look.colour("ink2" if line.quiet else "ink")
    draw_text(painter, mirrored(area, width, direction), words, _font(line), ink, direction=direction)


def _font(line: Line) -> QFont:
    look = theme.current()
    return look.article_font("quote") if line.quote else look.ui_font("sub", tabular=True)


def _kind_font() -> QFont:
    return theme.current().ui_font("sub", 600)


def _height(line: Line) -> int:
    return QFontMetrics(_font(line)).height() + 1


def _air(line: Line) -> int:
    """Return the room above a line where something new begins."""
    return theme.current().px("space", "hair") if line.whose or line.quote else 0


def _whose_width() -> int:
    font = theme.current().ui_font("small")
    return max(text_width(words, font) for words in (tr("You"), tr("Gold")))


class ToldDelegate(QStyledItemDelegate):
    """Draw an article's headline and in how many places gold differs."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that all rows have."""
        look = theme.current()
        lines = QFontMetrics(look.ui_font("body", 600)).height() + QFontMetrics(look.ui_font("small")).height()
        return QSize(0, lines + 2 * look.px("space", "small"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one article."""
        row = cast(ToldRow, index.data(ROW_ROLE))
        painter.save()
        look = theme.current()
        is_open = bool(index.data(OPEN_ROLE))
        room = _ground(painter, option, index, current=is_open)
        name, small = look.ui_font("body", 600 if is_open else 400), look.ui_font("small", tabular=True)
        high, low = QFontMetrics(name).height(), QFontMetrics(small).height()
        top = room.top() + (room.height() - high - low) // 2
        headline = row.told.headline or row.told.id
        way = _RIGHT if is_right_to_left(headline) else _LEFT
        width = option.rect.width()
        first = mirrored(QRect(room.left(), top, room.width(), high), width, option.direction)
        draw_text(painter, first, headline, name, look.colour("ink"), direction=way)
        second = mirrored(QRect(room.left(), top + high, room.width(), low), width, option.direction)
        ink = look.colour("ink2" if is_open or row.told.places else "ink3")
        draw_text(painter, second, row.facts(), small, ink, direction=option.direction)
        painter.restore()
