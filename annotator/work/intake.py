"""One record at a time into a batch: what is new, what is there already, what contradicts."""

from __future__ import annotations

import json

from annotator.core import edits
from annotator.core.errors import AnnotatorError
from annotator.core.events import Entry, encode
from annotator.core.fold import attribute_row, same
from annotator.core.ids import GOLD, PROJECT_OWNER, person_id
from annotator.core.names import check_name
from annotator.core.zones import Override, Zone, effective, overrides_for, told_first
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.news.folded import folded_hash
from annotator.news.sources import first_headline
from annotator.news.zones import detect_zones
from annotator.store import articles, bulk, people
from annotator.store.project import Project

MAX_TEXT = 20_000_000
_CHANGED = "The files of this import have changed since it was cut off, so it was removed. Import them again."


class Intake:
    """Takes records into a batch; knows what the batch holds before the project shows it."""

    def __init__(self, project: Project, batch: bulk.Batch, duplicates: list[tuple[str, str]]) -> None:
        self.project, self.batch, self.duplicates = project, batch, duplicates
        self.labels: set[str] = set()
        self._newcomers: dict[str, str] = {}
        self._people = {p.id: p.name for p in people.people(project)}
        self._detected: dict[str, tuple[Zone, ...]] = {}
        self._rezoned: dict[str, list[Override]] = {}
        self._ours: dict[str, tuple[str, int | None]] = {
            identity: (sha, None) for identity, sha in bulk.articles_of(project, batch.pk)
        }
        self._hashes: set[str] = set()
        self._folded: dict[str, str] = {}
        self._last_folded = ("", "")
        self._streams: dict[tuple[str, str], int] = {}
        # What a batch that was cut off holds: each must come again from the files.
        self._awaited = set(self._ours)
        self._awaited_work = {(owner, it): hash(payload) for owner, it, payload in bulk.work_of(project, batch.pk)}

    def take(self, record: Record) -> bool:
        """Take one record; True when it brought anything, RecordError when it contradicts the project."""
        if len(record.text) > MAX_TEXT:
            raise RecordError(f"the text has more than {MAX_TEXT:,} characters: split the article")
        owner, name = self._owner(record)
        if self.project.value("package"):
            self._check_package(record, owner)
        if record.plain and self._stands(record):
            return False
        item = self._item(record)
        known = record.id in self._ours or item is not None
        if not known:
            self._add(record)
        new = not known or self._comes_again(record)
        entries = _entries(record, self._overrides(record, owner, item))
        if entries:
            new = self._work(record, owner, entries, visible=item is not None) or new
        self.labels.update(span.label for span in record.spans)
        if name and owner not in self._people:
            self._newcomers.setdefault(owner, name)
        return new

    def _check_package(self, record: Record, owner: str) -> None:
        """Raise RecordError for what a work package can't take: only its owner's work on its own articles."""
        if owner != self.project.value("package_owner"):
            raise RecordError("a work package takes its owner's work alone; import this into the lead's project")
        if articles.pk_of(self.project, record.id) is None:
            raise RecordError(f"article {record.id!r} is not in this work package; import it into the lead's project")
        known = {label.key for label in self.project.scheme.labels}
        if strange := next((span.label for span in record.spans if span.label not in known), ""):
            raise RecordError(f"the scheme has no label {strange!r}, and that of a work package can't be changed")

    def add_people(self) -> None:
        """Add the annotators that the records brought."""
        for identity, name in self._newcomers.items():
            people.add_person(self.project, name, identity)

    def check_complete(self) -> None:
        """Raise AnnotatorError when a batch that was cut off holds what the files do not bring any more."""
        if self._awaited or self._awaited_work:
            raise AnnotatorError(_CHANGED)

    def _owner(self, record: Record) -> tuple[str, str]:
        """Return (id, name) of whose work the record is; nobody's belongs to the project, gold has no name."""
        if record.annotator is None:
            return PROJECT_OWNER, ""
        if record.annotator_id == GOLD:
            return GOLD, ""
        if record.annotator_id is not None:
            return record.annotator_id, record.annotator
        try:
            name = check_name(record.annotator)
        except AnnotatorError as error:
            raise RecordError(f"whose work it is has to be told with --annotator: {error}") from error
        known = [identity for identity, other in self._people.items() if name in (identity, other)]
        if len(known) > 1:
            raise RecordError(f"{len(known)} annotators are called {name!r}: name one by id with --annotator")
        return (known[0], self._people[known[0]]) if known else (person_id(name), name)

    def _item(self, record: Record) -> articles.Article | None:
        """Return the visible article of the record's id; raise RecordError where that id has another text."""
        item, ours = None, self._ours.get(record.id)
        if ours is None:
            pk, visible = articles.find(self.project, record.id)
            if pk is None:
                return None
            if not visible:
                raise RecordError(
                    f"article {record.id!r} belongs to an import that was cut off: open the project in the window "
                    "to go on with that one or to remove it"
                )
            item = articles.article(self.project, pk)
            ours = item.sha256, _digest(item.meta, item.wire)
        if ours[0] != record.sha256:
            raise RecordError(f"article {record.id!r} is already in the project with another text")
        brings = bool(record.meta) or record.group is not None
        if brings and ours[1] not in (None, _digest(record.meta, record.group)):
            record.repaired.append("its meta or group differs from the project's, which was kept")
        return item

    def _stands(self, record: Record) -> bool:
        """Tell whether a plain file's text is in the project already, under whatever id."""
        return record.sha256 in self._hashes or articles.has_text(self.project, record.sha256, self._fold(record))

    def _fold(self, record: Record) -> str:
        """Return the folded hash of a record's text, made once though asked for twice."""
        if self._last_folded[0] != record.sha256:
            self._last_folded = record.sha256, folded_hash(record.text)
        return self._last_folded[1]

    def _comes_again(self, record: Record) -> bool:
        if record.id not in self._awaited:
            return False
        self._awaited.discard(record.id)
        self._hashes.add(record.sha256)
        return True

    def _add(self, record: Record) -> None:
        detected = self._zones(record)
        folded = self._fold(record)
        twin = self._folded.get(folded) or bulk.twin(self.project, folded, self.batch.pk)
        if twin is not None:
            self.duplicates.append((record.id, twin))
        self._folded.setdefault(folded, record.id)
        headline = record.meta.get("headline")
        self.batch.add_article(
            bulk.NewArticle(
                record.id, record.text, record.sha256, folded, len(record.text.split()),
                headline if isinstance(headline, str) and headline else first_headline(record.text, detected),
                record.meta, detected, record.group,
            )
        )  # fmt: skip
        self._ours[record.id] = record.sha256, _digest(record.meta, record.group)
        self._hashes.add(record.sha256)

    def _zones(self, record: Record) -> tuple[Zone, ...]:
        if record.sha256 not in self._detected:
            if len(self._detected) > 64:
                self._detected.clear()
            found = detect_zones(record.text)
            self._detected[record.sha256] = found if record.detected is None else told_first(record.detected, found)
        return self._detected[record.sha256]

    def _overrides(self, record: Record, owner: str, item: articles.Article | None) -> list[Override]:
        """Return what the record's zones change: against the detected ones, and for a person also the project's."""
        if record.zones is None:
            return []
        detected = self._zones(record) if item is None else item.detected
        if owner == PROJECT_OWNER:
            found = overrides_for(detected, record.zones)
            if found and item is None:
                self._rezoned[record.id] = found
            return found
        rezoned = (
            self._rezoned.get(record.id, []) if item is None else articles.project_overrides(self.project, item.id)
        )
        return overrides_for(effective(detected, rezoned), record.zones)

    def _work(self, record: Record, owner: str, entries: list[Entry], *, visible: bool) -> bool:
        place, payload = (owner, record.id), encode(entries)
        content, first = hash(payload), self._streams.get((owner, record.id))
        if first is not None:
            if first != content:
                raise RecordError(
                    f"other work of this annotator on article {record.id!r} stood before it and was taken"
                )
            return False
        self._streams[place] = content
        if place in self._awaited_work:
            if self._awaited_work.pop(place) != content:
                raise AnnotatorError(_CHANGED)
            return True
        if not visible:
            self.batch.add_work(bulk.NewWork(owner, record.id, entries, payload))
            return True
        fresh, kept = _only_new(self.project, owner, record.id, entries)
        if kept:
            record.repaired.append(f"{kept} tags or values differ from the project's, which were kept")
        if fresh:
            self.batch.add_later(bulk.NewWork(owner, record.id, fresh, ""))
        return bool(fresh)


def _digest(meta: dict[str, object], group: str | None) -> int:
    return hash((json.dumps(meta, sort_keys=True), group))


def _entries(record: Record, overrides: list[Override]) -> list[Entry]:
    """Return a record's work as the entries of one event."""
    out: list[Entry] = [("span", span.id, None, edits.span_row(span)) for span in record.spans]
    out += [
        ("attribute", attribute_row(span, key), None, {"value": value})
        for span, values in record.attributes.items()
        for key, value in values.items()
    ]
    out += [("relation", r.id, None, edits.relation_row(r)) for r in record.relations]
    if record.status != "new":
        out.append(("status", "", None, edits.status_row(record.status, record.reason)))
    out += [("zone", override.key, None, edits.zone_row(override)) for override in overrides]
    out += [("article_label", key, None, {"value": value}) for key, value in record.article_labels.items()]
    out += [("note", key, None, {"text": text}) for key, text in record.notes.items()]
    return out


def _only_new(project: Project, owner: str, article: str, entries: list[Entry]) -> tuple[list[Entry], int]:
    """Return the entries whose rows are not in the project yet, and how many rows there differ.

    A row may stand there as it was written or as it reads under merged labels, which is how it was exported.
    """
    merged = project.scheme.mapping
    work = articles.work(project, owner, article) if merged else articles.Work()
    shown = work.read_as(merged)
    fresh: list[Entry] = []
    kept = 0
    for entry in entries:
        standing = articles.read_row(project, owner, article, entry[0], entry[1])
        read = None if shown is work else shown.row(entry[0], entry[1])
        if standing is None and read is None:
            fresh.append(entry)
        elif not same(standing, entry[3]) and not same(read, entry[3]):
            kept += 1
    return fresh, kept
