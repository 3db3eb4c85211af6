"""The whole path in a real window: by keyboard alone, by mouse alone, over a restart."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from annotator.gui.widgets import LabelButton, MainButton
from tests.gui.conftest import OpenDesk
from tests.gui.desk import faults, stored, tags

FOUR = [
    ("Ada Renn", "actor"),
    ("fire on any Ostrian ship", "threat"),
    ("Port Sell", "location"),
    ("telephoned", "diplomatic_call"),
]


def test_by_keyboard_alone(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.tag("ada renn", "1")
    desk.tag("Port Sell", "2")
    desk.tag("fire on any Ostrian ship", "3")
    desk.tag("telephoned", "4")
    assert desk.shown == tags(project) == FOUR
    desk.quit()
    assert tags(project) == FOUR

    desk = open_desk(project)
    assert desk.shown == FOUR
    desk.keys("Ctrl+Z")
    assert desk.shown == tags(project) == FOUR[:3]
    desk.keys("Ctrl+Shift+Z")
    assert desk.shown == tags(project) == FOUR
    desk.keys("Ctrl+Return")
    assert desk.label.pane.strip.isVisible()
    desk.keys("Ctrl+Return")
    assert desk.headline == "Two towns share one bridge"
    assert stored(project).status == "done"
    desk.keys("Ctrl+Z")
    assert desk.headline == "Velmar closes its harbour to Ostrian ships"
    assert stored(project).status == "started"
    desk.quit()
    assert faults(project) == []


def test_by_mouse_alone(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.drag_over("Ada Renn", cut=1)
    assert desk.chosen == "Ada Renn"
    actor = next(b for b in desk.label.bar.findChildren(LabelButton) if b.text() == "Actor")
    desk.click(actor)
    assert desk.shown == [("Ada Renn", "actor")]

    desk.double_click(desk.text.index("telephoned") + 3)
    assert desk.chosen == "telephoned"
    desk.click_text(desk.text.index("telephoned") + 3, Qt.MouseButton.RightButton)
    desk.choose("Diplomatic call")
    assert desk.shown == [("Ada Renn", "actor"), ("telephoned", "diplomatic_call")]

    desk.click_text(desk.text.index("Ada Renn") + 1)
    assert desk.active == "Ada Renn"
    end = desk.label.view.bar_rects(desk.session.active)[0]
    start = end.center().toPoint()
    start.setX(round(end.right()) - 2)
    desk.drag(start, desk.middle(desk.text.index("warned") + 3))
    assert desk.shown[0] == ("Ada Renn warned", "actor")

    desk.click_text(desk.text.index("telephoned") + 1, Qt.MouseButton.RightButton)
    desk.choose("Remove tag")
    assert desk.shown == tags(project) == [("Ada Renn warned", "actor")]

    desk.click(desk.label.bar.done)
    assert desk.headline == "Two towns share one bridge"
    rows = desk.label.queue.list.view
    desk.click(rows.viewport(), rows.visualRect(rows.model().index(0, 0)).center())
    assert desk.headline == "Velmar closes its harbour to Ostrian ships"
    desk.click(rows.viewport(), rows.visualRect(rows.model().index(1, 0)).center())
    desk.click(desk.label.bar.skip)
    desk.click(desk.window.drawer.findChild(MainButton))
    assert stored(project, article="b-bridge").status == "skipped"
    assert not desk.window.drawer.is_open()
    desk.quit()
    assert tags(project) == [("Ada Renn warned", "actor")]
    assert faults(project) == []
