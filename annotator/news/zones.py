"""Mark what a news page holds besides its body: nothing is deleted, no offset moves."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.bylines import dateline_end, is_byline, is_signoff
from annotator.news.captions import credit_at, find_captions
from annotator.news.lines import Line, page_lines
from annotator.news.sentences import cut_off_at
from annotator.news.zonewords import words

_HEADLINE = 200
_RELATED = 300
_TOP = 12
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def detect_zones(text: str) -> tuple[Zone, ...]:
    """Give the zones of a page, sorted and apart from each other (code points, half-open, no edge spaces)."""
    lines = page_lines(text)
    if not lines:
        return ()
    zones = _headline(lines)
    zones += find_captions(lines)
    zones += _related(lines)
    zones += _bylines(lines)
    dateline = _dateline(lines)
    zones += dateline
    cut = cut_off_at(lines)
    if cut >= 0:
        start = max([cut, *(zone.end for zone in dateline)])
        start += len(text[start : lines[-1].end]) - len(text[start : lines[-1].end].lstrip())
        if start < lines[-1].end:
            zones.append(Zone(start, lines[-1].end, "truncated"))
    return tuple(sorted(zones))


def _headline(lines: list[Line]) -> list[Zone]:
    """Take the first line where it is a title: short, open at its end, set apart from a longer body."""
    first = lines[0]
    if not _title_like(first) or len(lines) < 2:
        return []
    copies = [first]
    if lines[1].text == first.text:
        copies.append(lines[1])
    rest = lines[len(copies) :]
    if not rest or not (rest[0].block != first.block or _is_furniture(rest[0])):
        return []
    body = sum(len(line.text) for line in rest)
    if body < max(2 * len(first.text), 120) or not any(line.prose or len(line.text) >= 60 for line in rest):
        return []
    for line in copies:
        line.kind = "headline"
    return [Zone(line.start, line.end, "headline", duplicate=line is not first) for line in copies]


def _title_like(line: Line) -> bool:
    text = line.text
    if not 6 <= len(text) <= _HEADLINE or text[0] in "<([{" or line.listed:
        return False
    if line.closed and not _open_end(text):
        return False
    if text[-1] in ",;:-–—" or text.startswith(("http://", "https://", "www.")):
        return False
    tokens = text.split()
    if len(tokens) < 3 and text.isascii():
        return False
    if len(tokens) <= 6 and _YEAR.search(text) and sum(token.strip(",.").isdigit() for token in tokens) >= 2:
        return False
    return not _is_furniture(line)


def _open_end(text: str) -> bool:
    """Tell whether a closed line may still be a title: a question, a call, or an abbreviation such as U.S."""
    last = text.rsplit(maxsplit=1)[-1]
    return text[-1] in "?!؟" or (last.count(".") >= 2 and len(last) <= 6 and "…" not in last and ".." not in last)


def _is_furniture(line: Line) -> bool:
    text = line.text
    return is_byline(text) or is_signoff(text) or (len(text) <= _HEADLINE and credit_at(text) == 0)


def _related(lines: list[Line]) -> list[Zone]:
    """Take link lines: a word such as "Related", a separator and a title; or such a word alone and its list."""
    zones: list[Zone] = []
    listing = -1
    for place, line in enumerate(lines):
        if line.kind or len(line.text) > _RELATED:
            listing = -1
            continue
        if words().alone.fullmatch(line.text):
            found, listing = place > 0, line.block
        else:
            same = listing >= 0 and (line.block == listing or (line.block == listing + 1 and line.listed))
            found = (same and line.text[-1] not in ".,") or (place > 0 and _is_link(line.text))
            listing = line.block if same and found else -1
        if found:
            line.kind = "related"
            zones.append(Zone(line.start, line.end, "related"))
    return zones


def _is_link(text: str) -> bool:
    """Tell whether a line invites to another article."""
    known = words()
    if known.related.match(text):
        return True
    if text[-1] in ".,;":
        return False
    if known.weak.match(text):
        return True
    match = known.link.match(text)
    return match is not None and not text[match.end()].islower() and len(text.split()) >= 4


def _bylines(lines: list[Line]) -> list[Zone]:
    """Take the writers' line above the body and the reporters' line anywhere."""
    zones: list[Zone] = []
    top = True
    for place, line in enumerate(lines):
        if line.kind:
            continue
        if (top and place < _TOP and is_byline(line.text)) or is_signoff(line.text):
            line.kind = "byline"
            zones.append(Zone(line.start, line.end, "byline"))
        elif line.prose:
            top = False
    return zones


def _dateline(lines: list[Line]) -> list[Zone]:
    """Take the place, date and agency that the body's first paragraph starts with."""
    for line in lines[:_TOP]:
        if line.kind:
            continue
        end = dateline_end(line)
        if end:
            return [Zone(line.start, end, "dateline")]
        if line.prose:
            break
    return []
