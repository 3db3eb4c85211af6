"""Names as news writes them: spelling, possessive, titles, and the last name that stands for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


APOSTROPHES = "'\u2019\u02bc\uff07"
HYPHENS = "-\u2010\u2011"
_FOLD = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-")})
_POSSESSIVE = re.compile(r"(?<=[\w\u0300-\u036f])(?:'[sS]?)$|(?<=\w\.)'[sS]$")
_ARTICLE = re.compile(r"(?:al|el|ad|ar|as|ash|at|az|ul)-(?=\w)", re.IGNORECASE)
_LONGEST = 4
_PATRONYMIC = frozenset(("bin", "ibn", "bint", "ben", "abu"))
_PARTICLES = _PATRONYMIC | _listed(
    "al el de da das del della der den di do dos du la le ter ten van von zu zum zur y e af av"
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_TITLES = _listed(
    "mr mrs ms miss mx dr doctor prof professor sir dame lord lady baroness president chancellor premier minister "
    "secretary ambassador envoy governor gov mayor senator sen representative rep congressman congresswoman speaker "
    "judge justice king queen prince princess emir sultan pope cardinal archbishop bishop sheikh ayatollah imam rabbi "
    "general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander marshal brigadier "
    "brig deputy"
)
FUNCTION_WORDS = _listed(
    "a an the this that these those in on at from to for with by of and or but nor as if when while after before since "
    "until though although because whereas where both either neither not no even only just also then now meanwhile "
    "however yesterday today tomorrow later earlier instead perhaps maybe still yet once did does is are was were has "
    "have had would could should must why how what who whom which whose here there all some many most few other "
    "another each every any such like unlike against between among amid despite during inside outside near under over "
    "through throughout without within toward towards via about above below behind beyond into onto upon its his her "
    "their our my your it she they we you i says said told so thus nevertheless nonetheless moreover furthermore "
    "recently eventually finally according "
    "monday tuesday wednesday thursday friday saturday sunday january february march july september october november "
    "december"
)
"""Words that are no part of a name even where they are capitalised, at the start of a sentence or in a headline."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Titles as whole phrases, and the words that end them, before which no name begins; lower-case without dots."""

    phrases: frozenset[str]
    last: frozenset[str]

    @staticmethod
    def of(own: Iterable[str]) -> Titles:
        """Return the usual English titles with a scheme's own."""
        phrases = frozenset([*_TITLES, "prime minister", *(" ".join(map(_plain, title.split())) for title in own)])
        return Titles(phrases, frozenset(phrase.rpartition(" ")[2] for phrase in phrases))

    def ends_with(self, word: str) -> bool:
        """Tell whether a title may end with a word, with or without its dot."""
        return _plain(word) in self.last

    def without(self, parts: Sequence[str]) -> list[str]:
        """Return the words of a name behind its titles."""
        at = 0
        while at < len(parts):
            sizes = (n for n in (3, 2, 1) if " ".join(map(_plain, parts[at : at + n])) in self.phrases)
            size = next(sizes, 0)
            if not size:
                break
            at += size
        return list(parts[at:])


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name without titles; `aliases` are the ways in which the last name stands alone, longest first."""

    full: str
    given: tuple[str, ...]
    surname: str
    aliases: tuple[str, ...]


def folded(name: str) -> str:
    """Return a name with one kind of space, apostrophe and hyphen, so that two spellings of it compare equal."""
    return " ".join(name.split()).translate(_FOLD)


def name_of(quote: str) -> str:
    """Return the name that a tag's words hold: folded, without a possessive 's."""
    return _POSSESSIVE.sub("", folded(quote))


def person(name: str, titles: Titles, not_surnames: frozenset[str]) -> Person | None:
    """Return the parts of a folded name that looks like a person's; `not_surnames` are lower-case."""
    parts = name.split()
    bare = titles.without(parts)
    title = len(bare) < len(parts)
    if len(bare) > 1 and _plain(bare[-1]) in _SUFFIXES:
        del bare[-1]
    if not (1 if title else 2) <= len(bare) <= _LONGEST:
        return None
    if not all(_fits(part, first=index == 0) for index, part in enumerate(bare)) or bare[-1].lower() in _PARTICLES:
        return None
    last = bare[-1]
    if last.casefold() in not_surnames or titles.ends_with(last) or (len(last) > 1 and last.isupper()):
        return None
    first = len(bare) - 1
    while first > 1 and bare[first - 1].lower() in _PARTICLES:
        first -= 1
    given = tuple(part for part in bare[:first] if part.lower() not in _PARTICLES)
    aliases = tuple(alias for alias in _aliases(bare[first:]) if alias != name)
    return Person(" ".join(bare), given, surname_key(last), aliases)


def surname_key(word: str) -> str:
    """Return what two spellings of a last name have in common: its lower-case letters without an Arabic article."""
    return _ARTICLE.sub("", word, count=1).casefold()


def same_given(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether given names may be one person's: none known, an initial, or some of the names left out."""
    if not one or not other:
        return True
    ones, others = [_plain(word) for word in one], [_plain(word) for word in other]
    if ones[0] == others[0] or (1 in (len(ones[0]), len(others[0])) and ones[0][0] == others[0][0]):
        return True
    return set(ones) <= set(others) or set(others) <= set(ones)


def is_particle(word: str) -> bool:
    """Tell whether a word leads on to a person's last name, as `van` does; it may begin a sentence."""
    return word.lower() in _PARTICLES


def _plain(word: str) -> str:
    return word.rstrip(".").casefold()


def _fits(part: str, *, first: bool) -> bool:
    """Tell whether a word may be part of a person's name."""
    if any(c.isdigit() or c in ",;:/()&" for c in part) or part.casefold() in FUNCTION_WORDS:
        return False
    if part[0].isupper():
        return True
    return not first and (part in _PARTICLES or _capital_after_article(part))


def _capital_after_article(part: str) -> bool:
    found = _ARTICLE.match(part)
    return found is not None and part[found.end()].isupper()


def _aliases(tail: Sequence[str]) -> list[str]:
    """Return how a last name with its particles may stand alone, longest first."""
    particles, last = tail[:-1], tail[-1]
    whole = " ".join(tail)
    found = [whole, whole[0].upper() + whole[1:]]
    if not any(particle.lower() in _PATRONYMIC for particle in particles):
        found += [last, last[0].upper() + last[1:]]
        article = _ARTICLE.match(last)
        if article:
            found.append(last[article.end() :])
    return list(dict.fromkeys(found))
