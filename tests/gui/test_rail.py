"""The rail shows what exists, and which of it is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.gui.rail import Rail
from annotator.gui.widgets import RailButton


def _shown(rail: Rail) -> list[tuple[str, bool]]:
    return [(b.text(), b.isChecked()) for b in rail.findChildren(RailButton) if b.isVisible()]


def test_the_rail_holds_what_exists_and_nothing_else(qtbot: QtBot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.show()
    assert _shown(rail) == [("Label", True), ("Settings", False), ("Keys", False)]
    rail.offer("review", offered=True)
    assert _shown(rail) == [("Label", True), ("Review", False), ("Settings", False), ("Keys", False)]
    assert rail.accessibleName() == "Workspaces"


def test_help_opens_and_the_workspace_stays_marked(qtbot: QtBot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    rail.show()
    with qtbot.waitSignal(rail.chosen) as told:
        qtbot.mouseClick(rail.button("keys"), Qt.MouseButton.LeftButton)
    assert told.args == ["keys"]
    with qtbot.waitSignal(rail.chosen) as told:
        qtbot.mouseClick(rail.button("settings"), Qt.MouseButton.LeftButton)
    assert told.args == ["settings"]
    with qtbot.waitSignal(rail.chosen) as told:
        qtbot.mouseClick(rail.button("label"), Qt.MouseButton.LeftButton)
    assert told.args == ["label"]
    assert rail.button("label").isChecked()
    assert not rail.button("keys").isChecked()
