"""Read the text of RTF, version 1.9: paragraphs, rows of tables, footnotes, with code pages and Unicode."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.news.blocks import Block, tidy
from annotator.news.errors import NewsError

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp437",
}  # fmt: skip
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002", "bullet": "•",
    "qmspace": "\u2005", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
_SIGNS = {"~": "\xa0", "-": "\xad", "_": "\u2011", "\\": "\\", "{": "{", "}": "}", "\n": "\n\n", "\r": "\n\n"}
_ENDS = frozenset(("par", "sect", "page", "column"))
_UNSEEN_WORDS = """
    colortbl filetbl listtable listoverridetable revtbl rsidtbl generator pict nonshppict header headerl headerr headerf
    footer footerl footerr footerf ftnsep ftnsepc aftnsep aftnsepc xe tc tcn private datafield fldinst sp annotation
    atnid atnauthor atrfstart atrfend bkmkstart bkmkend themedata colorschememapping latentstyles datastore objdata
    objclass upr background pgptbl mmathPr
"""
_UNSEEN = frozenset(_UNSEEN_WORDS.split())
# Groups inside an unseen one that are seen all the same: the text of a drawn box, the Unicode form of a text.
_SEEN_AGAIN = frozenset(("shptxt", "ud"))
_TARGETS = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info", "title": "title", "author": "author",
            "footnote": "note"}  # fmt: skip
_HOLDING = frozenset(("note", "title", "author", "styles"))
_STARRED = frozenset(("shppict", "shpinst")) | _SEEN_AGAIN
_DEPTH = 10_000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits."""

    target: str = ""  # "" the text, "skip", "fonts", "styles", "info", "title", "author", "note"
    skip_after: int = 1
    codec: str = ""
    deleted: bool = False
    hidden: bool = False
    table: bool = False
    style: int = 0


@dataclass(slots=True)
class RtfText:
    """What an RTF file says: paragraphs, rows and footnotes, its title and author, sentences on what was left out."""

    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_rtf(data: bytes) -> RtfText:
    """Return the text of an RTF file; raise NewsError where it is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise NewsError("It is no RTF: save the document again as .rtf, .docx or plain text.")
    reader = _Reader(data.decode("latin-1"))
    reader.run()
    return reader.finish()


class _Reader:
    """Walks through the tokens of one file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._state = _State()
        self._stack: list[_State] = []
        self._default = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._names: dict[int, str] = {}
        self._bytes = bytearray()
        self._out: list[str] = []
        self._held: list[list[str]] = []
        self._cells: list[str] = []
        self._footnotes: list[str] = []
        self._blocks: list[Block] = []
        self._meta: dict[str, str] = {}
        self._skip = 0
        self._star = False
        self._lost: set[str] = set()
        self._acts: dict[str, Callable[[int | None], None]] = {
            "u": self._unicode,
            "uc": lambda number: self._set(skip_after=max(0, 1 if number is None else number)),
            "f": self._set_font,
            "fcharset": self._set_charset,
            "cpg": self._set_page,
            "ansicpg": self._set_default,
            "mac": lambda _number: self._set_default(10000),
            "pc": lambda _number: self._set_default(437),
            "pca": lambda _number: self._set_default(850),
            "plain": lambda _number: self._set(deleted=False, hidden=False, codec=""),
            "pard": lambda _number: self._set(table=False, style=0),
            "intbl": lambda _number: self._set(table=True),
            "s": lambda number: self._set(style=number or 0),
            "deleted": lambda number: self._set(deleted=number != 0),
            "v": lambda number: self._set(hidden=number != 0),
            "cell": self._end_cell,
            "nestcell": self._end_cell,
            "row": self._end_row,
            "nestrow": self._end_row,
        }

    def run(self) -> None:
        """Read all tokens."""
        place, text = 0, self._text
        while (match := _TOKEN.match(text, place)) is not None:
            place = match.end()
            word, number, code, sign, brace, run = match.groups()
            if run is not None:
                self._run(run)
            elif word is not None:
                if word == "bin":
                    place += max(0, int(number or 0))
                self._word(word, None if number is None else int(number))
            elif code is not None:
                self._code(int(code, 16))
            elif sign is not None:
                self._sign(sign)
            elif brace == "{":
                self._open()
            elif brace == "}" and self._close():
                return

    def finish(self) -> RtfText:
        """Return what was read."""
        self._flush()
        self._end_paragraph()
        self._blocks += [Block(text, "note") for note in self._footnotes if (text := tidy(_whole(note)))]
        sentences = {
            "deleted": "Text that is deleted with tracked changes was left out.",
            "hidden": "Hidden text was left out.",
            "bytes": "Characters that its code page does not have were replaced by U+FFFD.",
        }
        notes = [sentence for key, sentence in sentences.items() if key in self._lost]
        numbered = [Block(block.text, block.kind, number) for number, block in enumerate(self._blocks, 1)]
        return RtfText(numbered, self._meta, notes)

    def _open(self) -> None:
        self._flush()
        if len(self._stack) >= _DEPTH:
            raise NewsError("The RTF is nested too deeply to be read: save it again as .docx.")
        self._stack.append(self._state)
        self._skip = 0
        self._star = False

    def _close(self) -> bool:
        """End a group; True where it was the last one."""
        self._flush()
        before, self._skip = self._state, 0
        if not self._stack:
            return True
        self._state = self._stack.pop()
        if before.target == self._state.target:
            if before.target == "styles":
                self._name_style(before.style)
            return not self._stack
        words = ""
        if before.target in _HOLDING:
            words, self._out = "".join(self._out), self._held.pop()
        if before.target == "note":
            self._footnotes.append(words)
        elif before.target in ("title", "author") and words.strip():
            self._meta[before.target] = _whole(words).strip()
        return not self._stack

    def _name_style(self, number: int) -> None:
        name = "".join(self._out).strip().rstrip(";").casefold()
        self._out.clear()
        if name in ("title", "heading 1", "titel", "titre", "título"):
            self._names[number] = "heading" if name == "heading 1" else "title"

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in _SIGNS:
            self._flush()
            self._put(_SIGNS[sign])

    def _run(self, run: str) -> None:
        if self._skip:
            self._skip, run = max(0, self._skip - len(run)), run[self._skip :]
        if self._state.target != "skip" and run:
            self._bytes += run.encode("latin-1")

    def _code(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        elif self._state.target != "skip":
            self._bytes.append(byte)

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        star, self._star = self._star, False
        if word != "u":
            self._skip = 0
        if word in _UNSEEN or word in _SEEN_AGAIN or star or word in _TARGETS:
            self._enter(word, star)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _ENDS:
            self._end_paragraph()
        else:
            act = self._acts.get(word)
            if act is not None:
                act(number)

    def _enter(self, word: str, star: bool) -> None:
        """Begin a group with another purpose than the text."""
        target = self._state.target
        if word in _SEEN_AGAIN and target == "skip":
            self._state = replace(self._state, target="")
        elif target == "skip" or (star and word in _STARRED):
            self._state = replace(self._state, target="skip" if word == "shpinst" else target)
        elif word in _TARGETS and not (star and word != "footnote"):
            self._state = replace(self._state, target=_TARGETS[word])
            if _TARGETS[word] in _HOLDING:
                self._held.append(self._out)
                self._out = []
        elif word in _UNSEEN or star:
            self._state = replace(self._state, target="skip")

    def _unicode(self, number: int | None) -> None:
        self._put(chr((number or 0) % 0x10000))
        self._skip = self._state.skip_after

    def _set_font(self, number: int | None) -> None:
        if self._state.target == "fonts":
            self._font = number or 0
        else:
            self._state = replace(self._state, codec=self._fonts.get(number or 0, ""))

    def _set_charset(self, number: int | None) -> None:
        if self._state.target == "fonts" and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number]

    def _set_page(self, number: int | None) -> None:
        if self._state.target == "fonts" and (codec := _codec(number)):
            self._fonts[self._font] = codec

    def _set_default(self, number: int | None) -> None:
        self._default = _codec(number) or self._default

    def _set(self, **changes: Any) -> None:
        self._state = replace(self._state, **changes)

    def _flush(self) -> None:
        """Decode the bytes that wait, by the font they stand in."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        try:
            text = data.decode("ascii")
        except UnicodeDecodeError:
            codec = self._state.codec or self._default
            text = data.decode(codec, "replace")
            if "\ufffd" in text and self._state.target == "":
                self._lost.add("bytes")
        self._put(text)

    def _put(self, text: str) -> None:
        state = self._state
        if state.target in ("skip", "fonts", "info"):
            return
        if state.deleted or state.hidden:
            if text.strip():
                self._lost.add("deleted" if state.deleted else "hidden")
            return
        self._out.append(text)

    def _end_paragraph(self) -> None:
        if self._state.target == "skip":
            return
        if self._state.target or self._state.table:
            self._out.append("\n")
            return
        kind = self._names.get(self._state.style, "")
        text = _whole("".join(self._out))
        self._out.clear()
        # A line that ends with a backslash is a paragraph too.
        self._blocks += [Block(part, kind) for piece in text.split("\n\n") if (part := tidy(piece))]

    def _end_cell(self, _number: int | None) -> None:
        if self._state.target == "":
            self._cells.append(tidy(_whole("".join(self._out))))
            self._out.clear()

    def _end_row(self, _number: int | None) -> None:
        if self._state.target or not self._cells:
            return
        cells, self._cells = self._cells, []
        if len(cells) == 1:
            self._blocks += [Block(part) for part in cells[0].split("\n") if part]
        elif any(cells):
            self._blocks.append(Block("\t".join(cells), "row"))


def _codec(number: int | None) -> str:
    name = {10000: "mac_roman", 65001: "utf-8", 1361: "johab", 936: "gbk", 0: ""}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _whole(text: str) -> str:
    """Return a text with the halves of characters put together; a half that stands alone becomes U+FFFD."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
