"""Exports of ProQuest: records between lines of underscores, with fields such as "Full text:"."""

from __future__ import annotations

import re

from annotator.news import dates
from annotator.news.archive_parts import Draft
from annotator.news.blocks import Block

_RULE = re.compile(r"\s*_{30,}\s*")
_NUMBER = re.compile(r"\s*(?:Document|Dokument|Documento)\s+\d+\s+(?:of|von|de|sur)\s+\d+\s*", re.IGNORECASE)
_FIELD = re.compile(r"([^\W\d_][^:\n]{1,48}?)\s?:(?:[ \xa0]|$)\s*")
_NAMES = {
    "title": "headline", "titel": "headline", "titre": "headline", "título": "headline",
    "author": "byline", "autor": "byline", "auteur": "byline",
    "full text": "text", "volltext": "text", "texte intégral": "text", "texto completo": "text",
    "publication title": "source", "publikationstitel": "source", "titre de la publication": "source",
    "título de publicación": "source", "publication date": "published", "publikationsdatum": "published",
    "date de publication": "published", "fecha de publicación": "published", "publication year": "year",
    "section": "section", "dateline": "dateline", "language of publication": "language", "language": "language",
    "sprache der publikation": "language", "langue de la publication": "language",
    "idioma de la publicación": "language", "document url": "url", "url des dokuments": "url",
    "proquest document id": "accession number", "copyright": "copyright",
    "pages": "page", "publication info": "publication info", "abstract": "abstract", "links": "links",
    "subject": "subject", "people": "people", "location": "location", "company / organization": "companies",
    "business indexing term": "indexing terms", "identifier / keyword": "keywords", "first page": "page",
    "publisher": "publisher", "place of publication": "place of publication", "last updated": "load date",
    "country of publication": "country", "publication subject": "publication subject", "issn": "issn",
    "source type": "source type", "document type": "document type", "database": "database", "column": "column",
    "credit": "credit", "edition": "edition", "year": "year", "volume": "volume", "issue": "issue",
    "number of pages": "number of pages", "isbn": "isbn", "e-issn": "e-issn", "document feature": "document feature",
    "illustration": "graphic", "caption": "graphic", "geographic": "location", "classification": "classification",
    "publication date (range)": "date range", "correspondence author": "correspondence",
    "alternate title": "alternate title", "titre alternatif": "alternate title", "sujet": "subject",
    "schlagwort": "subject", "materia": "subject",
}  # fmt: skip
_NONE = re.compile(r"(?:none available|not available|nicht verfügbar|non disponible)\.?\s*", re.IGNORECASE)
_LINK = re.compile(
    r"\s*(?:ProQuest document link|Link to (?:the )?document|Enlace al documento de ProQuest)\b.*", re.IGNORECASE
)


def parse(blocks: list[Block]) -> list[Draft] | None:
    """Return the articles of an export; None where the paragraphs are no such export."""
    records: list[list[Block]] = [[]]
    for block in blocks:
        if _RULE.fullmatch(block.text) or _NUMBER.fullmatch(block.text):
            records.append([])
        else:
            records[-1].append(block)
    if len(records) < 2:
        return None
    return [draft for record in records if record and (draft := _record(record)) is not None] or None


def _record(blocks: list[Block]) -> Draft | None:
    """Return the article of one record; None for a cover page, a list of contents or of literature."""
    fields: dict[str, list[str]] = {"": []}
    order: list[str] = []
    name = ""
    for block in blocks:
        for number, line in enumerate(block.text.split("\n")):
            match = _FIELD.match(line)
            known = _NAMES.get(match[1].casefold()) if match is not None else None
            if match is not None and known is not None and (name != "text" or known not in ("byline", "links")):
                name, line = known, line[match.end() :]
                order.append(known)
                fields.setdefault(name, []).append(line)
            elif number and fields[name]:
                fields[name][-1] += "\n" + line
            else:
                fields[name].append(line)
    if not {"text", "accession number"} & fields.keys() or len(set(order)) < 3:
        return None
    return _drafted(fields, blocks[0].line)


def _drafted(fields: dict[str, list[str]], line: int) -> Draft:
    draft = Draft(line)
    bare = [text for text in fields.pop("") if text.strip() and not _LINK.fullmatch(text)]
    titles = [text for text in fields.pop("headline", []) if text.strip()]
    draft.headline = titles[0] if titles else " ".join(bare[:1])
    for text in bare:
        if " ".join(text.split()) != " ".join(draft.headline.split()):
            draft.put("archive notes", text)
    draft.body = [text for text in fields.pop("text", []) if text.strip() and not _NONE.fullmatch(text)]
    day = " ".join(fields.pop("published", [])).strip()
    year = " ".join(dict.fromkeys(" ".join(fields.pop("year", [])).split()))
    draft.put("published", dates.published(day) or dates.date_within(day) or day or dates.published(year) or year)
    for name, texts in fields.items():
        draft.put(name, " ".join(texts))
    return draft
