"""Find the lines that belong to the page and not to its article: share bars, promotion, copyright, corrections."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.lines import Line
from annotator.news.zonewords import Words, words

_NOTICE = 320
_INVITE = 240
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:©\s*|\(c\)\s*)?(?:copyright\s*)?(?:19|20)\d\d", re.IGNORECASE)


def find_notices(lines: list[Line]) -> list[Zone]:
    """Claim the lines about the page, and give them as link lines (code points, half-open), sorted."""
    zones: list[Zone] = []
    known = words()
    whole = "\n".join(line.text for line in lines if len(line.text) <= _NOTICE).lower()
    rights = tuple(word for word in known.rights if word in whole)
    for place, line in enumerate(lines):
        if line.kind or len(line.text) > _NOTICE:
            continue
        if _by_words(line, known, first=place == 0) or (place > 0 and _by_rights(line.text, rights)):
            line.kind = "related"
            zones.append(Zone(line.start, line.end, "related"))
    return zones


def _by_words(line: Line, known: Words, *, first: bool) -> bool:
    """Tell whether a line's first words speak of the page; a page's first line is a title unless it is sure not to."""
    text = line.text
    if not known.may_be_notice(text):
        return False
    if known.button.fullmatch(text) is not None:
        return True
    if known.notice.match(text) is not None:
        return not first or line.closed
    if first or len(text) > _INVITE or known.invite.match(text) is None:
        return False
    lower = text.lower()
    return any(word in lower for word in known.channel)


def _by_rights(text: str, rights: tuple[str, ...]) -> bool:
    """Tell whether a line says whose the text is; `rights` are the words for it that the page holds at all."""
    if text[0] in "©(Cc" and _COPYRIGHT.match(text) is not None:
        return True
    return bool(rights) and any(word in text.lower() for word in rights)
