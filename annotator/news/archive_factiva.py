"""Exports of Factiva: with the codes of its fields (HD, WC, PD …), or as articles that end with "Document …"."""

from __future__ import annotations

import re

from annotator.news import dates
from annotator.news.archive_parts import COPYRIGHT, Draft, stated_words
from annotator.news.blocks import Block
from annotator.news.bylines import is_byline

_CODES = "HD SE CR WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE IPC IPD PUB AN ART CX BY DLN NGC GC CLM"
_CODE = re.compile(rf"({_CODES.replace(' ', '|')})[ \xa0]*(?:\t|[ \xa0](?=[ \xa0]*\S)|$)[ \xa0]*")
_NUMBER = r"[A-Z][A-Z0-9]{1,15}00\d{8}[a-z0-9]{6,14}"
_END = re.compile(rf"(?:Document|Dokument|Documento|Документ)[ \xa0]+({_NUMBER})\s*")
_META = {
    "SN": "source", "BY": "byline", "SE": "section", "LA": "language", "ED": "edition", "PG": "page", "CY": "copyright",
    "CR": "credit", "SC": "source code", "ET": "time", "CO": "companies", "IN": "industries", "NS": "subject",
    "RE": "region", "IPC": "codes", "IPD": "descriptors", "PUB": "publisher", "ART": "graphic", "VOL": "volume",
    "CT": "contact", "RF": "reference", "CX": "correction", "DLN": "dateline", "CLM": "column", "NGC": "source group",
    "GC": "source group code",
}  # fmt: skip
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s*[AaPp]\.?[Mm]\.?)?")
_SHORT = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_PAGE = re.compile(r"(?:p\.?|pg\.?|seite|page)?\s*[A-Z]?\d{1,4}(?:[-,] ?[A-Z]?\d{1,4})*", re.IGNORECASE)
_LANGUAGE_NAMES = """
    english deutsch german français french español spanish italiano italian português portuguese nederlands dutch
    русский russian العربية arabic polski polish türkçe turkish svenska swedish 中文 chinese 日本語 japanese
"""
_LANGUAGES = frozenset(_LANGUAGE_NAMES.split())


def parse(blocks: list[Block]) -> list[Draft] | None:
    """Return the articles of an export; None where the paragraphs are no such export."""
    lines = [Block(line, "", block.line) for block in blocks for line in block.text.split("\n") if line.strip()]
    if any(line.text[:2] == "HD" for line in lines) and (found := _coded(lines)):
        return found
    ends = [place for place, line in enumerate(lines) if _END.fullmatch(line.text)]
    if not ends:
        return None
    starts = [0, *(end + 1 for end in ends[:-1])]
    found = [_plain(lines[start:end], lines[end]) for start, end in zip(starts, ends, strict=True)]
    cut_off = lines[ends[-1] + 1 :]
    if any(stated_words(line.text) is not None for line in cut_off[:12]):
        found.append(_plain(cut_off, Block("", "", cut_off[0].line)))
    return found if any(draft.words is not None for draft in found) else None


def _coded(lines: list[Block]) -> list[Draft]:
    """Read the articles of an export with codes; a paragraph without one goes on with the field before it."""
    found: list[Draft] = []
    fields: dict[str, list[str]] = {}
    code, begin = "", 0
    for line in lines:
        match = _CODE.match(line.text)
        if match is not None and (code or match[1] in ("HD", "SE", "CLM", "CR")):
            if fields and (code == "AN" or (match[1] in fields and match[1] == "HD")):
                found += _of_fields(fields, begin)
                fields, begin = {}, 0
            code = match[1]
            begin = begin or line.line
            fields.setdefault(code, []).append(line.text[match.end() :])
        elif code == "AN" and not _END.fullmatch(line.text):
            continue
        elif code:
            fields[code].append(line.text)
    return found + (_of_fields(fields, begin) if fields else [])


def _of_fields(fields: dict[str, list[str]], line: int) -> list[Draft]:
    if "HD" not in fields or not ("AN" in fields or ("PD" in fields and fields.keys() & {"TD", "LP"})):
        return []
    draft = Draft(line, " ".join(fields["HD"]))
    for code, name in _META.items():
        draft.put(name, " ".join(fields.get(code, ())))
    draft.words = stated_words(" ".join(fields.get("WC", ())))
    _date(draft, " ".join(fields.get("PD", ())), draft.meta.pop("time", ""))
    number = re.search(_NUMBER, " ".join(fields.get("AN", ())))
    draft.put("accession number", number[0] if number else "")
    draft.body = [text for code in ("LP", "TD") for text in fields.get(code, ()) if text.strip()]
    return [draft]


def _date(draft: Draft, day: str, time: str) -> None:
    told = dates.published(f"{day} {time}".strip()) or dates.published(day)
    draft.put("published", told or day)


def _plain(lines: list[Block], end: Block) -> Draft:
    """Read an article that is laid out as it is shown: headline, words, date, source, language, copyright, text."""
    counted = next((place for place, line in enumerate(lines[:12]) if stated_words(line.text) is not None), -1)
    number = _END.fullmatch(end.text)
    draft = Draft(lines[0].line if lines else end.line)
    draft.put("accession number", number[1] if number else "")
    if counted < 0:
        draft.headline = lines[0].text if lines else ""
        draft.body = [line.text for line in lines[1:]]
        return draft
    draft.words = stated_words(lines[counted].text)
    _above(draft, [line.text for line in lines[:counted]])
    place = counted + 1
    while place < len(lines) and place < counted + 12 and not _is_copyright(lines[place].text):
        place += 1
    if place >= len(lines) or not _is_copyright(lines[place].text):
        place = _after_language(lines, counted)
    _below(draft, [line.text for line in lines[counted + 1 : place]])
    while place < len(lines) and _is_copyright(lines[place].text):
        draft.put("copyright", lines[place].text)
        place += 1
    draft.body = [line.text for line in lines[place:]]
    return draft


def _is_copyright(text: str) -> bool:
    return len(text) <= 300 and COPYRIGHT.match(text) is not None


def _after_language(lines: list[Block], counted: int) -> int:
    """Return where the text starts in an article without a copyright line."""
    for place in range(counted + 1, min(len(lines), counted + 10)):
        if lines[place].text.strip().casefold() in _LANGUAGES:
            return place + 1
    return min(len(lines), counted + 3)


def _above(draft: Draft, texts: list[str]) -> None:
    """Tell section, headline and byline apart, which stand above the number of words."""
    if len(texts) > 1 and (is_byline(texts[-1]) or len(texts) > 2):
        draft.put("byline", texts.pop())
    draft.headline = texts.pop() if texts else ""
    for text in texts:
        draft.put("section", text)


def _below(draft: Draft, texts: list[str]) -> None:
    """Take date, time, source, code, pages and language, which stand in this order below the number of words."""
    day = texts[0] if texts else ""
    time = texts[1] if len(texts) > 1 and _TIME.fullmatch(texts[1].strip()) else ""
    _date(draft, day, time)
    rest = texts[2 if time else 1 :]
    if rest:
        draft.put("source", rest.pop(0))
    for text in map(str.strip, rest):
        if text.casefold() in _LANGUAGES:
            draft.put("language", text)
        elif _PAGE.fullmatch(text):
            draft.put("page", text)
        elif _SHORT.fullmatch(text) and "source code" not in draft.meta:
            draft.put("source code", text)
        else:
            draft.put("edition", text)
