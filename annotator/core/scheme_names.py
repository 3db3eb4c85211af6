"""Names of labels: which keys are allowed, and what to show where a scheme gives a key alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

MAX_KEY = 200
BAR_LENGTH = 8
SHORT_LENGTH = 3
_FORBIDDEN = "|"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ABBREVIATION = 4
_JOINER = "\u200d"


def key_fault(key: str) -> str:
    """Say what is wrong with a label key, as the end of a sentence; an empty text where it is fine."""
    if not key.strip():
        return "is empty"
    if len(key) > MAX_KEY:
        return f"is longer than {MAX_KEY} characters"
    if sign := next((sign for sign in _FORBIDDEN if sign in key), ""):
        return f"holds “{sign}”, which no label may hold"
    if _CONTROL.search(key):
        return "holds a control character"
    return ""


def readable_name(key: str) -> str:
    """Return a key as words: `CommsIdentifier` is “Comms identifier”, `PERSON` is “Person”, `GPE` stays."""
    words = _HUMP.sub(" ", key.replace("_", " ").replace("-", " ")).split()
    plain = [word if _is_abbreviation(word) else word.lower() for word in words]
    name = " ".join(plain)
    return name[:1].upper() + name[1:] if name else key


def free_name(key: str, taken: Collection[str]) -> str:
    """Return the readable name of a key, or the key itself where another label already has that name."""
    name = readable_name(key)
    return key if name in taken else name


def bar_word(name: str) -> str:
    """Return the word under a tagged text: upper-case, at most eight characters."""
    return cut(name.upper(), BAR_LENGTH)


def short_word(bar: str) -> str:
    """Return the three characters that stand for a label where its bar word does not fit."""
    return cut(bar.upper(), SHORT_LENGTH)


def cut(text: str, length: int) -> str:
    """Return at most `length` code points, and what belongs to the last of them (accents, joined emoji)."""
    end = length
    while end < len(text) and (_clings(text[end]) or text[end - 1] == _JOINER):
        end += 1
    return text[:end].strip()


def _clings(sign: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    return sign == _JOINER or unicodedata.category(sign)[0] == "M" or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word) <= _ABBREVIATION
