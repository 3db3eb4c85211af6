"""Find captions that no word announces: above the body, by a source in brackets, in capitals or glued to them."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.lines import Line, dense, ends_sentence
from annotator.news.names import known_agency, named_token, place_token

_CAPTION = 400
_SIGNED = 160
_TOP = 12
_BODY = 2
_BRACKETED = re.compile(r"\s?[(\[（【]([^()\[\]（）【】]{2,40})[)\]）】]$")
_GLUED = re.compile(r"(?<=[.!?”»\"])([^\W\d_][^.!?]{3,50}\s\([^()]{2,30}\))$")
_QUOTES = " »”\"'"
_FOR = frozenset({"FOR", "PARA", "PER", "POUR", "VIA"})


def find_bare_captions(lines: list[Line]) -> list[Zone]:
    """Claim captions that end in a source without a word such as Photo (code points, half-open)."""
    zones: list[Zone] = []
    passed = 0
    for place, line in enumerate(lines):
        if line.kind or len(line.text) > _CAPTION or not _may_end(line.text) or line.listed:
            passed += passed < _BODY and not line.kind and line.prose
            continue
        credit = _credit(line.text, top=place < _TOP and passed < _BODY)
        if credit < 0:
            passed += line.prose
            continue
        line.kind = "caption"
        end = line.start + len(line.text[:credit].rstrip())
        if end > line.start:
            zones.append(Zone(line.start, end, "caption"))
        zones.append(Zone(line.start + credit + _gap(line.text, credit), line.end, "credit"))
    return zones


def _may_end(text: str) -> bool:
    """Tell soon whether a line may end in a source: in a bracket or a capital."""
    return text[-1] in ")]）】" or text.rstrip(_QUOTES)[-1:].isupper()


def _gap(text: str, place: int) -> int:
    return len(text[place:]) - len(text[place:].lstrip())


def _credit(text: str, *, top: bool) -> int:
    """Give where the credit starts, or -1."""
    if (
        text[-1] == ")"
        and (glued := _GLUED.search(text)) is not None
        and _names(glued[1].replace("(", " ").replace(")", " "))
    ):
        return glued.start()
    if text[-1] in ")]）】":
        return _bracketed(text, top=top)
    return _capitals(text)


def _bracketed(text: str, *, top: bool) -> int:
    """Read a source in brackets behind words that end no sentence, or the line of such brackets alone."""
    match = _BRACKETED.search(text)
    if match is None:
        return -1
    before = text[: match.start()]
    if not before:
        return 0 if "/" in match[1] and _names(match[1].replace("/", " ")) else -1
    if len(before.split()) < 3 and not dense(before):
        return -1
    if known_agency(match[1]) and not ends_sentence(before) and len(text) <= _SIGNED:
        return match.start()
    apart = not ends_sentence(before) or text[match.start()] != "("
    return match.start() if top and apart and len(text) <= _SIGNED and _names(match[1].replace("/", " ")) else -1


def _capitals(text: str) -> int:
    """Read names in capitals with a slash, or with FOR in some language, behind a caption."""
    tokens = text.split()
    count = 0
    while count < min(len(tokens), 8) and _capital(tokens[-1 - count]):
        count += 1
    tail = tokens[len(tokens) - count :]
    named = sum(any(map(str.isupper, token)) for token in tail)
    if named < 2 or len(tokens) - count < 3 or not (any("/" in token for token in tail) or _FOR & set(tail)):
        return -1
    start = len(text)
    for token in reversed(tail):
        start = text.rindex(token, 0, start)
    return start


def _capital(token: str) -> bool:
    """Tell whether a token has no small letter and no digit, and ends no sentence."""
    return not any(sign.islower() or sign.isdigit() for sign in token) and not (len(token) > 2 and token[-1] == ".")


def _names(text: str) -> bool:
    tokens = text.split()
    return 0 < len(tokens) <= 6 and all(map(place_token, tokens)) and any(map(named_token, tokens))
