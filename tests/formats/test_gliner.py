"""GLiNER: words and inclusive word numbers, relations between tags, texts rebuilt from words."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings

from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.foreign import TEXT, essence, got, imported, job, made, there_and_back, works, written
from tests.formats.test_prodigy import fitting

WORDS = ["Merovia", "sends", "grain", "to", "Port", "Ilmark", "."]


def test_words_become_a_text_with_single_spaces(tmp_path: Path) -> None:
    one = {"tokenized_text": WORDS, "ner": [[0, 0, "country"], [4, 5, "port"]], "split": "train"}
    found = got("gliner", tmp_path / "a.json", json.dumps([one, {"tokenized_text": ["Nobody"]}]))
    assert kinds.detect(tmp_path / "a.json").name == "gliner"
    assert found.records[0].text == "Merovia sends grain to Port Ilmark ."
    assert found.tags == [[("Merovia", "country"), ("Port Ilmark", "port")], []]
    assert found.repairs == ["2 texts were put together from their words, with one space between them"]
    assert [r.status for r in found.records] == ["done", "new"]
    assert found.records[0].meta == {"split": "train"}
    assert imported(tmp_path, tmp_path / "a.json")[0] == []


def test_relations_by_tag_number_or_by_place(tmp_path: Path) -> None:
    lines = [
        {"tokenized_text": WORDS, "ner": [[0, 0, "c"], [9, 9, "c"], {"start": 4, "end": 5, "label": "port"}],
         "relations": [[0, 2, "sends to"], [0, 1, "lost"]]},
        {"tokenized_text": WORDS, "ner": [[0, 0, "PERSON", "Merovia"], [5, 5, "Q1", "Ilmark"]], "id": 4,
         "relations": [{"head": {"position": [0, 0]}, "tail": {"position": [5, 5]}, "relation_text": "near"}]},
    ]  # fmt: skip
    found = got("gliner", tmp_path / "a.jsonl", lines)
    kept = [[(r.type, r.head, r.child) for r in record.relations] for record in found.records]
    ids = [[span.id for span in record.spans] for record in found.records]
    assert kept == [[("sends to", ids[0][0], ids[0][1])], [("near", ids[1][0], ids[1][1])]]
    assert found.tags[0] == [("Merovia", "c"), ("Port Ilmark", "port")]
    assert [line for line, _ in found.faults] == [1, 1]


def test_bad_objects_and_tags_are_told(tmp_path: Path) -> None:
    lines = [
        {"tokenized_text": "Merovia"}, {"tokenized_text": []}, {"tokenized_text": ["a", 1]}, [1],
        {"tokenized_text": ["a", "", "b\r\nc"], "ner": [[1, 1, "x"], [0, 2, "y"], [2, 0, "x"], ["0", 1, "x"], 5]},
    ]  # fmt: skip
    found = got("gliner", tmp_path / "a.jsonl", lines)
    assert found.tags == [[("a  b\nc", "y")]]
    assert [line for line, _ in found.faults] == [1, 2, 3, 4, 5, 5, 5, 5]


def test_a_written_object_is_training_data() -> None:
    work = job()
    record = made(TEXT, (0, 7, "GPE"), (0, 3, "GPE"), (10, 23, "ACT"), links=[("does", "s0", "s2"), ("x", "s0", "s1")])
    (data,) = json.loads(written("gliner", [record], work))
    words = data["tokenized_text"]
    assert [" ".join(words[a : b + 1]) for a, b, _ in data["ner"]] == ["Merovia", "sends Talvane"]
    assert data["relations"] == [[0, 1, "does"]]
    assert work.losses.told() == ["1 relations of such tags", "1 tags whose edges lie inside a word"]
    assert work.losses.places["tags whose edges lie inside a word"] == [f"{record.id}: “Mer” (GPE)"]
    assert json.loads(written("gliner", [], job())) == []


@settings(max_examples=60)
@given(works())
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    found = there_and_back("gliner", records)
    assert (found.faults, found.repairs) == ([], [])
    assert [essence(r) for r in found.records] == [essence(fitting(r)) for r in records]
