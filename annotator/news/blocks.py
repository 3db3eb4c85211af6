"""What documents are made of: paragraphs in order, from which an article's text is put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.zones import Zone


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or one row of a table with tabs between its cells.

    `kind`: "title", "heading", "row" (of a table), "note" (a footnote) or "". `line`: its number in the file.
    """

    text: str
    kind: str = ""
    line: int = 0


def laid_out(blocks: Iterable[Block]) -> str:
    """Return the text of blocks: a blank line between paragraphs, none between the rows of a table."""
    parts: list[str] = []
    before = ""
    for block in blocks:
        if parts:
            parts.append("\n" if block.kind == before == "row" else "\n\n")
        parts.append(block.text)
        before = block.kind
    return "".join(parts)


def headline(blocks: list[Block]) -> tuple[str, tuple[Zone, ...]]:
    """Return the title of a document and its zone (code points, half-open); empty where none of its blocks is one.

    It is the first title, else a first-level heading before any other text.
    """
    start = 0
    for place, block in enumerate(blocks):
        if block.kind == "title" or (block.kind == "heading" and place == 0):
            return " ".join(block.text.split()), (Zone(start, start + len(block.text), "headline"),)
        following = blocks[place + 1].kind if place + 1 < len(blocks) else ""
        start += len(block.text) + (1 if block.kind == following == "row" else 2)
    return "", ()


def tidy(text: str) -> str:
    """Return a paragraph without spaces at its lines' ends and edges; a line break inside stays one."""
    return "\n".join(line.strip(" \t\xa0") for line in text.split("\n")).strip()
