"""REFI-QDA projects (`.qdpx`, or the `.qde` inside): plain texts with coded selections, one record a text and user.

The tools count positions in different ways (line ends as one character or two, with or without a byte order mark, code
points or UTF-16 units), so each text's way is told by the words that its selections quote, or by the edges of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from annotator.core.ids import text_sha256
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.zips import Members, ZipError, opened
from annotator.formats import fields
from annotator.formats.countings import countings
from annotator.formats.decoding import decoded
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Names
from annotator.formats.gathering import Gatherer, begun
from annotator.formats.qdpx_project import Code, Project, Selection, Text, loaded
from annotator.formats.qdpx_write import ORIGIN, write
from annotator.formats.reading import Item
from annotator.formats.record import Record

__all__ = ["read", "sniff", "write"]

_SPACE_OR_SIGN = re.compile(r"\W")
_SAMPLE = 300
_FACTS = {"article id": "id", "story": "group"}
_FULL = 20


def sniff(head: Head) -> int:
    """Take zips that begin with a project, and projects by their name space."""
    if head.data.startswith(b"PK") and (head.suffix == ".qdpx" or b"project.qde" in head.data):
        return 95
    text = head.text[:8192].lstrip()
    return 95 if text.startswith("<") and "urn:QDA-XML:project:1." in text else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the texts of a project; raise RecordError, OSError."""
    names = Names()
    try:
        with _files(source) as files:
            project = loaded(files.project())
            yield from project.said
            for number, text in enumerate(project.texts):
                source.step(number, len(project.texts))
                try:
                    raw, note = (text.content, "") if text.content is not None else files.text(text.path)
                    if note:
                        yield Repair(text.line, f"{text.name}: {note}")
                    yield from _article(project, text, raw, names)
                except RecordError as error:
                    yield Fault(text.line, f"source {text.name!r:.80}: {error}")
    except ZipError as error:
        raise RecordError(str(error).rstrip(".")) from error


@contextmanager
def _files(source: Source) -> Iterator[_Files]:
    with source.path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if not packed:
        yield _Files(source, None)
        return
    with opened(source.path) as members:
        yield _Files(source, members)


class _Files:
    """The project and its texts, in a zip or in a project file alone."""

    def __init__(self, source: Source, members: Members | None) -> None:
        self._source, self._members = source, members
        names = members.names if members else ()
        self._names = {name.lower().rpartition("/")[2]: name for name in names}

    def project(self) -> bytes:
        """Return the bytes of the project file."""
        if self._members is None:
            return self._source.path.read_bytes()
        name = next((name for name in self._members.names if name.lower().endswith(".qde")), None)
        if name is None:
            raise RecordError("it holds no project.qde, which says what is coded")
        return self._members.read(name)

    def text(self, path: str) -> tuple[str, str]:
        """Return a text and what to say of its encoding; raise RecordError for one outside of the project file."""
        name = self._names.get(path.lower().replace("\\", "/").rpartition("/")[2])
        if self._members is None or name is None or not path.startswith("internal://"):
            raise RecordError(f"its text {path!r:.80} is not in the project file")
        found = decoded(self._members.read(name), self._source.options.get("encoding"))
        return found.text, found.note


def _article(project: Project, text: Text, raw: str, names: Names) -> Iterator[Item | Fault | Repair]:
    """Yield a record for each user who coded a text, or one of nobody's."""
    content = fields.lf(raw)
    ours = project.origin == ORIGIN
    place, checked = _counted(text, raw, content, ours=ours)
    yield from place.said(text, "\r" in raw)
    users = list(dict.fromkeys(user for s in text.selections for user in s.users))
    users += [user for note in text.notes if (user := project.writers.get(note, "")) and user not in users]
    users = users or [""]
    facts = {key: str(text.values[name]) for name, key in _FACTS.items() if text.values.get(name)}
    meta = {name: value for name, value in text.values.items() if name not in _FACTS}
    if text.name and not ours:
        meta.setdefault("name", text.name)
    identity, note = names.identity(facts.get("id"), text_sha256(content), users)
    if note:
        yield Repair(text.line, f"{text.name}: {note}")
    for number, user in enumerate(users):
        record = begun(content, identity, meta=dict(meta), group=facts.get("group"))
        _own(project, record, user, ours=ours)
        yield from _fill(project, text, record, user, place, checked=checked)
        yield from _whole(project, text, record, user, first=not number)
        if record.status == "new" and (record.spans or record.notes or record.article_labels):
            record.status, record.anonymous = "done", record.annotator is None
        yield Item(record, text.line)


def _own(project: Project, record: Record, user: str, *, ours: bool) -> None:
    name = project.users.get(user)
    try:
        record.annotator = fields.person_name(name) if name else None
    except RecordError:
        record.annotator = None
    if record.annotator and ours:
        record.annotator_id = fields.person_uuid(user)
    record.status = "done" if user or record.annotator else "new"
    record.anonymous = record.annotator is None and record.status != "new"


class _Place:
    """A way of counting positions: its map into the text, whether ends are counted in, what it is called."""

    def __init__(self, name: str, place: Callable[[int], int], *, closed: bool) -> None:
        self._name, self._place, self._closed = name, place, closed

    def range(self, selection: Selection) -> tuple[int, int]:
        """Return start and end in the text (code points, half-open); they may lie outside of it."""
        return self._place(selection.start), self._place(selection.end + self._closed)

    def said(self, text: Text, carriage: bool) -> Iterator[Repair]:
        """Say in which way positions were read where it is not this program's."""
        if carriage:
            yield Repair(text.line, f"{text.name}: CR line ends were changed to LF and the positions moved with them")
        words = " and ".join(w for w in (self._name, "the last character as the end" * self._closed) if w)
        if words:
            yield Repair(text.line, f"{text.name}: its positions count {words}")


def _counted(text: Text, raw: str, content: str, *, ours: bool) -> tuple[_Place, bool]:
    """Return the way in which most selections fit, and whether their names are the words they cover.

    `ours`: this program wrote the project, so that its way is known.
    """
    sample = text.selections[:_SAMPLE]
    ways = list(countings(raw))
    named = sum(bool(selection.name) for selection in sample)
    best, most = _Place(ways[0].name, ways[0].place, closed=False), (-1, -1, -1)
    for closed in (False,) if ours else (False, True):
        for way in ways[:1] if ours else ways:
            one = _Place(way.name, way.place, closed=closed)
            ranges = [one.range(selection) for selection in sample]
            quoted = sum(_quotes(s, content, *ends) for s, ends in zip(sample, ranges, strict=True))
            inside = sum(0 <= start < end <= len(content) for start, end in ranges)
            clean = sum(_clean(content, *ends) for ends in ranges)
            if (quoted, inside, clean) > most:
                best, most = one, (quoted, inside, clean)
            if quoted == len(sample):
                return one, bool(sample)
    return best, bool(named) and 2 * most[0] >= named


def _quotes(selection: Selection, content: str, start: int, end: int) -> bool:
    """Tell whether a selection's name is what it covers, or, cut short, its beginning."""
    if not selection.name or not 0 <= start < end <= len(content):
        return False
    name, words = " ".join(selection.name.split()), " ".join(content[start:end].split())
    if name == words:
        return True
    cut = name.rstrip(".… ")
    return bool(cut) and words.startswith(cut) and (cut != name or len(name) >= _FULL)


def _clean(content: str, start: int, end: int) -> bool:
    """Tell whether no edge of a range cuts a word."""
    if not 0 <= start < end <= len(content):
        return False
    edges = content[start - 1 : start], content[start], content[end - 1], content[end : end + 1]
    out, first, last, after = (not sign or _SPACE_OR_SIGN.match(sign) is not None for sign in edges)
    return (out or first) and (last or after) and not (content[start].isspace() or content[end - 1].isspace())


def _fill(
    project: Project, text: Text, record: Record, user: str, place: _Place, *, checked: bool
) -> Iterator[Fault | Repair]:
    """Add what one user coded; selections that can't be taken are faults."""
    gatherer, unchecked = Gatherer(record), 0
    for selection in text.selections:
        mine = [coding for coding in selection.codings if coding.user == user]
        if not mine:
            if not selection.codings and user in selection.users:
                yield Fault(selection.line, f"the selection {selection.name or selection.guid!r:.60} has no code")
            continue
        start, end = place.range(selection)
        if checked and selection.name and not _quotes(selection, record.text, start, end):
            there = record.text[max(start, 0) : max(end, 0)]
            yield Fault(
                selection.line, f"the selection should read {selection.name!r:.80} but the text there is {there!r:.80}"
            )
            continue
        unchecked += not (checked and selection.name)
        for coding in mine:
            code = project.codes.get(coding.code)
            try:
                yield from _code(gatherer, project, code, (start, end), coding.guid, [*selection.notes, *coding.notes])
            except RecordError as error:
                yield Fault(selection.line, str(error))
    if unchecked:
        yield Repair(text.line, f"{text.name}: {unchecked:,} selections quote no words they could be checked by")


def _code(
    gatherer: Gatherer, project: Project, code: Code | None, ends: tuple[int, int], guid: str, notes: list[str]
) -> Iterator[Repair]:
    if code is None:
        raise RecordError("its code is not in the code book")
    if code.note:
        yield Repair(code.line, code.note)
        code.note = ""
    identity = gatherer.span(*ends, code.label, guid or None)
    for note in notes:
        words = project.notes.get(note, note)
        if words:
            gatherer.note(identity, words)


def _whole(project: Project, text: Text, record: Record, user: str, *, first: bool) -> Iterator[Fault]:
    """Add what is said of the whole text: its notes, and its codes as labels of the article.

    What names no user goes to the first.
    """
    for guid, words in text.notes.items():
        writer = project.writers.get(guid, "")
        if writer == user or (first and not writer):
            record.notes[guid] = project.notes.get(words, words)
    for guid in dict.fromkeys(text.codes) if first else ():
        code = project.codes.get(guid)
        try:
            if code is None:
                raise RecordError("a code of the whole source is not in the code book")
            record.article_labels[fields.value_key(code.label.replace("/", " "), "the code")] = True
        except RecordError as error:
            yield Fault(text.line, str(error))
