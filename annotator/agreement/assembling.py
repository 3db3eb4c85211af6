"""All figures of a table of counts, each with its interval, or with the reason why it is undefined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.agreement import bias, intervals, links, summing, trend
from annotator.agreement.figures import ALPHAS, F1, KINDS, Figures, Gold, Nominal, Value
from annotator.agreement.marks import Floats, Ints
from annotator.agreement.summing import Names, Slot, Spread
from annotator.agreement.table import Table, pairs_of

NO_ARTICLE = "no article was finished by two or more annotators"
NOT_TWO = "it takes two annotators"
NOTHING = "nobody marked anything in the articles compared"
NO_LINKS = "nobody linked anything in the articles compared"
APART = "no article was finished by both"
NEITHER = "neither marked anything in the articles that both finished"
NEITHER_LINKED = "neither linked anything in the articles that both finished"
OVERLAP = (
    "what one annotator marked overlaps in {some} of {all} articles, which uα, |uα, cuα and (k)uα do not allow for; "
    "layered uα and F1 stand"
)
ALONE = "no character of it was marked by another annotator"
CERTAIN = "chance could not disagree here: the expected disagreement is 0"
NO_UNITS = "nothing got a value from two annotators or more"
ONE_VALUE = "only one value was given, so that chance could not disagree"
FEW = "no interval: the label stands in fewer than {least} articles"
LATER = "no interval yet: it is being worked out"
VARIED = f"no interval: more than {summing.MANY_VALUES} different values"


def assembled(
    table: Table,
    people: Sequence[tuple[str, str]],
    excluded: Mapping[str, int],
    ends: Mapping[int, int],
    *,
    resample: bool = True,
) -> Figures:
    """Return the figures of a table of counts.

    `people` are (id, name) in the order in which they are shown, `excluded` is passed on, `ends` is article number ->
    when its last annotator finished it, in milliseconds since 1970. Without `resample` no figure has an interval.
    """
    return _Assembly(table, people, ends, resample=resample).figures(excluded)


class _Assembly:
    def __init__(
        self, table: Table, people: Sequence[tuple[str, str]], ends: Mapping[int, int], *, resample: bool
    ) -> None:
        self._table, self._people, self._ends, self._resample = table, people, ends, resample
        self._names = names = Names.of(table, [one for one, _ in people])
        self._place = {one: at for at, one in enumerate(names.people)}
        self._articles: Ints = np.asarray(sorted(ends), dtype=np.int64)
        self._finished = self._by_person("finished", self._articles)
        self._holding = self._articles_of_labels()
        used = np.concatenate([table.sums("used"), np.zeros((1, 1))])
        self._used = used[pairs_of(table.keys["used"], names.people, names.labels), 0]
        parts = summing.parts(table, names)
        self._values = summing.values(table, parts)
        self._spreads: dict[Slot, Spread] = summing.spreads(table, parts, self._articles) if resample else {}
        self._set = table.sums("set").sum(axis=0)
        met = {label: float(row[3]) for (label,), row in zip(table.keys["unit"], table.sums("unit"), strict=True)}
        self._met = {label: met.get(label, 0.0) for label in names.labels}

    def figures(self, excluded: Mapping[str, int]) -> Figures:
        """Return everything."""
        names, ids = self._names, tuple(one for one, _ in self._people)
        both = (self._finished.T @ self._finished).astype(np.int64)
        return Figures(
            annotators=ids,
            names=shown(self._people),
            compared=len(self._articles),
            excluded=dict(excluded),
            characters=int(self._table.rows["article"].values.sum()),
            f1={kind: self._f1("f1", kind, names.labels) for kind in KINDS},
            alpha={name: self._value(("alpha", name), self._why_alpha(name)) for name in ALPHAS},
            labels={label: self._label(label) for label in names.labels},
            attributes={(label, key): self._attribute(label, key) for label, key in names.values},
            article_labels={key: self._answer(key) for (key,) in names.answers},
            relations={kind: self._f1("relation", kind, names.types) for kind in links.KINDS},
            spans={label: int(many) for label, many in zip(names.labels, self._used.sum(axis=0), strict=True)},
            shared={pair: int(both[self._place[pair[0]], self._place[pair[1]]]) for pair in combinations(ids, 2)},
            trend=trend.trend(self._table, names, self._ends),
            bias=self._bias(),
            gold=self._gold(),
        )

    def _by_person(self, family: str, articles: Ints) -> Floats:
        """Return 1 where a person has a row, (articles, people)."""
        places = pairs_of(self._table.keys[family], self._names.people).reshape(-1, 1)
        return self._table.by_article(family, articles, places)[:, :, 0]

    def _value(self, slot: Slot, why: str) -> Value:
        """Return the figure of a slot; `why` is the reason where it is undefined."""
        value = self._values.get(slot, np.nan)
        if np.isnan(value):
            return Value(None, reason=why)
        spread = self._spreads.get(slot)
        if spread is None or self._bearing(slot) < intervals.FEWEST:
            return Value(value, reason=self._why_no_interval(slot))
        lines = spread.below if summing.is_alpha(slot) else (None, None)
        return Value(value, spread.low, spread.high, "", *lines)

    def _why_no_interval(self, slot: Slot) -> str:
        if not self._resample:
            return LATER
        family = {"attribute": "values", "answer": "answers"}.get(slot[0])
        if family and sum(key[:-1] == slot[1:] for key in self._table.keys[family]) > summing.MANY_VALUES:
            return VARIED
        few = self._bearing(slot) < intervals.FEWEST <= len(self._articles)
        return FEW.format(least=intervals.FEWEST) if few else intervals.why_none(len(self._articles))

    def _bearing(self, slot: Slot) -> int:
        """Return how many articles bear on a figure: for that of a label those in which anybody gave it."""
        of_label = slot[0] in ("ku", "coverage") or (slot[0] == "f1" and slot[2] == "label")
        return self._holding.get(slot[-1], 0) if of_label else len(self._articles)

    def _articles_of_labels(self) -> Counter[str]:
        """Return in how many of the articles compared each label was given."""
        rows, keys = self._table.rows["used"], self._table.keys["used"]
        place = {label: at for at, label in enumerate(self._names.labels)}
        here = (rows.values[:, 0] > 0) & np.isin(rows.article, self._articles)
        label = np.asarray([place.get(one, len(place)) for _, one in keys], dtype=np.int64)
        every = len(place) + 1
        given = np.unique(rows.article[here] * every + label[rows.key[here]]) % every
        often = np.bincount(given, minlength=every)
        return Counter(dict(zip(self._names.labels, often.tolist(), strict=False)))

    def _why(self, nothing: str) -> str:
        """Return why a figure over everybody is undefined."""
        if len(self._people) < 2:
            return NOT_TWO
        return nothing if len(self._articles) else NO_ARTICLE

    def _f1(self, family: str, kind: str, labels: Sequence[str]) -> F1:
        spans = family == "f1"
        nothing, neither = (NOTHING, NEITHER) if spans else (NO_LINKS, NEITHER_LINKED)
        start = (family, kind)
        pairs = {}
        for one, other in combinations([one for one, _ in self._people], 2):
            together = self._finished[:, self._place[one]] @ self._finished[:, self._place[other]]
            slot = (*start, "pair", *sorted((one, other)))
            pairs[one, other] = self._value(slot, neither if together else APART)
        return F1(
            self._value((*start, "mean"), self._why(nothing)),
            self._value((*start, "pooled"), self._why(nothing)),
            pairs,
            {label: self._value((*start, "label" if spans else "type", label), nothing) for label in labels},
        )

    def _why_alpha(self, name: str) -> str:
        if not self._used.any():
            return self._why(NOTHING)
        if name != "layered_u" and self._set[2]:
            return self._overlap()
        return ALONE if name == "cu" and not any(self._met.values()) else CERTAIN

    def _overlap(self) -> str:
        return OVERLAP.format(some=int(self._set[2]), all=len(self._articles))

    def _label(self, label: str) -> tuple[Value, Value]:
        why = self._overlap() if self._set[2] else CERTAIN if self._met[label] else ALONE
        return self._value(("ku", label), why), self._value(("coverage", label), why)

    def _attribute(self, label: str, key: str) -> Nominal:
        units, given = self._units("valued", (label, key))
        spans = self._used.sum(axis=0)[self._names.labels.index(label)]
        slot = ("attribute", label, key)
        return Nominal(self._value(slot, ONE_VALUE if units else NO_UNITS), float(given / spans), units)

    def _answer(self, key: str) -> Nominal:
        [units] = self._units("answered", (key,))
        return Nominal(self._value(("answer", key), ONE_VALUE if units else NO_UNITS), None, units)

    def _units(self, family: str, key: tuple[str, ...]) -> list[int]:
        rows = self._table.rows[family]
        mine = rows.key == self._table.keys[family][key]
        return [int(many) for many in rows.values[mine].sum(axis=0)]

    def _bias(self) -> tuple[bias.Bias, ...]:
        """Return how each annotator differs from the others, in the order in which they are shown."""
        names, table = self._names, self._table
        lengths = table.by_article("article", self._articles, np.zeros((1, 1), dtype=np.int64))[:, 0, 0]
        sums = np.stack([self._finished.sum(axis=0), lengths @ self._finished, self._used.sum(axis=1)], axis=1)
        rows, columns = np.triu_indices(len(names.people), 1)
        found = {}
        for family, axes in (("edges", ()), ("swaps", (names.labels, names.labels)), ("spans", (names.labels,))):
            places = pairs_of(table.keys[family], names.people, names.people, *axes)[rows, columns]
            counts = table.sums(family)
            found[family] = np.concatenate([counts, np.zeros((1, counts.shape[1]))])[places]
        swaps = found["swaps"][..., 0]
        every = np.arange(len(names.labels))
        swaps[:, every, every] += found["spans"][..., 2]
        by_id = {one.id: one for one in bias.figures(names.people, names.labels, sums, found["edges"], swaps)}
        return tuple(by_id[one] for one, _ in self._people)

    def _gold(self) -> dict[str, Gold]:
        """Return how everybody compares with the gold layer, over the articles that both finished."""
        rows, out = self._table.rows["with_gold"], {}
        for one, _ in self._people:
            key = self._table.keys["with_gold"].get((one,), -1)
            articles = np.sort(rows.article[rows.key == key])
            if len(articles):
                part = summing.gold_part(self._table, one)
                self._values |= summing.values(self._table, [part])
                if self._resample:
                    self._spreads |= summing.spreads(self._table, [part], articles)
                out[one] = Gold(
                    len(articles),
                    {kind: self._value_of(("gold", kind, one), len(articles)) for kind in KINDS},
                )
        return out

    def _value_of(self, slot: Slot, articles: int) -> Value:
        found = self._value(slot, NEITHER)
        if found.low is None and found.value is not None and self._resample:
            return Value(found.value, reason=intervals.why_none(articles))
        return found


def shown(people: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return id -> name; of several people of one name each with the first digits of the id."""
    often = Counter(name for _, name in people)
    return {one: f"{name} ({one[:8]})" if often[name] > 1 else name for one, name in people}
