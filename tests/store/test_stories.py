"""A story is what a person chose, else what the file said, else what was found; wherever an article goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.ids import PROJECT_OWNER
from annotator.store import articles, derived, log, people, sketches, stories
from annotator.store.audit import audit
from annotator.store.door import check_event
from annotator.store.project import Project
from annotator.work import corpus
from tests.helpers import count, exported_records, project_with, record
from tests.store import merging


@pytest.fixture
def project(tmp_path: Path) -> Project:
    plain = {"annotator": None, "status": ..., "spans": ...}
    records = [record(id=f"a{at}", text=f"Text {at}.", group="wire" if at < 2 else ..., **plain) for at in range(5)]
    made = project_with(tmp_path, *records)
    yield made
    made.close()


def choose(project: Project, article: str, story: str | None) -> None:
    before = articles.read_row(project, PROJECT_OWNER, article, "story", "")
    after = None if story is None else {"story": story}
    log.record(
        project, owner=PROJECT_OWNER, article=article, kind="join", actor="lead", entries=[("story", "", before, after)]
    )


def test_a_choice_goes_before_the_file_and_the_file_before_the_found(project: Project, tmp_path: Path) -> None:
    sketches.settle(project, {1: "found", 3: "found", 4: "found", 5: ""})
    assert stories.stories(project) == {"a0": "wire", "a1": "wire", "a2": "found", "a3": "found"}
    choose(project, "a0", "mine")
    choose(project, "a2", "mine")
    choose(project, "a4", "mine")
    assert stories.stories(project) == {"a0": "mine", "a1": "wire", "a2": "mine", "a3": "found", "a4": "mine"}
    assert [r.get("group") for r in exported_records(project, tmp_path)] == ["mine", "wire", "mine", "found", "mine"]
    assert stories.story_of(project, 3) == [(1, "a0", "Text 0."), (3, "a2", "Text 2."), (5, "a4", "Text 4.")]
    assert audit(project) == []
    for one in ("a0", "a2", "a4"):
        choose(project, one, None)
    assert stories.stories(project) == {"a0": "wire", "a1": "wire", "a2": "found", "a3": "found"}
    assert audit(project) == []


def test_what_was_found_first_stays(project: Project) -> None:
    sketches.settle(project, {3: "one"})
    sketches.settle(project, {3: "two"})
    assert stories.stories(project)["a2"] == "one"


def test_a_choice_comes_with_a_merge(project: Project) -> None:
    copy = merging.copy_of(project, "copy")
    choose(copy, "a0", "mine")
    corpus.tag(copy, [2], "check", people.find_or_add(copy, "Lead").id)
    merging.merged(project, copy)
    assert stories.stories(project) == {"a0": "mine", "a1": "wire"}
    assert count(project, "tags") == 1
    assert audit(project) == []
    copy.close()


def test_a_package_holds_only_stories_of_its_own_articles(project: Project) -> None:
    choose(project, "a2", "a4")
    choose(project, "a3", "a4")
    who = people.find_or_add(project, "Ben")
    package = merging.package_of(project, who, ("a0", "a1", "a2", "a3"))
    assert stories.stories(package) == {"a0": "wire", "a1": "wire"}
    assert audit(package) == []
    package.close()
    whole = merging.package_of(project, who, ("a2", "a4"))
    assert stories.stories(whole) == {"a2": "a4"}
    whole.close()


def test_the_audit_finds_what_does_not_follow(project: Project) -> None:
    corpus.remove(project, [2], "lead")
    with project.write():
        project.db.execute("INSERT INTO removed VALUES (4)")
        project.db.execute("UPDATE stories SET story = 'forged' WHERE article = 1")
    assert audit(project) == [
        "The removed articles differ from the log.", "The stories of articles differ from the log.",
    ]  # fmt: skip
    with project.write():
        derived.settle_stories(project.db, [1])
        derived.mark_removed(project.db, {4: False})
    assert audit(project) == []


@pytest.mark.parametrize("table", ["removal", "tag", "story"])
def test_what_the_lead_does_is_no_persons(project: Project, table: str) -> None:
    values = {"removal": {"reason": ""}, "tag": {"value": ""}, "story": {"story": "x"}}[table]
    entries = [(table, "x" if table == "tag" else "", None, values)]
    made = log.record(project, owner=PROJECT_OWNER, article="a0", kind="x", actor="lead", entries=entries)
    assert check_event(made, "Text 0.") == entries
    who = people.find_or_add(project, "Ben").id
    other = log.record(project, owner=who, article="a0", kind="x", actor=who, entries=entries)
    with pytest.raises(AnnotatorError, match="has no place there"):
        check_event(other, "Text 0.")


@pytest.mark.parametrize(("table", "row", "values"), [
    ("removal", "x", {"reason": ""}), ("removal", "", {"reason": 1}), ("story", "", {"story": ""}),
    ("story", "", {"story": "x" * 201}), ("tag", "", {"value": ""}), ("tag", "x" * 201, {"value": ""}),
])  # fmt: skip
def test_the_door_refuses_what_can_not_be(project: Project, table: str, row: str, values: dict[str, object]) -> None:
    made = log.record(
        project, owner=PROJECT_OWNER, article="a0", kind="x", actor="lead", entries=[(table, row, None, values)]
    )
    with pytest.raises(AnnotatorError, match="is refused"):
        check_event(made, "Text 0.")
