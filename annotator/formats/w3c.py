"""W3C Web Annotation (JSON-LD): a tag is an annotation with the place and the words of its target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO
from urllib.parse import quote

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Relation, Span
from annotator.formats import lost
from annotator.formats.objects import dumps, heads
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record
from annotator.formats.w3c_reader import ARTICLE, NODE, read_annotations

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
_META = {"headline": "dc:title", "byline": "dc:creator", "source": "dc:publisher", "published": "dc:date",
         "url": "dc:source", "language": "dc:language"}  # fmt: skip
_CARRIED = frozenset(("meta", "tag notes", "relations", "notes", "annotators"))


def sniff(head: Head) -> int:
    """Take what names the context of Web Annotations, or objects that are annotations with targets."""
    if not head.text.lstrip().startswith(("{", "[")):
        return 0
    if _CONTEXT in head.text:
        return 95
    found = any(
        str(data.get("type", data.get("@type", ""))).removeprefix("oa:").startswith("Annotation")
        for data in heads(head)
    )
    return 90 if found or '"TextPositionSelector"' in head.text or '"TextQuoteSelector"' in head.text else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read annotations, articles by their sources; one that can't be placed is a Fault. Raises RecordError, OSError."""
    yield from read_annotations(source, {name: key for key, name in _META.items()})


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write one page of annotations; the text of an article is the body of an annotation that describes it."""
    file.write(
        b'{"@context":"' + _CONTEXT.encode() + b'","type":"AnnotationCollection","label":"News annotations",'
        b'"first":{"type":"AnnotationPage","startIndex":0,"items":['
    )
    before = b"\n"
    for _, group in groupby(records, key=lambda record: record.id):
        for number, record in enumerate(group):
            lost.tell(record, job.losses, _CARRIED)
            found = [_article(record, job)] if not number else []
            for annotation in (*found, *_work(record, job)):
                file.write(before + dumps(annotation))
                before = b",\n"
    file.write(b"\n]}}\n")


def _article(record: Record, job: Job) -> dict[str, Any]:
    """Return the annotation that holds an article's text and the meta that Dublin Core has names for."""
    known = {_META[key]: value for key, value in record.meta.items() if key in _META and isinstance(value, str)}
    job.losses.add("values of meta that have no name there", len(record.meta) - len(known), record.id)
    body = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": record.text}
    target = {"id": _urn(ARTICLE, record.id), "type": "Text", "format": "text/plain", **known}
    return {"type": "Annotation", "motivation": "describing", "body": body, "target": target}


def _work(record: Record, job: Job) -> Iterator[dict[str, Any]]:
    source = _urn(ARTICLE, record.id)
    work = record.spans or record.notes
    job.losses.add("articles that are done without a tag", int(record.status == "done" and not work), record.id)
    whose = {} if record.annotator is None else {"creator": {"type": "Person", "name": record.annotator}}
    for span in sorted(record.spans, key=lambda span: (span.start, span.end, span.label, span.id)):
        yield {**_tag(span, record.text, source, record.annotator), **whose}
    for link in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id)):
        yield {**_link(link, record), **whose}
    for key, text in sorted(record.notes.items()):
        body = {"type": "TextualBody", "purpose": "commenting", "value": text}
        node = _node(record, key)
        yield {"id": node, "type": "Annotation", "motivation": "commenting", "body": body, "target": source, **whose}


def _tag(span: Span, text: str, source: str, owner: str | None) -> dict[str, Any]:
    start, end = span.start, span.end
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": span.label}]
    if span.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": span.note})
    selectors = [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector", "exact": span.quote,
            "prefix": text[max(start - _AROUND, 0) : start], "suffix": text[end : end + _AROUND],
        },
    ]  # fmt: skip
    when = {"created": span.created} if span.created else {}
    return {
        "id": _named(source, owner, span.id), "type": "Annotation", "motivation": "tagging", **when, "body": bodies,
        "target": {"source": source, "selector": selectors},
    }  # fmt: skip


def _link(link: Relation, record: Record) -> dict[str, Any]:
    body = {"type": "TextualBody", "purpose": "classifying", "value": link.type}
    ends = [_node(record, link.head), _node(record, link.child)]
    return {"id": _node(record, link.id), "type": "Annotation", "motivation": "linking", "body": body, "target": ends}


def _node(record: Record, key: str) -> str:
    return _named(_urn(ARTICLE, record.id), record.annotator, key)


def _named(source: str, owner: str | None, key: str) -> str:
    """Return the IRI of a tag, a relation or a note: its article, its annotator and its id."""
    return ":".join((NODE + source.removeprefix(ARTICLE), quote(owner or "", safe=""), quote(key, safe="")))


def _urn(start: str, name: str) -> str:
    return start + quote(name, safe="")
