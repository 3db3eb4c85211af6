"""An article of another tool's file while it is read: what fits becomes its record, what does not a Fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from annotator.core import ids
from annotator.core.scheme import key_fault
from annotator.core.sources import Fault
from annotator.core.span import Relation, Span
from annotator.formats import fields
from annotator.formats.errors import RecordError
from annotator.formats.reading import Item
from annotator.formats.record import Record
from annotator.formats.units import Units

MAX_MOMENT = 40
_CLOSED = -1


@dataclass(slots=True)
class Mark:
    """A tagged range as a file gives it: offsets in its own units, `quote` its words where the file has them.

    `what` names it in sentences, `key` is what the file's relations call it, `id` an id to be kept.
    """

    what: str
    start: Any
    end: Any
    label: Any
    quote: str | None = None
    key: Any = None
    id: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    unsure: bool = False
    origin: str = "import"
    created: str = ""


class Names:
    """Ids of the articles of one file: its own where they are words, else made from the text.

    A number counts the rows of one server, so it says nothing in another project; a text that stands several times
    under several numbers, or several times without one for the same people, is as many articles.
    """

    def __init__(self) -> None:
        self._seen: dict[str, list[tuple[Any, set[str | None]]]] = {}

    def identity(self, given: Any, sha: str, people: Sequence[str | None]) -> tuple[str, str]:
        """Return an article's id and what to tell of it, an empty text where there is nothing."""
        if isinstance(given, str) and 0 < len(given) <= ids.MAX_ID:
            return given, ""
        places = self._seen.setdefault(ids.article_id(sha), [])
        for number, (other, known) in enumerate(places):
            if other == given and (given is not None or known.isdisjoint(people)):
                known.update(people)
                return self._name(sha, number), ""
        places.append((given, set(people)))
        many = len(places) > 1
        note = "the same text stood before it in the file: it was taken as an article of its own" if many else ""
        return self._name(sha, len(places) - 1), note

    @staticmethod
    def _name(sha: str, number: int) -> str:
        return f"{ids.article_id(sha)}-{number + 1}" if number else ids.article_id(sha)


class Draft:
    """One annotator's work on an article of a file; `faults` are what of it was not taken."""

    def __init__(self, units: Units, identity: str, annotator: Any, line: int) -> None:
        """Begin with a text alone; a name that nobody can have leaves the work without one."""
        self.units, self.line = units, line
        self.record = Record(identity, units.text, ids.text_sha256(units.text))
        self.faults: list[Fault] = []
        self._keys: dict[str | int, list[str]] = {}
        self._known: dict[str, tuple[Span, dict[str, Any], Any]] = {}
        if annotator is not None:
            try:
                self.record.annotator = fields.person_name(str(annotator))
            except RecordError as error:
                self.repaired(f"it was taken without its annotator: {error}")

    @property
    def owner(self) -> str:
        """Return the name that ids are made from; empty for nobody."""
        return self.record.annotator or ""

    def repaired(self, note: str) -> None:
        """Note once what was read in another way than it stood."""
        if note and note not in self.record.repaired:
            self.record.repaired.append(note)

    def fault(self, reason: str) -> None:
        """Note what was not taken."""
        self.faults.append(Fault(self.line, f"article {self.record.id!r:.80}: {reason}"))

    def add_meta(self, meta: dict[str, Any]) -> None:
        """Take what a file says of the article; what can't be kept is a fault."""
        try:
            fields.check_depth(meta, "its meta")
            self.record.meta.update(meta)
        except RecordError as error:
            self.fault(f"{error}, so it was left out")

    def finish(self, status: str, reason: str = "") -> Iterator[Item | Fault]:
        """Give the faults and the record, with this status unless it has work and none was told."""
        record = self.record
        record.spans = [span for span, _, _ in self._known.values()]
        record.attributes = {key: values for key, (_, values, _) in self._known.items() if values}
        work = record.spans or record.notes or record.article_labels
        record.status, record.reason = "done" if work and status == "new" else status, reason
        record.anonymous = record.annotator is None and record.status != "new"
        if record.status == "new":
            record.annotator = None
        yield from self.faults
        yield Item(record, self.line)

    def tag(self, marks: Sequence[Mark], *, exact: bool = False) -> None:
        """Take tags: in the way of counting that fits them best, each alone in another one where only that fits.

        `exact`: the file says that it counts code points.
        """
        placed = [(m.start, m.end, m.quote) for m in marks if type(m.start) is int and type(m.end) is int]
        way = 0 if exact else self.units.best(placed)
        moved: Counter[int] = Counter()
        closed = 0
        for mark in marks:
            try:
                start, end, used = self._range(mark, way, exact)
                moved[used] += 1
                closed += used == _CLOSED
                self._add(mark, start, end)
            except RecordError as error:
                self.fault(str(error))
        if closed:
            self.repaired(f"the ends of {closed} tags name their last character: they were moved behind it")
        for used in range(1, len(self.units.names)):
            if moved[used]:
                name = self.units.names[used]
                self.repaired(f"the offsets of {moved[used]} tags were read as {name}, in which they fit the text")

    def _range(self, mark: Mark, way: int, exact: bool) -> tuple[int, int, int]:
        if type(mark.start) is not int or type(mark.end) is not int:
            raise RecordError(f"{mark.what} needs whole numbers as start and end")
        place = mark.start, mark.end, mark.quote
        others = range(1 if exact or mark.quote is None else len(self.units.names))
        used = next((other for other in (way, *others) if self.units.fits(place, other)), None)
        if used is None:
            return *self._closed(mark, way, exact), _CLOSED
        found = self.units.range(mark.start, mark.end, used)
        if found is None:
            raise RecordError(self._misfit(mark, way))
        return *found, used

    def _closed(self, mark: Mark, way: int, exact: bool) -> tuple[int, int]:
        """Return the range of a tag whose end is its last character, as Label Studio wrote it at first."""
        if not exact and mark.quote:
            for other in (way, *range(len(self.units.names))):
                found = self.units.range(mark.start, mark.end + 1, other)
                if found is not None and self.units.fits((mark.start, mark.end + 1, mark.quote), other):
                    return found
        raise RecordError(self._misfit(mark, way))

    def _misfit(self, mark: Mark, way: int) -> str:
        found = self.units.range(mark.start, mark.end, way)
        length = len(self.units.text)
        if found is None:
            return f"{mark.what} covers {mark.start}-{mark.end}, but the text has the range 0-{length}"
        there = self.units.text[found[0] : found[1]]
        return (
            f"{mark.what} at {mark.start}-{mark.end} should read {mark.quote!r:.80} but the text there is {there!r:.80}"
        )

    def _add(self, mark: Mark, start: int, end: int) -> None:
        label = mark.label
        if not isinstance(label, str):
            raise RecordError(f"{mark.what} needs a label")
        if wrong := key_fault(label):
            raise RecordError(f"{mark.what}: the label {label!r:.60} {wrong}")
        values = self._values(mark)
        quote = self.units.text[start:end]
        for identity in self._free_ids(mark, ids.span_id(self.record.id, self.owner, start, end, label)):
            span = Span(identity, start, end, quote, label, mark.unsure, mark.note, mark.origin, mark.created)
            stands = self._known.get(identity)
            if stands is None:
                self._known[identity] = span, values, mark.key
                if isinstance(mark.key, str | int):
                    self._keys.setdefault(mark.key, []).append(identity)
                return
            if stands[:2] == (span, values) and (mark.key is None or mark.key == stands[2]):
                self.repaired(f"{mark.what} stood twice and was taken once")
                return

    @staticmethod
    def _free_ids(mark: Mark, made: str) -> Iterator[str]:
        """Yield the ids that a tag may get: its own, the one that follows from what it is, that one with a number."""
        if isinstance(mark.id, str) and 0 < len(mark.id) <= ids.MAX_ID:
            yield mark.id
        yield made
        for number in count(2):
            yield f"{made}-{number}"

    def _values(self, mark: Mark) -> dict[str, Any]:
        kept = {}
        for key, value in mark.attributes.items():
            try:
                kept[fields.value_key(key, mark.what)] = fields.plain_value(value, f"{mark.what}: {key!r:.60}")
            except RecordError as error:
                self.fault(str(error))
        return kept

    def spans_of(self, key: Any) -> list[str]:
        """Return the ids of the spans that the file calls by this key."""
        return self._keys.get(key, []) if isinstance(key, str | int) else []

    def spans_at(self) -> list[Span]:
        """Return the spans taken so far."""
        return [span for span, _, _ in self._known.values()]

    def link(self, what: str, kind: Any, head: Sequence[str], child: Sequence[str], own: Any = None) -> None:
        """Take a relation from the first span of `head` to that of `child`; empty ends are a fault."""
        if not isinstance(kind, str) or not 0 < len(kind) <= ids.MAX_ID:
            self.fault(f"{what} needs a type of 1 to {ids.MAX_ID} characters")
            return
        if not head or not child:
            self.fault(f"{what} ({kind!r:.60}) joins a tag that is not there")
            return
        if len(head) > 1 or len(child) > 1:
            self.repaired(f"{what} joins a range with several labels: its first one was taken")
        kept = isinstance(own, str) and 0 < len(own) <= ids.MAX_ID
        identity = own if kept else ids.relation_id(self.record.id, self.owner, kind, head[0], child[0])
        if any(r.id == identity for r in self.record.relations):
            self.repaired(f"{what} stood twice and was taken once")
            return
        self.record.relations.append(Relation(identity, kind, head[0], child[0]))

    def note(self, text: Any, own: Any = None) -> None:
        """Take a note on the whole article."""
        if not isinstance(text, str) or not text.strip():
            return
        kept = isinstance(own, str) and 0 < len(own) <= ids.MAX_ID
        self.record.notes[own if kept else ids.note_id(self.record.id, self.owner, text)] = text

    def answer(self, key: str, value: Any) -> None:
        """Take a label of the whole article."""
        try:
            what = "a label of the article"
            self.record.article_labels[fields.value_key(key, what)] = fields.plain_value(value, f"{what} ({key!r:.60})")
        except RecordError as error:
            self.fault(str(error))


def text_of(value: Any, key: str) -> Units:
    """Return a text and how its offsets may be counted; raise RecordError for what is no text."""
    if not isinstance(value, str) or not value:
        raise RecordError(f'"{key}" is missing or empty')
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise RecordError("the text holds half a character (a lone surrogate), which no text can hold") from error
    return Units(value)


def moment(value: Any) -> str:
    """Return a point in time as a file tells it, empty where it tells none that can be kept."""
    return value if isinstance(value, str) and len(value) <= MAX_MOMENT else ""
