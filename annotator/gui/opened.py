"""The open article as the session holds it: its text, one person's work on it, what can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotator.core import edits, mapping
from annotator.core.events import Entry, Row
from annotator.core.fold import attribute_row, split_attribute
from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Span
from annotator.core.zones import Zone, effective
from annotator.gui.language import ntr, tr
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
    """What was read of an article.

    `rows` are one person's work as it stands in the file and `work` as it reads under the scheme's merged labels: the
    same object, as long as no span holds one. `rezoned` are the zones as the project has them for everybody.
    """

    item: articles.Article
    text: str
    rows: articles.Work
    work: articles.Work
    rezoned: tuple[Zone, ...]
    stacks: history.Stacks
    merged: Mapping[str, str]

    @staticmethod
    def read(project: Project, me: str, pk: int) -> Opened:
        """Read an article and one person's work on it; raises AnnotatorError."""
        item = articles.article(project, pk)
        rows = articles.work(project, me, item.id)
        return Opened(
            item,
            articles.checked_text(project, item),
            rows,
            rows.read_as(project.scheme.mapping),
            effective(item.detected, articles.project_overrides(project, item.id)),
            history.stacks(project, me, item.id),
            project.scheme.mapping,
        )

    def read_as(self, merged: Mapping[str, str]) -> set[str]:
        """Read the work under other merged labels; return the ids of the spans that read in another way now."""
        before, self.merged = self.work, merged
        self.work = self.rows.read_as(merged)
        return changed_spans(before, self.work)

    def written(self, entries: list[Entry]) -> list[Entry]:
        """Return the entries against the file's rows for entries that were made against `work`."""
        rows = self.rows
        shown = None
        if rows is not self.work:
            shown = mapping.read(self.merged, rows.spans, rows.attributes, rows.relations)
        if shown is None:
            return entries
        return mapping.written(rows.spans, rows.attributes, rows.relations, shown, entries)

    def follow(self, project: Project, me: str, entries: list[Entry]) -> set[str]:
        """Bring the work up to the rows that these entries touched; return the ids of the spans that they concern."""
        concerned: set[str] = set()
        for table, row, before, after in entries:
            self.rows.put(table, row, articles.read_row(project, me, self.item.id, table, row))
            if table == "span":
                concerned.add(row)
            elif table == "attribute":
                concerned.add(split_attribute(row)[0])
            elif table == "relation":
                concerned |= ends_of(before, after)
        touched = (self.rows.spans.get(one) for one in concerned)
        if self.rows is not self.work or any(span is not None and span.label in self.merged for span in touched):
            concerned |= self.read_as(self.merged)
        return concerned

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


def lacking(scheme: Scheme, work: articles.Work, spans: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each span with the name of the first required attribute that it lacks, or an empty text."""
    required: dict[str, list[Attribute]] = {}
    for one in spans:
        span = work.spans.get(one)
        wanted: list[Attribute] = []
        if span is not None:
            if span.label not in required:
                required[span.label] = [a for a in scheme.attributes_of(span.label) if a.required]
            wanted = required[span.label]
        yield one, next((a.name for a in wanted if (one, a.key) not in work.attributes), "")


def stands(work: articles.Work, start: int, end: int, label: str, but: str = "") -> bool:
    """Tell whether a span of this range and label stands already, other than the one with the id `but`."""
    return any(span.label == label and span.id != but for span in work.at(start, end))


def refusal(scheme: Scheme, work: articles.Work, start: int, end: int, label: str) -> str:
    """Return why these words can't get this label, or an empty text."""
    found = scheme.label(label)
    if found is not None and found.retired:
        return tr("“{label}” is retired and can't be given any more.").format(label=found.name)
    return tr("These words have this tag already.") if stands(work, start, end, label) else ""


def nothing_to(kind: str) -> str:
    """Say that there is nothing to undo or redo; `kind` is one of the two."""
    if kind == "undo":
        return tr("Nothing to undo in this article.")
    return tr("Nothing to redo in this article.")


def taken_back(kind: str, articles_touched: int, left: int) -> str:
    """Say of an undo or redo what was left or that it went over several articles, or nothing."""
    if left:
        return ntr(
            "{n} change was left: it was changed again meanwhile.",
            "{n} changes were left: they were changed again meanwhile.",
            left,
        )
    if articles_touched < 2:
        return ""
    if kind == "undo":
        return ntr("Undo over {n} article.", "Undo over {n} articles.", articles_touched)
    return ntr("Redo over {n} article.", "Redo over {n} articles.", articles_touched)


def places_of(entries: list[Entry], spans: Mapping[str, Span]) -> list[tuple[int, int]]:
    """Return the ranges of the text that entries touch; `spans` are those that stand."""
    found: list[tuple[int, int]] = []
    for table, row, before, after in entries:
        fields = {**(before or {}), **(after or {})} if table == "span" else {}
        if "start" in fields:
            found.append((fields["start"], fields["end"]))
            continue
        if table == "relation":
            row = str({**(before or {}), **(after or {})}.get("head", ""))
        span = spans.get(split_attribute(row)[0] if table == "attribute" else row)
        if span is not None:
            found.append((span.start, span.end))
    return found


def ends_of(before: Row | None, after: Row | None) -> set[str]:
    """Return the ids of the spans that a relation joined before a change or joins after it."""
    return {str(row[end]) for row in (before, after) if row for end in ("head", "child") if end in row}


def changed_spans(before: articles.Work, after: articles.Work) -> set[str]:
    """Return the ids of the spans that came, went or differ between two states: in themselves, in values or roles."""
    spans, values = {**before.spans, **after.spans}, {**before.attributes, **after.attributes}
    changed = {one for one in spans if before.spans.get(one) != after.spans.get(one)}
    changed |= {key[0] for key in values if before.attributes.get(key) != after.attributes.get(key)}
    for link in set(before.relations.values()) ^ set(after.relations.values()):
        changed |= {link.head, link.child}
    return changed & set(spans)


def unfit(scheme: Scheme, work: articles.Work, span: Span, label: str) -> list[Entry]:
    """Return the removal of values and roles of a span that the scheme does not allow once it has another label."""
    own = {a.key for a in scheme.attributes if a.label == span.label}
    new = {a.key: a.values for a in scheme.attributes if a.label == label}
    entries: list[Entry] = [
        ("attribute", attribute_row(span.id, key), {"value": value}, None)
        for key, value in work.attributes_of(span.id).items()
        if (key in new and new[key] and value not in new[key]) or (key in own and key not in new)
    ]
    types = {t.key: t for t in scheme.relations}
    for relation in work.relations.values():
        kind = types.get(relation.type)
        if kind is None or span.id not in (relation.head, relation.child):
            continue
        if label not in (kind.head if relation.head == span.id else kind.child):
            entries.append(("relation", relation.id, edits.relation_row(relation), None))
    return entries
