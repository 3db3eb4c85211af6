"""Places in a text: code points in the program, UTF-16 units in Qt's document."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What Qt's document would drop or turn into a paragraph break, and what stands for it on the screen.
_BREAKING = {"\r": " ", "\u2029": "\u2028", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd", "\ufffc": "\ufffd"}
# Read as byte order marks, and so lost or obeyed, at the start of a string alone.
_LEADING = {"\ufeff": "\u2060", "\ufffe": "\ufffd"}


def display_text(text: str) -> str:
    """Return the copy of a text for Qt: as many code points, each at its old place, only newlines break paragraphs."""
    for character, shown in _BREAKING.items():
        if character in text:
            text = text.replace(character, shown)
    if text[:1] in _LEADING:
        text = _LEADING[text[0]] + text[1:]
    if _units(text) is None:
        text = _SURROGATE.sub("\ufffd", text)
    return text


def _units(text: str) -> int | None:
    """Count the UTF-16 units of a text; None when it holds a lone surrogate."""
    if text.isascii():
        return len(text)
    try:
        return len(text.encode("utf-16-le")) // 2
    except UnicodeEncodeError:
        return None


class OffsetMap:
    """Map code points of one text to positions in Qt's document and back, in O(log of its astral characters)."""

    __slots__ = ("_astral", "_pairs", "length", "qt_length")

    def __init__(self, text: str) -> None:
        """Find the astral characters of a text; a text without any costs nothing later."""
        self.length = len(text)
        units = _units(text)
        plain = units == self.length
        self._astral: list[int] = [] if plain else [match.start() for match in _ASTRAL.finditer(text)]
        self._pairs: list[int] = [place + before for before, place in enumerate(self._astral)]
        self.qt_length = self.length + len(self._astral)

    def to_qt(self, offset: int) -> int:
        """Return the document position (UTF-16 units) of a code point offset."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_text(self, position: int) -> int:
        """Return the code point offset of a document position; inside a surrogate pair: the pair's start."""
        return position - bisect_left(self._pairs, position) if self._pairs else position
