"""Comparing with gold by keyboard: what differs, the way to it, other articles, and nothing while blind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from annotator.core import edits
from annotator.core.ids import GOLD
from annotator.gui.label.feedback import Feedback
from annotator.gui.label.feedback_list import ROW_ROLE, PlaceRow
from annotator.gui.label.feedback_page import FeedbackPage
from annotator.gui.widgets import TextLabel
from annotator.store import people
from annotator.store.project import open_project, read_project
from annotator.work.feedback_files import FeedbackRequest, make_feedback
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARABIC, BRIDGE, HARBOUR, Desk, stored
from tests.gui.review.bench import record, wait
from tests.helpers import Hand

CALL = ("telephoned", "diplomatic_call")
TIDE = "The tide\n\nThe tide came in at Port Sell, and nobody saw it.\n"


def gold(article: str, text: str, *marks: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    return record(article, text, "gold", *marks, annotator_id=GOLD, **more)


def records() -> Iterator[dict[str, Any]]:
    """Yield what Ana and Ben did, and gold: Ana has a tag too many, misses one, and differs in each other way."""
    yield record(
        "a-harbour", HARBOUR, "Ana", ("Ada Renn", "actor"), ("Velmar", "location"), ("fire on any", "threat"),
        ("Port Sell", "actor"), (*CALL, {"channel": "meeting"}), article_labels={"relevance": "irrelevant"},
    )  # fmt: skip
    yield record("a-harbour", HARBOUR, "Ben", ("Sunday", "location"))
    yield gold(
        "a-harbour", HARBOUR, ("Ada Renn", "actor"), ("would fire on any Ostrian ship", "threat"),
        ("Port Sell", "location"), (*CALL, {"channel": "phone"}), ("Jon Halvar", "actor"),
        article_labels={"relevance": "relevant"},
    )  # fmt: skip
    yield record("b-bridge", BRIDGE, "Ana", ("Tavin", "location"))
    yield gold("b-bridge", BRIDGE, ("Tavin", "location"))
    yield record("c-dialogue", ARABIC, "Ana", ("سامي النور", "actor"))
    yield gold("c-dialogue", ARABIC, ("وزير الخارجية سامي النور", "actor"))
    yield record("d-tide", TIDE, "Ana", ("Port Sell", "location"))
    yield record("d-tide", TIDE, "Ben", ("tide", "actor"))
    yield record("e-late", TIDE.replace("tide", "ebb"), "Ana", ("Port Sell", "actor")) | {"status": "started"}
    yield gold("e-late", TIDE.replace("tide", "ebb"), ("Port Sell", "location"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project: the first three articles are adjudicated, the fourth is not, the fifth Ana has not finished."""
    source, path = tmp_path / "in.jsonl", tmp_path / "news.annotator"
    source.write_text("".join(json.dumps(one) + "\n" for one in records()), encoding="utf-8")
    made = new_project(path)
    assert not import_files(made, ImportRequest((source,)), "project").refused
    people.set_lead(made, next(who.id for who in people.people(made) if who.name == "Ben"))
    made.close()
    return path


def room(desk: Desk) -> Feedback:
    found = desk.window.findChild(Feedback)
    assert isinstance(found, Feedback)
    return found


def compare(desk: Desk) -> FeedbackPage:
    """Open the drawer by its key and wait for what it shows."""
    desk.keys("Ctrl+Shift+D")
    return ready(desk)


def ready(desk: Desk) -> FeedbackPage:
    wait(desk, lambda: not room(desk).busy)
    found = room(desk).page()
    assert found is not None
    return found


def rows(page: FeedbackPage) -> list[tuple[str, ...]]:
    """Return the kind and the lines of every place."""
    out = []
    for at in range(page.places.rowCount()):
        row = page.places.index(at, 0).data(ROW_ROLE)
        assert isinstance(row, PlaceRow)
        out.append((row.kind, *(f"{line.whose}: {line.words}" if line.whose else line.words for line in row.lines)))
    return out


def words(page: FeedbackPage) -> list[str]:
    """Return everything written in the drawer."""
    parts = [*page.findChildren(TextLabel), *page.foot.findChildren(TextLabel)]
    return [part.text() for part in parts if part.isVisible()]


def test_the_key_shows_what_differs(desk: Desk) -> None:
    page = compare(desk)
    assert desk.window.drawer.title() == "Compare with gold"
    assert not any(line.startswith("This is a feedback file") for line in words(page))
    assert rows(page) == [
        ("Not in gold", "You: Velmar", "Location", "Gold: nothing"),
        ("Other edges", "You: fire on any", "Threat", "Gold: would fire on any Ostrian ship", "Threat"),
        ("Other label", "Port Sell", "You: Actor", "Gold: Location"),
        ("Other value", "telephoned", "You: Diplomatic call", "Channel: meeting", "Gold: Diplomatic call",
         "Channel: phone"),
        ("Missed: gold has it, you don’t", "You: nothing", "Gold: Jon Halvar", "Actor"),
        ("Article’s answer", "Relevance", "You: irrelevant", "Gold: relevant"),
    ]  # fmt: skip
    assert words(page)[:2] == ["2 of 5 tags as in gold", "Exact F1 0.40: 5 tags of yours, 5 in gold."]
    assert "3 articles you finished are adjudicated; gold differs in 2." in words(page)


def test_arrows_select_the_place_and_return_goes_on_in_the_text(desk: Desk) -> None:
    page = compare(desk)
    assert page.list.hasFocus()
    assert desk.chosen == "Velmar"
    desk.keys("Down")
    assert desk.chosen == "would fire on any Ostrian ship"
    assert page.list.hasFocus()
    desk.keys("End", "Up")
    assert desk.chosen == "Jon Halvar"
    desk.keys("Return")
    assert desk.label.view.hasFocus()
    desk.keys("1")
    assert ("Jon Halvar", "actor") in [(s.quote, s.label) for s in desk.session.sorted_spans()]
    assert rows(ready(desk))[-2][0] == "Other value"
    assert words(page)[0] == "3 of 6 tags as in gold"


def test_a_click_goes_there(desk: Desk) -> None:
    page = compare(desk)
    desk.click(page.list.viewport(), page.list.visualRect(page.places.index(2, 0)).center())
    assert desk.chosen == "Port Sell"
    assert desk.label.view.hasFocus()
    desk.keys("Ctrl+Shift+D")
    assert page.list.hasFocus()
    assert page is room(desk).page()


def test_f6_and_esc_do_as_in_other_drawers(desk: Desk) -> None:
    page = compare(desk)
    desk.keys("F6")
    assert not desk.window.drawer.isAncestorOf(desk.focus())
    desk.keys("Shift+F6")
    assert desk.window.drawer.isAncestorOf(desk.focus())
    page.list.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    assert room(desk).page() is None
    assert desk.label.view.hasFocus()


def test_the_buttons_go_from_article_to_article(desk: Desk) -> None:
    page = compare(desk)
    assert (page.back.isEnabled(), page.next.isEnabled()) == (False, True)
    page.next.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    assert ready(desk) is page
    assert desk.headline == "وزير الخارجية يدعو إلى الحوار"
    assert rows(page) == [("Other edges", "You: سامي النور", "Actor", "Gold: وزير الخارجية سامي النور", "Actor")]
    assert page.list.hasFocus()
    assert (page.back.isEnabled(), page.next.isEnabled()) == (True, False)
    desk.click(page.back)
    ready(desk)
    assert desk.headline.startswith("Velmar")


def test_the_list_of_all_articles(desk: Desk) -> None:
    page = compare(desk)
    desk.keys("Shift+Tab", "Right")
    assert page.tabs.current() == "all"
    told = [page.articles.index(at, 0).data(Qt.ItemDataRole.DisplayRole) for at in range(page.articles.rowCount())]
    assert told == [
        "Velmar closes its harbour to Ostrian ships, Gold differs in 6 places",
        "Two towns share one bridge, As in gold",
        "وزير الخارجية يدعو إلى الحوار, Gold differs in 1 place",
    ]
    page.article_list.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Down", "Return")
    ready(desk)
    assert desk.headline.startswith("Two towns")
    assert page.tabs.current() == "article"
    assert page.empty.title() == "Gold has nothing else here"
    assert words(page)[0] == "1 of 1 tag as in gold"


def test_nothing_shows_of_an_article_that_is_not_adjudicated(desk: Desk) -> None:
    page = compare(desk)
    desk.keys(*["Ctrl+PgDown"] * 3)
    ready(desk)
    assert desk.headline == "The tide"
    assert page.empty.title() == "This article is not adjudicated yet"
    assert (rows(page), page.head.isVisible()) == ([], False)


def test_nothing_shows_before_the_article_is_finished(desk: Desk) -> None:
    page = compare(desk)
    desk.keys(*["Ctrl+PgDown"] * 4)
    ready(desk)
    assert desk.headline == "The ebb"
    assert page.empty.title() == "You have not finished this article"
    assert (rows(page), page.head.isVisible()) == ([], False)
    assert "gold differs in 2." in " ".join(words(page))
    desk.keys("Ctrl+Return")
    ready(desk)
    desk.session.open_article(desk.session.queue("", "all")[4])
    ready(desk)
    assert [row[0] for row in rows(page)] == ["Other label"]
    assert "4 articles you finished are adjudicated; gold differs in 3." in words(page)
    assert stored(desk.session.project.path, "Ana", "e-late").status == "done"


def test_gold_that_is_reopened_shows_no_more(desk: Desk) -> None:
    page = compare(desk)
    Hand(desk.session.project, GOLD, "a-harbour").put("status", "", edits.status_row("started"))
    desk.keys("Ctrl+PgDown", "Ctrl+PgUp")
    ready(desk)
    assert rows(page) == []
    assert page.empty.title() == "This article is not adjudicated yet"
    assert "2 articles you finished are adjudicated; gold differs in 1." in words(page)


def test_another_annotator_sees_their_own(desk: Desk) -> None:
    page = compare(desk)
    desk.session.change_annotator("Ben")
    ready(desk)
    assert rows(page)[-2][:2] == ("Not in gold", "You: Sunday")
    assert "meeting" not in str(rows(page))
    assert "1 article you finished is adjudicated; gold differs in 1." in words(page)


def test_no_other_name_is_in_the_drawer(desk: Desk) -> None:
    page = compare(desk)
    said = json.dumps([rows(page), words(page), page.list.accessibleName()])
    assert "Ben" not in said
    assert "Sunday" not in said


def test_it_runs_in_a_feedback_file(open_desk: OpenDesk, project: Path, tmp_path: Path) -> None:
    source = read_project(project)
    path = make_feedback(source, FeedbackRequest(tmp_path, ("Ana",))).files[0].path
    source.close()
    desk = open_desk(path, None)
    assert not desk.session.leads
    page = compare(desk)
    assert len(rows(page)) == 6
    assert "3 articles you finished are adjudicated; gold differs in 2." in words(page)
    assert any(line.startswith("This is a feedback file") for line in words(page))
    desk.quit()
    open_project(path).close()


def test_a_covered_article_shows_nothing(open_desk: OpenDesk, project: Path) -> None:
    made = open_project(project)
    with made.write():
        made.db.execute(
            "UPDATE articles SET meta = json_set(meta, '$.content_note', 'Violence') WHERE id = 'a-harbour'"
        )
    made.close()
    desk = open_desk(project)
    desk.settings.content_notes = True
    desk.session.open_article(desk.session.queue("", "all")[0])
    assert desk.label.pane.covered
    page = compare(desk)
    assert (rows(page), page.empty.title()) == ([], "The article is not shown yet")
    desk.label.focus_text()
    desk.keys("Return")
    ready(desk)
    assert len(rows(page)) == 6


def test_the_project_is_closed_while_it_reads(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+D")
    desk.quit()
    assert room(desk).page() is None
