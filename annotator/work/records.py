"""The records of an export: read in order, chosen by what was asked for, counted as they go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from annotator.core.cutting import without_furniture
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD, text_sha256
from annotator.core.zones import Zone, effective
from annotator.formats.reading import Losses
from annotator.formats.record import Record
from annotator.store import articles, people, reading
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work.orders import ExportRequest
from annotator.work.progress import Progress

Group = tuple[list[Record], tuple[Zone, ...]]
_SHOWN = 60


def owners_of(project: Project, request: ExportRequest) -> set[str] | None:
    """Return the ids of those whose work is asked for; None: everybody's. Raises where a name is nobody's."""
    if not request.annotators and not request.gold:
        return None
    everybody = people.people(project)
    wanted = {GOLD} if request.gold else set[str]()
    for name in request.annotators:
        found = {p.id for p in everybody if name in (p.name, p.id)}
        if not found:
            known = ", ".join(p.name for p in everybody) or "nobody yet"
            raise AnnotatorError(f"{project.path}: there is no annotator {name!r}; the project knows {known}.")
        wanted |= found
    return wanted


def check_filters(project: Project, request: ExportRequest) -> None:
    """Raise AnnotatorError for an article or a label that is asked for and is not in the project."""
    known = {label.key for label in project.scheme.labels}
    for key in request.labels:
        if key not in known:
            raise AnnotatorError(f"There is no label {key!r}; the scheme has {', '.join(sorted(known))}.")
    for identity in request.articles:
        if articles.pk_of(project, identity) is None:
            raise AnnotatorError(f"{project.path}: there is no article {identity!r}.")


class Records:
    """The records of one pass, to be read once; `ids` names the articles to read (None: those of the request).

    What went by is counted: records, articles, spans, labels. `before` articles of `total` were done by earlier passes.
    """

    def __init__(
        self, project: Project, request: ExportRequest, owners: set[str] | None, losses: Losses, progress: Progress, *,
        ids: Collection[str] | None = None, before: int = 0, total: int | None = None,
    ) -> None:  # fmt: skip
        self._project, self._request, self._owners = project, request, owners
        self._losses, self._progress = losses, progress
        self._ids = ids if ids is not None else request.articles or None
        self._labels = frozenset(request.labels)
        self._before = before
        self._total = total
        self.records = self.articles = self.spans = 0
        self.labels: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Record]:
        for kept, common in self._groups():
            self.articles += bool(kept)
            for record in kept:
                if not self._request.furniture:
                    zones = record.zones if len(kept) == 1 else common
                    if not cut(record, zones or (), self._losses):
                        continue
                self.records += 1
                self.spans += len(record.spans)
                if self._request.dataset:
                    self.labels.update([span.label for span in record.spans])
                yield record

    def _groups(self) -> Iterator[Group]:
        """Yield the records that are wanted of one article after the other, with the zones that all share."""
        if self._total is not None:
            total = self._total
        else:
            total = articles.count(self._project) if self._ids is None else len(self._ids)
        with spoken(self._project.path):
            for done, (item, text, rezoned, owners) in enumerate(reading.groups(self._project, self._ids)):
                if done % 32 == 0:
                    self._progress.step(self._before + done, total)
                common = effective(item.detected, rezoned)
                records = [_record(item, text, name, owner, work, common) for name, owner, work in owners] or [
                    Record(item.id, text, item.sha256, item.meta, zones=common, group=item.wire)
                ]
                kept = [record for record in records if self._wanted(record)]
                for record in kept if self._labels else ():
                    self._select(record)
                yield kept, common

    def _wanted(self, record: Record) -> bool:
        if self._owners is not None and record.annotator_id not in self._owners:
            return False
        return not self._request.statuses or record.status in self._request.statuses

    def _select(self, record: Record) -> None:
        """Keep the spans of the labels asked for, and the relations that have both ends among them."""
        _keep(record, {span.id for span in record.spans if span.label in self._labels}, self._losses, "is not exported")


def _record(
    item: articles.Article, text: str, name: str, owner: str, work: articles.Work, zones: tuple[Zone, ...]
) -> Record:
    attributes: dict[str, dict[str, Any]] = {}
    for (span, key), value in work.attributes.items():
        attributes.setdefault(span, {})[key] = value
    return Record(
        item.id, text, item.sha256, item.meta, name, owner,
        status=work.status, reason=work.reason, zones=effective(zones, work.overrides.values()),
        spans=list(work.spans.values()), attributes=attributes, relations=list(work.relations.values()),
        notes=work.notes, article_labels=work.article_labels, group=item.wire,
    )  # fmt: skip


def cut(record: Record, zones: tuple[Zone, ...], losses: Losses) -> bool:
    """Cut these zones' furniture out of a record's text and carry its work over; False where nothing is left of it.

    The meta gets `cut`: the hash of the whole text and the ranges that are gone (code points, half-open).
    """
    cutting = without_furniture(record.text, zones)
    if not cutting.gone:
        return True
    if not cutting.text.strip():
        losses.add("records of articles that are furniture alone", place=record.id)
        return False
    kept = []
    for span in record.spans:
        place = cutting.moved(span.start, span.end)
        if place is None:
            within = cutting.within(span.start, span.end)
            what = "spans in furniture that was cut" if within else "spans across the edge of furniture that was cut"
            losses.add(what, place=f"{record.id} {span.start}-{span.end} {span.quote[:_SHOWN]!r}")
            continue
        if cutting.text[place[0] : place[1]] != span.quote:
            raise AnnotatorError(f"Article {record.id}: cutting its furniture moved span {span.id} off its words.")
        kept.append(replace(span, start=place[0], end=place[1]))
    record.spans = kept
    _keep(record, {span.id for span in kept}, losses, "was cut with furniture")
    record.zones = tuple(
        replace(zone, start=start, end=end)
        for zone in record.zones or ()
        if not zone.furniture
        for start, end in [cutting.clipped(zone.start, zone.end)]
        if start < end
    )
    record.meta = {**record.meta, "cut": {"text_sha256": record.sha256, "ranges": [list(one) for one in cutting.gone]}}
    record.text, record.sha256 = cutting.text, text_sha256(cutting.text)
    return True


def _keep(record: Record, spans: set[str], losses: Losses, why: str) -> None:
    """Keep these spans of a record, their values, and the relations with both ends among them."""
    record.spans = [span for span in record.spans if span.id in spans]
    record.attributes = {span: values for span, values in record.attributes.items() if span in spans}
    kept = [one for one in record.relations if one.head in spans and one.child in spans]
    losses.add(f"relations with an end that {why}", len(record.relations) - len(kept), place=record.id)
    record.relations = kept
