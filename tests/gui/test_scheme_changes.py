"""The scheme changes under an open article: what is shown follows, what is written stays whole, all can be undone."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.gui.session import Session
from annotator.work import scheming
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, faults, stored, tags


def add_minister(session: Session) -> None:
    assert session.change_scheme(scheming.add_label(session.scheme, "Minister"), "add label Minister")


def merge_minister(session: Session) -> None:
    merged = scheming.merge_label(session.scheme, "minister", "actor")
    assert session.change_scheme(merged, "merge Minister into Actor")


def bar_words(desk: Desk) -> list[str]:
    return [label.key for label in desk.session.scheme.live]


@pytest.fixture
def merged(desk: Desk) -> Desk:
    """A desk where Ada Renn is tagged as minister and as actor, with a call that names the minister, then merged."""
    add_minister(desk.session)
    desk.tag("Ada Renn", "5")
    renn = desk.session.active
    desk.tag("Jon Halvar", "5")
    desk.tag("Ada Renn", "1")
    desk.tag("telephoned", "4")
    call = desk.session.active
    desk.session.act("role", [("relation", "r", None, {"type": "caller", "head": call, "child": renn})])
    desk.session.set_note(renn, "in office")
    merge_minister(desk.session)
    desk.settle()
    return desk


BEFORE = [
    ("Ada Renn", "actor"),
    ("Ada Renn", "minister"),
    ("telephoned", "diplomatic_call"),
    ("Jon Halvar", "minister"),
]
READ = [("Ada Renn", "actor"), ("telephoned", "diplomatic_call"), ("Jon Halvar", "actor")]


def test_a_new_label_can_be_given_with_its_key_at_once(desk: Desk, project: Path) -> None:
    add_minister(desk.session)
    desk.tag("Ada Renn", "5")
    assert tags(project) == desk.shown == [("Ada Renn", "minister")]


def test_a_merge_is_shown_at_once_and_the_file_keeps_what_was_given(merged: Desk, project: Path) -> None:
    assert merged.shown == READ
    assert sorted(tags(project)) == sorted(BEFORE)
    (link,) = merged.session.relations
    assert merged.session.spans[link.child].quote == "Ada Renn"
    assert merged.session.spans[link.child].note == "in office"
    assert merged.session.spans[link.child].label == "actor"


def test_a_merge_is_undone_and_brought_back(merged: Desk) -> None:
    assert merged.session.undo_scheme()
    merged.settle()
    assert sorted(merged.shown) == sorted(BEFORE)
    assert merged.session.redo_scheme()
    merged.settle()
    assert merged.shown == READ


def test_an_undo_of_the_scheme_survives_a_restart(merged: Desk, open_desk: OpenDesk, project: Path) -> None:
    merged.leave()
    desk = open_desk(project)
    assert desk.shown == READ
    assert desk.session.undo_scheme()
    desk.settle()
    assert sorted(desk.shown) == sorted(BEFORE)
    desk.leave()
    assert faults(project) == []


def test_removing_a_tag_removes_what_stands_behind_it_in_the_same_step(merged: Desk, project: Path) -> None:
    merged.tag("Ada Renn", "1")
    merged.session.set_active(next(s.id for s in merged.session.spans.values() if s.quote == "Ada Renn"))
    merged.keys("Delete")
    assert merged.shown == READ[1:]
    assert tags(project) == [("telephoned", "diplomatic_call"), ("Jon Halvar", "minister")]
    assert stored(project).relations == {}
    merged.keys("Ctrl+Z")
    assert merged.shown == READ
    assert sorted(tags(project)) == sorted(BEFORE)
    assert len(stored(project).relations) == 1


def test_a_relabelled_tag_leaves_nothing_behind_it(merged: Desk, project: Path) -> None:
    merged.session.set_active(next(s.id for s in merged.session.spans.values() if s.quote == "Ada Renn"))
    merged.keys("2")
    assert merged.shown[0] == ("Ada Renn", "location")
    assert [label for words, label in tags(project) if words == "Ada Renn"] == ["location"]
    merged.keys("Ctrl+Z")
    assert merged.shown == READ
    assert sorted(tags(project)) == sorted(BEFORE)


def test_a_tag_that_reads_as_the_label_is_not_made_twice(merged: Desk, project: Path) -> None:
    held = tags(project)
    merged.session.set_active("")
    merged.tag("Jon Halvar", "1")
    assert "already" in merged.said
    assert tags(project) == held


def test_a_retired_label_can_not_be_given_any_more(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.session.change_scheme(scheming.retire_label(desk.session.scheme, "location", True), "retire Location")
    desk.settle()
    assert "location" not in bar_words(desk)
    assert not desk.session.relabel(desk.session.active, "location")
    assert "“Location” is retired" in desk.said
    assert desk.session.tag("location", 0, 6) == ""
    assert tags(project) == [("Ada Renn", "actor")]


def test_a_scheme_that_can_not_be_saved_stays_as_it_was(desk: Desk, project: Path) -> None:
    before = desk.session.scheme
    told: list[tuple[str, str]] = []
    desk.session.failed.connect(lambda title, words: told.append((title, words)))
    other = sqlite3.connect(project)
    other.execute("CREATE TRIGGER full BEFORE INSERT ON schemes BEGIN SELECT RAISE(ABORT, 'no'); END")
    other.commit()
    changed = scheming.change_label(before, "actor", name="Who")
    assert not desk.session.change_scheme(changed, "rename")
    assert [title for title, _ in told] == ["The scheme was not changed"]
    assert desk.session.scheme == before
    other.execute("DROP TRIGGER full")
    other.commit()
    other.close()
    assert desk.session.change_scheme(changed, "rename")


def test_nothing_to_undo_is_said(desk: Desk) -> None:
    assert not desk.session.undo_scheme()
    assert "nothing to undo" in desk.said
    assert not desk.session.redo_scheme()
    assert "nothing to redo" in desk.said
