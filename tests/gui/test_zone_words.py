"""The drawer for zone words, worked as a lead does, and what the file then holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from annotator.gui.widgets import PlainButton
from annotator.gui.zone_words_page import ZoneWordsPage, kinds
from annotator.news.zonewords import KEYS
from annotator.store import articles
from annotator.store.project import read_project
from annotator.work import zoning
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, Desk, make_project

TIDE = "Tide tables for the harbour club"
TEXT = BRIDGE.replace("\n\nThe mayors", f"\n\n{TIDE}\n\nThe mayors")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_project(tmp_path / "news.annotator", {"a": TEXT, "b": BRIDGE})


def opened(desk: Desk) -> ZoneWordsPage:
    desk.window.commands.by_id["zone-words"].trigger()
    desk.settle()
    page = desk.window.drawer.body()
    assert isinstance(page, ZoneWordsPage)
    counted(page)
    return page


def wait(come: Callable[[], bool]) -> None:
    """Let the window go on until something has come, 5 s at most."""
    for _ in range(500):
        if come():
            return
        QTest.qWait(10)
    raise AssertionError


def counted(page: ZoneWordsPage) -> None:
    wait(lambda: "Counting" not in page.count.text())


def ended(desk: Desk) -> None:
    wait(lambda: not desk.window.transfers.busy)
    desk.settle()


def zones(path: Path, article: str = "a") -> list[tuple[str, str]]:
    project = read_project(path)
    try:
        pk = articles.pk_of(project, article)
        assert pk is not None
        item = articles.article(project, pk)
        text = project.text(article)
        return [(one.kind, text[one.start : one.end]) for one in articles.zones_for(project, item, articles.Work())]
    finally:
        project.close()


def test_words_are_written_saved_and_found_again(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    page = opened(desk)
    assert page.count.text() == "No article would get other zones."
    assert not page.again.isEnabled()
    assert not page.save.isEnabled()
    page.kind.setCurrentIndex(page.kind.findData("button"))
    assert "Advertisement" in page.given.text()
    page.area.lines.setFocus()
    desk.write(TIDE)
    assert page.save.isEnabled()
    desk.click(page.save)
    counted(page)
    assert page.count.text() == "1 article would get other zones."
    assert not page.save.isEnabled()
    assert zoning.own_words(desk.session.project) == {"en": {"button": [TIDE]}}
    before = zones(path)
    assert ("related", TIDE) not in before
    desk.click(page.again)
    ended(desk)
    assert ("related", TIDE) in zones(path)
    assert desk.session.article is not None
    assert ("related", TIDE) in [(z.kind, desk.text[z.start : z.end]) for z in desk.session.article.zones]
    desk.click(next(b for b in desk.window.drawer.findChildren(PlainButton) if b.text() == "Undo" and b.isVisible()))
    ended(desk)
    assert zones(path) == before


def test_what_is_written_for_one_language_is_kept_while_another_is_shown(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    page = opened(desk)
    page.area.lines.setPlainText("See  more\n\nSee more\n Go on ")
    page.language.setCurrentIndex(page.language.findData("nl"))
    assert page.area.text() == ""
    assert page.given.text() == "None in this language."
    page.area.lines.setPlainText("Lees ook")
    page.language.setCurrentIndex(page.language.findData("en"))
    assert page.area.text() == "See more\nGo on"
    page.save.click()
    assert zoning.own_words(desk.session.project) == {
        "en": {"related": ["See more", "Go on"]}, "nl": {"related": ["Lees ook"]}
    }  # fmt: skip


def test_a_word_that_can_not_be_is_said_and_nothing_is_saved(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    page = opened(desk)
    page.area.lines.setPlainText("x" * 121)
    page.save.click()
    assert "no word of 1 to 120 characters" in page.fault.text()
    assert page.fault.isVisible()
    assert zoning.own_words(desk.session.project) == {}
    page.area.lines.setPlainText("See more")
    assert not page.fault.isVisible()


def test_only_a_lead_is_offered_it(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    assert desk.window.commands.by_id["zone-words"].isEnabled()
    desk.session.change_annotator("Ben")
    desk.settle()
    assert not desk.window.commands.by_id["zone-words"].isEnabled()


def test_every_kind_of_words_has_a_name_and_an_explanation() -> None:
    assert tuple(key for key, _title, _tip in kinds()) == KEYS
    assert len({title for _key, title, _tip in kinds()}) == len(KEYS)
    assert all(tip.endswith(".") for _key, _title, tip in kinds())


def test_it_is_worked_by_keyboard(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    page = opened(desk)
    assert page.language.hasFocus()
    desk.keys("Tab", "Tab")
    assert page.area.lines.hasFocus()
    desk.write("See more")
    desk.keys("Tab")
    assert page.save.hasFocus()
    desk.keys("Space")
    assert zoning.own_words(desk.session.project) == {"en": {"related": ["See more"]}}
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()


def test_words_that_were_not_saved_are_offered_once_more(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    page = opened(desk)
    desk.keys("Esc")
    assert not desk.window.strip.isVisible()
    page = opened(desk)
    page.area.lines.setPlainText("See more")
    desk.keys("Esc")
    assert desk.window.strip.isVisible()
    assert zoning.own_words(desk.session.project) == {}
    desk.click(next(b for b in desk.window.strip.findChildren(PlainButton) if b.text() == "Save"))
    assert zoning.own_words(desk.session.project) == {"en": {"related": ["See more"]}}
    assert not desk.window.strip.isVisible()
