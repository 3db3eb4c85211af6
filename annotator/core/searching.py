"""The words of any text as the corpus search sees them: one rule for all scripts, offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, normalize

# Scripts that are written without spaces: every character is a word, so that a word there is a phrase of characters.
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_JOINERS = "\u00ad\u200c\u200d\u2060"
_MARKED = ((0x300, 0x2000), (0x20D0, 0x2100), (0x302A, 0x309B), (0xA660, 0xAC00), (0xFB1E, 0xFB1F), (0xFE00, 0xFE30))
_MARKS = "".join(chr(c) for first, end in _MARKED for c in range(first, end) if category(chr(c))[0] == "M")
_CARRIED = re.escape(_MARKS + _JOINERS)
_TOKEN = re.compile(f"[^\\W_{_SPACELESS}](?:[^\\W_{_SPACELESS}]|[{_CARRIED}])*|(?=[^\\W_])[{_SPACELESS}][{_CARRIED}]*")

# Accents, Arabic vowel signs and tatweel, Hebrew points, what only chooses between shapes. Vowel signs of Indian and
# South-East Asian scripts stay: without them words are no longer themselves.
_LIGHT = ((0x300, 0x370), (0x591, 0x5C8), (0x610, 0x61B), (0x640, 0x641), (0x64B, 0x660), (0x670, 0x671))
_LIGHTER = ((0x6D6, 0x6EE), (0x8D3, 0x900), (0x20D0, 0x2100), (0xFE00, 0xFE30))
_DROPPED = dict.fromkeys([c for a, b in _LIGHT + _LIGHTER for c in range(a, b) if c not in (0x6DD, 0x6DE)])
_DROPPED |= dict.fromkeys(map(ord, _JOINERS))
_DIGITS = {ord(zero) + n: str(n) for zero in "٠۰" for n in range(10)}
_ALIKE = {**_DIGITS, **str.maketrans({"ی": "ي", "ى": "ي", "ک": "ك", "ł": "l", "ø": "o", "đ": "d", "ı": "i"})}
_SEPARATORS = dict.fromkeys(c for c in range(128) if not chr(c).isalnum())
_LONGEST = 64
_KEPT = 200_000
_SLICE = 50_000

Token = tuple[str, int, int]
"""A word as it is compared, and where it stands: code points, half-open."""


class _Folded(dict[str, str]):
    """Remembers how each word is compared."""

    def __missing__(self, word: str) -> str:
        if len(self) > _KEPT:
            self.clear()
        found = self[word] = fold(word)
        return found


def fold(word: str) -> str:
    """Return a word as it is compared: without case and accents, at most 64 code points; empty where nothing stays."""
    if word.isascii():
        return word.lower()[:_LONGEST]
    bare = normalize("NFKD", word.casefold()).translate(_DROPPED)
    bare = normalize("NFKC", bare).casefold().translate(_ALIKE)
    return normalize("NFC", bare.translate(_SEPARATORS))[:_LONGEST]


_FOLDED = _Folded()


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order, with their places (code points, half-open)."""
    return [(word, *match.span()) for match in _TOKEN.finditer(text) if (word := _FOLDED[match[0]])]


def words(text: str) -> Iterator[list[str]]:
    """Yield the words of a text in order, a slice at a time, so that a long one holds nobody up."""
    start = 0
    while start < len(text):
        end = start + _SLICE
        while end < len(text) and not text[end].isspace() and end - start < 2 * _SLICE:
            end += 1
        yield [word for word in map(_FOLDED.__getitem__, _TOKEN.findall(text, start, end)) if word]
        start = end


@dataclass(frozen=True, slots=True)
class Line:
    """A hit (`start`, `end` in the article) in its context: one line of text, and the hit's place in it.

    All are code points, half-open; runs of spaces and line breaks are one space.
    """

    start: int
    end: int
    text: str
    at: int
    to: int


_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_TAG_ROOM = 310


def line(text: str, start: int, end: int, room: int = 120) -> Line:
    """Return a hit with up to `room` code points of context at each side, cut between words and without markup."""
    first, last = max(0, start - room), min(len(text), end + room)
    # A tag may begin before what is shown, or end behind it.
    low, high = max(0, first - _TAG_ROOM), min(len(text), last + _TAG_ROOM)
    tags = [tag.span() for tag in _TAG.finditer(text, low, high) if tag.end() <= start or end <= tag.start()]
    first = next((stop for begin, stop in tags if begin < first < stop), first)
    last = next((begin for begin, stop in tags if begin < last < stop), last)
    left, right = _cut_left(text, first), _cut_right(text, last)
    before = _SPACES.sub(" ", _without(tags, text, min(left, start), start)).lstrip()
    hit = _SPACES.sub(" ", text[start:end])
    after = _SPACES.sub(" ", _without(tags, text, end, max(right, end))).rstrip()
    return Line(start, end, before + hit + after, len(before), len(before) + len(hit))


def _without(tags: Sequence[tuple[int, int]], text: str, start: int, end: int) -> str:
    """Return a part of a text without what the tags cover of it."""
    kept = []
    for begin, stop in tags:
        if start < stop and begin < end:
            kept.append(text[start : max(start, begin)])
            start = min(stop, end)
    return "".join([*kept, text[start:end]])


def _cut_left(text: str, at: int) -> int:
    """Return the start of the first whole word at or behind a place, nearby; else the place itself."""
    if at == 0 or text[at - 1].isspace():
        return at
    return next((i + 1 for i in range(at, min(at + 24, len(text))) if text[i].isspace()), at)


def _cut_right(text: str, at: int) -> int:
    """Return the end of the last whole word at or before a place, nearby; else the place itself."""
    if at == len(text):
        return at
    return next((i for i in range(at, max(at - 24, 0), -1) if text[i].isspace()), at)
