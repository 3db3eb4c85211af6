"""The door: what an event from another file must be before it may stand in this one's log.

Each event is checked by itself: its hash, its header, the form of every row, its quotes against the text as it stands
here. An event of a newer format is checked by its header alone, since nobody here can read its payload.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NoReturn

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Entry, Event, Row, check
from annotator.core.fold import FIELDS, attribute_row, split_attribute
from annotator.core.ids import GOLD, MAX_ID, PROJECT_OWNER, SCHEME_OWNER
from annotator.core.scheme import key_fault
from annotator.core.zones import KINDS
from annotator.store.log import check_quote, complete

MAX_PAYLOAD = 64 * 1024 * 1024
"""Characters of one event's payload."""
MAX_N = 2**31

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_HASH = re.compile(r"[0-9a-f]{64}")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_STATUSES = ("started", "done", "skipped")
_OWN_TABLES = {SCHEME_OWNER: ("scheme", "decision"), PROJECT_OWNER: tuple(t for t in FIELDS if t != "scheme")}
_OF_PERSONS = tuple(t for t in FIELDS if t not in ("scheme", "assignment", "removal", "tag", "story"))
_NAMES = {"scheme": "scheme", "project": "project", GOLD: "gold layer"}


def check_event(event: Event, text: str | None) -> list[Entry]:
    """Return the entries of an event from outside; `text` is its article's as it stands here (None: the scheme).

    An event of a newer format gives none. Raises AnnotatorError with the reason why it is refused.
    """
    _check_header(event)
    check(event)
    if event.v > VERSION:
        return []
    entries = _entries(event)
    tables = _OWN_TABLES.get(event.owner, _OF_PERSONS)
    for table, row, before, after in entries:
        if table not in tables:
            _refuse(event, f"it acts on {table!r:.40}, which has no place there")
        names = FIELDS[table]
        if not complete(names, before, after):
            _refuse(event, f"its action on {table} {row!r:.60} is not complete")
        _check_row(event, table, row)
        for values in (before, after):
            if values is not None:
                _check_values(event, table, values, text)
        if table == "span" and after is not None and "quote" in after:
            check_quote(text or "", event.article, row, after)
    return entries


def check_identity(identity: str, what: str) -> None:
    """Raise AnnotatorError unless an id is 1 to 200 characters, all of them to be seen."""
    if not 0 < len(identity) <= MAX_ID or not identity.isprintable():
        raise AnnotatorError(f"{what} has the id {identity!r:.60}, which can't be one.")


def check_person(identity: str) -> None:
    """Raise AnnotatorError unless an id is a person's: a UUID in its usual form, and not that of the gold layer."""
    if not _is_uuid(identity) or identity == GOLD:
        raise AnnotatorError(f"an annotator has the id {identity!r:.60}, which can't be one.")


def is_time(text: str) -> bool:
    """Tell whether a text is a time as the log writes it: RFC 3339, UTC."""
    return _AT.fullmatch(text) is not None


def _check_header(event: Event) -> None:
    if not _is_uuid(event.id, version=7):
        _refuse(event, "its id is no UUID of version 7")
    for linked in (event.action, event.undoes):
        if linked is not None and not _is_uuid(linked):
            _refuse(event, "it names another event by an id that is none")
    if not 1 <= event.n < MAX_N or event.v < 1:
        _refuse(event, f"its number ({event.n}) or its format ({event.v}) is out of range")
    for identity, what in ((event.owner, "the owner"), (event.actor, "the actor"), (event.device, "the device")):
        check_identity(identity, f"{what} of event {event.id}")
    if (event.owner == SCHEME_OWNER) != (event.article == ""):
        _refuse(event, "it belongs to no article")
    if len(event.kind) > MAX_ID or not is_time(event.at):
        _refuse(event, "its kind or its time can't be read")
    if event.scheme and not _HASH.fullmatch(event.scheme):
        _refuse(event, "its scheme is no hash")
    if len(event.payload) > MAX_PAYLOAD:
        _refuse(event, f"it is larger than {MAX_PAYLOAD:,} characters")


def _is_uuid(text: str, version: int | None = None) -> bool:
    return _UUID.fullmatch(text) is not None and (version is None or (text[14] == str(version) and text[19] in "89ab"))


def _entries(event: Event) -> list[Entry]:
    try:
        found = _DECODER.decode(event.payload)
        if _ESCAPED_HALF.search(event.payload):
            json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a character can't be stored
    except (ValueError, RecursionError) as error:
        raise AnnotatorError(f"Event {event.id} is refused: its content is no JSON that can be read.") from error
    if not isinstance(found, list):
        _refuse(event, "its content is no list")
    return [_entry(event, one) for one in found]


def _no_constant(_name: str) -> NoReturn:
    raise ValueError


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


def _entry(event: Event, found: Any) -> Entry:
    if not isinstance(found, list) or len(found) != 4:
        _refuse(event, "its content is no list of actions")
    table, row, before, after = found
    rows_fit = all(one is None or isinstance(one, dict) for one in (before, after))
    if not isinstance(table, str) or not isinstance(row, str) or not rows_fit:
        _refuse(event, "one of its actions has another form")
    return table, row, before, after


def _check_row(event: Event, table: str, row: str) -> None:
    """Check the id of a row."""
    if table in ("status", "scheme", "removal", "story"):
        fits = row == ""
    elif table == "attribute":
        span, key = split_attribute(row)
        fits = row == attribute_row(span, key) and len(span) <= MAX_ID and 0 < len(key) <= MAX_ID
    else:
        fits = 0 < len(row) <= MAX_ID and not (table == "article_label" and "/" in row)
    if not fits:
        _refuse(event, f"the id {row!r:.60} can't be one of {table}")


def _check_values(event: Event, table: str, values: Row, text: str | None) -> None:
    size = len(text or "")
    for name, value in values.items():
        if not _FITS[table, name](value, size):
            _refuse(event, f"{name!r} of {table} can't be {value!r:.60}")
    if table == "zone" and "start" in values and "end" in values and not values["start"] < values["end"]:
        _refuse(event, "a zone ends before it starts")


def _refuse(event: Event, why: str) -> NoReturn:
    whose = _NAMES.get(event.owner, "annotator")
    raise AnnotatorError(f"Event {event.id} of the {whose} is refused: {why}.")


def _string(value: Any, _size: int) -> bool:
    return isinstance(value, str)


def _name(value: Any, _size: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= MAX_ID


def _label(value: Any, _size: int) -> bool:
    return isinstance(value, str) and not key_fault(value)


def _flag(value: Any, _size: int) -> bool:
    return isinstance(value, bool)


def _offset(value: Any, size: int) -> bool:
    return type(value) is int and 0 <= value <= size


def _plain(value: Any, _size: int) -> bool:
    """Tell whether a value is a string, a finite number, true, false, or a list of strings."""
    if isinstance(value, float):
        return isfinite(value)
    return isinstance(value, str | int) or (isinstance(value, list) and all(isinstance(part, str) for part in value))


def _hash(value: Any, _size: int) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


_FITS: Mapping[tuple[str, str], Callable[[Any, int], bool]] = {
    **{("span", name): _string for name in ("quote", "note", "origin", "created")},
    **{(table, name): _offset for table in ("span", "zone", "decision") for name in ("start", "end")},
    ("span", "label"): _label,
    ("span", "unsure"): _flag,
    ("attribute", "value"): _plain,
    ("article_label", "value"): _plain,
    **{("relation", name): _name for name in ("type", "head", "child")},
    ("status", "status"): lambda value, _size: value in _STATUSES,
    ("status", "reason"): _string,
    ("zone", "kind"): lambda value, _size: value in KINDS,
    ("zone", "duplicate"): _flag,
    ("zone", "off"): _flag,
    ("note", "text"): _string,
    ("scheme", "hash"): _hash,
    **{("decision", name): _string for name in ("choice", "versions", "note")},
    ("assignment", "package"): _string,
    ("removal", "reason"): _string,
    ("tag", "value"): _string,
    ("story", "story"): _name,
}
