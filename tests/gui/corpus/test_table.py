"""The table of articles by keys and clicks: what it shows, in which order, what is selected and opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from annotator.gui import theme
from annotator.gui.corpus.workspace import CorpusWorkspace
from tests.gui.conftest import OpenDesk
from tests.gui.corpus.bench import HEADS, chosen, enter, read, shown, wait, words
from tests.gui.desk import Desk

IDS = [head[0] for head in HEADS]


def test_the_table_shows_what_is_mine_and_the_lead_who_finished(lead: Desk, room: CorpusWorkspace) -> None:
    assert shown(room) == IDS
    row = words(room, "a-strike")
    assert row["headline"] == "Harbour strike in Port Amsel"
    assert (row["source"], row["published"], row["language"]) == ("Amsel Tribune", "11 May", "en")
    assert (row["label:actor"], row["label:location"], row["label:threat"]) == ("1", "2", "0")
    assert row["finished"] == "2"
    assert room.heading.count() == "7 articles"
    assert lead.said.endswith("1 selected | 7 articles")
    assert "Lead: Ana" in lead.said


def test_a_nought_is_read_and_a_dash_is_not_finished(room: CorpusWorkspace) -> None:
    assert words(room, "g-grain")["label:actor"] == "0"
    assert words(room, "e-peche")["label:actor"] == "–"
    assert words(room, "b-boats")["label:threat"] == "1"
    assert words(room, "b-boats")["label:actor"] == "–"


def test_who_does_not_lead_sees_only_own_work(open_desk: OpenDesk, corpus_file: Path) -> None:
    desk = open_desk(corpus_file, "Ben")
    room = enter(desk)
    assert "finished" not in [column.key for column in room.model.columns]
    assert words(room, "a-strike")["label:location"] == "0"
    assert words(room, "b-boats")["label:threat"] == "–"
    assert not room.strip.isVisible()
    desk.keys("Delete")
    assert shown(read(desk)) == IDS
    assert not desk.window.commands.by_id["corpus-remove"].isEnabled()
    caro = next(row for row in range(7) if room.model.row_at(row) is not None)
    assert "finished" not in str(room.model.index(caro, 1).data(Qt.ItemDataRole.AccessibleTextRole))


def test_arrows_walk_and_shift_selects(lead: Desk, room: CorpusWorkspace) -> None:
    assert chosen(room) == ["a-strike"]
    lead.keys("Down", "Down", "Shift+Down")
    assert chosen(room) == ["c-patrol", "d-sorrel"]
    lead.keys("End")
    assert chosen(room) == ["g-grain"]
    lead.keys("Home", "Shift+End")
    assert len(chosen(room)) == 7
    lead.keys("Esc")
    assert chosen(room) == ["g-grain"]
    lead.keys("Ctrl+A")
    assert len(chosen(room)) == 7
    assert lead.said.endswith("7 selected | 7 articles")
    lead.keys("Space")
    assert len(chosen(room)) == 6


def test_letters_choose_nothing_by_their_headlines(lead: Desk, room: CorpusWorkspace) -> None:
    lead.write("g")
    assert chosen(room) == ["a-strike"]


def test_return_opens_the_article_in_label(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("End", "Return")
    assert lead.window.rooms.current == "label"
    assert lead.headline == "Grain prices climb"
    assert lead.label.view.hasFocus()
    lead.keys("Ctrl+3")
    read(lead)
    assert chosen(room) == ["g-grain"]
    lead.keys("Home", "O")
    assert lead.headline == "Harbour strike in Port Amsel"


def test_a_double_click_opens_and_the_head_sorts(lead: Desk, room: CorpusWorkspace) -> None:
    head = room.table.head
    lead.click(head.viewport(), QPoint(head.sectionViewportPosition(5) + 8, 10))
    read(lead)
    assert shown(room)[:2] == ["g-grain", "f-radio"]
    lead.click(head.viewport(), QPoint(head.sectionViewportPosition(5) + 8, 10))
    read(lead)
    assert shown(room) == IDS
    assert head.sort == "words"
    lead.click(head.viewport(), QPoint(head.sectionViewportPosition(5) + 8, 10))
    read(lead)
    assert head.sort == "added"


def test_the_head_sorts_by_keys(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("S")
    assert lead.focus() is room.table.head
    lead.keys("Right", "Return")
    read(lead)
    assert room.table.head.sort == "source"
    assert shown(room)[0] == "a-strike"
    lead.keys("Return")
    read(lead)
    assert shown(room)[0] == "b-boats"
    lead.keys("Right", "Return")
    read(lead)
    assert shown(room)[-1] == "g-grain"
    lead.keys("Esc")
    assert lead.focus() is room.table


def test_sorting_by_a_label_puts_the_most_tags_first(lead: Desk, room: CorpusWorkspace) -> None:
    room.sort_by("label:location")
    read(lead)
    assert shown(room)[0] == "a-strike"


def test_copies_open_under_the_first(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Down", "Right")
    assert shown(room) == [*IDS[:2], "-c-patrol", "-d-sorrel", *IDS[4:]]
    lead.keys("Down", "Down")
    assert chosen(room) == ["d-sorrel"]
    lead.keys("Left")
    assert chosen(room) == ["b-boats"]
    lead.keys("Left")
    assert shown(room) == IDS
    lead.keys("End", "Right")
    assert shown(room) == IDS


def test_copies_go_under_the_row_that_is_opened_wherever_they_stood(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Down", "Down", "Down", "Right")
    assert shown(room) == ["a-strike", "d-sorrel", "-b-boats", "-c-patrol", *IDS[4:]]
    assert chosen(room) == ["d-sorrel"]


def test_a_click_on_the_mark_opens_a_story(lead: Desk, room: CorpusWorkspace) -> None:
    table = room.table
    keys = [column.key for column in room.model.columns]
    cell = table.visualRect(room.model.index(1, keys.index("wire")))
    lead.click(table.viewport(), cell.topLeft() + QPoint(8, 12))
    assert "-c-patrol" in shown(room)
    lead.keys("W")
    assert "-c-patrol" not in shown(room)


def test_every_cell_has_words_for_a_screen_reader(room: CorpusWorkspace) -> None:
    model = room.model
    said = Qt.ItemDataRole.AccessibleTextRole
    for line in range(7):
        for at in range(len(model.columns)):
            assert str(model.index(line, at).data(said)).strip()
    spoken = str(model.index(1, 1).data(said))
    assert spoken.startswith("Talvane and Merovia trade accusations, started, The Harrow Courier, 12 May 2031")
    assert "one of 3 copies" in spoken
    assert model.headerData(5, Qt.Orientation.Horizontal) == "Words"
    found = QAccessible.queryAccessibleInterface(room.table)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.Table, "Articles")


def test_columns_give_way_where_there_is_little_room(lead: Desk, room: CorpusWorkspace) -> None:
    def widths() -> dict[str, int]:
        lead.settle()
        return {c.key: room.table.columnWidth(at) for at, c in enumerate(room.model.columns)
                if not room.table.isColumnHidden(at)}  # fmt: skip

    wide = widths()
    assert {"language", "words", "source"} <= set(wide)
    lead.window.resize(1040, 800)
    few = widths()
    assert "language" not in few
    lead.window.resize(900, 700)
    assert {"headline", "finished"} <= set(widths())
    assert not {"language", "words"} & set(widths())
    lead.window.resize(2400, 1300)
    assert widths()["headline"] > wide["headline"]
    for found in (wide, few):
        assert sum(found.values()) <= 1440


def test_the_selected_row_has_an_ink_bar_and_a_headline_of_its_own_direction(lead: Desk, room: CorpusWorkspace) -> None:
    look = theme.current()
    table = room.table
    row = table.visualRect(room.model.index(0, 1))
    lead.click(table.viewport(), row.center())
    picture = lead.picture(table.viewport())
    assert picture.pixelColor(1, row.center().y()) == look.colour("ink")
    assert picture.pixelColor(row.right() - 4, row.top() + 4) == look.colour("row")
    below = table.visualRect(room.model.index(5, 1))
    ink = [x for x in range(below.left(), below.right()) for y in range(below.top() + 6, below.bottom() - 6)
           if picture.pixelColor(x, y).lightness() < 120]  # fmt: skip
    assert ink
    assert min(ink) < below.left() + 6


def test_the_model_keeps_its_promises_to_qt(lead: Desk, room: CorpusWorkspace) -> None:
    tester = QAbstractItemModelTester(room.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    lead.keys("Down", "Right", "Down", "Left", "Left", "S", "Return")
    read(lead)
    tester.deleteLater()


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
def test_nothing_is_cut_at_the_edge(open_desk: OpenDesk, corpus_file: Path, size: tuple[int, int]) -> None:
    desk = open_desk(corpus_file, "Ana", size)
    room = enter(desk)
    right = max(part.mapTo(room, part.rect().bottomRight()).x() for part in (room.heading.imports, room.bar.clear))
    assert right < room.width()
    assert room.strip.mapTo(room, room.strip.rect().bottomRight()).y() == room.height() - 1


def test_a_drawer_gets_its_room_beside_the_table(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("C")
    wait(lead, lead.window.drawer.is_open)
    edge = room.table.mapTo(lead.window, room.table.rect().topRight()).x()
    assert edge < lead.window.drawer.mapTo(lead.window, QPoint(0, 0)).x()
    lead.window.resize(1280, 800)
    lead.settle()
    edge = room.table.mapTo(lead.window, room.table.rect().topRight()).x()
    assert edge > lead.window.drawer.mapTo(lead.window, QPoint(0, 0)).x()


def test_work_in_label_shows_in_the_table(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Home", "Down", "Down", "Down", "Down", "Return")
    lead.tag("Ilse Varanne", "1")
    lead.keys("Ctrl+3")
    read(lead)
    assert words(room, "e-peche")["label:actor"] == "1"


def test_the_table_is_turned_round_where_words_are_written_from_the_right(
    open_desk: OpenDesk, corpus_file: Path, qapp: QApplication
) -> None:
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        desk = open_desk(corpus_file, "Ana")
        room = enter(desk)
        table, look = room.table, theme.current()
        headline = table.visualRect(room.model.index(0, 1))
        assert headline.left() > table.visualRect(room.model.index(0, 2)).left()
        desk.click(table.viewport(), headline.center())
        picture = desk.picture(table.viewport())
        assert picture.pixelColor(table.viewport().width() - 2, headline.center().y()) == look.colour("ink")
        desk.keys("Down", "Left")
        assert "-c-patrol" in shown(room)
        desk.keys("Right")
        assert "-c-patrol" not in shown(room)
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
