"""The one word rule of the program: where a word begins and ends in a news text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from unicodedata import category

# Given a run of a script that writes no spaces, return the word boundaries inside it (code points from its start).
Breaks = Callable[[str], Sequence[int]]

_HYPHENS = frozenset("-\u2010\u2011\u05be")
_APOSTROPHES = frozenset("'\u2019\u02bc\uff07")
_DIGIT_JOINERS = frozenset(".,:\u066b\u066c\u2019'\u202f")
_LETTER_JOINERS = frozenset("&\u00b7\u05f3\u05f4\u2027")
_JOINERS = _HYPHENS | _APOSTROPHES | _DIGIT_JOINERS | _LETTER_JOINERS | {'"'}
_ATTACHED = frozenset("\u00ad\u200c\u200d\u2060\ufeff")
# Nothing longer is looked at, in either direction: a page of letters without a space must not hold up the window.
_LONGEST = 400
_MODIFIERS = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_SPACELESS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
_LETTER, _DIGIT, _MARK, _PICTURE, _SPACELESS_LETTER, _OTHER = "L", "N", "M", "S", "C", ""
_WORDLIKE = frozenset((_LETTER, _DIGIT, _SPACELESS_LETTER))


@lru_cache(maxsize=4096)
def _kind(character: str) -> str:
    """Sort a character into letter, digit, mark (attached to what precedes it), picture, spaceless letter or other."""
    code = ord(character)
    if character in _ATTACHED or code in _MODIFIERS or code in _TAGS:
        return _MARK
    broad = category(character)
    if broad[0] == "M":
        return _MARK
    if _SPACELESS.match(character) and broad[0] in "LN":
        return _SPACELESS_LETTER
    if broad[0] in "LN":
        return broad[0]
    if character == "_":
        return _LETTER
    return _PICTURE if broad == "So" else _OTHER


def _at(text: str, index: int) -> str:
    """Return the kind of the character at an index; `other` outside the text."""
    return _kind(text[index]) if 0 <= index < len(text) else _OTHER


def _base(text: str, index: int) -> int:
    """Step left from an index over attached marks to the character that carries them."""
    least = max(0, index - _LONGEST)
    while index > least and _kind(text[index]) == _MARK:
        index -= 1
    return index


def _glued(text: str, index: int) -> bool:
    """Tell whether the places before and after the boundary at `index` belong to one word."""
    if not 0 < index < len(text):
        return False
    right = _kind(text[index])
    base = _base(text, index - 1)
    left = _kind(text[base])
    if right == _MARK:
        return left not in (_OTHER, _MARK) or (text[base] not in _JOINERS and not text[base].isspace())
    if text[index - 1] == "\u200d" and right == _PICTURE:
        return left == _PICTURE
    if left in (_LETTER, _DIGIT) and right in (_LETTER, _DIGIT):
        return True
    if left == _PICTURE and right == _PICTURE:
        return _half_flag(text, index)
    if text[index] in _JOINERS:
        return _joins(text, index)
    if text[base] in _JOINERS:
        return _possessive(text, base) or (_joins(text, base) and right in (_LETTER, _DIGIT, _SPACELESS_LETTER))
    return False


def _half_flag(text: str, index: int) -> bool:
    """Tell whether a boundary lies between the two letters of a flag."""
    count = 0
    while index - 1 - count >= 0 and count < _LONGEST and ord(text[index - 1 - count]) in _FLAGS:
        count += 1
    return ord(text[index]) in _FLAGS and count % 2 == 1


def _joins(text: str, index: int) -> bool:
    """Tell whether the mark at an index is part of the word to its left."""
    mark = text[index]
    if index == 0:
        return False
    base = _base(text, index - 1)
    left, right = _kind(text[base]), _at(text, index + 1)
    if mark == "." and _abbreviation_dot(text, index):
        return True
    after_dot = text[base] == "." and _abbreviation_dot(text, base)
    if mark in _HYPHENS:
        return (left in (_LETTER, _DIGIT) or after_dot) and right in (_LETTER, _DIGIT)
    if left == _DIGIT and right == _DIGIT and mark in _DIGIT_JOINERS:
        return True
    if left != _LETTER or right != _LETTER:
        return False
    if mark in _APOSTROPHES:
        return not _possessive(text, index)
    if mark == '"':
        return all("\u05d0" <= text[i] <= "\u05ea" for i in (base, index + 1))
    return mark in _LETTER_JOINERS


def _possessive(text: str, index: int) -> bool:
    """Tell whether the apostrophe at an index begins a possessive 's."""
    if index == 0 or text[index] not in _APOSTROPHES or index + 1 >= len(text) or text[index + 1] not in "sS":
        return False
    left = _at(text, _base(text, index - 1))
    return (left in _WORDLIKE or text[index - 1] == ".") and _at(text, index + 2) not in (_LETTER, _DIGIT, _MARK)


def _single(text: str, index: int) -> bool:
    """Tell whether the character at an index is a letter that stands alone."""
    return (
        _at(text, index) == _LETTER
        and _at(text, index - 1) not in (_LETTER, _DIGIT, _MARK)
        and _at(text, index + 1) not in (_LETTER, _DIGIT, _MARK)
    )


def _abbreviation_dot(text: str, index: int) -> bool:
    """Tell whether the dot at an index belongs to an abbreviation of single letters, such as U.S. or a.m."""
    if not _single(text, index - 1):
        return False
    return _single(text, index + 1) or (index >= 2 and text[index - 2] == "." and _single(text, index - 3))


def _spaceless_word(text: str, index: int, breaks: Breaks | None) -> tuple[int, int]:
    """Return the word at an index of a run of Chinese, Japanese, Thai and the like."""
    start, end = index, index + 1
    inside = (_SPACELESS_LETTER, _MARK)
    while start > 0 and _kind(text[start - 1]) in inside and index - start < _LONGEST:
        start -= 1
    while end < len(text) and _kind(text[end]) in inside and end - index < _LONGEST:
        end += 1
    places = breaks(text[start:end]) if breaks else [i - start for i in range(start, end) if _kind(text[i]) != _MARK]
    cuts = [start, *(start + place for place in places), end]
    return max(cut for cut in cuts if cut <= index), min(cut for cut in cuts if cut > index)


def _token(text: str, index: int, breaks: Breaks | None) -> tuple[int, int]:
    """Return the unit around the character at an index: a word, a picture, a possessive 's or one other character."""
    if _at(text, _base(text, index)) == _SPACELESS_LETTER:
        return _spaceless_word(text, index, breaks)
    start, end = index, index + 1
    while index - start < _LONGEST and _glued(text, start):
        start -= 1
    while end - index < _LONGEST and _glued(text, end):
        end += 1
    return start, end


def _word(text: str, index: int, breaks: Breaks | None) -> tuple[int, int] | None:
    """Return the word that holds the character at an index, the possessive 's taken for its owner; else None."""
    start, end = _token(text, index, breaks)
    if _possessive(text, start) and start > 0:
        start, end = _token(text, start - 1, breaks)
    while end > start and text[end - 1] in _ATTACHED:
        end -= 1
    kinds = {_kind(text[i]) for i in range(start, end)}
    return (start, end) if kinds & (_WORDLIKE | {_PICTURE}) else None


def word_at(text: str, offset: int, breaks: Breaks | None = None) -> tuple[int, int] | None:
    """Return the word that contains or ends at an offset (code points, half-open); None where there is none."""
    for index in (offset, offset - 1):
        if 0 <= index < len(text):
            word = _word(text, index, breaks)
            if word and word[0] <= offset:
                return word
    return None


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without the spaces at its edges; a range of spaces alone shrinks to nothing."""
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def snap(text: str, start: int, end: int, breaks: Breaks | None = None) -> tuple[int, int]:
    """Return a dragged range grown to whole words, without edge spaces and without a possessive 's at its end."""
    start, end = trim(text, max(0, start), min(len(text), end))
    if start == end:
        return start, end
    first = _token(text, start, breaks)
    last = _token(text, end - 1, breaks)
    if _possessive(text, first[0]) and first[0] < start:
        first = _token(text, first[0] - 1, breaks)
    left = first[0]
    right = last[0] if _possessive(text, last[0]) and last[0] > left else last[1]
    return trim(text, left, right)


def next_boundary(text: str, offset: int, breaks: Breaks | None = None, *, starts: bool = False) -> int:
    """Return the nearest word end right of an offset (with `starts`: word start); the text's end if there is none."""
    index = offset
    while index < len(text):
        word = _word(text, index, breaks)
        if word and word[not starts] > offset:
            return word[not starts]
        index = max(index + 1, word[1] if word else 0)
    return len(text)


def previous_boundary(text: str, offset: int, breaks: Breaks | None = None, *, ends: bool = False) -> int:
    """Return the nearest word start left of an offset (with `ends`: word end); 0 where there is none."""
    index = offset - 1
    while index >= 0:
        word = _word(text, index, breaks)
        if word and word[ends] < offset:
            return word[ends]
        index = min(index - 1, word[0] - 1 if word else index)
    return 0
