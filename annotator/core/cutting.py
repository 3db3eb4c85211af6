"""Cut the furniture out of a page's text, and carry spans and zones over to what is left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from annotator.core.zones import Zone

_BREAK = "\n"


@dataclass(frozen=True, slots=True)
class Cutting:
    """What is left of a text: `gone` are the ranges that were cut (code points, half-open, sorted, apart)."""

    text: str
    gone: tuple[tuple[int, int], ...]
    _starts: tuple[int, ...]
    _before: tuple[int, ...]

    def moved(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where a range of the whole text stands now; None where a cut takes any of it or lies inside it."""
        at = bisect_right(self._starts, start)
        if at and self.gone[at - 1][1] > start:
            return None
        if at < len(self.gone) and self.gone[at][0] < end:
            return None
        return start - self._before[at], end - self._before[at]

    def within(self, start: int, end: int) -> bool:
        """Tell whether a range lies in one cut whole."""
        at = bisect_right(self._starts, start)
        return at > 0 and end <= self.gone[at - 1][1]

    def clipped(self, start: int, end: int) -> tuple[int, int]:
        """Return what is left of a range: from its first to its last character that stays; empty where none does."""
        return self._offset(start), self._offset(end)

    def _offset(self, offset: int) -> int:
        at = bisect_right(self._starts, offset)
        return max(offset, self.gone[at - 1][1] if at else 0) - self._before[at]


def without_furniture(text: str, zones: Iterable[Zone]) -> Cutting:
    """Cut the furniture zones out of a text; a line that is all furniture goes with the empty lines after it.

    At the text's end the breaks before such a line go instead. Everything else stays as it was, a truncated end too.
    """
    ranges = _merged(text, sorted((zone.start, zone.end) for zone in zones if zone.furniture))
    gone = [_whole_lines(text, start, end) for start, end in ranges]
    kept, place = [], 0
    for start, end in gone:
        kept.append(text[place:start])
        place = end
    kept.append(text[place:])
    before = (0, *accumulate(end - start for start, end in gone))
    return Cutting("".join(kept), tuple(gone), tuple(start for start, _ in gone), before)


def _merged(text: str, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join ranges that overlap, or that have nothing but white space between them."""
    out: list[tuple[int, int]] = []
    for start, end in ranges:
        if out and (start <= out[-1][1] or text[out[-1][1] : start].isspace()):
            out[-1] = out[-1][0], max(out[-1][1], end)
        else:
            out.append((start, end))
    return out


def _whole_lines(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a range over the breaks after it, or before it at the text's end, where it fills its lines."""
    first, last = start, end
    while first and text[first - 1] in " \t":
        first -= 1
    while last < len(text) and text[last] in " \t":
        last += 1
    if (first and text[first - 1] != _BREAK) or (last < len(text) and text[last] != _BREAK):
        return start, end
    while last < len(text) and text[last] == _BREAK:
        last += 1
    if last == len(text):
        while first and text[first - 1] == _BREAK:
            first -= 1
        if first and text.endswith(_BREAK):
            last -= 1
    return first, last
