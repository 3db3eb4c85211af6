"""Nothing is shown before it is in the file, nothing is lost, and nobody sees another's work."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from annotator.gui.session import Session
from annotator.gui.widgets import PlainButton
from annotator.store import people
from annotator.store.project import open_project
from annotator.work.importing import ImportRequest, import_files
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, HARBOUR, Desk, faults, stored, tags


class Reader:
    """A second connection that sees what is committed and nothing else."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)

    def spans(self) -> set[tuple[int, int, str]]:
        return set(self._db.execute('SELECT start, "end", label FROM spans'))

    def close(self) -> None:
        self._db.close()


@pytest.fixture
def reader(project: Path) -> Iterator[Reader]:
    found = Reader(project)
    yield found
    found.close()


def _held(session: Session) -> set[tuple[int, int, str]]:
    return {(s.start, s.end, s.label) for s in session.spans.values()}


class Paints(QObject):
    """Compares what the view is about to paint with what is committed."""

    def __init__(self, desk: Desk, reader: Reader) -> None:
        super().__init__(desk.window)
        self.seen: list[tuple[set[tuple[int, int, str]], set[tuple[int, int, str]]]] = []
        self._desk, self._reader = desk, reader
        desk.label.view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            view = self._desk.label.view
            shown = {view.span(key) for key in self._desk.session.spans} - {None}
            self.seen.append(({(s.start, s.end, s.label) for s in shown if s}, self._reader.spans()))
        return False


def test_every_action_is_committed_before_anybody_hears_of_it_and_before_it_is_painted(
    desk: Desk, reader: Reader
) -> None:
    heard: list[bool] = []
    desk.session.spansChanged.connect(lambda _ids: heard.append(reader.spans() == _held(desk.session)))
    paints = Paints(desk, reader)
    desk.tag("Ada Renn", "1")
    desk.keys("2", "Alt+Right", "Alt+Up", "U")
    desk.tag("telephoned", "4")
    desk.keys("Q", "Delete", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "Tab", "Delete")
    assert len(heard) >= 12
    assert all(heard)
    assert len(paints.seen) >= 12
    assert all(shown == held for shown, held in paints.seen)


# A full disk


def _fill_the_disk(desk: Desk) -> None:
    db = desk.session.project.db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    assert db.execute(f"PRAGMA max_page_count = {pages}").fetchone()[0] == pages


def _free_the_disk(desk: Desk) -> None:
    desk.session.project.db.execute("PRAGMA max_page_count = 1000000")


def _tag_until_it_fails(desk: Desk) -> str:
    """Tag word after word; return the words whose tag could not be saved."""
    words = [w.strip(".,’'“”😀") for w in HARBOUR.split()]
    for word in dict.fromkeys(w for w in words if len(w) > 2 and w.isalpha()):
        desk.find(word)
        before = tags(desk.session.project.path)
        desk.keys("1")
        if tags(desk.session.project.path) == before:
            return word
    raise AssertionError("the disk never was full")


def _try_again(desk: Desk) -> None:
    button = next(b for b in desk.label.pane.strip.findChildren(PlainButton) if b.text() == "Try again")
    desk.click(button)


def test_what_could_not_be_saved_is_not_shown_and_can_be_tried_again(desk: Desk, project: Path) -> None:
    _fill_the_disk(desk)
    word = _tag_until_it_fails(desk)
    held = tags(project)
    assert desk.shown == held
    assert (word, "actor") not in held
    strip = desk.label.pane.strip
    assert strip.isVisible()
    assert strip.title() == "Not saved"
    assert "disk is full" in strip.accessibleName()
    assert str(project) in strip.accessibleName()
    assert desk.said.startswith("Not saved")
    assert QApplication.activeModalWidget() is None
    _try_again(desk)
    assert strip.isVisible()
    assert tags(project) == held
    _free_the_disk(desk)
    _try_again(desk)
    assert not strip.isVisible()
    assert desk.said.startswith("Saved")
    assert (word, "actor") in tags(project)
    assert desk.shown == tags(project)
    desk.quit()
    assert faults(project) == []


def test_trying_again_from_another_article_goes_back_and_does_it_there(desk: Desk, project: Path) -> None:
    _fill_the_disk(desk)
    word = _tag_until_it_fails(desk)
    desk.keys("Ctrl+PgDown")
    assert desk.text == BRIDGE
    assert desk.label.pane.strip.isVisible()
    _free_the_disk(desk)
    _try_again(desk)
    assert desk.text == HARBOUR
    assert (word, "actor") in desk.shown
    assert tags(project, article="b-bridge") == []


def test_another_action_that_is_saved_solves_it_too(desk: Desk, project: Path) -> None:
    _fill_the_disk(desk)
    _tag_until_it_fails(desk)
    _free_the_disk(desk)
    desk.tag("mission", "2")
    assert ("mission", "location") in tags(project)
    assert not desk.label.pane.strip.isVisible()
    assert desk.said.startswith("Saved")


def test_undo_on_a_full_disk_changes_nothing_and_can_be_tried_again(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    _fill_the_disk(desk)
    _tag_until_it_fails(desk)
    strip = desk.label.pane.strip
    for key in ("Ctrl+Z", "Ctrl+Shift+Z") * 40:
        held = tags(project)
        desk.keys(key)
        if strip.isVisible():
            break
    assert strip.isVisible()
    assert desk.shown == tags(project) == held
    _free_the_disk(desk)
    _try_again(desk)
    assert not strip.isVisible()
    assert len(tags(project)) == len(held) + (1 if key == "Ctrl+Shift+Z" else -1)
    assert desk.shown == tags(project)


# Whose work


def _two_people(project: Path) -> None:
    """Give Ben work on the same article, with words that nobody else tags."""
    start = HARBOUR.index("envoy")
    source = project.with_name("ben.jsonl")
    record = {
        "id": "a-harbour", "text": HARBOUR, "annotator": "Ben", "status": "done", "reason": "",
        "spans": [{"start": start, "end": start + 5, "label": "threat", "text": "envoy", "note": "Ben alone"}],
    }  # fmt: skip
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    opened = open_project(project)
    assert not import_files(opened, ImportRequest((source,)), "project").refused
    opened.close()


def test_an_annotator_never_meets_anothers_work(open_desk: OpenDesk, project: Path) -> None:
    _two_people(project)
    desk = open_desk(project, "Ana")
    asked: list[str] = []
    desk.session.project.db.conn.set_trace_callback(asked.append)
    me = desk.session.me.id
    streams = dict(
        desk.session.project.db.execute(
            "SELECT o.id, s.pk FROM streams s JOIN owners o ON o.pk = s.owner WHERE s.article = 'a-harbour'"
        ).fetchall()
    )
    ben = next(p.id for p in people.people(desk.session.project) if p.name == "Ben")
    asked.clear()
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Z", "Ctrl+Shift+Z", "Tab", "U", "Ctrl+PgDown", "Ctrl+PgUp", "Ctrl+Return", "Ctrl+Z")
    desk.keys("Ctrl+L")
    desk.write("harbour")
    desk.settle(200)
    assert desk.session.me.id == me
    assert desk.shown == [("Ada Renn", "actor")]
    assert "envoy" not in {s.quote for s in desk.session.spans.values()}
    statements = "\n".join(asked)
    assert len(asked) > 50
    assert ben not in statements
    personal = [s for s in asked if any(f" {t} " in s for t in ("spans", "attributes", "statuses", "relations"))]
    assert personal
    assert not any(f"stream = {streams[ben]} " in f"{s} " for s in personal)
    assert desk.session.queue_rows(desk.label.queue.pks())[0].tags == 1
    desk.session.project.db.conn.set_trace_callback(None)


def test_changing_the_annotator_shows_their_own_work_alone(open_desk: OpenDesk, project: Path) -> None:
    _two_people(project)
    desk = open_desk(project, "Ana")
    desk.tag("Ada Renn", "1")
    button = next(b for b in desk.window.status.findChildren(QObject) if getattr(b, "text", str)() == "Annotator: Ana")
    desk.click(button)
    assert desk.window.drawer.title() == "Annotator"
    ben = next(b for b in desk.window.drawer.findChildren(PlainButton) if b.text() == "Ben")
    desk.click(ben)
    assert not desk.window.drawer.is_open()
    assert "Annotator: Ben" in desk.said
    assert desk.shown == [("envoy", "threat")]
    assert desk.session.status == "done"
    assert desk.label.view.hasFocus()
    desk.tag("Port Sell", "2")
    assert tags(project, "Ben") == [("Port Sell", "location"), ("envoy", "threat")]
    assert tags(project, "Ana") == [("Ada Renn", "actor")]
    desk.quit()
    desk = open_desk(project, None)
    assert "Annotator: Ben" in desk.said
    desk.quit()
    desk = open_desk(project, "Ana")
    assert desk.shown == [("Ada Renn", "actor")]
    desk.keys("Ctrl+Z")
    assert tags(project, "Ana") == []
    assert len(tags(project, "Ben")) == 2


def test_a_new_annotator_begins_with_nothing_and_a_wrong_name_is_explained(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.window.commands.by_id["annotator"].trigger()
    desk.settle()
    desk.write("a|b")
    desk.keys("Return")
    assert desk.window.drawer.is_open()
    shown = [w.text() for w in desk.window.drawer.findChildren(QObject) if hasattr(w, "text") and w.isVisible()]
    assert any("|" in words and "name" in words.lower() for words in shown if words != "a|b")
    desk.focus().clear()
    desk.write("Cleo")
    desk.keys("Return")
    assert desk.session.me.name == "Cleo"
    assert desk.shown == []
    assert desk.session.status == "new"
    desk.keys("Ctrl+Z")
    assert tags(project, "Ana") == [("Ada Renn", "actor")]


def test_work_that_arrives_beside_the_window_leaves_the_hand_where_it_is(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Shift+Right", "Shift+Right")
    chosen = desk.chosen
    start = HARBOUR.index("mission")
    record = {
        "id": "a-harbour", "text": HARBOUR, "annotator": "Ana", "annotator_id": desk.session.me.id,
        "status": "started", "spans": [{"start": start, "end": start + 7, "label": "actor", "text": "mission"}],
    }  # fmt: skip
    source = project.with_name("more.jsonl")
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    second = desk.session.project.second()
    report = import_files(second, ImportRequest((source,)), "project")
    second.close_connection()
    desk.session.refresh()
    assert desk.shown == tags(project)
    assert bool(report.refused) or ("mission", "actor") in desk.shown
    assert desk.chosen == chosen


def test_relabelling_says_what_goes_with_the_old_label(desk: Desk, project: Path) -> None:
    desk.tag("telephoned", "4")
    desk.keys("Q", "3")
    assert stored(project).attributes == {}
    assert "removed" in desk.said
    desk.keys("Ctrl+Z")
    assert list(stored(project).attributes.values()) == ["phone"]


def test_nobodys_tags_stay_when_the_article_can_not_be_shown_to_the_next_annotator(
    open_desk: OpenDesk, project: Path
) -> None:
    _two_people(project)
    desk = open_desk(project, "Ana")
    desk.tag("Ada Renn", "1")
    other = sqlite3.connect(project)
    for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        other.execute(f'DROP TRIGGER "{name}"')
    other.execute("UPDATE texts SET text = text || ' and more'")
    other.commit()
    other.close()
    desk.session.project.texts.clear()
    desk.session.change_annotator("Ben")
    desk.settle()
    assert desk.session.spans == {}
    assert desk.session.article is None
    assert "Ada Renn" not in desk.label.view.text()
    assert desk.label.pane.strip.title() == "The article can't be opened"
    assert desk.said.startswith("Saved")
