"""What is drawn under a passage: a lane a version, and where all versions agree; offsets are code points, half-open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.core.span import Span

_MOST_AROUND = 1200


@dataclass(frozen=True, slots=True)
class Lane:
    """One version's spans in reading order, with its letter."""

    letter: str
    spans: tuple[Span, ...]

    def depths(self) -> dict[str, int]:
        """Return span id -> its row within the lane: 0 unless an earlier span is still open."""
        found: dict[str, int] = {}
        ends: list[int] = []
        for span in sorted(self.spans, key=lambda s: (s.start, -s.end, s.label)):
            place = next((n for n, end in enumerate(ends) if end <= span.start), len(ends))
            ends[place : place + 1] = [span.end]
            found[span.id] = place
        return found


@dataclass(frozen=True, slots=True)
class Tint:
    """A range with the label to tint it by; `agreed` where all versions have the same labels there."""

    start: int
    end: int
    label: str
    agreed: bool


def tints(lanes: Sequence[Lane]) -> list[Tint]:
    """Return what is tinted; a range in dispute between labels has no label."""
    places = sorted({place for lane in lanes for span in lane.spans for place in (span.start, span.end)})
    found: list[Tint] = []
    for start, end in pairwise(places):
        held = [
            frozenset(span.label for span in lane.spans if span.start <= start and end <= span.end) for lane in lanes
        ]
        every = frozenset[str]().union(*held)
        if not every:
            continue
        tint = Tint(start, end, next(iter(every)) if len(every) == 1 else "", len(set(held)) == 1)
        last = found[-1] if found else None
        if last is not None and (last.end, last.label, last.agreed) == (start, tint.label, tint.agreed):
            found[-1] = Tint(last.start, end, tint.label, tint.agreed)
        else:
            found.append(tint)
    return found


def clipped(text: str, start: int, end: int, most: int = _MOST_AROUND) -> tuple[int, int]:
    """Return how much of a text to show around a range in it: at most `most` characters to each side, whole words."""
    first, last = max(0, start - most), min(len(text), end + most)
    if first > 0:
        gap = text.find(" ", first, start)
        first = gap + 1 if gap >= 0 else first
    if last < len(text):
        gap = text.rfind(" ", end, last)
        last = gap if gap >= 0 else last
    return first, last
