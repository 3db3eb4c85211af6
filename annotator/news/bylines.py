"""Find who wrote an article, and where from."""

from __future__ import annotations

import re

from annotator.news.lines import TERMINAL, Line
from annotator.news.names import named_token, person
from annotator.news.zonewords import words

_BYLINE = 140
_SIGNOFF = 320
_DATELINE = 130
_AND = re.compile(
    r"\s*(?:,|\||;|·|•|\s[-–—]\s|\s(?:and|und|et|y|e|&|in|at|for|from|à|en|aus|desde)\s|\sו|\sفي\s|\sو)\s*"
)
_DASH = re.compile(r"(?<=[\s).])[-–—]{1,2}(?=\s|$)|(?<=\))\s?[-–—]{1,2}|\s[-–—]{1,2}(?=\w)")
_AGENCY = re.compile(r"\s?\(([^()]{2,45})\)\s*[.:]?$")
_DIGIT = re.compile(r"\d")


def is_byline(text: str) -> bool:
    """Tell whether a line names its writers: "By" in some language, then names and nothing more than a place."""
    match = words().byline.match(text)
    if match is None or len(text) > _BYLINE:
        return False
    rest = text[match.end() :].strip()
    if not rest or (rest[-1] in TERMINAL and len(rest.split()[-1]) > 4) or len(rest.split()) > 16:
        return False
    if _is_desk(rest):
        return True
    first, *others = _AND.split(rest)
    return person(first) and all(all(_place_token(token) for token in other.split()) for other in others)


def _is_desk(text: str) -> bool:
    """Tell whether a text names a desk: a few small words, one of them such as "staff", and names."""
    tokens = text.lower().split()
    return len(tokens) <= 8 and tokens[-1][-1].isalpha() and not words().desks.isdisjoint(tokens[:4])


def is_signoff(text: str) -> bool:
    """Tell whether a line names reporters and editors at an article's end."""
    match = words().signoff.match(text) if len(text) <= _SIGNOFF else None
    if match is None:
        return False
    rest = text[match.end() :].split()
    named = sum(named_token(token) for token in rest)
    return bool(rest) and named_token(rest[0]) and 2 * named >= len(rest)


def dateline_end(line: Line) -> int:
    """Give the end (code point in the text) of the dateline that the line starts with, its dash included, or 0."""
    head = line.text[:_DATELINE]
    for match in _DASH.finditer(head):
        after = head[match.end() :].lstrip()
        if (not after or _starts_sentence(after)) and _is_dateline(head[: match.start()].rstrip()):
            return line.start + match.end()
    return 0


def _starts_sentence(text: str) -> bool:
    first = text.lstrip("\"'“”‘’«„([")[:1]
    return not first.islower()


def _is_dateline(head: str) -> bool:
    agency = _AGENCY.search(head)
    place = head[: agency.start()] if agency else head
    tokens = place.replace("/", " ").split()
    if not tokens or len(tokens) > 9 or not named_token(tokens[0]) or _DIGIT.match(tokens[0]):
        return False
    if agency is None:
        return _capitals(place)
    name = agency[1].split()
    dated = bool(_DIGIT.search(place))
    return (
        len(name) <= 5
        and (named_token(name[0]) or agency[1].casefold() in words().agencies)
        and all(_place_token(token) or dated for token in tokens)
    )


def _capitals(place: str) -> bool:
    """Tell whether a place stands in capitals, alone or before a comma with a region or date."""
    city, _, rest = place.partition(",")
    letters = [character for character in city if character.isalpha()]
    if len(letters) < 4 or not all(character.isupper() for character in letters) or city in words().not_places:
        return False
    return len(city.split()) <= 4 and all(_place_token(token) for token in rest.split())


def _place_token(token: str) -> bool:
    return named_token(token) or token.lower() in words().joins
