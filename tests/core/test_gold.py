"""The gold layer of one article: whose tags are whose, and what a decision replaces."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given
from hypothesis import strategies as st

from annotator.core.cover import Cover
from annotator.core.events import Entry, encode
from annotator.core.fold import fold
from annotator.core.gold import Chosen, Decision, Layer, changes, range_of
from annotator.core.ids import GOLD, span_id
from annotator.core.span import Span

TEXT = "abcdefghijklmnopqrstuvwxyz" * 4
NOW = "2026-11-22T20:00:00.000Z"


def mark(start: int, end: int, label: str = "person", one: str = "") -> Span:
    return Span(one or f"{start}-{end}-{label}", start, end, TEXT[start:end], label)


def decide(layer: Layer, card: str, *spans: Span, choice: str = "take", note: str = "", roles: object = ()) -> None:
    place = range_of(card)
    assert place is not None
    chosen = Chosen(spans, {}, tuple(roles))  # type: ignore[arg-type]
    layer.decide(Decision(card, *place, choice, "digest", note), chosen)
    every = [*layer.spans.values(), mark(10, 15, "place"), mark(10, 16, "place"), mark(10, 12, "place")]
    layer.relink(lambda: {layer.id_of(s): (s.start, s.end, s.label) for s in every})


def read(layer: Layer) -> list[tuple[int, int, str]]:
    return sorted((s.start, s.end, s.label) for s in layer.spans.values())


def links(layer: Layer) -> list[str]:
    """Return where the links that show end, and "hidden" for each that does not show."""
    shown = {link.id: layer.spans.get(link.child) for link in layer.relations.values()}
    return sorted("hidden" if s is None else f"{s.start}:{s.end}" for s in shown.values())


def test_a_decision_replaces_what_an_earlier_one_left_and_nothing_else() -> None:
    layer = Layer("a")
    decide(layer, "0:9", mark(0, 5), mark(3, 9, "place"))
    decide(layer, "9:12", mark(9, 12))
    decide(layer, "0:9", mark(0, 9))
    assert read(layer) == [(0, 9, "person"), (9, 12, "person")]
    assert sorted(layer.decisions) == ["0:9", "9:12"]
    decide(layer, "0:9", choice="reject")
    assert read(layer) == [(9, 12, "person")]


def test_tags_have_ids_that_follow_from_their_place_and_carry_no_note() -> None:
    layer = Layer("a")
    layer.decide(
        Decision("0:9", 0, 9, "take", "d"),
        Chosen([Span("x", 0, 5, TEXT[:5], "person", True, "who?", "import", "2020")], {"x": {"rank": "high"}}),
    )
    one = span_id("a", GOLD, 0, 5, "person")
    assert layer.spans == {one: Span(one, 0, 5, TEXT[:5], "person")}
    assert layer.values == {(one, "rank"): "high"}


def test_a_tag_that_grew_beyond_its_card_goes_with_its_decision_and_takes_no_other_along() -> None:
    layer = Layer("a")
    decide(layer, "10:14", mark(10, 14))
    decide(layer, "5:9", mark(3, 20), mark(16, 17), choice="edit")
    assert (layer.decisions["5:9"].start, layer.decisions["5:9"].end) == (3, 20)
    decide(layer, "15:18", mark(15, 18))
    assert read(layer) == [(3, 20, "person"), (10, 14, "person"), (15, 18, "person")]
    decide(layer, "5:9", mark(5, 9))
    assert read(layer) == [(5, 9, "person"), (10, 14, "person"), (15, 18, "person")]


def test_a_card_takes_over_from_those_that_it_grew_out_of() -> None:
    layer = Layer("a")
    decide(layer, "0:4", mark(0, 4))
    decide(layer, "6:9", mark(6, 9))
    decide(layer, "9:12", mark(9, 12))
    assert [one.id for one in layer.outdated("2:9")] == ["0:4", "6:9"]
    decide(layer, "2:9", mark(2, 9))
    assert read(layer) == [(2, 9, "person"), (9, 12, "person")]
    assert sorted(layer.decisions) == ["2:9", "9:12"]


def test_gold_that_came_with_an_import_gives_way_inside_a_card_alone() -> None:
    layer = Layer("a", status="done")
    for span in (mark(0, 5), mark(3, 30), mark(6, 8)):
        layer.spans[span.id] = span
    assert layer.made_elsewhere
    assert [s.id for s in layer.strangers()] == ["0-5-person", "3-30-person", "6-8-person"]
    decide(layer, "0:9", mark(0, 9))
    assert read(layer) == [(0, 9, "person"), (3, 30, "person")]
    assert not layer.made_elsewhere
    assert [s.id for s in layer.strangers()] == ["3-30-person"]


def test_an_empty_note_leaves_the_one_that_stands() -> None:
    layer = Layer("a")
    decide(layer, "0:9", mark(0, 9), note="see the guideline")
    decide(layer, "0:9", choice="reject")
    assert layer.decisions["0:9"].note == "see the guideline"
    decide(layer, "0:9", choice="reject", note="no")
    assert layer.decisions["0:9"].note == "no"


def test_a_link_waits_for_its_filler_and_follows_it() -> None:
    layer, filler = Layer("a"), mark(10, 15, "place")
    decide(layer, "0:5", mark(0, 5, one="h"), roles=[("at", "h", filler)])
    assert links(layer) == ["hidden"]
    decide(layer, "10:16", mark(10, 16, "place"))
    assert links(layer) == ["10:16"]
    decide(layer, "10:16", mark(10, 15, "place"), mark(10, 16, "place"))
    assert links(layer) == ["10:15"]
    decide(layer, "10:16", choice="reject")
    decide(layer, "10:16", mark(10, 15, "place"), mark(9, 17, "place"))
    assert links(layer) == ["10:15"]
    decide(layer, "10:16", mark(11, 14, "place"), choice="edit")
    assert links(layer) == ["11:14"]
    decide(layer, "10:16", choice="reject")
    assert links(layer) == ["hidden"]
    decide(layer, "10:16", mark(10, 16, "place"))
    assert links(layer) == ["10:16"]
    decide(layer, "10:16", mark(10, 16, "person"))
    assert links(layer) == ["hidden"]


def test_a_link_goes_with_its_head_and_two_never_become_one() -> None:
    layer = Layer("a")
    decide(layer, "10:16", mark(10, 16, "place"))
    both = [("at", "h", mark(10, 15, "place")), ("at", "h", mark(10, 12, "place"))]
    decide(layer, "0:5", mark(0, 5, one="h"), roles=both)
    assert links(layer) == ["10:16", "hidden"]
    decide(layer, "0:5", mark(0, 5))
    assert layer.relations == {}


def test_what_stays_is_not_written_and_what_is_new_has_its_time() -> None:
    layer = Layer("a")
    decide(layer, "0:9", mark(0, 5), mark(3, 9, "place"))
    first = changes(Layer("a"), layer, created=NOW)
    assert [(e[0], (e[3] or {}).get("created")) for e in first if e[0] == "span"] == [("span", NOW), ("span", NOW)]
    stored = layer.copy()
    again = stored.copy()
    decide(again, "0:9", mark(0, 5))
    [gone] = changes(stored, again, created="later")
    assert gone[:2] == ("span", span_id("a", GOLD, 3, 9, "place"))
    assert changes(stored, stored.copy(), created="later") == []


def test_ids_of_cards() -> None:
    assert range_of("3:17") == (3, 17)
    assert range_of("label:topic") is None
    assert range_of("label:3") is None


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))), st.integers(0, 20), st.integers(1, 5))
def test_a_cover_meets_what_shares_a_character(ranges: list[tuple[int, int]], start: int, long: int) -> None:
    whole = [(first, first + many) for first, many in ranges]
    meets = any(first < start + long and start < last for first, last in whole)
    assert Cover(whole).meets(start, start + long) == meets


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9), st.sampled_from("dds")), min_size=3))
@example([(0, 7, "d"), (1, 1, "d"), (2, 1, "s")])
def test_strangers_are_those_without_an_owner(things: list[tuple[int, int, str]]) -> None:
    layer = Layer("a")
    for start, long, what in things:
        if what == "d":
            layer.decisions[f"{start}:{long}"] = Decision(
                f"{start}:{long}", start, start + long, "take" * (long < 8), ""
            )
        else:
            layer.spans[f"{start} {long}"] = mark(start, start + long)
    wanted = {one for one, span in layer.spans.items() if layer.owner_of(span) is None}
    assert {f"{s.start} {s.end - s.start}" for s in layer.strangers()} == wanted


decisions = st.lists(
    st.tuples(st.sampled_from(["0:9", "5:14", "20:30", "8:22"]), st.lists(st.sampled_from(["p", "q"]), max_size=3)),
    max_size=6,
)


@given(decisions)
def test_events_of_decisions_fold_to_the_layer(steps: list[tuple[str, list[str]]]) -> None:
    layer, events = Layer("a"), list[list[Entry]]()
    for number, (card, labels) in enumerate(steps):
        before = layer.copy()
        start, end = range_of(card) or (0, 0)
        spans = [mark(start + n, end - n, label, f"s{n}") for n, label in enumerate(labels)]
        roles = [("at", "s0", mark(20, 29, "p")), ("at", "s0", spans[-1])] if len(spans) > 1 else []
        decide(layer, card, *spans, roles=roles)
        layer.status = "started"
        events.append(changes(before, layer, created=str(number)))
        layer.spans = {one: before.spans.get(one, replace(s, created=str(number))) for one, s in layer.spans.items()}
    found = fold((f"{number:09}", entries) for number, entries in enumerate(events))
    assert found.clashes == []
    everything = {**found.rows, **found.hidden}
    whole = fold(
        [("0", [(table, row, None, after) for table, row, _, after in changes(Layer("a"), layer, created="?")])]
    )
    dated = {
        row: {**values, "created": layer.spans[row[1]].created}
        for row, values in whole.rows.items()
        if row[0] == "span"
    }
    assert everything == {**whole.rows, **whole.hidden, **dated}
    assert all(encode(entries) for entries in events)
