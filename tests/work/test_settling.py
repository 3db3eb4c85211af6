"""Settling: what goes to the gold layer without a person's judgement, and what stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annotator.core import edits
from annotator.core.ids import GOLD, PROJECT_OWNER
from annotator.store import articles, gold, log, people
from annotator.store.audit import audit
from annotator.store.project import Project, open_project
from annotator.work import reviewing
from annotator.work.agreeing import agreement_of
from annotator.work.merging import merge_files
from annotator.work.packaging import Choice, PackageRequest, make_packages
from tests.helpers import Hand, bring_records, project_with, record, span
from tests.work.disputes import (
    ANA,
    BEN,
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


def test_all_agree_on_goes_to_gold_by_rule_and_no_undo_takes_it(project: Project) -> None:
    me = lead(project)
    assert reviewing.settle(project, me) == reviewing.Settled(1, 1)
    assert (gold_marks(project), status(project)) == ([(31, 36, "actor")], "started")
    assert reviewing.settle(project, me) == reviewing.Settled(0, 0)
    assert reviewing.undo(project, me) is None
    for one in list(states(project)):
        reviewing.reject(project, the_card(project, one), me)
        assert status(project) == ("done" if set(states(project).values()) == {"decided"} else "started")
    assert gold_marks(project) == [(31, 36, "actor")]
    reviewing.undo(project, me)
    assert status(project) == "started"
    assert audit(project) == []


def test_the_status_follows_whatever_comes_first(project: Project) -> None:
    me = lead(project)
    for one in list(states(project)):
        reviewing.reject(project, the_card(project, one), me)
    assert status(project) == "started"  # what all agree on is not there yet
    reviewing.settle(project, me)
    assert status(project) == "done"
    reviewing.undo(project, me)
    assert status(project) == "started"
    reviewing.redo(project, me)
    assert status(project) == "done"


def test_an_article_on_which_nobody_marked_anything_is_settled(tmp_path: Path) -> None:
    project = project_with(tmp_path, *three([], []), record(id="lone", text="Text.\n"))
    me = lead(project)
    assert reviewing.settle(project, me) == reviewing.Settled(1, 0)
    assert (status(project), status(project, "lone")) == ("done", "new")
    hand = Hand.of(project, "harbour", "Ana")
    hand.tag(0, 7)
    assert reviewing.settle(project, me).articles == 1
    assert status(project) == "new"
    hand.undo()
    reviewing.settle(project, me)
    assert status(project) == "done"


def test_what_somebody_changed_since_is_told_and_rules_are_taken_back(project: Project) -> None:
    me, card = lead(project), the_card(project, "0:12")
    reviewing.settle(project, me)
    reviewing.take(project, card, card.versions[0], me)
    ana, ben = Hand.of(project, "harbour", "Ana"), Hand.of(project, "harbour", "Ben")
    [first] = articles.work(project, ANA, "harbour").at(0, 12)
    ana.put("attribute", f"{first.id}/rank", {"value": "high"})
    assert states(project)["0:12"] == "changed"
    [second] = articles.work(project, BEN, "harbour").at(31, 36)
    ben.change(second, label="location")
    assert reviewing.settle(project, me) == reviewing.Settled(1, 0)
    assert gold_marks(project) == [(s.start, s.end, s.label) for s in card.versions[0].spans]
    assert states(project)["31:36"] == "open"
    ben.undo()
    assert reviewing.settle(project, me) == reviewing.Settled(1, 1)
    ana.remove(first)
    ana.tag(5, 17)
    assert states(project)["0:17"] == "changed"  # the place of an earlier decision
    wide = the_card(project, "0:17")
    reviewing.take(project, wide, version_of(wide, ANA), me)
    assert gold_marks(project) == [(5, 17, "actor"), (31, 36, "actor")]
    assert sorted(gold.layer(project, "harbour").decisions) == ["0:17", "31:36"]
    assert audit(project) == []


def test_a_person_stands_above_the_rule(project: Project) -> None:
    me, card = lead(project), the_card(project, "76:82")
    reviewing.reject(project, card, me)
    for name in ("Ana", "Ben"):
        Hand.of(project, "harbour", name).tag(76, 82)
    assert "76:82" not in states(project)
    reviewing.settle(project, me)
    assert gold_marks(project) == [(31, 36, "actor")]


def test_a_third_who_agrees_changes_no_tag_but_whose_word_it_is(tmp_path: Path) -> None:
    project = project_with(tmp_path, *three([span(0, 7)], [span(0, 7)]))
    me = lead(project)
    reviewing.settle(project, me)
    stored = articles.work(project, GOLD, "harbour").spans
    bring_records(project, tmp_path, record(annotator="Cleo", spans=[span(0, 7)]))
    assert reviewing.settle(project, me) == reviewing.Settled(1, 0)
    assert articles.work(project, GOLD, "harbour").spans == stored
    assert reviewing.settle(project, me).articles == 0


def test_an_article_waits_for_all_who_were_given_it(project: Project) -> None:
    me, dan = lead(project), people.find_or_add(project, "Dan").id
    given: list[Any] = [("assignment", who, None, {"package": "p"}) for who in (ANA, BEN, dan)]
    log.record(project, owner=PROJECT_OWNER, article="harbour", entries=given, kind="assign", actor=me)
    assert reviewing.settle(project, me) == reviewing.Settled(0, 0)
    reviewing.reject(project, the_card(project, "0:12"), me)
    assert (status(project), gold_marks(project)) == ("started", [])
    Hand.of(project, "harbour", "Dan").put("status", "", {"status": "skipped", "reason": ""})
    assert reviewing.settle(project, me) == reviewing.Settled(1, 1)


def test_imported_gold_is_left_alone_until_somebody_decides(tmp_path: Path) -> None:
    project = project_with(
        tmp_path, *three([span(0, 7), span(31, 36)], [span(0, 7), span(31, 36)]),
        record(annotator="gold", annotator_id=GOLD, spans=[span(0, 12)]),
    )  # fmt: skip
    me = lead(project)
    assert reviewing.settle(project, me).articles == 0
    assert (gold_marks(project), status(project)) == ([(0, 12, "actor")], "done")
    bring_records(project, tmp_path, record(annotator="Cleo", spans=[]))
    reviewing.reject(project, the_card(project, "0:7"), me)
    assert gold_marks(project) == [(0, 12, "actor")]
    reviewing.undo(project, me)
    assert status(project) == "done"


def test_no_rule_goes_over_imported_tags_though_somebody_decided_elsewhere(tmp_path: Path) -> None:
    project = project_with(
        tmp_path, *three([span(0, 7), span(47, 50)], [span(0, 7)]),
        record(annotator="gold", annotator_id=GOLD, spans=[span(0, 12)]),
    )  # fmt: skip
    me = lead(project)
    reviewing.reject(project, the_card(project, "47:50"), me)
    assert status(project) == "done"
    assert reviewing.settle(project, me).articles == 0
    assert gold_marks(project) == [(0, 12, "actor")]


def test_no_rule_goes_over_a_decision_whose_card_is_no_more(tmp_path: Path) -> None:
    project = project_with(tmp_path, *three([span(0, 12)], [span(0, 7)]))
    me, card = lead(project), the_card(project, "0:12")
    reviewing.take(project, card, version_of(card, BEN), me)
    for name, end in (("Ana", 12), ("Ben", 7)):
        hand = Hand.of(project, "harbour", name)
        hand.move(hand.work.at(0, end)[0], 0, 5)
    assert states(project) == {}
    reviewing.settle(project, me)
    assert (gold_marks(project), status(project)) == ([(0, 7, "actor")], "done")


def punctuated(folder: Path) -> Project:
    """Two articles whose people differ by a comma and a space, and one card where they differ by a word."""
    texts = {one: f"{one} Ostrava, Marl met him.\n" for one in "ab"}

    def said(one: str, *ends: int) -> list[dict[str, Any]]:
        return [span(2, ends[0], text=texts[one]), span(11, ends[1], text=texts[one])]

    return project_with(
        folder,
        *(record(id=one, text=texts[one], annotator="Ana", spans=said(one, 9, 15)) for one in "ab"),
        *(record(id=one, text=texts[one], annotator="Ben", spans=said(one, 10, 19)) for one in "ab"),
    )


def test_punctuation_is_settled_as_one_action(tmp_path: Path) -> None:
    project = punctuated(tmp_path)
    me = lead(project)
    found = reviewing.tidy_boundaries(project, me, False)
    assert [(one.article, one.id, one.words) for one in found] == [
        ("a", "2:10", ("Ostrava",)), ("b", "2:10", ("Ostrava",)),
    ]  # fmt: skip
    assert sorted(found[0].versions) == [("Ostrava",), ("Ostrava,",)]
    assert gold_marks(project, "a") == []
    assert reviewing.tidy_boundaries(project, me, True) == found
    assert [gold_marks(project, one) for one in "ab"] == [[(2, 9, "actor")], [(2, 9, "actor")]]
    assert states(project, "a") == {"2:10": "decided", "11:19": "open"}
    assert reviewing.tidy_boundaries(project, me, False) == []
    reviewing.undo(project, me)
    assert [gold_marks(project, one) for one in "ab"] == [[], []]
    assert [status(project, one) for one in "ab"] == ["new", "new"]
    reviewing.redo(project, me)
    assert [gold_marks(project, one) for one in "ab"] == [[(2, 9, "actor")], [(2, 9, "actor")]]
    assert reviewing.can_undo(project, me) == (True, False)


def test_where_no_version_is_tidy_the_tidy_one_is_written(tmp_path: Path) -> None:
    spans = [[span(0, 8)], [span(0, 9)]]
    text = "Ostrava, , Marl.\n"
    project = project_with(
        tmp_path,
        *(
            record(annotator=name, text=text, spans=[span(one["start"], one["end"], text=text) for one in said])
            for name, said in zip(("Ana", "Ben"), spans, strict=True)
        ),
    )
    [one] = reviewing.tidy_boundaries(project, lead(project), True)
    assert one.words == ("Ostrava",)
    assert gold_marks(project) == [(0, 7, "actor")]


def test_an_imported_layer_in_which_nothing_is_marked_stays_so(tmp_path: Path) -> None:
    empty = record(annotator="gold", annotator_id=GOLD, spans=[], status="done")
    project = project_with(tmp_path, *three([span(0, 7)], [span(0, 7), span(31, 36)]), empty)
    me = lead(project)
    assert reviewing.settle(project, me) == reviewing.Settled(0, 0)
    assert (gold_marks(project), status(project)) == ([], "done")
    card = the_card(project, "31:36")
    reviewing.take(project, card, version_of(card, BEN), me)
    reviewing.settle(project, me)
    assert (gold_marks(project), status(project)) == ([(0, 7, "actor"), (31, 36, "actor")], "done")


def test_hidden_gold_stays_as_it_is_and_is_what_its_reader_is_measured_by(tmp_path: Path) -> None:
    records = three([span(0, 7), span(31, 36)], [span(0, 12), span(31, 36)])
    project = project_with(tmp_path, *records, record(id="other", text="Calm", annotator=None, status=..., spans=...))
    me = lead(project)
    reviewing.settle(project, me)
    card = the_card(project, "0:12")
    reviewing.take(project, card, card.versions[0], me)
    choice = Choice("ids", ids=("other",))
    made = make_packages(project, PackageRequest(tmp_path, ("Dora",), choice, gold=1), me).files[0]
    assert made.gold == 1
    before = gold_marks(project)
    assert (reviewing.settle(project, me), status(project)) == (reviewing.Settled(0, 0), "done")
    package = open_project(made.path)
    hand = Hand.of(package, "harbour", "Dora")
    hand.tag(0, 7)
    hand.put("status", "", edits.status_row("done"))
    package.close()
    merge_files(project, [made.path], me)
    assert (reviewing.settle(project, me), status(project)) == (reviewing.Settled(0, 0), "done")
    assert (gold_marks(project), states(project)) == (before, {"0:12": "decided"})
    reached = agreement_of(project).gold[made.who.id].f1["exact"].value
    assert reached == pytest.approx(2 / 3)


def test_who_was_given_an_article_before_its_gold_still_counts(tmp_path: Path) -> None:
    project = project_with(tmp_path, *three([span(0, 7)], [span(0, 7)]))
    me = lead(project)
    make_packages(project, PackageRequest(tmp_path, ("Dora",)), me)
    assert (reviewing.settle(project, me), status(project)) == (reviewing.Settled(0, 0), "new")
    hand = Hand.of(project, "harbour", "Dora")
    hand.tag(0, 12)
    hand.put("status", "", edits.status_row("done"))
    reviewing.settle(project, me)
    assert states(project) == {"0:12": "open"}
