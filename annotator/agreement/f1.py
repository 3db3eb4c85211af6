"""F1 over spans for each pair of annotators: counts that add up over articles, and the figures made from them.

Two people's spans of one article and label are compared as multisets. Kappa has no place here: there is no set of
things that both left unmarked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.marks import Floats, Ints, Marks
from annotator.agreement.matching import Table, clusters, match_many, pairs

__all__ = ["COLUMNS", "KINDS", "F1Rows", "counts", "pairs", "ratio", "scores"]

COLUMNS = ("first", "second", "exact", "overlapping", "both_characters", "first_characters", "second_characters")
KINDS = ("exact", "overlap", "partial", "chars")


@dataclass(frozen=True, slots=True, eq=False)
class F1Rows:
    """What two annotators share: a row for each article, pair and label that one of the two used, in this order.

    `article` and `label` are places in the marks, `pair` one in `pairs(annotators)`. `counts` has the columns COLUMNS:
    spans of the first and of the second annotator; exact matches; further one-to-one matches by >= 1 shared character;
    characters that both marked, that the first and that the second marked, each as often as it was marked.
    """

    article: Ints
    pair: Ints
    label: Ints
    counts: Ints


def counts(marks: Marks, table: Table | None = None) -> F1Rows:
    """Return the counts of every pair over the articles that both finished; where nobody marked anything is no row.

    `table` is that of the marks, where it is at hand.
    """
    table = table or Table.of(marks)
    mine = table.by_annotator()
    many = pairs(len(marks.annotators))
    groups, added = [np.zeros(0, dtype=np.int64)], [np.zeros((0, len(COLUMNS)), dtype=np.int64)]
    for i, j in many:
        used, sums = _between(table, table.shared(mine[i], j), table.shared(mine[j], i))
        groups.append(used)
        added.append(sums)
    group = np.concatenate(groups)
    pair = np.repeat(np.arange(len(many)), [len(used) for used in groups[1:]])
    first = table.heads[group]
    article, label = table.article[first], table.label[first]
    order = np.argsort(article * max(len(many), 1) + pair, kind="stable")
    return F1Rows(article[order], pair[order], label[order], np.concatenate(added)[order])


def _between(table: Table, mine: Ints, theirs: Ints) -> tuple[Ints, Ints]:
    """Return the groups that one of two annotators used, and their counts, from the rows of the two."""
    groups = table.group[mine], table.group[theirs]
    used = np.zeros(len(table.heads), dtype=bool)
    used[groups[0]] = used[groups[1]] = True
    local = np.cumsum(used) - 1
    listed = np.flatnonzero(used)
    out = np.zeros((len(COLUMNS), len(listed)), dtype=np.int64)
    agreed = table.agreed(mine, theirs)
    for side, (rows, group) in enumerate(((mine, groups[0]), (theirs, groups[1]))):
        out[side] = np.bincount(local[group], minlength=len(listed))
        np.add.at(out[5 + side], local[group], table.end[rows] - table.start[rows])
    same = mine[agreed[0]]
    place = local[table.group[same]]
    out[2] = np.bincount(place, minlength=len(listed))
    np.add.at(out[4], place, table.end[same] - table.start[same])
    rest, second = table.together(mine[~agreed[0]], theirs[~agreed[1]])
    begin, stop, place = table.begin[rest], table.stop[rest], local[table.group[rest]]
    out[3] = np.bincount(place[match_many(begin, stop, second)[0]], minlength=len(listed))
    _add_shared(out[4], begin, stop, second, place)
    return listed, out.T


def _add_shared(out: Ints, begin: Ints, stop: Ints, second: NDArray[np.bool_], place: Ints) -> None:
    """Add to `out[place]` the characters that both sides cover, each as often as the side that covers it less often."""
    cluster, mixed = clusters(begin, stop, second)
    keep = np.flatnonzero(mixed[cluster])
    edges = np.concatenate([begin[keep], stop[keep]])
    order = np.argsort(edges, kind="stable")
    step = np.repeat(np.asarray([1, -1]), len(keep))[order]
    whose, where = np.tile(second[keep], 2)[order], np.tile(place[keep], 2)[order]
    both = np.minimum(np.cumsum(step * whose), np.cumsum(step * ~whose))[:-1] * np.diff(edges[order])
    np.add.at(out, where[:-1], both)


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """Return part / whole, nan where the whole is nothing."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    out = np.full(part.shape, np.nan)
    np.divide(part, whole, out=out, where=whole > 0)
    return out


def scores(summed: NDArray[Any]) -> dict[str, Floats]:
    """Return kind (KINDS) -> F1 of summed counts (..., COLUMNS); nan where both marked nothing, 0 where one did.

    With TP exact and P further matches of A's and B's spans: exact 2TP/(A+B), overlap 2(TP+P)/(A+B), partial
    (2TP+P)/(A+B); chars is Dice's coefficient on the multisets of (character, label).
    """
    first, second, exact, further, both, mine, theirs = np.moveaxis(np.asarray(summed), -1, 0)
    spans = first + second
    return {
        "exact": ratio(2 * exact, spans),
        "overlap": ratio(2 * (exact + further), spans),
        "partial": ratio(2 * exact + further, spans),
        "chars": ratio(2 * both, mine + theirs),
    }
