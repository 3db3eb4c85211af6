"""Find picture captions and credits, left-over markup and second copies included."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from annotator.core.zones import Zone
from annotator.news.lines import TERMINAL, Line, dense, ends_sentence
from annotator.news.names import known_agency, source_like
from annotator.news.zonewords import words

_CAPTION = 800
_TAIL = 170
_SIGNED = 30
_NEVER_LAST = TERMINAL | frozenset('"”’»“')
_COMPANIES = ("Inc.", "Ltd.", "Co.")
_MARKUP = re.compile(r"</?[a-z][^<>]*>")
_ELEMENT = re.compile(r"<(span|figcaption|small|em|figure|cite)(?:\s[^<>]{0,200})?>([^<>]*)</\1>")
_BRACKETED = re.compile(r"[\[(]([^\[\]()]{2,90})[\])]$")


def find_captions(lines: list[Line]) -> list[Zone]:
    """Claim the lines of captions and credits, and give their zones (code points, half-open), sorted."""
    zones: list[Zone] = []
    for line in lines:
        if not line.kind and line.end - line.start <= 2 * _CAPTION:
            found = _marked_up(line) if line.text[0] == "<" or line.text[-1] == ">" else _plain(line)
            if found:
                line.kind = "caption"
                zones += found
    zones += _above_credits(lines, zones)
    zones += _repeats(lines, zones)
    return _with_duplicates(lines, sorted(zones))


def credit_at(text: str) -> int:
    """Give where the credit starts that ends this line, or -1; 0 says that the whole line is one."""
    if text.endswith(words().credit_last) and dense(text):
        return _signed(text)
    if text[-1] in _NEVER_LAST and not text.endswith(_COMPANIES):
        return -1
    base = max(0, len(text) - _TAIL)
    if text[-1] in ")]":
        bracketed = _BRACKETED.search(text, base)
        return bracketed.start() if bracketed is not None and _bracketed_source(bracketed[1]) else -1
    tail = text[base:]
    places = _credit_places(tail)
    return next((base + place for place in places if _may_start(text, base + place)), -1)


def _signed(text: str) -> int:
    """Read a source that its last word tells, after the last sentence of a script without capitals."""
    start = text.rfind("。") + 1
    start += len(text[start:]) - len(text[start:].lstrip())
    return start if 2 < len(text) - start <= _SIGNED else -1


def _credit_places(tail: str) -> Iterator[int]:
    """Give where a credit may start in a line's end."""
    # Of all characters only this one has a small form of two, which would move what follows.
    lower = tail.replace("İ", "i").lower()
    yield from (start for start, end in _credit_words(lower) if source_like(tail[end:]))
    sign = tail.find("©")
    if sign >= 0 and source_like(tail[sign + 1 :]):
        yield sign
    if "/" in tail:
        for match in words().agency.finditer(tail):
            if tail[match.end() : match.end() + 2].lstrip()[:1] == "/" and source_like(tail[match.start() :]):
                yield match.start()


def _credit_words(lower: str) -> Iterator[tuple[int, int]]:
    """Give the ranges of words such as "Photo:" and "Photo by"; plain searches, since this runs on every line."""
    known = words()
    for sign in ":：|":
        place = lower.find(sign)
        while place >= 0:
            before = lower[:place].rstrip()
            if before.endswith(known.credit):
                word = next(word for word in known.credit if before.endswith(word))
                yield len(before) - len(word), place + 1
            place = lower.find(sign, place + 1)
    for word in known.credit_by:
        place = lower.find(word)
        if place >= 0:
            yield place, place + len(word)


def _bracketed_source(inside: str) -> bool:
    if any(place == 0 for place in _credit_places(inside)):
        return True
    return "/" in inside and known_agency(inside) and source_like(inside)


def _may_start(text: str, place: int) -> bool:
    if place == 0:
        return True
    return not text[place - 1].isalnum() and (_apart(text, place) or not text[place].islower())


def _apart(text: str, place: int) -> bool:
    """Tell whether a sentence or a bracket ends just before a place."""
    before = text[:place].rstrip()
    return ends_sentence(before) or before[-1:] in ("|", "—", "–", ")", "]")


def _plain(line: Line) -> list[Zone]:
    """Read a line without markup: a credit, a caption with its credit, or a caption that says so."""
    size = len(line.text)
    if size > _CAPTION:
        return []
    credit = credit_at(line.text)
    if credit == 0:
        return [Zone(line.start, line.end, "credit")]
    lead = words().caption.match(line.text)
    if credit < 0:
        return [Zone(line.start, line.end, "caption")] if lead is not None and size > lead.end() else []
    caption = line.text[:credit].rstrip()
    if lead is None and len(caption.split()) < 4:
        return []
    return [
        Zone(line.start, line.start + len(caption), "caption"),
        Zone(line.start + credit, line.end, "credit"),
    ]


def _marked_up(line: Line) -> list[Zone]:
    """Read a line that consists of left-over elements, each one a caption or a credit."""
    zones: list[Zone] = []
    done = 0
    for match in _ELEMENT.finditer(line.text):
        zones += _between(line, done, match.start(), first=not zones)
        zones += _element(line, match)
        done = match.end()
    if not zones:
        return []
    zones += _between(line, done, len(line.text), first=False)
    return [] if any(zone.kind == "" for zone in zones) else zones


def _element(line: Line, match: re.Match[str]) -> Iterator[Zone]:
    content = match[2].strip()
    start, end = line.start + match.start(), line.start + match.end()
    credit = credit_at(content) if content else -1
    if not content:
        return
    if credit <= 0:
        yield Zone(start, end, "credit" if credit == 0 else "caption")
        return
    cut = line.start + match.start(2) + match[2].index(content) + credit
    yield Zone(start, line.start + len(line.text[: cut - line.start].rstrip()), "caption")
    yield Zone(cut, end, "credit")


def _between(line: Line, start: int, end: int, *, first: bool) -> Iterator[Zone]:
    """Read the text between two elements; a zone without a kind says that the line is prose."""
    bare = line.text[start:end].strip()
    if not bare:
        return
    place = line.start + start + line.text[start:end].index(bare)
    if credit_at(bare) == 0:
        yield Zone(place, place + len(bare), "credit")
    else:
        last = _ELEMENT.search(line.text, end)
        follows = last is not None and credit_at(last[2].strip() or " ") == 0
        yield Zone(place, place + len(bare), "caption" if first and follows else "")


def _above_credits(lines: list[Line], zones: list[Zone]) -> Iterator[Zone]:
    """Read the line right above a credit as its caption where the two stand alone."""
    credits_at = {zone.start for zone in zones if zone.kind == "credit"}
    for place in range(1, len(lines)) if credits_at else ():
        line, above = lines[place], lines[place - 1]
        if line.start not in credits_at or above.kind or above.block != line.block:
            continue
        alone = place < 2 or lines[place - 2].block != line.block or lines[place - 2].kind != ""
        ends = place + 1 == len(lines) or lines[place + 1].block != line.block or lines[place + 1].kind != ""
        if alone and ends and 15 <= len(above.text) <= _CAPTION // 2:
            above.kind = "caption"
            yield Zone(above.start, above.end, "caption")


def _repeats(lines: list[Line], zones: list[Zone]) -> Iterator[Zone]:
    """Find plain lines that say a caption again, with or without its credit."""
    by_start = {line.start: line for line in lines if line.kind == "caption"}
    known = {_bare(by_start, zone) for zone in zones if zone.kind == "caption"} - {""}
    if not known:
        return
    heads = {caption[:1] for caption in known}
    for line in lines:
        if line.kind or line.text[0] not in heads or len(line.text) > 2 * _CAPTION:
            continue
        if _folded(line.text) in known:
            line.kind = "caption"
            yield Zone(line.start, line.end, "caption")


def _bare(by_start: dict[int, Line], zone: Zone) -> str:
    """Give a zone's text without markup and with plain spaces."""
    line = by_start.get(zone.start) or next(line for line in by_start.values() if line.start <= zone.start < line.end)
    return _folded(line.text[zone.start - line.start : zone.end - line.start])


def _folded(text: str) -> str:
    return " ".join(html.unescape(_MARKUP.sub(" ", text)).split())


def _with_duplicates(lines: list[Line], zones: list[Zone]) -> list[Zone]:
    """Mark each later copy of a caption, and of the credit that follows it."""
    by_start = {line.start: line for line in lines if line.kind == "caption"}
    seen: set[tuple[str, str]] = set()
    marked: list[Zone] = []
    caption = ""
    for zone in zones:
        bare = _bare(by_start, zone)
        caption = bare if zone.kind == "caption" else caption
        key = (caption, "" if zone.kind == "caption" else bare)
        marked.append(Zone(zone.start, zone.end, zone.kind, duplicate=key in seen))
        seen.add(key)
    return marked
