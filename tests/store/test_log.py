"""The log on a real file: tables are its fold after every action, and nothing gets in that does not fit."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Event, encode, seal
from annotator.core.fold import fold
from annotator.core.scheme import parse_scheme
from annotator.store import articles, log
from annotator.store.audit import audit
from annotator.store.project import Project, open_project
from tests.core.test_fold import some_action
from tests.helpers import TEXT, Hand, count, project_with, record, tables

SPAN = {
    "start": 4, "end": 8, "quote": TEXT[4:8], "label": "actor", "unsure": False, "note": "", "origin": "hand",
    "created": "",
}  # fmt: skip


def act(project: Project, *entries: Any) -> Event:
    return log.record(project, owner="o", article="harbour", entries=list(entries), kind="add", actor="o")


def test_an_event_has_its_place_in_its_stream(project: Project) -> None:
    first = act(project, ("span", "s", None, SPAN))
    second = act(project, ("span", "s", {"note": ""}, {"note": "x"}))
    other = log.record(
        project, owner="o2", article="harbour", entries=[("span", "s", None, SPAN)], kind="add", actor="o2"
    )
    assert [first.n, second.n, other.n] == [1, 2, 1]
    assert [first.v, first.scheme, first.device] == [1, project.scheme.hash, project.device]
    assert log.event(project, second.id) == second
    assert list(log.events_of(project, log.stream(project, "o", "harbour").pk)) == [first, second]  # type: ignore[union-attr]
    assert audit(project) == []


@pytest.mark.parametrize(
    "entry",
    [
        ("span", "s", None, {**SPAN, "quote": "nope"}),
        ("span", "s", None, {**SPAN, "start": -1}),
        ("span", "s", None, {**SPAN, "end": 10_000}),
        ("span", "s", None, {**SPAN, "start": 8, "end": 4, "quote": ""}),
        ("span", "s", None, {**SPAN, "start": 4, "end": 4, "quote": ""}),
        ("span", "s", None, {k: v for k, v in SPAN.items() if k != "note"}),
        ("span", "s", None, {**SPAN, "colour": "red"}),
        ("span", "s", {"label": "actor"}, None),
        ("span", "s", {"start": 4}, {"start": 5}),
        ("span", "s", {"end": 8, "quote": TEXT[4:8]}, {"end": 9, "quote": TEXT[4:9]}),
        ("span", "s", {"label": "actor"}, {"note": "x"}),
        ("span", "s", {}, {}),
        ("span", "s", None, None),
        ("decision", "d", None, {"value": 1}),
        ("relation", "r", None, {"type": "x", "head": "s"}),
    ],
)
def test_what_does_not_fit_is_not_written(project: Project, entry: Any) -> None:
    before = count(project, "events"), tables(project)
    with pytest.raises(AnnotatorError):
        act(project, entry)
    assert (count(project, "events"), tables(project)) == before


def test_all_of_an_action_or_nothing(project: Project) -> None:
    before = count(project, "events"), count(project, "streams"), tables(project)
    with pytest.raises(AnnotatorError, match="should read"):
        act(project, ("note", "n", None, {"text": "x"}), ("span", "s", None, {**SPAN, "quote": "nope"}))
    assert (count(project, "events"), count(project, "streams"), tables(project)) == before


def test_work_on_an_article_that_is_not_there_is_refused(project: Project) -> None:
    with pytest.raises(AnnotatorError, match="no article 'gone'"):
        log.record(project, owner="o", article="gone", entries=[("span", "s", None, SPAN)], kind="add", actor="o")
    assert count(project, "streams") == 2  # the scheme's and Ana's


def test_an_action_that_saw_an_older_row_folds_like_one_from_another_desk(project: Project) -> None:
    act(project, ("span", "s", None, SPAN))
    act(project, ("span", "s", {"note": ""}, {"note": "x"}))
    act(project, ("span", "s", SPAN, None))
    stream = log.stream(project, "o", "harbour")
    assert stream is not None
    assert not stream.clean
    assert articles.work(project, "o", "harbour").spans["s"].note == "x"
    act(project, ("span", "s", {**SPAN, "note": "x"}, None))
    act(project, ("span", "s", {"label": "actor"}, {"label": "place"}))
    assert articles.work(project, "o", "harbour").spans["s"].label == "place"
    assert [c.row for c in log.folded(project, stream.pk).clashes] == ["s", "s"]
    assert audit(project) == []


def test_a_row_that_is_made_twice_has_what_came_last(project: Project) -> None:
    for status in ("started", "done"):
        act(project, ("status", "", None, {"status": status, "reason": ""}))
    assert articles.work(project, "o", "harbour").status == "done"
    assert audit(project) == []


def test_what_is_hidden_shows_again_with_its_span(project: Project) -> None:
    link = {"type": "role", "head": "s", "child": "t"}
    act(project, ("span", "s", None, SPAN), ("span", "t", None, SPAN), ("relation", "r", None, link))
    act(project, ("attribute", "t/k", None, {"value": 1}))
    act(project, ("span", "t", SPAN, None))  # by somebody who saw neither the relation nor the value
    work = articles.work(project, "o", "harbour")
    assert (set(work.spans), work.relations, work.attributes) == ({"s"}, {}, {})
    assert audit(project) == []
    act(project, ("span", "t", None, SPAN))
    work = articles.work(project, "o", "harbour")
    assert set(work.relations) == {"r"}
    assert work.attributes == {("t", "k"): 1}
    assert log.stream(project, "o", "harbour").clean  # type: ignore[union-attr]
    assert audit(project) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "tag", "tag", "tag", "move", "relabel", "unsure", "remove", "value", "value", "link", "status", "zone",
                "note", "topic", "undo", "undo", "redo", "reopen",
            ]
        ),
        st.integers(0, len(TEXT) - 1),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


def step(hand: Hand, kind: str, a: int, b: int) -> None:
    """Do one thing, anywhere in the text, as a person might."""
    spans = sorted(hand.work.spans.values(), key=lambda s: s.id)
    chosen = spans[a % len(spans)] if spans else None
    start, end = min(a, len(TEXT) - 1), min(a + b, len(TEXT))
    match kind:
        case "tag":
            hand.tag(start, end, "actor" if b % 2 else "location")
        case "status":
            hand.put("status", "", {"status": ("started", "done", "skipped")[a % 3], "reason": "x" * (b % 3)})
        case "zone":
            hand.toggle(a)
        case "note":
            hand.put("note", f"n{a % 2}", {"text": f"{b}"} if b % 3 else None)
        case "topic":
            hand.put("article_label", "topic", {"value": (True, 1, 1.0, "1", ["1"])[b % 5]} if a % 4 else None)
        case _ if chosen is not None:
            change(hand, kind, chosen, start, end, b)


def change(hand: Hand, kind: str, chosen: Any, start: int, end: int, b: int) -> None:
    match kind:
        case "move":
            hand.move(chosen, start, end)
        case "relabel":
            hand.change(chosen, label=f"label{b % 3}")
        case "unsure":
            hand.change(chosen, unsure=bool(b % 2), note="😀" * (b % 3))
        case "remove":
            hand.remove(chosen)
        case "value":
            hand.put("attribute", f"{chosen.id}/k{b % 2}", {"value": b} if b % 5 else None)
        case "link":
            hand.link(chosen, max(hand.work.spans.values(), key=lambda s: s.id))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a project with one article, to be copied for each example."""
    project = project_with(tmp_path_factory.mktemp("stored"), record())
    project.close()
    return project.path.read_bytes()


@contextmanager
def a_hand(stored: bytes) -> Iterator[Hand]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "p.annotator")
        path.write_bytes(stored)
        hand = Hand.of(open_project(path, quick=True), "harbour")
        yield hand
        hand.project.close()


@settings(max_examples=40)
@given(STEPS)
def test_any_sequence_of_actions_goes_back_and_comes_again(stored: bytes, steps: list[tuple[str, int, int]]) -> None:
    """After each: tables = fold of the log. Undo and redo hit every state on the way, also after a restart."""
    with a_hand(stored) as hand:
        there_and_back(hand, steps)


def there_and_back(hand: Hand, steps: list[tuple[str, int, int]]) -> None:
    past: list[Any] = []
    future: list[Any] = []
    start = tables(hand.project)
    for kind, a, b in steps:
        before, events = tables(hand.project), count(hand.project, "events")
        if kind == "undo":
            taken = hand.undo()
            assert (taken is not None) == bool(past)
            if taken:
                assert not taken.left
                future.append(before)
                assert tables(hand.project) == past.pop()
        elif kind == "redo":
            taken = hand.redo()
            assert (taken is not None) == bool(future)
            if taken:
                assert not taken.left
                past.append(before)
                assert tables(hand.project) == future.pop()
        elif kind == "reopen":
            stacks = hand.stacks
            hand.reopen()
            assert hand.stacks == stacks
        else:
            step(hand, kind, a, b)
            if count(hand.project, "events") > events:
                past.append(before)
                future.clear()
        assert audit(hand.project) == []
    end = tables(hand.project)
    undone = 0
    while hand.undo():
        undone += 1
    assert tables(hand.project) == start
    hand.reopen()
    for _ in range(undone):
        hand.redo()
    assert tables(hand.project) == end
    assert audit(hand.project) == []
    assert count(hand.project, "clashes") == 0


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_events_of_other_desks_fold_as_they_come(stored: bytes, seed: int) -> None:
    """Foreign events land anywhere in the stream: the tables stay its fold, and a hand goes on working on them."""
    with a_hand(stored) as hand:
        among_others(hand, random.Random(seed))


def among_others(hand: Hand, chance: random.Random) -> None:
    project = hand.project
    with project.write():
        batch = project.db.execute("INSERT INTO batches VALUES (9, 'merge', '', '{}', 0) RETURNING pk").fetchone()[0]
    hand.tag(0, 7)
    where = log.stream(project, hand.me, "harbour")
    assert where is not None
    for number in range(12):
        if chance.random() < 0.5:
            step(hand, chance.choice(["tag", "move", "relabel", "remove", "value", "link", "status"]), number, 5)
        elif chance.random() < 0.3:
            hand.undo()
        else:
            with project.write():
                event = foreign(project, hand, where.pk, chance, number)
                log.append(project, where.pk, event)
                project.db.execute("UPDATE events SET batch = ? WHERE id = ?", (batch, log.packed(event.id)))
                log.refold(project, where.pk)
        assert audit(project) == []
    again = log.folded(project, where.pk)
    work = articles.work_of_stream(project, where.pk)
    assert set(work.spans) == {row for table, row in again.rows if table == "span"}
    assert log.stream(project, hand.me, "harbour").clean == again.clean  # type: ignore[union-attr]


def foreign(project: Project, hand: Hand, stream: int, chance: random.Random, number: int) -> Event:
    """Make an event of another desk that knew only the beginning of the stream."""
    known = list(log.events_of(project, stream))[: chance.randrange(1, 8)]
    rows = fold((e.id, e.entries()) for e in known).rows
    entries = [(table, row, before, honest(after)) for table, row, before, after in some_action(chance, rows, number)]
    return seal(
        owner=hand.me, article="harbour", n=known[-1].n + 1, actor=hand.me, device="another", kind="add",
        scheme=project.scheme.hash, payload=encode(entries),
    )  # fmt: skip


def honest(row: Any) -> Any:
    """Give a row that has edges the words that stand there."""
    return {**row, "quote": TEXT[row["start"] : row["end"]]} if row and "quote" in row else row


def test_a_stream_with_work_of_a_newer_program_is_read_only(project: Project) -> None:
    act(project, ("span", "s", None, SPAN))
    assert VERSION == 1
    with project.write():
        project.db.execute("UPDATE events SET v = 2 WHERE kind = 'add'")
    with pytest.raises(AnnotatorError, match="newer News Annotator"):
        act(project, ("note", "n", None, {"text": "x"}))
    log.record(
        project, owner="o2", article="harbour", entries=[("note", "n", None, {"text": "x"})], kind="add", actor="o2"
    )


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        (
            "UPDATE events SET payload = replace(payload, 'actor', 'place') WHERE kind = 'add'",
            "does not match its hash",
        ),
        ("UPDATE events SET at = '2000-01-01T00:00:00.000Z' WHERE kind = 'add'", "does not match its hash"),
        ("UPDATE events SET actor = 1 WHERE kind = 'add'", "does not match its hash"),
        ("UPDATE spans SET label = 'place'", "tables differ"),
        ("UPDATE spans SET unsure = 1", "tables differ"),
        ("DELETE FROM spans", "tables differ"),
        ("INSERT INTO notes SELECT pk, 'n', 'x' FROM streams", "tables differ"),
        ("UPDATE streams SET n = 7", "count of its events"),
        ("INSERT INTO clashes SELECT pk, x'00', 'span', 's', 'why' FROM streams", "clashes differ"),
        ("UPDATE texts SET text = replace(text, 'harbour', 'airport')", "does not match its hash"),
        ("UPDATE texts SET text = 'x' || text", "should read"),
    ],
)
def test_the_audit_finds_what_was_changed_from_outside(project: Project, sql: str, fault: str) -> None:
    act(project, ("span", "s", None, SPAN))
    assert audit(project) == []
    with project.write():
        project.db.execute(sql)
    project.texts.clear()
    assert any(fault in found for found in audit(project))


def test_the_scheme_is_changed_in_the_log(project: Project) -> None:
    before = project.scheme
    text = before.text.replace('name = "Actor"', 'name = "Player"')
    log.set_scheme(project, parse_scheme(text, "here"), "project")
    assert project.scheme.hash != before.hash
    assert count(project, "schemes") == 2
    assert audit(project) == []
