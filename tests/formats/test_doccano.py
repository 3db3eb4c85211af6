"""doccano: every shape that it has written, offsets in browser units, bad tags told one by one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.foreign import TEXT, essence, got, imported, job, made, there_and_back, works, written

MEROVIA, TALVANE = (0, 7, "actor"), (16, 23, "actor")


@pytest.mark.parametrize("text", ["text", "data"])
@pytest.mark.parametrize("key", ["label", "labels", "entities", "annotations"])
@pytest.mark.parametrize("shape", ["list", "dict"])
def test_every_name_that_a_text_and_its_tags_have_had(tmp_path: Path, text: str, key: str, shape: str) -> None:
    tag: Any = [16, 23, "actor"]
    if shape == "dict":
        tag = {"id": 4, "start_offset": 16, "end_offset": 23, "label": "actor"}
    path = tmp_path / "a.jsonl"
    found = got("doccano", path, [{"id": 9, text: TEXT, key: [tag], "source": "Ilmark Post", "meta": {"n": 1}}])
    assert kinds.detect(path).name == "doccano"
    assert found.tags == [[("Talvane", "actor")]]
    record = found.records[0]
    assert (record.meta, record.status) == ({"source": "Ilmark Post", "n": 1, "doccano_id": 9}, "done")
    assert (found.faults, record.repaired) == ([], [])


def test_tags_that_quote_their_words_are_checked(tmp_path: Path) -> None:
    tags = [
        {"id": 1, "start_offset": 0, "end_offset": 7, "label": "actor", "text": "Merovia"},
        {"id": 2, "start_offset": 0, "end_offset": 7, "label": "actor", "text": "Talvane"},
    ]
    found = got("doccano", tmp_path / "a.jsonl", [{"text": TEXT, "entities": tags}])
    assert found.tags == [[("Merovia", "actor")]]
    assert ["should read 'Talvane'" in reason for _, reason in found.faults] == [True]


def test_relations_comments_and_categories(tmp_path: Path) -> None:
    line = {
        "id": 1,
        "text": TEXT,
        "Comments": ["a wire copy?"],
        "cats": ["trade"],
        "username": "Ben",
        "entities": [
            {"id": 10, "label": "actor", "start_offset": 0, "end_offset": 7},
            {"id": 11, "label": "actor", "start_offset": 16, "end_offset": 23},
        ],
        "relations": [
            {"id": 3, "from_id": 10, "to_id": 11, "type": "sends to"},
            {"id": 4, "from_id": 10, "to_id": 99, "type": "sends to"},
        ],
    }
    found = got("doccano", tmp_path / "a.jsonl", [line])
    (record,) = found.records
    quotes = {span.id: span.quote for span in record.spans}
    assert [(r.type, quotes[r.head], quotes[r.child]) for r in record.relations] == [("sends to", "Merovia", "Talvane")]
    assert list(record.notes.values()) == ["a wire copy?"]
    assert (record.article_labels, record.annotator) == ({"cats": ["trade"]}, "Ben")
    assert [(line, "relation 2" in reason) for line, reason in found.faults] == [(1, True)]


def test_labels_of_a_whole_text(tmp_path: Path) -> None:
    lines = [
        {"text": "One.", "label": ["pos", "neg"]},
        {"text": "Two.", "labels": "pos"},
        {"text": "Three.", "label": 2},
        {"text": "Four.", "annotations": [{"label": 3, "user": 1}]},
        {"text": "Five.", "label": []},
        {"text": "Six."},
    ]
    found = got("doccano", tmp_path / "a.jsonl", lines)
    assert [r.article_labels for r in found.records] == [
        {"label": ["pos", "neg"]},
        {"label": ["pos"]},
        {"label": 2},
        {"label": ["label 3"]},
        {},
        {},
    ]
    assert [r.status for r in found.records] == ["done"] * 5 + ["new"]
    assert found.records[3].annotator == "user 1"


def test_old_exports_name_labels_by_number_and_each_tag_s_user(tmp_path: Path) -> None:
    tags = [
        {"id": 1, "label": 2, "start_offset": 0, "end_offset": 7, "user": 1},
        {"id": 2, "label": 1, "label_name": "ORG", "start_offset": 16, "end_offset": 23, "user": 2, "user_name": "Ben"},
    ]
    found = got("doccano", tmp_path / "a.jsonl", [{"id": 1, "text": TEXT, "annotations": tags, "meta": {}}])
    assert [r.annotator for r in found.records] == ["user 1", "Ben"]
    assert found.tags == [[("Merovia", "label 2")], [("Talvane", "ORG")]]
    assert "labels are numbers" in found.records[0].repaired[0]
    assert len({r.id for r in found.records}) == 1


def test_offsets_of_a_browser_are_told_and_read(tmp_path: Path) -> None:
    """All of a document is read as UTF-16 where that alone gives whole words; nothing is moved elsewhere."""
    start = len(TEXT[: TEXT.index("Ilmark")].encode("utf-16-le")) // 2
    lines = [
        {"text": TEXT, "label": [[0, 7, "actor"], [17, 24, "actor"], [start, start + 6, "loc"]]},
        {"text": TEXT + "x", "label": [[0, 7, "actor"], [16, 23, "actor"]]},
        {"text": TEXT + "yy", "label": [[0, 3, "actor"]]},
        {"text": "😀 Ilmark", "label": [[3, 9, "loc"]]},
    ]
    found = got("doccano", tmp_path / "a.jsonl", lines)
    assert found.tags[0] == [("Merovia", "actor"), ("Talvane", "actor"), ("Ilmark", "loc")]
    assert "offsets of 3 tags were read as UTF-16 units" in found.records[0].repaired[0]
    assert found.tags[1:3] == [[("Merovia", "actor"), ("Talvane", "actor")], [("Mer", "actor")]]
    assert found.records[1].repaired == found.records[2].repaired == []
    assert found.tags[3] == [("Ilmark", "loc")]


def test_a_bad_tag_is_told_with_its_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    tags = [
        [0, 7, "actor"],
        [5, 999, "loc"],
        [7, 7, "loc"],
        [-3, 2, "loc"],
        [0, 7, "a|b"],
        [0, 7],
        [0, 7, None],
        [0, 7, "actor"],
    ]
    first, second = (json.dumps(part) for part in ({"text": "Nothing.", "label": []}, {"text": TEXT, "label": tags}))
    lines = f"{first}\n\n{second}\n{{broken\n"
    found = got("doccano", tmp_path / "a.jsonl", lines)
    assert found.tags == [[], [("Merovia", "actor")]]
    assert [line for line, _ in found.faults] == [3] * 6 + [4]
    assert "tag 2 covers 5-999, but the text has the range 0-" in found.faults[0][1]
    assert "the label 'a|b' holds “|”" in found.faults[3][1]
    assert found.records[1].repaired == ["tag 8 stood twice and was taken once"]


@pytest.mark.parametrize("array", [True, False])
def test_lists_and_objects_over_several_lines_keep_their_lines(tmp_path: Path, array: bool) -> None:
    one = json.dumps({"text": TEXT, "label": [[0, 7, "actor"]]}, indent=2)
    two = json.dumps({"text": '\\"}]{[ Talvane', "label": [[7, 14, "loc"], [0, 99, "x"]]}, indent=2)
    whole = f"\ufeff[\n{one},\n{two}\n]\n" if array else f"\n{one}\n{two}\n"
    found = got("doccano", tmp_path / "a.json", whole)
    assert found.tags == [[("Merovia", "actor")], [("Talvane", "loc")]]
    assert found.lines == [2, 2 + one.count("\n") + 1]
    assert found.faults[0][0] == found.lines[1]
    assert kinds.detect(tmp_path / "a.json").name == "doccano"


def test_the_same_text_twice_without_an_id_is_two_articles(tmp_path: Path) -> None:
    lines = [
        {"text": "example", "labels": [[0, 1, "LOC"], [0, 2, "ORG"]]},
        {"text": "example", "labels": [[0, 1, "PER"]]},
    ]
    found = got("doccano", tmp_path / "a.jsonl", lines)
    assert len({record.id for record in found.records}) == 2
    refused, repaired = imported(tmp_path, tmp_path / "a.jsonl")
    assert refused == []
    assert any("the same text stood before it" in note for note in repaired)


def test_a_text_with_half_a_character_or_none_is_refused(tmp_path: Path) -> None:
    found = got(
        "doccano",
        tmp_path / "a.jsonl",
        '{"text": "a\\ud83d b", "label": []}\n{"label": []}\n{"text": "ok", "label": []}\n',
    )
    assert [line for line, _ in found.faults] == [1, 2]
    assert "lone surrogate" in found.faults[0][1]
    assert [record.text for record in found.records] == ["ok"]


def test_windows_line_ends_move_the_offsets(tmp_path: Path) -> None:
    found = got("doccano", tmp_path / "a.jsonl", [{"text": "One.\r\nIlmark", "label": [[6, 12, "loc"]]}])
    assert found.records[0].text == "One.\nIlmark"
    assert found.tags == [[("Ilmark", "loc")]]


def test_the_seal_on_our_offsets_holds_for_our_tags_alone(tmp_path: Path) -> None:
    """doccano gives back what it does not know, beside tags that a browser has counted since."""
    text = "😀a b😀 cd"
    ours = json.loads(written("doccano", [made(text, (2, 3, "a"))], job()))
    assert got("doccano", tmp_path / "a.jsonl", [ours]).tags == [[(" ", "a")]]
    theirs = {**ours, "label": [[2, 3, "a"], [8, 10, "b"]]}
    assert got("doccano", tmp_path / "a.jsonl", [theirs]).tags == [[("a", "a"), ("cd", "b")]]


def test_the_shape_follows_whether_there_are_relations() -> None:
    plain = made(TEXT, MEROVIA, TALVANE, meta={"headline": "Grain"}, notes={"n": "a copy"})
    (line,) = written("doccano", [plain], job()).decode().split("\n")[:-1]
    assert json.loads(line) == {
        "headline": "Grain",
        "id": plain.id,
        "text": TEXT,
        "offsets": json.loads(line)["offsets"],
        "annotator": "Ana",
        "Comments": ["a copy"],
        "label": [[0, 7, "actor"], [16, 23, "actor"]],
    }
    linked = made(TEXT, MEROVIA, TALVANE, links=[("to", "s0", "s1")], annotator="Ben")
    lines = [json.loads(part) for part in written("doccano", [plain, linked], job()).decode().split("\n")[:-1]]
    assert [entity["id"] for entity in lines[0]["entities"]] == [0, 1]
    assert lines[1]["relations"] == [{"id": 0, "from_id": 0, "to_id": 1, "type": "to"}]


def test_what_is_not_carried_is_told() -> None:
    work = job()
    record = made(
        TEXT, MEROVIA, MEROVIA, meta={"label": "x"}, article_labels={"topic": "war"}, status="started", group="w"
    )
    record.attributes = {"s0": {"role": "sender", "sure": True}}
    written("doccano", [record], work)
    assert work.losses.told() == [
        "1 labels of articles",
        "1 statuses other than done",
        "1 tags that stand twice with the same label",
        "1 ties of articles to wire stories",
        "2 values of attributes",
        "1 values of meta whose names doccano uses itself",
    ]


def without_doubles(record: Record) -> tuple[Any, ...]:
    text, annotator, spans, links = essence(record)
    return text, annotator, sorted(set(spans)), sorted(set(links))


@settings(max_examples=60)
@given(works())
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    found = there_and_back("doccano", records)
    assert found.faults == []
    assert [r.id for r in found.records] == [r.id for r in records]
    same = essence if any(r.relations for r in records) else without_doubles
    assert [same(r) for r in found.records] == [same(r) for r in records]
