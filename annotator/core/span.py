"""The two things that an annotator makes in a text: spans and relations between them."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from a head span (the event) to a child span (the filler of a role)."""

    id: str
    type: str
    head: str
    child: str
