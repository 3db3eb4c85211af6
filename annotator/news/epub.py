"""News in EPUB books: each document of the reading order that holds text is an article."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.zips import Members, ZipError, opened
from annotator.core.zones import Zone
from annotator.news import dates
from annotator.news.article import NewsArticle
from annotator.news.blocks import Block, laid_out
from annotator.news.errors import NewsError
from annotator.news.html_blocks import blocks_of
from annotator.news.mapping import language_code
from annotator.news.sources import guess_language
from annotator.news.xml_tree import parsed

_LIMIT = 64 * 1024 * 1024
_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_META = {"title": "book", "creator": "byline", "publisher": "source", "date": "published", "language": "language"}


def sniff(head: Head) -> int:
    """Take zip files that name the format first, as EPUB wants it."""
    if not head.data.startswith(b"PK\x03\x04"):
        return 0
    if b"application/epub+zip" in head.data[:200]:
        return 95
    return 85 if head.suffix == ".epub" else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the articles of a book, numbered by their place in it; raises NewsError, OSError."""
    try:
        with opened(source.path) as members:
            package, base = _package(members)
            meta = _meta(package)
            named = list(_spine(package, base))
            spine = list(dict.fromkeys(named))
            if again := len(named) - len(spine):
                yield Repair(0, f"the book names parts a second time ({again:,}); each was read once")
            articles = 0
            for number, name in enumerate(spine, 1):
                source.step(number, len(spine))
                found = _article(members, name, number, meta)
                articles += isinstance(found, NewsArticle)
                if found is not None:
                    yield found
    except ZipError as error:
        raise NewsError(f"{source.path}: {error}") from error
    if not articles:
        raise NewsError(f"{source.path} holds no text; if it holds pictures of text, the text has to be typed in.")


def _article(members: Members, name: str, number: int, meta: dict[str, Any]) -> NewsArticle | Fault | None:
    if name not in members.names:
        return Fault(number, f"the book names the part {name!r:.80}, but does not hold it")
    try:
        blocks = blocks_of(members.read(name, _LIMIT))
    except (NewsError, ZipError) as error:
        return Fault(number, f"the part {name!r:.80} can't be read: {error}")
    text = laid_out(blocks)
    if not text.strip():
        return None
    title, zones = _headline(blocks)
    own = meta | ({"headline": title} if title else {}) | {"chapter": posixpath.basename(name)}
    if "language" not in own and (language := guess_language(text)):
        own["language"] = language
    return NewsArticle(text, own, zones, line=number)


def _headline(blocks: list[Block]) -> tuple[str, tuple[Zone, ...]]:
    if blocks[0].kind not in ("title", "heading"):
        return "", ()
    return " ".join(blocks[0].text.split()), (Zone(0, len(blocks[0].text), "headline"),)


def _package(members: Members) -> tuple[Any, str]:
    """Return the book's table of parts, and the folder its names count from."""
    if _CONTAINER not in members.names:
        raise NewsError("The EPUB has no META-INF/container.xml: get the file again.")
    for element in parsed(members.read(_CONTAINER, _LIMIT), _CONTAINER).iter("{*}rootfile"):
        name = unquote(element.get("full-path", ""))
        if name in members.names:
            return parsed(members.read(name, _LIMIT), name), posixpath.dirname(name)
    raise NewsError("The EPUB holds no table of its parts: get the file again.")


def _spine(package: Any, base: str) -> Iterator[str]:
    """Yield the names of the parts in reading order, the table of contents left out."""
    items = {item.get("id"): item for item in package.iterfind("{*}manifest/{*}item")}
    for reference in package.iterfind("{*}spine/{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        yield posixpath.normpath(posixpath.join(base, unquote(urlsplit(item.get("href", "")).path)))


def _meta(package: Any) -> dict[str, Any]:
    meta: dict[str, Any] = {}
    for element in package.iterfind("{*}metadata/*"):
        key = _META.get(str(element.tag).rpartition("}")[2])
        value = " ".join((element.text or "").split())
        if key and value and key not in meta:
            meta[key] = dates.published(value) or value if key == "published" else value
    if "language" in meta:
        meta["language"] = language_code(meta["language"])
    return meta
