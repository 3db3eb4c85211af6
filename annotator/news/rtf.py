"""News in RTF documents, and exports of news archives in RTF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.archive import split
from annotator.news.article import NewsArticle
from annotator.news.blocks import headline, laid_out
from annotator.news.errors import NewsError
from annotator.news.rtf_text import read_rtf
from annotator.news.sources import guess_language

MAX_BYTES = 512 * 1024 * 1024


def sniff(head: Head) -> int:
    """Take what begins as every RTF file does."""
    return 92 if head.data[:64].lstrip().startswith(b"{\\rtf") else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the article of a document, or all of an archive's export; raises NewsError, OSError."""
    if source.path.stat().st_size > MAX_BYTES:
        raise NewsError(f"{source.path} is larger than {MAX_BYTES // 1_000_000} MB: split it.")
    try:
        document = read_rtf(source.path.read_bytes())
    except NewsError as error:
        raise NewsError(f"{source.path}: {error}") from error
    if (found := split(document.blocks)) is not None:
        yield from (Repair(0, note) for note in document.notes)
        yield from found
        return
    text = laid_out(document.blocks)
    if not text.strip():
        raise NewsError(f"{source.path} holds no text; if it holds pictures of text, the text has to be typed in.")
    title, zones = headline(document.blocks)
    meta: dict[str, Any] = {f"document {key}": value for key, value in document.meta.items()}
    meta |= {"headline": title} if title else {}
    if language := guess_language(text):
        meta["language"] = language
    yield NewsArticle(text, meta, zones, notes=list(document.notes))
