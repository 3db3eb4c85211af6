"""Cut a web archive into its records, packed or not, in bounded memory, and find on after a broken one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

HEADER = 64 * 1024
BLOCK = 48 * 1024 * 1024
_CHUNK = 64 * 1024
_OUT = 1024 * 1024
# So much is unpacked in search of a record, or to skip one; then the search goes on at the next packed member.
_FAR = 512 * 1024 * 1024
_NEXT = re.compile(rb"(?:\r?\n)WARC/[01]\.")
_DAMAGED = "its packed bytes are damaged"
# The end of a header, or the next record's beginning where it has none: no header is searched farther than that.
_END = re.compile(rb"\r?\n(?:\r?\n|(?=WARC/[01]\.)(WARC))")
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record: where it starts in the file (bytes), its header and block; `size`: the block's whole length.

    A block of more than 48 MB is cut to its first 64 KB. `broken` says what is wrong with the record.
    """

    offset: int
    header: bytes = b""
    block: bytes = b""
    size: int = 0
    broken: str = ""


class _TooFar(Exception):
    """There is more packed than anyone needs."""


def records(file: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records of a web archive from its start; a broken one says so, and the rest goes on."""
    stream = _Stream(file)
    while True:
        offset = stream.offset
        try:
            stream.skip_blank()
            offset = stream.offset
            if stream.fill(1):
                record = _record(stream, offset)
            elif stream.damaged_at >= 0:
                record = RawRecord(stream.damaged_at, broken=_DAMAGED)
            else:
                return
        except _TooFar:
            yield RawRecord(offset, broken=f"it unpacks to more than {_FAR >> 20} MB")
            if not stream.next_member(offset):
                return
            continue
        # What was read ahead may be damaged: that is the fault of a later record, unless this one misses its end.
        damaged = record.broken and stream.damaged_at >= 0 and not stream.buffer
        yield RawRecord(record.offset, record.header, broken=_DAMAGED) if damaged else record
        if damaged and not stream.next_member(stream.damaged_at):
            return


def _record(stream: _Stream, offset: int) -> RawRecord:
    stream.fill(HEADER)
    end = _END.search(stream.buffer, 0, HEADER)
    if end is None or end[1] or not stream.buffer.startswith(b"WARC/"):
        stream.resync()
        return RawRecord(offset, broken="it does not begin as a record does")
    header = bytes(stream.buffer[: end.end()])
    length = _LENGTH.search(header)
    if length is None:
        stream.drop(end.end() - 2)
        stream.resync()
        return RawRecord(offset, header, broken="it does not tell its length")
    size = int(length[1])
    stream.drop(end.end())
    if size > BLOCK:
        stream.fill(HEADER)
        block = bytes(stream.buffer[:HEADER])
        whole = stream.skip(size)
        return RawRecord(offset, header, block, size, "" if whole else "it is cut off")
    whole = stream.fill(size)
    stream.fill(size + 4)
    follows = bytes(stream.buffer[size : size + 4])
    if not whole or (follows and follows[:1] not in b"\r\n"):
        inner = _NEXT.search(stream.buffer)
        stream.drop(inner.start() if inner is not None else len(stream.buffer))
        if inner is None and whole:
            stream.resync()
        return RawRecord(
            offset, header, broken="it is cut off" if inner is None and not whole else "its length is wrong"
        )
    block = bytes(stream.buffer[:size])
    stream.drop(size)
    return RawRecord(offset, header, block, size)


class _Stream:
    """The unpacked bytes of an archive from where reading stands, and where in the file they come from.

    `damaged_at`: where the packed member starts that can't be unpacked to its end; -1 while there is none.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.buffer = bytearray()
        start = file.read(2)
        self._packed = start == b"\x1f\x8b"
        self._restart(0)

    def _restart(self, place: int) -> None:
        self._file.seek(place)
        self.buffer.clear()
        self._read = place
        self._taken = 0
        self._put = 0
        self._raw = b""
        self._members: list[tuple[int, int]] = [(0, place)]
        self._unpack = zlib.decompressobj(31)
        self.damaged_at = -1

    @property
    def offset(self) -> int:
        """Return where in the file the buffer starts; of packed bytes, where their member does."""
        if not self._packed:
            return self._members[0][1] + self._taken
        while len(self._members) > 1 and self._members[1][0] <= self._taken:
            self._members.pop(0)
        return self._members[0][1]

    def fill(self, size: int) -> bool:
        """Read until the buffer holds so many bytes; False where the file ends before."""
        while len(self.buffer) < size:
            more = self._more()
            if not more:
                return False
            self.buffer += more
            self._put += len(more)
        return True

    def _more(self) -> bytes:
        if not self._packed:
            return self._file.read(_CHUNK)
        while self.damaged_at < 0:
            if not self._raw:
                self._raw = self._file.read(_CHUNK)
                self._read += len(self._raw)
                if not self._raw:
                    return b""
            if self._unpack.eof:
                self._raw = self._raw.lstrip(b"\0")
                self._unpack = zlib.decompressobj(31)
                self._members.append((self._put, self._read - len(self._raw)))
                continue
            try:
                out = self._unpack.decompress(self._raw, _OUT)
            except zlib.error:
                self.damaged_at = self._members[-1][1]
                return b""
            self._raw = self._unpack.unused_data or self._unpack.unconsumed_tail
            if out:
                return out
        return b""

    def drop(self, size: int) -> None:
        """Take bytes off the buffer's start."""
        self._taken += min(size, len(self.buffer))
        del self.buffer[:size]

    def skip(self, size: int) -> bool:
        """Pass over bytes without keeping them; False where the file ends before."""
        if self._packed and size > _FAR:
            raise _TooFar
        while size > 0 and self.fill(1):
            step = min(size, len(self.buffer))
            self.drop(step)
            size -= step
        return size == 0

    def skip_blank(self) -> None:
        """Pass over the line ends between records."""
        seen = 0
        while self.fill(1) and self.buffer[0] in b"\r\n":
            size = len(self.buffer) - len(self.buffer.lstrip(b"\r\n"))
            self.drop(size)
            seen += size
            if seen > _FAR:
                raise _TooFar

    def resync(self) -> None:
        """Pass over what is no record, up to the next line that begins one."""
        passed = 0
        while True:
            found = _NEXT.search(self.buffer)
            if found is not None:
                self.drop(found.start())
                return
            if self.buffer.startswith(b"WARC/") and passed:
                return
            keep = min(16, len(self.buffer))
            step = len(self.buffer) - keep
            self.drop(step)
            passed += step
            if passed > _FAR:
                raise _TooFar
            if not self.fill(keep + 1):
                self.drop(len(self.buffer))
                return

    def next_member(self, offset: int) -> bool:
        """Go to the next packed member that begins a record; False where there is none."""
        place, tail = offset + 2, b""
        self._file.seek(place)
        while data := self._file.read(_CHUNK):
            window = tail + data
            start = window.find(b"\x1f\x8b\x08")
            while start >= 0:
                here = place - len(tail) + start
                if self._begins(here):
                    self._restart(here)
                    return True
                start = window.find(b"\x1f\x8b\x08", start + 1)
            place += len(data)
            tail = window[-2:]
            self._file.seek(place)
        return False

    def _begins(self, place: int) -> bool:
        self._file.seek(place)
        try:
            return zlib.decompressobj(31).decompress(self._file.read(4096), 16).startswith(b"WARC/")
        except zlib.error:
            return False
