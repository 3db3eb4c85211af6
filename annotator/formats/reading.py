"""What a reader of annotations gives, and what a writer is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from annotator.core.scheme import Scheme
from annotator.formats.record import Record
from annotator.formats.tokens import tokens_of

Tokens = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Item:
    """A record and the line it stood on (0: the whole file)."""

    record: Record
    line: int = 0


@dataclass(slots=True)
class Losses:
    """What an export could not carry: sentence -> how often, and the first places of each (article ids and words)."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, what: str, count: int = 1, place: str = "") -> None:
        """Note `count` things of a kind that were left out; `what` is a plural noun phrase, such as "notes"."""
        if count:
            self.counts[what] += count
            shown = self.places.setdefault(what, [])
            if place and len(shown) < 20:
                shown.append(place)

    def told(self) -> list[str]:
        """Return one line a kind, in the order of their names."""
        return [f"{self.counts[what]:,} {what}" for what in sorted(self.counts)]


@dataclass(slots=True)
class Job:
    """What a writer needs beside the records, and where it notes what it leaves out.

    `tokens(text)` gives the ranges of a text's tokens (code points, half-open, in order, no space inside).
    `labels` are the keys of the labels that may occur, in the scheme's order: what a ClassLabel is made from.
    """

    scheme: Scheme
    losses: Losses = field(default_factory=Losses)
    labels: Sequence[str] = ()
    tokens: Callable[[str], Tokens] = tokens_of
