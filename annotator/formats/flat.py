"""One flat layer of tags over tokens: what fits into it, and what tags say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annotator.core.span import Span
from annotator.formats.tokens import aligned

OUTSIDE = "O"
_SINGLE = frozenset("SU")
_LAST = frozenset("EL")
_BEGINS = frozenset("BSU")
_PREFIXES = frozenset("BIESLUM")


@dataclass(frozen=True, slots=True)
class Flat:
    """Spans by the tokens (first, behind the last) they cover, none over another; and those that did not fit."""

    kept: list[tuple[int, int, Span]]
    overlapping: list[Span]
    cutting: list[Span]


def flattened(spans: Iterable[Span], tokens: Sequence[tuple[int, int]]) -> Flat:
    """Lay spans over tokens (ranges in code points, half-open): the longest first, of equal ones the earliest.

    `cutting` are those of which an edge lies inside a token or in white space, `overlapping` those that a longer one
    kept out.
    """
    kept: list[tuple[int, int, Span]] = []
    overlapping: list[Span] = []
    cutting: list[Span] = []
    taken = bytearray(len(tokens))
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start, s.label, s.id)):
        place = aligned(tokens, span.start, span.end)
        if place is None:
            cutting.append(span)
        elif any(taken[place[0] : place[1]]):
            overlapping.append(span)
        else:
            taken[place[0] : place[1]] = b"\1" * (place[1] - place[0])
            kept.append((*place, span))
    return Flat(sorted(kept, key=lambda three: three[0]), overlapping, cutting)


def tag_names(labels: Iterable[str]) -> list[str]:
    """Return the IOB2 tags of these labels: O, then B- and I- of each in turn."""
    return [OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in "BI")]


def ranges_of_tags(tags: Sequence[str]) -> tuple[list[tuple[int, int, str]], int]:
    """Return (first token, behind the last, label) that tags name, and how many began by an I, E or L of their own.

    IOB1, IOB2, BIOES and BILOU are read, and labels without a prefix, where equal neighbours are one.
    """
    out: list[tuple[int, int, str]] = []
    begun = 0
    open_at, label = -1, ""
    for at, tag in enumerate([*tags, OUTSIDE]):
        prefix, _, name = tag.partition("-")
        if not name or prefix not in _PREFIXES:
            prefix, name = "", "" if tag == OUTSIDE else tag
        goes_on = open_at >= 0 and name == label and prefix not in _BEGINS
        if open_at >= 0 and not goes_on:
            out.append((open_at, at, label))
            open_at = -1
        if not name:
            continue
        if not goes_on:
            open_at, label = at, name
            begun += prefix not in _BEGINS and prefix != ""
        if prefix in _SINGLE or prefix in _LAST:
            out.append((open_at, at + 1, label))
            open_at = -1
    return out, begun
