"""The help: keys by section as they are today, two columns where there is room, and a field that narrows it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea

from annotator.gui.help import PAGES, HelpPage, HelpText
from annotator.gui.widgets import EmptyNote, KeyCap, QuietButton, TextLabel
from tests.gui.desk import Desk


@pytest.fixture
def page(desk: Desk) -> HelpPage:
    """Return the help in the drawer."""
    desk.keys("F1")
    body = desk.window.drawer.body()
    assert isinstance(body, HelpPage)
    return body


def _seen(page: HelpPage) -> set[str]:
    return {t.text() for t in page.findChildren(TextLabel) if t.isVisible()}


def test_typing_narrows_keys_and_pages(desk: Desk, page: HelpPage) -> None:
    assert desk.focus() is page.filter
    desk.write("mark the active")
    assert {"Unsure", "Mark the active tag as unsure, or not."} <= _seen(page)
    assert "Export" not in _seen(page)
    desk.keys("Ctrl+A")
    desk.write("ctrl e")
    assert "Export" in _seen(page)
    desk.keys("Ctrl+A")
    desk.write("qqqq")
    assert any(note.isVisible() for note in page.findChildren(EmptyNote))
    assert not any(text.isVisible() for text in page.findChildren(HelpText))


def test_the_contents_scroll_to_a_page(desk: Desk, page: HelpPage) -> None:
    texts = page.findChildren(HelpText)
    assert len(texts) == len(PAGES)
    buttons = {b.text(): b for b in page.findChildren(QuietButton)}
    assert {text.title for text in texts} <= set(buttons)
    buttons[texts[-1].title].click()
    desk.settle()
    assert texts[-1].hasFocus()
    area = next(a for a in desk.window.drawer.findChildren(QScrollArea) if a.widget() is page)
    top = texts[-1].mapTo(area.viewport(), texts[-1].rect().topLeft()).y()
    bar = area.verticalScrollBar()
    assert top == 0 or (bar.value() == bar.maximum() and 0 < top < area.height())


def test_sections_stand_in_two_columns_where_there_is_room(desk: Desk, page: HelpPage) -> None:
    heads = {t.text(): t for t in page.findChildren(TextLabel) if t.text() in ("Project", "Help")}
    lefts = {name: head.mapTo(page, head.rect().topLeft()).x() for name, head in heads.items()}
    assert lefts["Help"] > lefts["Project"] + 200
    desk.window.setMinimumWidth(0)
    desk.window.drawer.setFixedWidth(380)
    desk.settle()
    lefts = {name: head.mapTo(page, head.rect().topLeft()).x() for name, head in heads.items()}
    assert lefts["Help"] == lefts["Project"]
    caps = [c for c in page.findChildren(KeyCap) if c.isVisible()]
    assert all(c.mapTo(page, c.rect().topRight()).x() <= page.width() for c in caps)


def test_hits_begin_at_the_left_and_only_their_pages_are_offered(desk: Desk, page: HelpPage) -> None:
    links = [b for b in page.findChildren(QuietButton) if b.isVisible()]
    assert len(links) == len(PAGES) + 1
    for words in ("mark the active", "undo", "settings", "ctrl e"):
        desk.keys("Ctrl+A")
        desk.write(words)
        heads = [t for t in page.findChildren(TextLabel) if t.isVisible() and not isinstance(t.parent(), HelpPage)]
        assert heads
        assert min(head.mapTo(page, QPoint()).x() for head in heads) < page.width() // 4
        texts = {text.title for text in page.findChildren(HelpText) if text.isVisible()}
        assert {b.text() for b in links if b.isVisible()} - {"Change keys…"} == texts
    desk.keys("Ctrl+A", "Del")
    assert all(link.isVisible() for link in links)
