"""Quotation marks and brackets of a passage: which of them belong together."""

from __future__ import annotations

import re
from unicodedata import category

_FAMILY = {
    **dict.fromkeys('"“”„‟«»″＂', "double"),
    **dict.fromkeys("'‘’‚‛‹›′＇`´", "single"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white corner"),
    **dict.fromkeys("《》", "title"),
    **dict.fromkeys("〈〉", "single title"),
    **dict.fromkeys("()（）", "round"),
    **dict.fromkeys("[]［］", "square"),
    **dict.fromkeys("{}｛｝", "curly"),
    **dict.fromkeys("【】", "lens"),
    **dict.fromkeys("〔〕", "shell"),
}
_OPENERS = frozenset("「『《〈(（[［{｛【〔")
_CLOSERS = frozenset("」』》〉)）]］}｝】〕")
_OPEN_SHAPES = frozenset("“„‟«‘‚‛‹")
_CLOSED_SHAPES = frozenset("”»’›″′´")
_MARK = re.compile(f"[{re.escape(''.join(_FAMILY))}]")
_AFTER_OPENING = frozenset("-–—([{（［｛【〔/“„‟«‘‚‛‹\"'")
_BEFORE_CLOSING = frozenset(".,;:!?…)]}）］｝】〕-–—/”»’›\"'،؛؟。，、；：！？")
_EAST = 0x2E80

QUOTES = frozenset(mark for mark in _FAMILY if mark not in "()（）[]［］{}｛｝【】〔〕")
BRACKETS = frozenset(_FAMILY) - QUOTES
APOSTROPHES = frozenset("'’‘＇´`")


def ends_letter(character: str) -> bool:
    """Tell whether a letter or digit ends with a character: one of its own, or a mark that is attached to it."""
    return character.isalnum() or category(character)[0] == "M"


def is_inside_word(text: str, index: int) -> bool:
    """Tell whether the mark at an index is an apostrophe in a word, or the gershayim of a Hebrew one."""
    if not 0 < index < len(text) - 1:
        return False
    left, mark, right = text[index - 1], text[index], text[index + 1]
    if mark == '"':
        return "\u05d0" <= left <= "\u05ea" and "\u05d0" <= right <= "\u05ea"
    return mark in APOSTROPHES and ends_letter(left) and right.isalnum() and max(left, right) < chr(_EAST)


def partners(text: str, start: int, end: int) -> dict[int, int]:
    """Return index -> index of the mark that it forms a pair with, within start:end; both ways."""
    found: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    for match in _MARK.finditer(text, start, end):
        index = match.start()
        if is_inside_word(text, index):
            continue
        stack = waiting.setdefault(_FAMILY[match.group()], [])
        if _opens(text, index):
            stack.append(index)
        elif stack:
            first = stack.pop()
            found[first], found[index] = index, first
    return found


def _opens(text: str, index: int) -> bool:
    """Tell an opening mark from a closing one: by what stands beside it where its shape may be used for both."""
    mark = text[index]
    if mark in _OPENERS or mark in _CLOSERS:
        return mark in _OPENERS
    left = text[index - 1] if index else " "
    right = text[index + 1] if index + 1 < len(text) else " "
    free_left = left.isspace() or left in _AFTER_OPENING
    free_right = right.isspace() or right in _BEFORE_CLOSING
    if free_left != free_right:
        return free_left
    if mark in _OPEN_SHAPES or mark in _CLOSED_SHAPES:
        return mark in _OPEN_SHAPES
    return free_left
