"""Take the paragraphs out of markup as a page shows them, nothing chosen and nothing cleaned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from annotator.news.blocks import Block
from annotator.news.errors import NewsError

_BREAKING = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup html legend li main nav ol p pre section summary table tbody tfoot thead ul
"""
_UNSEEN = "script style template noscript head title meta link iframe object svg math select"
_BREAKS = frozenset(_BREAKING.split())
_SKIPPED = frozenset(_UNSEEN.split())
_HEADINGS = {"h1": "title", "h2": "heading"}
_DEPTH = 400
_TOO_DEEP = "It is nested too deeply to be read."
RULE = "_" * 60
"""What a horizontal line is read as."""


def blocks_of(markup: bytes | str) -> list[Block]:
    """Return the paragraphs and table rows of HTML or XHTML; raise NewsError where it is nested beyond reason.

    Spaces are folded as a browser does; `<br>` breaks the line, two of them the paragraph.
    """
    from lxml import etree, html

    if not markup.strip():
        return []
    told = isinstance(markup, bytes) and (b"charset" in markup[:2000] or b"encoding=" in markup[:200])
    parser = html.HTMLParser(
        encoding=None if told else "utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    data = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NewsError(f"It is broken markup ({str(error)[:80]}).") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise NewsError(_TOO_DEEP)
    flow = _Flow()
    flow.walk(root, 0)
    flow.end()
    return flow.blocks


class _Flow:
    """Writes words into paragraphs."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._kind = ""

    def walk(self, element: Any, depth: int) -> None:
        """Write an element and what follows it in its parent."""
        if depth > _DEPTH:
            raise NewsError(_TOO_DEEP)
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag == "br":
            self._words.append("\n")
        elif tag == "hr":
            self.end()
            self.blocks.append(Block(RULE, line=element.sourceline or 0))
        elif tag == "tr":
            self._row(element, depth)
        elif tag and tag not in _SKIPPED:
            self._inside(element, tag, depth)

    def _inside(self, element: Any, tag: str, depth: int) -> None:
        block = tag in _BREAKS
        if block:
            self.end()
            self._kind = _HEADINGS.get(tag, self._kind)
        self._write(element.text, pre=tag == "pre")
        for child in element:
            self.walk(child, depth + 1)
            self._write(child.tail, pre=tag == "pre")
        if block:
            self.end(element.sourceline or 0)
            self._kind = ""

    def _row(self, row: Any, depth: int) -> None:
        """Write a table's row: one cell as paragraphs; several with tabs, longer ones going on as paragraphs."""
        self.end()
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        parts: list[list[Block]] = []
        for cell in cells:
            inner = _Flow()
            inner._inside(cell, "div", depth + 1)
            parts.append(inner.blocks)
        filled = [part for part in parts if part]
        if len(filled) < 2:
            self.blocks += [block for part in filled for block in part]
            return
        line = row.sourceline or 0
        firsts = ["\n".join(block.text for block in part) for part in parts[:-1]]
        last = parts[-1] or [Block("")]
        self.blocks.append(Block("\t".join([*firsts, last[0].text]), "row", line))
        self.blocks += [Block(block.text, "", block.line or line) for block in last[1:]]

    def _write(self, words: str | None, *, pre: bool) -> None:
        if not words:
            return
        if pre:
            self._words.append(words)
            return
        folded = " ".join(words.split(" "))
        for space in "\t\r\n\f":
            folded = folded.replace(space, " ")
        self._words.append(folded)

    def end(self, line: int = 0) -> None:
        """End the paragraph that is written."""
        text = "".join(self._words)
        self._words.clear()
        for part in _paragraphs(text):
            self.blocks.append(Block(part, self._kind, line))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the parts of a text between two line breaks, spaces folded."""
    lines = [" ".join(word for word in line.split(" ") if word).strip("\xa0 ") for line in text.split("\n")]
    part: list[str] = []
    for line in [*lines, ""]:
        if line:
            part.append(line)
        elif part:
            yield "\n".join(part)
            part = []
