"""What the exports of all news archives have in common: labelled lines, copyright lines, a stated number of words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from annotator.core.sources import Fault
from annotator.core.zones import Zone
from annotator.news.article import NewsArticle
from annotator.news.blocks import Block, tidy
from annotator.news.mapping import language_code
from annotator.news.sources import guess_language

COPYRIGHT = re.compile(
    r"(?:copyright\b|\(c\)\s|©|all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"([\d.,\s\u202f\xa0]*\d)\s*(?:words?|wörter|worte|mots?|palabras|parole|palavras|woorden|слов[ао]?)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|von|par|por)\s*:?\s+(?=\S)", re.IGNORECASE)
_WRAPPED = (55, 100)
_OFF = 0.2
_SLACK = 30


@dataclass(slots=True)
class Draft:
    """One article of an export while it is read; `line` is where it begins, `body` its paragraphs."""

    line: int
    headline: str = ""
    body: list[str] = field(default_factory=list)
    words: int | None = None
    meta: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, value: str) -> None:
        """Keep a value that is not empty; one of the same name goes on behind it."""
        value = " ".join(value.split())
        if value:
            self.meta[key] = f"{self.meta[key]} {value}" if key in self.meta else value

    def article(self) -> NewsArticle | Fault:
        """Return the article, a Fault where the export holds no text of it."""
        body = [text for text in map(tidy, self.body) if text]
        if not body:
            named = f" ({self.headline[:60]!r})" if self.headline else ""
            return Fault(self.line, f"the archive's export holds no text of this article{named}")
        title = " ".join(self.headline.split())
        parts = body if not title or " ".join(body[0].split()) == title else [title, *body]
        text = "\n\n".join(parts)
        zones = (Zone(0, len(parts[0]), "headline"),) if title else ()
        meta: dict[str, Any] = ({"headline": title} if title else {}) | self.meta
        if self.words is not None:
            meta["stated words"] = self.words
        if "byline" in meta:
            meta["byline"] = _BY.sub("", meta["byline"], count=1)
        if "language" in meta:
            meta["language"] = language_code(meta["language"])
        elif language := guess_language(text):
            meta["language"] = language
        return NewsArticle(text, meta, zones, line=self.line, notes=self._word_note(body))

    def _word_note(self, body: list[str]) -> list[str]:
        if self.words is None:
            return []
        ours = sum(len(text.split()) for text in body)
        if abs(ours - self.words) <= max(_SLACK, _OFF * self.words):
            return []
        return [f"The archive says {self.words:,} words, but the text has {ours:,}: look whether it is whole."]


def stated_words(text: str) -> int | None:
    """Return the number in "1,234 words", in some languages; None where there is none."""
    match = _WORDS.match(text.strip())
    return int(re.sub(r"\D", "", match[1])) if match is not None else None


def unwrapped(text: str) -> str:
    """Return a paragraph with its lines put together where a program broke them at a fixed width."""
    lines = text.split("\n")
    if len(lines) > 1 and all(_WRAPPED[0] <= len(line) <= _WRAPPED[1] for line in lines[:-1]):
        return " ".join(line.strip() for line in lines)
    return text


def text_blocks(text: str) -> list[Block]:
    """Return the paragraphs of a plain text, which blank lines part, with the lines they begin at."""
    found: list[Block] = []
    part: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            part.append(line.strip(" \t\xa0\ufeff\f"))
        elif part:
            found.append(Block("\n".join(part), line=number - len(part)))
            part = []
    return found
