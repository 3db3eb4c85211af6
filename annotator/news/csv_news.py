"""News as a table of text: CSV with commas, semicolons, tabs or bars, told from the content."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, TextIO

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import dates
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.mapping import known
from annotator.news.opening import Encoding, encoding_of, opened_text, peek, position
from annotator.news.table import Encoded, Found, Row, Tally, articles

MAX_CELL = 100_000_000
_SUFFIXES = (".csv", ".tsv", ".tab", ".psv")
_CELLS = re.compile(r"[,;\t|]")
_DELIMITERS = (",", ";", "\t", "|")
_PROBE = 256 * 1024
_ROWS = 60
_ADDRESS = re.compile(r"https?://\S+$|[\w.+-]+@[\w.-]+$")
_NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,%]*$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table of text is written."""

    delimiter: str
    escape: str | None = None

    def reader(self, lines: Iterator[str]) -> Any:
        """Return a reader of the lines' rows."""
        return csv.reader(lines, delimiter=self.delimiter, escapechar=self.escape, doublequote=True, strict=False)


def sniff(head: Head) -> int:
    """Take rows of equal length, as far as the name's ending fits; without one only under columns of news."""
    data, suffix = peek(head)
    fits = suffix in _SUFFIXES
    if b"\0" in data[:1000] or data.startswith((b"PK\x03\x04", b"%PDF-", b"{\\rtf")):
        return 45 * (fits and data[:2] in (b"\xff\xfe", b"\xfe\xff"))
    text = data.decode("utf-8-sig", "replace")
    if text.lstrip()[:1] in ("{", "[", "<") and not fits:
        return 0
    if not fits and sum(known(cell.strip(' "')) for cell in _CELLS.split(text.lstrip().partition("\n")[0])) < 2:
        return 0  # before the rows are looked at, which takes long: every text file is asked
    rows = _probed(text, dialect_of(text))
    if not rows:
        return 0
    even = len(rows) > 1 and len(rows[0]) > 1 and sum(len(row) == len(rows[0]) for row in rows) >= 0.9 * len(rows)
    if fits:
        return 50 if even else 42
    return 35 if even and sum(map(known, rows[0])) >= 2 else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read a table; see table.articles for the options, and `encoding`, `delimiter`, `header` (True, False).

    Raises NewsError, OSError.
    """
    yield from articles(source, rows(source))


def rows(source: Source) -> Iterator[Found]:
    """Yield the rows with the lines they start at; a row with more cells than the header is a Fault."""
    encoding = encoding_of(source.path, source.options)
    if encoding.note:
        yield Repair(0, encoding.note)
    if encoding.shown:
        yield Encoded(encoding.shown)
    with opened_text(source.path, encoding) as file:
        probe = "".join(_some_lines(file))
        delimiter = str(source.options.get("delimiter") or "")
        dialect = Dialect(delimiter) if len(delimiter) == 1 else dialect_of(probe[:_PROBE])
        csv.field_size_limit(MAX_CELL)
        reader = dialect.reader(chain(io.StringIO(probe, newline=""), _lines(file)))
        lines = _numbered(reader)
        first = next(lines, None)
        if first is None:
            return
        names, note, is_header = named(first.cells or [], source.options.get("header"))
        if note:
            yield Repair(first.line, note)
        size = max(1, source.path.stat().st_size)
        short = Tally("A row has fewer cells than there are columns; it was read without the last ones")
        held = None if is_header else first
        for count, line in enumerate(lines):
            if count % 200 == 0:
                source.step(min(position(file), size), size)
            if held is not None:
                yield _row(held, names, short)
            held = line
        # Only the last row can have taken in the rest of the file.
        if held is not None and held.doubtful and _never_ends(source, encoding, dialect, held.line):
            held = _Line(held.line, None)
        if held is not None:
            yield _row(held, names, short)
        if short.count:
            yield short.repair()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row's cells and the line it starts at; None where a cell is larger than any can be.

    `doubtful`: it may have gone on to the end of the file for want of a quotation mark.
    """

    line: int
    cells: list[str] | None
    doubtful: bool = False


def _numbered(reader: Any) -> Iterator[_Line]:
    """Yield the rows that are not blank, none after one that can't be read."""
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield _Line(start, None)
            return
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _Line(start, cells, reader.line_num > start or cells[-1].endswith(("\n", "\r")))


def _row(line: _Line, names: list[str], short: Tally) -> Row | Fault:
    if line.cells is None:
        return Fault(line.line, "a quoted cell of the row that starts here never ends; it takes in all the rest")
    if len(line.cells) > len(names) and any(cell.strip() for cell in line.cells[len(names) :]):
        return Fault(line.line, f"the row has {len(line.cells)} cells, but there are {len(names)} columns")
    if len(line.cells) < len(names):
        short.add(line.line)
    return Row(line.line, dict(zip(names, line.cells, strict=False)))


def _never_ends(source: Source, encoding: Encoding, dialect: Dialect, line: int) -> bool:
    """Tell whether the row that starts at a line ends with the file, inside a quoted cell."""
    with opened_text(source.path, encoding) as file:
        rest = islice(file, line - 1, None)
        reader = csv.reader(rest, delimiter=dialect.delimiter, escapechar=dialect.escape, strict=True)
        try:
            next(reader, None)
        except csv.Error as error:
            return "end of data" in str(error)
    return False


def dialect_of(text: str) -> Dialect:
    """Return the dialect in which the beginning of a table falls into rows of the same, largest number of cells."""
    best, score = Dialect(","), 0.0
    for delimiter in _DELIMITERS:
        for escape in (None, "\\") if '\\"' in text else (None,):
            dialect = Dialect(delimiter, escape)
            sizes = [len(row) for row in _probed(text, dialect)]
            if not sizes or max(sizes) < 2:
                continue
            width = sizes[0]
            even = sum(size == width for size in sizes) / len(sizes)
            found = even * even * (1 + 0.02 * min(width, 20)) * (width > 1)
            if found > score + 1e-9:
                best, score = dialect, found
    return best


def _probed(text: str, dialect: Dialect) -> list[list[str]]:
    """Return the first rows of a text, without one that is cut off and without blank ones."""
    found: list[list[str]] = []
    reader = dialect.reader(io.StringIO(text, newline=""))
    try:
        found.extend(row for row in islice(reader, _ROWS + 1) if any(cell.strip() for cell in row))
    except csv.Error:
        return found
    whole = len(found) <= _ROWS and (text.endswith("\n") or len(found) < 2)
    return found if whole else found[:-1]


def _lines(file: TextIO) -> Iterator[str]:
    """Yield the lines of a file; raise NewsError for one that no cell can fill, before it fills the memory."""
    while line := file.readline(MAX_CELL):
        if len(line) == MAX_CELL:
            raise NewsError(f"A line of the table is longer than {MAX_CELL // 1_000_000} MB: save it again.")
        yield line


def _some_lines(file: TextIO) -> Iterator[str]:
    size = 0
    for line in _lines(file):
        yield line
        size += len(line)
        if size >= _PROBE:
            return


def named(first: Sequence[str], told: object) -> tuple[list[str], str, bool]:
    """Return the columns' names, what is to be said about them, and whether the first row holds them."""
    is_header = bool(told) if told is not None else _is_header(first)
    if not is_header:
        names = [f"column {number}" for number in range(1, len(first) + 1)]
        note = f"The first row holds values, no names, so the columns are called {names[0]} to {names[-1]}."
        return names, note if told is None else "", False
    taken: dict[str, None] = {}
    twice: dict[str, int] = {}
    for number, cell in enumerate(first, 1):
        name = cell.strip() or f"column {number}"
        if name in taken:
            start = twice.get(name, 1) + 1
            twice[name] = next(n for n in range(start, start + len(first) + 1) if f"{name} {n}" not in taken)
            name = f"{name} {twice[name]}"
        taken[name] = None
    listed = ", ".join(twice)
    return list(taken), f"Columns of the same name were numbered: {listed}." if twice else "", True


def _is_header(first: Sequence[str]) -> bool:
    cells = [cell.strip() for cell in first]
    if any(known(cell) for cell in cells):
        return True
    return not any(
        len(cell) > 100 or _ADDRESS.match(cell) or _NUMBER.match(cell) or dates.published(cell)
        for cell in cells
        if cell
    )
