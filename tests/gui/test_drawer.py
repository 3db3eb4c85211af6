"""The drawer lies over the right edge, closes with Esc, gives the focus back; its task panel tells how far work is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.drawer import BAR_AFTER_MS, Drawer, TaskPanel, time_left
from annotator.gui.widgets import PlainButton


class Host(QWidget):
    """A text with a drawer over it."""

    def __init__(self) -> None:
        super().__init__()
        self.text = QTextEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        self.drawer = Drawer(self)
        self.resize(1000, 600)


@pytest.fixture
def host(qtbot: QtBot, qapp: QApplication) -> Host:
    theme.apply(qapp, "light")
    host = Host()
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    host.text.setFocus()
    return host


def page() -> tuple[QWidget, QLineEdit]:
    body = QWidget()
    field = QLineEdit()
    QVBoxLayout(body).addWidget(field)
    return body, field


def test_it_opens_at_the_right_edge_with_the_focus_in_its_first_field(qtbot: QtBot, host: Host) -> None:
    body, field = page()
    host.drawer.open_with("Import", body)
    width = theme.current().px("width", "drawer")
    assert host.drawer.geometry().getRect() == (1000 - width, 0, width, 600)
    assert host.drawer.title() == host.drawer.accessibleName() == "Import"
    assert field.hasFocus()
    assert not host.drawer.isModal()
    host.resize(1200, 700)
    qtbot.waitUntil(lambda: host.drawer.geometry().getRect() == (1200 - width, 0, width, 700))
    assert host.drawer.isAncestorOf(host.childAt(QPoint(1190, 20)))


def test_esc_closes_it_and_gives_the_focus_back(qtbot: QtBot, host: Host) -> None:
    body, field = page()
    host.drawer.open_with("Import", body)
    with qtbot.waitSignal(host.drawer.closed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not host.drawer.is_open()
    assert host.text.hasFocus()


def test_the_cross_closes_it(qtbot: QtBot, host: Host) -> None:
    host.drawer.open_with("Help", QWidget())
    cross = next(part for part in host.drawer.findChildren(QWidget) if part.accessibleName() == "Close")
    qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert not host.drawer.is_open()
    assert host.drawer.body() is None


def test_another_page_replaces_the_first_and_the_focus_still_goes_back(qtbot: QtBot, host: Host) -> None:
    first, _field = page()
    gone: list[bool] = []
    first.destroyed.connect(lambda: gone.append(True))
    host.drawer.open_with("One", first)
    second, field = page()
    foot = QWidget()
    host.drawer.open_with("Two", second, foot)
    assert foot.isVisible()
    assert second.isVisible()
    assert field.hasFocus()
    qtbot.waitUntil(lambda: gone == [True])
    host.drawer.close_drawer()
    assert host.text.hasFocus()


def test_the_text_can_be_used_while_it_is_open(qtbot: QtBot, host: Host) -> None:
    host.drawer.open_with("Help", QWidget())
    host.text.setFocus()
    qtbot.keyClicks(host.text, "on")
    assert host.text.toPlainText() == "on"
    host.drawer.close_drawer()
    assert host.text.hasFocus()


@pytest.fixture
def one(qtbot: QtBot, qapp: QApplication) -> Iterator[TaskPanel]:
    theme.apply(qapp, "light")
    window = QWidget()
    qtbot.addWidget(window)
    one = TaskPanel("Cancel import")
    QVBoxLayout(window).addWidget(one)
    window.show()
    yield one
    window.close()


def test_short_work_shows_no_bar(one: TaskPanel) -> None:
    one.start("Reading harrow.jsonl…")
    assert not one.isVisible()
    one.show_report("706 articles imported", "24 were here already.")
    assert one.isVisible()
    assert one.words() == ["706 articles imported", "24 were here already.", "Close"]


def test_long_work_tells_how_far_it_is_and_can_be_cancelled(qtbot: QtBot, one: TaskPanel) -> None:
    one.start("Reading…")
    qtbot.waitUntil(one.isVisible, timeout=BAR_AFTER_MS + 2000)
    one.set_progress("812 of 1,240 read", 812, 1240, 9.2)
    assert one.words() == [
        "812 of 1,240 read",
        "about 9 s left",
        "Cancel leaves the project unchanged.",
        "Cancel import",
    ]
    one.set_progress("Comparing articles…", 2310, None)
    assert one.words()[:2] == ["Comparing articles…", "2,310 so far"]
    button = next(b for b in one.findChildren(PlainButton) if b.text() == "Cancel import")
    with qtbot.waitSignal(one.cancelWanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isEnabled()
    assert "Stopping…" in one.words()
    one.show_report("Import cancelled", "The project is unchanged.")
    with qtbot.waitSignal(one.closeWanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "about 1 s left"),
        (9.4, "about 9 s left"),
        (59.7, "about 1 min left"),
        (240, "about 4 min left"),
        (3599, "about 1 h left"),
        (7300, "about 2 h left"),
    ],
)
def test_the_time_left_is_said_with_its_unit(seconds: float, words: str) -> None:
    assert time_left(seconds) == words
