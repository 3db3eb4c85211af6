"""Feedback: which of a person's articles are adjudicated, which were a test, and the gold layer in a file for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annotator.core.edits import relation_row, span_row, status_row
from annotator.core.events import Entry, encode, seal
from annotator.core.fold import attribute_row
from annotator.core.ids import GOLD, relation_id, span_id
from annotator.core.span import Relation, Span
from annotator.store import articles, files, log, packages
from annotator.store.articles import VISIBLE, Work
from annotator.store.errors import spoken
from annotator.store.lock import FileLock
from annotator.store.people import Person, owner_key
from annotator.store.project import Project
from annotator.store.tested import takers

MARK = "feedback"
"""The setting that tells a feedback file from a package to work in."""

_CHUNK = 50


def ready(project: Project, person: str) -> list[tuple[int, str]]:
    """Return (number, id) of the visible articles that a person finished and that are adjudicated, as they came in."""
    sql = (
        "SELECT a.pk, a.id FROM articles a JOIN streams g ON g.article = a.id JOIN owners og ON og.pk = g.owner "
        "JOIN statuses tg ON tg.stream = g.pk JOIN streams m ON m.article = a.id JOIN owners om ON om.pk = m.owner "
        "JOIN statuses tm ON tm.stream = m.pk WHERE og.id = ? AND om.id = ? AND tg.status = 'done' "
        f"AND tm.status = 'done' AND {VISIBLE} ORDER BY a.pk"
    )
    return [(int(pk), str(identity)) for pk, identity in project.db.execute(sql, (GOLD, person))]


def tests_of(project: Project, person: str) -> frozenset[str]:
    """Return the ids of the articles that a person was given when gold stood already: those test the person."""
    return frozenset(article for article, who in takers(project).items() if person in who)


def write(
    source: Project,
    paths: tuple[Path, Path],
    who: Person,
    package: str,
    ids: Sequence[str],
    step: Callable[[int], object],
) -> None:
    """Fill an empty file with a person's package of these articles and the gold layer on them.

    `paths` are the file as it is being made and as it will be; `step` hears counts up to twice as many as there are
    articles. Gold is one fresh event an article that names nobody: neither who decided, nor whose version was taken.
    """
    building, target = paths
    packages.write(source, paths, who, package, ids, step)
    with spoken(target):
        lock = FileLock(building)
        made = Project(target, files.connect(building), lock)
        try:
            made.db.execute("PRAGMA secure_delete = ON")
            with made.write():
                made.set_value(MARK, "1")
                for number, article in enumerate(ids):
                    if number % _CHUNK == 0:
                        step(len(ids) + number)
                    _write_gold(source, made, article, package)
        finally:
            made.close_connection()
            lock.release()
        files.tidy(building)


def is_feedback(project: Project) -> bool:
    """Tell whether a project is a feedback file."""
    return bool(project.value(MARK))


def _write_gold(source: Project, made: Project, article: str, device: str) -> None:
    entries = gold_entries(article, articles.work(source, GOLD, article).read_as(source.scheme.mapping))
    stream = made.db.execute(
        "INSERT INTO streams (owner, article) VALUES (?, ?) RETURNING pk", (owner_key(made, GOLD), article)
    ).fetchone()[0]
    event = seal(
        owner=GOLD, article=article, n=1, actor=GOLD, device=device, kind="gold", scheme=made.value("scheme"),
        payload=encode(entries),
    )  # fmt: skip
    log.append(made, stream, event)
    log.refold(made, stream)


def gold_entries(article: str, gold: Work) -> list[Entry]:
    """Return a gold layer as it is told to annotators: tags, values, roles and answers, no note and no decision.

    Ids follow from what they name, so that none tells where a tag came from.
    """
    ids = {"": ""} | {s.id: span_id(article, GOLD, s.start, s.end, s.label) for s in gold.spans.values()}
    spans = {ids[s.id]: Span(ids[s.id], s.start, s.end, s.quote, s.label) for s in gold.spans.values()}
    entries: list[Entry] = [
        ("span", s.id, None, span_row(s)) for s in sorted(spans.values(), key=lambda s: (s.start, s.end, s.label))
    ]
    values = {attribute_row(ids[s], key): value for (s, key), value in gold.attributes.items() if s in ids}
    entries += [("attribute", row, None, {"value": value}) for row, value in sorted(values.items())]
    links: dict[str, Relation] = {}
    for link in gold.relations.values():
        ends = ids[link.head], ids[link.child]
        one = relation_id(article, GOLD, link.type, *ends)
        links[one] = Relation(one, link.type, *ends)
    entries += [("relation", one, None, relation_row(link)) for one, link in sorted(links.items())]
    entries += [("article_label", key, None, {"value": value}) for key, value in sorted(gold.article_labels.items())]
    return [*entries, ("status", "", None, status_row("done"))]
