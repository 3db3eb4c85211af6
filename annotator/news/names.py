"""Tell names and sources from prose."""

from __future__ import annotations

import re

from annotator.news.lines import dense
from annotator.news.zonewords import words

_PARTS = re.compile(r"\s*(?:[,|/;·•]|\s[-–—]\s)\s*")
_PARTICLES = frozenset((
    "al", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di", "do",
    "dos", "du", "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu",
))  # fmt: skip
_IN_NAMES = str.maketrans("", "", "-.'’")
_EDGE = "()[]{}.,:;\"'“”‘’"


def source_like(text: str) -> bool:
    """Tell whether a text reads like the source of a picture: a few names, agencies and small words."""
    bare = text.strip(" ()[]")
    if not bare or len(bare) > 110 or bare[-1] in "!?:;" or (bare[-1] == "." and "." not in bare[-4:-1]):
        return False
    tokens = [token for part in _PARTS.split(bare) for token in part.split()]
    letters = [token for token in tokens if token.strip(_EDGE) and token.lower() not in words().joins]
    if not letters or len(tokens) > 12:
        return False
    if not any(token.lower() != token.upper() for token in letters):
        return len(tokens) <= 5
    named = sum(named_token(token) for token in letters)
    if known_agency(bare):
        return 2 * named >= len(letters) or len(letters) <= 4
    return named == len(letters) or (2 * named >= len(letters) and "/" in bare)


def known_agency(text: str) -> bool:
    """Tell whether one part of the text, between commas and slashes, is an agency's name."""
    return any(part.casefold() in words().agencies for part in _PARTS.split(text))


def named_token(token: str) -> bool:
    """Tell whether a token may stand in a name: a capital, a digit, or a script without capitals."""
    bare = token.lstrip(_EDGE)
    if bare[:2].lower() in ("d'", "l'", "d’", "l’", "o'", "o’") or bare[:3].lower() in ("al-", "el-", "ar-", "as-"):
        bare = bare[2:].lstrip("-") or bare
    first = bare[:1]
    return bool(first) and (
        first.isupper() or first.isdigit() or first == "@" or (first.isalpha() and not _cased(first))
    )


def _cased(character: str) -> bool:
    return character.lower() != character.upper()


def person(text: str) -> bool:
    """Tell whether a text is a person's name of two to five words, or an agency."""
    tokens = text.split()
    if text.casefold() in words().agencies or (dense(text) and len(tokens) == 1 and 2 <= len(text) <= 6):
        return True
    if not 2 <= len(tokens) <= 5 or any(token[-1] in ".:;!?" and len(token.strip(_EDGE)) > 3 for token in tokens):
        return False
    joins = words().joins
    named = [named_token(token) and not token.strip(_EDGE)[:1].isdigit() for token in tokens]
    return (
        named[0]
        and named[-1]
        and all(
            ok
            or token.lower() in joins
            or token.lower() in ("bin", "ibn", "ben", "van", "ter", "abu", "al", "dos", "da")
            for ok, token in zip(named, tokens, strict=True)
        )
    )


def place_token(token: str) -> bool:
    """Tell whether a token may stand in the name of a place or paper: a name or a small word."""
    return named_token(token) or token.lower() in words().joins


def bare_name(text: str) -> bool:
    """Tell whether a text is surely a person's name of two to four words, in a script with capitals."""
    tokens = text.split()
    if not 2 <= len(tokens) <= 4 or not all(_cased(token.strip(_EDGE)[:1] or " ") for token in tokens):
        return False
    if not words().not_names.isdisjoint(token.lower() for token in tokens):
        return False
    if any(token[:1].islower() and token not in _PARTICLES for token in tokens):
        return False
    return person(text) and all(token.translate(_IN_NAMES).isalpha() for token in tokens)
