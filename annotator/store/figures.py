"""Counts over a whole project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from annotator.core.ids import GOLD
from annotator.store import acting, log
from annotator.store.articles import PRESENT, VISIBLE, work_of_stream
from annotator.store.merged import hidden_spans
from annotator.store.project import Project


def totals(project: Project) -> dict[str, Any]:
    """Return articles, characters, events, annotators with their counts, spans a label, gold articles and spans."""
    db = project.db
    articles, characters = db.execute(
        f"SELECT count(*), coalesce(sum(a.characters), 0) FROM articles a WHERE {VISIBLE}"
    ).fetchone()
    statuses: dict[int, dict[str, int]] = {}
    for owner, status, count in db.execute(
        "SELECT s.owner, t.status, count(*) FROM statuses t JOIN streams s ON s.pk = t.stream "
        f"JOIN articles a ON a.id = s.article WHERE {VISIBLE} GROUP BY s.owner, t.status"
    ):
        statuses.setdefault(owner, {})[status] = count
    mapping = project.scheme.mapping
    hidden = _hidden(project, mapping)
    spans, relations = (_by_owner(project, table) for table in ("spans", "relations"))
    for _, owner, _, count in hidden:
        spans[owner] -= count
    for stream, owner in {stream: owner for stream, owner, *_ in hidden}.items():
        if count := _hidden_relations(project, mapping, stream):
            relations[owner] -= count
    people = db.execute(
        "SELECT o.id, p.name, p.owner FROM people p JOIN owners o ON o.pk = p.owner ORDER BY p.name, o.id"
    ).fetchall()
    gold = db.execute("SELECT pk FROM owners WHERE id = ?", (GOLD,)).fetchone()
    in_gold = {} if gold is None else statuses.get(gold[0], {})
    return {
        "articles": articles,
        "characters": characters,
        "annotators": [
            _annotator(identity, name, articles, statuses.get(key, {}), spans.get(key, 0), relations.get(key, 0))
            for identity, name, key in people
        ],
        "labels": _by_label(project, [key for *_, key in people], mapping, hidden),
        "gold": {"articles": in_gold.get("done", 0), "spans": spans.get(gold[0], 0) if gold else 0},
        "events": _events(project),
    }


def _events(project: Project) -> int:
    """Count the events, but for those of imports and actions that have not come to their end."""
    waiting = (
        f"SELECT s.pk FROM articles a JOIN streams s ON s.article = a.id WHERE a.batch IS NOT NULL AND NOT {PRESENT}"
    )
    count = int(project.db.execute(f"SELECT count(*) FROM events WHERE stream NOT IN ({waiting})").fetchone()[0])
    for action in acting.cut_off(project):
        count -= project.db.execute("SELECT count(*) FROM events WHERE action = ?", (log.packed(action),)).fetchone()[0]
    return count


def _annotator(
    identity: str, name: str, articles: int, statuses: dict[str, int], spans: int, relations: int
) -> dict[str, Any]:
    started, done, skipped = (statuses.get(key, 0) for key in ("started", "done", "skipped"))
    return {
        "id": identity, "name": name, "new": articles - started - done - skipped, "started": started, "done": done,
        "skipped": skipped, "spans": spans, "relations": relations,
    }  # fmt: skip


def _by_owner(project: Project, table: str) -> dict[int, int]:
    return dict(
        project.db.execute(
            f"SELECT s.owner, count(*) FROM {table} x JOIN streams s ON s.pk = x.stream "
            f"JOIN articles a ON a.id = s.article WHERE {VISIBLE} GROUP BY s.owner"
        ).fetchall()
    )


def _by_label(
    project: Project, people: list[int], mapping: Mapping[str, str], hidden: list[tuple[int, int, str, int]]
) -> Counter[str]:
    marks = ", ".join(str(int(key)) for key in people)
    counts: Counter[str] = Counter()
    for label, count in project.db.execute(
        "SELECT x.label, count(*) FROM spans x JOIN streams s ON s.pk = x.stream "
        f"JOIN articles a ON a.id = s.article WHERE {VISIBLE} AND s.owner IN ({marks}) GROUP BY x.label"
    ):
        counts[mapping.get(label, label)] += count
    for _, owner, label, count in hidden:
        if owner in people:
            counts[label] -= count
    return counts


def _hidden(project: Project, mapping: Mapping[str, str]) -> list[tuple[int, int, str, int]]:
    """Return (stream, owner, label, how many visible spans stand behind another one once labels were merged)."""
    found = hidden_spans(project, mapping)
    if not found:
        return []
    owners = dict(
        project.db.execute(f"SELECT s.pk, s.owner FROM streams s JOIN articles a ON a.id = s.article WHERE {VISIBLE}")
    )
    return [(stream, owners[stream], label, count) for stream, label, count in found if stream in owners]


def _hidden_relations(project: Project, mapping: Mapping[str, str], stream: int) -> int:
    """Return how many relations of a stream read as another one, or as none, once labels were merged."""
    work = work_of_stream(project, stream)
    return len(work.relations) - len(work.read_as(mapping).relations)
