"""The gold layer of one article: whose decision holds which tags, and what a decision changes.

A decision is changed on a copy of the layer; what lies between the copy and the layer is the event of the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from annotator.core.edits import relation_row, set_value, span_row, status_row
from annotator.core.events import Entry, Row
from annotator.core.fold import attribute_row
from annotator.core.ids import GOLD, relation_id, span_id
from annotator.core.span import Relation, Span

NAME = "gold"
"""The annotator that the layer is shown as in a record; a person of this name has another id."""
RULE = "rule"
BY_HAND = ("take", "edit", "reject")
Place = tuple[int, int, str]
"""(start, end, label); code points, half-open."""
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on a card (its id): take, edit, reject, rule, or nothing where there is a note alone.

    `start` and `end` are the card's range, grown to the tags that were chosen; `versions` is the card's digest then.
    """

    id: str
    start: int
    end: int
    choice: str
    versions: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a decision puts into the layer: `values` is span id -> key -> value, roles are (type, head id, filler)."""

    spans: Sequence[Span] = ()
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    roles: Sequence[tuple[str, str, Span]] = ()


@dataclass(slots=True)
class Layer:
    """The gold rows of one article, with those links and values that are hidden since an end is not decided yet."""

    article: str
    spans: dict[str, Span] = field(default_factory=dict)
    values: dict[tuple[str, str], Any] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    labels: dict[str, Any] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    status: str = "new"
    imported: bool = False
    """An import brought it, which may be all there is to see where nothing is marked."""

    def copy(self) -> Layer:
        """Return a layer to change."""
        return Layer(
            self.article, dict(self.spans), dict(self.values), dict(self.relations), dict(self.labels),
            dict(self.decisions), self.status, self.imported,
        )  # fmt: skip

    @property
    def made_elsewhere(self) -> bool:
        """Tell whether there is gold but no decision: it came with an import."""
        there = bool(self.spans or self.labels or self.imported)
        return there and not any(one.choice for one in self.decisions.values())

    def id_of(self, span: Span) -> str:
        """Return the id that a span's range and label have in the gold layer."""
        return span_id(self.article, GOLD, span.start, span.end, span.label)

    def owner_of(self, span: Span) -> str | None:
        """Return the decision that a tag belongs to: the closest one around it; None where it came from elsewhere."""
        return _closest_around(span, self.decisions.values())

    def strangers(self) -> list[Span]:
        """Return the tags that no decision made, in the order of their starts."""
        waiting = sorted(
            (one for one in self.decisions.values() if one.choice), key=lambda one: one.start, reverse=True
        )
        near: list[Decision] = []
        found = []
        for span in sorted(self.spans.values(), key=lambda span: span.start):
            while waiting and waiting[-1].start <= span.start:
                near.append(waiting.pop())
            near = [one for one in near if one.end > span.start]
            if _closest_around(span, near) is None:
                found.append(span)
        return found

    def outdated(self, identity: str) -> list[Decision]:
        """Return decisions on cards that are no more, since this card covers their place now."""
        place = range_of(identity)
        if place is None:
            return []
        return [
            one
            for one in self.decisions.values()
            if one.id != identity and (other := range_of(one.id)) and other[0] < place[1] and place[0] < other[1]
        ]

    def decide(self, made: Decision, chosen: Chosen) -> None:
        """Let what was chosen stand in the place of all that earlier decisions left there; an empty note changes none.

        `made` has the range of the card; links of other tags that end here are left for `relink`.
        """
        before = self.decisions.get(made.id)
        self.drop([made.id, *(one.id for one in self.outdated(made.id))])
        self._remove([s for s in self.spans.values() if made.start <= s.start and s.end <= made.end])
        self.place(replace(made, note=made.note or (before.note if before else "")), chosen)

    def place(self, made: Decision, chosen: Chosen) -> None:
        """Add a decision with what was chosen where nothing stands."""
        for span in chosen.spans:
            self._add(span, chosen)
        for kind, head, child in chosen.roles:
            self._link(kind, next(s for s in chosen.spans if s.id == head), child)
        self.decisions[made.id] = replace(
            made,
            start=min([made.start, *(s.start for s in chosen.spans)]),
            end=max([made.end, *(s.end for s in chosen.spans)]),
        )

    def drop(self, decisions: Iterable[str]) -> None:
        """Take decisions out with the tags that belong to them."""
        gone = {one: self.decisions[one] for one in decisions if one in self.decisions}
        inside = [s for s in self.spans.values() if _closest_around(s, gone.values()) is not None] if gone else []
        self._remove([span for span in inside if self.owner_of(span) in gone])
        for one in gone:
            del self.decisions[one]

    def _remove(self, spans: Iterable[Span]) -> None:
        gone = {span.id for span in spans}
        if not gone:
            return
        self.spans = {one: span for one, span in self.spans.items() if one not in gone}
        self.values = {key: value for key, value in self.values.items() if key[0] not in gone}
        self.relations = {one: link for one, link in self.relations.items() if link.head not in gone}

    def _add(self, span: Span, chosen: Chosen) -> None:
        one = self.id_of(span)
        if one in self.spans:
            return
        self.spans[one] = Span(one, span.start, span.end, span.quote, span.label)
        for key, value in chosen.values.get(span.id, {}).items():
            self.values[one, key] = value

    def _link(self, kind: str, head: Span, child: Span) -> None:
        ends = self.id_of(head), self.id_of(child)
        one = relation_id(self.article, GOLD, kind, *ends)
        self.relations[one] = Relation(one, kind, *ends)

    def relink(self, places: Callable[[], Mapping[str, Place]]) -> None:
        """Bring each link to the tag that now stands for its filler: of the same range, else one that overlaps it most.

        `places` gives gold span id -> place of all that may ever have been a filler; it is asked only where a link is
        not where it was made to. Links without a tag to go to stay hidden.
        """
        astray = [
            link for link in self.relations.values() if link.child not in self.spans or link.id != self._made(link)
        ]
        known = places() if astray else {}
        standing = {(link.type, link.head, link.child) for link in self.relations.values()}
        for link in astray:
            place = self.filler(link, known)
            child = None if place is None else self._closest(place, link.head)
            if child is not None and (link.type, link.head, child) not in standing:
                self.relations[link.id] = replace(link, child=child)
                standing.add((link.type, link.head, child))

    def _made(self, link: Relation) -> str:
        """Return the id of a link that was made to the tag where it ends now."""
        return relation_id(self.article, GOLD, link.type, link.head, link.child)

    def filler(self, link: Relation, places: Mapping[str, Place]) -> Place | None:
        """Return the place that a link was first made to; its id follows from there."""
        for one, place in places.items():
            if link.id == self._made(replace(link, child=one)):
                return place
        return None if link.child in self.spans else places.get(link.child)

    def _closest(self, place: Place, head: str) -> str | None:
        start, end, label = place
        near = [
            (span.start != start or span.end != end, max(start, span.start) - min(end, span.end), span.start, one)
            for one, span in self.spans.items()
            if span.label == label and span.start < end and start < span.end and one != head
        ]
        return min(near)[-1] if near else None


def _closest_around(span: Span, decisions: Iterable[Decision]) -> str | None:
    around = [
        (one.end - one.start, one.id)
        for one in decisions
        if one.start <= span.start and span.end <= one.end and one.choice
    ]
    return min(around)[1] if around else None


def range_of(identity: str) -> tuple[int, int] | None:
    """Return the range of a card by its id; None for a card of an article label."""
    start, colon, end = identity.partition(":")
    return (int(start), int(end)) if colon and start.isdecimal() and end.isdecimal() else None


def changes(before: Layer, after: Layer, *, created: str) -> list[Entry]:
    """Return the entries that make one layer of the other; `created` is the time of tags that are new."""
    out: list[Entry] = []
    dated = {
        one: replace(span, created=created) if one not in before.spans else before.spans[one]
        for one, span in after.spans.items()
    }
    tables = (
        ("relation", *_unlike(before.relations, after.relations, relation_row)),
        ("attribute", *_values(before, after)),
        ("span", *_unlike(before.spans, dated, span_row)),
        ("article_label", *_unlike(before.labels, after.labels, _answer)),
        ("decision", *_unlike(before.decisions, after.decisions, decision_row)),
    )
    for table, old, new in tables:
        for row in old.keys() - new.keys():
            out += set_value(table, row, old[row], None)
    out.sort(key=lambda entry: (entry[0] == "span", entry[1]))
    for table, old, new in reversed(tables):
        for row in new:
            out += _edit(table, row, old.get(row), new[row])
    return out + set_value("status", "", _status(before), _status(after))


def _edit(table: str, row: str, old: Row | None, new: Row) -> list[Entry]:
    """Return the entry that sets a row; a range is named whole though one of its edges may stay."""
    found = set_value(table, row, old, new)
    if table != "decision" or old is None or not found or not found[0][3] or not {"start", "end"} & found[0][3].keys():
        return found
    names = [name for name in new if name in ("start", "end") or name in found[0][3]]
    return [(table, row, {name: old[name] for name in names}, {name: new[name] for name in names})]


def decision_row(made: Decision) -> Row:
    """Return a decision as a full row of the log."""
    return {
        "start": made.start, "end": made.end, "choice": made.choice, "versions": made.versions, "note": made.note,
    }  # fmt: skip


def _unlike(
    before: Mapping[str, _Thing], after: Mapping[str, _Thing], row: Callable[[_Thing], Row]
) -> tuple[dict[str, Row], dict[str, Row]]:
    """Return the rows of both sides, without those that are one object on both: a layer's copy shares all it keeps."""
    return (
        {one: row(thing) for one, thing in before.items() if after.get(one) is not thing},
        {one: row(thing) for one, thing in after.items() if before.get(one) is not thing},
    )


def _values(before: Layer, after: Layer) -> tuple[dict[str, Row], dict[str, Row]]:
    old, new = ({attribute_row(*key): value for key, value in layer.values.items()} for layer in (before, after))
    return _unlike(old, new, _answer)


def _answer(value: Any) -> Row:
    return {"value": value}


def _status(layer: Layer) -> Row | None:
    return None if layer.status == "new" else status_row(layer.status)
