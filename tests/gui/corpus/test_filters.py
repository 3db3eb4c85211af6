"""Sifting the corpus: words, lists that open under their buttons, dates, charts whose bars open their articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.corpus.charts_page import ChartsPage
from annotator.gui.corpus.filter_bar import FilterButton
from annotator.gui.corpus.periods import PeriodPopup, day_of, period_of, period_text, periods
from annotator.gui.corpus.popup import ChoicePopup
from annotator.gui.corpus.workspace import CorpusWorkspace
from annotator.gui.review.drawing import DrawingView
from annotator.store.corpus import Filter
from annotator.store.project import open_project
from annotator.work import corpus_charts
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.corpus.bench import HEADS, enter, read, shown, wait
from tests.gui.desk import Desk

IDS = [head[0] for head in HEADS]


def press(desk: Desk, room: CorpusWorkspace, button: FilterButton, *keys: str) -> None:
    """Open what stands under a button and press keys there."""
    desk.click(button)
    popup = room.bar.popup
    assert popup is not None
    for key in keys:
        focus = popup.focusWidget()
        assert focus is not None
        if len(key) == 1:
            QTest.keyClicks(focus, key)
        else:
            QTest.keyClick(focus, getattr(Qt.Key, f"Key_{key}"))
        desk.settle()


def test_words_are_searched_for_and_esc_shows_all(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Ctrl+L")
    assert lead.focus() is room.bar.field
    lead.write("accusations")
    wait(lead, lambda: room.bar.filter.words == "accusations")
    read(lead)
    assert shown(room) == ["b-boats", "c-patrol", "d-sorrel"]
    assert room.heading.count() == "3 of 7 articles"
    lead.keys("Down")
    assert lead.focus() is room.table
    lead.keys("Esc")
    read(lead)
    assert shown(room) == IDS
    assert not room.bar.clear.isEnabled()


def test_nothing_found_says_so_and_clears(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Ctrl+L")
    lead.write("zeppelin")
    lead.keys("Return")
    read(lead)
    assert (room.nothing.note.title(), room.nothing.clear.isVisible()) == ("No article matches the filters", True)
    lead.keys("Esc", "Tab")
    lead.click(room.nothing.clear)
    read(lead)
    assert shown(room) == IDS
    assert lead.focus() is room.table


def test_words_that_cant_be_asked_for_are_a_fault(lead: Desk, room: CorpusWorkspace) -> None:
    indexed = "SELECT (SELECT count(*) FROM indexed) >= (SELECT count(*) FROM articles)"
    wait(lead, lambda: bool(lead.session.project.db.execute(indexed).fetchone()[0]))
    room.bar.set_filter(Filter(words="status:nowhere"))
    read(lead)
    assert room.bar.field.fault()
    assert room.bar.field.fault() in lead.said
    room.bar.set_filter(Filter(words="headline:grain"))
    read(lead)
    assert not room.bar.field.fault()
    assert shown(room) == ["g-grain"]


def test_sources_are_chosen_with_space_and_counted(lead: Desk, room: CorpusWorkspace) -> None:
    press(lead, room, room.bar.source)
    popup = room.bar.popup
    assert isinstance(popup, ChoicePopup)
    choices = popup.list.choices
    assert [(one.name, one.count) for one in map(choices.choice, range(2)) if one] == [
        ("Market Wire", 2), ("Amsel Tribune", 1),
    ]  # fmt: skip
    spoken = [str(choices.index(line).data(Qt.ItemDataRole.AccessibleTextRole)) for line in range(2)]
    assert spoken == ["Market Wire, 2 articles", "Amsel Tribune, 1 article"]
    popup.close()
    press(lead, room, room.bar.source, "Space", "Down", "Space", "Escape")
    read(lead)
    assert room.bar.filter.sources == ("Market Wire", "Amsel Tribune")
    assert shown(room) == ["a-strike", "c-patrol", "g-grain"]
    assert room.bar.source.accessibleName() == "Source 2 chosen"
    assert QApplication.activePopupWidget() is None
    lead.click(room.bar.clear)
    read(lead)
    assert shown(room) == IDS


def test_status_wire_tag_and_language(lead: Desk, room: CorpusWorkspace) -> None:
    press(lead, room, room.bar.status, "Down", "Down", "Down", "Down", "Return")
    read(lead)
    assert shown(room) == ["a-strike", "g-grain"]
    assert room.bar.status.text() == "Status done"
    lead.keys("Esc", "Esc")
    read(lead)
    press(lead, room, room.bar.wire, "Down", "Return")
    read(lead)
    assert shown(room) == [one for one in IDS if one not in ("c-patrol", "d-sorrel")]
    lead.keys("Home", "Down", "Right")
    assert shown(room)[1:4] == ["b-boats", "-c-patrol", "-d-sorrel"]
    room.bar.set_filter(Filter())
    read(lead)
    press(lead, room, room.bar.tag, "Down", "Space", "Escape")
    read(lead)
    assert shown(room) == ["a-strike"]
    assert room.bar.tag.text() == "Tag Location"
    room.bar.set_filter(Filter())
    read(lead)
    press(lead, room, room.bar.language, "Down", "Return")
    read(lead)
    assert shown(room) in (["e-peche"], ["f-radio"])


def test_a_long_list_is_narrowed_by_words(lead: Desk, room: CorpusWorkspace) -> None:
    found = [(f"Paper {number}", number) for number in range(1, 31)]
    facets = room.facets
    room.bar.show_facets(type(facets)(7, 7, found, [], [], {}, "", ""))
    press(lead, room, room.bar.source, "2", "9", "Down", "Return")
    read(lead)
    assert room.bar.filter.sources == ("Paper 29",)
    assert shown(room) == []


def test_dates_by_months_and_by_days(lead: Desk, room: CorpusWorkspace) -> None:
    press(lead, room, room.bar.date, "Down", "Down", "Return")
    read(lead)
    assert shown(room) == ["e-peche", "f-radio"]
    assert room.bar.date.text() == "Date Jun 2031"
    press(lead, room, room.bar.date)
    popup = room.bar.popup
    assert isinstance(popup, PeriodPopup)
    popup.until.setText("2031-02-30")
    QTest.keyClick(popup.until, Qt.Key.Key_Return)
    assert popup.until.fault()
    popup.since.setText("2031-05-12")
    popup.until.setText("2031-05-12")
    QTest.keyClick(popup.until, Qt.Key.Key_Return)
    lead.settle()
    read(lead)
    assert shown(room) == ["b-boats", "c-patrol"]
    assert room.bar.date.text() == "Date 12 May 2031"


def test_periods_in_words() -> None:
    assert period_of("2031") == ("2031-01-01", "2031-12-31")
    assert period_of("2032-02") == ("2032-02-01", "2032-02-29")
    assert day_of("2031-5", last=True) == "2031-05-31"
    assert day_of("12 May", last=False) is None
    assert day_of("2031-13", last=False) is None
    assert period_text("2031-05-11", "2031-05-18") == "11–18 May"
    assert period_text("2031-05-11", "") == "from 11 May 2031"
    assert period_text(*period_of("2031")) == "2031"
    assert period_text("2030-12-30", "2031-01-02") == "30 Dec 2030–2 Jan 2031"
    assert periods("2031-05-11", "2031-07-01") == ["2031-07", "2031-06", "2031-05"]
    assert periods("2019-05-11", "2022-07-01") == ["2022", "2021", "2020", "2019"]
    assert periods("", "") == []


def _press_bar(desk: Desk, view: DrawingView, identity: tuple[str, ...]) -> None:
    spot = next(one for one in view.drawing.spots if one.id == identity)
    desk.click(view, view.place_of(spot).center())


def test_every_bar_of_the_charts_opens_its_articles(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("C")
    page = lead.window.drawer.body()
    assert isinstance(page, ChartsPage)
    wait(lead, lambda: bool(page.dates.view.drawing.spots))
    said = [spot.words for spot in page.sources.view.drawing.spots]
    assert said[0] == "Market Wire: 2 articles"
    assert "Actor: 1 tag in 1 article" in [spot.words for spot in page.labels.view.drawing.spots]
    for view, identity, ids in (
        (page.sources.view, ("source", "Ilmark Radio"), ["d-sorrel"]),
        (page.labels.view, ("label", "threat"), ["b-boats"]),
        (page.languages.view, ("language", "fr"), ["e-peche"]),
    ):
        _press_bar(lead, view, identity)
        read(lead)
        assert shown(room) == ids
        room.bar.set_filter(Filter())
        read(lead)
        wait(lead, lambda: len(page.sources.view.drawing.spots) == 6)
    words = page.words.view.drawing.spots[0]
    _press_bar(lead, page.words.view, words.id)
    read(lead)
    least, most = int(words.id[1]), int(words.id[2])
    rows = [room.model.row_at(line) for line in range(len(room.model.pks()))]
    assert rows
    assert all(row is not None and least <= row.words < most for row in rows)
    assert room.bar.length.isVisible()
    wait(lead, lambda: len(page.words.view.drawing.spots) <= 2)
    date = page.dates.view.drawing.spots[0]
    _press_bar(lead, page.dates.view, date.id)
    read(lead)
    assert room.bar.filter.since


def test_bars_of_years_have_no_gaps() -> None:
    assert corpus_charts.thinned([("2031-05-02", 2), ("2031-05-01", 1)]) == [("2031-05-01", 1), ("2031-05-02", 2)]
    assert corpus_charts.thinned([("2031-01", 1), ("2031-03", 2)], 5) == [
        ("2031-01", 1),
        ("2031-02", 0),
        ("2031-03", 2),
    ]
    assert corpus_charts.thinned([("2011-01", 1), ("2031-03", 2)])[:2] == [("2011", 1), ("2012", 0)]
    drawn = corpus_charts.columns([corpus_charts.Bar(("x",), "May", 0, "0", "May: 0 articles")], 300, "0")
    assert [spot.words for spot in drawn.spots] == ["May: 0 articles"]
    assert corpus_charts.columns([], 300).height == 0


def test_an_empty_project_says_what_to_do(open_desk: OpenDesk, tmp_path: Path) -> None:
    new_project(tmp_path / "empty.annotator").close()
    open_project(tmp_path / "empty.annotator").close()
    desk = open_desk(tmp_path / "empty.annotator", "Ana")
    room = enter(desk)
    assert (room.nothing.note.title(), room.nothing.note.hint()) == (
        "This project has no articles", "Import some to begin.",
    )  # fmt: skip
    assert desk.focus() is room.nothing.imports
    desk.keys("F6")
    assert desk.focus() is not room.nothing.imports
    assert desk.said.endswith("0 articles")


@pytest.mark.parametrize("look", ["dark", "high"])
def test_every_part_is_painted_in_the_look_that_is_shown(lead: Desk, room: CorpusWorkspace, look: str) -> None:
    before = lead.picture(room)
    if look == "dark":
        lead.window.commands.by_id["dark"].trigger()
    else:
        lead.window.preferences.set_contrast("high")
    lead.settle()
    after = lead.picture(room)
    middle = room.table.mapTo(room, QPoint(room.table.width() // 3, room.table.height() - 40))
    top = room.heading.mapTo(room, QPoint(room.heading.width() // 2, 4))
    changed = [before.pixelColor(p) != after.pixelColor(p) for p in (middle, top)]
    assert any(changed) or look == "high"
    assert before != after
