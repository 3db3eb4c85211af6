"""Put together the record of an article from the spans and relations that another tool's file holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from annotator.core import ids
from annotator.core.scheme import key_fault
from annotator.core.span import Relation, Span
from annotator.formats import fields
from annotator.formats.errors import RecordError
from annotator.formats.record import Record


def begun(text: str, identity: str | None = None, **given: Any) -> Record:
    """Return the record of an annotated article; a text with CR, or none at all, is a RecordError."""
    if not text.strip():
        raise RecordError("the text is empty")
    if "\r" in text:
        raise RecordError("the text has CR line ends")
    sha = ids.text_sha256(text)
    given.setdefault("status", "done")
    return Record(identity or ids.article_id(sha), text, sha, **given)


class Gatherer:
    """Adds spans and relations to a record, with ids that follow from their content."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._owner = record.annotator or ""
        self._spans: Counter[tuple[int, int, str]] = Counter()
        self._links: set[str] = set()
        self._places: dict[str, int] = {}

    def span(self, start: int, end: int, label: str, identity: str | None = None, **given: Any) -> str:
        """Add a span (code points, half-open) and return its id; raise RecordError where it can't be taken."""
        text = self.record.text
        if not 0 <= start <= end <= len(text):
            raise RecordError(f"it covers {start}-{end}, but the text has the range 0-{len(text)}")
        if start == end:
            raise RecordError(f"it covers no text (at {start})")
        if fault := key_fault(label):
            raise RecordError(f"the label {label!r:.60} {fault}")
        if identity is None or identity in self._places:
            nth = self._spans[start, end, label]
            self._spans[start, end, label] += 1
            # Two spans of one range and label are told apart by their number.
            named = f"{label}\n{nth}" if nth else label
            identity = ids.span_id(self.record.id, self._owner, start, end, named)
        given.setdefault("origin", "import")
        self._places[identity] = len(self.record.spans)
        self.record.spans.append(Span(identity, start, end, text[start:end], label, **given))
        return identity

    def find(self, identity: str) -> Span:
        """Return a span that was added."""
        return self.record.spans[self._places[identity]]

    def note(self, identity: str, text: str) -> None:
        """Add words to a span's note, on a line of their own."""
        place = self._places[identity]
        span = self.record.spans[place]
        self.record.spans[place] = replace(span, note=f"{span.note}\n{text}" if span.note else text)

    def value(self, identity: str, key: str, value: Any) -> None:
        """Set an attribute of a span; a second value under one key makes a list of both. Raises RecordError."""
        values = self.record.attributes.setdefault(identity, {})
        key = fields.value_key(key, "the attribute")
        if key in values and values[key] != value:
            before = values[key] if isinstance(values[key], list) else [str(values[key])]
            value = [*before, str(value)]
        values[key] = value

    def relation(self, kind: str, head: str, child: str) -> bool:
        """Add a relation; False where the same one is there already. Raises RecordError."""
        if not 0 < len(kind) <= ids.MAX_ID:
            raise RecordError(f"a relation's type has 1 to {ids.MAX_ID} characters, {kind!r:.60} has {len(kind)}")
        identity = ids.relation_id(self.record.id, self._owner, kind, head, child)
        if identity in self._links:
            return False
        self._links.add(identity)
        self.record.relations.append(Relation(identity, kind, head, child))
        return True
