"""UIMA CAS by dkpro-cassis: one CAS an article and annotator, with everything a record has.

Offsets are UTF-16 units on disk; cassis turns them into code points when it reads and back when it writes.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from annotator.core import ids
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import key_fault
from annotator.core.sources import Fault, Repair
from annotator.core.span import Relation, Span
from annotator.core.zones import from_json
from annotator.formats import fields
from annotator.formats.cas_links import is_document, is_holder, named, short
from annotator.formats.cas_loading import Loaded
from annotator.formats.errors import RecordError
from annotator.formats.reading import Item, Job
from annotator.formats.record import ORIGINS, STATUSES, Record

if TYPE_CHECKING:
    from cassis import Cas, TypeSystem

SPAN, RELATION, ZONE = "custom.Span", "custom.Relation", "custom.Zone"
NOTE, ANSWER, WORK = "custom.Note", "custom.ArticleLabel", "custom.Work"
_ANNOTATION, _TOP = "uima.tcas.Annotation", "uima.cas.TOP"
_SPAN_FIELDS = ("label", "identifier", "unsure", "note", "origin", "created", "other")
_RESERVED = frozenset((*_SPAN_FIELDS, "begin", "end", "sofa", "self", "type"))
_FEATURE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_FRAME = frozenset(("Sentence", "Token", "TagsetDescription", "TagDescription", "CASMetadata"))
# Layers that parsers make; told when they are left out.
_GRAMMAR = frozenset(
    ("Paragraph", "Heading", "Div", "Lemma", "Stem", "MorphologicalFeatures", "POS", "SurfaceForm", "Dependency")
)
_NAMES = ("label", "value", "PosValue", "category", "identifier", "role")


def declared(keys: Iterable[str]) -> TypeSystem:
    """Return a type system with our types; each attribute key that can be a feature's name is one of the span type."""
    from cassis import TypeSystem

    types = TypeSystem()
    shapes: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        (SPAN, _ANNOTATION, (*_SPAN_FIELDS, *sorted(key for key in keys if _fits(key)))),
        (ZONE, _ANNOTATION, ("kind", "duplicate")),
        (NOTE, _TOP, ("identifier", "text")),
        (ANSWER, _TOP, ("key", "value")),
        (WORK, _TOP, ("article", "annotator", "annotatorId", "status", "reason", "group", "meta")),
    )
    for name, parent, features in shapes:
        made = types.create_type(name, parent)
        for feature in features:
            types.create_feature(made, feature, "uima.cas.String")
    link = types.create_type(RELATION, _ANNOTATION)
    for feature in ("label", "identifier"):
        types.create_feature(link, feature, "uima.cas.String")
    for feature in ("Governor", "Dependent"):
        types.create_feature(link, feature, SPAN)
    return types


def _fits(key: str) -> bool:
    return _FEATURE.fullmatch(key) is not None and key not in _RESERVED


def attribute_keys(job: Job) -> set[str]:
    """Return the keys of all attributes of the scheme."""
    return {attribute.key for attribute in job.scheme.attributes}


def cas_of(record: Record, types: TypeSystem, known: set[str]) -> Cas:
    """Return a record as a CAS; `known` are the attribute keys that `types` has as features."""
    from cassis import Cas

    cas = Cas(typesystem=types)
    cas.sofa_string = record.text
    cas.sofa_mime = "text/plain"
    made: dict[str, Any] = {}
    for span in record.spans:
        values, other = {}, {}
        for key, value in record.attributes_of(span.id).items():
            if isinstance(value, str) and _fits(key) and key in known:
                values[key] = value
            else:
                other[key] = value
        made[span.id] = types.get_type(SPAN)(
            begin=span.start, end=span.end, label=span.label, identifier=span.id, note=span.note or None,
            unsure="true" if span.unsure else None, origin=span.origin, created=span.created or None,
            other=_dumped(other) if other else None, **values,
        )  # fmt: skip
        cas.add(made[span.id])
    for link in record.relations:
        head, child = made[link.head], made[link.child]
        cas.add(
            types.get_type(RELATION)(
                begin=child.begin, end=child.end, label=link.type, identifier=link.id, Governor=head, Dependent=child
            )
        )
    for zone in record.zones or ():
        flag = "true" if zone.duplicate else None
        cas.add(types.get_type(ZONE)(begin=zone.start, end=zone.end, kind=zone.kind, duplicate=flag))
    for identity, text in sorted(record.notes.items()):
        cas.add(types.get_type(NOTE)(identifier=identity, text=text))
    for key, value in sorted(record.article_labels.items()):
        cas.add(types.get_type(ANSWER)(key=key, value=_dumped(value)))
    cas.add(
        types.get_type(WORK)(
            article=record.id, annotator=record.annotator, annotatorId=record.annotator_id, status=record.status,
            reason=record.reason or None, group=record.group, meta=_dumped(record.meta),
        )
    )  # fmt: skip
    return cas


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def records(found: Loaded, name: str) -> Iterator[Item | Fault | Repair]:
    """Yield the record of a CAS, after what of it can't be taken; `name` stands for one without an id or an owner.

    Annotations at an offset that is none are refused, as are those of a type that is not declared.
    """
    views = [found.cas.get_view(sofa.sofaID) for sofa in found.cas.sofas]
    cas = next((view for view in views if view.sofa_string), None)
    if cas is None:
        raise RecordError("the CAS holds no text")
    yield from _left_out(found, cas, views)
    unix, shift = fields.unix_lines(cas.sofa_string)
    sha = ids.text_sha256(unix)
    record = Record(ids.article_id(sha), unix, sha, status="done")
    inside = list(cas.select_all_fs())
    work = next((one for one in inside if one.type.name == WORK), None)
    if work is None:
        record.annotator, record.anonymous = name, True
        _document(record, inside)
    else:
        _owned(record, work)
    if shift is not None:
        record.repaired.append("CR line ends were changed to LF and the offsets moved with them")
    yield from _Reader(record, shift, found.wrong).take(inside)
    yield Item(record)


def _left_out(found: Loaded, taken: Cas, views: list[Cas]) -> Iterator[Fault]:
    """Say what is not read at all: types that are not declared, and views beside the one that is taken."""
    for kind, count in sorted(found.unknown.items()):
        yield Fault(0, f"the type {kind} is not declared in the type system: its {count:,} annotations were left out")
    for view in views:
        inside = [one for one in view.select_all_fs() if not is_document(one)]
        if view is not taken and (inside or view.sofa_string != taken.sofa_string):
            reason = f"its view {view.get_sofa().sofaID!r:.60} with {len(inside):,} annotations was left out"
            yield Fault(0, f"{reason}: an article has one text")


def _owned(record: Record, work: Any) -> None:
    """Give a record what our own writer says of it."""
    record.id = work.article or record.id
    record.annotator, record.annotator_id = work.annotator, work.annotatorId
    record.status = work.status if work.status in STATUSES else "done"
    record.reason, record.group = work.reason or "", work.group
    record.zones = ()
    meta = _loaded(work.meta or "{}")
    record.meta.update(meta if isinstance(meta, dict) else {"meta": meta})


def _document(record: Record, found: list[Any]) -> None:
    """Give a record what the document's own annotation says: its title and language."""
    for one in found:
        for feature, key in (("documentTitle", "headline"), ("language", "language"), ("documentUri", "url")):
            value = getattr(one, feature, None) if is_document(one) else None
            if isinstance(value, str) and value not in ("", "x-unspecified"):
                record.meta.setdefault(key, value)


class _Reader:
    """Takes the annotations of one CAS into a record."""

    def __init__(self, record: Record, shift: fields.Shift | None, wrong: frozenset[int]) -> None:
        self._record, self._shift, self._wrong = record, shift, wrong
        self._owner = record.annotator_id or record.annotator or ""
        self._spans: dict[int, str] = {}
        self._zones: list[dict[str, object]] = []
        self._grammar: Counter[str] = Counter()
        self._odd: Counter[str] = Counter()
        self._links: set[str] = set()

    def take(self, found: list[Any]) -> Iterator[Fault | Repair]:
        """Take what a CAS holds; yield what of it can't be taken or was left out."""
        links, spans = [], []
        for one in found:
            ends = _ends(one)
            if ends is not None:
                links.append((one, ends))
            elif one.type.name in (ZONE, NOTE, ANSWER):
                self._ours(one)
            elif self._is_span(one):
                fault = self._span(one)
                if fault:
                    yield fault
                else:
                    spans.append(one)
        for one, ends in links:
            yield from self._relation(one, *ends)
        for one in spans:
            self._references(one)
        try:
            told = from_json(self._zones, len(self._record.text))
            self._record.zones = told if self._zones else self._record.zones
        except ValueError as error:
            yield Fault(0, f"its zones can't be taken: {error}")
        for name, count in self._grammar.items():
            yield Repair(0, f"{count:,} annotations of the layer {name}, which parsers make, were left out")
        for name, count in self._odd.items():
            yield Repair(0, f"{count:,} {name} were left out: they are no tags, relations or values")

    def _is_span(self, one: Any) -> bool:
        """Tell whether a structure is to be a tag; count what is none and carries something."""
        name = short(one)
        if one.type.name == WORK or name in _FRAME or is_document(one):
            return False
        if name in _GRAMMAR:
            self._grammar[name] += 1
            return False
        if not hasattr(one, "begin"):
            if not is_holder(one):
                self._odd[name] += 1
            return False
        return True

    def _references(self, one: Any) -> None:
        """Take what a tag's features name: further tags as relations, lists of words as attributes."""
        record, identity, kind = self._record, self._spans[id(one)], short(one)
        found = named(one)
        for key, words in found.words.items():
            record.attributes.setdefault(identity, {})[key] = words
        for name in found.odd:
            self._odd[f"values of {kind}:{name}"] += 1
        for label, other in found.others:
            child = self._spans.get(id(other))
            if child is None:
                self._odd[f"references from {kind} to {short(other)}"] += 1
                continue
            own = ids.relation_id(record.id, self._owner, label, identity, child)
            if own not in self._links:
                self._links.add(own)
                record.relations.append(Relation(own, label, identity, child))

    def _ours(self, one: Any) -> None:
        record = self._record
        if one.type.name == ZONE:
            self._zones.append({**_place(one, self._at), "kind": one.kind, "duplicate": one.duplicate == "true"})
        elif one.type.name == NOTE:
            record.notes[one.identifier or ids.note_id(record.id, self._owner, one.text or "")] = one.text or ""
        elif one.key:
            record.article_labels[one.key] = _loaded(one.value or "")

    def _at(self, offset: int) -> int:
        return offset if self._shift is None else self._shift(offset)

    def _span(self, one: Any) -> Fault | None:
        record, kind = self._record, short(one)
        place = _place(one, self._at)
        start, end = place["start"], place["end"]
        if {one.begin, one.end} & self._wrong:
            return Fault(0, f"{kind} stands at {one.begin}-{one.end}, which cuts a character or lies behind the text")
        if not 0 <= start < end <= len(record.text):
            return Fault(0, f"{kind} covers {start}-{end}, but the text has the range 0-{len(record.text)}")
        values = _strings(one)
        label = next((str(values.pop(name)) for name in _NAMES if values.get(name)), kind)
        if wrong := key_fault(label):
            return Fault(0, f"{kind} at {start}-{end}: the label {label!r:.60} {wrong}")
        mine = one.type.name == SPAN
        identity = values.pop("identifier", None) if mine else None
        if not identity or identity in self._spans.values():
            identity = ids.span_id(record.id, self._owner, start, end, f"{label}\n{one.xmiID}")
        origin = values.pop("origin", "import") if mine else "import"
        record.spans.append(
            Span(
                identity, start, end, record.text[start:end], label,
                mine and values.pop("unsure", "") == "true", values.pop("note", "") if mine else "",
                origin if origin in ORIGINS else "import", values.pop("created", "") if mine else "",
            )
        )  # fmt: skip
        if mine and "other" in values:
            other = _loaded(values.pop("other"))
            values.update(other if isinstance(other, dict) else {"other": other})
        if values:
            record.attributes[identity] = dict(values)
        self._spans[id(one)] = identity
        return None

    def _relation(self, one: Any, head: Any, child: Any) -> Iterator[Fault]:
        record, kind = self._record, short(one)
        ends = self._spans.get(id(head)), self._spans.get(id(child))
        if ends[0] is None or ends[1] is None:
            if kind in _GRAMMAR:
                self._grammar[kind] += 1
            else:
                yield Fault(0, f"{kind}: an end of it is no span that was read")
            return
        values = _strings(one)
        label = next((str(values[name]) for name in _NAMES if name != "identifier" and values.get(name)), kind)
        identity = values.get("identifier") if one.type.name == RELATION else None
        identity = str(identity or ids.relation_id(record.id, self._owner, label, ends[0], ends[1]))
        if identity not in self._links:
            self._links.add(identity)
            record.relations.append(Relation(identity, label, ends[0], ends[1]))


def _place(one: Any, at: Callable[[int], int]) -> dict[str, int]:
    """Return start and end; -1 where an annotation lacks one."""
    begin, end = one.begin, one.end
    return {"start": -1 if begin is None else at(begin), "end": -1 if end is None else at(end)}


def _loaded(text: str) -> Any:
    """Return the JSON value that a text holds, or the text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _ends(one: Any) -> tuple[Any, Any] | None:
    """Return head and child of a relation between two annotations, else None."""
    for head, child in (("Governor", "Dependent"), ("source", "target")):
        ends = getattr(one, head, None), getattr(one, child, None)
        if hasattr(ends[0], "begin") and hasattr(ends[1], "begin"):
            return ends[0], ends[1]
    return None


def _strings(one: Any) -> dict[str, Any]:
    """Return the features of an annotation that hold a plain value, by name; references to others are left out."""
    out: dict[str, Any] = {}
    for feature in one.type.all_features:
        value = getattr(one, feature.name, None)
        if feature.name not in ("begin", "end", "sofa") and isinstance(value, str | bool | int | float) and value != "":
            out[feature.name] = value
    return out


def check_characters(record: Record) -> None:
    """Raise AnnotatorError where an article holds a character that XML 1.0 can't."""
    match = _FORBIDDEN.search(record.text)
    if match is not None:
        raise AnnotatorError(
            f"Article {record.id}: its text holds the control character U+{ord(match[0]):04X} at {match.start()}, "
            "which XMI can't hold. Leave the article out, or export as cas-json."
        )


_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
