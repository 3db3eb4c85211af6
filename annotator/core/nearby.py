"""Which tags near an event may fill its roles: those inside it first, then those of its sentence, paragraph, text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from annotator.core.span import Span

MOST = 9
"""How many tags get a number at once: as many as there are digits to press."""

_SENTENCE_END = re.compile(r"[.!?…؟。！？][\"'”’»)\]]*(?=\s|$)|(?<=[。！？])|\n")
_FARTHEST = 2000


def nearest(
    text: str, event: Span, spans: Iterable[Span], labels: Collection[str], used: Collection[str]
) -> list[Span]:
    """Return the tags with one of these labels, nearest to the event first; those used (ids) before all others."""
    sentence, paragraph = _sentence(text, event), _paragraph(text, event)

    def far(span: Span) -> tuple[int, int, int, str]:
        if span.id in used:
            place = 0
        elif _inside(span, (event.start, event.end)):
            place = 1
        elif _inside(span, sentence):
            place = 2
        else:
            place = 3 if _inside(span, paragraph) else 4
        return place, max(0, span.start - event.end, event.start - span.end), span.start, span.id

    return sorted((span for span in spans if span.label in labels and span.id != event.id), key=far)


def pages(found: Sequence[Span]) -> list[list[Span]]:
    """Deal tags out by nines, the nearest first; inside each nine they stand in reading order."""
    dealt = (found[at : at + MOST] for at in range(0, len(found), MOST))
    return [sorted(nine, key=lambda span: (span.start, -span.end, span.id)) for nine in dealt]


def _inside(span: Span, room: tuple[int, int]) -> bool:
    """Tell whether a tag shares a character with a range (code points, half-open)."""
    return span.start < room[1] and room[0] < span.end


def _paragraph(text: str, event: Span) -> tuple[int, int]:
    end = text.find("\n", event.end)
    return text.rfind("\n", 0, event.start) + 1, len(text) if end < 0 else end


def _sentence(text: str, event: Span) -> tuple[int, int]:
    """Return the range from the sentence's end before an event to the one after it; an abbreviation may cut it."""
    low = max(0, event.start - _FARTHEST)
    before = [end.end() for end in _SENTENCE_END.finditer(text, low, event.start)]
    after = _SENTENCE_END.search(text, event.end, min(len(text), event.end + _FARTHEST))
    return before[-1] if before else low, after.end() if after else min(len(text), event.end + _FARTHEST)
