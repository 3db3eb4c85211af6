"""Find the files of an import: those that are named, and in folders those that some reader knows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.work import kinds

_PACKED = (".zip", ".gz")
_LISTED = 10
PARTS = (".ann",)
"""Endings of files that are read with another one of the same name: never by themselves, where that one is there."""
TYPES = "typesystem.xml"
"""The name, in small letters, of the file beside XMI that says what its annotations are."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file to be read: where its bytes are, how reports call it, and its path below what was named.

    `loose`: it was found in a folder, so it is left out where no reader knows it. `part`: only some lines of it, as
    `formats.jsonl.lines` takes them.
    """

    path: Path
    shown: str
    name: str
    loose: bool = False
    part: tuple[int, int, int] | None = None


@dataclass(slots=True)
class Finding:
    """The files to be read, in their order, and sentences on what was left out."""

    places: list[Place] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@cache
def suffixes() -> tuple[str, ...]:
    """Return the endings of files that a folder is searched for, in small letters."""
    known = {ending.lower() for kind in kinds.known() if kind.reads for ending in kind.suffixes}
    return tuple(sorted({*known, *_PACKED}))


def find(sources: Iterable[Path], step: Callable[[], object] | None = None) -> Finding:
    """Find the files named and, sorted by path, those in the folders named, each once; hidden ones are passed over.

    `step` is called before each folder is looked into; what it raises ends the search. Raises AnnotatorError.
    """
    named = list(sources)
    for source in named:
        if not source.exists():
            raise AnnotatorError(f"{source} does not exist: check the path.")
    out, seen = Finding(), set()
    for source in named:
        for place in _folder(source, out, step) if source.is_dir() else [_single(source)]:
            key = str(place.path.parent.resolve() / place.path.name) if len(named) > 1 else str(place.path)
            if key not in seen:
                seen.add(key)
                out.places.append(place)
    return out


def _single(source: Path) -> Place:
    return Place(source, str(source), text_of(source.name))


def text_of(name: str) -> str:
    """Return a file's name as text that can be stored: bytes that are no UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _folder(folder: Path, out: Finding, step: Callable[[], object] | None) -> list[Place]:
    found: list[Path] = []
    strange: list[Path] = []
    visited: set[tuple[int, int]] = set()
    known = suffixes()
    for here, folders, files in os.walk(folder, followlinks=True, onerror=_refuse):
        if step is not None:
            step()
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__MACOSX")
        for name in files:
            if not name.startswith("."):
                (found if name.lower().endswith(known) else strange).append(Path(here, name))
    found = _without_parts(found)
    if not found:
        raise AnnotatorError(
            f"{folder} holds no text file or any other that can be read: give a folder with {', '.join(known)} files."
        )
    if strange:
        out.left_out.append(f"{folder}: {listed(sorted(str(path.relative_to(folder)) for path in strange))}")
    return [Place(path, str(path), text_of(path.relative_to(folder).as_posix()), loose=True) for path in sorted(found)]


def listed(names: list[str]) -> str:
    """Return the sentence on files that no reader knows, the first of them by name."""
    more = f" and {len(names) - _LISTED:,} more" if len(names) > _LISTED else ""
    return f"not read, since nothing here reads such files: {', '.join(map(text_of, names[:_LISTED]))}{more}"


def _without_parts(found: list[Path]) -> list[Path]:
    """Leave out files that are read together with the text of the same name, and the types of XMI beside it."""
    texts = {path for path in found if path.suffix == ".txt"}
    typed = {place for path in found if path.suffix == ".xmi" for place in (path.parent, path.parent.parent)}
    return [
        path
        for path in found
        if not (path.suffix in PARTS and path.with_suffix(".txt") in texts)
        and not (path.name.lower() == TYPES and path.parent in typed)
    ]


def _refuse(error: OSError) -> None:
    raise AnnotatorError(f"{error.filename} cannot be read ({error.strerror}): check its permissions.") from error
