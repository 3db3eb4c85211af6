"""Events from outside are checked one by one; what is unsound is refused with a sentence, never half taken."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.events import Event, digest, encode, seal
from annotator.core.ids import GOLD, PROJECT_OWNER, SCHEME_OWNER, uuid7
from annotator.core.span import Span
from annotator.store import door
from annotator.store.door import check_event
from tests.helpers import TEXT

ANA = "2f1c3a52-6a84-4f0e-9c2d-5b8f1a7e9d10"


def row(start: int = 0, end: int = 7, **other: Any) -> dict[str, Any]:
    """Return a full row of a span."""
    made = edits.span_row(
        Span("s", start, end, TEXT[start:end], "actor", False, "", "hand", "2031-05-14T08:00:00.000Z")
    )
    return {**made, **other}


def event(payload: str | list[Any], **given: Any) -> Event:
    """Return a sealed event."""
    text = payload if isinstance(payload, str) else encode(payload)
    whole = {
        "owner": ANA,
        "article": "harbour",
        "n": 1,
        "actor": ANA,
        "device": "d",
        "kind": "add",
        "scheme": "",
        **given,
    }
    return seal(payload=text, **whole)


def sealed(made: Event, **changed: Any) -> Event:
    """Return an event with other header fields and the hash that fits them."""
    new = replace(made, **changed)
    header = (new.id, new.v, new.owner, new.article, new.n, new.actor, new.device, new.at, new.kind, new.action,
              new.undoes, new.scheme)  # fmt: skip
    return replace(new, sha=digest(header, new.payload))


GOOD: list[list[Any]] = [
    [["span", "s", None, row()]],
    [["span", "s", {"label": "actor"}, {"label": "place"}]],
    [["span", "s", row(), None], ["status", "", None, {"status": "done", "reason": "ü"}]],
    [["attribute", "a/b/key", None, {"value": ["x", "y"]}], ["attribute", "/key", None, {"value": 1.5}]],
    [["relation", "r", None, {"type": "t", "head": "s", "child": "o"}]],
    [["zone", "0:5:caption", None, {"start": 0, "end": 5, "kind": "caption", "duplicate": False, "off": True}]],
    [["article_label", "relevance", None, {"value": True}], ["note", "n", None, {"text": ""}]],
    [["decision", "conflict", None, {"start": 0, "end": 0, "choice": "both", "versions": "a", "note": ""}]],
]

BAD_PAYLOADS: dict[str, Any] = {
    "no JSON": "[[",
    "no list": "{}",
    "deep": "[" * 100_000 + "]" * 100_000,
    "not a number": '[["attribute","s/k",null,{"value":NaN}]]',
    "endless": '[["attribute","s/k",null,{"value":1e999}]]',
    "half a character": '[["note","n",null,{"text":"\\ud83d"}]]',
    "digits without end": '[["zone","z",null,{"start":' + "9" * 5000 + "}]]",
    "three parts": [["span", "s", None]],
    "a row that is a list": [["span", "s", None, []]],
    "an id that is a number": [["span", 1, None, row()]],
    "unknown table": [["spam", "s", None, {}]],
    "scheme of a person": [["scheme", "", None, {"hash": "0" * 64}]],
    "assignment of a person": [["assignment", ANA, None, {"package": "p"}]],
    "nothing before and after": [["span", "s", None, None]],
    "part of a row": [["span", "s", None, {"label": "actor"}]],
    "one edge alone": [["span", "s", {"end": 7}, {"end": 8}]],
    "unknown field": [["span", "s", {"colour": 1}, {"colour": 2}]],
    "wrong quote": [["span", "s", None, row(quote="Nothing")]],
    "behind the text": [["span", "s", None, row(start=0, end=7) | {"end": 10**6}]],
    "before the text": [["span", "s", None, row() | {"start": -1}]],
    "true as an offset": [["span", "s", None, row() | {"start": False}]],
    "an offset of half": [["span", "s", None, row() | {"start": 0.0}]],
    "unsure as a number": [["span", "s", None, row(unsure=1)]],
    "label that is none": [["span", "s", None, row(label="")]],
    "note as a number": [["span", "s", None, row(note=3)]],
    "no row id": [["span", "", None, row()]],
    "long row id": [["span", "x" * 201, None, row()]],
    "value in a value": [["attribute", "s/k", None, {"value": {"a": 1}}]],
    "value of nothing": [["attribute", "s/k", None, {"value": None}]],
    "attribute without key": [["attribute", "s/", None, {"value": 1}]],
    "status new": [["status", "", None, {"status": "new", "reason": ""}]],
    "status elsewhere": [["status", "x", None, {"status": "done", "reason": ""}]],
    "zone of a kind": [["zone", "z", None, {"start": 0, "end": 5, "kind": "ad", "duplicate": False, "off": True}]],
    "zone backwards": [
        ["zone", "z", None, {"start": 5, "end": 5, "kind": "caption", "duplicate": False, "off": False}]
    ],
    "relation to nothing": [["relation", "r", None, {"type": "t", "head": "", "child": "o"}]],
}

BAD_HEADERS: dict[str, Callable[[Event], Event]] = {
    "changed payload": lambda e: replace(e, payload=e.payload.replace("actor", "place")),
    "changed owner": lambda e: replace(e, owner=GOLD),
    "another version of id": lambda e: sealed(e, id="2f1c3a52-6a84-4f0e-9c2d-5b8f1a7e9d10"),
    "no id": lambda e: sealed(e, id="x"),
    "n of 0": lambda e: sealed(e, n=0),
    "n too large": lambda e: sealed(e, n=2**31),
    "format 0": lambda e: sealed(e, v=0),
    "no time": lambda e: sealed(e, at="yesterday"),
    "long kind": lambda e: sealed(e, kind="x" * 201),
    "no device": lambda e: sealed(e, device=""),
    "unseen actor": lambda e: sealed(e, actor="a\x00b"),
    "long owner": lambda e: sealed(e, owner="x" * 201),
    "undoes nothing": lambda e: sealed(e, undoes="x"),
    "strange scheme": lambda e: sealed(e, scheme="DROP"),
    "no article": lambda e: sealed(e, article=""),
    "scheme on an article": lambda e: sealed(e, owner=SCHEME_OWNER),
    "newer without id": lambda e: sealed(e, v=2, id="x"),
}


@pytest.mark.parametrize("entries", GOOD, ids=lambda e: e[0][0])
def test_sound_events_pass_as_they_are(entries: list[Any]) -> None:
    assert [list(one) for one in check_event(event(entries), TEXT)] == entries


def test_owners_have_tables_of_their_own() -> None:
    scheme = [["scheme", "", None, {"hash": "0" * 64}]]
    assert check_event(event(scheme, owner=SCHEME_OWNER, article=""), None)
    with pytest.raises(AnnotatorError, match="no place there"):
        check_event(event(GOOD[0], owner=SCHEME_OWNER, article=""), None)
    assert check_event(event([["assignment", ANA, None, {"package": "p"}]], owner=PROJECT_OWNER), TEXT)
    assert check_event(event(GOOD[7], owner=GOLD), TEXT)


@pytest.mark.parametrize("payload", BAD_PAYLOADS.values(), ids=BAD_PAYLOADS)
def test_unsound_content_is_refused(payload: Any) -> None:
    with pytest.raises(AnnotatorError) as caught:
        check_event(event(payload), TEXT)
    assert str(caught.value).endswith(".")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("spoil", BAD_HEADERS.values(), ids=BAD_HEADERS)
def test_unsound_headers_are_refused(spoil: Callable[[Event], Event]) -> None:
    good = event(GOOD[0], action=uuid7())
    check_event(good, TEXT)
    with pytest.raises(AnnotatorError):
        check_event(spoil(good), TEXT)


def test_a_newer_format_is_not_read() -> None:
    newer = sealed(event("no JSON at all"), v=2)
    assert check_event(newer, TEXT) == []


def test_a_huge_event_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "MAX_PAYLOAD", 40)
    with pytest.raises(AnnotatorError, match="larger than 40"):
        check_event(event(GOOD[0]), TEXT)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
        max_leaves=12,
    )
)
def test_nothing_but_a_sentence_comes_of_rubbish(found: Any) -> None:
    for payload in (found, [found], [["span", "s", None, found]], [["zone", "z", found, found]]):
        with suppress(AnnotatorError):
            check_event(event(json.dumps(payload)), TEXT)
