"""Mark what a news page holds besides its body: nothing is deleted, no offset moves."""

from __future__ import annotations

import re

from annotator.core.zones import Zone
from annotator.news.bylines import find_bylines, is_byline, is_signoff
from annotator.news.captions import credit_at, find_captions
from annotator.news.datelines import find_dateline
from annotator.news.lines import Line, page_lines
from annotator.news.notices import find_notices
from annotator.news.pictures import find_bare_captions
from annotator.news.sentences import cut_off_at
from annotator.news.zonewords import Words, using, words

_HEADLINE = 200
_RELATED = 300
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def detect_zones(text: str, words: Words | None = None) -> tuple[Zone, ...]:
    """Give the zones of a page, sorted and apart from each other (code points, half-open, no edge spaces).

    `words` are those of a project (`zonewords.project_words`), None ours alone.
    """
    with using(words):
        return _detected(text)


def _detected(text: str) -> tuple[Zone, ...]:
    lines = page_lines(text)
    if not lines:
        return ()
    zones = find_notices(lines)
    headline = _headline([line for line in lines if not line.kind])
    zones += headline
    zones += find_captions(lines)
    zones += _related(lines)
    zones += find_bylines(lines, titled=bool(headline))
    dateline = find_dateline(lines)
    zones += dateline
    zones += find_bare_captions(lines)
    zones += _cut_off(text, lines, zones)
    return tuple(sorted(zones))


def _cut_off(text: str, lines: list[Line], zones: list[Zone]) -> list[Zone]:
    """Take the last sentence where it was cut off, after what is told of the line already."""
    start, end = cut_off_at(lines)
    if start < 0:
        return []
    start = max([start, *(zone.end for zone in zones if start <= zone.end <= end)])
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return [Zone(start, end, "truncated")] if start < end else []


def _headline(lines: list[Line]) -> list[Zone]:
    """Take the first line where it is a title: short, open at its end, set apart from a longer body."""
    if not lines:
        return []
    first = lines[0]
    if not _title_like(first) or len(lines) < 2:
        return []
    copies = [first]
    if lines[1].text == first.text:
        copies.append(lines[1])
    rest = lines[len(copies) :]
    if not rest or not (rest[0].block != first.block or _is_furniture(rest[0])):
        return []
    body = sum(line.size for line in rest)
    if body < max(2 * first.size, 120) or not any(line.prose or line.size >= 60 for line in rest):
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
    listing, known = -1, words()
    for place, line in enumerate(lines):
        if line.kind or len(line.text) > _RELATED:
            listing = -1
            continue
        may_be = known.may_be_link(line.text)
        if may_be and known.alone.fullmatch(line.text):
            found, listing = place > 0, line.block
        else:
            same = listing >= 0 and (line.block == listing or (line.block == listing + 1 and line.listed))
            found = (same and line.text[-1] not in ".,") or (may_be and place > 0 and _is_link(line.text))
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
