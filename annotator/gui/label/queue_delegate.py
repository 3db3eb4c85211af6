"""How one article of the queue is drawn: as a row of three lines, or as a single mark in the narrow strip."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui import theme
from annotator.gui.label.lines import draw_lines, two_lines
from annotator.gui.label.queue_model import OPEN_ROLE, ROW_ROLE, source_line, tags_text
from annotator.gui.widgets.painting import mirrored
from annotator.gui.wording import is_right_to_left
from annotator.store.queue import QueueRow

Index = QModelIndex | QPersistentModelIndex
MARKS = {
    "new": ("new", "edge"),
    "started": ("started", "ink"),
    "done": ("done", "ink2"),
    "skipped": ("skipped", "edge"),
}
_ONE_LINE = int(Qt.TextFlag.TextSingleLine)
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, is_open: bool, ring: bool, scrolls: bool) -> QRect:
    """Paint the row's fill, the ink bar of the open article and the focus ring.

    Return the filled rectangle as it lies from left to right.
    """
    look, rect, state = theme.current(), option.rect, option.state
    inset = look.px("space", "small")
    plain = rect.adjusted(inset, 0, 0 if scrolls else -inset, -2)
    body = _turned(plain, option)
    radius = look.px("radius", "row")
    hover = bool(state & QStyle.StateFlag.State_MouseOver)
    if is_open or hover:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("row" if is_open else "hover"))
        painter.drawRoundedRect(QRectF(body), radius, radius)
    if is_open:
        bar = QRect(rect.left(), body.top(), look.px("width", "current_bar"), body.height())
        painter.fillRect(_turned(bar, option), look.colour("ink"))
    if ring:
        width = look.stroke("focus")
        painter.setPen(QPen(look.colour("focus"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half = width / 2
        painter.drawRoundedRect(QRectF(body).adjusted(half, half, -half, -half), radius, radius)
    return plain


def _turned(rect: QRect, option: QStyleOptionViewItem) -> QRect:
    """Return a rectangle that was laid out from left to right as the row's direction has it."""
    return mirrored(rect, option.rect.width(), option.direction)


def paint_mark(painter: QPainter, place: QPoint, status: str, is_open: bool, dpr: float) -> None:
    """Draw an article's status; `place` is the mark's upper left corner."""
    name, ink = MARKS.get(status, MARKS["new"])
    painter.drawPixmap(place, theme.current().pixmap(name, "ink" if is_open else ink, "button", dpr))


class _QueueDelegate(QStyledItemDelegate):
    """What rows and marks have in common: the view says which row carries the focus ring."""

    def _prepare(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> tuple[QueueRow | None, bool, QRect]:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_open = bool(index.data(OPEN_ROLE))
        view = cast(QListView, option.widget)
        ring = bool(option.state & QStyle.StateFlag.State_HasFocus) and bool(view.property("ring"))
        body = paint_ground(painter, option, is_open, ring, view.verticalScrollBar().isVisible())
        return index.data(ROW_ROLE), is_open, body


class RowDelegate(_QueueDelegate):
    """Draw mark, headline, date, source and tags."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that all rows have."""
        return QSize(0, theme.current().px("height", "queue_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        row, is_open, body = self._prepare(painter, option, index)
        if row is not None:
            look = theme.current()
            small, side = look.px("space", "small"), look.px("icon", "button")
            left = body.left() + look.px("space", "gap") - 1
            start = left + side + small + 1
            room = _turned(QRect(start, body.top(), body.right() + 1 - small - start, body.height()), option)
            below = self._headline(painter, room, row, is_open)
            self._meta(painter, room, row, is_open, below, option.direction)
            first = body.top() + _air() + QFontMetrics(look.ui_font()).height() // 2
            mark = _turned(QRect(left, first - side // 2 + 1, side, side), option)
            paint_mark(painter, mark.topLeft(), row.status, is_open, painter.device().devicePixelRatio())
        painter.restore()

    def _headline(self, painter: QPainter, room: QRect, row: QueueRow, is_open: bool) -> int:
        look = theme.current()
        font = look.ui_font("body", 600 if is_open else 400)
        text = row.headline or row.id
        finished = row.status in ("done", "skipped") and not is_open
        painter.setFont(font)
        painter.setPen(look.colour("ink3" if finished else "ink"))
        pitch = QFontMetrics(font).height() + 1
        area = room.adjusted(0, _air(), 0, 0)
        return draw_lines(painter, area, two_lines(text, font, room.width()), pitch, is_right_to_left(text))

    def _meta(
        self, painter: QPainter, room: QRect, row: QueueRow, is_open: bool, top: int, direction: Qt.LayoutDirection
    ) -> None:
        look = theme.current()
        font = look.ui_font("small", tabular=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(look.colour("ink2" if is_open else "ink3"))
        line = QRect(room.left(), top, room.width(), metrics.height() + 1)
        count = tags_text(row)
        taken = metrics.horizontalAdvance(count) + look.px("space", "gap") if count else 0
        source = metrics.elidedText(source_line(row), Qt.TextElideMode.ElideRight, line.width() - taken)
        begin, end = (_LEFT, _RIGHT) if direction == Qt.LayoutDirection.LeftToRight else (_RIGHT, _LEFT)
        painter.drawText(line, int(begin) | _ONE_LINE, source)
        painter.drawText(line, int(end) | _ONE_LINE, count)


def _air() -> int:
    """Return the room above a row's first line."""
    return theme.current().px("space", "hair") + 2


class MarkDelegate(_QueueDelegate):
    """Draw the status mark alone."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that all marks have."""
        look = theme.current()
        return QSize(0, look.px("height", "group_row") + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one mark."""
        painter.save()
        row, is_open, body = self._prepare(painter, option, index)
        if row is not None:
            half = theme.current().px("icon", "button") // 2
            middle = _turned(body, option).center()
            corner = QPoint(middle.x() + 1 - half, middle.y() + 1 - half)
            paint_mark(painter, corner, row.status, is_open, painter.device().devicePixelRatio())
        painter.restore()
