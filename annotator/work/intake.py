"""One record at a time into a batch: what is new, what is there already, what contradicts."""

from __future__ import annotations

import json

from annotator.core.errors import AnnotatorError
from annotator.core.events import Entry, decode
from annotator.core.fold import same
from annotator.core.ids import GOLD, PROJECT_OWNER, person_id
from annotator.core.names import check_name
from annotator.core.zones import Override, Zone, effective, overrides_for, to_json
from annotator.formats.errors import RecordError
from annotator.store import articles, bulk, people
from annotator.store.project import Project
from annotator.work.ready import Ready, ZoneValues, meta_digest, sha_of, zone_entries

_REMOVED = "article {identity!r} was removed from the project; restore it in Corpus"
_CHANGED = "The files of this import have changed since it was cut off, so it was removed. Import them again."


class Intake:
    """Takes records into a batch; knows what the batch holds before the project shows it."""

    def __init__(self, project: Project, batch: bulk.Batch, duplicates: list[tuple[str, str]]) -> None:
        self.project, self.batch, self.duplicates = project, batch, duplicates
        self.labels: set[str] = set()
        self._newcomers: dict[str, str] = {}
        self._people = {p.id: p.name for p in people.people(project)}
        self._rezoned: dict[str, list[Override]] = {}
        self._ours: dict[str, tuple[str, int | None, str | None]] = {
            identity: (sha, None, None) for identity, sha in bulk.articles_of(project, batch.pk)
        }
        self._hashes: set[str] = set()
        self._folded: dict[str, str] = {}
        self._package = project.value("package") != ""
        self._streams: dict[tuple[str, str], int] = {}
        # What a batch that was cut off holds: each must come again from the files.
        self._awaited = set(self._ours)
        self._awaited_work = {(owner, it): hash(payload) for owner, it, payload in bulk.work_of(project, batch.pk)}

    def take(self, record: Ready) -> bool:
        """Take one record; True when it brought anything, RecordError when it contradicts the project."""
        owner, name = self._owner(record)
        if self._package:
            self._check_package(record, owner)
        if record.plain and self._stands(record):
            return False
        item = self._item(record)
        known = record.id in self._ours or item is not None
        if not known:
            self._add(record)
        new = not known or self._comes_again(record)
        overrides = self._overrides(record, owner, item) if record.zones is not None else []
        if overrides or record.before or record.after:
            new = self._work(record, owner, overrides, visible=item is not None) or new
        self.labels.update(record.labels)
        if name and owner not in self._people:
            self._newcomers.setdefault(owner, name)
        return new

    def _check_package(self, record: Ready, owner: str) -> None:
        """Raise RecordError for what a work package can't take: only its owner's work on its own articles."""
        if owner != self.project.value("package_owner"):
            raise RecordError("a work package takes its owner's work alone; import this into the lead's project")
        if articles.pk_of(self.project, record.id) is None:
            raise RecordError(f"article {record.id!r} is not in this work package; import it into the lead's project")
        known = {label.key for label in self.project.scheme.labels}
        if strange := next((label for label in record.labels if label not in known), ""):
            raise RecordError(f"the scheme has no label {strange!r}, and that of a work package can't be changed")

    def add_people(self) -> None:
        """Add the annotators that the records brought."""
        for identity, name in self._newcomers.items():
            people.add_person(self.project, name, identity)

    def check_complete(self) -> None:
        """Raise AnnotatorError when a batch that was cut off holds what the files do not bring any more."""
        if self._awaited or self._awaited_work:
            raise AnnotatorError(_CHANGED)

    def _owner(self, record: Ready) -> tuple[str, str]:
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

    def _item(self, record: Ready) -> articles.Article | None:
        """Return the visible article of the record's id; raise RecordError where that id has another text."""
        item, ours = None, self._ours.get(record.id)
        if ours is None:
            pk, visible = articles.find(self.project, record.id)
            if pk is None:
                return None
            if not visible:
                if articles.is_removed(self.project, pk):
                    raise RecordError(_REMOVED.format(identity=record.id))
                raise RecordError(
                    f"article {record.id!r} belongs to an import that was cut off: open the project in the window "
                    "to go on with that one or to remove it"
                )
            item = articles.article(self.project, pk)
            ours = item.sha256, meta_digest(item.meta), item.wire
        sha, digest, group = ours
        if sha != record.sha256:
            raise RecordError(f"article {record.id!r} is already in the project with another text")
        if digest is not None and (record.digest not in (0, digest) or record.group not in (None, group)):
            record.repaired.append("its meta or group differs from the project's, which was kept")
        return item

    def _stands(self, record: Ready) -> bool:
        """Tell whether a plain file's text is in the project already, under whatever id."""
        if record.sha256 in self._hashes or articles.has_text(self.project, record.sha256, record.folded):
            return True
        if gone := articles.removed_with(self.project, record.sha256, record.folded):
            raise RecordError(_REMOVED.format(identity=gone))
        return False

    def _comes_again(self, record: Ready) -> bool:
        if record.id not in self._awaited:
            return False
        self._awaited.discard(record.id)
        self._hashes.add(record.sha256)
        return True

    def _add(self, record: Ready) -> None:
        twin = self._folded.get(record.folded) or bulk.twin(self.project, record.folded, self.batch.pk)
        if twin is not None:
            self.duplicates.append((record.id, twin))
        self._folded.setdefault(record.folded, record.id)
        self.batch.add_article(
            bulk.NewArticle(
                record.id, record.text, record.sha256, record.folded, record.words, record.headline, record.source,
                record.published, record.language, record.meta, json.dumps(to_json(_zones(record.detected))),
                record.group,
            )
        )  # fmt: skip
        self._ours[record.id] = record.sha256, record.digest, record.group
        self._hashes.add(record.sha256)

    def _overrides(self, record: Ready, owner: str, item: articles.Article | None) -> list[Override]:
        """Return what the record's zones change: against the detected ones, and for a person also the project's."""
        wanted = _zones(record.zones or ())
        detected = _zones(record.detected) if item is None else item.detected
        if owner == PROJECT_OWNER:
            found = overrides_for(detected, wanted)
            if found and item is None:
                self._rezoned[record.id] = found
            return found
        rezoned = (
            self._rezoned.get(record.id, []) if item is None else articles.project_overrides(self.project, item.id)
        )
        return overrides_for(effective(detected, rezoned), wanted)

    def _work(self, record: Ready, owner: str, overrides: list[Override], *, visible: bool) -> bool:
        place, payload = (owner, record.id), record.payload(overrides)
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
            sha = sha_of(payload) if overrides else record.sha_of_work
            rest = [*record.rest, *zone_entries(overrides)]
            self.batch.add_work(bulk.NewWork(owner, record.id, payload, sha, record.spans, rest))
            return True
        fresh, kept = _only_new(self.project, owner, record.id, decode(payload))
        if kept:
            record.repaired.append(f"{kept} tags or values differ from the project's, which were kept")
        if fresh:
            self.batch.add_later(bulk.LaterWork(owner, record.id, fresh))
        return bool(fresh)


def _zones(values: tuple[ZoneValues, ...]) -> tuple[Zone, ...]:
    return tuple(Zone(*value) for value in values)


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
