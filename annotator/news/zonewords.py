"""Load the words that mark page furniture (resources/zones/languages.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from annotator.paths import resource

_LEAD = r"[\s\-–—•*·>»→▶►\[(]{0,4}"
_SEPARATOR = r"\s?(?:[:：|»›>]|[-–—](?=\s))"


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of all languages as patterns, matched at a line's start, or as sets."""

    byline: re.Pattern[str]
    signoff: re.Pattern[str]
    caption: re.Pattern[str]
    credit: tuple[str, ...]
    credit_by: tuple[str, ...]
    related: re.Pattern[str]
    weak: re.Pattern[str]
    link: re.Pattern[str]
    alone: re.Pattern[str]
    agency: re.Pattern[str]
    agencies: frozenset[str]
    desks: frozenset[str]
    joins: frozenset[str]
    abbreviations: frozenset[str]
    not_places: frozenset[str]


@cache
def words() -> Words:
    """Read the words once."""
    tables = tomllib.loads(resource("zones/languages.toml").read_text(encoding="utf-8"))

    def listed(key: str) -> list[str]:
        return [word for table in tables.values() for word in table.get(key, [])]

    needs_colon = frozenset(listed("byline_needs_colon"))
    plain = [word for word in listed("byline") if word not in needs_colon]
    agencies = listed("agencies")
    cased = [form for word in plain for form in (word, word.upper())]
    return Words(
        byline=re.compile(rf"(?:{_any(cased)}|(?:{_any(needs_colon)})\s?(?=[:：]))(?:\s?[:：]\s*|\s+)"),
        signoff=re.compile(rf"[(\[]?(?:{_any(listed('signoff'))})[\s:：]", re.IGNORECASE),
        caption=re.compile(rf"[(\[]?(?:{_any(listed('caption'))}){_SEPARATOR}\s*|Image caption,\s", re.IGNORECASE),
        credit=_longest(listed("credit")),
        credit_by=_longest(f"{word} " for word in listed("credit_by")),
        related=re.compile(rf"{_LEAD}(?:{_any(listed('related'))}){_SEPARATOR}\s*(?=\S)", re.IGNORECASE),
        weak=re.compile(rf"{_LEAD}(?:{_any(listed('weak'))})\s?[:：|»]\s*(?=\S)", re.IGNORECASE),
        link=re.compile(rf"{_LEAD}(?:{_any(listed('link'))})\s+(?=\S)", re.IGNORECASE),
        alone=re.compile(rf"{_LEAD}(?:{_any(listed('alone'))})\s?[:：]?", re.IGNORECASE),
        agency=re.compile(rf"(?<!\w)(?:{_any(form for word in agencies for form in (word, word.upper()))})(?!\w)"),
        agencies=frozenset(word.casefold() for word in agencies),
        desks=frozenset(word.lower() for word in listed("desks")),
        joins=frozenset(listed("joins")),
        abbreviations=frozenset(listed("abbreviations")),
        not_places=frozenset(listed("not_places")),
    )


def _longest(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word.lower() for word in entries}, key=lambda word: (-len(word), word)))


def _any(entries: Iterable[str]) -> str:
    """Give an alternation with the longest entry first, so that no entry hides a longer one."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(set(entries), key=lambda w: (-len(w), w)))
