"""Articles with tags for tests of formats: made by hand or drawn, written and read again."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import strategies as st

from annotator.core import ids
from annotator.core.scheme_reader import parse_scheme
from annotator.core.sources import Fault, Repair, Source
from annotator.core.span import Relation, Span
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.paths import resource

SCHEME = parse_scheme(resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news")
SIGNS = (
    "aZ.,-#| é e\u0301 😀 👩‍👩‍👧 🇮🇱 می‌خواهم שָׁלוֹם"
    ' العَرَبِيَّة \u00a0 \u2028 \x85 \x0b \x1c \ufdd0 \u202e“ ” \\ " </b> _*[1] O B-x \t\n\n'
)
TEXTS = st.text(
    st.sampled_from(SIGNS) | st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), min_size=1
)
LABELS = st.sampled_from(
    ["actor", "location", "PER", "B-loc", "мера", "ا", 'a"b', "x y", "x_y", "a:b", "O", "a^b", "émeute"]
)


@dataclass
class Read:
    """What a reader gave: the records, and what it said."""

    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    @property
    def record(self) -> Record:
        """Return the only record."""
        (record,) = self.records
        return record

    @property
    def reasons(self) -> list[tuple[int, str]]:
        """Return line and reason of each fault."""
        return [(fault.line, fault.reason) for fault in self.faults]

    @property
    def notes(self) -> list[str]:
        """Return what was repaired."""
        return [repair.note for repair in self.repairs]


def read(module: ModuleType, path: Path, **options: Any) -> Read:
    """Read a file as an import does."""
    out = Read()
    for found in module.read(Source(path, options=options)):
        if isinstance(found, Item):
            out.records.append(found.record)
        else:
            (out.faults if isinstance(found, Fault) else out.repairs).append(found)
    for record in out.records:
        check(record)
    return out


def check(record: Record) -> None:
    """Every span quotes its place, ids are told apart, relations join spans."""
    assert record.sha256 == ids.text_sha256(record.text)
    assert "\r" not in record.text
    for span in record.spans:
        assert 0 <= span.start < span.end <= len(record.text)
        assert record.text[span.start : span.end] == span.quote
    known = {span.id for span in record.spans}
    assert len(known) == len(record.spans)
    assert all({link.head, link.child} <= known for link in record.relations)
    assert known.issuperset(record.attributes)


def wrote(module: ModuleType, path: Path, *records: Record) -> Job:
    """Write records into a file, and return the job with its losses."""
    job = Job(SCHEME)
    buffer = io.BytesIO()
    module.write(iter(records), buffer, job)
    path.write_bytes(buffer.getvalue())
    return job


def article(
    text: str, tags: Sequence[tuple[int, int, str]] = (), name: str | None = "Ana Orlo", **given: Any
) -> Record:
    """Return a record with tags at these places (code points, half-open)."""
    record = Record(
        given.pop("id", "a1"), text, ids.text_sha256(text), annotator=name, status="done" if name else "new", **given
    )
    record.annotator_id = ids.person_id(name) if name else None
    for number, (start, end, label) in enumerate(tags):
        record.spans.append(Span(f"s{number}", start, end, text[start:end], label))
    return record


def seen(record: Record) -> list[tuple[int, int, str]]:
    """Return the tags of a record, in order."""
    return sorted((span.start, span.end, span.label) for span in record.spans)


def links(record: Record) -> list[tuple[Any, ...]]:
    """Return the relations of a record by the places they join, in order."""
    at = {span.id: (span.start, span.end, span.label) for span in record.spans}
    return sorted((link.type, at[link.head], at[link.child]) for link in record.relations)


@st.composite
def articles(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Record:
    """Draw an article with tags that nest, cross, repeat, and relations between them."""
    text = draw(texts.filter(lambda drawn: bool(drawn.strip())))
    n = len(text)
    edges = draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(1, 9), LABELS), max_size=7))
    record = article(text, [(a, min(a + b, n), label) for a, b, label in edges])
    if record.spans:
        ends = st.sampled_from([span.id for span in record.spans])
        pairs = draw(
            st.lists(st.tuples(st.sampled_from(["in", "part of", "agent"]), ends, ends), max_size=4, unique=True)
        )
        record.relations = [Relation(f"r{n}", *pair) for n, pair in enumerate(pairs)]
    return record
