"""Find in the article, in a real window: from the selection, round, exactly as found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gui.desk import BRIDGE, HARBOUR, Desk, tags


def _range(phrase: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = HARBOUR.index(phrase, start + 1)
    return start, start + len(phrase)


def test_the_first_hit_shows_while_typing_and_return_selects_it(desk: Desk) -> None:
    desk.keys("Ctrl+F")
    bar = desk.label.pane.find_bar
    assert bar.isVisible()
    before = desk.picture(desk.label.view.viewport())
    desk.write("ostria")
    assert bar.hit() == _range("Ostria")
    assert bar.count_text() == "1 of 4"
    assert desk.picture(desk.label.view.viewport()) != before
    assert desk.chosen == ""
    desk.keys("Return")
    assert desk.label.view.selected_range() == _range("Ostria")
    desk.keys("Return")
    assert desk.label.view.selected_range() == _range("Ostria", 1)
    desk.keys("Return", "Return", "Return")
    assert desk.label.view.selected_range() == _range("Ostria")
    desk.keys("Shift+Return")
    assert desk.label.view.selected_range() == _range("Ostria", 3)
    desk.keys("Esc")
    assert not bar.isVisible()
    assert desk.label.view.hasFocus()
    assert desk.label.view.selected_range() == _range("Ostria", 3)


def test_the_search_starts_at_the_selection(desk: Desk) -> None:
    desk.label.view.select_range(*_range("telephoned"))
    desk.keys("Ctrl+F")
    desk.write("velmar")
    assert desk.label.pane.find_bar.hit() == _range("Velmar", 2)
    desk.keys("Return", "Return")
    assert desk.chosen == "Velmar"
    assert desk.label.view.selected_range() == _range("Velmar")


def test_a_hit_is_tagged_exactly_and_never_snapped(desk: Desk, project: Path) -> None:
    desk.tag("stria’s pres", "1")
    assert tags(project) == [("stria’s pres", "actor")]
    desk.tag("don’t TEST", "3")
    assert tags(project)[1] == ("Don't test", "threat")


def test_the_old_phrase_is_selected_and_return_goes_on_from_its_hit(desk: Desk) -> None:
    desk.find("Renn")
    assert desk.label.view.selected_range() == _range("Renn")
    desk.keys("Ctrl+F")
    assert desk.label.pane.find_bar.hit() == _range("Renn")
    desk.keys("Return", "Esc")
    assert desk.label.view.selected_range() == _range("Renn", 1)
    desk.keys("Ctrl+F")
    desk.write("Sell")
    assert desk.label.pane.find_bar.hit() == _range("Sell")


def test_esc_without_return_selects_the_hit_that_is_shown(desk: Desk) -> None:
    desk.keys("Ctrl+F")
    desk.write("mission")
    desk.keys("Esc")
    assert desk.chosen == "mission"


def test_without_a_hit_a_digit_does_nothing_until_the_caret_moves(desk: Desk, project: Path) -> None:
    desk.place("telephoned")
    desk.find("nowhere")
    assert desk.label.view.hasFocus()
    desk.keys("1")
    assert tags(project) == []
    assert "No hit was found" in desk.said
    desk.keys("Right", "4")
    assert tags(project) == [("telephoned", "diplomatic_call")]


def test_after_a_miss_a_tag_that_is_made_active_takes_a_digit(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.find("nowhere")
    desk.keys("Esc", "Tab", "2")
    assert tags(project) == [("Ada Renn", "location")]


@pytest.mark.parametrize("phrase", ["", "nowhere"])
def test_the_bar_says_how_many_hits_there_are(desk: Desk, phrase: str) -> None:
    desk.keys("Ctrl+F")
    desk.write(phrase)
    assert desk.label.pane.find_bar.count_text() == ("No hit" if phrase else "")


def test_an_empty_search_changes_nothing(desk: Desk, project: Path) -> None:
    desk.place("telephoned")
    desk.keys("Ctrl+F", "Return", "Esc", "4")
    assert tags(project) == [("telephoned", "diplomatic_call")]


def test_whoever_clicked_into_the_text_keeps_their_selection(desk: Desk) -> None:
    desk.keys("Ctrl+F")
    desk.write("mission")
    desk.drag_over("Port Sell", cut=1)
    assert desk.label.view.hasFocus()
    desk.keys("Esc")
    assert not desk.label.pane.find_bar.isVisible()
    assert desk.chosen == "Port Sell"


def test_an_open_search_goes_on_in_the_next_article_from_its_top(desk: Desk) -> None:
    desk.label.view.set_caret(len(HARBOUR))
    desk.keys("Ctrl+F")
    desk.write("the ")
    desk.keys("Return", "Ctrl+PgDown")
    assert desk.text == BRIDGE
    assert desk.label.pane.find_bar.hit() == (BRIDGE.lower().index("the "), BRIDGE.lower().index("the ") + 4)


def test_the_hit_is_brought_into_sight(desk: Desk) -> None:
    desk.window.resize(1400, 400)
    desk.settle()
    desk.find("joked")
    view = desk.label.view
    assert 0 <= view.point_of(HARBOUR.index("joked")).y() <= view.viewport().height()
