"""The end check: the first Ctrl+Return shows what is open, the second finishes; H goes from hint to hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.gui import theme
from tests.gui.conftest import OpenDesk
from tests.gui.desk import HARBOUR, Desk, make_project, stored, tags

TWO = "Gazel and Tavin\n\nGazel would attack Tavin. Gazel met Tavin, and Gazel left.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "two.annotator", {"a-harbour": TWO, "b-next": HARBOUR})


def strip(desk: Desk) -> str:
    """Return what the strip above the label bar says; empty while it is hidden."""
    shown = desk.label.pane.strip
    return shown.title() if shown.isVisible() else ""


def test_an_article_with_nothing_open_is_finished_at_once(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"
    assert strip(desk) == ""
    assert desk.session.article.id == "b-next"


def test_the_first_press_shows_what_is_open_and_the_second_finishes(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.tag("would attack", "3")
    desk.keys("Ctrl+Return")
    assert stored(project).status == "started"
    assert strip(desk) == "3 untagged mentions of Gazel · 1 threat without status"
    assert not desk.label.pane.strip.is_fault()
    assert "again finishes" in desk.label.pane.strip.accessibleName()
    assert desk.label.view.hasFocus()
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"
    assert desk.session.article.id == "b-next"
    assert strip(desk) == ""


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1300)])
def test_the_strip_stands_in_the_articles_column(desk: Desk, size: tuple[int, int]) -> None:
    desk.window.resize(*size)
    desk.settle()
    desk.tag("Gazel", "1")
    desk.keys("Ctrl+Return")
    pane = desk.label.pane
    left, right = pane.column()
    shown = pane.strip.geometry().translated(pane.strip.parentWidget().pos())
    assert left <= shown.left()
    assert shown.right() < right
    assert abs(shown.left() + shown.right() - left - right) <= 2
    assert shown.width() == min(right - left, theme.current().px("width", "column"))
    desk.window.resize(1200, 780)
    desk.settle()
    assert desk.window.width() == 1200


def test_the_first_hint_is_selected_so_that_a_digit_tags_it(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.keys("Ctrl+Return")
    assert (desk.chosen, desk.active) == ("Gazel", "")
    assert desk.label.view.selected_range()[0] == TWO.index("Gazel", 1)
    assert "Untagged mention of Gazel: 1 of 3." in desk.said
    desk.keys("2")
    assert tags(project) == [("Gazel", "actor"), ("Gazel", "location")]
    assert strip(desk) == "2 untagged mentions of Gazel"
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"


def test_a_tag_without_its_value_becomes_active_and_the_strip_goes_once_it_has_one(desk: Desk, project: Path) -> None:
    desk.tag("would attack", "3")
    desk.keys("Esc", "Esc", "Ctrl+Return")
    assert strip(desk) == "1 threat without status"
    assert desk.active == "would attack"
    desk.keys("Q")
    assert strip(desk) == ""
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"


def test_an_edge_off_the_rule_counts(desk: Desk) -> None:
    desk.tag("attack Tavin.", "3")
    desk.keys("W", "Ctrl+Return")
    assert strip(desk) == "1 tag off the edge rule"
    assert "“.” at the edge of this tag: 1 of 1." in desk.said
    desk.keys("B")
    assert strip(desk) == ""


def test_the_strip_goes_with_the_article_and_the_check_begins_anew(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.keys("Ctrl+Return")
    assert strip(desk) != ""
    desk.keys("Ctrl+PgDown")
    assert strip(desk) == ""
    desk.keys("Ctrl+PgUp", "Ctrl+Return")
    assert strip(desk) != ""
    assert stored(project).status == "started"


def test_a_closed_strip_stays_closed_and_the_next_press_finishes(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.keys("Ctrl+Return")
    desk.label.pane.strip._close.click()  # noqa: SLF001 - its one button
    desk.keys("1")
    assert len(tags(project)) == 2
    assert strip(desk) == ""
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"


def test_a_mention_that_was_skipped_is_not_asked_for_again(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.keys("Shift+A", "Tab", "A", "Tab", "Ctrl+Return")
    assert stored(project).status == "done"
    desk.keys("Ctrl+Z", "Ctrl+Return")
    assert strip(desk) == "2 untagged mentions of Gazel"


def test_skipping_never_checks(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.keys("Ctrl+Shift+Return")
    desk.keys("Return")
    assert stored(project).status == "skipped"


def test_the_done_button_checks_too(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.click(desk.label.bar.done)
    assert strip(desk) == "3 untagged mentions of Gazel"
    desk.click(desk.label.bar.done)
    assert stored(project).status == "done"


def test_a_fault_that_is_shown_stays(desk: Desk, project: Path) -> None:
    desk.tag("Gazel", "1")
    desk.label.pane.strip.show_fault("Not saved", "The disk is full.")
    desk.keys("Ctrl+Return")
    assert strip(desk) == "Not saved"
    assert desk.chosen == "Gazel"
    desk.keys("Ctrl+Return")
    assert stored(project).status == "done"


# H


def test_h_goes_from_hint_to_hint_and_round(desk: Desk) -> None:
    desk.tag("Tavin", "2")
    desk.tag("attack", "3")
    desk.keys("Esc", "Home", "Ctrl+Home")
    seen = []
    for _ in range(4):
        desk.keys("H")
        seen.append(desk.active or desk.chosen)
    assert seen == ["attack", "Tavin", "Tavin", "attack"]
    assert "Threat without status: 1 of 3." in desk.said
    assert strip(desk) == ""


def test_h_stops_at_each_of_two_hints_of_one_tag(desk: Desk) -> None:
    desk.tag("attack Tavin.", "3")
    desk.keys("H")
    assert "edge of this tag: 1 of 2." in desk.said
    desk.keys("H")
    assert "Threat without status: 2 of 2." in desk.said
    desk.keys("Q", "H")
    assert "edge of this tag: 1 of 1." in desk.said


def test_h_says_when_nothing_is_open(desk: Desk) -> None:
    desk.keys("H")
    assert "No open hints." in desk.said


def test_many_names_are_summed_up(open_desk: OpenDesk, tmp_path: Path) -> None:
    names = ("Amsel", "Brennick", "Corvo", "Dellen", "Ebbing")
    path = make_project(tmp_path / "many.annotator", {"a-harbour": ". ".join(names) + "\n\n" + ". ".join(names * 2)})
    desk = open_desk(path)
    for name in names:
        desk.tag(name, "1")
    desk.keys("Ctrl+Return")
    assert strip(desk).endswith("2 untagged mentions of Corvo · 4 of other names")
