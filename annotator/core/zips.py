"""Open zip files of strangers: how many members, how large and how tightly packed is limited, and no path leaves it.

Nothing is ever unpacked to a disk. Use::

    with opened(path) as members:
        if "content.xml" in members.names:
            data = members.read("content.xml")
"""

from __future__ import annotations

import errno
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from annotator.core.errors import AnnotatorError

MAX_MEMBERS = 20_000
MAX_BYTES = 1024 * 1024 * 1024
MAX_RATIO = 250
# A place before the file's beginning makes seeking an OSError.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_SMALL = 4 * 1024 * 1024
_CHUNK = 1024 * 1024


class ZipError(AnnotatorError):
    """A zip file that is broken, locked or beyond the limits; the sentence names what is wrong and what helps."""


class Members:
    """The files inside a zip: `names` in the zip's order, folders left out."""

    def __init__(self, file: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo]) -> None:
        """Keep the checked members of an open zip file."""
        self._file = file
        self._infos = infos
        self.names = tuple(infos)

    def size(self, name: str) -> int:
        """Return how many bytes a member says it has unpacked; raise KeyError."""
        return self._infos[name].file_size

    def read(self, name: str, limit: int = MAX_BYTES) -> bytes:
        """Return a member's bytes; raise KeyError where it is absent, ZipError where it is broken or above `limit`."""
        info = self._infos[name]
        if info.file_size > limit:
            raise ZipError(f"{name} in the zip file is larger than {limit // 1_000_000} MB.")
        parts: list[bytes] = []
        size = 0
        try:
            with self._file.open(info) as member:
                while part := member.read(_CHUNK):
                    parts.append(part)
                    size += len(part)
                    # What a member says of its size may be wrong.
                    if size > limit:
                        raise ZipError(f"{name} in the zip file is larger than it says.")
        except _BROKEN as error:
            raise _spoken(error, f"{name} in the zip file is broken: get the file again.") from error
        except (NotImplementedError, RuntimeError) as error:
            raise ZipError(f"{name} in the zip file is locked or packed in an unknown way: save it again.") from error
        return b"".join(parts)


@contextmanager
def opened(
    path: Path | BinaryIO, max_members: int = MAX_MEMBERS, max_bytes: int = MAX_BYTES, max_ratio: int = MAX_RATIO
) -> Iterator[Members]:
    """Open a zip file (a path, or an open file) for reading while the block runs.

    `max_bytes` limits all members together, unpacked; `max_ratio` how many times larger than packed one of more than
    4 MB may be. Raises ZipError, before anything is unpacked, and OSError.
    """
    raw = path.open("rb") if isinstance(path, Path) else path
    with raw if isinstance(path, Path) else nullcontext():
        try:
            file = zipfile.ZipFile(raw)
        except (*_BROKEN, ValueError, NotImplementedError) as error:
            raise _spoken(error, "It is no zip file, or it was cut off: get the file again.") from error
        yield Members(file, _checked(file, max_members, max_bytes, max_ratio))


def _spoken(error: Exception, sentence: str) -> Exception:
    """Return what is to be raised: an error of the disk as it is, one of the file with a sentence."""
    if isinstance(error, OSError) and error.errno != errno.EINVAL:
        return error
    return ZipError(sentence)


def _checked(file: zipfile.ZipFile, max_members: int, max_bytes: int, max_ratio: int) -> dict[str, zipfile.ZipInfo]:
    infos = file.infolist()
    if len(infos) > max_members:
        raise ZipError(f"The zip file holds {len(infos):,} files, more than {max_members:,}.")
    if sum(info.file_size for info in infos) > max_bytes:
        raise ZipError(f"The zip file holds more than {max_bytes // 1_000_000:,} MB when unpacked.")
    found: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        _check_path(info.filename)
        if info.file_size > max(_SMALL, max_ratio * info.compress_size):
            raise ZipError(f"{info.filename!r:.80} in the zip file is packed more than {max_ratio} times: a trap.")
        if not info.is_dir():
            if info.filename in found:
                raise ZipError(f"The zip file holds {info.filename!r:.80} twice: save it again.")
            found[info.filename] = info
    return found


def _check_path(name: str) -> None:
    """Refuse a path that would leave the folder it is unpacked in, on any system."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":" or not path.parts:
        raise ZipError(f"The zip file holds the path {name!r:.80}, which leads out of it.")
