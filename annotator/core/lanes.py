"""Lanes: which row under the words the bar of a span takes, so that no two bars lie on each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def lane_order(start: int, end: int) -> tuple[int, int]:
    """Return the key by which spans choose their lanes: the longest first, then the one that starts first."""
    return start - end, start


def first_free(taken: set[int]) -> int:
    """Return the smallest lane that is not taken."""
    lane = 0
    while lane in taken:
        lane += 1
    return lane


def assign_lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return a lane for each span (start, end in code points, half-open).

    The longest span over a place gets lane 0, spans that overlap never share a lane, spans that only touch may.
    The answer does not depend on the order in which the spans come (equal spans share out their lanes).
    """
    order = sorted(range(len(spans)), key=lambda i: lane_order(*spans[i]))
    rows: list[tuple[list[int], list[int]]] = []
    lanes = [0] * len(spans)
    for i in order:
        lanes[i] = _place(rows, *spans[i])
    return lanes


def _place(rows: list[tuple[list[int], list[int]]], start: int, end: int) -> int:
    """Put a range into the first row that has room for it; return the row's number."""
    for lane, (starts, ends) in enumerate(rows):
        at = bisect_left(starts, end)
        if at == 0 or ends[at - 1] <= start:
            at = bisect_left(starts, start)
            starts.insert(at, start)
            ends.insert(at, end)
            return lane
    rows.append(([start], [end]))
    return len(rows) - 1
