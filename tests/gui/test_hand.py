"""What each key does to the article: the rules of the hand, in a real window, read back from the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.zones import Zone
from annotator.gui.commands import COMMANDS, REPEATING
from annotator.gui.widgets import Field
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARABIC, HARBOUR, Desk, make_project, stored, tags

LINK = "Related: Why the strait of Sell matters"
RELATED = Zone(HARBOUR.index(LINK), HARBOUR.index(LINK) + len(LINK), "related")


# Digits: a selection, else the active tag, else the word at the caret


def test_a_digit_tags_the_selection_before_anything_else(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    assert desk.active == "Ada Renn"
    desk.label.view.select_range(*_range(desk, "Port Sell"))
    desk.keys("2")
    assert desk.shown == tags(project) == [("Ada Renn", "actor"), ("Port Sell", "location")]
    assert desk.active == "Port Sell"
    assert desk.label.view.selected_range() is None
    assert desk.label.view.caret() == desk.text.index("Port Sell") + len("Port Sell")


def test_a_digit_gives_the_active_tag_another_label(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("2")
    assert desk.shown == tags(project) == [("Ada Renn", "location")]
    assert desk.active == "Ada Renn"


def test_a_digit_tags_the_word_at_the_caret(desk: Desk, project: Path) -> None:
    desk.place("telephoned", inside=4)
    desk.keys("4")
    desk.place("Velmar's")
    desk.keys("1")
    desk.place("U.S.", inside=4)
    desk.keys("1")
    assert tags(project) == [("telephoned", "diplomatic_call"), ("Velmar", "actor"), ("U.S.", "actor")]


def test_a_digit_with_no_word_at_the_caret_says_so(desk: Desk, project: Path) -> None:
    desk.label.view.set_caret(HARBOUR.index("\n\n") + 1)
    desk.keys("1")
    assert tags(project) == []
    assert "no word at the caret" in desk.said


def test_the_same_words_with_the_same_label_are_tagged_once(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Esc")
    desk.tag("Ada Renn", "1")
    assert tags(project) == [("Ada Renn", "actor")]
    assert "have this tag already" in desk.said
    desk.keys("2")
    assert tags(project) == [("Ada Renn", "actor"), ("Ada Renn", "location")]
    desk.keys("1")
    assert tags(project) == [("Ada Renn", "actor"), ("Ada Renn", "location")]


def test_edge_spaces_are_left_out(desk: Desk, project: Path) -> None:
    start, end = _range(desk, "Ada Renn")
    desk.label.view.select_range(start - 1, end + 1)
    desk.keys("1")
    assert tags(project) == [("Ada Renn", "actor")]
    desk.label.view.select_range(end, end + 1)
    desk.keys("1")
    assert tags(project) == [("Ada Renn", "actor")]
    assert "Only spaces" in desk.said


def test_a_tag_in_furniture_is_made_with_a_hint(desk: Desk, project: Path) -> None:
    assert RELATED in desk.session.article.zones
    desk.tag("strait of Sell", "2")
    assert tags(project) == [("strait of Sell", "location")]
    assert "Tagged in a link line" in desk.said


def test_tags_nest_and_cross(desk: Desk, project: Path) -> None:
    for phrase, key in (("fire on any Ostrian ship", "3"), ("Ostrian", "1"), ("any Ostrian ship near Port Sell", "2")):
        desk.tag(phrase, key)
    assert desk.shown == tags(project)
    assert len(desk.shown) == 3


# What makes a tag active, and what ends it


@pytest.mark.parametrize("ending", ["Right", "Home", "Esc", "Shift+Left", "Ctrl+A", "PgUp"])
def test_moving_the_caret_or_esc_ends_the_active_tag(desk: Desk, ending: str) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys(ending)
    assert desk.active == ""


def test_a_click_on_other_words_ends_the_active_tag(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.click_text(desk.text.index("Monday") + 2)
    assert desk.active == ""


def test_a_click_that_extends_the_selection_ends_the_active_tag(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    place = desk.middle(desk.text.index("Monday") + 2)
    QTest.mouseClick(desk.label.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place)
    assert desk.active == ""
    desk.keys("2")
    assert tags(project)[0] == ("Ada Renn", "actor")


def test_a_search_moves_the_caret_and_so_ends_the_active_tag(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.find("Port Sell")
    desk.keys("Esc", "2")
    assert tags(project)[0] == ("Ada Renn", "actor")
    assert ("Sell", "location") in tags(project)


def test_a_right_click_on_other_words_labels_those(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.click_text(desk.text.index("envoy") + 2, Qt.MouseButton.RightButton)
    desk.choose("Location")
    assert tags(project) == [("Ada Renn", "actor"), ("envoy", "location")]


def test_tab_goes_from_tag_to_tag_and_round(desk: Desk) -> None:
    for phrase in ("Ada Renn", "Port Sell", "Jon Halvar"):
        desk.tag(phrase, "1")
    desk.keys("Tab")
    assert desk.active == "Ada Renn"
    desk.keys("Tab", "Tab")
    assert desk.active == "Jon Halvar"
    desk.keys("Shift+Tab")
    assert desk.active == "Port Sell"
    desk.keys("Esc")
    desk.place("Jon")
    desk.keys("Shift+Tab")
    assert desk.active == "Port Sell"
    assert desk.label.view.caret() == desk.text.index("Port Sell") + len("Port Sell")


def test_delete_removes_the_active_tag_alone(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.tag("Port Sell", "2")
    desk.keys("Delete")
    assert desk.shown == tags(project) == [("Ada Renn", "actor")]
    desk.keys("Delete")
    assert tags(project) == [("Ada Renn", "actor")]
    assert "No tag is active" in desk.said
    desk.keys("Tab", "Backspace")
    assert tags(project) == []


# Edges


def test_the_end_moves_by_words_and_characters(desk: Desk, project: Path) -> None:
    desk.tag("Ada", "1")
    for key, words in (
        ("Alt+Right", "Ada Renn"), ("Alt+Right", "Ada Renn warned"), ("Alt+Left", "Ada Renn"),
        ("Alt+Up", "Ada Ren"), ("Alt+Down", "Ada Renn"), ("Alt+Down", "Ada Renn w"), ("Alt+Up", "Ada Renn"),
    ):  # fmt: skip
        desk.keys(key)
        assert tags(project) == desk.shown == [(words, "actor")]
        assert desk.active == words


def test_s_lets_the_keys_move_the_start_until_another_tag_is_active(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("S", "Alt+Left")
    assert tags(project) == [("Minister Ada Renn", "actor")]
    desk.keys("Alt+Right", "Alt+Down")
    assert tags(project) == [("da Renn", "actor")]
    desk.keys("Alt+Up", "Alt+Up")
    assert tags(project) == [("r Ada Renn", "actor")]
    desk.keys("S", "Alt+Right")
    assert tags(project) == [("r Ada Renn warned", "actor")]
    desk.keys("S")
    desk.tag("Port", "2")
    desk.keys("Alt+Right")
    assert tags(project)[1] == ("Port Sell", "location")


def test_a_tag_keeps_at_least_one_character(desk: Desk, project: Path) -> None:
    desk.tag("Ada", "1")
    desk.keys("Alt+Left")
    assert tags(project) == [("Ada", "actor")]
    desk.keys("Alt+Up", "Alt+Up", "Alt+Up")
    assert tags(project) == [("A", "actor")]
    assert "at least one character" in desk.said


def test_the_edges_stop_at_the_ends_of_the_text(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = make_project(tmp_path / "short.annotator", {"x": "Alone here"})
    desk = open_desk(path)
    desk.tag("here", "1")
    desk.keys("Alt+Right", "Alt+Down", "S", "Alt+Left", "Alt+Left", "Alt+Up")
    assert tags(path, article="x") == [("Alone here", "actor")]


def test_in_a_right_to_left_line_the_arrows_act_as_they_point(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+PgDown", "Ctrl+PgDown")
    start = ARABIC.index("سامي")
    desk.label.view.select_range(start, start + 4)
    desk.keys("1", "Alt+Left")
    assert tags(project, article="c-dialogue") == [("سامي النور", "actor")]
    desk.keys("Alt+Right")
    assert tags(project, article="c-dialogue") == [("سامي", "actor")]


@pytest.mark.parametrize("written", ["👩‍👩‍👧‍👦", "é", "🇮🇱", "👍🏽", "नि"])
def test_an_edge_never_cuts_a_written_character(open_desk: OpenDesk, tmp_path: Path, written: str) -> None:
    path = make_project(tmp_path / "signs.annotator", {"x": f"Sign: go{written}on and{written} off"})
    desk = open_desk(path)
    desk.tag("go", "1")
    desk.keys("Alt+Down")
    assert tags(path, article="x") == [(f"go{written}", "actor")]
    desk.keys("Alt+Up")
    assert tags(path, article="x") == [("go", "actor")]
    desk.keys("S")
    desk.tag("off", "2")
    desk.keys("S", "Alt+Up")
    assert tags(path, article="x")[1] == (f"{written} off", "location")


# Keys by their place; keys in fields


@pytest.mark.parametrize(
    ("scan_code", "key", "letters"),
    [
        (10, Qt.Key.Key_Ampersand, "&"),  # AZERTY
        (10, Qt.Key.Key_unknown, "١"),  # Arabic
    ],
)
def test_digits_work_by_their_place(desk: Desk, project: Path, scan_code: int, key: Qt.Key, letters: str) -> None:
    desk.find("Ada Renn")
    desk.press_place(scan_code, key, letters)
    assert tags(project) == [("Ada Renn", "actor")]


def test_letters_work_by_their_place(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.press_place(30, Qt.Key(ord("Г")), "г")
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    desk.press_place(30, Qt.Key(ord("Г")), "г", repeated=True)
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    desk.press_place(39, Qt.Key(ord("Ы")), "ы")
    assert desk.label.hand.moves_start


def test_single_keys_act_wherever_the_focus_takes_no_text(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("F6")
    assert not desk.label.view.hasFocus()
    desk.keys("2", "U")
    assert tags(project) == [("Ada Renn", "location")]
    desk.press_place(10, Qt.Key.Key_Ampersand, "&")
    assert tags(project) == [("Ada Renn", "actor")]
    desk.keys("Delete")
    assert tags(project) == []


@pytest.mark.parametrize("keys", ["Ctrl+L", "Ctrl+F", "N"])
def test_fields_keep_letters_digits_delete_and_undo(desk: Desk, project: Path, keys: str) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys(keys)
    field = desk.focus()
    assert isinstance(field, Field)
    field.clear()
    desk.write("1us2z")
    desk.press_place(10, Qt.Key.Key_Ampersand, "&")
    assert field.text() == "1us2z&"
    desk.keys("Home", "Delete", "End", "Backspace")
    assert field.text() == "us2z"
    desk.keys("Ctrl+Z")
    assert field.text() != "us2z"
    assert tags(project) == [("Ada Renn", "actor")]
    assert not next(iter(stored(project).spans.values())).unsure


def test_a_held_key_finishes_one_article_alone(desk: Desk, project: Path) -> None:
    for command in COMMANDS:
        assert desk.window.commands.by_id[command.id].autoRepeat() == (command.id in REPEATING)
    handle, control = desk.window.windowHandle(), Qt.KeyboardModifier.ControlModifier
    QTest.keyPress(handle, Qt.Key.Key_Return, control)
    desk.settle()
    assert stored(project).status == "done"
    assert stored(project, article="b-bridge").status == "new"
    QTest.keyRelease(handle, Qt.Key.Key_Return, control)


# Panes, Esc, Tab


def test_f6_goes_round_the_panes_whether_anything_is_tagged_or_not(desk: Desk) -> None:
    panes = (desk.label.inspector, desk.label.queue, desk.label.pane)
    for _ in range(2):
        for pane in panes:
            desk.keys("F6")
            assert pane.isAncestorOf(desk.focus()), pane
        for pane in (desk.label.queue, desk.label.inspector, desk.label.pane):
            desk.keys("Shift+F6")
            assert pane.isAncestorOf(desk.focus()), pane
        desk.label.focus_text()
        desk.tag("Ada Renn", "1")


def test_f6_reaches_a_drawer_that_lies_over_the_inspector(desk: Desk) -> None:
    desk.keys("F1")
    drawer = desk.window.drawer
    assert drawer.isAncestorOf(desk.focus())
    desk.label.focus_text()
    desk.keys("F6")
    assert drawer.isAncestorOf(desk.focus())
    desk.keys("F6", "F6")
    assert desk.label.view.hasFocus()
    desk.keys("F6", "Esc")
    assert not drawer.is_open()


def test_esc_takes_one_step_at_a_time(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Shift+Right")
    start = desk.label.view.selected_range()[0]
    desk.session.set_active(next(iter(desk.session.spans)))
    desk.keys("Ctrl+F")
    desk.write("zzz")
    desk.keys("Esc")
    assert not desk.label.pane.find_bar.isVisible()
    assert desk.label.view.selected_range() is not None
    desk.keys("Esc")
    assert desk.label.view.selected_range() is None
    assert desk.active == "Ada Renn"
    desk.keys("Esc")
    assert desk.active == ""
    assert desk.label.view.caret() == start + 1
    desk.keys("F6", "Esc")
    assert desk.label.view.hasFocus()


def test_esc_leaves_the_filter_for_the_text(desk: Desk) -> None:
    desk.keys("Ctrl+L")
    desk.write("bridge")
    desk.settle(200)
    assert len(desk.label.queue.pks()) == 1
    desk.keys("Esc")
    assert len(desk.label.queue.pks()) in (1, 3)
    desk.keys("Esc", "Esc")
    assert desk.label.view.hasFocus()


def test_tab_goes_through_every_stop_outside_the_text(desk: Desk) -> None:
    desk.tag("telephoned", "4")
    desk.keys("Ctrl+L")
    stops = []
    for _ in range(60):
        desk.keys("Tab")
        if desk.label.view.hasFocus():
            break
        stops.append(desk.focus())
    names = [w.accessibleName() for w in stops]
    assert all(names), [type(w).__name__ for w, name in zip(stops, names, strict=True) if not name]
    assert desk.label.queue.list.view in stops
    assert all(desk.label.queue.isAncestorOf(w) or desk.label.pane.isAncestorOf(w) for w in stops)


# The mouse


def test_a_drag_takes_whole_words_and_with_alt_exact_characters(desk: Desk) -> None:
    desk.drag_over("Ada Renn warned", cut=1)
    assert desk.chosen == "Ada Renn warned"
    start = desk.text.index("Halvar")
    view = desk.label.view
    desk.drag(view.point_of(start + 1), view.point_of(start + 4), Qt.KeyboardModifier.AltModifier)
    assert desk.chosen == "alv"


def test_the_label_bar_in_the_middle_of_a_search_tags_the_hit_that_is_shown(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+F")
    desk.write("port sell")
    desk.label.bar.labelChosen.emit("location")
    desk.settle()
    assert tags(project) == [("Port Sell", "location")]


def test_alt_with_an_arrow_leaves_the_menus_alone(desk: Desk, project: Path) -> None:
    desk.tag("Ada", "1")
    handle = desk.window.windowHandle()
    QTest.keyPress(handle, Qt.Key.Key_Alt)
    QTest.keyClick(handle, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyRelease(handle, Qt.Key.Key_Alt)
    desk.settle()
    assert desk.label.view.hasFocus()
    assert tags(project) == [("Ada Renn", "actor")]


def _range(desk: Desk, phrase: str) -> tuple[int, int]:
    start = desk.text.index(phrase)
    return start, start + len(phrase)
