"""Tell whether a text was cut off, and where its last sentence starts."""

from __future__ import annotations

import re

from annotator.news.lines import CLOSING, Line
from annotator.news.zonewords import words

_LONG = 90
_SENTENCE = 3000
_BREAK = re.compile(r"(?:[.!?…؟۔։।]+[\"'”’»“‘)\]]*\s+|[。！？][」』”’）]*\s*)")


def cut_off_at(lines: list[Line]) -> int:
    """Give where the last sentence starts if it was cut off (code point in the text), or -1."""
    last = lines[-1]
    if len(lines) < 2 or last.kind or last.listed or last.closed or last.text[-1] in ")]}>":
        return -1
    others = [line for line in lines[:-1] if not line.kind and line.end - line.start >= _LONG]
    if 2 * sum(line.closed for line in others) < len(others):
        return -1
    place = last_sentence(last.text)
    if place < 0 or (not others and place == 0):
        return -1
    if not _reads_like_prose(last.text) or (place == 0 and len(last.text) < _LONG):
        return -1
    return last.start + place


def last_sentence(text: str) -> int:
    """Give where the last sentence of a paragraph starts, or -1 where it is longer than any sentence."""
    base = max(0, len(text) - _SENTENCE)
    start = 0 if base == 0 else -1
    for match in _BREAK.finditer(text, base):
        if match.end() < len(text) and _is_break(text, match):
            start = match.end()
    return start


def _is_break(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() :][:1]
    if after.islower():
        return False
    if text[match.start()] != "." or text[match.start() + 1] in CLOSING:
        return True
    word = text[max(0, match.start() - 20) : match.start()].split()[-1:]
    bare = word[0].lstrip("(\"'“‘„«") if word else ""
    if bare.isdigit():
        return len(bare) > 2
    single = len(bare) == 1 and bare.isupper()
    return not (single or "." in bare or bare in words().abbreviations)


def _reads_like_prose(text: str) -> bool:
    """Tell whether enough words of a line are not names; scripts without capitals need many words instead."""
    tokens = text[-_SENTENCE:].split()
    small = sum(token[:1].islower() for token in tokens)
    cased = sum(token[:1].islower() or token[:1].isupper() for token in tokens)
    if 2 * cased < len(tokens):
        return len(tokens) >= 12
    return 5 * small >= 2 * cased and len(tokens) >= 8
