from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.events import Entry, Row
from annotator.core.fold import Key, fold, inverse
from tests.core.test_fold import ADD_S, DROP_S, S1, some_action

Log = list[tuple[str, list[Entry]]]


def rows_of(log: Log) -> dict[Key, Row]:
    return fold(log).rows


def take_back(log: Log, entries: list[Entry]) -> tuple[list[Entry], list[Key]]:
    rows = rows_of(log)
    return inverse(entries, lambda table, row: rows.get((table, row)))


@given(st.integers(0, 2**32), st.integers(1, 25))
def test_all_taken_back_and_all_brought_back(seed: int, length: int) -> None:
    """Undo of everything ends where it began, redo of everything where it ended; nothing is left on the way."""
    chance = random.Random(seed)
    log: Log = []
    states = [rows_of(log)]
    for number in range(length):
        log.append((f"{number}", some_action(chance, states[-1], number)))
        states.append(rows_of(log))
    undone: Log = []
    for step in range(length, 0, -1):
        entries, left = take_back(log, log[step - 1][1])
        assert not left
        log.append((f"undo{step}", entries))
        undone.append(log[-1])
        assert rows_of(log) == states[step - 1]
    for step, (_, entries) in enumerate(reversed(undone), start=1):
        again, left = take_back(log, entries)
        assert not left
        log.append((f"redo{step}", again))
        assert rows_of(log) == states[step]
    assert fold(log).clean


def test_a_row_that_changed_since_is_left() -> None:
    change: Entry = ("span", "s", {"label": "actor"}, {"label": "place"})
    later: Entry = ("span", "s", {"label": "place"}, {"label": "threat"})
    assert take_back([("1", [ADD_S]), ("2", [change]), ("3", [later])], [change]) == ([], [("span", "s")])
    assert take_back([("1", [ADD_S]), ("2", [change])], [ADD_S]) == ([], [("span", "s")])


def test_fields_that_nobody_changed_since_still_go_back() -> None:
    change: Entry = ("span", "s", {"label": "actor", "note": ""}, {"label": "place", "note": "x"})
    later: Entry = ("span", "s", {"note": "x"}, {"note": "y"})
    entries, left = take_back([("1", [ADD_S]), ("2", [change]), ("3", [later])], [change])
    assert entries == [("span", "s", {"label": "place"}, {"label": "actor"})]
    assert not left


def test_edges_go_back_together_or_not_at_all() -> None:
    old = {"start": 0, "end": 4, "quote": "word"}
    move: Entry = ("span", "s", old, {"start": 0, "end": 6, "quote": "word h"})
    later: Entry = (
        "span",
        "s",
        {"start": 0, "end": 6, "quote": "word h"},
        {"start": 0, "end": 9, "quote": "word here"},
    )
    log: Log = [("1", [ADD_S]), ("2", [move]), ("3", [later])]
    assert take_back(log, [move]) == ([], [("span", "s")])
    assert take_back(log[:2], [move])[0] == [("span", "s", move[3], old)]


def test_a_removal_is_not_taken_back_where_the_row_stands_again() -> None:
    assert take_back([("1", [ADD_S]), ("2", [DROP_S]), ("3", [ADD_S])], [DROP_S]) == ([], [("span", "s")])


def test_several_entries_on_one_row_go_back_in_their_order() -> None:
    event: list[Entry] = [ADD_S, ("span", "s", {"note": ""}, {"note": "x"})]
    entries, left = take_back([("1", event)], event)
    assert not left
    assert rows_of([("1", event), ("2", entries)]) == {}
    assert entries[-1] == ("span", "s", S1, None)
