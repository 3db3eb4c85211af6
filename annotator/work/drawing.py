"""A chart as shapes: drawn once here, then painted in the window and written as SVG.

Measures are device-independent pixels at the usual scale, y grows downwards. A colour is a token: the name of a colour
in `resources/themes`, `heat:0.42` for a place on the heat map's scale, or `label:KEY` for a label's bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from annotator.core.scheme import Scheme

Anchor = Literal["start", "middle", "end"]
_OPPOSITE: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
_HATCH = 6.0


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled rectangle; `opacity` goes from 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Path:
    """Lines from point to point: a stroke, or a closed and filled form."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 1.0
    filled: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle; `ring` is the colour of a thin line around it that parts it from what it lies on."""

    x: float
    y: float
    radius: float
    fill: str
    ring: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of words around a middle line `y`; one that is longer than `room` (0: no end) is cut with “…”.

    `size` is a token of type; `anchor` says which end of the words stands at `x`.
    """

    x: float
    y: float
    text: str
    size: str = "sub"
    weight: int = 400
    colour: str = "ink"
    anchor: Anchor = "start"
    room: float = 0.0


Shape = Rect | Line | Path | Dot | Text


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that can be focused and pressed; `id` says what it stands for, `words` what a screen reader says.

    `tip` explains it (empty: the words do); a place that does not open anything is `still`.
    """

    id: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    words: str
    cell: bool = False
    tip: str = ""
    still: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies in the place."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes from the back to the front, and the places in them, in reading order."""

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    spots: tuple[Spot, ...] = ()

    def words(self) -> list[str]:
        """Return the words that are drawn, in their order."""
        return [shape.text for shape in self.shapes if isinstance(shape, Text)]


_Placed = TypeVar("_Placed", Rect, Spot)


def hatched(x: float, y: float, width: float, height: float, ground: str = "raised") -> Iterator[Shape]:
    """Yield a rectangle of slanting lines: a figure that is not defined."""
    yield Rect(x, y, width, height, ground)
    step = _HATCH
    while step < width + height:
        # From the left or lower edge up to the upper or right one, on x + y = step.
        x1, y1 = (0.0, step) if step <= height else (step - height, height)
        x2, y2 = (step, 0.0) if step <= width else (width, step - width)
        yield Line(x + x1, y + y1, x + x2, y + y2, "soft_edge")
        step += _HATCH


def label_mark(scheme: Scheme, key: str, x: float, middle: float) -> Iterator[Shape]:
    """Yield a label's mark; that of a label with dashed bars is broken."""
    label = scheme.label(key)
    colour = f"label:{key}" if label is not None else "ink3"
    if label is None or not label.dashed:
        yield Rect(x, middle - 7, 4, 14, colour, 2)
        return
    yield Rect(x, middle - 7, 4, 6, colour, 1)
    yield Rect(x, middle + 1, 4, 6, colour, 1)


def turned(drawing: Drawing) -> Drawing:
    """Return a drawing as it stands where words are written from right to left."""
    wide = drawing.width
    return replace(
        drawing,
        shapes=tuple(_turned(shape, wide) for shape in drawing.shapes),
        spots=tuple(_swapped(spot, wide) for spot in drawing.spots),
    )


def _swapped(part: _Placed, wide: float) -> _Placed:
    return replace(part, x=wide - part.x - part.width)


def _turned(shape: Shape, wide: float) -> Shape:
    if isinstance(shape, Rect):
        return _swapped(shape, wide)
    if isinstance(shape, Line):
        return replace(shape, x1=wide - shape.x1, x2=wide - shape.x2)
    if isinstance(shape, Path):
        return replace(shape, points=tuple((wide - x, y) for x, y in shape.points))
    if isinstance(shape, Dot):
        return replace(shape, x=wide - shape.x)
    return replace(shape, x=wide - shape.x, anchor=_OPPOSITE[shape.anchor])


def shifted(drawing: Drawing, down: float) -> Drawing:
    """Return a drawing moved down; its height grows with it."""
    return replace(
        drawing,
        height=drawing.height + down,
        shapes=tuple(_lowered(shape, down) for shape in drawing.shapes),
        spots=tuple(replace(spot, y=spot.y + down) for spot in drawing.spots),
    )


def _lowered(shape: Shape, down: float) -> Shape:
    if isinstance(shape, Line):
        return replace(shape, y1=shape.y1 + down, y2=shape.y2 + down)
    if isinstance(shape, Path):
        return replace(shape, points=tuple((x, y + down) for x, y in shape.points))
    return replace(shape, y=shape.y + down)


def titled(drawing: Drawing, title: str, note: str = "", foot: str = "", pad: float = 8.0) -> Drawing:
    """Return a drawing under its title, a note at the far end, a line at its foot: a chart that stands alone."""
    room = drawing.width - 2 * pad
    head = [Text(pad, 16, title, "sub", 600, "ink2", room=room)]
    if note:
        head.append(Text(drawing.width - pad, 34, note, "small", 400, "ink2", "end", room))
    lower = shifted(drawing, 48 if note else 32)
    if not foot:
        return replace(lower, shapes=(*head, *lower.shapes))
    line = Text(pad, lower.height + 10, foot, "small", 400, "ink2", room=room)
    return replace(lower, height=lower.height + 22, shapes=(*head, *lower.shapes, line))
