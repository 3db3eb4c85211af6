"""Single fields of a record, each checked: what fits is returned, what does not is a RecordError."""

from __future__ import annotations

import uuid
from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import MAX_ID
from annotator.core.names import check_name
from annotator.formats.errors import RecordError

MAX_DEPTH = 100
Shift = Callable[[int], int]
"""Maps an offset in the text as it came to one in the text with LF (code points)."""


def text_or(data: dict[str, Any], key: str, default: str | None = "") -> Any:
    """Return a string, or the default where it is absent or null."""
    value = data.get(key)
    if value is None:
        return default
    if not isinstance(value, str):
        raise RecordError(f'"{key}" must be a string')
    return value


def list_of(data: dict[str, Any], key: str) -> list[Any]:
    """Return a list, an empty one where it is absent or null."""
    value = data.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise RecordError(f'"{key}" must be a list')
    return value


def object_of(data: dict[str, Any], key: str, what: str = "") -> dict[str, Any]:
    """Return an object, an empty one where it is absent or null."""
    value = data.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise RecordError(f'{what}"{key}" must be an object')
    return value


def identity_of(value: Any, what: str) -> str:
    """Return an id: any string of 1 to 200 characters."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        raise RecordError(f"{what} must be a string of 1 to {MAX_ID} characters")
    return value


def named(raw: dict[str, Any], key: str, what: str) -> str:
    """Return a label or type."""
    value = raw.get(key)
    if not isinstance(value, str) or not 0 < len(value) <= MAX_ID:
        raise RecordError(f'{what} needs a "{key}" of 1 to {MAX_ID} characters')
    return value


def person_name(name: str) -> str:
    """Return the trimmed name of an annotator."""
    try:
        return check_name(name)
    except AnnotatorError as error:
        raise RecordError(str(error).rstrip(".")) from error


def person_uuid(value: str) -> str:
    """Return the UUID of an annotator in its usual form."""
    try:
        return str(uuid.UUID(value))
    except ValueError as error:
        raise RecordError('"annotator_id" is no UUID') from error


def value_key(key: str, what: str) -> str:
    """Return the key of an attribute or article label."""
    if not 0 < len(key) <= MAX_ID or "/" in key:
        raise RecordError(f"{what}: {key!r:.80} can't be a key (1 to {MAX_ID} characters, no slash)")
    return key


def plain_value(value: Any, what: str) -> Any:
    """Return the value of an attribute or article label."""
    if isinstance(value, str | bool | int | float) or (
        isinstance(value, list) and all(isinstance(part, str) for part in value)
    ):
        return value
    raise RecordError(f"{what} must be a string, a number, true, false or a list of strings")


def check_depth(value: Any, what: str) -> None:
    """Refuse what is nested so deep that reading it back would fail."""
    layer = [value]
    for _ in range(MAX_DEPTH):
        parts = [part for whole in layer for part in (whole.values() if isinstance(whole, dict) else whole)]
        layer = [part for part in parts if isinstance(part, dict | list)]
        if not layer:
            return
    raise RecordError(f"{what} is nested deeper than {MAX_DEPTH} levels")


def unix_lines(text: str) -> tuple[str, Shift | None]:
    """Return a text with LF line ends, and the map of its old offsets where that moved any (else None)."""
    if "\r" not in text:
        return text, None
    dropped = [i for i in range(len(text) - 1) if text[i] == "\r" and text[i + 1] == "\n"]
    return lf(text), lambda offset: offset - bisect_left(dropped, offset)


def lf(text: str) -> str:
    """Return a text with LF line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def range_of(text: str, raw: dict[str, Any], what: str, shift: Shift | None) -> tuple[int, int, str]:
    """Return start, end (code points, half-open) and the words there, which must be those that are quoted."""
    start, end, given = raw.get("start"), raw.get("end"), raw.get("text")
    if type(start) is not int or type(end) is not int:
        raise RecordError(f'{what} needs whole numbers as "start" and "end"')
    if shift is not None:
        start, end = shift(start), shift(end)
    if not 0 <= start < end <= len(text):
        raise RecordError(f"{what} covers {start}-{end}, but the text has the range 0-{len(text)}")
    quote = text[start:end]
    if given not in (None, quote) and not (shift is not None and isinstance(given, str) and lf(given) == quote):
        raise RecordError(f"{what} at {start}-{end} should read {given!r:.80} but the text there is {quote!r:.80}")
    return start, end, quote
