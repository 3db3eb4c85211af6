"""Tell whether a text was cut off, and where its last sentence starts."""

from __future__ import annotations

import re

from annotator.news.lines import CLOSING, Line, dense
from annotator.news.zonewords import words

_LONG = 90
_SENTENCE = 3000
_MARK = 60
_NOT = (-1, -1)
_DOTS = r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])"
_CUT = re.compile(rf"(?:{_DOTS})?\s*\[\+?[\d,]+ (?:chars|characters)\]$|{_DOTS}$")
_BREAK = re.compile(r"(?:[.!?…؟۔։।]+[\"'”’»“‘)\]]*\s+|[。！？][」』”’）]*\s*)")


def cut_off_at(lines: list[Line]) -> tuple[int, int]:
    """Give the last sentence's range if it was cut off (code points in the text), or (-1, -1)."""
    last = next((line for line in reversed(lines) if line.kind != "related"), lines[-1])
    mark = _CUT.search(last.text, max(0, len(last.text) - _MARK))
    whole = last.text if mark is None else last.text[: mark.start()].rstrip()
    if len(lines) < 2 or last.kind or last.listed or not whole:
        return _NOT
    if mark is None and (last.closed or whole[-1] in ")]}>"):
        return _NOT
    others = [line for line in lines if line is not last and not line.kind and line.size >= _LONG]
    if 2 * sum(line.closed for line in others) < len(others):
        return _NOT
    place = last_sentence(whole)
    if place < 0 or (not others and place == 0):
        return _NOT
    if not _reads_like_prose(last.text) or (place == 0 and last.size < _LONG):
        return _NOT
    return last.start + place, last.end


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
    if dense(text):
        return len(text) >= 30
    tokens = text[-_SENTENCE:].split()
    small = sum(token[:1].islower() for token in tokens)
    cased = sum(token[:1].islower() or token[:1].isupper() for token in tokens)
    if 2 * cased < len(tokens):
        return len(tokens) >= 12
    return 5 * small >= 2 * cased and len(tokens) >= 8
