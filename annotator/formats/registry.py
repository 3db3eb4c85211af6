"""The formats this program reads and writes, by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.formats import native
from annotator.formats.errors import FormatError


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, which file names it goes by, and whether it is read or written."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    reads: bool
    writes: bool


TEXT = Format("text", "Plain text, one article a file; zones are found and marked", (".txt", ".text"), True, False)
NATIVE = Format(native.NAME, native.TITLE, native.SUFFIXES, True, True)
FORMATS = (NATIVE, TEXT)


def named(name: str, *, writing: bool = False) -> Format:
    """Return the format of this name; raise FormatError that names those that exist."""
    fit = [f for f in FORMATS if (f.writes if writing else f.reads)]
    found = next((f for f in fit if f.name == name), None)
    if found is None:
        known = ", ".join(f.name for f in fit)
        verb = "writes" if writing else "reads"
        raise FormatError(f"There is no format {name!r} to use here; this program {verb}: {known}.")
    return found


def detect(path: Path) -> Format:
    """Return the format of a file, by its name's ending, else by its first character."""
    for item in FORMATS:
        if path.suffix.lower() in item.suffixes:
            return item
    with path.open("rb") as file:
        head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return NATIVE if head.startswith(b"{") else TEXT
