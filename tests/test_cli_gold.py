"""The gold layer on the command line: exported alone or with the people, imported, counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.core.ids import GOLD, person_id
from annotator.store import people
from annotator.store.project import open_project
from annotator.work import reviewing
from annotator.work.projects import new_project
from tests.helpers import Hand, bring_records, call, exported, project_with, record, span

MP = pytest.MonkeyPatch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project: of two annotators' two articles one is adjudicated, the other waits."""
    project = project_with(
        tmp_path,
        record(
            spans=[span(0, 12, id="a"), span(31, 36, "location", id="b", attributes={"kind": "port"})],
            relations=[{"id": "r", "type": "in", "head": "a", "child": "b"}], article_labels={"topic": "grain"},
        ),
        record(annotator="Ben", spans=[span(0, 7), span(31, 36, "location", attributes={"kind": "port"})]),
        record(id="other", text="Other 😀.\n", spans=[span(0, 5, text="Other 😀.\n")]),
        record(id="other", text="Other 😀.\n", annotator="Ben", spans=[]),
    )  # fmt: skip
    me = people.find_or_add(project, "Lead").id
    reviewing.settle(project, me)
    for one in reviewing.listing_of(project, "harbour"):
        card = reviewing.card(project, "harbour", one.id)
        assert card is not None
        ana = next(v for v in card.versions if person_id("Ana") in v.annotators)
        reviewing.take(project, card, ana, me, "a note")
    project.close()
    return project.path


def test_gold_is_exported_alone(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    outcome = call(monkeypatch, "export", path, tmp_path / "gold.jsonl", "--gold", "--json")
    assert outcome.json == {"path": str(tmp_path / "gold.jsonl"), "records": 1, "articles": 1, "spans": 2, "losses": []}
    [line] = (tmp_path / "gold.jsonl").read_bytes().splitlines()
    found = json.loads(line)
    assert (found["annotator"], found["annotator_id"], found["status"]) == ("gold", GOLD, "done")
    assert [(s["start"], s["end"], s["label"]) for s in found["spans"]] == [(0, 12, "actor"), (31, 36, "location")]
    assert [(r["type"], r["head"]) for r in found["relations"]] == [("in", found["spans"][0]["id"])]
    assert (found["article_labels"], found["spans"][1]["attributes"]) == ({"topic": "grain"}, {"kind": "port"})


def test_filters_meet(monkeypatch: MP, path: Path) -> None:
    def owners(*options: str) -> list[tuple[str, str]]:
        lines = call(monkeypatch, "export", path, "-", *options).out.splitlines()
        return [(json.loads(line)["id"], json.loads(line)["annotator"]) for line in lines]

    everything = [("harbour", "Ana"), ("harbour", "Ben"), ("harbour", "gold"), ("other", "Ana"), ("other", "Ben")]
    assert owners() == everything
    assert owners("--gold") == [("harbour", "gold")]
    assert owners("--gold", "--annotator", "Ben") == [("harbour", "Ben"), ("harbour", "gold"), ("other", "Ben")]
    assert owners("--gold", "--status", "started") == []
    assert "there is no annotator 'gold'" in call(monkeypatch, "export", path, "-", "--annotator", "gold").err


def test_info_counts_gold_apart_from_the_people(monkeypatch: MP, path: Path) -> None:
    facts = call(monkeypatch, "info", path, "--json").json
    assert facts["gold"] == {"articles": 1, "spans": 2}
    assert [one["name"] for one in facts["annotators"]] == ["Ana", "Ben", "Lead"]
    assert {b["key"]: b["spans"] for b in facts["scheme"]["labels"]}["actor"] == 3


def test_gold_goes_out_in_and_out_again_unchanged(monkeypatch: MP, path: Path, tmp_path: Path) -> None:
    for options in (["--gold"], []):
        first, fresh, second = (tmp_path / f"{len(options)}{name}" for name in ("a.jsonl", "n.annotator", "b.jsonl"))
        assert call(monkeypatch, "export", path, first, *options).code == 0
        new_project(fresh).close()
        imported = call(monkeypatch, "import", fresh, first, "--json")
        assert (imported.code, imported.json["refused"], imported.json["repaired"]) == (0, [], [])
        assert call(monkeypatch, "export", fresh, second, *options).code == 0
        assert first.read_bytes() == second.read_bytes()
        again = call(monkeypatch, "import", fresh, first, "--json").json
        assert (again["added"], again["already"]) == (0, again["read"])
        project = open_project(fresh)
        assert [p.name for p in people.people(project)] == ([] if options else ["Ana", "Ben"])
        project.close()


def test_a_person_called_gold_is_told_apart_by_id(tmp_path: Path) -> None:
    project = project_with(tmp_path, record(annotator="gold", spans=[span(0, 7)]))
    assert [p.id for p in people.people(project)] == [person_id("gold")]
    bring_records(project, tmp_path, record(annotator="x", annotator_id=GOLD.upper(), spans=[span(8, 12)]))
    assert [p.id for p in people.people(project)] == [person_id("gold")]
    found = [json.loads(line) for line in exported(project, tmp_path).splitlines()]
    assert [(r["annotator"], r["annotator_id"]) for r in found] == sorted([("gold", GOLD), ("gold", person_id("gold"))])
    assert [r["spans"][0]["start"] for r in found if r["annotator_id"] == GOLD] == [8]
    assert Hand.of(project, "harbour", "gold").me == person_id("gold")
