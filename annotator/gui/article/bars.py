"""Draw the bars under the words: one thin line a lane, caps at a span's ends, its label where it starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from annotator.core.span import Span
from annotator.gui.article.geometry import Line, Stretch
from annotator.gui.article.labels import LabelLook, LabelLooks
from annotator.gui.article.measures import CAP, CHIP_PAD, LABEL_GAP, LEAST_BAR, Measures

# A name on a crowded line: left and right of it, with its gap, and the height of its bar.
Taken = tuple[float, float, float]

_DASH = (3.0, 2.0)
_CHIP_RADIUS = 3.0


@dataclass(slots=True)
class Piece:
    """One stretch of a span on one line, with its lane, and how many lanes that line shows.

    A `hidden` one lies too deep to be told apart: it has no bar, and the line says how many there are.
    """

    span: Span
    look: LabelLook
    line: Line
    stretch: Stretch
    lane: int
    depth: int = 0
    hidden: bool = False


@dataclass(slots=True)
class Name:
    """Where the name of a span stands: its text, its left edge and width; `outside` = beside the bar."""

    text: str
    x: float
    width: float
    outside: bool = False


@dataclass(slots=True)
class Row:
    """The pieces of one line in reading order, their names, and the room that names take on a crowded line.

    `more` says how many spans lie deeper than what is shown; None where all are shown.
    """

    line: Line
    pieces: list[Piece]
    names: list[Name | None]
    taken: list[Taken]
    more: Name | None = None


class BarPainter:
    """Draw the bars and names of the pieces that are seen."""

    def __init__(self, looks: LabelLooks, measures: Measures, paper: QColor, ink: QColor) -> None:
        """`ink` is the colour of what is said about a line as a whole."""
        self._looks = looks
        self._ink = ink
        self._measures = measures
        self._paper = paper

    def rows(self, pieces: Sequence[Piece], active: str, missing: Set[str]) -> list[Row]:
        """Choose the names of all pieces, line by line."""
        lines: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            lines[piece.line.start].append(piece)
        rows: list[Row] = []
        for whole in lines.values():
            taken: list[Taken] = []
            line = [piece for piece in whole if not piece.hidden]
            more = self._more(whole)
            names = [
                self._name(piece, room, taken, active, missing)
                for piece, room in zip(line, self._rooms(line, more), strict=True)
            ]
            rows.append(Row(whole[0].line, line, names, taken, more))
        return rows

    def _more(self, pieces: Sequence[Piece]) -> Name | None:
        """Say beside a line how many of its spans lie too deep to be shown."""
        hidden = {piece.span.id for piece in pieces if piece.hidden}
        if not hidden:
            return None
        line, text = pieces[0].line, f"+{len(hidden)}"
        width = self._looks.metrics.horizontalAdvance(text)
        x = line.shift - LABEL_GAP - width if line.rtl else line.shift + line.words.width() + LABEL_GAP
        return Name(text, x, width, outside=True)

    def paint(self, painter: QPainter, rows: Sequence[Row], active: str) -> None:
        """Draw all bars, the active span's last so that its chip lies on top."""
        painter.setFont(self._looks.font)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)  # a name's own, whatever the window's
        late: list[tuple[Piece, Name | None, list[Taken]]] = []
        for row in rows:
            for piece, name in zip(row.pieces, row.names, strict=True):
                if piece.span.id == active:
                    late.append((piece, name, row.taken))
                else:
                    self._bar(painter, piece, name, row.taken)
            if row.more is not None:
                self._count(painter, row.more, row.line)
        for piece, name, taken in late:
            self._active(painter, piece, name, taken)

    def bare(self, painter: QPainter, piece: Piece, thick: int, gap: tuple[float, float] | None = None) -> None:
        """Draw a piece's bar and caps without its name; `gap` (left and right edge) stays free."""
        y = self.y_of(piece)
        self._broken(painter, piece, y, thick, gap, [])
        self._caps(painter, piece, round(piece.stretch.left), round(piece.stretch.right), y)

    def y_of(self, piece: Piece) -> int:
        """Return the top of a piece's bar, in document coordinates."""
        lane = min(piece.lane, max(piece.depth - 1, 0))
        return (
            round(piece.line.bottom + self._measures.lane_centre(lane, piece.depth, piece.line.reserve))
            - self._measures.bar // 2
        )

    def _rooms(self, row: list[Piece], more: Name | None) -> list[float]:
        """Return how much room lies beside each piece of a line, in its lane, on the side where it ends."""
        room = [0.0 if more else float(self._measures.gutter - LABEL_GAP)] * len(row)
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

    def _name(self, piece: Piece, room: float, taken: list[Taken], active: str, missing: Set[str]) -> Name | None:
        """Choose the longest form that has room: in the bar, else the short one beside it, else one letter."""
        stretch = piece.stretch
        if not stretch.opens:
            return None
        chip = piece.span.id == active
        suffix = ("?" if piece.span.unsure else "") + ("!" if piece.span.id in missing else "")
        names = self._looks.names(piece.look, suffix)
        pad = float(CHIP_PAD) if chip else float(self._measures.bar + LABEL_GAP - 1)
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
        self._broken(painter, piece, y, self._measures.bar, own, taken)
        if name is None or name.outside or right - left >= name.width + 2 * self._measures.bar:
            self._caps(painter, piece, left, right, y)
        if name is not None:
            painter.setPen(piece.look.name)
            painter.drawText(QPointF(round(name.x), round(y + self._measures.bar / 2 + self._looks.half)), name.text)
            painter.setPen(Qt.PenStyle.NoPen)

    def _broken(
        self, painter: QPainter, piece: Piece, y: int, thick: int, own: tuple[float, float] | None, taken: list[Taken]
    ) -> None:
        """Draw a bar, broken by its own name and, on a crowded line, by the names of near lanes."""
        at, right = round(piece.stretch.left), round(piece.stretch.right)
        reach = self._looks.half + self._measures.bar
        gaps = [(low, high) for low, high, other in taken if low < right and abs(other - y) <= reach]
        for low, high in sorted([*gaps, own] if own else gaps):
            if low - at > LEAST_BAR:
                self._line(painter, piece, at, round(low), y, thick)
            at = max(at, round(high))
        if right - at >= self._measures.bar:
            self._line(painter, piece, at, right, y, thick)

    def _count(self, painter: QPainter, more: Name, line: Line) -> None:
        """Draw how many spans are not shown, level with the deepest lane that is."""
        lanes = self._measures.most_lanes(line.reserve)
        y = line.bottom + self._measures.lane_centre(lanes - 1, lanes, line.reserve)
        painter.setPen(self._ink)
        painter.drawText(QPointF(round(more.x), round(y + self._looks.half)), more.text)
        painter.setPen(Qt.PenStyle.NoPen)

    def _caps(self, painter: QPainter, piece: Piece, left: int, right: int, y: int) -> None:
        stretch, colour, bar = piece.stretch, piece.look.bar, self._measures.bar
        on_left, on_right = (stretch.closes, stretch.opens) if stretch.reverse else (stretch.opens, stretch.closes)
        if on_left:
            painter.fillRect(left, y + bar - CAP, bar, CAP, colour)
        if on_right:
            painter.fillRect(right - bar, y + bar - CAP, bar, CAP, colour)

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
        self._broken(painter, piece, y, self._measures.active_bar, own, taken)
        self._caps(painter, piece, left, right, y)
        if chip is not None and name is not None:
            painter.setBrush(piece.look.name)
            painter.drawRoundedRect(chip, _CHIP_RADIUS, _CHIP_RADIUS)
            painter.setPen(self._paper)
            painter.drawText(QPointF(round(name.x), round(y + self._measures.bar / 2 + self._looks.half)), name.text)
            painter.setPen(Qt.PenStyle.NoPen)

    def _chip(self, name: Name, y: int) -> QRectF:
        half = round(self._looks.half) + 2
        return QRectF(round(name.x) - CHIP_PAD, y + 1 - half, round(name.width) + 2 * CHIP_PAD, 2 * half)
