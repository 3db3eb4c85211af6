"""WebAnno TSV 3, as WebAnno and INCEpTION export it: read only.

Offsets are UTF-16 units of the exported document; the file holds its sentences but not what stood between them. Every
offset is therefore taken from the start of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core.offsets import OffsetMap
from annotator.core.sources import Fault, Head, Repair, Source
from annotator.formats import fields
from annotator.formats.decoding import decoded
from annotator.formats.errors import RecordError
from annotator.formats.gathering import Gatherer, begun
from annotator.formats.reading import Item
from annotator.formats.webanno_layers import Layer, Row, Taker, layer_of, unescaped

_MARK = "#FORMAT=WebAnno TSV "
_ROW = re.compile(r"([0-9]+-[0-9]+(?:\.[0-9]+)?)\t([0-9]{1,12})-([0-9]{1,12})\t([^\t]*)(?:\t(.*))?")


def sniff(head: Head) -> int:
    """Take files that name the format in their first line."""
    return 95 if head.text.lstrip().startswith(_MARK) else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the one document of a file; raise RecordError, OSError."""
    found = decoded(source.path.read_bytes(), source.options.get("encoding"))
    if found.note:
        yield Repair(0, found.note)
    parsed = _Parsed()
    yield from _parse(found.text, parsed)
    built = _Built(parsed)
    record = begun(built.text, anonymous=True)
    yield from built.told()
    taker = Taker(Gatherer(record), parsed.layers)
    rows: list[Row] = []
    for sentence in parsed.sentences:
        for raw in sentence.rows:
            row = built.row(sentence, raw)
            if isinstance(row, Fault):
                yield row
            else:
                rows.append(row)
    yield from taker.take(rows)
    yield Item(record)


@dataclass(slots=True)
class _Raw:
    """A line of a token or a part of one, its offsets as the file counts them."""

    line: int
    unit: str
    start: int
    end: int
    word: str
    cells: list[str]


@dataclass(slots=True)
class _Sentence:
    line: int
    text: list[str] = field(default_factory=list)
    rows: list[_Raw] = field(default_factory=list)
    at: int = 0
    base: int = 0
    shown: str = ""
    map: OffsetMap | None = None


@dataclass(slots=True)
class _Parsed:
    layers: list[Layer] = field(default_factory=list)
    sentences: list[_Sentence] = field(default_factory=list)


def _parse(text: str, parsed: _Parsed) -> Iterator[Fault]:
    """Part a file into layers, sentences and rows; yield the lines that are none of them."""
    lines = fields.lf(text).split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not first.startswith(f"{_MARK}3"):
        raise RecordError(f"it is {first[8:40] or 'no WebAnno TSV'}: export it as WebAnno TSV 3")
    sentence = _Sentence(0)
    for number, line in enumerate(lines, start=1):
        if line.startswith("#T_"):
            layer = layer_of(line, sum(layer.width for layer in parsed.layers))
            if layer is None:
                yield Fault(number, f"{line!r:.80} is no layer of WebAnno TSV 3")
            else:
                parsed.layers.append(layer)
        elif line.startswith("#Text="):
            if sentence.rows or not sentence.line:
                sentence = _Sentence(number)
                parsed.sentences.append(sentence)
            sentence.text.append(line[6:])
        elif match := _ROW.fullmatch(line):
            if not sentence.line:
                sentence = _Sentence(number)
                parsed.sentences.append(sentence)
            cells = (match[5] or "").split("\t")
            sentence.rows.append(_Raw(number, match[1], int(match[2]), int(match[3]), match[4], cells))
        elif line.strip() and not line.startswith("#"):
            yield Fault(number, f"{line!r:.80} is no line of WebAnno TSV 3 (a number, offsets, a token, its columns)")
        elif not line.strip() and sentence.rows:
            sentence = _Sentence(0)


class _Built:
    """The text of a document, put together from its sentences, and the way its offsets are counted."""

    def __init__(self, parsed: _Parsed) -> None:
        self._sentences = [sentence for sentence in parsed.sentences if sentence.rows or sentence.text]
        self._rebuilt = self._backwards = self._gaps = 0
        self._first = [0, 0, 0]
        for sentence in self._sentences:
            self._shape(sentence)
        rows = [(s, raw) for s in self._sentences for raw in s.rows]
        wide = sum(self._reads(s, raw, points=False) for s, raw in rows)
        self._points = wide < sum(self._reads(s, raw, points=True) for s, raw in rows)
        self._carriage = self._join()

    def _shape(self, sentence: _Sentence) -> None:
        """Find where a sentence begins in the document, in its units, by its first token."""
        escaped = "\n".join(unescaped(line) for line in sentence.text)
        plain = "\n".join(sentence.text)
        if not sentence.rows:
            sentence.shown = escaped
            return
        first = sentence.rows[0]
        for shown, word in ((escaped, unescaped(first.word)), (plain, first.word)):
            place = shown.find(word)
            if place >= 0:
                sentence.shown, sentence.map = shown, OffsetMap(shown)
                sentence.base = first.start - sentence.map.to_qt(place)
                return
        self._rebuild(sentence)

    def _rebuild(self, sentence: _Sentence) -> None:
        """Make a sentence of its tokens where its text does not hold them."""
        parts: list[str] = []
        end = sentence.base = sentence.rows[0].start
        for raw in sentence.rows:
            if "." in raw.unit:
                continue
            parts.append(" " * max(raw.start - end, 0) + unescaped(raw.word))
            end = max(raw.end, end)
        sentence.shown = "".join(parts)
        sentence.map = OffsetMap(sentence.shown)
        self._count(0, sentence.line)
        self._rebuilt += 1

    def _count(self, kind: int, line: int) -> None:
        self._first[kind] = self._first[kind] or line

    def _local(self, sentence: _Sentence, offset: int, *, points: bool) -> int:
        """Return an offset of the file as code points into its sentence."""
        local = offset - sentence.base
        return local if points or sentence.map is None or local < 0 else sentence.map.to_text(local)

    def _reads(self, sentence: _Sentence, raw: _Raw, *, points: bool) -> bool:
        start = self._local(sentence, raw.start, points=points)
        end = self._local(sentence, raw.end, points=points)
        return 0 <= start <= end and sentence.shown[start:end] in (raw.word, unescaped(raw.word))

    def _join(self) -> fields.Shift | None:
        """Put the sentences together, with line breaks for what stood between them."""
        parts: list[str] = []
        at = behind = 0
        for number, sentence in enumerate(self._sentences):
            if not sentence.rows:
                sentence.base = behind + bool(number)
            gap = sentence.base - behind if number else 0
            if gap < 0:
                self._backwards += 1
                self._count(1, sentence.line)
                gap = 1
            self._gaps += bool(gap)
            parts.append("\n" * min(gap, 2) + " " * max(gap - 2, 0))
            at += gap
            sentence.at = at
            parts.append(sentence.shown)
            at += len(sentence.shown)
            length = len(sentence.shown) if self._points else OffsetMap(sentence.shown).qt_length
            behind = sentence.base + length
        self.text, shift = fields.unix_lines("".join(parts))
        return shift

    def row(self, sentence: _Sentence, raw: _Raw) -> Row | Fault:
        """Return a row with its offsets in the text; a Fault where its token does not stand there."""
        start = self._local(sentence, raw.start, points=self._points)
        end = self._local(sentence, raw.end, points=self._points)
        if not self._reads(sentence, raw, points=self._points):
            there = sentence.shown[max(start, 0) : max(end, 0)]
            return Fault(raw.line, f"token {raw.unit} should read {raw.word!r:.60} but the text there is {there!r:.60}")
        start, end = start + sentence.at, end + sentence.at
        if self._carriage is not None:
            start, end = self._carriage(start), self._carriage(end)
        return Row(raw.line, raw.unit, start, end, raw.cells)

    def told(self) -> Iterator[Repair]:
        """Say what the text was made of where the file does not hold it."""
        if self._gaps:
            yield Repair(
                0,
                f"what stood between its sentences is not in the file: line breaks were put into {self._gaps:,} places",
            )
        if self._points:
            yield Repair(0, "its offsets count code points, not UTF-16 units")
        if self._rebuilt:
            yield Repair(
                self._first[0], f"the text of {self._rebuilt:,} sentences does not hold their tokens: made of them"
            )
        if self._backwards:
            yield Repair(
                self._first[1], f"{self._backwards:,} sentences begin before the one above ends: put behind it"
            )
        if self._carriage is not None:
            yield Repair(0, "CR line ends were changed to LF and the offsets moved with them")
