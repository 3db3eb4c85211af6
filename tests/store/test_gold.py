"""The gold layer in the file: what is read of whole projects, and what an adjudicator can take back."""

from __future__ import annotations

from pathlib import Path

from annotator.core.gold import Chosen, Decision
from annotator.core.ids import GOLD, person_id, uuid7
from annotator.core.span import Span
from annotator.store import bulk, gold, history, log, people
from annotator.store.project import Project
from tests.helpers import TEXT, bring_records, exported, project_with, record, span, tables

ANA, BEN = person_id("Ana"), person_id("Ben")


def decide(project: Project, me: str, article: str = "harbour", action: str | None = None, end: int = 7) -> str:
    """Make a first tag gold, with a link to a filler that is not gold; return the event's id."""
    before = gold.layer(project, article)
    after = before.copy()
    head, filler = Span("h", 0, end, project.text(article)[:end], "actor"), Span("f", 8, 10, "", "location")
    chosen = Chosen([head], {"h": {"rank": "high"}}, [("in", "h", filler)])
    after.decide(Decision("0:7", 0, 7, "take", "digest"), chosen)
    after.labels["topic"] = "war"
    after.status = "started"
    made = gold.record(project, before, after, actor=me, kind="take", action=action)
    assert made is not None
    return made.id


def test_a_layer_is_read_as_it_was_written_hidden_links_too(project: Project) -> None:
    me = people.find_or_add(project, "Lead").id
    decide(project, me)
    layer = gold.layer(project, "harbour")
    [one] = layer.spans
    assert layer.values == {(one, "rank"): "high"}
    assert [link.head for link in layer.relations.values()] == [one]
    assert (layer.labels, layer.status) == ({"topic": "war"}, "started")
    assert layer.decisions == {"0:7": Decision("0:7", 0, 7, "take", "digest")}
    stream = log.stream(project, GOLD, "harbour")
    assert stream is not None
    assert not stream.clean
    count = project.db.execute("SELECT count(*) FROM relations").fetchone()[0]
    assert count == 0


def test_an_undo_takes_hidden_links_along(project: Project) -> None:
    me = people.find_or_add(project, "Lead").id
    before = tables(project)
    event = decide(project, me)
    assert history.gold_stacks(project, me) == history.Stacks([event], [])
    taken = history.take_back(project, me, event, "undo")
    assert taken.left == []
    assert tables(project) == before
    assert gold.layer(project, "harbour").relations == {}
    assert len(history.gold_stacks(project, me).redo) == 1


def test_decisions_of_all_articles_stand_in_one_row_and_those_of_one_action_go_together(tmp_path: Path) -> None:
    project = project_with(tmp_path, *(record(id=one, text=f"{one}{TEXT}") for one in "abc"))
    me, other = (people.find_or_add(project, name).id for name in ("Lead", "Second"))
    first = decide(project, me, "a")
    action = uuid7()
    both = [decide(project, me, one, action) for one in "bc"]
    decide(project, other, "a", end=12)
    assert history.gold_stacks(project, me).undo == [first, *both]
    history.take_back(project, me, both[-1], "undo")
    stacks = history.gold_stacks(project, me)
    assert (stacks.undo, len(stacks.redo)) == ([first], 2)
    assert [bool(gold.layer(project, one).spans) for one in "abc"] == [True, False, False]
    history.take_back(project, me, stacks.redo[-1], "redo")
    assert [bool(gold.layer(project, one).spans) for one in "abc"] == [True, True, True]


def test_rules_imports_and_merges_are_nobodys_decisions(project: Project, tmp_path: Path) -> None:
    me = people.find_or_add(project, "Lead").id
    bring_records(project, tmp_path, record(annotator="gold", annotator_id=GOLD, spans=[span(0, 7)]))
    before = gold.layer(project, "harbour")
    after = before.copy()
    after.status = "started"
    gold.record(project, before, after, actor=me, kind=gold.BY_RULE)
    assert history.gold_stacks(project, me) == history.Stacks()
    decide(project, me, end=12)
    with project.write():
        project.db.execute("INSERT INTO batches VALUES (9, 'merge', '', '{}', 0)")
        project.db.execute("UPDATE events SET batch = 9 WHERE kind = 'take'")
    assert history.gold_stacks(project, me) == history.Stacks()
    assert history.gold_stacks(project, "somebody else") == history.Stacks()


def test_finished_articles_come_with_their_work_in_the_order_they_came(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        record(id="z", spans=[span(0, 7)]),
        record(id="z", annotator="Ben"),
        record(id="z", annotator="Cleo", status="skipped", spans=[span(8, 12)]),
        record(id="a", text="Other.\n"),
        record(id="a", text="Other.\n", annotator="Ben", status="done", meta={}),
        record(id="m", text="Third.\n"),
        record(id="z", annotator="gold", annotator_id=GOLD, spans=[span(0, 12)]),
    )
    found = list(gold.finished(project, layers=True))
    assert [one.id for one in found] == ["z", "a"] == gold.finished_by_several(project)
    assert (sorted(found[0].work), found[0].ended) == (sorted((ANA, BEN)), {ANA, BEN, person_id("Cleo")})
    assert [len(found[0].work[who].spans) for who in (ANA, BEN)] == [1, 0]
    assert len(found[0].layer.spans) == 1
    assert next(gold.finished(project)).layer.spans == {}
    assert [one.id for one in gold.finished(project, ["a", "m"])] == ["a"]
    assert [one.id for one in gold.finished(project, ["m"], least=0)] == ["m"]
    assert gold.with_layer(project) == ["z"]


def test_an_import_under_way_is_not_seen(tmp_path: Path) -> None:
    project = project_with(tmp_path, record(), record(annotator="Ben"), record(annotator="gold", annotator_id=GOLD))
    with project.write():
        project.db.execute("UPDATE batches SET open = 1")
    assert bulk.open_batches(project) != []
    assert (gold.finished_by_several(project), gold.with_layer(project)) == ([], [])


def test_events_are_found_by_number(project: Project) -> None:
    last = gold.last_event(project)
    decide(project, people.find_or_add(project, "Lead").id)
    assert gold.touched_since(project, last) == {"harbour"}
    assert gold.touched_since(project, gold.last_event(project)) == set()
    assert gold.event_at(project, last) != gold.event_at(project, gold.last_event(project))
    assert gold.event_at(project, 0) == ""


def test_gold_is_exported_among_the_people_and_makes_none(tmp_path: Path) -> None:
    given = record(annotator="anybody", annotator_id=GOLD, spans=[span(0, 7)])
    (tmp_path / "one").mkdir()
    project = project_with(tmp_path / "one", given, record(annotator="gold"), record(annotator="Zoe"))
    assert [p.name for p in people.people(project)] == ["Zoe", "gold"]
    lines = exported(project, tmp_path).splitlines()
    assert [b'"annotator":"gold"' in line for line in lines] == [False, True, True]
    assert [GOLD.encode() in line for line in lines].count(True) == 1
