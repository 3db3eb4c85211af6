"""Write a REFI-QDA project: project.qde and a text for each article, the same bytes for the same records."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from hashlib import sha1
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from annotator.core.ids import NAMESPACE
from annotator.core.span import Span
from annotator.formats.lost import tell
from annotator.formats.qdpx_project import SPACE
from annotator.formats.reading import Job
from annotator.formats.record import Record

if TYPE_CHECKING:
    from lxml.etree import _Element

ORIGIN = "annotator"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CANONICAL = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR = re.compile("#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_MOMENT = (1980, 1, 1, 0, 0, 0)
_LONGEST = 255
_KEPT = 16 * 1024 * 1024
_CARRIED = ("tag notes", "notes", "stories", "annotators", "meta")


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write the zip; texts go in as they come, the project at the end."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, ExitStack() as stack:
        sources, notes = (stack.enter_context(SpooledTemporaryFile(_KEPT)) for _ in range(2))
        project = _Project(job, sources, notes)
        for record in records:
            if project.is_new(record):
                with archive.open(_member(f"Sources/{_guid('source', record.id)}.txt"), "w") as member:
                    member.write(record.text.encode("utf-8"))
            project.add(record)
        with archive.open(_member("project.qde"), "w", force_zip64=True) as member:
            project.close(member)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _guid(*parts: str) -> str:
    """Return the id of what these parts name: a UUIDv5, written out since a project holds many."""
    digest = sha1(NAMESPACE.bytes + "\n".join(("qdpx", *parts)).encode(), usedforsecurity=False).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def _plain(text: str) -> str:
    """Return a text as XML can hold it."""
    return _UNFIT.sub("\ufffd", text)


class _Project:
    """The parts of the project; sources and notes lie in files until the end, since they may be many."""

    def __init__(self, job: Job, sources: IO[bytes], notes: IO[bytes]) -> None:
        from lxml import etree

        self._etree, self._job = etree, job
        self._files = {"Sources": sources, "Notes": notes}
        self._users, self._codes, self._variables = (etree.Element(tag) for tag in ("Users", "Codes", "Variables"))
        self._source: _Element | None = None
        self._article = ""
        self._known: set[str] = set()
        self._guids: set[str] = set()
        for label in job.scheme.live:
            self._code(label.key)

    def _inside(self, parent: _Element, tag: str, text: str | None = None, **attributes: str) -> _Element:
        made = self._etree.SubElement(parent, tag, attributes)
        made.text = None if text is None else _plain(text)
        return made

    def _keep(self, place: str, element: _Element) -> None:
        self._files[place].write(self._etree.tostring(element, encoding="utf-8") + b"\n")

    def is_new(self, record: Record) -> bool:
        """Tell whether an article has no source yet; its records follow each other."""
        return self._source is None or record.id != self._article

    def _code(self, key: str) -> str:
        guid = _guid("code", key)
        if guid not in self._known:
            self._known.add(guid)
            label = self._job.scheme.label(key)
            made = self._inside(self._codes, "Code", guid=guid, name=_plain(key), isCodable="true")
            if label is not None and _COLOUR.fullmatch(label.colour_light):
                made.set("color", label.colour_light)
            if label is not None and label.description:
                self._inside(made, "Description", label.description)
        return guid

    def _user(self, record: Record) -> str:
        name = record.annotator or ""
        guid = record.annotator_id or _guid("user", name)
        if guid not in self._known:
            self._known.add(guid)
            self._inside(self._users, "User", guid=guid, name=_plain(name))
        return guid

    def _own(self, *parts: str) -> str:
        """Return an id: the one given where it is free and has the right form, else one made of all parts."""
        given = parts[-1]
        guid = given if _CANONICAL.fullmatch(given) and given not in self._guids else _guid(*parts)
        self._guids.add(guid)
        return guid

    def add(self, record: Record) -> None:
        """Add the work of one annotator on an article."""
        tell(record, self._job.losses, _CARRIED)
        source = self._begin(record) if self._source is None or self.is_new(record) else self._source
        if record.annotator is None:
            return
        user = self._user(record)
        place = next((n for n, child in enumerate(source) if child.tag != "PlainTextSelection"), len(source))
        for span in sorted(record.spans, key=lambda one: (one.start, one.end, one.label, one.id)):
            made = self._selection(record, span, user)
            source.insert(place, made)
            place += 1
        for identity, text in sorted(record.notes.items()):
            guid = self._note(("note", record.id, user, identity), text, user)
            refs = [n for n, child in enumerate(source) if child.tag != "VariableValue"]
            source.insert(len(refs), self._ref("NoteRef", guid))
        if not record.spans:
            self._job.losses.add("annotators' articles without tags", 1, f"{record.id} {record.annotator}")

    def _ref(self, tag: str, guid: str) -> _Element:
        made = self._etree.Element(tag)
        made.set("targetGUID", guid)
        return made

    def _begin(self, record: Record) -> _Element:
        self._end()
        guid = _guid("source", record.id)
        headline = record.meta.get("headline")
        name = headline if isinstance(headline, str) and headline.strip() else record.id
        source = self._source = self._etree.Element("TextSource")
        for key, value in (
            ("guid", guid), ("name", _plain(" ".join(name.split())[:_LONGEST])),
            ("plainTextPath", f"internal://{guid}.txt"),
        ):  # fmt: skip
            source.set(key, value)
        self._article = record.id
        if record.group is not None:
            self._variable(source, "story", record.group)
        for key, value in sorted(record.meta.items()):
            if isinstance(value, str | bool | int | float) and not _UNFIT.search(f"{key}{value}"):
                self._variable(source, key, value)
            else:
                self._job.losses.add("values of meta that are no plain words or numbers", 1, f"{record.id} {key}")
        self._variable(source, "article id", record.id)
        return source

    def _variable(self, source: _Element, name: str, value: Any) -> None:
        kinds = (("Boolean", bool), ("Integer", int), ("Float", float))
        kind = next((kind for kind, type_ in kinds if isinstance(value, type_)), "Text")
        words = str(value).lower() if kind == "Boolean" else str(value)
        if kind == "Float" and not _DECIMAL.fullmatch(words):
            kind = "Text"
        guid = _guid("variable", name, kind)
        if guid not in self._known:
            self._known.add(guid)
            self._inside(self._variables, "Variable", guid=guid, name=_plain(name), typeOfVariable=kind)
        made = self._inside(source, "VariableValue")
        made.append(self._ref("VariableRef", guid))
        self._inside(made, f"{kind}Value", words)

    def _selection(self, record: Record, span: Span, user: str) -> _Element:
        made = self._etree.Element("PlainTextSelection")
        made.set("guid", _guid("selection", record.id, user, span.id))
        if not _UNFIT.search(span.quote):
            made.set("name", span.quote)
        made.set("startPosition", str(span.start))
        made.set("endPosition", str(span.end))
        made.set("creatingUser", user)
        coding = self._inside(made, "Coding", guid=self._own("coding", record.id, user, span.id), creatingUser=user)
        coding.append(self._ref("CodeRef", self._code(span.label)))
        if span.note:
            coding.append(self._ref("NoteRef", self._note(("tag", record.id, user, span.id), span.note, user)))
        return made

    def _note(self, parts: tuple[str, ...], text: str, user: str) -> str:
        guid = self._own(*parts)
        name = _plain(" ".join(text.split())[:60]) or "note"
        made = self._etree.Element("Note")
        for key, value in (("guid", guid), ("name", name), ("creatingUser", user)):
            made.set(key, value)
        self._inside(made, "PlainTextContent", text)
        self._keep("Notes", made)
        return guid

    def _end(self) -> None:
        if self._source is not None:
            self._keep("Sources", self._source)
            self._source = None

    def close(self, file: IO[bytes]) -> None:
        """Write project.qde as UTF-8; parts without members are left out, as the schema wants it."""
        self._end()
        root = self._etree.Element("Project")
        root.set("name", _plain(self._job.scheme.title or self._job.scheme.name))
        root.set("origin", ORIGIN)
        head, _, tail = self._etree.tostring(root, encoding="utf-8").partition(b"/>")
        file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + head + f' xmlns="{SPACE}">\n'.encode() + tail)
        book = self._etree.Element("CodeBook")
        if len(self._codes):
            book.append(self._codes)
        for part in (self._users, book, self._variables):
            if len(part):
                file.write(self._etree.tostring(part, encoding="utf-8", pretty_print=True))
        for name, kept in self._files.items():
            if kept.tell():
                kept.seek(0)
                file.write(f"<{name}>\n".encode())
                shutil.copyfileobj(kept, file)
                file.write(f"</{name}>\n".encode())
        file.write(b"</Project>\n")
