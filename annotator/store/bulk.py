"""Long writes in short transactions: rows of a batch that no query shows until its last commit."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from annotator.core.events import VERSION, Entry, Row, digest_of, header_of, now
from annotator.store import log, rows
from annotator.store.articles import VISIBLE
from annotator.store.errors import spoken
from annotator.store.people import owner_key
from annotator.store.project import Project

_TABLES = ("spans", "attributes", "relations", "statuses", "zone_overrides", "article_labels", "notes", "decisions",
           "assignments", "removals", "tags", "story_choices", "clashes")  # fmt: skip

_BESIDE, _ALONE = 0.02, 0.2
"""Seconds that one transaction should last: beside a window that wants its turn, and alone."""
_ROOMY = ("PRAGMA cache_size = -32768", "PRAGMA wal_autocheckpoint = 4000")
"""Room for the pages that a batch comes back to: 32 MB in memory, 16 MB in the log before they are moved."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to be added; `meta` and `zones` are JSON text, as they are stored."""

    id: str
    text: str
    sha256: str
    folded: str
    words: int
    headline: str
    source: str = ""
    published: str = ""
    language: str = ""
    meta: str = "{}"
    zones: str = "[]"
    wire: str | None = None


@dataclass(frozen=True, slots=True)
class NewWork:
    """One owner's work on one article, as a single import event: its payload text and the SHA-256 (hex) of that.

    `spans` are rows of (id, start, end, quote, label, unsure, note, origin, created), `rest` all other entries.
    """

    owner: str
    article: str
    payload: str
    sha: str
    spans: list[tuple[Any, ...]]
    rest: list[Entry]


@dataclass(frozen=True, slots=True)
class LaterWork:
    """Work on an article that everybody sees already, as the entries of one event."""

    owner: str
    article: str
    entries: list[Entry]


class Batch:
    """One import: `add_article` and `add_work` gather, `flush` writes a chunk, `finish` shows it all at once."""

    def __init__(self, project: Project, kind: str, request: dict[str, Any], actor: str, *, pk: int | None = None):
        self.project, self.actor = project, actor
        self.pk = 0 if pk is None else pk  # 0: nothing is written yet
        self._head = (kind, now(), json.dumps(request))
        self._articles: list[NewArticle] = []
        self._work: list[NewWork] = []
        self._later: list[LaterWork] = []
        self.size = 64
        self._seconds = _ALONE if project.alone else _BESIDE
        for pragma in _ROOMY:
            project.db.conn.execute(pragma)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write under the batch's number, which the first write makes."""
        before = self.pk
        try:
            with self.project.write():
                if not self.pk:
                    sql = "INSERT INTO batches (kind, started, request, open) VALUES (?, ?, ?, 1) RETURNING pk"
                    self.pk = int(self.project.db.execute(sql, self._head).fetchone()[0])
                yield
        except BaseException:
            self.pk = before
            raise

    def add_article(self, item: NewArticle) -> None:
        """Gather one article that is not in the project yet."""
        self._articles.append(item)

    def add_work(self, item: NewWork) -> None:
        """Gather work on an article of this batch."""
        self._work.append(item)

    def add_later(self, item: LaterWork) -> None:
        """Gather work on an article that everybody sees already; it is written with the last commit."""
        self._later.append(item)

    def full(self) -> bool:
        """Tell whether a chunk's worth is gathered."""
        return len(self._articles) + len(self._work) >= self.size

    def flush(self) -> None:
        """Write what was gathered in one transaction and aim the next chunk at 20 ms; longer where no window waits."""
        count = len(self._articles) + len(self._work)
        if not count:
            return
        began = time.perf_counter()
        with self._writing():
            self._write_articles()
            self._write_work()
        spent = max(time.perf_counter() - began, 1e-6)
        self.size = max(8, min(4096, int(self.size * min(2.0, self._seconds / spent))))
        self._articles.clear()
        self._work.clear()

    def _write_articles(self) -> None:
        db = self.project.db
        pk = db.execute("SELECT coalesce(max(pk), 0) FROM articles").fetchone()[0]
        listed = list(enumerate(self._articles, start=pk + 1))
        db.conn.executemany(
            "INSERT INTO articles (pk, id, sha256, folded, characters, words, headline, source, published, meta, "
            "zones, wire, batch, language) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    n, a.id, a.sha256, a.folded, len(a.text), a.words, a.headline, a.source, a.published, a.meta,
                    a.zones, a.wire, self.pk, a.language,
                )
                for n, a in listed
            ],
        )  # fmt: skip
        db.conn.executemany("INSERT INTO texts (article, text) VALUES (?, ?)", [(n, a.text) for n, a in listed])
        grouped = [(n, a.wire) for n, a in listed if a.wire]
        db.conn.executemany("INSERT INTO stories (article, story, found) VALUES (?, ?, '')", grouped)

    def _write_work(self) -> None:
        project, db = self.project, self.project.db
        if not self._work:
            return
        scheme, device = project.value("scheme"), log.device_key(project, project.device)
        actor, stamp = owner_key(project, self.actor), now()
        first = db.execute("SELECT coalesce(max(pk), 0) + 1 FROM streams").fetchone()[0]
        streams: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        spans: list[tuple[Any, ...]] = []
        values: list[tuple[int, str, str, Row]] = []
        for pk, item in enumerate(self._work, start=first):
            header = header_of(item.owner, item.article, 1, self.actor, project.device, stamp, "import", scheme)
            packed, sha = log.packed(header[0]), digest_of(header, item.sha)
            streams.append((pk, owner_key(project, item.owner), item.article, 1, packed))
            events.append(
                (pk, packed, VERSION, 1, actor, device, stamp, "import", scheme, item.payload, bytes.fromhex(sha))
            )
            # In the order of their key, each new row goes to the end of the table.
            spans += [(pk, *row) for row in sorted(item.spans)]
            values += [(pk, table, row, after) for table, row, _, after in item.rest if after is not None]
        db.conn.executemany("INSERT INTO streams (pk, owner, article, n, last) VALUES (?, ?, ?, ?, ?)", streams)
        db.conn.executemany(
            "INSERT INTO events (stream, id, v, n, actor, device, at, kind, scheme, payload, sha) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            events,
        )
        rows.insert_spans(db, spans)
        rows.insert_many(db, values)

    def finish(self, also: Callable[[], None] | None = None) -> None:
        """Write the rest, run `also`, and show the whole batch, in one last commit."""
        with self._writing():
            if self._articles or self._work:
                self._write_articles()
                self._write_work()
            for item in self._later:
                log.record(
                    self.project, owner=item.owner, article=item.article, entries=item.entries, kind="import",
                    actor=self.actor,
                )  # fmt: skip
            if also is not None:
                also()
            self.project.db.execute("UPDATE batches SET open = 0 WHERE pk = ?", (self.pk,))

    def cancel(self) -> None:
        """Remove every row of the batch, in short transactions."""
        if self.pk:
            remove_batch(self.project, self.pk)


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """An import that was cut off by a crash."""

    pk: int
    started: str
    request: dict[str, Any]
    articles: int


def open_batches(project: Project) -> list[OpenBatch]:
    """Return the imports that never came to their last commit."""
    found = project.db.execute(
        "SELECT b.pk, b.started, b.request, (SELECT count(*) FROM articles WHERE batch = b.pk) "
        "FROM batches b WHERE b.open = 1 AND b.kind = 'import' ORDER BY b.pk"
    ).fetchall()
    return [OpenBatch(pk, started, json.loads(request), count) for pk, started, request, count in found]


def remove_batch(project: Project, pk: int, chunk: int = 200) -> None:
    """Remove an unfinished batch: its articles, the work on them, and the batch itself."""
    db = project.db
    while True:
        with spoken(project.path):
            found = db.execute("SELECT pk, id FROM articles WHERE batch = ? LIMIT ?", (pk, chunk)).fetchall()
        with project.write():
            if not found:
                db.execute("DELETE FROM batches WHERE pk = ? AND open = 1", (pk,))
                _forget_strangers(project)
                return
            for number, identity in found:
                for (stream,) in db.execute("SELECT pk FROM streams WHERE article = ?", (identity,)).fetchall():
                    for table in (*_TABLES, "events"):
                        db.execute(f"DELETE FROM {table} WHERE stream = ?", (stream,))
                    db.execute("DELETE FROM streams WHERE pk = ?", (stream,))
                db.execute("DELETE FROM texts WHERE article = ?", (number,))
                db.execute("DELETE FROM articles WHERE pk = ?", (number,))


def _forget_strangers(project: Project) -> None:
    """Remove owners that nothing refers to any more."""
    idle = project.db.execute(
        "SELECT pk FROM owners WHERE pk NOT IN (SELECT owner FROM streams) AND pk NOT IN (SELECT owner FROM people)"
    ).fetchall()
    for (pk,) in idle:
        project.db.execute("DELETE FROM owners WHERE pk = ?1 AND pk NOT IN (SELECT actor FROM events)", (pk,))
    project.owner_keys.clear()


def articles_of(project: Project, pk: int) -> list[tuple[str, str]]:
    """Return (id, text hash) of the articles that a batch holds already."""
    return [(i, sha) for i, sha in project.db.execute("SELECT id, sha256 FROM articles WHERE batch = ?", (pk,))]


def work_of(project: Project, pk: int) -> Iterator[tuple[str, str, str]]:
    """Yield (owner, article, payload) of the work that a batch holds already."""
    found = project.db.execute(
        "SELECT o.id, s.article, e.payload FROM articles a JOIN streams s ON s.article = a.id "
        "JOIN owners o ON o.pk = s.owner JOIN events e ON e.stream = s.pk WHERE a.batch = ?",
        (pk,),
    )
    yield from found


def twin(project: Project, folded: str, batch: int) -> str | None:
    """Return the id of a visible article, or one of this batch, whose text differs in case, spaces, quotes at most."""
    row = project.db.execute(
        f"SELECT a.id FROM articles a WHERE a.folded = ? AND (a.batch = ? OR {VISIBLE}) ORDER BY a.pk LIMIT 1",
        (folded, batch),
    ).fetchone()
    return None if row is None else str(row[0])
