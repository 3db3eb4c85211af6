"""What of the disagreements is listed: a kind, labels, people or an article, as a figure or a hand asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter

from annotator.work.reviewing import Listed

_OF_TAGS = frozenset({"one", "boundary", "label", "split", "both"})
LOWERS = {
    "overlap": _OF_TAGS - {"boundary"}, "exact": _OF_TAGS, "u": _OF_TAGS, "layered_u": _OF_TAGS,
    "binary_u": _OF_TAGS - {"label"}, "cu": frozenset({"label", "both"}),
}  # fmt: skip
"""Which kinds of disagreement lower a figure of all tags."""


@dataclass(frozen=True)
class Filter:
    """Empty fields ask for nothing.

    `label` is among a card's labels, `labels` are two that both are; of `people` (ids) two differ from each other on a
    card, one alone differs from what most made of it. `article` is an id, `lowers` a key of `LOWERS`.
    """

    kind: str = ""
    label: str = ""
    people: tuple[str, ...] = ()
    labels: tuple[str, str] | None = None
    article: str = ""
    lowers: str = ""

    def fits(self, row: Listed) -> bool:
        """Tell whether a disagreement is asked for."""
        if (self.kind and row.kind != self.kind) or (self.article and row.article != self.article):
            return False
        if self.lowers and row.kind not in LOWERS[self.lowers]:
            return False
        if (self.label and self.label not in row.labels) or (self.labels and not set(self.labels) <= set(row.labels)):
            return False
        if len(self.people) == 1:
            return self.people[0] in row.odd
        return not self.people or row.parts(self.people[0], self.people[1])

    def of(self, rows: list[Listed]) -> list[Listed]:
        """Return the rows that fit, as `fits` tells it of one; each wish is looked for in all rows at one go."""
        for name, wanted in (("article", self.article), ("kind", self.kind)):
            if wanted:
                of_row = attrgetter(name)
                rows = [row for row in rows if of_row(row) == wanted]
        if self.lowers:
            rows = [row for row in rows if row.kind in LOWERS[self.lowers]]
        for label in (self.label, *(self.labels or ())):
            if label:
                rows = [row for row in rows if label in row.labels]
        if len(self.people) == 1:
            [one] = self.people
            return [row for row in rows if one in row.odd]
        return self._apart(rows) if self.people else rows

    def _apart(self, rows: list[Listed]) -> list[Listed]:
        """Return the rows in which the two people differ, looked up once for all rows where the same ones differ."""
        known: dict[tuple[frozenset[str], ...], bool] = {}
        found = []
        for row in rows:
            apart = known.get(row.sides)
            if apart is None:
                apart = known[row.sides] = row.parts(self.people[0], self.people[1])
            if apart:
                found.append(row)
        return found
