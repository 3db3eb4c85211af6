"""The open article as the session holds it: its text, one person's work on it, what can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core import edits
from annotator.core.events import Entry
from annotator.core.fold import attribute_row, split_attribute
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Span
from annotator.core.zones import Zone, effective
from annotator.store import articles, history
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class OpenArticle:
    """The article on the screen; `zones` are those that hold for this annotator."""

    pk: int
    id: str
    text: str
    headline: str
    meta: dict[str, Any]
    words: int
    zones: tuple[Zone, ...]
    hidden_zones: tuple[Zone, ...]


@dataclass(slots=True)
class Opened:
    """What was read of an article; `rezoned` are its zones as the project has them for everybody."""

    item: articles.Article
    text: str
    work: articles.Work
    rezoned: tuple[Zone, ...]
    stacks: history.Stacks

    @staticmethod
    def read(project: Project, me: str, pk: int) -> Opened:
        """Read an article and one person's work on it; raises AnnotatorError."""
        item = articles.article(project, pk)
        return Opened(
            item,
            articles.checked_text(project, item),
            articles.work(project, me, item.id),
            effective(item.detected, articles.project_overrides(project, item.id)),
            history.stacks(project, me, item.id),
        )

    def shown(self) -> OpenArticle:
        """Return the article as the window shows it."""
        item = self.item
        return OpenArticle(item.pk, item.id, self.text, item.headline, item.meta, item.words, *self.zones())

    def zones(self) -> tuple[tuple[Zone, ...], tuple[Zone, ...]]:
        """Return the zones that hold for this person, and those that they turned off."""
        overrides = self.work.overrides.values()
        return effective(self.rezoned, overrides), tuple(sorted(o.zone for o in overrides if o.off))


def missing_values(scheme: Scheme, work: articles.Work, span_id: str) -> list[Attribute]:
    """Return the required attributes that a span still lacks."""
    span = work.spans.get(span_id)
    wanted = scheme.attributes_of(span.label) if span is not None else ()
    return [a for a in wanted if a.required and (span_id, a.key) not in work.attributes]


def stands(spans: Mapping[str, Span], start: int, end: int, label: str, but: str = "") -> bool:
    """Tell whether a span of this range and label stands already, other than the one with the id `but`."""
    return any(s.start == start and s.end == end and s.label == label and s.id != but for s in spans.values())


def places_of(entries: list[Entry], spans: Mapping[str, Span]) -> list[tuple[int, int]]:
    """Return the ranges of the text that entries touch; `spans` are those that stand."""
    found: list[tuple[int, int]] = []
    for table, row, before, after in entries:
        fields = {**(before or {}), **(after or {})} if table == "span" else {}
        if "start" in fields:
            found.append((fields["start"], fields["end"]))
            continue
        span = spans.get(row if table == "span" else split_attribute(row)[0] if table == "attribute" else "")
        if span is not None:
            found.append((span.start, span.end))
    return found


def changed_spans(before: articles.Work, after: articles.Work) -> set[str]:
    """Return the ids of the spans that came, went or differ between two states, in themselves or in their values."""
    spans, values = {**before.spans, **after.spans}, {**before.attributes, **after.attributes}
    changed = {one for one in spans if before.spans.get(one) != after.spans.get(one)}
    return changed | {key[0] for key in values if before.attributes.get(key) != after.attributes.get(key)} & set(spans)


def unfit(scheme: Scheme, work: articles.Work, span: Span, label: str) -> list[Entry]:
    """Return the removal of values and roles of a span that the scheme does not allow once it has another label."""
    kept = {a.key for a in scheme.attributes if a.label == label}
    old = {a.key for a in scheme.attributes if a.label == span.label} - kept
    entries: list[Entry] = [
        ("attribute", attribute_row(span.id, key), {"value": value}, None)
        for key, value in work.attributes_of(span.id).items()
        if key in old
    ]
    types = {t.key: t for t in scheme.relations}
    for relation in work.relations.values():
        kind = types.get(relation.type)
        if kind is None or span.id not in (relation.head, relation.child):
            continue
        if label not in (kind.head if relation.head == span.id else kind.child):
            entries.append(("relation", relation.id, edits.relation_row(relation), None))
    return entries
