"""Krippendorff's alphas of unitizing: how alike annotators cut an article into labelled units and gaps.

Krippendorff, Mathet, Bouvry and Widlöcher, "On the reliability of unitizing textual continua", Quality & Quantity 50
(2016). A unit is a span, a gap (φ) is what lies between; L characters and m annotators make mL of them, and every count
between annotators is taken over both orders of each pair and divided by m − 1. All counts are sums over articles, so
the figures of a set of articles are a function of the sum of its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement.marks import Bools, Floats, Ints, Marks

# Three columns of the set come first, then blocks of one column a label.
_SET = 3
_BLOCKS = ("length", "square", "alone", "valued", "mismatch", "valued_square")
_LAYERED = ("length", "square", "alone")


@dataclass(frozen=True, slots=True, eq=False)
class UnitRows:
    """The counts of each article, in the order of the marks: `columns` has the shape (articles, 3 + 6 · labels).

    For the set: characters over all annotators (n), those that one marked and another did not (ℓ_φ − ℓ_φφ), and 1
    where an annotator's own spans overlap. Then six blocks with a column for each label: ℓ_c, w_c, ℓ_c − ℓ_cc, ℓ*_c,
    ℓ*_c − ℓ*_cc and w*_c. An article that fewer than two annotators finished is a row of zeros. Where an annotator's
    own spans overlap (`overlapping`, one for each article) the first three blocks count the merged spans of each label
    and the rest is 0, as only the layered form is defined.
    """

    labels: tuple[str, ...]
    columns: Floats
    overlapping: Bools


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """Units by annotator and start, where those of one annotator do not overlap.

    `start` and `end` lie on one line on which the articles (and the layers, if any) follow one another; an annotator's
    units lie between two of `bounds`.
    """

    article: Ints
    label: Ints
    start: Ints
    end: Ints
    bounds: Ints


def counts(marks: Marks) -> UnitRows:
    """Return the counts of every article; a row is the same to the last bit whatever other articles stand beside it."""
    raters = marks.finished.sum(axis=1)
    compared = raters >= 2
    overlapping = np.zeros(len(marks.articles), dtype=bool)
    places = np.flatnonzero(compared[marks.article])
    units = _units(marks, places, layered=False)
    same_owner = np.repeat(np.arange(len(marks.annotators)), np.diff(units.bounds))
    nested = (units.start[1:] < units.end[:-1]) & (same_owner[1:] == same_owner[:-1])
    overlapping[units.article[1:][nested]] = True
    if nested.any():
        units = _units(marks, places[~overlapping[marks.article[places]]], layered=False)
    blocks, crossed = _blocks(units, raters, len(marks.labels))
    if nested.any():
        merged = _merged(_units(marks, places[overlapping[marks.article[places]]], layered=True))
        layers, _ = _blocks(merged, raters, len(marks.labels))
        for name in _LAYERED:
            blocks[name] += layers[name]
    total = np.where(compared, raters * marks.lengths, 0)
    head = np.stack([total, crossed, overlapping], axis=1)
    return UnitRows(marks.labels, np.hstack([head, *(blocks[name] for name in _BLOCKS)]), overlapping)


def alphas(sums: Floats, labels: int) -> dict[str, Floats]:
    """Return the figures of sums of rows, which have the shape (..., columns); nan where a figure is undefined.

    `u`, `binary_u`, `cu` and `layered_u` have the shape (...), `ku` and `coverage` the shape (..., labels). An alpha is
    undefined where chance cannot disagree, as where nobody marked anything or everything has one label; all but
    `layered_u` also where an annotator's own spans overlap.
    """
    if sums.shape[-1] != _SET + len(_BLOCKS) * labels:
        raise ValueError(f"{sums.shape[-1]} columns are not those of {labels} labels")
    total, crossed, nested = (sums[..., at] for at in range(_SET))
    by_label = np.moveaxis(sums[..., _SET:].reshape(*sums.shape[:-1], len(_BLOCKS), labels), -2, 0)
    length, square, alone, valued, mismatch, valued_square = by_label
    defined = np.where(nested > 0, np.nan, 1.0)
    others = total[..., None] - length
    gaps = total - length.sum(axis=-1)
    # n² − Σw: a unit weighs the square of its length, a gap its length.
    chance = total * total - square.sum(axis=-1) - gaps
    pairs = gaps * (total - gaps) + (length * others).sum(axis=-1)
    apart = mismatch.sum(axis=-1)
    met = valued.sum(axis=-1)
    rest = met[..., None] - valued
    met_chance = met * met - valued_square.sum(axis=-1)
    wide = total[..., None]
    layers = _ratio(wide * length * others, wide * wide - square - others, 0.0).sum(axis=-1)
    by_kind = defined[..., None]
    return {
        "u": defined * (1 - _ratio((2 * crossed + apart) * chance, total * pairs)),
        "binary_u": defined * (1 - _ratio(crossed * chance, total * gaps * (total - gaps))),
        "cu": defined * (1 - _ratio(apart * met_chance, met * (valued * rest).sum(axis=-1))),
        "layered_u": 1 - _ratio(alone.sum(axis=-1), layers),
        "ku": by_kind * (1 - _ratio((valued * met[..., None] - valued_square) * mismatch, valued * valued * rest)),
        "coverage": by_kind * _ratio(valued, length),
    }


def _ratio(above: Floats, below: Floats, empty: float = np.nan) -> Floats:
    """Return the quotients, `empty` where the divisor is 0."""
    result = np.full(np.shape(below), empty)
    np.divide(above, below, out=result, where=below != 0)
    return result


def _floats(numbers: Ints | Floats) -> Floats:
    return np.asarray(numbers, dtype=np.float64)


def _units(marks: Marks, places: Ints, *, layered: bool) -> _Units:
    """Return the spans at these places; for the layered form each label has the whole line to itself."""
    line = np.concatenate([[0], np.cumsum(marks.lengths)])
    article, label = marks.article[places], marks.label[places]
    offset = line[article] + (label * line[-1] if layered else 0)
    start = marks.start[places] + offset
    owner = marks.annotator[places]
    reach = int(line[-1]) * (max(len(marks.labels), 1) if layered else 1)
    order = np.argsort(owner * reach + start, kind="stable")
    bounds = np.searchsorted(owner[order], np.arange(len(marks.annotators) + 1))
    return _Units(article[order], label[order], start[order], (marks.end[places] + offset)[order], bounds)


def _merged(units: _Units) -> _Units:
    """Return the units with those of one annotator and layer that overlap made one; units that touch stay two."""
    owners = np.arange(len(units.bounds) - 1)
    lift = np.repeat(owners, np.diff(units.bounds)) * (int(units.end.max(initial=0)) + 1)
    farthest = np.maximum.accumulate(units.end + lift) - lift
    first = np.ones(len(units.start), dtype=bool)
    first[1:] = (units.start + lift)[1:] >= (farthest + lift)[:-1]
    last = np.append(first[1:], True)
    bounds = np.searchsorted(np.flatnonzero(first), units.bounds)
    return _Units(units.article[first], units.label[first], units.start[first], farthest[last], bounds)


def _blocks(units: _Units, raters: Ints, labels: int) -> tuple[dict[str, Floats], Floats]:
    """Return the blocks of columns, each of the shape (articles, labels), and ℓ_φ − ℓ_φφ of each article.

    Sums stay whole numbers up to the one division at the end, so that no order of addition can change them.
    """
    shape = len(raters), labels
    cell = units.article * labels + units.label

    def summed(places: Ints, weights: Ints | Floats) -> Floats:
        return _floats(np.bincount(places, weights=weights, minlength=shape[0] * labels)).reshape(shape)

    size = _floats(units.end - units.start)
    met, agreed, mismatch = np.zeros(len(size)), np.zeros(shape), np.zeros(shape)
    for one, other, shared in _meetings(units):
        for places in (one, other):
            met += np.bincount(places, weights=shared, minlength=len(size))
        same = units.label[one] == units.label[other]
        agreed += 2 * summed(cell[one[same]], shared[same])
        mismatch += summed(cell[one[~same]], shared[~same]) + summed(cell[other[~same]], shared[~same])
    length, valued = summed(cell, size), summed(cell, met)
    several = np.maximum(raters - 1, 1)[:, None]
    blocks = {
        "length": length,
        "square": summed(cell, size * size),
        "alone": (length * several - agreed) / several,
        "valued": valued / several,
        "mismatch": mismatch / several,
        "valued_square": summed(cell, met * met) / (several * several),
    }
    return blocks, (length * several - valued).sum(axis=1) / several[:, 0]


def _meetings(units: _Units) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield for each pair of annotators the places of all units that share characters, and how many they share."""
    for a, b in combinations(range(len(units.bounds) - 1), 2):
        here, there = units.bounds[a : a + 2], units.bounds[b : b + 2]
        mine, theirs = slice(*here), slice(*there)
        first = np.searchsorted(units.end[theirs], units.start[mine], side="right")
        many = np.searchsorted(units.start[theirs], units.end[mine], side="left") - first
        one = np.repeat(np.arange(*here), many)
        # Each unit's partners stand side by side: count up from its first one.
        before = np.cumsum(many) - many
        other = np.arange(len(one)) + np.repeat(first - before, many) + there[0]
        shared = np.minimum(units.end[one], units.end[other]) - np.maximum(units.start[one], units.start[other])
        yield one, other, shared
