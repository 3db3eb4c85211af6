"""How each annotator differs from the others: how much they mark, where they begin and end, which labels they swap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement import f1
from annotator.agreement.marks import Bools, Ints, Marks
from annotator.agreement.matching import Table, match_many, pairs, sorted_columns


@dataclass(frozen=True, slots=True)
class Bias:
    """One annotator against all others together, over the articles that the annotator and another one finished.

    `characters` counts the code points of these `articles`, `per_thousand` is spans per 1,000 of them (None without
    any). The other figures sum over the other annotators: a span that two others left out is `only_mine` twice.
    Spans are matched one-to-one in phases, each on what is left: exactly; by label and a shared character (boundary);
    by the same range with another label; by a shared character. What is left then is `only_mine` or `only_theirs`.
    The shifts are means over the boundary matches in code points, mine - theirs: below 0 is earlier than the others.
    `confusion` is (my label, theirs) -> spans of the same range, matched exactly (two equal labels) or in phase three.
    """

    id: str
    articles: int
    characters: int
    spans: int
    per_thousand: float | None
    only_mine: int
    only_theirs: int
    start_shift: float | None
    end_shift: float | None
    confusion: dict[tuple[str, str], int]


COLUMNS = ("first_alone", "second_alone", "start_shift", "end_shift", "boundaries")


@dataclass(frozen=True, slots=True, eq=False)
class BiasRows:
    """How two annotators differ: `article` and `pair` by place, and `counts` with the columns COLUMNS.

    They are spans that the first alone has, and the second alone; the sums of start and of end, first - second, over
    the boundary matches; how many these are. There is a row for each article and pair with a number other than 0. The
    `swap` columns have an entry for each two spans of one range with different labels, by place.
    """

    article: Ints
    pair: Ints
    counts: Ints
    swap_article: Ints
    swap_pair: Ints
    swap_first: Ints
    swap_second: Ints


def counts(marks: Marks, table: Table | None = None) -> BiasRows:
    """Return the counts of every pair over the articles that both finished; `table` is that of the marks, if there."""
    table = table or Table.of(marks)
    mine = table.by_annotator()
    many = pairs(len(marks.annotators))
    nothing = np.zeros(0, dtype=np.int64)
    rows, swaps = [(nothing, nothing, np.zeros((0, len(COLUMNS)), dtype=np.int64))], [(nothing,) * 4]
    for place, (i, j) in enumerate(many):
        sums = np.zeros((len(marks.articles), len(COLUMNS)), dtype=np.int64)
        swapped = _compare(table, table.shared(mine[i], j), table.shared(mine[j], i), sums)
        some = np.flatnonzero(sums.any(axis=1))
        rows.append((some, np.full(len(some), place), sums[some]))
        swaps.append((swapped[0], np.full(len(swapped[0]), place), *swapped[1:]))
    return BiasRows(*map(np.concatenate, zip(*rows, strict=True)), *map(np.concatenate, zip(*swaps, strict=True)))


def bias(marks: Marks) -> list[Bias]:
    """Return how each annotator differs from the others, in the order of `marks.annotators`."""
    many, kinds, people = pairs(len(marks.annotators)), len(marks.labels), len(marks.annotators)
    rows, spans = counts(marks), f1.counts(marks)
    compared = marks.finished & (marks.finished.sum(axis=1) > 1)[:, None]
    sums = np.zeros((people, 3), dtype=np.int64)
    sums[:, 0], sums[:, 1] = compared.sum(axis=0), marks.lengths @ compared
    np.add.at(sums[:, 2], marks.annotator[compared[marks.article, marks.annotator]], 1)
    edges = np.zeros((len(many), len(COLUMNS)), dtype=np.int64)
    np.add.at(edges, rows.pair, rows.counts)
    swaps = np.zeros((len(many), kinds, kinds), dtype=np.int64)
    np.add.at(swaps, (rows.swap_pair, rows.swap_first, rows.swap_second), 1)
    np.add.at(swaps, (spans.pair, spans.label, spans.label), spans.counts[:, 2])
    return figures(marks.annotators, marks.labels, sums, edges, swaps)


def figures(
    annotators: Sequence[str], labels: Sequence[str], sums: NDArray[Any], edges: NDArray[Any], swaps: NDArray[Any]
) -> list[Bias]:
    """Return how each annotator differs from the others, from sums over the articles that two or more finished.

    `sums` has articles, characters and spans of each annotator; `edges` (pairs, COLUMNS) and `swaps` (pairs, labels,
    labels) those of each pair: spans of one range with the first's and the second's label, equal or not.
    """
    out = []
    for who, name in enumerate(annotators):
        alone, shifts, boundaries = np.zeros(2), np.zeros(2), 0
        confusion = np.zeros((len(labels), len(labels)))
        for place, pair in enumerate(pairs(len(annotators))):
            if who not in pair:
                continue
            first = who == pair[0]
            alone += edges[place, :2] if first else edges[place, 1::-1]
            shifts += edges[place, 2:4] if first else -edges[place, 2:4]
            boundaries += int(edges[place, 4])
            confusion += swaps[place] if first else swaps[place].T
        articles, characters, spans = (int(one) for one in sums[who])
        start, end = (float(shift) / boundaries if boundaries else None for shift in shifts)
        out.append(
            Bias(
                name, articles, characters, spans, 1000 * spans / characters if characters else None, int(alone[0]),
                int(alone[1]), start, end, _named(confusion, labels),
            )
        )  # fmt: skip
    return out


def _named(confusion: NDArray[Any], labels: Sequence[str]) -> dict[tuple[str, str], int]:
    return {(labels[a], labels[b]): int(confusion[a, b]) for a, b in np.argwhere(confusion).tolist()}


def _compare(table: Table, mine: Ints, theirs: Ints, sums: Ints) -> tuple[Ints, Ints, Ints]:
    """Match two annotators' rows in phases and add what comes out to `sums` (articles, COLUMNS).

    Returns the article and the two labels of each match by range alone.
    """
    agreed = table.agreed(mine, theirs)
    rest, second = table.together(mine[~agreed[0]], theirs[~agreed[1]])
    first, other = match_many(table.begin[rest], table.stop[rest], second)
    where = table.article[rest[first]]
    for edge, column in enumerate((table.start, table.end), start=2):
        np.add.at(sums[:, edge], where, column[rest[first]] - column[rest[other]])
    np.add.at(sums[:, 4], where, 1)
    rest, second = _without(rest, second, first, other)
    rest, second, first, other = _by_range(table, rest, second)
    swapped = table.article[rest[first]], table.label[rest[first]], table.label[rest[other]]
    rest, second = _without(rest, second, first, other)
    stretch = int(table.end.max()) + 1 if len(table.end) else 1
    line = table.article[rest] * stretch
    rest, second = _without(rest, second, *match_many(line + table.start[rest], line + table.end[rest], second))
    for at, side in enumerate((~second, second)):
        np.add.at(sums[:, at], table.article[rest[side]], 1)
    return swapped


def _without(rest: Ints, second: Bools, first: Ints, other: Ints) -> tuple[Ints, Bools]:
    """Return what is left of rows and sides without those at these places."""
    keep = np.ones(len(rest), dtype=bool)
    keep[first] = keep[other] = False
    return rest[keep], second[keep]


def _by_range(table: Table, rest: Ints, second: Bools) -> tuple[Ints, Bools, Ints, Ints]:
    """Return rows and sides sorted by range, and the places of the first and second side's matches by the same range.

    Of several labels on one range the first one goes with the first one, in the order of the labels.
    """
    article, start, end, side, _, place = sorted_columns(
        [table.article[rest], table.start[rest], table.end[rest], second.astype(np.int64), table.label[rest],
         np.arange(len(rest))]
    )  # fmt: skip
    rest, second = rest[place], side.astype(bool)
    fresh = np.ones(len(rest), dtype=bool)
    fresh[1:] = (np.diff(article) != 0) | (np.diff(start) != 0) | (np.diff(end) != 0)
    number = np.cumsum(fresh) - 1
    firsts = np.bincount(number[~second], minlength=int(fresh.sum()))
    seconds = np.bincount(number[second], minlength=int(fresh.sum()))
    heads = np.flatnonzero(fresh)[number]
    copy = np.arange(len(rest)) - heads - np.where(second, firsts[number], 0)
    matched = copy < np.minimum(firsts, seconds)[number]
    return rest, second, np.flatnonzero(matched & ~second), np.flatnonzero(matched & second)
