"""Tags of tokens (B-PER, I-PER, O and their kin): which scheme a column is in, spans from tags, tags from spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

IOB1, IOB2, BIOES, BILOU = "IOB1", "IOB2", "BIOES", "BILOU"
OUTSIDE = ("O", "_")
_TAG = re.compile(r"([BIESLUMW])(?:[-_](.+))?", re.DOTALL)
_KIN = {"M": "I", "L": "E", "U": "S", "W": "S"}
_JOINT = "^"

Part = tuple[str, str]
"""A tag as one of B, I, E, S, O and its label."""


@lru_cache(maxsize=4096)
def parts_of(tag: str) -> tuple[Part, ...] | None:
    """Return the tags of a cell: one, or one for each part of a word where they are joined by ^; None: no tag."""
    if tag in OUTSIDE:
        return (("O", ""),)
    whole = _TAG.fullmatch(tag)
    if _JOINT in tag:
        found = [parts_of(part) for part in tag.split(_JOINT)]
        if all(part is not None and len(part) == 1 for part in found):
            return tuple(part[0] for part in found if part)
    if whole is None:
        return None
    return ((_KIN.get(whole[1], whole[1]), whole[2] or ""),)


def letters_of(tags: Iterable[str]) -> set[str]:
    """Return the letters that tags begin with, as they stand there."""
    return {tag[0] for tag in tags if tag and tag not in OUTSIDE}


@dataclass(slots=True)
class Tally:
    """Tags that are not as their scheme has them: how many, and the line of the first."""

    count: int = 0
    line: int = 0

    def add(self, line: int) -> None:
        """Count one."""
        self.count += 1
        self.line = self.line or line


@dataclass(slots=True)
class Reading:
    """A column of tags, sentence by sentence as (line, parts of each word), read into spans.

    `scheme` is what the tags are written in; `odd` counts inner tags that nothing began, `open` beginnings that
    nothing ended, in a scheme that ends them; `joint` words with several tags; `unnamed` spans without a label.
    """

    scheme: str = IOB2
    odd: Tally = field(default_factory=Tally)
    open: Tally = field(default_factory=Tally)
    joint: Tally = field(default_factory=Tally)
    unnamed: Tally = field(default_factory=Tally)


def scheme_of(letters: set[str], sentences: Sequence[Sequence[tuple[int, Sequence[Part]]]]) -> str:
    """Tell the scheme of a column from the letters of its tags and from where they stand."""
    if letters & {"L", "U"}:
        return BILOU
    if letters & {"E", "S", "M", "W"}:
        return BIOES
    loose = needless = 0
    for sentence in sentences:
        before: Part = ("O", "")
        for _, parts in sentence:
            for part in parts:
                same = before[0] != "O" and before[1] == part[1]
                loose += part[0] == "I" and not same
                # IOB1 begins with B only what follows a span of the same label at once.
                needless += part[0] == "B" and not same
                before = part
    return IOB1 if loose and not needless else IOB2


def spans_of(sentence: Sequence[tuple[int, Sequence[Part]]], reading: Reading) -> list[tuple[int, int, str, int]]:
    """Return (first token, behind the last, label, line of the first) of each span in a sentence.

    An inner tag that nothing began begins a span, as conlleval reads it; IOB1 means it so, elsewhere it is counted.
    """
    run = _Run(reading)
    for place, (line, parts) in enumerate(sentence):
        if len(parts) > 1 and any(letter != "O" for letter, _ in parts):
            reading.joint.add(line)
        for letter, label in parts:
            run.take(place, line, letter, label)
    run.close(ended=False)
    return run.found


class _Run:
    """The span that is being read, and those before it in the sentence."""

    def __init__(self, reading: Reading) -> None:
        self.found: list[tuple[int, int, str, int]] = []
        self._reading = reading
        self._begun: tuple[int, str, int] | None = None
        self._behind = 0

    def close(self, *, ended: bool) -> None:
        """End the span; `ended`: a tag says so."""
        if self._begun is None:
            return
        first, label, line = self._begun
        self.found.append((first, self._behind, label, line))
        self._begun = None
        if not label:
            self._reading.unnamed.add(line)
        if not ended and self._reading.scheme in (BIOES, BILOU):
            self._reading.open.add(line)

    def take(self, place: int, line: int, letter: str, label: str) -> None:
        """Take the next tag."""
        if self._begun is None or self._begun[1] != label or letter not in "IE":
            self.close(ended=False)
            if letter == "O":
                return
            if letter in "IE" and self._reading.scheme != IOB1:
                self._reading.odd.add(line)
            self._begun = place, label, line
        self._behind = place + 1
        if letter in "SE":
            self.close(ended=True)


def tags_for(count: int, spans: Iterable[tuple[int, int, str]], scheme: str) -> list[str]:
    """Return the tags of `count` tokens in IOB1, IOB2 or BIOES; spans are (first, behind the last, label), in order."""
    tags = ["O"] * count
    behind, before = -1, ""
    for first, last, label in spans:
        letters = ["I"] * (last - first)
        if scheme != IOB1 or (first, label) == (behind, before):
            letters[0] = "B"
        if scheme == BIOES:
            letters[-1] = "S" if len(letters) == 1 else "E"
        for place, letter in enumerate(letters, start=first):
            tags[place] = f"{letter}-{label}"
        behind, before = last, label
    return tags
