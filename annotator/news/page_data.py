"""Gather what a page says about itself to machines: JSON-LD, OpenGraph, meta names, microdata."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

_BEFORE = re.compile(r"<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[")
_BEHIND = re.compile(r"(?:-->|//\s*\]\]>|\]\]>)$")
_ARTICLES = ("Article", "Posting", "Report", "Review", "Newscast")
_DEEP = 8
_MANY = 2_000


def linked_data(page: Any) -> list[dict[str, Any]]:
    """Return every object of the page's JSON-LD, those inside of others too; what is no JSON counts nothing."""
    out: list[dict[str, Any]] = []
    for script in page.iter("script"):
        kind = (script.get("type") or "").strip().lower()
        if kind.startswith("application/ld+json") and script.text:
            try:
                value = json.loads(_bare(script.text), strict=False)
            except (ValueError, RecursionError):
                continue
            out.extend(_objects(value, 0))
            if len(out) > _MANY:
                break
    return out[:_MANY]


def _bare(script: str) -> str:
    """Return a script's text without the comment or CDATA around it; each pattern is tried at one end alone."""
    text = script.strip()
    before = _BEFORE.match(text)
    return _BEHIND.sub("", text[before.end() if before else 0 :]).rstrip().removesuffix(";")


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEP:
        return
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _objects(one, depth + 1)


def article_object(objects: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the object that describes the article: of a graph, the first that is one; else an empty one."""
    best: dict[str, Any] = {}
    most = 0
    for one in objects:
        score = _score(one)
        if score > most:
            best, most = one, score
    return best


def _score(one: dict[str, Any]) -> int:
    kinds = one.get("@type")
    named = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    if not any(kind.endswith(_ARTICLES) for kind in named):
        return 1 if "WebPage" in named and one.get("headline") else 0
    keys = ("headline", "datePublished", "author", "articleBody", "mainEntityOfPage")
    return 2 + sum(bool(one.get(key)) for key in keys)


def names_of(value: Any, objects: list[dict[str, Any]], depth: int = 0) -> list[str]:
    """Return the names that a JSON-LD value holds: text, an object with a name, one that is referred to, or a list."""
    if depth > _DEEP:
        return []
    if isinstance(value, str):
        return [clean(value)] if clean(value) else []
    if isinstance(value, list):
        return [name for one in value[:50] for name in names_of(one, objects, depth + 1)]
    if not isinstance(value, dict):
        return []
    if value.get("name"):
        return names_of(value["name"], objects, depth + 1)
    if "@value" in value:
        return names_of(value["@value"], objects, depth + 1)
    key = value.get("@id")
    meant = next((one for one in objects if key and one.get("@id") == key and one.get("name")), None)
    return names_of(meant["name"], objects, depth + 1) if meant else []


def meta_values(page: Any) -> dict[str, list[str]]:
    """Return the contents of all meta elements by their name or property, in small letters."""
    out: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        content = clean(element.get("content") or "")
        if not content:
            continue
        for key in ("property", "name", "http-equiv", "itemprop"):
            for name in (element.get(key) or "").lower().split():
                out.setdefault(name, []).append(content)
    return out


def clean(text: Any) -> str:
    """Return a value with single spaces; entities that a page wrote into its data are read once."""
    return " ".join(html.unescape(text).split()) if isinstance(text, str) else ""
