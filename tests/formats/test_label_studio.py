"""Label Studio: tasks of every age, offsets in browser units, several people, answers on regions and on the whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.foreign import TEXT, essence, got, imported, job, made, there_and_back, works, written

ILMARK = TEXT.index("Ilmark")
IN_BROWSER = len(TEXT[:ILMARK].encode("utf-16-le")) // 2


def region(
    start: int, end: int, *labels: str, name: str = "r1", text: str | None = None, **given: Any
) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end] if text is None else text, "labels": list(labels)}
    return {"id": name, "from_name": "label", "to_name": "text", "type": "labels", "value": value, **given}


def task(*results: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    annotations = [{"id": i, "completed_by": i + 1, "result": result} for i, result in enumerate(results)]
    return {"id": 7, "data": {"text": TEXT, "url": "https://ilmark.test/1"}, "annotations": annotations, **given}


@pytest.mark.parametrize("whole", [True, False])
def test_an_export_as_a_list_or_as_lines(tmp_path: Path, whole: bool) -> None:
    tasks = [
        task([region(0, 7, "GPE")], [region(16, 23, "GPE", "ORG")]),
        {"data": {"text": "Nobody."}, "annotations": []},
    ]
    content = json.dumps(tasks, indent=1) if whole else "\n".join(json.dumps(t) for t in tasks)
    found = got("label-studio", tmp_path / "a.json", content)
    assert kinds.detect(tmp_path / "a.json").name == "label-studio"
    assert found.tags == [[("Merovia", "GPE")], [("Talvane", "GPE"), ("Talvane", "ORG")], []]
    assert [r.annotator for r in found.records] == ["user 1", "user 2", None]
    assert [r.status for r in found.records] == ["done", "done", "new"]
    assert found.records[0].meta == {"url": "https://ilmark.test/1", "label_studio_id": 7}
    assert found.records[0].id == found.records[1].id
    assert imported(tmp_path, tmp_path / "a.json")[0] == []


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ({"id": 3, "email": "ana@ilmark.test", "first_name": "Ana"}, "ana@ilmark.test"),
        ({"id": 3, "email": "", "first_name": "Ana", "last_name": "Bel"}, "Ana Bel"),
        ({"id": 3}, "user 3"),
        (3, "user 3"),
        ("ana", "ana"),
        (None, None),
    ],
)
def test_who_annotated(tmp_path: Path, who: Any, name: str | None) -> None:
    one = task([])
    one["annotations"][0]["completed_by"] = who
    assert [r.annotator for r in got("label-studio", tmp_path / "a.json", [one]).records] == [name]


def test_offsets_of_a_browser_are_read_by_the_words_they_quote(tmp_path: Path) -> None:
    """Old exports count UTF-16 units; predictions made in Python and kept by hand count code points beside them."""
    results = [
        region(IN_BROWSER, IN_BROWSER + 6, "LOC", text="Ilmark"),
        region(0, 7, "GPE", name="r2"),
        region(17, 24, "GPE", name="r3", text="Talvane"),
        region(16, 23, "ORG", name="r4"),
        region(16, 23, "ORG", name="r5", text="Nowhere"),
    ]
    found = got("label-studio", tmp_path / "a.json", [task(results)])
    assert found.tags == [[("Ilmark", "LOC"), ("Merovia", "GPE"), ("Talvane", "GPE"), ("Talvane", "ORG")]]
    assert any("read as UTF-16 units" in note for note in found.records[0].repaired)
    assert [reason.partition(": ")[2][:26] for _, reason in found.faults] == ["region 'r5' at 16-23 shoul"]


@pytest.mark.parametrize("counted", ["two", "one"])
def test_line_ends_of_windows_count_as_two_or_one(tmp_path: Path, counted: str) -> None:
    start = 6 if counted == "two" else 5
    one = {
        "data": {"text": "One.\r\nIlmark\r\n"},
        "annotations": [{"result": [region(start, start + 6, "LOC", text="Ilmark")]}],
    }
    found = got("label-studio", tmp_path / "a.json", [one])
    assert found.records[0].text == "One.\nIlmark\n"
    assert (found.tags, found.faults) == ([[("Ilmark", "LOC")]], [])


def test_ends_that_name_the_last_character_are_moved_behind_it(tmp_path: Path) -> None:
    old = task(
        [region(0, 6, "GPE", text="Merovia"), region(IN_BROWSER, IN_BROWSER + 5, "GPE", name="r2", text="Ilmark")]
    )
    found = got("label-studio", tmp_path / "a.json", [old])
    assert found.tags == [[("Merovia", "GPE"), ("Ilmark", "GPE")]]
    assert found.faults == []
    assert "the ends of 2 tags name their last character: they were moved behind it" in found.records[0].repaired
    wrong = got("label-studio", tmp_path / "b.json", [task([region(0, 5, "GPE", text="Merovia")])])
    assert (wrong.tags, len(wrong.faults)) == ([[]], 1)


def test_answers_on_regions_notes_and_relations(tmp_path: Path) -> None:
    place = {"start": 0, "end": 7}
    results = [
        region(0, 7, "GPE", meta={"text": ["sure of it"]}),
        region(16, 23, "GPE", name="r2"),
        {
            "id": "r1",
            "from_name": "role",
            "to_name": "text",
            "type": "choices",
            "value": {**place, "choices": ["sender"]},
        },
        {
            "id": "r1",
            "from_name": "all",
            "to_name": "text",
            "type": "choices",
            "value": {**place, "choices": ["a", "b"]},
        },
        {
            "id": "r1",
            "from_name": "why",
            "to_name": "text",
            "type": "textarea",
            "value": {**place, "text": ["it sends"]},
        },
        {"id": "r1", "from_name": "n", "to_name": "text", "type": "number", "value": {**place, "number": 3}},
        {
            "id": "d",
            "from_name": "topic",
            "to_name": "text",
            "type": "taxonomy",
            "value": {"taxonomy": [["Trade", "Grain"]]},
        },
        {"id": "e", "from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": 4}},
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "right", "labels": ["sends to", "helps"]},
        {"type": "relation", "from_id": "r1", "to_id": "r2", "direction": "left"},
        {"type": "relation", "from_id": "r1", "to_id": "gone", "labels": ["x"]},
    ]
    found = got("label-studio", tmp_path / "a.json", [task(results)])
    (record,) = found.records
    assert record.attributes == {"r1": {"role": "sender", "all": ["a", "b"], "why": "it sends", "n": 3}}
    assert record.spans[0].note == "sure of it"
    assert record.article_labels == {"topic": "Trade > Grain", "stars": 4}
    assert [(r.type, r.head, r.child) for r in record.relations] == [
        ("sends to", "r1", "r2"),
        ("helps", "r1", "r2"),
        ("related", "r2", "r1"),
    ]
    assert len(found.faults) == 1
    assert "joins a tag that is not there" in found.faults[0][1]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    one = task(
        [region(0, 7, "GPE")], predictions=[{"model_version": "m1", "result": [region(16, 23, "GPE")]}], drafts=[{}]
    )
    one["annotations"][0] |= {"ground_truth": True, "was_cancelled": True}
    picture = {"type": "rectanglelabels", "to_name": "image", "value": {"x": 1, "y": 2, "rectanglelabels": ["Car"]}}
    one["annotations"][0]["result"].append(picture)
    found = got("label-studio", tmp_path / "a.json", [one])
    assert [r.status for r in found.records] == ["skipped"]
    assert found.tags == [[("Merovia", "GPE")]]
    assert found.repairs == [
        "1 annotations marked as ground truth were read as work of their annotators",
        "1 drafts were left out",
        "1 predictions were left out",
        "1 regions that are not on text were left out",
    ]
    with_models = got("label-studio", tmp_path / "a.json", [one], predictions=True)
    assert [(r.annotator, r.spans[0].origin) for r in with_models.records] == [
        ("user 1", "import"),
        ("m1", "suggestion"),
    ]


def test_two_annotations_of_one_person_are_both_kept(tmp_path: Path) -> None:
    one = task([region(0, 7, "GPE")], [region(16, 23, "GPE")], [region(0, 7, "ORG")])
    for annotation, who in zip(one["annotations"], ("ana", "ana", None), strict=True):
        annotation["completed_by"] = who
    other = {"id": 8, "data": {"text": TEXT}, "annotations": [{"result": []}, {"result": [region(0, 7, "GPE")]}]}
    found = got("label-studio", tmp_path / "a.json", [one, other])
    assert [r.annotator for r in found.records] == ["ana", "ana (2)", None, None, "annotator (2)"]
    assert "annotation 2 of ana on this task" in found.records[1].repaired[0]
    assert imported(tmp_path, tmp_path / "a.json")[0] == []


def test_old_completions_and_a_single_task_over_many_lines(tmp_path: Path) -> None:
    old = {
        "completions": [{"id": 1, "result": [region(0, 7, "GPE", source="$body")]}],
        "data": {"body": TEXT, "title": "T"},
    }
    found = got("label-studio", tmp_path / "a.json", json.dumps(old, indent=4))
    assert found.tags == [[("Merovia", "GPE")]]
    assert found.records[0].meta == {"title": "T"}


def test_the_text_is_found_or_refused(tmp_path: Path) -> None:
    def with_data(**data: Any) -> dict[str, Any]:
        unnamed = {key: value for key, value in region(0, 7, "GPE").items() if key != "to_name"}
        return {"data": data, "annotations": [{"result": [unnamed]}]}

    tasks = [
        with_data(a="No.", b=TEXT),
        with_data(dialogue=[{"author": "A", "text": "Hello"}]),
        with_data(text="https://ilmark.test/1.txt"),
        with_data(n=1),
        {"text": "zzz"},
        {"data": {"a": "Short.", "b": "A longer one."}, "annotations": []},
        {"data": {"text": "a\ud83d"}, "annotations": []},
    ]
    found = got("label-studio", tmp_path / "a.jsonl", "\n".join(json.dumps(t) for t in tasks))
    assert [r.text for r in found.records] == [TEXT, "zzz", "A longer one."]
    assert "'b', was taken" in found.records[2].repaired[0]
    assert [line for line, _ in found.faults] == [2, 3, 4, 7]
    for (_, reason), words in zip(found.faults, ("dialogue", "links alone", "no text", "lone surrogate"), strict=True):
        assert words in reason


def test_regions_on_markup_count_in_the_words(tmp_path: Path) -> None:
    html = "<div><b>Ilmark</b> &amp; <script>x()</script>Talvane</div>"
    value = {
        "start": "/div[1]/b[1]/text()[1]",
        "end": "/div[1]/text()[2]",
        "startOffset": 0,
        "endOffset": 7,
        "globalOffsets": {"start": 9, "end": 16},
        "text": "Talvane",
        "hypertextlabels": ["GPE"],
    }
    item = {"id": "h", "from_name": "ner", "to_name": "text", "type": "hypertextlabels", "value": value}
    found = got("label-studio", tmp_path / "a.json", [{"data": {"text": html}, "annotations": [{"result": [item]}]}])
    assert found.records[0].text == "Ilmark & Talvane"
    assert found.tags == [[("Talvane", "GPE")]]
    assert "markup was left out" in found.records[0].repaired[0]


def test_flat_rows_of_json_min(tmp_path: Path) -> None:
    row = {
        "id": 1,
        "text": TEXT,
        "label": [{"start": 0, "end": 7, "text": "Merovia", "labels": ["GPE"]}],
        "source": "Post",
        "annotator": 2,
        "annotation_id": 5,
        "created_at": "2024-05-06",
        "updated_at": "2024-05-06",
        "lead_time": 3.1,
    }
    found = got("label-studio", tmp_path / "a.json", json.dumps([row]))
    assert kinds.detect(tmp_path / "a.json").name == "label-studio"
    assert found.tags == [[("Merovia", "GPE")]]
    assert (found.records[0].annotator, found.records[0].meta) == ("user 2", {"source": "Post", "label_studio_id": 1})


def test_half_an_emoji_in_a_region_spoils_that_region_alone(tmp_path: Path) -> None:
    results = [region(9, 10, "X", name="r2", text="\ude00"), region(0, 7, "GPE")]
    found = got("label-studio", tmp_path / "a.json", json.dumps([task(results)]))
    assert found.tags == [[("Merovia", "GPE")]]
    assert len(found.faults) == 1


def test_what_changes_on_the_way_out_is_told() -> None:
    work = job()
    record = made(TEXT, (0, 7, "GPE"), article_labels={"ok": True}, status="started", annotator="ana@ilmark.test")
    record.attributes = {"s0": {"one": ["a"]}}
    (data,) = json.loads(written("label-studio", [record], work))
    assert data["data"] == {"article_id": record.id, "text": TEXT}
    (annotation,) = data["annotations"]
    assert annotation["completed_by"] == {"email": "ana@ilmark.test"}
    assert annotation["result"][0]["value"] == {"start": 0, "end": 7, "text": "Merovia", "labels": ["GPE"]}
    assert work.losses.told() == [
        "1 lists of one value, written as that value",
        "1 statuses of articles that are begun",
        "1 true or false values, written as words",
    ]
    assert json.loads(written("label-studio", [], job())) == []


@settings(max_examples=60)
@given(works())
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    for record in records:
        record.attributes = {s.id: {"role": "x", "n": 3, "all": ["a", "b"]} for s in record.spans[:2]}
        record.article_labels = {"topic": ["a", "b"], "n": 2.5}
    found = there_and_back("label-studio", records)
    assert found.faults == []
    assert [r.id for r in found.records] == [r.id for r in records]
    assert [essence(r) for r in found.records] == [essence(r) for r in records]
    assert [r.attributes for r in found.records] == [r.attributes for r in records]
    assert [{s.id for s in r.spans} for r in found.records] == [{s.id for s in r.spans} for r in records]
    assert [r.article_labels for r in found.records] == [r.article_labels for r in records]
