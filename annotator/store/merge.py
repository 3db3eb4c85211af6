"""A merge is the union of two logs, folded: what `arrivals` prepared is written here, in one transaction.

What a person did here while it was prepared is folded once more with it.
"""

from __future__ import annotations

from typing import Any

from annotator.core.events import Event, Row, now
from annotator.core.fold import Folded
from annotator.core.ids import SCHEME_OWNER
from annotator.store import following, log, rows
from annotator.store.arrivals import Arrival, Plan, Spell, head_of
from annotator.store.derived import settle_stories
from annotator.store.errors import ProjectError
from annotator.store.outside import Brought, Newcomer
from annotator.store.people import owner_key
from annotator.store.project import Project


def write(project: Project, plan: Plan, request: str, actor: str) -> list[str]:
    """Write a plan under a batch of its own; return the labels that were added to the scheme.

    `request` is JSON that names the file. Raises AnnotatorError when nothing could be written.
    """
    with project.write():
        return _Writing(project, request).write(plan, actor)


class _Writing:
    """Writes one plan; used inside one transaction."""

    def __init__(self, project: Project, request: str) -> None:
        self._project, self._db = project, project.db
        self._keys: dict[tuple[str, str], int] = {}
        sql = "INSERT INTO batches (kind, started, request, open) VALUES ('merge', ?, ?, 0) RETURNING pk"
        self._batch = int(self._db.execute(sql, (now(), request)).fetchone()[0])

    def write(self, plan: Plan, actor: str) -> list[str]:
        """Write everything; the scheme follows last."""
        self._write_articles(plan.articles)
        self._write_people(plan.people)
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO schemes (hash, toml) VALUES (?, ?)", sorted(plan.schemes.items())
        )
        self._write_streams(plan.arrivals)
        self._write_spells(plan.spells)
        touched = sorted({arrival.article for arrival in plan.arrivals})
        self._db.conn.executemany(
            "DELETE FROM agreement WHERE article = (SELECT pk FROM articles WHERE id = ?)", [(one,) for one in touched]
        )
        return self._follow(plan, actor)

    def _follow(self, plan: Plan, actor: str) -> list[str]:
        known = {label.key for label in self._project.scheme.labels}
        changed = any(arrival.owner == SCHEME_OWNER for arrival in plan.arrivals)
        if not changed and plan.labels <= known:
            return []
        labels = plan.labels | (following.used_labels(self._project) if changed else set())
        return following.follow(self._project, actor, labels)

    def _write_articles(self, brought: list[Brought]) -> None:
        db = self._db
        for item in brought:
            if db.execute("SELECT 1 FROM articles WHERE id = ?", (item.id,)).fetchone() is not None:
                raise ProjectError(f"{self._project.path}: article {item.id} came in meanwhile. Merge the file again.")
        first = db.execute("SELECT coalesce(max(pk), 0) + 1 FROM articles").fetchone()[0]
        numbered = list(enumerate(brought, start=first))
        db.conn.executemany(
            "INSERT INTO articles (pk, id, sha256, folded, characters, words, headline, source, published, meta, "
            "zones, wire, language, batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(pk, *item.columns, self._batch) for pk, item in numbered],
        )
        db.conn.executemany("INSERT INTO texts (article, text) VALUES (?, ?)", [(pk, a.text) for pk, a in numbered])
        settle_stories(db, [pk for pk, _ in numbered])

    def _write_people(self, people: list[Newcomer]) -> None:
        self._db.conn.executemany(
            "INSERT INTO people (owner, name, created) VALUES (?, ?, ?) "
            "ON CONFLICT (owner) DO UPDATE SET name = excluded.name, created = excluded.created",
            [(self._key("owners", who.id), who.name, who.created) for who in people],
        )

    def _write_streams(self, arrivals: list[Arrival]) -> None:
        db = self._db
        next_pk = int(db.execute("SELECT coalesce(max(pk), 0) + 1 FROM streams").fetchone()[0])
        made: list[tuple[int, int, str]] = []
        events: list[tuple[Any, ...]] = []
        values: list[tuple[int, str, str, Row]] = []
        folds: list[tuple[int, Folded]] = []
        heads: list[tuple[int, bytes | None, int]] = []
        again: list[int] = []
        for item in arrivals:
            found = log.stream(self._project, item.owner, item.article)
            top = max(item.events, key=lambda event: (event.n, event.id))
            pk = next_pk if found is None else found.pk
            if found is None:
                next_pk += 1
                made.append((pk, self._key("owners", item.owner), item.article))
            if found is None and item.folded.clean and item.owner != SCHEME_OWNER:
                values += [(pk, table, row, one) for (table, row), one in item.folded.rows.items()]
            elif found is None or item.head == head_of(self._project, pk):
                folds.append((pk, item.folded))
            else:
                again.append(pk)
            events += [self._row(pk, event) for event in item.events]
            heads.append((top.n, log.packed(top.id), pk))
        db.conn.executemany("INSERT INTO streams (pk, owner, article) VALUES (?, ?, ?)", made)
        db.conn.executemany(
            "INSERT INTO events (stream, batch, id, v, n, actor, device, at, kind, action, undoes, scheme, payload, "
            "sha) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            events,
        )
        db.conn.executemany(
            "UPDATE streams SET n = ?1, last = ?2 WHERE pk = ?3 AND (last IS NULL OR (n, last) < (?1, ?2))",
            heads,
        )
        rows.insert_many(db, values)
        for pk, folded in folds:
            log.put_folded(self._project, pk, folded)
        for pk in again:
            log.refold(self._project, pk)

    def _row(self, stream: int, event: Event) -> tuple[Any, ...]:
        return (
            stream, self._batch, log.packed(event.id), event.v, event.n, self._key("owners", event.actor),
            self._key("devices", event.device), event.at, event.kind, log.packed(event.action),
            log.packed(event.undoes), event.scheme, event.payload, bytes.fromhex(event.sha),
        )  # fmt: skip

    def _write_spells(self, spells: list[Spell]) -> None:
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO time_spent (id, owner, article, device, at, seconds) VALUES (?, ?, ?, ?, ?, ?)",
            [
                (s.id, self._key("owners", s.owner), s.article, self._key("devices", s.device), s.at, s.seconds)
                for s in spells
            ],
        )

    def _key(self, table: str, identity: str) -> int:
        """Return the local number of an owner or a device, made when new."""
        key = self._keys.get((table, identity))
        if key is None:
            find = log.device_key if table == "devices" else owner_key
            key = self._keys[table, identity] = find(self._project, identity)
        return key
