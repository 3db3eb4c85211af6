"""What finished articles hold, read in bulk for the figures of agreement; and the table that keeps their counts.

Rows of a whole project come as text joined by SQLite, many times faster than a tuple for each span.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from annotator.core.ids import GOLD
from annotator.store.articles import VISIBLE, Work, fill_works
from annotator.store.merged import hidden_spans
from annotator.store.project import Project


class Finished(NamedTuple):
    """One owner's finished article by their numbers; `last` is the id of the stream's newest event.

    An id is a UUIDv7 of 16 bytes, so the first 6 are the milliseconds since 1970 (RFC 9562).
    """

    article: int
    owner: int
    stream: int
    last: bytes


@dataclass(frozen=True, slots=True)
class Joined:
    """The spans of many streams: `counts` of each stream, then numbers joined by commas and labels, stream by stream.

    `starts` and `ends` are code points, half-open, as text such as "0,17,40". Labels are as they were given.
    """

    streams: list[int]
    counts: list[int]
    starts: str
    ends: str
    labels: list[str]


class Edge(NamedTuple):
    """A span's place and label."""

    start: int
    end: int
    label: str


class Valued(NamedTuple):
    """One value of one span; `value` is JSON."""

    stream: int
    span: str
    at: Edge
    key: str
    value: str


class Linked(NamedTuple):
    """One relation with its two ends."""

    stream: int
    type: str
    head: Edge
    child: Edge


def owners(project: Project) -> list[tuple[int, str, str]]:
    """Return (number, id, name) of everybody in the project, by name, then id."""
    return project.db.execute(
        "SELECT p.owner, o.id, p.name FROM people p JOIN owners o ON o.pk = p.owner ORDER BY p.name, o.id"
    ).fetchall()


def gold_owner(project: Project) -> int | None:
    """Return the gold layer's number, or None where there is no gold."""
    row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (GOLD,)).fetchone()
    return None if row is None else int(row[0])


def articles(project: Project, pks: Collection[int] | None = None) -> list[tuple[int, str, int]]:
    """Return (number, id, code points) of the visible articles, or of those among `pks`."""
    sql = f"SELECT a.pk, a.id, a.characters FROM articles a WHERE {VISIBLE}"
    within, given = _among("a.pk", pks)
    return project.db.execute(sql + within, given).fetchall()


def stories(project: Project) -> dict[str, list[int]]:
    """Return story -> the numbers of its articles, in the order they came in, of all that more than one belongs to."""
    found = project.db.execute(
        "SELECT story, json_group_array(article) FROM stories WHERE story <> '' GROUP BY story HAVING count(*) > 1"
    )
    return {story: sorted(json.loads(held)) for story, held in found}


def finished(project: Project, pks: Collection[int] | None = None) -> list[Finished]:
    """Return who finished which visible article, the gold layer included; of the articles `pks` alone where given."""
    sql = (
        "SELECT a.pk, s.owner, s.pk, coalesce(s.last, x'') FROM articles a JOIN streams s ON s.article = a.id "
        f"JOIN statuses t ON t.stream = s.pk WHERE t.status = 'done' AND {VISIBLE}"
    )
    within, given = _among("a.pk", pks)
    return list(map(Finished._make, project.db.execute(sql + within, given)))


def spans(project: Project, streams: Collection[int]) -> Joined:
    """Return the spans of these streams; a stream without spans is left out."""
    within, given = _among("stream", streams)
    found = project.db.execute(
        'SELECT stream, count(*), group_concat(start), group_concat("end"), json_group_array(label) FROM spans '
        f"WHERE 1 {within} GROUP BY stream",
        given,
    ).fetchall()
    labels = json.loads(f"[{','.join(row[4][1:-1] for row in found)}]")
    return Joined(
        [row[0] for row in found], [row[1] for row in found], ",".join(row[2] for row in found),
        ",".join(row[3] for row in found), labels,
    )  # fmt: skip


def values(project: Project, streams: Collection[int]) -> Iterator[Valued]:
    """Yield the values of spans in these streams."""
    sql = (
        'SELECT v.stream, v.span, s.start, s."end", s.label, v.key, v.value FROM attributes v '
        "JOIN spans s ON s.stream = v.stream AND s.id = v.span WHERE 1 "
    )
    within, given = _among("v.stream", streams)
    for stream, span, start, end, label, key, value in project.db.execute(sql + within, given):
        yield Valued(stream, span, Edge(start, end, label), key, value)


def links(project: Project, streams: Collection[int]) -> Iterator[Linked]:
    """Yield the relations in these streams."""
    sql = (
        'SELECT r.stream, r.type, h.start, h."end", h.label, c.start, c."end", c.label FROM relations r '
        "JOIN spans h ON h.stream = r.stream AND h.id = r.head JOIN spans c ON c.stream = r.stream AND c.id = r.child "
        "WHERE 1 "
    )
    within, given = _among("r.stream", streams)
    for stream, kind, *ends in project.db.execute(sql + within, given):
        yield Linked(stream, kind, Edge(*ends[:3]), Edge(*ends[3:]))


def answers(project: Project, streams: Collection[int]) -> Iterator[tuple[int, str, str]]:
    """Yield (stream, key, value as JSON) of the article labels in these streams."""
    within, given = _among("stream", streams)
    yield from project.db.execute(f"SELECT stream, key, value FROM article_labels WHERE 1 {within}", given)


def coinciding(project: Project, streams: Collection[int]) -> dict[int, Work]:
    """Return stream -> work as it reads where merged labels let spans coincide; other streams read label by label."""
    mapping = project.scheme.mapping
    if not mapping:
        return {}
    found = {stream for stream, *_ in hidden_spans(project, mapping, streams)}
    works = {stream: Work() for stream in found}
    fill_works(project, works)
    return {stream: work.read_as(mapping) for stream, work in works.items()}


def _among(column: str, numbers: Collection[int] | None) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a column is one of these numbers, with its parameters; None: no condition."""
    if numbers is None:
        return "", ()
    return f" AND {column} IN (SELECT value FROM json_each(?))", (json.dumps(sorted(numbers)),)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a project stands: equal numbers mean that nothing which the figures read has changed."""

    scheme: str
    last: int
    others: tuple[object, ...]


def standing(project: Project) -> Standing:
    """Return where the project stands now; `last` is the newest event's place in the log."""
    [last] = project.db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()
    people = project.db.execute("SELECT count(*), max(owner), group_concat(name) FROM people").fetchone()
    batches = project.db.execute("SELECT pk, open FROM batches WHERE kind <> 'corpus' ORDER BY pk").fetchall()
    [copies] = project.db.execute("SELECT count(*) FROM stories").fetchone()
    [newest] = project.db.execute("SELECT coalesce(max(pk), 0) FROM articles").fetchone()
    return Standing(project.value("scheme"), last, (*people, gold_owner(project), newest, copies, *batches))


def changed_since(project: Project, last: int) -> set[int]:
    """Return the numbers of the articles with an event behind place `last` of the log."""
    found = project.db.execute(
        "SELECT DISTINCT a.pk FROM events e JOIN streams s ON s.pk = e.stream JOIN articles a ON a.id = s.article "
        "WHERE e.seq > ?",
        (last,),
    )
    return {pk for (pk,) in found}


def counts(project: Project) -> dict[int, bytes]:
    """Return the kept counts by article; whoever reads them checks them, since a file may come from anybody."""
    return dict(project.db.execute("SELECT article, counts FROM agreement").fetchall())


def keep_counts(project: Project, rows: Iterable[tuple[int, bytes]], counted_at: Standing) -> None:
    """Keep the counts of some articles, but for those that changed after they were counted."""
    with project.write():
        now = standing(project)
        if (now.scheme, now.others) != (counted_at.scheme, counted_at.others):
            return
        changed = changed_since(project, counted_at.last)
        project.db.conn.executemany(
            "INSERT OR REPLACE INTO agreement (article, counts) VALUES (?, ?)",
            [row for row in rows if row[0] not in changed],
        )


@contextmanager
def snapshot(project: Project) -> Iterator[None]:
    """Read one state of the file inside the block, whatever others write meanwhile."""
    if project.db.conn.in_transaction:
        yield
        return
    project.db.execute("BEGIN")
    try:
        yield
    finally:
        project.db.execute("ROLLBACK")
