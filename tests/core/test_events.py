from __future__ import annotations

import hashlib
import json
import re
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import events
from annotator.core.errors import AnnotatorError
from annotator.core.events import Event


def sealed(**given: object) -> Event:
    fields = {
        "owner": "o", "article": "a", "n": 3, "actor": "o", "device": "d", "kind": "add", "scheme": "ff",
        "payload": '[["status","",null,{"status":"done","reason":"größer 😀"}]]',
    }  # fmt: skip
    return events.seal(**{**fields, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(("action", "undoes"), [(None, None), ("0190", None), ("0190", "0191")])
def test_the_hash_is_the_one_of_the_contract(action: str | None, undoes: str | None) -> None:
    event = sealed(action=action, undoes=undoes)
    payload = hashlib.sha256(event.payload.encode("utf-8")).hexdigest()
    header = json.dumps(
        [
            event.id, 1, "o", "a", 3, "o", "d", event.at, "add", action, undoes, "ff", payload,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )  # fmt: skip
    assert event.sha == hashlib.sha256(header.encode("utf-8")).hexdigest()
    assert " " not in header


def test_a_known_event_keeps_its_hash() -> None:
    """The literal text that is hashed, so that no change of a library goes unseen."""
    header = (
        '["0192f0c0-0000-7000-8000-000000000001",1,"o","Zürich","N","o","d","2024-05-06T07:08:09.010Z","add",null,null,'
        '"ff","4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"]'
    ).replace('"N"', "7")
    fields = ("0192f0c0-0000-7000-8000-000000000001", 1, "o", "Zürich", 7, "o", "d", "2024-05-06T07:08:09.010Z", "add")
    assert events.digest((*fields, None, None, "ff"), "[]") == hashlib.sha256(header.encode()).hexdigest()


def test_an_event_has_a_uuid7_and_a_time_in_utc() -> None:
    event = sealed()
    assert uuid.UUID(event.id).version == 7
    assert event.v == 1
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event.at)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 4}, {"owner": "x"}, {"article": "x"}, {"actor": "x"}, {"device": "x"}, {"at": "x"}, {"kind": "x"},
        {"action": "x"}, {"undoes": "x"}, {"scheme": "x"}, {"payload": "[]"}, {"v": 2}, {"id": "x"},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_no_field_can_change_unseen(change: dict[str, object]) -> None:
    event = sealed()
    events.check(event)
    with pytest.raises(AnnotatorError, match="does not match its hash"):
        events.check(replace(event, **change))  # type: ignore[arg-type]


_PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
_ROW = st.none() | st.dictionaries(st.text("abc", min_size=1), _PLAIN | st.lists(st.text("xyé😀")), max_size=4)


@given(st.lists(st.tuples(st.text("st"), st.text(st.characters(exclude_categories=["Cs"])), _ROW, _ROW), max_size=5))
def test_a_payload_comes_back_as_it_went(entries: list[events.Entry]) -> None:
    text = events.encode(entries)
    assert events.decode(text) == entries
    assert events.encode(events.decode(text)) == text
    assert "\n" not in text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_payload_holds_finite_numbers_alone(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        events.encode([("attribute", "s/k", None, {"value": value})])
