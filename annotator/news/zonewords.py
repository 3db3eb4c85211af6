"""The words that mark page furniture: ours (resources/zones/languages.toml), and those that a project adds to them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from annotator.news.errors import NewsError
from annotator.paths import resource

KEYS = (
    "byline", "byline_needs_colon", "byline_needs_desk", "desks", "signoff", "reported", "caption", "caption_open",
    "credit", "credit_by", "credit_last", "related", "weak", "link", "alone", "button", "notice", "rights", "invite",
    "channel", "agencies", "dateline_last", "not_places", "not_names", "joins", "abbreviations",
)  # fmt: skip
"""What the words of a language are lists of, in the order of the resource."""
MAX_WORDS = 400
MAX_LENGTH = 120
_LANGUAGE = re.compile(r"common|[a-z]{2,3}(?:-[A-Za-z]{2,8})?")
_SIGNS = " -–—•*·>»→▶►[(【（"
_LEAD = r"[\s\-–—•*·>»→▶►\[(【（]{0,4}"
_HEAD = 3
_SEPARATOR = r"\s?(?:[:：|»›>]|[-–—](?=\s))"
Tables = Mapping[str, Mapping[str, list[str]]]
"""Language -> key -> words."""


@dataclass(frozen=True, slots=True)
class Words:
    """Hold the words of all languages as patterns, matched at a line's start, or as sets."""

    byline: re.Pattern[str]
    signoff: re.Pattern[str]
    reported: tuple[str, ...]
    caption: re.Pattern[str]
    credit: tuple[str, ...]
    credit_by: tuple[str, ...]
    credit_last: tuple[str, ...]
    related: re.Pattern[str]
    weak: re.Pattern[str]
    link: re.Pattern[str]
    alone: re.Pattern[str]
    button: re.Pattern[str]
    notice: re.Pattern[str]
    rights: tuple[str, ...]
    invite: re.Pattern[str]
    channel: tuple[str, ...]
    agency: re.Pattern[str]
    agencies: frozenset[str]
    dateline_last: re.Pattern[str]
    desks: frozenset[str]
    desk_only: re.Pattern[str]
    joins: frozenset[str]
    abbreviations: frozenset[str]
    not_places: frozenset[str]
    not_names: frozenset[str]
    notice_heads: frozenset[str]
    link_heads: frozenset[str]

    def may_be_notice(self, text: str) -> bool:
        """Tell soon whether a line may begin with one of `button`, `notice` and `invite`."""
        return _begins(text, self.notice_heads)

    def may_be_link(self, text: str) -> bool:
        """Tell soon whether a line may begin with one of `related`, `weak`, `link` and `alone`."""
        return _begins(text, self.link_heads)


def _begins(text: str, heads: frozenset[str]) -> bool:
    head = text[:8].lstrip(_SIGNS)[:_HEAD].lower()
    return head in heads or text[:_HEAD].lower() in heads or head[:2] in heads or head[:1] in heads


def _heads(*entries: Iterable[str]) -> frozenset[str]:
    """Give the first signs of words, as `_begins` looks for them."""
    return frozenset(word[:_HEAD].lower() for listed in entries for word in listed)


_current: ContextVar[Words | None] = ContextVar("zone words", default=None)


def words() -> Words:
    """Return the words that hold here: those of `using`, else ours alone."""
    return _current.get() or project_words("")


@contextmanager
def using(chosen: Words | None) -> Iterator[None]:
    """Let other words hold inside the block, in this thread alone; None: those that hold already."""
    if chosen is None:
        yield
        return
    token = _current.set(chosen)
    try:
        yield
    finally:
        _current.reset(token)


@cache
def tables() -> Tables:
    """Read our words once."""
    found: Tables = tomllib.loads(resource("zones/languages.toml").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=8)
def project_words(toml: str) -> Words:
    """Return our words and a project's (TOML text of the same form); raise NewsError where it has another form."""
    return _made([tables(), read_tables(toml)] if toml.strip() else [tables()])


def read_tables(toml: str) -> dict[str, dict[str, list[str]]]:
    """Read words of the form of languages.toml; raise NewsError with a sentence that names what is wrong."""
    try:
        found = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise NewsError(f"The zone words are no TOML ({error}). Correct that line.") from error
    return {language: _table(language, table) for language, table in found.items()}


def _table(language: str, table: Any) -> dict[str, list[str]]:
    if not _LANGUAGE.fullmatch(language):
        raise NewsError(f"{language!r:.40} is no language code such as en, or common. Rename the table.")
    if not isinstance(table, dict):
        raise NewsError(f"{language!r} must be a table of lists of words. Write [{language}] above them.")
    for key, listed in table.items():
        place = f"[{language}] {key:.40}"
        if key not in KEYS:
            raise NewsError(f"{place}: there is no such kind of words. Choose one of {', '.join(KEYS)}.")
        if not isinstance(listed, list) or not all(isinstance(word, str) for word in listed):
            raise NewsError(f"{place} must be a list of words in quotation marks.")
        if len(listed) > MAX_WORDS:
            raise NewsError(f"{place} holds {len(listed):,} words; {MAX_WORDS} are the most. Leave some out.")
        if wrong := next((word for word in listed if not _is_word(word)), None):
            raise NewsError(f"{place}: {wrong!r:.60} is no word of 1 to {MAX_LENGTH} characters on one line.")
        if "" in listed:
            raise NewsError(f"{place} holds an empty word. Take it out.")
    return table


def _is_word(word: str) -> bool:
    return len(word) <= MAX_LENGTH and word == word.strip() and not any(ord(sign) < ord(" ") for sign in word)


def _made(sources: list[Tables]) -> Words:
    def listed(key: str) -> list[str]:
        return [word for one in sources for table in one.values() for word in table.get(key, [])]

    needs_colon = frozenset(listed("byline_needs_colon"))
    plain = [word for word in listed("byline") if word not in needs_colon]
    agencies = listed("agencies")
    return Words(
        byline=re.compile(rf"(?:{_any(_cased(plain))}|(?:{_any(needs_colon)})\s?(?=[:：]))(?:\s?[:：]\s*|\s+)"),
        desk_only=re.compile(rf"(?:{_any(_cased(listed('byline_needs_desk')))})\s+"),
        signoff=re.compile(rf"[(\[（【]?(?:{_any(listed('signoff'))})[\s:：]\s*", re.IGNORECASE),
        reported=_longest(f" {word}" for word in listed("reported")),
        caption=re.compile(
            rf"[(\[]?(?:{_any(listed('caption'))}){_SEPARATOR}\s*|(?:{_any(listed('caption'))})[,،]\s"
            rf"|(?:{_any(listed('caption_open'))})",
            re.IGNORECASE,
        ),
        credit=_longest(listed("credit")),
        credit_by=_longest(f"{word} " for word in listed("credit_by")),
        credit_last=_longest(listed("credit_last")),
        related=re.compile(rf"{_LEAD}(?:{_any(listed('related'))}){_SEPARATOR}\s*(?=\S)", re.IGNORECASE),
        weak=re.compile(rf"{_LEAD}(?:{_any(listed('weak'))})\s?[:：|»]\s*(?=\S)", re.IGNORECASE),
        link=re.compile(rf"{_LEAD}(?:{_any(listed('link'))})\s+(?=\S)", re.IGNORECASE),
        alone=re.compile(rf"{_LEAD}(?:{_any(listed('alone'))})\s?[:：]?[\])】）]?", re.IGNORECASE),
        button=re.compile(rf"{_LEAD}(?:{_any(listed('button'))})\s?(?:[:：]|…|\.\.\.)?[\])】）]?", re.IGNORECASE),
        notice=re.compile(rf"{_LEAD}(?:{_any(listed('notice'))})(?!\w)", re.IGNORECASE),
        rights=_longest(listed("rights")),
        invite=re.compile(rf"{_LEAD}(?:{_any(listed('invite'))})(?!\w)", re.IGNORECASE),
        channel=_longest(listed("channel")),
        agency=re.compile(rf"(?<!\w)(?:{_any(form for word in agencies for form in (word, word.upper()))})(?!\w)"),
        agencies=frozenset(word.casefold() for word in agencies),
        dateline_last=re.compile(
            rf"(?:{_any(agencies)})[^\s，。！？]{{2,24}}(?:{_any(listed('dateline_last'))})(?=[\s（(]|$)"
        ),
        desks=frozenset(word.lower() for word in listed("desks")),
        joins=frozenset(listed("joins")),
        abbreviations=frozenset(listed("abbreviations")),
        not_places=frozenset(listed("not_places")),
        not_names=frozenset(word.lower() for word in listed("not_names")),
        notice_heads=_heads(listed("button"), listed("notice"), listed("invite")),
        link_heads=_heads(listed("related"), listed("weak"), listed("link"), listed("alone")),
    )


def _cased(entries: Iterable[str]) -> list[str]:
    return [form for word in entries for form in (word, word.upper())]


def _longest(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word.lower() for word in entries}, key=lambda word: (-len(word), word)))


def _any(entries: Iterable[str]) -> str:
    """Give an alternation with the longest entry first, so that no entry hides a longer one."""
    longest = sorted(set(entries), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest) or "(?!)"
