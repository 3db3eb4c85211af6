"""Reading whole projects in order, many rows a query: what exports stand on."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.gold import NAME
from annotator.core.ids import GOLD, PROJECT_OWNER, text_sha256
from annotator.core.zones import Override
from annotator.store.articles import (
    ARTICLE_COLUMNS,
    VISIBLE,
    Article,
    Work,
    article_of,
    changed_text,
    fill_works,
)
from annotator.store.project import Project

_CHUNK = 100
_CHUNK_CHARACTERS = 1_000_000


def groups(
    project: Project, only: Collection[str] | None = None
) -> Iterator[tuple[Article, str, list[Override], list[tuple[str, str, Work]]]]:
    """Yield (article, text, the project's re-zoning, [(name, id, work)]) of all visible articles, by article id.

    `only` names the articles to read by their ids.

    The people of an article come by name, then id, and the gold layer among them as one who is called gold; those
    without a status or a row are left out. Work reads as the scheme's merged labels have it. Raises when a text does
    not match its hash or a span not its words.
    """
    merged = project.scheme.mapping
    everybody = {
        key: (name, owner)
        for key, name, owner in project.db.execute(
            "SELECT p.owner, p.name, o.id FROM people p JOIN owners o ON o.pk = p.owner"
        )
    }
    gold = project.db.execute("SELECT pk FROM owners WHERE id = ?", (GOLD,)).fetchone()
    if gold is not None:
        everybody[gold[0]] = NAME, GOLD
    zoner = project.db.execute("SELECT pk FROM owners WHERE id = ?", (PROJECT_OWNER,)).fetchone()
    within = "" if only is None else " AND a.id IN (SELECT value FROM json_each(?))"
    found = project.db.execute(
        ARTICLE_COLUMNS.replace(" FROM articles a ", ", t.text FROM articles a ")
        + f"JOIN texts t ON t.article = a.pk WHERE {VISIBLE}{within} ORDER BY a.id",
        () if only is None else (json.dumps(list(only)),),
    )
    for chunk in _chunks(found):
        works = _works(project, [row[1] for row in chunk])
        for row in chunk:
            item, text = article_of(row[:-1]), row[-1]
            if text_sha256(text) != item.sha256:
                raise AnnotatorError(changed_text(project, item.id))
            theirs = works.get(item.id, {})
            for work in theirs.values():
                _check(text, item.id, work)
            lead = theirs.get(zoner[0]) if zoner else None
            owners = sorted(
                (
                    (*everybody[key], work.read_as(merged))
                    for key, work in theirs.items()
                    if key in everybody and not work.empty()
                ),
                key=lambda three: three[:2],
            )
            yield item, text, list(lead.overrides.values()) if lead else [], owners


def _chunks(found: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows by some, fewer where the texts at their ends are long."""
    chunk: list[tuple[Any, ...]] = []
    size = 0
    for row in found:
        chunk.append(row)
        size += len(row[-1])
        if len(chunk) == _CHUNK or size > _CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _works(project: Project, ids: list[str]) -> dict[str, dict[int, Work]]:
    """Return article -> owner's number -> work, for a handful of articles."""
    marks = ", ".join("?" * len(ids))
    places: dict[int, Work] = {}
    out: dict[str, dict[int, Work]] = {}
    for pk, owner, article in project.db.execute(
        f"SELECT pk, owner, article FROM streams WHERE article IN ({marks})", ids
    ):
        places[pk] = out.setdefault(article, {})[owner] = Work()
    fill_works(project, places)
    return out


def _check(text: str, article: str, work: Work) -> None:
    for span in work.spans.values():
        if text[span.start : span.end] != span.quote:
            raise AnnotatorError(
                f"Article {article}: span {span.id} does not match its words: the file was changed from outside. "
                "Restore the project from a copy."
            )
