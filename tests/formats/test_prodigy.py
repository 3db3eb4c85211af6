"""Prodigy: tasks of every interface, several people on one text, tokens that make up the whole text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.record import Record
from annotator.formats.tokens import aligned, tokens_of
from annotator.work import kinds
from tests.formats.foreign import PIECES, TEXT, essence, got, imported, job, made, there_and_back, works, written

HASHES = {"_input_hash": -1207548, "_task_hash": 99120}


def tokens(text: str) -> list[dict[str, Any]]:
    """Return tokens as Prodigy has them."""
    return [{"text": text[a:b], "start": a, "end": b, "id": i, "ws": True} for i, (a, b) in enumerate(tokens_of(text))]


def task(**given: Any) -> dict[str, Any]:
    return {"text": TEXT, "tokens": tokens(TEXT), "answer": "accept", **HASHES, **given}


def test_tags_by_characters_and_by_tokens_alone(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 7, "token_start": 0, "token_end": 0, "label": "GPE"},
        {"token_start": 2, "token_end": 3, "label": "ACT"},
        {"token_start": 2, "token_end": 300, "label": "ACT"},
    ]
    path = tmp_path / "a.jsonl"
    found = got("prodigy", path, [task(spans=spans, meta={"source": "Ilmark Post"}, id=4)])
    assert kinds.detect(path).name == "prodigy"
    assert found.tags == [[("Merovia", "GPE"), ("sends Talvane", "ACT")]]
    assert found.records[0].meta == {"source": "Ilmark Post", "prodigy_id": 4}
    assert found.faults == [(1, f"article {found.records[0].id!r}: span 3 needs whole numbers as start and end")]


def test_relations_name_spans_or_tokens(tmp_path: Path) -> None:
    spans = [
        {"start": 0, "end": 7, "label": "GPE"},
        {"start": 10, "end": 23, "label": "ACT"},
        {"start": 16, "end": 23, "label": "GPE"},
    ]
    head = {"start": 0, "end": 7, "token_start": 0, "token_end": 0, "label": "GPE"}
    child = {"start": 10, "end": 23, "token_start": 2, "token_end": 3, "label": "ACT"}
    relations = [
        {"head": 0, "child": 3, "head_span": head, "child_span": child, "label": "does"},
        {"head": 3, "child": 0, "label": "by"},
        {"head": 0, "child": 99, "label": "no such token"},
        {"head": 0, "child": 1, "label": "nothing tagged there"},
        {"head": 0, "child": 1, "child_span": {"start": 8, "end": 9, "label": None}, "label": "nor there"},
        {"head": 0, "child": 1, "child_span": {"start": 10, "end": 15, "label": "X"}, "label": "a lost tag"},
    ]
    found = got("prodigy", tmp_path / "a.jsonl", [task(spans=spans, relations=relations)])
    quotes = {span.id: span.quote for span in found.records[0].spans}
    links = [(r.type, quotes[r.head], quotes[r.child]) for r in found.records[0].relations]
    assert links == [
        ("does", "Merovia", "sends Talvane"), ("by", "Talvane", "Merovia"),
        ("nothing tagged there", "Merovia", "😀"), ("nor there", "Merovia", "😀"),
    ]  # fmt: skip
    assert [reason.rpartition(": ")[2][:10] for _, reason in found.faults] == ["relation 3", "relation 6"]
    assert found.tags[0].count(("😀", "token")) == 1
    assert "1 words that only relations join were tagged “token”" in found.records[0].repaired


def test_people_on_one_text_are_records_of_one_article(tmp_path: Path) -> None:
    gpe = [{"start": 0, "end": 7, "label": "GPE"}]
    other = [{"start": 16, "end": 23, "label": "GPE"}]
    lines = [
        task(spans=gpe, _annotator_id="news-Ana", _session_id="news-Ana"),
        task(spans=other, _annotator_id="news-Ben"),
        task(spans=other, _annotator_id="news-Ana"),
        task(spans=gpe, answer="reject", _annotator_id="news-Cleo"),
        task(spans=gpe, answer="ignore"),
        task(answer="ignore"),
        task(spans=gpe, _annotator_id=None, _session_id="news-2024-01-31_10-00-59"),
    ]
    found = got("prodigy", tmp_path / "in.jsonl", lines)
    assert [r.annotator for r in found.records] == ["news-Ana", "news-Ben", None]
    assert found.tags[0] == [("Merovia", "GPE"), ("Talvane", "GPE")]
    assert found.records[2].anonymous
    assert len({r.id for r in found.records}) == 1
    assert "put together" in found.records[0].repaired[0]
    assert found.repairs[:2] == [
        "2 tasks with the answer “ignore” were left out",
        "1 tasks with the answer “reject” were left out",
    ]
    assert "session by its time" in found.repairs[2]
    assert imported(tmp_path, tmp_path / "in.jsonl")[0] == []


def test_choices_and_labels_of_the_whole_text(tmp_path: Path) -> None:
    lines = [
        {"text": "One.", "options": [{"id": "a"}], "accept": ["a"], "answer": "accept", **HASHES},
        {"text": "Two.", "label": "WAR", "answer": "accept", **HASHES},
        {"text": "Two.", "label": "TRADE", "answer": "accept", **HASHES},
        {"text": "Two.", "label": "SPORT", "answer": "reject", **HASHES},
        {"text": "Three.", **HASHES},
    ]
    found = got("prodigy", tmp_path / "a.jsonl", lines)
    assert [r.article_labels for r in found.records] == [{"accept": ["a"]}, {"label": ["WAR", "TRADE"]}, {}]
    assert [r.status for r in found.records] == ["done", "done", "new"]


def test_bad_lines_are_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    lines = [
        task(
            spans=[
                {"start": 3, "end": 999, "label": "GPE"},
                7,
                {"start": 0, "end": 7, "label": "GPE", "text": "Talvane"},
                {"start": 0, "end": 7, "label": "GPE", "text": "Merovia"},
            ]
        ),
        {"html": "<b>x</b>", **HASHES},
    ]
    found = got("prodigy", tmp_path / "a.jsonl", lines)
    assert found.tags == [[("Merovia", "GPE")]]
    told = "\n".join(reason for _, reason in found.faults)
    assert "span 2 is no object" in told
    assert "span 1 covers 3-999" in told
    assert "span 3 at 0-7 should read 'Talvane' but the text there is 'Merovia'" in told
    assert (2, '"text" is missing or empty') in found.faults


def test_a_written_task_is_what_prodigy_loads() -> None:
    record = made(TEXT, (0, 7, "GPE"), (10, 23, "ACT"), links=[("does", "s0", "s1")], meta={"source": "Ilmark Post"})
    (line,) = written("prodigy", [record], job()).decode().split("\n")[:-1]
    data = json.loads(line)
    assert (data["answer"], data["_annotator_id"], data["meta"]) == ("accept", "Ana", {"source": "Ilmark Post"})
    for span in data["spans"]:
        first, last = data["tokens"][span["token_start"]], data["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (span["start"], span["end"])
    (link,) = data["relations"]
    assert (link["head"], link["child"]) == (0, link["child_span"]["token_end"])
    assert link["head_span"]["label"] == "GPE"


@given(st.lists(st.sampled_from([*PIECES, " ", "\t", "\x0b"]), min_size=1, max_size=15).map("".join))
def test_tokens_and_their_spaces_are_the_text(text: str) -> None:
    data = json.loads(written("prodigy", [made(text)], job()))
    assert "".join(t["text"] + (" " if t["ws"] else "") for t in data["tokens"]) == text
    assert all(text[t["start"] : t["end"]] == t["text"] for t in data["tokens"])
    assert [t["id"] for t in data["tokens"]] == list(range(len(data["tokens"])))


def test_a_tag_that_cuts_a_token_is_left_out_and_listed() -> None:
    work = job()
    record = made(TEXT, (0, 3, "GPE"), (0, 7, "GPE"), links=[("in", "s1", "s0")], status="skipped", reason="old")
    data = json.loads(written("prodigy", [record], work))
    assert [span["text"] for span in data["spans"]] == ["Merovia"]
    assert data["answer"] == "ignore"
    assert work.losses.places["tags whose edges lie inside a token"] == [f"{record.id}: “Mer” (GPE)"]
    assert work.losses.counts["relations of such tags"] == 1
    assert work.losses.counts["reasons why articles were skipped"] == 1


def fitting(record: Record) -> Record:
    """Return a record without the tags that cut a token, and without their relations."""
    words = tokens_of(record.text)
    record.spans = [span for span in record.spans if aligned(words, span.start, span.end)]
    kept = {span.id for span in record.spans}
    record.relations = [link for link in record.relations if {link.head, link.child} <= kept]
    return record


@settings(max_examples=60)
@given(works())
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    for record in records:
        record.attributes = {record.spans[0].id: {"role": "x", "n": 3, "all": ["a"]}} if record.spans else {}
    found = there_and_back("prodigy", records)
    records = [fitting(record) for record in records]
    assert found.faults == []
    assert [essence(r) for r in found.records] == [essence(r) for r in records]
    assert [r.id for r in found.records] == [r.id for r in records]
    for old, new in zip(records, found.records, strict=True):
        kept = {span.id for span in old.spans}
        assert new.attributes == {key: value for key, value in old.attributes.items() if key in kept}
