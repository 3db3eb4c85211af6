"""Where a tag begins and ends by the scheme's rules: what its edges leave out, and which rule a tag breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from annotator.core import words
from annotator.core.pairs import APOSTROPHES, BRACKETS, QUOTES, ends_letter, is_inside_word, partners
from annotator.core.scheme_model import Boundaries
from annotator.core.words import Breaks

Kind = Literal["spaces", "quotes", "punctuation", "determiner", "possessive", "cut word", "title"]

# No currency, no per cent, no picture: those are part of what they stand beside.
_PUNCTUATION = frozenset(
    ".,;:!?…·•‧*/|\\¡¿-‐‑‒–—―−~"
    "،؛؟۔٫٬؞"
    "׃׀־"
    "。，、；：！？．・～—"
    "।॥።፣"
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
_SIGNS = frozenset("-−–.٫")
_ENDING = frozenset(",;:!?)”»…")
_BEFORE_SENTENCE = frozenset(".!?…:;•*—–|。！？：；؟۔؛।")
_SMALL_WORDS = frozenset(
    ("al", "bin", "ben", "bint", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "le", "ter", "van",
     "von", "y", "zu")
)  # fmt: skip
_NO_FIRST_NAMES = frozenset(("jr", "sr", "ii", "iii", "iv", "of", "for", "and"))
_MOST_NAME_WORDS = 5
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that a tag's edge breaks; `words` are those that the rule leaves out, or the word that is cut."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class _Step:
    """What is left out next, and the range that remains."""

    kind: Kind
    start: int
    end: int


def tidy(text: str, start: int, end: int, rules: Boundaries, breaks: Breaks | None = None) -> tuple[int, int]:
    """Return the range (code points, half-open) without what the rules leave out at its edges.

    It only shrinks and is never empty: where all would go, all but the edge spaces stays.
    """
    return _peel(text, start, end, rules, breaks)[0]


def faults(text: str, start: int, end: int, rules: Boundaries, breaks: Breaks | None = None) -> list[Fault]:
    """Return the rules that a range breaks (code points, half-open), from its outside in."""
    plain = _is_plain(text[start:end], rules) if end - start <= _LONGEST_NAME else False
    (first, last), found = ((start, end), []) if plain else _peel(text, start, end, rules, breaks)
    for place in (start, end):
        if word := _cut_word(text, place, breaks):
            fault = Fault("cut word", word)
            found += [] if fault in found else [fault]
    name = first if plain else name_start(text, first, last, rules)
    if name > first:
        found.append(Fault("title", text[first:name].strip()))
    return found


def name_start(text: str, start: int, end: int, rules: Boundaries) -> int:
    """Return where the name in `Prime Minister Ada Renn` begins, without title or rank; `start` where there is none."""
    titles = _titles(rules.titles)
    if titles is None or end - start > _LONGEST_NAME:
        return start
    found = start
    for match in titles.finditer(text, start, end):
        if _is_name(text[match.end() : end]):
            found = match.end()
    return found


def _peel(
    text: str, start: int, end: int, rules: Boundaries, breaks: Breaks | None
) -> tuple[tuple[int, int], list[Fault]]:
    """Leave out one thing after the other until no rule asks for more."""
    first, last = words.trim(text, max(0, start), min(len(text), end))
    found: list[Fault] = [] if (first, last) == (start, end) or first == last else [Fault("spaces", "")]
    if first == last:
        return (first, last), found
    left = list(found)
    peeler = _Peeler(text, rules, breaks)
    begin, stop = first, last
    while (step := peeler.next(begin, stop)) is not None:
        gone = text[begin : step.start] or text[step.end : stop]
        left.append(Fault(step.kind, gone.strip()))
        begin, stop = words.trim(text, step.start, step.end)
        if begin == stop:
            return (first, last), found
    return (begin, stop), left


@lru_cache(maxsize=4096)
def _is_plain(quote: str, rules: Boundaries) -> bool:
    """Tell whether words break no rule at their edges wherever they stand; an article says the same names often."""
    if not quote[:1].isalnum() or not quote[-1:].isalnum() or quote[-2:-1] in APOSTROPHES:
        return False
    determiners = _determiners(rules.determiners)
    if determiners is not None and determiners.match(quote):
        return False
    return name_start(quote, 0, len(quote), rules) == 0


class _Peeler:
    """Finds what is to be left out next at the edges of a range of one text."""

    def __init__(self, text: str, rules: Boundaries, breaks: Breaks | None) -> None:
        self._text, self._rules, self._breaks = text, rules, breaks
        self._determiners = _determiners(rules.determiners)
        self._partners: dict[int, int] | None = None

    def next(self, start: int, end: int) -> _Step | None:
        """Return the next thing to leave out of a range without edge spaces; None where nothing is."""
        if kind := self._sign(start, start, end):
            return _Step(kind, start + 1, end)
        if length := self._possessive(start, end):
            return _Step("possessive", start, end - length)
        if kind := self._sign(end - 1, start, end):
            return _Step(kind, start, end - 1)
        after = self._after_determiner(start, end)
        return _Step("determiner", after, end) if after > start else None

    def _sign(self, index: int, start: int, end: int) -> Kind | None:
        """Return as what the character at an edge is left out; None where it stays."""
        mark = self._text[index]
        if mark in QUOTES:
            return "quotes" if self._rules.quotes and self._is_outer(index, start, end) else None
        if not self._rules.punctuation:
            return None
        if mark in BRACKETS:
            return "punctuation" if self._is_outer(index, start, end) else None
        return "punctuation" if mark in _PUNCTUATION and not self._belongs(index, start, end) else None

    def _is_outer(self, index: int, start: int, end: int) -> bool:
        """Tell whether the partner of a quotation mark or bracket at an edge is outside, at the other edge, or none."""
        text = self._text
        if is_inside_word(text, index):
            return False
        if self._partners is None:
            self._partners = partners(text, start, end)
        partner = self._partners.get(index)
        if partner is not None and start <= partner < end:
            return {index, partner} == {start, end - 1}
        if text[index] not in APOSTROPHES:
            return True
        elided = index == start and text[index + 1 : index + 2].isdigit()
        return not elided and not (index == start and index > 0 and text[index - 1].isalnum())

    def _belongs(self, index: int, start: int, end: int) -> bool:
        """Tell whether a full stop, hyphen or the like is part of the word or number beside it."""
        text = self._text
        left, right = text[index - 1 : index], text[index + 1 : index + 2]
        if index == start and text[index] in _SIGNS and right.isdigit():
            return True
        if text[index] == "." and index == end - 1 and _goes_on(text, end):
            return True
        if not left or left.isspace() or left in _PUNCTUATION:
            return False
        if text[index] != "." and (not right or right.isspace()):
            return False
        word = words.word_at(text, index, self._breaks)
        return word is not None and word[0] <= index < word[1]

    def _possessive(self, start: int, end: int) -> int:
        """Return how many characters of a possessive 's, or apostrophe after an s, stand at the end."""
        text = self._text
        if not self._rules.possessive or end - start < 2 or text[end : end + 1].isalnum():
            return 0
        if text[end - 1] in "sS" and text[end - 2] in APOSTROPHES and end - 3 >= start and _ends_word(text[end - 3]):
            return 2
        if text[end - 1] in APOSTROPHES and text[end - 2] in "sS" and self._is_outer(end - 1, start, end):
            paired = self._partners is not None and end - 1 in self._partners
            return 0 if paired else 1
        return 0

    def _after_determiner(self, start: int, end: int) -> int:
        """Return where the words behind a determiner begin; `start` where there is none or nothing would be left."""
        text = self._text
        if self._determiners is None or (start > 0 and not _breaks_before(text[start - 1])):
            return start
        match = self._determiners.match(text, start, end)
        if match is None or not any(c.isalnum() for c in text[match.end() : end]):
            return start
        word, rest = match.group().strip(), text[match.end() : end]
        small = word[0] == word[0].lower()
        shouted = len(word) > 1 and word.isupper() and rest.isupper()
        return match.end() if small or shouted or _begins_sentence(text, start) else start


def _goes_on(text: str, end: int) -> bool:
    """Tell whether the sentence goes on behind a full stop, so that it ends an abbreviation such as Inc."""
    if not text[end - 2 : end - 1].isalpha():
        return False
    if text[end : end + 1] in frozenset(",;"):
        return True
    if text[end : end + 1] not in (" ", "\u00a0"):
        return False
    return text[end + 1 : end + 2].islower()


def _ends_word(letter: str) -> bool:
    return ends_letter(letter) or letter == "."


def _breaks_before(letter: str) -> bool:
    """Tell whether a new word can begin behind a character."""
    return not (letter.isalnum() or letter == "_" or letter in "-‐‑")


def _begins_sentence(text: str, start: int) -> bool:
    """Tell whether a sentence or paragraph begins at an offset; quotation marks and brackets are passed over."""
    at = start
    while at > 0 and (text[at - 1].isspace() or text[at - 1] in QUOTES or text[at - 1] in BRACKETS):
        at -= 1
        if text[at] == "\n":
            return True
    return at == 0 or text[at - 1] in _BEFORE_SENTENCE


def _cut_word(text: str, place: int, breaks: Breaks | None) -> str:
    """Return the word that an edge goes through; empty where it goes through none."""
    if not 0 < place < len(text) or text[place - 1].isspace() or text[place].isspace():
        return ""
    if _ends_plainly(text, place):
        return ""
    word = words.word_at(text, place, breaks)
    return text[word[0] : word[1]] if word is not None and word[0] < place < word[1] else ""


def _ends_plainly(text: str, place: int) -> bool:
    """Tell whether a word of more than one letter ends before a comma, stop or possessive: no need to look closer."""
    after = text[place + 1 : place + 2] or " "
    if text[place] in _ENDING:
        return after.isspace()
    if not text[max(0, place - 2) : place].isalpha():
        return False
    if text[place] == ".":
        return after.isspace()
    return text[place] in APOSTROPHES and after in "sS" and not text[place + 2 : place + 3].isalnum()


@lru_cache(maxsize=32)
def _determiners(listed: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what matches a determiner with the spaces behind it; one that ends in an apostrophe needs none."""
    phrases = [_phrase(one) + (r"(?=\w)" if one[-1] in "'’" else r"\s+") for one in _longest(listed)]
    return re.compile("|".join(phrases), re.IGNORECASE) if phrases else None


@lru_cache(maxsize=32)
def _titles(listed: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return what matches a title with the spaces behind it, as a word of its own."""
    if not listed:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(_phrase(one) for one in _longest(listed))})\s+", re.IGNORECASE)


def _longest(listed: Iterable[str]) -> list[str]:
    return sorted(listed, key=len, reverse=True)


def _phrase(listed: str) -> str:
    """Return a pattern of one phrase as people write it: any spaces, any apostrophe."""
    return r"\s+".join(re.sub("['’]", "['’]", re.escape(part)) for part in listed.split())


def _is_name(rest: str) -> bool:
    """Tell whether words read like the name of a person: all with a capital, small ones between them."""
    parts = rest.split()
    if not parts or len(parts) > _MOST_NAME_WORDS or parts[0].strip(".,").lower() in _NO_FIRST_NAMES:
        return False
    return _capital(parts[-1]) and all(_capital(part) or part in _SMALL_WORDS for part in parts)


def _capital(word: str) -> bool:
    return word[0].isalpha() and word[0] == word[0].upper()
