"""One line in, one record out: what is taken as it is, what is filled, and why a record is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotator.core import ids
from annotator.core.scheme import parse_scheme
from annotator.core.zones import Zone
from annotator.formats.errors import RecordError
from annotator.formats.native import dump, parse_line
from annotator.formats.record import Record
from annotator.work.projects import default_scheme
from tests.helpers import TEXT, record, span


def read(**given: Any) -> Record:
    return parse_line(json.dumps(record(**given), ensure_ascii=False).encode("utf-8"))


def test_a_bare_text_is_enough() -> None:
    got = parse_line('{"text": "Café 😀"}'.encode())
    sha = ids.text_sha256("Café 😀")
    assert (got.id, got.text, got.sha256) == (sha[:16], "Café 😀", sha)
    assert (got.annotator, got.annotator_id, got.status, got.zones, got.anonymous) == (None, None, "new", None, False)


def test_ids_origin_and_times_are_kept() -> None:
    kept = span(
        0, 7, id="any id, up to 200: 😀", origin="suggestion", created="2024-05-06T07:08:09Z", unsure=True, note="x"
    )
    [got] = read(spans=[kept]).spans
    assert (got.id, got.origin, got.created, got.unsure, got.note, got.quote) == (
        "any id, up to 200: 😀", "suggestion", "2024-05-06T07:08:09Z", True, "x", "Ostrava",
    )  # fmt: skip


def test_ids_that_are_absent_follow_from_the_content() -> None:
    got = read(
        spans=[{"start": 0, "end": 7, "label": "actor"}, span(8, 12, id="b")],
        relations=[{"type": "in", "head": "b", "child": "b"}],
        notes=[{"text": "wire?"}],
    )
    assert [s.id for s in got.spans] == [ids.span_id("harbour", "Ana", 0, 7, "actor"), "b"]
    assert [s.quote for s in got.spans] == ["Ostrava", "Marl"]
    assert got.relations[0].id == ids.relation_id("harbour", "Ana", "in", "b", "b")
    assert got.notes == {ids.note_id("harbour", "Ana", "wire?"): "wire?"}
    assert got.annotator_id == ids.person_id("Ana")
    assert got.spans[0].origin == "import"


def test_nothing_given_is_nothing_said() -> None:
    """null and an absent key mean the same everywhere."""
    nulls = dict.fromkeys(("meta", "reason", "zones", "relations", "notes", "article_labels", "group", "text_sha256"))
    empty = {"id": "s", "start": 0, "end": 7, "label": "actor"}
    full = dict.fromkeys(("text", "attributes", "unsure", "note", "origin", "created"))
    assert read(**nulls, spans=[{**empty, **full}]) == read(spans=[empty])


@pytest.mark.parametrize(
    ("given", "status", "anonymous"),
    [
        ({"annotator": "Ana", "spans": []}, "done", False),
        ({"annotator": "Ana", "spans": ...}, "new", False),
        ({"annotator": None, "spans": []}, "new", False),
        ({"annotator": ..., "spans": []}, "done", True),
        ({"annotator": ..., "spans": ...}, "new", False),
        ({"annotator": None, "spans": [span(0, 7)]}, "done", True),
        ({"annotator": None, "notes": [{"text": "x"}]}, "new", True),
        ({"annotator": "Ana", "spans": [], "status": "skipped", "reason": "short"}, "skipped", False),
        ({"annotator": None, "spans": [], "status": "started"}, "started", True),
        ({"annotator": "Ana", "spans": [], "status": "new"}, "new", False),
    ],
)
def test_the_status_and_whose_work_it_is(given: dict[str, Any], status: str, anonymous: bool) -> None:
    got = read(**{"status": ..., **given})
    assert (got.status, got.anonymous) == (status, anonymous)


def test_unknown_keys_go_to_meta() -> None:
    got = read(meta={"source": "Post"}, _input_hash=-12, answer="accept", nested={"a": [1, {"b": None}]})
    assert got.meta == {"source": "Post", "_input_hash": -12, "answer": "accept", "nested": {"a": [1, {"b": None}]}}
    assert got.repaired == []
    got = read(meta={"answer": "accept"}, answer="reject")
    assert got.meta == {"answer": "accept"}
    assert "'answer' stands both" in got.repaired[0]


def test_what_cannot_be_kept_is_told() -> None:
    got = read(
        spans=[span(0, 7, id="a", token_start=0), span(8, 12, id="b", score=0.5)],
        relations=[{"id": "r", "type": "x", "head": "a", "child": "b", "label": "y"}],
        notes=[{"id": "n", "text": "x", "author": "y"}],
    )
    assert got.repaired == [
        "keys of spans that this program does not keep: score, token_start",
        "keys of relation 1 that this program does not keep: label",
        "keys of note 1 that this program does not keep: author",
    ]
    assert read(status="new", reason="short").repaired == ['"reason" was left out: an article that is new has none']


def test_a_span_that_stands_twice_is_taken_once_and_told() -> None:
    twice = {"start": 0, "end": 7, "label": "actor", "attributes": {"k": 1}}
    got = read(spans=[twice, twice])
    assert len(got.spans) == 1
    assert got.repaired == ["span 2 stood twice and was taken once"]
    with pytest.raises(RecordError, match="of another span"):
        read(spans=[twice, {**twice, "attributes": {"k": 2}}])


def test_carriage_returns_become_lf_and_every_offset_moves() -> None:
    raw = "One\r\nTwo 😀\r\nThree\rFour"
    text = "One\nTwo 😀\nThree\nFour"
    words = {word: raw.index(word) for word in ("One", "Two", "😀", "Three", "Four")}
    got = parse_line(
        json.dumps(
            {
                "text": raw, "annotator": "Ana", "text_sha256": ids.text_sha256(raw),
                "spans": [
                    *({"start": at, "end": at + len(word), "label": "x", "text": word} for word, at in words.items()),
                    {"start": 0, "end": 8, "label": "over", "text": "One\r\nTwo"},
                ],
                "zones": [{"start": 5, "end": 10, "kind": "caption"}],
            }
        ).encode()
    )  # fmt: skip
    assert got.text == text
    assert [s.quote for s in got.spans] == [*words, "One\nTwo"]
    assert all(text[s.start : s.end] == s.quote for s in got.spans)
    assert got.zones == (Zone(4, 9, "caption"),)
    assert got.repaired == ["CR line ends were changed to LF and the offsets moved with them"]
    assert got.sha256 == ids.text_sha256(text)


def test_numbers_keep_their_value() -> None:
    meta = {"id": 12345678901234567890123, "n": -(2**63), "f": 0.1, "e": 1e300, "i": 1.0, "z": -0.0, "t": True}
    got = read(meta=meta)
    assert json.dumps(got.meta) == json.dumps(meta)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"text": ...}, '"text" is missing or empty'),
        ({"text": ""}, '"text" is missing or empty'),
        ({"text": 5}, '"text" is missing or empty'),
        ({"text": None}, '"text" is missing or empty'),
        ({"id": 5}, '"id" must be a string of 1 to 200'),
        ({"id": ""}, '"id" must be a string of 1 to 200'),
        ({"id": "x" * 201}, '"id" must be a string of 1 to 200'),
        ({"text_sha256": "0" * 64}, '"text_sha256" is not the hash of the text'),
        ({"text_sha256": 5}, '"text_sha256" must be a string'),
        ({"meta": []}, '"meta" must be an object'),
        ({"meta": "x"}, '"meta" must be an object'),
        ({"annotator": ""}, "can't be an annotator's name"),
        ({"annotator": "a|b"}, "can't be an annotator's name"),
        ({"annotator": "x" * 201}, "can't be an annotator's name"),
        ({"annotator": "a\0b"}, "can't be an annotator's name"),
        ({"annotator": 5}, '"annotator" must be a string'),
        ({"annotator": None, "annotator_id": ids.GOLD}, '"annotator_id" stands without "annotator"'),
        ({"annotator_id": "Ana"}, '"annotator_id" is no UUID'),
        ({"status": "finished"}, '"status" must be one of new, started, done, skipped'),
        ({"status": 5}, '"status" must be one of'),
        ({"status": ["done"]}, '"status" must be one of'),
        ({"reason": 5}, '"reason" must be a string'),
        ({"spans": {}}, '"spans" must be a list'),
        ({"spans": ["x"]}, "span 1 is no object"),
        ({"spans": [span(0, 7), {"start": "0", "end": 7, "label": "x"}]}, "span 2 needs whole numbers"),
        ({"spans": [{"start": 0.0, "end": 7, "label": "x"}]}, "span 1 needs whole numbers"),
        ({"spans": [{"start": False, "end": True, "label": "x"}]}, "span 1 needs whole numbers"),
        ({"spans": [{"start": None, "end": 7, "label": "x"}]}, "span 1 needs whole numbers"),
        ({"spans": [{"start": -1, "end": 7, "label": "x"}]}, "span 1 covers -1-7, but the text has the range 0-"),
        ({"spans": [{"start": 7, "end": 7, "label": "x"}]}, "span 1 covers 7-7"),
        ({"spans": [{"start": 8, "end": 7, "label": "x"}]}, "span 1 covers 8-7"),
        ({"spans": [{"start": 0, "end": len(TEXT) + 1, "label": "x"}]}, "span 1 covers"),
        ({"spans": [{"start": 0, "end": 10**30, "label": "x"}]}, "span 1 covers"),
        ({"spans": [{"start": 0, "end": 7}]}, 'span 1 needs a "label"'),
        ({"spans": [{"start": 0, "end": 7, "label": ""}]}, 'span 1 needs a "label"'),
        ({"spans": [{"start": 0, "end": 7, "label": "x" * 201}]}, 'span 1 needs a "label"'),
        (
            {"spans": [{"start": 0, "end": 7, "label": "x", "text": "Ostraba"}]},
            "should read 'Ostraba' but .* 'Ostrava'",
        ),
        ({"spans": [{"start": 0, "end": 7, "label": "x", "text": 5}]}, "should read 5 but"),
        ({"spans": [span(0, 7, id="a"), span(8, 12, id="a")]}, "span 2 has the id 'a' of another span"),
        ({"spans": [span(0, 7, id=5)]}, 'span 1: "id" must be a string'),
        ({"spans": [span(0, 7, id="x" * 201)]}, 'span 1: "id" must be a string'),
        ({"spans": [span(0, 7, unsure="yes")]}, 'span 1: "unsure" must be true or false'),
        ({"spans": [span(0, 7, unsure=0)]}, 'span 1: "unsure" must be true or false'),
        ({"spans": [span(0, 7, origin="robot")]}, 'span 1: "origin" must be one of hand, mention, import, suggestion'),
        ({"spans": [span(0, 7, origin=[])]}, 'span 1: "origin" must be one of'),
        ({"spans": [span(0, 7, note=5)]}, 'span 1: "note" and "created" must be strings'),
        ({"spans": [span(0, 7, created=5)]}, 'span 1: "note" and "created" must be strings'),
        ({"spans": [span(0, 7, created="x" * 41)]}, 'span 1: "note" and "created" must be strings'),
        ({"spans": [span(0, 7, attributes=[])]}, 'span 1: "attributes" must be an object'),
        ({"spans": [span(0, 7, attributes={"a/b": 1})]}, "span 1: 'a/b' can't be a key"),
        ({"spans": [span(0, 7, attributes={"": 1})]}, "span 1: '' can't be a key"),
        ({"spans": [span(0, 7, attributes={"a": None})]}, "span 1: 'a' must be a string, a number"),
        ({"spans": [span(0, 7, attributes={"a": {"b": 1}})]}, "span 1: 'a' must be a string, a number"),
        ({"spans": [span(0, 7, attributes={"a": [1]})]}, "span 1: 'a' must be a string, a number"),
        ({"relations": {}}, '"relations" must be a list'),
        ({"relations": [5]}, "relation 1 is no object"),
        ({"relations": [{"type": "", "head": "a", "child": "a"}]}, 'relation 1 needs a "type"'),
        ({"relations": [{"type": "x", "head": "a", "child": "a"}]}, "relation 1 names the span 'a', which is not"),
        ({"relations": [{"type": "x", "head": ["a"], "child": "a"}]}, "relation 1 names the span"),
        (
            {
                "spans": [span(0, 7, id="a")],
                "relations": [{"id": "r", "type": t, "head": "a", "child": "a"} for t in "xy"],
            },
            "relation 2 has the id 'r' of another relation",
        ),
        ({"notes": "x"}, '"notes" must be a list'),
        ({"notes": ["x"]}, "note 1 must be an object"),
        ({"notes": [{"id": "n"}]}, "note 1 must be an object"),
        ({"notes": [{"id": "n", "text": "x"}, {"id": "n", "text": "y"}]}, "note 2 has the id 'n' of another note"),
        ({"article_labels": []}, '"article_labels" must be an object'),
        ({"article_labels": {"topic": None}}, "article label 'topic' must be a string"),
        ({"group": 5}, '"group" must be a string'),
        ({"zones": {}}, '"zones" must be a list'),
        ({"zones": [{"start": 0, "end": 9999, "kind": "caption"}]}, "Zone 1 covers 0:9999"),
        ({"zones": [{"start": 0, "end": 9, "kind": "body"}]}, "Zone 1 is of the kind 'body'"),
        ({"zones": [{"start": "0", "end": 9, "kind": "caption"}]}, "Zone 1 needs whole numbers"),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(value)[:40],
)
def test_a_record_is_refused_whole(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(RecordError, match=reason) as told:
        read(**given)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "broken JSON"),
        (b"", "broken JSON"),
        (b"not json", "broken JSON"),
        (b'{"text": "a"} {"text": "b"}', "broken JSON"),
        (b'{"text": "a",}', "broken JSON"),
        (b'{"text": NaN}', "broken JSON"),
        (b'{"text": "a", "n": 1e999}', "broken JSON"),
        (b'{"text": "a", "n": 1e999, "m": 1234567890123456789012}', "broken JSON"),
        (b'{"text": "a", "n": NaN, "m": 1234567890123456789012}', "broken JSON"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "broken JSON"),
        (b'{"text": "a\xff"}', "broken JSON"),
        (b'{"text": "\xed\xa0\xbd"}', "broken JSON"),
        (b'{"text": "\\ud83d Iran"}', "broken JSON .*surrogate"),
        (b'{"text": "\\ude00\\ud83d"}', "broken JSON .*surrogate"),
        (b'{"text": "a", "m": "\\ud83d", "n": 1234567890123456789012}', "broken JSON .*surrogate"),
        ('{"text": "a"}'.encode("utf-16"), "broken JSON"),
        (b"[1]", "the line holds no JSON object"),
        (b'"text"', "the line holds no JSON object"),
        (b"null", "the line holds no JSON object"),
        (b'{"text": "a", "m": ' + b"[" * 101 + b"]" * 101 + b"}", "nested deeper than 100 levels"),
        (b'{"text": "a", "m": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}", "nested deeper than 100 levels"),
        (b'{"text": "a", "m": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "broken JSON"),
        (b'{"n": 1234567890123456789012, "m": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "broken JSON"),
        (b"\x00" * 100, "broken JSON"),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else None,
)
def test_a_broken_line_is_refused(line: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason) as told:
        parse_line(line)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 300


def test_the_shape_of_a_line_is_settled() -> None:
    """Key order and spelling of the record: what other programs and older files rely on."""
    scheme = parse_scheme(default_scheme(), "here")
    got = read(
        spans=[span(8, 12, id="b"), span(0, 7, id="a", attributes={"z": [1, 2][:0], "k": 1})],
        relations=[{"id": "r", "type": "in", "head": "a", "child": "b"}],
        notes=[{"id": "n", "text": "wire?"}], article_labels={"topic": "trade"}, group="g", meta={"z": 1, "a": 2},
        zones=[
            {"start": 0, "end": 45, "kind": "headline"}, {"start": 47, "end": 50, "kind": "caption", "duplicate": True},
        ],
    )  # fmt: skip
    line = dump(got, scheme)
    text = json.dumps(TEXT, ensure_ascii=False)
    assert line.decode() == (
        f'{{"id":"harbour","text":{text},"text_sha256":"{ids.text_sha256(TEXT)}","meta":{{"z":1,"a":2}},'
        '"annotator":"Ana","annotator_id":"fe473027-49df-58d4-b2a5-f808c41da514","status":"done","reason":"",'
        f'"scheme":"{scheme.name}","scheme_version":"{scheme.hash[:16]}",'
        '"zones":[{"start":0,"end":45,"kind":"headline"},{"start":47,"end":50,"kind":"caption","duplicate":true}],'
        '"spans":[{"id":"a","start":0,"end":7,"label":"actor","text":"Ostrava","attributes":{"k":1,"z":[]},'
        '"unsure":false,"note":"","origin":"import","created":null},'
        '{"id":"b","start":8,"end":12,"label":"actor","text":"Marl","attributes":{},'
        '"unsure":false,"note":"","origin":"import","created":null}],'
        '"relations":[{"id":"r","type":"in","head":"a","child":"b"}],"notes":[{"id":"n","text":"wire?"}],'
        '"article_labels":{"topic":"trade"},"group":"g"}\n'
    )
    again = parse_line(line)
    assert dump(again, scheme) == line


def test_spans_stand_by_place_then_label_then_id() -> None:
    """Whatever the order they come in, also where two annotators' tools numbered them differently."""
    order = [(0, 7, "a", "z"), (0, 7, "b", "x"), (0, 7, "b", "y"), (0, 12, "a", "w"), (8, 12, "a", "a")]
    found = [span(start, end, label, id=identity) for start, end, label, identity in order]
    got = read(spans=[found[i] for i in (3, 2, 4, 0, 1)])
    line = json.loads(dump(got, parse_scheme(default_scheme(), "here")))
    assert [(s["start"], s["end"], s["label"], s["id"]) for s in line["spans"]] == order
