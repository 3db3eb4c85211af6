"""Files and folders that appear whole: what stood there stays until all is written, and for good where that fails."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.errors import AnnotatorError
from annotator.store.errors import spoken

MANIFEST = "manifest.json"
HIDDEN_MANIFEST = ".manifest.json"
"""Where a folder of a format lists its files: tools that read the folder do not look at it."""
MADE_BY = "News Annotator"
_STRAY = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_FEW = 64


@contextmanager
def opened(target: Path | None, project: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file `target`, or stdout; a failure leaves what was there before."""
    if target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with spoken(target):
        if target.is_dir():
            raise AnnotatorError(f"{target} is a folder. Name a file to export to.")
        _check_parent(target)
        if target.exists() and target.samefile(project):
            raise AnnotatorError(f"{target} is the project itself. Name another file to export to.")
        if target.exists() and not target.is_file():
            with target.open("wb") as special:
                yield special
            return
        with _replaced(target.resolve()) as file:
            yield file


def _check_parent(target: Path) -> None:
    if not target.resolve().parent.is_dir():
        raise AnnotatorError(f"{target.parent}: there is no such folder. Make it first, or choose another one.")


@contextmanager
def _replaced(target: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the name `target` and its rights when all went well, and leaves nothing otherwise."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def folder_at(target: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of `target` when all went well, and leaves nothing otherwise.

    The folder must hold a manifest in the end (`list_files`). A folder that is there is replaced where it is empty, or
    where it is an export of ours in which nothing was added or changed since.
    """
    with spoken(target):
        _check_parent(target)
        if target.exists():
            _check_replaceable(target)
        target = target.resolve()
        new, old = (target.with_name(f".{target.name}.{os.getpid()}.{ending}") for ending in ("new", "old"))
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            yield new
            _settle(new)
            if target.exists():
                _check_replaceable(target)
                shutil.copymode(target, new)
                _swap(new, target, old)
            else:
                new.rename(target)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of another one; between the two renames the target is not there."""
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _check_replaceable(folder: Path) -> None:
    if not folder.is_dir():
        raise AnnotatorError(f"{folder} is a file. Name a folder to export to.")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    there = {name for name in there if Path(name).name not in _STRAY}
    if not there:
        return
    known = _files_of(folder)
    strange = min(there - known.keys() - {MANIFEST, HIDDEN_MANIFEST}, default=None)
    if not known or strange is not None:
        what = f"It holds {strange}" if strange is not None else "It is not empty"
        raise AnnotatorError(
            f"{folder}: this folder is no export that could be replaced. {what}; name a new folder, or empty this one."
        )
    for name in sorted(there & known.keys()):
        if file_facts(folder / name) != known[name]:
            raise AnnotatorError(
                f"{folder / name} was changed since it was exported. Keep it elsewhere, or name a new folder."
            )


def _files_of(folder: Path) -> dict[str, Any]:
    """Return name -> facts of the files that an export of ours put into a folder; nothing where it is none."""
    for name in (MANIFEST, HIDDEN_MANIFEST):
        try:
            found = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(found, dict) and found.get("made_by") == MADE_BY and isinstance(found.get("files"), dict):
            return dict(found["files"])
    return {}


def file_facts(path: Path) -> dict[str, Any]:
    """Return the size in bytes and the SHA-256 of a file."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"bytes": file.tell(), "sha256": digest}


def files_in(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the files below a folder, by name, with their facts; manifests are left out."""
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: file_facts(paths[name]) for name in sorted(paths) if name not in (MANIFEST, HIDDEN_MANIFEST)}


def list_files(folder: Path) -> None:
    """Write the hidden manifest of a folder of files, by which a later export knows that it may be replaced."""
    found = {"made_by": MADE_BY, "files": files_in(folder)}
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (folder / HIDDEN_MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _settle(folder: Path) -> None:
    """Have the files on the disk before the folder takes its name."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    if len(paths) > _FEW and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
