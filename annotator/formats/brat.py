"""brat standoff: a text and an `.ann` file beside it, read as one article.

Offsets in brat are code points into the text as it lies on the disk; files with CRLF, with a byte order mark or from
tools that count UTF-16 units are told by the words that each line quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.names import check_name
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import fields
from annotator.formats.brat_card import card_of
from annotator.formats.brat_write import FRAGMENTS, write
from annotator.formats.countings import fitting
from annotator.formats.decoding import decoded
from annotator.formats.errors import RecordError
from annotator.formats.gathering import Gatherer, begun
from annotator.formats.reading import Item
from annotator.formats.record import Record

__all__ = ["companion", "read", "sniff", "write"]

_ANNOTATIONS, _TEXT = ".ann", ".txt"
_TEXT_BOUND = re.compile(r"(\S+) +([0-9]{1,12} +[0-9]{1,12}(?:;[0-9]{1,12} +[0-9]{1,12})*) *(?:\t(.*))?")
_ROLE = re.compile(r"(\S+):(\S+)")
_NUMBERED = re.compile(r"\d+$")
_GAP = re.compile(r"[^\S\n]*\n\s*")
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def companion(path: Path) -> Path | None:
    """Return the other file of a pair of `.txt` and `.ann`, which is read together with this one, else None."""
    other = {_ANNOTATIONS: _TEXT, _TEXT: _ANNOTATIONS}.get(path.suffix.lower())
    if other is None:
        return None
    if path.suffix.isupper():
        other = other.upper()
    beside = path.with_suffix(other)
    return beside if beside.is_file() else None


def sniff(head: Head) -> int:
    """Take both files of a pair, and annotations that have lost their text in order to say so."""
    if head.is_folder or head.suffix not in (_ANNOTATIONS, _TEXT):
        return 0
    if companion(head.path) is not None:
        return 90
    return 60 if head.suffix == _ANNOTATIONS and re.match(r"[A-Z#*]\S*\t\S", head.text) else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the one article of a pair of files, either of which is named; raise RecordError, OSError."""
    path = source.path
    beside = companion(path)
    if beside is None:
        wanted = path.with_suffix(_TEXT if path.suffix.lower() == _ANNOTATIONS else _ANNOTATIONS).name
        raise RecordError(f"brat keeps text and annotations in two files: put {wanted} beside it")
    text, marks = (path, beside) if path.suffix.lower() == _TEXT else (beside, path)
    encoding = source.options.get("encoding")
    article, lines = decoded(text.read_bytes(), encoding), decoded(marks.read_bytes(), encoding)
    for found, file in ((article, text), (lines, marks)):
        if found.note:
            yield Repair(0, found.note, file)
    card = card_of(text)
    record = begun(fields.lf(article.text), card.get("id"))
    record.meta = card.get("meta", {"file": text.name})
    record.annotator, record.annotator_id = card.get("annotator"), card.get("annotator_id")
    record.status, record.reason = card.get("status", "done"), card.get("reason", "")
    record.group = card.get("group")
    reader = _Reader(Gatherer(record), marks, card.get("names", {}))
    yield from reader.take(article.text, lines.text)
    _own(record, text)
    yield Item(record)


def _own(record: Record, text: Path) -> None:
    """Leave the owner of work that nobody has signed to the import, with the folder's name as a guess."""
    if record.annotator is not None or not (record.status != "new" or record.spans):
        return
    record.anonymous = True
    record.status = "done" if record.status == "new" else record.status
    try:
        record.annotator = check_name(text.resolve().parent.name)
    except AnnotatorError:
        record.annotator = None


@dataclass(slots=True)
class _Line:
    """A line of the file: its number, its id and what follows."""

    number: int
    id: str
    body: str


@dataclass(frozen=True, slots=True)
class _Bound:
    """A text-bound annotation: its label, its fragments as the file counts them, the words it quotes."""

    line: _Line
    label: str
    fragments: list[tuple[int, int]]
    quote: str | None


class _Reader:
    def __init__(self, gatherer: Gatherer, file: Path, names: dict[str, str]) -> None:
        self._gatherer, self._file, self._names = gatherer, file, names
        self._text = gatherer.record.text
        self._spans: dict[str, str] = {}
        self._said: list[Fault | Repair] = []
        self._kinds: dict[str, Callable[[_Line], None]] = {
            "E": self._event, "R": self._relation, "A": self._attribute, "M": self._attribute,
            "N": self._normalised, "#": self._note, "*": self._equal,
        }  # fmt: skip

    def take(self, raw: str, lines: str) -> Iterator[Fault | Repair]:
        """Take every line; yield those that can't be taken and those that were read in another way."""
        found = list(self._lines(lines if "\n" in lines else fields.lf(lines)))
        bound = [one for line in found if line.id.startswith("T") and (one := self._bound(line))]
        self._place(raw, bound)
        # An event or a note may stand before what it speaks of.
        self._triggers([line for line in found if line.id.startswith("E")])
        for letter in "ERAMN#*":
            for line in found:
                if line.id.startswith(letter):
                    self._try(line, self._kinds[letter])
        yield from sorted(self._said, key=lambda one: one.line)

    def _fault(self, line: _Line, reason: str) -> None:
        self._said.append(Fault(line.number, f"{line.id}: {reason}" if line.id else reason, self._file))

    def _repair(self, number: int, note: str) -> None:
        self._said.append(Repair(number, note, self._file))

    def _try(self, line: _Line, take: Callable[[_Line], None]) -> None:
        try:
            take(line)
        except RecordError as error:
            self._fault(line, str(error))

    def _lines(self, text: str) -> Iterator[_Line]:
        seen: set[str] = set()
        for number, ended in enumerate(text.split("\n"), start=1):
            whole = ended.removesuffix("\r")  # one that stands elsewhere is quoted from the text
            if not whole.strip():
                continue
            identity, tab, body = whole.partition("\t")
            line = _Line(number, identity, body)
            if not tab or not re.fullmatch(r"[TERAMN#]\S+|\*", identity):
                self._fault(_Line(number, "", ""), f"{whole!r:.80} is no line of brat (an id, a tab, an annotation)")
            elif identity in seen:
                self._fault(line, "this id stands twice")
            else:
                seen.update((identity,) if identity != "*" else ())
                yield line

    def _bound(self, line: _Line) -> _Bound | None:
        match = _TEXT_BOUND.fullmatch(line.body)
        if match is None:
            self._fault(line, "there must be a label without spaces, a start and an end, a tab and the words")
            return None
        pairs = [(int(start), int(end)) for start, end in (part.split() for part in match[2].split(";"))]
        return _Bound(line, self._names.get(match[1], match[1]), pairs, match[3])

    def _place(self, raw: str, bound: list[_Bound]) -> None:
        """Add all text-bound annotations by the way of counting that fits most of the words they quote."""
        quoted = [one for one in bound if one.quote is not None]

        def fits(place: Callable[[int], int]) -> int:
            return sum(self._reads(one, place) for one in quoted)

        counting = fitting(raw, fits, len(quoted))
        if "\r" in raw:
            self._repair(0, "CR line ends were changed to LF and the offsets moved with them")
        if counting.name and fits(counting.place):
            self._repair(0, f"its offsets count {counting.name}")
        for one in bound:
            try:
                self._add(one, counting.place)
            except RecordError as error:
                self._fault(one.line, str(error))

    def _words(self, one: _Bound, place: Callable[[int], int]) -> str:
        ends = [(place(start), place(end)) for start, end in one.fragments]
        return " ".join(self._text[max(start, 0) : max(end, 0)] for start, end in ends)

    def _reads(self, one: _Bound, place: Callable[[int], int]) -> bool:
        return one.quote is not None and flat(one.quote) == flat(self._words(one, place))

    def _add(self, one: _Bound, place: Callable[[int], int]) -> None:
        ends = sorted((place(start), place(end)) for start, end in one.fragments)
        for start, end in ends:
            if not 0 <= start < end <= len(self._text):
                raise RecordError(f"it covers {start}-{end}, but the text has the range 0-{len(self._text)}")
        if one.quote is None:
            self._repair(one.line.number, f"{one.line.id} quotes no words: it was taken unchecked")
        elif not self._reads(one, place):
            there = self._words(one, place)
            raise RecordError(f"it should read {one.quote!r:.80} but the text there is {there!r:.80}")
        identity = self._gatherer.span(ends[0][0], max(end for _, end in ends), one.label)
        self._spans[one.line.id] = identity
        gaps = [self._text[end:start] for (_, end), (start, _) in pairwise(ends)]
        if not all(_GAP.fullmatch(gap) for gap in gaps):
            told = ";".join(f"{start} {end}" for start, end in ends)
            self._gatherer.value(identity, FRAGMENTS, told)
            self._repair(
                one.line.number,
                f"{one.line.id} has {len(ends)} parts: read as one tag from the first to the last, "
                f"with the parts in its attribute {FRAGMENTS}",
            )

    def _triggers(self, events: list[_Line]) -> None:
        """Give each event the span of its trigger; further events of one trigger get a span each."""
        taken: dict[str, str] = {}
        for line in events:
            kind, _, trigger = line.body.split(" ")[0].strip().rpartition(":")
            own = self._spans.get(trigger)
            if own is None:
                self._fault(line, f"its trigger {trigger!r:.40} was not read")
                continue
            span = self._gatherer.find(own)
            if self._names.get(kind, kind) != span.label:
                self._repair(line.number, f"{line.id} is a {kind} but its trigger a {span.label}, which was kept")
            if trigger in taken:
                own = self._gatherer.span(span.start, span.end, span.label)
                self._repair(
                    line.number, f"{line.id} has the trigger of {taken[trigger]}: it was read as a second tag there"
                )
            taken.setdefault(trigger, line.id)
            self._spans[line.id] = own

    def _end(self, name: str) -> str:
        identity = self._spans.get(name)
        if identity is None:
            raise RecordError(f"it names {name!r:.40}, which is no annotation that was read")
        return identity

    def _join(self, line: _Line, kind: str, head: str, child: str) -> None:
        if not self._gatherer.relation(kind, head, child):
            self._repair(line.number, f"{line.id}: the same {kind} stood twice and was taken once")

    def _event(self, line: _Line) -> None:
        if line.id not in self._spans:
            return
        found = []
        for part in line.body.split()[1:]:
            match = _ROLE.fullmatch(part)
            if match is None:
                self._fault(line, f"{part!r:.60} is no role and filler, such as Theme:T1")
            else:
                found.append((match[1], match[2]))
        roles = {role for role, _ in found}
        for role, filler in found:
            try:
                kind = _unnumbered(role, roles)
                self._join(line, self._names.get(kind, kind), self._spans[line.id], self._end(filler))
            except RecordError as error:
                self._fault(line, str(error))

    def _relation(self, line: _Line) -> None:
        kind, *rest = line.body.split()
        ends = [match for part in rest if (match := _ROLE.fullmatch(part))]
        if len(ends) != 2 or len(rest) != 2:
            raise RecordError("a relation needs a type and two ends, such as Part Arg1:T1 Arg2:T2")
        if ends[0][1] > ends[1][1] and {ends[0][1], ends[1][1]} == {"Arg1", "Arg2"}:
            ends.reverse()
        if (ends[0][1], ends[1][1]) != ("Arg1", "Arg2"):
            self._repair(
                line.number, f"{line.id}: its ends {ends[0][1]} and {ends[1][1]} were read as first and second"
            )
        self._join(line, self._names.get(kind, kind), self._end(ends[0][2]), self._end(ends[1][2]))

    def _attribute(self, line: _Line) -> None:
        key, target, value = _three(line.body)
        known = self._names.get(key, key)
        if target.startswith("R"):
            self._aside(line, f"{key} {value}".strip(), target)
        else:
            self._gatherer.value(self._end(target), known, self._names.get(value, value) if value else True)

    def _normalised(self, line: _Line) -> None:
        body, _, words = line.body.partition("\t")
        kind, target, entry = _three(body)
        base, _, key = entry.partition(":")
        named = f"{kind}:{base}"
        value = f"{key}|{words}"
        self._gatherer.value(self._end(target), self._names.get(named, named), self._names.get(value, value))

    def _note(self, line: _Line) -> None:
        body, _, words = line.body.partition("\t")
        kind, target, _ = _three(body)
        words = words.strip()
        if target not in self._spans:
            self._aside(line, words if kind == "AnnotatorNotes" else f"{kind}: {words}", target)
        elif kind == "AnnotatorNotes":
            self._gatherer.note(self._end(target), words)
        else:
            self._gatherer.value(self._end(target), self._names.get(kind, kind), words)

    def _aside(self, line: _Line, words: str, target: str) -> None:
        """Keep what is said of a relation, or of what was not read, as a note on the article."""
        record = self._gatherer.record
        record.notes[f"{line.id} of {target}"[:200]] = words
        self._repair(line.number, f"{line.id} speaks of {target}, which takes none: kept as a note on the article")

    def _equal(self, line: _Line) -> None:
        kind, *members = line.body.split()
        ends = [self._end(member) for member in members]
        if len(ends) < 2:
            raise RecordError("an equivalence needs two members at least")
        for head, child in pairwise(ends):
            self._join(line, self._names.get(kind, kind), head, child)
        if len(ends) > 2:
            self._repair(line.number, f"{kind} of {len(ends)} tags was read as relations from each to the next")


def flat(words: str) -> str:
    """Return words as `.ann` files quote them: each break, tab or unseen sign a space, none at the edges."""
    return " ".join(_UNSEEN.sub(" ", words).split())


def _three(body: str) -> tuple[str, str, str]:
    """Part a body into what it is, whom it is about, and the rest."""
    kind, _, rest = body.strip(" ").partition(" ")
    target, _, value = rest.strip(" ").partition(" ")
    if not kind or not target:
        raise RecordError("it must name what it is and which annotation it is about")
    return kind, target, value.strip()


def _unnumbered(role: str, roles: set[str]) -> str:
    """Return a role without the number that tells a second filler of it from the first (Theme2 beside Theme)."""
    match = _NUMBERED.search(role)
    digits = match[0] if match else ""
    for place in range(len(digits)):
        base, number = role[: len(role) - len(digits) + place], digits[place:]
        if base in roles and not number.startswith("0") and int(number) > 1:
            return base
    return role
