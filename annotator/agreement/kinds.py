"""In what two versions of one place differ: spans are matched in phases, and what is left over tells the kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from annotator.agreement.matching import match_overlap

Placed = tuple[int, int, str]
"""(start, end, label) of a span; code points, half-open."""
Pair = tuple[Placed, Placed]

GRAVITY = ("attribute", "role", "boundary", "label", "both", "split", "one")
"""From the lightest to the gravest."""
WEIGHT = {"attribute": 0.25, "role": 0.5, "boundary": 0.5, "label": 1.0, "both": 1.0, "split": 1.0, "one": 1.0}
"""What one such difference counts: a tag that only one has moves every figure, a value only its own."""


def difference(first: Sequence[Placed], second: Sequence[Placed]) -> Counter[str]:
    """Return kind -> how often the spans of two versions differ so; empty where they are the same.

    After those that are alike, spans are matched one-to-one, as many as can be, in phases: same label and overlap
    (boundary), same range (label), overlap (both). A span that is left over is part of a split where its label is that
    of a matched span which it lies beside, both of them against one on the other side; else one alone marked it.
    """
    lefts, rights = _without(first, second), _without(second, first)
    pairs: list[Pair] = []
    found: Counter[str] = Counter()
    if lefts and rights:
        for label in sorted({one[2] for one in lefts} & {one[2] for one in rights}):
            found["boundary"] += _match(lefts, rights, pairs, lambda one, other: one[2] == other, label)
        for place in sorted({one[:2] for one in lefts} & {one[:2] for one in rights}):
            found["label"] += _match(lefts, rights, pairs, lambda one, other: one[:2] == other, place)
        found["both"] += _match(lefts, rights, pairs, lambda _one, _other: True, None)
    _count_left(lefts, [(right, left) for left, right in pairs], found)
    _count_left(rights, pairs, found)
    return +found


def alone(one: tuple[Any, ...], other: tuple[Any, ...]) -> dict[str, int]:
    """Return `difference` of two versions of one span each that differ, of which only (start, end, label) is read.

    Most cards are of these.
    """
    if not _overlap(one, other):
        return {"one": 2}
    if one[2] == other[2]:
        return {"boundary": 1}
    return {"label" if one[:2] == other[:2] else "both": 1}


def _without(spans: Sequence[Placed], others: Sequence[Placed]) -> list[Placed]:
    """Return the spans, in order, that have no partner among the others that is quite alike."""
    return sorted((Counter(spans) - Counter(others)).elements())


def _match(
    lefts: list[Placed], rights: list[Placed], pairs: list[Pair], fits: Callable[[Placed, object], bool], wanted: object
) -> int:
    """Move what can be matched among the spans that fit into `pairs`; return how many pairs that made."""
    one, two = ([span for span in side if fits(span, wanted)] for side in (lefts, rights))
    made = [(one[i], two[j]) for i, j in match_overlap([span[:2] for span in one], [span[:2] for span in two])]
    for left, right in made:
        lefts.remove(left)
        rights.remove(right)
    pairs += made
    return len(made)


def _count_left(left_over: list[Placed], pairs: list[Pair], found: Counter[str]) -> None:
    """Count the spans of one side that nobody is left for; `pairs` are (span of the other side, span of this side)."""
    for span in left_over:
        whole = any(own[2] == span[2] and not _overlap(own, span) and _overlap(other, span) for other, own in pairs)
        found["split" if whole else "one"] += 1


def _overlap(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return bool(one[0] < other[1] and other[0] < one[1])
