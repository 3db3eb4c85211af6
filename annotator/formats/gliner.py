"""GLiNER training data: words, tags by the numbers of their first and last word, relations by the numbers of tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from annotator.core import ids
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import foreign, lost
from annotator.formats.errors import RecordError
from annotator.formats.fields import lf
from annotator.formats.foreign import Draft, Mark, Names
from annotator.formats.objects import dumps, heads, objects
from annotator.formats.reading import Item, Job, Tokens
from annotator.formats.record import Record
from annotator.formats.tokens import aligned

_WORDS = "tokenized_text"
_READ = frozenset((_WORDS, "ner", "relations", "text", "id", "annotator", "meta"))
_CARRIED = frozenset(("meta", "relations", "annotators"))
_TRIPLE = 3


def sniff(head: Head) -> int:
    """Take objects with tokenized text."""
    return 95 if any(isinstance(data.get(_WORDS), list) for data in heads(head)) else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read a file; where it has no running text, that is the words with one space between them.

    A tag that can't be taken is a Fault beside its article. Raises RecordError, OSError.
    """
    names, rebuilt = Names(), 0
    for found in objects(source):
        if isinstance(found, Fault):
            yield found
            continue
        line, data = found
        try:
            draft, joined = _draft(data, line, names)
        except RecordError as error:
            yield Fault(line, str(error))
            continue
        rebuilt += joined
        yield from draft.finish("done" if "ner" in data else "new")
    if rebuilt:
        yield Repair(0, f"{rebuilt} texts were put together from their words, with one space between them")


def _draft(data: Any, line: int, names: Names) -> tuple[Draft, bool]:
    words = data.get(_WORDS) if isinstance(data, dict) else None
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise RecordError(f'"{_WORDS}" must be a list of words')
    words = [lf(word) for word in words]
    text, places = _placed(words, data.get("text"))
    joined = places is None
    if places is None:
        text = " ".join(words)
        places = _joined(words)
    units = foreign.text_of(text, _WORDS)
    person = data.get("annotator") if isinstance(data.get("annotator"), str) else None
    identity, note = names.identity(data.get("id"), ids.text_sha256(units.text), [person])
    draft = Draft(units, identity, person, line)
    draft.repaired(note)
    meta = {key: value for key, value in data.items() if key not in _READ}
    if type(data.get("id")) is int:
        meta["gliner_id"] = data["id"]
    draft.add_meta({**meta, **(data["meta"] if isinstance(data.get("meta"), dict) else {})})
    tags = data.get("ner")
    marks = [_mark(raw, number, places) for number, raw in enumerate(tags if isinstance(tags, list) else [])]
    draft.tag(marks, exact=True)
    links = data.get("relations")
    for number, raw in enumerate(links if isinstance(links, list) else [], start=1):
        _relation(draft, raw, f"relation {number}", places)
    return draft, joined


def _placed(words: list[str], text: Any) -> tuple[str, Tokens | None]:
    """Return a running text and where its words stand; None where it is not made of these words."""
    if not isinstance(text, str):
        return "", None
    text, behind, places = lf(text), 0, []
    for word in words:
        start = text.find(word, behind)
        if start < 0 or text[behind:start].strip():
            return text, None
        behind = start + len(word)
        places.append((start, behind))
    return text, None if text[behind:].strip() else places


def _joined(words: list[str]) -> Tokens:
    places, behind = [], 0
    for word in words:
        places.append((behind, behind + len(word)))
        behind += len(word) + 1
    return places


def _mark(raw: Any, number: int, places: Tokens) -> Mark:
    """Return a tag; its number is its key, by which relations name it."""
    what = f"tag {number + 1}"
    if isinstance(raw, dict):
        first, last, label = raw.get("start"), raw.get("end"), raw.get("label", raw.get("class"))
    elif isinstance(raw, list) and len(raw) >= _TRIPLE:
        first, last, label = raw[:3]
    else:
        return Mark(what, None, None, None)
    start, end = _range(first, last, places)
    return Mark(what, start, end, label, key=number)


def _range(first: Any, last: Any, places: Tokens) -> tuple[Any, Any]:
    """Return start and end of words that are told by number, the last one with them; unfit numbers as they are."""
    if type(first) is not int or type(last) is not int:
        return None, None
    if not 0 <= first <= last < len(places):
        return -1, -1
    return places[first][0], places[last][1]


def _relation(draft: Draft, raw: Any, what: str, places: Tokens) -> None:
    """Take [tag, tag, type], or an object whose head and tail have the position of their words."""
    if isinstance(raw, list) and len(raw) == _TRIPLE:
        draft.link(what, raw[2], draft.spans_of(raw[0]), draft.spans_of(raw[1]))
    elif isinstance(raw, dict):
        ends = [_end(draft, raw.get(name), places) for name in ("head", "tail")]
        kind = next((raw[key] for key in ("relation_text", "relation", "label", "type") if key in raw), None)
        draft.link(what, kind, ends[0], ends[1])
    else:
        draft.fault(f"{what} is neither a list of three nor an object")


def _end(draft: Draft, end: Any, places: Tokens) -> list[str]:
    if type(end) is int:
        return draft.spans_of(end)
    position = end.get("position") if isinstance(end, dict) else None
    if not isinstance(position, list) or len(position) != 2:
        return []
    found = _range(position[0], position[1], places)
    return [span.id for span in draft.spans_at() if (span.start, span.end) == found][:1]


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write a list with an object an article and annotator; a tag that cuts a word is listed as a loss."""
    before = b"[\n"
    for record in records:
        lost.tell(record, job.losses, _CARRIED)
        file.write(before + dumps(_out(record, job)))
        before = b",\n"
    file.write(b"[]\n" if before.startswith(b"[") else b"\n]\n")


def _out(record: Record, job: Job) -> dict[str, Any]:
    text = record.text
    words = job.tokens(text)
    data: dict[str, Any] = {_WORDS: [text[start:end] for start, end in words]}
    if record.status != "new" or record.spans:
        tags: list[list[Any]] = []
        numbers: dict[str, int] = {}
        for span in sorted(record.spans, key=lambda span: (span.start, span.end, span.label, span.id)):
            place = aligned(words, span.start, span.end)
            if place is None:
                job.losses.add(
                    "tags whose edges lie inside a word", 1, f"{record.id}: “{span.quote:.60}” ({span.label})"
                )
                continue
            numbers[span.id] = len(tags)
            tags.append([place[0], place[1] - 1, span.label])
        data["ner"] = tags
        data["relations"] = [
            [numbers[r.head], numbers[r.child], r.type]
            for r in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id))
            if r.head in numbers and r.child in numbers
        ]
        job.losses.add("relations of such tags", len(record.relations) - len(data["relations"]), record.id)
    data.update({"id": record.id, "text": text})
    if record.annotator is not None:
        data["annotator"] = record.annotator
    if record.meta:
        data["meta"] = record.meta
    return data
