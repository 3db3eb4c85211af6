"""News in a spreadsheet (.xlsx): the values as they were last shown; nothing is calculated."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.zips import ZipError, opened
from annotator.news.article import NewsArticle
from annotator.news.csv_news import named
from annotator.news.errors import NewsError
from annotator.news.table import Found, Row, articles

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    KeyError, ValueError, SyntaxError, TypeError, AttributeError, IndexError, EOFError, NotImplementedError,
    RuntimeError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_MOST_ROWS = 1 << 20
_MAX = 1024 * 1024 * 1024


def sniff(head: Head) -> int:
    """Take zip files that hold a workbook, or say so by their ending."""
    if head.data.startswith(_OLE):
        return 90 * (head.suffix in (".xls", ".xlsx"))
    if not head.data.startswith(b"PK\x03\x04"):
        return 0
    if head.suffix in (".xlsx", ".xlsm"):
        return 90
    return 85 if b"xl/workbook.xml" in head.data or b"xl/worksheets/" in head.data else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read a workbook's sheet; see table.articles for the options, and `sheet` (its name), `header` (True, False).

    Raises NewsError, OSError.
    """
    yield from articles(source, rows(source))


def rows(source: Source) -> Iterator[Found]:
    """Yield the rows of a sheet, by their numbers in it; columns are named by the first row that is not blank."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with source.path.open("rb") as file:
        if file.read(8) == _OLE:
            raise NewsError(
                f"{source.path} is a workbook in the old or a locked form: save it as .xlsx without password."
            )
    try:
        with opened(source.path, max_bytes=_MAX):
            pass
        # An open file is closed for sure, even where a sheet turns out to be broken.
        data = io.BytesIO(source.path.read_bytes())
        book = load_workbook(data, read_only=True, data_only=True, keep_links=False)
    except ZipError as error:
        raise NewsError(f"{source.path} is no workbook that can be read: {error}") from error
    except (*_BROKEN, InvalidFileException) as error:
        raise NewsError(f"{source.path} is no workbook that can be read: save it again as .xlsx.") from error
    sheets = [sheet for sheet in book.worksheets if hasattr(sheet, "iter_rows")]
    try:
        sheet, note = _sheet(source, sheets)
        if note:
            yield Repair(0, note)
        sheet.reset_dimensions()
        yield from _rows(source, enumerate(sheet.iter_rows(values_only=True), 1), sheet.max_row or 0)
    except _BROKEN as error:
        raise NewsError(f"{source.path} is a workbook with a broken sheet: save it again as .xlsx.") from error
    finally:
        book.close()


def _sheet(source: Source, sheets: Sequence[Any]) -> tuple[Any, str]:
    """Return the sheet to read, and a sentence about those that are not read."""
    titles = [sheet.title for sheet in sheets]
    if told := source.options.get("sheet"):
        if told not in titles:
            raise NewsError(f"{source.path} has no sheet {told!r:.60}; it has: {', '.join(titles)}.")
        return sheets[titles.index(told)], ""
    filled = [sheet for sheet in sheets if any(any(_filled(cell) for cell in row) for row in _top(sheet))]
    if not filled:
        raise NewsError(f"{source.path} holds no rows: leave it out.")
    others = [sheet.title for sheet in filled[1:]]
    note = f"Only the sheet {filled[0].title!r} was read, not {', '.join(map(repr, others))}." if others else ""
    return filled[0], note


def _top(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=50, values_only=True)


def _rows(source: Source, numbered: Iterator[tuple[int, tuple[Any, ...]]], total: int) -> Iterator[Found]:
    names: list[str] | None = None
    for number, values in numbered:
        if number % 200 == 1:
            source.step(number, max(total, number))
        if number > _MOST_ROWS:
            raise NewsError(f"{source.path} has a row beyond {_MOST_ROWS:,}, where sheets end: save it again as .xlsx.")
        if not any(map(_filled, values)):
            continue
        cells = [_unescaped(value) for value in values]
        if names is None:
            while cells and not _filled(cells[-1]):
                cells.pop()
            names, note, is_header = named([_word(cell) for cell in cells], source.options.get("header"))
            if note:
                yield Repair(number, note)
            if is_header:
                continue
        if any(map(_filled, cells[len(names) :])):
            yield Fault(number, f"the row has more cells than there are columns ({len(names)})")
            continue
        yield Row(number, dict(zip(names, cells, strict=False)))


def _filled(value: Any) -> bool:
    return value is not None and value != ""


def _word(value: Any) -> str:
    return "" if value is None else str(value)


def _unescaped(value: Any) -> Any:
    """Return a text with the characters that XML can't hold, which Excel writes as _x000D_."""
    if isinstance(value, str) and "_x" in value:
        from openpyxl.utils.escape import unescape

        return unescape(value)
    return value
