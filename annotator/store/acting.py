"""One action of the lead over many articles: written in chunks that nobody reads until it ends, taken back as a whole.

Its events lie in the project's own streams from the first chunk on; the tables that everybody reads change with the
last commit alone. An action that was cut off is removed when the project is opened again.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Entry, Row, decode, encode, now, seal
from annotator.core.fold import Key, fold
from annotator.core.ids import PROJECT_OWNER, uuid7
from annotator.store import derived, log, rows
from annotator.store.articles import PRESENT
from annotator.store.errors import spoken
from annotator.store.history import Stacks
from annotator.store.people import owner_key
from annotator.store.project import Project

KIND = "corpus"
CHUNK = 0.008
"""Seconds that a chunk aims at; with its commit it stays under 20 ms."""

_TABLES = ("assignment", "removal", "story", "tag", "zone")
_MOST = 512
_RUNNING: set[str] = set()
"""Actions under way in this process, which alone holds their files."""

Reader = Callable[[str, str], Row | None]
"""Gives a row of the project's stream of one article as it stands: (table, row id) -> row or None."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is done to one article: `make` gives the entries from the rows as they stand, none where nothing changes."""

    pk: int
    article: str
    make: Callable[[Reader], list[Entry]]
    undoes: str | None = None


class _Head(NamedTuple):
    stream: int
    n: int
    last: bytes | None
    clean: bool


class _Prepared(NamedTuple):
    job: Job
    head: _Head | None
    entries: list[Entry]
    reader: Reader


class Action:
    """One action: `write` it, then `finish` it or `cancel` it."""

    def __init__(self, project: Project, actor: str, kind: str, facts: dict[str, Any], undoes: str | None = None):
        """Take the actor's id, a word for people and JSON `facts` for the sentence about it; `undoes` is an action."""
        self.project, self._actor, self._kind = project, actor, kind
        self._action = uuid7()
        self._request = {"action": self._action, "kind": kind, "actor": actor, "undoes": undoes, **facts}
        self._pk = self._before = 0
        self._puts: list[tuple[int, str, str, Row]] = []
        self._drops: list[tuple[int, str, str]] = []
        self._removed: dict[int, bool] = {}
        self._again: set[int] = set()
        self._written: dict[str, int] = {}
        self.articles = 0

    def write(self, jobs: Iterator[Job], step: Callable[[int], object]) -> None:
        """Write the events; `step` hears after each chunk how many jobs are done, and may raise to end it."""
        self._begin()
        done, size = 0, 16
        while chunk := list(islice(jobs, size)):
            prepared = self._prepare(chunk)
            began = time.perf_counter()
            with self.project.write():
                heads = self._heads(chunk)
                if heads != {one.job.article: one.head for one in prepared if one.head is not None}:
                    prepared = self._prepare(chunk)
                self._write([one for one in prepared if one.entries])
            for one in prepared:
                self._stage(one)
            done += len(chunk)
            spent = max(time.perf_counter() - began, 1e-6)
            size = max(8, min(_MOST, int(size * min(2.0, CHUNK / spent))))
            step(done)

    def _begin(self) -> None:
        _RUNNING.add(self._action)
        with self.project.write():
            self._pk = int(self.project.db.execute(
                "INSERT INTO batches (kind, started, request, open) VALUES (?, ?, ?, 1) RETURNING pk",
                (KIND, now(), json.dumps(self._request)),
            ).fetchone()[0])  # fmt: skip
            self._before = log.last_seq(self.project)

    def _heads(self, chunk: Sequence[Job]) -> dict[str, _Head]:
        """Return article -> where its project stream stands; those without one are left out."""
        found = self.project.db.execute(
            "SELECT s.article, s.pk, s.n, s.last, s.clean FROM streams s JOIN owners o ON o.pk = s.owner "
            f"WHERE o.id = ? AND s.article IN ({', '.join('?' * len(chunk))})",
            (PROJECT_OWNER, *(job.article for job in chunk)),
        )
        return {article: _Head(pk, n, last, bool(clean)) for article, pk, n, last, clean in found}

    def _prepare(self, chunk: Sequence[Job]) -> list[_Prepared]:
        heads = self._heads(chunk)
        held: dict[int, dict[Key, Row]] = {head.stream: {} for head in heads.values()}
        for stream, table, row, values in rows.of_streams(self.project.db, list(held), _TABLES) if held else ():
            held[stream][table, row] = values
        out = []
        for job in chunk:
            head = heads.get(job.article)
            standing = {} if head is None else held[head.stream]
            if head is not None and not head.clean:
                standing = log.folded(self.project, head.stream).rows
            reader = _reader(standing)
            out.append(_Prepared(job, head, job.make(reader), reader))
        return out

    def _write(self, prepared: Sequence[_Prepared]) -> None:
        """Append one event an article and move the heads of the streams."""
        project, db = self.project, self.project.db
        scheme, device = project.value("scheme"), log.device_key(project, project.device)
        actor, owner, stamp = owner_key(project, self._actor), owner_key(project, PROJECT_OWNER), now()
        next_pk = int(db.execute("SELECT coalesce(max(pk), 0) + 1 FROM streams").fetchone()[0])
        made, events, heads = [], [], []
        self._written.clear()
        for job, head, entries, _ in prepared:
            if head is None:
                head = _Head(next_pk, 0, None, True)
                made.append((next_pk, owner, job.article))
                next_pk += 1
            else:
                log.refuse_newer(project, log.Stream(head.stream, head.n, head.clean))
            event = seal(
                owner=PROJECT_OWNER, article=job.article, n=head.n + 1, actor=self._actor, device=project.device,
                kind=self._kind, scheme=scheme, payload=encode(entries), action=self._action, undoes=job.undoes,
                at=stamp,
            )  # fmt: skip
            packed = bytes.fromhex(event.id.replace("-", ""))
            events.append((
                head.stream, packed, VERSION, event.n, actor, device, stamp, event.kind, log.packed(event.action),
                log.packed(event.undoes), scheme, event.payload, bytes.fromhex(event.sha),
            ))  # fmt: skip
            heads.append((event.n, packed, head.stream))
            self._written[job.article] = head.stream
        db.conn.executemany("INSERT INTO streams (pk, owner, article) VALUES (?, ?, ?)", made)
        db.conn.executemany(
            "INSERT INTO events (stream, id, v, n, actor, device, at, kind, action, undoes, scheme, payload, sha) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            events,
        )
        db.conn.executemany("UPDATE streams SET n = ?, last = ? WHERE pk = ?", heads)

    def _stage(self, one: _Prepared) -> None:
        """Remember what the tables are to hold once the action ends."""
        if not one.entries:
            return
        stream = self._written[one.job.article]
        self.articles += 1
        if one.head is not None and not one.head.clean:
            self._again.add(stream)
            return
        for table, row, _, after in one.entries:
            if table == "removal":
                self._removed[one.job.pk] = after is not None
            if after is None:
                self._drops.append((stream, table, row))
            else:
                self._puts.append((stream, table, row, {**(one.reader(table, row) or {}), **after}))

    def finish(self) -> int:
        """Let everybody see the action, in one last commit; return how many articles it changed."""
        if not self.articles:
            self.cancel()
            return 0
        project, db = self.project, self.project.db
        request = json.dumps({**self._request, "articles": self.articles})
        with project.write():
            rows.write_many(db, self._drops, self._puts)
            derived.mark_removed(db, self._removed)
            chosen = {one[0] for one in self._puts if one[1] == "story"}
            chosen |= {stream for stream, table, _ in self._drops if table == "story"}
            derived.follow(db, "story", sorted(chosen))
            for stream in (*self._again, *self._touched()):
                log.refold(project, stream)
            db.execute("UPDATE batches SET open = 0, request = ? WHERE pk = ?", (request, self._pk))
        _RUNNING.discard(self._action)
        return self.articles

    def _touched(self) -> list[int]:
        """Return the streams that somebody else may have written to while the action was under way."""
        if log.last_seq(self.project) - self._before == self.articles:
            return []
        found = self.project.db.execute(
            "SELECT DISTINCT e.stream FROM events e WHERE e.seq > ? AND e.action IS NOT ?",
            (self._before, log.packed(self._action)),
        )
        ours = {one[0] for one in (*self._puts, *self._drops)} | self._again
        return [pk for (pk,) in found if pk in ours]

    def cancel(self) -> None:
        """Remove what was written."""
        if self._pk:
            remove(self.project, self._pk, self._action)
        _RUNNING.discard(self._action)


def _reader(standing: dict[Key, Row]) -> Reader:
    return lambda table, row: standing.get((table, row))


def remove(project: Project, pk: int, action: str, chunk: int = 200) -> None:
    """Remove the events of an action that came to no end, in short transactions; no table holds anything of it.

    An event that others came after stays, taken back by one more: the numbers of a stream have no gap.
    """
    db, below = project.db, 2**62
    while True:
        with project.write():
            found = db.execute(
                "SELECT e.seq, s.pk, s.last = e.id FROM events e JOIN streams s ON s.pk = e.stream WHERE e.action = ? "
                "AND e.seq < ? ORDER BY e.seq DESC LIMIT ?",
                (log.packed(action), below, chunk),
            ).fetchall()
            last = [(seq, stream) for seq, stream, ours in found if ours]
            given = (json.dumps([stream for _, stream in last]),)
            db.conn.executemany("DELETE FROM events WHERE seq = ?", [(seq,) for seq, _ in last])
            among = "pk IN (SELECT value FROM json_each(?))"
            db.execute(f"DELETE FROM streams WHERE {among} AND pk NOT IN (SELECT stream FROM events)", given)
            db.execute(
                "UPDATE streams SET (n, last) = (SELECT n, id FROM events WHERE stream = streams.pk "
                f"ORDER BY n DESC, id DESC LIMIT 1) WHERE {among}",
                given,
            )
            for seq, stream in ((seq, stream) for seq, stream, ours in found if not ours):
                _take_back(project, seq, stream)
            if not found:
                db.execute("DELETE FROM batches WHERE pk = ? AND open = 1", (pk,))
                return
            below = found[-1][0]


def _take_back(project: Project, seq: int, stream: int) -> None:
    """Append to a stream what makes it as it would be without one of its events; inside a transaction."""
    standing = log.refold(project, stream).rows
    [(owner, article, actor, own)] = project.db.execute(
        "SELECT o.id, s.article, a.id, e.id FROM events e JOIN streams s ON s.pk = e.stream "
        "JOIN owners o ON o.pk = s.owner JOIN owners a ON a.pk = e.actor WHERE e.seq = ?",
        (seq,),
    ).fetchall()
    others = (event for event in log.events_of(project, stream) if event.v == VERSION and event.id != log.unpacked(own))
    wanted = fold((event.id, decode(event.payload)) for event in sorted(others, key=lambda one: (one.n, one.id))).rows
    entries: list[Entry] = []
    for table, row in sorted({*standing, *wanted}):
        entries += edits.set_value(table, row, standing.get((table, row)), wanted.get((table, row)))
    if entries:
        log.record(project, owner=owner, article=article, entries=entries, kind="undo", actor=actor)


@dataclass(frozen=True, slots=True)
class Done:
    """An action that was made in this file: its id, the word for it, how many articles it changed, and its facts."""

    action: str
    kind: str
    articles: int
    facts: dict[str, Any]


def _actions(project: Project, *, under_way: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    found = project.db.execute(
        "SELECT pk, request FROM batches WHERE kind = ? AND open = ? ORDER BY pk", (KIND, int(under_way))
    ).fetchall()
    for pk, text in found:
        try:
            request = json.loads(text)
            request["action"] = str(uuid.UUID(request["action"]))
            request["articles"] = int(request.get("articles", 0))
            request["people"] = list(map(str, request.get("people", ())))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise AnnotatorError(
                f"{project.path}: the file is damaged (actions on the corpus). Restore it from a copy."
            ) from error
        yield pk, request


def stacks(project: Project, actor: str) -> tuple[Stacks, dict[str, Done]]:
    """Return what somebody can undo and redo of the actions made in this file, as their ids, and what each was."""
    out, known = Stacks(), {}
    for _, request in _actions(project, under_way=False):
        if request.get("actor") == actor:
            out.add(request["action"], request.get("undoes"))
            known[request["action"]] = Done(request["action"], str(request.get("kind")), request["articles"], request)
    return out, known


def inverse_jobs(
    project: Project, action: str, back: Callable[[Sequence[Entry], Reader], list[Entry]]
) -> tuple[int, Iterator[Job]]:
    """Return how many events an action has, and a job for each; `back` turns its entries around."""
    places = [
        seq
        for (seq,) in project.db.execute("SELECT seq FROM events WHERE action = ? ORDER BY seq", (log.packed(action),))
    ]
    return len(places), _backwards(project, places, back)


def _backwards(
    project: Project, places: Sequence[int], back: Callable[[Sequence[Entry], Reader], list[Entry]]
) -> Iterator[Job]:
    for first in range(0, len(places), _MOST):
        among = ", ".join(map(str, places[first : first + _MOST]))
        found = project.db.execute(
            "SELECT a.pk, s.article, e.id, e.payload FROM events e JOIN streams s ON s.pk = e.stream "
            f"JOIN articles a ON a.id = s.article WHERE e.seq IN ({among}) ORDER BY e.seq"
        ).fetchall()
        for pk, article, identity, payload in found:
            entries = decode(payload)

            def make(reader: Reader, entries: Sequence[Entry] = entries) -> list[Entry]:
                return back(entries, reader)

            yield Job(pk, article, make, log.unpacked(identity))


def clear_cut_off(project: Project) -> None:
    """Remove the actions that a crash cut off."""
    with spoken(project.path):
        found = list(_actions(project, under_way=True))
    for pk, request in found:
        if request["action"] not in _RUNNING:
            remove(project, pk, request["action"])


def cut_off(project: Project) -> list[str]:
    """Return the ids of the actions that are under way, or were cut off."""
    return [request["action"] for _, request in _actions(project, under_way=True)]


def ids(project: Project, pks: Sequence[int]) -> list[tuple[int, str]]:
    """Return (number, id) of these articles, in that order, removed ones too; those of an open import are left out."""
    found = dict(
        project.db.execute(
            f"SELECT a.pk, a.id FROM articles a WHERE a.pk IN (SELECT value FROM json_each(?)) AND {PRESENT}",
            (json.dumps(list(pks)),),
        ).fetchall()
    )
    return [(pk, found[pk]) for pk in dict.fromkeys(pks) if pk in found]
