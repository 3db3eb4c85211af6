"""The queue says what there is and what is finished, and opens an article by click and by key."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QTextEdit, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.label.queue import QueuePane
from annotator.gui.label.queue_model import QueueModel
from annotator.gui.label.queue_view import QueueView
from annotator.store.queue import QueueRow
from tests.gui.label.desk import Desk, default_rows, full_desk


def shown(qtbot: QtBot, desk: Desk, width: int = 264, height: int = 700) -> QueuePane:
    pane = QueuePane(desk.session())
    qtbot.addWidget(pane)
    pane.resize(width, height)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    return pane


def spoken(view: QueueView, row: int) -> str:
    return str(view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))


def click_row(qtbot: QtBot, view: QueueView, row: int) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def row_picture(view: QueueView, row: int) -> QImage:
    return view.viewport().grab(view.visualRect(view.model().index(row, 0))).toImage()


def ink_span(picture: QImage, first: int, last: int, left: int, right: int) -> tuple[int, int]:
    """Return the first and the last column of a band that hold dark ink."""
    dark = [x for x in range(left, right) for y in range(first, last) if picture.pixelColor(x, y).lightness() < 120]
    return min(dark), max(dark)


def test_a_row_says_everything_in_words(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    assert spoken(pane.list.view, 0) == (
        "Harbour strike in Port Amsel enters third week, done, 9 tags, 11 May 2031, Amsel Tribune"
    )
    assert spoken(pane.list.view, 6).endswith("started, 6 tags, 14 May 2031, The Harrow Courier, open")
    assert QAccessible.queryAccessibleInterface(pane.list.view).text(QAccessible.Text.Name) == "Queue"


def test_the_head_counts_what_is_finished(qtbot: QtBot) -> None:
    desk = full_desk()
    pane = shown(qtbot, desk)
    assert "6 of 24 finished" in texts(pane)
    desk.set_status(7, "done")
    assert "7 of 24 finished" in texts(pane)
    assert spoken(pane.list.view, 6).split(", ")[1] == "done"


def texts(pane: QWidget) -> list[str]:
    return [child.property("text") for child in pane.findChildren(QWidget) if child.property("text")]


def test_a_click_and_return_open_an_article(qtbot: QtBot) -> None:
    desk = full_desk()
    pane = shown(qtbot, desk)
    with qtbot.waitSignal(pane.opened):
        click_row(qtbot, pane.list.view, 2)
    assert desk.article is not None
    assert desk.article.pk == 3
    pane.focus_list()
    qtbot.keyClick(pane.list.view, Qt.Key.Key_Down)
    qtbot.keyClick(pane.list.view, Qt.Key.Key_Return)
    assert desk.article.pk == 4


def test_letters_and_digits_are_left_to_the_window(qtbot: QtBot) -> None:
    desk = full_desk()
    outer = Keys()
    qtbot.addWidget(outer)
    pane = QueuePane(desk.session(), outer)
    outer.show()
    pane.focus_list()
    before = pane.list.view.currentIndex().row()
    for key in (Qt.Key.Key_T, Qt.Key.Key_1, Qt.Key.Key_Delete, Qt.Key.Key_Space):
        qtbot.keyClick(pane.list.view, key)
    assert outer.heard == [Qt.Key.Key_T, Qt.Key.Key_1, Qt.Key.Key_Delete, Qt.Key.Key_Space]
    assert pane.list.view.currentIndex().row() == before


class Keys(QWidget):
    """A window that notes the keys that reach it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[int] = []

    def keyPressEvent(self, event: object) -> None:
        self.heard.append(event.key())  # type: ignore[attr-defined]


def test_the_open_article_is_marked_with_ink_at_the_edge(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    ink = theme.current().colour("ink")
    opened, other = row_picture(pane.list.view, 6), row_picture(pane.list.view, 7)
    assert opened.pixelColor(1, 30) == ink
    assert other.pixelColor(1, 30) != ink
    assert opened.pixelColor(100, 57) == theme.current().colour("row")


def test_a_headline_from_right_to_left_begins_at_the_right(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    view = pane.list.view
    arabic, latin = row_picture(view, 8), row_picture(view, 7)
    edge = view.viewport().width()
    assert ink_span(arabic, 6, 22, 44, edge)[1] > edge - 14
    assert ink_span(latin, 6, 22, 44, edge)[0] < 50


def test_the_filter_finds_by_word_and_source_and_says_when_nothing_fits(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    with qtbot.waitSignal(pane.filterChanged) as told:
        qtbot.keyClicks(pane.list.field, "ilmark radio")
    assert told.args == ["ilmark radio", "all"]
    assert pane.pks() == [3, 6]
    qtbot.keyClicks(pane.list.field, "zz")
    qtbot.waitUntil(lambda: pane.pks() == [])
    assert pane.list.empty.isVisible()
    assert pane.list.empty.title() == "No article matches “ilmark radiozz”"
    assert pane.list.empty.hint() == "Check the spelling, or clear the filter."
    qtbot.keyClick(pane.list.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(pane.pks()) == 24)


def test_return_in_the_filter_goes_to_the_rows(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    pane.focus_filter()
    qtbot.keyClicks(pane.list.field, "council")
    qtbot.keyClick(pane.list.field, Qt.Key.Key_Return)
    assert pane.pks() == [3]
    assert QApplication.focusWidget() is pane.list.view


def test_the_tabs_choose_a_group(qtbot: QtBot) -> None:
    pane = shown(qtbot, full_desk())
    pane.list.segments.setCurrent("skipped")
    assert pane.pks() == [6]
    assert pane.filter() == ("", "skipped")


@pytest.mark.parametrize(
    ("group", "title", "hint"),
    [
        ("todo", "Queue finished", "All 2 articles are done or skipped."),
        ("skipped", "No article is skipped", "Skip… sets the open one aside, with a reason if you like."),
    ],
)
def test_an_empty_group_says_what_is_so_and_what_to_do(qtbot: QtBot, group: str, title: str, hint: str) -> None:
    pane = shown(qtbot, Desk(default_rows(2)))
    pane.list.segments.setCurrent(group)
    assert (pane.list.empty.title(), pane.list.empty.hint()) == (title, hint)


def test_a_project_without_articles_offers_import(qtbot: QtBot) -> None:
    pane = shown(qtbot, Desk([]))
    assert pane.list.empty.title() == "This project has no articles"
    button = next(child for child in pane.findChildren(QWidget) if child.property("text") == "Import…")
    with qtbot.waitSignal(pane.importWanted):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_finished_article_leaves_the_to_do_list_when_the_next_one_opens(qtbot: QtBot) -> None:
    desk = full_desk()
    pane = shown(qtbot, desk)
    pane.list.segments.setCurrent("todo")
    assert pane.pks()[0] == 7
    desk.set_status(7, "done")
    assert pane.pks()[0] == 7
    desk.open_article(8)
    assert pane.pks()[0] == 8
    assert pane.list.view.currentIndex().row() == 0
    desk.rows = default_rows()
    desk.open_article(7)
    assert pane.pks()[0] == 7


def test_articles_that_came_are_shown(qtbot: QtBot) -> None:
    desk = full_desk()
    pane = shown(qtbot, desk)
    desk.rows.append(QueueRow(99, "a99", "A late one", "Market Wire", "2031-05-20", "new", 0))
    desk.queueChanged.emit()
    assert pane.pks()[-1] == 99


def test_a_hundred_thousand_rows_are_read_a_page_at_a_time(qtbot: QtBot) -> None:
    desk = Desk([QueueRow(n, f"a{n}", f"Article {n}", "Wire", "2031-05-14", "new", 0) for n in range(1, 100_001)])
    start = time.perf_counter()
    pane = shown(qtbot, desk)
    QApplication.processEvents()
    assert time.perf_counter() - start < 2.0
    reads = [call[1] for call in desk.calls if call[0] == "queue_rows"]
    assert sum(int(str(size)) for size in reads) <= 400
    desk.open_article(99_000)
    QApplication.processEvents()
    view = pane.list.view
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())
    assert "Article 99000" in spoken(view, 98_999)


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    desk = full_desk()
    model = QueueModel(desk.session())
    model.set_pks(desk.queue("", "all"))
    qtmodeltester.check(model)
    model.drop(3)
    assert model.rowCount() == 23
    assert model.row_of(4) == 2


class Window(QWidget):
    """A pane beside a text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.pane = QueuePane(desk.session())
        self.text = QTextEdit()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.pane)
        row.addWidget(self.text, 1)
        self.resize(1000, 600)


def narrow(qtbot: QtBot, desk: Desk) -> Window:
    window = Window(desk)
    qtbot.addWidget(window)
    window.pane.set_collapsed(True)
    window.show()
    window.activateWindow()
    window.text.setFocus()
    qtbot.waitUntil(window.text.hasFocus)
    return window


def test_in_a_narrow_window_marks_stand_for_the_articles(qtbot: QtBot) -> None:
    desk = full_desk()
    window = narrow(qtbot, desk)
    assert window.pane.width() == theme.current().px("width", "queue_strip")
    assert not window.pane.list.isVisible()
    click_row(qtbot, window.pane.strip.view, 0)
    assert desk.article is not None
    assert desk.article.pk == 1


def test_marks_of_a_filtered_queue_say_so(qtbot: QtBot) -> None:
    window = narrow(qtbot, full_desk())
    pane = window.pane

    def says() -> list[str]:
        return [label.text() for label in pane.strip.findChildren(QLabel) if label.isVisible()]

    assert "Filtered" not in says()
    pane.open_over()
    qtbot.keyClicks(pane.list.field, "council")
    qtbot.keyClick(pane.list.field, Qt.Key.Key_Return)
    pane.close_over()
    assert len(pane.pks()) == 1
    assert "Filtered" in says()
    word = next(label for label in pane.strip.findChildren(QLabel) if label.text() == "Filtered")
    assert word.sizeHint().width() <= pane.strip.width()
    pane.open_over()
    pane.list.field.clear()
    qtbot.keyClick(pane.list.field, Qt.Key.Key_Return)
    pane.list.segments.setCurrent("all")
    pane.close_over()
    assert "Filtered" not in says()


def test_the_list_opens_over_the_text_and_closes_with_esc(qtbot: QtBot) -> None:
    window = narrow(qtbot, full_desk())
    pane = window.pane
    qtbot.mouseClick(pane.strip.expand, Qt.MouseButton.LeftButton)
    assert pane.list.isVisible()
    assert pane.width() == theme.current().px("width", "queue_strip")
    assert window.childAt(QPoint(150, 300)) is pane.list.view.viewport()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not pane.list.isVisible()
    assert pane.strip.isVisible()


def test_the_list_over_the_text_closes_when_an_article_is_chosen_or_the_text_clicked(qtbot: QtBot) -> None:
    desk = full_desk()
    window = narrow(qtbot, desk)
    window.pane.open_over()
    click_row(qtbot, window.pane.list.view, 1)
    assert not window.pane.list.isVisible()
    assert desk.article is not None
    assert desk.article.pk == 2
    window.pane.open_over()
    window.text.setFocus()
    assert not window.pane.list.isVisible()
    window.pane.set_collapsed(False)
    assert window.pane.list.isVisible()


def test_the_marks_change_with_the_status(qtbot: QtBot) -> None:
    desk = full_desk()
    window = narrow(qtbot, desk)
    view = window.pane.strip.view
    before = row_picture(view, 7)
    desk.set_status(8, "done")
    QApplication.processEvents()
    assert row_picture(view, 7) != before
