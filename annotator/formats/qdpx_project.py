"""The XML of a REFI-QDA project (version 1.0 and 1.5) as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from annotator.core.sources import Fault, Repair
from annotator.formats.errors import RecordError

if TYPE_CHECKING:
    from lxml.etree import _Element

SPACE = "urn:QDA-XML:project:1.0"
_NO_TEXT = {
    "PictureSource": "a picture", "PDFSource": "a PDF", "AudioSource": "a recording", "VideoSource": "a video",
}  # fmt: skip
_LEFT_OUT = ("Cases", "Links", "Sets", "Graphs")


@dataclass(slots=True)
class Code:
    """A code: the label it becomes, its line, and what to say of its name once."""

    label: str
    line: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code on a selection: ids of code and user, its own id, notes (words, or ids of notes)."""

    code: str
    user: str
    guid: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A selected range, as the file counts it; `name` is most often the words it covers."""

    line: int
    guid: str
    name: str
    start: int
    end: int
    codings: tuple[Coding, ...]
    notes: tuple[str, ...]
    user: str

    @property
    def users(self) -> tuple[str, ...]:
        """Return the users who coded it."""
        return tuple(coding.user for coding in self.codings) or (self.user,)


@dataclass(slots=True)
class Text:
    """A plain text: inline in `content`, or in the file at `path`."""

    line: int
    guid: str
    name: str
    path: str
    content: str | None
    selections: list[Selection] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Project:
    """All of a project that this program reads; `said` are the parts that it does not.

    Of `notes` the words and of `writers` the user, by the id of the note.
    """

    origin: str = ""
    users: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    writers: dict[str, str] = field(default_factory=dict)
    texts: list[Text] = field(default_factory=list)
    said: list[Fault | Repair] = field(default_factory=list)


def loaded(data: bytes) -> Project:
    """Return the project in a `project.qde`; raise RecordError."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RecordError(f"its project is broken XML ({error.msg})") from error
    if root.getroottree().docinfo.doctype:
        raise RecordError("its project declares a document type, which REFI-QDA never does: export it again")
    if _tag(root) != "Project":
        raise RecordError("its root is no REFI-QDA project")
    return _Reader(root).project


def guid_of(text: str | None) -> str:
    """Return an id in small letters without its braces."""
    return (text or "").strip().strip("{}").lower()


def _tag(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _line(element: _Element) -> int:
    return element.sourceline or 0


def _children(element: _Element, *tags: str) -> Iterator[_Element]:
    return (child for child in element if _tag(child) in tags)


class _Reader:
    def __init__(self, root: _Element) -> None:
        self.project = Project(root.get("origin") or "")
        self._owner = guid_of(root.get("creatingUserGUID"))
        self._variables: dict[str, str] = {}
        parts = {_tag(child): child for child in root}
        if "Users" in parts:
            for user in _children(parts["Users"], "User"):
                self.project.users[guid_of(user.get("guid"))] = (user.get("name") or user.get("id") or "").strip()
        if "CodeBook" in parts:
            self._codes(parts["CodeBook"])
        if "Variables" in parts:
            for variable in _children(parts["Variables"], "Variable"):
                self._variables[guid_of(variable.get("guid"))] = variable.get("name") or ""
        if "Notes" in parts:
            for note in _children(parts["Notes"], "Note"):
                guid = guid_of(note.get("guid"))
                self.project.notes[guid] = self._words(note)
                self.project.writers[guid] = guid_of(note.get("creatingUser"))
        if "Sources" in parts:
            for source in parts["Sources"]:
                self._source(source)
        self._left_out(parts)

    def _left_out(self, parts: dict[str, _Element]) -> None:
        for name in _LEFT_OUT:
            if name in parts and len(parts[name]):
                note = f"{len(parts[name]):,} {name.lower()} were left out: this program has none"
                self.project.said.append(Repair(_line(parts[name]), note))

    def _codes(self, book: _Element) -> None:
        found: list[tuple[_Element, tuple[str, ...]]] = []
        todo: list[tuple[_Element, tuple[str, ...]]] = [
            (code, ()) for codes in _children(book, "Codes") for code in reversed(list(_children(codes, "Code")))
        ]
        while todo:
            code, above = todo.pop()
            path = (*above, " ".join((code.get("name") or "").split()))
            found.append((code, path))
            todo += [(child, path) for child in reversed(list(_children(code, "Code")))]
        names = Counter(path[-1] for _, path in found)
        for code, path in found:
            # Codes of one name are told apart by those above them.
            label = path[-1] if names[path[-1]] == 1 else " > ".join(path)
            kept = label.replace("|", "/")[:200]
            note = f"the code {label!r:.80} was read as {kept!r:.80}" if kept != label else ""
            self.project.codes[guid_of(code.get("guid"))] = Code(kept, _line(code), note)

    def _words(self, element: _Element) -> str:
        """Return the words of a note: its text where it lies in the project, else its description or its name."""
        for tag in ("PlainTextContent", "Description"):
            for child in _children(element, tag):
                if child.text:
                    return str(child.text)
        return element.get("name") or ""

    def _notes(self, element: _Element) -> tuple[str, ...]:
        told = [child.text for child in _children(element, "Description") if child.text]
        return (*told, *(guid_of(ref.get("targetGUID")) for ref in _children(element, "NoteRef")))

    def _source(self, element: _Element) -> None:
        tag, name = _tag(element), element.get("name") or element.get("guid") or "?"
        if tag == "TextSource":
            self._text(element, name)
        elif tag in _NO_TEXT:
            inside = list(_children(element, "Representation", "Transcript"))
            for part in inside:
                self._text(part, name)
            cut = [child for child in element if _tag(child).endswith("Selection")]
            if not inside or cut:
                marks = f": {len(cut):,} selections on it were left out" if cut else ""
                self.project.said.append(Fault(_line(element), f"{name!r:.80} is {_NO_TEXT[tag]}, no text{marks}"))

    def _text(self, element: _Element, name: str) -> None:
        content = next((child.text or "" for child in _children(element, "PlainTextContent")), None)
        path = element.get("plainTextPath") or ""
        guid = guid_of(element.get("guid"))
        text = Text(_line(element), guid, name, path, content if not path else None)
        if content is None and not path:
            rich = "only a formatted text" if element.get("richTextPath") else "no text"
            self.project.said.append(Fault(_line(element), f"source {name!r:.80} has {rich}: export it as plain text"))
            return
        for one in _children(element, "PlainTextSelection"):
            self._selection(text, one, one.get("startPosition"), one.get("endPosition"))
        points = {guid_of(point.get("guid")): point.get("position") for point in _children(element, "SyncPoint")}
        for one in _children(element, "TranscriptSelection"):
            ends = (points.get(guid_of(one.get(key))) for key in ("fromSyncPoint", "toSyncPoint"))
            self._selection(text, one, *ends)
        for coding in _children(element, "Coding"):
            text.codes += [guid_of(ref.get("targetGUID")) for ref in _children(coding, "CodeRef")]
        for number, note in enumerate(self._notes(element)):
            text.notes[note if note in self.project.notes else f"{guid}-{number}"] = note
        for value in _children(element, "VariableValue"):
            self._value(text, value)
        self.project.texts.append(text)

    def _selection(self, text: Text, element: _Element, first: str | None, last: str | None) -> None:
        try:
            start, end = int(first or ""), int(last or "")
        except ValueError:
            self.project.said.append(Fault(_line(element), "a selection needs whole numbers as its positions"))
            return
        user = guid_of(element.get("creatingUser")) or self._owner
        codings = tuple(
            Coding(
                guid_of(ref.get("targetGUID")), guid_of(coding.get("creatingUser")) or user,
                guid_of(coding.get("guid")), self._notes(coding),
            )
            for coding in _children(element, "Coding")
            for ref in _children(coding, "CodeRef")
        )  # fmt: skip
        text.selections.append(
            Selection(
                _line(element), guid_of(element.get("guid")), element.get("name") or "", start, end, codings,
                self._notes(element), user,
            )
        )  # fmt: skip

    def _value(self, text: Text, element: _Element) -> None:
        name = next(
            (self._variables.get(guid_of(ref.get("targetGUID"))) for ref in _children(element, "VariableRef")), ""
        )
        for child in element:
            kind, words = _tag(child), child.text or ""
            if name and kind.endswith("Value"):
                text.values[name] = _typed(kind, words)


def _typed(kind: str, words: str) -> Any:
    """Return the value of a variable; words where they are not what their kind says."""
    try:
        if kind == "IntegerValue":
            return int(words)
        if kind == "FloatValue":
            return float(words)
    except ValueError:
        return words
    return words.strip().lower() in ("true", "1") if kind == "BooleanValue" else words
