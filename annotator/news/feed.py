"""Feeds (RSS, Atom, RDF) that were saved: each entry is an article."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news.article import NewsArticle
from annotator.news.dom import after_prolog, parse
from annotator.news.errors import NewsError
from annotator.news.page_bytes import MAX_BYTES, PageText, decode
from annotator.news.page_dates import exact_date
from annotator.news.page_main import folded, text_of, whole
from annotator.news.page_meta import host
from annotator.news.page_walk import written
from annotator.news.sources import guess_language
from annotator.news.zonewords import words

_FEED = re.compile(r"<(?:[\w.-]+:)?(?:rss[\s>]|feed\s[^>]*Atom|rdf[\s>][^>]*(?:purl\.org/rss|netscape))", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]*>")
_PREFIX = re.compile(r"\bxmlns:([\w.-]{1,99})")
_PREFIXES = 500
"""The parser looks through all that are declared at each element."""
_LONG = 1_500


def sniff(head: Head) -> int:
    """Tell a feed by its first element."""
    if head.is_folder or not head.data:
        return 0
    text = head.text if b"\0" not in head.data[:200] else head.data.decode("utf-16", "ignore")
    if _FEED.match(after_prolog(text, doctype=True)):
        return 92
    return 60 if head.suffix in (".rss", ".atom") else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the entries of a feed from the disk, nothing is fetched; raise NewsError where there are none."""
    if source.path.stat().st_size > MAX_BYTES:
        raise NewsError(f"the feed is larger than {MAX_BYTES >> 20} MB: split it")
    told = source.options.get("encoding")
    page = decode(source.path.read_bytes(), told if isinstance(told, str) and told else None)
    feed = _parsed(page)
    entries = feed.entries
    if not entries:
        raise NewsError("it holds no entry of a feed: save the feed again, or leave the file out")
    for note in page.notes:
        yield Repair(0, note)
    if feed.bozo and (fault := _fault(feed.get("bozo_exception"))):
        yield Repair(0, f"The feed is not well-formed ({fault}); it was read as far as that goes.")
    for number, entry in enumerate(entries, 1):
        source.step(number - 1, len(entries))
        try:
            yield _article(entry, feed.feed, number, page.encoding)
        except NewsError as error:
            yield Fault(0, f"entry {number}{_named(entry)}: {error}")


def _parsed(page: PageText) -> Any:
    """Return the feed as feedparser reads it from memory: no address is resolved, nothing is loaded."""
    import feedparser

    text = _DECLARATION.sub("", page.text, count=1).lstrip("\ufeff \t\r\n")
    if _ENTITY.search(text):
        raise NewsError("it declares entities of its own, which are not read: save the feed again without them")
    if len(set(_PREFIX.findall(text))) > _PREFIXES:
        raise NewsError(f"it declares more than {_PREFIXES} name spaces: save the feed again")
    data = io.BytesIO(b'<?xml version="1.0" encoding="utf-8"?>\n' + text.encode("utf-8", "replace"))
    try:
        return feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise NewsError("it can't be read as a feed: save it again") from None


def _fault(error: object) -> str:
    """Return what the parser found wrong, in its own words; empty for what is only an odd header."""
    said = " ".join(str(error).split())
    return "" if "declared as" in said or "media type" in said else said[:120]


def _named(entry: Any) -> str:
    name = entry.get("link") or entry.get("id") or entry.get("title")
    return f" ({str(name)[:300]})" if name else ""


def _article(entry: Any, feed: Any, number: int, encoding: str) -> NewsArticle:
    content, summary = _content(entry)
    headline = _plain(entry.get("title") or "")
    if not content.strip():
        raise NewsError("it holds no text, only a headline; leave it out or take the page itself")
    title = f"<h1>{html.escape(headline)}</h1>" if headline else ""
    page = whole(parse(f"<html><body><article>{title}{content}</article></body></html>"))
    text, zones = written(page)
    if not text.strip() or folded(text) == folded(headline):
        raise NewsError("it holds no text, only a headline; leave it out or take the page itself")
    meta = _meta(entry, feed, headline)
    if "language" not in meta and (guessed := guess_language(text)):
        meta["language"] = guessed
    if encoding != "utf-8":
        meta["encoding"] = encoding
    notes = [f"entry {number}{_named(entry)}: only a summary"] if summary else []
    return NewsArticle(text, meta, zones, notes=notes)


def _content(entry: Any) -> tuple[str, bool]:
    """Return an entry's text as HTML, and whether it is only a summary."""
    contents = [one for one in entry.get("content", []) if isinstance(one.get("value"), str) and one["value"].strip()]
    detail = entry.get("summary_detail") or {}
    summary = entry.get("summary") or ""
    best = max(contents, key=lambda one: len(one["value"]), default=None)
    if best is not None and len(best["value"]) >= len(summary):
        return _as_html(best["value"], best.get("type") or ""), False
    if best is not None and folded(best["value"]) != folded(summary):
        # Some feeds put the teaser where the content belongs and the article into the description.
        return _as_html(summary, detail.get("type") or ""), len(summary) < _LONG
    return _as_html(summary, detail.get("type") or ""), len(summary) < _LONG


def _as_html(value: str, kind: str) -> str:
    """Return a text as HTML; plain text keeps its lines."""
    if kind != "text/plain" and _MARKUP.search(value):
        return value
    shown = value if kind == "text/plain" else html.unescape(value)
    lines = shown.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def _plain(value: str) -> str:
    """Return a title without markup and with its entities read."""
    if _MARKUP.search(value) or "&" in value:
        return text_of(parse(f"<p>{value}</p>"))
    return " ".join(value.split())


def _meta(entry: Any, feed: Any, headline: str) -> dict[str, Any]:
    link = next((one for one in (entry.get("link"), entry.get("id")) if _is_address(one)), "")
    names = [one.get("name") or "" for one in entry.get("authors", [])] or [entry.get("author") or ""]
    byline = ", ".join(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
    terms = [one.get("label") or one.get("term") or "" for one in entry.get("tags", [])]
    tags = list(dict.fromkeys(" ".join(term.split()) for term in terms if term.strip()))
    language = str(entry.get("language") or feed.get("language") or "")
    agency = words().agency.search(byline)
    found: dict[str, Any] = {
        "headline": headline,
        "byline": byline[:300],
        "source": _plain(str((entry.get("source") or {}).get("title") or feed.get("title") or "")) or host(link),
        "url": link,
        "published": exact_date(entry.get("published"))
        or (exact_date(entry.get("updated")) if "updated" in entry else ""),
        "language": re.split("[-_]", language.strip())[0].lower() if language else "",
        "section": tags[0] if tags else "",
        "categories": tags if len(tags) > 1 else [],
        "agency": agency[0] if agency else "",
    }
    return {key: value for key, value in found.items() if value}


def _is_address(value: object) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))
