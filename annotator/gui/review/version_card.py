"""A version of a passage as a card that is a button: letter, key, label, words, values and roles."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.review.faces import Block, Face, Fact
from annotator.gui.widgets import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_label_mark, draw_text, text_width
from annotator.gui.wording import is_right_to_left, listed, one_line

_MOST_LINES = 6
_MOST_WORDS = 2000
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_VERTICAL = (Qt.Key.Key_Up, Qt.Key.Key_Down)
Heights = tuple[tuple[int, ...], ...]
"""Of each span of a version: how high its words stand, then each of its lines."""


@dataclass(slots=True)
class _Words:
    """Words laid out for a width, and how high they stand."""

    layout: QTextLayout
    height: int


class VersionCard(PaintedButton):
    """Show a face. `focused` comes with the focus, `stepped` carries the way and whether it was up or down.

    `by_mouse` tells while `clicked` comes that a mouse did it.
    """

    focused = Signal()
    stepped = Signal(int, bool)

    def __init__(self, face: Face, keys: str) -> None:
        self.face = face
        self._current = False
        self._room: Heights = ()
        self.by_mouse = False
        super().__init__(face.title, keys)
        self.setAccessibleName(face.spoken())
        self.setAccessibleDescription(self._described())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def is_current(self) -> bool:
        """Tell whether this is the version that the main button takes."""
        return self._current

    def set_current(self, current: bool) -> None:
        """Draw the card as the one that the main button takes, or not."""
        if current != self._current:
            self._current = current
            self.setAccessibleDescription(self._described())
            self.update()

    def _described(self) -> str:
        return listed((tr("gold") if self.face.gold else "", tr("chosen") if self._current else ""))

    def heights(self, width: int) -> Heights:
        """Return how high the words of each span and its lines stand on a card of this width."""
        return tuple(
            (self._words(block, width).height, *(self._fact_height(block, fact, width) for fact in block.facts))
            for block in self.face.blocks
        )

    def set_room(self, heights: Heights) -> None:
        """Give words and lines this much height, so that they are level with those of the cards beside."""
        self._room = heights
        self.update()

    def height_for(self, heights: Heights) -> int:
        """Return the height of a card whose words and lines have these heights."""
        high = self._head() + _inset()
        for block, held in zip(self.face.blocks, heights, strict=False):
            high += self._block_height(block, held)
        if not self.face.blocks:
            high += QFontMetrics(theme.current().ui_font()).height() + _inset()
        return high + QFontMetrics(theme.current().ui_font("small")).height() + _inset()

    def natural_size(self) -> QSize:
        side = theme.current().px("width", "queue_min")
        return QSize(side, self.height_for(self.heights(side)))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def ring_radius(self) -> int:
        return theme.current().px("radius", "card")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.by_mouse = True
        super().mouseReleaseEvent(event)
        self.by_mouse = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in _ARROWS:
            turned = key not in _VERTICAL and self.isRightToLeft()
            self.stepped.emit(-_ARROWS[key] if turned else _ARROWS[key], key in _VERTICAL)
            return
        super().keyPressEvent(event)

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        edge, width = ("ink", "chosen") if self._current else ("soft_edge", "hairline")
        draw_frame(painter, self.rect(), self.ring_radius(), look.colour(self.ground() or "raised"),
                   look.colour(edge), look.stroke(width))  # fmt: skip
        gap, head = look.px("space", "gap"), self._head()
        end = self.draw_cap(painter, self.width() - gap, top=(head - look.px("height", "key_cap")) // 2)
        title = QRect(gap, 0, end - 2 * gap, head)
        self.draw_words(painter, title, self.text(), look.ui_font("body", 600), "ink")
        if self.face.gold:
            self._paint_gold(painter, title)
        painter.fillRect(QRect(1, head, self.width() - 2, 1), look.colour("hairline"))
        top = head + _inset() // 2 + 1
        for place, block in enumerate(self.face.blocks):
            top = self._paint_block(painter, block, place, top)
        if not self.face.blocks:
            high = QFontMetrics(look.ui_font()).height()
            line = QRect(gap, top, self.width() - 2 * gap, high)
            self.draw_words(painter, line, tr("Nothing marked"), look.ui_font(), "ink2")
        small = look.ui_font("small")
        foot = QRect(gap, self.height() - _inset() // 2 - QFontMetrics(small).height() - 2, self.width() - 2 * gap,
                     QFontMetrics(small).height())  # fmt: skip
        self.draw_words(painter, foot, self.face.made, small, "ink2")

    def ground(self) -> str | None:
        return "row" if self.isDown() else "hover" if self.hovered() else None

    def _paint_gold(self, painter: QPainter, title: QRect) -> None:
        """Mark the version that is gold, behind its name."""
        look = theme.current()
        small = look.px("space", "small")
        side = look.px("icon", "small")
        left = title.left() + text_width(self.text(), look.ui_font("body", 600)) + small
        draw_icon(painter, self.mirror(QRect(left, 0, side, title.height())), "check", "ink", "small")
        words = QRect(left + side + small // 2, 0, title.right() - left - side - small // 2, title.height())
        self.draw_words(painter, words, tr("Gold"), look.ui_font("sub", 600), "ink")

    def _paint_block(self, painter: QPainter, block: Block, place: int, top: int) -> int:
        look = theme.current()
        gap, small = look.px("space", "gap"), look.px("space", "small")
        strong = look.ui_font("body", 600)
        high = QFontMetrics(strong).height()
        left, token = gap, look.colour("ink2")
        if block.label is not None:
            mark = self.mirror(QRect(gap, top, look.px("width", "mark"), high))
            draw_label_mark(painter, mark.left(), top + high // 2, block.label)
            left += look.px("width", "mark") + small
            token = look.label_colours(block.label).name
        name = self.mirror(QRect(left, top, self.width() - gap - left, high))
        draw_text(painter, name, block.name, strong, token, direction=self.layoutDirection())
        top += high + small // 2
        words = self._words(block, self.width())
        painter.setPen(look.colour("ink"))
        words.layout.draw(painter, QPointF(gap, top))
        room = self._room[place] if place < len(self._room) else (words.height,)
        top += max(room[0], words.height) + small
        if not block.facts:
            return top
        painter.fillRect(QRect(gap, top, self.width() - 2 * gap, 1), look.colour("hairline"))
        top += small
        for number, fact in enumerate(block.facts, start=1):
            own = self._fact_height(block, fact, self.width())
            high = max(room[number], own) if number < len(room) else own
            self._paint_fact(painter, block, fact, QRect(0, top, self.width(), high))
            top += high
        return top + small

    def _paint_fact(self, painter: QPainter, block: Block, fact: Fact, line: QRect) -> None:
        """Draw a line about a span: its name, and beside it its value on as many lines as it needs."""
        look = theme.current()
        gap, inner = look.px("space", "gap"), look.px("space", "small") - 2
        if fact.differs:
            ground = QRectF(line).adjusted(inner, 1, -inner, -1)
            draw_frame(painter, ground, look.px("radius", "cap"), look.colour("row"))
        first = QRect(gap, line.top(), self._names_width(block.facts, line.width()), _least_fact())
        self.draw_words(painter, first, fact.name, look.ui_font("sub"), "ink2")
        value = self._value(block, fact, line.width())
        painter.setPen(look.colour("ink2" if fact.none else "ink"))
        high = QFontMetrics(look.ui_font("sub")).height()
        left = 0 if self.isRightToLeft() else first.right() + 1 + gap
        left = inner + 2 if self.isRightToLeft() else left
        value.layout.draw(painter, QPointF(left, line.top() + (_least_fact() - high) / 2))

    def _value(self, block: Block, fact: Fact, width: int) -> _Words:
        """Lay out a value beside the names of the lines, on a card of this width."""
        look = theme.current()
        start = 2 * look.px("space", "gap") + self._names_width(block.facts, width)
        room = max(width - look.px("space", "small") - start, look.px("space", "page"))
        layout = _laid_out(one_line(fact.value[:_MOST_WORDS]), look.ui_font("sub", 600 if fact.differs else 400), room,
                           rtl=self.isRightToLeft())  # fmt: skip
        return _Words(layout, ceil(layout.boundingRect().height()))

    def _fact_height(self, block: Block, fact: Fact, width: int) -> int:
        one = QFontMetrics(theme.current().ui_font("sub")).height()
        return max(_least_fact(), _least_fact() - one + self._value(block, fact, width).height)

    @staticmethod
    def _names_width(facts: tuple[Fact, ...], width: int) -> int:
        look = theme.current()
        widest = max(text_width(fact.name, look.ui_font("sub")) for fact in facts)
        return min(widest, (width - 2 * look.px("space", "gap")) // 2)

    @staticmethod
    def _block_height(block: Block, heights: tuple[int, ...]) -> int:
        look = theme.current()
        small = look.px("space", "small")
        high = QFontMetrics(look.ui_font("body", 600)).height() + small // 2 + heights[0] + small
        return high + (2 * small + sum(heights[1 : 1 + len(block.facts)]) if block.facts else 0)

    def _words(self, block: Block, width: int) -> _Words:
        """Lay out the words of a span; what has no room ends in an ellipsis."""
        look = theme.current()
        room = max(width - 2 * look.px("space", "gap"), look.px("space", "page"))
        font = look.article_font("quote") if block.label is not None or not block.name else look.ui_font("body", 500)
        text = one_line(block.words[:_MOST_WORDS])
        layout = _laid_out(text, font, room)
        if layout.lineCount() > _MOST_LINES:
            last = layout.lineAt(_MOST_LINES - 1)
            units = text.encode("utf-16-le", "surrogatepass")
            kept = units[: 2 * (last.textStart() + last.textLength())].decode("utf-16-le", "surrogatepass")
            layout = _laid_out(kept.rstrip()[:-2].rstrip() + "…", font, room)
        box = layout.boundingRect()
        return _Words(layout, ceil(box.height()))

    @staticmethod
    def _head() -> int:
        look = theme.current()
        return look.px("height", "bar_button") + look.px("space", "hair")


def _laid_out(text: str, font: QFont, room: int, *, rtl: bool | None = None) -> QTextLayout:
    """Lay words out; `rtl` tells the side they begin at, where it is not their own."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    way = Qt.LayoutDirection.RightToLeft if is_right_to_left(text) else Qt.LayoutDirection.LeftToRight
    option.setTextDirection(way)
    if (way == Qt.LayoutDirection.RightToLeft) if rtl is None else rtl:
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    elif way == Qt.LayoutDirection.RightToLeft:
        option.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        line.setPosition(QPointF(0, top))
        top += line.height()
    layout.endLayout()
    return layout


def _inset() -> int:
    return theme.current().px("space", "inset")


def _least_fact() -> int:
    return theme.current().px("height", "key_cap") + theme.current().px("space", "small") - 2
