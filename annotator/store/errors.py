"""What can be wrong with a project file, each as one sentence with the path and the remedy."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from annotator.core.errors import AnnotatorError

FULL = "{path}: the disk is full. Free some space, then try again; nothing was changed."
READ_ONLY = "{path}: this place can't be written. Use a folder where you may write, or copy the project there first."


class ProjectError(AnnotatorError):
    """A project file that can't be made, opened or written."""


class BusyError(ProjectError):
    """Another window or command holds the file."""


def sentence(error: sqlite3.Error | OSError, path: Path) -> ProjectError:
    """Return the error of SQLite or the system as a sentence about `path`."""
    text = str(error)
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return ProjectError(FULL.format(path=path))
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return ProjectError(READ_ONLY.format(path=path))
        return ProjectError(f"{path}: {error.strerror or text}. Check the path, then try again.")
    if "full" in text:
        return ProjectError(FULL.format(path=path))
    if "readonly" in text or "unable to open" in text:
        return ProjectError(READ_ONLY.format(path=path))
    if "locked" in text or "busy" in text:
        return BusyError(
            f"{path}: another program is using this project just now. Wait for it or close it, then try again."
        )
    if "malformed" in text or "not a database" in text or "corrupt" in text:
        return ProjectError(f"{path}: the file is damaged ({text}). Restore it from a copy.")
    return ProjectError(f"{path}: {text}. The last change was not made; try again or restore the file from a copy.")


def told(error: BaseException, path: Path | None) -> str:
    """Return any error as a sentence for a person.

    SQLite speaks of the project at `path`, the system of the file that it names; all else in its own words.
    """
    if isinstance(error, AnnotatorError):
        return str(error)
    if isinstance(error, sqlite3.Error) and path is not None:
        return str(sentence(error, path))
    if isinstance(error, OSError) and isinstance(error.filename, str):
        return str(sentence(error, Path(error.filename)))
    return f"{type(error).__name__}: {error}. What was shown is saved; close the project and open it again."


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and the file system inside the block into sentences about `path`."""
    try:
        yield
    except BrokenPipeError:  # the reader of standard output has seen enough
        raise
    except (sqlite3.Error, OSError) as error:
        raise sentence(error, path) from error
