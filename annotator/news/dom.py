"""Parse a page without loading anything, and put its lines together as a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from annotator.core.zones import Zone
from annotator.news.errors import NewsError

MAX_ELEMENTS = 400_000
MAX_ATTRIBUTES = 20_000
"""Pieces of one tag, attributes and the spaces between them: the parser compares each with all before it."""
_SPACE = re.compile(r"[ \t\n\r\f]+")
_INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]*")
# In XHTML an element may close itself; read as HTML it would swallow what follows.
_CLOSED = re.compile(
    r"<(script|style|title|iframe|textarea|noscript|div|span|p|a|i|b|em|td|li)(\s[^<>]*)?/>", re.IGNORECASE
)
_SUBSET = re.compile(r"<!DOCTYPE\s[^<>\[]{0,500}\[", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
# How the tokens of HTML are cut, see the HTML Standard, section 13.2.5: a tag, and the attributes in it.
_ATTRIBUTE = r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+)?+)?+"
_LONG_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*+((?:[\s/]++|{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}})")
_PROLOG = re.compile(r"[\s\ufeff]+|<!--(?:(?!-->).)*-->|<\?[^>]*>|<!DOCTYPE\s[^>\[]*>", re.IGNORECASE | re.DOTALL)
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")


def after_prolog(text: str, *, doctype: bool = False) -> str:
    """Return a page's beginning from its first element on, without what may stand before; `doctype`: that too."""
    place = 0
    while True:
        found = _PROLOG.match(text, place)
        if found is None or (found[0].lower().startswith("<!doctype") and not doctype):
            return text[place : place + 4_000]
        place = found.end()


def parse(markup: str) -> Any:
    """Return a page's tree; nothing is loaded, no entity of its own is expanded. Raises NewsError."""
    from lxml import etree

    markup = _without_subset(markup)
    if _LONG_TAG.search(markup):
        raise NewsError("one element in it has thousands of attributes: save the page again from a browser")
    if declaration := _DECLARATION.match(markup):
        markup = _CLOSED.sub(r"<\1\2></\1>", markup[declaration.end() :])
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True)
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    for entry in parser.error_log:
        if "Excessive depth" in entry.message:
            raise NewsError("its elements are nested more than 256 deep: save the page again from a browser")
        if "Resource limit" in entry.message or "Buffer size limit" in entry.message:
            raise NewsError("one text or attribute in it is larger than 10 MB: save it without its pictures")
    if root is None:
        raise NewsError("it holds no article text: it is empty; leave it out or save the page again")
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise NewsError(f"it has more than {MAX_ELEMENTS:,} elements: save the article's own page")
    return root


def _without_subset(markup: str) -> str:
    """Return a page without the declarations inside its document type."""
    found = _SUBSET.search(markup)
    end = found and _SUBSET_END.search(markup, found.end(), found.end() + 100_000)
    return f"{markup[: found.start()]}<!DOCTYPE html>{markup[end.end() :]}" if found and end else markup


@dataclass(slots=True, eq=False)
class Mark:
    """One part of a page while it is written: its kind, and the ranges its text came to lie in (code points)."""

    kind: str
    ranges: list[list[int]] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    gap: int
    pieces: list[tuple[str, Mark | None, bool]] = field(default_factory=list)
    blank: bool = True


class Flow:
    """Collects a page's text line by line: white space collapses, no-break spaces stay, blank lines part paragraphs."""

    def __init__(self) -> None:
        self._lines: list[_Line] = []
        self._line = _Line(2)
        self._marks: list[Mark] = []
        self._used: list[Mark] = []

    def write(self, words: str, *, exact: bool = False) -> None:
        """Add text to the line; `exact` keeps its white space."""
        if exact:
            words = words.replace("\r\n", "\n").replace("\r", "\n")
        self._line.pieces.append((words, self._marks[-1] if self._marks else None, exact))
        self._line.blank = self._line.blank and _INVISIBLE.fullmatch(words) is not None

    def end_line(self, gap: int) -> None:
        """End the line; before the next one stand `gap` line feeds (1 or 2) or more if asked for again."""
        if self._line.blank:
            self._line.gap = max(self._line.gap, gap)
            self._line.pieces.clear()
        else:
            self._lines.append(self._line)
            self._line = _Line(gap)

    def break_line(self) -> None:
        """Break the line as <br> does; a second break makes a paragraph."""
        self.end_line(2 if self._line.blank else 1)

    @property
    def last(self) -> str:
        """Return the last character of the line; empty at its start."""
        return next((words[-1] for words, _, _ in reversed(self._line.pieces) if words), "")

    def open(self, kind: str) -> None:
        """Start a part; text belongs to the innermost part alone."""
        mark = Mark(kind)
        self._marks.append(mark)
        self._used.append(mark)

    def close(self) -> None:
        """End the part that was opened last."""
        self._marks.pop()

    def finish(self) -> tuple[str, list[Zone]]:
        """Return the text and the zones of its parts: sorted, apart from each other, no white space at their ends."""
        self.end_line(2)
        written: list[str] = []
        size = 0
        before: Mark | None = None
        for line in self._lines:
            feeds = "\n" * line.gap if size else ""
            words, before = _laid_out(line, size + len(feeds), before)
            written += [feeds, words]
            size += len(feeds) + len(words)
        zones = [Zone(start, end, mark.kind) for mark in self._used for start, end in mark.ranges]
        return "".join(written), sorted(zones)


def _laid_out(line: _Line, start: int, before: Mark | None) -> tuple[str, Mark | None]:
    """Return a line's text, and note where its parts lie; `before` is the part of the text right before it."""
    parts: list[str] = []
    place, spaced = start, True
    for position, (words, mark, exact) in enumerate(line.pieces):
        if exact:
            words = words.strip("\n") if len(line.pieces) == 1 else words
        else:
            words = _SPACE.sub(" ", words)
            words = words[1:] if spaced and words[:1] == " " else words
        if position == 0 and exact and len(line.pieces) > 1:
            words = words.lstrip("\n")
        if not words:
            continue
        bare = words.strip()
        if bare:
            first = place + words.index(bare)
            if mark is not None and mark is before:
                mark.ranges[-1][1] = first + len(bare)
            elif mark is not None:
                mark.ranges.append([first, first + len(bare)])
            before = mark
        parts.append(words)
        place += len(words)
        spaced = words[-1] in " \t\n"
    return "".join(parts).rstrip(" \t\n"), before
