"""The words of the corpus filter: asked of the search index where it is whole, else of headline, source and id."""

from __future__ import annotations

from typing import Any

from annotator.core.query import read
from annotator.store import search
from annotator.store.project import Project


def condition(project: Project, words: str, values: dict[str, Any]) -> str:
    """Return the SQL condition on `articles a` and put its values in; `values` holds `me` (an owner's number).

    Raises QueryError where the words can't be asked for.
    """
    if not _ready(project):
        return _like(words, values)
    query = read(words if words.endswith(("*", '"', " ")) else f"{words}*")
    where, more = search.conditions(project.scheme, query)
    values |= more
    if match := search.match(query):
        values["match"] = match
        where.append("a.pk IN (SELECT rowid FROM search WHERE search MATCH :match)")
    return " AND ".join(where) if where else "1"


def _ready(project: Project) -> bool:
    sql = "SELECT (SELECT count(*) FROM indexed) >= (SELECT count(*) FROM articles)"
    return bool(project.db.execute(sql).fetchone()[0])


def _like(words: str, values: dict[str, Any]) -> str:
    parts = []
    for number, word in enumerate(words.split()):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values[f"like_{number}"] = f"%{escaped}%"
        parts.append(f"(a.headline || ' ' || a.source || ' ' || a.id) LIKE :like_{number} ESCAPE '\\'")
    return " AND ".join(parts)
