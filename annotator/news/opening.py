"""Open large files of text, packed by gzip or not, and tell their encoding without holding them in memory."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from annotator.core.sources import HEAD, Head
from annotator.news.encodings import guess
from annotator.news.errors import NewsError

GZIP = b"\x1f\x8b"
_CHUNK = 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A file's encoding, what the import's report says of it, and whether single bytes of it may be broken."""

    name: str
    note: str = ""
    errors: str = "strict"

    @property
    def shown(self) -> str:
        """Return the name for the articles' meta; empty for UTF-8."""
        return "" if self.name in ("utf-8", "utf-8-sig") else self.name.replace("_", "-")


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading bytes, unpacked where it is gzip; raises NewsError where that is broken, OSError."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
        file.seek(0)
        try:
            yield gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[misc]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise NewsError(f"{path} is a broken or cut gzip file: get it again.") from error


@contextmanager
def opened_text(path: Path, encoding: Encoding) -> Iterator[TextIO]:
    """Open a file for reading its text with line ends as they stand; raises NewsError, OSError."""
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding=encoding.name, errors=encoding.errors, newline="")
        try:
            yield text
        except UnicodeDecodeError as error:
            raise NewsError(
                f"{path} can't be read as {encoding.name} ({error.reason}): name its encoding, or save it as UTF-8."
            ) from error
        finally:
            text.detach()


def position(file: TextIO) -> int:
    """Return how many bytes of the file on the disk are read."""
    raw: Any = file.buffer
    return int(getattr(raw, "fileobj", raw).tell())  # that of a gzip file is the file on the disk


def encoding_of(path: Path, options: Mapping[str, Any], whole: int = 3) -> Encoding:
    """Return the encoding that a person chose, else that of a mark, else UTF-8, else a guess; raises NewsError.

    A file with broken bytes is UTF-8 all the same where near the first of them stand at least `whole` characters
    beyond ASCII that are right (and, unless that is 1, twice as many as are broken).
    """
    if chosen := options.get("encoding"):
        try:
            return Encoding(codecs.lookup(str(chosen)).name)
        except LookupError:
            raise NewsError(f"There is no encoding {chosen!r:.40}: name one such as utf-8 or cp1252.") from None
    with opened(path) as file:
        broken = _first_broken(file)
        if isinstance(broken, Encoding):
            return broken
        file.seek(max(0, broken - _CHUNK // 2))
        return _guessed(path, file.read(_CHUNK), whole)


def peek(head: Head) -> tuple[bytes, str]:
    """Return the beginning of a file, unpacked, and its ending in small letters without ".gz"; never raises."""
    if not head.data.startswith(GZIP):
        return head.data, head.suffix
    try:
        data = zlib.decompressobj(wbits=31).decompress(head.data, HEAD)
    except zlib.error:
        data = b""
    stem = Path(head.path.stem if head.suffix == ".gz" else head.path.name)
    return data, stem.suffix.lower()


def _first_broken(file: BinaryIO) -> Encoding | int:
    """Return UTF-8, or the encoding that a mark tells; else where the first bytes lie that are no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = 0
    while chunk := file.read(_CHUNK):
        if not place:
            for mark, name in _MARKS:
                if chunk.startswith(mark):
                    return Encoding(name, f"Read as {name.upper()}." if name != "utf-8-sig" else "")
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return place + error.start
        place += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return max(0, place - 4)
    return Encoding("utf-8")


def _guessed(path: Path, sample: bytes, least: int) -> Encoding:
    lenient = sample.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    whole = sum(character > "\x7f" for character in lenient) - broken
    if whole >= least and whole >= min(least - 1, 2) * broken:
        note = "UTF-8, but some bytes are broken; the rows that hold them are refused."
        return Encoding("utf-8", note, "surrogateescape")
    found = None if b"\0" in sample else guess(sample)
    if found is None:
        raise NewsError(f"{path} is not in an encoding that can be told: name it, or save the file as UTF-8.")
    return Encoding(found.encoding.replace("-", "_"), found.note)
