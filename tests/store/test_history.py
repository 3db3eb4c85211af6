from __future__ import annotations

from pathlib import Path

from annotator.core import edits
from annotator.core.ids import uuid7
from annotator.store import history
from annotator.store.audit import audit
from annotator.store.project import Project
from tests.helpers import Hand, bring_records, project_with, record, span, tables


def test_undo_and_redo_survive_a_restart(project: Project) -> None:
    hand = Hand.of(project, "harbour")
    for start in (0, 8, 18):
        hand.tag(start, start + 5)
    hand.undo()
    hand.undo()
    hand.redo()
    hand.reopen()
    assert len(hand.work.spans) == 2
    hand.redo()
    assert len(hand.work.spans) == 3
    for _ in range(3):
        hand.undo()
    assert hand.undo() is None
    assert hand.work.empty()
    hand.project.close()


def test_a_new_action_ends_what_could_be_redone(project: Project) -> None:
    hand = Hand.of(project, "harbour")
    hand.tag(0, 7)
    hand.undo()
    hand.tag(8, 12)
    assert hand.redo() is None
    assert history.stacks(project, hand.me, "harbour") == hand.stacks


def test_an_import_and_the_work_of_others_are_not_undone(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record(annotator="Ben", spans=[span(0, 7)]))
    for name in ("Ana", "Ben", "Cleo"):
        assert Hand.of(project, "harbour", name).undo() is None
    one, two = Hand.of(project, "harbour", "One"), Hand.of(project, "harbour", "Two")
    one.tag(0, 7)
    assert two.undo() is None
    assert history.stacks(project, two.me, "harbour").undo == []
    two.tag(0, 7)
    one.undo()
    assert len(two.work.spans) == 1


def test_events_that_a_merge_brought_are_not_undone(project: Project) -> None:
    hand = Hand.of(project, "harbour")
    hand.tag(0, 7)
    with project.write():
        project.db.execute("INSERT INTO batches VALUES (9, 'merge', '', '{}', 0)")
        project.db.execute("UPDATE events SET batch = 9 WHERE kind = 'add'")
    hand.reopen()
    assert hand.undo() is None
    hand.project.close()


def test_what_changed_since_is_left_and_told(project: Project) -> None:
    hand = Hand.of(project, "harbour")
    item = hand.tag(0, 7)
    hand.change(item, label="location")
    first = hand.stacks.undo[0]
    taken = history.take_back(project, hand.me, first, "undo")
    assert taken.left == [("harbour", ("span", item.id))]
    assert hand.work.spans[item.id].label == "location"
    assert hand.work.status == "new"  # the other half of that action went back


def test_an_action_over_many_articles_goes_and_comes_as_one(tmp_path: Path) -> None:
    names = ["a", "b", "c"]
    project = project_with(tmp_path, *(record(id=name, text=f"Text {name} of Tessaly.\n", spans=...) for name in names))
    before, action = tables(project), uuid7()
    hands = [Hand.of(project, name) for name in names]
    for hand in hands:
        hand.do("status", [("status", "", None, edits.status_row("done"))], action=action)
    done = tables(project)
    for _ in range(2):
        taken = hands[1].undo()
        assert taken is not None
        assert {event.article for event in taken.events} == set(names)
        assert len({event.action for event in taken.events}) == 1
        assert tables(project) == before
        hands[1].reopen()
        project = hands[1].project
        assert all(history.stacks(project, hands[1].me, name).redo for name in names)
        taken = hands[1].redo()
        assert taken is not None
        assert len(taken.events) == 3
        assert tables(project) == done
    assert audit(project) == []
    project.close()
