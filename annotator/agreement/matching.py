"""Who marked the same: the marks in one order, spans that are alike, and one-to-one matches of ranges that overlap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from annotator.agreement.marks import Bools, Ints, Marks

FEW = 48
"""Under so many clusters of overlapping ranges the plain sweep is faster than a round over all of them at once."""


def match_overlap(first: Sequence[tuple[int, int]], second: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a largest one-to-one match, as places (i, j), of ranges (code points, half-open) sharing >= 1 character.

    The range x that ends first takes the partner y that ends first. This is exact: every partner of x that is left
    holds x's last character. If the best match has x-y' and z-y, then z reaches x's end and starts before y and so y'
    ends, hence z-y' is a pair too and x-y, z-y' is as good; if only one of x and y is matched, x-y may replace it.
    """
    sides = (first, second)
    every = [
        (end, start, side, place) for side, ranges in enumerate(sides) for place, (start, end) in enumerate(ranges)
    ]
    by_end = sorted(every)
    by_start = sorted(range(len(by_end)), key=lambda rank: by_end[rank][1])
    waiting: tuple[list[int], list[int]] = ([], [])
    matched = bytearray(len(by_end))
    found: list[tuple[int, int]] = []
    opened = 0
    for rank, (end, _, side, place) in enumerate(by_end):
        if matched[rank]:
            continue
        while opened < len(by_start) and by_end[by_start[opened]][1] < end:
            heappush(waiting[by_end[by_start[opened]][2]], by_start[opened])
            opened += 1
        others = waiting[1 - side]
        while others and (others[0] < rank or matched[others[0]]):
            heappop(others)
        if others:
            partner = heappop(others)
            matched[partner] = 1
            other = by_end[partner][3]
            found.append((place, other) if side == 0 else (other, place))
    return found


def match_graph(partners: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return a largest one-to-one match, as (i, j) by i, where i may go with any j of `partners[i]` (augmenting paths).

    What a search without success has seen is never searched again: no later path leads through it (Berge 1957).
    """
    taken: dict[int, int] = {}
    closed: set[int] = set()
    for root in range(len(partners)):
        reached = _augment(root, partners, taken, closed)
        if reached is not None:
            closed |= reached
    return sorted((i, j) for j, i in taken.items())


def _augment(root: int, partners: Sequence[Sequence[int]], taken: dict[int, int], closed: set[int]) -> set[int] | None:
    """Add one pair to `taken` (j -> i) along a path from `root`; return what was reached if there is no such path."""
    came: dict[int, int] = {}
    own: dict[int, int] = {}
    queue = [root]
    for one in queue:
        for other in partners[one]:
            if other in came or other in closed:
                continue
            came[other] = one
            holder = taken.get(other)
            if holder is None:
                step: int | None = other
                while step is not None:
                    who = came[step]
                    taken[step] = who
                    step = own.get(who)
                return None
            own[holder] = other
            queue.append(holder)
    return set(came)


def match_many(start: Ints, end: Ints, second: Bools, few: int = FEW) -> tuple[Ints, Ints]:
    """Return the places of the first and of the second side's ranges in a largest one-to-one match by overlap.

    The ranges (half-open) are sorted by `start`. Those of different texts or labels lie apart on one line. The match is
    that of `match_overlap`, made for all clusters of overlapping ranges at once, one pair of each in a round, until
    less than `few` clusters are left.
    """
    rank = np.empty(len(start), dtype=np.int64)
    by_end = np.lexsort((start, end))
    rank[by_end] = np.arange(len(start))
    left = np.arange(len(start))
    pairs: list[tuple[Ints, Ints]] = []
    while True:
        cluster, mixed = clusters(start[left], end[left], second[left])
        keep = mixed[cluster]
        left, cluster = left[keep], cluster[keep]
        if not len(left):
            break
        heads = _heads(cluster)
        if len(heads) < few:
            pairs.append(_swept(start, end, second, left))
            break
        number = np.cumsum(_changes(cluster)) - 1
        one = by_end[np.minimum.reduceat(rank[left], heads)]
        meets = (second[left] != second[one][number]) & (start[left] < end[one][number])
        best = np.minimum.reduceat(np.where(meets, rank[left], len(start)), heads)
        has = best < len(start)
        one_matched, other = one[has], by_end[best[has]]
        swap = second[one_matched]
        pairs.append((np.where(swap, other, one_matched), np.where(swap, one_matched, other)))
        gone = np.zeros(len(start), dtype=bool)
        gone[one] = gone[other] = True
        left = left[~gone[left]]
    return _joined([pair[0] for pair in pairs]), _joined([pair[1] for pair in pairs])


def _swept(start: Ints, end: Ints, second: Bools, left: Ints) -> tuple[Ints, Ints]:
    sides = left[~second[left]], left[second[left]]
    ranges = [list(zip(start[side].tolist(), end[side].tolist(), strict=True)) for side in sides]
    found = np.asarray(match_overlap(ranges[0], ranges[1]), dtype=np.int64).reshape(-1, 2)
    return sides[0][found[:, 0]], sides[1][found[:, 1]]


def clusters(start: Ints, end: Ints, second: Bools) -> tuple[Ints, Bools]:
    """Return the number of each range's cluster and, for each cluster, whether both sides stand in it.

    A cluster holds what hangs together by sharing characters; the ranges are sorted by `start`.
    """
    if not len(start):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=bool)
    fresh = np.ones(len(start), dtype=bool)
    np.greater_equal(start[1:], np.maximum.accumulate(end)[:-1], out=fresh[1:])
    number = np.cumsum(fresh) - 1
    sides = np.zeros((2, int(number[-1]) + 1), dtype=bool)
    sides[1, number[second]] = True
    sides[0, number[~second]] = True
    return number, sides[0] & sides[1]


def sorted_columns(columns: Sequence[Ints]) -> list[Ints]:
    """Return columns of whole numbers >= 0, their rows sorted by the first column, then by the second and so on."""
    if not len(columns[0]):
        return list(columns)
    widths = [int(column.max()).bit_length() for column in columns]
    if sum(widths) > np.iinfo(np.int64).bits - 1:
        order = np.lexsort(tuple(reversed(columns)))
        return [column[order] for column in columns]
    key = columns[0].astype(np.int64)
    for column, width in zip(columns[1:], widths[1:], strict=True):
        key <<= width
        key |= column
    key.sort()
    out: list[Ints] = []
    for width in reversed(widths):
        out.append(key & ((1 << width) - 1))
        key >>= width
    return out[::-1]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The spans of all annotators, sorted by article, label, start, end and annotator.

    `group` numbers the (article, label) that occur, `heads` is the first row of each. `begin` and `stop` are the edges
    on one line on which every group has a stretch of its own. `twin` is the same number for spans that match exactly;
    one annotator has it once, since the second of two equal spans has another number.
    """

    finished: Bools
    article: Ints
    label: Ints
    start: Ints
    end: Ints
    annotator: Ints
    group: Ints
    heads: Ints
    begin: Ints
    stop: Ints
    twin: Ints

    @staticmethod
    def of(marks: Marks) -> Table:
        """Return the table of these marks."""
        article, label, start, end, annotator = sorted_columns(
            [marks.article, marks.label, marks.start, marks.end, marks.annotator]
        )
        group_changes = _changes(article) | _changes(label)
        group = np.cumsum(group_changes) - 1
        stretch = int(end.max()) + 1 if len(end) else 1
        changes = group_changes | _changes(start) | _changes(end)
        run = _firsts(changes)
        copy = np.arange(len(run)) - _firsts(changes | _changes(annotator))
        return Table(
            marks.finished, article, label, start, end, annotator, group, np.flatnonzero(group_changes),
            group * stretch + start, group * stretch + end, run + copy,
        )  # fmt: skip

    def by_annotator(self) -> list[Ints]:
        """Return each annotator's rows of the table, in its order."""
        return [np.flatnonzero(self.annotator == who) for who in range(self.finished.shape[1])]

    def shared(self, mine: Ints, other: int) -> Ints:
        """Return those of one annotator's rows whose article the other finished too."""
        return mine[self.finished[:, other][self.article[mine]]]

    def together(self, mine: Ints, theirs: Ints) -> tuple[Ints, Bools]:
        """Return two annotators' rows in the table's order, and of each whether it is the second one's."""
        second = np.zeros(len(self.twin), dtype=bool)
        second[theirs] = True
        rows = np.sort(np.concatenate([mine, theirs]), kind="stable")
        return rows, second[rows]

    def agreed(self, mine: Ints, theirs: Ints) -> tuple[Bools, Bools]:
        """Tell of each row of two annotators whether it has an exact match (article, range, label) in the other's."""
        found = []
        for ours, others in ((mine, theirs), (theirs, mine)):
            there = np.zeros(len(self.twin), dtype=bool)
            there[self.twin[others]] = True
            found.append(there[self.twin[ours]])
        return found[0], found[1]


def pairs(annotators: int) -> list[tuple[int, int]]:
    """Return the pairs (i, j), i < j, of so many annotators, in the order in which figures number them."""
    return [(i, j) for i in range(annotators) for j in range(i + 1, annotators)]


def _changes(column: Ints) -> Bools:
    """Tell of each row whether its value differs from the row before; the first one does."""
    out = np.ones(len(column), dtype=bool)
    np.not_equal(column[1:], column[:-1], out=out[1:])
    return out


def _heads(column: Ints) -> Ints:
    return np.flatnonzero(_changes(column))


def _firsts(changes: Bools) -> Ints:
    """Return for each row the place of the first row of its run."""
    return np.maximum.accumulate(np.where(changes, np.arange(len(changes)), 0))


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
