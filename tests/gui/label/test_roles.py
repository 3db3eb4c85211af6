"""Roles by keyboard and mouse in a real window: what the file then holds."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from annotator.core.scheme import parse_scheme
from annotator.core.span import Span
from annotator.gui.opened import unfit
from annotator.store.articles import Work
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project, stored, tags
from tests.gui.label.role_desk import CODES, PASS, THREAT, bar, key_of, links, numbers, roles_of, shown

# Giving roles


def test_a_phone_call_is_linked_to_two_people_in_six_presses(sat: Desk, path: Path) -> None:
    sat.find("telephoned")
    presses = ["4", "Q", "R"]
    sat.keys(*presses)
    assert bar(sat) == "Caller of this diplomatic call"
    for words in ("Dario Kesh", "Ilse Varanne"):
        presses.append(key_of(sat, words))
        sat.keys(presses[-1])
    sat.keys("Esc")
    presses.append("Esc")
    assert len(presses) == 6
    assert links(path) == [("telephoned", "caller", "Dario Kesh"), ("telephoned", "recipient", "Ilse Varanne")]
    assert list(stored(path, article="a-pass").attributes.values()) == ["phone"]
    assert sat.label.bar.isVisible()
    assert sat.label.view.shown_roles() is None
    assert sat.active == "telephoned"


def test_numbers_stand_in_reading_order_and_only_on_labels_that_the_role_takes(sat: Desk) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R")
    assert bar(sat) == "Threatener of this threat"
    found = numbers(sat)
    assert set(found) == {"Pavel Ostrin", "Merovia", "Talvane", "Dario Kesh", "Ilse Varanne"}
    places = [PASS.index(words) for words, _ in sorted(found.items(), key=lambda item: item[1])]
    assert all(one < two for one, two in pairwise(places))
    sat.keys("Tab")
    assert set(numbers(sat)) == {*found, "Lhassen Pass", "Sorrel Bay"}
    assert {words: numbers(sat)[words] for words in found} == found
    sat.keys("Tab")
    assert set(numbers(sat)) == {"Lhassen Pass", "Sorrel Bay"}


def test_a_number_goes_on_to_the_next_empty_role_and_r_begins_at_the_first(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "Tab")
    sat.keys(key_of(sat, "Talvane"))
    assert bar(sat) == "Place of this threat"
    sat.keys(key_of(sat, "Lhassen Pass"))
    assert bar(sat) == "Threatener of this threat"
    sat.keys("Esc", "R")
    assert bar(sat) == "Threatener of this threat"
    sat.keys(key_of(sat, "Pavel Ostrin"))
    assert roles_of(path) == [("place", "Lhassen Pass"), ("target", "Talvane"), ("threatener", "Pavel Ostrin")]
    assert bar(sat) == "Threatener of this threat"


def test_a_number_replaces_shift_adds_and_the_same_number_takes_away(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R")
    sat.keys(key_of(sat, "Pavel Ostrin"), "Shift+Tab", key_of(sat, "Merovia"), "Shift+Tab")
    assert roles_of(path) == [("threatener", "Merovia")]
    sat.keys("Shift+" + key_of(sat, "Pavel Ostrin"))
    assert roles_of(path) == [("threatener", "Merovia"), ("threatener", "Pavel Ostrin")]
    assert bar(sat) == "Threatener of this threat"
    sat.keys("Shift+" + key_of(sat, "Pavel Ostrin"))
    assert roles_of(path) == [("threatener", "Merovia")]
    sat.keys("Shift+" + key_of(sat, "Pavel Ostrin"), key_of(sat, "Merovia"))
    assert roles_of(path) == [("threatener", "Pavel Ostrin")]
    assert "taken away" in sat.said
    sat.keys("Shift+" + key_of(sat, "Merovia"), key_of(sat, "Talvane"))
    assert roles_of(path) == [("threatener", "Talvane")]


@pytest.mark.parametrize("key", ["Backspace", "Delete"])
def test_clearing_a_role_leaves_the_event_and_comes_back_with_undo(sat: Desk, path: Path, key: str) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "1", "Shift+Tab", key)
    assert roles_of(path) == []
    assert sat.active == THREAT
    sat.keys(key)
    assert "This role is empty." in sat.said
    sat.keys("Ctrl+Z")
    assert len(roles_of(path)) == 1
    assert bar(sat) == "Threatener of this threat"
    assert list(shown(sat).given.values()) == ["threatener"]
    sat.keys("Ctrl+Z")
    assert roles_of(path) == []
    assert shown(sat).given == {}
    sat.keys("Ctrl+Shift+Z")
    assert list(shown(sat).given.values()) == ["threatener"]
    assert len(roles_of(path)) == 1


def test_a_number_that_nothing_has_does_nothing_and_says_so(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "9")
    assert "No tag has the number 9." in sat.said
    number = next(n for n in range(1, 8) if n not in numbers(sat).values())
    sat.keys(str(number))
    assert "this label cannot play that role" in sat.said
    assert roles_of(path) == []
    assert sat.active == THREAT


def test_more_than_nine_near_tags_are_numbered_by_nines(open_desk: OpenDesk, tmp_path: Path) -> None:
    towns = [f"Town{n}" for n in range(12)]
    path = make_project(tmp_path / "n.annotator", {"a-pass": f"{', '.join(towns)}.\n\nNobody will attack.\n"})
    desk = open_desk(path)
    for town in towns:
        desk.place(town, 1)
        desk.keys("1")
    desk.tag("attack", "3")
    desk.keys("R")
    assert list(numbers(desk)) == towns[3:]
    desk.keys("0")
    assert numbers(desk) == {"Town0": 1, "Town1": 2, "Town2": 3}
    desk.keys("1", "0")
    assert roles_of(path, "attack") == [("threatener", "Town0")]
    assert list(numbers(desk)) == towns[3:]
    desk.keys("PgDown")
    assert len(numbers(desk)) == 3
    desk.keys("PgUp", "Esc", "R", "Shift+Tab")
    assert "Town0" in numbers(desk)


def test_r_without_an_event_or_without_anything_near_says_why(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    desk.keys("R")
    assert "No tag is active" in desk.said
    desk.tag(THREAT, "3")
    desk.keys("R")
    assert "Tag the words first" in desk.said
    desk.tag("Dario Kesh", "1")
    desk.keys("R")
    assert "Actor has no roles. Roles belong to: threat, diplomatic call." in desk.said
    assert desk.label.bar.isVisible()
    desk.keys("2")
    assert desk.active == "Dario Kesh"
    assert [s.label for s in stored(path, article="a-pass").spans.values()].count("location") == 1


# Keys in the mode


def test_digits_give_roles_on_keyboards_that_print_other_letters(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.press_place(27, Qt.Key.Key_unknown, "ق")
    assert bar(sat) == "Threatener of this threat"
    wanted = key_of(sat, "Merovia")
    sat.press_place(CODES[wanted], Qt.Key.Key_unknown, "٢")
    assert roles_of(path) == [("threatener", "Merovia")]
    assert sat.session.spans[sat.session.active].label == "threat"


def test_shift_and_a_digit_adds_though_the_keyboard_then_prints_a_mark(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "2", "Shift+Tab")
    shift = Qt.KeyboardModifier.ShiftModifier
    QApplication.sendEvent(
        sat.focus(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Exclam, shift, CODES["1"], 0, 0, "!")
    )
    sat.settle()
    assert roles_of(path) == [("threatener", "Merovia"), ("threatener", "Pavel Ostrin")]


def test_other_keys_do_in_the_mode_what_they_always_do(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "W", "U")
    assert list(stored(path, article="a-pass").attributes.values()) == ["anticipated"]
    assert sat.session.spans[sat.session.active].unsure
    assert bar(sat) == "Threatener of this threat"


def test_a_held_number_gives_one_role_only(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R")
    wanted = key_of(sat, "Merovia")
    sat.keys(wanted)
    sat.press_place(CODES[wanted], Qt.Key(ord(wanted)), wanted, repeated=True)
    assert roles_of(path) == [("threatener", "Merovia")]


def test_numbers_are_the_modes_wherever_in_the_window_the_focus_is(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R")
    wanted = key_of(sat, "Merovia")
    sat.label.inspector.focus_tags()
    sat.keys(wanted)
    assert roles_of(path) == [("threatener", "Merovia")]
    assert sat.session.spans[sat.session.active].label == "threat"
    sat.keys("Esc")
    assert sat.label.bar.isVisible()
    assert sat.active == THREAT


@pytest.mark.parametrize("way", ["Esc", "Done", "Left", "Ctrl+Return", "Ctrl+Z"])
def test_the_mode_ends(sat: Desk, way: str) -> None:
    sat.tag(THREAT, "3")
    sat.keys("Q", "R")
    if way == "Done":
        sat.click(sat.label.modes.bar.done)
    else:
        sat.keys(*([way] * 3 if way.startswith("Ctrl") else [way]))
    assert sat.label.bar.isVisible()
    assert not sat.label.modes.bar.isVisible()
    assert sat.label.view.shown_roles() is None
    assert sat.label.view.hasFocus()


def test_a_hit_that_is_found_in_the_mode_can_be_tagged_at_once(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "Ctrl+F")
    sat.write("three border towns")
    sat.keys("Esc")
    assert not sat.label.pane.find_bar.isVisible()
    assert sat.label.modes.running is None
    sat.keys("2")
    assert ("three border towns", "location") in tags(path, article="a-pass")
    assert links(path) == []


def test_a_click_on_a_tag_does_what_its_number_does(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R")
    sat.click_text(PASS.index("Merovia") + 2)
    assert roles_of(path) == [("threatener", "Merovia")]
    assert (sat.active, bar(sat)) == (THREAT, "Target of this threat")
    sat.click_text(PASS.index("nobody"))
    assert sat.label.bar.isVisible()
    assert sat.active == ""


def test_the_menu_of_an_event_starts_its_roles(sat: Desk) -> None:
    sat.tag(THREAT, "3")
    view = sat.label.view
    at = view.viewport().mapToGlobal(QPoint(9, 9))
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), at))
    sat.settle()
    sat.choose("Roles…")
    assert bar(sat) == "Threatener of this threat"


# Removing, moving, relabelling


def test_removing_a_tag_removes_its_links_in_one_step(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("R", "1", "2", "Esc")
    before = links(path)
    assert len(before) == 2
    sat.place("Merovia", 1)
    sat.click_text(PASS.index("Merovia") + 2)
    sat.keys("Delete")
    assert len(links(path)) == 1
    sat.keys("Ctrl+Z")
    assert links(path) == before
    sat.click_text(PASS.index("to all lorries") + 1)
    assert sat.active == THREAT
    sat.keys("Delete")
    assert links(path) == []
    sat.keys("Ctrl+Z")
    assert links(path) == before
    sat.keys("Ctrl+Shift+Z", "Ctrl+Z")
    assert links(path) == before


def test_moving_an_edge_keeps_values_and_links(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("Q", "R", "1", "Esc", "Alt+Left")
    shorter = THREAT.removesuffix(" lorries")
    assert roles_of(path, shorter) == [("threatener", "Pavel Ostrin")]
    assert list(stored(path, article="a-pass").attributes.values()) == ["issued"]


def test_another_label_keeps_the_roles_and_values_that_it_allows(sat: Desk, path: Path) -> None:
    sat.tag(THREAT, "3")
    sat.keys("Q", "R", "1", "Tab")
    sat.keys(key_of(sat, "Lhassen Pass"), "Esc", "4")
    assert links(path) == [(THREAT, "place", "Lhassen Pass")]
    assert stored(path, article="a-pass").attributes == {}
    sat.keys("Ctrl+Z")
    assert len(links(path)) == 2
    assert list(stored(path, article="a-pass").attributes.values()) == ["issued"]


SCHEME = """
name = "s"
title = "S"
[[label]]
key = "strike"
name = "Strike"
[[label]]
key = "raid"
name = "Raid"
[[attribute]]
key = "scale"
name = "Scale"
label = "strike"
values = ["small", "large"]
[[attribute]]
key = "scale"
name = "Scale"
label = "raid"
values = ["large"]
[[attribute]]
key = "means"
name = "Means"
label = "strike"
"""


@pytest.mark.parametrize(("value", "gone"), [("large", []), ("small", ["x/scale"])])
def test_a_value_stays_where_the_new_label_has_it_too(value: str, gone: list[str]) -> None:
    span = Span("x", 0, 4, "Envo", "strike")
    work = Work(spans={"x": span}, attributes={("x", "scale"): value, ("x", "means"): "by air", ("x", "old"): "kept"})
    entries = unfit(parse_scheme(SCHEME, "s.toml"), work, span, "raid")
    assert sorted(row for _table, row, _before, _after in entries) == ["x/means", *gone]
    assert all(before and after is None for _table, _row, before, after in entries)
