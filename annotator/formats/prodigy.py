"""Prodigy tasks: named entities, spans, relations and choices; the tasks of one person on one text are one record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from annotator.core import ids
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Span
from annotator.formats import foreign, lost
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Draft, Mark
from annotator.formats.objects import dumps, heads, objects
from annotator.formats.reading import Item, Job, Tokens
from annotator.formats.record import Record
from annotator.formats.tokens import aligned

_SURE = frozenset(("_input_hash", "_task_hash", "_session_id", "_annotator_id", "_view_id"))
_READ = frozenset(
    (
        *_SURE, "id", "text", "tokens", "spans", "relations", "answer", "accept", "options", "label", "meta",
        "_timestamp", "_is_binary", "_session", "priority", "score", "html", "style", "config",
    )
)  # fmt: skip
# A session that nobody named is called by its time, which says nothing of the person.
_TIME = re.compile(r"(?:.*-)?[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9]{2}-[0-9]{2}-[0-9]{2}")
_CARRIED = frozenset(("meta", "attributes", "unsure", "tag notes", "relations", "annotators"))
_LOOSE = "token"
_Key = tuple[str, str, str | None]


def sniff(head: Head) -> int:
    """Take tasks that only Prodigy writes; spans alone are a native record as well."""
    best = 0
    for data in heads(head):
        if not isinstance(data.get("text"), str):
            continue
        if data.keys() & _SURE or ("answer" in data and data.keys() & {"spans", "accept", "label", "relations"}):
            return 90
        tokens = data.get("tokens")
        if isinstance(tokens, list) and tokens and isinstance(tokens[0], dict) and "start" in tokens[0]:
            best = 80
    return best


class _Tasks:
    """The tasks of a file, those of one person on one text together."""

    def __init__(self) -> None:
        self.drafts: dict[_Key, Draft] = {}
        self.status: dict[_Key, str] = {}
        self.left_out: Counter[str] = Counter()
        self.timed = 0

    def add(self, data: Any, line: int) -> None:
        """Take a task; raise RecordError for one without a text."""
        if not isinstance(data, dict):
            raise RecordError("it is no JSON object")
        answer = data.get("answer")
        if answer in ("reject", "ignore"):
            self.left_out[answer] += 1
            return
        units = foreign.text_of(data.get("text"), "text")
        person, given = self._person(data), data.get("id")
        sha = ids.text_sha256(units.text)
        identity = given if isinstance(given, str) and 0 < len(given) <= ids.MAX_ID else ids.article_id(sha)
        key = identity, sha, person
        draft = self.drafts.get(key)
        if draft is None:
            draft = self.drafts[key] = Draft(units, identity, person, line)
            self.status[key] = "new"
        else:
            draft.repaired("several tasks of one person on this text were put together")
            draft.line = line
        done = answer == "accept" or (answer is None and bool(data.keys() & {"spans", "relations", "accept"}))
        if done:
            self.status[key] = "done"
        _fill(draft, data)

    def _person(self, data: dict[str, Any]) -> str | None:
        for key in ("_annotator_id", "_session_id"):
            value = data.get(key)
            if isinstance(value, str) and value:
                if not _TIME.fullmatch(value):
                    return value
                self.timed += 1
                return None
        return None

    def told(self) -> Iterator[Repair]:
        """Say what of the whole file was read otherwise or not at all."""
        for answer, count in sorted(self.left_out.items()):
            yield Repair(0, f"{count} tasks with the answer “{answer}” were left out")
        if self.timed:
            yield Repair(
                0, f"{self.timed} tasks call their session by its time alone: they were read as work without a name"
            )


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read a file; a tag that can't be taken is a Fault beside its article. Raises RecordError, OSError."""
    tasks = _Tasks()
    for found in objects(source):
        if isinstance(found, Fault):
            yield found
            continue
        try:
            tasks.add(found[1], found[0])
        except RecordError as error:
            yield Fault(found[0], str(error))
    yield from tasks.told()
    for key, draft in tasks.drafts.items():
        yield from draft.finish(tasks.status[key])


def _fill(draft: Draft, data: dict[str, Any]) -> None:
    meta = {key: value for key, value in data.items() if key not in _READ}
    if type(data.get("id")) is int:
        meta["prodigy_id"] = data["id"]
    if isinstance(data.get("meta"), dict):
        meta.update(data["meta"])
    draft.add_meta(meta)
    tokens = [t for t in _list(data, "tokens") if isinstance(t, dict)]
    marks = [_mark(draft, raw, place, tokens) for place, raw in enumerate(_list(data, "spans"), start=1)]
    draft.tag([mark for mark in marks if mark is not None])
    _tag_loose_ends(draft, _list(data, "relations"), tokens)
    for place, raw in enumerate(_list(data, "relations"), start=1):
        _relation(draft, raw, f"relation {place}", tokens)
    if data.get("accept"):
        _answer(draft, "accept", [str(value) for value in _list(data, "accept")])
    if isinstance(data.get("label"), str) and "spans" not in data and data.get("answer") == "accept":
        _answer(draft, "label", [data["label"]])


def _answer(draft: Draft, key: str, words: list[str]) -> None:
    """Take what was chosen of the whole text, with what other tasks of this person chose before."""
    before = draft.record.article_labels.get(key, [])
    draft.answer(key, list(dict.fromkeys([*before, *words])))


def _list(data: dict[str, Any], key: str) -> list[Any]:
    value = data.get(key)
    return value if isinstance(value, list) else []


def _mark(draft: Draft, raw: Any, number: int, tokens: list[dict[str, Any]]) -> Mark | None:
    what = f"span {number}"
    if not isinstance(raw, dict):
        draft.fault(f"{what} is no object")
        return None
    start, end = raw.get("start"), raw.get("end")
    if start is None or end is None:
        start, end = _of_tokens(tokens, raw.get("token_start"), raw.get("token_end"))
    quote, note = raw.get("text"), raw.get("note")
    given = raw.get("attributes")
    return Mark(
        what, start, end, raw.get("label"),
        quote=quote if isinstance(quote, str) else None,
        key=raw.get("id"), id=raw.get("id"),
        attributes=given if isinstance(given, dict) else {},
        note=note if isinstance(note, str) else "",
        unsure=raw.get("unsure") is True,
    )  # fmt: skip


def _of_tokens(tokens: list[dict[str, Any]], first: Any, last: Any) -> tuple[Any, Any]:
    """Return start and end of the tokens from the first to the last, that one with it; None where there are none."""
    if type(first) is not int or type(last) is not int or not 0 <= first <= last < len(tokens):
        return None, None
    return tokens[first].get("start"), tokens[last].get("end")


def _relation(draft: Draft, raw: Any, what: str, tokens: list[dict[str, Any]]) -> None:
    if not isinstance(raw, dict):
        draft.fault(f"{what} is no object")
        return
    ends = [_end(draft, raw.get(f"{name}_span"), raw.get(name), tokens) for name in ("head", "child")]
    draft.link(what, raw.get("label"), ends[0], ends[1], raw.get("id"))


def _tag_loose_ends(draft: Draft, relations: list[Any], tokens: list[dict[str, Any]]) -> None:
    """Tag the words that relations join without a tag there, as tasks on coreference and syntax do."""
    loose: dict[tuple[int, int], Mark] = {}
    for raw in relations:
        for name in ("head", "child") if isinstance(raw, dict) else ():
            span, token = raw.get(f"{name}_span"), raw.get(name)
            if _end(draft, span, token, tokens) or (isinstance(span, dict) and span.get("label")):
                continue
            start, end = (span.get("start"), span.get("end")) if isinstance(span, dict) else (None, None)
            if type(start) is not int or type(end) is not int:
                start, end = _of_tokens(tokens, token, token)
            if type(start) is int and type(end) is int:
                loose[start, end] = Mark("an end of a relation", start, end, _LOOSE)
    if loose:
        draft.tag(list(loose.values()))
        draft.repaired(f"{len(loose)} words that only relations join were tagged “{_LOOSE}”")


def _end(draft: Draft, span: Any, token: Any, tokens: list[dict[str, Any]]) -> list[str]:
    """Return the id of the span that an end of a relation names: by its id or range, else by its token."""
    if isinstance(span, dict):
        if named := draft.spans_of(span.get("id")) if span.get("id") is not None else []:
            return named[:1]
        start, end = span.get("start"), span.get("end")
        if type(start) is not int or type(end) is not int:
            start, end = _of_tokens(tokens, span.get("token_start"), span.get("token_end"))
        found = draft.units.range(start, end) if type(start) is int and type(end) is int else None
        same = [s for s in draft.spans_at() if (s.start, s.end) == found]
        return [s.id for s in sorted(same, key=lambda s: s.label != span.get("label"))[:1]]
    start, end = _of_tokens(tokens, token, token)
    found = draft.units.range(start, end) if type(start) is int and type(end) is int else None
    if found is None:
        return []
    around = [s for s in draft.spans_at() if s.start <= found[0] and found[1] <= s.end]
    return [s.id for s in sorted(around, key=lambda s: (s.end != found[1], s.end - s.start))[:1]]


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write a task an article and annotator, with tokens; a tag that cuts a token is listed as a loss."""
    for record in records:
        lost.tell(record, job.losses, _CARRIED)
        file.write(dumps(_task(record, job)) + b"\n")


def _task(record: Record, job: Job) -> dict[str, Any]:
    words = job.tokens(record.text)
    tokens, numbers = _tokens(record.text, words)
    data: dict[str, Any] = {"id": record.id, "text": record.text, "meta": record.meta, "tokens": tokens}
    if record.status == "new" and not record.spans:
        return data
    spans: dict[str, dict[str, Any]] = {}
    for span in sorted(record.spans, key=lambda span: (span.start, span.end, span.label, span.id)):
        place = aligned(words, span.start, span.end)
        if place is None:
            job.losses.add("tags whose edges lie inside a token", 1, f"{record.id}: “{span.quote:.60}” ({span.label})")
        else:
            spans[span.id] = _span(span, record, numbers[place[0]], numbers[place[1] - 1])
    data["spans"] = list(spans.values())
    data["relations"] = [
        _link(r.id, r.type, spans[r.head], spans[r.child])
        for r in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id))
        if r.head in spans and r.child in spans
    ]
    job.losses.add("relations of such tags", len(record.relations) - len(data["relations"]), record.id)
    data["answer"] = "ignore" if record.status == "skipped" else "accept"
    if record.annotator is not None:
        data["_annotator_id"] = data["_session_id"] = record.annotator
    return data


def _tokens(text: str, words: Tokens) -> tuple[list[dict[str, Any]], list[int]]:
    """Return Prodigy's tokens, which with their spaces are the whole text, and the number of each word's token.

    One space belongs to the token before it; other white space is a token.
    """
    tokens: list[dict[str, Any]] = []
    numbers = []
    behind = 0
    for start, end in [*words, (len(text), len(text))]:
        if tokens and text.startswith(" ", behind) and behind < start:
            tokens[-1]["ws"] = True
            behind += 1
        for first, last, is_word in ((behind, start, False), (start, end, True)):
            if first < last:
                if is_word:
                    numbers.append(len(tokens))
                token = {"text": text[first:last], "start": first, "end": last, "id": len(tokens), "ws": False}
                tokens.append(token)
        behind = end
    return tokens, numbers


def _span(span: Span, record: Record, first: int, last: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": span.id, "start": span.start, "end": span.end, "token_start": first, "token_end": last,
        "label": span.label, "text": span.quote,
    }  # fmt: skip
    if values := record.attributes_of(span.id):
        data["attributes"] = dict(sorted(values.items()))
    if span.unsure:
        data["unsure"] = True
    if span.note:
        data["note"] = span.note
    return data


def _link(identity: str, kind: str, head: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    shown = ("id", "start", "end", "token_start", "token_end", "label")
    return {
        "id": identity, "head": head["token_end"], "child": child["token_end"],
        "head_span": {key: head[key] for key in shown}, "child_span": {key: child[key] for key in shown},
        "label": kind,
    }  # fmt: skip
