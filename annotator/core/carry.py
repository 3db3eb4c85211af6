"""Carry ranges from one text over to a copy of it: by alignment of words, proven by the quote."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import Match, SequenceMatcher

from annotator.core.span import Span

CONTEXT = 3
"""Words around a range that must stand in the copy as well."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(slots=True)
class Carried:
    """Where spans of one text stand in another (span id -> code points, half-open), and those that stand nowhere."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    left: list[Span] = field(default_factory=list)


def carry_over(source: str, target: str, spans: Iterable[Span]) -> Carried:
    """Find each span of `source` in `target`.

    A span is carried where all its words and at least three words beside it stand in one run of words that both texts
    share, in the order of the longest such runs (the Ratcliff-Obershelp matching of `difflib`), and where the
    characters between its new edges are exactly its quote. Anything else is left.
    """
    here, there = (list(_TOKEN.finditer(text)) for text in (source, target))
    runs = _runs([token[0] for token in here], [token[0] for token in there])
    starts = [token.start() for token in here]
    out = Carried()
    for span in spans:
        place = None
        first, last = _within(starts, span)
        run = _run_of(runs, first, last)
        if run is not None and _in_context(run, first, last, len(here)):
            shift = run.b - run.a
            # An edge inside a word stays as many characters inside it.
            start = there[first + shift].start() + span.start - here[first].start()
            end = there[last + shift].end() + span.end - here[last].end()
            if target[start:end] == span.quote:
                place = start, end
        if place is None:
            out.left.append(span)
        else:
            out.places[span.id] = place
    return out


def _runs(here: list[str], there: list[str]) -> list[Match]:
    return [run for run in SequenceMatcher(None, here, there).get_matching_blocks() if run.size]


def _within(starts: list[int], span: Span) -> tuple[int, int]:
    """Return the first and the last token that a span touches; the first is -1 where it touches none before it."""
    return bisect_right(starts, span.start) - 1, bisect_right(starts, span.end - 1) - 1


def _run_of(runs: list[Match], first: int, last: int) -> Match | None:
    at = bisect_right(runs, first, key=lambda run: run.a) - 1
    if first < 0 or at < 0:
        return None
    run = runs[at]
    return run if last < run.a + run.size else None


def _in_context(run: Match, first: int, last: int, count: int) -> bool:
    """Tell whether enough words beside a range are shared; a text that is shared whole needs none."""
    return run.size - (last - first + 1) >= CONTEXT or run.size == count
