"""Project files: making, checking, opening, copying, closing."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from sqlite_utils import Database

from annotator.store import schema
from annotator.store.errors import ProjectError, spoken
from annotator.store.lock import FileLock

SUFFIX = ".annotator"
_MAGIC = b"SQLite format 3\0"
_CHOOSE = "Choose a project or package that News Annotator wrote."
_REMOTE = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "afpfs", "davfs", "ceph", "lustre", "glusterfs",
    "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs2", "fuse.gvfsd-fuse",
}  # fmt: skip
_OCTAL = re.compile(r"\\([0-7]{3})")  # how a list of mounts writes spaces


def project_path(path: Path) -> Path:
    """Return `path` with the program's suffix where it has none."""
    return path if path.suffix else path.with_name(path.name + SUFFIX)


def is_there(path: Path) -> bool:
    """Tell whether a file is there, as far as this user may look."""
    try:
        return path.exists()
    except OSError:
        return False


def existing(path: Path) -> Path:
    """Return `path`, or with the program's suffix where only that file exists."""
    full = project_path(path)
    return full if is_there(full) and not is_there(path) else path


def connect(path: Path, *, read_only: bool = False, immutable: bool = False) -> Database:
    """Open a connection with the program's settings; nothing is written by this alone."""
    query = "?mode=ro" if read_only else "?mode=rw"
    uri = path.absolute().as_uri() + query + ("&immutable=1" if immutable else "")
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10, check_same_thread=False)
    db = Database(conn, execute_plugins=False)
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    return db


@contextmanager
def being_made(path: Path) -> Iterator[Path]:
    """Give an empty file to build a project in; it gets the name `path`, which must be free, when all went well.

    A failure leaves nothing behind.
    """
    with spoken(path):
        if path.exists():
            raise ProjectError(f"{path}: there is already a file of this name. Choose another name.")
        if not path.parent.is_dir():
            raise ProjectError(f"{path.parent}: there is no such folder. Make it first, or choose another one.")
        temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
        temporary.touch(exist_ok=False)
        try:
            yield temporary
            temporary.rename(path)
        finally:
            for ending in ("", "-journal"):
                temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def check_kind(path: Path) -> None:
    """Raise ProjectError unless the bytes of `path` are those of a project this program can read."""
    if not path.exists():
        raise ProjectError(f"{path}: there is no such file. Check the path, or make a new project.")
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no ordinary file"
        raise ProjectError(f"{path}: this is {what}, not a project file. Name a file that ends in {SUFFIX}.")
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        raise ProjectError(f"{path}: the file is empty. Restore it from a copy, or make a new project.")
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise ProjectError(f"{path}: this is not an annotator project. {_CHOOSE}")
    if int.from_bytes(head[68:72], "big") != schema.APPLICATION_ID:
        raise ProjectError(f"{path}: this is a database of another program, not an annotator project. {_CHOOSE}")


def check_inside(db: Database, path: Path, *, quick: bool) -> int:
    """Check what an open file holds, before anything is written; return its version."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > schema.NEWEST:
        raise ProjectError(
            f"{path}: this project was written by a newer News Annotator (format {version}, this program knows "
            f"{schema.NEWEST}). Update the program to open it."
        )
    strange = schema.objects(db) - schema.shape(version)
    strange = {item for item in strange if not (item[0] == "table" and item[1].startswith("sqlite_stat"))}
    if strange:
        names = ", ".join(sorted(name for _, name, _ in strange)[:3])
        raise ProjectError(
            f"{path}: the file holds database parts that this program did not make ({names}). "
            "Open it with the program that made it, or restore the project from a copy."
        )
    missing = {name for _, name, _ in schema.shape(version) - schema.objects(db)}
    if missing:
        raise ProjectError(
            f"{path}: the file is damaged ({', '.join(sorted(missing)[:3])} missing). Restore it from a copy."
        )
    if not quick:
        found = " ".join(db.execute("PRAGMA quick_check(1)").fetchone()[0].split())
        if found != "ok":
            raise ProjectError(f"{path}: the file is damaged ({found}). Restore it from a copy.")
    return version


def upgrade(db: Database, path: Path, version: int) -> Path | None:
    """Bring an older file to today's form; first copy it to `<name>.v<N>.bak`, whose path is returned."""
    if version == schema.NEWEST:
        return None
    backup = _free(path.with_name(f"{path.name}.v{version}.bak"))
    copy_to(db, backup)
    schema.migrate(db)
    check_inside(db, path, quick=True)
    return backup


def _free(path: Path) -> Path:
    """Return `path`, or the first numbered one that no file has yet."""
    numbered = (path.with_name(f"{path.stem}.{number}{path.suffix}") for number in count(2))
    return next(found for found in chain([path], numbered) if not found.exists())


@contextmanager
def held(target: Path) -> Iterator[None]:
    """Hold the lock of a file that is about to be replaced, where there is one."""
    if not target.exists():
        yield
        return
    lock = FileLock(target)
    try:
        yield
    finally:
        lock.release()


def copy_to(db: Database, target: Path) -> None:
    """Write a consistent copy of an open project to `target`, replacing it only when complete.

    Raises BusyError when `target` is a project that a window or command holds open.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with spoken(target), held(target):
            temporary.unlink(missing_ok=True)
            copy = sqlite3.connect(temporary)
            try:
                db.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def tidy(path: Path) -> None:
    """Turn a closed project into a single file; where somebody reads it, its log stays beside it, whole."""
    with suppress(sqlite3.OperationalError), closing(connect(path).conn) as conn:
        conn.execute("PRAGMA busy_timeout = 0")  # quitting waits for nobody
        conn.execute("PRAGMA journal_mode = DELETE")


def is_remote(path: Path, mounts: Path = Path("/proc/mounts")) -> bool:
    """Tell whether `path` lies on a network file system, by a list of mounts as Linux keeps it (elsewhere: no)."""
    if not mounts.exists():
        return False
    best, kind = "", ""
    place = str(path.resolve())
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").split("\n"):
        part = [_OCTAL.sub(lambda found: chr(int(found[1], 8)), word) for word in line.split(" ")]
        if len(part) > 2 and len(part[1]) >= len(best) and (place + "/").startswith(part[1].rstrip("/") + "/"):
            best, kind = part[1], part[2]
    return kind in _REMOTE
