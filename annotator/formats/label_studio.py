"""Label Studio: tasks with annotations (JSON, JSON lines, JSON-MIN), one annotation an annotator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, BinaryIO

import orjson

from annotator.core import ids
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Span
from annotator.formats import foreign, lost
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Draft, Names
from annotator.formats.label_studio_results import Found, fill, sorted_out
from annotator.formats.label_studio_tasks import bare_text, from_min, is_min, text_key
from annotator.formats.objects import dumps, heads, objects, scrubbed
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record

_WORK = ("annotations", "completions")
_TASK = frozenset((*_WORK, "predictions", "data"))
_OWN = frozenset(
    (
        *_TASK, "id", "meta", "created_at", "updated_at", "project", "inner_id", "drafts", "file_upload", "agreement",
        "total_annotations", "cancelled_annotations", "total_predictions", "comment_count", "unresolved_comment_count",
        "last_comment_updated_at", "updated_by", "comment_authors", "task_path", "is_labeled", "overlap", "allow_skip",
    )
)  # fmt: skip
_CARRIED = frozenset(("meta", "attributes", "tag notes", "relations", "annotators", "article labels", "statuses"))


def sniff(head: Head) -> int:
    """Take tasks: data with annotations, or the flat rows of a JSON-MIN export."""
    for data in heads(head):
        if isinstance(data.get("data"), dict) and data.keys() & _TASK - {"data"}:
            return 95
        if is_min(data):
            return 90
        if isinstance(data.get("data"), dict) and isinstance(data["data"].get("text"), str):
            return 60
    text = head.text.lstrip()
    cut = text.startswith(("[", "{")) and '"from_name"' in text and '"to_name"' in text
    return 85 if cut and '"result"' in text else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read a file; a region that can't be taken is a Fault beside its article. Raises RecordError, OSError.

    Predictions are read as work of their models only with the option `predictions`; the option `text` names the key
    of the data that holds the text.
    """
    names, left_out = Names(), Counter[str]()
    for found in objects(source, lone_surrogates=True):
        if isinstance(found, Fault):
            yield found
            continue
        line, task = found
        try:
            yield from _Task(task, line, source, names, left_out).records()
        except RecordError as error:
            yield Fault(line, str(error))
    for what, count in sorted(left_out.items()):
        yield Repair(0, f"{count} {what}")


class _Task:
    """One task while it is read."""

    def __init__(self, task: Any, line: int, source: Source, names: Names, left_out: Counter[str]) -> None:
        if not isinstance(task, dict):
            raise RecordError("it is no JSON object")
        task = from_min(task) if is_min(task) else task
        self.task, self.line, self.options, self.names, self.left_out = task, line, source.options, names, left_out
        given = task.get("data")
        self.data = given if isinstance(given, dict) else {k: v for k, v in task.items() if k not in _OWN}

    def records(self) -> Iterator[Item | Fault]:
        """Yield the article once for each annotation, or once where nobody worked on it."""
        work = self._work()
        key, note = text_key(self.data, [w for _, w, _ in work], str(self.options.get("text") or ""))
        text, bare = bare_text(self.data[key], [w for _, w, _ in work])
        units = foreign.text_of(text, key)
        meta = self._meta(key)
        given = self.data.get("article_id", self.task.get("id"))
        people = [person for person, _, _ in work] or [None]
        identity, copy = self.names.identity(given, ids.text_sha256(units.text), people)
        for person, annotation, origin in work or [(None, {}, "import")]:
            draft = Draft(units, identity, person, self.line)
            for told in (note, bare, copy, str(annotation.get("told") or "")):
                draft.repaired(told)
            draft.add_meta(meta)
            self._fill(draft, annotation, origin)
            status = "skipped" if annotation.get("was_cancelled") is True else "done" if work else "new"
            yield from draft.finish(status)

    def _fill(self, draft: Draft, annotation: dict[str, Any], origin: str) -> None:
        found: Found = sorted_out(annotation)
        if found.elsewhere:
            self.left_out["regions that are not on text were left out"] += found.elsewhere
        fill(draft, found, origin)

    def _work(self) -> list[tuple[str | None, dict[str, Any], str]]:
        """Return (person, annotation, origin) of each annotation; no two have one person."""
        annotations = [a for key in _WORK for a in self._dicts(key)]
        self._count("annotations marked as ground truth were read as work of their annotators",
                    sum(a.get("ground_truth") is True for a in annotations))  # fmt: skip
        self._count("drafts were left out", len(self._dicts("drafts")))
        found = [(_person(a), a, "import") for a in annotations]
        predictions = self._dicts("predictions")
        if self.options.get("predictions"):
            found += [(str(p.get("model_version") or "predictions"), p, "suggestion") for p in predictions]
        else:
            self._count("predictions were left out", len(predictions))
        return _told_apart(found)

    def _dicts(self, key: str) -> list[dict[str, Any]]:
        value = self.task.get(key)
        parts = [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []
        try:
            orjson.dumps(parts)
        except TypeError:  # half a character, as browsers cut them, or a number beyond 64 bits
            return [scrubbed(part) for part in parts]
        return parts

    def _count(self, what: str, count: int) -> None:
        if count:
            self.left_out[what] += count

    def _meta(self, key: str) -> dict[str, Any]:
        meta = {name: value for name, value in self.data.items() if name not in (key, "article_id")}
        if isinstance(self.task.get("meta"), dict):
            meta.update(self.task["meta"])
        if type(self.task.get("id")) is int:
            meta["label_studio_id"] = self.task["id"]
        found = scrubbed(meta)
        return found if isinstance(found, dict) else {}


def _person(annotation: dict[str, Any]) -> str | None:
    """Return the name of an annotator as the file has it: an e-mail address, a name, else the number."""
    who = annotation.get("annotator", annotation.get("completed_by"))
    if isinstance(who, dict):
        full = " ".join(str(who.get(key) or "") for key in ("first_name", "last_name")).strip()
        who = who.get("email") or who.get("username") or full or who.get("id")
    if type(who) is int:
        return f"user {who}"
    if isinstance(who, str) and who.strip():
        return who
    named = annotation.get("created_username")
    return named.split(",")[0].strip() or None if isinstance(named, str) else None


def _told_apart(
    found: list[tuple[str | None, dict[str, Any], str]],
) -> list[tuple[str | None, dict[str, Any], str]]:
    """Give the second annotation of one person a name of its own, so that neither is lost."""
    seen: Counter[str | None] = Counter()
    out: list[tuple[str | None, dict[str, Any], str]] = []
    for person, annotation, origin in found:
        seen[person] += 1
        if seen[person] > 1:
            name = f"{person or 'annotator'} ({seen[person]})"
            told = (
                f"annotation {seen[person]} of {person or 'nobody by name'} on this task was read as that of {name!r}"
            )
            out.append((name, {**annotation, "told": told}, origin))
        else:
            out.append((person, annotation, origin))
    return out


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write a list of tasks, one an article, with an annotation for each annotator; offsets are code points."""
    before = b"[\n"
    for _, group in groupby(records, key=lambda record: record.id):
        file.write(before + dumps(_out(list(group), job)))
        before = b",\n"
    file.write(b"[]\n" if before.startswith(b"[") else b"\n]\n")


def _out(group: list[Record], job: Job) -> dict[str, Any]:
    first = group[0]
    for record in group:
        lost.tell(record, job.losses, _CARRIED)
        job.losses.add("statuses of articles that are begun", int(record.status == "started"), record.id)
    meta = {"article_id": first.id, "text": first.text}
    work = [_annotation(r, job) for r in group if r.status != "new" or r.spans]
    return {"data": meta, "meta": first.meta, "annotations": work, "predictions": []}


def _annotation(record: Record, job: Job) -> dict[str, Any]:
    spans = sorted(record.spans, key=lambda span: (span.start, span.end, span.label, span.id))
    result = [part for span in spans for part in _region(span, record, job)]
    result += [
        {"type": "relation", "from_id": r.head, "to_id": r.child, "direction": "right", "labels": [r.type]}
        for r in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id))
    ]
    for key, value in sorted(record.article_labels.items()):
        kind, content = _answer(value)
        _tell_changed(value, job, f"{record.id}: {key}")
        result.append({"from_name": key, "to_name": "text", "type": kind, "value": content, "origin": "manual"})
    data: dict[str, Any] = {"result": result, "was_cancelled": record.status == "skipped", "ground_truth": False}
    if record.annotator is not None:
        # Label Studio refuses an import whose "completed_by" it does not know: a name that is no address stands apart.
        if "@" in record.annotator:
            data["completed_by"] = {"email": record.annotator}
        else:
            data["annotator"] = record.annotator
    return data


def _region(span: Span, record: Record, job: Job) -> Iterator[dict[str, Any]]:
    place = {"start": span.start, "end": span.end}
    origin = "prediction" if span.origin == "suggestion" else "manual"
    common = {"id": span.id, "to_name": "text", "origin": origin}
    meta = {"meta": {"text": [span.note]}} if span.note else {}
    value = {**place, "text": span.quote, "labels": [span.label]}
    yield {**common, "from_name": "label", "type": "labels", "value": value, **meta}
    for key, given in sorted(record.attributes_of(span.id).items()):
        kind, content = _answer(given)
        _tell_changed(given, job, f"{record.id}: {key}")
        yield {**common, "from_name": key, "type": kind, "value": {**place, **content}}


def _answer(value: Any) -> tuple[str, dict[str, Any]]:
    """Return the type of control that holds a value, and the value as that control gives it."""
    if isinstance(value, bool):
        return "choices", {"choices": ["true" if value else "false"]}
    if isinstance(value, int | float):
        return "number", {"number": value}
    return "choices", {"choices": value if isinstance(value, list) else [value]}


def _tell_changed(value: Any, job: Job, place: str) -> None:
    if isinstance(value, bool):
        job.losses.add("true or false values, written as words", 1, place)
    elif isinstance(value, list) and len(value) == 1:
        job.losses.add("lists of one value, written as that value", 1, place)
