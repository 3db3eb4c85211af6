"""An open project: its connection, its lock, its one way to write."""

from __future__ import annotations

import os
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from annotator import paths
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Scheme, parse_scheme
from annotator.store import files, schema
from annotator.store.errors import READ_ONLY, ProjectError, spoken
from annotator.store.lock import FileLock
from annotator.store.turns import Turns, Waiting

_TEXTS_KEPT = 4


class Project:
    """One project file; open it with `open_project`, `read_project` or `create_project`."""

    def __init__(self, path: Path, db: Database, lock: FileLock | None) -> None:
        self.path = path
        self.db = db
        self.lock = lock
        self._turns = Turns()
        self.notice = ""
        self._device = ""
        self._prepared = False
        self.owner_keys: dict[str, int] = {}
        self.texts: OrderedDict[str, str] = OrderedDict()
        self._scheme: Scheme | None = None

    @property
    def id(self) -> str:
        """Return the project's UUID."""
        return self.value("id")

    def value(self, key: str, default: str = "") -> str:
        """Return a setting of the project."""
        row = self.db.execute("SELECT value FROM project WHERE key = ?", (key,)).fetchone()
        return default if row is None else str(row[0])

    def set_value(self, key: str, value: str) -> None:
        """Store a setting of the project; call it inside `write`."""
        self.db.execute("INSERT OR REPLACE INTO project (key, value) VALUES (?, ?)", (key, value))

    @property
    def device(self) -> str:
        """Return the id of the device that writes here."""
        if not self._device:
            self._device = device_id()
        return self._device

    @property
    def scheme(self) -> Scheme:
        """Return the project's scheme as it stands now."""
        current = self.value("scheme")
        if self._scheme is None or self._scheme.hash != current:
            row = self.db.execute("SELECT toml FROM schemes WHERE hash = ?", (current,)).fetchone()
            if row is None:
                raise ProjectError(f"{self.path}: the file is damaged (no scheme). Restore it from a copy.")
            self._scheme = parse_scheme(row[0], f"{self.path}: its scheme")
        return self._scheme

    @contextmanager
    def write(self) -> Iterator[None]:
        """Do everything inside the block in one durable transaction, or nothing of it."""
        if self.lock is None:
            raise ProjectError(f"{self.path}: this project is open for reading only.")
        try:
            if self.db.conn.in_transaction:
                with self.db.atomic():
                    yield
            else:
                with self._transaction():
                    yield
        except BaseException:
            self.owner_keys.clear()
            raise

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with spoken(self.path):
            self.prepare()
            self._turns.begin(self.db.conn)
            try:
                with self.db.atomic():
                    yield
                self.db.conn.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    def text(self, article: str) -> str:
        """Return an article's text, from memory where it was asked for lately."""
        kept = self.texts.get(article)
        if kept is None:
            row = self.db.execute(
                "SELECT text FROM texts JOIN articles ON articles.pk = texts.article WHERE articles.id = ?", (article,)
            ).fetchone()
            if row is None:
                raise AnnotatorError(f"{self.path}: there is no article {article!r}.")
            kept = self.texts[article] = str(row[0])
            if len(self.texts) > _TEXTS_KEPT:
                self.texts.popitem(last=False)
        return kept

    def second(self) -> Project:
        """Return another connection to the same file under the same lock, for work beside the window."""
        with spoken(self.path):
            files.check_kind(self.path)  # somebody may have moved or removed it since
            self.prepare()
            twin = Project(self.path, files.connect(self.path, read_only=self.lock is None), self.lock)
        twin._prepared, twin._turns = True, self._turns
        return twin

    def write_first(self, waiting: Waiting) -> None:
        """Let this connection write before its twins do; `waiting` passes the time while one of them is at it."""
        self._turns.lead(self.db.conn, waiting)

    @property
    def alone(self) -> bool:
        """Tell whether no window of this process waits for its turn to write."""
        return not self._turns.led

    @contextmanager
    def beside(self) -> Iterator[Project]:
        """Give a second connection that is closed at the end."""
        twin = self.second()
        try:
            yield twin
        finally:
            twin.close_connection()

    def prepare(self) -> None:
        """Let readers and the writer go on side by side; this marks the file, so a mere look at it does without."""
        if self._prepared or self.lock is None:
            return
        if files.is_remote(self.path):
            self.db.execute("PRAGMA journal_mode = DELETE")
            self.notice = "This project lies on a network drive: saving is slower there. Keep one window on it."
        else:
            self.db.execute("PRAGMA journal_mode = WAL")
        self._prepared = True

    def copy_to(self, target: Path) -> None:
        """Save a consistent copy of the project."""
        files.copy_to(self.db, target)

    def close_connection(self) -> None:
        """Close this connection alone and leave the lock to the project it came from."""
        self.db.conn.close()

    def close(self) -> None:
        """Close the project; after a writer, a single file without a log beside it remains."""
        self.db.conn.close()
        if self.lock is None:
            return
        try:
            if self._prepared:
                with spoken(self.path):
                    files.tidy(self.path)
        finally:
            self.lock.release()
            self.lock = None


def open_project(path: Path, *, quick: bool = False, lazy: bool = False) -> Project:
    """Open a project for writing: checked, locked, brought to today's form.

    `quick` leaves out the check of every page, for a file that this user closed last and nobody touched since.
    `lazy` leaves every byte as it is until the first write, which then may have to wait for somebody who reads.
    """
    with spoken(path):
        path = files.existing(path)
        files.check_kind(path)
        if not os.access(path, os.W_OK):
            raise ProjectError(READ_ONLY.format(path=path))
        lock = FileLock(path)
        try:
            db = files.connect(path)
            try:
                return _ready(Project(path, db, lock), quick=quick, lazy=lazy)
            except BaseException:
                db.conn.close()
                raise
        except BaseException:
            lock.release()
            raise


def _ready(project: Project, *, quick: bool, lazy: bool) -> Project:
    version = files.check_inside(project.db, project.path, quick=quick)
    if not lazy or version < schema.NEWEST:
        project.prepare()
    backup = files.upgrade(project.db, project.path, version)
    if backup is not None:
        project.notice = f"The project was brought to the newest format; the old file is kept as {backup.name}."
    return project


def read_project(path: Path) -> Project:
    """Open a project for reading; works beside an open window and in a place that can't be written."""
    with spoken(path):
        path, db, version = _for_reading(path)
        try:
            if version < schema.NEWEST:
                raise ProjectError(
                    f"{path}: this project has an older format. Open it once in the window to bring it up to date."
                )
            db.execute("BEGIN")  # one state of the file for the whole reading, whatever a window writes meanwhile
        except BaseException:
            db.conn.close()
            raise
    return Project(path, db, None)


def _for_reading(path: Path) -> tuple[Path, Database, int]:
    """Return the file's path, a connection that can't write, and the file's version."""
    path = files.existing(path)
    files.check_kind(path)
    real = path.resolve()
    log = real.with_name(real.name + "-wal")
    immutable = not os.access(real.parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    db = files.connect(path, read_only=True, immutable=immutable)
    try:
        return path, db, files.check_inside(db, path, quick=True)
    except BaseException:
        db.conn.close()
        raise


def device_id() -> str:
    """Return this user's random device id, made at first use; a passing one where none can be kept."""
    made = str(uuid.uuid4())
    with suppress(OSError):
        file = paths.data_dir() / "device"
        with suppress(FileNotFoundError, ValueError):
            return str(uuid.UUID(file.read_text(encoding="ascii").strip()))
        file.write_text(made + "\n", encoding="ascii")
    return made
