"""Saved web pages: the article with its headline, byline, captions; what goes around it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.zones import Zone
from annotator.news.article import NewsArticle
from annotator.news.dom import after_prolog, parse
from annotator.news.errors import NewsError
from annotator.news.page_bytes import MAX_BYTES, PageText, decode
from annotator.news.page_main import ARTICLE, Main, find_main
from annotator.news.page_meta import PageData, metadata
from annotator.news.page_walk import written
from annotator.news.sources import guess_language

_NO_ARTICLE = "it holds no article text: save the article's own page, or leave the file out"
_PAGE = re.compile(r"<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])", re.IGNORECASE)
_LARGE = 3_000_000
_MAIL = re.compile(rb"^(?:from|mime-version|snapshot-content-location|content-type|subject|date)\s*:", re.IGNORECASE)


def sniff(head: Head) -> int:
    """Tell a page by its first element, a saved one (MHTML) by its headers."""
    if head.is_folder:
        return 0
    if head.suffix in (".mhtml", ".mht"):
        return 90 if _MAIL.match(head.data) else 40
    if head.suffix in (".html", ".htm", ".xhtml"):
        return 85
    text = head.text if b"\0" not in head.data[:200] else head.data.decode("utf-16", "ignore")
    return 80 if _PAGE.match(after_prolog(text)) else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the one article of a saved page; raise NewsError."""
    path = source.path
    if path.stat().st_size > 2 * MAX_BYTES:
        raise NewsError(f"the page is larger than {MAX_BYTES >> 20} MB: save it without its pictures and scripts")
    data = path.read_bytes()
    told = source.options.get("encoding")
    told = told if isinstance(told, str) and told else None
    url = hint = ""
    if path.suffix.lower() in (".mhtml", ".mht"):
        from annotator.news.mhtml import page_of

        page = page_of(data)
        data, url, hint = page.data, page.url, page.encoding
    yield article_of(data, url, told, hint)


def article_of(data: bytes, url: str = "", encoding: str | None = None, hint: str = "") -> NewsArticle:
    """Return the article of a page's bytes; `url` is where it was found.

    `encoding` is one that a person names; `hint` is one that came along, which beats what the page says.

    Raises NewsError where the page holds no article or can't be read; the sentence names no file.
    """
    return article_of_text(decode(data, encoding, hint), url)


def article_of_text(page: PageText, url: str = "") -> NewsArticle:
    """Return the article of a page that is decoded already; raise NewsError."""
    if "<" not in page.text or not page.text.strip():
        raise NewsError(_NO_ARTICLE)
    tree = parse(page.text.replace("\0", "\ufffd"))
    data = PageData(tree, page.text, url)
    notes = list(page.notes)
    main = _main(tree, data, page.text)
    text, zones = written(main)
    if main.size < ARTICLE:
        text, zones, note = _told_text(data, main, text, zones)
        notes += [note] if note else []
    meta = metadata(data, main, text, zones)
    if "language" not in meta and (guessed := guess_language(text)):
        meta["language"] = guessed
    if page.encoding != "utf-8":
        meta["encoding"] = page.encoding
    if data.is_closed():
        notes.append("The page says that its text is not free to read: it may be cut off.")
    if main.comments:
        notes.append("Readers' comments were left out.")
    return NewsArticle(text, meta, zones, notes=notes)


def _main(tree: Any, data: PageData, markup: str) -> Main:
    """Find the article by the page's own marks; where it has none, with the help of trafilatura."""
    titles = data.titles()
    main = find_main(tree, titles)
    if main.told and main.size >= ARTICLE:
        return main
    other = find_main(tree, titles, _extracted(markup))
    return other if other.size >= max(ARTICLE, main.size // 3) else main


def _extracted(markup: str) -> list[str]:
    """Return the paragraphs that trafilatura takes for the article; of a very large page none, which took too long."""
    if len(markup) > _LARGE:
        return []
    from trafilatura import extract

    text = extract(markup, include_comments=False, include_tables=True, fast=True)
    return text.split("\n") if isinstance(text, str) else []


def _told_text(data: PageData, main: Main, text: str, zones: tuple[Zone, ...]) -> tuple[str, tuple[Zone, ...], str]:
    """Return the text of a page that shows next to none without its scripts; raise NewsError where there is none."""
    told = data.article_text()
    if len(told) >= ARTICLE:
        headline = next(iter(data.titles()), "")
        whole = f"{headline}\n\n{told}" if headline else told
        marked = (Zone(0, len(headline), "headline"),) if headline else ()
        return whole, marked, "The page shows its text only by a script; it was taken from the page's own data."
    body = text
    for zone in reversed(zones):
        body = body[: zone.start] + body[zone.end :]
    if len(body.strip().encode("utf-8", "replace")) < ARTICLE // 2 or main.headline is None:
        raise NewsError(_NO_ARTICLE)
    return text, zones, ""
