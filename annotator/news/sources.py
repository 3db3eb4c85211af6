"""Find the text files of an import, and what a file's text says about itself."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotator.core.zones import Zone
from annotator.news.errors import NewsError

SUFFIXES = (".txt", ".text")
_HEADLINE = 120
_SCRIPTS = (("he", re.compile("[\u05d0-\u05ea]")), ("ar", re.compile("[\u0620-\u064a]")))
# Persian, Urdu, Pashto, Kurdish and Uyghur write letters that Arabic does not have.
_NOT_ARABIC = re.compile("[\u0679-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())


def walk(sources: Iterable[Path], step: Callable[[], object] | None = None) -> Iterator[Path]:
    """Give the files named and, sorted by path, the text files of the folders named, each once; raise NewsError.

    `step` is called before each folder is looked into; what it raises ends the walk.
    """
    named = list(sources)
    for source in named:
        if not source.exists():
            raise NewsError(f"{source} does not exist: check the path.")
    return _walk(named, step)


def _walk(named: list[Path], step: Callable[[], object] | None) -> Iterator[Path]:
    seen: set[str] = set()
    for source in named:
        for path in _folder(source, step) if source.is_dir() else [source]:
            place = str(path.parent.resolve() / path.name) if len(named) > 1 else str(path)
            if place not in seen:
                seen.add(place)
                yield path


def _folder(folder: Path, step: Callable[[], object] | None) -> list[Path]:
    found: list[Path] = []
    visited: set[tuple[int, int]] = set()
    for here, folders, files in os.walk(folder, followlinks=True, onerror=_refuse):
        if step is not None:
            step()
        status = Path(here).stat()
        if (status.st_dev, status.st_ino) in visited:
            folders.clear()
            continue
        visited.add((status.st_dev, status.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(here, name) for name in files if name.lower().endswith(SUFFIXES) and not name.startswith(".")]
    if not found:
        raise NewsError(f"{folder} holds no text file: give a folder with {' or '.join(SUFFIXES)} files.")
    return sorted(found)


def _refuse(error: OSError) -> None:
    raise NewsError(f"{error.filename} cannot be read ({error.strerror}): check its permissions.") from error


def first_headline(text: str, zones: Iterable[Zone]) -> str:
    """Give the headline zone's text, or the first line that holds text, cut at about 120 characters."""
    for zone in zones:
        if zone.kind == "headline" and not zone.duplicate:
            return _cut(text[zone.start : zone.end])
    match = re.search(r"\S", text)
    if match is None:
        return ""
    line_end = text.find("\n", match.start())
    return _cut(text[match.start() : line_end if line_end >= 0 else len(text)])


def _cut(line: str) -> str:
    line = " ".join(line[: 4 * _HEADLINE].split())
    if len(line) <= _HEADLINE:
        return line
    head, _, _ = line[:_HEADLINE].rpartition(" ")
    return (head or line[: _HEADLINE - 1]) + "…"


def guess_language(text: str) -> str:
    """Give "ar" or "he" where most letters of the beginning are of that script, else an empty string."""
    head = text[:4000]
    plain = head.encode("ascii", "ignore")
    if 2 * (len(head) - len(plain)) <= len(plain.translate(None, _NO_LETTERS)):
        return ""  # most news: too few characters are left that could be of another script
    letters = len(_LETTER.findall(head))
    for language, script in _SCRIPTS:
        if 2 * len(script.findall(head)) > letters:
            foreign = len(_NOT_ARABIC.findall(head)) if language == "ar" else 0
            return "" if 50 * foreign > letters else language
    return ""
