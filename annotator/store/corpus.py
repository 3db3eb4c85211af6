"""The whole corpus as a table: filtered and ordered in SQL, read a page at a time, counted for filters and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.core.ids import PROJECT_OWNER
from annotator.store.articles import VISIBLE
from annotator.store.assigning import standing
from annotator.store.corpus_charts import Distribution, distribution
from annotator.store.corpus_filter import MINE, STATUS, Filter, marks, question, roomy, stored
from annotator.store.errors import spoken
from annotator.store.merged import hidden_spans
from annotator.store.project import Project

__all__ = ("SORTS", "CorpusRow", "Distribution", "Facets", "Filter", "articles", "distribution", "facets", "rows")

SORTS = ("added", "headline", "source", "published", "language", "words", "wire", "status", "finished")
"""What `articles` sorts by, beside `label:<key>`: how often I used a label."""

_STORY = "LEFT JOIN stories y ON y.article = a.pk "
_SIZES = (
    f"{_STORY}LEFT JOIN (SELECT story, count(*) AS many FROM stories "
    "WHERE article NOT IN (SELECT article FROM removed) GROUP BY story) z ON z.story = y.story "
)
_FINISHED = (
    "(SELECT count(*) FROM streams w JOIN people p ON p.owner = w.owner JOIN statuses f ON f.stream = w.pk "
    "WHERE w.article = a.id AND f.status = 'done')"
)
_ORDERS = {
    "added": ("", "a.pk"),
    "headline": ("", "a.headline COLLATE NOCASE"),
    "source": ("", "a.source = '', a.source COLLATE NOCASE"),
    "published": ("", "a.published = '', a.published"),
    "language": ("", "a.language = '', a.language"),
    "words": ("", "a.words"),
    "wire": (_SIZES, "y.story IS NULL, coalesce(z.many, 1)"),
    "status": (MINE, f"CASE {STATUS} WHEN 'new' THEN 0 WHEN 'started' THEN 1 WHEN 'done' THEN 2 ELSE 3 END"),
    "finished": ("", _FINISHED),
}
_OF_PROJECT = f"(SELECT pk FROM owners WHERE id = '{PROJECT_OWNER}')"


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """One article of the table; `status` and `counts` (label -> my tags; None: not begun) are mine.

    `story` is the id of its wire story or empty, `copies` how many visible articles that has (1: alone), `first` tells
    whether it is the one that came first. `finished` and `assigned` count people.
    """

    pk: int
    id: str
    headline: str
    source: str
    published: str
    language: str
    words: int
    characters: int
    status: str
    story: str
    copies: int
    first: bool
    counts: dict[str, int] | None
    finished: int
    assigned: int
    tags: tuple[str, ...]
    removed: bool


def articles(project: Project, me: str, chosen: Filter, sort: str = "added", descending: bool = False) -> list[int]:
    """Return the numbers of the articles that a filter leaves, sorted; articles without a value come last.

    Raises QueryError where the filter's words can't be asked for.
    """
    with spoken(project.path), roomy(project):
        asked = question(project, me, chosen)
        if sort.startswith("label:"):
            joins, order = _by_label(project, sort.removeprefix("label:"), asked.values)
        else:
            joins, order = _ORDERS[sort]
        joins = asked.joins + joins.replace(asked.joins or "\0", "")
        *first, last = order.rsplit(", ", 1)
        order = ", ".join([*first, last + (" DESC" if descending else ""), *(["a.pk"] if sort != "added" else [])])
        sql = f"SELECT a.pk FROM articles a {joins} WHERE {asked.where} ORDER BY {order}"
        return [pk for (pk,) in project.db.execute(sql, asked.values)]


def _by_label(project: Project, label: str, values: dict[str, Any]) -> tuple[str, str]:
    """Return the joins and the order by how often I used a label; articles not begun come last."""
    given = marks("sorted", stored(project.scheme, [label]), values)
    # Tags of merged labels in one place read as one.
    count = "count(*)" if "," not in given else "count(DISTINCT start || ':' || \"end\")"
    counted = (
        f"LEFT JOIN (SELECT stream, {count} AS many FROM spans WHERE label IN ({given}) "
        "AND stream IN (SELECT pk FROM streams WHERE owner = :me) GROUP BY stream) c ON c.stream = s.pk "
    )
    return MINE + counted, "t.status IS NULL, coalesce(c.many, 0)"


def rows(project: Project, me: str, pks: Sequence[int], labels: Sequence[str]) -> list[CorpusRow]:
    """Return the rows of these articles in that order, with my tags counted for these labels."""
    among = ", ".join(str(int(pk)) for pk in pks)
    row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (me,)).fetchone()
    with spoken(project.path):
        found = project.db.execute(
            f"SELECT a.pk, a.id, a.headline, a.source, a.published, a.language, a.words, a.characters, {STATUS}, "
            f"coalesce(y.story, ''), {_FINISHED}, (SELECT count(*) FROM streams h JOIN assignments g "
            f"ON g.stream = h.pk WHERE h.article = a.id AND {standing(project)}), "
            "a.pk IN (SELECT article FROM removed), s.pk, (SELECT group_concat(x.name, char(10)) FROM tags x "
            f"JOIN streams o ON o.pk = x.stream WHERE o.article = a.id AND o.owner = {_OF_PROJECT}) "
            f"FROM articles a {MINE}{_STORY}WHERE a.pk IN ({among})",
            {"me": -1 if row is None else row[0]},
        ).fetchall()
        sizes = _sizes(project, {one[9] for one in found if one[9]})
        counts = _counts(project, [one[13] for one in found if one[13] is not None], labels)
    out = {}
    for pk, *head, status, story, finished, assigned, removed, stream, tags in found:
        many, first = sizes.get(story, (1, pk))
        mine = None if status == "new" else counts.get(stream, {})
        named = tuple(sorted(tags.split("\n"))) if tags else ()
        values = (status, story, max(1, many), first == pk, mine, finished, assigned, named, bool(removed))
        out[pk] = CorpusRow(*(pk, *head, *values))
    return [out[pk] for pk in pks if pk in out]


def _sizes(project: Project, stories: set[str]) -> dict[str, tuple[int, int]]:
    """Return story -> (how many visible articles it has, the number of the first of them)."""
    marks = ", ".join("?" * len(stories))
    found = project.db.execute(
        "SELECT y.story, count(*), min(a.pk) FROM stories y JOIN articles a ON a.pk = y.article "
        f"WHERE y.story IN ({marks}) AND {VISIBLE} GROUP BY y.story",
        sorted(stories),
    )
    return {story: (many, first) for story, many, first in found}


def _counts(project: Project, streams: list[int], labels: Sequence[str]) -> dict[int, dict[str, int]]:
    """Return stream -> label -> how many tags read as it."""
    merged = project.scheme.mapping
    marks = ", ".join("?" * len(streams))
    out: dict[int, dict[str, int]] = {stream: dict.fromkeys(labels, 0) for stream in streams}
    sql = f"SELECT stream, label, count(*) FROM spans WHERE stream IN ({marks}) GROUP BY stream, label"
    hidden = [(stream, label, -many) for stream, label, many in hidden_spans(project, merged, streams)]
    for stream, label, many in [*project.db.execute(sql, streams), *hidden]:
        read_as = merged.get(label, label)
        if read_as in out[stream]:
            out[stream][read_as] += many
    return out


@dataclass(frozen=True, slots=True)
class Facets:
    """What a filter bar offers: values with how many articles each would show, the most frequent first.

    `total` counts the articles of the project, `shown` those that the filter leaves. Each list counts under all other
    parts of the filter; `statuses` goes by new, started, done, skipped. The dates are the first and last (published).
    """

    total: int
    shown: int
    sources: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    tags: list[tuple[str, int]]
    statuses: dict[str, int]
    first_date: str
    last_date: str


def facets(project: Project, me: str, chosen: Filter) -> Facets:
    """Return what the filter bar offers under a filter."""
    with spoken(project.path), roomy(project):
        db = project.db
        everything = question(project, me, Filter(removed=chosen.removed))
        total, first, last = db.execute(
            f"SELECT count(*), min(nullif(a.published, '')), max(a.published) FROM articles a WHERE {everything.where}",
            everything.values,
        ).fetchone()
        shown = _grouped(project, me, chosen, "1")
        tags = question(project, me, replace(chosen, tags=()))
        found = db.execute(
            "SELECT x.name, count(*) FROM tags x JOIN streams o ON o.pk = x.stream JOIN articles a ON a.id = o.article "
            f"{tags.joins} WHERE {tags.where} GROUP BY x.name",
            tags.values,
        ).fetchall()
        statuses = dict(_grouped(project, me, replace(chosen, status="all"), STATUS, MINE))
        return Facets(
            total, shown[0][1] if shown else 0,
            _grouped(project, me, replace(chosen, sources=()), "a.source"),
            _grouped(project, me, replace(chosen, languages=()), "a.language"),
            sorted(found, key=_often),
            {state: statuses.get(state, 0) for state in ("new", "started", "done", "skipped")},
            first or "", last or "",
        )  # fmt: skip


def _grouped(project: Project, me: str, chosen: Filter, by: str, also: str = "") -> list[tuple[str, int]]:
    """Return value -> how many articles a filter leaves with it, the most frequent first; none for no value."""
    asked = question(project, me, chosen)
    joins = asked.joins or also
    sql = f"SELECT {by}, count(*) FROM articles a {joins} WHERE {asked.where} GROUP BY {by}"
    return sorted(((value, many) for value, many in project.db.execute(sql, asked.values) if value != ""), key=_often)


def _often(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], str(one[0])
