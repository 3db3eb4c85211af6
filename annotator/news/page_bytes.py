"""Turn the bytes of a page into text: mark, header, declaration, UTF-8, and only then a guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from annotator.news.encodings import guess
from annotator.news.errors import NewsError

MAX_BYTES = 32 * 1024 * 1024
_LOOK = 4096
_DECLARED = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read under these names, see the WHATWG Encoding Standard, section 4.2.
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_OTHER_NAMES = {"x-sjis": "shift_jis", "windows-31j": "cp932", "ks_c_5601-1987": "cp949", "iso-8859-8-i": "iso8859-8",
                "windows-874": "cp874", "x-gbk": "gb18030", "x-euc-jp": "euc_jp"}  # fmt: skip
# Never the encoding of a page: these read signs as something else, or are no character encodings at all.
_NEVER = ("utf-7", "punycode", "idna", "raw_unicode_escape", "unicode_escape", "undefined", "palmos", "hz")
_BROKEN_IN = 500


@dataclass(frozen=True, slots=True)
class PageText:
    """Hold a page's markup as text, the encoding it was in and what has to be said about it."""

    text: str
    encoding: str
    notes: list[str] = field(default_factory=list)


def decode(data: bytes, told: str | None = None, hint: str = "") -> PageText:
    """Decode a page; `told` is an encoding that a person names, `hint` one that came along: it beats the page's word.

    Raises NewsError for a page that is too large or whose encoding can't be told.
    """
    if len(data) > MAX_BYTES:
        raise NewsError(f"the page is larger than {MAX_BYTES >> 20} MB: save it without its pictures and scripts")
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec, codec, [])
    name = told or hint or declared(data)
    codec = codec_of(name) if name else ""
    if told and not codec:
        raise NewsError(f"{told!r} is no encoding that is known here: name another, such as utf-8")
    notes = [f"The page names an encoding that is not known ({name})."] if name and not codec else []
    if told is None and codec.startswith(("utf-16", "utf-32")):
        codec = "utf-8"  # the declaration itself was read as ASCII
    return _by_name(data, codec, str(name), notes, sure=told is not None)


def declared(data: bytes) -> str:
    """Return the encoding that a page's beginning names; empty where it names none."""
    head = data[:_LOOK]
    found = _XML.match(head) or _DECLARED.search(head)
    return found[1].decode("ascii") if found else ""


def codec_of(name: str) -> str:
    """Return the codec a browser reads under an encoding's name; empty where there is none."""
    name = name.strip().lower()
    try:
        codec = codecs.lookup(_OTHER_NAMES.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    if codec in _NEVER or codec.endswith("_codec") or not _is_text(codec):
        return ""
    return _READ_AS.get(codec, codec)


def _is_text(codec: str) -> bool:
    try:
        return isinstance(b"a".decode(codec, "replace"), str)
    except (LookupError, ValueError):
        return False


def _by_name(data: bytes, codec: str, name: str, notes: list[str], *, sure: bool) -> PageText:
    if not sure and codec != "utf-8" and not data.isascii():
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            if codec:
                notes.append(f"The page says {name}, but is UTF-8; read as that.")
            return PageText(text, "utf-8", notes)
    if not codec:
        return _unnamed(data, notes)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return _lenient(data, codec, name, notes, "It was to be read as" if sure else "The page says")
    if codec != "utf-8" and not data.isascii():
        notes.append(f"Not UTF-8; read as {_shown(codec)}, as {'was told' if sure else 'the page says'}.")
    return PageText(text, _shown(codec) if not data.isascii() or sure else "utf-8", notes)


def _unnamed(data: bytes, notes: list[str]) -> PageText:
    try:
        return PageText(data.decode("utf-8"), "utf-8", notes)
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if 3 * broken < sum(character > "\x7f" for character in lenient):
        return _lenient(data, "utf-8", "utf-8", notes)
    found = guess(data)
    if found is None:
        raise NewsError("its encoding can't be told: save the page again in UTF-8")
    return PageText(found.text, found.encoding, [*notes, found.note])


def _lenient(data: bytes, codec: str, name: str, notes: list[str], said: str = "The page says") -> PageText:
    """Decode with a mark for each broken place, unless there are so many that the encoding must be another."""
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    if broken * _BROKEN_IN > len(text) + 2 * _BROKEN_IN:
        found = guess(data) if not codec.startswith(("utf-16", "utf-32")) else None
        if found is None:
            raise NewsError(f"it is not in {name}, and its encoding can't be told: save it again in UTF-8")
        return PageText(found.text, found.encoding, [*notes, f"{said} {name}, but is not that. {found.note}"])
    if broken:
        notes = [*notes, f"{broken} places that are no {_shown(codec)} were read as �."]
    elif codec != "utf-8":
        notes = [*notes, f"Read as {_shown(codec).upper()}."]
    return PageText(text, _shown(codec), notes)


def _shown(codec: str) -> str:
    return codec.replace("_", "-")
