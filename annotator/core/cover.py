"""The part of a text that some ranges hold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable


class Cover:
    """The characters that some ranges hold (code points, half-open)."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(ranges):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meets(self, start: int, end: int) -> bool:
        """Tell whether a range holds one of them."""
        place = bisect_right(self._ends, start)
        return place < len(self._starts) and self._starts[place] < end
