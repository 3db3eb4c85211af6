"""Draw spans, zones and found places under the words of the lines that are seen, and nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from annotator.core.scheme import Scheme
from annotator.core.zones import Zone
from annotator.gui.article import bars
from annotator.gui.article.bars import Piece
from annotator.gui.article.geometry import Geometry, Line, Stretch
from annotator.gui.article.index import Range, SpanIndex
from annotator.gui.article.labels import LabelLooks
from annotator.gui.article.links import RolePainter, Roles
from annotator.gui.article.measures import (
    FILL_HEIGHT,
    FILL_OUTSET,
    FILL_RADIUS,
    NAME_DISTANCE,
    RULE,
    RULE_DISTANCE,
    Measures,
)
from annotator.gui.article.traces import Traces
from annotator.gui.language import tr
from annotator.gui.theme import Theme


@dataclass
class Scene:
    """What is to be seen besides the words."""

    index: SpanIndex = field(default_factory=SpanIndex)
    zones: Sequence[Zone] = ()
    active: str = ""
    missing: set[str] = field(default_factory=set)
    hits: Sequence[tuple[int, int]] = ()
    hit: int = -1
    roles: Roles | None = None


class ArticlePainter:
    """Draw one article in one look. `lines` tells how many lines the last drawing looked at."""

    def __init__(self, geometry: Geometry, measures: Measures, scheme: Scheme | None, theme: Theme) -> None:
        self.geometry = geometry
        self.measures = measures
        self.looks = LabelLooks(scheme, theme)
        self.lines = 0
        self._theme = theme
        self._zone_font = theme.ui_font("small", 600)
        self._zone_metrics = QFontMetricsF(self._zone_font)
        self._bars = bars.BarPainter(self.looks, measures, theme.colour("paper"), theme.colour("ink2"))
        self._traces = Traces(measures)
        self._roles = RolePainter(geometry, measures, self.looks, self._bars, theme)

    def pieces(self, lines: Sequence[Line], index: SpanIndex, active: str = "") -> list[Piece]:
        """Return the pieces of all spans on consecutive lines, each line's depth filled in.

        Where a line holds more lanes than can be told apart, the deepest are hidden; the active span takes the place of
        the last one shown.
        """
        if not lines:
            return []
        starts = [line.start for line in lines]
        found: list[Piece] = []
        depths: dict[int, int] = defaultdict(int)
        for span in index.between(lines[0].start, max(lines[-1].end, lines[0].start + 1)):
            lane, look = index.lane(span.id), self.looks.look(span.label)
            for number in range(max(0, bisect_right(starts, span.start) - 1), len(lines)):
                line = lines[number]
                if line.start >= span.end:
                    break
                for stretch in self.geometry.stretches(line, span.start, span.end):
                    found.append(Piece(span, look, line, stretch, lane))
                    depths[line.start] = max(depths[line.start], lane + 1)
        deep = {piece.line.start for piece in found if piece.span.id == active and piece.lane >= self._most(piece)}
        for piece in found:
            most = self._most(piece)
            piece.depth = min(depths[piece.line.start], most)
            if piece.span.id == active:
                piece.lane = min(piece.lane, most - 1)
            else:
                piece.hidden = piece.lane >= most - (piece.line.start in deep)
        return found

    def _most(self, piece: Piece) -> int:
        return self.measures.most_lanes(piece.line.reserve)

    def paint(self, painter: QPainter, scene: Scene, top: float, bottom: float) -> None:
        """Draw what lies between two heights of the document; the painter stands at the document's origin."""
        lines = self.geometry.lines_between(top, bottom, self.measures.reserve + self.measures.pitch)
        self.lines += len(lines)
        if not lines:
            return
        pieces = self.pieces(lines, scene.index, scene.active)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        if scene.roles is not None:
            self._traces.forget()
            self._zones(painter, lines, scene.zones)
            self._roles.paint(painter, pieces, scene.index, scene.roles, self.fill_box)
            return
        self._fills(painter, pieces, scene.active)
        self._hits(painter, lines, scene)
        self._zones(painter, lines, scene.zones)
        rows = self._bars.rows(pieces, scene.active, scene.missing)
        self._traces.keep(lines, rows, scene.active, scene.missing)
        self._bars.paint(painter, rows, scene.active)

    def changed(self, scene: Scene, changed: Range, top: float, bottom: float) -> list[QRectF]:
        """Return where a range looks different from how it was drawn last, between two heights of the document."""
        below = self.measures.reserve + self.measures.pitch
        lines = self.geometry.lines_in(changed.start, changed.end, top, bottom, below)
        rows = self._bars.rows(self.pieces(lines, scene.index, scene.active), scene.active, scene.missing)
        return self._traces.changed(lines, rows, scene.active, scene.missing)

    def bar_centre(self, piece: Piece) -> float:
        """Return the height of the middle of a piece's bar."""
        return self._bars.y_of(piece) + self.measures.bar / 2

    def fill_box(self, line: Line, stretch: Stretch) -> QRectF:
        """Return the box behind the words of a stretch."""
        top = round(line.baseline - (line.baseline - line.top) * FILL_HEIGHT)
        left = round(stretch.left) - FILL_OUTSET
        return QRectF(left, top, round(stretch.right) + FILL_OUTSET - left, round(line.bottom) - top)

    def _fills(self, painter: QPainter, pieces: Sequence[Piece], active: str) -> None:
        """Fill behind each word the outermost span that holds it, faintly, and the active span strongly."""
        covered: dict[int, list[tuple[int, int]]] = defaultdict(list)
        seen: set[tuple[str, int]] = set()
        for piece in sorted(pieces, key=lambda one: one.lane):
            span, line = piece.span, piece.line
            if piece.lane == 0:
                covered[line.start].append((span.start, span.end))
                if span.id != active:
                    self._fill(painter, piece.look.fill, line, piece.stretch)
            elif (span.id, line.start) not in seen:
                seen.add((span.id, line.start))
                for start, end in _uncovered(span.start, span.end, covered[line.start]):
                    if span.id != active:
                        for stretch in self.geometry.stretches(line, start, end):
                            self._fill(painter, piece.look.fill, line, stretch)
                covered[line.start].append((span.start, span.end))
        for piece in pieces:
            if piece.span.id == active:
                self._fill(painter, piece.look.active, piece.line, piece.stretch)

    def _fill(self, painter: QPainter, colour: QColor, line: Line, stretch: Stretch) -> None:
        painter.setBrush(colour)
        painter.drawRoundedRect(self.fill_box(line, stretch), FILL_RADIUS, FILL_RADIUS)

    def _hits(self, painter: QPainter, lines: Sequence[Line], scene: Scene) -> None:
        """Mark the found places; the current one has a ring in the colour of the focus."""
        low = bisect_right(scene.hits, (lines[0].start, 0))
        for number in range(max(0, low - 1), len(scene.hits)):
            start, end = scene.hits[number]
            if start >= lines[-1].end:
                break
            for line in lines:
                for stretch in self.geometry.stretches(line, start, end):
                    self._hit(painter, self.fill_box(line, stretch), number == scene.hit)
        painter.setPen(Qt.PenStyle.NoPen)

    def _hit(self, painter: QPainter, box: QRectF, current: bool) -> None:
        painter.setBrush(self._theme.colour("row"))
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setPen(QPen(self._theme.colour("focus"), self._theme.stroke("focus")))
        painter.drawRoundedRect(box, FILL_RADIUS, FILL_RADIUS)

    def _zones(self, painter: QPainter, lines: Sequence[Line], zones: Sequence[Zone]) -> None:
        """Draw a rule beside each zone of page furniture, and its name where the margin has room for it."""
        named: set[float] = set()
        left = lines[0].shift
        for zone in zones:
            if zone.end <= lines[0].start or lines[-1].end <= zone.start:
                continue
            if not zone.furniture and zone.kind != "truncated":
                continue
            inside = [line for line in lines if line.start < zone.end and zone.start < line.end]
            if not inside:
                continue
            first, last = inside[0], inside[-1]
            painter.fillRect(
                QRectF(round(left - RULE_DISTANCE), round(first.top), RULE, round(last.bottom - first.top)),
                self._theme.colour("soft_edge"),
            )
            if first.start <= zone.start and first.top not in named:
                named.add(first.top)
                self._zone_name(painter, zone, left, first)

    def _zone_name(self, painter: QPainter, zone: Zone, left: float, line: Line) -> None:
        if left < self.measures.gutter:
            return
        room = left - NAME_DISTANCE
        name = self._zone_metrics.elidedText(_margin_name(zone), Qt.TextElideMode.ElideRight, room)
        x = room - self._zone_metrics.horizontalAdvance(name)
        painter.setFont(self._zone_font)
        painter.setPen(self._theme.colour("ink3"))
        painter.drawText(QPointF(round(x), round(line.baseline)), name)
        painter.setPen(Qt.PenStyle.NoPen)


def _margin_name(zone: Zone) -> str:
    """Return a word for the margin that is short enough for it."""
    names = {
        "headline": tr("Headline"),
        "byline": tr("Byline"),
        "dateline": tr("Dateline"),
        "caption": tr("Caption"),
        "credit": tr("Credit"),
        "related": tr("Related"),
        "truncated": tr("Cut off"),
    }
    return tr("Copy") if zone.duplicate else names.get(zone.kind, zone.kind.capitalize())


def _uncovered(start: int, end: int, covered: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the parts of a range that no other range covers."""
    left: list[tuple[int, int]] = []
    for low, high in sorted(covered):
        if low >= end:
            break
        if low > start:
            left.append((start, low))
        start = max(start, high)
        if start >= end:
            return left
    if start < end:
        left.append((start, end))
    return left
