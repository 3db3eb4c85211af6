from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.events import Entry
from annotator.core.fold import FIELDS, fold
from annotator.core.span import Relation, Span
from annotator.core.zones import Override, Zone, effective

SPAN = Span("s", 2, 6, "word", "actor", True, "note", "mention", "2024-05-06T07:08:09Z")
HEADLINE, CAPTION = Zone(0, 5, "headline"), Zone(6, 9, "caption")


def test_a_row_holds_every_field_of_its_table() -> None:
    assert tuple(edits.span_row(SPAN)) == FIELDS["span"]
    assert edits.span_of("s", edits.span_row(SPAN)) == SPAN
    assert tuple(edits.relation_row(Relation("r", "t", "h", "c"))) == FIELDS["relation"]
    assert tuple(edits.status_row("done")) == FIELDS["status"]
    assert tuple(edits.zone_row(Override(0, 1, "caption"))) == FIELDS["zone"]


def test_a_change_names_only_what_changes() -> None:
    assert edits.change_span(SPAN, label="place", note="note") == [
        ("span", "s", {"label": "actor"}, {"label": "place"})
    ]
    assert edits.change_span(SPAN, label="actor") == []


@pytest.mark.parametrize("new", [{"end": 7, "quote": "word "}, {"start": 2, "end": 7, "quote": "word "}])
def test_a_moved_edge_takes_both_edges_and_the_quote_along(new: dict[str, object]) -> None:
    [(_, _, before, after)] = edits.change_span(SPAN, **new)
    assert before == {"start": 2, "end": 6, "quote": "word"}
    assert after == {"start": 2, "end": 7, "quote": "word "}


def test_an_unknown_field_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        edits.change_span(SPAN, lable="x")


def test_a_removed_span_takes_its_values_and_links_first() -> None:
    entries = edits.remove_span(SPAN, {"role": "x"}, [Relation("r", "t", "s", "c")])
    assert [(table, row) for table, row, _, after in entries if after is None] == [
        ("relation", "r"), ("attribute", "s/role"), ("span", "s"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "entries"),
    [
        (None, None, []),
        ({"value": 1}, {"value": 1}, []),
        (None, {"value": 1}, [("attribute", "s/k", None, {"value": 1})]),
        ({"value": 1}, None, [("attribute", "s/k", {"value": 1}, None)]),
        ({"value": 1}, {"value": True}, [("attribute", "s/k", {"value": 1}, {"value": True})]),
        ({"value": "a"}, {"value": ["a"]}, [("attribute", "s/k", {"value": "a"}, {"value": ["a"]})]),
    ],
)
def test_a_value_is_set_changed_or_cleared(
    before: dict[str, object] | None, after: dict[str, object] | None, entries: list[Entry]
) -> None:
    assert edits.set_value("attribute", "s/k", before, after) == entries


def test_of_a_status_only_the_changed_part_is_written() -> None:
    before, after = edits.status_row("skipped", "short"), edits.status_row("skipped", "long")
    assert edits.set_value("status", "", before, after) == [("status", "", {"reason": "short"}, {"reason": "long"})]


def toggled(log: list[Entry], zone: Zone) -> list[Entry]:
    """Toggle a zone on top of what was done before."""
    rows = fold([("e", log)]).rows
    row = rows.get(("zone", zone.key))
    return [*log, *edits.toggle_zone(zone, [HEADLINE, CAPTION], Override(**row) if row else None)]


def seen(log: list[Entry]) -> tuple[Zone, ...]:
    overrides = [Override(**row) for row in fold([("e", log)]).rows.values()]
    return effective([HEADLINE, CAPTION], overrides)


def test_a_detected_zone_goes_off_and_comes_back_without_a_trace() -> None:
    log = toggled([], HEADLINE)
    assert seen(log) == (CAPTION,)
    log = toggled(log, HEADLINE)
    assert seen(log) == (HEADLINE, CAPTION)
    assert fold([("e", log)]).rows == {}


def test_a_zone_of_ones_own_stays_known_while_it_is_off() -> None:
    own = Zone(10, 12, "related", True)
    log: list[Entry] = [("zone", own.key, None, edits.zone_row(Override(10, 12, "related", True)))]
    assert own in seen(log)
    log = toggled(log, own)
    assert own not in seen(log)
    log = toggled(log, own)
    assert own in seen(log)


BASE = (HEADLINE, CAPTION, Zone(12, 20, "related"))
KINDS = st.sampled_from(("", "headline", "caption", "credit"))


@given(st.lists(st.tuples(st.integers(0, 22), st.integers(1, 9), KINDS, st.booleans()), max_size=6))
def test_a_marked_zone_stands_alone_in_its_place_and_the_rest_stays(
    marks: list[tuple[int, int, str, bool]],
) -> None:
    rows: dict[str, Override] = {}
    log: list[tuple[str, list[Entry]]] = []
    for number, (start, size, kind, copy) in enumerate(marks):
        before = effective(BASE, rows.values())
        entries = edits.mark_zone(Zone(start, start + size, "", copy), kind, BASE, rows)
        log.append((str(number), entries))
        folded = fold(log)
        assert not folded.clashes
        rows = {row: Override(**values) for (_, row), values in folded.rows.items()}
        wanted = [Zone(start, start + size, kind, copy)] if kind else []
        apart = [one for one in before if one.end <= start or start + size <= one.start]
        assert effective(BASE, rows.values()) == tuple(sorted([*apart, *wanted]))


def test_marking_a_zone_as_it_was_leaves_no_row() -> None:
    off = edits.mark_zone(CAPTION, "", BASE, {})
    assert [(row, after and after["off"]) for _, row, _, after in off] == [(CAPTION.key, True)]
    rows = {CAPTION.key: Override(6, 9, "caption", off=True)}
    back = edits.mark_zone(CAPTION, "caption", BASE, rows)
    assert [(row, after) for _, row, _, after in back] == [(CAPTION.key, None)]
