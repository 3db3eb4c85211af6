"""Where the focus goes when a drawer opens on work that shows itself only after a while."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.drawer import Drawer, TaskPanel


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
