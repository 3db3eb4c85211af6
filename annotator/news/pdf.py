"""News in PDF files: the text of their pages, lines put together to paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import dates
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.sources import guess_language

MAX_BYTES = 512 * 1024 * 1024
MAX_PAGES = 5_000
_EDGE = 2
_DIGITS = re.compile(r"\d+")
_HYPHEN = re.compile(r"([^\W\d_]{2,})[-\u2010\xad]$")
_START = re.compile(r"[^\W\d_]+")
_ENDS = tuple('.!?:…"”»)’')


def sniff(head: Head) -> int:
    """Take what begins as PDF files do, some bytes of others before it included."""
    return 95 if b"%PDF-" in head.data[:1024] else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the one article of a PDF; raises NewsError where it holds no text, or is locked or broken; OSError."""
    if source.path.stat().st_size > MAX_BYTES:
        raise NewsError(f"{source.path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    pages, meta = _pages(source)
    repeated = _repeated(pages)
    kept = [[line for line in page if _folded(line) not in repeated] for page in pages]
    joiner = _Joiner(kept)
    text = "\n\n".join(joiner.paragraphs())
    if not text.strip():
        raise NewsError(
            f"{source.path} holds no text, only pictures (perhaps it was scanned): "
            "have its text recognised by another program, or type it in."
        )
    notes = ["Read from a PDF: line breaks were guessed, and columns may be out of order; look it through."]
    if repeated:
        shown = ", ".join(f"'{line[:60]}'" for line in list(dict.fromkeys(repeated.values()))[:5])
        notes.append(f"Lines that repeat at the edges of pages were left out: {shown}.")
    if joiner.hyphens:
        notes.append(f"Words hyphenated at a line's end were put together ({joiner.hyphens}).")
    text = _stored(text)
    if language := guess_language(text):
        meta["language"] = language
    yield NewsArticle(text, meta, notes=notes)


def _pages(source: Source) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the lines of each page, and what the document says of itself."""
    import logging

    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What pypdf finds odd is told on the screen otherwise; what matters comes as an error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages: list[list[str]] = []
    try:
        reader = PdfReader(BytesIO(source.path.read_bytes()), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise NewsError(f"{source.path} is locked by a password: save it without one.")
        total = len(reader.pages)
        if total > MAX_PAGES:
            raise NewsError(f"{source.path} has {total:,} pages, more than {MAX_PAGES:,}: split it.")
        for number, page in enumerate(reader.pages, 1):
            source.step(number, total)
            pages.append([line.rstrip() for line in page.extract_text().replace("\r", "\n").split("\n")])
        meta = _about(reader.metadata)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, AssertionError,
            NotImplementedError, ImportError, UnicodeError, ArithmeticError) as error:  # fmt: skip
        raise NewsError(f"{source.path} is a broken PDF, or one that can't be read: save it again.") from error
    return pages, meta


def _about(metadata: Any) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    if metadata is None:
        return meta
    for key, value in (("document title", metadata.title), ("document author", metadata.author)):
        if isinstance(value, str) and value.strip():
            meta[key] = _stored(value.strip())
    try:
        created = metadata.creation_date
    except ValueError:
        created = None
    if isinstance(created, datetime):
        meta["document created"] = dates.published(created)
    return meta


def _stored(text: str) -> str:
    """Return a text without zero bytes and halves of characters, which broken fonts give."""
    return text.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _repeated(pages: list[list[str]]) -> dict[str, str]:
    """Return the lines, numbers folded, that stand at the edges of most pages of three or more: {folded: line}."""
    filled = [[line for line in page if line.strip()] for page in pages]
    filled = [page for page in filled if page]
    if len(filled) < 3:
        return {}
    seen: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for page in filled:
        edges = {_folded(line): line.strip() for line in [*page[:_EDGE], *page[-_EDGE:]]}
        seen.update(list(edges))
        shown |= edges
    return {folded: shown[folded] for folded, count in seen.items() if 2 * count > len(filled) and folded}


def _folded(line: str) -> str:
    return " ".join(_DIGITS.sub("#", line).split())


class _Joiner:
    """Puts lines together to paragraphs: a line goes on in the next unless it is short, or a blank one follows."""

    def __init__(self, pages: list[list[str]]) -> None:
        self._pages = pages
        self.hyphens = 0
        filled = sorted(len(line.strip()) for page in pages for line in page if line.strip())
        self._width = filled[int(len(filled) * 0.8)] if filled else 0
        self._words = Counter(_START.findall(" ".join(line for page in pages for line in page).casefold()))

    def paragraphs(self) -> Iterator[str]:
        """Yield the paragraphs of all pages; one may go on over the end of a page."""
        current = last = ""
        for page in self._pages:
            for line in page:
                words = " ".join(line.split())
                if not words:
                    if current and (not self._full(last) or last.endswith(_ENDS)):
                        yield current
                        current = ""
                elif current and self._goes_on(last, words):
                    current = self._joined(current, words)
                else:
                    if current:
                        yield current
                    current = words
                last = words or last
        if current:
            yield current

    def _goes_on(self, before: str, after: str) -> bool:
        if _HYPHEN.search(before) and after[0].islower():
            return True
        if not self._full(before):
            return after[0].islower() and not before.endswith(_ENDS)
        return not after.startswith(("•", "–", "—", "- ", "* "))

    def _full(self, line: str) -> bool:
        return len(line) >= 0.75 * self._width

    def _joined(self, before: str, after: str) -> str:
        match = _HYPHEN.search(before)
        if match is None or not after[0].islower():
            return f"{before} {after}"
        following = _START.match(after)
        whole = (match[1] + following[0] if following else match[1]).casefold()
        apart = self._words[match[1].casefold()] > 1 and not self._words[whole]
        if apart and before[-1] == "-":
            return before + after
        self.hyphens += 1
        return before[:-1] + after
