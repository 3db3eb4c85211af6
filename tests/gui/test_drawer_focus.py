"""Where the focus goes when a drawer opens, and where Tab takes it while one is open."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.drawer import Drawer, TaskPanel
from annotator.gui.scheme.label_form import LabelForm
from annotator.gui.scheme.page import SchemePage
from annotator.gui.widgets import LabelButton
from tests.gui.desk import Desk, stored, tags


@pytest.fixture
def text(qtbot: QtBot, qapp: QApplication) -> Iterator[QTextEdit]:
    """Give a text in an active window, with the focus."""
    theme.apply(qapp, "light")
    host = QWidget()
    text = QTextEdit()
    column = QVBoxLayout(host)
    for part in (QLineEdit(), text, QLineEdit()):
        column.addWidget(part)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    text.setFocus()
    yield text
    host.hide()


@pytest.mark.parametrize("waiting", [True, False])
def test_the_focus_never_goes_to_a_button_that_is_not_shown(
    text: QTextEdit, qapp: QApplication, *, waiting: bool
) -> None:
    drawer = Drawer(text.window())
    panel, body = TaskPanel("Cancel import"), QWidget()
    QVBoxLayout(body).addWidget(panel)
    panel.setHidden(waiting)
    drawer.open_with("Import", body)
    focus = qapp.focusWidget()
    assert focus is not None
    assert focus.isVisible()
    assert drawer.isAncestorOf(focus)
    assert body.isAncestorOf(focus) is not waiting


def test_the_focus_goes_back_where_the_window_had_it_before_a_file_dialog(
    text: QTextEdit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer = Drawer(text.window())
    with monkeypatch.context() as patch:
        patch.setattr("annotator.gui.drawer.QApplication", SimpleNamespace(focusWidget=lambda: None))
        drawer.open_with("Export", QWidget())
    qtbot.keyClick(drawer, Qt.Key.Key_Escape)
    assert text.hasFocus()


def _round(desk: Desk, key: str) -> list[QWidget]:
    """Press a key until the focus is where it was; return all that had it, the first one first."""
    found = [desk.focus()]
    for _ in range(200):
        desk.keys(key)
        if desk.focus() is found[0]:
            return found
        found.append(desk.focus())
    raise AssertionError("Tab never comes back")


@pytest.mark.parametrize(
    "opening",
    [("Ctrl+Shift+L",), ("Ctrl+Shift+L", "Return"), ("Ctrl+Shift+G",), ("Ctrl+,",), ("F1",), ("Ctrl+Shift+F",)],
)
def test_tab_goes_round_inside_a_drawer_in_reading_order(desk: Desk, opening: tuple[str, ...]) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys(*opening)
    drawer, body = desk.window.drawer, desk.window.drawer.body()
    assert body is not None
    there = _round(desk, "Tab")
    assert all(drawer.isAncestorOf(part) and part.isVisible() for part in there)
    desk.settle()
    back = _round(desk, "Shift+Tab")
    assert back == [there[0], *there[:0:-1]]
    cross = next(part for part in there if part.accessibleName() == "Close")
    turn = there[there.index(cross) :] + there[: there.index(cross)]
    rows = [(part.mapTo(body, QPoint()).y(), part.height()) for part in turn if body.isAncestorOf(part)]
    assert all(here + high > before for (before, _), (here, high) in pairwise(rows))
    desk.keys("F6")
    assert not drawer.isAncestorOf(desk.focus())


def test_the_scheme_begins_with_cross_and_back_and_ends_with_undo(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+L", "Alt+Down", "Return")
    body = desk.window.drawer.body()
    assert isinstance(body, SchemePage)
    assert isinstance(body.page, LabelForm)
    there = _round(desk, "Tab")
    assert there[0] is body.page.name.field
    assert [part.accessibleName() for part in there[-2:]] == ["Close", "All labels"]
    assert there[-3] is body.undo
    entries = (body.page.code, body.page.bar, body.page.short, body.page.layer, body.page.shortcut)
    assert [part for part in there if part in {entry.field for entry in entries}] == [e.field for e in entries]


def test_tab_outside_passes_by_the_drawer_and_what_it_covers(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+L", "F6")
    inside = []
    for _ in range(60):
        desk.keys("Tab")
        if desk.label.view.hasFocus():
            desk.label.bar.findChildren(LabelButton)[0].setFocus(Qt.FocusReason.TabFocusReason)
        assert not desk.label.inspector.isAncestorOf(desk.focus())
        inside.append(desk.window.drawer.isAncestorOf(desk.focus()))
    assert not any(inside)
    desk.window.drawer.close_drawer()
    desk.label.bar.findChildren(LabelButton)[0].setFocus(Qt.FocusReason.TabFocusReason)
    met = []
    for _ in range(20):
        desk.keys("Tab")
        met.append(desk.label.inspector.isAncestorOf(desk.focus()))
    assert any(met)


def test_single_keys_do_nothing_to_the_article_while_the_focus_is_in_a_drawer(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.find("Port Sell")
    desk.keys("Ctrl+,")
    focus = desk.focus()
    assert desk.window.drawer.isAncestorOf(focus)
    before = stored(project)
    desk.keys("2", "U", "Z", "R", "Delete", "Backspace")  # none of them has a meaning in a drawer
    desk.press_place(11, Qt.Key.Key_unknown, "é")
    assert desk.focus() is focus
    assert stored(project) == before
    desk.keys("Ctrl+K", "Esc", "Shift+F6")
    assert desk.label.view.hasFocus()
    desk.keys("2")
    assert tags(project) == [("Ada Renn", "actor"), ("Port Sell", "location")]
    assert desk.window.drawer.is_open()
