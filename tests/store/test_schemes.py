"""Changes of the scheme: logged, numbered, undone and brought back, after a restart too; what spans know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.scheme import Scheme
from annotator.store import figures, people, queue, schemes
from annotator.store.audit import audit
from annotator.store.project import Project, open_project
from annotator.work import scheming
from annotator.work.importing import ImportRequest, import_files
from tests.helpers import Hand, record, span, write_records


@pytest.fixture
def me(project: Project) -> str:
    return people.find_or_add(project, "Hand").id


def renamed(project: Project, name: str) -> Scheme:
    return scheming.change_label(project.scheme, "threat", name=name)


def names(project: Project) -> list[str]:
    return [label.name for label in project.scheme.labels]


def test_a_change_is_undone_and_brought_back_and_the_log_holds_what_the_file_says(project: Project, me: str) -> None:
    before = project.scheme.hash
    schemes.change(project, renamed(project, "Menace"), me, "rename label Threat to Menace")
    after = project.scheme.hash
    assert "Menace" in names(project)
    assert schemes.can_undo(project, me)
    assert not schemes.can_redo(project, me)
    assert schemes.take_back(project, me, "undo")
    assert project.scheme.hash == before
    assert schemes.can_redo(project, me)
    assert not schemes.can_undo(project, me)
    assert schemes.take_back(project, me, "redo")
    assert project.scheme.hash == after
    assert audit(project) == []


def test_several_changes_come_off_one_by_one_after_a_restart(project: Project, me: str) -> None:
    first = project.scheme.hash
    schemes.change(project, renamed(project, "Menace"), me, "one")
    second = project.scheme.hash
    schemes.change(project, renamed(project, "Warning"), me, "two")
    project.close()
    again = open_project(project.path)
    assert schemes.take_back(again, me, "undo")
    assert again.scheme.hash == second
    assert schemes.take_back(again, me, "undo")
    assert again.scheme.hash == first
    assert not schemes.take_back(again, me, "undo")
    assert schemes.take_back(again, me, "redo")
    assert again.scheme.hash == second
    assert audit(again) == []
    again.close()


def test_nobody_undoes_the_change_of_another_nor_the_scheme_a_project_began_with(project: Project, me: str) -> None:
    other = people.find_or_add(project, "Other").id
    assert not schemes.can_undo(project, me)
    schemes.change(project, renamed(project, "Menace"), other, "theirs")
    assert not schemes.can_undo(project, me)
    assert not schemes.take_back(project, me, "undo")
    assert schemes.can_undo(project, other)


def test_labels_of_an_import_are_not_undone_and_end_what_could_be(project: Project, me: str, tmp_path: Path) -> None:
    schemes.change(project, renamed(project, "Menace"), me, "mine")
    source = write_records(
        tmp_path / "more.jsonl", [record(id="b", text="Another.", spans=[span(0, 7, "GPE", "Another.")])]
    )
    import_files(project, ImportRequest((source,)), me)
    brought = project.scheme.hash
    assert not schemes.can_undo(project, me)
    assert not schemes.take_back(project, me, "undo")
    assert project.scheme.hash == brought


def test_versions_tell_what_was_done_by_whom_newest_first(project: Project, me: str) -> None:
    schemes.change(project, renamed(project, "Menace"), me, "rename  label\nThreat " + "x" * 200)
    schemes.take_back(project, me, "undo")
    schemes.take_back(project, me, "redo")
    found = schemes.versions(project)
    assert [version.number for version in found] == [4, 3, 2, 1]
    assert [version.who for version in found] == ["Hand", "Hand", "Hand", ""]
    words = found[2].what
    assert words.startswith("rename label Threat xxx")
    assert len("scheme: " + words) == 120
    assert [version.what for version in found] == [f"redo: {words}", f"undo: {words}", words, ""]
    assert found[0].hash == found[2].hash == project.scheme.hash
    assert schemes.text_of(project, found[0].hash) == project.scheme.text
    assert schemes.text_of(project, "0" * 64) == ""


def test_a_span_knows_the_version_that_it_got_its_label_under(project: Project, me: str) -> None:
    hand = Hand(project, me, "harbour")
    made = hand.tag(0, 7, "threat")
    schemes.change(project, renamed(project, "Menace"), me, "one")
    hand.change(made, note="this edit gives no label")
    found = schemes.version_of(project, me, "harbour", made.id)
    assert found is not None
    assert (found.number, found.what) == (1, "")
    hand.change(hand.work.spans[made.id], label="actor")
    schemes.change(project, renamed(project, "Warning"), me, "two")
    later = schemes.version_of(project, me, "harbour", made.id)
    assert later is not None
    assert (later.number, later.what) == (2, "one")
    assert schemes.version_of(project, me, "harbour", "unknown") is None
    assert schemes.version_of(project, "nobody", "harbour", made.id) is None


def test_of_one_scheme_that_stood_twice_a_span_names_the_time_it_was_made_in(project: Project, me: str) -> None:
    hand = Hand(project, me, "harbour")
    early = hand.tag(0, 7, "threat")
    schemes.change(project, renamed(project, "Menace"), me, "one")
    schemes.take_back(project, me, "undo")
    late = hand.tag(8, 12, "threat")
    numbers = [schemes.version_of(project, me, "harbour", one.id) for one in (early, late)]
    assert [version.number for version in numbers if version] == [1, 3]


def merged_project(project: Project, me: str) -> str:
    """Give the project a label merged into another; return its key."""
    hand = Hand(project, me, "harbour")
    scheme = scheming.add_label(project.scheme, "Minister")
    schemes.change(project, scheme, me, "add")
    hand.tag(0, 7, "minister")
    hand.tag(0, 7, "actor")
    hand.tag(8, 12, "minister")
    hand.tag(20, 24, "location")
    hand.tag(30, 34, "actor")
    hand.tag(30, 34, "actor")
    schemes.change(project, scheming.merge_label(project.scheme, "minister", "actor"), me, "merge")
    return "minister"


def test_counts_follow_a_merge_and_its_undo(project: Project, me: str) -> None:
    key = merged_project(project, me)
    assert schemes.span_counts(project) == {"minister": 2, "actor": 3, "location": 1}
    assert (schemes.spans_with(project, "actor"), schemes.spans_with(project, key)) == (5, 2)
    totals = figures.totals(project)
    assert dict(totals["labels"]) == {"actor": 4, "location": 1}
    assert {one["name"]: one["spans"] for one in totals["annotators"]} == {"Ana": 0, "Hand": 5}
    (row,) = queue.queue_rows(project, me, queue.queue(project, me))
    assert row.tags == 5
    assert schemes.take_back(project, me, "undo")
    assert dict(figures.totals(project)["labels"]) == {"minister": 2, "actor": 3, "location": 1}
    assert queue.queue_rows(project, me, [row.pk])[0].tags == 6
    assert audit(project) == []


def test_roles_that_read_as_one_count_once(project: Project, me: str) -> None:
    hand = Hand(project, me, "harbour")
    schemes.change(project, scheming.add_label(project.scheme, "Minister"), me, "add")
    call, other = hand.tag(20, 24, "diplomatic_call"), hand.tag(8, 12, "actor")
    for filler in (hand.tag(0, 7, "minister"), hand.tag(0, 7, "actor"), other):
        hand.link(call, filler, "caller")
    assert _relations(project) == {"Ana": 0, "Hand": 3}
    schemes.change(project, scheming.merge_label(project.scheme, "minister", "actor"), me, "merge")
    assert _relations(project) == {"Ana": 0, "Hand": 2}


def _relations(project: Project) -> dict[str, int]:
    return {one["name"]: one["relations"] for one in figures.totals(project)["annotators"]}


def test_the_tables_keep_the_label_that_was_given(project: Project, me: str) -> None:
    merged_project(project, me)
    work = Hand(project, me, "harbour").work
    assert sorted(s.label for s in work.spans.values()) == ["actor"] * 3 + ["location", "minister", "minister"]
    read = work.read_as(project.scheme.mapping)
    assert sorted(s.label for s in read.spans.values()) == ["actor"] * 4 + ["location"]
    assert read.status == "started"
    one = next(s for s in read.spans.values() if s.label == "location")
    assert read.row("span", one.id) == edits.span_row(one)
    assert read.row("span", "no") is read.row("attribute", "no/key") is read.row("relation", "no") is None
