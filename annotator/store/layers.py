"""What a dataset is made from, before any text is read: articles with their stories, and counts of each layer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from annotator.core.ids import GOLD
from annotator.store.articles import VISIBLE
from annotator.store.merged import hidden_spans
from annotator.store.project import Project


class Listed(NamedTuple):
    """An article as it was imported, with its date as it was written; `pk` grows in the order of arrival.

    `story` is the id of the first article of its wire story that came into the project, its own where it is in none:
    so the first one keeps its name when a copy of it comes.
    """

    pk: int
    id: str
    published: str
    source: str
    language: str
    story: str


class Counted(NamedTuple):
    """One owner's work on one article: its status, and its spans by label as merged labels read."""

    article: str
    owner: str
    status: str
    labels: dict[str, int]


def listed(project: Project) -> list[Listed]:
    """Return the visible articles in the order of ids."""
    firsts = dict(
        project.db.execute(
            "SELECT y.story, a.id FROM (SELECT story, min(article) AS first FROM stories WHERE story <> '' "
            "GROUP BY story) y JOIN articles a ON a.pk = y.first"
        )
    )
    found = project.db.execute(
        "SELECT a.pk, a.id, a.published, a.source, a.language, coalesce(y.story, '') FROM articles a "
        f"LEFT JOIN stories y ON y.article = a.pk WHERE {VISIBLE} ORDER BY a.id"
    )
    return [
        Listed(pk, identity, published, source, language, firsts.get(story, identity))
        for pk, identity, published, source, language, story in found
    ]


def labels(project: Project) -> set[str]:
    """Return the labels that spans have, as merged ones read."""
    mapping = project.scheme.mapping
    return {mapping.get(key, key) for (key,) in project.db.execute("SELECT DISTINCT label FROM spans")}


def finishers(project: Project) -> dict[str, int]:
    """Return the ids of all who finished visible articles, the gold layer among them, with how many each."""
    found = project.db.execute(
        "SELECT o.id, count(*) FROM statuses t JOIN streams s ON s.pk = t.stream JOIN owners o ON o.pk = s.owner "
        f"JOIN articles a ON a.id = s.article WHERE t.status = 'done' AND {VISIBLE} GROUP BY o.id ORDER BY o.id"
    )
    return dict(found.fetchall())


def counted(
    project: Project, owners: Collection[str] | None = None, statuses: Collection[str] = ()
) -> Iterator[Counted]:
    """Yield the work of these owners (None: everybody and gold) at these statuses (none: all), in no order.

    A work without any span counts where it has a status.
    """
    mapping = project.scheme.mapping
    hidden = {(stream, label): extra for stream, label, extra in hidden_spans(project, mapping)}
    marks = "" if not statuses else f" AND coalesce(t.status, 'new') IN ({', '.join('?' * len(statuses))})"
    found = project.db.execute(
        "SELECT s.pk, s.article, o.id, coalesce(t.status, 'new'), x.label, x.many FROM streams s "
        "JOIN articles a ON a.id = s.article JOIN owners o ON o.pk = s.owner "
        "LEFT JOIN people p ON p.owner = s.owner LEFT JOIN statuses t ON t.stream = s.pk "
        "LEFT JOIN (SELECT stream, label, count(*) AS many FROM spans GROUP BY stream, label) x ON x.stream = s.pk "
        f"WHERE (p.owner IS NOT NULL OR o.id = ?) AND (t.status IS NOT NULL OR x.label IS NOT NULL) AND {VISIBLE}"
        f"{marks} ORDER BY s.pk",
        (GOLD, *statuses),
    )
    for (stream, article, owner, status), rows in groupby(found, key=itemgetter(0, 1, 2, 3)):
        if owners is not None and owner not in owners:
            continue
        held: dict[str, int] = {}
        for *_, label, many in rows:
            if label is not None:
                key = mapping.get(label, label)
                held[key] = held.get(key, 0) + many
        for key in list(held) if hidden else ():
            held[key] -= hidden.get((stream, key), 0)
        yield Counted(article, owner, status, held)


def imports(project: Project) -> int:
    """Return how many imports brought the articles."""
    [found] = project.db.execute("SELECT count(*) FROM batches WHERE kind = 'import' AND open = 0").fetchone()
    return int(found)
