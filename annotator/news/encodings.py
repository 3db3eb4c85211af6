"""Tell the encoding of a text that is not UTF-8, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from charset_normalizer import CharsetMatch, from_bytes

_SAMPLE = 200_000
_SURE = 8
UNSURE = "that is not certain"
"""Words of a note that say that a person should look."""
# Without a mark or zero bytes these are never a news text; the guesser offers them for a few bytes of latin-1.
_ABSURD = [
    "utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le", "hz", "johab", "ptcp154", "cp1006",
    "cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140", "tis_620",
]  # fmt: skip
_WESTERN = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒŸ")
_MARKS = frozenset("‘’‚“”„–—…•«»‹›€£§©®™°·¿¡ºª\xa0\xad")
_INSIDE = frozenset("¿¡ºª§©®™€£‚„")
# Old Mac and DOS code pages read nearly anything, so their coming first says little.
_OLD = re.compile(r"mac|cp[78](?!74)\d\d$")


@dataclass(frozen=True, slots=True)
class Guess:
    """Hold a decoded text, the encoding's name and a note that says whether a person should look."""

    text: str
    encoding: str
    note: str


def guess(data: bytes) -> Guess | None:
    """Decode bytes that are not UTF-8, or give None when no encoding reads them."""
    high = sum(byte > 127 for byte in data)
    western = _western(data, high)
    if western is not None:
        return _noted(western, "cp1252", sure=high >= _SURE)
    sample = _sample(data)
    matches = [match for match in from_bytes(sample, cp_exclusion=_ABSURD, enable_fallback=False) if _cased(str(match))]
    for place, match in enumerate(matches):
        try:
            text = data.decode(match.encoding)
        except UnicodeDecodeError:
            continue
        sure = high >= _SURE and not _OLD.match(match.encoding) and not _rivals(match, matches[place + 1 :])
        return _noted(text, match.encoding, sure=sure)
    return None


def _noted(text: str, encoding: str, *, sure: bool) -> Guess:
    shown = encoding.replace("_", "-")
    if sure:
        return Guess(text, shown, f"Not UTF-8; read as {shown}.")
    return Guess(text, shown, f"Not UTF-8; read as {shown}, but {UNSURE}: check the accented letters.")


def _western(data: bytes, high: int) -> str | None:
    """Decode as cp1252 where every high byte gives a letter or sign that Western European prose uses in that place."""
    if high * 5 > len(data) * 2:
        return None
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    before = " "
    for here, after in zip(text, text[1:] + " ", strict=True):
        if here > "\x7f":
            known = here in _WESTERN or here in _MARKS
            if not known or (here in _INSIDE and before.isalpha() and after.isalpha()):
                return None
            if here.isupper() and before.islower() and after.islower():
                return None
        before = here
    return text


def _sample(data: bytes) -> bytes:
    """Keep whole lines that tell something, so that a large file is judged quickly."""
    if len(data) <= _SAMPLE:
        return data
    lines: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii() and size + len(line) <= _SAMPLE:
            lines.append(line)
            size += len(line)
    return b"\n".join(lines) or data[:_SAMPLE]


def _cased(text: str) -> bool:
    """Tell whether capitals are as rare as in prose: Hebrew read as KOI8-R is all capitals."""
    letters = [unicodedata.category(character) for character in text if character > "\x7f" and character.isalpha()]
    return letters.count("Lu") * 10 <= len(letters) * 7 or len(letters) < 4


def _rivals(best: CharsetMatch, others: list[CharsetMatch]) -> bool:
    return any(
        other.chaos - best.chaos < 0.03 and best.coherence - other.coherence < 0.15 and str(other) != str(best)
        for other in others
    )
