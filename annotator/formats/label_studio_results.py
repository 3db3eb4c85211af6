"""The result of a Label Studio annotation: regions with labels and answers, answers on the whole text, relations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotator.formats.foreign import Draft, Mark

_OPPOSITE = ("left", "bi")


@dataclass(slots=True)
class _Region:
    """A range with its labels, the answers that were given on it and the note on it."""

    start: Any
    end: Any
    quote: str | None = None
    labels: list[Any] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(slots=True)
class Found:
    """A result sorted out; `elsewhere` counts regions on pictures, sound and the like, `odd` are unread items."""

    regions: dict[str, _Region] = field(default_factory=dict)
    answers: list[tuple[str, Any]] = field(default_factory=list)
    relations: list[dict[str, Any]] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    elsewhere: int = 0


def sorted_out(annotation: dict[str, Any]) -> Found:
    """Return what an annotation holds; regions are told by their ids, which all their parts share."""
    found = Found()
    result = annotation.get("result")
    for number, item in enumerate(result if isinstance(result, list) else [], start=1):
        if not isinstance(item, dict):
            found.odd.append(f"item {number} is no object")
        elif item.get("type") == "relation":
            found.relations.append(item)
        else:
            _sort_in(found, item, number)
    return found


def _sort_in(found: Found, item: dict[str, Any], number: int) -> None:
    value = item.get("value")
    if not isinstance(value, dict):
        found.odd.append(f"item {number} has no value")
        return
    kind = str(item.get("type") or next((key for key in value if key.endswith("labels")), ""))
    name = str(item.get("from_name") or kind)
    place = _place(value)
    if place is None:
        if kind.endswith("labels") or "x" in value or "points" in value:
            found.elsewhere += 1
        elif (answer := _answer(kind, value)) is not None:
            found.answers.append((name, answer))
        else:
            found.odd.append(f"item {number} is of the type {kind!r:.40}, which this program does not read")
        return
    region = found.regions.setdefault(str(item.get("id") or f"item {number}"), _Region(*place))
    labels = value.get(kind) if kind.endswith("labels") else None
    answer = None if kind.endswith("labels") else _answer(kind, value)
    if isinstance(labels, list):
        region.labels += [label for label in labels if label not in region.labels]
    elif answer is not None:
        region.attributes[name] = answer
    if kind != "textarea" and isinstance(value.get("text"), str):
        region.quote = value["text"]
    region.note = region.note or _note(item)


def _place(value: dict[str, Any]) -> tuple[Any, Any] | None:
    """Return start and end of a range of text, None where the value is none: those of what a browser shows first."""
    shown = value.get("globalOffsets")
    if isinstance(shown, dict):
        return shown.get("start"), shown.get("end")
    if "start" in value and "end" in value and "channel" not in value:
        return value["start"], value["end"]
    return None


def _answer(kind: str, value: dict[str, Any]) -> Any:
    """Return what was answered: one word or several, a text, a number; None where it is nothing that can be kept."""
    given = value.get("text") if kind == "textarea" else value.get(kind)
    if kind == "taxonomy" and isinstance(given, list):
        given = [" > ".join(map(str, path)) if isinstance(path, list) else str(path) for path in given]
    if isinstance(given, list) and all(isinstance(part, str) for part in given):
        if kind == "textarea":
            return "\n".join(given)
        return given[0] if len(given) == 1 else given
    return given if isinstance(given, str | bool | int | float) else None


def _note(item: dict[str, Any]) -> str:
    meta = item.get("meta")
    text = meta.get("text") if isinstance(meta, dict) else None
    if isinstance(text, list):
        return "\n".join(part for part in text if isinstance(part, str))
    return text if isinstance(text, str) else ""


def fill(draft: Draft, found: Found, origin: str) -> None:
    """Put a result into a draft: a tag for each label of a region, then relations, then answers on the whole text."""
    marks = []
    for key, region in found.regions.items():
        for number, label in enumerate(region.labels or [None]):
            own = None if number or key.startswith("item ") else key
            marks.append(
                Mark(
                    f"region {key!r:.40}", region.start, region.end, label, region.quote, key=key, id=own,
                    attributes=region.attributes, note=region.note, origin=origin,
                )
            )  # fmt: skip
    draft.tag(marks)
    for number, item in enumerate(found.relations, start=1):
        _relation(draft, item, f"relation {number}")
    for name, answer in found.answers:
        draft.answer(name.replace("/", " "), answer)
    for odd in found.odd:
        draft.fault(odd)


def _relation(draft: Draft, item: dict[str, Any], what: str) -> None:
    head, child = (draft.spans_of(item.get(key)) for key in ("from_id", "to_id"))
    given = item.get("labels")
    kinds = [label for label in given if isinstance(label, str)] if isinstance(given, list) else []
    if not kinds:
        draft.repaired(f"{what} has no label: it was called “related”")
    direction = item.get("direction")
    for kind in kinds or ["related"]:
        if direction != "left":
            draft.link(what, kind, head, child)
        if direction in _OPPOSITE:
            draft.link(what, kind, child, head)
    if direction == "bi":
        draft.repaired(f"{what} points both ways: it was read as two relations")
