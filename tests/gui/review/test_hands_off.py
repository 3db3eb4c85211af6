"""What the keyboard meets in Review: drawers that lie over cards, the way back to the card, the turn of Tab, notes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui.review.filter import Filter
from annotator.gui.review.version_card import VersionCard
from annotator.gui.widgets import KeyCap, TextLabel
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk
from tests.gui.review.bench import choices, make_review, review


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project with every kind of disagreement."""
    return make_review(tmp_path / "review.annotator")


@pytest.fixture
def at_review(open_desk: OpenDesk, path: Path) -> Callable[..., Desk]:
    """Return a function that opens the project in Review."""

    def sit_down(size: tuple[int, int] = (1440, 900)) -> Desk:
        desk = open_desk(path, size=size)
        review(desk)
        return desk

    return sit_down


def _decided(path: Path) -> int:
    """Return how many decisions were taken by hand."""
    return sum(choice != "rule" for choice in choices(path).values())


def test_no_single_key_decides_while_the_focus_is_in_a_drawer(at_review: Callable[..., Desk], path: Path) -> None:
    desk = at_review()
    room = review(desk)
    first = room.browsing.row
    for opening in ("Ctrl+,", "Ctrl+Shift+L", "F1"):
        desk.keys(opening)
        for _ in range(4):
            desk.keys("Tab")
            if not hasattr(desk.focus(), "insert"):  # a field takes words for itself
                desk.keys("1", "X", "D", "E", "N")
            assert desk.window.drawer.isAncestorOf(desk.focus())
        desk.window.drawer.close_drawer()
    assert _decided(path) == 0
    assert room.browsing.row == first
    assert not room.card.edit.running


def test_keys_decide_with_a_drawer_open_as_long_as_the_card_is_seen(at_review: Callable[..., Desk], path: Path) -> None:
    desk = at_review()
    room = review(desk)
    desk.keys("Ctrl+,")
    for _ in range(4):
        if room.card.isAncestorOf(desk.focus()):
            break
        desk.keys("F6")
    assert room.card.isAncestorOf(desk.focus())
    desk.keys("1")
    assert _decided(path) == 1
    assert desk.window.drawer.is_open()


def test_nothing_is_decided_under_a_drawer_that_hides_it(at_review: Callable[..., Desk], path: Path) -> None:
    desk = at_review()
    room = review(desk)
    desk.keys("F1")
    assert desk.window.drawer.is_in_the_way(room.card)
    for _ in range(4):
        desk.keys("F6")
        assert not room.card.isAncestorOf(desk.focus())
        if room.pane.isAncestorOf(desk.focus()):
            break
    assert room.pane.isAncestorOf(desk.focus())
    desk.keys("1", "X", "E")
    assert _decided(path) == 0
    assert not room.card.edit.running
    assert "under the drawer" in desk.said
    desk.keys("F6")
    desk.keys("Esc", "1")
    assert _decided(path) == 1


def test_a_command_of_the_palette_gives_the_focus_back_to_the_card(at_review: Callable[..., Desk]) -> None:
    desk = at_review()
    desk.keys("Ctrl+K")
    desk.write("show or hide names")
    desk.keys("Return")
    assert isinstance(desk.focus(), VersionCard)
    assert desk.focus().isVisible()


def test_esc_takes_back_a_kind_that_lists_nothing(at_review: Callable[..., Desk]) -> None:
    desk = at_review()
    room = review(desk)
    empty = next(
        place
        for place in range(1, room.pane.kind.count())
        if not any(
            row.kind == room.pane.kind.itemData(place) for row in room.adjudication.shelf.of_article("a-harbour")
        )
    )
    room.pane.focus_list()
    desk.keys("Shift+Tab", "Shift+Tab", "Shift+Tab")
    assert desk.focus() is room.pane.kind
    desk.keys(*["Down"] * empty)
    assert room.card.shown is None
    desk.keys("Esc")
    assert room.browsing.filter == Filter()
    assert isinstance(desk.focus(), VersionCard)
    assert desk.focus().shows_ring()


def test_tab_goes_from_the_versions_to_the_buttons(at_review: Callable[..., Desk]) -> None:
    desk = at_review()
    room = review(desk)
    desk.keys("1")
    room.pane.focus_list()
    met = []
    for _ in range(12):
        desk.keys("Tab")
        if room.card.isAncestorOf(desk.focus()):
            met.append(desk.focus())
    versions, foot = room.card.grid.cards, room.card.foot
    places = [met.index(part) for part in (*versions, foot.edit, foot.nothing, foot.note, foot.undo, foot.main)]
    assert places == sorted(places)
    desk.keys("Ctrl+Z")
    assert QApplication.focusWidget() in room.card.grid.cards


def test_a_note_names_itself_and_its_keys_and_is_shown_when_it_is_kept(at_review: Callable[..., Desk]) -> None:
    desk = at_review()
    row = review(desk).card.note
    assert not row.isVisible()
    desk.keys("N")
    shown = {label.text() for label in row.findChildren(TextLabel) if label.isVisible()}
    assert {"Note on this decision", "keeps it", "gives it up"} <= shown
    assert [cap.keys() for cap in row.findChildren(KeyCap) if cap.isVisible()] == ["Return", "Esc"]
    assert not row.visibleRegion().isEmpty()
    desk.write("Ana is right")
    desk.keys("Return")
    assert isinstance(desk.focus(), VersionCard)
    assert row.words.isVisible()
    assert row.words.text() == "Ana is right"
    assert not row.field.isVisible()
    desk.keys("N")
    desk.write("no")
    desk.keys("Esc")
    assert row.words.text() == "Ana is right"
    desk.keys("D", "Shift+D")
    assert row.words.text() == "Ana is right"


def test_the_figures_are_explained_from_the_palette(at_review: Callable[..., Desk]) -> None:
    desk = at_review()
    desk.keys("Ctrl+K")
    desk.write("figures mean")
    desk.keys("Return")
    assert desk.window.drawer.title() == "The figures explained"
