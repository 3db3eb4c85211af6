"""How sure a figure is: 95 % intervals over the articles, for figures that are functions of sums over articles.

With 20 articles or more by the percentile bootstrap, with 5 to 19 by the jackknife and Student's t (Tukey): value ± t
times the standard error of leaving out one article at a time. Fewer than 5 articles tell too little.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from annotator.agreement.marks import Floats, Ints

FEWEST, FEWEST_TO_RESAMPLE = 5, 20
"""Articles that an interval needs, and that the bootstrap needs."""
LINES = (0.667, 0.8)
"""Krippendorff's lines for an alpha: tentative conclusions above the first, reliable data above the second."""

_RESAMPLES = 2000
_SEED = 20160
_OUTER = (0.025, 0.975)
_CHUNK = 100

Statistic = Callable[[Floats], Floats]
"""Sums of columns (B, columns) -> figures (B, figures), nan where a figure is undefined."""


class Interval(NamedTuple):
    """The ends of the intervals and what they were read from: (figures,), (figures,) and (draws, figures).

    A figure without an interval is nan in all three, and so is a draw in which another figure is undefined. Below 20
    articles the draws are even steps of Student's t.
    """

    low: Floats
    high: Floats
    draws: Floats


def bootstrap(
    columns: Floats,
    statistic: Statistic,
    resamples: int = _RESAMPLES,
    seed: int = _SEED,
    *,
    floor: float | Floats = -np.inf,
    ceiling: float | Floats = 1.0,
) -> Interval:
    """Return the intervals of the figures that `statistic` makes of the sums of columns, (articles, columns).

    The rows are the articles compared, in any order: the same rows always give the same intervals. `floor` and
    `ceiling`, one number or one for each figure, are the ends of a figure's range. A figure has no interval where it
    is undefined, where over half of its resamples are, or where it is without one of fewer than 20 articles.
    """
    rows = columns[_order(columns)]
    value = statistic(rows.sum(axis=0)[None, :])[0]
    if len(rows) < FEWEST:
        none = np.full(len(value), np.nan)
        return Interval(none, none, none[None, :])
    if len(rows) < FEWEST_TO_RESAMPLE:
        steps = np.concatenate([_OUTER, (np.arange(resamples) + 0.5) / resamples])
        spread = value + t_quantile(steps, len(rows) - 1)[:, None] * _error(rows, statistic)
        (low, high), draws = np.clip(spread[:2], floor, ceiling), spread[2:]
    else:
        draws = np.array(statistic(_resampled(rows, resamples, seed)))
        draws[:, np.isnan(value) | (2 * np.isnan(draws).sum(axis=0) > len(draws))] = np.nan
        low, high = np.clip(_percentiles(draws, _OUTER), floor, ceiling)
    return Interval(low, high, draws)


def below(draws: Floats, line: float) -> Floats:
    """Return the probability that each figure is under a line, (draws, figures) -> (figures,); nan without interval."""
    defined = len(draws) - np.isnan(draws).sum(axis=0)
    return _shares((draws < line).sum(axis=0), defined)


def why_none(articles: int) -> str:
    """Return why a figure that is defined has no interval, with this many articles compared."""
    if articles < FEWEST:
        return f"no interval: it takes {FEWEST} articles or more"
    if articles < FEWEST_TO_RESAMPLE:
        return "no interval: without one of the articles the figure is undefined"
    return "no interval: too few articles bear on this figure"


def t_cdf(t: Floats, freedom: int) -> Floats:
    """Return how likely Student's t is at most `t`, for a whole number of degrees of freedom.

    The closed forms are 26.7.3 and 26.7.4 of Abramowitz and Stegun, "Handbook of Mathematical Functions".
    """
    angle = np.arctan(t / np.sqrt(freedom))
    cosine, sine = np.cos(angle), np.sin(angle)
    odd = freedom % 2
    term = cosine if odd else np.ones_like(angle)
    series = np.zeros_like(angle)
    for power in range(1 + odd, freedom, 2):
        series = series + term
        term = term * cosine * cosine * (power / (power + 1))
    inside = 2 / np.pi * (angle + sine * series) if odd else sine * series
    return np.asarray((1 + inside) / 2)


def t_quantile(share: Floats, freedom: int) -> Floats:
    """Return the t that Student's t is under with this probability, to 12 digits or so."""
    low, high = np.full(np.shape(share), -1e7), np.full(np.shape(share), 1e7)
    middle: Floats = (low + high) / 2
    for _ in range(90):
        over = t_cdf(middle, freedom) > share
        low[~over], high[over] = middle[~over], middle[over]
        middle = (low + high) / 2
    return middle


def _order(columns: Floats) -> Ints:
    """Return an order of the rows that depends on what they hold alone, whoever comes first among columns and rows."""
    inside, whole = np.sort(columns + 0.0, axis=1), columns + 0.0
    ranks = sorted(range(len(columns)), key=lambda row: (inside[row].tobytes(), whole[row].tobytes()))
    return np.asarray(ranks, dtype=np.int64)


def _resampled(columns: Floats, resamples: int, seed: int) -> Floats:
    """Return the sums of columns in each resample of the rows, (resamples, columns)."""
    chance = np.random.default_rng(seed)
    rows = len(columns)
    sums = np.empty((resamples, columns.shape[1]))
    times = np.empty((min(_CHUNK, resamples), rows))
    for first in range(0, resamples, _CHUNK):
        part = times[: resamples - first]
        for at in range(len(part)):
            part[at] = np.bincount(chance.integers(0, rows, rows), minlength=rows)
        np.matmul(part, columns, out=sums[first : first + len(part)])
    return sums


def _error(rows: Floats, statistic: Statistic) -> Floats:
    """Return the standard error of each figure by the jackknife; nan where it is undefined without one of the rows."""
    many = len(rows)
    each = statistic((1 - np.eye(many)) @ rows)
    error: Floats = np.sqrt((many - 1) / many * ((each - each.mean(axis=0)) ** 2).sum(axis=0))
    return error


def _percentiles(draws: Floats, shares: tuple[float, ...]) -> list[Floats]:
    """Return percentiles of each column without its nan, between two ranks by linear interpolation."""
    ranked = np.sort(draws, axis=0)
    last = np.maximum(len(draws) - np.isnan(draws).sum(axis=0) - 1, 0)
    found = []
    for share in shares:
        under = np.floor(share * last).astype(np.int64)
        here, there = (
            np.take_along_axis(ranked, at[None, :], axis=0)[0] for at in (under, np.minimum(under + 1, last))
        )
        found.append(here + (share * last - under) * (there - here))
    return found


def _shares(part: Ints, whole: Ints) -> Floats:
    result = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
