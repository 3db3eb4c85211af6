"""How agreement went on: F1 by overlap in a rolling window of articles, in the order in which they were finished."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np

from annotator.agreement import f1, intervals, summing
from annotator.agreement.figures import TrendPoint
from annotator.agreement.marks import Floats, Ints
from annotator.agreement.summing import Names
from annotator.agreement.table import Table

WINDOW = 20
"""Articles in a window; the first windows hold what there is, from the fewest on that an interval needs."""
_POINTS = 200
_OVERLAP = np.zeros((len(f1.COLUMNS), 2))
_OVERLAP[[0, 1, 2, 3], [0, 0, 1, 1]] = 1
"""From the counts of spans to those of both annotators, and to matches, exact or by overlap."""
_LAST = 253_402_300_799  # the end of the year 9999


def trend(table: Table, names: Names, ends: Mapping[int, int]) -> tuple[TrendPoint, ...]:
    """Return the mean F1 by overlap over pairs in each window, with a 95 % band by the jackknife and Student's t.

    `ends` is article number -> when its last annotator finished it, in milliseconds since 1970; these articles are
    compared. Of a long row of windows every n-th one is returned, with the newest. A window in which nobody marked
    anything is left out. A band that the window tells nothing about, since without one of its articles nothing is
    left, goes from 0 to 1.
    """
    if len(ends) < intervals.FEWEST:
        return ()
    numbers, times = (np.fromiter(column, np.int64, len(ends)) for column in (ends.keys(), ends.values()))
    order = np.lexsort((numbers, times))
    articles = np.sort(numbers)
    places = summing.by_pair(table, "spans", names, names.labels)
    counts = table.by_article("spans", articles, places, _OVERLAP)[np.searchsorted(articles, numbers[order])]
    last = _thinned(np.arange(intervals.FEWEST - 1, len(ends)))
    short, long = last[last < WINDOW - 1], last[last >= WINDOW - 1]
    windows = [np.arange(end + 1)[None] for end in short.tolist()]
    if len(long):
        windows.append(long[:, None] - np.arange(WINDOW)[::-1])
    out = []
    for window in windows:
        for where, value, low, high in zip(window, *_banded(counts[window]), strict=True):
            if not np.isnan(value):
                out.append(
                    TrendPoint(moment(int(times[order[where[-1]]])), float(value), float(low), float(high), len(where))
                )
    return tuple(out)


def moment(milliseconds: int) -> str:
    """Return a time since 1970 as RFC 3339 in UTC, to the second."""
    return datetime.fromtimestamp(min(milliseconds // 1000, _LAST), UTC).isoformat().replace("+00:00", "Z")


def _thinned(last: Ints) -> Ints:
    """Return every n-th of these places, counted back from the newest."""
    return last[::-1][:: -(-len(last) // _POINTS)][::-1]


def _banded(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Return F1 of each window with the ends of its band; counts are (windows, articles, pairs, columns)."""
    many = counts.shape[1]
    value = _overlap(counts.sum(axis=1))
    # A product and no difference: no rounding error is left where nothing is.
    each = _overlap(np.einsum("ij,wjpc->wipc", 1 - np.eye(many), counts))
    error = np.sqrt((many - 1) / many * ((each - each.mean(axis=1, keepdims=True)) ** 2).sum(axis=1))
    reach = intervals.t_quantile(np.asarray([0.975]), many - 1)[0] * error
    low, high = np.clip(value - reach, 0, 1), np.clip(value + reach, 0, 1)
    return value, np.where(np.isnan(reach), 0.0, low), np.where(np.isnan(reach), 1.0, high)


def _overlap(counts: Floats) -> Floats:
    return summing.mean_of(f1.ratio(2 * counts[..., 1], counts[..., 0]))
