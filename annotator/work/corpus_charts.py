"""The charts of a corpus as drawings: articles over time, sources, languages and lengths, and tags over labels.

`width` is in pixels, 8 of them free at either side for rows that are chosen. Words come from the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.scheme import Scheme
from annotator.work.drawing import Drawing, Line, Rect, Shape, Spot, Text, label_mark

WIDTH, PAD = 352.0, 8.0
_STEP = 26.0
_HIGH = 64.0
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it stands for, its name, its figure in words and as a number, a note, what a screen reader says.

    `label` is the key of the label whose mark stands before the name.
    """

    id: tuple[str, ...]
    name: str
    value: int
    shown: str
    said: str
    note: str = ""
    label: str = ""


def rows(bars: Sequence[Bar], scheme: Scheme, width: float = WIDTH) -> Drawing:
    """Draw bars one below the other: name, bar, figure, and a note at the far end where there are notes."""
    noted = any(bar.note for bar in bars)
    left, end = PAD + 124, width - PAD - (64 if noted else 0)
    right = end - 48
    most = max((bar.value for bar in bars), default=0) or 1
    shapes: list[Shape] = []
    spots = []
    for place, bar in enumerate(bars):
        middle = place * _STEP + _STEP / 2
        indent = 11 if bar.label else 0
        shapes += label_mark(scheme, bar.label, PAD, middle) if bar.label else ()
        shapes.append(Text(PAD + indent, middle, bar.name, "body", room=left - PAD - indent - 8))
        long = max((right - left) * bar.value / most, 2 if bar.value else 0)
        if long:
            shapes.append(Rect(left, middle - 4, long, 8, "chart", 2, 0.72))
        shapes.append(Text(end, middle, bar.shown, "body", 500, anchor="end"))
        if bar.note:
            shapes.append(Text(width - PAD, middle, bar.note, "sub", colour="ink2", anchor="end"))
        spots.append(Spot(bar.id, 0, place * _STEP, width, _STEP, bar.said))
    return Drawing(width, _STEP * len(bars), tuple(shapes), tuple(spots))


def columns(bars: Sequence[Bar], width: float = WIDTH, most: str = "") -> Drawing:
    """Draw bars side by side, from the first to the last; `most` is the highest figure in words."""
    if not bars:
        return Drawing(width, 0)
    left, right, top = PAD, width - PAD, 18.0
    bottom = top + _HIGH
    highest = max(bar.value for bar in bars) or 1
    each = (right - left) / len(bars)
    gap = 2.0 if each >= 6 else 1.0 if each >= 3 else 0.0
    wide = min(each - gap, 40.0)
    shapes: list[Shape] = [
        Line(left, top, right, top, "hairline"),
        Text(right, 8, most, "small", colour="ink2", anchor="end"),
    ]
    spots = []
    for place, bar in enumerate(bars):
        x = left + place * each + (each - gap - wide) / 2
        high = max(_HIGH * bar.value / highest, 2 if bar.value else 0)
        if high:
            shapes.append(Rect(x, bottom - high, wide, high, "chart", 0, 0.72))
        spots.append(Spot(bar.id, left + place * each, top - 2, each, _HIGH + 4, bar.said, cell=True))
    shapes.append(Line(left, bottom, right, bottom, "edge"))
    shapes.append(Text(left, bottom + 12, bars[0].name, "sub", colour="ink2"))
    if len(bars) > 1:
        shapes.append(Text(right, bottom + 12, bars[-1].name, "sub", colour="ink2", anchor="end"))
    return Drawing(width, bottom + 24, tuple(shapes), tuple(spots))


def thinned(dates: Sequence[tuple[str, int]], most: int = _MOST_COLUMNS) -> list[tuple[str, int]]:
    """Return counts by date in at most so many periods: days become months, months become years; gaps are zeros.

    A date is written as `2031-05-14`, `2031-05` or `2031`; what is none stays as it is, without filling gaps.
    """
    found = sorted(dates)
    for length in (10, 7, 4):
        counts: dict[str, int] = {}
        for date, many in found:
            counts[date[:length]] = counts.get(date[:length], 0) + many
        filled = _filled(counts)
        if len(filled) <= most or length == 4:
            return filled
    return found


def _filled(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return months or years with the empty ones between; days as they are."""
    keys = sorted(counts)
    if not keys or not all(key.replace("-", "").isdigit() and len(key) == len(keys[0]) for key in keys):
        return sorted(counts.items())
    if len(keys[0]) == 4:
        return [(f"{year:04}", counts.get(f"{year:04}", 0)) for year in range(int(keys[0]), int(keys[-1]) + 1)]
    if len(keys[0]) == 7:
        first, last = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (keys[0], keys[-1]))
        names = [f"{step // 12:04}-{step % 12 + 1:02}" for step in range(first, last + 1)]
        return [(name, counts.get(name, 0)) for name in names]
    return sorted(counts.items())
