"""Work that went on in two files: found in the log whatever the order, shown by version, settled by a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.ids import SCHEME_OWNER
from annotator.core.scheme import with_labels
from annotator.store import articles, conflicts, log, schemes
from annotator.store.audit import audit
from annotator.store.conflicts import Open
from annotator.store.project import Project
from annotator.work import reviewing
from annotator.work.scheming import change_label
from tests.helpers import Hand, bring_records, record, span, tables
from tests.store.merging import base, brought, copy_of, merged, who
from tests.work.disputes import disputed_project, gold_marks, lead, the_card

PLACES = ((0, 7), (8, 12), (13, 18), (19, 22), (23, 30))


@pytest.fixture
def root(tmp_path: Path) -> Project:
    """A project in which Ana has tagged two words of beta."""
    made = base(tmp_path)
    hand = Hand.of(made, "beta", "Ana")
    hand.tag(*PLACES[0])
    hand.tag(*PLACES[1])
    return made


def device(project: Project, name: str) -> Project:
    """Work on a project as another device."""
    project._device = name  # noqa: SLF001 - files are copied from one device to another
    return project


def seen(project: Project) -> list[Open]:
    return [conflicts.look(project, fork) for fork in conflicts.forks(project)]


def places(project: Project, name: str = "Ana", article: str = "beta") -> list[tuple[int, int]]:
    """Return the ranges that somebody has tagged."""
    return sorted((s.start, s.end) for s in articles.work(project, who(project, name).id, article).spans.values())


def ranges(rows: dict[tuple[str, str], dict[str, object]]) -> list[object]:
    return sorted((row["start"], row["end"]) for (table, _), row in rows.items() if table == "span")


def forked(root: Project) -> tuple[Project, Project]:
    """Let Ana go on in a copy and in the project: she adds a tag there, and here removes one and adds one."""
    copy = device(copy_of(root, "copy"), "laptop")
    Hand.of(copy, "beta", "Ana").tag(*PLACES[2])
    here = Hand.of(device(root, "office"), "beta", "Ana")
    here.remove(next(s for s in here.work.spans.values() if s.start == 0))
    here.tag(*PLACES[3])
    return root, copy


def test_a_fork_is_found_with_what_each_version_has(root: Project) -> None:
    root, copy = forked(root)
    assert conflicts.forks(root) == []
    (conflict,) = brought(root, copy).conflicts
    assert (conflict.kind, conflict.article, conflict.annotator) == ("work", "beta", "Ana")
    (one,) = seen(root)
    here = next(branch for branch in one.branches if branch.here)
    there = next(branch for branch in one.branches if not branch.here)
    assert ranges(here.folded.rows) == [PLACES[1], PLACES[3]]
    assert ranges(there.folded.rows) == [PLACES[0], PLACES[1], PLACES[2]]
    assert (here.tags, there.tags, one.together.tags) == (2, 3, 3)
    assert (len(here.own), len(there.own), here.status) == (2, 1, "started")
    assert there.last == there.events[-1].at
    assert places(root) == [PLACES[1], PLACES[2], PLACES[3]]


def test_both_are_kept_and_the_conflict_is_closed(root: Project) -> None:
    root, copy = forked(root)
    merged(root, copy)
    before = places(root)
    lead = who(root, "Cleo").id
    event = conflicts.settle(root, conflicts.forks(root)[0], lead)
    assert (event.kind, event.actor, event.owner) == ("settle", lead, who(root, "Ana").id)
    assert places(root) == before
    assert conflicts.forks(root) == []
    assert brought(root, copy).nothing_new
    assert conflicts.forks(root) == []
    assert audit(root) == []


@pytest.mark.parametrize("keep_here", [True, False])
def test_one_version_is_kept_whole(root: Project, keep_here: bool) -> None:
    root, copy = forked(root)
    merged(root, copy)
    (one,) = seen(root)
    branch = next(b for b in one.branches if b.here == keep_here)
    conflicts.settle(root, one.fork, who(root, "Cleo").id, branch.id)
    assert places(root) == ranges(branch.folded.rows)
    assert conflicts.forks(root) == []
    assert audit(root) == []


def test_a_settlement_travels_and_new_work_opens_it_again(root: Project) -> None:
    root, copy = forked(root)
    merged(root, copy)
    (one,) = seen(root)
    conflicts.settle(root, one.fork, who(root, "Cleo").id, next(b.id for b in one.branches if b.here))
    merged(copy, root)
    assert conflicts.forks(copy) == []
    assert tables(copy) == tables(root)
    late = device(copy_of(copy, "late"), "train")
    Hand.of(late, "beta", "Ana").tag(*PLACES[4])
    Hand.of(root, "beta", "Ana").tag(*PLACES[2])
    assert len(brought(root, late).conflicts) == 1
    (again,) = seen(root)
    assert sorted(len(b.own) for b in again.branches) == [1, 1]
    here, there = sorted(again.branches, key=lambda b: not b.here)
    assert ranges(here.folded.rows) == [PLACES[1], PLACES[2], PLACES[3]]
    assert ranges(there.folded.rows) == [PLACES[1], PLACES[3], PLACES[4]]
    conflicts.settle(root, again.fork, who(root, "Cleo").id)
    assert conflicts.forks(root) == []
    assert audit(root) == []


def test_an_old_list_settles_nothing(root: Project) -> None:
    root, copy = forked(root)
    merged(root, copy)
    (one,) = seen(root)
    third = copy_of(copy, "third")
    merged(third, copy)
    Hand.of(copy, "beta", "Ana").tag(*PLACES[4])
    merged(root, copy)
    with pytest.raises(AnnotatorError, match="changed since it was listed"):
        conflicts.settle(root, one.fork, "project")
    fork = conflicts.forks(root)[0]
    with pytest.raises(AnnotatorError, match="not in the log"):
        conflicts.settle(root, fork, "project", "nothing")
    conflicts.settle(root, fork, "project")
    with pytest.raises(AnnotatorError, match="changed since it was listed"):
        conflicts.settle(root, fork, "project")


def test_the_same_file_imported_twice_is_no_conflict(root: Project, tmp_path: Path) -> None:
    copy = copy_of(root, "copy")
    for project in (root, copy):
        bring_records(project, tmp_path, record(id="gamma", annotator="Dora", spans=[span(0, 7)]))
    found = brought(root, copy)
    assert (found.events, found.conflicts) == (1, [])
    assert len(articles.work(root, who(root, "Dora").id, "gamma").spans) == 1
    assert conflicts.forks(root) == []


def test_the_order_of_files_does_not_change_the_list(root: Project) -> None:
    copies = [device(copy_of(root, f"copy{n}"), f"device{n}") for n in range(3)]
    for n, copy in enumerate(copies):
        for _ in range(n + 1):
            Hand.of(copy, "beta", "Ana").tag(*PLACES[2 + n])
    found = []
    for number, order in enumerate(permutations(copies)):
        fresh = copy_of(root, f"fresh{number}")
        merged(fresh, *order)
        (one,) = seen(fresh)
        found.append((one.fork.digest, [[e.id for e in b.events] for b in one.branches]))
    assert found[1:] == found[:-1]
    assert sorted(len(events) for events in found[0][1]) == [3, 4, 5]


def test_versions_of_one_device_are_told_apart_by_what_they_saw(root: Project) -> None:
    copy = copy_of(root, "copy")
    for project, label in ((root, "place"), (copy, "event"), (root, "actor"), (copy, "threat")):
        hand = Hand.of(device(project, "one"), "beta", "Ana")
        hand.change(min(hand.work.spans.values(), key=lambda s: s.start), label=label)
    merged(root, copy)
    (one,) = seen(root)
    assert sorted(len(branch.own) for branch in one.branches) == [2, 2]
    labels = {row["label"] for b in one.branches for (t, _), row in b.folded.rows.items() if t == "span"}
    assert labels >= {"actor", "threat"}
    for branch in one.branches:
        assert len({event.actor for event in branch.events}) == 1
        assert branch.here == (
            min(branch.folded.rows.items(), key=lambda r: r[1].get("start", 99))[1]["label"] == "actor"
        )


def test_links_and_values_come_back_with_the_version_that_has_them(root: Project) -> None:
    copy = device(copy_of(root, "copy"), "laptop")
    hand = Hand.of(copy, "beta", "Ana")
    first, second = sorted(hand.work.spans.values(), key=lambda s: s.start)
    hand.link(first, second)
    hand.put("attribute", f"{first.id}/certainty", {"value": True})
    here = Hand.of(device(root, "office"), "beta", "Ana")
    here.remove(here.work.spans[first.id])
    merged(root, copy)
    (one,) = seen(root)
    assert one.clashes == ()
    conflicts.settle(root, one.fork, "project", next(b.id for b in one.branches if not b.here))
    work = articles.work(root, hand.me, "beta")
    assert work == articles.work(copy, hand.me, "beta")
    assert len(work.relations) == 1
    assert audit(root) == []


def test_a_row_removed_here_and_changed_there_is_shown_as_a_clash(root: Project) -> None:
    copy = device(copy_of(root, "copy"), "laptop")
    there = Hand.of(copy, "beta", "Ana")
    span_ = min(there.work.spans.values(), key=lambda s: s.start)
    there.change(span_, label="place")
    here = Hand.of(device(root, "office"), "beta", "Ana")
    here.remove(here.work.spans[span_.id])
    merged(root, copy)
    (one,) = seen(root)
    assert len(one.clashes) == 1
    assert len(places(root)) == 2


def test_schemes_that_went_on_in_two_files(root: Project) -> None:
    copy = copy_of(root, "copy")
    lead = who(root, "Ana").id
    schemes.change(root, change_label(root.scheme, "actor", name="Agent"), lead, "here")
    schemes.change(copy, change_label(copy.scheme, "actor", name="Akteur"), lead, "there")
    (conflict,) = brought(root, copy).conflicts
    assert conflict.kind == "scheme"
    names = {label.name for label in root.scheme.labels}
    assert "Akteur" in names  # the later change
    (one,) = seen(root)
    assert one.fork.owner == SCHEME_OWNER
    assert [b.own[-1].kind for b in one.branches] == ["scheme: here", "scheme: there"]
    conflicts.settle(root, one.fork, lead, one.branches[0].id)
    assert "Agent" in {label.name for label in root.scheme.labels}
    assert conflicts.forks(root) == []
    merged(copy, root)
    assert copy.value("scheme") == root.value("scheme")
    assert conflicts.forks(copy) == []
    assert audit(root) == []


def test_labels_that_files_brought_are_no_conflict(root: Project) -> None:
    copy = copy_of(root, "copy")
    log.set_scheme(root, with_labels(root.scheme, ["HERE"]), "project")
    log.set_scheme(copy, with_labels(copy.scheme, ["THERE"]), "project")
    assert brought(root, copy).conflicts == []
    merged(copy, root)
    assert {"HERE", "THERE"} <= {label.key for label in root.scheme.labels}
    assert copy.value("scheme") == root.value("scheme")


@settings(max_examples=15)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=10))
@example([(False, 0, 0), (False, 2, 0), (True, 0, 0), (True, 2, 0)])
def test_each_version_is_what_its_file_held(acts: Sequence[tuple[bool, int, int]]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as there:
        root = base(Path(there))
        Hand.of(root, "beta", "Ana").tag(*PLACES[0])
        copy = device(copy_of(root, "copy"), "laptop")
        device(root, "office")
        for at_home, what, place in acts:
            hand = Hand.of(root if at_home else copy, "beta", "Ana")
            spans = sorted(hand.work.spans.values(), key=lambda s: s.id)
            if what < 2 or not spans:
                hand.tag(*PLACES[place])
            elif what == 2:
                hand.change(spans[place % len(spans)], label=f"label{place}")
            else:
                hand.remove(spans[place % len(spans)])
        held = [tables(project).get((who(root, "Ana").id, "beta")) for project in (root, copy)]
        merged(root, copy)
        for keep in (0, 1):
            fresh = copy_of(root, f"fresh{keep}")
            found = seen(fresh)
            if found:
                (one,) = found
                branch = next(b for b in one.branches if b.here != bool(keep))
                conflicts.settle(fresh, one.fork, "project", branch.id)
                now = tables(fresh)[who(root, "Ana").id, "beta"]
                assert now.pop(("decision", "conflict"))
                assert now == held[keep]
                assert conflicts.forks(fresh) == []
                assert audit(fresh) == []
            fresh.close()
        root.close()
        copy.close()


def test_after_both_were_kept_new_versions_hold_both(root: Project) -> None:
    root, copy = forked(root)
    merged(root, copy)
    conflicts.settle(root, conflicts.forks(root)[0], "project")
    late = device(copy_of(root, "late"), "train")
    Hand.of(late, "beta", "Ana").tag(*PLACES[4])
    Hand.of(root, "beta", "Ana").tag(*PLACES[0])
    merged(root, late)
    (one,) = seen(root)
    here, there = sorted(one.branches, key=lambda b: not b.here)
    assert ranges(here.folded.rows) == [PLACES[0], PLACES[1], PLACES[2], PLACES[3]]
    assert ranges(there.folded.rows) == [PLACES[1], PLACES[2], PLACES[3], PLACES[4]]


def test_what_two_files_did_alike_is_no_part_of_a_fork(root: Project, tmp_path: Path) -> None:
    copy = copy_of(root, "copy")
    for project in (root, copy):
        bring_records(project, tmp_path, record(id="gamma", annotator="Dora", spans=[span(0, 7)]))
        Hand.of(project, "gamma", "Dora").tag(*PLACES[1 + (project is copy)])
    merged(root, copy)
    (one,) = seen(root)
    assert len(one.branches) == 2
    assert [ranges(b.folded.rows) for b in one.branches] == [[PLACES[0], PLACES[1]], [PLACES[0], PLACES[2]]]
    assert all(len(branch.own) == 1 for branch in one.branches)


def test_what_two_files_settled_by_rule_is_no_conflict_but_two_decisions_are(tmp_path: Path) -> None:
    project = disputed_project(tmp_path)
    me = lead(project)
    ruled, first, second = (copy_of(project, name) for name in ("ruled", "first", "second"))
    for one in (project, ruled, first, second):
        reviewing.settle(one, me)
    bring_records(ruled, tmp_path, record(annotator="Dora", spans=[span(31, 36)]))
    reviewing.settle(ruled, me)
    for one, place in ((first, 0), (second, 1)):
        card = the_card(one, "0:12")
        reviewing.take(one, card, card.versions[place], me)
    assert brought(project, ruled).conflicts == []
    assert brought(project, first).conflicts == []
    assert conflicts.forks(project) == []
    assert [one.kind for one in brought(project, second).conflicts] == ["work"]
    [fork] = conflicts.forks(project)
    conflicts.settle(project, fork, me)
    assert conflicts.forks(project) == []
    assert reviewing.undo(project, me) == "harbour"
    assert conflicts.forks(project) == [fork]


def test_one_of_two_decisions_that_reach_differently_far_can_be_kept(tmp_path: Path) -> None:
    project = disputed_project(tmp_path)
    me = lead(project)
    other = copy_of(project, "other")
    for one, end in ((project, 12), (other, 22)):
        card = the_card(one, "0:12")
        wider = replace(card.versions[0].spans[0], end=end, quote=one.text("harbour")[:end])
        reviewing.edit(one, card, [wider], {}, me)
    merged(project, other)
    [fork] = conflicts.forks(project)
    for branch in conflicts.look(project, fork).branches:
        fresh = copy_of(project, branch.id)
        conflicts.settle(fresh, fork, me, branch.id)
        assert gold_marks(fresh) == [(0, 12 if branch.here else 22, "actor")]
        assert audit(fresh) == []
        fresh.close()


def test_two_files_of_one_device_are_two_versions_however_many_actions_each_has(root: Project) -> None:
    """Nothing but the time tells them apart: one went on, then the other."""
    copies = [device(copy_of(root, name), "one") for name in ("first", "second")]
    for copy, added in zip(copies, PLACES[2:4], strict=True):
        hand = Hand.of(copy, "beta", "Ana")
        hand.tag(*added)
        hand.put("status", "", {"status": "done", "reason": ""})
        hand.put("note", "n", {"text": copy.path.stem})
    merged(root, *copies)
    (one,) = seen(root)
    assert [ranges(branch.folded.rows) for branch in one.branches] == [
        [PLACES[0], PLACES[1], PLACES[2]], [PLACES[0], PLACES[1], PLACES[3]],
    ]  # fmt: skip
    assert [branch.folded.rows["note", "n"]["text"] for branch in one.branches] == ["first", "second"]
    assert [len(branch.own) for branch in one.branches] == [3, 3]


def test_each_version_says_where_it_is_from_and_what_all_had_in_common(root: Project) -> None:
    root, copy = forked(root)
    third = device(copy_of(copy, "third"), "train")
    merged(root, copy)
    (one,) = seen(root)
    assert {(branch.here, branch.source) for branch in one.branches} == {(True, ""), (False, str(copy.path))}
    assert ranges(one.before.rows) == [PLACES[0], PLACES[1]]
    Hand.of(third, "beta", "Ana").tag(*PLACES[4])
    merged(root, third)
    (one,) = seen(root)
    assert {branch.source for branch in one.branches} == {"", str(third.path)}
    assert ranges(one.before.rows) == [PLACES[0], PLACES[1]]
