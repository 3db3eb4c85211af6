"""What a hand does to one article, as log entries against the rows of today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.core.events import Entry, Row
from annotator.core.fold import TOGETHER, attribute_row, same
from annotator.core.span import Relation, Span
from annotator.core.zones import Override, Zone, effective


def span_row(span: Span) -> Row:
    """Return a span as a full row of the log."""
    return {
        "start": span.start, "end": span.end, "quote": span.quote, "label": span.label,
        "unsure": span.unsure, "note": span.note, "origin": span.origin, "created": span.created,
    }  # fmt: skip


def span_of(row_id: str, row: Row) -> Span:
    """Return the span of a full row of the log."""
    return Span(row_id, **row)


def relation_row(relation: Relation) -> Row:
    """Return a relation as a full row of the log."""
    return {"type": relation.type, "head": relation.head, "child": relation.child}


def status_row(status: str, reason: str = "") -> Row:
    """Return a status as a full row of the log; `new` has no row."""
    return {"status": status, "reason": reason}


def zone_row(override: Override) -> Row:
    """Return a zone override as a full row of the log."""
    return {
        "start": override.start, "end": override.end, "kind": override.kind,
        "duplicate": override.duplicate, "off": override.off,
    }  # fmt: skip


def add_span(span: Span) -> list[Entry]:
    """Tag: one new span."""
    return [("span", span.id, None, span_row(span))]


def change_span(span: Span, **new: Any) -> list[Entry]:
    """Change fields of a span; an edge move carries start, end and quote together."""
    before = span_row(span)
    after = {**before, **new}
    names = [n for n in new if after[n] != before[n]]
    if any(n in TOGETHER for n in names):
        names = [*TOGETHER, *(n for n in names if n not in TOGETHER)]
    if not names:
        return []
    return [("span", span.id, {n: before[n] for n in names}, {n: after[n] for n in names})]


def remove_span(span: Span, attributes: Mapping[str, Any], relations: Iterable[Relation]) -> list[Entry]:
    """Remove a span together with its attributes (key -> value) and the relations that end in it."""
    entries: list[Entry] = [("relation", r.id, relation_row(r), None) for r in relations]
    entries += [("attribute", attribute_row(span.id, key), {"value": value}, None) for key, value in attributes.items()]
    return [*entries, ("span", span.id, span_row(span), None)]


def set_value(table: str, row: str, before: Row | None, after: Row | None) -> list[Entry]:
    """Set, change or clear one row as a whole; nothing when it already stands so."""
    if same(before, after):
        return []
    if before is None or after is None:
        return [(table, row, before, after)]
    names = [n for n in after if not same({n: after[n]}, {n: before[n]})]
    return [(table, row, {n: before[n] for n in names}, {n: after[n] for n in names})]


def toggle_zone(zone: Zone, detected: Iterable[Zone], override: Override | None) -> list[Entry]:
    """Turn a zone off or on again; `override` is what this person's stream says of it today."""
    own = zone not in set(detected)
    before = zone_row(override) if override else None
    off = not (override.off if override else False)
    if not own and not off:
        return set_value("zone", zone.key, before, None)
    return set_value("zone", zone.key, before, zone_row(Override(zone.start, zone.end, zone.kind, zone.duplicate, off)))


def mark_zone(zone: Zone, kind: str, base: Iterable[Zone], overrides: Mapping[str, Override]) -> list[Entry]:
    """Make a range a zone of a kind (`''`: article text), in place of every zone that shares a character with it.

    `zone` gives the range and the copy mark; `base` are the zones below this stream, `overrides` what it says of them
    today, by key.
    """
    below = {one.key: one for one in base}
    wanted = Zone(zone.start, zone.end, kind, zone.duplicate) if kind else None
    shown = effective(below.values(), overrides.values())
    goal = {one.key: one for one in shown if not (one.start < zone.end and zone.start < one.end)}
    if wanted is not None:
        goal[wanted.key] = wanted
    out: list[Entry] = []
    for key in sorted({*below, *goal, *overrides}):
        stands, want = below.get(key), goal.get(key)
        now = zone_row(overrides[key]) if key in overrides else None
        if want == stands:
            out += set_value("zone", key, now, None)
            continue
        one = want or stands
        if one is not None:
            row = Override(one.start, one.end, one.kind, one.duplicate, off=want is None)
            out += set_value("zone", key, now, zone_row(row))
    return out
