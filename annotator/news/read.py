"""Read one plain-text file as an article's text, and say how it was read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from pathlib import Path

from annotator.news.encodings import guess
from annotator.news.errors import NewsError

MAX_BYTES = 64 * 1024 * 1024
# UTF-32 stands first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16-be"),
)
_DOCUMENTS = ((b"%PDF-", "a PDF"), (b"{\\rtf", "an RTF document"), (b"PK\x03\x04", "a Word or zip file"))
_BINARY = re.compile("[\x01-\x08\x0e-\x1a\x7f]")


@dataclass(frozen=True, slots=True)
class NewsText:
    """Hold a text with LF line ends, the encoding it came in, and notes for the import's report."""

    text: str
    encoding: str
    notes: list[str] = field(default_factory=list)


def read_text_file(path: Path, encoding: str = "") -> NewsText:
    """Read a text file without changing anything but a byte order mark and line ends; raise NewsError.

    `encoding` is the one that a person chose; without it, it is told by the file.
    """
    data = _bytes_of(path)
    text, encoding, notes = _decode_chosen(path, data, encoding) if encoding else _decode(path, data)
    if "\0" in text:
        raise NewsError(f"{path} is not a text file (it holds zero bytes): save it as plain text in UTF-8.")
    if not text.strip():
        raise NewsError(f"{path} holds no text: leave it out or add the article.")
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    if unix != text:
        notes.append("Line ends were changed to LF.")
    return NewsText(unix, encoding, notes)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise NewsError(f"{path} is a folder: give a text file.")
        if path.exists() and not path.is_file():
            raise NewsError(f"{path} is not an ordinary file: give a text file.")
        if path.stat().st_size > MAX_BYTES:
            raise NewsError(f"{path} is larger than 64 MB: split it into single articles.")
        return path.read_bytes()
    except FileNotFoundError:
        raise NewsError(f"{path} does not exist: check the path.") from None
    except OSError as error:
        raise NewsError(f"{path} cannot be read ({error.strerror}): check the file and its permissions.") from error
    except ValueError:
        raise NewsError(f"{str(path)!r} is not a possible path: check the path.") from None


def _decode(path: Path, data: bytes) -> tuple[str, str, list[str]]:
    for head, name in _DOCUMENTS:
        if data.startswith(head):
            raise NewsError(f"{path} is {name}, not plain text: save it as plain text in UTF-8.")
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            return _decode_marked(path, data, len(mark), name, codec)
    try:
        return data.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(path, data, error.start)
    if b"\0" in data:
        raise NewsError(f"{path} is not a text file (it holds zero bytes): save it as plain text in UTF-8.")
    found = guess(data)
    if found is None or len(_BINARY.findall(found.text)) > len(found.text) // 200:
        raise NewsError(f"{path} is not in an encoding that can be told: save it as plain text in UTF-8.")
    return found.text, found.encoding, [found.note]


def _decode_chosen(path: Path, data: bytes, encoding: str) -> tuple[str, str, list[str]]:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError:
        raise NewsError(f"There is no encoding {encoding!r:.40}: name one such as utf-8 or cp1252.") from None
    except UnicodeDecodeError as error:
        raise NewsError(f"{path} is not {name} at byte {error.start}: choose another encoding.") from None
    return text.removeprefix("\ufeff"), name, []


def _decode_marked(path: Path, data: bytes, skip: int, name: str, codec: str) -> tuple[str, str, list[str]]:
    try:
        text = data[skip:].decode(codec)
    except UnicodeDecodeError as error:
        place = f"marked as {codec.upper()}, but byte {skip + error.start} is broken"
        raise NewsError(f"{path} is {place}: save it again as plain text in UTF-8.") from None
    notes = ["A byte order mark was removed."]
    if name != "utf-8-sig":
        notes.insert(0, f"Read as {codec.upper()}.")
    return text, name, notes


def _refuse_broken_utf8(path: Path, data: bytes, first: int) -> None:
    """Refuse what is UTF-8 but for a few bytes: a guess would turn every accent into two wrong letters."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        lenient = data.decode("utf-8", "replace")
        broken = lenient.count("\ufffd")
        whole = sum(character > "\x7f" for character in lenient) - broken
        if whole < 3 or whole < 2 * broken:
            return
    else:
        raise NewsError(f"{path} holds half a surrogate pair at byte {first}: save it again as plain text in UTF-8.")
    raise NewsError(f"{path} is UTF-8, but byte {first} is broken: save it again as plain text in UTF-8.")
