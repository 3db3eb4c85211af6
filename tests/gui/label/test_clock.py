"""The time on an article counts while somebody is there, is stored, and is never more than was seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.gui.label import clock
from annotator.store import people, time
from annotator.store.project import read_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk


class Now:
    """A clock that a test moves by hand, in seconds."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


Sit = Callable[[], Desk]


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def sit(open_desk: OpenDesk, project: Path, now: Now) -> Sit:
    """Return a function that opens a window on the project, with the clock of the test."""
    return lambda: open_desk(project, size=(1280, 800), now=now)


def spent(path: Path, article: str = "a-harbour", annotator: str = "Ana") -> float:
    """Return the seconds that the file holds."""
    project = read_project(path)
    try:
        who = next(p for p in people.people(project) if p.name == annotator)
        return time.spent(project, who.id, article)
    finally:
        project.close()


def press_after(desk: Desk, now: Now, *steps: float) -> None:
    """Press a key, then again after each of these seconds."""
    desk.keys("Right")
    for step in steps:
        now.seconds += step
        desk.keys("Right")


def test_the_time_between_keys_is_counted_and_stored_at_quit(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 10, 20, 59)
    desk.quit()
    assert spent(project) == pytest.approx(89)


def test_a_person_who_does_nothing_counts_for_a_minute_alone(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 10, 500, 5)
    now.seconds += 4000
    desk.quit()
    assert spent(project) == pytest.approx(10 + 60 + 5 + 60)


def test_nothing_counts_before_the_first_input(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    now.seconds += 30
    desk.keys("Right")
    desk.quit()
    assert spent(project) == 0.0


def test_the_mouse_counts_as_a_key_does(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    desk.click_text(5)
    now.seconds += 40
    QTest.mouseMove(desk.window.windowHandle(), desk.window.rect().center())
    now.seconds += 50
    desk.click(desk.label.bar)
    desk.quit()
    assert spent(project) == pytest.approx(90)


def test_a_key_that_a_command_takes_counts_too(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    desk.tag("Ada Renn", "1")
    for key in ("U", "2", "1"):
        now.seconds += 50
        desk.keys(key)
    desk.quit()
    assert spent(project) == pytest.approx(150)


def test_each_article_has_its_own_time(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 30)
    desk.keys("Ctrl+PgDown")
    press_after(desk, now, 20)
    desk.keys("Ctrl+PgUp")
    press_after(desk, now, 5)
    desk.quit()
    assert spent(project) == pytest.approx(35)
    assert spent(project, "b-bridge") == pytest.approx(20)


def test_a_glance_at_one_article_is_not_the_time_of_another(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 0.9)
    desk.keys("Ctrl+PgDown")
    press_after(desk, now, 20)
    desk.quit()
    assert spent(project) == 0.0
    assert spent(project, "b-bridge") == pytest.approx(20)


def test_the_time_of_another_window_does_not_count(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 30)
    other = QWidget()
    other.show()
    other.activateWindow()
    assert QTest.qWaitForWindowActive(other)
    now.seconds += 40
    other.close()
    other.deleteLater()
    desk.window.activateWindow()
    assert QTest.qWaitForWindowActive(desk.window)
    desk.keys("Right")
    now.seconds += 7
    desk.keys("Right")
    desk.quit()
    assert spent(project) == pytest.approx(37)


def test_another_annotator_has_their_own_time(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 30)
    desk.session.change_annotator("Ben")
    press_after(desk, now, 20)
    desk.quit()
    assert spent(project) == pytest.approx(30)
    assert spent(project, annotator="Ben") == pytest.approx(20)


def test_what_was_counted_is_stored_while_the_article_stays_open(
    sit: Sit, now: Now, project: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(clock, "SAVE_MS", 20)
    desk = sit()
    press_after(desk, now, 30)
    qtbot.waitUntil(lambda: spent(project) == pytest.approx(30))
    now.seconds += 45
    desk.keys("Right")
    qtbot.waitUntil(lambda: spent(project) == pytest.approx(75))
    desk.quit()
    assert spent(project) == pytest.approx(75)


def test_an_action_itself_writes_no_time(sit: Sit, now: Now, project: Path) -> None:
    desk = sit()
    press_after(desk, now, 50, 50, 50)
    desk.tag("Ada Renn", "1")
    assert spent(project) == 0.0
    desk.quit()
    assert spent(project) == pytest.approx(150)


def test_the_status_bar_says_the_minutes_and_they_grow(sit: Sit, now: Now) -> None:
    desk = sit()
    press_after(desk, now, *[50] * 6)
    assert " min" not in desk.said
    desk.keys("Ctrl+PgDown", "Ctrl+PgUp")
    assert desk.said.endswith(" | 5 min")
    press_after(desk, now, *[55] * 67)
    desk.quit()
    desk = sit()
    assert desk.said.endswith(" | 1 h 06 min")
    desk.keys("Ctrl+PgDown")
    assert " min" not in desk.said
