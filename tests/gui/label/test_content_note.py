"""A content note stands before the article, nothing of which is seen until it is asked for; skipping asks nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.gui.label.content_note import ContentNote, content_notes
from annotator.gui.widgets import PlainButton
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, HARBOUR, Desk, stored, tags

NOTE = "Describes an attack on a market."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project whose second article bears a content note."""
    articles = tmp_path / "in.jsonl"
    records = [
        {"id": "a-harbour", "text": HARBOUR, "annotator": None},
        {"id": "b-bridge", "text": BRIDGE, "annotator": None, "meta": {"content_note": NOTE}},
        {"id": "c-last", "text": "Tavin rests\n\nNothing happened.\n", "annotator": None},
    ]
    articles.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    project = new_project(tmp_path / "news.annotator")
    assert not import_files(project, ImportRequest((articles,)), "project").refused
    project.close()
    return tmp_path / "news.annotator"


@pytest.fixture
def desk(open_desk: OpenDesk, path: Path) -> Desk:
    """Return a window before the note of the second article."""
    desk = open_desk(path)
    desk.keys("Ctrl+PgDown")
    return desk


def cover(desk: Desk) -> ContentNote:
    return desk.label.cover


def test_the_note_is_shown_and_nothing_of_the_article(desk: Desk) -> None:
    assert cover(desk).isVisible()
    assert cover(desk).notes() == NOTE
    assert NOTE in cover(desk).accessibleName()
    assert not desk.label.view.isVisible()
    assert desk.label.view.text() == ""
    assert not desk.label.inspector.tree.isVisible()


def test_return_shows_the_article_once_and_for_all(desk: Desk, path: Path) -> None:
    desk.keys("Return")
    assert not cover(desk).isVisible()
    assert desk.label.view.isVisible()
    assert desk.label.view.text() == BRIDGE
    assert desk.label.view.hasFocus()
    assert desk.label.inspector.tags.isVisible()
    desk.tag("Lower Tavin", "2")
    assert tags(path, article="b-bridge") == [("Lower Tavin", "location")]
    desk.keys("Ctrl+PgUp", "Ctrl+PgDown")
    assert not cover(desk).isVisible()
    assert desk.label.view.text() == BRIDGE


def test_it_is_asked_again_in_another_session(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    desk.keys("Ctrl+PgDown", "Return")
    desk.tag("Lower Tavin", "2")
    desk.quit()
    desk = open_desk(path)
    assert desk.session.article is not None
    assert desk.session.article.id == "b-bridge"
    assert cover(desk).isVisible()
    assert not desk.label.inspector.tree.isVisible()
    desk.keys("Return")
    assert desk.shown == [("Lower Tavin", "location")]


def test_skipping_takes_two_keys_and_no_reason(desk: Desk, path: Path) -> None:
    desk.keys("Ctrl+Shift+Return", "Return")
    work = stored(path, article="b-bridge")
    assert (work.status, work.reason) == ("skipped", "")
    assert desk.session.article is not None
    assert desk.session.article.id == "c-last"
    assert not cover(desk).isVisible()
    assert desk.label.view.hasFocus()


def test_skipping_by_a_click(desk: Desk, path: Path) -> None:
    button = next(one for one in cover(desk).findChildren(PlainButton) if one.text() == "Skip")
    desk.click(button)
    desk.keys("Return")
    assert stored(path, article="b-bridge").status == "skipped"


def test_keys_of_the_hidden_article_do_nothing(desk: Desk, path: Path) -> None:
    for key in ("1", "V", "Tab", "Ctrl+F", "Ctrl+Return", "A", "R", "Q"):
        desk.keys(key)
        assert cover(desk).isVisible()
        assert not desk.label.pane.find_bar.isVisible()
    desk.keys("1")
    assert "Show the article first" in desk.said
    assert stored(path, article="b-bridge").status == "new"
    assert tags(path, article="b-bridge") == []
    desk.keys("Return")
    assert desk.label.view.text() == BRIDGE


def test_undo_right_after_done_goes_back_past_the_note(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Return")
    while desk.text == HARBOUR:
        desk.keys("Ctrl+Return")
    assert cover(desk).isVisible()
    desk.keys("Ctrl+Z")
    assert not cover(desk).isVisible()
    assert desk.label.view.text() == HARBOUR
    assert stored(path).status == "started"


def test_another_scheme_or_look_keeps_the_note(desk: Desk) -> None:
    desk.session.refresh_scheme()
    desk.window.commands.by_id["dark"].trigger()
    desk.settle()
    assert cover(desk).isVisible()
    assert not desk.label.view.isVisible()


def test_the_setting_turns_notes_off(open_desk: OpenDesk, path: Path) -> None:
    desk = open_desk(path)
    assert desk.settings.content_notes
    desk.settings.content_notes = False
    desk.keys("Ctrl+PgDown")
    assert not cover(desk).isVisible()
    assert desk.label.view.text() == BRIDGE


@pytest.mark.parametrize(
    ("meta", "notes"),
    [
        ({}, []),
        ({"content_note": "  "}, []),
        ({"content_note": 5}, []),
        ({"content_warning": "Names victims."}, ["Names victims."]),
        ({"content_note": ["One.", "", 3, "Two\nlines."]}, ["One.", "Two lines."]),
        ({"content_note": "One.", "content_warning": ["One.", "Two."]}, ["One.", "Two."]),
    ],
)
def test_notes_are_read_from_the_metadata(meta: dict[str, object], notes: list[str]) -> None:
    assert content_notes(meta) == notes


def test_a_tag_that_lacks_a_value_is_not_gone_to_behind_the_note(desk: Desk, open_desk: OpenDesk, path: Path) -> None:
    desk.keys("Return")
    desk.tag("threatened", "3")
    desk.leave()
    again = open_desk(path)
    assert again.label.pane.covered
    assert again.session.lacking
    again.window.status.missingWanted.emit()
    assert again.session.active == ""
    assert "Show the article first" in again.said
