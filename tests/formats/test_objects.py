"""JSON files as other tools write them, and offsets as they count them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.sources import Fault, Head, Source
from annotator.formats import objects
from annotator.formats.errors import RecordError
from annotator.formats.units import Units
from annotator.work import kinds
from tests.formats.foreign import PIECES

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(st.sampled_from('a"\\{}[]\n😀,:')),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
_OBJECTS = st.lists(
    st.dictionaries(st.text(st.sampled_from('k"}]'), max_size=3), _VALUES, min_size=1, max_size=3), min_size=1
)


def told(path: Path, content: bytes, **options: Any) -> list[Any]:
    path.write_bytes(content)
    return list(objects.objects(Source(path), **options))


@given(_OBJECTS, st.sampled_from(["lines", "list", "indented", "objects"]), st.booleans())
def test_objects_come_with_their_lines(tmp_path_factory: Any, found: list[Any], shape: str, bom: bool) -> None:
    path = tmp_path_factory.getbasetemp() / "objects.json"
    indent = None if shape == "lines" else 1
    parts = [json.dumps(part, indent=indent, ensure_ascii=False) for part in found]
    whole = "\n".join(parts)
    lines = [1 + whole[: sum(len(p) + 1 for p in parts[:i])].count("\n") for i in range(len(parts))]
    if shape == "indented":
        whole = json.dumps(found, indent=1, ensure_ascii=False)
    elif shape == "list":
        whole = "[\n" + ",\n".join(parts) + "\n]"
        lines = [line + 1 for line in lines]
    given_back = told(path, b"\xef\xbb\xbf" * bom + whole.encode())
    assert [value for _, value in given_back] == found
    if shape != "indented":
        assert [line for line, _ in given_back] == lines


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"[]", []),
        (b"[1, 2]", "no JSON object"),
        (b"", "empty"),
        (b"  \n", "empty"),
        (b'{"a": 1}\n{"a": \n{"a": 3}\n', [(1, {"a": 1}), "2: broken JSON", (3, {"a": 3})]),
        (b'{"a\n{"a": 3}\n', ["1: broken JSON", (2, {"a": 3})]),
        (b'[{"a": 1},\n{"a": 1,},\n{"a": 3}]', [(1, {"a": 1}), "2: broken JSON", (3, {"a": 3})]),
        (b'[\n{"a": 1},\n{"a": "x', [(2, {"a": 1}), "3: broken JSON (the file ends"]),
        (b'{"n": NaN, "big": 123456789012345678901}', [(1, {"n": None, "big": 123456789012345678901})]),
        (b'{"a": "\\ud83d"}', ["1: it holds half a character"]),
        (b'{"a": "\xff"}', ["1: broken JSON"]),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_read(tmp_path: Path, content: bytes, expected: Any) -> None:
    if isinstance(expected, str):
        with pytest.raises(RecordError, match=expected):
            told(tmp_path / "a.json", content)
        return
    found = told(tmp_path / "a.json", content)
    assert len(found) == len(expected)
    for part, wanted in zip(found, expected, strict=True):
        if isinstance(wanted, str):
            assert isinstance(part, Fault)
            assert f"{part.line}: {part.reason}".startswith(wanted)
        else:
            assert part == wanted


def test_a_huge_list_is_refused_and_huge_lines_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_WHOLE", 100)
    many = [{"a": "x" * 40}] * 4
    with pytest.raises(
        RecordError, match="one JSON list of more than 0 MB: split it, or save it with one object a line"
    ):
        told(tmp_path / "a.json", json.dumps(many).encode())
    assert len(told(tmp_path / "a.jsonl", "\n".join(map(json.dumps, many)).encode())) == 4


def test_lone_surrogates_are_kept_where_they_are_wanted(tmp_path: Path) -> None:
    ((_, value),) = told(tmp_path / "a.json", b'{"a": ["x\\ud83d", {"b\\udc00": 1}]}', lone_surrogates=True)
    assert objects.scrubbed(value) == {"a": ["x\ufffd", {"b\ufffd": 1}]}


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"text": "x", "label": [[0, 1, "A"]]}, "doccano"),
        ({"text": "x", "entities": [], "relations": [], "Comments": []}, "doccano"),
        ({"text": "x", "spans": []}, "native"),
        ({"text": "x", "spans": [], "_input_hash": 1}, "prodigy"),
        ({"text": "x", "text_sha256": "0"}, "native"),
        ({"data": {"text": "x"}, "annotations": []}, "label-studio"),
        ({"data": {"text": "x"}, "completions": []}, "label-studio"),
        ({"tokenized_text": ["x"], "ner": []}, "gliner"),
        ({"type": "Annotation", "target": "x"}, "w3c"),
        ({"@context": "http://www.w3.org/ns/anno.jsonld"}, "w3c"),
    ],
)
@pytest.mark.parametrize("shape", ["line", "list", "indented"])
def test_whose_a_file_is(tmp_path: Path, data: dict[str, Any], name: str, shape: str) -> None:
    value = [data, data] if shape == "list" else data
    (tmp_path / "a.json").write_text(json.dumps(value, indent=None if shape == "line" else 2), encoding="utf-8")
    assert kinds.detect(tmp_path / "a.json").name == name


def test_a_first_task_longer_than_the_head_is_told_by_what_is_seen(tmp_path: Path) -> None:
    item = {"from_name": "label", "to_name": "text", "type": "labels", "value": {"start": 0, "end": 1, "labels": ["A"]}}
    task = {"id": 1, "annotations": [{"result": [item]}], "data": {"text": "x" * 100_000}}
    (tmp_path / "a.json").write_text(json.dumps([task]), encoding="utf-8")
    assert objects.heads(Head(tmp_path / "a.json")) == ()
    assert kinds.detect(tmp_path / "a.json").name == "label-studio"


@given(st.lists(st.sampled_from([*PIECES, "\r\n", "\r"]), min_size=1, max_size=12).map("".join), st.data())
def test_every_way_of_counting_finds_the_same_words(raw: str, data: st.DataObject) -> None:
    units = Units(raw)
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    if raw[start - 1 : start + 1] == "\r\n" or raw[end - 1 : end + 1] == "\r\n":
        return
    words = raw[start:end].replace("\r\n", "\n").replace("\r", "\n")

    def long(part: str) -> int:
        return len(part.encode("utf-16-le")) // 2

    def one(part: str) -> str:
        return part.replace("\r\n", "\n").replace("\r", "\n")

    counted = {
        "code points": (start, end),
        "UTF-16 units": (long(raw[:start]), long(raw[:end])),
        "code points, CR LF as one": (len(one(raw[:start])), len(one(raw[:end]))),
        "UTF-16 units, CR LF as one": (long(one(raw[:start])), long(one(raw[:end]))),
    }
    for way, name in enumerate(units.names):
        found = units.range(*counted[name], way)
        assert found is not None
        assert units.text[found[0] : found[1]] == words
        assert units.fits((*counted[name], words), units.best([(*counted[name], words)]))
