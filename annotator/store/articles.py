"""Articles and one person's work on them, as the window and the exports read them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.core.edits import relation_row, span_of, span_row
from annotator.core.errors import AnnotatorError
from annotator.core.events import Row
from annotator.core.fold import split_attribute
from annotator.core.ids import PROJECT_OWNER, text_sha256
from annotator.core.mapping import read
from annotator.core.span import Relation, Span
from annotator.core.zones import Override, Zone, effective, from_json
from annotator.store import rows
from annotator.store.log import stream
from annotator.store.project import Project

PRESENT = "(a.batch IS NULL OR a.batch NOT IN (SELECT pk FROM batches WHERE open = 1))"
"""SQL condition on `articles a`: not part of an import that is still under way."""

VISIBLE = f"(a.pk NOT IN (SELECT article FROM removed) AND {PRESENT})"
"""SQL condition on `articles a`: present, and not removed by the lead."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was imported: its text never changes; `detected` are its own zones."""

    pk: int
    id: str
    sha256: str
    characters: int
    words: int
    headline: str
    meta: dict[str, Any]
    detected: tuple[Zone, ...]
    wire: str | None
    """The story that the article is a copy of: as a person chose, else as its file said, else as it was found."""


@dataclass(slots=True)
class Work:
    """One owner's work on one article."""

    spans: dict[str, Span] = field(default_factory=dict)
    attributes: dict[tuple[str, str], Any] = field(default_factory=dict)
    relations: dict[str, Relation] = field(default_factory=dict)
    status: str = "new"
    reason: str = ""
    overrides: dict[str, Override] = field(default_factory=dict)
    article_labels: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    _places: dict[tuple[int, int], list[str]] | None = field(default=None, init=False, repr=False, compare=False)

    def at(self, start: int, end: int) -> list[Span]:
        """Return the spans of exactly this range (code points, half-open), without a walk through all of them."""
        if self._places is None:
            self._places = {}
            for span in self.spans.values():
                self._places.setdefault((span.start, span.end), []).append(span.id)
        return [self.spans[one] for one in self._places.get((start, end), ())]

    def attributes_of(self, span: str) -> dict[str, Any]:
        """Return key -> value of one span."""
        return {key: value for (owner, key), value in self.attributes.items() if owner == span}

    def put(self, table: str, row: str, values: Row | None) -> None:
        """Bring the work up to one full row of the log (None: the row is gone)."""
        if table == "status":
            self.status, self.reason = (values["status"], values["reason"]) if values else ("new", "")
            return
        shelf, key, made = self._place(table, row, values)
        if table == "span" and self._places is not None:
            self._replace(self._places, shelf.get(key), made)
        if made is None:
            shelf.pop(key, None)
        else:
            shelf[key] = made

    @staticmethod
    def _replace(places: dict[tuple[int, int], list[str]], before: Span | None, now: Span | None) -> None:
        if before is not None:
            places[before.start, before.end].remove(before.id)
        if now is not None:
            places.setdefault((now.start, now.end), []).append(now.id)

    def _place(self, table: str, row: str, values: Row | None) -> tuple[dict[Any, Any], Any, Any]:
        match table:
            case "span":
                return self.spans, row, span_of(row, values) if values else None
            case "attribute":
                return self.attributes, split_attribute(row), values["value"] if values else None
            case "relation":
                return self.relations, row, Relation(row, **values) if values else None
            case "zone":
                return self.overrides, row, Override(**values) if values else None
            case "article_label":
                return self.article_labels, row, values["value"] if values else None
            case _:
                return self.notes, row, values["text"] if values else None

    def row(self, table: str, row: str) -> Row | None:
        """Return a span, a value or a relation as a full row of the log, or None."""
        if table == "span":
            return span_row(self.spans[row]) if row in self.spans else None
        if table == "attribute":
            key = split_attribute(row)
            return {"value": self.attributes[key]} if key in self.attributes else None
        return relation_row(self.relations[row]) if table == "relation" and row in self.relations else None

    def read_as(self, mapping: Mapping[str, str]) -> Work:
        """Return the work as it reads under merged label -> label; the same object where nothing of it is merged."""
        found = read(mapping, self.spans, self.attributes, self.relations)
        if found is None:
            return self
        return replace(self, spans=found.spans, attributes=found.attributes, relations=found.relations)

    def empty(self) -> bool:
        """Tell whether nothing was ever done: no row and no status."""
        return self == Work()


ARTICLE_COLUMNS = (
    "SELECT a.pk, a.id, a.sha256, a.characters, a.words, a.headline, a.meta, a.zones, "
    "coalesce((SELECT nullif(y.story, '') FROM stories y WHERE y.article = a.pk), a.wire) FROM articles a "
)


def article_of(row: Sequence[Any]) -> Article:
    """Return the article of a row with ARTICLE_COLUMNS."""
    values = list(row)
    values[6:8] = json.loads(row[6]), from_json(json.loads(row[7]), row[3])
    return Article(*values)


def article(project: Project, pk: int) -> Article:
    """Return one article by its number."""
    row = project.db.execute(ARTICLE_COLUMNS + "WHERE a.pk = ?", (pk,)).fetchone()
    if row is None:
        raise AnnotatorError(f"{project.path}: this article is not in the project any more.")
    return article_of(row)


def pk_of(project: Project, identity: str) -> int | None:
    """Return the number of the visible article with this id, or None."""
    pk, visible = find(project, identity)
    return pk if visible else None


def find(project: Project, identity: str) -> tuple[int | None, bool]:
    """Return the number of the article with this id and whether it is visible: an unfinished import's is not."""
    row = project.db.execute(f"SELECT a.pk, {VISIBLE} FROM articles a WHERE a.id = ?", (identity,)).fetchone()
    return (None, False) if row is None else (int(row[0]), bool(row[1]))


def is_removed(project: Project, pk: int) -> bool:
    """Tell whether the lead took an article out of the project; all that was done on it waits for its return."""
    return project.db.execute("SELECT 1 FROM removed WHERE article = ?", (pk,)).fetchone() is not None


def checked_text(project: Project, item: Article) -> str:
    """Return an article's text after comparing it with its hash."""
    text = project.text(item.id)
    if text_sha256(text) != item.sha256:
        raise AnnotatorError(changed_text(project, item.id))
    return text


def changed_text(project: Project, identity: str) -> str:
    """Return the sentence about a text that is not what was imported."""
    return (
        f"{project.path}: the text of article {identity} does not match its hash: the file was changed from outside. "
        "Restore the project from a copy."
    )


def count(project: Project) -> int:
    """Return how many articles are visible."""
    return int(project.db.execute(f"SELECT count(*) FROM articles a WHERE {VISIBLE}").fetchone()[0])


def has_text(project: Project, sha: str, folded: str) -> bool:
    """Tell whether a visible article has exactly this text."""
    row = project.db.execute(
        f"SELECT 1 FROM articles a WHERE a.folded = ? AND a.sha256 = ? AND {VISIBLE} LIMIT 1", (folded, sha)
    ).fetchone()
    return row is not None


def has_folded(project: Project, folded: str) -> bool:
    """Tell whether a visible article has this text but for case, spaces and quotation marks."""
    sql = f"SELECT 1 FROM articles a WHERE a.folded = ? AND {VISIBLE} LIMIT 1"
    return project.db.execute(sql, (folded,)).fetchone() is not None


def removed_with(project: Project, sha: str, folded: str) -> str | None:
    """Return the id of a removed article that has exactly this text, or None."""
    row = project.db.execute(
        "SELECT a.id FROM articles a WHERE a.folded = ? AND a.sha256 = ? AND a.pk IN (SELECT article FROM removed) "
        "LIMIT 1",
        (folded, sha),
    ).fetchone()
    return None if row is None else str(row[0])


def all_articles(project: Project) -> Iterator[Article]:
    """Yield every visible article in the order of ids."""
    for row in project.db.execute(ARTICLE_COLUMNS + f"WHERE {VISIBLE} ORDER BY a.id"):
        yield article_of(row)


def work(project: Project, owner: str, identity: str) -> Work:
    """Return what one owner did on one article."""
    found = stream(project, owner, identity)
    return Work() if found is None else work_of_stream(project, found.pk)


def work_of_stream(project: Project, pk: int) -> Work:
    """Return the work that stands in the tables for one stream."""
    out = Work()
    fill_works(project, {pk: out})
    return out


def fill_works(project: Project, works: Mapping[int, Work]) -> None:
    """Read what stands in the tables into empty works, by the number of their streams."""
    streams = list(works)
    for first in range(0, len(streams), 500):
        chunk = streams[first : first + 500]
        for pk, span in rows.spans_of(project.db, chunk):
            works[pk].spans[span.id] = span
        for pk, table, row, values in rows.of_streams(project.db, chunk, rows.BESIDE_SPANS):
            works[pk].put(table, row, values)


def owners_of(project: Project, identity: str) -> list[tuple[str, str, int]]:
    """Return (name, id, stream) of the people with a status or a row on an article, by name, then id."""
    found = project.db.execute(
        "SELECT p.name, o.id, s.pk FROM streams s JOIN owners o ON o.pk = s.owner JOIN people p ON p.owner = s.owner "
        "WHERE s.article = ? ORDER BY p.name, o.id",
        (identity,),
    ).fetchall()
    return [(name, owner, pk) for name, owner, pk in found]


def project_overrides(project: Project, identity: str) -> list[Override]:
    """Return the lead's re-zoning of an article."""
    return list(work(project, PROJECT_OWNER, identity).overrides.values())


def zones_for(project: Project, item: Article, mine: Work) -> tuple[Zone, ...]:
    """Return the zones one person sees: detected, then the project's, then their own changes."""
    return effective(effective(item.detected, project_overrides(project, item.id)), mine.overrides.values())


def read_row(project: Project, owner: str, identity: str, table: str, row: str) -> Row | None:
    """Return one row as it stands in the tables."""
    found = stream(project, owner, identity)
    return None if found is None else rows.get(project.db, found.pk, table, row)
