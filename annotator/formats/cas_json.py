"""UIMA CAS JSON: a folder with one `.json` an article and annotator, its types inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import cas
from annotator.formats.cas_loading import loaded
from annotator.formats.cas_xmi import file_name
from annotator.formats.errors import RecordError
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record

_MARKS = ('"%FEATURE_STRUCTURES"', '"%TYPES"', '"%VIEWS"')


def sniff(head: Head) -> int:
    """Take objects with the keys that CAS JSON alone has."""
    return 95 if head.text.lstrip().startswith("{") and any(mark in head.text for mark in _MARKS) else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the one CAS of a file; raise RecordError."""
    from cassis import load_cas_from_json

    try:
        text = source.path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordError(f"it is not UTF-8 (byte {error.start})") from error
    yield from cas.records(loaded(lambda: load_cas_from_json(text)), source.path.stem)


def write(records: Iterable[Record], folder: Path, job: Job) -> None:
    """Write one file a record; nothing is left out."""
    known = cas.attribute_keys(job)
    types = cas.declared(known)
    for record in records:
        cas.cas_of(record, types, known).to_json(folder / f"{file_name(record)}.json")
