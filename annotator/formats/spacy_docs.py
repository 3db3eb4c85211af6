"""Docs of a DocBin as records: our own with all that user data holds, others by their ents, spans and cats."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core import ids
from annotator.core.scheme import key_fault
from annotator.core.sources import Fault, Repair
from annotator.core.span import Relation, Span
from annotator.formats import fields
from annotator.formats.errors import RecordError
from annotator.formats.reading import Item
from annotator.formats.record import STATUSES, Record
from annotator.formats.spacy import GROUP, KEY

_LAYERS = ("TAG", "POS", "MORPH", "LEMMA", "DEP")
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, OverflowError)


def docs_of(path: Path, *, most: int, ratio: int) -> Iterator[tuple[int, int, Any]]:
    """Yield (number from 1, how many, doc) of a DocBin; raise RecordError where it is none, or unpacks beyond limits.

    `most` is the most bytes that it may unpack to, `ratio` the most for each byte of the file.
    """
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = path.read_bytes()
    _check_size(data, min(most, max(1 << 26, ratio * len(data))))
    try:
        found = DocBin().from_bytes(data)
        total = len(found)
        for number, doc in enumerate(found.get_docs(Vocab()), start=1):
            yield number, total, doc
    except _BROKEN as error:
        raise RecordError(f"the file is no DocBin that can be read ({type(error).__name__}: {error})") from error


def _check_size(data: bytes, most: int) -> None:
    unpacking, size, rest = zlib.decompressobj(), 0, data
    try:
        while not unpacking.eof and rest:
            size += len(unpacking.decompress(rest, 1 << 22))
            rest = unpacking.unconsumed_tail
            if size > most:
                raise RecordError("the file unpacks to far more than a DocBin of its size holds; it was not read")
    except zlib.error as error:
        raise RecordError(f"the file is no DocBin: it can't be unpacked ({error})") from error


def record_of(doc: Any, number: int, left_out: set[str]) -> Iterator[Item | Fault | Repair]:
    """Give the record of a doc, after what could not be taken of it; `left_out` gathers what has no place in one."""
    held = doc.user_data.get(KEY)
    try:
        text, shift = fields.unix_lines(doc.text)
        if not text.strip():
            raise RecordError("the doc holds no text")
        record = _base(text, held if isinstance(held, dict) else {})
    except (RecordError, ValueError) as error:
        yield Fault(number, str(error))
        return
    if shift is not None:
        record.repaired.append("CR line ends were changed to LF and the offsets moved with them")
    left_out |= {f"{layer} of tokens" for layer in _LAYERS if doc.has_annotation(layer)}
    left_out |= {"user data"} if doc.user_data.keys() - {KEY} else set()
    try:
        ours = isinstance(held, dict)
        noted = list(_ours(record, doc, held, number) if ours else _foreign(record, doc, shift, number))
    except (RecordError, *_BROKEN) as error:
        yield Fault(number, f"{record.id}: its user data can't be read ({error})")
        return
    yield from noted
    yield Item(record, number)


def _base(text: str, held: dict[str, Any]) -> Record:
    sha = ids.text_sha256(text)
    identity = held.get("id")
    record = Record(ids.article_id(sha) if identity is None else fields.identity_of(identity, '"id"'), text, sha)
    name = fields.text_or(held, "annotator", None)
    if name is not None:
        record.annotator = fields.person_name(name)
        own = fields.text_or(held, "annotator_id", None)
        record.annotator_id = ids.person_id(record.annotator) if own is None else fields.person_uuid(own)
    record.status = fields.text_or(held, "status", "done")
    if record.status not in STATUSES:
        raise RecordError(f'"status" must be one of {", ".join(STATUSES)}')
    record.reason, record.group = fields.text_or(held, "reason"), fields.text_or(held, "story", None)
    record.meta = _json(held, "meta")
    record.anonymous = name is None and record.status != "new"
    for key, value in _json(held, "article_labels").items():
        what = f"article label {key!r}"
        record.article_labels[fields.value_key(key, "article_labels")] = fields.plain_value(value, what)
    return record


def _ours(record: Record, doc: Any, held: dict[str, Any], number: int) -> Iterator[Fault]:
    """Take the spans with the ids that stand beside them, and those that cut a token."""
    group = doc.spans.get(GROUP, ())
    found = [
        (identity, span.start_char, span.end_char, span.label_)
        for identity, span in zip(held.get("span_ids", ()), group, strict=False)
    ]
    found += [tuple(one) for one in held.get("cut", ()) if len(one) == 4]
    values = _json(held, "attributes")
    for identity, start, end, label in found:
        try:
            span = _span(record, start, end, label, None, identity)
        except RecordError as error:
            yield Fault(number, f"{record.id}: {error}")
            continue
        record.spans.append(span)
        own = values.get(span.id)
        if isinstance(own, dict):
            what = f"span {span.id}"
            record.attributes[span.id] = {
                fields.value_key(k, what): fields.plain_value(v, what) for k, v in own.items()
            }
    known = {span.id for span in record.spans}
    for raw in held.get("relations", ()):
        if len(raw) == 4 and raw[1] in known and raw[2] in known:
            record.relations.append(Relation(fields.identity_of(raw[3], "relation"), raw[0], raw[1], raw[2]))
        else:
            yield Fault(number, f"{record.id}: a relation names a span that is not in the doc")


def _foreign(record: Record, doc: Any, shift: fields.Shift | None, number: int) -> Iterator[Fault]:
    """Take ents and all groups of spans, a range and label once, and categories as article labels."""
    seen = set()
    for span in [*doc.ents, *(span for name in sorted(doc.spans) for span in doc.spans[name])]:
        place = span.start_char, span.end_char, span.label_
        if place in seen:
            continue
        seen.add(place)
        try:
            made = _span(record, *place, shift, None)
        except RecordError as error:
            yield Fault(number, f"{record.id}: {error}")
            continue
        record.spans.append(made)
        if span.kb_id_:
            record.attributes[made.id] = {"kb_id": span.kb_id_}
    for key, score in doc.cats.items():
        try:
            value = bool(score) if score in (0, 1) else score
            record.article_labels[fields.value_key(key, "cats")] = fields.plain_value(value, f"cats: {key!r}")
        except RecordError as error:
            yield Fault(number, f"{record.id}: {error}")


def _span(record: Record, start: Any, end: Any, label: Any, shift: fields.Shift | None, identity: str | None) -> Span:
    what = f"the span {label!r:.60} at {start}-{end}"
    start, end, quote = fields.range_of(record.text, {"start": start, "end": end}, what, shift)
    if fault := key_fault(fields.named({"label": label}, "label", what)):
        raise RecordError(f"{what}: the label {fault}")
    made = identity or ids.span_id(record.id, record.annotator or "", start, end, label)
    return Span(fields.identity_of(made, what), start, end, quote, label, origin="import")


def _json(held: dict[str, Any], key: str) -> dict[str, Any]:
    try:
        found = json.loads(fields.text_or(held, key, None) or "{}")
    except (ValueError, RecursionError) as error:
        raise RecordError(f'"{key}" is broken JSON ({error})') from error
    if not isinstance(found, dict):
        raise RecordError(f'"{key}" must be an object')
    return found
