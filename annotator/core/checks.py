"""What is worth another look before an article is finished: untagged mentions, missing values, edges of tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from annotator.core import boundary, persons
from annotator.core.boundary import Fault
from annotator.core.mentions import Page
from annotator.core.scheme_model import Scheme
from annotator.core.span import Span
from annotator.core.zones import Zone

_WORD = re.compile(r"\w+")
_SPACELESS = "\u0e00"

Kind = Literal["mention", "missing", "edge"]


@dataclass(frozen=True, slots=True, order=True)
class OpenHint:
    """One place to look at (code points, half-open).

    `span` is the tag it is about; empty for an untagged mention. `words` are the name that is mentioned, the name of
    the missing attribute, or what the edge rule leaves out; `label` is the tag's, or that of the name.
    """

    start: int
    end: int
    kind: Kind
    span: str
    label: str
    words: str


def open_hints(
    text: str, zones: Iterable[Zone], spans: Iterable[Span], lacking: Mapping[str, str], scheme: Scheme
) -> list[OpenHint]:
    """Return all that is open in an article, in reading order; `lacking` is span id -> missing attribute's name."""
    tags = sorted(spans, key=lambda s: (s.start, -s.end, s.id))
    found = [OpenHint(s.start, s.end, "missing", s.id, s.label, lacking[s.id]) for s in tags if s.id in lacking]
    for span in tags:
        if broken := edge_faults(text, span, scheme):
            words = next((fault.words for fault in broken if fault.words), "")
            found.append(OpenHint(span.start, span.end, "edge", span.id, span.label, words))
    found += _untagged(text, tuple(zones), tags, scheme)
    return sorted(found)


def edge_faults(text: str, span: Span, scheme: Scheme) -> list[Fault]:
    """Return the edge rules of a scheme that a tag breaks; a title counts where the label's tags may be people."""
    found = boundary.faults(text, span.start, span.end, scheme.boundaries)
    if any(fault.kind == "title" for fault in found) and not may_have_title(span, scheme):
        return [fault for fault in found if fault.kind != "title"]
    return found


def may_have_title(span: Span, scheme: Scheme) -> bool:
    """Tell whether a tag may be a person with a title: by its label, and by a last word that a surname can be."""
    people = scheme.mentions.surnames
    last = span.quote.rpartition(" ")[2].casefold()
    return (not people or span.label in people) and last not in {w.casefold() for w in scheme.mentions.not_surnames}


def _untagged(text: str, zones: Sequence[Zone], tags: list[Span], scheme: Scheme) -> list[OpenHint]:
    """Return the untagged mentions of every name that is tagged, each place once, under the name tagged first."""
    events = {key for relation in scheme.relations for key in relation.head}
    names = [span for span in tags if span.label not in events and _is_name(span.quote)]
    layers = {label.key: label.layer for label in scheme.labels}
    sources: dict[tuple[str, str], Span] = {}
    for span in names:
        sources.setdefault((layers.get(span.label, ""), persons.name_of(span.quote)), span)
    page, free = Page(text, zones, tags, scheme), {}
    for layer in {layer for layer, _name in sources}:
        free[layer] = _words_outside(text, [s for s in tags if layers.get(s.label, "") == layer])
    found: dict[tuple[int, int], OpenHint] = {}
    for (layer, name), span in sources.items():
        if _may_stand(name, free[layer]):
            for place in page.mentions(span):
                hint = OpenHint(place.start, place.end, "mention", "", span.label, name)
                found.setdefault((place.start, place.end), hint)
    return list(found.values())


def _words_outside(text: str, tags: Sequence[Span]) -> set[str]:
    """Return the words of a text that no tag of these (in order of their starts) touches."""
    pieces, last = [], 0
    for span in tags:
        pieces.append(text[last : max(last, span.start)])
        last = max(last, span.end)
    pieces.append(text[last:])
    return set(_WORD.findall("\0".join(pieces)))


def _may_stand(name: str, free: set[str]) -> bool:
    """Tell whether a name or its last part may stand somewhere untagged; told from the words alone, it is quick.

    A part in a script that writes no spaces is no word of its own there, so that nothing can be told.
    """
    parts = _WORD.findall(name)
    later = parts[1:] or parts
    return not parts or max(name) >= _SPACELESS or any(part in free for part in later)


def _is_name(quote: str) -> bool:
    """Tell whether words are written as a name: with a capital, or in a script that has none."""
    return quote[0].isalpha() and quote[0] == quote[0].upper()
