"""doccano: lines or a list of JSON objects, in the shapes that it has written over the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO
from zlib import crc32

from annotator.core import ids
from annotator.core.sources import Fault, Head, Source
from annotator.formats import foreign, lost
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Draft, Mark, Names
from annotator.formats.objects import dumps, heads, loads, objects
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record

_TEXTS = ("text", "data")
_LISTS = ("entities", "label", "labels", "annotations")
_PEOPLE = ("annotator", "username")
_COMMENTS = ("Comments", "comments")
_READ = frozenset((*_TEXTS, *_LISTS, *_PEOPLE, *_COMMENTS, "id", "doc_id", "meta", "relations", "cats", "offsets"))
_IN_MEMORY = 16 * 1024 * 1024
_CARRIED = frozenset(("meta", "relations", "notes", "annotators", "article labels"))


def sniff(head: Head) -> int:
    """Take objects with a text and doccano's own tags; plain labels only where nobody else wants them."""
    best = 0
    for data in heads(head):
        if not any(isinstance(data.get(key), str) for key in _TEXTS) or "tokens" in data or "spans" in data:
            continue
        for value in (data.get(key) for key in _LISTS):
            if isinstance(value, list) and any(_is_tag(part) for part in value):
                return 92
            best = max(best, 45 if value is not None else 0)
        if isinstance(data.get("cats"), list) or "Comments" in data:
            best = max(best, 80)
    return best


def _is_tag(part: Any) -> bool:
    if isinstance(part, dict):
        return "start_offset" in part or ("label" in part and "user" in part)
    return isinstance(part, list) and len(part) == 3 and type(part[0]) is int and type(part[1]) is int


def read(source: Source) -> Iterator[Item | Fault]:
    """Read a file; a tag that can't be taken is a Fault beside its article. Raises RecordError, OSError."""
    names = Names()
    for found in objects(source):
        if isinstance(found, Fault):
            yield found
            continue
        line, data = found
        try:
            yield from _article(data, line, names)
        except RecordError as error:
            yield Fault(line, str(error))


def _article(data: Any, line: int, names: Names) -> Iterator[Item | Fault]:
    if not isinstance(data, dict):
        raise RecordError("it is no JSON object")
    key = next((key for key in _TEXTS if isinstance(data.get(key), str)), "text")
    units = foreign.text_of(data.get(key), key)
    given = data.get("id", data.get("doc_id"))
    whole = next((str(data[key]) for key in _PEOPLE if isinstance(data.get(key), str) and data[key]), None)
    work = _by_person(data, whole)
    people = list(work)
    identity, note = names.identity(given, ids.text_sha256(units.text), people)
    for number, person in enumerate(people):
        draft = Draft(units, identity, person, line)
        draft.repaired(note)
        _fill(draft, data, work[person], given, first=number == 0)
        annotated = any(key in data for key in (*_LISTS, "cats"))
        yield from draft.finish("done" if annotated and (work[person] or len(people) == 1) else "new")


def _by_person(data: dict[str, Any], whole: str | None) -> dict[str | None, list[tuple[str, Any]]]:
    """Return (key, tag or label) of each person: old exports name one at each tag."""
    work: dict[str | None, list[tuple[str, Any]]] = {}
    for key in _LISTS:
        value = data.get(key)
        for part in value if isinstance(value, list) else [] if value is None else [value]:
            work.setdefault(_person(part, whole), []).append((key, part))
    return work or {whole: []}


def _person(part: Any, whole: str | None) -> str | None:
    if isinstance(part, dict):
        if isinstance(part.get("user_name"), str):
            return str(part["user_name"])
        if type(part.get("user")) is int:
            return f"user {part['user']}"
    return whole


def _fill(draft: Draft, data: dict[str, Any], work: list[tuple[str, Any]], given: Any, *, first: bool) -> None:
    meta = {key: value for key, value in data.items() if key not in _READ}
    if type(given) is int:
        meta["doccano_id"] = given
    if isinstance(data.get("meta"), dict):
        meta.update(data["meta"])
    elif data.get("meta") not in (None, ""):
        meta["meta"] = data["meta"]
    draft.add_meta(meta)
    marks, labels = [], []
    for number, (key, part) in enumerate(work, start=1):
        mark = _mark(draft, part, f"tag {number}")
        if mark is None:
            labels.append((key, part))
        else:
            marks.append(mark)
    # doccano keeps our seal beside tags that were made in it since, so it must be one of these very tags.
    draft.tag(marks, exact=data.get("offsets") == _seal([(mark.start, mark.end, mark.label) for mark in marks]))
    _answer(draft, labels)
    if not first:
        return
    cats = data.get("cats")
    if cats is not None:
        draft.answer("cats", cats)
    for key in _COMMENTS:
        for comment in data[key] if isinstance(data.get(key), list) else []:
            draft.note(comment.get("text") if isinstance(comment, dict) else comment)
    _relations(draft, data.get("relations"))


def _mark(draft: Draft, part: Any, what: str) -> Mark | None:
    """Return a tag, or None for what labels the whole article."""
    if isinstance(part, list):
        start, end, label = part if len(part) == 3 else (None, None, None)
        return Mark(what, start, end, _label(draft, label))
    if not isinstance(part, dict) or not part.keys() & {"start_offset", "end_offset", "start", "end"}:
        return None
    start, end = part.get("start_offset", part.get("start")), part.get("end_offset", part.get("end"))
    label = part.get("label_name", part.get("label"))
    quote = part.get("text") if isinstance(part.get("text"), str) else None
    return Mark(what, start, end, _label(draft, label), quote, key=part.get("id"))


def _label(draft: Draft, label: Any) -> Any:
    if type(label) is not int:
        return label
    draft.repaired("its labels are numbers, whose names are not in the file: “label 1” and so on")
    return f"label {label}"


def _answer(draft: Draft, labels: list[tuple[str, Any]]) -> None:
    """Take labels of the whole article: words of a classification, or the texts of a sequence to sequence project."""
    words: list[str] = []
    for key, part in labels:
        value = part
        if isinstance(part, dict):
            value = part.get("text", part.get("label_name", part.get("label")))
            value = _label(draft, value) if key == "annotations" else value
        if isinstance(value, str):
            words.append(value)
        elif value is not None:
            draft.answer("label", value)
    if words:
        draft.answer("label", words)


def _relations(draft: Draft, relations: Any) -> None:
    for number, raw in enumerate(relations if isinstance(relations, list) else [], start=1):
        what = f"relation {number}"
        if not isinstance(raw, dict):
            draft.fault(f"{what} is no object")
            continue
        kind = raw.get("type", raw.get("label"))
        kind = f"type {kind}" if type(kind) is int else kind
        draft.link(what, kind, draft.spans_of(raw.get("from_id")), draft.spans_of(raw.get("to_id")))


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write a line an article and annotator: in the shape with relations where there are any, else as plain tags."""
    linked = False
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        for record in records:
            lost.tell(record, job.losses, _CARRIED)
            linked = linked or bool(record.relations)
            spool.write(dumps(_out(record, job)) + b"\n")
        spool.seek(0)
        file.writelines(line if linked else dumps(_plain(loads(line), job)) + b"\n" for line in spool)


def _out(record: Record, job: Job) -> dict[str, Any]:
    meta = {key: value for key, value in record.meta.items() if key not in _READ}
    if len(meta) < len(record.meta):
        job.losses.add("values of meta whose names doccano uses itself", len(record.meta) - len(meta), record.id)
    data: dict[str, Any] = {**meta, "id": record.id, "text": record.text}
    if record.annotator is not None:
        data["annotator"] = record.annotator
    if record.notes:
        data["Comments"] = [record.notes[key] for key in sorted(record.notes)]
    if record.status == "new" and not record.spans:
        return data
    spans = sorted(record.spans, key=lambda span: (span.start, span.end, span.label, span.id))
    data["offsets"] = _seal([(span.start, span.end, span.label) for span in spans])
    numbers = {span.id: number for number, span in enumerate(spans)}
    data["entities"] = [
        {"id": numbers[s.id], "start_offset": s.start, "end_offset": s.end, "label": s.label} for s in spans
    ]
    data["relations"] = [
        {"id": number, "from_id": numbers[r.head], "to_id": numbers[r.child], "type": r.type}
        for number, r in enumerate(sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id)))
    ]
    _cats(record, data, job)
    return data


def _seal(tags: list[tuple[Any, Any, Any]]) -> str:
    """Return what says that the offsets of these tags are code points, and of no others."""
    return f"code points {crc32(dumps(sorted(map(list, tags), key=str))):08x}"


def _plain(data: dict[str, Any], job: Job) -> dict[str, Any]:
    """Return a line in the shape of a project without relations."""
    if "entities" in data:
        tags = [[e["start_offset"], e["end_offset"], e["label"]] for e in data.pop("entities")]
        del data["relations"]
        twice = len(tags) - len({tuple(tag) for tag in tags})
        job.losses.add("tags that stand twice with the same label", twice, data["id"])
        data["label"] = tags
    return data


def _cats(record: Record, data: dict[str, Any], job: Job) -> None:
    """Write the labels of the article that fit: a list of words, which doccano calls categories."""
    for key, value in record.article_labels.items():
        if key == "cats" and isinstance(value, list):
            data["cats"] = value
        else:
            job.losses.add("labels of articles", 1, f"{record.id}: {key}")
