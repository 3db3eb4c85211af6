"""Reading Web Annotations: pages, collections, lists and lines; articles by source, records by creator."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from annotator.core import ids
from annotator.core.sources import Fault, Repair, Source
from annotator.formats import foreign
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Draft, Mark
from annotator.formats.objects import objects
from annotator.formats.reading import Item
from annotator.formats.units import Units

ARTICLE = "urn:news-article:"
NODE = "urn:news-annotation:"
_PARTS = ("items", "first", "@graph", "rows", "annotations", "as:items")
_NAMING = ("tagging", "classifying", "identifying", "highlighting")
_CHARACTERS = re.compile(r"#?char=([0-9]+),([0-9]+)")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_ENDS = 2


@dataclass(slots=True)
class _Node:
    """An annotation and the line of the object that it stood in."""

    data: dict[str, Any]
    line: int


@dataclass(slots=True)
class _Article:
    """What a file tells of one source."""

    text: str | None = None
    meta: dict[str, Any] = field(default_factory=dict)
    work: dict[str | None, list[_Node]] = field(default_factory=dict)


def read_annotations(source: Source, meta: Mapping[str, str]) -> Iterator[Item | Fault | Repair]:
    """Read a file; `meta` maps names that a target may carry to ours. Raises RecordError, OSError."""
    reader = _Reader(source, meta)
    for found in objects(source):
        if isinstance(found, Fault):
            yield found
        else:
            reader.collect(found[1], found[0])
    yield from reader.records()


class _Reader:
    """All annotations of a file, sorted by source and creator, then read."""

    def __init__(self, source: Source, meta: Mapping[str, str]) -> None:
        self.source, self.meta = source, meta
        self.articles: dict[str, _Article] = {}
        self.links: list[_Node] = []
        self.homes: dict[str, tuple[str, str | None]] = {}
        self.loose = 0

    @cached_property
    def _data(self) -> bytes:
        return self.source.path.read_bytes()

    def line(self, node: _Node) -> int:
        """Return the line on which an annotation names its id, else that of the object that holds it."""
        name = _id(node.data)
        place = self._data.find(json.dumps(name, ensure_ascii=False).encode("utf-8", "replace")) if name else -1
        return self._data.count(b"\n", 0, place) + 1 if place >= 0 else node.line

    def collect(self, data: Any, line: int) -> None:
        """Sort in an annotation, or all that a page, collection or list holds."""
        if isinstance(data, list):
            for part in data:
                self.collect(part, line)
            return
        if not isinstance(data, dict):
            return
        for resource in _list(data.get("resources")):
            if isinstance(resource, dict):
                self._resource(resource)
        held = [data[key] for key in _PARTS if isinstance(data.get(key), list | dict)]
        if "target" not in data and held:
            for part in held:
                self.collect(part, line)
            return
        if "target" in data:
            self._sort_in(_Node(data, line))

    def _sort_in(self, node: _Node) -> None:
        data = node.data
        targets = _opened(data["target"])
        if _word(data.get("motivation")) == "linking" and len(targets) == _ENDS:
            self.links.append(node)
            return
        for target in targets:
            name, holder = _source(target)
            article = self.articles.setdefault(name, _Article())
            if isinstance(holder, dict):
                self._resource(holder)
            if not _selectors(target) and _word(data.get("motivation")) == "describing":
                text = next((b["value"] for b in _bodies(data) if isinstance(b.get("value"), str)), None)
                article.text = text if article.text is None else article.text
                continue
            people = article.work.setdefault(_creator(data), [])
            people.append(_Node({**data, "target": target}, node.line))
            if identity := _id(data):
                self.homes[identity] = name, _creator(data)

    def _resource(self, data: dict[str, Any]) -> None:
        """Take a text that stands with its source, and what that tells of it."""
        name = _id(data)
        if not name:
            return
        article = self.articles.setdefault(name, _Article())
        if article.text is None and isinstance(data.get("value"), str):
            article.text = data["value"]
        article.meta.update({self.meta[key]: value for key, value in data.items() if key in self.meta})

    def records(self) -> Iterator[Item | Fault | Repair]:
        """Yield the record of each source and creator, and what could not be taken."""
        links = self._links_by_home()
        for name, article in self.articles.items():
            nodes = [node for work in article.work.values() for node in work]
            if article.text is None:
                line = self.line(nodes[0]) if nodes else 0
                reason = f"the text of {name!r:.120} is not in the file: its {len(nodes)} annotations were left out"
                yield Fault(line, reason)
                continue
            try:
                units = foreign.text_of(article.text, "value")
            except RecordError as error:
                yield Fault(self.line(nodes[0]) if nodes else 0, f"{name!r:.120}: {error}")
                continue
            for person, work in (article.work or {None: []}).items():
                yield from self._record(name, article, units, person, work, links.get((name, person), []))
        if self.loose:
            yield Fault(0, f"{self.loose} links between annotations name one that is not in the file")

    def _links_by_home(self) -> dict[tuple[str, str | None], list[_Node]]:
        links: dict[tuple[str, str | None], list[_Node]] = {}
        for node in self.links:
            ends = [_id(end) if isinstance(end, dict) else str(end) for end in node.data["target"]]
            homes = {self.homes.get(end) for end in ends}
            home = next(iter(homes))
            if len(homes) != 1 or home is None:
                self.loose += 1
            else:
                links.setdefault(home, []).append(node)
        return links

    def _record(
        self, name: str, article: _Article, units: Units, person: str | None, work: list[_Node], links: list[_Node]
    ) -> Iterator[Item | Fault]:
        identity = unquote(name.removeprefix(ARTICLE)) if name.startswith(ARTICLE) else ""
        draft = Draft(units, identity or ids.article_id(ids.text_sha256(units.text)), person, 0)
        draft.add_meta(article.meta if identity else {"url": name, **article.meta})
        unnamed: Counter[str] = Counter()
        marks = []
        for node in work:
            found = _marks(node.data, units, unnamed)
            if found is None:
                _whole(draft, node.data)
            elif not found:
                draft.faults.append(
                    Fault(self.line(node), f"annotation {_id(node.data)!r:.120} has no place in the text")
                )
            marks += [(node, mark) for mark in found or []]
        self._tag(draft, marks)
        for motivation, count in unnamed.items():
            draft.repaired(f"{count} annotations have no tag: they were called “{motivation}”")
        for link in links:
            ends = [_id(end) if isinstance(end, dict) else str(end) for end in link.data["target"]]
            kind = next((b["value"] for b in _bodies(link.data) if isinstance(b.get("value"), str)), "linking")
            own = _own(_id(link.data))
            draft.link(f"link {_id(link.data)!r:.120}", kind, draft.spans_of(ends[0]), draft.spans_of(ends[1]), own)
        yield from draft.finish("done" if work else "new")

    def _tag(self, draft: Draft, marks: list[tuple[_Node, Mark]]) -> None:
        """Take tags, and give the faults among them the lines of their annotations."""
        before = len(draft.faults)
        draft.tag([mark for _, mark in marks])
        nodes = {mark.what: node for node, mark in marks}
        for place in range(before, len(draft.faults)):
            fault = draft.faults[place]
            node = next((node for what, node in nodes.items() if what in fault.reason), None)
            draft.faults[place] = Fault(self.line(node) if node else fault.line, fault.reason)


def _marks(data: dict[str, Any], units: Units, unnamed: Counter[str]) -> list[Mark] | None:
    """Return the tags of an annotation: none where no selector says a place; None for one on a whole article."""
    selectors = _selectors(data["target"])
    if not selectors:
        return None
    places = [place for place in (_place(selectors, units),) if place is not None]
    labels, notes = _said(data)
    if not labels:
        motivation = _word(data.get("motivation")) or "annotation"
        unnamed[motivation] += 1
        labels = [motivation]
    identity = _id(data)
    return [
        Mark(
            f"annotation {identity!r:.120}", start, end, label, words, key=identity or None,
            id=None if number else _own(identity), note="\n".join(notes), created=foreign.moment(data.get("created")),
        )
        for start, end, words in places for number, label in enumerate(labels)
    ]  # fmt: skip


def _said(data: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the tags and the comments of an annotation."""
    labels = [tag for tag in _list(data.get("tags")) if isinstance(tag, str)]
    notes = [data["text"]] if isinstance(data.get("text"), str) and data["text"] else []
    for body in _bodies(data):
        value = body.get("value", body.get("label"))
        purpose = _word(body.get("purpose")) or _word(data.get("motivation"))
        if not isinstance(value, str):
            name = str(body.get("source") or _id(body))
            value = re.split(r"[#/]", name.rstrip("#/"))[-1]
        if value and (purpose in _NAMING or not purpose):
            labels.append(value)
        elif value:
            notes.append(value)
    return labels, notes


def _whole(draft: Draft, data: dict[str, Any]) -> None:
    """Take what is said of a whole article: comments as notes, tags as a label of the article."""
    labels, notes = _said(data)
    for note in notes:
        draft.note(note, _own(_id(data)) if len(notes) == 1 else None)
    if labels:
        draft.answer("tags", [*draft.record.article_labels.get("tags", []), *labels])


def _place(selectors: list[dict[str, Any]], units: Units) -> tuple[Any, Any, str | None] | None:
    """Return start, end and the quoted words; where there are words alone, their only place in the text."""
    kinds = {_kind(selector): selector for selector in selectors}
    quoted = kinds.get("TextQuoteSelector", {})
    words = quoted.get("exact")
    words = words if isinstance(words, str) else None
    if position := kinds.get("TextPositionSelector"):
        return position.get("start"), position.get("end"), words
    for selector in selectors:
        if found := _CHARACTERS.fullmatch(str(selector.get("value"))):
            return int(found[1]), int(found[2]), words
    if not words:
        return None
    before, after = (quoted.get(key) if isinstance(quoted.get(key), str) else "" for key in ("prefix", "suffix"))
    for head, tail in ((before, after), ("", "")):
        whole = f"{head}{words}{tail}"
        if units.text.count(whole) == 1:
            start = units.text.index(whole) + len(str(head))
            return start, start + len(words), words
    return None


def _selectors(target: Any) -> list[dict[str, Any]]:
    if isinstance(target, str):
        return [{"value": target[target.index("#") :]}] if _CHARACTERS.search(target) and "#" in target else []
    found: list[dict[str, Any]] = []
    for selector in _opened(target.get("selector")) if isinstance(target, dict) else []:
        if isinstance(selector, dict):
            found += _refined(selector)
    return found


def _refined(selector: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a selector; where another refines it, that one if it quotes words: its positions count in a part."""
    inner = [one for one in _opened(selector.get("refinedBy")) if isinstance(one, dict)]
    if not inner:
        return [selector]
    words = [one for one in inner if _kind(one) == "TextQuoteSelector" and "refinedBy" not in one]
    return words or [{"type": "refined"}]


def _kind(selector: dict[str, Any]) -> str:
    return str(selector.get("type", selector.get("@type", ""))).removeprefix("oa:")


def _source(target: Any) -> tuple[str, Any]:
    """Return the name of what is annotated, and the object that tells of it."""
    if isinstance(target, str):
        return (target.partition("#")[0] if _CHARACTERS.search(target) else target), None
    if not isinstance(target, dict):
        return "", None
    holder = target.get("source", target)
    return (_id(holder) if isinstance(holder, dict) else str(holder)), holder


def _bodies(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the bodies of an annotation; one that is a string is the address of one, or its words."""
    found = [*_opened(data.get("body")), *({"value": words} for words in _list(data.get("bodyValue")))]
    return [
        {"id" if _ADDRESS.fullmatch(b) else "value": b} if isinstance(b, str) else b
        for b in found
        if isinstance(b, str | dict)
    ]


def _creator(data: dict[str, Any]) -> str | None:
    who = data.get("creator", data.get("user"))
    who = who[0] if isinstance(who, list) and who else who
    if isinstance(who, dict):
        who = who.get("name") or who.get("nickname") or who.get("label") or _id(who)
    return who.removeprefix("acct:") if isinstance(who, str) and who else None


def _word(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value.removeprefix("oa:") if isinstance(value, str) else ""


def _id(data: dict[str, Any]) -> str:
    return str(data.get("id", data.get("@id", "")) or "")


def _own(name: str) -> str | None:
    """Return the id that an IRI of ours was made from, else the IRI."""
    return unquote(name.rsplit(":", 1)[-1]) if name.startswith(NODE) else name or None


def _opened(value: Any) -> list[Any]:
    """Return what a value lists, what stands in choices, lists and composites among it each for itself."""
    return [
        part
        for one in _list(value)
        for part in (_list(one["items"]) if isinstance(one, dict) and isinstance(one.get("items"), list) else [one])
    ]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
