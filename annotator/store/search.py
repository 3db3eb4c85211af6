"""The corpus search: an index of the words of all visible articles, and one person's questions to it.

The index lies in the project file and is filled beside the window. It never decides what is shown: the hits of a page
are found again in the texts themselves, so a damaged or forged index can hide articles but not invent words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.core.query import Filter, Part, Query, QueryError, Term, hits
from annotator.core.scheme import Scheme
from annotator.core.searching import Line, line, tokens, words
from annotator.store.articles import VISIBLE
from annotator.store.errors import spoken
from annotator.store.project import Project

LINES = 5
"""How many hits of an article a page shows."""

MOST = 5000
"""How many articles are put in order and listed; of more, only the number is told."""

_COLUMNS = {"": "text", "headline": "headline", "source": "source", "date": "published"}
_PUT = "INSERT INTO search (rowid, text, headline, source, published) VALUES (?, ?, ?, ?, ?)"
_DROP = "INSERT INTO search (search, rowid, text, headline, source, published) VALUES ('delete', ?, ?, ?, ?, ?)"
_READ = "SELECT a.pk, t.text, a.headline, a.source, a.published FROM articles a JOIN texts t ON t.article = a.pk WHERE "
_SEEN = "NOT IN (SELECT article FROM removed)"
_STATUS = (
    "a.id {} (SELECT s.article FROM streams s JOIN statuses t ON t.stream = s.pk WHERE s.owner = {} AND t.status {})"
)


# Filling the index


def pending(project: Project) -> tuple[int, int]:
    """Return how many visible articles are indexed, and how many there are."""
    with spoken(project.path):
        total = project.db.execute(f"SELECT count(*) FROM articles a WHERE {VISIBLE}").fetchone()[0]
        here = project.db.execute(f"SELECT count(*) FROM indexed WHERE article {_SEEN}").fetchone()[0]
    return min(here, total), total


def unindexed(project: Project, after: int, limit: int) -> list[int]:
    """Return some visible articles that the index lacks, by row key, in order, behind the one numbered `after`."""
    with spoken(project.path):
        found = project.db.execute(
            f"SELECT a.pk FROM articles a WHERE a.pk > ? AND {VISIBLE} "
            "AND NOT EXISTS (SELECT 1 FROM indexed WHERE article = a.pk) ORDER BY a.pk LIMIT ?",
            (after, limit),
        ).fetchall()
    return [pk for (pk,) in found]


def entry(project: Project, pk: int, breathe: Callable[[], object] = lambda: None) -> tuple[Any, ...] | None:
    """Return the index entry of an article, None where it is gone; `breathe` is called between slices of its text."""
    row = project.db.execute(_READ + "a.pk = ?", (pk,)).fetchone()
    if row is None:
        return None
    parts = []
    for some in words(row[1]):
        parts.append(" ".join(some))
        breathe()
    return (pk, " ".join(parts), *(" ".join(word for word, _, _ in tokens(field)) for field in row[2:]))


def add(project: Project, entries: Sequence[tuple[Any, ...]]) -> None:
    """Write entries in one transaction; those of articles that are there already, or no longer, are passed over."""
    db = project.db
    with project.write():
        for one in entries:
            sql = "INSERT OR IGNORE INTO indexed (article) SELECT pk FROM articles WHERE pk = ?"
            if db.execute(sql, one[:1]).rowcount:
                db.execute(_PUT, one)


def forget(project: Project, pk: int) -> None:
    """Take an article out of the index, inside `write`: before it is removed or its headline, source or date change."""
    known = project.db.execute("DELETE FROM indexed WHERE article = ? RETURNING article", (pk,)).fetchall()
    one = entry(project, pk) if known else None
    if one is not None:
        project.db.execute(_DROP, one)


def clear(project: Project) -> None:
    """Empty the index, so that it is made anew: the way out where it is damaged."""
    with project.write():
        project.db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        project.db.execute("DELETE FROM indexed")


def prepare(project: Project) -> None:
    """Leave joining the parts of the index to `tidy`: left to itself it writes for a long while now and then."""
    with project.write():
        for setting in (("automerge", 0), ("crisismerge", 1000)):
            project.db.execute("INSERT INTO search (search, rank) VALUES (?, ?)", setting)


def tidy(project: Project, pages: int = 16) -> bool:
    """Join some of the index's parts, so that it answers faster; tell whether there was something to join."""
    before = project.db.conn.total_changes
    with project.write():
        project.db.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
    return project.db.conn.total_changes - before > 1


# Asking


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found: `hits` counts the wanted words in it, `lines` shows the first in their context.

    `meta` is the article's metadata.
    """

    pk: int
    id: str
    headline: str
    source: str
    published: str
    hits: int
    lines: tuple[Line, ...]
    meta: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles that match, by row key: all, or the first `MOST` of `total`; `best`: ordered by how well they do."""

    pks: tuple[int, ...]
    total: int
    best: bool


def search(project: Project, me: str, query: Query, *, in_order: bool = False) -> Answer:
    """Return the articles that match: best first, or in the order they came in; many are never ordered otherwise.

    Labels and statuses are my own. Raises QueryError where the scheme has no such label.
    """
    if not query:
        return Answer((), 0, best=False)
    where, values = conditions(project.scheme, query)
    values["me"] = _owner(project, me)
    if wanted := match(query):
        values["match"] = wanted
        source = "search JOIN articles a ON a.pk = search.rowid" if where else "search"
        where, key = ["search MATCH :match", f"search.rowid {_SEEN}", *where], "search.rowid"
    else:
        source, where, key = "articles a", [VISIBLE, *where], "a.pk"
    sql = f"FROM {source} WHERE {' AND '.join(where)}"
    with spoken(project.path):
        found = _keys(project, f"SELECT {key} {sql} ORDER BY {key} LIMIT {MOST + 1}", values)
        if len(found) > MOST:
            total = project.db.execute(f"SELECT count(*) {sql}", values).fetchone()[0]
            return Answer(tuple(found[:MOST]), total, best=False)
        best = bool(wanted) and not in_order
        if best:
            found = _keys(project, f"SELECT {key} {sql} ORDER BY rank, {key}", values)
    return Answer(tuple(found), len(found), best)


def _keys(project: Project, sql: str, values: dict[str, Any]) -> list[int]:
    return [pk for (pk,) in project.db.execute(sql, values)]


def page(project: Project, me: str, query: Query, pks: Sequence[int]) -> list[Found]:
    """Return what is shown of these articles, in the order asked for, but for those whose texts lack the words.

    Where only a label is asked for, its tags are the hits.
    """
    marks = ", ".join(str(int(pk)) for pk in pks)
    sql = (
        "SELECT a.pk, a.id, a.headline, a.source, a.published, a.meta, t.text "
        "FROM articles a JOIN texts t ON t.article = a.pk"
    )
    with spoken(project.path):
        rows = {row[0]: row for row in project.db.execute(f"{sql} WHERE a.pk IN ({marks}) AND {VISIBLE}")}
        tagged = _tagged(project, me, query, marks)
    by_words = any(all(_in_text(part) for part in group) for group in query.groups)
    found = []
    for pk in pks:
        if pk not in rows:
            continue
        _, identity, headline, source, published, meta, text = rows[pk]
        places = hits(query, tokens(text)) if any(map(_in_text, query.wanted())) else tagged.get(pk, [])
        if places or not by_words:
            lines = tuple(line(text, start, end) for start, end in places[:LINES])
            found.append(Found(pk, identity, headline, source, published, len(places), lines, json.loads(meta)))
    return found


def _tagged(project: Project, me: str, query: Query, marks: str) -> dict[int, list[tuple[int, int]]]:
    """Return article -> places of my tags with the labels that are asked for, in order."""
    asked = [
        part.value for group in query.groups for part in group if isinstance(part, Filter) and part.name == "label"
    ]
    keys = [key for value in asked for key in _labels(project.scheme, value)]
    places: dict[int, list[tuple[int, int]]] = {}
    if keys:
        for pk, start, end in project.db.execute(
            'SELECT DISTINCT a.pk, p.start, p."end" FROM articles a JOIN streams s ON s.article = a.id '
            f"JOIN spans p ON p.stream = s.pk WHERE a.pk IN ({marks}) AND s.owner = ? "
            f'AND p.label IN ({", ".join("?" * len(keys))}) ORDER BY p.start, p."end"',
            (_owner(project, me), *keys),
        ):
            places.setdefault(pk, []).append((start, end))
    return places


def _in_text(part: Part) -> bool:
    return isinstance(part, Term) and not part.field


def _owner(project: Project, me: str) -> int:
    row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (me,)).fetchone()
    return -1 if row is None else int(row[0])


def match(query: Query) -> str:
    """Return the words of a query as FTS5 asks for them; empty where none is wanted."""
    groups = [[part for part in group if isinstance(part, Term)] for group in query.groups]
    wanted = " AND ".join(_either(group) for group in groups if group)
    unwanted = [part for part in query.without if isinstance(part, Term)]
    return f"({wanted}) NOT {_either(unwanted)}" if wanted and unwanted else wanted


def _either(terms: Sequence[Term]) -> str:
    return "(" + " OR ".join(map(_term, terms)) + ")"


def _term(term: Term) -> str:
    """Return a word or phrase for FTS5; words hold no quotation mark, and a date is compared from its year on."""
    start = "^ " if term.field == "date" else ""
    return f'{_COLUMNS[term.field]} : {start}"{" ".join(term.words)}"{" *" if term.prefix else ""}'


def conditions(scheme: Scheme, query: Query) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions on `articles a` that are no words, and their values."""
    values: dict[str, Any] = {}
    where = []
    for group in query.groups:
        filters = [part for part in group if isinstance(part, Filter)]
        if filters:
            where.append("(" + " OR ".join(_filter(scheme, one, values) for one in filters) + ")")
    where += [f"NOT {_filter(scheme, part, values)}" for part in query.without if isinstance(part, Filter)]
    unwanted = [part for part in query.without if isinstance(part, Term)]
    if unwanted and not match(query):
        values["unwanted"] = _either(unwanted)
        where.append("a.pk NOT IN (SELECT rowid FROM search WHERE search MATCH :unwanted)")
    return where, values


def _filter(scheme: Scheme, one: Filter, values: dict[str, Any]) -> str:
    """Return the condition of one filter and put its values in."""
    name = f"v{len(values)}"
    if one.name == "id":
        values[name] = one.value
        return f"substr(a.id, 1, length(:{name})) = :{name}" if one.prefix else f"a.id = :{name}"
    if one.name == "status":
        values[name] = one.value
        if one.value == "new":
            return _STATUS.format("NOT IN", ":me", f"<> :{name}")
        return _STATUS.format("IN", ":me", f"= :{name}")
    marks = []
    for number, key in enumerate(_labels(scheme, one.value)):
        values[f"{name}_{number}"] = key
        marks.append(f":{name}_{number}")
    return (
        "a.id IN (SELECT s.article FROM streams s JOIN spans p ON p.stream = s.pk "
        f"WHERE s.owner = :me AND p.label IN ({', '.join(marks)}))"
    )


def _labels(scheme: Scheme, wanted: str) -> list[str]:
    """Return the keys under which the tags of a label are stored: its own and those of labels merged into it."""
    lower = wanted.casefold()
    found = next((b.key for b in scheme.labels if lower in (b.key.casefold(), b.name.casefold())), None)
    if found is None:
        names = ", ".join(label.key for label in scheme.live)
        raise QueryError(f"The scheme has no label “{wanted}”; it has {names}.")
    goal = scheme.mapping.get(found, found)
    return [goal, *(key for key, into in scheme.mapping.items() if into == goal)]


def mend(project: Project, error: Exception) -> bool:
    """Empty the index where this error says that it is damaged, so that it is made anew; tell whether it was."""
    told = str(error.__cause__)
    if project.lock is None or not ("malformed" in told or "corrupt" in told or "fts5" in told):
        return False
    clear(project)
    return True
