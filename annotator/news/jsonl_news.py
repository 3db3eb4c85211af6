"""News as JSON: lines of objects, an array of them, or one object that is or holds the articles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.mapping import known
from annotator.news.opening import GZIP, encoding_of, opened, peek
from annotator.news.table import Encoded, Found, Row, articles

MAX_LINE = 128 * 1024 * 1024
MAX_WHOLE = 1024 * 1024 * 1024
_SUFFIXES = (".jsonl", ".ndjson", ".json", ".jl")
# What files of annotations hold; a plain value under such a name is a column like any other.
_WORK = (
    "spans", "entities", "annotations", "label", "labels", "tokens", "tokenized_text", "ner", "ner_tags", "relations",
    "completions", "predictions", "cats", "@context", "target",
)  # fmt: skip
_OURS = ("text_sha256", "_input_hash", "_task_hash", "_views")
_LISTS = ("articles", "results", "docs", "items", "stories", "data", "hits", "response", "documents", "news")
_SPACE = b" \t\r\n"


def sniff(head: Head) -> int:
    """Take objects with keys of news, weakly any with a long text; leave those that hold annotations to others."""
    data, suffix = peek(head)
    first = data.removeprefix(b"\xef\xbb\xbf").lstrip(_SPACE)[:1]
    if first not in (b"{", b"["):
        return 0
    item = _first(head, data)
    if not isinstance(item, dict):
        return 12 * (suffix in _SUFFIXES)
    if any(isinstance(item.get(name), list | dict) for name in _WORK) or any(name in item for name in _OURS):
        return 0
    if sum(known(name) for name in item) >= 2:
        return 60
    return 12 if any(isinstance(value, str) and len(value) >= 80 for value in item.values()) else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read a JSON file of articles; see table.articles for the options, and `encoding`. Raises NewsError, OSError."""
    yield from articles(source, rows(source))


def rows(source: Source) -> Iterator[Found]:
    """Yield the objects of a file with the lines they start at; a line that is none is a Fault."""
    encoding = encoding_of(source.path, source.options, whole=1)  # JSON is UTF-8 by its standard
    if encoding.note:
        yield Repair(0, encoding.note)
    if encoding.shown:
        yield Encoded(encoding.shown)
    total = max(1, source.path.stat().st_size)
    with source.path.open("rb") as raw:
        packed = raw.read(2) == GZIP
    with opened(source.path) as file:
        if encoding.name.startswith(("utf-16", "utf-32", "utf_16", "utf_32")):
            file.seek(0)
            yield from _whole(source, file.read(MAX_WHOLE + 1), encoding.name)
        elif _by_line(file):
            yield from _lines(source, file, encoding.name, total * (12 if packed else 1))
        else:
            yield from _whole(source, file.read(MAX_WHOLE + 1), encoding.name)


def _first(head: Head, data: bytes) -> Any:
    """Return the first object: of an array its first member, of an object that holds the articles their first."""
    if data is head.data:
        first = head.first
    else:
        text = data.decode("utf-8-sig", "replace").lstrip().removeprefix("[").lstrip()
        try:
            first = json.JSONDecoder().raw_decode(text)[0]
        except (ValueError, RecursionError):
            first = None
    if first is None:
        return _cut_object(data)
    if isinstance(first, dict) and (inner := _inner(first)) is not None:
        return inner[0]
    return first


def _cut_object(data: bytes) -> Any:
    """Return the whole members of an object that goes on behind the beginning of its file."""
    text = data.decode("utf-8-sig", "replace").lstrip().removeprefix("[").lstrip()
    decoder = json.JSONDecoder()
    found: dict[str, Any] = {}
    place = 1
    try:
        while text[:1] == "{" and len(found) < 100:
            place += len(text[place:]) - len(text[place:].lstrip(" \t\r\n,"))
            key, place = decoder.raw_decode(text, place)
            place = text.index(":", place) + 1
            place += len(text[place:]) - len(text[place:].lstrip())
            found[str(key)] = "…" * 80 if text[place] == '"' else [] if text[place] in "[{" else 0
            found[str(key)], place = decoder.raw_decode(text, place)
    except (ValueError, IndexError, RecursionError):
        pass
    for name in _LISTS:
        if found.get(name) == [] and (start := text.find("[", text.find(f'"{name}"'))) > 0:
            return _cut_object(text[start:].encode("utf-8", "replace"))
    return found or None


def _inner(item: Mapping[str, Any]) -> list[Any] | None:
    """Return the list of objects that an answer such as NewsAPI's holds; None where the object is an article."""
    if sum(known(name) for name in item) >= 2:
        return None
    for name in _LISTS:
        value = item.get(name)
        if isinstance(value, dict) and name == "response":
            return _inner(value)
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value[:5]):
            return value
    return None


def _by_line(file: BinaryIO) -> bool:
    """Tell whether a file holds one object a line, and go to its beginning."""
    file.seek(0)
    start = file.read(3)
    file.seek(3 if start == b"\xef\xbb\xbf" else 0)
    begin = file.tell()
    tried = 0
    by_line = False
    while tried < 20 and not by_line and (line := file.readline(MAX_LINE)):
        if stripped := line.strip(_SPACE):
            if not tried and stripped.startswith(b"["):
                break
            tried += 1
            by_line = stripped.startswith(b"{") and isinstance(_parsed(stripped), dict)
    file.seek(begin)
    return by_line


def _lines(source: Source, file: BinaryIO, encoding: str, total: int) -> Iterator[Found]:
    number = done = 0
    while line := file.readline(MAX_LINE):
        number += 1
        done += len(line)
        if number % 200 == 1:
            source.step(min(done, total), total)
        if len(line) >= MAX_LINE:
            yield Fault(number, f"the line is longer than {MAX_LINE // 1_000_000} MB")
            while (line := file.readline(MAX_LINE)) and not line.endswith(b"\n"):
                pass
            continue
        if stripped := line.strip(_SPACE):
            yield from _row(number, stripped, encoding)


def _row(number: int, line: bytes, encoding: str) -> Iterator[Found]:
    if encoding not in ("utf-8", "utf-8-sig"):
        try:
            line = line.decode(encoding).encode("utf-8")
        except UnicodeDecodeError:
            yield Fault(number, f"the line can't be read as {encoding}")
            return
    item = _parsed(line)
    if item is None:
        yield Fault(number, _why(line))
    else:
        yield from _items(item, number)


def _why(line: bytes) -> str:
    try:
        json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"the line holds bytes that are not UTF-8 (byte {error.start})"
    except json.JSONDecodeError as error:
        return f"the line is no JSON ({error.msg}, column {error.colno})"
    except (ValueError, RecursionError):
        return "the line is no JSON that can be read: it is nested too deeply, or a number is too long"
    return "the line holds no JSON object"


def _parsed(data: bytes) -> Any:
    """Return a JSON value, NaN taken as the standard library does; None where it is none."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        try:
            return json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError):
            return None


def _whole(source: Source, data: bytes, encoding: str) -> Iterator[Found]:
    """Yield the objects of an array, of one after another, or of an object that holds them."""
    if len(data) > MAX_WHOLE:
        raise NewsError(f"{source.path} is one JSON value of more than 1,000 MB: save it with one article a line.")
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise NewsError(f"{source.path} can't be read as {encoding} (byte {error.start}): save it as UTF-8.") from error
    decoder = json.JSONDecoder()
    place, line, counted, listed = 0, 1, 0, False
    while True:
        place = _skipped(text, place, listed)
        if place < len(text) and text[place] == "[" and not listed:
            listed, place = True, place + 1
            continue
        if place >= len(text) or text[place] == "]":
            return
        line += text.count("\n", counted, place)
        counted = place
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield Fault(line, f"this is no JSON, so nothing behind it can be read ({str(error)[:80]})")
            return
        source.step(place, len(text))
        yield from _items(item, line)


def _items(item: Any, line: int) -> Iterator[Found]:
    if not isinstance(item, dict):
        yield Fault(line, "this is no JSON object")
        return
    inner = _inner(item)
    for part in [item] if inner is None else inner:
        yield Row(line, part) if isinstance(part, dict) else Fault(line, "this is no JSON object")


def _skipped(text: str, place: int, listed: bool) -> int:
    signs = " \t\r\n," if listed else " \t\r\n"
    while place < len(text) and text[place] in signs:
        place += 1
    return place
