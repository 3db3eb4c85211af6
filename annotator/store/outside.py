"""Another project file as a merge sees it: what it is to this project, whose work is taken, whether it is whole."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD, PROJECT_OWNER, SCHEME_OWNER, text_sha256
from annotator.core.names import check_name
from annotator.core.sharing import digest
from annotator.core.zones import from_json
from annotator.store import door, files, schema
from annotator.store.articles import PRESENT, VISIBLE, changed_text
from annotator.store.errors import ProjectError, spoken
from annotator.store.project import Project, read_project

COPY, PACKAGE, OTHER = "copy", "package", "other"
"""What a file can be to a project: a copy of it, a package made from it, or a project of its own."""

_NO_PEOPLE = (SCHEME_OWNER, PROJECT_OWNER, GOLD)
_COLUMNS = (
    "a.id, a.sha256, a.folded, a.characters, a.words, a.headline, a.source, a.published, a.meta, a.zones, a.wire, "
    "a.language"
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody as another file knows them: id, name, when they were added (RFC 3339)."""

    id: str
    name: str
    created: str


@dataclass(frozen=True, slots=True)
class Brought:
    """An article of another file: its columns from `id` to `language` as they are stored, and its text."""

    columns: tuple[Any, ...]
    text: str

    @property
    def id(self) -> str:
        """Return the article's id."""
        return str(self.columns[0])

    @property
    def sha256(self) -> str:
        """Return the hash of its text."""
        return str(self.columns[1])


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into a sentence, also where words in it, or its own, are no UTF-8 any more."""
    with spoken(path):
        try:
            yield
        except (UnicodeDecodeError, sqlite3.OperationalError) as error:
            if isinstance(error, sqlite3.OperationalError) and "decode" not in str(error):
                raise
            raise ProjectError(f"{path}: the file is damaged. Ask for a new copy of it.") from error


@contextmanager
def reading(path: Path, ours: Path) -> Iterator[Project]:
    """Open another file for reading, checked; one of an older format is brought up to date in a passing copy.

    Raises ProjectError when it is no project, newer than the program, damaged, or the very file `ours`.
    """
    with spoken(path):
        path = files.existing(path)
        files.check_kind(path)
        if path.samefile(ours):
            raise ProjectError(f"{path}: this is the project itself. Name another file to merge into it.")
    if _version(path) >= schema.NEWEST:
        with _readable(path):
            other = read_project(path)
            try:
                yield other
            finally:
                other.close()
        return
    with _readable(path), tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        copy = Path(folder, "copy" + files.SUFFIX)
        old = files.connect(path, read_only=True)
        try:
            files.copy_to(old, copy)
        finally:
            old.conn.close()
        db = files.connect(copy)
        try:
            schema.migrate(db)
            files.check_inside(db, path, quick=True)
            yield Project(path, db, None)
        finally:
            db.conn.close()


def _version(path: Path) -> int:
    """Return the format of a file, checked as for reading."""
    with _readable(path):
        with path.open("rb") as file:
            head = file.read(100)
        version = int.from_bytes(head[60:64], "big")  # where SQLite keeps user_version
        if version >= schema.NEWEST:
            return version
        db = files.connect(path, read_only=True)
        try:
            return files.check_inside(db, path, quick=True)
        finally:
            db.conn.close()


class Outside:
    """Another file, looked at from `ours`; made only where the file as a whole may be merged.

    Raises ProjectError for a package of another project, one that does not fit its manifest, a text or a scheme whose
    hash is wrong.
    """

    def __init__(self, ours: Project, other: Project, step: Callable[[], None] = lambda: None) -> None:
        self.project = other
        self.kind = _kind(ours, other)
        self.owner = other.value("package_owner") if self.kind == PACKAGE else ""
        self.schemes = _schemes(other)
        self.hashes: dict[str, str] = {}
        self.articles: dict[str, Brought] = {}
        self.people = {
            identity: Newcomer(identity, name, created)
            for identity, name, created in other.db.execute(
                "SELECT o.id, p.name, p.created FROM people p JOIN owners o ON o.pk = p.owner"
            )
        }
        self._read_articles(ours, step)
        if self.kind == PACKAGE:
            self._check_manifest()

    def takes(self, owner: str) -> bool:
        """Tell whether an owner's work is taken from this file."""
        if self.kind == COPY:
            return True
        if self.kind == PACKAGE:
            return owner == self.owner
        return owner in self.people and owner not in _NO_PEOPLE

    def expects(self, owner: str, events: int) -> bool:
        """Tell whether work that is not taken from this file is there by rights, so that nobody needs to be told."""
        if self.kind == PACKAGE:
            shown = owner == GOLD and bool(self.project.value("feedback"))
            return shown or (owner == SCHEME_OWNER and events <= 1)
        return True

    def fault_of(self, owner: str) -> str:
        """Return why a person of this file can't be taken, or an empty text."""
        if owner in _NO_PEOPLE:
            return ""
        who = self.people.get(owner)
        try:
            if who is None:
                door.check_identity(owner, "an owner")
                return ""
            door.check_person(who.id)
            if check_name(who.name) != who.name or not door.is_time(who.created):
                return f"{who.name[:60]!r} can't be an annotator's name, or has no time."
        except AnnotatorError as error:
            return str(error)
        return ""

    def _read_articles(self, ours: Project, step: Callable[[], None]) -> None:
        """Check every text that is seen there, and keep the articles that are not in our project."""
        known = {identity for (identity,) in ours.db.execute("SELECT id FROM articles")}
        found = self.project.db.execute(
            f"SELECT {_COLUMNS}, t.text FROM articles a LEFT JOIN texts t ON t.article = a.pk "
            f"WHERE {VISIBLE if self.kind == OTHER else PRESENT} ORDER BY a.id"
        )
        for number, (*columns, text) in enumerate(found):
            if number % 64 == 0:
                step()
            identity, sha = columns[:2]
            if text is None or text_sha256(text) != sha or columns[3] != len(text):
                raise ProjectError(changed_text(self.project, identity))
            self.hashes[identity] = sha
            if identity not in known:
                self.articles[identity] = self._brought(tuple(columns), text)

    def _brought(self, columns: tuple[Any, ...], text: str) -> Brought:
        """Return an article whose meta and zones can be read here."""
        try:
            door.check_identity(columns[0], "an article")
            meta = json.loads(columns[8])
            json.dumps(meta, ensure_ascii=False, allow_nan=False).encode("utf-8")
            from_json(json.loads(columns[9]), len(text))
        except (AnnotatorError, ValueError, RecursionError) as error:
            raise ProjectError(
                f"{self.project.path}: article {columns[0]!r:.60} can't be read ({error!s:.80}). "
                "Merge a copy of the file from before it was changed."
            ) from error
        if not isinstance(meta, dict):
            raise ProjectError(f"{self.project.path}: article {columns[0]!r:.60} has meta that is no object.")
        return Brought(columns, text)

    def _check_manifest(self) -> None:
        told: Any = None
        with suppress(ValueError, RecursionError):
            told = json.loads(self.project.value("manifest"))
        wanted = {"articles": len(self.hashes), "digest": digest(self.hashes.items())}
        if not isinstance(told, dict) or any(told.get(key) != value for key, value in wanted.items()):
            raise ProjectError(
                f"{self.project.path}: the articles of this package are not those it was made with. "
                "Ask its annotator for the package file itself."
            )


def _kind(ours: Project, other: Project) -> str:
    if other.id == ours.id:
        return COPY
    if other.value("package") or other.value("package_of"):
        if other.value("package_of") != ours.id:
            raise ProjectError(
                f"{other.path}: this is a package of another project. Merge it into the project it was made from."
            )
        return PACKAGE
    if ours.value("package"):
        raise ProjectError(
            f"{ours.path}: this is a package, which takes in no other project. Merge it into the project it came from."
        )
    return OTHER


def _schemes(other: Project) -> dict[str, str]:
    """Return the scheme texts of a file by their hashes, each checked."""
    texts = dict(other.db.execute("SELECT hash, toml FROM schemes").fetchall())
    for hash_, text in texts.items():
        if sha256(text.encode("utf-8")).hexdigest() != hash_:
            raise ProjectError(
                f"{other.path}: a scheme in this file does not match its hash: the file was changed from outside. "
                "Merge a copy of it from before that."
            )
    return texts
