"""The start page offers three actions and the recent projects, by mouse and by keyboard."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.recent import RecentProject, short_path, when_text
from annotator.gui.start import StartPage
from annotator.gui.widgets import ActionCard

NOW = datetime(2031, 5, 14, 15, 0)  # noqa: DTZ001
PROJECTS = (
    RecentProject(Path("/srv/narrow-sea.annotator"), "Narrow Sea 2031", NOW, 1204, 10482, exists=True),
    RecentProject(Path("/srv/talks.annotator"), "Border talks pilot", NOW, 200, 200, exists=True),
    RecentProject(Path("/srv/gone.annotator"), "Grain corridor", NOW, 0, 0, exists=False),
)


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication) -> StartPage:
    theme.apply(qapp, "light")
    page = StartPage(24)
    qtbot.addWidget(page)
    page.resize(1280, 760)
    page.set_recent(PROJECTS)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


def place(page: StartPage, row: int) -> QPoint:
    return page.recent.visualRect(page.recent.model().index(row, 0)).topLeft() + QPoint(60, 30)


def test_three_actions_with_their_keys(qtbot: QtBot, page: StartPage) -> None:
    cards = page.findChildren(ActionCard)
    assert [(card.text(), card.keys()) for card in cards] == [
        ("New project", "Ctrl+N"),
        ("Open project", "Ctrl+O"),
        ("Try the sample", "Ctrl+T"),
    ]
    assert cards[2].accessibleDescription() == "24 invented articles, ready to label"
    for card, signal in zip(cards, (page.newWanted, page.openWanted, page.sampleWanted), strict=True):
        with qtbot.waitSignal(signal):
            qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_the_focus_starts_at_the_first_action_and_shows(qtbot: QtBot, page: StartPage) -> None:
    page.focus_first()
    assert page.new.hasFocus()
    assert page.new.grab().toImage().pixelColor(page.new.width() // 2, 0) == theme.current().colour("focus")
    with qtbot.waitSignal(page.newWanted):
        qtbot.keyClick(page.new, Qt.Key.Key_Return)


def test_a_recent_project_says_its_name_place_time_and_progress(page: StartPage) -> None:
    words = page.recent.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Narrow Sea 2031, /srv/narrow-sea.annotator, 14 May 2031, 1,204 of 10,482 finished"


def test_a_click_and_return_open_a_project(qtbot: QtBot, page: StartPage) -> None:
    with qtbot.waitSignal(page.recentChosen) as told:
        qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place(page, 1))
    assert told.args == [str(PROJECTS[1].path)]
    page.recent.setFocus()
    qtbot.keyClick(page.recent, Qt.Key.Key_Up)
    with qtbot.waitSignal(page.recentChosen) as told:
        qtbot.keyClick(page.recent, Qt.Key.Key_Return)
    assert told.args == [str(PROJECTS[0].path)]


def test_a_file_that_is_gone_says_so_and_can_be_found_or_removed(qtbot: QtBot, page: StartPage) -> None:
    words = str(page.recent.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert words.endswith("File not found. Open it from its new place, or remove it from this list.")
    with qtbot.assertNotEmitted(page.recentChosen), qtbot.waitSignal(page.openWanted):
        qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=place(page, 2))
    with qtbot.waitSignal(page.recentRemoved) as told:
        qtbot.mouseClick(page.recent.viewport(), Qt.MouseButton.LeftButton, pos=page.recent.remove_place(2))
    assert told.args == [str(PROJECTS[2].path)]


def test_delete_and_the_context_menu_remove_a_project(qtbot: QtBot, page: StartPage) -> None:
    page.recent.setFocus()
    qtbot.keyClick(page.recent, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.recentRemoved) as told:
        qtbot.keyClick(page.recent, Qt.Key.Key_Delete)
    assert told.args == [str(PROJECTS[1].path)]
    at = place(page, 0)
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, page.recent.viewport().mapToGlobal(at))
    QApplication.sendEvent(page.recent.viewport(), asked)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(page.recentRemoved) as told:
        menu.actions()[0].trigger()
    assert told.args == [str(PROJECTS[0].path)]
    menu.close()


def test_rows_stand_on_the_grid_of_the_cards(page: StartPage) -> None:
    first = page.recent.visualRect(page.recent.model().index(0, 0))
    second = page.recent.visualRect(page.recent.model().index(1, 0))
    card = page.new.mapTo(page, QPoint(0, 0)).y()
    assert page.recent.viewport().mapTo(page, first.topLeft()).y() == card
    assert second.top() - first.top() == page.open.mapTo(page, QPoint(0, 0)).y() - card


def test_without_recent_projects_it_says_so(page: StartPage) -> None:
    page.set_recent([])
    assert page.empty.isVisible()
    assert page.empty.title() == "No recent projects"
    assert page.recent.currentIndex() == QModelIndex()


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (datetime(2031, 5, 14, 14, 10), "today, 14:10"),  # noqa: DTZ001
        (datetime(2031, 5, 13, 23, 59), "yesterday"),  # noqa: DTZ001
        (datetime(2031, 5, 9, 8, 0), "9 May"),  # noqa: DTZ001
        (datetime(2030, 12, 31, 8, 0), "31 Dec 2030"),  # noqa: DTZ001
    ],
)
def test_the_time_is_said_as_people_say_it(opened: datetime, words: str) -> None:
    assert when_text(opened, NOW) == words


def test_a_path_in_the_home_folder_is_short(own_home: Path) -> None:
    assert short_path(own_home / "projects" / "a.annotator") == "~/projects/a.annotator"
    assert short_path(Path("/srv/a.annotator")) == "/srv/a.annotator"
