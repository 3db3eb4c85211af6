"""From sums of counts to figures: one function for the figures themselves, for resamples and for one article left out.

A figure is named by a slot: ("f1", kind, "mean"), ("f1", kind, "pair", a, b), ("alpha", "cu"), ("ku", label) and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.agreement import f1, intervals, links, nominal, unitizing
from annotator.agreement.figures import ALPHAS, KINDS
from annotator.agreement.marks import Floats, Ints
from annotator.agreement.table import FAMILIES, Key, Table, pairs_of

Slot = tuple[str, ...]
_WIDE = 600
"""Columns that are resampled together at most; one resampling of more would take too much memory."""
MANY_VALUES = 200
"""An attribute with more different values has no interval."""


@dataclass(frozen=True, slots=True)
class Names:
    """What there are figures of: people's ids, labels, (label, key) of values, keys of answers, types of links."""

    people: tuple[str, ...]
    labels: tuple[str, ...]
    values: tuple[Key, ...]
    answers: tuple[Key, ...]
    types: tuple[str, ...]

    @staticmethod
    def of(table: Table, people: Sequence[str]) -> Names:
        """Return the names that the counts of these people hold."""
        labels = {label for _, label in _used(table, "used")}
        return Names(
            tuple(sorted(people)), tuple(sorted(labels)),
            tuple(sorted(key for key in _used(table, "valued", 0) if key[0] in labels)),
            tuple(sorted(_used(table, "answered", 0))),
            tuple(sorted({key[2] for key in _used(table, "links")})),
        )  # fmt: skip

    @property
    def pairs(self) -> list[Key]:
        """Return every two people, in the order of ids."""
        return list(combinations(self.people, 2))


def _used(table: Table, family: str, least: int = 1) -> list[Key]:
    """Return the keys that any article still has a row of, with a count of at least so much."""
    rows = table.rows[family]
    here = np.zeros(len(table.keys[family]), dtype=bool)
    here[rows.key[(rows.article >= 0) & (rows.values.max(axis=1, initial=0) >= least)]] = True
    return [key for key, place in table.keys[family].items() if here[place]]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Counts that figures are made from: those of a family at `places`, (groups, keys), summed in each group.

    Place -1 has no counts. `turn` (width, columns) makes fewer columns of them where that is all a figure needs.
    """

    family: str
    places: Ints
    turn: Floats | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Return how many groups there are, and columns of each."""
        width = FAMILIES[self.family].width if self.turn is None else self.turn.shape[1]
        return len(self.places), width

    def sums(self, table: Table) -> Floats:
        """Return the sums over all articles, (groups, columns)."""
        counts = table.sums(self.family)
        found: Floats = np.concatenate([counts, np.zeros((1, counts.shape[1]))])[self.places].sum(axis=1)
        return found if self.turn is None else found @ self.turn

    def rows(self, table: Table, articles: Ints) -> Floats:
        """Return the counts of each article (sorted numbers), (articles, groups, columns)."""
        return table.by_article(self.family, articles, self.places, self.turn)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some figures and what they are made from: `figure` turns sums, (B, groups, columns) each, into (B, slots)."""

    slots: tuple[Slot, ...]
    sources: tuple[Source, ...]
    figure: Callable[[list[Floats]], Floats]

    @property
    def width(self) -> int:
        """Return how many columns the part takes."""
        return sum(groups * columns for groups, columns in (source.shape for source in self.sources))


_SPANS = np.zeros((len(f1.COLUMNS), 5))
_SPANS[[0, 1, 2, 3, 4, 5, 6], [0, 0, 1, 2, 3, 4, 4]] = 1
"""F1 needs no more than the sum of both annotators' spans, and of their characters."""


def span_scores(sums: Floats) -> dict[str, Floats]:
    """Return F1 by kind of sums with the columns that _SPANS makes, (..., 5) -> (...)."""
    whole = np.zeros((*sums.shape[:-1], len(f1.COLUMNS)))
    whole[..., [0, 2, 3, 4, 5]] = sums
    return f1.scores(whole)


def parts(table: Table, names: Names) -> list[Part]:
    """Return all figures of these names, in parts that need nothing of each other."""
    found = [_totals(table, names), _units(table, names)]
    room = max(1, _WIDE // (5 * max(len(names.pairs), 1)))
    found += [_by_label(table, names, names.labels[at : at + room]) for at in range(0, len(names.labels), room)]
    found.append(_links(table, names))
    for family, slot, keys in (("values", "attribute", names.values), ("answers", "answer", names.answers)):
        found += [_nominal(table, family, (slot, *key), key) for key in keys]
    return [part for part in found if part.slots]


def by_pair(table: Table, family: str, names: Names, last: Sequence[str]) -> Ints:
    """Return the places of (pair, name), of the shape (pairs, names); -1 where there is no such key."""
    square = pairs_of(table.keys[family], names.people, names.people, last)
    rows, columns = np.triu_indices(len(names.people), 1)
    return square[rows, columns]


def _rests(names: Names) -> list[Slot]:
    return [("mean",), ("pooled",), *(("pair", *pair) for pair in names.pairs)]


def _totals(table: Table, names: Names) -> Part:
    """Return F1 of each pair over all labels, the mean and the pooled one."""
    source = Source("spans", by_pair(table, "spans", names, names.labels), _SPANS)

    def figure(sums: list[Floats]) -> Floats:
        pairs, pooled = span_scores(sums[0]), span_scores(sums[0].sum(axis=1))
        return np.concatenate(
            [np.column_stack([mean_of(pairs[kind]), pooled[kind], pairs[kind]]) for kind in KINDS], axis=1
        )

    return Part(tuple(("f1", kind, *rest) for kind in KINDS for rest in _rests(names)), (source,), figure)


def gold_part(table: Table, person: str) -> Part:
    """Return F1 of one person against gold, over all labels."""
    places = np.asarray([[at for key, at in table.keys["gold"].items() if key[0] == person]], dtype=np.int64)

    def figure(sums: list[Floats]) -> Floats:
        found = span_scores(sums[0][:, 0, :])
        return np.stack([found[kind] for kind in KINDS], axis=1)

    return Part(tuple(("gold", kind, person) for kind in KINDS), (Source("gold", places, _SPANS),), figure)


def mean_of(figures: Floats) -> Floats:
    """Return the mean over the last axis without what is undefined; nan where nothing is defined."""
    defined = ~np.isnan(figures)
    return f1.ratio(np.where(defined, figures, 0.0).sum(axis=-1), defined.sum(axis=-1))


def _by_label(table: Table, names: Names, labels: Sequence[str]) -> Part:
    """Return F1 of each of these labels, as the mean over pairs."""
    places = by_pair(table, "spans", names, labels)
    source = Source("spans", places.T.reshape(-1, 1), _SPANS)

    def figure(sums: list[Floats]) -> Floats:
        found = span_scores(sums[0].reshape(-1, *places.T.shape, 5))
        return np.concatenate([mean_of(found[kind]) for kind in KINDS], axis=1)

    return Part(tuple(("f1", kind, "label", label) for kind in KINDS for label in labels), (source,), figure)


def _units(table: Table, names: Names) -> Part:
    """Return the alphas of unitizing, with those of each label."""
    many = len(names.labels)
    whole = Source("set", np.asarray([[table.keys["set"].get((), -1)]]))
    by_label = Source("unit", pairs_of(table.keys["unit"], names.labels).reshape(-1, 1))
    slots = [("alpha", name) for name in ALPHAS]
    slots += [(name, label) for name in ("ku", "coverage") for label in names.labels]

    def figure(sums: list[Floats]) -> Floats:
        labelled = sums[1].swapaxes(1, 2).reshape(len(sums[1]), by_label.shape[1] * many)
        found = unitizing.alphas(np.concatenate([sums[0][:, 0, :], labelled], axis=1), many)
        return np.concatenate(
            [np.stack([found[name] for name in ALPHAS], axis=1), found["ku"], found["coverage"]], axis=1
        )

    return Part(tuple(slots), (whole, by_label), figure)


def _links(table: Table, names: Names) -> Part:
    """Return F1 over relations."""
    places = by_pair(table, "links", names, names.types)
    rests = [*_rests(names), *(("type", name) for name in names.types)]
    slots = [("relation", kind, *rest) for kind in links.KINDS for rest in rests] if names.types else []

    def figure(sums: list[Floats]) -> Floats:
        counts = sums[0].reshape(-1, *places.shape, sums[0].shape[-1])
        pairs = counts.sum(axis=2)
        types, each, pooled = links.scores(counts), links.scores(pairs), links.scores(pairs.sum(axis=1))
        return np.concatenate(
            [
                np.column_stack([mean_of(each[kind]), pooled[kind], each[kind], mean_of(types[kind].swapaxes(-1, -2))])
                for kind in links.KINDS
            ],
            axis=1,
        )

    return Part(tuple(slots), (Source("links", places.reshape(-1, 1)),), figure)


def _nominal(table: Table, family: str, slot: Slot, key: Key) -> Part:
    """Return the alpha of one attribute or one article label."""
    places = np.asarray([at for one, at in sorted(table.keys[family].items()) if one[:-1] == key], dtype=np.int64)

    def figure(sums: list[Floats]) -> Floats:
        paired, differing = sums[0][..., 0], sums[0][..., 1].sum(axis=-1, keepdims=True)
        return nominal.alpha(np.concatenate([differing, paired], axis=-1))[:, None]

    return Part((slot,), (Source(family, places.reshape(-1, 1)),), figure)


def values(table: Table, found: Sequence[Part]) -> dict[Slot, float]:
    """Return every figure over all articles; nan where it is undefined."""
    out: dict[Slot, float] = {}
    for part in found:
        figures = part.figure([source.sums(table)[None] for source in part.sources])[0]
        out.update(zip(part.slots, figures.tolist(), strict=True))
    return out


@dataclass(frozen=True, slots=True)
class Spread:
    """How sure a figure is: the ends of its interval, and the probability that it is under Krippendorff's lines."""

    low: float
    high: float
    below: tuple[float, ...]


def spreads(table: Table, found: Sequence[Part], articles: Ints, resamples: int = 2000) -> dict[Slot, Spread]:
    """Return the intervals of all figures that have one, over the articles (sorted numbers) that are compared."""
    out: dict[Slot, Spread] = {}
    if len(articles) < intervals.FEWEST:
        return out
    for group in _groups([part for part in found if _can_vary(part)]):
        slots = [slot for part in group for slot in part.slots]
        rows = [source.rows(table, articles).reshape(len(articles), -1) for part in group for source in part.sources]
        floors = np.asarray([-np.inf if is_alpha(slot) else 0.0 for slot in slots])
        low, high, draws = intervals.bootstrap(np.concatenate(rows, axis=1), _statistic(group), resamples, floor=floors)
        below = [intervals.below(draws, line) for line in intervals.LINES]
        for place, slot in enumerate(slots):
            if not np.isnan(low[place]):
                out[slot] = Spread(float(low[place]), float(high[place]), tuple(float(one[place]) for one in below))
    return out


def _can_vary(part: Part) -> bool:
    return part.slots[0][0] not in ("attribute", "answer") or 0 < len(part.sources[0].places) <= MANY_VALUES


def is_alpha(slot: Slot) -> bool:
    """Tell whether a figure is an alpha: it has Krippendorff's lines and no lowest value."""
    return slot[0] in ("alpha", "ku", "attribute", "answer")


def _groups(found: Sequence[Part]) -> list[list[Part]]:
    """Return the parts in groups that are resampled together."""
    groups: list[list[Part]] = []
    room = 0
    for part in found:
        if not groups or part.width > room:
            groups.append([])
            room = _WIDE
        groups[-1].append(part)
        room -= part.width
    return groups


def _statistic(group: Sequence[Part]) -> intervals.Statistic:
    def statistic(sums: Floats) -> Floats:
        out, at = [], 0
        for part in group:
            given = []
            for source in part.sources:
                groups, columns = source.shape
                given.append(sums[:, at : at + groups * columns].reshape(len(sums), groups, columns))
                at += groups * columns
            out.append(part.figure(given))
        return np.concatenate(out, axis=1)

    return statistic
