"""Find who wrote an article: above the body, and in the lines at its end."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.lines import TERMINAL, Line, ends_sentence
from annotator.news.names import bare_name, named_token, person, place_token
from annotator.news.zonewords import words

_TOP = 12
_TAIL = 6
_BYLINE = 140
_SIGNOFF = 320
_REPORTED = 80
_STANDFIRST = 320
_AND = re.compile(
    r"\s*(?:,|\||;|·|•|\s[-–—]\s|\s(?:and|und|et|y|e|&|in|at|for|from|à|en|aus|desde)\s|\sו|\sفي\s|\sو)\s*"
)
_BRACKETED = re.compile(r"\s*[(（][^()（）]{2,60}[)）]$")
_INITIALS = re.compile(r"[(]?[\w.-]{1,12}(?:/[\w.-]{1,12}){1,5}[)]?")
_LAST_AGENCY = re.compile(r"[.!?…»”\"]\s+(?:\(([^()]{2,30})\)|([^\W\d_]{2,6}))\.?$")


def find_bylines(lines: list[Line], *, titled: bool) -> list[Zone]:
    """Claim the writers' lines (code points, half-open): below a title (`titled`) a bare name is one too."""
    zones = _top(lines, titled=titled)
    names = _names(lines)
    tail = max(0, len(lines) - _TAIL)
    for place, line in enumerate(lines):
        if not line.kind and (is_signoff(line.text) or (place >= max(tail, 1) and _at_end(line.text, names))):
            zones.append(_claimed(line))
    return [*zones, *_last_agency(lines)]


def _claimed(line: Line) -> Zone:
    line.kind = "byline"
    return Zone(line.start, line.end, "byline")


def _top(lines: list[Line], *, titled: bool) -> list[Zone]:
    """Take the writers' lines above the body; one short paragraph may be a standfirst."""
    zones: list[Zone] = []
    above: Line | None = None
    passed = 0
    for line in lines[:_TOP]:
        if line.kind:
            above = None
            continue
        if is_byline(line.text) or (titled and not zones and is_bare_byline(line.text)) or _goes_on(line, above):
            zones.append(_claimed(line))
            above = line
            continue
        above = None
        if line.prose:
            passed += 1
            if passed > 1 or not titled or line.size > _STANDFIRST:
                break
    return zones


def _goes_on(line: Line, above: Line | None) -> bool:
    """Tell whether a line right below a byline says for whom and where."""
    text = line.text
    if above is None or above.block != line.block or len(text) > 60 or line.closed or any(map(str.isdigit, text)):
        return False
    tokens = text.replace(",", " ").split()
    return len(tokens) <= 6 and all(place_token(token) for token in tokens)


def is_byline(text: str) -> bool:
    """Tell whether a line names its writers: "By" in some language, then names and nothing more than a place."""
    known = words()
    match = known.byline.match(text) if len(text) <= _BYLINE else None
    if match is None:
        desk = known.desk_only.match(text) if len(text) <= _BYLINE else None
        return desk is not None and _is_desk(text[desk.end() :].strip())
    rest = text[match.end() :].strip()
    if not rest or (rest[-1] in TERMINAL and len(rest.split()[-1]) > 4) or len(rest.split()) > 16:
        return False
    if _is_desk(rest):
        return True
    first, *others = _AND.split(_BRACKETED.sub("", rest) or rest)
    return person(first) and all(all(place_token(token) for token in other.split()) for other in others)


def is_bare_byline(text: str) -> bool:
    """Tell whether a line is a writer's name alone, or an agency's, with a place at most."""
    if len(text) > _BYLINE // 2 or ends_sentence(text) or any(map(str.isdigit, text)):
        return False
    if text.casefold() in words().agencies:
        return True
    if words().byline.match(text) is not None:
        return False
    first, *others = _AND.split(text)
    return bare_name(first) and len(others) <= 2 and all(all(map(place_token, other.split())) for other in others)


def _is_desk(text: str) -> bool:
    """Tell whether a text names a desk: a few small words, one of them such as "staff", and names."""
    tokens = text.lower().split()
    return bool(tokens) and len(tokens) <= 8 and tokens[-1][-1].isalpha() and not words().desks.isdisjoint(tokens[:4])


def is_signoff(text: str) -> bool:
    """Tell whether a line names reporters and editors at an article's end."""
    match = words().signoff.match(text) if len(text) <= _SIGNOFF else None
    if match is None:
        return False
    rest = text[match.end() :].split()
    named = sum(named_token(token) for token in rest)
    return bool(rest) and named_token(rest[0]) and 2 * named >= len(rest)


def _names(lines: list[Line]) -> list[str]:
    """Give the names that the bylines above the body hold."""
    found: list[str] = []
    for line in lines[:_TOP]:
        if line.kind == "byline":
            match = words().byline.match(line.text)
            found += [name for name in _AND.split(line.text[match.end() if match else 0 :]) if person(name)]
    return found


def _at_end(text: str, names: list[str]) -> bool:
    """Tell whether a line at the end is about the writers: initials, where they were, who they are."""
    if len(text) > _SIGNOFF:
        return False
    if _INITIALS.fullmatch(text) is not None:
        parts = text.strip("()").split("/")
        return len(parts) > 2 or any(part.casefold() in words().agencies for part in parts)
    lower = text[:_REPORTED].lower()
    place = min((at for phrase in words().reported if (at := lower.find(phrase)) > 0), default=-1)
    if place > 0 and all(place_token(token) for token in text[:place].split()):
        return True
    return any(text.startswith(name) and text[len(name) : len(name) + 1] == " " for name in names)


def _last_agency(lines: list[Line]) -> list[Zone]:
    """Take an agency's name that stands behind the last sentence."""
    line = next((line for line in reversed(lines) if not line.kind and line.prose), None)
    match = _LAST_AGENCY.search(line.text, max(0, len(line.text) - 50)) if line is not None else None
    if line is None or match is None or (match[1] or match[2]).casefold() not in words().agencies:
        return []
    start = match.start(1) - 1 if match[1] else match.start(2)
    return [Zone(line.start + start, line.end, "byline")]
