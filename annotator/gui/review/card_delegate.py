"""How a disagreement is drawn in the list: label mark, words, headline, number of versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.label.queue_delegate import paint_ground
from annotator.gui.language import figure, tr
from annotator.gui.review.card_model import CURRENT_ROLE, ROW_ROLE, CardModel, GroupHead, Index
from annotator.gui.review.wording import versions_text
from annotator.gui.widgets.painting import draw_label_mark, draw_text, mirrored, text_width
from annotator.gui.wording import facts_line, is_right_to_left, one_line
from annotator.work.reviewing import CHANGED, Listed

_MOST_MARKS = 4
_LEFT, _RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


class CardDelegate(QStyledItemDelegate):
    """Draw rows of one height; `scheme` gives the labels of today."""

    def __init__(self, scheme: Callable[[], Scheme]) -> None:
        super().__init__()
        self._scheme = scheme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the one height that all rows have."""
        return QSize(0, theme.current().px("height", "queue_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        view = cast(QListView, option.widget)
        if isinstance(entry, GroupHead):
            self._draw_head(painter, option, entry, cast(CardModel, view.model()).size_of(entry))
        elif isinstance(entry, Listed):
            current = bool(index.data(CURRENT_ROLE))
            ring = index == view.currentIndex() and view.hasFocus() and bool(view.property("ring"))
            body = paint_ground(painter, option, current, ring, view.verticalScrollBar().isVisible())
            around = cast(CardModel, view.model()).words_after(entry)
            self._draw_card(painter, option, body, entry, current, around)
        painter.restore()

    def _draw_card(
        self, painter: QPainter, option: QStyleOptionViewItem, body: QRect, row: Listed, current: bool, around: str
    ) -> None:
        look = theme.current()
        gap, width, small = look.px("space", "gap"), option.rect.width(), look.px("space", "small")
        words = look.article_font("quote", 700 if current else 400)
        below = look.ui_font("small", tabular=True)
        high, low = QFontMetrics(words).height(), QFontMetrics(below).height()
        top = body.top() + (body.height() - high - low - small // 2) // 2
        left = body.left() + gap
        for key in row.labels[:_MOST_MARKS]:
            label = self._scheme().label(key)
            if label is not None:
                mark = mirrored(QRect(left, top, look.px("width", "mark"), high), width, option.direction)
                draw_label_mark(painter, mark.left(), top + high // 2, label)
                left += look.px("width", "mark") + 2
        start = max(left - 2 + small, body.left() + gap + look.px("width", "mark") + small)
        line = QRect(start, top, body.right() + 1 - gap - start, high)
        way = _RIGHT if is_right_to_left(row.words) else _LEFT
        shown = one_line(row.words)
        quote = mirrored(line, width, option.direction)
        draw_text(painter, quote, shown, words, look.colour("ink"), direction=way)
        used = text_width(shown, words) + text_width(" ", words)
        if around and used < line.width():
            rest = quote.adjusted(0, 0, -used, 0) if way == _RIGHT else quote.adjusted(used, 0, 0, 0)
            plain = look.article_font("quote", 400)
            draw_text(painter, rest, around, plain, look.colour("ink2" if current else "ink3"), direction=way)
        count = versions_text(row.versions)
        if row.state == CHANGED:
            count = facts_line((tr("changed"), count))
        taken = text_width(count, below)
        second = QRect(start, top + high + small // 2, line.width(), low)
        ink = look.colour("ink2" if current else "ink3")
        left_part = second.adjusted(0, 0, -taken - gap, 0)
        way = _RIGHT if is_right_to_left(row.headline) else _LEFT
        draw_text(painter, mirrored(left_part, width, option.direction), row.headline or row.article, below, ink,
                  direction=way)  # fmt: skip
        right_part = QRect(second.right() + 1 - taken, second.top(), taken, low)
        draw_text(painter, mirrored(right_part, width, option.direction), count, below, ink)

    @staticmethod
    def _draw_head(painter: QPainter, option: QStyleOptionViewItem, head: GroupHead, size: int) -> None:
        look = theme.current()
        inset, gap = look.px("space", "inset"), look.px("space", "gap")
        name, count = look.ui_font("sub", 600), look.ui_font("small", tabular=True)
        high = QFontMetrics(name).height()
        line = option.rect.adjusted(inset, 0, -inset, 0)
        line.setTop(option.rect.bottom() - high - look.px("space", "small"))
        line.setHeight(high)
        shown = figure(size)
        taken = text_width(shown, count)
        words = line.adjusted(0, 0, -taken - gap, 0)
        width = option.rect.width()
        draw_text(painter, mirrored(words, width, option.direction), head.name, name, look.colour("ink2"),
                  direction=option.direction)  # fmt: skip
        end = QRect(line.right() + 1 - taken, line.top(), taken, high)
        draw_text(painter, mirrored(end, width, option.direction), shown, count, look.colour("ink2"))
