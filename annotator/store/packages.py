"""Work packages: a project file with one person's articles and their own work alone, and what a file says of itself."""

from __future__ import annotations

import errno
import json
import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.events import encode, now, seal
from annotator.core.ids import PROJECT_OWNER, SCHEME_OWNER, text_sha256
from annotator.core.sharing import digest
from annotator.core.zones import effective, to_json
from annotator.store import articles, files, log, schema
from annotator.store.derived import settle_stories
from annotator.store.errors import ProjectError, spoken
from annotator.store.lock import FileLock
from annotator.store.people import Person, owner_key
from annotator.store.project import Project

OF_IMPORT = ("file", "import_path")
"""Keys of an article's meta that tell where it was read from; they stay in the lead's project."""

_CHUNK = 50


@dataclass(frozen=True, slots=True)
class Package:
    """What a package says of itself: its id, the project it was made from, whose it is, and what it was made with."""

    id: str
    project: str
    owner: str
    articles: int
    digest: str
    scheme: str


def about(project: Project) -> Package | None:
    """Return what a package says of itself, or None for a project that is none; raise ProjectError where it is torn."""
    identity = project.value("package")
    if not identity:
        return None
    try:
        manifest = json.loads(project.value("manifest"))
        facts = int(manifest["articles"]), str(manifest["digest"]), str(manifest["scheme"])
    except (ValueError, TypeError, KeyError) as error:
        raise ProjectError(
            f"{project.path}: this package is damaged (no manifest). Ask for a new copy of it."
        ) from error
    return Package(identity, project.value("package_of"), project.value("package_owner"), *facts)


@contextmanager
def being_made(target: Path) -> Iterator[Path]:
    """Give an empty file to build a package for `target` in; nothing of it is left unless it was given that name.

    Raises ProjectError where `target` is there already or its folder is not.
    """
    with spoken(target):
        if files.is_there(target):
            raise ProjectError(f"{target}: there is already a file of this name. Choose another folder.")
        building = target.with_name(f".{target.name}.{os.getpid()}.new")
        building.touch(exist_ok=False)
    try:
        yield building
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            building.with_name(building.name + ending).unlink(missing_ok=True)


def give_name(building: Path, target: Path) -> None:
    """Give a finished file its name; raise FileExistsError where somebody made such a file meanwhile."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "There is already a file of this name", str(target))
    building.rename(target)


def write(
    source: Project,
    paths: tuple[Path, Path],
    who: Person,
    package: str,
    ids: Sequence[str],
    step: Callable[[int], object],
) -> None:
    """Fill an empty file: these articles in this order, the scheme of today, and who alone; `step` hears counts.

    `paths` are the file as it is being made and, for sentences about it, as it will be.

    The file is made anew and never a copy with parts taken out: what SQLite frees keeps its words.
    """
    building, target = paths
    with spoken(target):
        lock = FileLock(building)
        made = Project(target, files.connect(building), lock)
        try:
            made.db.execute("PRAGMA secure_delete = ON")  # no page holds what stood in memory before
            schema.migrate(made.db)
            with made.write():
                _Writer(source, made, who, package).write(ids, step)
        finally:
            made.close_connection()
            lock.release()
        files.tidy(building)


class _Writer:
    """Writes one package inside one transaction of it."""

    def __init__(self, source: Project, made: Project, who: Person, package: str) -> None:
        self._source, self._made, self._who, self._package = source, made, who, package
        row = source.db.execute("SELECT pk FROM owners WHERE id = ?", (who.id,)).fetchone()
        self._there = -1 if row is None else int(row[0])
        self._hashes: list[tuple[str, str]] = []

    def write(self, ids: Sequence[str], step: Callable[[int], object]) -> None:
        made, db = self._made, self._made.db
        scheme = self._source.scheme
        owner_number = owner_key(made, self._who.id)
        db.execute(
            "INSERT INTO people (owner, name, lead, created) VALUES (?, ?, 0, ?)", (owner_number, self._who.name, now())
        )
        batch = db.execute(
            "INSERT INTO batches (kind, started, request, open) VALUES ('package', ?, '{}', 0) RETURNING pk", (now(),)
        ).fetchone()[0]
        self._write_scheme(scheme.hash, scheme.text)
        chosen = set(ids)
        for first in range(0, len(ids), _CHUNK):
            step(first)
            chunk = ids[first : first + _CHUNK]
            self._write_articles(first, chunk, chosen)
            self._write_streams(chunk, owner_number, batch)
            self._write_time(chunk, owner_number)
        manifest = {"articles": len(ids), "digest": digest(self._hashes), "scheme": scheme.hash}
        values = {
            "id": str(uuid.uuid4()), "package": self._package, "package_of": self._source.id,
            "package_owner": self._who.id, "opener": self._who.id, "manifest": json.dumps(manifest),
            "package_from": self._source.path.name.removesuffix(files.SUFFIX),
        }  # fmt: skip
        for key, value in values.items():
            made.set_value(key, value)

    def _write_scheme(self, hash_: str, text: str) -> None:
        """Write the scheme as the only version there is, by an event that names no device of anybody."""
        made = self._made
        made.db.execute("INSERT INTO schemes (hash, toml) VALUES (?, ?)", (hash_, text))
        made.set_value("scheme", hash_)
        stream = made.db.execute(
            "INSERT INTO streams (owner, article) VALUES (?, '') RETURNING pk", (owner_key(made, SCHEME_OWNER),)
        ).fetchone()[0]
        event = seal(
            owner=SCHEME_OWNER, article="", n=1, actor=PROJECT_OWNER, device=self._package, kind="scheme", scheme=hash_,
            payload=encode([("scheme", "", None, {"hash": hash_})]),
        )  # fmt: skip
        log.append(made, stream, event)

    def _write_articles(self, first: int, chunk: Sequence[str], chosen: set[str]) -> None:
        for pk, identity in enumerate(chunk, start=first + 1):
            row, item = self._article(identity)
            folded, source, published, language, text = row
            if text_sha256(text) != item.sha256:
                raise AnnotatorError(articles.changed_text(self._source, identity))
            meta = {key: value for key, value in item.meta.items() if key not in OF_IMPORT}
            # The lead's zones come as the article's own: their events stand beside those that give articles out.
            zones = to_json(effective(item.detected, articles.project_overrides(self._source, identity)))
            self._made.db.execute(
                "INSERT INTO articles (pk, id, sha256, folded, characters, words, headline, source, published, meta, "
                "zones, wire, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    pk, identity, item.sha256, folded, item.characters, item.words, item.headline, source, published,
                    json.dumps(meta, ensure_ascii=False, allow_nan=False), json.dumps(zones), self._wire(item, chosen),
                    language,
                ),
            )  # fmt: skip
            self._made.db.execute("INSERT INTO texts (article, text) VALUES (?, ?)", (pk, text))
            self._hashes.append((identity, item.sha256))
        settle_stories(self._made.db, range(first + 1, first + len(chunk) + 1))

    def _article(self, identity: str) -> tuple[tuple[Any, ...], articles.Article]:
        row = self._source.db.execute(
            articles.ARTICLE_COLUMNS.replace(
                "SELECT ", "SELECT a.folded, a.source, a.published, a.language, t.text, ", 1
            )
            + f"JOIN texts t ON t.article = a.pk WHERE a.id = ? AND {articles.VISIBLE}",
            (identity,),
        ).fetchone()
        if row is None:
            raise AnnotatorError(f"{self._source.path}: there is no article {identity!r}.")
        return row[:5], articles.article_of(row[5:])

    def _wire(self, item: articles.Article, chosen: set[str]) -> str | None:
        """Return the article's group, unless it is called after an article that the package does not hold."""
        if item.wire is None or item.wire in chosen:
            return item.wire
        named = (item.wire, item.wire.rstrip("~"))  # a story that was split off has the article's id and a mark
        return None if any(articles.find(self._source, one)[0] is not None for one in named) else item.wire

    def _write_streams(self, chunk: Sequence[str], owner_number: int, batch: int) -> None:
        """Write the person's own events as they are; `batch` keeps an undo from reaching over them."""
        marks = ", ".join("?" * len(chunk))
        found = self._source.db.execute(
            f"SELECT pk, article FROM streams WHERE owner = ? AND article IN ({marks}) ORDER BY article",
            (self._there, *chunk),
        ).fetchall()
        db = self._made.db
        for stream, article in found:
            events = list(log.events_of(self._source, stream))
            if not events:
                continue
            pk = db.execute(
                "INSERT INTO streams (owner, article) VALUES (?, ?) RETURNING pk", (owner_number, article)
            ).fetchone()[0]
            for event in events:
                log.append(self._made, pk, event)
            db.execute("UPDATE events SET batch = ? WHERE stream = ?", (batch, pk))
            log.refold(self._made, pk)

    def _write_time(self, chunk: Sequence[str], owner_number: int) -> None:
        marks = ", ".join("?" * len(chunk))
        found = self._source.db.execute(
            "SELECT t.id, t.article, d.id, t.at, t.seconds FROM time_spent t JOIN devices d ON d.pk = t.device "
            f"WHERE t.owner = ? AND t.article IN ({marks})",
            (self._there, *chunk),
        ).fetchall()
        self._made.db.conn.executemany(
            "INSERT INTO time_spent (id, owner, article, device, at, seconds) VALUES (?, ?, ?, ?, ?, ?)",
            [(i, owner_number, article, log.device_key(self._made, device), at, seconds)
             for i, article, device, at, seconds in found],
        )  # fmt: skip
