"""Parquet for the `datasets` library: what is written is read again, and what others write reads right."""

from __future__ import annotations

import io
import json
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from annotator.core.ids import person_id, text_sha256
from annotator.core.scheme import parse_scheme
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Relation, Span
from annotator.formats import huggingface
from annotator.formats.errors import RecordError
from annotator.formats.flat import flattened, ranges_of_tags, tag_names
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.formats.tokens import tokens_of
from annotator.work.projects import default_scheme

SCHEME = parse_scheme(default_scheme(), "test")
LABELS = ("actor", "location", "threat", "diplomatic_call")
TEXT = "😀 Ilmark’s navy\nwill block the Sorrel Bay road, said Ana Vell."


def span(words: str, label: str = "actor", number: int = 0, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(f"s{number or start}", start, start + len(words), words, label, origin="import")


def record(*spans: Span, text: str = TEXT, **given: Any) -> Record:
    return Record("a1", text, text_sha256(text), annotator="Ana", annotator_id=person_id("Ana"), status="done",
                  spans=list(spans), zones=(), **given)  # fmt: skip


def written(*records: Record) -> tuple[bytes, Job]:
    job = Job(SCHEME, labels=LABELS)
    file = io.BytesIO()
    huggingface.write(iter(records), file, job)
    return file.getvalue(), job


def read(data: bytes, folder: Path) -> list[Any]:
    path = folder / "some.parquet"
    path.write_bytes(data)
    return list(huggingface.read(Source(path)))


def table(folder: Path, rows: list[dict[str, Any]], features: dict[str, Any] | None = None) -> list[Any]:
    made = pa.Table.from_pylist(rows)
    if features is not None:
        made = made.replace_schema_metadata({"huggingface": json.dumps({"info": {"features": features}})})
    parquet.write_table(made, folder / "theirs.parquet")
    return list(huggingface.read(Source(folder / "theirs.parquet")))


def test_a_record_comes_back_as_it_was(tmp_path: Path) -> None:
    one, two = span("Ilmark"), span("Sorrel Bay", "location")
    whole = record(
        one, two, attributes={one.id: {"sector": "GOV"}}, meta={"headline": "H", "n": 2**70},
        relations=[Relation("r1", "target", one.id, two.id)], article_labels={"relevant": "yes"}, group="w1",
    )  # fmt: skip
    data, job = written(whole, Record("b", "Nobody's.", text_sha256("Nobody's."), zones=()))
    first, second = read(data, tmp_path)
    assert job.losses.told() == []
    whole.zones = None
    assert first == Item(whole, 1)
    assert (second.record.id, second.record.annotator, second.record.status) == ("b", None, "new")


ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.sampled_from(LABELS)), max_size=8)


@given(st.text("ab 😀é\u0301\u200cא\n.-", min_size=1, max_size=40).filter(str.strip), ranges)
def test_every_span_comes_back_on_its_words(
    tmp_path_factory: pytest.TempPathFactory, text: str, places: list[tuple[int, int, str]]
) -> None:
    spans = {
        f"s{start}:{end}:{label}": Span(f"s{start}:{end}:{label}", start, end, text[start:end], label, origin="import")
        for start, length, label in places
        if start < (end := min(len(text), start + length))
    }
    whole = record(*sorted(spans.values(), key=lambda s: (s.start, s.end, s.label)), text=text)
    data, _ = written(whole)
    (found,) = read(data, tmp_path_factory.getbasetemp())
    assert found.record.spans == whole.spans
    assert found.record.text == text


def test_tags_stand_on_tokens_and_name_their_labels() -> None:
    data, _ = written(
        record(span("Ilmark"), span("Sorrel Bay", "location"), span("block the Sorrel Bay road", "threat"))
    )
    found = parquet.read_table(io.BytesIO(data))
    row = found.to_pylist()[0]
    names = {
        key: feature["feature"]["names"]
        for key, feature in huggingface.features_of(found.schema.metadata).items()
        if isinstance(feature, dict) and feature.get("feature", {}).get("_type") == "ClassLabel"
    }
    assert names["ner_tags"] == tag_names(LABELS)
    assert names["ner_tags_entity"] == tag_names(["actor", "location"])
    tagged = [(token, names["ner_tags"][tag]) for token, tag in zip(row["tokens"], row["ner_tags"], strict=True) if tag]
    assert tagged == [("Ilmark", "B-actor"), ("block", "B-threat"), ("the", "I-threat"), ("Sorrel", "I-threat"),
                      ("Bay", "I-threat"), ("road", "I-threat")]  # fmt: skip
    entities = [names["ner_tags_entity"][tag] for tag in row["ner_tags_entity"] if tag]
    assert entities == ["B-actor", "B-location", "I-location"]
    assert [TEXT[s : s + len(t)] for s, t in zip(row["token_starts"], row["tokens"], strict=True)] == row["tokens"]


def test_what_does_not_fit_a_flat_layer_is_told_with_its_place() -> None:
    data, job = written(
        record(span("Sorrel Bay", "location"), span("Sorrel", "location"), span("Ilmar", "actor"), notes={"n": "x"})
    )
    assert job.losses.told() == [
        "1 nested or overlapping tags, left out of ner_tags alone",
        "1 nested or overlapping tags, left out of ner_tags_entity alone",
        "1 notes on articles",
        "1 tags that cut a token, left out of ner_tags alone",
        "1 tags that cut a token, left out of ner_tags_entity alone",
    ]
    assert job.losses.places["1 tags that cut a token, left out of ner_tags alone"[2:]] == ["a1 2-7 'Ilmar'"]
    assert len(parquet.read_table(io.BytesIO(data)).to_pylist()[0]["spans"]) == 3


def test_the_same_records_give_the_same_bytes_and_row_groups_stay_small() -> None:
    many = [record(span("Ilmark"), meta={"n": n}) for n in range(300)]
    data, _ = written(*many)
    assert data == written(*many)[0]
    file = parquet.ParquetFile(io.BytesIO(data))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [128, 128, 44]


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    data, _ = written()
    assert read(data, tmp_path) == []


def test_tokens_with_class_labels_of_another_tool(tmp_path: Path) -> None:
    features = {
        "tokens": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "List"},
        "ner_tags": {"feature": {"names": ["O", "B-PER", "I-PER", "B-LOC"], "_type": "ClassLabel"}, "_type": "List"},
    }
    rows = [
        {"id": "7", "tokens": ["Ana", "Vell", "left", "Ilmark", "."], "ner_tags": [1, 2, 0, 3, 0], "split": "x"},
        {"id": "8", "tokens": ["Ana"], "ner_tags": [2], "split": "x"},
        {"id": "9", "tokens": ["Ana"], "ner_tags": [9], "split": "x"},
    ]
    first, note, second, fault = table(tmp_path, rows, features)
    found = first.record
    assert (found.id, found.text, found.meta, found.status, found.anonymous) == (
        "7", "Ana Vell left Ilmark .", {"split": "x"}, "done", True,
    )  # fmt: skip
    assert [(s.quote, s.label) for s in found.spans] == [("Ana Vell", "PER"), ("Ilmark", "LOC")]
    assert isinstance(note, Repair)
    assert note.line == 2
    assert [s.quote for s in second.record.spans] == ["Ana"]
    assert isinstance(fault, Fault)
    assert (fault.line, fault.reason) == (3, '"ner_tags" holds a number that the file does not name')


def test_numbers_without_names_and_tables_without_annotations_are_refused(tmp_path: Path) -> None:
    (fault,) = table(tmp_path, [{"tokens": ["Ana"], "ner_tags": [1]}])
    assert "does not name them" in fault.reason
    with pytest.raises(RecordError, match="neither"):
        table(tmp_path, [{"text": "Ana", "url": "x"}])
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(RecordError, match="no Parquet that can be read"):
        list(huggingface.read(Source(tmp_path / "broken.parquet")))


def test_tokens_are_found_in_a_text_that_is_there(tmp_path: Path) -> None:
    rows = [
        {"text": "Ana Vell’s\r\nboat", "tokens": ["Ana", "Vell", "’s", "boat"], "tags": ["B-P", "I-P", "O", "O"]},
        {"text": "Ana", "tokens": ["Ben"], "tags": ["B-P"]},
    ]
    first, fault = table(tmp_path, rows)
    assert [(s.start, s.end, s.quote) for s in first.record.spans] == [(0, 8, "Ana Vell")]
    assert first.record.repaired
    assert "does not stand in the text" in fault.reason


@pytest.mark.parametrize(
    "spans",
    [
        [{"start": 2, "end": 8, "label": "X"}],
        [{"start_offset": 2, "end_offset": 8, "type": "X", "word": "Ilmark"}],
        {"start": [2], "end": [8], "label": ["X"]},
    ],
)
def test_spans_by_offsets_of_another_tool(tmp_path: Path, spans: Any) -> None:
    (item,) = table(tmp_path, [{"id": 3, "text": TEXT, "entities": spans}])
    assert item.record.id == "3"
    assert [(s.quote, s.label, s.origin) for s in item.record.spans] == [("Ilmark", "X", "import")]


def test_a_bad_span_is_refused_alone(tmp_path: Path) -> None:
    places = [(2, 8, "X", "Ilmark"), (3, 9, "X", "Ilmark"), (3, 900, "X", None), (3, 5, None, None)]
    spans = [dict(zip(("start", "end", "label", "text"), place, strict=True)) for place in places]
    *faults, item = table(tmp_path, [{"text": TEXT, "spans": spans}])
    assert [fault.line for fault in faults] == [1, 1, 1]
    assert "should read 'Ilmark'" in faults[0].reason
    assert [s.quote for s in item.record.spans] == ["Ilmark"]


def test_it_knows_its_own_and_leaves_plain_tables_to_the_news(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(written(record())[0])
    assert huggingface.sniff(Head(tmp_path / "a.parquet")) == 95
    for rows, claim in (
        ([{"text": "x", "url": "y"}], 0), ([{"tokens": ["x"], "ner_tags": [0]}], 85),
        ([{"text": "x", "entities": [{"start": 1}]}], 80),
    ):  # fmt: skip
        parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "b.parquet")
        assert huggingface.sniff(Head(tmp_path / "b.parquet")) == claim
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    assert huggingface.sniff(Head(tmp_path / "c.parquet")) == 0


@pytest.mark.parametrize(
    ("tags", "expected", "begun"),
    [
        (["B-A", "I-A", "O", "B-A", "B-A"], [(0, 2, "A"), (3, 4, "A"), (4, 5, "A")], 0),
        (["I-A", "I-A", "I-B", "O", "I-A"], [(0, 2, "A"), (2, 3, "B"), (4, 5, "A")], 3),
        (["B-A", "I-B"], [(0, 1, "A"), (1, 2, "B")], 1),
        (["S-A", "B-A", "E-A", "U-B", "L-B"], [(0, 1, "A"), (1, 3, "A"), (3, 4, "B"), (4, 5, "B")], 1),
        (["A", "A", "O", "B"], [(0, 2, "A"), (3, 4, "B")], 0),
        (["B-a-b", "I-a-b"], [(0, 2, "a-b")], 0),
        ([], [], 0),
    ],
)
def test_tags_of_every_kind(tags: list[str], expected: list[Any], begun: int) -> None:
    assert ranges_of_tags(tags) == (expected, begun)


def test_the_longest_go_first_into_a_flat_layer() -> None:
    spans = [
        span("Sorrel", "location"),
        span("block the Sorrel Bay road", "threat"),
        span("Ana Vell"),
        span("Vel", "actor"),
    ]
    flat = flattened(spans, tokens_of(TEXT))
    assert [s.quote for _, _, s in flat.kept] == ["block the Sorrel Bay road", "Ana Vell"]
    assert [s.quote for s in flat.overlapping] == ["Sorrel"]
    assert [s.quote for s in flat.cutting] == ["Vel"]


def test_ten_thousand_spans_and_relations_that_are_none(tmp_path: Path) -> None:
    text = "ab" * 10_000
    row = {"text": text, "spans": [{"start": at, "end": at + 1, "label": "X"} for at in range(20_000)]}
    start = time.monotonic()
    (item,) = table(tmp_path, [row])
    assert (len(item.record.spans), time.monotonic() - start < 5) == (20_000, True)
    made = pa.Table.from_pylist([{"text": "ab", "spans": row["spans"][:2], "relations": [5]}])
    parquet.write_table(made.replace_schema_metadata({huggingface.OURS: "{}"}), tmp_path / "ours.parquet")
    fault, item = huggingface.read(Source(tmp_path / "ours.parquet"))
    assert isinstance(fault, Fault)
    assert "relation 1 names a span" in fault.reason
    assert len(item.record.spans) == 2
