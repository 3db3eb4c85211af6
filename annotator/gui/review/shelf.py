"""All disagreements of a project in every order that the list offers, kept up to date article by article."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from annotator.agreement.cards import KINDS
from annotator.core.sorting import in_order
from annotator.work.reviewing import DECIDED, Listed

Key = tuple[Any, ...]

_FEW = 2000
_PLACE = {kind: place for place, kind in enumerate(KINDS)}


def _by_impact(row: Listed) -> Key:
    return ((), 1, -row.impact, row.article, row.start, row.id)


def _by_article(row: Listed) -> Key:
    return ((row.pk,), 1, row.start, row.id)


def _by_kind(row: Listed) -> Key:
    return ((_PLACE.get(row.kind, len(KINDS)),), 1, -row.impact, row.article, row.start, row.id)


def _by_labels(row: Listed) -> Key:
    return (row.labels, 1, -row.impact, row.article, row.start, row.id)


ORDERS: dict[str, Callable[[Listed], Key]] = {
    "impact": _by_impact,
    "article": _by_article,
    "kind": _by_kind,
    "labels": _by_labels,
}
"""The key of a row in each order: its group first, then 1, for the head of a group stands at 0."""

GROUPS = {"article": attrgetter("pk"), "kind": attrgetter("kind"), "labels": attrgetter("labels")}
"""What the rows of a group have in common, in the orders that have groups."""


def is_open(row: Listed) -> bool:
    """Tell whether a disagreement waits for a decision, a first one or another."""
    return row.state != DECIDED


class Shelf:
    """Hold the rows sorted, open and decided ones apart; made beside the window, read on its thread.

    A window that looks at each of a hundred thousand rows is felt, so what a list begins with lies ready: `sizes` is
    (number of an article, whether open) -> its rows of that state.
    """

    def __init__(self, rows: Iterable[Listed] = ()) -> None:
        found = in_order(rows, _by_impact)
        self._articles: dict[str, list[Listed]] = {}
        groups: dict[str, dict[Key, list[Listed]]] = {"article": {}, "kind": {}, "labels": {}}
        for row in found:
            self._articles.setdefault(row.article, []).append(row)
            groups["article"].setdefault((row.pk,), []).append(row)
            groups["kind"].setdefault((_PLACE.get(row.kind, len(KINDS)),), []).append(row)
            groups["labels"].setdefault(row.labels, []).append(row)
        for held in groups["article"].values():
            held.sort(key=_by_article)
        orders = {name: [row for group in sorted(held) for row in held[group]] for name, held in groups.items()}
        orders["impact"] = found
        self._orders = {
            (name, state): [row for row in held if is_open(row) == state]
            for name, held in orders.items()
            for state in (True, False)
        }
        self.sizes = Counter((row.pk, is_open(row)) for row in found)
        self.kinds = Counter(row.kind for row in found)
        self.open_kinds = Counter(row.kind for row in found if is_open(row))

    def __len__(self) -> int:
        return len(self._orders["impact", True]) + self.decided

    @property
    def decided(self) -> int:
        """Return how many are decided."""
        return len(self._orders["impact", False])

    def rows(self, order: str, *, undecided: bool) -> list[Listed]:
        """Return the rows that are open, or decided, in an order; the list is read, never changed."""
        return self._orders[order, undecided]

    def of_article(self, article: str) -> list[Listed]:
        """Return the rows of one article."""
        return self._articles.get(article, [])

    def replace(self, article: str, rows: list[Listed]) -> tuple[list[Listed], list[Listed]]:
        """Hold these rows for an article (its id); return which went and which came."""
        before = self._articles.get(article, [])
        stood, stands = set(before), set(rows)
        gone, come = [row for row in before if row not in stands], [row for row in rows if row not in stood]
        for name, key in ORDERS.items():
            for row in gone:
                order = self._orders[name, is_open(row)]
                del order[bisect_left(order, key(row), key=key)]
            for row in come:
                order = self._orders[name, is_open(row)]
                order.insert(bisect_left(order, key(row), key=key), row)
        self._articles[article] = list(rows)
        for sign, changed in ((-1, gone), (1, come)):
            for row in changed:
                self.sizes[row.pk, is_open(row)] += sign
                self.kinds[row.kind] += sign
                self.open_kinds[row.kind] += sign * is_open(row)
        return gone, come

    def clear(self) -> None:
        """Let all rows go, a few at a time: beside the window, which would wait while so many go at once."""
        for held in self._orders.values():
            while held:
                del held[-_FEW:]
        while self._articles:
            self._articles.popitem()
