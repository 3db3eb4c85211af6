"""The rules of the log's design, one by one, then many desks at once."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.events import Entry, Row
from annotator.core.fold import FIELDS, TOGETHER, Folded, attribute_row, fold, same, split_attribute

S1: Row = {
    "start": 0, "end": 4, "quote": "word", "label": "actor", "unsure": False, "note": "", "origin": "hand",
    "created": "",
}  # fmt: skip
LINK: Row = {"type": "role", "head": "s", "child": "t"}
ADD_S: Entry = ("span", "s", None, S1)
ADD_T: Entry = ("span", "t", None, S1)
DROP_S: Entry = ("span", "s", S1, None)


def folded(*entries: Entry) -> Folded:
    """Fold one event an entry, in this order."""
    return fold((f"e{i}", [entry]) for i, entry in enumerate(entries))


def edit(row: str, before: Row, after: Row, table: str = "span") -> Entry:
    return (table, row, before, after)


def test_later_wins_field_by_field() -> None:
    out = folded(
        ADD_S,
        edit("s", {"label": "actor"}, {"label": "place"}),
        edit("s", {"note": ""}, {"note": "who?"}),
        edit("s", {"label": "actor"}, {"label": "threat"}),
    )
    assert out.rows == {("span", "s"): {**S1, "label": "threat", "note": "who?"}}
    assert out.clean


def test_edges_and_quote_travel_together() -> None:
    """Two desks move the same span: the later one's edges and quote stand, never a mixture."""
    before = {name: S1[name] for name in TOGETHER}
    out = folded(
        ADD_S,
        edit("s", before, {"start": 0, "end": 9, "quote": "word here"}),
        edit("s", before, {"start": 1, "end": 4, "quote": "ord"}),
    )
    assert out.rows["span", "s"] == {**S1, "start": 1, "end": 4, "quote": "ord"}


def test_two_additions_of_one_row_give_the_later_one() -> None:
    out = folded(
        ("status", "", None, {"status": "started", "reason": ""}),
        ("status", "", None, {"status": "done", "reason": "x"}),
    )
    assert out.rows == {("status", ""): {"status": "done", "reason": "x"}}


def test_a_removal_of_the_row_it_saw_counts() -> None:
    out = folded(ADD_S, DROP_S)
    assert out.rows == {}
    assert out.clean


def test_a_removal_against_a_changed_row_leaves_it_as_a_clash() -> None:
    out = folded(ADD_S, edit("s", {"note": ""}, {"note": "keep"}), DROP_S)
    assert out.rows == {("span", "s"): {**S1, "note": "keep"}}
    assert [(c.event, c.table, c.row) for c in out.clashes] == [("e2", "span", "s")]
    assert not out.clean


def test_an_edit_after_a_removal_brings_the_row_back_as_a_clash() -> None:
    out = folded(ADD_S, DROP_S, edit("s", {"label": "actor"}, {"label": "place"}))
    assert out.rows == {("span", "s"): {**S1, "label": "place"}}
    assert [(c.event, c.row) for c in out.clashes] == [("e2", "s")]


def test_a_second_removal_is_no_clash() -> None:
    assert folded(ADD_S, DROP_S, DROP_S).clean


def test_a_row_may_be_made_again_after_its_removal() -> None:
    out = folded(ADD_S, DROP_S, ("span", "s", None, {**S1, "label": "place"}))
    assert out.rows["span", "s"]["label"] == "place"
    assert out.clean


def test_an_edit_of_what_never_was_is_left_out() -> None:
    out = folded(edit("s", {"label": "actor"}, {"label": "place"}))
    assert out.rows == {}
    assert len(out.clashes) == 1


@pytest.mark.parametrize("end", ["s", "t"])
def test_a_relation_shows_while_both_ends_live(end: str) -> None:
    entries = [ADD_S, ADD_T, ("relation", "r", None, LINK)]
    assert folded(*entries).rows["relation", "r"] == LINK
    out = folded(*entries, ("span", end, S1, None))
    assert ("relation", "r") not in out.rows
    assert out.hidden == {("relation", "r"): LINK}
    assert not out.clean
    again = folded(*entries, ("span", end, S1, None), ("span", end, None, S1))
    assert again.rows["relation", "r"] == LINK
    assert again.clean


def test_an_attribute_shows_while_its_span_lives() -> None:
    value: Entry = ("attribute", "s/role", None, {"value": "x"})
    out = folded(ADD_S, value, DROP_S)
    assert out.hidden == {("attribute", "s/role"): {"value": "x"}}
    assert folded(ADD_S, value, DROP_S, ADD_S).rows["attribute", "s/role"] == {"value": "x"}


def test_an_attribute_of_the_article_needs_no_span() -> None:
    assert folded(("attribute", "/topic", None, {"value": 1})).clean


def test_a_hidden_relation_may_still_be_edited() -> None:
    out = folded(
        ADD_S, ADD_T, ("relation", "r", None, LINK), DROP_S, ("relation", "r", {"type": "role"}, {"type": "x"})
    )
    assert out.hidden == {("relation", "r"): {**LINK, "type": "x"}}


def test_the_entries_of_one_event_apply_in_their_order() -> None:
    out = fold([("e", [("attribute", "s/k", None, {"value": 1}), ADD_S, DROP_S, ADD_S])])
    assert set(out.rows) == {("span", "s"), ("attribute", "s/k")}


def test_true_is_not_one() -> None:
    """A removal that saw 1 does not remove true: Python alone would call them equal."""
    out = folded(("attribute", "/k", None, {"value": True}), ("attribute", "/k", {"value": 1}, None))
    assert out.rows["attribute", "/k"]["value"] is True
    assert len(out.clashes) == 1
    assert not same({"value": 1}, {"value": 1.0})
    assert same({"value": [1]}, {"value": [1]})
    assert same(None, None)
    assert not same(None, {})


@pytest.mark.parametrize(("span", "key"), [("s", "role"), ("", "topic"), ("a/b/c", "role"), ("/", "k")])
def test_the_row_of_an_attribute_tells_its_span_and_key(span: str, key: str) -> None:
    assert split_attribute(attribute_row(span, key)) == (span, key)


# Many desks. Each knows a part of the log, acts on what it sees, and hears of the others in any order.

Logged = tuple[int, str, list[Entry]]


class Desk:
    """One desk of a stream: its events by id, and what it sees."""

    def __init__(self) -> None:
        self.log: dict[str, Logged] = {}

    def seen(self) -> Folded:
        return fold_log(self.log)

    def act(self, identity: str, entries: list[Entry]) -> None:
        n = 1 + max((n for n, *_ in self.log.values()), default=0)
        self.log[identity] = (n, identity, entries)


def fold_log(log: dict[str, Logged]) -> Folded:
    return fold((identity, entries) for _, identity, entries in sorted(log.values(), key=lambda e: e[:2]))


def some_action(chance: random.Random, rows: dict[tuple[str, str], Row], number: int) -> list[Entry]:
    """Return what a hand could do to these rows."""
    spans = [key[1] for key in rows if key[0] == "span"]
    kind = chance.choice(["add", "add", "relabel", "move", "note", "remove", "status", "link", "value"])
    if kind == "add" or not spans:
        return [("span", f"s{number}", None, {**S1, "start": number, "end": number + 4})]
    row = chance.choice(spans)
    now = rows["span", row]
    match kind:
        case "remove":
            attached = [(t, r, v, None) for (t, r), v in rows.items() if t == "attribute" and r.startswith(row + "/")]
            ends = [(t, r, v, None) for (t, r), v in rows.items() if t == "relation" and row in (v["head"], v["child"])]
            return [*attached, *ends, ("span", row, now, None)]
        case "status":
            before = rows.get(("status", ""))
            return [("status", "", before, {"status": chance.choice(["started", "done"]), "reason": str(number)})]
        case "link":
            return [("relation", f"r{number}", None, {"type": "role", "head": row, "child": chance.choice(spans)})]
        case "value":
            before = rows.get(("attribute", f"{row}/k"))
            return [("attribute", f"{row}/k", before, {"value": number})]
        case "move":
            old = {name: now[name] for name in TOGETHER}
            return [("span", row, old, {"start": number, "end": number + 2, "quote": f"q{number}"})]
        case _:
            name = "label" if kind == "relabel" else "note"
            return [("span", row, {name: now[name]}, {name: f"{name}{number}"})]


@given(st.integers(0, 2**32), st.integers(2, 5))
def test_desks_that_heard_the_same_see_the_same(seed: int, desks: int) -> None:
    """Actions and merges in any order: equal logs give equal rows, and no row is half one desk's edges."""
    chance = random.Random(seed)
    every = [Desk() for _ in range(desks)]
    for number in range(40):
        desk = chance.choice(every)
        if chance.random() < 0.3:
            other = chance.choice(every).log
            # A partial package: some of what the other knows.
            desk.log.update({i: e for i, e in other.items() if chance.random() < 0.8})
        else:
            desk.act(f"{chance.randrange(10**6):06}-{number}", some_action(chance, desk.seen().rows, number))
    for _ in range(2):
        order = [(a, b) for a in every for b in every]
        chance.shuffle(order)
        for a, b in order:
            a.log.update(b.log)
    first = every[0].seen()
    for desk in every[1:]:
        assert desk.log == every[0].log
        assert desk.seen() == first
    for (table, _), row in [*first.rows.items(), *first.hidden.items()]:
        assert set(row) == set(FIELDS[table])
        if table == "span" and row["quote"] != "word":
            assert (row["end"], row["quote"]) == (row["start"] + 2, f"q{row['start']}")


@given(st.integers(0, 2**32))
def test_nothing_done_is_gone_without_a_clash(seed: int) -> None:
    """Whoever changed a span sees it after all merges, or somebody removed exactly what stood there."""
    chance = random.Random(seed)
    base = Desk()
    base.act("000", [ADD_S])
    one, two = Desk(), Desk()
    one.log.update(base.log)
    two.log.update(base.log)
    one.act(f"{chance.random()}", [DROP_S])
    two.act(f"{chance.random()}", [edit("s", {"note": ""}, {"note": "mine"})])
    one.log.update(two.log)
    out = one.seen()
    assert out.rows["span", "s"]["note"] == "mine"
    assert len(out.clashes) == 1


def test_the_fields_of_every_table_are_settled() -> None:
    expected: dict[str, Any] = {
        "span": ("start", "end", "quote", "label", "unsure", "note", "origin", "created"),
        "attribute": ("value",),
        "relation": ("type", "head", "child"),
        "status": ("status", "reason"),
        "zone": ("start", "end", "kind", "duplicate", "off"),
        "article_label": ("value",),
        "note": ("text",),
        "scheme": ("hash",),
        "decision": ("start", "end", "choice", "versions", "note"),
        "assignment": ("package",),
        "removal": ("reason",),
        "tag": ("value",),
        "story": ("story",),
    }
    assert expected == FIELDS
