"""Draw the bars under the words: one thin line a lane, caps at a span's ends, its label where it starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.core.span import Span
from annotator.gui.article.geometry import Line, Stretch
from annotator.gui.article.labels import LabelLook, LabelLooks
from annotator.gui.article.measures import ACTIVE_BAR, BAR, CAP, CHIP_PAD, LABEL_GAP, LEAST_BAR, Measures

# A name on a crowded line: left and right of it, with its gap, and the height of its bar.
Taken = tuple[float, float, float]

_DASH = (3.0, 2.0)
_CHIP_RADIUS = 3.0


@dataclass(slots=True)
class Piece:
    """One stretch of a span on one line, with its lane, and how many lanes that line holds."""

    span: Span
    look: LabelLook
    line: Line
    stretch: Stretch
    lane: int
    depth: int = 0


@dataclass(slots=True)
class Name:
    """Where the name of a span stands: its text, its left edge and width; `outside` = beside the bar."""

    text: str
    x: float
    width: float
    outside: bool = False


class BarPainter:
    """Draw the bars and names of the pieces that are seen."""

    def __init__(self, looks: LabelLooks, measures: Measures, paper: QColor) -> None:
        self._looks = looks
        self._measures = measures
        self._paper = paper

    def paint(self, painter: QPainter, pieces: Sequence[Piece], active: str, missing: frozenset[str]) -> None:
        """Draw all bars, the active span's last so that its chip lies on top."""
        painter.setFont(self._looks.font)
        rows: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            rows[piece.line.start].append(piece)
        late: list[tuple[Piece, Name | None, list[Taken]]] = []
        for row in rows.values():
            taken: list[Taken] = []
            named = [
                (piece, self._name(piece, room, taken, active, missing))
                for piece, room in zip(row, self._rooms(row), strict=True)
            ]
            for piece, name in named:
                if piece.span.id == active:
                    late.append((piece, name, taken))
                else:
                    self._bar(painter, piece, name, taken)
        for piece, name, taken in late:
            self._active(painter, piece, name, taken)

    def y_of(self, piece: Piece) -> int:
        """Return the top of a piece's bar, in document coordinates."""
        return (
            round(piece.line.bottom + self._measures.lane_centre(piece.lane, piece.depth, piece.line.reserve))
            - BAR // 2
        )

    def _rooms(self, row: list[Piece]) -> list[float]:
        """Return how much room lies beside each piece of a line, in its lane, on the side where it ends."""
        room = [float(self._measures.gutter - LABEL_GAP)] * len(row)
        lanes: dict[int, list[int]] = defaultdict(list)
        for number, piece in enumerate(row):
            lanes[piece.lane].append(number)
        for numbers in lanes.values():
            numbers.sort(key=lambda number: row[number].stretch.left)
            for place, number in enumerate(numbers):
                stretch = row[number].stretch
                if stretch.reverse and place > 0:
                    room[number] = stretch.left - row[numbers[place - 1]].stretch.right
                elif not stretch.reverse and place + 1 < len(numbers):
                    room[number] = row[numbers[place + 1]].stretch.left - stretch.right
        return room

    def _name(self, piece: Piece, room: float, taken: list[Taken], active: str, missing: frozenset[str]) -> Name | None:
        """Choose the longest form that has room: in the bar, else the short one beside it, else one letter."""
        stretch = piece.stretch
        if not stretch.opens:
            return None
        chip = piece.span.id == active
        suffix = ("?" if piece.span.unsure else "") + ("!" if piece.span.id in missing else "")
        names = self._looks.names(piece.look, suffix)
        pad = float(CHIP_PAD) if chip else float(BAR + LABEL_GAP - 1)
        width = stretch.right - stretch.left
        crowded = self._measures.crowded(piece.depth, piece.line.reserve)
        for text, wide in names[:2]:
            shift = self._free_shift(piece, pad, wide, taken) if crowded else 0.0
            if pad + shift + wide + LABEL_GAP + LEAST_BAR <= width:
                return self._put(piece, Name(text, self._inside(piece, pad + shift, wide), wide), taken)
        text, wide = names[1]
        gap = LABEL_GAP + (CHIP_PAD if chip else 0)
        if room >= wide + 2 * gap:
            x = stretch.left - gap - wide if stretch.reverse else stretch.right + gap
            if not crowded or not self._near(piece, x, wide, taken):
                return self._put(piece, Name(text, x, wide, outside=True), taken)
        letter, narrow = names[2]
        x = self._inside(piece, pad, narrow)
        if width < 2 * pad + narrow:
            x = (stretch.left + stretch.right - narrow) / 2
        if crowded and not chip and self._near(piece, x, narrow, taken):
            return None
        return self._put(piece, Name(letter, x, narrow), taken)

    @staticmethod
    def _inside(piece: Piece, pad: float, wide: float) -> float:
        return piece.stretch.right - pad - wide if piece.stretch.reverse else piece.stretch.left + pad

    def _put(self, piece: Piece, name: Name, taken: list[Taken]) -> Name:
        if self._measures.crowded(piece.depth, piece.line.reserve):
            taken.append((name.x - LABEL_GAP, name.x + name.width + LABEL_GAP, self.y_of(piece)))
        return name

    def _near(self, piece: Piece, x: float, wide: float, taken: list[Taken]) -> Taken | None:
        """Return a name of a near lane on a crowded line that a name at `x` would lie on."""
        y, reach = self.y_of(piece), 2 * self._looks.half + 1
        return next((one for one in taken if abs(one[2] - y) < reach and one[0] < x + wide and x < one[1]), None)

    def _free_shift(self, piece: Piece, pad: float, wide: float, taken: list[Taken]) -> float:
        """Return how far a name must move along its bar to clear the names of near lanes on a crowded line."""
        shift = 0.0
        for _ in taken:
            x = self._inside(piece, pad + shift, wide)
            clash = self._near(piece, x, wide, taken)
            if clash is None:
                break
            shift += (x + wide - clash[0]) if piece.stretch.reverse else (clash[1] - x)
        return shift

    def _bar(self, painter: QPainter, piece: Piece, name: Name | None, taken: list[Taken]) -> None:
        stretch, y = piece.stretch, self.y_of(piece)
        left, right = round(stretch.left), round(stretch.right)
        own = None if name is None or name.outside else (name.x - LABEL_GAP + 1, name.x + name.width + LABEL_GAP - 1)
        self._broken(painter, piece, y, BAR, own, taken)
        if name is None or name.outside or right - left >= name.width + 2 * BAR:
            self._caps(painter, piece, left, right, y)
        if name is not None:
            painter.setPen(piece.look.name)
            painter.drawText(QPointF(round(name.x), round(y + BAR / 2 + self._looks.half)), name.text)
            painter.setPen(Qt.PenStyle.NoPen)

    def _broken(
        self, painter: QPainter, piece: Piece, y: int, thick: int, own: tuple[float, float] | None, taken: list[Taken]
    ) -> None:
        """Draw a bar, broken by its own name and, on a crowded line, by the names of near lanes."""
        at, right = round(piece.stretch.left), round(piece.stretch.right)
        reach = self._looks.half + BAR
        gaps = [(low, high) for low, high, other in taken if low < right and abs(other - y) <= reach]
        for low, high in sorted([*gaps, own] if own else gaps):
            if low - at > LEAST_BAR:
                self._line(painter, piece, at, round(low), y, thick)
            at = max(at, round(high))
        if right - at >= BAR:
            self._line(painter, piece, at, right, y, thick)

    @staticmethod
    def _caps(painter: QPainter, piece: Piece, left: int, right: int, y: int) -> None:
        stretch, colour = piece.stretch, piece.look.bar
        on_left, on_right = (stretch.closes, stretch.opens) if stretch.reverse else (stretch.opens, stretch.closes)
        if on_left:
            painter.fillRect(left, y + BAR - CAP, BAR, CAP, colour)
        if on_right:
            painter.fillRect(right - BAR, y + BAR - CAP, BAR, CAP, colour)

    @staticmethod
    def _line(painter: QPainter, piece: Piece, left: int, right: int, y: int, thick: int) -> None:
        if not piece.look.dashed:
            painter.fillRect(left, y, right - left, thick, piece.look.bar)
            return
        pen = QPen(piece.look.bar, thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(_DASH))
        painter.setPen(pen)
        painter.drawLine(QPointF(left, y + thick / 2), QPointF(right, y + thick / 2))
        painter.setPen(Qt.PenStyle.NoPen)

    def _active(self, painter: QPainter, piece: Piece, name: Name | None, taken: list[Taken]) -> None:
        """Draw the active span: a thicker bar, and its name in a filled chip."""
        stretch, y = piece.stretch, self.y_of(piece)
        left, right = round(stretch.left), round(stretch.right)
        chip = self._chip(name, y) if name else None
        own = (chip.left() - LABEL_GAP, chip.right() + LABEL_GAP) if chip and name and not name.outside else None
        self._broken(painter, piece, y, ACTIVE_BAR, own, taken)
        self._caps(painter, piece, left, right, y)
        if chip is not None and name is not None:
            painter.setBrush(piece.look.name)
            painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)
            painter.setPen(self._paper)
            painter.drawText(QPointF(round(name.x), round(y + BAR / 2 + self._looks.half)), name.text)
            painter.setPen(Qt.PenStyle.NoPen)

    def _chip(self, name: Name, y: int) -> QRectF:
        half = round(self._looks.half) + 2
        return QRectF(round(name.x) - CHIP_PAD, y + 1 - half, round(name.width) + 2 * CHIP_PAD, 2 * half)
