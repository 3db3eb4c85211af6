"""The counts over spans and links once more, slow and plain: sets of characters and every possible match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import TypeVar

Span = tuple[int, int, str]
Link = tuple[str, Span, Span]
Work = Mapping[tuple[str, str], Sequence[Span]]
T = TypeVar("T")


def meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether two ranges share a character."""
    return bool(set(range(*one)) & set(range(*other)))


def most(first: Sequence[T], second: Sequence[T], fits: Callable[[T, T], bool]) -> int:
    """Return the size of a largest one-to-one match, by trying every one of them."""

    @cache
    def best(place: int, free: frozenset[int]) -> int:
        if place == len(first):
            return 0
        tried = [best(place + 1, free)]
        tried += [1 + best(place + 1, free - {j}) for j in free if fits(first[place], second[j])]
        return max(tried)

    return best(0, frozenset(range(len(second))))


def without_equal(first: Iterable[T], second: Iterable[T]) -> tuple[int, list[T], list[T]]:
    """Return how many of two lists are equal, one-to-one, and what each has besides."""
    mine, theirs = Counter(first), Counter(second)
    return (mine & theirs).total(), list((mine - theirs).elements()), list((theirs - mine).elements())


def span_counts(work: Work) -> dict[tuple[str, tuple[str, str], str], list[int]]:
    """Return (article, pair, label) -> the seven counts of `f1.COLUMNS`."""
    out = {}
    for article, first, second in compared(work):
        labels = {label for who in (first, second) for _, _, label in work[article, who]}
        for label in labels:
            mine, theirs = ([s[:2] for s in work[article, who] if s[2] == label] for who in (first, second))
            exact, rest, others = without_equal(mine, theirs)
            characters = [Counter(at for span in spans for at in range(*span)) for spans in (mine, theirs)]
            out[article, (first, second), label] = [
                len(mine), len(theirs), exact, most(rest, others, meet), (characters[0] & characters[1]).total(),
                characters[0].total(), characters[1].total(),
            ]  # fmt: skip
    return out


def compared(work: Mapping[tuple[str, str], object]) -> list[tuple[str, str, str]]:
    """Return (article, one annotator, another one), for all who finished it, by name."""
    return [
        (article, *pair)
        for article in sorted({article for article, _ in work})
        for pair in combinations(sorted(who for this, who in work if this == article), 2)
    ]


def link_counts(work: Mapping[tuple[str, str], Sequence[Link]]) -> dict[tuple[str, tuple[str, str], str], list[int]]:
    """Return (article, pair, type) -> the four counts of `links.COLUMNS`."""
    out = {}
    for article, first, second in compared(work):
        for kind in {link[0] for who in (first, second) for link in work[article, who]}:
            mine, theirs = ([k for k in work[article, who] if k[0] == kind] for who in (first, second))
            exact, rest, others = without_equal(mine, theirs)
            out[article, (first, second), kind] = [len(mine), len(theirs), exact, most(rest, others, _ends_meet)]
    return out


def _ends_meet(one: Link, other: Link) -> bool:
    return all(a[2] == b[2] and meet(a[:2], b[:2]) for a, b in zip(one[1:], other[1:], strict=True))


def first_ends(
    first: Sequence[Span], second: Sequence[Span], key: Callable[[Span], Hashable]
) -> list[tuple[Span, Span]]:
    """Match what overlaps and has one key: what ends first, then begins first, takes the partner that does so."""
    left = [list(first), list(second)]
    found = []
    for span, side in sorted([(s, 0) for s in first] + [(s, 1) for s in second], key=lambda one: (*_ends(one[0]), one)):
        if span not in left[side]:
            continue
        left[side].remove(span)
        fitting = [s for s in left[1 - side] if key(s) == key(span) and meet(s[:2], span[:2])]
        if fitting:
            other = min(fitting, key=_ends)
            left[1 - side].remove(other)
            found.append((span, other) if side == 0 else (other, span))
    return found


def _ends(span: Span) -> tuple[int, int]:
    return span[1], span[0]


def difference(
    mine: Sequence[Span], theirs: Sequence[Span]
) -> tuple[int, int, list[tuple[int, int]], Counter[tuple[str, str]]]:
    """Return of two people's spans of an article: left over of each, (start, end) shifts, and (label, label) counts."""
    _, rest, others = without_equal(mine, theirs)
    confusion = Counter((span[2], span[2]) for span in (Counter(mine) & Counter(theirs)).elements())
    boundary = first_ends(rest, others, lambda span: span[2])
    shifts = [(a[0] - b[0], a[1] - b[1]) for a, b in boundary]
    rest, others = _less(rest, [a for a, _ in boundary]), _less(others, [b for _, b in boundary])
    for place in {span[:2] for span in rest}:
        here, there = (sorted(s for s in spans if s[:2] == place) for spans in (rest, others))
        for a, b in zip(here, there, strict=False):
            confusion[a[2], b[2]] += 1
            rest.remove(a)
            others.remove(b)
    both = most(rest, others, lambda a, b: meet(a[:2], b[:2]))
    return len(rest) - both, len(others) - both, shifts, confusion


def _less(spans: Sequence[Span], gone: Sequence[Span]) -> list[Span]:
    return list((Counter(spans) - Counter(gone)).elements())
