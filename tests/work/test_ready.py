"""A record made ready: its payload is byte for byte what the log writes, and what can't be kept is refused."""

from __future__ import annotations

import hashlib
import json
import marshal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.events import Entry, encode
from annotator.core.fold import attribute_row
from annotator.core.ids import text_sha256
from annotator.core.span import Relation, Span
from annotator.core.zones import Override
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.work.ready import Preparer, Ready, meta_digest, quick, values_of, zone_entries
from tests.helpers import TEXT

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUES = st.one_of(
    WORDS, st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.lists(WORDS, max_size=3)
)


def made(**given: Any) -> Record:
    text = given.pop("text", TEXT)
    return Record("a", text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), **given)


def entries_of(record: Record, overrides: list[Override]) -> list[Entry]:
    """Return a record's work in the order in which it stands in the log."""
    out: list[Entry] = [("span", span.id, None, edits.span_row(span)) for span in record.spans]
    out += [
        ("attribute", attribute_row(span, key), None, {"value": value})
        for span, values in record.attributes.items()
        for key, value in values.items()
    ]
    out += [("relation", r.id, None, edits.relation_row(r)) for r in record.relations]
    if record.status != "new":
        out.append(("status", "", None, edits.status_row(record.status, record.reason)))
    out += zone_entries(overrides)
    out += [("article_label", key, None, {"value": value}) for key, value in record.article_labels.items()]
    return out + [("note", key, None, {"text": text}) for key, text in record.notes.items()]


@st.composite
def records(draw: st.DrawFn) -> Record:
    spans = [
        Span(
            f"s{n}{draw(WORDS)}",
            start,
            end,
            TEXT[start:end],
            f"label{n}",
            draw(st.booleans()),
            draw(WORDS),
            "import",
            draw(WORDS),
        )
        for n, (start, end) in enumerate(
            draw(
                st.lists(
                    st.integers(0, 90).flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, 99))), max_size=4
                )
            )
        )
    ]
    ids = [span.id for span in spans]
    return made(
        spans=spans,
        attributes={i: draw(st.dictionaries(st.sampled_from("kl"), VALUES, max_size=2)) for i in ids[:2]},
        relations=[Relation(f"r{n}{draw(WORDS)}", "role", ids[0], ids[-1]) for n in range(2)] if ids else [],
        status=draw(st.sampled_from(["new", "done", "skipped"])),
        reason=draw(WORDS),
        article_labels=draw(st.dictionaries(st.sampled_from("tu"), VALUES, max_size=2)),
        notes=draw(st.dictionaries(st.sampled_from("xy"), WORDS, max_size=2)),
    )


@given(records(), st.booleans())
def test_the_payload_is_the_one_of_the_log(record: Record, rezoned: bool) -> None:
    overrides = [Override(0, 4, "caption"), Override(5, 9, "byline", off=True)] if rezoned else []
    ready = Preparer().ready(record)
    entries = entries_of(record, overrides)
    assert ready.payload(overrides) == (encode(entries) if entries else "")
    if entries and not rezoned:
        assert ready.sha_of_work == hashlib.sha256(ready.payload([]).encode("utf-8")).hexdigest()
    assert Ready(*marshal.loads(marshal.dumps(values_of(ready)))) == ready


def test_every_character_is_written_as_the_log_writes_it() -> None:
    for low in range(0, 0x11000, 0x800):
        text = "".join(chr(code) for code in range(low, low + 0x800) if not 0xD800 <= code < 0xE000)
        entries: list[Entry] = [("note", text, None, {"text": text})]
        assert f"[{quick(entries)}]" == encode(entries)
    assert f"[{quick([('status', '', None, {'n': 2**70})])}]" == encode([("status", "", None, {"n": 2**70})])


def test_a_known_payload_keeps_its_bytes() -> None:
    span = Span("s1", 0, 7, "Ostrava", "actor", origin="import")
    ready = Preparer().ready(made(spans=[span], attributes={"s1": {"k": 1e16}}, status="done"))
    assert ready.payload([]) == (
        '[["span","s1",null,{"start":0,"end":7,"quote":"Ostrava","label":"actor","unsure":false,"note":"",'
        '"origin":"import","created":""}],["attribute","s1/k",null,{"value":1e+16}],'
        '["status","",null,{"status":"done","reason":""}]]'
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"text": "half \ud83d a pair"}, "half a surrogate pair"),
        ({"meta": {"headline": "\udc00"}}, "half a surrogate pair"),
        ({"notes": {"x": "\ud800"}}, "half a surrogate pair"),
        ({"meta": {"x": float("nan")}}, "can't be kept as JSON"),
        ({"meta": {"x": {1, 2}}}, "can't be kept as JSON"),
        ({"article_labels": {"x": float("inf")}}, "can't be kept as JSON"),
        ({"spans": [Span("s", 0, 7, "Ostrawa", "actor")]}, "does not stand on its words"),
        ({"spans": [Span("s", 0, 7000, TEXT, "actor")]}, "does not stand on its words"),
        ({"spans": [Span("s", n, n + 1, TEXT[n], "actor") for n in (0, 1)]}, "two spans have one id"),
        ({"relations": [Relation("r", "role", "s", "t")]}, "which is not in the record"),
        ({"attributes": {"s": {"k": 1}}}, "which is not in the record"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_a_sentence(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        Preparer().ready(made(**given))


def test_zero_bytes_are_text_like_any_other() -> None:
    record = made(text="a\0b c", spans=[Span("s", 0, 3, "a\0b", "actor")])
    assert json.loads(Preparer().ready(record).payload([]))[0][3]["quote"] == "a\0b"
    assert text_sha256(record.text) == record.sha256


def test_equal_meta_has_one_digest_whatever_its_order() -> None:
    assert meta_digest({"a": 1, "b": [True, "x"]}) == meta_digest({"b": [True, "x"], "a": 1}) != meta_digest({"a": 1})
    assert meta_digest({}) == 0
