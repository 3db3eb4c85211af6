"""Rows of a Parquet file as records: our own, texts with spans by offsets, and tokens with tags."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from annotator.core import ids
from annotator.core.scheme import key_fault
from annotator.core.sources import Fault, Repair
from annotator.core.span import Relation, Span
from annotator.formats import fields
from annotator.formats.errors import RecordError
from annotator.formats.flat import ranges_of_tags
from annotator.formats.reading import Item
from annotator.formats.record import STATUSES, Record

_SPANS = ("spans", "entities")
_TAGS = ("ner_tags", "tags", "labels")
_START = ("start", "start_offset", "start_char", "begin")
_END = ("end", "end_offset", "end_char")
_LABEL = ("label", "type", "entity_group", "entity")
_QUOTE = ("text", "word", "mention")
_OURS = frozenset(
    (
        "id", "text", "text_sha256", "annotator", "annotator_id", "status", "story", "spans", "relations",
        "article_labels", "meta", "tokens", "token_starts",
    )
)  # fmt: skip
Noted = Item | Fault | Repair


class Columns:
    """How the columns of one file are read; `features` is what the `datasets` library noted about them."""

    def __init__(self, names: list[str], features: dict[str, Any], *, ours: bool) -> None:
        """Raise RecordError where no column holds annotations."""
        self._ours = ours
        self._spans = next((name for name in _SPANS if name in names), None) if "text" in names else None
        self._tags = next((name for name in _TAGS if name in names), None) if "tokens" in names else None
        if self._spans is None and self._tags is None:
            raise RecordError('the file has neither "text" with "spans" nor "tokens" with "ner_tags"')
        self._span_labels = _class_names(features.get(self._spans or ""))
        self._tag_names = _class_names(features.get(self._tags or ""))

    def read(self, row: dict[str, Any], number: int) -> Iterator[Noted]:
        """Give the record of a row, after what could not be taken of it."""
        try:
            record = self._ours_of(row) if self._ours else self._plain(row)
            noted = list(self._annotate(record, row, number))
        except RecordError as error:
            yield Fault(number, str(error))
            return
        yield from noted
        yield Item(record, number)

    def _ours_of(self, row: dict[str, Any]) -> Record:
        record = _article(row.get("text"), row.get("id"), row.get("text_sha256"))
        record.meta.update(_object(row, "meta"))
        name, identity = fields.text_or(row, "annotator", None), fields.text_or(row, "annotator_id", None)
        if name is not None:
            record.annotator = fields.person_name(name)
            record.annotator_id = ids.person_id(record.annotator) if identity is None else fields.person_uuid(identity)
        record.status = fields.text_or(row, "status", "new")
        if record.status not in STATUSES:
            raise RecordError(f'"status" must be one of {", ".join(STATUSES)}')
        record.group = fields.text_or(row, "story", None)
        for key, value in _object(row, "article_labels").items():
            what = f"article label {key!r}"
            record.article_labels[fields.value_key(key, "article_labels")] = fields.plain_value(value, what)
        return record

    def _plain(self, row: dict[str, Any]) -> Record:
        """Take a row of another tool: its id, its text or its tokens with spaces between, all else as meta."""
        text = row.get("text") if "text" in row else " ".join(self._tokens(row))
        record = _article(text, row.get("id"), None)
        used = {"id", "text", "tokens", self._spans, self._tags}
        for key, value in row.items():
            if key not in used and value is not None:
                with suppress(TypeError, ValueError):  # dates and bytes are no JSON
                    json.dumps(value, allow_nan=False)
                    record.meta[key] = value
                    continue
                record.repaired.append(f"the column {key!r} was left out: it holds no plain values")
        fields.check_depth(record.meta, "the row")
        record.status, record.anonymous = "done", True
        return record

    @staticmethod
    def _tokens(row: dict[str, Any]) -> list[str]:
        tokens = row.get("tokens")
        if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
            raise RecordError('"tokens" must be a list of strings')
        return tokens

    def _annotate(self, record: Record, row: dict[str, Any], number: int) -> Iterator[Noted]:
        owner = record.annotator or ""
        _, shift = fields.unix_lines(row["text"]) if isinstance(row.get("text"), str) else ("", None)
        found = _listed(row.get(self._spans)) if self._spans else []
        known = set[str]()
        for at, raw in enumerate(found, start=1):
            try:
                span, values = self._span(record, raw, f"span {at}", shift, owner)
            except RecordError as error:
                yield Fault(number, f"{record.id}: {error}")
                continue
            if span.id in known:
                yield Repair(number, f"{record.id}: span {at} stood twice and was taken once")
                continue
            known.add(span.id)
            record.spans.append(span)
            if values:
                record.attributes[span.id] = values
        if self._spans is None:
            yield from self._tagged(record, row, number, owner)
        yield from _relations(record, row, number) if self._ours else ()

    def _span(
        self, record: Record, raw: Any, what: str, shift: fields.Shift | None, owner: str
    ) -> tuple[Span, dict[str, Any]]:
        if not isinstance(raw, dict):
            raise RecordError(f"{what} is no object")
        held = {"start": _first(raw, _START), "end": _first(raw, _END), "text": _first(raw, _QUOTE)}
        label = _first(raw, _LABEL)
        if isinstance(label, int) and 0 <= label < len(self._span_labels):
            label = self._span_labels[label]
        start, end, quote = fields.range_of(record.text, held, what, shift)
        label = _label(label, what)
        identity = raw.get("id") or ids.span_id(record.id, owner, start, end, label)
        values = _object(raw, "attributes") if self._ours else {}
        kept = {fields.value_key(k, what): fields.plain_value(v, f"{what}: {k!r}") for k, v in values.items()}
        return Span(fields.identity_of(identity, what), start, end, quote, label, origin="import"), kept

    def _tagged(self, record: Record, row: dict[str, Any], number: int, owner: str) -> Iterator[Noted]:
        tokens, tags = self._tokens(row), self._names(row)
        if len(tokens) != len(tags):
            raise RecordError(f"{len(tokens)} tokens have {len(tags)} tags")
        places = _places(record.text, [fields.lf(token) for token in tokens])
        ranges, begun = ranges_of_tags(tags)
        if begun:
            yield Repair(number, f"{record.id}: {begun} tags that go on began a span: nothing stood before them")
        for first, behind, label in ranges:
            start, end = places[first][0], places[behind - 1][1]
            if start == end:
                yield Fault(number, f"{record.id}: the tokens tagged {label!r} hold nothing")
                continue
            try:
                _label(label, f"the tag {label!r:.60}")
            except RecordError as error:
                yield Fault(number, f"{record.id}: {error}")
                continue
            identity = ids.span_id(record.id, owner, start, end, label)
            record.spans.append(Span(identity, start, end, record.text[start:end], label, origin="import"))

    def _names(self, row: dict[str, Any]) -> list[str]:
        tags = row.get(self._tags or "")
        if not isinstance(tags, list):
            raise RecordError(f'"{self._tags}" must be a list')
        if all(isinstance(tag, str) for tag in tags):
            return tags
        if not self._tag_names:
            raise RecordError(f'"{self._tags}" holds numbers, and the file does not name them (no ClassLabel)')
        if not all(isinstance(tag, int) and 0 <= tag < len(self._tag_names) for tag in tags):
            raise RecordError(f'"{self._tags}" holds a number that the file does not name')
        return [self._tag_names[tag] for tag in tags]


def _label(label: Any, what: str) -> str:
    if fault := key_fault(fields.named({"label": label}, "label", what)):
        raise RecordError(f"{what}: its label {fault}")
    return str(label)


def _article(raw: Any, identity: Any, given: Any) -> Record:
    if not isinstance(raw, str) or not raw.strip():
        raise RecordError('"text" is missing or empty')
    try:
        text, shift = fields.unix_lines(raw)
        sha = ids.text_sha256(text)
    except UnicodeEncodeError as error:
        raise RecordError('"text" holds half a character (a lone surrogate)') from error
    if given not in (None, sha) and shift is None:
        raise RecordError('"text_sha256" is not the hash of the text')
    if isinstance(identity, int) and not isinstance(identity, bool):
        identity = str(identity)
    record = Record(ids.article_id(sha) if identity is None else fields.identity_of(identity, '"id"'), text, sha)
    if shift is not None:
        record.repaired.append("CR line ends were changed to LF and the offsets moved with them")
    return record


def _relations(record: Record, row: dict[str, Any], number: int) -> Iterator[Noted]:
    known = {span.id for span in record.spans}
    for at, raw in enumerate(_listed(row.get("relations")), start=1):
        if not isinstance(raw, dict) or raw.get("head") not in known or raw.get("child") not in known:
            yield Fault(number, f"{record.id}: relation {at} names a span that is not in the row")
            continue
        kind = fields.named(raw, "type", f"relation {at}")
        identity = raw.get("id") or ids.relation_id(record.id, record.annotator or "", kind, raw["head"], raw["child"])
        record.relations.append(Relation(identity, kind, raw["head"], raw["child"]))


def _places(text: str, tokens: list[str]) -> list[tuple[int, int]]:
    """Return where each token stands in a text (code points, half-open); raise RecordError where one does not."""
    out, place = [], 0
    for token in tokens:
        start = text.find(token, place)
        if start < 0 or text[place:start].strip():
            raise RecordError(f"the token {token!r:.60} does not stand in the text where its turn is")
        place = start + len(token)
        out.append((start, place))
    return out


def _listed(value: Any) -> list[Any]:
    """Return a list of objects, which may also be written as an object of lists."""
    if isinstance(value, dict) and all(isinstance(one, list) for one in value.values()):
        return [dict(zip(value, row, strict=False)) for row in zip(*value.values(), strict=False)]
    if value is None:
        return []
    if not isinstance(value, list):
        raise RecordError("spans must be a list")
    return value


def _object(row: dict[str, Any], key: str) -> dict[str, Any]:
    """Return an object that a column holds as JSON; an empty one where there is none."""
    raw = fields.text_or(row, key, None)
    try:
        found = json.loads(raw) if raw else {}
    except (ValueError, RecursionError) as error:
        raise RecordError(f'"{key}" is broken JSON ({error})') from error
    if not isinstance(found, dict):
        raise RecordError(f'"{key}" must be an object')
    return found


def _first(raw: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((raw[key] for key in keys if raw.get(key) is not None), None)


def _class_names(feature: Any) -> list[str]:
    """Return the names of the ClassLabel that a feature is, or that lies in its list or under its label."""
    for _ in range(6):
        if isinstance(feature, list):
            feature = feature[0] if feature else None
        if not isinstance(feature, dict):
            return []
        if feature.get("_type") == "ClassLabel":
            names = feature.get("names")
            return [str(name) for name in names] if isinstance(names, list) else []
        inner = _first(feature, ("feature", *_LABEL))
        if inner is None:
            return []
        feature = inner
    return []
