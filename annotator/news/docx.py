"""News in Word documents (.docx): paragraphs, tables and notes in order, as the text stands with changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.zips import Members, ZipError, opened
from annotator.news import dates
from annotator.news.archive import split
from annotator.news.article import NewsArticle
from annotator.news.blocks import Block, headline, laid_out, tidy
from annotator.news.errors import NewsError
from annotator.news.mapping import language_code
from annotator.news.sources import guess_language
from annotator.news.xml_tree import parsed

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LIMIT = 256 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TITLES = {"title": "title", "heading 1": "heading"}
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011",
               f"{_W}softHyphen": "\xad"}  # fmt: skip
# What a person does not see on the page: text deleted or moved away, codes of fields, a second form of a drawing.
_UNSEEN = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delInstrText", f"{_MC}Fallback", f"{_W}pPr", f"{_W}rPr",
     f"{_W}sdtPr", f"{_W}tblPr", f"{_W}trPr", f"{_W}tcPr", f"{_W}sectPr")
)  # fmt: skip
_CORE = {"title": "document title", "creator": "document author", "subject": "subject", "keywords": "keywords",
         "language": "language", "created": "document created", "modified": "document modified"}  # fmt: skip


def sniff(head: Head) -> int:
    """Take zip files that hold a Word document, or say so by their ending."""
    if head.data.startswith(_OLE):
        return 90 * (head.suffix in (".doc", ".docx"))
    if not head.data.startswith(b"PK\x03\x04"):
        return 0
    if head.suffix in (".docx", ".docm"):
        return 90
    return 85 if b"word/document.xml" in head.data else 0


def read(source: Source) -> Iterator[NewsArticle | Fault | Repair]:
    """Read the article of a document, or all of an archive's export; raises NewsError, OSError."""
    with source.path.open("rb") as file:
        if file.read(8) == _OLE:
            raise NewsError(
                f"{source.path} is a Word file in the old or a locked form: save it as .docx without password."
            )
    try:
        with opened(source.path) as members:
            document = _Document(members)
            blocks = document.blocks()
            meta = _core(members)
    except ZipError as error:
        raise NewsError(f"{source.path}: {error}") from error
    if (found := split(blocks)) is not None:
        yield from found
        return
    text = laid_out(blocks)
    if not text.strip():
        raise NewsError(f"{source.path} holds no text; if it holds pictures of text, the text has to be typed in.")
    title, zones = headline(blocks)
    meta |= {"headline": title} if title else {}
    if "language" not in meta and (language := guess_language(text)):
        meta["language"] = language
    yield NewsArticle(text, meta, zones, notes=document.notes())


@dataclass(slots=True)
class _Document:
    """One document's XML, and what of it is not in the text."""

    members: Members
    deleted: int = 0
    hidden: int = 0
    footnotes: list[tuple[str, str]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Return the paragraphs and rows of the text in order, then the notes it refers to."""
        main = _main_part(self.members)
        body = _root(self.members, main).find(f"{_W}body")
        if body is None:
            raise NewsError("The Word document has no body: save it again.")
        styles = _styles(self.members, main)
        found = list(_joined(self._blocks_of(body, styles)))
        notes = self._notes(main)
        found += [Block(notes[key], "note") for key in self.footnotes if key in notes]
        return [Block(block.text, block.kind, number) for number, block in enumerate(found, 1)]

    def notes(self) -> list[str]:
        """Return sentences about text that was left out."""
        found = ["Text that is deleted with tracked changes was left out."] if self.deleted else []
        return found + (["Hidden text was left out."] if self.hidden else [])

    def _blocks_of(self, parent: Any, styles: dict[str, str]) -> Iterator[Block]:
        for element in parent:
            if element.tag == f"{_W}p":
                yield from self._paragraph(element, styles)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element, styles)
            elif isinstance(element.tag, str) and element.tag not in _UNSEEN:
                yield from self._blocks_of(element, styles)

    def _paragraph(self, element: Any, styles: dict[str, str]) -> Iterator[Block]:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        kind = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
        boxes: list[Any] = []
        text = "".join(self._words(element, boxes))
        # A paragraph whose end is deleted goes on in the next one.
        goes_on = element.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None
        yield Block(text, "goes on" if goes_on else kind)
        for box in boxes:
            yield from self._blocks_of(box, styles)

    def _table(self, element: Any, styles: dict[str, str]) -> Iterator[Block]:
        """Yield the rows of a table; one of a single column is only a frame around paragraphs."""
        rows = [list(_inside(row, f"{_W}tc")) for row in _inside(element, f"{_W}tr")]
        if all(len(row) <= 1 for row in rows):
            for row in rows:
                for cell in row:
                    yield from self._blocks_of(cell, styles)
            return
        for row in rows:
            cells = [
                "\n".join(text for block in _joined(self._blocks_of(cell, styles)) if (text := block.text))
                for cell in row
            ]
            yield Block("\t".join(cells), "row")

    def _words(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element:
            tag = child.tag
            if tag == f"{_W}t":
                yield child.text or ""
            elif tag in _CHARACTERS:
                yield _CHARACTERS[tag]
            elif tag in (f"{_W}footnoteReference", f"{_W}endnoteReference"):
                self.footnotes.append((tag.removesuffix("Reference"), child.get(f"{_W}id")))
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            elif tag in (f"{_W}del", f"{_W}moveFrom"):
                self.deleted += tag == f"{_W}del"
            elif tag == f"{_W}r" and _hidden(child):
                self.hidden += 1
            elif isinstance(tag, str) and tag not in _UNSEEN:
                yield from self._words(child, boxes)

    def _notes(self, main: str) -> dict[tuple[str, str], str]:
        """Return the text of footnotes and endnotes by (tag, id)."""
        found: dict[tuple[str, str], str] = {}
        for name in ("footnote", "endnote"):
            path = posixpath.join(posixpath.dirname(main), f"{name}s.xml")
            if path in self.members.names:
                for note in _root(self.members, path).iterchildren(f"{_W}{name}"):
                    text = "\n".join(block.text for block in _joined(self._blocks_of(note, {})))
                    if text:
                        found[f"{_W}{name}", note.get(f"{_W}id")] = text
        return found


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Yield a table's rows or a row's cells, also those in wrappers, but none of a table that lies inside."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _UNSEEN and child.tag != f"{_W}tbl":
            yield from _inside(child, tag)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield blocks that hold text, those whose end is deleted together with the next."""
    carried = ""
    for block in blocks:
        text = carried + block.text
        carried = text if block.kind == "goes on" else ""
        if block.kind != "goes on" and (text := text if block.kind == "row" else tidy(text)).strip():
            yield Block(text, block.kind)
    if carried.strip():
        yield Block(tidy(carried))


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false", "off")


def _root(members: Members, name: str) -> Any:
    data = members.read(name, _LIMIT)
    # The strict form of the format differs by its namespace alone.
    return parsed(data.replace(_STRICT, _W[1:-1].encode()) if _STRICT in data[:20_000] else data, name)


def _main_part(members: Members) -> str:
    """Return the name of the part that holds the text."""
    if "_rels/.rels" in members.names:
        for relation in parsed(members.read("_rels/.rels", _LIMIT), "_rels/.rels"):
            if isinstance(relation.tag, str) and relation.get("Type", "").endswith("/officeDocument"):
                name = relation.get("Target", "").lstrip("/")
                if name in members.names:
                    return str(name)
    if "word/document.xml" not in members.names:
        raise NewsError("The zip file holds no Word document: save it again as .docx.")
    return "word/document.xml"


def _styles(members: Members, main: str) -> dict[str, str]:
    """Return {style id: "title" or "heading"}; the ids are in the language of the Word that wrote them."""
    path = posixpath.join(posixpath.dirname(main), "styles.xml")
    if path not in members.names:
        return {}
    found: dict[str, str] = {}
    for style in _root(members, path).iterchildren(f"{_W}style"):
        name = style.find(f"{_W}name")
        kind = _TITLES.get(name.get(f"{_W}val", "").casefold()) if name is not None else None
        if kind is not None:
            found[style.get(f"{_W}styleId")] = kind
    return found


def _core(members: Members) -> dict[str, Any]:
    """Return what the document says about itself."""
    if "docProps/core.xml" not in members.names:
        return {}
    meta: dict[str, Any] = {}
    for element in parsed(members.read("docProps/core.xml", _LIMIT), "docProps/core.xml"):
        key = _CORE.get(str(element.tag).rpartition("}")[2])
        value = (element.text or "").strip()
        if key and value:
            dated = key.endswith(("created", "modified"))
            meta[key] = (dates.published(value) or value) if dated else value
    if "language" in meta:
        meta["language"] = language_code(meta["language"])
    return meta
