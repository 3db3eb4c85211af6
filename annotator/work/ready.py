"""A record made ready for a project: all that can be worked out without asking one.

What comes out holds plain values alone, so that another process may do this part of an import.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any

import orjson

from annotator.core import edits
from annotator.core.events import Entry, encode
from annotator.core.fold import attribute_row
from annotator.core.scheme import key_fault
from annotator.core.zones import Override, Zone, told_first
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.news.folded import folded
from annotator.news.sources import first_headline
from annotator.news.zones import detect_zones
from annotator.news.zonewords import project_words

MAX_TEXT = 20_000_000
_KEPT = 64
_span_values = attrgetter("id", "start", "end", "quote", "label", "unsure", "note", "origin", "created")
ZoneValues = tuple[int, int, str, bool]


@dataclass(slots=True)
class Ready:
    """An article and one owner's work on it; offsets are code points, half-open, into `text` (LF line ends).

    `meta` is JSON text in the order of its keys, `digest` a number that equal meta share, 0 for none. `spans` are rows
    of (id, start, end, quote, label, unsure, note, origin, created), `rest` the other entries of the work. `before` and
    `after` are their payload text without its brackets; what the zones change stands between them.
    """

    id: str
    text: str
    sha256: str
    folded: str
    words: int
    headline: str
    source: str
    published: str
    language: str
    encoding: str
    meta: str
    digest: int
    group: str | None
    plain: bool
    detected: tuple[ZoneValues, ...]
    zones: tuple[ZoneValues, ...] | None
    annotator: str | None
    annotator_id: str | None
    anonymous: bool
    labels: tuple[str, ...]
    spans: list[tuple[Any, ...]]
    rest: list[Entry]
    before: str
    after: str
    sha_of_work: str
    repaired: list[str]

    def payload(self, overrides: list[Override]) -> str:
        """Return the payload text of the whole work, exactly as `core.events.encode` writes it; empty for no work."""
        parts = [self.before, encode(zone_entries(overrides))[1:-1] if overrides else "", self.after]
        whole = ",".join(part for part in parts if part)
        return f"[{whole}]" if whole else ""


_VALUES = attrgetter(*Ready.__slots__)


def values_of(ready: Ready) -> tuple[Any, ...]:
    """Return the plain values of a record made ready, in the order of its fields."""
    found: tuple[Any, ...] = _VALUES(ready)
    return found


def zone_entries(overrides: list[Override]) -> list[Entry]:
    """Return corrections of zones as entries of an event."""
    return [("zone", override.key, None, edits.zone_row(override)) for override in overrides]


def meta_digest(meta: dict[str, Any]) -> int:
    """Return a number that is the same for the same meta, whatever the order of keys, in any process; 0 for none."""
    if not meta:
        return 0
    text = json.dumps(meta, sort_keys=True)
    return 1 + int.from_bytes(sha256(text.encode("ascii")).digest()[:7], "big")


def sha_of(payload: str) -> str:
    """Return the SHA-256 (hex) of a payload's text in UTF-8."""
    return sha256(payload.encode("utf-8")).hexdigest()


class Preparer:
    """Makes records ready; remembers the last texts, since each annotator's record brings the whole text again."""

    def __init__(self, zone_words: str = "") -> None:
        """`zone_words` are a project's own (TOML); raises AnnotatorError where they can't be."""
        self._words = project_words(zone_words)
        self._texts: dict[str, tuple[str, int, tuple[Zone, ...]]] = {}

    def ready(self, record: Record) -> Ready:
        """Return a record made ready; raise RecordError where it can't be kept as it is."""
        if len(record.text) > MAX_TEXT:
            raise RecordError(f"the text has more than {MAX_TEXT:,} characters: split the article")
        labels = tuple(dict.fromkeys(span.label for span in record.spans))
        for label in labels:
            if fault := key_fault(label):
                raise RecordError(f"the label {label!r:.60} {fault}")
        _check_work(record)
        try:
            return self._ready(record, labels)
        except UnicodeEncodeError as error:
            raise RecordError("it holds half a surrogate pair: save it again in UTF-8") from error
        except (TypeError, ValueError, RecursionError) as error:
            raise RecordError(f"it holds a value that can't be kept as JSON ({error})") from error

    def _ready(self, record: Record, labels: tuple[str, ...]) -> Ready:
        for text in (record.text, record.annotator, record.group):
            _sound(text or "")
        folded_sha, words, found = self._of_text(record)
        detected = found if record.detected is None else told_first(record.detected, found)
        meta, headline = record.meta, record.meta.get("headline")
        spans, rest, before, after = _work(record)
        whole = f"[{before},{after}]" if before and after else f"[{before}{after}]"
        return Ready(
            _sound(record.id), record.text, record.sha256, folded_sha, words,
            headline if isinstance(headline, str) and headline else first_headline(record.text, detected),
            *_columns(meta), _json(meta), meta_digest(meta),
            record.group, record.plain, _plain(detected), None if record.zones is None else _plain(record.zones),
            record.annotator, record.annotator_id, record.anonymous, labels, spans, rest, before, after,
            sha_of(whole), record.repaired,
        )  # fmt: skip

    def _of_text(self, record: Record) -> tuple[str, int, tuple[Zone, ...]]:
        known = self._texts.get(record.sha256)
        if known is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            known = self._texts[record.sha256] = (*folded(record.text), detect_zones(record.text, self._words))
        return known


def _check_work(record: Record) -> None:
    """Raise RecordError unless every span stands on its words and everything attached has its span."""
    text, size = record.text, len(record.text)
    for span in record.spans:
        if not 0 <= span.start < span.end <= size or text[span.start : span.end] != span.quote:
            raise RecordError(f"the span at {span.start}-{span.end} does not stand on its words {span.quote!r:.80}")
    known = {span.id for span in record.spans}
    if len(known) < len(record.spans):
        raise RecordError("two spans have one id")
    ends = {end for relation in record.relations for end in (relation.head, relation.child)}
    if lost := (ends | record.attributes.keys()) - known:
        raise RecordError(f"a relation or a value names the span {min(lost)!r:.60}, which is not in the record")


def _work(record: Record) -> tuple[list[tuple[Any, ...]], list[Entry], str, str]:
    """Return a record's work: rows of spans, the other entries, and the text of the payload around the zones."""
    spans = [_span_values(span) for span in record.spans]
    named: list[Entry] = [("span", span.id, None, edits.span_row(span)) for span in record.spans]
    values: list[Entry] = [
        ("attribute", attribute_row(span, key), None, {"value": value})
        for span, held in record.attributes.items()
        for key, value in held.items()
    ]
    links: list[Entry] = [("relation", r.id, None, edits.relation_row(r)) for r in record.relations]
    if record.status != "new":
        links.append(("status", "", None, edits.status_row(record.status, record.reason)))
    last: list[Entry] = [("article_label", key, None, {"value": value}) for key, value in record.article_labels.items()]
    last += [("note", key, None, {"text": text}) for key, text in record.notes.items()]
    before = ",".join(part for part in (quick(named), encode(values)[1:-1], quick(links)) if part)
    return spans, [*values, *links, *last], before, encode(last)[1:-1] if last else ""


def quick(entries: list[Entry]) -> str:
    """Return the payload text of entries without floats, without its brackets: what `encode` writes, sooner."""
    if not entries:
        return ""
    try:
        return orjson.dumps(entries)[1:-1].decode("utf-8")
    except TypeError:  # half a surrogate pair, or a number beyond 64 bits
        return encode(entries)[1:-1]


def _plain(zones: tuple[Zone, ...]) -> tuple[ZoneValues, ...]:
    return tuple((zone.start, zone.end, zone.kind, zone.duplicate) for zone in zones)


def _json(meta: dict[str, Any]) -> str:
    return _sound(json.dumps(meta, ensure_ascii=False, allow_nan=False))


def _sound(text: str) -> str:
    """Return a text that can be stored; raise UnicodeEncodeError for half a surrogate pair."""
    text.encode("utf-8")
    return text


def _columns(meta: dict[str, Any]) -> tuple[str, str, str, str]:
    """Return source, published, language and encoding as far as they are words."""
    found = (meta.get("source"), meta.get("published"), meta.get("language"), meta.get("encoding"))
    source, published, language, encoding = (value if isinstance(value, str) else "" for value in found)
    return source, published, language, encoding
