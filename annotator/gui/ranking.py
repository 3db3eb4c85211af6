"""How well typed words fit the name of a command: whole words first, then parts of words, then letters in order."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

_PREFIX, _INSIDE, _BESIDE, _LETTERS = range(4)
_LEAST_LETTERS = 2
T = TypeVar("T")

Score = tuple[int, int]
"""Smaller is better: 0 is the name itself, 1 its beginning, 2 anything else; then how loosely the words fit."""


def folded(text: str) -> str:
    """Return a text as it is compared: small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def score(query: str, name: str, beside: str = "") -> Score | None:
    """Return how well a query fits a name; words `beside` it (menu, help) count less. None where it does not fit."""
    wanted, within, around = folded(query), folded(name), _words(folded(beside))
    kinds = [_fit(word, within, around) for word in wanted.split()]
    found = [kind for kind in kinds if kind is not None]
    if len(found) < len(kinds):
        return None
    typed = wanted.strip()
    return 0 if within == typed else 1 if within.startswith(typed) else 2, sum(found)


def ranked(items: Iterable[T], query: str, words: Callable[[T], tuple[str, str]]) -> list[T]:
    """Return the items that fit a query, the best first; `words` gives the name of one and what stands beside it."""
    fits = [(fit, number, item) for number, item in enumerate(items) if (fit := score(query, *words(item))) is not None]
    return [item for _fit, _number, item in sorted(fits, key=lambda row: row[:2])]


def _fit(word: str, name: str, beside: list[str]) -> int | None:
    """Return how loosely one word of a query fits."""
    if any(part.startswith(word) for part in _words(name)):
        return _PREFIX
    if word in name:
        return _INSIDE
    if any(part.startswith(word) for part in beside):
        return _BESIDE
    if len(word) >= _LEAST_LETTERS and any(_in_order(word, name[at:]) for at in _starts(name)):
        return _LETTERS
    return None


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def _starts(name: str) -> list[int]:
    return [at for at in range(len(name)) if at == 0 or not name[at - 1].isalnum()]


def _in_order(word: str, name: str) -> bool:
    """Tell whether the name begins with the first letter and holds the others in this order."""
    letters = iter(name)
    return name.startswith(word[0]) and all(letter in letters for letter in word)
