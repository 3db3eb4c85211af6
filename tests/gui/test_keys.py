"""Keys of one's own, by real keys: they work at once and after a restart, and no key is lost without a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton

from annotator.gui import commands, keymap
from annotator.gui.commands import COMMANDS, keys_of, takes
from annotator.gui.keys import KeysPage
from annotator.gui.settings import Settings
from annotator.gui.widgets import KeyCap, LabelButton, QuietButton, TextLabel
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, tags


def _page(desk: Desk) -> KeysPage:
    """Open the page from the palette."""
    desk.keys("Ctrl+K")
    desk.write("change keys")
    desk.keys("Return")
    page = desk.window.drawer.body()
    assert isinstance(page, KeysPage)
    return page


def _press_on(desk: Desk, page: KeysPage, identity: str, key: str) -> None:
    """Choose a command by keyboard and press its new key."""
    page.rows[identity].setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Return")
    assert page.rows[identity].listens()
    desk.keys(key)
    assert not page.rows[identity].listens()


def _give(desk: Desk, identity: str, key: str) -> KeysPage:
    page = _page(desk)
    _press_on(desk, page, identity, key)
    return page


def test_a_new_key_works_at_once_and_after_a_restart(desk: Desk, open_desk: OpenDesk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    _give(desk, "unsure", "J")
    desk.keys("Esc")
    assert desk.label.view.hasFocus()
    desk.keys("U")
    assert [s.unsure for s in stored(project).spans.values()] == [False]
    desk.keys("J")
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    assert desk.label.inspector.span_panel.unsure.keys() == "J"
    desk.quit()
    desk.leave()
    commands.use_keys({})
    again = open_desk(project)
    again.keys("Tab", "J")
    assert [s.unsure for s in stored(project).spans.values()] == [False]


def test_a_letter_of_ones_own_works_by_its_place(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    _give(desk, "unsure", "J")
    desk.keys("Esc")
    desk.press_place(44, Qt.Key(0x041E), "о")
    assert [s.unsure for s in stored(project).spans.values()] == [True]


def test_a_press_on_another_layout_is_the_key_of_its_place(desk: Desk) -> None:
    page = _page(desk)
    page.rows["unsure"].click()
    desk.press_place(44, Qt.Key(0x041E), "о")
    assert keys_of("unsure") == ("J",)


def test_a_key_of_another_command_is_asked_for_in_one_line(desk: Desk) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "Ctrl+F")
    assert keys_of("unsure") == ("U",)
    assert page.answer.line.text() == "Ctrl F belongs to “Find in article”."
    assert desk.focus() is page.answer.take
    assert not page.answer.visibleRegion().isEmpty()
    page.answer.leave.click()
    assert not page.answer.isVisible()
    assert keys_of("find") == ("Ctrl+F",)
    _press_on(desk, page, "unsure", "Ctrl+F")
    desk.keys("Return")
    assert (keys_of("unsure"), keys_of("find")) == (("Ctrl+F",), ())
    assert "“Find in article” has no key now" in page.answer.line.text()
    assert desk.focus() is page.rows["unsure"]
    assert desk.window.commands.by_id["find"].shortcuts() == []


def test_a_second_key_that_is_lost_leaves_the_first(desk: Desk) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "Ctrl+Y")
    desk.keys("Return")
    assert keys_of("redo") == ("Ctrl+Shift+Z",)
    assert page.answer.line.text() == "“Redo” keeps Ctrl ⇧ Z."


def test_a_label_loses_its_key_only_when_asked(desk: Desk, project: Path) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "1")
    assert page.answer.line.text() == "1 tags as Actor."
    desk.keys("Return", "Esc")
    assert takes("1")
    labels = {b.label().key: b.keys() for b in desk.label.bar.findChildren(LabelButton) if not b.isHidden()}
    assert (labels["actor"], labels["location"]) == ("", "2")
    desk.find("Ada Renn")
    desk.keys("1")
    assert tags(project) == []
    desk.keys("2", "1")
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    keymap.hub().reset("unsure")
    desk.settle()
    desk.keys("1")
    assert tags(project) == [("Ada Renn", "actor")]


@pytest.mark.parametrize(
    "key", ["Left", "Shift+Right", "Ctrl+C", "Ctrl+A", "Home", "PgDown", "Return", "Space", "Tab", "Alt+P", "Shift+F10"]
)
def test_keys_of_caret_copy_and_window_are_never_given(desk: Desk, key: str) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", key)
    assert page.answer.isVisible()
    assert page.answer.line.text().endswith(".")
    assert page.answer.take.isHidden()
    assert keys_of("unsure") == ("U",)
    assert desk.window.drawer.is_open()


def test_esc_leaves_the_key_and_the_page_open(desk: Desk) -> None:
    page = _page(desk)
    page.rows["unsure"].click()
    desk.keys("Esc")
    assert not page.rows["unsure"].listens()
    assert desk.window.drawer.is_open()
    assert keys_of("unsure") == ("U",)


def test_a_key_of_a_mode_is_named(desk: Desk) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "Shift+3")
    assert page.answer.line.text().startswith("While roles are given, ⇧ 3 is taken")
    desk.keys("Return")
    assert keys_of("unsure") == ("Shift+3",)


def test_reset_brings_keys_back_and_says_who_keeps_one(desk: Desk) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "Ctrl+F")
    desk.keys("Return")
    resets = {b.accessibleDescription(): b for b in page.findChildren(QuietButton) if b.text() == "Reset"}
    assert {name for name, b in resets.items() if not b.isHidden()} == {"Unsure", "Find in article"}
    resets["Find in article"].click()
    assert "“Unsure”" in page.answer.line.text()
    resets["Unsure"].click()
    assert (keys_of("unsure"), keys_of("find")) == (("U",), ("Ctrl+F",))
    _press_on(desk, page, "note", "J")
    footer = page.window().findChildren(type(page.answer.take))
    next(b for b in footer if b.text() == "Reset all keys").click()
    assert all(keys_of(c.id) == c.keys for c in COMMANDS)
    assert Settings().own_keys() == {}


def test_the_list_is_narrowed_by_name_and_by_key(desk: Desk) -> None:
    page = _page(desk)
    assert desk.focus() is page.filter
    desk.write("unsure")
    assert [i for i, row in page.rows.items() if row.isVisible()] == ["unsure"]
    assert not page.empty.isVisible()
    desk.write("zz")
    assert page.empty.isVisible()
    assert page.empty.title() == "No command is called that"


def test_return_and_down_lead_from_the_words_to_the_command(desk: Desk) -> None:
    page = _page(desk)
    desk.write("unsure")
    desk.keys("Down")
    assert desk.focus() is page.rows["unsure"]
    assert not page.rows["unsure"].listens()
    page.filter.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Return", "J")
    assert keys_of("unsure") == ("J",)


def test_caps_and_help_show_the_new_key(desk: Desk) -> None:
    _give(desk, "find", "F7")
    desk.keys("Esc")
    caps = [b.keys() for b in desk.label.pane.findChildren(QuietButton) if b.text() == "Find"]
    assert caps == ["F7"]
    desk.keys("F1")
    page = desk.window.drawer.body()
    assert page is not None
    shown = {cap.keys() for cap in page.findChildren(KeyCap)}
    assert "F7" in shown
    assert "Ctrl+F" not in shown
    desk.keys("Esc", "F7")
    assert desk.label.pane.find_bar.isVisible()


def test_what_a_settings_file_says_wrong_is_passed_over() -> None:
    settings = Settings()
    settings.set_own_keys(
        {"unsure": ("J",), "nothing": ("K",), "note": ("Ctrl+C",), "find": ("Ctrl+Nonsense",), "zone": ("J",)}
    )
    keymap.hub().load(settings)
    assert keys_of("unsure") == ("J",)
    assert keys_of("note") == ("N",)
    assert keys_of("find") == ("Ctrl+F",)
    assert [identity for identity in ("unsure", "zone") if "J" in keys_of(identity)] == ["unsure"]
    keymap.hub().reset_all()
    assert keys_of("unsure") == ("U",)


@pytest.mark.parametrize(
    ("key", "modifiers", "place", "name"),
    [
        (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, 38, "A"),
        (Qt.Key.Key_Exclam, Qt.KeyboardModifier.ShiftModifier, 10, "Shift+1"),
        (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier, 23, "Shift+Tab"),
        (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier, 50, ""),
        (Qt.Key.Key_F5, Qt.KeyboardModifier.ControlModifier, 71, "Ctrl+F5"),
        (Qt.Key(0x05E9), Qt.KeyboardModifier.ControlModifier, 38, "Ctrl+A"),
        (Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, 38, "A"),
    ],
)
def test_a_press_has_one_name(key: Qt.Key, modifiers: Qt.KeyboardModifier, place: int, name: str) -> None:
    assert keymap.pressed(QKeyEvent(QEvent.Type.KeyPress, key, modifiers, place, 0, 0, "")) == name
    assert keymap.portable(name) == name
    assert QKeySequence(name).toString() == name


def test_resetting_all_keys_can_be_taken_back(desk: Desk) -> None:
    page = _page(desk)
    _press_on(desk, page, "unsure", "J")
    foot = page.footer()
    reset = next(b for b in foot.findChildren(QAbstractButton) if b.text() == "Reset all keys")
    back = next(b for b in foot.findChildren(QAbstractButton) if b.text() == "Bring my keys back")
    assert not back.isVisible()
    reset.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Return")
    assert keys_of("unsure") == ("U",)
    assert "All keys are the usual ones again." in [t.text() for t in foot.findChildren(TextLabel) if t.isVisible()]
    desk.keys("Return", "Tab")
    assert desk.focus() is back
    desk.keys("Return")
    assert keys_of("unsure") == ("J",)
    assert Settings().own_keys() == {"unsure": ("J",)}
    assert desk.focus() is reset
    assert not back.isVisible()
    desk.keys("Return")
    _press_on(desk, page, "note", "J")
    assert not back.isVisible()
    assert keys_of("note") == ("J",)
