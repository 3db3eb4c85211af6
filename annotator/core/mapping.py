"""Merged labels: how a person's rows read once labels were merged, and how to write rows that read so.

The rows keep the labels that they were given. A span of a merged label reads as one of the label it was merged into.
Of spans that then have the same range and label one stands, and the values, notes and roles of the others join it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.core.edits import relation_row, span_row
from annotator.core.events import Entry, Row
from annotator.core.fold import attribute_row, split_attribute
from annotator.core.span import Relation, Span

Attributes = Mapping[tuple[str, str], Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """Spans and relations by id, attribute values by (span id, key); `behind` is hidden span -> the one that stands."""

    spans: dict[str, Span]
    attributes: dict[tuple[str, str], Any]
    relations: dict[str, Relation]
    behind: dict[str, str]


def read(
    mapping: Mapping[str, str], spans: Mapping[str, Span], attributes: Attributes, relations: Mapping[str, Relation]
) -> Reading | None:
    """Return how these rows read under merged label -> label, or None where they read as they are."""
    if not mapping or not any(span.label in mapping for span in spans.values()):
        return None
    groups = _groups(mapping, spans)
    standing = {group[0].id: _joined(mapping, group) for group in groups.values()}
    shown = {one: standing.get(one, span) for one, span in spans.items()}
    behind = {other.id: group[0].id for group in groups.values() for other in group[1:]}
    values = {key: value for key, value in attributes.items() if key[0] not in behind}
    for group in groups.values():
        for other in group[1:]:
            for (owner, key), value in attributes.items():
                if owner == other.id:
                    values.setdefault((group[0].id, key), value)
    return Reading(
        {one: span for one, span in shown.items() if one not in behind}, values, _linked(relations, behind), behind
    )


def _groups(mapping: Mapping[str, str], spans: Mapping[str, Span]) -> dict[tuple[int, int, str], list[Span]]:
    """Return (start, end, label) -> the spans that read so, where one of them holds a merged label.

    The first of them stands: one that holds the label itself, then the older one.
    """
    merged = {(s.start, s.end, mapping[s.label]) for s in spans.values() if s.label in mapping}
    groups: dict[tuple[int, int, str], list[Span]] = {}
    for span in spans.values():
        place = span.start, span.end, mapping.get(span.label, span.label)
        if place in merged:
            groups.setdefault(place, []).append(span)
    for group in groups.values():
        group.sort(key=lambda s: (s.label in mapping, s.created, s.id))
    return groups


def _joined(mapping: Mapping[str, str], group: list[Span]) -> Span:
    """Return the span that stands for a group: unsure where one of them is, with the first note among them."""
    first = group[0]
    note = next((span.note for span in group if span.note), "")
    label = mapping.get(first.label, first.label)
    return replace(first, label=label, unsure=any(span.unsure for span in group), note=note)


def _linked(relations: Mapping[str, Relation], behind: Mapping[str, str]) -> dict[str, Relation]:
    """Return the relations between the spans that stand; of two that are then alike the unchanged or first one."""
    if not behind:
        return dict(relations)
    turned = [
        replace(r, head=behind.get(r.head, r.head), child=behind.get(r.child, r.child)) for r in relations.values()
    ]
    best: dict[tuple[str, str, str], Relation] = {}
    doubtful = {(r.type, r.head, r.child) for r in turned if r != relations[r.id]}
    for relation in sorted(turned, key=lambda r: (r != relations[r.id], r.id)):
        best.setdefault((relation.type, relation.head, relation.child), relation)
    kept: dict[str, Relation] = {}
    for relation in turned:
        place = relation.type, relation.head, relation.child
        if place not in doubtful or (best[place] is relation and relation.head != relation.child):
            kept[relation.id] = relation
    return kept


def written(spans: Mapping[str, Span], attributes: Attributes, relations: Mapping[str, Relation],
            shown: Reading, entries: Iterable[Entry]) -> list[Entry]:  # fmt: skip
    """Return entries against the rows themselves for entries that were made against a reading of them.

    What is hidden behind a touched span joins it first and goes, so that nothing comes out from behind it.
    """
    entries = list(entries)
    out = _settled(spans, attributes, relations, shown, _touched(relations, shown, entries))
    for table, row, before, after in entries:
        raw = spans.get(row) if table == "span" else None
        if raw is not None and before is not None and "label" in before:
            before = {**before, "label": raw.label}
        out.append((table, row, before, after))
    return out


def _touched(relations: Mapping[str, Relation], shown: Reading, entries: list[Entry]) -> set[str]:
    """Return the standing spans that entries touch, or that are linked to one which they touch."""
    direct: set[str] = set()
    for table, row, before, after in entries:
        if table == "span":
            direct.add(row)
        elif table == "attribute":
            direct.add(split_attribute(row)[0])
        elif table == "relation":
            ends: Row = {**(before or {}), **(after or {})}
            direct |= {ends[side] for side in ("head", "child") if side in ends}
            if row in shown.relations:
                direct |= {shown.relations[row].head, shown.relations[row].child}
    found = set(direct)
    for relation in relations.values():
        ends_of = {shown.behind.get(relation.head, relation.head), shown.behind.get(relation.child, relation.child)}
        if ends_of & direct:
            found |= ends_of
    return found


def _settled(spans: Mapping[str, Span], attributes: Attributes, relations: Mapping[str, Relation],
             shown: Reading, touched: set[str]) -> list[Entry]:  # fmt: skip
    """Return the entries after which nothing is hidden behind these spans, and all reads as before."""
    gone = {other for other, first in shown.behind.items() if first in touched}
    if not gone:
        return []
    out: list[Entry] = []
    for first in sorted({shown.behind[other] for other in gone}):
        span, wanted = spans[first], shown.spans[first]
        new = {name: getattr(wanted, name) for name in ("unsure", "note")}
        old = {name: getattr(span, name) for name in new}
        if new != old:
            out.append(("span", first, old, new))
        out += [
            ("attribute", attribute_row(first, key), None, {"value": value})
            for (owner, key), value in shown.attributes.items()
            if owner == first and (owner, key) not in attributes
        ]
    for one, relation in relations.items():
        if relation.head in gone or relation.child in gone:
            out += _redirected(relation, shown.relations.get(one))
    out += [
        ("attribute", attribute_row(owner, key), {"value": value}, None)
        for (owner, key), value in attributes.items()
        if owner in gone
    ]
    return [*out, *(("span", other, span_row(spans[other]), None) for other in sorted(gone))]


def _redirected(relation: Relation, wanted: Relation | None) -> list[Entry]:
    """Return the entry that brings a relation to the ends it reads with, or removes it where another reads so."""
    if wanted is None:
        return [("relation", relation.id, relation_row(relation), None)]
    old, new = relation_row(relation), relation_row(wanted)
    names = [name for name in new if new[name] != old[name]]
    return [("relation", relation.id, {n: old[n] for n in names}, {n: new[n] for n in names})]
