"""The edge rule in the window: what tagging leaves out, the keys that overrule it, and hints beside a tag."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from annotator.gui.label.edges import HintLines
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project, tags

PORT = (
    "Velmar closes the harbour\n\n"
    "The Ostrian fleet stayed in the Kremlin. “Iron Wall” is Velmar’s plan (it said) for the U.S. mission.\n\n"
    "President Jon Halvar said that Ostria feared an attack on Velmar.\n"
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "port.annotator", {"a-harbour": PORT})


def select(desk: Desk, words: str) -> None:
    """Select words with caret keys alone."""
    desk.place(words)
    desk.keys(*["Shift+Right"] * len(words))
    assert desk.chosen == words


def hints(desk: Desk) -> HintLines:
    return desk.label.inspector.span_panel.hints


# What tagging leaves out


@pytest.mark.parametrize(
    ("words", "taken", "said"),
    [
        ("the Kremlin. ", "Kremlin", "“the”, “.” left out. X takes the exact selection."),
        ("“Iron Wall” ", "Iron Wall", "Quotation marks left out."),
        ("Velmar’s", "Velmar", "“’s” left out."),
        ("(it said)", "it said", "“(”, “)” left out."),
        ("the U.S.", "U.S.", "“the” left out."),
    ],
)
def test_a_tag_is_made_by_the_edge_rule(desk: Desk, project: Path, words: str, taken: str, said: str) -> None:
    select(desk, words)
    desk.keys("1")
    assert tags(project) == desk.shown == [(taken, "actor")]
    assert desk.active == taken
    assert said in desk.said


def test_edge_spaces_go_without_a_word(desk: Desk, project: Path) -> None:
    select(desk, " Ostrian ")
    desk.keys("1")
    assert tags(project) == [("Ostrian", "actor")]
    assert "left out" not in desk.said


def test_the_label_bar_and_the_context_menu_keep_the_rule_too(desk: Desk, project: Path) -> None:
    desk.drag_over("the Kremlin")
    desk.label.bar.labelChosen.emit("location")
    desk.settle()
    assert tags(project) == [("Kremlin", "location")]


def test_a_hit_of_a_search_is_tagged_exactly(desk: Desk, project: Path) -> None:
    desk.tag("the Kremlin.", "2")
    assert tags(project) == [("the Kremlin.", "location")]
    assert "left out" not in desk.said
    desk.find(" U.S. ")
    desk.keys("1")
    assert tags(project)[1] == ("U.S.", "actor")


def test_words_selected_by_hand_are_no_hit_even_where_one_was(desk: Desk, project: Path) -> None:
    desk.find("the Kremlin")
    desk.keys("Right")
    select(desk, "the Kremlin")
    desk.keys("2")
    assert tags(project) == [("Kremlin", "location")]


# X


def test_x_lets_the_next_tag_take_the_selection_as_it_is(desk: Desk, project: Path) -> None:
    select(desk, "the Kremlin")
    desk.keys("X")
    assert "exactly what is selected" in desk.said
    desk.keys("2")
    assert tags(project) == [("the Kremlin", "location")]
    select(desk, "The Ostrian")
    desk.keys("1")
    assert tags(project)[0] == ("Ostrian", "actor")


def test_x_twice_and_another_selection_bring_the_rule_back(desk: Desk, project: Path) -> None:
    select(desk, "the Kremlin")
    desk.keys("X", "X")
    assert "follows the edge rule again" in desk.said
    desk.keys("2")
    assert tags(project) == [("Kremlin", "location")]
    select(desk, "the U.S.")
    desk.keys("X", "Shift+Right", "1")
    assert tags(project)[1] == ("U.S.", "actor")


def test_x_gives_the_new_tag_back_what_was_left_out(desk: Desk, project: Path) -> None:
    select(desk, "the Kremlin. ")
    desk.keys("2", "X")
    assert tags(project) == desk.shown == [("the Kremlin.", "location")]
    assert desk.active == "the Kremlin."
    desk.keys("X")
    assert tags(project) == [("the Kremlin.", "location")]
    assert "Nothing was left out" in desk.said
    desk.keys("Ctrl+Z")
    assert tags(project) == [("Kremlin", "location")]
    desk.keys("Ctrl+Z")
    assert tags(project) == []


def test_x_leaves_a_tag_alone_that_was_changed_since(desk: Desk, project: Path) -> None:
    select(desk, "the Kremlin")
    desk.keys("2", "Alt+Up", "X")
    assert tags(project) == [("Kremli", "location")]
    desk.keys("Esc", "Esc", "X")
    assert "Select words first" in desk.said


# B, and edges by hand


def test_b_applies_the_rule_to_the_active_tag_and_then_leaves_out_a_title(desk: Desk, project: Path) -> None:
    desk.tag("“Iron Wall”", "1")
    desk.keys("B")
    assert tags(project) == desk.shown == [("Iron Wall", "actor")]
    assert "“Iron Wall” now" in desk.said
    desk.keys("B")
    assert "keep the rule" in desk.said
    desk.tag("President Jon Halvar", "1")
    desk.keys("B")
    assert tags(project)[1] == ("Jon Halvar", "actor")
    desk.keys("Ctrl+Z")
    assert tags(project)[1] == ("President Jon Halvar", "actor")
    desk.keys("Esc", "B")
    assert "No tag is active" in desk.said


def test_the_rule_leaves_edges_alone_that_are_moved_by_hand(desk: Desk, project: Path) -> None:
    desk.tag("Kremlin", "2")
    desk.keys("S", "Alt+Left")
    assert tags(project) == [("the Kremlin", "location")]
    desk.keys("S", "Alt+Down")
    assert tags(project) == [("the Kremlin.", "location")]


# Hints beside the active tag


def test_a_broken_edge_is_shown_with_a_button_that_mends_it(desk: Desk, project: Path) -> None:
    desk.tag("Kremlin", "2")
    assert hints(desk).lines() == []
    assert not hints(desk).isVisible()
    desk.tag("The Ostrian fleet", "1")
    assert hints(desk).button().isVisible()
    assert hints(desk).button().text() == "Leave out “The”"
    assert hints(desk).button().keys() == "B"
    desk.click(hints(desk).button())
    assert tags(project)[0] == ("Ostrian fleet", "actor")
    assert not hints(desk).isVisible()
    assert desk.label.view.hasFocus()


def test_the_scheme_speaks_about_the_place_of_the_active_tag(desk: Desk) -> None:
    desk.tag("Kremlin", "1")
    assert [line.partition(",")[0] for line in hints(desk).lines()] == ["After a word of place or motion"]
    desk.keys("2")
    assert hints(desk).lines() == []
    desk.tag("President Jon Halvar", "1")
    assert hints(desk).lines() == ["A person is the name alone, without title or rank."]
    assert hints(desk).button().text() == "Leave out “President”"


def test_an_overlap_in_the_layer_and_a_cut_word_are_shown(desk: Desk) -> None:
    desk.tag("Ostrian fleet", "1")
    desk.tag("fleet sta", "2")
    assert hints(desk).lines() == [
        "The edge goes through the word “stayed”.",
        "Overlaps “Ostrian fleet” (Actor) in the same layer.",
    ]
    desk.tag("fleet stayed in", "3")
    assert hints(desk).lines() == []


def test_hints_follow_the_active_tag(desk: Desk) -> None:
    desk.tag("the Kremlin", "2")
    assert hints(desk).isVisible()
    desk.keys("Esc")
    assert not hints(desk).isVisible()
    desk.keys("Shift+Tab")
    assert hints(desk).isVisible()
    desk.keys("Ctrl+Z")
    assert not hints(desk).isVisible()


def test_a_hint_has_its_sign_and_can_be_reached_by_keyboard(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project, size=(1280, 800))
    desk.tag("the Kremlin", "1")
    button = hints(desk).button()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    assert desk.shown == [("Kremlin", "actor")]
    line = hints(desk).findChildren(type(hints(desk)._lines[0]))[0]  # noqa: SLF001 - the sign is painted
    picture = desk.picture(line)
    paper = picture.pixel(picture.width() - 1, picture.height() - 1)
    assert any(picture.pixel(x, y) != paper for x in range(12) for y in range(12))
