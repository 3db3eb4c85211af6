"""Find where an article's first paragraph says where it was written, when, and by which agency."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.lines import Line, dense
from annotator.news.names import known_agency, named_token, place_token
from annotator.news.zonewords import words

_TOP = 12
_HEAD = 130
_STANDFIRST = 180
_DASH = re.compile(r"(?<=[\s).])[-–—]{1,2}(?=\s|$)|(?<=\))\s?[-–—]{1,2}|\s[-–—]{1,2}(?=\w)")
_AGENCY = re.compile(r"\s?\(([^()]{2,45})\)\s*[.:]?$")
_AGENCY_FIRST = re.compile(r"\(([^()]{2,45})\)\s?[-–—]{1,2}\s")
_SLASHED = re.compile(r"([^/]{3,60}?)[.,]?\s?/([^/]{2,30})/\.?")
_AFTER = re.compile(r"\s*([^.]{2,30})\.(?=\s)")
_BOXED = re.compile(r"【([^【】]{2,16})】")
_DIGIT = re.compile(r"\d")


def find_dateline(lines: list[Line]) -> list[Zone]:
    """Give the dateline, in the first paragraph or in the one after a standfirst; at most one."""
    passed = 0
    for line in lines[:_TOP]:
        if line.kind:
            continue
        end = dateline_end(line)
        if end:
            return [Zone(line.start, end, "dateline")]
        if line.prose:
            passed += 1
            if passed > 1 or line.size > _STANDFIRST:
                break
    return []


def dateline_end(line: Line) -> int:
    """Give the end (code point in the text) of the dateline that the line starts with, its dash included, or 0."""
    head = line.text[:_HEAD]
    start = 0
    if dense(head):
        return line.start + _dense_end(head) if _dense_end(head) else 0
    if (first := _AGENCY_FIRST.match(head)) is not None and first[1].casefold() in words().agencies:
        start = first.end()
    elif (slashed := _SLASHED.match(head)) is not None and known_agency(slashed[2]) and _is_place(slashed[1]):
        return line.start + slashed.end()
    for match in _DASH.finditer(head, start):
        after = head[match.end() :].lstrip()
        if (not after or _starts_sentence(after)) and _is_dateline(head[start : match.start()].rstrip()):
            return line.start + _with_agency(head, match.end())
    return line.start + len(head[:start].rstrip()) if start else 0


def _dense_end(head: str) -> int:
    """Read the forms of East Asian agencies: agency, place and date before a closing word; or all in a box."""
    if (plain := words().dateline_last.match(head)) is not None:
        return plain.end()
    boxed = _BOXED.match(head)
    return boxed.end() if boxed is not None and boxed[1].endswith(tuple(words().agencies)) else 0


def _with_agency(head: str, end: int) -> int:
    """Take in an agency that stands behind the dash."""
    after = _AFTER.match(head, end)
    return after.end() if after is not None and after[1].casefold() in words().agencies else end


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
        return _capitals(place) or _agency_last(place)
    name = agency[1].split()
    dated = bool(_DIGIT.search(place))
    return (
        len(name) <= 5
        and (named_token(name[0]) or agency[1].casefold() in words().agencies)
        and all(place_token(token) or dated for token in tokens)
    )


def _agency_last(head: str) -> bool:
    """Tell whether a place stands before a dash or comma and an agency without brackets."""
    place, _, agency = head.replace("–", "-").replace("—", "-").rpartition(" - ")
    tokens = place.split()
    return 0 < len(tokens) <= 3 and agency.strip().casefold() in words().agencies and all(map(place_token, tokens))


def _is_place(head: str) -> bool:
    city = head.partition(",")[0]
    return _capitals(city) and len(head.split()) <= 6


def _capitals(place: str) -> bool:
    """Tell whether a place stands in capitals, alone or before a comma with a region or date."""
    city, _, rest = place.partition(",")
    letters = [character for character in city if character.isalpha()]
    if len(letters) < 4 or not all(character.isupper() for character in letters) or city in words().not_places:
        return False
    return len(city.split()) <= 4 and (all(place_token(t) for t in rest.split()) or _is_date(rest))


def _is_date(text: str) -> bool:
    return len(text.split()) <= 4 and _DIGIT.search(text) is not None
