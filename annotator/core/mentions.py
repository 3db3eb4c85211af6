"""Where the name of a tag stands again in an article, in full or as a person's last name alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from annotator.core import persons, words
from annotator.core.cover import Cover
from annotator.core.pairs import ends_letter
from annotator.core.persons import Person, Titles
from annotator.core.scheme_model import Scheme
from annotator.core.span import Span
from annotator.core.zones import Zone

_GAP = r"(?:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)"
_SPELLINGS = {" ": _GAP, "'": f"[{persons.APOSTROPHES}]", "-": f"[{persons.HYPHENS}]"}
_GAP_HERE = re.compile(_GAP)
_WORD = re.compile(r"\w(?:\w|[-\u2010\u2011.](?=\w))*")
_PLAIN_BEFORE = frozenset("([\u201c")
_PLAIN_AFTER = frozenset(",;!?)]\u201d\u2026")
_INSIDE = frozenset(persons.APOSTROPHES + persons.HYPHENS + ".")
_LONGEST_WORD = 60
_LONGEST_NAME = 6


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """One place of a name (code points, half-open); `alias` is the shorter form that stands there, else empty."""

    start: int
    end: int
    alias: str = ""


def mentions(text: str, zones: Iterable[Zone], spans: Iterable[Span], source: Span, scheme: Scheme) -> list[Mention]:
    """Return the other places of `source`'s name that could be tagged like it, in order and apart from each other.

    They stand in the article itself (`zones` are those in force), as whole words and in the same case; no tag of the
    same layer touches them, and none is a part of a longer name.
    """
    return Page(text, zones, spans, scheme).mentions(source)


class Page:
    """One article with its tags, in which names are looked for; what is worth keeping between two names is kept."""

    def __init__(self, text: str, zones: Iterable[Zone], spans: Iterable[Span], scheme: Scheme) -> None:
        self._text, self._scheme, self._spans = text, scheme, list(spans)
        self._zones = list(zones)
        self._edges = sorted({edge for zone in self._zones for edge in (zone.start, zone.end)})
        self._headlines = [zone for zone in self._zones if zone.kind == "headline" and not zone.furniture]
        self._furniture = Cover((zone.start, zone.end) for zone in self._zones if zone.furniture)
        self._tagged: dict[str, Cover] = {}
        self._small: dict[str, bool] = {}

    def mentions(self, source: Span) -> list[Mention]:
        """Return the other places of a tag's name, in order."""
        name, person, tagged = persons.name_of(source.quote), self._person(source), self._of_layer(source.label)
        full = person is not None and bool(person.given)
        found = [Mention(*place) for place in self._places(name, tagged, alone=name[:1].isupper() and not full)]
        if person is not None:
            if full and person.full != name:
                found += (Mention(*place, person.full) for place in self._places(person.full, tagged, alone=False))
            last = [Mention(*p, alias) for alias in person.aliases for p in self._places(alias, tagged, alone=True)]
            if last and not self._shared(person):
                found += last
        return list(_apart(m for m in found if m.end <= source.start or source.end <= m.start))

    def shared(self, source: Span) -> str:
        """Return the last name of a tagged person where it may mean somebody else as well; else nothing."""
        person = self._person(source)
        return person.aliases[0] if person is not None and self._shared(person) else ""

    # What the tags are

    def _layer(self, label: str) -> str:
        known = self._scheme.label(label)
        return known.layer if known is not None else ""

    def _of_layer(self, label: str) -> Cover:
        """Return the ranges of the tags that share a label's layer."""
        layer = self._layer(label)
        if layer not in self._tagged:
            self._tagged[layer] = Cover((s.start, s.end) for s in self._spans if self._layer(s.label) == layer)
        return self._tagged[layer]

    @cached_property
    def _titles(self) -> Titles:
        return Titles.of(self._scheme.boundaries.titles)

    @cached_property
    def _not_surnames(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self._scheme.mentions.not_surnames)

    def _person(self, span: Span) -> Person | None:
        if span.label not in self._scheme.mentions.surnames:
            return None
        return persons.person(persons.name_of(span.quote), self._titles, self._not_surnames)

    @cached_property
    def _people(self) -> dict[str, list[tuple[str, ...]]]:
        """Return the given names of the people who are tagged, by last name."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for span in self._spans:
            person = self._person(span)
            if person is not None:
                found.setdefault(person.surname, []).append(person.given)
        return found

    def _shared(self, person: Person) -> bool:
        """Tell whether somebody else with this last name is tagged, or named in the article."""
        if not person.aliases:
            return False
        if not all(persons.same_given(person.given, given) for given in self._people.get(person.surname, ())):
            return True
        places = (match.span() for alias in person.aliases for match in _pattern(alias).finditer(self._text))
        return any(
            not persons.same_given(person.given, self._given_before(start))
            for start, end in places
            if self._whole(start, end) and not self._furniture.meets(start, end)
        )

    def _given_before(self, start: int) -> list[str]:
        """Return the given names that stand before a last name."""
        given: list[str] = []
        before = self._word_before(start)
        while before is not None and len(given) < _LONGEST_NAME:
            place, word = before
            if persons.is_particle(word):
                before = self._word_before(place)
                continue
            if not self._in_name(place, word) or self._titles.ends_with(word):
                break
            given.insert(0, word)
            before = self._word_before(place)
        return given

    # Where a name stands

    def _places(self, name: str, tagged: Cover, *, alone: bool) -> Iterator[tuple[int, int]]:
        """Give the free places of a name that is no part of a longer one; `alone`: no given name may stand before."""
        if not name:
            return
        ends = any(letter.isupper() for letter in name.rpartition(" ")[2])
        for match in _pattern(name).finditer(self._text):
            start, end = match.span()
            if tagged.meets(start, end) or self._furniture.meets(start, end):
                continue
            if self._whole(start, end) and not (ends and self._goes_on(end)) and not (alone and self._began(start)):
                yield start, end

    def _whole(self, start: int, end: int) -> bool:
        """Tell whether a range begins and ends where words do; the plain cases are told without the word rule."""
        text = self._text
        before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
        if _runs_on(before, text[start]) or _runs_on(text[end - 1], after):
            return False
        if (before.isspace() or before in _PLAIN_BEFORE) and (
            after.isspace() or (after in _PLAIN_AFTER and not text[end + 1 : end + 2].isalnum())
        ):
            return True
        return words.snap(text, start, end) == (start, end)

    def _goes_on(self, end: int) -> bool:
        """Tell whether the name that ends here goes on with the next word."""
        gap = _GAP_HERE.match(self._text, end)
        if gap is None or self._parted(end, gap.end()):
            return False
        word = _WORD.match(self._text, gap.end(), gap.end() + _LONGEST_WORD)
        if word is None:
            return False
        return self._in_name(word.start(), word[0]) or word[0] == "Of"

    def _began(self, start: int) -> bool:
        """Tell whether the name that begins here began with the word before; a title is no part of it."""
        before = self._word_before(start)
        if before is None:
            return False
        return self._in_name(*before) and not self._titles.ends_with(before[1])

    def _in_name(self, place: int, word: str) -> bool:
        """Tell whether a word beside a name is a part of it: capitalised, and not only for the sentence's sake."""
        if not word[0].isupper() or word.casefold() in persons.FUNCTION_WORDS:
            return False
        headline = any(zone.start <= place < zone.end for zone in self._headlines)
        return not (headline and self._written_small(word))

    def _written_small(self, word: str) -> bool:
        """Tell whether a word stands without its capital too: a headline may capitalise every word."""
        small = word.lower()
        if small not in self._small:
            self._small[small] = re.search(rf"(?<!\w){re.escape(small)}(?!\w)", self._text) is not None
        return self._small[small]

    def _word_before(self, start: int) -> tuple[int, str] | None:
        """Return (start, word) of what stands before a place; None behind a sentence's end, a possessive or a mark."""
        text, least = self._text, max(0, start - _LONGEST_WORD)
        end = start
        while end > least and text[end - 1].isspace():
            end -= 1
        if end == start or _GAP_HERE.fullmatch(text, end, start) is None or self._parted(end, start):
            return None
        first = end
        while first > least and (ends_letter(text[first - 1]) or text[first - 1] in _INSIDE):
            first -= 1
        word = text[first:end]
        if not word or not word[0].isalnum() or persons.name_of(word) != persons.folded(word):
            return None
        if word.endswith(".") and not _abbreviated(word):
            return None
        return first, word

    def _parted(self, start: int, end: int) -> bool:
        """Tell whether a zone begins or ends in the gap start:end."""
        at = bisect_left(self._edges, start)
        return at < len(self._edges) and self._edges[at] <= end


@lru_cache(maxsize=256)
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a folded name in each of its spellings; a line may break between its words."""
    return re.compile("".join(_SPELLINGS.get(letter, re.escape(letter)) for letter in name))


def _runs_on(left: str, right: str) -> bool:
    """Tell whether two characters beside each other are in one word, in scripts that write spaces between words."""
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()


def _abbreviated(word: str) -> bool:
    """Tell whether a dot at a word's end is that of an initial or of single letters, not of a sentence."""
    letters = word[:-1].split(".")
    return all(len(letter) == 1 for letter in letters)


def _apart(found: Iterable[Mention]) -> Iterator[Mention]:
    """Give mentions in order, the longest of those that begin together, without any that overlap one before."""
    last = 0
    for mention in sorted(found, key=lambda m: (m.start, -m.end, m.alias)):
        if mention.start >= last:
            last = mention.end
            yield mention
