"""JSON files of other tools: lines, one list, or objects one after the other, each object with its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import orjson

from annotator.core.sources import Fault, Head, Source
from annotator.formats.errors import RecordError
from annotator.formats.jsonl import lines

MAX_WHOLE = 512 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_LONG_NUMBER = re.compile(rb"[0-9]{19}")
_LONE = re.compile("[\ud800-\udfff]")
# A string with its quotes, a bracket or a line end; the string never backtracks, however long it is.
_MARK = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[\[\]{}\n]', re.DOTALL)
_SNIFFED = 20


def objects(source: Source, *, lone_surrogates: bool = False) -> Iterator[tuple[int, Any] | Fault]:
    """Yield (line, value) of each object of a file: JSON lines, one JSON list, or objects that follow each other.

    What is broken is a Fault with its line. With `lone_surrogates` an object that holds such (half an emoji, as
    browsers cut them) is given as it is, without they are refused. Raises RecordError for a list of more than
    512 MB and for a file without any object, OSError.
    """
    if _is_lines(source):
        parts: Iterator[tuple[int, bytes] | Fault] = lines(source)
    else:
        parts = _members(_whole(source), source)
    for part in parts:
        if isinstance(part, Fault):
            yield part
            continue
        try:
            yield part[0], loads(part[1], lone_surrogates=lone_surrogates)
        except RecordError as error:
            yield Fault(part[0], str(error))


def loads(data: bytes, *, lone_surrogates: bool = False) -> Any:
    """Return a JSON value; NaN and the like are read as null. Raises RecordError."""
    try:
        if not _LONG_NUMBER.search(data):
            return orjson.loads(data)
    except ValueError:
        pass  # Python's reader takes what orjson refuses: NaN, lone surrogates
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=lambda _: None)
        if not lone_surrogates:
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        return found
    except UnicodeEncodeError as error:
        raise RecordError("it holds half a character (a lone surrogate), which no text can hold") from error
    except (ValueError, RecursionError) as error:
        raise RecordError(f"broken JSON ({error})") from error


def dumps(data: Any) -> bytes:
    """Return a JSON value in UTF-8 on one line, without a line end."""
    try:
        return orjson.dumps(data)
    except TypeError:  # whole numbers beyond 64 bits
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def scrubbed(value: Any) -> Any:
    """Return a JSON value whose lone surrogates became U+FFFD."""
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [scrubbed(part) for part in value]
    if isinstance(value, dict):
        return {scrubbed(key): scrubbed(part) for key, part in value.items()}
    return value


@lru_cache(maxsize=1)
def heads(head: Head) -> tuple[dict[str, Any], ...]:
    """Return the first objects that stand whole in the head of a file, 20 at most, cheaply."""
    text = head.text.lstrip()
    if not text.startswith(("{", "[")):
        return ()
    found = []
    for _, data in islice(_cut(text.encode("utf-8", "surrogatepass")), _SNIFFED):
        try:
            value = loads(data, lone_surrogates=True)
        except RecordError:
            break
        if isinstance(value, dict):
            found.append(value)
    return tuple(found)


def _is_lines(source: Source) -> bool:
    """Tell whether each line holds an object of its own: the first is whole, or does not end as a part of one does."""
    with source.path.open("rb") as file:
        first = next((line for line in file if line.removeprefix(_BOM).strip()), b"").removeprefix(_BOM).strip()
    if not first.startswith(b"{"):
        return not first.startswith(b"[")
    try:
        loads(first, lone_surrogates=True)
    except RecordError:
        return not first.endswith((b"{", b"[", b",", b":"))
    return True


def _whole(source: Source) -> bytes:
    if source.path.stat().st_size > MAX_WHOLE:
        raise RecordError(
            f"the file is one JSON list of more than {MAX_WHOLE >> 20} MB: split it, or save it with one object a line"
        )
    return source.path.read_bytes().removeprefix(_BOM)


def _members(data: bytes, source: Source) -> Iterator[tuple[int, bytes] | Fault]:
    found = 0
    for found, (line, part) in enumerate(_cut(data), start=1):
        if found % 16 == 0:
            source.step(found, max(found, 1))
        yield (line, part) if part else Fault(line, "broken JSON (the file ends in the middle of an object)")
    if not found and not re.fullmatch(rb"\s*\[\s*\]\s*", data):
        raise RecordError("the file holds no JSON object; name a file with a list of objects or one object a line")


def _cut(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (line, bytes) of each outermost object, within a list or bare; empty bytes for one that is cut off."""
    base = 1 if data.lstrip()[:1] == b"[" else 0
    depth, line, start, begun = 0, 1, 0, 1
    for match in _MARK.finditer(data):
        sign = data[match.start()]
        if sign == 10:
            line += 1
        elif sign in b"{[":
            if depth == base and sign == 123:
                start, begun = match.start(), line
            depth += 1
        elif sign in b"}]":
            depth -= 1
            if depth == base and sign == 125:
                yield begun, data[start : match.end()]
    if depth > base:
        yield begun, b""
