"""The queue of one annotator: which articles, in which state; filtered and ordered in SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.store.articles import VISIBLE
from annotator.store.merged import hidden_spans
from annotator.store.project import Project

_STATES = {
    "all": "1",
    "todo": "coalesce(t.status, 'new') IN ('new', 'started')",
    "done": "t.status = 'done'",
    "skipped": "t.status = 'skipped'",
}
_FROM = (
    "FROM articles a LEFT JOIN streams s ON s.article = a.id AND s.owner = :me LEFT JOIN statuses t ON t.stream = s.pk "
)


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One article as the queue shows it; `tags` counts one's own spans."""

    pk: int
    id: str
    headline: str
    source: str
    published: str
    status: str
    tags: int


def _me(project: Project, me: str) -> int:
    row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (me,)).fetchone()
    return -1 if row is None else int(row[0])


def _filter(text: str) -> tuple[str, dict[str, str]]:
    """Return a condition and its values: each word must stand in headline, source or id."""
    parts, values = [VISIBLE], {}
    for i, word in enumerate(text.split()):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values[f"w{i}"] = f"%{escaped}%"
        parts.append(f"(a.headline || ' ' || a.source || ' ' || a.id) LIKE :w{i} ESCAPE '\\'")
    return " AND ".join(parts), values


def queue(project: Project, me: str, text: str = "", state: str = "all") -> list[int]:
    """Return article numbers in the order they came in that match `text` and `state`.

    `state` is all, todo, done or skipped.
    """
    where, values = _filter(text)
    source = "FROM articles a" if state == "all" else _FROM
    sql = f"SELECT a.pk {source} WHERE {where} AND {_STATES[state]} ORDER BY a.pk"
    return [pk for (pk,) in project.db.execute(sql, {"me": _me(project, me), **values})]


def queue_rows(project: Project, me: str, pks: Sequence[int]) -> list[QueueRow]:
    """Return the rows of these articles, in the order asked for."""
    marks = ", ".join(str(int(pk)) for pk in pks)
    found = project.db.execute(
        "SELECT a.pk, a.id, a.headline, a.source, a.published, coalesce(t.status, 'new'), "
        f"(SELECT count(*) FROM spans WHERE stream = s.pk), s.pk {_FROM} WHERE a.pk IN ({marks})",
        {"me": _me(project, me)},
    ).fetchall()
    hidden: Counter[int] = Counter()
    for stream, _, count in hidden_spans(project, project.scheme.mapping, [row[-1] for row in found if row[-1]]):
        hidden[stream] += count
    by_pk = {row[0]: replace(QueueRow(*row[:7]), tags=row[6] - hidden[row[7]]) for row in found}
    return [by_pk[pk] for pk in pks if pk in by_pk]


def queue_counts(project: Project, me: str, text: str = "") -> dict[str, int]:
    """Return how many articles match `text` in each state: all, todo, done, skipped."""
    where, values = _filter(text)
    found = project.db.execute(f"SELECT count(*) FROM articles a WHERE {where}", values).fetchone()[0]
    ended = {}
    if found:
        sql = (
            "SELECT t.status, count(*) FROM statuses t JOIN streams s ON s.pk = t.stream "
            f"JOIN articles a ON a.id = s.article WHERE s.owner = :me AND {where} GROUP BY t.status"
        )
        ended = dict(project.db.execute(sql, {"me": _me(project, me), **values}).fetchall())
    done, skipped = ended.get("done", 0), ended.get("skipped", 0)
    return {
        "all": found, "todo": found - done - skipped, "done": done, "skipped": skipped,
        "started": ended.get("started", 0),
    }  # fmt: skip


def next_todo(project: Project, me: str, after: int, within: Sequence[int]) -> int | None:
    """Return the next unfinished article of `within` behind `after`, going round, or None when all are finished."""
    order = list(within)
    at = order.index(after) if after in order else -1
    turned = order[at + 1 :] + order[: max(at, 0)]
    for start in range(0, len(turned), 200):
        for row in queue_rows(project, me, turned[start : start + 200]):
            if row.status in ("new", "started"):
                return row.pk
    return None
