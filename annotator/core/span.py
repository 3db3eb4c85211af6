"""The two things that an annotator makes in a text: spans and relations between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled range of an article; `start` and `end` are code points, half-open."""

    id: str
    start: int
    end: int
    quote: str
    label: str
    unsure: bool = False
    note: str = ""
    origin: str = "hand"
    created: str = ""


class _Open:
    """A span that can still be written to, of the same layout as a `Span`."""

    __slots__ = ("created", "end", "id", "label", "note", "origin", "quote", "start", "unsure")

    def __init__(
        self, identity: str, start: int, end: int, quote: str, label: str, unsure: bool, note: str, origin: str,
        created: str,
    ) -> None:  # fmt: skip
        self.id, self.start, self.end, self.quote, self.label = identity, start, end, quote, label
        self.unsure, self.note, self.origin, self.created = unsure, note, origin, created


def quick_span(
    identity: str, start: int, end: int, quote: str, label: str, unsure: bool, note: str, origin: str, created: str
) -> Span:
    """Return a `Span` in a fifth of the time: a frozen class asks the interpreter's leave for each field it sets."""
    made: Any = _Open(identity, start, end, quote, label, unsure, note, origin, created)
    made.__class__ = Span
    span: Span = made
    return span


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from a head span (the event) to a child span (the filler of a role)."""

    id: str
    type: str
    head: str
    child: str
