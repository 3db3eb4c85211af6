"""Krippendorff's alpha for nominal data: attributes of spans marked alike, and labels of articles.

Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: any number of annotators, missing values.
A unit is what several annotators gave a value to; with m values in it, each ordered pair of them counts 1/(m − 1).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from annotator.agreement.marks import Floats

Coincidences = dict[tuple[str, str], float]
"""(value, value) -> how often they stand in one unit, both ways round; values as `canonical` writes them."""


def canonical(value: Any) -> str:
    """Return a JSON value as a text that is equal for equal values alone: 1 is 1.0, but neither true nor "1"."""
    return _scalar(value) if isinstance(value, str | int | float) else _text(value)


def coincidences(units: Iterable[Sequence[Any]]) -> Coincidences:
    """Return the coincidences of one article: each unit is the values given to it, without the missing ones.

    A unit with fewer than two values pairs with nothing and leaves nothing. The coincidences of several articles are
    the sums of theirs.
    """
    found: Coincidences = {}
    for unit in units:
        if len(unit) < 2:
            continue
        values = Counter(map(canonical, unit))
        several = len(unit) - 1
        for one, many in values.items():
            for other, more in values.items():
                pairs = many * (more - (one == other))
                if pairs:
                    found[one, other] = found.get((one, other), 0.0) + pairs / several
    return found


def columns(rows: Sequence[Mapping[tuple[str, str], float]]) -> Floats:
    """Return what `alpha` needs of each article, of the shape (articles, 1 + values).

    The first column is the pairs that differ; then, for each value in the order of its text, how often it was paired.
    The sum of the latter is the number of values in units of two or more.
    """
    values = sorted({value for row in rows for pair in row for value in pair})
    place = {value: at for at, value in enumerate(values, start=1)}
    table = np.zeros((len(rows), 1 + len(values)))
    for at, row in enumerate(rows):
        for (one, other), pairs in row.items():
            table[at, place[one]] += pairs
            if one != other:
                table[at, 0] += pairs
    return table


def alpha(sums: Floats) -> Floats:
    """Return nominal alpha of sums of rows of `columns`, (..., 1 + values) -> (...).

    It is nan where nothing could be paired or only one value was ever given, as chance cannot disagree there.
    """
    given = sums[..., 1:]
    total = given.sum(axis=-1)
    # Σ n_c (n − n_c) is n² − Σ n_c² without the difference of two large numbers.
    chance = (given * (total[..., None] - given)).sum(axis=-1)
    differing = np.divide((total - 1) * sums[..., 0], chance, out=np.full(np.shape(total), np.nan), where=chance > 0)
    return np.asarray(1 - differing)


@lru_cache(maxsize=4096, typed=True)
def _scalar(value: str | float) -> str:
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(_whole(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _whole(value: Any) -> Any:
    """Return a JSON value with whole numbers as integers, at every depth."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(inner) for inner in value]
    return value
