"""The corpus search by keyboard: asking, moving in the results, and tagging a hit where it stands."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from annotator.core.searching import line
from annotator.gui import theme
from annotator.gui.search.indexer import Indexer
from annotator.gui.search.page import SearchPage
from annotator.gui.search.result_delegate import fitted
from annotator.gui.search.results import ENTRY_ROLE, Entry
from annotator.store import search
from annotator.store.project import read_project
from annotator.work.importing import import_files
from annotator.work.orders import ImportRequest
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARTICLES, Desk, make_project, tags

HEBREW = "שר החוץ מדבר\n\nדובר צה״ל הודיע כי הַנָּמָל של תאבין סגור עד יום שני.\n"
CHINESE = "港口关闭\n\n中国总理访问港口城市，宣布港口将于周一重新开放。\n"
SHORT = "سفينة قرب تافين\n"
TEXTS = {**ARTICLES, "d-port": HEBREW, "e-gangkou": CHINESE, "f-ship": SHORT}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with articles in four scripts."""
    return make_project(tmp_path / "news.annotator", TEXTS)


def wait(desk: Desk, until: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle()
        time.sleep(0.002)
    desk.settle()


def page(desk: Desk) -> SearchPage:
    found = desk.window.search.page()
    assert found is not None
    return found


def reply(desk: Desk) -> None:
    """Wait until the drawer answers what stands in its field, from a whole index."""
    desk.window.search.indexer.start()
    wait(desk, lambda: not desk.window.search.indexer.busy)
    wait(desk, lambda: _answered(page(desk)))


def _answered(shown: SearchPage) -> bool:
    answer = shown.reply
    asked = (shown.text(), shown.in_order())
    return (
        answer is not None
        and (answer.question.text, answer.question.in_order) == asked
        and answer.indexed == answer.articles
    )


def ask(desk: Desk, question: str) -> None:
    """Open the search and ask, by keyboard."""
    desk.keys("Ctrl+Shift+F")
    wait(desk, lambda: not desk.window.search.indexer.busy)
    desk.write(question)
    desk.keys("Return")
    reply(desk)


def rows(desk: Desk) -> list[str]:
    """Return the rows as a screen reader says them."""
    model, role = page(desk).model, int(Qt.ItemDataRole.AccessibleTextRole)
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def articles_found(desk: Desk) -> list[str]:
    model = page(desk).model
    entries: list[Entry] = [model.index(row, 0).data(ENTRY_ROLE) for row in range(model.rowCount())]
    return sorted({entry.found.id for entry in entries})


def current(desk: Desk) -> str:
    """Return the words of the hit with the list's cursor."""
    entry = page(desk).list.current()
    assert entry is not None
    assert entry.line is not None
    return entry.line.text[entry.line.at : entry.line.to]


def test_a_hit_is_opened_selected_and_tagged_exactly(desk: Desk, project: Path) -> None:
    ask(desk, '"the bridge"')
    assert page(desk).count.text() == "1 article"
    assert rows(desk)[0] == "Two towns share one bridge, 1 hit"
    assert "Lower Tavin met on the bridge. Nobody" in rows(desk)[1]
    desk.keys("Return")
    assert desk.headline == "Two towns share one bridge"
    assert desk.chosen == "the bridge"
    assert desk.focus() is desk.label.view
    assert desk.window.drawer.is_open()
    desk.keys("2")
    assert tags(project, article="b-bridge") == [("the bridge", desk.session.scheme.labels[1].key)]


@pytest.mark.parametrize(
    ("question", "article", "hit"),
    [
        ("حوار*", "", ""),
        ("سامي النور", "c-dialogue", "سامي"),
        ('"وزيرُ الخارجيّة سامي"', "c-dialogue", "وزير الخارجية سامي"),
        ("הנמל", "d-port", "הַנָּמָל"),
        ('צה"ל', "d-port", "צה״ל"),
        ("港口城市", "e-gangkou", "港口城市"),
        ("总理 重新开放", "e-gangkou", "总理"),
        ("ostri*", "a-harbour", "Ostrian"),
    ],
)
def test_every_script_is_found_and_opened_at_the_hit(
    desk: Desk, project: Path, question: str, article: str, hit: str
) -> None:
    ask(desk, question)
    if not article:
        assert rows(desk) == []
        assert page(desk).empty.title() == "No article has all of this"
        return
    assert articles_found(desk) == [article]
    desk.keys("Return")
    assert desk.chosen == hit
    desk.keys("1")
    assert [words for words, _ in tags(project, article=article)] == [hit]


def test_arrows_move_between_hits_from_the_field_and_in_the_list(desk: Desk) -> None:
    ask(desk, "velmar OR tavin")
    field, hits = page(desk).field, page(desk).list
    first = hits.current()
    desk.keys("Down")
    assert desk.focus() is field
    assert hits.current() != first
    desk.keys("Up")
    assert hits.current() == first
    hits.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Down", "Down", "Return")
    assert desk.focus() is desk.label.view
    opened = desk.chosen
    desk.keys("Shift+F3")
    assert desk.chosen
    desk.keys("F3")
    assert desk.chosen == opened
    desk.keys("Ctrl+Shift+F")
    assert desk.focus() is field
    assert field.selectedText() == "velmar OR tavin"
    hits.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("PgUp", "Up", "Up")
    assert desk.focus() is field


def test_the_search_goes_on_past_the_last_hit_with_a_word(desk: Desk) -> None:
    ask(desk, '"the bridge"')
    desk.keys("F3")
    assert "There is no further hit in the list." in desk.said


def test_label_and_status_filters_see_my_own_work(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Return", "Ctrl+Return")
    key = desk.session.scheme.labels[0].key
    ask(desk, f"label:{key}")
    assert articles_found(desk) == ["a-harbour"]
    assert current(desk) == "Ada Renn"
    ask(desk, "status:done")
    assert articles_found(desk) == ["a-harbour"]
    ask(desk, f"-label:{key} bridge")
    assert articles_found(desk) == ["b-bridge"]
    desk.session.change_annotator("Ben")
    ask(desk, f"label:{key}")
    assert rows(desk) == []


def test_buttons_write_the_filters_into_the_question(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    ask(desk, "velmar")
    name = desk.session.scheme.labels[0].name
    desk.click(page(desk).label_button)
    desk.choose(name)
    reply(desk)
    assert page(desk).text() == f"velmar label:{desk.session.scheme.labels[0].key}"
    assert articles_found(desk) == ["a-harbour"]
    desk.click(page(desk).status_button)
    desk.choose("Done")
    reply(desk)
    assert rows(desk) == []
    desk.click(page(desk).status_button)
    desk.choose("Any status")
    desk.click(page(desk).label_button)
    desk.choose("Any label")
    reply(desk)
    assert page(desk).text() == "velmar"


def test_the_order_can_be_the_projects_own(desk: Desk) -> None:
    ask(desk, "the")
    assert page(desk).order_button.text() == "Best first"
    desk.click(page(desk).order_button)
    desk.choose("In order")
    reply(desk)
    assert page(desk).in_order()
    assert rows(desk)[0].startswith("Velmar closes")


def test_what_was_asked_is_there_when_the_search_is_opened_again(desk: Desk) -> None:
    ask(desk, "velmar")
    desk.keys("Down", "Down")
    place = page(desk).at()
    desk.keys("Return", "Ctrl+Shift+F", "Esc")
    assert not desk.window.drawer.is_open()
    assert desk.focus() is desk.label.view
    desk.keys("Ctrl+Shift+F")
    reply(desk)
    assert page(desk).field.selectedText() == "velmar"
    assert page(desk).at() == place


def test_words_are_asked_for_while_they_are_typed(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+F")
    desk.write("bridge")
    reply(desk)
    assert articles_found(desk) == ["b-bridge"]
    desk.keys("Return")
    assert desk.chosen == "bridge"


def test_what_can_not_be_asked_is_said_under_the_field(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+F")
    assert page(desk).empty.title() == "Nothing is searched for yet"
    assert "begin*" in page(desk).empty.hint()
    ask(desk, "status:ready")
    assert page(desk).empty.title().startswith("There is no status “ready”")
    assert page(desk).field.fault() == page(desk).empty.title()
    ask(desk, "label:weather")
    assert page(desk).empty.title().startswith("The scheme has no label “weather”")
    ask(desk, '"')
    assert page(desk).field.fault() == ""
    assert page(desk).empty.title() == "Nothing is searched for yet"


def test_a_click_opens_a_hit_and_a_click_on_the_article_its_first(desk: Desk) -> None:
    ask(desk, "tavin")
    hits = page(desk).list
    for row, words in ((1, "Tavin"), (0, "Tavin")):
        desk.click(hits.viewport(), hits.visualRect(page(desk).model.index(row, 0)).center())
        assert desk.chosen == words
        assert desk.headline == "Two towns share one bridge"


def test_the_index_says_how_far_it_is(desk: Desk) -> None:
    ask(desk, "velmar")
    assert page(desk).state.isHidden()
    desk.window.search.indexer.moved.emit(3400, 10_000)
    assert page(desk).state.text() == "Indexing: 3,400 of 10,000 articles. Results so far."
    desk.window.search.indexer.moved.emit(10_000, 10_000)
    assert page(desk).state.isHidden()


def test_results_are_read_page_by_page(open_desk: OpenDesk, tmp_path: Path) -> None:
    many = {f"n{n:03}": f"Report {n}\n\nShip {n} left the harbour of Tavin." for n in range(90)}
    desk = open_desk(make_project(tmp_path / "many.annotator", many))
    ask(desk, "harbour")
    assert page(desk).count.text() == "90 articles"
    assert page(desk).model.rowCount() < 90
    page(desk).list.setFocus(Qt.FocusReason.TabFocusReason)

    def go_on() -> bool:
        desk.keys("PgDown")
        return page(desk).model.rowCount() == 180

    wait(desk, go_on)
    assert len(articles_found(desk)) == 90


def test_an_import_is_searched_too(desk: Desk, tmp_path: Path) -> None:
    ask(desk, "zeppelin")
    assert rows(desk) == []
    source = tmp_path / "airship.txt"
    source.write_text("An airship over Tavin\n\nThe zeppelin landed at noon.\n", encoding="utf-8")
    desk.window.transfers.start_import(ImportRequest((source,)))
    wait(desk, lambda: not desk.window.transfers.busy)
    wait(desk, lambda: search.pending(desk.session.project) == (len(TEXTS) + 1, len(TEXTS) + 1))
    ask(desk, "zeppelin")
    assert rows(desk)[0] == "An airship over Tavin, 1 hit"


def test_a_damaged_index_is_made_anew(desk: Desk) -> None:
    ask(desk, "velmar")
    with desk.session.project.write():
        desk.session.project.db.execute("DELETE FROM search_data")
    desk.keys("Ctrl+Shift+F")
    desk.write("tavin")
    desk.keys("Return")
    wait(desk, lambda: _answered(page(desk)) and page(desk).model.rowCount() > 0)
    assert articles_found(desk) == ["b-bridge"]


def test_the_index_is_whole_after_closing(desk: Desk, project: Path) -> None:
    ask(desk, "velmar")
    desk.keys("Ctrl+W")
    closed = read_project(project)
    assert search.pending(closed) == (len(TEXTS), len(TEXTS))
    closed.close()


# How it looks


@pytest.mark.usefixtures("desk")
def test_a_long_line_keeps_its_hit_in_the_middle() -> None:
    font = theme.current().article_font("head")
    text = "before and before " * 8 + "HIT" + " behind and behind" * 8
    made = line(text, text.index("HIT"), text.index("HIT") + 3)
    shown, at, to = fitted(made, font, 300)
    assert shown[at:to] == "HIT"
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert abs(at - (len(shown) - to)) <= 8


def test_a_cut_line_begins_and_ends_with_whole_words() -> None:
    words = "Velmar closes harbours before Ostrian ships arrive from Lower Tavin"
    text = f"{words} HIT {words}"
    made = line(text, text.index("HIT"), text.index("HIT") + 3)
    font = theme.current().article_font("head")
    for width in range(120, 420, 7):
        shown, at, to = fitted(made, font, width)
        assert shown[at:to] == "HIT"
        assert set(shown.replace("…", "").split()) <= set(text.split())


def ink(picture: QImage, left: int, right: int, ground: int) -> int:
    """Return how many pixels of some columns differ from the ground."""
    return sum(picture.pixel(x, y) != ground for x in range(left, right) for y in range(picture.height()))


def test_arabic_lines_stand_at_the_right(desk: Desk) -> None:
    ask(desk, "سفينة")
    hits = page(desk).list
    hits.go(0)
    assert rows(desk) == [f"{SHORT.strip()}, 1 hit", SHORT.strip()]
    for row in (0, 1):
        place = hits.visualRect(page(desk).model.index(row, 0)).adjusted(24, 4, -24, -2)
        picture = desk.picture(hits.viewport()).copy(place)
        ground, last = picture.pixel(0, 0), picture.width()
        assert ink(picture, last - 40, last, ground) > 40
        assert ink(picture, 0, 20, ground) == 0


def test_every_part_has_a_name(desk: Desk) -> None:
    ask(desk, "velmar")
    shown = page(desk)
    names = [w.accessibleName() for w in (shown.field, shown.list, shown.label_button, shown.status_button)]
    assert names == ["Search all articles", "Search results", "Filter by label", "Filter by status"]
    assert shown.order_button.accessibleName() == "Order: Best first"
    QTest.mouseMove(shown.list.viewport(), QPoint(20, 20))
    assert not desk.picture(shown.list).isNull()


# Beside the work


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a project with enough articles to do something while they are indexed."""
    texts = {f"n{n:04}": f"Report {n}\n\n" + f"Ship {n} left the harbour of Tavin. " * 20 for n in range(1500)}
    return make_project(tmp_path / "many.annotator", texts)


def test_a_project_can_be_worked_on_and_closed_while_it_is_indexed(
    open_desk: OpenDesk, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Indexer, "LONG", 0.0)
    desk = open_desk(many)
    desk.window.search.indexer.start()
    wait(desk, lambda: "Indexing " in desk.said)
    desk.tag("Report", "1")
    assert tags(many, article="n0000") == [("Report", desk.session.scheme.labels[0].key)]
    desk.keys("Ctrl+Shift+F")
    desk.write("harbour")
    desk.keys("Return")
    wait(desk, lambda: page(desk).reply is not None)
    assert page(desk).state.text().endswith("of 1,500 articles. Results so far.")
    desk.keys("Ctrl+W")
    closed = read_project(many)
    here = search.pending(closed)[0]
    closed.close()
    assert 0 < here < 1500
    desk.window.projects.open(many, "Ana")
    desk.window.search.indexer.start()
    wait(desk, lambda: not desk.window.search.indexer.busy)
    assert "Indexing" not in desk.said
    assert search.pending(desk.session.project) == (1500, 1500)


def test_results_grow_whole_when_the_index_is(open_desk: OpenDesk, many: Path) -> None:
    desk = open_desk(many)
    desk.keys("Ctrl+Shift+F")
    desk.write("harbour")
    desk.keys("Return")
    wait(desk, lambda: page(desk).reply is not None)
    assert page(desk).count.text() != "1,500 articles"
    wait(desk, lambda: page(desk).count.text() == "1,500 articles")
    assert page(desk).state.isHidden()


def test_a_project_that_is_only_read_says_that_its_index_is_incomplete(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+F")
    page(desk).set_reading_only()
    page(desk).show_state(3, 1000)
    assert page(desk).state.text() == "3 of 1,000 articles are indexed, and this project is open for reading only."


def test_the_words_of_an_article_behind_its_content_note_are_not_shown(open_desk: OpenDesk, tmp_path: Path) -> None:
    records = [
        {"id": "a-harbour", "text": ARTICLES["a-harbour"], "annotator": None},
        {"id": "b-bridge", "text": ARTICLES["b-bridge"], "annotator": None, "meta": {"content_note": "An attack."}},
    ]
    articles = tmp_path / "in.jsonl"
    articles.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    made = new_project(tmp_path / "notes.annotator")
    assert not import_files(made, ImportRequest((articles,)), "project").refused
    made.close()
    desk = open_desk(tmp_path / "notes.annotator")
    ask(desk, "threatened")
    assert rows(desk) == ["Two towns share one bridge, 1 hit"]
    desk.keys("Return")
    assert desk.label.pane.covered
    desk.keys("Return")
    assert not desk.label.pane.covered
    wait(desk, lambda: len(rows(desk)) == 2)
    assert "Nobody threatened anybody" in rows(desk)[1]


def test_an_index_that_cannot_be_mended_is_told_of_and_the_search_goes_on(open_desk: OpenDesk, project: Path) -> None:
    with closing(sqlite3.connect(project)) as db, db:
        db.execute("DELETE FROM search_config")
    desk = open_desk(project)
    desk.keys("Ctrl+Shift+F")
    desk.write("Tavin")
    desk.keys("Return")
    wait(desk, lambda: page(desk).reply is not None)
    assert "fts5" in page(desk).field.fault()
