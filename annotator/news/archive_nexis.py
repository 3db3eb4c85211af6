"""Exports of LexisNexis ("1 of 100 DOCUMENTS") and of Nexis Uni ("End of Document")."""

from __future__ import annotations

import re

from annotator.news import dates
from annotator.news.archive_parts import COPYRIGHT, Draft, stated_words
from annotator.news.blocks import Block

SEPARATOR = re.compile(r"\s*(?:\d+ (?:of|von|de) \d+ DOCUMENT[OE]?S?|Dokument \d+ von \d+|Document \d+ de \d+)\s*")
_END = re.compile(r"\s*(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento)\s*", re.IGNORECASE)
_BODY = re.compile(r"\s*(?:Body|Body text|Text|Haupttext|Corps|Cuerpo|Testo)\s*:?\s*", re.IGNORECASE)
_AFTER = re.compile(r"\s*(?:Classification|Klassifi\w+|Clasificación|Graphic|Grafik|Graphique|Notes|Correction)\s*")
_LABEL = re.compile(r"\s*([^\W\d_][^\W\d_'’/ -]*(?:[ '’/-][^\W\d_]+){0,3})\s?:[ \xa0]*")
_EDITION = re.compile(r"\b(?:edition|ausgabe|édition|edición|final)\b", re.IGNORECASE)
_HEAD = {
    "section": "section", "rubrik": "section", "rubrique": "section", "sección": "section", "ressort": "section",
    "length": "words", "länge": "words", "longueur": "words", "extensión": "words",
    "headline": "headline", "überschrift": "headline", "titre": "headline", "titular": "headline",
    "byline": "byline", "autor": "byline", "auteur": "byline", "author": "byline",
    "dateline": "dateline", "highlight": "highlight", "intro": "highlight", "series": "series", "column": "column",
    "body": "body", "text": "body", "corps": "body",
}  # fmt: skip
_TAIL = {
    "load-date": "load date", "update": "load date", "load date": "load date", "language": "language",
    "sprache": "language", "langue": "language", "idioma": "language", "graphic": "graphic", "grafik": "graphic",
    "publication-type": "publication type", "publikationstyp": "publication type", "subject": "subject",
    "journal-code": "journal code", "journal code": "journal code", "document-type": "document type",
    "company": "company", "organization": "organization", "ticker": "ticker", "industry": "industry",
    "geographic": "geographic", "country": "country", "city": "city", "state": "state", "person": "person",
    "notes": "archive notes", "type": "type", "url": "url", "acc-no": "accession number",
    "pub-type": "publication type",
    "correction-date": "correction date", "correction": "correction", "distribution": "distribution",
    "pub-subject": "publication subject", "issn": "issn", "schlagworte": "subject", "firma": "company",
}  # fmt: skip


def parse(blocks: list[Block]) -> list[Draft] | None:
    """Return the articles of an export; None where the paragraphs are no such export."""
    starts = [place for place, block in enumerate(blocks) if SEPARATOR.fullmatch(block.text)]
    if starts:
        ends = [*starts[1:], len(blocks)]
        return [_old(blocks[start + 1 : end], blocks[start].line) for start, end in zip(starts, ends, strict=True)]
    ends = [place for place, block in enumerate(blocks) if _END.fullmatch(block.text)]
    parts = [blocks[start:end] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
    if not any(map(_has_body, parts)):
        return None
    cut_off = blocks[ends[-1] + 1 :]
    return [_uni(part) for part in [*parts, *([cut_off] if _has_body(cut_off) else [])] if part]


def _has_body(blocks: list[Block]) -> bool:
    return any(_BODY.fullmatch(block.text) for block in blocks)


def _label(text: str, known: dict[str, str], *, capitals: bool) -> tuple[str, str]:
    """Return the field and the value of a labelled paragraph; empty where it has no label that is known."""
    match = _LABEL.match(text)
    if match is None or (capitals and not match[1].isupper()):
        return "", ""
    return known.get(match[1].casefold(), ""), text[match.end() :].strip()


def _old(blocks: list[Block], line: int) -> Draft:
    draft = Draft(line)
    dated = next((place for place, block in enumerate(blocks[:12]) if _is_date(block.text)), -1)
    first = next((n for n, block in enumerate(blocks) if _label(block.text, _HEAD, capitals=True)[0]), len(blocks))
    if dated > first:
        dated = -1
    if dated >= 0:
        _date(draft, blocks[dated].text)
        _origin(draft, blocks[:dated])
    body = _header(draft, blocks[dated + 1 :])
    end = next((n for n, block in enumerate(body) if _label(block.text, _TAIL, capitals=True)[0]), len(body))
    _tail(draft, body[end:], capitals=True)
    while end and COPYRIGHT.match(body[end - 1].text):
        end -= 1
        draft.put("copyright", body[end].text)
    draft.body += [block.text for block in body[:end]]
    return draft


def _is_date(text: str) -> bool:
    first = text.split("\n", maxsplit=1)[0]
    return len(first) <= 80 and not COPYRIGHT.match(text) and ":" not in first[:20] and bool(dates.date_within(first))


def _date(draft: Draft, text: str) -> None:
    first, _, edition = text.partition("\n")
    draft.meta["published"] = dates.published(first) or dates.date_within(first)
    draft.put("edition", edition)
    match = re.search(r"day[,.]?\s+(.+)$", first)
    if match is not None and _EDITION.search(match[1]):
        draft.put("edition", match[1])


def _origin(draft: Draft, blocks: list[Block]) -> None:
    """Take the source, the last paragraph before the date that is no copyright line, and keep the others."""
    plain = [block.text for block in blocks if not COPYRIGHT.match(block.text)]
    if plain:
        draft.put("source", plain[-1].split("\n")[-1])
    for block in blocks:
        if COPYRIGHT.match(block.text):
            draft.put("copyright", block.text)
    for text in plain[:-1]:
        draft.put("archive notes", text)


def _header(draft: Draft, blocks: list[Block]) -> list[Block]:
    """Take the labelled paragraphs above the text, and what stands bare before them as headline and edition."""
    named = [_label(block.text, _HEAD, capitals=True) for block in blocks]
    marked = next((place for place, (name, _) in enumerate(named) if name == "body"), -1)
    first = next((place for place, (name, _) in enumerate(named) if name), -1)
    bare = [block.text for block in (blocks[:first] if first >= 0 else blocks[:1])]
    place = max(first, 0)
    lead: list[str] = []
    while place < len(blocks) and (named[place][0] or place < marked):
        name, value = named[place]
        if name == "body":
            place += 1
            if value:
                lead.append(value)
            break
        if name:
            _take(draft, name, value, lead)
        else:
            bare.append(blocks[place].text)
        place += 1
    if first < 0:
        place = len(bare)
    _bare(draft, bare)
    draft.body += lead
    return blocks[place:]


def _take(draft: Draft, name: str, value: str, lead: list[str]) -> None:
    if name == "words":
        draft.words = stated_words(value)
    elif name == "headline":
        draft.headline = value
    elif name == "highlight":
        lead.append(value)
    else:
        draft.put(name, value)


def _bare(draft: Draft, bare: list[str]) -> None:
    """Tell the headline from the edition, which may stand before it without a label."""
    titles: list[str] = []
    for text in bare:
        if draft.headline or (len(bare) > 1 and not titles and _EDITION.search(text) and len(text) <= 60):
            draft.put("edition", text)
        else:
            titles.append(" ".join(text.split()))
    if titles:
        draft.headline = " ".join(titles)


def _tail(draft: Draft, blocks: list[Block], *, capitals: bool) -> None:
    """Keep what the archive says below the text; a paragraph without a label goes on with the one before."""
    before = "archive notes"
    for block in blocks:
        if COPYRIGHT.match(block.text):
            draft.put("copyright", block.text)
            continue
        if _AFTER.fullmatch(block.text):
            name = block.text.strip().casefold()
            before = _TAIL.get(name, "archive notes")
            continue
        name, value = _label(block.text, _TAIL, capitals=capitals)
        before = name or before
        draft.put(before, value if name else block.text)


def _uni(blocks: list[Block]) -> Draft:
    start = next((place for place, block in enumerate(blocks) if _BODY.fullmatch(block.text)), len(blocks))
    header = blocks[:start]
    dated = max((place for place, block in enumerate(header) if _is_date(block.text)), default=-1)
    title = max(0, dated - 2)
    draft = Draft(header[title].line if header else 0)
    if dated >= 0:
        _date(draft, header[dated].text)
        draft.put("source", header[dated - 1].text if dated else "")
    draft.headline = header[title].text if header and dated != 0 else ""
    lead: list[str] = []
    for block in header[dated + 1 :] if dated >= 0 else header[1:]:
        name, value = _label(block.text, _HEAD, capitals=False)
        if COPYRIGHT.match(block.text):
            draft.put("copyright", block.text)
        elif name:
            _take(draft, name, value, lead)
        else:
            draft.put("archive notes", block.text)
    rest = blocks[start + 1 :]
    end = next((n for n, block in enumerate(rest) if _below(block.text)), len(rest))
    draft.body += [*lead, *(block.text for block in rest[:end])]
    _tail(draft, rest[end:], capitals=False)
    return draft


def _below(text: str) -> bool:
    return bool(_AFTER.fullmatch(text)) or _label(text, _TAIL, capitals=False)[0] == "load date"
