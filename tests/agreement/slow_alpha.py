"""Krippendorff's alphas as they are defined, in exact fractions: slow, and plain enough to be read against the papers.

A continuum is cut into single characters (or, where it is long, at every edge) and each ordered pair of annotators is
compared on each piece. An article is its length and annotator -> [(start, end, label)] of all who finished it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

Span = tuple[int, int, str]
Article = tuple[int, Mapping[str, Sequence[Span]]]
Table = dict[tuple[str, str], Fraction]
GAP = ""


def pieces(length: int, work: Mapping[str, Sequence[Span]]) -> list[tuple[int, int]]:
    """Return (start, width) of every piece."""
    if length <= 2000:
        return [(at, 1) for at in range(length)]
    edges = sorted({0, length, *(edge for spans in work.values() for span in spans for edge in span[:2])})
    return [(a, b - a) for a, b in pairwise(edges)]


def unit_at(spans: Sequence[Span], at: int) -> Span | None:
    found = [span for span in spans if span[0] <= at < span[1]]
    assert len(found) <= 1, "an annotator's own spans overlap"
    return found[0] if found else None


def label_at(spans: Sequence[Span], at: int) -> str:
    unit = unit_at(spans, at)
    return unit[2] if unit else GAP


class Counts:
    """ℓ_ck, w_c, n of whole continua, and the starred ones of units alone; the gap is a label of its own."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.joint: Table = defaultdict(Fraction)
        self.weight: dict[str, Fraction] = defaultdict(Fraction)
        self.valued_weight: dict[str, Fraction] = defaultdict(Fraction)
        for length, work in articles:
            if len(work) >= 2:
                self._add(length, work)
        self.valued = {pair: many for pair, many in self.joint.items() if GAP not in pair}

    def _add(self, length: int, work: Mapping[str, Sequence[Span]]) -> None:
        each = Fraction(1, len(work) - 1)
        met: dict[tuple[str, Span], Fraction] = defaultdict(Fraction)
        for at, width in pieces(length, work):
            for one, spans in work.items():
                mine = unit_at(spans, at)
                if mine is None:
                    self.weight[GAP] += width
                for other, others in work.items():
                    if other == one:
                        continue
                    theirs = label_at(others, at)
                    self.joint[mine[2] if mine else GAP, theirs] += each * width
                    if mine is not None and theirs != GAP:
                        met[one, mine] += each * width
        for spans in work.values():
            for start, end, label in spans:
                self.weight[label] += (end - start) ** 2
        for (_, unit), part in met.items():
            self.valued_weight[unit[2]] += part**2


def margins(joint: Table) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for (one, _), many in joint.items():
        found[one] += many
    return found


def expected(joint: Table, weight: Mapping[str, Fraction]) -> Table:
    """Return ε_ck for all pairs of labels that occur."""
    own = margins(joint)
    total = sum(own.values(), Fraction())
    chance = total**2 - sum((weight[label] for label in own), Fraction())
    return {
        (c, k): total * (own[c] * own[k] - (weight[c] if c == k else 0)) / chance
        for c in own
        for k in own
        if chance != 0
    }


def apart(table: Table) -> Fraction:
    return sum((many for (one, other), many in table.items() if one != other), Fraction())


def one_less(above: Fraction, below: Fraction) -> Fraction | None:
    return None if below == 0 else 1 - above / below


def figures(articles: Sequence[Article], labels: Iterable[str]) -> dict[str, Fraction | None]:
    """Return u, binary_u, cu, and for each label "ku <label>" and "coverage <label>"; None where undefined."""
    counts = Counts(articles)
    chance = expected(counts.joint, counts.weight)
    valued_chance = expected(counts.valued, counts.valued_weight)
    own, valued = margins(counts.joint), margins(counts.valued)
    found = {
        "u": one_less(apart(counts.joint), apart(chance)),
        "binary_u": one_less(
            own[GAP] - counts.joint[GAP, GAP],
            sum((many for (c, k), many in chance.items() if c == GAP != k), Fraction()),
        ),
        "cu": one_less(apart(counts.valued), apart(valued_chance)),
    }
    chances = margins(valued_chance)
    for k in labels:
        found[f"coverage {k}"] = valued[k] / own[k] if own[k] else None
        beyond = chances[k] - valued_chance.get((k, k), Fraction())
        if valued[k] == 0 or beyond == 0:
            found[f"ku {k}"] = None
        else:
            missed = valued[k] - counts.valued.get((k, k), Fraction())
            found[f"ku {k}"] = 1 - chances[k] / valued[k] * missed / beyond
    return found


def merged(spans: Sequence[Span], label: str) -> list[Span]:
    """Return the spans of one label, those that share a character made one."""
    found: list[Span] = []
    for start, end, _ in sorted(span for span in spans if span[2] == label):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end), label)
        else:
            found.append((start, end, label))
    return found


def layered(articles: Sequence[Article], labels: Iterable[str]) -> Fraction | None:
    observed, chance = Fraction(), Fraction()
    for label in labels:
        layer = [(length, {who: merged(spans, label) for who, spans in work.items()}) for length, work in articles]
        counts = Counts(layer)
        observed += apart(counts.joint)
        chance += apart(expected(counts.joint, counts.weight))
    return one_less(observed, chance)


def nominal(units: Sequence[Sequence[Hashable]]) -> Fraction | None:
    """Return nominal alpha of units of values: observed against all pairs of values that could be paired."""
    pairable = [unit for unit in units if len(unit) >= 2]
    values = [value for unit in pairable for value in unit]
    total = len(values)
    observed = sum(
        (Fraction(a != b, len(unit) - 1) for unit in pairable for i, a in enumerate(unit) for j, b in enumerate(unit)
         if i != j),
        Fraction(),
    )  # fmt: skip
    chance = sum(a != b for a in values for b in values)
    return None if chance == 0 else 1 - (observed / total) / Fraction(chance, total * (total - 1))
