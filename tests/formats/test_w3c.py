"""Web Annotations: pages, lists and lines, places by offsets and by quotes, links between two annotations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from annotator.formats.record import Record
from annotator.work import kinds
from tests.formats.foreign import TEXT, essence, got, imported, job, made, there_and_back, works, written

SOURCE = "https://ilmark.test/1"
CONTEXT = "http://www.w3.org/ns/anno.jsonld"


def described(text: str = TEXT, source: str = SOURCE) -> dict[str, Any]:
    return {
        "type": "Annotation",
        "motivation": "describing",
        "body": {"type": "TextualBody", "value": text},
        "target": source,
    }


def tag(*selectors: dict[str, Any], label: str = "GPE", name: str = "urn:x:1", **given: Any) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "tagging", "value": label}
    return {
        "@context": CONTEXT,
        "id": name,
        "type": "Annotation",
        "motivation": "tagging",
        "body": body,
        "target": {"source": SOURCE, "selector": list(selectors)},
        **given,
    }


def position(start: int, end: int) -> dict[str, Any]:
    return {"type": "TextPositionSelector", "start": start, "end": end}


def words(exact: str, **around: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, **around}


@pytest.mark.parametrize("shape", ["lines", "list", "page", "collection"])
def test_shapes_of_a_file(tmp_path: Path, shape: str) -> None:
    items = [described(), tag(position(0, 7), words("Merovia"), creator="https://ilmark.test/ana")]
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": items}
    content: Any = {
        "lines": items,
        "list": json.dumps(items),
        "page": page,
        "collection": {"@context": CONTEXT, "type": "AnnotationCollection", "first": page},
    }[shape]
    found = got("w3c", tmp_path / "a.jsonld", content)
    assert kinds.detect(tmp_path / "a.jsonld").name == "w3c"
    assert found.tags == [[("Merovia", "GPE")]]
    assert found.records[0].annotator == "https://ilmark.test/ana"
    assert found.records[0].meta == {"url": SOURCE}
    assert imported(tmp_path, tmp_path / "a.jsonld")[0] == []


def test_places_by_quote_by_browser_offsets_and_by_character(tmp_path: Path) -> None:
    start = len(TEXT[: TEXT.index("Ilmark")].encode("utf-16-le")) // 2
    items = [
        described(),
        tag(position(start, start + 6), words("Ilmark")),
        tag(words("Talvane"), name="urn:x:2"),
        tag(words("i", prefix="Merov", suffix="a"), name="urn:x:3"),
        tag(words("i"), name="urn:x:4"),
        tag({"type": "FragmentSelector", "value": "char=0,7"}, name="urn:x:5"),
        tag(position(0, 7), words("Mer"), name="urn:x:6"),
        tag({"type": "RangeSelector", "startSelector": {}}, name="urn:x:7"),
        tag(position(0, 9999), name="urn:x:8"),
    ]
    found = got("w3c", tmp_path / "a.jsonl", items)
    assert sorted(q for q, _ in found.tags[0]) == ["Ilmark", "Merovia", "Talvane", "i"]
    told = dict(found.faults)
    assert sorted(told) == [5, 7, 8, 9]
    assert "no place in the text" in told[5]
    assert "should read 'Mer'" in told[7]
    assert "covers 0-9999" in told[9]


def test_choices_lists_and_words_as_bodies(tmp_path: Path) -> None:
    items = [
        described(),
        tag(position(0, 7), name="urn:x:1", body={"type": "Choice", "items": [{"value": "A"}, {"value": "B"}]}),
        {**tag(position(0, 7), name="urn:x:2", bodyValue="a town"), "body": None, "motivation": "commenting"},
        {**tag(name="urn:x:3"), "target": {"type": "List", "items": [f"{SOURCE}#char=0,7", f"{SOURCE}#char=8,9"]}},
        tag(position(0, 7), name="urn:x:4", body="https://ilmark.test/tags#GPE"),
    ]
    found = got("w3c", tmp_path / "a.jsonld", items)
    assert sorted(found.tags[0]) == [
        ("Merovia", "A"), ("Merovia", "B"), ("Merovia", "GPE"), ("Merovia", "GPE"), ("Merovia", "commenting"),
        ("😀", "GPE"),
    ]  # fmt: skip
    assert [span.note for span in found.records[0].spans if span.label == "commenting"] == ["a town"]
    assert found.faults == []


def test_positions_within_a_part_are_never_taken_as_those_in_the_text(tmp_path: Path) -> None:
    path = {"type": "XPathSelector", "value": "/html/body/p[2]"}
    items = [
        described(),
        tag({**path, "refinedBy": position(0, 7)}, name="urn:x:1"),
        tag({**path, "refinedBy": words("Talvane")}, name="urn:x:2"),
    ]
    found = got("w3c", tmp_path / "a.jsonld", items)
    assert found.tags == [[("Talvane", "GPE")]]
    assert [reason for _, reason in found.faults] == ["annotation 'urn:x:1' has no place in the text"]


def test_links_comments_and_tags_of_the_whole(tmp_path: Path) -> None:
    items = [
        described(),
        tag(position(0, 7), name="urn:x:1", created="2024-05-06T07:08:09Z"),
        tag(position(16, 23), name="urn:x:2"),
        {
            "id": "urn:x:3",
            "type": "Annotation",
            "motivation": "linking",
            "body": "sends to",
            "target": ["urn:x:1", "urn:x:2"],
        },
        {
            "id": "urn:x:4",
            "type": "Annotation",
            "motivation": "linking",
            "body": "x",
            "target": ["urn:x:1", "urn:x:99"],
        },
        {
            "id": "urn:x:5",
            "type": "Annotation",
            "motivation": "commenting",
            "body": {"value": "a copy"},
            "target": SOURCE,
        },
        {"id": "urn:x:6", "type": "Annotation", "motivation": "tagging", "body": {"value": "trade"}, "target": SOURCE},
        tag(position(0, 7), label="of note", name="urn:x:7", motivation="commenting") | {"body": {"value": "look"}},
    ]
    found = got("w3c", tmp_path / "a.jsonl", items)
    (record,) = found.records
    assert [(r.type, r.head, r.child) for r in record.relations] == [("sends to", "urn:x:1", "urn:x:2")]
    assert (list(record.notes.values()), record.article_labels) == (["a copy"], {"tags": ["trade"]})
    assert record.spans[0].created == "2024-05-06T07:08:09Z"
    assert [(s.label, s.note) for s in record.spans if s.id == "urn:x:7"] == [("commenting", "look")]
    assert found.faults == [(0, "1 links between annotations name one that is not in the file")]


def test_annotations_without_their_text_are_told(tmp_path: Path) -> None:
    found = got("w3c", tmp_path / "a.jsonl", [tag(position(0, 7)), tag(position(1, 2), name="urn:x:2")])
    assert found.records == []
    assert found.faults == [(1, f"the text of {SOURCE!r} is not in the file: its 2 annotations were left out")]


def test_rows_of_hypothesis(tmp_path: Path) -> None:
    row = {
        "id": "abc",
        "user": "acct:ana@hypothes.is",
        "tags": ["GPE"],
        "text": "look",
        "uri": SOURCE,
        "target": [{"source": SOURCE, "selector": [position(0, 7), words("Merovia")]}],
    }
    found = got("w3c", tmp_path / "a.json", {"rows": [row], "resources": [{"id": SOURCE, "value": TEXT}]})
    assert found.tags == [[("Merovia", "GPE")]]
    assert (found.records[0].annotator, found.records[0].spans[0].note) == ("ana@hypothes.is", "look")


def test_a_broken_tag_of_a_written_page_is_told_with_its_line(tmp_path: Path) -> None:
    record = made(TEXT, (0, 7, "GPE"), (16, 23, "GPE"), meta={"headline": "Grain", "n": 1}, notes={"n1": "a copy"})
    work = job()
    whole = written("w3c", [record], work).decode().replace('"start":16,"end":23', '"start":16,"end":24')
    assert json.loads(whole)["first"]["items"][0]["body"]["value"] == TEXT
    found = got("w3c", tmp_path / "a.jsonld", whole)
    assert found.tags == [[("Merovia", "GPE")]]
    assert [line for line, _ in found.faults] == [4]
    assert (found.records[0].meta, found.records[0].notes) == ({"headline": "Grain"}, {"n1": "a copy"})
    assert found.records[0].id == record.id
    assert work.losses.told() == ["1 values of meta that have no name there"]


@settings(max_examples=60)
@given(works())
def test_what_is_written_is_read_again(records: list[Record]) -> None:
    found = there_and_back("w3c", records)
    assert found.faults == []
    told = [r for r in records if r.spans]
    assert [essence(r) for r in found.records if r.spans] == [essence(r) for r in told]
    assert {r.text for r in found.records} == {r.text for r in records}
    assert [[s.id for s in r.spans] for r in found.records if r.spans] == [
        [s.id for s in sorted(r.spans, key=lambda s: (s.start, s.end, s.label, s.id))] for r in told
    ]
