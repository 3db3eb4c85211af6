"""What is asked of the corpus, as SQL: the filter of its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from annotator.core.scheme import Scheme
from annotator.store.articles import PRESENT, VISIBLE
from annotator.store.assigning import standing
from annotator.store.corpus_words import condition
from annotator.store.project import Project

_ROOM = 16_000  # KiB: with less, SQLite sorts 100,000 headlines through a file
MINE = "LEFT JOIN streams s ON s.article = a.id AND s.owner = :me LEFT JOIN statuses t ON t.stream = s.pk "
STATUS = "coalesce(t.status, 'new')"
_STATES = {
    "todo": f"{STATUS} IN ('new', 'started')",
    **{state: f"{STATUS} = '{state}'" for state in ("new", "started", "done", "skipped")},
}
_FIRSTS = f"SELECT min(a.pk) FROM stories y JOIN articles a ON a.pk = y.article WHERE {VISIBLE} GROUP BY y.story"
_WIRE = {
    "first": f"(a.pk IN ({_FIRSTS}) OR a.pk NOT IN (SELECT article FROM stories))",
    "copies": f"(a.pk NOT IN ({_FIRSTS}) AND a.pk IN (SELECT article FROM stories))",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles: empty fields ask for nothing.

    `words` stand in the text (or in headline, source and id, until the search index is whole); `since` and `until` are
    dates or their beginnings (2024, 2024-05), both included. `status` is mine: all, todo, new, started, done, skipped;
    `tags`: any of them; `labels`: those I used, any of them; `wire`: all, first (each story once), copies (the rest).
    `removed` asks for removed articles alone, `person` for those given to somebody (their id), `least` and `most` for
    a number of words (half-open; a `most` of 0 is no bound).
    """

    words: str = ""
    since: str = ""
    until: str = ""
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    status: str = "all"
    tags: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    wire: str = "all"
    removed: bool = False
    person: str = ""
    least: int = 0
    most: int = 0


@contextmanager
def roomy(project: Project) -> Iterator[None]:
    """Let SQLite sort in memory inside the block."""
    before = project.db.execute("PRAGMA cache_size").fetchone()[0]
    project.db.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        project.db.execute(f"PRAGMA cache_size = {int(before)}")


@dataclass(frozen=True, slots=True)
class Question:
    """A filter as SQL: the tables behind `FROM articles a`, the condition, and the values of both."""

    joins: str
    where: str
    values: dict[str, Any]


def question(project: Project, me: str, asked: Filter) -> Question:
    """Return the SQL of a filter; raises QueryError where its words can't be asked for."""
    row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (me,)).fetchone()
    values: dict[str, Any] = {"me": -1 if row is None else int(row[0])}
    where = [f"({PRESENT} AND a.pk IN (SELECT article FROM removed))" if asked.removed else VISIBLE]
    if asked.words.strip():
        where.append(condition(project, asked.words, values))
    bounds = (
        ("since", asked.since, "a.published >= :since"),
        ("until", asked.until, "a.published <> '' AND substr(a.published, 1, length(:until)) <= :until"),
        ("least", asked.least, "a.words >= :least"),
        ("most", asked.most, "a.words < :most"),
    )
    for name, bound, meant in bounds:
        if bound:
            values[name] = bound
            where.append(meant)
    for name, wanted in (("source", asked.sources), ("language", asked.languages)):
        if wanted:
            where.append(f"a.{name} IN ({marks(name, wanted, values)})")
    if asked.status != "all":
        where.append(_STATES[asked.status])
    if asked.wire != "all":
        where.append(_WIRE[asked.wire])
    if asked.tags:
        given = marks("tag", asked.tags, values)
        where.append(
            f"a.id IN (SELECT g.article FROM tags x JOIN streams g ON g.pk = x.stream WHERE x.name IN ({given}))"
        )
    if asked.labels:
        given = marks("label", stored(project.scheme, asked.labels), values)
        where.append(
            "a.id IN (SELECT m.article FROM streams m WHERE m.owner = :me "
            f"AND m.pk IN (SELECT stream FROM spans WHERE label IN ({given})))"
        )
    if asked.person:
        values["person"] = asked.person
        where.append(
            "a.id IN (SELECT h.article FROM assignments g JOIN streams h ON h.pk = g.stream "
            f"WHERE g.person = :person AND {standing(project)})"
        )
    return Question(MINE if asked.status != "all" else "", " AND ".join(where), values)


def marks(name: str, wanted: Sequence[str], values: dict[str, Any]) -> str:
    """Return parameters for these values and put the values in."""
    names = [f"{name}_{number}" for number in range(len(wanted))]
    values.update(zip(names, wanted, strict=True))
    return ", ".join(f":{one}" for one in names)


def stored(scheme: Scheme, labels: Sequence[str]) -> list[str]:
    """Return the keys under which the tags that read as these labels are stored."""
    merged = scheme.mapping
    return [*dict.fromkeys([*labels, *(key for key, into in merged.items() if into in labels)])]
