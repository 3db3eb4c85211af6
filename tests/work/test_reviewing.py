"""Review: from three people's work to the list of cards, to decisions, to the gold layer, and back again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.cards import Role
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD, person_id
from annotator.core.span import Span
from annotator.store import articles, log, people
from annotator.store.audit import audit
from annotator.store.project import Project
from annotator.work import reviewing, scheming
from annotator.work.progress import Cancelled, Progress
from tests.helpers import TEXT, Hand, bring_records, count, project_with, record, span, tables
from tests.work.disputes import (
    ANA,
    BEN,
    CLEO,
    disputed_project,
    gold_marks,
    lead,
    states,
    status,
    the_card,
    three,
    version_of,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return disputed_project(tmp_path)


def test_the_list_tells_what_where_and_who(project: Project) -> None:
    listed = reviewing.listing(project)
    assert [(one.id, one.kind, one.words, one.state) for one in listed] == [
        ("47:50", "label", "The", "open"),
        ("76:82", "one", TEXT[76:82], "open"),
        ("0:12", "boundary", "Ostrava Marl", "open"),
    ]
    label, alone, edge = listed
    assert (edge.labels, edge.versions, edge.people) == (("actor",), 2, {ANA, BEN, CLEO})
    assert (edge.odd, label.odd, alone.odd) == ({BEN}, {ANA}, {CLEO})
    assert edge.parts(ANA, BEN)
    assert not edge.parts(ANA, CLEO)
    assert not edge.parts(ANA, "somebody")
    assert reviewing.listing_of(project, "harbour") == listed
    assert reviewing.listing_of(project, "no such article") == []


def test_only_who_finished_counts(tmp_path: Path) -> None:
    project = project_with(
        tmp_path,
        *three([span(0, 7)], [span(0, 7)]),
        record(annotator="Cleo", status="skipped", spans=[span(8, 12)]),
        record(annotator="Dan", status="started", spans=[span(8, 12)]),
        record(id="lone", text="Text.\n", spans=[span(0, 4, text="Text.\n")]),
    )
    assert reviewing.listing(project) == []
    bring_records(project, tmp_path, record(annotator="Eve", spans=[]))
    assert [(one.id, one.odd) for one in reviewing.listing(project)] == [("0:7", {person_id("Eve")})]


def test_merged_labels_are_read_as_one(tmp_path: Path) -> None:
    project = project_with(tmp_path, *three([span(0, 7)], [span(0, 7, "location")]))
    assert [one.kind for one in reviewing.listing(project)] == ["label"]
    log.set_scheme(project, scheming.merge_label(project.scheme, "location", "actor"), lead(project))
    assert reviewing.listing(project) == []


def test_a_version_is_taken_and_goes_back_and_comes_again(project: Project) -> None:
    me = lead(project)
    before = tables(project)
    card = the_card(project, "0:12")
    reviewing.take(project, card, version_of(card, BEN), me, "first name only")
    assert gold_marks(project) == [(0, 7, "actor")]
    assert (states(project)["0:12"], status(project)) == ("decided", "started")
    decided = tables(project)
    assert articles.work(project, ANA, "harbour").spans != {}
    assert reviewing.undo(project, me) == "harbour"
    assert tables(project) == before
    assert reviewing.redo(project, me) == "harbour"
    assert tables(project) == decided
    assert reviewing.can_undo(project, me) == (True, False)
    assert reviewing.redo(project, me) is None
    assert audit(project) == []


def test_a_decision_is_one_event(project: Project) -> None:
    me, before = lead(project), count(project, "events")
    reviewing.take(project, the_card(project, "0:12"), the_card(project, "0:12").versions[0], me)
    assert count(project, "events") == before + 1
    [event] = [e for e in log.all_events(project) if e.owner == GOLD]
    assert (event.actor, event.article, event.kind) == (me, "harbour", "take")
    [row] = [after for table, _, _, after in event.entries() if table == "decision"]
    assert row == {
        "start": 0, "end": 12, "choice": "take", "versions": the_card(project, "0:12").digest, "note": "",
    }  # fmt: skip


def test_the_last_word_stands(project: Project) -> None:
    me, card = lead(project), the_card(project, "0:12")
    reviewing.take(project, card, version_of(card, BEN), me)
    reviewing.take(project, card, version_of(card, ANA, CLEO), me)
    assert gold_marks(project) == [(0, 12, "actor")]
    reviewing.reject(project, card, me, "no actor")
    assert gold_marks(project) == []
    assert states(project)["0:12"] == "decided"
    made = reviewing.decision_of(project, card)
    assert made is not None
    assert (made.choice, made.note) == ("reject", "no actor")
    for marks in ([(0, 12, "actor")], [(0, 7, "actor")], []):
        reviewing.undo(project, me)
        assert gold_marks(project) == marks


def test_edited_spans_have_the_words_of_the_text_and_a_label_of_the_scheme(project: Project) -> None:
    me, card = lead(project), the_card(project, "0:12")
    state = tables(project)
    for wrong in (Span("x", 0, 5, "Other", "actor"), Span("x", 0, 7, "Ostrava", "nothing")):
        with pytest.raises(AnnotatorError):
            reviewing.edit(project, card, [wrong], {}, me)
    assert tables(project) == state
    parts = [Span("x", 0, 18, TEXT[:18], "actor"), Span("y", 8, 12, "Marl", "location")]
    reviewing.edit(project, card, parts, {"x": {"rank": "high"}}, me, roles=[Role("in", "x", parts[1])])
    stands = reviewing.gold_of(project, card)
    assert [(s.start, s.end, s.label) for s in stands.spans] == [(0, 18, "actor"), (8, 12, "location")]
    assert stands.values == {stands.spans[0].id: {"rank": "high"}}
    assert [(r.type, r.head, r.child.start) for r in stands.roles] == [("in", stands.spans[0].id, 8)]
    reviewing.reject(project, card, me)
    assert gold_marks(project) == []
    reviewing.undo(project, me)
    assert reviewing.gold_of(project, card) == stands
    reviewing.edit(project, card, [], {}, me)
    made = reviewing.decision_of(project, card)
    assert made is not None
    assert made.choice == "reject"


def test_notes_are_written_on_open_and_on_decided_cards(project: Project) -> None:
    me, card = lead(project), the_card(project, "0:12")
    reviewing.write_note(project, card, "ask Ben", me)
    assert (states(project)["0:12"], status(project)) == ("open", "new")
    reviewing.reject(project, card, me)
    made = reviewing.decision_of(project, card)
    assert made is not None
    assert (made.choice, made.note) == ("reject", "ask Ben")
    reviewing.write_note(project, card, "", me)
    made = reviewing.decision_of(project, card)
    assert made is not None
    assert (made.choice, made.note) == ("reject", "")
    for _ in range(3):
        reviewing.undo(project, me)
    assert reviewing.decision_of(project, card) is None


def test_article_labels_are_decided_too(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = [{"topic": "war", "tone": "calm"}, {"topic": "war"}]
    given = [record(annotator=n, article_labels=v) for n, v in zip(("Ana", "Ben"), said, strict=True)]
    project = project_with(tmp_path, *given)
    me = lead(project)
    reviewing.settle(project, me)

    def held() -> dict[str, Any]:
        return articles.work(project, GOLD, "harbour").article_labels

    assert held() == {"topic": "war"}
    [listed] = reviewing.listing(project)
    assert (listed.id, listed.kind, listed.words, listed.state) == ("label:tone", "article", "tone", "open")
    card = the_card(project, "label:tone")
    reviewing.take(project, card, version_of(card, ANA), me)
    assert held() == {"topic": "war", "tone": "calm"}
    assert reviewing.gold_of(project, card).answer == "calm"
    assert status(project) == "done"
    reviewing.answer(project, card, "angry", me)
    assert held()["tone"] == "angry"
    reviewing.take(project, card, version_of(card, BEN), me)
    assert held() == {"topic": "war"}
    reviewing.undo(project, me)
    reviewing.reject(project, card, me)
    assert held() == {"topic": "war"}
    Hand.of(project, "harbour", "Ben").put("article_label", "topic", {"value": "peace"})
    reviewing.settle(project, me)
    assert held() == {}
    assert audit(project) == []


def linked(project_folder: Path) -> Project:
    """Ana links an actor to a place whose edges Ben sees otherwise; Ben links nothing."""
    ana = record(
        spans=[span(0, 7, id="h"), span(47, 60, "location", id="c")],
        relations=[{"id": "r", "type": "in", "head": "h", "child": "c"}],
    )
    return project_with(project_folder, ana, record(annotator="Ben", spans=[span(0, 7), span(47, 62, "location")]))


def gold_links(project: Project) -> list[tuple[int, int]]:
    work = articles.work(project, GOLD, "harbour")
    return [(work.spans[r.head].start, work.spans[r.child].end) for r in work.relations.values()]


def test_a_link_shows_when_both_ends_are_decided(tmp_path: Path) -> None:
    project = linked(tmp_path)
    me, head, child = lead(project), the_card(project, "0:7"), the_card(project, "47:62")
    assert (head.kind, child.kind) == ("role", "boundary")
    before = tables(project)
    reviewing.take(project, head, version_of(head, ANA), me)
    assert gold_links(project) == []
    reviewing.take(project, child, version_of(child, BEN), me)
    assert gold_links(project) == [(0, 62)]
    reviewing.take(project, child, version_of(child, ANA), me)
    assert gold_links(project) == [(0, 60)]
    reviewing.undo(project, me)
    assert gold_links(project) == [(0, 62)]
    reviewing.undo(project, me)
    assert gold_links(project) == []
    reviewing.undo(project, me)
    assert tables(project) == before
    assert log.folded(project, log.stream(project, GOLD, "harbour").pk).hidden == {}  # type: ignore[union-attr]
    assert audit(project) == []


def test_an_undone_link_never_comes_back_with_its_filler(tmp_path: Path) -> None:
    project = linked(tmp_path)
    me, head, child = lead(project), the_card(project, "0:7"), the_card(project, "47:62")
    reviewing.take(project, head, version_of(head, ANA), me)
    reviewing.undo(project, me)
    reviewing.take(project, head, version_of(head, BEN), me)
    reviewing.take(project, child, version_of(child, ANA), me)
    assert gold_links(project) == []


def test_each_adjudicator_undoes_their_own(project: Project) -> None:
    me, other = lead(project), people.find_or_add(project, "Second").id
    reviewing.reject(project, the_card(project, "0:12"), me)
    reviewing.reject(project, the_card(project, "76:82"), other)
    assert reviewing.undo(project, me) == "harbour"
    assert states(project) == {"0:12": "open", "76:82": "decided", "47:50": "open"}
    assert reviewing.undo(project, me) is None
    assert status(project) == "started"


def test_the_words_around_a_card_are_whole_paragraphs(project: Project) -> None:
    first = TEXT.index("The minister")
    paragraph = TEXT[first : TEXT.index("\n", first)]
    assert reviewing.text_around(project, "harbour", 47, 50) == (paragraph, first, first + len(paragraph))
    assert reviewing.text_around(project, "harbour", 0, 12)[1:] == (0, 45)
    across = reviewing.text_around(project, "harbour", 40, 50)
    assert across == (TEXT[: first + len(paragraph)], 0, first + len(paragraph))
    assert reviewing.text_around(project, "harbour", len(TEXT) - 3, len(TEXT) - 1)[0].endswith("cheered.")


def test_the_secret_is_made_once(project: Project) -> None:
    made = reviewing.secret(project)
    assert len(made) == 32
    assert reviewing.secret(project) == made


def test_long_reading_tells_where_it_is_and_stops(project: Project) -> None:
    heard: list[tuple[int, int | None]] = []
    progress = Progress(lambda done, total, _: heard.append((done, total)))
    reviewing.listing(project, progress)
    assert heard == [(0, 1)]
    progress.cancel()
    for work in (reviewing.listing, lambda p, s: reviewing.settle(p, "x", s)):
        with pytest.raises(Cancelled):
            work(project, progress)
    assert gold_marks(project) == []


def test_a_role_that_loses_its_filler_is_told_and_its_card_comes_back_once(tmp_path: Path) -> None:
    project = linked(tmp_path)
    me, head, child = lead(project), the_card(project, "0:7"), the_card(project, "47:62")
    assert reviewing.take(project, head, version_of(head, ANA), me) == []
    assert [one.role for one in reviewing.roles_without_filler(project, head)] == ["in"]
    assert states(project)["0:7"] == "decided"  # it waits for the other card
    waiting = tables(project)
    [lost] = reviewing.reject(project, child, me)
    assert (lost.role, lost.label, lost.words, lost.filler) == ("in", "actor", TEXT[:7], TEXT[47:60])
    assert (states(project), status(project)) == ({"0:7": "changed", "47:62": "decided"}, "started")
    assert reviewing.undo(project, me) == "harbour"
    assert tables(project) == waiting
    reviewing.redo(project, me)
    assert states(project)["0:7"] == "changed"
    reviewing.take(project, child, version_of(child, BEN), me)
    assert (states(project)["0:7"], gold_links(project)) == ("decided", [(0, 62)])
    assert status(project) == "done"
    reviewing.reject(project, child, me)
    assert reviewing.take(project, head, version_of(head, ANA), me) == []  # whoever takes it again was told
    assert (states(project), status(project)) == ({"0:7": "decided", "47:62": "decided"}, "done")
    assert reviewing.roles_without_filler(project, head) == []
    assert audit(project) == []


def test_a_note_takes_no_role_away(tmp_path: Path) -> None:
    project = linked(tmp_path)
    me, head, child = lead(project), the_card(project, "0:7"), the_card(project, "47:62")
    reviewing.take(project, head, version_of(head, ANA), me)
    reviewing.reject(project, child, me)
    reviewing.write_note(project, head, "who?", me)
    assert states(project)["0:7"] == "changed"
    assert len(reviewing.roles_without_filler(project, head)) == 1
