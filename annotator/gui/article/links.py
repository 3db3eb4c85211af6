"""Draw an article while roles are given: the event and what may play a role stand out, with numbers and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.core.span import Span
from annotator.gui.article.bars import BarPainter, Piece
from annotator.gui.article.geometry import Geometry, Line, Stretch
from annotator.gui.article.index import SpanIndex
from annotator.gui.article.labels import LabelLook, LabelLooks
from annotator.gui.article.measures import FILL_RADIUS, LABEL_GAP, Measures
from annotator.gui.theme import Theme

_FADED_BAR = 0.27
_FADED_NAME = 0.6
_STROKE = 1.25
_CORNER = 4.0
_TRUNK = 30
_PAD = 4
_RADIUS = 4.0
_MARGIN = 2.0
_STEP = 10.0

Point = tuple[float, float]
Place = tuple[Line, Stretch]
FillBox = Callable[[Line, Stretch], QRectF]


@dataclass(frozen=True)
class Roles:
    """What role mode shows: the event, the number of each tag that can be chosen, the roles that tags have by now."""

    event: str
    numbers: Mapping[str, int]
    given: Mapping[str, str]

    def shows(self, span_id: str) -> bool:
        """Tell whether a tag stands out."""
        return span_id == self.event or span_id in self.numbers or span_id in self.given


@dataclass(slots=True)
class Chip:
    """A number, a role, or both, in a box at the start of a tag's bar."""

    number: str
    role: str
    box: QRectF


class RolePainter:
    """Draw pieces, chips and links of role mode; kept by the article's painter, idle outside role mode."""

    def __init__(
        self, geometry: Geometry, measures: Measures, looks: LabelLooks, bars: BarPainter, theme: Theme
    ) -> None:
        self._geometry, self._measures, self._looks, self._bars, self._theme = geometry, measures, looks, bars, theme
        self._faded: dict[int, LabelLook] = {}

    def paint(
        self,
        painter: QPainter,
        pieces: Sequence[Piece],
        index: SpanIndex,
        roles: Roles,
        fill_box: FillBox,
    ) -> None:
        """Draw the pieces of the lines that are seen; links also where only their trunk is."""
        event = [piece for piece in pieces if piece.span.id == roles.event]
        near = [piece for piece in pieces if piece.span.id != roles.event and roles.shows(piece.span.id)]
        for piece in event:
            self._fill(painter, piece.look.active, fill_box(piece.line, piece.stretch))
        for piece in near:
            # One fill a word, or deep nesting darkens the words away.
            if not any(_holds(other.span, piece.span) and other.span.id != piece.span.id for other in near):
                self._fill(painter, piece.look.fill, fill_box(piece.line, piece.stretch))
        faded = [self._fade(piece) for piece in pieces if not roles.shows(piece.span.id)]
        self._bars.paint(painter, self._bars.rows(faded, "", frozenset()), "")
        chips = self.chips(near, roles)
        for piece in event:
            self._bars.bare(painter, piece, self._measures.active_bar)
        for piece in near:
            chip = chips.get(piece.span.id) if piece.stretch.opens else None
            gap = (chip.box.left(), chip.box.right() + LABEL_GAP) if chip is not None else None
            self._bars.bare(painter, piece, self._measures.bar, gap)
        self._links(painter, index, roles, chips, fill_box)
        for chip in chips.values():
            self._chip(painter, chip)
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _fill(painter: QPainter, colour: QColor, box: QRectF) -> None:
        painter.setBrush(colour)
        painter.drawRoundedRect(box, FILL_RADIUS, FILL_RADIUS)

    def chips(self, pieces: Sequence[Piece], roles: Roles) -> dict[str, Chip]:
        """Return the chip of each tag whose start is among the pieces, none on top of another."""
        opening = [piece for piece in pieces if piece.stretch.opens]
        placed: dict[str, Chip] = {}
        for piece in sorted(opening, key=lambda one: (one.line.start, one.lane, one.stretch.left)):
            number = roles.numbers.get(piece.span.id)
            chip = Chip(str(number) if number else "", roles.given.get(piece.span.id, ""), QRectF())
            taken = [other.box for other in placed.values()]
            chip.box = self._place(piece, chip, taken)
            if chip.role and chip.number and self._hides(piece, chip.box, opening):
                chip.role = "→"
                chip.box = self._place(piece, chip, taken)
            placed[piece.span.id] = chip
        return placed

    def _place(self, piece: Piece, chip: Chip, taken: Sequence[QRectF]) -> QRectF:
        """Return the box at the start of a bar, moved along it until it is free."""
        half = round(self._looks.half) + 3
        wide = max(2 * half, round(self._looks.metrics.horizontalAdvance(_words(chip))) + 2 * _PAD)
        y = self._bars.y_of(piece) + 1 - half
        reverse = piece.stretch.reverse
        box = QRectF(round(piece.stretch.right) - wide if reverse else round(piece.stretch.left), y, wide, 2 * half)
        for _ in taken:
            hit = next((one for one in taken if one.adjusted(-1, 0, 1, 0).intersects(box)), None)
            if hit is None:
                break
            box.moveLeft(hit.left() - wide - _MARGIN if reverse else hit.right() + _MARGIN)
        return box

    @staticmethod
    def _hides(piece: Piece, box: QRectF, others: Sequence[Piece]) -> bool:
        """Tell whether a long chip would lie on the start of another tag's bar."""
        for other in others:
            start = other.stretch.right if other.stretch.reverse else other.stretch.left
            same = other.line.start == piece.line.start and other.lane == piece.lane
            if other is not piece and same and box.left() - 1 < start < box.right() + 1:
                return True
        return False

    def _chip(self, painter: QPainter, chip: Chip) -> None:
        look, given = self._theme, bool(chip.role)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("paper"))
        painter.drawRoundedRect(chip.box.adjusted(-1, -1, 1, 1), _RADIUS + 1, _RADIUS + 1)
        if given:
            painter.setPen(QPen(look.colour("ink"), _STROKE))
            inner = _STROKE / 2
            painter.drawRoundedRect(chip.box.adjusted(inner, inner, -inner, -inner), _RADIUS, _RADIUS)
        else:
            painter.setBrush(look.colour("main"))
            painter.drawRoundedRect(chip.box, _RADIUS, _RADIUS)
        painter.setFont(self._looks.font)
        painter.setPen(look.colour("ink" if given else "main_text"))
        painter.drawText(chip.box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine), _words(chip))

    def _fade(self, piece: Piece) -> Piece:
        look = self._faded.get(id(piece.look))
        if look is None:
            bar, name = (_thin(piece.look.bar, _FADED_BAR), _thin(piece.look.name, _FADED_NAME))
            look = self._faded[id(piece.look)] = replace(piece.look, bar=bar, name=name)
        return replace(piece, look=look)

    # Links

    def _links(
        self, painter: QPainter, index: SpanIndex, roles: Roles, chips: Mapping[str, Chip], fill_box: FillBox
    ) -> None:
        """Draw a line from the event to every tag with a role outside it: near ones along the row between them.

        Farther ones hang on one trunk down the right margin, so that no line runs above and below the same words.
        """
        event = index.spans.get(roles.event)
        if event is None:
            return
        spans = [index.spans[key] for key in roles.given if key in index.spans]
        ends = [span for span in spans if not _holds(event, span)]
        first, last = self._edge_of(event, opens=True), self._edge_of(event, opens=False)
        if not ends or first is None or last is None:
            return
        path = QPainterPath()
        head, foot = self._foot(event, *first, index, opens=True), self._foot(event, *last, index, opens=False)
        row = self._row(last[0])
        up = down = [foot, (foot[0], row)]
        away: list[list[Point]] = []
        for span in ends:
            place = self._edge_of(span, opens=True)
            if place is None:
                continue
            line, stretch = place
            chip = chips.get(span.id)
            if line.start == last[0].start:
                points = self._branch(line, stretch, chip, foot[0])
                _draw(path, [foot, (foot[0], points[0][1]), *points])
            elif line.start == first[0].start:
                points = self._branch(line, stretch, chip, head[0])
                _draw(path, [head, (head[0], points[0][1]), *points])
            elif self._next_to(line, first[0]):
                box = fill_box(*first)
                points = self._branch(line, stretch, chip, box.right())
                x = _within(points[0][0] + (_STEP if len(points) == 1 else 0), box)
                up = [(x, box.top()), (x, points[0][1])]
                _draw(path, [*up, *points])
            elif self._next_to(last[0], line):
                box = fill_box(line, stretch)
                x = _within(foot[0], box)
                _draw(path, [*down, (x, row), (x, box.top())])
            else:
                away.append(self._branch(line, stretch, chip, None))
        trunk = self._trunk(last[0])
        _hang(path, trunk, up, [points for points in away if points[0][1] < row])
        _hang(path, trunk, down, [points for points in away if points[0][1] > row])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("ink2"), _STROKE))
        painter.drawPath(path)

    def _edge_of(self, span: Span, *, opens: bool) -> Place | None:
        """Return the line and the stretch with which a span begins or ends."""
        at = (span.start, span.start + 1) if opens else (max(span.start, span.end - 1), span.end)
        for line in self._geometry.lines_of(*at):
            for stretch in self._geometry.stretches(line, span.start, span.end):
                if stretch.opens if opens else stretch.closes:
                    return line, stretch
        return None

    def _foot(self, event: Span, line: Line, stretch: Stretch, index: SpanIndex, *, opens: bool) -> Point:
        """Return the lower corner at which the event's bar begins or ends."""
        x = stretch.left + 0.5 if opens != stretch.reverse else round(stretch.right) - 0.5
        return x, self._height(event, line, stretch, index) + self._measures.active_bar

    def _next_to(self, upper: Line, lower: Line) -> bool:
        """Tell whether one line stands below another with no words between them."""
        if upper.start >= lower.start:
            return False
        between = self._geometry.lines_of(upper.end, max(upper.end + 1, lower.start))
        words = (line for line in between if upper.start < line.start < lower.start and line.right > line.left)
        return next(words, None) is None

    def _branch(self, line: Line, stretch: Stretch, chip: Chip | None, origin: float | None) -> list[Point]:
        """Return the way along the row under a tag to its chip; None for an origin in the right margin."""
        row = self._row(line)
        box = chip.box if chip is not None else QRectF(stretch.left, row - 2 * _CORNER, 2 * _PAD, _CORNER)
        if box.bottom() + _CORNER <= row:
            x = round(box.center().x()) + 0.5
            return [(x, row), (x, box.bottom())]
        left, right = min(box.left(), stretch.left), max(box.right(), stretch.right)
        return [(left - _MARGIN if origin is not None and origin < left else right + _MARGIN, row)]

    def _height(self, span: Span, line: Line, stretch: Stretch, index: SpanIndex) -> float:
        lane = index.lane(span.id)
        around = index.between(line.start, max(line.end, line.start + 1))
        depth = min(max((index.lane(one.id) + 1 for one in around), default=1), self._measures.most_lanes(line.reserve))
        return self._bars.y_of(Piece(span, self._looks.look(span.label), line, stretch, lane, depth))

    def _row(self, line: Line) -> float:
        """Return the height of the row under the lanes of a line."""
        return round(line.bottom + line.reserve + self._measures.slack) - 0.5

    def _trunk(self, line: Line) -> float:
        right = line.shift + line.words.width()
        return round(right + min(_TRUNK * self._measures.scale, line.shift / 2)) + 0.5


def _words(chip: Chip) -> str:
    return f"{chip.number} {chip.role}".strip()


def _holds(event: Span, span: Span) -> bool:
    return event.start <= span.start and span.end <= event.end


def _thin(colour: QColor, share: float) -> QColor:
    thin = QColor(colour)
    thin.setAlphaF(colour.alphaF() * share)
    return thin


def _within(x: float, box: QRectF) -> float:
    """Return the place on a box's edge that is nearest to `x`, clear of its round corners."""
    low, high = round(box.left()) + _CORNER + 0.5, round(box.right()) - _CORNER - 0.5
    return min(max(x, low), max(low, high))


def _hang(path: QPainterPath, trunk: float, stem: Sequence[Point], ways: Sequence[Sequence[Point]]) -> None:
    """Add a stem that goes to the trunk and along it to the farthest of some ways, and the others."""
    row = stem[-1][1]
    for number, points in enumerate(sorted(ways, key=lambda one: -abs(one[0][1] - row))):
        start = [*stem, (trunk, row)] if number == 0 else []
        _draw(path, [*start, (trunk, points[0][1]), *points])


def _draw(path: QPainterPath, points: Sequence[Point]) -> None:
    """Add a line through points, at right angles, with round corners."""
    path.moveTo(*points[0])
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        near = min(_CORNER, _length(before, corner) / 2, _length(corner, after) / 2)
        path.lineTo(*_toward(corner, before, near))
        path.quadTo(QPointF(*corner), QPointF(*_toward(corner, after, near)))
    path.lineTo(*points[-1])


def _length(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(corner: Point, other: Point, by: float) -> Point:
    whole = _length(corner, other)
    share = by / whole if whole else 0.0
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share
