"""Export -> import into a new project -> export: the same bytes, whatever news and annotators can hold."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.zones import KINDS
from annotator.store.audit import audit
from annotator.store.project import open_project
from tests.helpers import Hand, bring, bring_records, exported, project_with, record, span

SIGNS = (
    "aZ é e\u0301 😀 👩‍👩‍👧 🇮🇱 می‌خواهم שָׁלוֹם العَرَبِيَّة"
    ' \u2028 \x85 \x0b \x1c \ufeff \ufdd0 \ufffc \x00 \u202e“ ” \\ " </b> \t\n'
)
_TEXT = st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1)
_WORD = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_KEY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1, max_size=12)
_LABEL = st.sampled_from(["actor", "location", "PER", "B-loc", "мера", "ا", 'a"b', "x y", "émeute"]) | st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="|/"), min_size=1, max_size=10
)
_FINITE = st.floats(allow_nan=False, allow_infinity=False)
_VALUE = st.booleans() | st.integers(-(2**70), 2**70) | _FINITE | st.text(st.characters(exclude_categories=["Cs"]))
_JSON = st.recursive(
    st.none() | _VALUE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORD, inner, max_size=3),
    max_leaves=8,
)


@st.composite
def work_of(draw: st.DrawFn, text: str, name: str) -> dict[str, Any]:
    """Draw one annotator's record of a text, without its id and meta."""
    n = len(text)
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(1, n)), max_size=6))
    ids = draw(st.lists(_WORD, min_size=len(edges), max_size=len(edges), unique=True))
    spans = [
        {
            "id": i, "start": a, "end": min(a + b, n), "label": draw(_LABEL), "text": text[a : min(a + b, n)],
            "attributes": draw(st.dictionaries(_KEY, _VALUE | st.lists(_WORD, max_size=2), max_size=2)),
            "unsure": draw(st.booleans()), "note": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9)),
            "origin": draw(st.sampled_from(["hand", "mention", "import", "suggestion"])),
            "created": draw(st.sampled_from([None, "2024-05-06T07:08:09.010Z"])),
        }
        for i, (a, b) in zip(ids, edges, strict=True)
    ]  # fmt: skip
    ends = st.sampled_from(ids) if ids else st.nothing()
    link = st.fixed_dictionaries({"id": _WORD, "type": _WORD, "head": ends, "child": ends})
    zone = st.tuples(st.integers(0, n - 1), st.integers(1, n), st.sampled_from(KINDS), st.booleans())
    zones = {(a, min(a + b, n), kind): twice for a, b, kind, twice in draw(st.lists(zone, max_size=3))}
    return {
        "annotator": name,
        "status": draw(st.sampled_from(["started", "done", "skipped"])),
        "reason": draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=9)),
        "spans": spans,
        "relations": draw(st.lists(link, max_size=3, unique_by=lambda r: r["id"])) if ids else [],
        "notes": [{"id": i, "text": t} for i, t in draw(st.dictionaries(_WORD, _TEXT, max_size=2)).items()],
        "article_labels": draw(st.dictionaries(_KEY, _VALUE, max_size=2)),
        "zones": [
            {"start": a, "end": b, "kind": kind, **({"duplicate": True} if twice else {})}
            for (a, b, kind), twice in sorted(zones.items())
        ],
    }


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw the records of a few articles: worked on by nobody, by one, by two."""
    out = []
    for number in range(draw(st.integers(1, 3))):
        text = draw(_TEXT)
        shared: dict[str, Any] = {
            "id": f"{number}{draw(_WORD)}"[:20],
            "text": text,
            "meta": draw(st.dictionaries(_WORD, _JSON, max_size=3)),
        }
        shared["group"] = draw(_WORD) if draw(st.booleans()) else None
        names = draw(st.lists(st.sampled_from(["Ana", "Ben", "علی‌رضا"]), max_size=2, unique=True))
        out += [{**shared, **draw(work_of(text, name))} for name in names]
        if not names:
            out.append({**shared, "annotator": None, "zones": draw(work_of(text, "x"))["zones"]})
    return out


@settings(max_examples=40)
@given(records(), st.randoms(use_true_random=False))
def test_anything_comes_back_byte_for_byte(found: list[dict[str, Any]], chance: random.Random) -> None:
    with TemporaryDirectory() as first, TemporaryDirectory() as second:
        project = project_with(Path(first), *found)
        before = exported(project, Path(first))
        assert before.count(b"\n") == len(found)
        assert audit(project) == []
        project.close()
        again = project_with(Path(second))
        lines = before.split(b"\n")[:-1]
        chance.shuffle(lines)
        for line in lines:  # several imports, in any order
            assert not bring_records(again, Path(second), line).refused
        assert exported(again, Path(second)) == before
        assert audit(again) == []
        again.close()


MIXED = "😀 Iran وإيران e\u0301lan \u2028 x\n"
OTHER_BEN = "0b9e6c8e-3c1f-4f57-9a55-5b8b5f0e7c11"
ALL_KINDS = [
    record(
        id="emoji", text=MIXED, meta={"n": 10**30, "f": 1e16, "i": -5, "deep": {"a": [None]}},
        spans=[
            {"id": "in", "start": 2, "end": 6, "label": "location", "note": "nested"},
            {"id": "out", "start": 0, "end": 14, "label": "actor", "unsure": True},
            {"id": "cross", "start": 4, "end": 16, "label": "PER", "attributes": {"sure": False, "roles": ["a", "b"]}},
            {"id": "same", "start": 4, "end": 16, "label": "PER", "origin": "mention"},
        ],
        relations=[{"type": "in", "head": "in", "child": "cross"}, {"type": "in", "head": "cross", "child": "in"}],
        notes=[{"text": "a wire copy?\nsecond line"}], article_labels={"topic": ["a"], "weight": 2},
        zones=[{"start": 0, "end": 6, "kind": "headline"}], group="wire-1",
    ),
    record(id="emoji", text=MIXED, annotator="Ben"),
    record(id="emoji", text=MIXED, annotator="Ben", annotator_id=OTHER_BEN, status="skipped", reason="too short"),
    record(id="nobody", text="Nobody read this.\n", annotator=None, status="new"),
    record(
        id="rezoned", text="Nobody read this either.\n", annotator=None, status="new",
        zones=[{"start": 0, "end": 6, "kind": "caption"}],
    ),
    record(id="unzoned", annotator="Ben", zones=[]),
    record(id="open", annotator="Ben", status="new", spans=[span(0, 7)]),
]  # fmt: skip


def test_every_kind_of_work_comes_back(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
    project = project_with(tmp_path / "a", *ALL_KINDS)
    before = exported(project, tmp_path / "a")
    assert before.count(b"\n") == len(ALL_KINDS)
    Hand.of(project, "nobody", "Late").tag(0, 6)  # work by hand travels as well
    Hand.of(project, "nobody", "Late").undo()
    assert exported(project, tmp_path / "a") == before
    Hand.of(project, "unzoned", "Late").toggle(0)
    Hand.of(project, "rezoned", "Late").tag(0, 6)
    before = exported(project, tmp_path / "a")
    again = project_with(tmp_path / "b")
    report = bring(again, tmp_path / "a" / "exported.jsonl")
    assert (report.refused, report.repaired) == ([], [])
    assert exported(again, tmp_path / "b") == before
    assert bring(again, tmp_path / "a" / "exported.jsonl").added == 0
    again.close()
    project.close()
    again = open_project(again.path)
    assert exported(again, tmp_path / "b") == before
    again.close()


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_labels_that_the_scheme_does_not_know_give_one_scheme(tmp_path: Path, order: tuple[int, ...]) -> None:
    """However they come, the scheme and with it every export is the same."""
    found = [
        record(annotator="Ana", spans=[span(0, 7, "ZED")]),
        record(annotator="Ben", spans=[span(0, 7, "alpha"), span(0, 7, "ZED")]),
        record(annotator="Cleo", spans=[span(0, 7, "actor")]),
    ]
    (tmp_path / "all").mkdir()
    whole = project_with(tmp_path / "all", *found)
    project = project_with(tmp_path)
    for number in order:
        bring_records(project, tmp_path, found[number])
    assert exported(project, tmp_path) == exported(whole, tmp_path / "all")
    assert project.scheme.hash == whole.scheme.hash
    assert [label.key for label in project.scheme.labels if label.added] == ["ZED", "alpha"]
    whole.close()
    project.close()
