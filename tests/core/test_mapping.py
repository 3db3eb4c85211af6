"""Merged labels: how rows read, and that what is written against a reading reads as it was meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits, mapping
from annotator.core.events import Entry, Row
from annotator.core.fold import attribute_row, fold
from annotator.core.mapping import Reading
from annotator.core.span import Relation, Span

TEXT = "abcdefgh"
MERGED = {"minister": "actor", "envoy": "actor", "city": "place"}
LABELS = st.sampled_from(["actor", "place", "threat", *MERGED])


def tagged(one: str, start: int, end: int, label: str, **more: Any) -> Span:
    return Span(one, start, end, TEXT[start:end], label, **more)


@st.composite
def works(draw: st.DrawFn) -> tuple[dict[str, Span], dict[tuple[str, str], Any], dict[str, Relation]]:
    spans = {}
    for number in range(draw(st.integers(0, 7))):
        start = draw(st.integers(0, 2))
        spans[f"s{number}"] = tagged(
            f"s{number}", start, draw(st.integers(start + 1, 3)), draw(LABELS), unsure=draw(st.booleans()),
            note=draw(st.sampled_from(["", "see above", "or not"])), created=draw(st.sampled_from(["2026", "2027"])),
        )  # fmt: skip
    if not spans:
        return {}, {}, {}
    ids = st.sampled_from(sorted(spans))
    attributes = draw(st.dictionaries(st.tuples(ids, st.sampled_from(["status", "sector"])), st.integers(0, 2)))
    relations = {
        f"r{number}": Relation(f"r{number}", draw(st.sampled_from(["caller", "target"])), head, child)
        for number in range(draw(st.integers(0, 5)))
        if (head := draw(ids)) != (child := draw(ids))
    }
    return spans, attributes, relations


Held = tuple[dict[str, Span], dict[tuple[str, str], Any], dict[str, Relation]]


def reading(held: Held) -> Reading:
    return mapping.read(MERGED, *held) or Reading(*held, {})


def shown(held: Held) -> Held:
    found = reading(held)
    return found.spans, found.attributes, found.relations


def applied(held: Held, entries: Iterable[Entry]) -> Held:
    """Return rows after entries, by the fold itself; nothing may clash or hide."""
    spans, attributes, relations = held
    made: list[Entry] = [("span", one, None, edits.span_row(span)) for one, span in spans.items()]
    made += [("attribute", attribute_row(*key), None, {"value": value}) for key, value in attributes.items()]
    made += [("relation", one, None, edits.relation_row(relation)) for one, relation in relations.items()]
    folded = fold([("1", made), ("2", list(entries))])
    assert folded.clean
    rows: dict[str, dict[str, Row]] = {"span": {}, "attribute": {}, "relation": {}}
    for (table, row), values in folded.rows.items():
        rows[table][row] = values
    return (
        {one: edits.span_of(one, row) for one, row in rows["span"].items()},
        {(key.split("/")[0], key.split("/")[1]): row["value"] for key, row in rows["attribute"].items()},
        {one: Relation(one, **row) for one, row in rows["relation"].items()},
    )


def test_rows_without_a_merged_label_read_as_they_are() -> None:
    spans = {"1": tagged("1", 0, 3, "actor"), "2": tagged("2", 0, 3, "actor")}
    assert mapping.read(MERGED, spans, {}, {}) is None
    assert mapping.read({}, {"1": tagged("1", 0, 3, "minister")}, {}, {}) is None


def test_a_span_of_a_merged_label_reads_as_the_other_and_keeps_its_id() -> None:
    found = reading(({"1": tagged("1", 0, 3, "minister")}, {("1", "sector"): "GOV"}, {}))
    assert found.spans == {"1": tagged("1", 0, 3, "actor")}
    assert found.attributes == {("1", "sector"): "GOV"}


def test_of_spans_that_coincide_the_one_with_the_label_stands_and_the_rest_joins_it() -> None:
    spans = {
        "1": tagged("1", 0, 3, "minister", note="the first", created="2026"),
        "2": tagged("2", 0, 3, "actor", created="2027"),
        "3": tagged("3", 4, 8, "threat"),
    }
    attributes = {("1", "sector"): "GOV", ("1", "country"): "KEN", ("2", "sector"): "MIL"}
    relations = {"r": Relation("r", "threatener", "3", "1"), "s": Relation("s", "threatener", "3", "2")}
    found = reading((spans, attributes, relations))
    assert found.spans == {"2": replace(spans["2"], note="the first"), "3": spans["3"]}
    assert found.attributes == {("2", "sector"): "MIL", ("2", "country"): "KEN"}
    assert found.relations == {"s": relations["s"]}
    assert found.behind == {"1": "2"}


@given(works())
def test_reading_again_changes_nothing(held: Held) -> None:
    assert shown(shown(held)) == shown(held)


@given(works(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(held: Held, random: Any) -> None:
    mixed = tuple(dict(random.sample(sorted(rows.items()), len(rows))) for rows in held)
    assert shown((mixed[0], mixed[1], mixed[2])) == shown(held)


@given(works())
def test_ranges_stay_and_nothing_is_lost_that_nothing_stands_for(held: Held) -> None:
    spans, attributes, relations = held
    found = reading(held)
    for one, span in spans.items():
        stands = found.spans[found.behind.get(one, one)]
        assert (stands.start, stands.end, stands.label) == (span.start, span.end, MERGED.get(span.label, span.label))
    for one, key in attributes:
        assert (found.behind.get(one, one), key) in found.attributes
    links = {(r.type, r.head, r.child) for r in found.relations.values()}
    for relation in relations.values():
        head, child = (found.behind.get(end, end) for end in (relation.head, relation.child))
        assert head == child or (relation.type, head, child) in links
    assert {r.head for r in found.relations.values()} | {r.child for r in found.relations.values()} <= set(found.spans)


@given(works(), st.data())
def test_what_is_written_against_a_reading_reads_as_it_was_meant(held: Held, data: st.DataObject) -> None:
    found = reading(held)
    if not found.spans:
        return
    span = found.spans[data.draw(st.sampled_from(sorted(found.spans)))]
    links = [r for r in found.relations.values() if span.id in (r.head, r.child)]
    own = {key: value for (one, key), value in found.attributes.items() if one == span.id}
    what = data.draw(st.sampled_from(["remove", "move", "relabel", "value", "clear", "note", "unlink"]))
    entries: list[Entry] = {
        "remove": edits.remove_span(span, own, links),
        "move": edits.change_span(span, start=4, end=8, quote=TEXT[4:8]),
        "relabel": edits.change_span(span, label="other"),
        "value": edits.set_value(
            "attribute", f"{span.id}/sector", {"value": own["sector"]} if "sector" in own else None, {"value": 9}
        ),
        "clear": [("attribute", f"{span.id}/{key}", {"value": value}, None) for key, value in own.items()],
        "note": edits.change_span(span, note="", unsure=False),
        "unlink": [("relation", r.id, edits.relation_row(r), None) for r in links],
    }[what]
    if entries:
        assert shown(applied(held, mapping.written(*held, found, entries))) == applied(shown(held), entries)
