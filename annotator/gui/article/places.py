"""What stands at a point of the article, and where a span is drawn. Points and boxes are in document coordinates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextLine

from annotator.core.offsets import OffsetMap
from annotator.core.span import Span
from annotator.gui.article.bars import Piece
from annotator.gui.article.geometry import Geometry, Line
from annotator.gui.article.index import SpanIndex
from annotator.gui.article.measures import CAP, EDGE_REACH
from annotator.gui.article.painter import ArticlePainter, Scene


@dataclass(frozen=True, slots=True)
class Edge:
    """One end of a span, under the pointer."""

    span_id: str
    start: bool


def line_at(geometry: Geometry, place: QPointF, below: float) -> Line | None:
    """Return the line at the height of a point: by its words or by the room below them."""
    lines = geometry.lines_between(place.y(), place.y(), below)
    held = [line for line in lines if line.top <= place.y() <= line.bottom]
    if held:
        return held[0]
    above = [line for line in lines if line.bottom < place.y() <= line.bottom + below]
    return above[-1] if above else None


def offset_at(geometry: Geometry, offsets: OffsetMap, place: QPointF, below: float) -> int | None:
    """Return the offset nearest to a point on a line or in the room `below` it; None beside all lines."""
    line = line_at(geometry, place, below)
    if line is None:
        return None
    return offsets.to_text(line.first + line.words.xToCursor(place.x() - line.shift))


def character_at(geometry: Geometry, offsets: OffsetMap, place: QPointF) -> int:
    """Return the offset of the character at a point (code points), on its line or the line above."""
    line = line_at(geometry, place, 1000.0)
    if line is None:
        return 0
    position = line.words.xToCursor(place.x() - line.shift, QTextLine.CursorPosition.CursorOnCharacter)
    return offsets.to_text(line.first + position)


def span_at(painter: ArticlePainter, scene: Scene, offsets: OffsetMap, place: QPointF) -> str:
    """Return the span whose bar is at a point, else the shortest that holds the character there; else empty."""
    line = line_at(painter.geometry, place, painter.measures.reserve + painter.measures.slack)
    if line is None:
        return ""
    if place.y() > line.bottom:
        reach = painter.measures.pitch / 2
        near = [
            (abs(painter.bar_centre(piece) - place.y()), piece.span.id)
            for piece in _shown(painter.pieces([line], scene.index, scene.active))
            if piece.stretch.left <= place.x() <= piece.stretch.right
        ]
        return min((one for one in near if one[0] <= reach), default=(0.0, ""))[1]
    if not line.left <= place.x() <= line.right:
        return ""
    position = line.words.xToCursor(place.x() - line.shift, QTextLine.CursorPosition.CursorOnCharacter)
    return scene.index.innermost(offsets.to_text(line.first + position))


def edge_at(painter: ArticlePainter, scene: Scene, place: QPointF) -> Edge | None:
    """Return the end of a bar near a point, the active span's before any other; the words themselves stay free."""
    line = line_at(painter.geometry, place, painter.measures.reserve + painter.measures.slack)
    if line is None:
        return None
    found: list[tuple[bool, float, str, bool]] = []
    for piece in _shown(painter.pieces([line], scene.index, scene.active)):
        if abs(painter.bar_centre(piece) - painter.measures.bar / 2 - place.y()) > painter.measures.pitch / 2 + 1:
            continue
        for x, start in _ends(piece):
            inward = min(EDGE_REACH, (piece.stretch.right - piece.stretch.left) / 3)
            inside = piece.stretch.left <= place.x() <= piece.stretch.right
            if abs(place.x() - x) <= (inward if inside else EDGE_REACH):
                found.append((piece.span.id != scene.active, abs(place.x() - x), piece.span.id, start))
    if not found:
        return None
    best = min(found)
    return Edge(best[2], start=best[3])


def _shown(pieces: Iterable[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not piece.hidden]


def _ends(piece: Piece) -> list[tuple[float, bool]]:
    """Return where the two ends of a span show on a piece: (x, whether it is the start)."""
    stretch = piece.stretch
    start, end = (stretch.right, stretch.left) if stretch.reverse else (stretch.left, stretch.right)
    return [(start, True)] * stretch.opens + [(end, False)] * stretch.closes


def span_boxes(painter: ArticlePainter, index: SpanIndex, span_id: str) -> list[QRectF]:
    """Return the boxes behind the words of a span."""
    return [
        painter.fill_box(piece.line, piece.stretch)
        for piece in _pieces(painter, index, span_id)
    ]  # fmt: skip


def bar_boxes(painter: ArticlePainter, index: SpanIndex, span_id: str) -> list[QRectF]:
    """Return the bars of a span, caps included."""
    return [
        QRectF(
            piece.stretch.left,
            painter.bar_centre(piece) + painter.measures.bar / 2 - CAP,
            piece.stretch.right - piece.stretch.left,
            CAP,
        )
        for piece in _pieces(painter, index, span_id)
    ]


def _pieces(painter: ArticlePainter, index: SpanIndex, span_id: str) -> list[Piece]:
    span: Span | None = index.spans.get(span_id)
    if span is None:
        return []
    lines = list(painter.geometry.lines_of(span.start, span.end))
    return [piece for piece in painter.pieces(lines, index, span_id) if piece.span.id == span_id]
