"""One's own work on an article, carried over to a copy of it: never that of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.core import edits
from annotator.core.carry import carry_over
from annotator.core.events import Entry, now
from annotator.core.fold import attribute_row
from annotator.core.ids import uuid7
from annotator.core.span import Relation, Span
from annotator.store import articles, stories
from annotator.store.articles import Work
from annotator.store.project import Project

ORIGIN = "suggestion"
"""What a carried tag says it came from, until a hand changes it."""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of the same story that one has tagged oneself."""

    pk: int
    headline: str
    tags: int


@dataclass(frozen=True, slots=True)
class Carrying:
    """What is to be written on the copy, how many tags that brings, those not found there, how many stood before."""

    entries: list[Entry]
    tags: int
    left: list[Span]
    stood: int


def copies(project: Project, me: str, pk: int) -> list[Copy]:
    """Return the other articles of an article's story that `me` has tagged, those with the most tags first."""
    out = []
    for number, identity, headline in stories.story_of(project, pk):
        tags = 0 if number == pk else len(_read(project, me, identity).spans)
        if tags:
            out.append(Copy(number, headline, tags))
    return sorted(out, key=lambda one: -one.tags)


def plan(project: Project, me: str, source: int, target: int) -> Carrying:
    """Return what carries the tags of `me` on one article over to another, values, roles and notes on them with them.

    A tag that stands there already, with the same range and label, is not made again; its roles can lead to it.
    """
    here, there = (articles.article(project, pk) for pk in (source, target))
    mine, theirs = (_read(project, me, item.id) for item in (here, there))
    spans = sorted(mine.spans.values(), key=lambda span: (span.start, span.end, span.id))
    found = carry_over(articles.checked_text(project, here), articles.checked_text(project, there), spans)
    standing = {(span.start, span.end, span.label): span.id for span in theirs.spans.values()}
    entries: list[Entry] = []
    ids: dict[str, str] = {}
    made = Counter[str]()
    for identity, (start, end) in found.places.items():
        span = mine.spans[identity]
        known = standing.get((start, end, span.label))
        ids[identity] = known or uuid7()
        if known is None:
            moved = replace(span, id=ids[identity], start=start, end=end, origin=ORIGIN, created=now())
            entries += edits.add_span(moved)
            entries += _values(mine.attributes_of(identity), moved.id)
            made[identity] += 1
    entries += _links(mine, theirs, ids)
    if entries and theirs.status == "new":
        entries.append(("status", "", None, edits.status_row("started")))
    return Carrying(entries, made.total(), found.left, len(ids) - made.total())


def _read(project: Project, me: str, identity: str) -> Work:
    return articles.work(project, me, identity).read_as(project.scheme.mapping)


def _values(values: Mapping[str, object], span: str) -> list[Entry]:
    return [("attribute", attribute_row(span, key), None, {"value": value}) for key, value in values.items()]


def _links(mine: Work, theirs: Work, ids: Mapping[str, str]) -> list[Entry]:
    """Return the roles whose two ends were carried and that do not stand there yet."""
    standing = {(link.type, link.head, link.child) for link in theirs.relations.values()}
    out: list[Entry] = []
    for link in mine.relations.values():
        if link.head in ids and link.child in ids:
            moved = Relation(uuid7(), link.type, ids[link.head], ids[link.child])
            if (moved.type, moved.head, moved.child) not in standing:
                out.append(("relation", moved.id, None, edits.relation_row(moved)))
    return out
