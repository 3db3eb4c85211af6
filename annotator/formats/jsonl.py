"""Files with one JSON value a line, read in pieces: nothing holds more than a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotator.core.sources import Fault, Source
from annotator.formats.errors import RecordError

MAX_LINE = 256 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


def lines(source: Source) -> Iterator[tuple[int, bytes] | Fault]:
    """Yield (number, line) of each line that holds anything, its end included; lines end at LF alone.

    A line of more than 256 MB is a Fault; so is a file without any. Raises OSError.
    """
    found = False
    size = max(source.path.stat().st_size, 1)
    with source.path.open("rb") as file:
        for number, line in enumerate(_bounded(file), start=1):
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


def _bounded(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines, an overlong one cut once and skipped to its end."""
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
