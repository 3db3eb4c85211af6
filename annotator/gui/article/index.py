"""The spans of the open article: found by place in constant time, each with its lane, kept up to date span by span."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.lanes import assign_lanes, first_free, lane_order
from annotator.core.span import Span

_BUCKET = 512
_USUAL = 0.97
_MANY = 600

Key = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Range:
    """A range of the text that must be drawn anew (code points, half-open); empty when nothing changed."""

    start: int
    end: int

    def joined(self, start: int, end: int) -> Range:
        """Return the smallest range that holds this one and another."""
        if self.start >= self.end:
            return Range(start, end)
        return Range(min(self.start, start), max(self.end, end))


NOTHING = Range(0, 0)


def _reading_key(span: Span) -> tuple[int, int, str, str]:
    return span.start, -span.end, span.label, span.id


def _lane_key(span: Span) -> Key:
    return (*lane_order(span.start, span.end), span.label, span.id)


def _reach_of(spans: Iterable[Span]) -> tuple[int, int]:
    bounds = [(span.start, span.end) for span in spans]
    return min(start for start, _ in bounds), max(end for _, end in bounds)


class SpanIndex:
    """Hold spans in buckets of the text, so that neither a change nor a look-up walks through all of them."""

    def __init__(self) -> None:
        self.spans: dict[str, Span] = {}
        self._lanes: dict[str, int] = {}
        self._buckets: dict[int, set[str]] = {}

    def replace(self, spans: Iterable[Span]) -> None:
        """Hold these spans and no others."""
        self.spans = {span.id: span for span in spans}
        self._settle_all()
        self._buckets = {}
        for span in self.spans.values():
            self._enter(span)

    def put(self, span: Span) -> Range:
        """Add a span or replace the one of that id; return what must be drawn anew."""
        old = self.spans.get(span.id)
        changed = NOTHING
        if old is not None:
            if (old.start, old.end, old.label) == (span.start, span.end, span.label):
                self.spans[span.id] = span
                return Range(span.start, span.end)
            changed = self.drop(span.id)
        self.spans[span.id] = span
        self._enter(span)
        return self._settle([span], changed.joined(span.start, span.end))

    def drop(self, span_id: str) -> Range:
        """Remove a span; return what must be drawn anew."""
        span = self.spans.pop(span_id, None)
        if span is None:
            return NOTHING
        del self._lanes[span_id]
        for bucket in self._reach(span.start, span.end):
            self._buckets[bucket].discard(span_id)
        key = _lane_key(span)
        shorter = [other for other in self.between(span.start, span.end) if _lane_key(other) > key]
        return self._settle(shorter, Range(span.start, span.end))

    def lane(self, span_id: str) -> int:
        """Return the lane of a span, 0 = nearest to the words."""
        return self._lanes[span_id]

    def usual_depth(self) -> int:
        """Return how many lanes all but a few spans in a hundred need."""
        lanes = sorted(self._lanes.values())
        return lanes[int((len(lanes) - 1) * _USUAL)] + 1 if lanes else 0

    def between(self, start: int, end: int) -> list[Span]:
        """Return the spans that share a character with a range, in reading order."""
        ids: set[str] = set()
        for bucket in self._reach(start, end):
            ids |= self._buckets.get(bucket, set())
        found = [span for span in map(self.spans.__getitem__, ids) if span.start < end and start < span.end]
        found.sort(key=_reading_key)
        return found

    def innermost(self, offset: int) -> str:
        """Return the id of the shortest span that holds the character at an offset; empty where there is none."""
        held = self.between(offset, offset + 1)
        return min(held, key=lambda span: (span.end - span.start, -self._lanes[span.id])).id if held else ""

    def _enter(self, span: Span) -> None:
        for bucket in self._reach(span.start, span.end):
            self._buckets.setdefault(bucket, set()).add(span.id)

    @staticmethod
    def _reach(start: int, end: int) -> range:
        return range(start // _BUCKET, max(start, end - 1) // _BUCKET + 1)

    def _settle(self, spans: list[Span], changed: Range) -> Range:
        """Choose lanes anew for these spans and for whatever shorter span that moves, longest first."""
        if len(spans) > _MANY:
            self._settle_all()
            return changed.joined(*_reach_of(self.spans.values()))
        waiting = [_lane_key(span) for span in spans]
        heapq.heapify(waiting)
        seen: set[Key] = set()
        while waiting:
            key = heapq.heappop(waiting)
            if key in seen:
                continue
            seen.add(key)
            span = self.spans[key[3]]
            near = [(other, _lane_key(other)) for other in self.between(span.start, span.end)]
            lane = first_free({self._lanes[other.id] for other, rank in near if rank < key and other.id in self._lanes})
            if self._lanes.get(span.id) == lane:
                continue
            self._lanes[span.id] = lane
            changed = changed.joined(span.start, span.end)
            for _, rank in near:
                if rank > key:
                    heapq.heappush(waiting, rank)
            if len(waiting) > _MANY:
                self._settle_all()
                return changed.joined(*_reach_of(self.spans.values()))
        return changed

    def _settle_all(self) -> None:
        """Choose all lanes anew: the quicker way when a span covers most of the article."""
        ordered = sorted(self.spans.values(), key=_reading_key)
        lanes = assign_lanes([(span.start, span.end) for span in ordered])
        self._lanes = {span.id: lane for span, lane in zip(ordered, lanes, strict=True)}
