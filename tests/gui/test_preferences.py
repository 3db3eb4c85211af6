"""The settings page: every choice shows at once, is kept, and is there after a restart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QAbstractButton

from annotator.gui import theme
from annotator.gui.keys import KeysPage
from annotator.gui.preferences import COLUMNS, SCALES, SettingsPage
from annotator.gui.settings import Settings
from annotator.gui.widgets import CheckRow, TextLabel, ValueButton
from annotator.gui.widgets.drop_down import DropDown
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, HARBOUR, Desk

Press = Callable[[str, str], None]


@pytest.fixture
def page(desk: Desk) -> SettingsPage:
    """Return the settings in the drawer."""
    desk.keys("Ctrl+,")
    body = desk.window.drawer.body()
    assert isinstance(body, SettingsPage)
    return body


@pytest.fixture
def press(desk: Desk, page: SettingsPage) -> Press:
    """Return a function that clicks the button of a setting."""

    def click(setting: str, words: str) -> None:
        buttons = page.findChildren(QAbstractButton)
        found = [b for b in buttons if b.accessibleDescription() == setting and b.accessibleName() == words]
        desk.click(found[0])

    return click


def _said(page: SettingsPage, setting: str) -> str:
    return next(t.text() for t in page.findChildren(TextLabel) if t.accessibleName() == setting)


def test_the_window_grows_and_shrinks_between_its_ends(desk: Desk, page: SettingsPage, press: Press) -> None:
    before, bar = desk.window.rail.width(), desk.window.menuBar()
    press("Size of everything", "Larger")
    assert theme.current().scale == 110
    assert _said(page, "Size of everything") == "110 %"
    assert desk.window.rail.width() > before
    assert bar.height() == theme.current().px("height", "top_bar")
    for _ in SCALES:
        press("Size of everything", "Larger")
        assert all(bar.rect().contains(bar.actionGeometry(action)) for action in bar.actions())
    assert theme.current().scale == 200
    for _ in SCALES:
        press("Size of everything", "Smaller")
        assert all(bar.rect().contains(bar.actionGeometry(action)) for action in bar.actions())
    assert (theme.current().scale, Settings().scale) == (80, 80)
    press("Size of everything", "Usual size")
    assert theme.current().scale == 100
    assert desk.label.queue.width() == theme.current().px("width", "queue")
    assert desk.label.inspector.width() == theme.current().px("width", "inspector")


def test_the_column_follows_its_width(desk: Desk, page: SettingsPage, press: Press) -> None:
    def width() -> int:
        left, right = desk.label.view.column_edges()
        return right - left

    usual = width()
    press("Width of the column", "Narrower")
    assert width() == pytest.approx(usual * 64 / 72, abs=2)
    assert _said(page, "Width of the column") == "64 characters"
    for _ in COLUMNS:
        press("Width of the column", "Narrower")
    assert Settings().column == 40
    press("Width of the column", "Usual width")
    assert width() == usual


def test_the_face_is_that_of_the_article_and_its_quotes(desk: Desk, page: SettingsPage) -> None:
    box = page.findChild(DropDown)
    assert isinstance(box, DropDown)
    assert QFontInfo(desk.label.view.document().defaultFont()).family() != theme.current().ui_font().family()
    box.setFocus()
    desk.keys("Down")
    assert box.currentData() == theme.SANS
    assert desk.label.view.document().defaultFont().families() == [theme.current().ui_font().family()]
    assert theme.current().article_font("quote").families() == [theme.current().ui_font().family()]
    assert Settings().face == theme.SANS


def test_choices_follow_menu_and_keys(desk: Desk, page: SettingsPage, press: Press) -> None:
    def chosen() -> set[str]:
        return {b.text() for b in page.findChildren(ValueButton) if b.isChecked()}

    press("Lines", "Roomy")
    press("Appearance", "Dark")
    assert chosen() == {"Roomy", "Dark", "As the system"}
    assert desk.window.commands.by_id["roomy"].isChecked()
    assert theme.current().dark
    desk.window.commands.by_id["compact"].trigger()
    desk.window.commands.by_id["light"].trigger()
    assert chosen() == {"Compact", "Light", "As the system"}
    desk.keys("Ctrl++")
    assert _said(page, "Size of the words") == "110 %"


def test_all_of_it_is_there_after_a_restart(desk: Desk, press: Press, open_desk: OpenDesk, project: Path) -> None:
    press("Size of everything", "Larger")
    press("Width of the column", "Narrower")
    press("Size of the words", "Larger")
    press("Lines", "Compact")
    edges = desk.label.view.column_edges()
    desk.quit()
    desk.leave()
    again = open_desk(project)
    settings = again.settings
    assert (settings.scale, settings.column, settings.zoom, settings.density) == (110, 64, 110, "compact")
    assert theme.current().scale == 110
    left, right = again.label.view.column_edges()
    assert right - left == edges[1] - edges[0]


def test_the_way_to_the_keys(desk: Desk, page: SettingsPage) -> None:
    desk.click(next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Change keys…"))
    assert isinstance(desk.window.drawer.body(), KeysPage)
    desk.keys("Esc")
    desk.click(desk.window.rail.button("settings"))
    assert isinstance(desk.window.drawer.body(), SettingsPage)


def test_content_notes_are_switched_off_at_once(open_desk: OpenDesk, tmp_path: Path) -> None:
    texts = {"a": HARBOUR, "b": BRIDGE}
    path = tmp_path / "notes.annotator"
    lines = [
        {"id": key, "text": text, "annotator": None, "meta": {"content_note": "An accident is described."}}
        for key, text in texts.items()
    ]
    source = path.with_suffix(".in.jsonl")
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    made = new_project(path)
    import_files(made, ImportRequest((source,)), "project")
    made.close()
    desk = open_desk(path)
    assert desk.label.pane.covered
    desk.keys("Ctrl+,")
    body = desk.window.drawer.body()
    assert isinstance(body, SettingsPage)
    row = body.findChild(CheckRow)
    assert isinstance(row, CheckRow)
    desk.click(row)
    assert not desk.label.pane.covered
    assert desk.label.view.isVisible()
    assert not Settings().content_notes
    desk.click(row)
    assert Settings().content_notes
    assert not desk.label.pane.covered


def test_numbers_that_make_no_sense_are_passed_over() -> None:
    settings = Settings()
    settings.scale, settings.column, settings.zoom = 5000, 1, -3
    assert (settings.scale, settings.column, settings.zoom) == (200, 40, 100)


def test_the_focus_begins_at_the_value_in_force_and_goes_with_the_arrows(desk: Desk) -> None:
    Settings().appearance = "dark"
    desk.window.settings.appearance = "dark"
    desk.keys("Ctrl+,")
    page = desk.window.drawer.body()
    assert isinstance(page, SettingsPage)
    names = {b.text(): b for b in page.findChildren(ValueButton) if b.accessibleDescription() == "Appearance"}
    assert desk.focus() is names["Dark"]
    desk.keys("Up")
    assert desk.focus() is names["Light"]
    assert names["Light"].isChecked()
    assert not theme.current().dark
    desk.keys("Up")
    assert desk.focus() is names["Light"]
    desk.keys("Down")
    assert Settings().appearance == "dark"
    desk.keys("Tab")
    assert desk.focus().accessibleDescription() == "Contrast"
    assert desk.focus() in [b for b in page.findChildren(ValueButton) if b.isChecked()]
