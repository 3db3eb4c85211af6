"""Tables of news: each row one article, its columns laid on fields by a mapping that a person may change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import dates
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.mapping import kept_value, language_code, meta_name, safe_id, settle, wording
from annotator.news.sources import guess_language

SAMPLE = 200
_KINDS = ("jsonl-news", "csv", "excel", "parquet")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BYTES = re.compile("[\udc80-\udcff]")
_MARKUP = re.compile(r"\s*<[a-z!][^<>]*>.*</[a-z][a-z0-9]*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line or row number it starts at in its file, and its cells by column."""

    line: int
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Encoded:
    """The encoding that the rows which follow came in, where it is not UTF-8."""

    name: str


Found = Row | Encoded | Fault | Repair


@dataclass(slots=True)
class Tally:
    """How often something was read in another way than it stood, where first, and an example."""

    sentence: str
    count: int = 0
    line: int = 0
    example: str = ""

    def add(self, line: int, example: object = "") -> None:
        """Count one more."""
        if not self.count:
            self.line, self.example = line, repr(example)[:60]
        self.count += 1

    def repair(self) -> Repair:
        """Return what the import's report says of all of them."""
        often = f" ({self.count:,} times)" if self.count > 1 else ""
        return Repair(self.line, self.sentence.format(example=self.example) + often + ".")


def articles(source: Source, rows: Iterator[Found]) -> Iterator[NewsArticle | Fault | Repair]:
    """Yield the article of each row, with what was repaired on the way told once; raise NewsError.

    Options: `mapping` ({field: column}), `html` (True or False: whether the text column holds markup; otherwise told
    from its values), `date_order` ("dmy" or "mdy" for dates such as 03/04/2031).
    """
    head = _beginning(rows, SAMPLE)
    sample = [found.cells for found in head if isinstance(found, Row)]
    if not sample:
        yield from (found for found in head if isinstance(found, Fault | Repair))
        if not any(isinstance(found, Fault) for found in head):
            raise NewsError(f"{source.path} holds no rows: leave it out.")
        return
    reader = _Reader(settle(_columns(sample), sample, source.options.get("mapping")), sample, source.options)
    yield from reader.told()
    for found in chain(head, rows):
        if isinstance(found, Row):
            yield reader.article(found)
        elif isinstance(found, Encoded):
            reader.encoding = found.name
        else:
            yield found
    yield from reader.tallied()


def columns(path: Path, options: Mapping[str, Any] | None = None) -> list[str]:
    """Return the columns of a table, in its order; raises NewsError, MissingPackage, OSError."""
    return _columns(sample(path, SAMPLE, options))


def sample(path: Path, n: int, options: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the first n rows of a table as {column: cell}; raises NewsError, MissingPackage, OSError."""
    rows = _rows_of(Source(path, options=options or {}))
    return [dict(found.cells) for found in islice((found for found in rows if isinstance(found, Row)), n)]


def mapping_of(path: Path, options: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return the mapping {field: column} with which a table will be read; raises NewsError, MissingPackage, OSError."""
    rows = sample(path, SAMPLE, options)
    return settle(_columns(rows), rows, (options or {}).get("mapping")) if rows else {}


def _rows_of(source: Source) -> Iterator[Found]:
    from annotator.news.registry import KINDS  # the registry names this module's readers

    head = Head(source.path)
    kind = max((kind for kind in KINDS if kind.name in _KINDS), key=lambda kind: kind.sniff(head))
    rows: Callable[[Source], Iterator[Found]] = kind.load().rows
    return rows(source)


def _beginning(rows: Iterator[Found], n: int) -> list[Found]:
    """Take rows until n of them are real ones."""
    head: list[Found] = []
    for found in rows:
        head.append(found)
        n -= isinstance(found, Row)
        if n <= 0:
            break
    return head


def _columns(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(rows)))


@dataclass(slots=True)
class _Reader:
    """Makes articles of rows by one mapping, and counts what it repairs."""

    mapping: dict[str, str]
    sample: list[Mapping[str, Any]]
    options: Mapping[str, Any]
    encoding: str = ""
    order: dates.Order = field(init=False)
    html: bool = field(init=False)
    shown: str = field(init=False)
    rest: frozenset[str] = field(init=False)
    undated: Tally = field(init=False)
    ends: Tally = field(init=False)
    left_out: Tally = field(init=False)
    halves: Tally = field(init=False)

    def __post_init__(self) -> None:
        column = self.mapping.get("published")
        told = str(self.options.get("date_order") or "")
        found = dates.order_of([row.get(column) for row in self.sample]) if column else ("", "")
        self.order, self.shown = (told, "") if told in ("dmy", "mdy") else found  # type: ignore[assignment]
        self.rest = frozenset(self.mapping.values())
        html = self.options.get("html")
        self.html = _marked_up(self.sample, self.mapping["text"]) if html is None else bool(html)
        self.undated = Tally("A date that can't be read for sure, such as {example}, was kept as it stands")
        self.ends = Tally("Line ends were changed to LF")
        self.left_out = Tally("A cell that holds no text, number or date, such as {example}, was left out")
        self.halves = Tally("Broken characters in a cell beside the text were replaced by U+FFFD")

    def told(self) -> Iterator[Repair]:
        """Yield what is decided for the whole table."""
        if self.shown:
            first = "day" if self.order == "dmy" else "month"
            yield Repair(0, f"Dates such as 03/04/2031 were read {first} first, since {self.shown} is one of them.")
        if self.html:
            column = self.mapping["text"]
            yield Repair(0, f"The column {column!r} holds HTML; its text was taken without the markup.")

    def tallied(self) -> Iterator[Repair]:
        """Yield what was counted."""
        for tally in (self.undated, self.ends, self.left_out, self.halves):
            if tally.count:
                yield tally.repair()

    def article(self, row: Row) -> NewsArticle | Fault:
        """Return a row's article, a Fault where it holds no text that can be taken."""
        text = row.cells.get(self.mapping["text"])
        if fault := _text_fault(text, self.mapping["text"]):
            return Fault(row.line, fault)
        article = self._plain(str(text), row.line) if not self.html else self._page(str(text), row.line)
        if isinstance(article, Fault):
            return article
        try:
            article.meta |= self._meta(row)
        except RecursionError:
            return Fault(row.line, "a cell beside the text is nested too deeply to be kept")
        if self.encoding:
            article.meta["encoding"] = self.encoding
        article.id = safe_id(row.cells.get(self.mapping["id"])) if "id" in self.mapping else None
        if "language" not in article.meta and (language := guess_language(article.text)):
            article.meta["language"] = language
        return article

    def _plain(self, text: str, line: int) -> NewsArticle:
        unix = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        if unix != text:
            self.ends.add(line)
        return NewsArticle(unix, line=line)

    def _page(self, text: str, line: int) -> NewsArticle | Fault:
        from annotator.news.html import article_of

        try:
            article = article_of(f"<html><body><article>{text}</article></body></html>".encode(), encoding="utf-8")
        except NewsError as error:
            return Fault(line, str(error))
        article.line = line
        return article

    def _meta(self, row: Row) -> dict[str, Any]:
        meta: dict[str, Any] = {}
        for name, column in self.mapping.items():
            if name in ("text", "id"):
                continue
            value = row.cells.get(column)
            word = self._published(value, row.line) if name == "published" else wording(value)
            if word:
                meta[name] = language_code(word) if name == "language" else word
        for column, value in row.cells.items():
            if column in self.rest or value is None or value == "":
                continue
            if (kept := kept_value(value)) is not None:
                meta[meta_name(column)] = kept
            elif isinstance(value, bytes | bytearray):
                self.left_out.add(row.line, value)
        return {
            self._whole(name, row.line): value
            if isinstance(value, str) and value.isascii()
            else self._whole(value, row.line)
            for name, value in meta.items()
        }

    def _published(self, value: Any, line: int) -> str:
        if found := dates.published(value, self.order):
            return found
        word = wording(value)
        if word:
            self.undated.add(line, word)
        return word

    def _whole(self, value: Any, line: int) -> Any:
        """Return a value without halves of surrogate pairs, which could not be stored."""
        if isinstance(value, str) and not _is_whole(value):
            self.halves.add(line)
            return _SURROGATE.sub("\ufffd", value)
        if isinstance(value, list):
            return [self._whole(part, line) for part in value]
        if isinstance(value, dict):
            return {self._whole(key, line): self._whole(part, line) for key, part in value.items()}
        return value


def _text_fault(text: Any, column: str) -> str:
    """Return why a cell can't be an article's text; empty where it can."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return f"the column {column!r:.60} holds no text here"
    if not isinstance(text, str):
        return f"the column {column!r:.60} holds {type(text).__name__} here, not text"
    if "\0" in text:
        return "the text holds zero bytes; save it again without them"
    if not _is_whole(text):
        return "the text holds bytes that are not UTF-8" if _BYTES.search(text) else "the text holds half a character"
    return ""


def _is_whole(text: str) -> bool:
    """Tell whether a text holds no half of a surrogate pair; much quicker than a search."""
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _marked_up(sample: list[Mapping[str, Any]], column: str) -> bool:
    """Tell whether most texts of a column start with a tag and hold a closing one."""
    texts = [text for row in sample if isinstance(text := row.get(column), str) and text.strip()]
    return bool(texts) and 2 * sum(_MARKUP.match(text) is not None for text in texts) > len(texts)
