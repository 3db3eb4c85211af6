"""The passage of a card, painted: its words, and under each line a lane for each version that marked something there.

Lines without bars stand close together. Offsets are code points of the article, half-open; the words may be in any
script and direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextDocument, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.core.offsets import OffsetMap, display_text
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.article.geometry import RIGHT_TO_LEFT, Geometry, Line, Stretch
from annotator.gui.article.labels import LabelLook, LabelLooks
from annotator.gui.article.measures import CAP, FILL_HEIGHT, FILL_OUTSET, FILL_RADIUS, LABEL_GAP, LEAST_BAR
from annotator.gui.language import tr
from annotator.gui.review.lanes import Lane, Tint, tints
from annotator.gui.widgets.painting import draw_text
from annotator.gui.wording import is_right_to_left

_LANE_PITCH = 14
_FIRST = 9
_AIR = 9
_BELOW = 12
_DASH = 3


_Name = tuple[str, float, float]
"""The name of a span in a lane: its words, left edge and width."""


@dataclass(slots=True)
class _Row:
    """One line of the passage: its place in the text, and the lanes under it as (lane, depth in it)."""

    paragraph: int
    number: int
    top: float
    lanes: list[tuple[int, int]]


class Passage(QWidget):
    """Show words with lanes. `focused` is the lane whose bars are stronger, `active` a span that is being edited."""

    def __init__(self) -> None:
        super().__init__()
        self._text, self._base = "", 0
        self._offsets = OffsetMap("")
        self._document = QTextDocument(self)
        self._geometry = Geometry(self._document, "", self._offsets)
        self._lanes: tuple[Lane, ...] = ()
        self._tints: list[Tint] = []
        self._scheme: Scheme | None = None
        self._focused, self._active = -1, ""
        self._layouts: list[tuple[int, QTextLayout]] = []
        self._rows: list[_Row] = []
        self._height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.hub().changed.connect(self._anew)

    def text(self) -> str:
        """Return the words."""
        return self._text

    def show_text(self, text: str, base: int, scheme: Scheme) -> None:
        """Show words that begin at `base` in the article."""
        self._text, self._base, self._scheme = text, base, scheme
        self._offsets = OffsetMap(text)
        self._lanes, self._tints, self._focused, self._active = (), [], -1, ""
        self._anew()

    def show_lanes(self, lanes: Sequence[Lane], focused: int = -1, active: str = "") -> None:
        """Show these versions under the words."""
        self._lanes, self._tints = tuple(lanes), tints(lanes)
        self._focused, self._active = focused, active
        marked = [lane for lane in self._lanes if lane.spans]
        said = (tr("{letter}: {words}").format(letter=lane.letter, words=" … ".join(s.quote for s in lane.spans))
                for lane in marked)  # fmt: skip
        self.setAccessibleName(tr("Passage: {words}").format(words=" ".join(self._text.split())))
        self.setAccessibleDescription(". ".join(said))
        self._place_rows()

    def set_focused(self, focused: int) -> None:
        """Make the bars of another lane the stronger ones."""
        self._focused = focused
        self.update()

    def lane_rows(self) -> list[list[str]]:
        """Return the letters that stand under each line, from the top."""
        return [[self._lanes[lane].letter for lane, depth in row.lanes if not depth] for row in self._rows]

    def boxes(self, start: int, end: int) -> list[QRectF]:
        """Return where a range of the article stands on the screen: its words, line by line."""
        found = []
        for row in self._rows:
            line = self._line(row)
            found += [self._fill_box(line, one) for one in self._stretches(line, start, end)]
        return found

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "column"), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "queue"), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        looks = LabelLooks(self._scheme, look)
        named: set[tuple[int, str]] = set()
        for row in self._rows:
            line = self._line(row)
            self._paint_tints(painter, looks, line)
            painter.setPen(look.colour("ink"))
            line.words.draw(painter, QPointF(line.shift, row.top))
            self._paint_lanes(painter, looks, row, line, named)
        painter.end()

    # Layout

    def _anew(self) -> None:
        self._geometry = Geometry(self._document, self._text, self._offsets)
        self._layouts = []
        at = 0
        font = theme.current().article_font()
        for paragraph in display_text(self._text).split("\n"):
            layout = QTextLayout(paragraph, font)
            option = QTextOption()
            option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
            way = Qt.LayoutDirection.RightToLeft if is_right_to_left(paragraph) else Qt.LayoutDirection.LeftToRight
            option.setTextDirection(way)
            if way == Qt.LayoutDirection.RightToLeft:
                option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
            layout.setTextOption(option)
            layout.setCacheEnabled(True)
            self._layouts.append((at, layout))
            at += len(paragraph) + 1
        self._lay_out()

    def _lay_out(self) -> None:
        """Break the words into lines for the width of today."""
        room = max(self.width() - self._gutter(), theme.current().px("width", "queue_min"))
        self._geometry = Geometry(self._document, self._text, self._offsets)
        for _at, layout in self._layouts:
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(room)
                line.setPosition(QPointF(0, 0))
            layout.endLayout()
        self._place_rows()

    def _place_rows(self) -> None:
        """Put the lines under each other, with room for the lanes of each."""
        self._rows, top = [], 0.0
        depths = [lane.depths() for lane in self._lanes]
        for paragraph, (_at, layout) in enumerate(self._layouts):
            for number in range(layout.lineCount()):
                row = _Row(paragraph, number, top, [])
                line = self._line(row)
                if line.end > line.start or layout.lineCount() > 1:
                    row.lanes = sorted({
                        (place, depths[place][span.id])
                        for place, lane in enumerate(self._lanes)
                        for span in lane.spans
                        if span.start - self._base < line.end and span.end - self._base > line.start
                    })  # fmt: skip
                    self._rows.append(row)
                    top += layout.lineAt(number).height() + self._below(row)
        self._height = ceil(top)
        self.setFixedHeight(max(self._height, 1))
        self.update()

    def _below(self, row: _Row) -> float:
        scale = theme.current().scale / 100
        return (_FIRST + len(row.lanes) * _LANE_PITCH + _BELOW - _LANE_PITCH // 2 if row.lanes else _AIR) * scale

    @staticmethod
    def _gutter() -> int:
        look = theme.current()
        return look.px("space", "wide") + 2

    def _left(self) -> float:
        return 0.0 if self.isRightToLeft() else float(self._gutter())

    def _line(self, row: _Row) -> Line:
        """Return a line as the article's geometry knows it; it must not outlive the next layout."""
        at, layout = self._layouts[row.paragraph]
        words = layout.lineAt(row.number)
        first = self._offsets.to_qt(at)
        start = self._offsets.to_text(first + words.textStart())
        end = self._offsets.to_text(first + words.textStart() + words.textLength())
        box = words.naturalTextRect()
        shift = self._left()
        rtl = layout.textOption().textDirection() == Qt.LayoutDirection.RightToLeft
        return Line(
            start=start, end=end, top=row.top, bottom=row.top + words.height(), baseline=row.top + words.ascent(),
            left=shift + box.left(), right=shift + box.right(), shift=shift, reserve=0.0, first=first, rtl=rtl,
            mixed=rtl or RIGHT_TO_LEFT.search(self._text, start, end) is not None, words=words,
        )  # fmt: skip

    def _stretches(self, line: Line, start: int, end: int) -> list[Stretch]:
        return self._geometry.stretches(line, start - self._base, end - self._base)

    # Painting

    def _paint_tints(self, painter: QPainter, looks: LabelLooks, line: Line) -> None:
        look = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        for tint in self._tints:
            if tint.label:
                label = looks.look(tint.label)
                painter.setBrush(label.active if tint.agreed else label.fill)
            else:
                painter.setBrush(look.colour("row" if tint.agreed else "hover"))
            for one in self._stretches(line, tint.start, tint.end):
                painter.drawRoundedRect(self._fill_box(line, one), FILL_RADIUS, FILL_RADIUS)

    @staticmethod
    def _fill_box(line: Line, stretch: Stretch) -> QRectF:
        top = line.baseline - (line.baseline - line.top) * FILL_HEIGHT
        return QRectF(stretch.left, top, stretch.right - stretch.left, line.bottom - top + FILL_OUTSET)

    def _paint_lanes(
        self, painter: QPainter, looks: LabelLooks, row: _Row, line: Line, named: set[tuple[int, str]]
    ) -> None:
        """Draw the lanes of a line; `named` holds what has its label already, as (lane, span id)."""
        look = theme.current()
        scale = look.scale / 100
        for place, (number, depth) in enumerate(row.lanes):
            lane = self._lanes[number]
            y = round(line.bottom + (_FIRST + place * _LANE_PITCH) * scale)
            if not depth:
                self._paint_letter(painter, lane.letter, y, strong=number == self._focused)
            depths = lane.depths()
            for span in (one for one in lane.spans if depths[one.id] == depth):
                strong = self._active == span.id or (number == self._focused and not self._active)
                thick = round(look.stroke("active_bar" if strong else "bar"))
                for stretch in self._stretches(line, span.start, span.end):
                    name = (
                        None if (number, span.id) in named else self._name(looks, looks.look(span.label), span, stretch)
                    )
                    if name is not None:
                        named.add((number, span.id))
                    self._paint_bar(painter, looks, span, stretch, y, thick, name)

    def _paint_letter(self, painter: QPainter, words: str, y: int, *, strong: bool) -> None:
        look = theme.current()
        font = look.ui_font("small", 700 if strong else 600)
        high = round(_LANE_PITCH * look.scale / 100)
        left = self.width() - self._gutter() if self.isRightToLeft() else 0
        box = QRectF(left, y + 1 - high / 2, self._gutter(), high).toRect()
        draw_text(painter, box, words, font, look.colour("ink" if strong else "ink2"), direction=self.layoutDirection())

    @staticmethod
    def _paint_bar(
        painter: QPainter, looks: LabelLooks, span: Span, stretch: Stretch, y: int, thick: int, name: _Name | None
    ) -> None:
        """Draw one stretch of a span: bar, caps at its ends, and its label where it has room first."""
        label = looks.look(span.label)
        left, right = round(stretch.left), round(stretch.right)
        gap = None
        if name is not None:
            words, x, wide = name
            painter.setFont(looks.font)
            painter.setPen(label.name)
            painter.drawText(QPointF(round(x), round(y + thick / 2 + looks.half)), words)
            gap = (round(x) - LABEL_GAP + 1, round(x + wide) + LABEL_GAP - 1)
        for begin, stop in _pieces(left, right, gap):
            _draw_line(painter, label, begin, stop, y, thick)
        on_left, on_right = (stretch.closes, stretch.opens) if stretch.reverse else (stretch.opens, stretch.closes)
        cap = max(thick - 1, 2)
        if on_left:
            painter.fillRect(left, y + thick - CAP, cap, CAP, label.bar)
        if on_right:
            painter.fillRect(right - cap, y + thick - CAP, cap, CAP, label.bar)

    def _name(self, looks: LabelLooks, label: LabelLook, span: Span, stretch: Stretch) -> _Name | None:
        """Return the longest name with room in the bar: words, left edge, width; else a short one beside it."""
        names = looks.names(label, "?" if span.unsure else "")
        room = stretch.right - stretch.left
        for words, wide in names[:2]:
            if wide + 2 * LABEL_GAP + LEAST_BAR <= room:
                inner = 2 + LABEL_GAP - 1
                x = stretch.right - inner - wide if stretch.reverse else stretch.left + inner
                return words, x, wide
        words, wide = names[1]
        if stretch.reverse and stretch.left - LABEL_GAP - wide > self._left():
            return words, stretch.left - LABEL_GAP - wide, wide
        if not stretch.reverse and stretch.right + LABEL_GAP + wide < self.width():
            return words, stretch.right + LABEL_GAP, wide
        return None


def _pieces(left: int, right: int, gap: tuple[int, int] | None) -> list[tuple[int, int]]:
    """Return what is left of a bar beside a gap in it."""
    if gap is None or gap[0] >= right or gap[1] <= left:
        return [(left, right)]
    return [(a, b) for a, b in ((left, gap[0]), (gap[1], right)) if b - a >= 1]


def _draw_line(painter: QPainter, label: LabelLook, left: int, right: int, y: int, thick: int) -> None:
    if not label.dashed:
        painter.fillRect(left, y, right - left, thick, label.bar)
        return
    at = left
    while at < right:
        painter.fillRect(at, y, min(_DASH * thick, right - at), thick, label.bar)
        at += (_DASH + 2) * thick
