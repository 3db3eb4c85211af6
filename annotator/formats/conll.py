"""CoNLL and its kin: a token a line with its tags in columns, a blank line after each sentence.

IOB1, IOB2, BIOES and BILOU are told apart by their tags. The text between tokens is not in such a file: it is made
with one space between tokens and one line break after a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import fields
from annotator.formats.conll_columns import DOCUMENT, Shape, Token, looks_tagged, shape_of
from annotator.formats.conll_tags import Reading, letters_of, parts_of, scheme_of, spans_of
from annotator.formats.conll_write import write
from annotator.formats.decoding import decoded
from annotator.formats.errors import RecordError
from annotator.formats.foreign import Names
from annotator.formats.gathering import Gatherer, begun
from annotator.formats.reading import Item
from annotator.formats.record import STATUSES, Record

__all__ = ["read", "sniff", "write"]

_SUFFIXES = frozenset(
    (".conll", ".conll03", ".conll2003", ".conll2002", ".iob", ".iob1", ".iob2", ".bio", ".bioes", ".biose", ".bmes",
     ".bilou", ".ner", ".tags", ".conllu", ".conllup")
)  # fmt: skip
_SURE = tuple(suffix for suffix in sorted(_SUFFIXES) if suffix not in (".bio", ".ner", ".tags"))
_UNNAMED = "entity"
_FEW = 4
_LONG = 400  # characters of a line: prose has such paragraphs, a token with its tags does not
_NEW = re.compile(r"#\s*newdoc\b(?:\s+id)?\s*=?\s*(.*)")
_FACT = re.compile(r"# (id|annotator|annotator_id|status) = (.*)")


def sniff(head: Head) -> int:
    """Take lines whose last column is a tag, nearly all of them; a file named so without tags in order to say so."""
    own = head.suffix in _SUFFIXES
    if not own and max(map(len, head.text[: 8 * _LONG].split("\n"))) > _LONG:
        return 0
    if head.is_folder or b"\x00" in head.data:
        return 0
    if not looks_tagged(head.text, 1 if own else _FEW):
        return 60 if head.suffix in _SURE and head.text.strip() else 0
    return 92 if own else 85


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read a file into an article for each of its documents, or one; raise RecordError, OSError."""
    found = decoded(source.path.read_bytes(), source.options.get("encoding"))
    if found.note:
        yield Repair(0, found.note)
    lines = fields.lf(found.text).split("\n")
    shape = shape_of(lines)
    parter = _Parter(shape)
    yield from parter.take(lines)
    documents = parter.documents
    readings = [_column(documents, column) for column in range(len(shape.tags))]
    articles, names = [], Names()
    for number, document in enumerate(documents):
        source.step(number, len(documents))
        articles.append(_article(document, readings, names))
    yield from _told(shape, readings)
    for document, made in zip(documents, articles, strict=True):
        yield from made.faults
        if made.record is not None:
            yield Item(made.record, document.line)


@dataclass(slots=True)
class _Document:
    """The sentences between two marks of a document, and what comments say of it."""

    line: int
    facts: dict[str, str] = field(default_factory=dict)
    sentences: list[list[Token]] = field(default_factory=list)


class _Parter:
    """Parts the lines of a file into documents and sentences."""

    def __init__(self, shape: Shape) -> None:
        self.documents: list[_Document] = []
        self._shape = shape
        self._current = _Document(1)
        self._sentence: list[Token] = []

    def take(self, lines: Sequence[str]) -> Iterator[Fault]:
        """Take all lines; yield those that hold no token or no tag."""
        for number, line in enumerate(lines, start=1):
            if self._shape.ends(line):
                self._end_sentence()
            elif line.startswith(DOCUMENT):
                self._end_document(number)
            elif self._shape.is_comment(line):
                self._comment(line, number)
            else:
                yield from self._token(line, number)
        self._end_document(len(lines))

    def _end_sentence(self) -> None:
        if self._sentence:
            self._current.sentences.append(self._sentence)
            self._sentence = []

    def _end_document(self, line: int) -> None:
        self._end_sentence()
        if self._current.sentences:
            self.documents.append(self._current)
        self._current = _Document(line)

    def _comment(self, line: str, number: int) -> None:
        if match := _NEW.fullmatch(line):
            self._end_document(number)
            self._current.facts.update({"id": match[1].strip()} if match[1].strip() else {})
        elif (match := _FACT.fullmatch(line)) and not self._current.sentences and not self._sentence:
            self._current.facts[match[1]] = _plain(match[2])

    def _token(self, line: str, number: int) -> Iterator[Fault]:
        token = self._shape.token(line, number)
        if isinstance(token, Fault):
            yield token
        elif token is not None:
            self._sentence.append(token)
            if token.fault:
                yield Fault(number, token.fault)


def _plain(value: str) -> str:
    """Return a fact of a comment; one in quotation marks is JSON."""
    if value.startswith('"'):
        try:
            found = json.loads(value)
        except ValueError:
            return value
        return found if isinstance(found, str) else value
    return value


def _column(documents: Sequence[_Document], column: int) -> Reading:
    cells = [
        [(token.line, parts_of(token.tags[column]) or ()) for token in sentence]
        for document in documents
        for sentence in document.sentences
    ]
    written = {
        tag
        for document in documents
        for sentence in document.sentences
        for token in sentence
        for tag in token.tags[column].split("^")
    }
    return Reading(scheme_of(letters_of(written), cells))


@dataclass(slots=True)
class _Article:
    record: Record | None
    faults: list[Fault]


def _article(document: _Document, readings: Sequence[Reading], names: Names) -> _Article:
    """Make the text of a document and the spans of all columns of tags in it."""
    words: list[str] = []
    places: list[list[tuple[int, int]]] = []
    at = 0
    for number, sentence in enumerate(document.sentences):
        if number:
            words.append("\n")
            at += 1
        row: list[tuple[int, int]] = []
        glued = True
        for token in sentence:
            if token.inside and row:
                row.append(row[-1])
                continue
            if not glued:
                words.append(" ")
                at += 1
            row.append((at, at + len(token.word)))
            words.append(token.word)
            at += len(token.word)
            glued = token.glued
        places.append(row)
    return _filled("".join(words), places, document, readings, names)


def _filled(
    text: str, places: list[list[tuple[int, int]]], document: _Document, readings: Sequence[Reading], names: Names
) -> _Article:
    faults: list[Fault] = []
    try:
        record = _begun(text, document, names)
    except RecordError as error:
        return _Article(None, [Fault(document.line, str(error))])
    gatherer = Gatherer(record)
    for column, reading in enumerate(readings):
        for sentence, row in zip(document.sentences, places, strict=True):
            cells = [(token.line, parts_of(token.tags[column]) or (("O", ""),)) for token in sentence]
            for first, behind, label, line in spans_of(cells, reading):
                try:
                    gatherer.span(row[first][0], row[behind - 1][1], label or _UNNAMED)
                except RecordError as error:
                    faults.append(Fault(line, str(error)))
    return _Article(record, faults)


def _begun(text: str, document: _Document, names: Names) -> Record:
    facts = document.facts
    status = facts.get("status", "done")
    record = begun(text, status=status if status in STATUSES else "done")
    name = facts.get("annotator")
    record.id, note = names.identity(facts.get("id"), record.sha256, [name])
    record.repaired += [note] if note else []
    if name:
        record.annotator = fields.person_name(name)
        given = facts.get("annotator_id")
        record.annotator_id = fields.person_uuid(given) if given else None
    record.anonymous = not name and record.status != "new"
    return record


def _told(shape: Shape, readings: Sequence[Reading]) -> Iterator[Repair]:
    """Say how the columns were read and what the text was made of."""
    yield Repair(
        0,
        "its text was made of the tokens, with a space between each two and a line break after each sentence"
        + (", none where SpaceAfter=No stands" if shape.glues else ""),
    )
    for note in shape.notes:
        yield Repair(0, note)
    for column, reading in zip(shape.tags, readings, strict=True):
        where = f"column {column + 1}"
        yield Repair(0, f"{where} was read as {reading.scheme}")
        for tally, what in (
            (reading.odd, "inner tags with no beginning before them were read as beginnings"),
            (reading.open, "tags that nothing ends were read as ended"),
            (reading.unnamed, f"tags that name no label were given the label {_UNNAMED}"),
            (reading.joint, "words with several tags, joined by ^ for their parts: the whole words were tagged"),
        ):
            if tally.count:
                yield Repair(tally.line, f"{where}: {tally.count:,} {what}; the first stands here")
