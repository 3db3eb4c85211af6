"""Native JSONL: one line an article and annotator, lossless."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any, BinaryIO

import orjson

from annotator.core import ids
from annotator.core.scheme import Scheme
from annotator.core.sources import Fault, Head, Source
from annotator.core.span import Relation, Span
from annotator.core.zones import from_json, to_json
from annotator.formats import fields
from annotator.formats.errors import RecordError
from annotator.formats.jsonl import lines
from annotator.formats.reading import Item, Job
from annotator.formats.record import ORIGINS, STATUSES, Record

_SUFFIXES = (".jsonl", ".ndjson")
_OURS = frozenset(("text_sha256", "annotator_id", "scheme_version"))
_KEYS = frozenset(
    (
        "id", "text", "text_sha256", "meta", "annotator", "annotator_id", "status", "reason", "scheme",
        "scheme_version", "zones", "spans", "relations", "notes", "article_labels", "group",
    )
)  # fmt: skip
_SPAN_KEYS = frozenset(("id", "start", "end", "label", "text", "attributes", "unsure", "note", "origin", "created"))
_BARE_SPAN_KEYS = frozenset(("id", "start", "end", "label", "text", "attributes"))
_PLAIN_SPAN_KEYS = frozenset(("id", "start", "end", "label", "text"))
_NOTHING: dict[str, Any] = {}
_RELATION_KEYS = frozenset(("id", "type", "head", "child"))
_NOTE_KEYS = frozenset(("id", "text"))
_span_order = attrgetter("start", "end", "label", "id")
_DIGITS = bytes(ord("0") if chr(code) in "0123456789" else ord(" ") for code in range(256))
_LONG_NUMBER = b"0" * 19
_LONGEST_TIME = 40


def sniff(head: Head) -> int:
    """Take records that only this program writes for sure, and lines of JSON that nobody else wants."""
    if "text" in head.keys:
        return 95 if head.keys & _OURS else 75 if head.keys <= _KEYS else 40
    if head.suffix in _SUFFIXES:
        return 15
    line = head.text.strip().partition("\n")[0].rstrip()
    return 10 * (line.startswith("{") and line.endswith("}"))


def read(source: Source) -> Iterator[Item | Fault]:
    """Read a file of records; a line that can't be taken whole is a Fault. Raises RecordError, OSError."""
    for found in lines(source):
        if isinstance(found, Fault):
            yield found
            continue
        number, line = found
        try:
            yield Item(parse_line(line), number)
        except RecordError as error:
            yield Fault(number, str(error))


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write records, one a line; nothing is left out."""
    file.writelines(dump(record, job.scheme) for record in records)


def parse_line(line: bytes) -> Record:
    """Read one line; raise RecordError when any part of the record can't be taken as it is."""
    data = _load(line)
    if not isinstance(data, dict):
        raise RecordError("the line holds no JSON object")
    record, shift = _article(data)
    _owner(record, data)
    _status(record, data)
    _spans(record, data, shift)
    _relations(record, data)
    _notes(record, data)
    for key, value in fields.object_of(data, "article_labels").items():
        record.article_labels[fields.value_key(key, "article_labels")] = fields.plain_value(
            value, f"article label {key!r}"
        )
    record.group = fields.text_or(data, "group", None)
    _zones(record, data, shift)
    return record


def dump(record: Record, scheme: Scheme) -> bytes:
    """Return a record as one line with its newline: fixed key order, UTF-8."""
    data = {
        "id": record.id,
        "text": record.text,
        "text_sha256": record.sha256,
        "meta": record.meta,
        "annotator": record.annotator,
        "annotator_id": record.annotator_id,
        "status": record.status,
        "reason": record.reason,
        "scheme": scheme.name,
        "scheme_version": scheme.version,
        "zones": to_json(record.zones or ()),
        "spans": [_span_out(span, record) for span in sorted(record.spans, key=_span_order)],
        "relations": [
            {"id": r.id, "type": r.type, "head": r.head, "child": r.child}
            for r in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id))
        ],
        "notes": [{"id": i, "text": text} for i, text in sorted(record.notes.items())],
        "article_labels": dict(sorted(record.article_labels.items())),
        "group": record.group,
    }
    try:
        return orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:  # whole numbers beyond 64 bits
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"


def _span_out(span: Span, record: Record) -> dict[str, Any]:
    values = dict(sorted(record.attributes_of(span.id).items())) if record.attributes else {}
    return {
        "id": span.id, "start": span.start, "end": span.end, "label": span.label, "text": span.quote,
        "attributes": values, "unsure": span.unsure, "note": span.note, "origin": span.origin,
        "created": span.created or None,
    }  # fmt: skip


def _load(line: bytes) -> Any:
    try:
        if _LONG_NUMBER not in line.translate(_DIGITS):  # a tenth of the time of a regular expression
            return orjson.loads(line)
        # orjson would make floats of whole numbers beyond 64 bits; what it refuses is refused here too.
        found = json.loads(line.decode("utf-8"), parse_constant=_no_constant)
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8")
        return found
    except (ValueError, RecursionError) as error:
        raise RecordError(f"broken JSON ({error})") from error


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _article(data: dict[str, Any]) -> tuple[Record, fields.Shift | None]:
    raw, given = data.get("text"), fields.text_or(data, "text_sha256", None)
    if not isinstance(raw, str) or not raw:
        raise RecordError('"text" is missing or empty')
    text, shift = fields.unix_lines(raw)
    sha = ids.text_sha256(text)
    if given not in (None, sha) and (shift is None or given != ids.text_sha256(raw)):
        raise RecordError('"text_sha256" is not the hash of the text')
    identity = ids.article_id(sha) if data.get("id") is None else fields.identity_of(data["id"], '"id"')
    record = Record(identity, text, sha)
    if shift is not None:
        record.repaired.append("CR line ends were changed to LF and the offsets moved with them")
    record.meta.update(fields.object_of(data, "meta"))
    for key, value in data.items():
        if key not in _KEYS and record.meta.setdefault(key, value) != value:
            record.repaired.append(f"{key!r} stands both in the record and in its meta: the one in meta was kept")
    fields.check_depth(record.meta, '"meta"')
    return record, shift


def _owner(record: Record, data: dict[str, Any]) -> None:
    name, identity = fields.text_or(data, "annotator", None), fields.text_or(data, "annotator_id", None)
    if name is not None:
        record.annotator = name = fields.person_name(name)
        record.annotator_id = ids.person_id(name) if identity is None else fields.person_uuid(identity)
    elif identity is not None:
        raise RecordError('"annotator_id" stands without "annotator"')


def _status(record: Record, data: dict[str, Any]) -> None:
    status, reason, spans = data.get("status"), fields.text_or(data, "reason"), data.get("spans")
    if status is None:
        nobody = "annotator" in data and record.annotator is None
        status = "done" if spans or (spans is not None and not nobody) else "new"
    if status not in STATUSES:
        raise RecordError(f'"status" must be one of {", ".join(STATUSES)}')
    if status == "new" and reason:
        record.repaired.append('"reason" was left out: an article that is new has none')
        reason = ""
    record.status, record.reason = status, reason
    work = any(data.get(key) for key in ("spans", "relations", "notes", "article_labels"))
    record.anonymous = record.annotator is None and (status != "new" or work)


def _spans(record: Record, data: dict[str, Any], shift: fields.Shift | None) -> None:
    known: dict[str, tuple[Span, dict[str, Any]]] = {}
    left_out: set[str] = set()
    made = ids.span_ids(record.id, record.annotator or "")
    for number, raw in enumerate(fields.list_of(data, "spans"), start=1):
        if shift is None and (quick := _quick_span(record.text, raw, made)) and quick.id not in known:
            known[quick.id] = quick, _NOTHING
            continue
        what = f"span {number}"
        if not isinstance(raw, dict):
            raise RecordError(f"{what} is no object")
        start, end, quote = fields.range_of(record.text, raw, what, shift)
        label, own = fields.named(raw, "label", what), raw.get("id")
        identity = made(start, end, label) if own is None else fields.identity_of(own, f'{what}: "id"')
        if not raw.keys() <= _SPAN_KEYS:
            left_out |= raw.keys() - _SPAN_KEYS
        span = _span(raw, what, identity, start, end, quote)
        values = _values(raw, what) if "attributes" in raw else {}
        if identity not in known:
            known[identity] = span, values
        elif own is None and known[identity] == (span, values):
            record.repaired.append(f"{what} stood twice and was taken once")
        else:
            raise RecordError(f"{what} has the id {identity!r} of another span")
    record.spans = [span for span, _ in known.values()]
    record.attributes = {identity: values for identity, (_, values) in known.items() if values}
    if left_out:
        record.repaired.append(f"keys of spans that this program does not keep: {', '.join(sorted(left_out))}")


def _quick_span(text: str, raw: Any, made: Callable[[int, int, str], str]) -> Span | None:
    """Return a plain span that nothing is wrong with; None leaves it to the checks that name what is."""
    if type(raw) is not dict or not raw.keys() <= _PLAIN_SPAN_KEYS:
        return None
    start, end, label, own, given = raw.get("start"), raw.get("end"), raw.get("label"), raw.get("id"), raw.get("text")
    if type(start) is not int or type(end) is not int or type(label) is not str:
        return None
    if not 0 <= start < end <= len(text) or not 0 < len(label) <= ids.MAX_ID:
        return None
    if own is None:
        own = made(start, end, label)
    elif type(own) is not str or not 0 < len(own) <= ids.MAX_ID:
        return None
    quote = text[start:end]
    return Span(own, start, end, quote, label, origin="import") if given is None or given == quote else None


def _values(raw: dict[str, Any], what: str) -> dict[str, Any]:
    return {
        fields.value_key(key, what): fields.plain_value(value, f"{what}: {key!r}")
        for key, value in fields.object_of(raw, "attributes", f"{what}: ").items()
    }


def _span(raw: dict[str, Any], what: str, identity: str, start: int, end: int, quote: str) -> Span:
    if raw.keys() <= _BARE_SPAN_KEYS:
        return Span(identity, start, end, quote, raw["label"], origin="import")
    given = {key: raw[key] for key in ("unsure", "note", "origin", "created") if raw.get(key) is not None}
    if not isinstance(given.get("unsure", False), bool):
        raise RecordError(f'{what}: "unsure" must be true or false')
    if given.setdefault("origin", "import") not in ORIGINS:
        raise RecordError(f'{what}: "origin" must be one of {", ".join(ORIGINS)}')
    created = given.get("created", "")
    if not isinstance(given.get("note", ""), str) or not isinstance(created, str) or len(created) > _LONGEST_TIME:
        raise RecordError(f'{what}: "note" and "created" must be strings, "created" of {_LONGEST_TIME} at most')
    return Span(identity, start, end, quote, raw["label"], **given)


def _relations(record: Record, data: dict[str, Any]) -> None:
    spans, seen = {span.id for span in record.spans}, set()
    for number, raw in enumerate(fields.list_of(data, "relations"), start=1):
        what = f"relation {number}"
        if not isinstance(raw, dict):
            raise RecordError(f"{what} is no object")
        kind, head, child, own = fields.named(raw, "type", what), raw.get("head"), raw.get("child"), raw.get("id")
        for end in (head, child):
            if not isinstance(end, str) or end not in spans:
                raise RecordError(f"{what} names the span {end!r:.60}, which is not in the record")
        link = Relation("", kind, str(head), str(child))
        made = ids.relation_id(record.id, record.annotator or "", kind, link.head, link.child) if own is None else own
        identity = fields.identity_of(made, f'{what}: "id"')
        if identity in seen:
            raise RecordError(f"{what} has the id {identity!r} of another relation")
        seen.add(identity)
        record.relations.append(Relation(identity, kind, link.head, link.child))
        _tell_left_out(record, raw, what, _RELATION_KEYS)


def _notes(record: Record, data: dict[str, Any]) -> None:
    for number, raw in enumerate(fields.list_of(data, "notes"), start=1):
        what = f"note {number}"
        if not isinstance(raw, dict) or not isinstance(raw.get("text"), str):
            raise RecordError(f'{what} must be an object with a "text"')
        own, text = raw.get("id"), raw["text"]
        made = ids.note_id(record.id, record.annotator or "", text) if own is None else own
        if record.notes.setdefault(fields.identity_of(made, f'{what}: "id"'), text) != text:
            raise RecordError(f"{what} has the id {own!r} of another note")
        _tell_left_out(record, raw, what, _NOTE_KEYS)


def _tell_left_out(record: Record, raw: dict[str, Any], what: str, kept: frozenset[str]) -> None:
    if not raw.keys() <= kept:
        record.repaired.append(
            f"keys of {what} that this program does not keep: {', '.join(sorted(raw.keys() - kept))}"
        )


def _zones(record: Record, data: dict[str, Any], shift: fields.Shift | None) -> None:
    zones = data.get("zones")
    if zones is None:
        return
    if shift is not None and isinstance(zones, list):
        zones = [_shifted(zone, shift) for zone in zones]
    try:
        record.zones = from_json(zones, len(record.text))
    except ValueError as error:
        raise RecordError(str(error).rstrip(".")) from error


def _shifted(zone: Any, shift: fields.Shift) -> Any:
    if not isinstance(zone, dict):
        return zone
    return {**zone, **{key: shift(zone[key]) for key in ("start", "end") if type(zone.get(key)) is int}}
