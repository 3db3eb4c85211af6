"""What a lead does to many articles: whole, undone as a whole, and never seen by halves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.ids import PROJECT_OWNER
from annotator.core.zones import Zone
from annotator.store import acting, articles, assigning, corpus, log, people, queue, search, stories
from annotator.store.audit import audit
from annotator.store.project import Project, open_project, read_project
from annotator.work import corpus as acts
from annotator.work.indexing import index_articles
from annotator.work.packaging import PackageRequest, make_packages
from annotator.work.progress import Cancelled, Progress
from annotator.work.projects import info
from tests.helpers import (
    ROOT,
    TEXT,
    Hand,
    bring,
    bring_records,
    count,
    exported,
    exported_records,
    project_with,
    record,
    run,
    span,
    tables,
)
from tests.store import merging

SIZE = 12
OTHER = "01900000-0000-7000-8000-000000000001"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    records = [record(id=f"a{at:02}", text=f"{TEXT}{at}", annotator=None, status=..., spans=...) for at in range(SIZE)]
    records[1]["group"] = records[2]["group"] = "grain"
    records.append(record(id="a00", text=f"{TEXT}0", annotator="Ben", spans=[span(0, 7)]))
    made = project_with(tmp_path, *records)
    yield made
    made.close()


def lead(project: Project) -> str:
    return people.find_or_add(project, "Lead").id


def state(project: Project) -> dict[str, object]:
    """Return everything that an action may change, as everybody reads it."""
    return {
        "tables": tables(project), "stories": stories.stories(project), "given": assigning.all_assigned(project),
        "queue": queue.queue(project, lead(project)), "rows": corpus.rows(project, lead(project), range(1, 20), []),
    }  # fmt: skip


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["remove", "restore", "tag", "untag", "assign", "rezone", "split", "join", "undo", "redo"]),
        st.sets(st.integers(1, SIZE), min_size=1, max_size=4),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def act(project: Project, what: str, pks: list[int]) -> object:
    me = lead(project)
    match what:
        case "remove":
            return acts.remove(project, pks, me, "off topic")
        case "restore":
            return acts.restore(project, pks, me)
        case "tag" | "untag":
            return getattr(acts, what)(project, pks, "check", me)
        case "assign":
            return acts.assign(project, pks, [me], me)
        case "rezone":
            start = len(pks)
            return acts.rezone(project, pks, me, rules=lambda text: [Zone(0, start, "byline")] if text else [])
        case "split":
            return acts.split_off(project, pks[0], me)
        case "join":
            return acts.join(project, pks, me)
        case _:
            return getattr(acts, what)(project, me)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_undoing_everything_leaves_what_stood_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("acts")
    records = [record(id=f"a{at:02}", text=f"{TEXT}{at}", annotator=None, status=..., spans=...) for at in range(SIZE)]
    records[1]["group"] = records[2]["group"] = "grain"
    project = project_with(folder, *records)
    before = state(project)
    for what, pks in steps:
        seen = state(project)
        changed = act(project, what, sorted(pks))
        if what not in ("undo", "redo") and changed:
            after = state(project)
            assert after != seen
            assert acts.undo(project, lead(project)) is not None
            assert state(project) == seen
            assert acts.redo(project, lead(project)) is not None
            assert state(project) == after
        assert audit(project) == []
        assert exported(project, folder) == exported(project, folder)
    while acts.undo(project, lead(project)) is not None:
        pass
    assert state(project) == before
    project.close()


def test_a_removed_article_is_gone_everywhere_and_loses_nothing(project: Project, tmp_path: Path) -> None:
    me = lead(project)
    before, had = exported(project, tmp_path), info(project)
    index_articles(project, Progress(), lambda _s: None)
    assert acts.remove(project, [1, 2], me, "off topic") == 2
    assert acts.remove(project, [1], me, "again") == 0
    assert {r["id"] for r in exported_records(project, tmp_path)} == {f"a{at:02}" for at in range(2, SIZE)}
    assert queue.queue(project, me) == list(range(3, SIZE + 1))
    assert search.pending(project) == (SIZE - 2, SIZE - 2)
    assert info(project)["articles"] == SIZE - 2
    assert articles.pk_of(project, "a00") is None
    with pytest.raises(AnnotatorError, match="a00"):
        merging.package_of(project, people.find_or_add(project, "Ben"), ("a00", "a05"))
    assert assigning.ungiven(project) == list(range(3, SIZE + 1))
    assert assigning.ungiven_count(project) == SIZE - 2
    assert acts.restore(project, [1, 2, 3], me) == 2
    assert exported(project, tmp_path) == before
    assert {**info(project), "events": 0, "annotators": 0} == {**had, "events": 0, "annotators": 0}


def test_an_import_says_that_an_article_was_removed(project: Project, tmp_path: Path) -> None:
    acts.remove(project, [1, 5], lead(project))
    report = bring_records(project, tmp_path, record(id="a00", text=f"{TEXT}0", annotator="Cyd"))
    assert [one.reason for one in report.refused] == [
        "article 'a00' was removed from the project; restore it in Corpus"
    ]
    plain = tmp_path / "again.txt"
    plain.write_text(f"{TEXT}4", encoding="utf-8")
    [refused] = bring(project, plain).refused
    assert "'a04' was removed" in refused.reason
    acts.restore(project, [1, 5], lead(project))
    assert bring(project, plain).already == 1


def test_work_on_a_removed_article_comes_with_a_merge(project: Project) -> None:
    copy = merging.copy_of(project, "copy")
    Hand.of(copy, "a03", "Ben").tag(0, 7)
    acts.remove(project, [4], lead(project))
    merging.merged(project, copy)
    assert articles.pk_of(project, "a03") is None
    acts.restore(project, [4], lead(project))
    ben = people.find_or_add(project, "Ben").id
    assert len(articles.work(project, ben, "a03").spans) == 1
    acts.remove(copy, [6], lead(copy))
    merging.merged(project, copy)
    assert articles.pk_of(project, "a05") is None
    assert audit(project) == []
    copy.close()


def test_undo_is_one_sentence_and_each_persons_own(project: Project) -> None:
    me, ben = lead(project), people.find_or_add(project, "Ben").id
    acts.tag(project, range(1, 9), "  to   check ", me)
    acts.remove(project, [1], ben)
    assert acts.undo(project, me) == "Undone: 8 articles tagged “to check”."
    assert acts.undo(project, me) is None
    assert acts.can_undo(project, me) == (False, True)
    assert acts.redo(project, me) == "Done again: 8 articles tagged “to check”."
    acts.untag(project, [2], "to check", ben)
    assert (
        acts.undo(project, me) == "Undone: 7 articles tagged “to check”. 1 article changed since and stay as they are."
    )
    assert acts.undo(project, ben) == "Undone: tag “to check” taken off 1 article."


def test_undo_survives_a_restart(project: Project) -> None:
    me = lead(project)
    acts.assign(project, [1, 2], [me], me)
    project.close()
    again = open_project(project.path)
    assert acts.undo(again, me) == "Undone: 2 articles given to Lead."
    assert assigning.all_assigned(again) == {}
    again.close()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b"])
def test_a_tag_needs_a_name(project: Project, name: str) -> None:
    with pytest.raises(AnnotatorError, match="1 to 60 characters"):
        acts.tag(project, [1], name, lead(project))


def test_a_package_is_the_leads(project: Project) -> None:
    package = merging.package_of(project, people.find_or_add(project, "Ben"), ("a00",))
    with pytest.raises(AnnotatorError, match="Ask the lead"):
        acts.remove(package, [1], package.value("package_owner"))
    package.close()


def test_a_restored_project_packs_only_what_is_seen(project: Project, tmp_path: Path) -> None:
    me = lead(project)
    acts.remove(project, [1, 2], me)
    report = make_packages(project, PackageRequest(tmp_path / "out", ("Ben",)), me)
    assert sum(one.articles for one in report.files) == SIZE - 2


class Stops(Progress):
    """Cancels at a step."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self._left = at

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled("Cancelled.")


@pytest.mark.parametrize("at", [0, 1])
def test_cancelling_leaves_no_trace(project: Project, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    me = lead(project)
    acts.tag(project, [1], "before", me)
    monkeypatch.setattr(acting, "CHUNK", 1e-9)
    before, events, streams = state(project), count(project, "events"), count(project, "streams")
    with pytest.raises(Cancelled):
        acts.remove(project, range(1, SIZE + 1), me, progress=Stops(at))
    assert (state(project), count(project, "events"), count(project, "streams")) == (before, events, streams)
    assert count(project, "batches WHERE open = 1") == 0
    assert acts.undo(project, me) == "Undone: 1 article tagged “before”."
    assert audit(project) == []


def test_the_later_of_two_changes_to_a_row_stands(project: Project) -> None:
    me = lead(project)
    action = acting.Action(project, me, "tag", {"name": "x"})
    action.write(iter([acting.Job(5, "a04", lambda _r: [("tag", "x", None, {"value": ""})])]), lambda _done: None)
    entries = [("tag", "x", None, {"value": "later"})]
    log.record(project, owner=PROJECT_OWNER, article="a04", kind="tag", actor=me, entries=entries)
    action.finish()
    assert articles.read_row(project, PROJECT_OWNER, "a04", "tag", "x") == {"value": "later"}
    assert audit(project) == []


def test_what_somebody_does_meanwhile_stays(project: Project) -> None:
    """The window writes to a stream between the chunks of an action, or to one that was cancelled."""
    me = lead(project)
    for ends in (True, False):
        action = acting.Action(project, me, "tag", {"name": "x"})
        jobs = [
            acting.Job(pk, name, lambda _r: [("tag", "x", None, {"value": ""})])
            for pk, name in acting.ids(project, [5, 6])
        ]
        action.write(iter(jobs), lambda _done: None)
        assert corpus.rows(project, me, [5], [])[0].tags == (() if ends else ("x", "y"))
        row = f"z{ends}"
        log.record(
            project, owner=PROJECT_OWNER, article="a04", kind="tag", actor=me,
            entries=[("tag", "y" if ends else row, None, {"value": ""})],
        )  # fmt: skip
        action.finish() if ends else action.cancel()
        wanted = ("x", "y") if ends else ("x", "y", row)
        assert corpus.rows(project, me, [5], [])[0].tags == wanted
        assert audit(project) == []
    # The numbers of a stream have no gap, which a merge would refuse; nothing else of the cancelled action is left.
    numbers = "SELECT e.n FROM events e JOIN streams s ON s.pk = e.stream WHERE s.article = '{}' ORDER BY e.n"
    found = [n for (n,) in project.db.execute(numbers.format("a04"))]
    assert found == list(range(1, len(found) + 1))
    assert len(project.db.execute(numbers.format("a05")).fetchall()) == 1
    assert corpus.rows(project, me, [6], [])[0].tags == ("x",)


@pytest.mark.parametrize(
    "told",
    [
        {"action": "zz"}, {"action": 5}, [], *({"action": OTHER, "actor": "lead", **more} for more in (
            {"articles": "x"}, {"articles": None}, {"articles": 1e400}, {"people": 5},
        )),
    ],
)  # fmt: skip
@pytest.mark.parametrize("under_way", [0, 1])
def test_actions_that_a_stranger_wrote_into_the_file_are_a_sentence(
    project: Project, told: object, under_way: int
) -> None:
    project.db.execute(
        "INSERT INTO batches (kind, started, request, open) VALUES ('corpus', '', ?, ?)", (json.dumps(told), under_way)
    )
    for look in (acting.clear_cut_off, lambda one: acts.can_undo(one, "lead"), lambda one: acts.undo(one, "lead")):
        with suppress(AnnotatorError):
            look(project)


KILL = """
import os, signal, sys
from pathlib import Path
from annotator.store import acting, people
from annotator.store.project import open_project
from annotator.work import corpus
acting.CHUNK = 1e-9
project = open_project(Path(sys.argv[1]))
steps = 0
def step(done, total, what=""):
    global steps
    steps += 1
    if steps == 2:
        os.kill(os.getpid(), signal.SIGKILL)
from annotator.work.progress import Progress
corpus.remove(project, range(1, 61), people.find_or_add(project, "Lead").id, progress=Progress(step))
"""


def test_killed_in_the_middle_nothing_is_seen_of_it(tmp_path: Path) -> None:
    records = [record(id=f"a{at:02}", text=f"{TEXT}{at}", annotator=None, status=..., spans=...) for at in range(60)]
    project = project_with(tmp_path, *records)
    me = lead(project)
    before, told = exported(project, tmp_path), info(project)
    project.close()
    done = subprocess.run([sys.executable, "-c", KILL, project.path], cwd=ROOT, check=False, env=os.environ, timeout=60)
    assert done.returncode == -signal.SIGKILL
    reader = read_project(project.path)
    assert acting.cut_off(reader)
    assert exported(reader, tmp_path) == before
    assert json.dumps(info(reader), sort_keys=True) == json.dumps(told, sort_keys=True)
    reader.close()
    assert run("info", project.path, "--json").json["events"] == told["events"]
    again = open_project(project.path)
    assert acts.undo(again, me) is None
    acts.tag(again, [1], "x", me)
    assert acting.cut_off(again) == []
    assert count(again, "events WHERE kind = 'remove'") == 0
    assert audit(again) == []
    again.close()


def test_zones_are_found_anew_and_ones_own_stay_on_top(project: Project) -> None:
    me, hand = lead(project), Hand.of(project, "a00", "Cyd")
    hand.toggle(0)
    [off] = hand.work.overrides.values()
    item = articles.article(project, 1)
    assert acts.rezone(project, [1], me) == 0
    changed = [Zone(0, 7, "byline"), *item.detected]
    assert acts.rezone(project, range(1, SIZE + 1), me, rules=lambda _text: changed) == SIZE
    assert articles.zones_for(project, item, articles.Work()) == tuple(sorted(changed))
    assert off.zone not in articles.zones_for(project, item, hand.work)
    assert acts.rezone(project, [1], me) == 1
    assert articles.project_overrides(project, "a00") == []


def test_splitting_off_and_joining(project: Project) -> None:
    me = lead(project)
    assert acts.split_off(project, 4, me) == 0
    assert acts.split_off(project, 2, me) == 1
    assert stories.stories(project) == {"a01": "a01", "a02": "grain"}
    assert acts.join(project, [5, 3, 6], me) == 2
    assert stories.stories(project) == {"a01": "a01", "a02": "grain", "a04": "grain", "a05": "grain"}
    assert acts.join(project, [7, 8], me) == 2
    assert [pk for pk, *_ in stories.story_of(project, 8)] == [7, 8]
    assert acts.join(project, [9], me) == 0
    acts.split_off(project, 7, me)
    assert stories.stories(project)["a06"] == "a06~"
    assert audit(project) == []
