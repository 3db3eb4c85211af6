"""Who was given which article, as the log of the project says it, and how far each person is."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.core.events import Entry, now
from annotator.core.ids import GOLD, PROJECT_OWNER, uuid7
from annotator.store import log, rows
from annotator.store.articles import VISIBLE, count
from annotator.store.errors import ProjectError, spoken
from annotator.store.people import people
from annotator.store.project import Project

KIND = "package"
CHUNK = 0.008
"""Seconds after which a transaction of assignments ends; with its commit it stays under 20 ms."""

_GIVEN = (
    f"FROM assignments g JOIN streams s ON s.pk = g.stream JOIN articles a ON a.id = s.article WHERE {VISIBLE} AND "
)


@dataclass(frozen=True, slots=True)
class Given:
    """How far a person is: articles given, and those of them that came back done or skipped."""

    person: str
    name: str
    given: int
    finished: int


def standing(project: Project) -> str:
    """Return the SQL condition on `assignments g` that leaves out those that are being written just now."""
    under_way = sorted({str(one) for _, request in _cut_off(project) for one in request.packages})
    return "g.package NOT IN ({})".format(", ".join(f"'{one}'" for one in under_way))


@dataclass(frozen=True, slots=True)
class _Request:
    """What a packaging that is under way, or was cut off, has written down of itself."""

    action: str
    packages: list[uuid.UUID]
    files: list[tuple[Path, Path]]


def _cut_off(project: Project) -> list[tuple[int, _Request]]:
    """Return the number and the request of every packaging that has not come to its end."""
    out: list[tuple[int, _Request]] = []
    for pk, text in project.db.execute("SELECT pk, request FROM batches WHERE kind = ? AND open = 1", (KIND,)):
        try:
            facts = json.loads(text)
            ids = [uuid.UUID(one) for one in facts["packages"]]
            files = [(Path(building), Path(target)) for building, target in facts["files"]]
            out.append((pk, _Request(str(uuid.UUID(facts["action"])), ids, files)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ProjectError(f"{project.path}: the file is damaged (packages). Restore it from a copy.") from error
    return out


def assigned(project: Project, article: str) -> frozenset[str]:
    """Return the ids of the people who were given an article."""
    found = project.db.execute(f"SELECT g.person {_GIVEN} {standing(project)} AND s.article = ?", (article,))
    return frozenset(person for (person,) in found)


def all_assigned(project: Project) -> dict[str, frozenset[str]]:
    """Return article id -> ids of the people who were given it; articles nobody was given are left out."""
    out: dict[str, set[str]] = {}
    for article, person in project.db.execute(f"SELECT s.article, g.person {_GIVEN} {standing(project)}"):
        out.setdefault(article, set()).add(person)
    return {article: frozenset(persons) for article, persons in out.items()}


def given(project: Project) -> list[Given]:
    """Return everybody who was given an article, by name, then id."""
    settled = standing(project)
    counts = dict(project.db.execute(f"SELECT g.person, count(*) {_GIVEN} {settled} GROUP BY g.person"))
    ended = dict(
        project.db.execute(
            "SELECT g.person, count(*) FROM statuses t JOIN streams w ON w.pk = t.stream "
            "JOIN owners o ON o.pk = w.owner JOIN articles a ON a.id = w.article "
            "JOIN streams s ON s.article = w.article AND s.owner = (SELECT pk FROM owners WHERE id = ?) "
            "JOIN assignments g ON g.stream = s.pk AND g.person = o.id "
            f"WHERE t.status IN ('done', 'skipped') AND {VISIBLE} AND {settled} GROUP BY g.person",
            (PROJECT_OWNER,),
        )
    )
    return [Given(w.id, w.name, counts[w.id], ended.get(w.id, 0)) for w in people(project) if w.id in counts]


def ids(project: Project) -> dict[int, str]:
    """Return number -> id of every visible article, in the order they came in."""
    return dict(project.db.execute(f"SELECT a.pk, a.id FROM articles a WHERE {VISIBLE} ORDER BY a.pk"))


def ungiven(project: Project) -> list[int]:
    """Return the numbers of the visible articles that nobody was given, in the order they came in."""
    given_out = f"SELECT a.pk {_GIVEN} {standing(project)}"
    sql = f"SELECT a.pk FROM articles a WHERE {VISIBLE} AND a.pk NOT IN ({given_out}) ORDER BY a.pk"
    return [pk for (pk,) in project.db.execute(sql)]


def ungiven_count(project: Project) -> int:
    """Return how many visible articles nobody was given."""
    (given_out,) = project.db.execute(f"SELECT count(DISTINCT a.pk) {_GIVEN} {standing(project)}").fetchone()
    return count(project) - int(given_out)


def with_status(project: Project, status: str) -> list[int]:
    """Return the articles that somebody has at this status; `new`: those that no person has begun."""
    begun = (
        "SELECT s.article FROM statuses t JOIN streams s ON s.pk = t.stream JOIN people p ON p.owner = s.owner "
        "WHERE t.status {}"
    )
    where = f"NOT IN ({begun.format('<> ?')})" if status == "new" else f"IN ({begun.format('= ?')})"
    sql = f"SELECT a.pk FROM articles a WHERE {VISIBLE} AND a.id {where} ORDER BY a.pk"
    return [pk for (pk,) in project.db.execute(sql, (status,))]


def adjudicated(project: Project) -> list[str]:
    """Return the ids of the articles whose gold layer is done."""
    sql = (
        "SELECT a.id FROM articles a JOIN streams s ON s.article = a.id JOIN owners o ON o.pk = s.owner "
        f"JOIN statuses t ON t.stream = s.pk WHERE o.id = ? AND t.status = 'done' AND {VISIBLE} ORDER BY a.id"
    )
    return [identity for (identity,) in project.db.execute(sql, (GOLD,))]


def worked_on(project: Project, person: str) -> frozenset[str]:
    """Return the ids of the articles that a person has events on or was given."""
    found = project.db.execute(
        "SELECT s.article FROM streams s JOIN owners o ON o.pk = s.owner WHERE o.id = ?1 AND s.n > 0 "
        f"UNION SELECT s.article {_GIVEN} {standing(project)} AND g.person = ?1",
        (person,),
    )
    return frozenset(article for (article,) in found)


class Assignment:
    """The assignments of one packaging: written in chunks that nobody reads until `finish`; one action of the log."""

    def __init__(self, project: Project, actor: str, packages: Mapping[str, str], files: Sequence[tuple[Path, Path]]):
        """Take the `packages` (person id -> package id) and the `files`, each as it is being made and as it will be."""
        self.project, self._actor, self._packages = project, actor, dict(packages)
        self._action = uuid7()
        self._pk = 0
        self._request = json.dumps({
            "action": self._action, "packages": sorted(packages.values()),
            "files": [[str(one.absolute()), str(other.absolute())] for one, other in files],
        })  # fmt: skip

    def write(
        self, persons: Mapping[str, Sequence[str]], step: Callable[[int], object], seconds: float = CHUNK
    ) -> None:
        """Write article id -> people, one event an article; `step` hears after each chunk how many are written."""
        project, waiting = self.project, list(persons.items())
        with project.write():
            self._pk = int(project.db.execute(
                "INSERT INTO batches (kind, started, request, open) VALUES (?, ?, ?, 1) RETURNING pk",
                (KIND, now(), self._request),
            ).fetchone()[0])  # fmt: skip
        done = 0
        while done < len(waiting):
            end = time.perf_counter() + seconds
            with project.write():
                for place in waiting[done:]:
                    self._record(*place)
                    done += 1
                    if time.perf_counter() > end:
                        break
            step(done)

    def _record(self, article: str, persons: Sequence[str]) -> None:
        entries: list[Entry] = []
        where = log.stream(self.project, PROJECT_OWNER, article)
        for person in persons:
            before = None if where is None else rows.get(self.project.db, where.pk, "assignment", person)
            entries.append(("assignment", person, before, {"package": self._packages[person]}))
        log.record(
            self.project, owner=PROJECT_OWNER, article=article, entries=entries, kind="assign", actor=self._actor,
            action=self._action,
        )  # fmt: skip

    def finish(self, also: Callable[[], object]) -> None:
        """Run `also` and let everybody read the assignments, in one last commit."""
        with self.project.write():
            also()
            self.project.db.execute("DELETE FROM batches WHERE pk = ?", (self._pk,))

    def cancel(self) -> None:
        """Remove what was written."""
        if self._pk:
            remove(self.project, self._pk, self._action)


def remove(project: Project, pk: int, action: str, chunk: int = 40) -> None:
    """Remove the assignments of a packaging that came to no end, in short transactions."""
    while True:
        with project.write():
            found = project.db.execute(
                "SELECT seq, stream FROM events WHERE action = ? ORDER BY seq DESC LIMIT ?", (log.packed(action), chunk)
            ).fetchall()
            for seq, stream in found:
                project.db.execute("DELETE FROM events WHERE seq = ?", (seq,))
                _settle(project, stream)
            if not found:
                project.db.execute("DELETE FROM batches WHERE pk = ?", (pk,))
                return


def _settle(project: Project, stream: int) -> None:
    """Bring a stream whose last event went back to what its log says; one without any goes too."""
    db = project.db
    last = db.execute(
        "SELECT n, id FROM events WHERE stream = ? ORDER BY n DESC, id DESC LIMIT 1", (stream,)
    ).fetchone()
    db.execute("UPDATE streams SET n = ?, last = ? WHERE pk = ?", (*(last or (0, None)), stream))
    log.refold(project, stream)
    if last is None:
        db.execute("DELETE FROM streams WHERE pk = ?", (stream,))


def clear_cut_off(project: Project) -> None:
    """End what a crash cut off: kept where all its files stand, else its assignments go.

    No file is removed on the word of a project, which a stranger may have made.
    """
    with spoken(project.path):
        found = _cut_off(project)
    for pk, request in found:
        if request.files and all(target.exists() and not building.exists() for building, target in request.files):
            with project.write():
                project.db.execute("DELETE FROM batches WHERE pk = ?", (pk,))
            continue
        remove(project, pk, request.action)
