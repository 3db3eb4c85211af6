"""Where files for several people are written: a name for each of them, and the folder, made where it is missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from annotator.core.errors import AnnotatorError
from annotator.store.errors import spoken
from annotator.store.files import SUFFIX, is_there
from annotator.store.people import Person

_FORBIDDEN = '<>:"/\\|?*'
MAX_BYTES = 160
"""Of a file's name without its ending, in UTF-8: room for what a name gets while it is made, on every file system."""

Key = TypeVar("Key")


def file_of_each(folder: Path, project: Path, persons: Mapping[Key, Person], ending: str = "") -> dict[Key, Path]:
    """Return the file that each person gets in a folder: `<project>-<name><ending>.annotator`.

    Where a file of that name is there already it gets a number: `…-2.annotator`; nothing is ever written over. Raises
    AnnotatorError where the folder is none and can't be made.
    """
    with spoken(folder):
        if folder.exists() and not folder.is_dir():
            raise AnnotatorError(f"{folder}: this is a file, not a folder. Choose another one.")
        if not folder.parent.is_dir():
            raise AnnotatorError(f"{folder.parent}: there is no such folder. Make it first, or choose another one.")
    stem = project.name.removesuffix(SUFFIX)
    names = {key: safe_name(f"{stem}-{who.name}") for key, who in persons.items()}
    folded = [name.casefold() for name in names.values()]
    out: dict[Key, Path] = {}
    for key, who in persons.items():
        twin = f"-{who.id[:8]}" if folded.count(names[key].casefold()) > 1 else ""
        out[key] = folder / f"{names[key]}{twin}{ending}{SUFFIX}"
    with spoken(folder):
        return _free(out)


def _free(paths: Mapping[Key, Path]) -> dict[Key, Path]:
    """Return the paths, those that are taken with the first number behind their names that is not."""
    kept = {key: path for key, path in paths.items() if not is_there(path)}
    taken = {path.name.casefold() for path in paths.values()}
    out: dict[Key, Path] = {}
    for key, path in paths.items():
        number, found = 1, path
        while key not in kept and (found.name.casefold() in taken or is_there(found)):
            number += 1
            found = path.with_name(f"{path.name.removesuffix(SUFFIX)}-{number}{SUFFIX}")
        taken.add(found.name.casefold())
        out[key] = found
    return out


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make a folder where it is missing; take it away again when what was to be written there failed."""
    with spoken(folder):
        missing = not folder.exists()
        if missing:
            folder.mkdir()
    try:
        yield
    except BaseException:
        if missing:
            with suppress(OSError):  # somebody else may have put a file there meanwhile
                folder.rmdir()
        raise


def safe_name(name: str) -> str:
    """Return a file name, without its ending, that every system takes: what it may not hold becomes a hyphen."""
    letters = [
        "-" if letter in _FORBIDDEN or unicodedata.category(letter)[0] == "C" else letter
        for letter in unicodedata.normalize("NFC", name)
    ]
    cut = "".join(letters).encode("utf-8")[:MAX_BYTES].decode("utf-8", "ignore")
    return cut.strip(" .-") or "package"
