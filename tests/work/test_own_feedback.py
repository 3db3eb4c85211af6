"""What an annotator is told of gold: kinds, what differs in values and roles, counts, and silence while blind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.ids import GOLD, person_id
from annotator.store import schemes
from annotator.store.project import Project
from annotator.work import own_feedback, scheming
from annotator.work.own_feedback import Compared, Told
from tests.helpers import TEXT, bring_records, project_with, record, span

ANA = person_id("Ana")
WORDS = [(0, 7), (0, 12), (8, 12), (31, 36), (47, 50), (51, 59)]
LABELS = ("actor", "location", "threat")


def both(folder: Path, mine: list[dict[str, Any]], gold: list[dict[str, Any]], **more: Any) -> Project:
    """Return a project with Ana's spans and gold ones; `more` are keys of a record, as (mine, gold)."""
    one, other = ({key: value[side] for key, value in more.items()} for side in (0, 1))
    return project_with(
        folder, record(spans=mine, **one), record(annotator="gold", annotator_id=GOLD, spans=gold, **other)
    )


def told(project: Project) -> Compared:
    found = own_feedback.compare(project, ANA, "harbour")
    project.close()
    return found


@pytest.mark.parametrize(
    ("mine", "gold", "kinds"),
    [
        ([(0, 7, "actor")], [], ["extra"]),
        ([], [(0, 7, "actor")], ["missed"]),
        ([(0, 7, "actor")], [(0, 12, "actor")], ["boundary"]),
        ([(0, 7, "actor")], [(0, 7, "threat")], ["label"]),
        ([(0, 7, "actor")], [(0, 12, "threat")], ["both"]),
        ([(0, 7, "actor"), (8, 12, "actor")], [(0, 12, "actor")], ["boundary", "split"]),
        ([(0, 12, "threat"), (0, 7, "actor")], [(0, 12, "threat")], ["extra"]),
        ([(0, 12, "threat")], [(0, 12, "threat"), (0, 7, "actor")], ["missed"]),
        ([(0, 12, "threat"), (0, 7, "actor")], [(0, 12, "threat"), (8, 12, "actor")], ["missed", "extra"]),
    ],
)
def test_a_place_is_told_by_what_differs(
    tmp_path: Path, mine: list[tuple[int, int, str]], gold: list[tuple[int, int, str]], kinds: list[str]
) -> None:
    found = told(both(tmp_path, [span(*one) for one in mine], [span(*one) for one in gold]))
    assert [list(place.kinds) for place in found.places] == [kinds]
    shown = [(tag.span.start, tag.span.end, tag.span.label) for tag in found.places[0].mine]
    assert shown == sorted(set(mine) - set(gold))  # what both have is not told


def test_only_values_and_roles_that_differ_are_told(tmp_path: Path) -> None:
    call = "diplomatic_call"
    mine = [
        span(76, 82, call, id="m", attributes={"channel": "phone", "tone": "calm", "again": True}),
        span(47, 58, "actor", id="a"),
    ]
    gold = [
        span(76, 82, call, id="g", attributes={"channel": "phone", "tone": "angry", "again": 1, "more": 2}),
        span(47, 58, "actor", id="b"),
    ]
    role = {"id": "r", "type": "caller", "head": "m", "child": "a"}
    found = told(both(tmp_path, mine, gold, relations=([role], [])))
    assert [place.kinds for place in found.places] == [("attribute", "role")]
    (one,), (other,) = found.places[0].mine, found.places[0].gold
    assert dict(one.values) == {"tone": "calm", "again": True, "more": None}
    assert dict(other.values) == {"tone": "angry", "again": 1, "more": 2}
    assert (one.roles, other.roles) == ((("caller", TEXT[47:58]),), ())
    assert (found.same, found.mine, found.gold, found.f1) == (2, 2, 2, 1.0)


def test_an_answer_about_the_article(tmp_path: Path) -> None:
    found = told(both(tmp_path, [], [], article_labels=({"relevance": "irrelevant"}, {"relevance": "relevant"})))
    place = found.places[0]
    assert (place.kinds, place.words, place.start, place.end) == (("article",), "Relevance", 0, 0)
    assert (place.my_answer, place.gold_answer) == ("irrelevant", "relevant")
    assert found.f1 is None


def test_merged_labels_are_read_as_one(tmp_path: Path) -> None:
    project = both(tmp_path, [span(0, 7, "group")], [span(0, 7, "actor")])
    assert len(own_feedback.compare(project, ANA, "harbour").places) == 1
    schemes.change(project, scheming.merge_label(project.scheme, "group", "actor"), ANA, "merge")
    assert own_feedback.compare(project, ANA, "harbour") == Compared(same=1, mine=1, gold=1)
    project.close()


def test_all_articles_are_told_with_their_places(tmp_path: Path) -> None:
    project = both(tmp_path, [span(0, 7)], [span(0, 12)])
    other = "Another one\n"
    bring_records(
        project, tmp_path, record(id="b", text=other), record(id="b", text=other, annotator="gold", annotator_id=GOLD),
        record(id="c", text="Mine alone\n"), record(id="d", text="Not done\n", status="started"),
        record(id="d", text="Not done\n", annotator="gold", annotator_id=GOLD),
        record(id="e", text="Skipped\n", status="skipped"),
        record(id="e", text="Skipped\n", annotator="gold", annotator_id=GOLD),
        record(id="f", text="Not decided\n"),
        record(id="f", text="Not decided\n", annotator="gold", annotator_id=GOLD, status="started"),
    )  # fmt: skip
    found = own_feedback.overview(project, ANA)
    assert [(one.id, one.headline, one.places) for one in found] == [
        ("harbour", TEXT.partition("\n")[0], 1), ("b", "Another one", 0),
    ]  # fmt: skip
    for article in "cdef":
        blind = own_feedback.compare(project, ANA, article)
        assert blind.reason
        assert (blind.places, blind.same, blind.mine, blind.gold) == ((), 0, 0, 0)
    assert Told(1, "x", "", 3).with_places(0) == Told(1, "x", "", 0)
    project.close()


_spans = st.sets(st.tuples(st.sampled_from(WORDS), st.sampled_from(LABELS)), max_size=5)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_spans, _spans)
def test_counts_are_those_of_sets_and_every_difference_is_in_a_place(
    tmp_path_factory: pytest.TempPathFactory, mine: set[Any], gold: set[Any]
) -> None:
    sides = [[span(*place, label) for place, label in sorted(side)] for side in (mine, gold)]
    found = told(both(tmp_path_factory.mktemp("one"), *sides))
    assert (found.same, found.mine, found.gold) == (len(mine & gold), len(mine), len(gold))
    assert found.f1 == (2 * len(mine & gold) / (len(mine) + len(gold)) if mine or gold else None)
    shown = [
        {((tag.span.start, tag.span.end), tag.span.label) for place in found.places for tag in getattr(place, side)}
        for side in ("mine", "gold")
    ]
    assert shown == [mine - gold, gold - mine]
    assert all(place.kinds for place in found.places)
