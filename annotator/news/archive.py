"""Exports of news archives, many articles in one file: LexisNexis and Nexis Uni, Factiva, ProQuest."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.news import archive_factiva, archive_nexis, archive_proquest
from annotator.news.archive_parts import Draft, text_blocks, unwrapped
from annotator.news.article import NewsArticle
from annotator.news.blocks import Block
from annotator.news.errors import NewsError
from annotator.news.html_blocks import blocks_of
from annotator.news.read import read_text_file

_PARSERS = (
    ("Nexis", archive_nexis.parse),
    ("Factiva", archive_factiva.parse),
    ("ProQuest", archive_proquest.parse),
)
# Marks that are only found in exports; of a group all have to be there.
_HTML = (
    (r"<DOCFULL>|LXNComment|>\s*\d+ (?:of|von|de) \d+ DOCUMENT",),
    (r"<title>\s*Factiva\s*</title>|class=['\"]?article \w\wArticle|class=['\"]articleParagraph \w\warticleParagraph",),
    (r">\s*Document \d+ of \d+\s*<", r"ProQuest|Full text:"),
    (r">\s*End of Document\s*<", r">\s*Body\s*<"),
)
_TEXT = (
    (r"^\s*(?:\d+ (?:of|von|de) \d+ DOCUMENT[OE]?S?|Dokument \d+ von \d+|Document \d+ de \d+)\s*$",),
    (r"^_{30,}\s*$", r"^(?:Full text|Volltext|Texte intégral|Texto completo|ProQuest document ID) ?:"),
    (r"^(?:Document|Dokument|Documento)[ \xa0][A-Z][A-Z0-9]{1,15}00\d{8}[a-z0-9]{6,14}\s*$",),
    (r"^HD[ \t\xa0]+\S", r"^WC[ \t\xa0]+\d", r"^PD[ \t\xa0]+\S", r"^(?:LP|TD)\b"),
    (r"^\s*End of Document\s*$", r"^\s*Body\s*$"),
)
_HINTS = ("DOCUMENT", "Document", "Dokument", "HD", "Full text", "Volltext", "Texte int", "Texto comp", "ProQuest")
"""Words of which a text that holds all marks of a row above holds one."""
_MAX = 512 * 1024 * 1024


def sniff(head: Head) -> int:
    """Take text and HTML files that hold an archive's marks."""
    if head.is_folder or head.data.startswith((b"PK\x03\x04", b"%PDF-", b"{\\rtf", b"\x1f\x8b")):
        return 0
    start = head.text.lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return 90 if sniff_html(head.text) else 0
    if start[:1] in ("{", "["):
        return 0
    text = head.text.replace("\r\n", "\n")
    if not any(word in text for word in _HINTS):
        return 0  # a plain search is a hundred times quicker, and every text file is asked
    return 90 if any(all(re.search(mark, text, re.MULTILINE) for mark in marks) for marks in _TEXT) else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the articles of an export in text or HTML; raises NewsError, OSError."""
    with source.path.open("rb") as file:
        markup = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    if markup:
        if source.path.stat().st_size > _MAX:
            raise NewsError(f"{source.path} is larger than {_MAX // 1_000_000} MB: split it.")
        found = split_html(source.path.read_bytes())
        encoding = ""
    else:
        news = read_text_file(source.path)
        yield from (Repair(0, note) for note in news.notes)
        found, encoding = split(news.text), news.encoding
    if found is None:
        raise NewsError(f"{source.path} looks like an archive's export, but no article in it can be told from another.")
    for item in found:
        if isinstance(item, NewsArticle) and encoding not in ("", "utf-8"):
            item.meta["encoding"] = encoding
        yield item


def sniff_html(text: str) -> bool:
    """Tell whether the beginning of a page shows that it is an archive's export."""
    return any(all(re.search(mark, text, re.IGNORECASE) for mark in marks) for marks in _HTML)


def split_html(data: bytes) -> list[NewsArticle | Fault | Repair] | None:
    """Return the articles of an export in HTML; None where it is none. Raises NewsError."""
    from annotator.news.page_bytes import decode

    page = decode(data)
    found = split(blocks_of(page.text))
    for item in found or ():
        if isinstance(item, NewsArticle) and page.encoding != "utf-8":
            item.meta["encoding"] = page.encoding
    return found


def split(document: str | list[Block]) -> list[NewsArticle | Fault | Repair] | None:
    """Return the articles of an export that is given as text or paragraphs; None where it is no archive's export.

    What the archive adds to an article is kept in its meta and told in one Repair.
    """
    wrapped = isinstance(document, str)
    blocks = text_blocks(document) if isinstance(document, str) else document
    for name, parse in _PARSERS:
        drafts = parse(blocks)
        if drafts:
            return _told(name, drafts, wrapped=wrapped)
    return None


def _told(name: str, drafts: list[Draft], *, wrapped: bool) -> list[NewsArticle | Fault | Repair]:
    joined = 0
    for draft in drafts if wrapped else ():
        body = [unwrapped(text) for text in draft.body]
        joined += body != draft.body
        draft.body, draft.headline = body, " ".join(draft.headline.split())
    found: list[NewsArticle | Fault | Repair] = [draft.article() for draft in drafts]
    count = sum(isinstance(item, NewsArticle) for item in found)
    of = f"{count:,} articles" if count != 1 else "one article"
    note = (
        f"This is an export of {name}: its cover page was left out; load dates, copyright lines and other notes of "
        f"the archive on {of} are in their meta, not in the text."
    )
    lines = [Repair(0, f"Lines that the archive broke at a fixed width were put together in {joined:,} of them.")]
    return [Repair(0, note), *(lines if joined else []), *found]
