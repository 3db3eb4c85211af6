"""Files with one JSON value a line, read in pieces: nothing holds more than a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.core.sources import Fault, Source
from annotator.formats.errors import RecordError

MAX_LINE = 256 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def lines(source: Source) -> Iterator[tuple[int, bytes] | Fault]:
    """Yield (number, line) of each line that holds anything, its end included; lines end at LF alone.

    A line of more than 256 MB is a Fault; so is a file without any. The option `part` (first byte, byte after the last,
    number of the first line) asks for some lines alone. Raises OSError.
    """
    size = max(source.path.stat().st_size, 1)
    start, stop, first = source.options.get("part", (0, size, 1))
    found = first > 1
    with source.path.open("rb") as file:
        file.seek(start)
        for number, line in enumerate(_bounded(file, stop), start=first):
            line = line.removeprefix(_BOM) if number == 1 else line
            if not line.strip():
                continue
            found = True
            if number % 16 == 0:
                source.step(file.tell(), size)
            if len(line) > MAX_LINE:
                yield Fault(number, "the line is longer than 256 MB: split the article")
            else:
                yield number, line
    if not found:
        raise RecordError("the file is empty; name a file with one record a line")


def parts(path: Path, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a file into parts of about `size` bytes that end with a line; see `lines`. Raises OSError."""
    start, number = 0, 1
    with path.open("rb") as file:
        while data := file.read(size):
            count = data.count(b"\n")
            while data and not data.endswith(b"\n"):
                data = file.readline(1 << 20)
                count += data.endswith(b"\n")
            yield start, file.tell(), number
            start, number = file.tell(), number + count


def _bounded(file: BinaryIO, stop: int) -> Iterator[bytes]:
    """Yield the lines that start before a byte, an overlong one cut once and skipped to its end."""
    while file.tell() < stop and (line := file.readline(MAX_LINE + 1)):
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
