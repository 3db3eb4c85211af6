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

Point = tuple[float, float]


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
        fill_box: Callable[[Line, Stretch], QRectF],
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
        self._links(painter, index, roles, chips)
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

    def _links(self, painter: QPainter, index: SpanIndex, roles: Roles, chips: Mapping[str, Chip]) -> None:
        """Draw one trunk from the event's end to every tag with a role outside the event."""
        event = index.spans.get(roles.event)
        spans = [index.spans[key] for key in roles.given if key in index.spans]
        ends = [span for span in spans if event is not None and not _holds(event, span)]
        start = self._end_of(event, index) if event is not None and ends else None
        if start is None:
            return
        foot, line = start
        branches = [branch for span in ends if (branch := self._branch(span, chips.get(span.id), foot, line))]
        path = QPainterPath()
        row = self._row(line)
        down = [(foot[0], foot[1]), (foot[0], row)]
        for points in (points for at, points in branches if at == line.start):
            _draw(path, [*down, *points])
        away = sorted((points for at, points in branches if at != line.start), key=lambda points: points[0][1])
        above = [points for points in away if points[0][1] < row]
        below = [points for points in away if points[0][1] > row]
        trunk = self._trunk(line)
        for side in (above[:1], below[-1:]):
            for points in side:
                _draw(path, [*down, (trunk, row), (trunk, points[0][1]), *points])
        for points in (*above[1:], *below[:-1]):
            _draw(path, [(trunk, points[0][1]), *points])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("ink2"), _STROKE))
        painter.drawPath(path)

    def _end_of(self, event: Span, index: SpanIndex) -> tuple[Point, Line] | None:
        """Return where the event's bar ends, and the line it ends on."""
        for line in self._geometry.lines_of(max(event.start, event.end - 1), event.end):
            for stretch in self._geometry.stretches(line, event.start, event.end):
                if stretch.closes:
                    x = stretch.left + 0.5 if stretch.reverse else round(stretch.right) - 0.5
                    return (x, self._height(event, line, stretch, index) + self._measures.active_bar), line
        return None

    def _branch(self, span: Span, chip: Chip | None, foot: Point, from_line: Line) -> tuple[int, list[Point]] | None:
        """Return the start of a tag's line, and the way along the row under it to the tag's chip."""
        for line in self._geometry.lines_of(span.start, span.start + 1):
            found = [one for one in self._geometry.stretches(line, span.start, span.end) if one.opens]
            if not found:
                continue
            row, stretch = self._row(line), found[0]
            box = chip.box if chip is not None else QRectF(stretch.left, row - 2 * _CORNER, 2 * _PAD, _CORNER)
            if box.bottom() + _CORNER <= row:
                x = round(box.center().x()) + 0.5
                return line.start, [(x, row), (x, box.bottom())]
            left, right = min(box.left(), stretch.left), max(box.right(), stretch.right)
            from_left = line.start == from_line.start and foot[0] < left
            return line.start, [(left - _MARGIN if from_left else right + _MARGIN, row)]
        return None

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
