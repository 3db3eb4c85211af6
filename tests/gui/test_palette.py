"""The command palette, by real keys: it finds, says why not, runs where the focus was, and gives the focus back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint

from annotator.gui.palette import Palette
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, tags


@pytest.fixture
def palette(desk: Desk) -> Palette:
    """Return the palette of a window on a project."""
    return desk.window.command_palette


def _texts(palette: Palette) -> list[str]:
    return [entry.text for entry in palette.entries()]


def test_a_word_and_return_run_a_command_on_the_active_tag(desk: Desk, palette: Palette, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+K")
    assert desk.focus() is palette.field
    assert palette.isVisible()
    desk.write("unsure")
    desk.keys("Return")
    assert not palette.isVisible()
    assert desk.label.view.hasFocus()
    assert desk.active == "Ada Renn"
    assert [s.unsure for s in stored(project).spans.values()] == [True]


def test_a_label_is_run_on_the_selection(desk: Desk, palette: Palette, project: Path) -> None:
    desk.find("Port Sell")
    desk.keys("Ctrl+K")
    desk.write("tag as loc")
    assert _texts(palette)[0] == "Tag as Location"
    desk.keys("Return")
    assert tags(project) == [("Port Sell", "location")]


def test_esc_gives_focus_selection_and_active_tag_back(desk: Desk, palette: Palette) -> None:
    desk.tag("Ada Renn", "1")
    desk.find("Port Sell")
    desk.keys("Ctrl+K")
    desk.write("export")
    desk.keys("Esc")
    assert not palette.isVisible()
    assert palette.field.text() == ""
    assert desk.label.view.hasFocus()
    assert desk.chosen == "Port Sell"
    desk.keys("Ctrl+L", "Ctrl+K", "Esc")
    assert desk.focus() is desk.label.queue.list.field


def test_an_article_is_found_by_its_headline_and_opened(desk: Desk, palette: Palette) -> None:
    desk.keys("Ctrl+K")
    desk.write("one bri")
    assert _texts(palette)[-1] == "Two towns share one bridge"
    assert palette.entries()[-1].place == "Article"
    desk.keys("Esc", "Ctrl+L", "Ctrl+K")
    desk.write("one bri")
    desk.keys("Up", "Return")
    assert desk.headline == "Two towns share one bridge"
    assert desk.label.view.hasFocus()


def test_arrows_go_round_and_the_line_below_explains(desk: Desk, palette: Palette) -> None:
    desk.keys("Ctrl+K")
    desk.write("zoom")
    first = palette.view.entry()
    assert first is not None
    assert palette.field.accessibleDescription() == first.spoken()
    desk.keys("Up")
    last = palette.view.entry()
    assert last is palette.entries()[-1]
    assert last is not None
    desk.keys("Down")
    assert palette.view.entry() is first


def test_what_cant_be_run_is_last_and_says_why(open_desk: OpenDesk) -> None:
    desk = open_desk()
    palette = desk.window.command_palette
    desk.keys("Ctrl+K")
    desk.write("undo")
    entry = palette.view.entry()
    assert entry is not None
    assert (entry.id, entry.reason) == ("undo", "Open a project first.")
    desk.keys("Return")
    assert palette.isVisible()
    assert desk.focus() is palette.field
    desk.keys("Ctrl+A")
    desk.write("l")
    reasons = [bool(e.reason) for e in palette.entries()]
    assert reasons == sorted(reasons)
    desk.keys("Esc", "F1")
    assert desk.window.drawer.is_open()


def test_nothing_found_says_so_and_return_does_nothing(desk: Desk, palette: Palette) -> None:
    desk.keys("Ctrl+K")
    desk.write("qqqq")
    assert palette.entries() == []
    desk.keys("Return", "Down")
    assert desk.focus() is palette.field


def test_what_was_run_last_comes_first_also_after_a_restart(
    desk: Desk, palette: Palette, open_desk: OpenDesk, project: Path
) -> None:
    for words in ("compact", "dark"):
        desk.keys("Ctrl+K")
        desk.write(words)
        desk.keys("Return")
    desk.keys("Ctrl+K")
    assert [e.id for e in palette.entries()[:2]] == ["dark", "compact"]
    desk.keys("Esc")
    desk.quit()
    desk.leave()
    again = open_desk(project)
    again.keys("Ctrl+K")
    assert [e.id for e in again.window.command_palette.entries()[:2]] == ["dark", "compact"]
    assert len({e.id for e in again.window.command_palette.entries()}) == len(again.window.command_palette.entries())


def test_the_mouse_opens_it_and_runs_a_row(desk: Desk, palette: Palette, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.click(palette.field)
    assert palette.isVisible()
    desk.write("uns")
    row = palette.view.visualRect(palette.view.rows.index(0, 0))
    desk.click(palette.view.viewport(), row.center())
    assert not palette.isVisible()
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    desk.keys("Ctrl+K")
    desk.click(desk.label.view.viewport(), QPoint(40, 400))
    assert not palette.isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (1280, 800), (2560, 1440)])
def test_the_field_stands_at_the_far_end_of_the_top_bar(
    open_desk: OpenDesk, project: Path, size: tuple[int, int]
) -> None:
    desk = open_desk(project, size=size)
    palette = desk.window.command_palette
    at = palette.field.mapTo(desk.window, QPoint(0, 0))
    assert at.x() + palette.field.width() <= desk.window.width()
    assert at.x() + palette.field.width() > desk.window.width() - 40
    bar = desk.window.menuBar()
    assert bar.geometry().contains(at)
    assert bar.geometry().contains(at + QPoint(0, palette.field.height() - 1))
    desk.keys("Ctrl+K")
    assert palette.geometry().top() == bar.geometry().bottom() + 1
    assert palette.geometry().right() < desk.window.width()
    assert palette.geometry().bottom() < desk.window.height()


def test_the_field_does_not_take_the_focus_by_itself(open_desk: OpenDesk) -> None:
    desk = open_desk()
    assert not desk.window.command_palette.isVisible()
    assert not desk.window.command_palette.field.hasFocus()
    desk.keys("Tab", "Tab", "Tab")
    assert not desk.window.command_palette.field.hasFocus()
