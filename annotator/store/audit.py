"""Does the file hold what its log says? The check behind the promise that nothing is lost or changed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.events import Row, check
from annotator.core.fold import Key
from annotator.store import derived, log, rows
from annotator.store.articles import all_articles, checked_text
from annotator.store.project import Project


def audit(project: Project) -> list[str]:
    """Compare tables with the log, events and texts with their hashes, quotes with texts; return the faults."""
    faults: list[str] = []
    for item in all_articles(project):
        faults += _complaint(checked_text, project, item)
    for pk, article in project.db.execute("SELECT pk, article FROM streams ORDER BY pk").fetchall():
        faults += _stream(project, pk, article)
    faults += derived.faults(project.db)
    for event in log.all_events(project):
        faults += _complaint(check, event)
    return faults


def _stream(project: Project, pk: int, article: str) -> Iterator[str]:
    again = log.folded(project, pk)
    if _comparable(again.rows) != _comparable(dict(rows.everything(project.db, pk))):
        yield f"Article {article!r}: the tables differ from the log."
    n, clean = project.db.execute("SELECT n, clean FROM streams WHERE pk = ?", (pk,)).fetchone()
    listed = Counter(project.db.execute("SELECT event, kind, row, why FROM clashes WHERE stream = ?", (pk,)).fetchall())
    if listed != Counter((log.packed(c.event), c.table, c.row, c.why) for c in again.clashes) or clean > again.clean:
        yield f"Article {article!r}: the clashes differ from the log."
    if n != project.db.execute("SELECT coalesce(max(n), 0) FROM events WHERE stream = ?", (pk,)).fetchone()[0]:
        yield f"Article {article!r}: the count of its events differs from the log."
    spans = [(row, values) for (table, row), values in again.rows.items() if table == "span"]
    text = project.text(article) if spans else ""
    for row, values in spans:
        yield from _complaint(log.check_quote, text, article, row, values)


def _comparable(found: dict[Key, Row]) -> dict[Key, str]:
    """Return rows in a form where true is not 1; rows of `scheme` stand in no table."""
    return {key: json.dumps(values, sort_keys=True) for key, values in found.items() if key[0] != "scheme"}


def _complaint(look: Callable[..., Any], *what: Any) -> list[str]:
    try:
        look(*what)
    except AnnotatorError as error:
        return [str(error)]
    return []
