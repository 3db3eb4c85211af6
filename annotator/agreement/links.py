"""F1 over relations for each pair of annotators: who linked the same event to the same filler in the same role."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.f1 import ratio
from annotator.agreement.marks import Bools, Floats, Ints
from annotator.agreement.matching import match_graph, pairs

End = tuple[int, int, str]
"""One end of a link, a span: start and end (code points, half-open) and label."""
Link = tuple[str, End, End]
"""A relation as it is compared: type, head and child."""
COLUMNS = ("first", "second", "exact", "overlapping")
KINDS = ("exact", "overlap")


@dataclass(frozen=True, slots=True, eq=False)
class LinkRows:
    """What two annotators share: a row for each article, pair and type that one of the two used, in this order.

    `article` is a place in `finished`, `pair` one in `pairs(annotators)` and `type` one in `types`. `counts` has the
    columns COLUMNS: links of the first and of the second; exact matches; further matches with ends that overlap.
    """

    types: tuple[str, ...]
    article: Ints
    pair: Ints
    type: Ints
    counts: Ints


def counts(finished: Bools, work: Mapping[tuple[int, int], Iterable[Link]], types: Iterable[str] = ()) -> LinkRows:
    """Return the counts of every pair over the articles that both finished (article x annotator, as in the marks).

    `work` is (article, annotator), both by place, -> links; `types` are those to be there even where nobody used them.
    """
    held: dict[int, dict[int, Counter[Link]]] = defaultdict(dict)
    for (article, who), links in work.items():
        held[article][who] = Counter(links)
    named = sorted({*types, *(link[0] for people in held.values() for links in people.values() for link in links)})
    place = {name: number for number, name in enumerate(named)}
    number = {pair: count for count, pair in enumerate(pairs(finished.shape[1]))}
    rows: list[tuple[int, ...]] = []
    nothing: Counter[Link] = Counter()
    for article in sorted(held):
        people = held[article]
        for pair in combinations(np.flatnonzero(finished[article]).tolist(), 2):
            compared = _between(people.get(pair[0], nothing), people.get(pair[1], nothing))
            rows += sorted((article, number[pair], place[kind], *found) for kind, found in compared.items())
    table = np.asarray(rows, dtype=np.int64).reshape(-1, 3 + len(COLUMNS))
    return LinkRows(tuple(named), table[:, 0], table[:, 1], table[:, 2], table[:, 3:])


def _between(first: Counter[Link], second: Counter[Link]) -> dict[str, list[int]]:
    """Return type -> counts (COLUMNS) of two annotators' links of one article."""
    out: dict[str, list[int]] = defaultdict(lambda: [0] * len(COLUMNS))
    rest: tuple[dict[tuple[str, str, str], list[Link]], ...] = (defaultdict(list), defaultdict(list))
    for side, (ours, theirs) in enumerate(((first, second), (second, first))):
        for link, count in ours.items():
            same = min(count, theirs[link]) if link in theirs else 0
            out[link[0]][side] += count
            if side == 0:
                out[link[0]][2] += same
            if count > same:
                rest[side][link[0], link[1][2], link[2][2]] += [link] * (count - same)
    for key, left in rest[0].items():
        if key in rest[1]:
            out[key[0]][3] += len(match_graph(_partners(left, rest[1][key])))
    return out


def _partners(first: list[Link], second: list[Link]) -> list[list[int]]:
    """Return for each link those of the second list, by place, whose head and child share a character with its own.

    The links have the same type and labels at their ends. Heads that begin too late or too early are never looked at.
    """
    order = sorted(range(len(second)), key=lambda place: second[place][1][0])
    starts = [second[place][1][0] for place in order]
    longest = max(link[1][1] - link[1][0] for link in second)
    found = []
    for _, head, child in first:
        near = order[bisect_left(starts, head[0] - longest + 1) : bisect_left(starts, head[1])]
        found.append([
            place for place in near
            if second[place][1][1] > head[0] and second[place][2][0] < child[1] and child[0] < second[place][2][1]
        ])  # fmt: skip
    return found


def scores(summed: NDArray[Any]) -> dict[str, Floats]:
    """Return kind (KINDS) -> F1 of summed counts (..., COLUMNS); nan where both linked nothing, 0 where one did."""
    first, second, exact, further = np.moveaxis(np.asarray(summed), -1, 0)
    return {"exact": ratio(2 * exact, first + second), "overlap": ratio(2 * (exact + further), first + second)}
