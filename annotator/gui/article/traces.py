"""What the lines in sight looked like when they were drawn last, so that a change draws anew only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF

from annotator.gui.article.bars import Name, Piece, Row
from annotator.gui.article.geometry import Line
from annotator.gui.article.measures import CHIP_PAD, LABEL_GAP, LEAST_BAR, Measures

# How far beside and above a piece its change can be seen: caps, chips and fills stand out, stubs of broken bars go.
_BESIDE = LEAST_BAR + LABEL_GAP + 2.0
_ABOVE = 3.0
_MOST = 400

Mark = tuple[object, ...]
"""All that the look of one piece depends on."""


@dataclass(slots=True)
class Trace:
    """How one line looked: a mark for each piece with its left and right edge, and whether lanes were squeezed."""

    marks: dict[Mark, tuple[float, float]] = field(default_factory=dict)
    crowded: bool = False


class Traces:
    """Remember the lines drawn last, by where they start (code points)."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._lines: dict[int, Trace] = {}

    def keep(self, lines: Iterable[Line], rows: Sequence[Row], active: str, missing: Set[str]) -> None:
        """Remember how these lines are drawn now."""
        if len(self._lines) > _MOST:
            self._lines.clear()
        self._lines.update((line.start, Trace()) for line in lines)
        self._lines.update((row.line.start, self._trace(row, active, missing)) for row in rows)

    def forget(self) -> None:
        """Know of no line how it was drawn."""
        self._lines.clear()

    def changed(self, lines: Iterable[Line], rows: Sequence[Row], active: str, missing: Set[str]) -> list[QRectF]:
        """Return the boxes of these lines that look different now, in document coordinates."""
        fresh = {row.line.start: self._trace(row, active, missing) for row in rows}
        boxes: list[QRectF] = []
        for line in lines:
            now, before = fresh.get(line.start, Trace()), self._lines.get(line.start)
            if before is None:
                boxes.append(self._box(line, 0.0, line.shift + line.words.width() + self._measures.gutter))
                continue
            edges = [before.marks[mark] for mark in before.marks.keys() - now.marks.keys()]
            edges += [now.marks[mark] for mark in now.marks.keys() - before.marks.keys()]
            if not edges:
                continue
            if before.crowded or now.crowded:
                # Names give way to each other there, from one end of the line to the other.
                boxes.append(self._box(line, 0.0, line.shift + line.words.width() + self._measures.gutter))
            else:
                boxes.append(self._box(line, min(low for low, _ in edges), max(high for _, high in edges)))
        return boxes

    def _trace(self, row: Row, active: str, missing: Set[str]) -> Trace:
        depth = row.pieces[0].depth if row.pieces else 0
        crowded = self._measures.crowded(depth, row.line.reserve)
        depth = depth if crowded else 0
        marks: dict[Mark, tuple[float, float]] = {}
        for piece, name in zip(row.pieces, row.names, strict=True):
            span = piece.span.id
            marks[(depth, *_mark(piece, name), span == active, span in missing)] = _edges(piece, name)
        if row.more is not None:
            marks[("more", row.more.text)] = row.more.x, row.more.x + row.more.width
        return Trace(marks, crowded)

    def _box(self, line: Line, left: float, right: float) -> QRectF:
        bottom = line.bottom + line.reserve + self._measures.slack + _ABOVE
        return QRectF(left - _BESIDE, line.top - _ABOVE, right - left + 2 * _BESIDE, bottom - line.top + _ABOVE)


def _mark(piece: Piece, name: Name | None) -> Mark:
    stretch = piece.stretch
    shown = (name.text, name.x, name.outside) if name is not None else None
    place = (stretch.left, stretch.right, stretch.opens, stretch.closes, stretch.reverse, piece.lane)
    return (piece.span.id, piece.span.start, piece.span.end, piece.span.label, place, shown)


def _edges(piece: Piece, name: Name | None) -> tuple[float, float]:
    left, right = piece.stretch.left, piece.stretch.right
    if name is not None:
        left = min(left, name.x - CHIP_PAD)
        right = max(right, name.x + name.width + CHIP_PAD)
    return left, right
