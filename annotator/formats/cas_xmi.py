"""UIMA CAS XMI: a folder with one `.xmi` an article and annotator beside their TypeSystem.xml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import cas
from annotator.formats.cas_loading import loaded
from annotator.formats.errors import RecordError
from annotator.formats.filenames import safe_name
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record

TYPES = "TypeSystem.xml"


def sniff(head: Head) -> int:
    """Take XMI by its root's name space."""
    return 95 if "http://www.omg.org/XMI" in head.text[:4096] else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the one CAS of a file with the TypeSystem.xml beside it or one folder up; raise RecordError."""
    from cassis import Cas, load_cas_from_xmi, load_typesystem

    data, types = _safe(source.path.read_bytes()), _types(source.path)

    def load() -> Cas:
        with types.open("rb") as file:
            return load_cas_from_xmi(data.decode("utf-8"), typesystem=load_typesystem(file), lenient=True)

    yield from cas.records(loaded(load), source.path.stem)


def _safe(data: bytes) -> bytes:
    """Return XMI as XML 1.0 without a document type, whose entities could grow without end."""
    if b"<!DOCTYPE" in data[:4096]:
        raise RecordError("it declares a document type, which XMI never does: export it again")
    return data.replace(b"<?xml version='1.1'", b"<?xml version='1.0'", 1).replace(
        b'<?xml version="1.1"', b'<?xml version="1.0"', 1
    )


def _types(path: Path) -> Path:
    for folder in (path.parent, path.parent.parent):
        for name in (TYPES, TYPES.lower(), "typeSystem.xml"):
            if (folder / name).is_file():
                return folder / name
    raise RecordError(f"there is no {TYPES} beside it, which says what its annotations are: put both into one folder")


def write(records: Iterable[Record], folder: Path, job: Job) -> None:
    """Write one file a record and the type system; raise AnnotatorError where XML can't hold a character."""
    known = cas.attribute_keys(job)
    types = cas.declared(known)
    types.to_xml(folder / TYPES)
    for record in records:
        cas.check_characters(record)
        try:
            cas.cas_of(record, types, known).to_xmi(folder / f"{file_name(record)}.xmi")
        except ValueError as error:
            raise AnnotatorError(
                f"Article {record.id}: a note, a value or its meta holds a control character, which XMI can't hold. "
                "Leave the article out, or export as cas-json."
            ) from error


def file_name(record: Record) -> str:
    """Return the name of a record's file without its ending."""
    owner = record.annotator_id or record.annotator
    return safe_name(record.id) if owner is None else f"{safe_name(record.id)}.{safe_name(owner)}"
