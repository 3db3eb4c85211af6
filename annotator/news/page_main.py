"""Find the article on a page: its headline, the element of its body, and what around it belongs to neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from annotator.news import page_parts as parts

# Sizes are in bytes of UTF-8, so that a script that says more with fewer characters counts alike.
UNIT = 50
ARTICLE = 80
_LINKED = 0.4
_SPACE = re.compile(r"\s+")
_ELEMENTS = "*"


@dataclass(slots=True)
class Main:
    """Hold what of a page is its article.

    `root` holds the headline and the body; outside of `body` only what names itself is taken. `told`: the page marks
    its article as such. `size`: bytes of running text in the body. By element: `units` its own running text and `prose`
    all that lies in it (bytes), `extent` all its text and `linked` what of that is links (characters).
    """

    root: Any
    body: Any
    headline: Any = None
    told: bool = False
    size: int = 0
    dropped: set[Any] = field(default_factory=set)
    units: dict[Any, int] = field(default_factory=dict)
    prose: dict[Any, int] = field(default_factory=dict)
    extent: dict[Any, int] = field(default_factory=dict)
    linked: dict[Any, int] = field(default_factory=dict)
    comments: int = 0


def folded(text: str) -> str:
    """Return a text with single spaces and small letters, to compare."""
    return _SPACE.sub(" ", text).strip().casefold()


def text_of(element: Any) -> str:
    """Return an element's whole text with single spaces."""
    return _SPACE.sub(" ", " ".join(element.itertext())).strip()


def find_main(page: Any, titles: Iterable[str], known: Iterable[str] | None = None) -> Main:
    """Find the article of a page; `titles` are what its metadata calls it.

    `known`: paragraphs that another extractor takes for the article; then others count nothing.
    """
    every = list(page.iter(_ELEMENTS))
    body = page.find("body")
    top = body if body is not None else page
    silent = _silent(every)
    units = _measure(every, silent)
    raw = _sums(every, units)
    dropped = silent | _aside(every, silent, raw, raw.get(top, 0))
    units = _measure(every, dropped)
    if known is not None:
        taken = {folded(text) for text in known}
        units = {unit: size for unit, size in units.items() if folded(text_of(unit)) in taken}
    sums = _sums(every, units)
    start, told = _start(every, sums, top, dropped)
    inner = _descend(start, sums, units, told=told)
    extent, linked = _extents(every, dropped)
    found = Main(top, inner, None, told, sums.get(inner, 0), dropped, units, sums, extent, linked)
    found.headline = _headline(every, found, list(titles))
    found.root = _root(found, start)
    found.comments = sum(parts.is_comments(element) for element in dropped - silent)
    return found


def whole(page: Any) -> Main:
    """Take a page that is nothing but an article, such as an entry of a feed; its headline is its first <h1>."""
    every = list(page.iter(_ELEMENTS))
    root = next(iter(page.iter("article")), page)
    silent = _silent(every)
    units = _measure(every, silent)
    sums = _sums(every, units)
    dropped = silent | _aside(every, silent, sums, sums.get(root, 0))
    headline = root[0] if len(root) and root[0].tag == "h1" else None
    extent, linked = _extents(every, dropped)
    return Main(root, root, headline, True, sums.get(root, 0), dropped, units, sums, extent, linked)


def _silent(every: list[Any]) -> set[Any]:
    """Return the elements that are never shown, with all that lies in them."""
    out: set[Any] = set()
    for element in every:
        if (
            element.getparent() in out
            or element.tag in parts.SILENT
            or parts.is_hidden(element)
            or (element.tag == "noscript" and not _pictured(element))
        ):
            out.add(element)
    return out


def _pictured(noscript: Any) -> bool:
    """Tell whether what stands in for scripts holds a picture's caption."""
    return any(parts.is_caption(element) for element in noscript.iter(_ELEMENTS))


def _aside(every: list[Any], silent: set[Any], raw: dict[Any, int], total: int) -> set[Any]:
    """Return what goes around articles; an element with most of the page's text is kept whatever its name."""
    out: set[Any] = set()
    for element in every:
        if element in silent:
            continue
        if element.getparent() in out:
            out.add(element)
            continue
        if element.tag in ("html", "body", "main", "article", "h1", "a", "p") or not _named_aside(element):
            continue
        if element.find(".//h1") is not None and not parts.is_comments(element):
            continue
        if raw.get(element, 0) <= 0.4 * total or parts.is_comments(element):
            out.add(element)
    return out


def _named_aside(element: Any) -> bool:
    if element.tag == "footer":
        return next(element.iterancestors("blockquote", "figure"), None) is None
    if element.tag == "form":
        return True
    return parts.is_boilerplate(element)


def _measure(every: list[Any], dropped: set[Any]) -> dict[Any, int]:
    """Return the size of each element's own running text, without the children that are blocks; links are none."""
    sizes: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    home: dict[Any, tuple[Any, bool]] = {}
    for element in every:
        parent = element.getparent()
        above, in_link = home.get(parent, (element, False))
        if element.tail and parent is not None and parent not in dropped:
            _count(element.tail, above, in_link, sizes, linked)
        block = element if parent is None or parts.is_block(element) else above
        home[element] = (block, in_link or element.tag == "a")
        if element.text and element not in dropped:
            _count(element.text, block, home[element][1], sizes, linked)
    return {
        block: size
        for block, size in sizes.items()
        if size >= UNIT and linked.get(block, 0) < _LINKED * size and not parts.is_caption(block)
    }


def _count(text: str, block: Any, in_link: bool, sizes: dict[Any, int], linked: dict[Any, int]) -> None:
    size = len(text.strip().encode("utf-8", "replace"))
    if size:
        sizes[block] = sizes.get(block, 0) + size
        if in_link:
            linked[block] = linked.get(block, 0) + size


def _sums(every: list[Any], units: dict[Any, int]) -> dict[Any, int]:
    """Return how much running text lies in each element."""
    sums = dict(units)
    for element in reversed(every):
        size = sums.get(element, 0)
        parent = element.getparent()
        if size and parent is not None:
            sums[parent] = sums.get(parent, 0) + size
    return sums


def _extents(every: list[Any], dropped: set[Any]) -> tuple[dict[Any, int], dict[Any, int]]:
    """Return how many characters of text lie in each element, and how many of them in links."""
    extent: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    for element in reversed(every):
        own = 0
        if element not in dropped:
            own = extent[element] = extent.get(element, 0) + _length(element.text)
            if element.tag == "a":
                linked[element] = own
        parent = element.getparent()
        if parent is not None:
            extent[parent] = extent.get(parent, 0) + own + _length(element.tail)
            if own and element in linked:
                linked[parent] = linked.get(parent, 0) + linked[element]
    return extent, linked


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _start(every: list[Any], sums: dict[Any, int], top: Any, dropped: set[Any]) -> tuple[Any, bool]:
    """Return the element that the page itself names as its article or main part, and whether there is one."""
    total = sums.get(top, 0)
    best, most = top, 0
    for element in every:
        size = sums.get(element, 0)
        if size <= most or size < 0.3 * total or element in dropped:
            continue
        named = element.tag == "article" or element.get("role") == "article" or parts.is_body(element)
        if named and element is not top:
            best, most = element, size
    if most == 0:
        mains = [one for one in every if (one.tag == "main" or one.get("role") == "main") and sums.get(one, 0)]
        best = max(mains, key=lambda one: sums[one], default=top)
        return best, False
    return best, True


def _descend(start: Any, sums: dict[Any, int], units: dict[Any, int], *, told: bool) -> Any:
    """Follow the children that hold most of the text, to the last element that still does.

    In an article that the page names, what follows the chosen child must be next to nothing, so that no end is lost.
    """
    here = start
    while True:
        size = sums.get(here, 0)
        child = max(here, key=lambda one: sums.get(one, 0), default=None)
        if child is None or not size or child.tag in parts.PROSE:
            return here
        share = sums.get(child, 0) / size
        behind = sum(sums.get(one, 0) for one in child.itersiblings()) / size
        enough = share >= 0.9 or (share >= (0.5 if told else 0.6) and (not told or behind <= 0.05))
        if not enough or (share < 1 and sum(one in units for one in child.iter(_ELEMENTS)) < 2):
            return here
        here = child


def _headline(every: list[Any], main: Main, titles: list[str]) -> Any:
    """Return the element that shows the headline: the title the page names, else its first heading of rank 1."""
    wanted = [folded(title) for title in titles if title.strip()]
    shown = [one for one in every if one not in main.dropped and one.tag in ("h1", "h2")]
    firsts = [one for one in shown if one.tag == "h1" and 3 <= len(text_of(one)) <= 400]
    for one in (*firsts, *(one for one in shown if one.tag == "h2")):
        if folded(text_of(one)) in wanted:
            return one
    for one in firsts:
        words = folded(text_of(one))
        if any(words in title or title in words for title in wanted) and len(words) > 10:
            return one
    if inside := [one for one in firsts if main.body in one.iterancestors() or _near(one, main.body)]:
        return inside[0]
    if firsts:
        return firsts[0]
    return next((one for one in every if one not in main.dropped and _titled(one, wanted)), None)


def _titled(element: Any, wanted: list[str]) -> bool:
    """Tell whether an element that is no heading of rank 1 or 2 shows a title, without the site's name too."""
    if element.tag in ("html", "body", "p", "li", "a", "td") or len(element) > 8:
        return False
    words = folded(text_of(element)) if len(element) or element.text else ""
    if len(words) < 8:
        return False
    if any(words == title for title in wanted):
        return True
    named = element.tag in parts.HEADINGS or element.tag in ("font", "b", "strong") or parts.is_headline(element)
    return named and any(len(words) > 15 and (title.endswith(words) or title.startswith(words)) for title in wanted)


def _near(heading: Any, body: Any) -> bool:
    """Tell whether a heading lies in the body, or in the same article."""
    above = set(body.iterancestors("article", "main"))
    return any(one is body or one in above for one in heading.iterancestors())


def _root(main: Main, start: Any) -> Any:
    """Return the smallest element with both the body and the headline, or the whole named article around them."""
    around = list(main.body.iterancestors())
    if main.headline is None:
        return start if start in around else main.body
    above = set(main.headline.iterancestors()) | {main.headline}
    common = next((one for one in (main.body, *around) if one in above), main.body)
    article = next((one for one in common.iterancestors("article") if one.get("role") != "feed"), None)
    return common if article is None else article
