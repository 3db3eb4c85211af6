"""spaCy's DocBin: `ents` for what fits a flat layer, `spans["sc"]` for all that is aligned, the rest as user data.

The file is the zlib of one msgpack map (https://spacy.io/api/docbin). The library builds that map in memory, a
gigabyte for a large corpus; here its long parts are gathered in temporary files and put together at the end.
"""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from typing import IO, Any, BinaryIO

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Span
from annotator.formats.errors import RecordError
from annotator.formats.lost import tell
from annotator.formats.reading import Item, Job
from annotator.formats.record import Record

KEY = "news_annotator"
GROUP = "sc"
_ATTRS = ("ORTH", "ENT_IOB", "ENT_TYPE")
_PARTS = ("tokens", "spaces", "lengths", "cats", "flags", "span_groups", "user_data")
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_RENEWED = 500
_SPOOLED = 1 << 20
_PIECE = 1 << 20
_SHOWN = 60
_MOST = 1 << 33
_RATIO = 400
_CARRIED = frozenset(
    ("meta", "statuses", "reasons", "attributes", "relations", "article labels", "stories", "annotators")
)


def sniff(head: Head) -> int:
    """Take what unpacks to the map of a DocBin."""
    if not head.data.startswith(_ZLIB):
        return 0
    try:
        begin = zlib.decompressobj().decompress(head.data[:4096], 64)
    except zlib.error:
        return 0
    return 95 if begin[:1] in b"\x86\x87\x88\x89\x8a\x8b" and b"\xa7version" in begin else 0


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read the docs of a file; the line of a Fault is the doc's number. Raises RecordError, OSError."""
    from annotator.formats.spacy_docs import docs_of, record_of

    left_out: set[str] = set()
    for number, total, doc in docs_of(source.path, most=_MOST, ratio=_RATIO):
        source.step(number - 1, total)
        yield from record_of(doc, number, left_out)
    if left_out:
        yield Repair(0, f"of the docs these were left out: {', '.join(sorted(left_out))}")


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write records as docs of one DocBin with user data, tokenized by the blank pipeline of each one's language."""
    with ExitStack() as stack:
        bin_ = _Bin({name: stack.enter_context(tempfile.SpooledTemporaryFile(_SPOOLED)) for name in _PARTS})
        makers = _Pipelines()
        for record in records:
            bin_.add(*_doc(record, makers, job))
        bin_.put_together(file)


class _Pipelines:
    """Blank pipelines by language, each made anew after some hundred texts: their vocabularies only grow."""

    def __init__(self) -> None:
        self._known: dict[str, Any] = {}
        self._unknown: set[str] = set()
        self._used = 0

    def doc(self, text: str, language: str) -> Any:
        """Return the doc of a text, with the tokens of its language, or of "xx" where spaCy does not know it."""
        self._used += 1
        if self._used % _RENEWED == 0:
            self._known.clear()
        return self._pipeline(language).make_doc(text)

    def _pipeline(self, language: str) -> Any:
        import spacy

        code = language.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower()
        if not code.isascii() or not code.isalpha() or code in self._unknown:
            code = "xx"
        if code not in self._known:
            try:
                made = spacy.blank(code)
            except ImportError:  # no such language, or its tokenizer is a package of its own
                self._unknown.add(code)
                return self._pipeline("xx")
            made.max_length = 1 << 31
            self._known[code] = made
        return self._known[code]


def _doc(record: Record, makers: _Pipelines, job: Job) -> tuple[Any, dict[str, Any]]:
    """Return a record's doc, and what it has no place for."""
    language = record.meta.get("language")
    doc = makers.doc(record.text, language if isinstance(language, str) else "xx")
    held, apart = [], []
    for span in sorted(record.spans, key=lambda s: (s.start, s.end, s.label, s.id)):
        found = doc.char_span(span.start, span.end, label=span.label)
        if found is None:
            apart.append(span)
            job.losses.add("tags that cut a token, kept in user_data alone", place=_place(record, span))
        else:
            held.append((found, span))
    doc.spans[GROUP] = [found for found, _ in held]
    doc.set_ents(_flat(record, held, job), default="outside")
    tell(record, job.losses, _CARRIED)
    doc.cats = _cats(record, job)
    return doc, {
        "id": record.id, "text_sha256": record.sha256, "annotator": record.annotator,
        "annotator_id": record.annotator_id, "status": record.status, "reason": record.reason,
        "labels": sorted({span.label for span in record.spans}), "span_ids": [span.id for _, span in held],
        "cut": [[span.id, span.start, span.end, span.label] for span in apart],
        "attributes": json.dumps(record.attributes, ensure_ascii=False, sort_keys=True),
        "relations": sorted([r.type, r.head, r.child, r.id] for r in record.relations),
        "article_labels": json.dumps(record.article_labels, ensure_ascii=False, sort_keys=True),
        "meta": json.dumps(record.meta, ensure_ascii=False), "story": record.group,
    }  # fmt: skip


def _flat(record: Record, held: list[tuple[Any, Span]], job: Job) -> list[Any]:
    """Return the spans for `doc.ents`, the longest first and none over another; spaCy allows no space at an edge."""
    out, taken = [], set[int]()
    for found, span in sorted(held, key=lambda two: two[1].start - two[1].end):
        tokens = range(found.start, found.end)
        if span.quote != span.quote.strip():
            job.losses.add("tags with a space at an edge, left out of ents alone", place=_place(record, span))
        elif not taken.isdisjoint(tokens):
            job.losses.add("nested or overlapping tags, left out of ents alone", place=_place(record, span))
        else:
            taken.update(tokens)
            out.append(found)
    return out


def _cats(record: Record, job: Job) -> dict[str, float]:
    """Return `question:answer` -> 1 for what was answered and 0 for the scheme's other answers to that question."""
    out: dict[str, float] = {}
    for key, value in sorted(record.article_labels.items()):
        question = next((one for one in job.scheme.article_labels if one.key == key), None)
        out |= {f"{key}:{answer}": 0.0 for answer in (question.values if question else ())}
        out |= {f"{key}:{answer}": 1.0 for answer in (value if isinstance(value, list) else [value])}
    return out


def _place(record: Record, span: Span) -> str:
    return f"{record.id} {span.start}-{span.end} {span.quote[:_SHOWN]!r}"


class _Bin:
    """The parts of a DocBin in temporary files, in the form that its map has them."""

    def __init__(self, parts: Mapping[str, IO[bytes]]) -> None:
        self._parts = parts
        self._strings: set[str] = set()
        self._docs = 0

    def add(self, doc: Any, beside: dict[str, Any]) -> None:
        """Add one doc, with the user data that this program reads again."""
        import srsly
        from spacy.attrs import SPACY

        self._docs += 1
        array = doc.to_array(list(_ATTRS))
        parts = self._parts
        parts["tokens"].write(array.astype("<u8").tobytes("C"))
        parts["spaces"].write(doc.to_array(SPACY).astype(bool).tobytes("C"))
        parts["lengths"].write(len(doc).to_bytes(4, "little"))
        parts["cats"].write(srsly.msgpack_dumps(doc.cats))
        parts["flags"].write(srsly.msgpack_dumps({"has_unknown_spaces": False}))
        parts["span_groups"].write(srsly.msgpack_dumps(doc.spans.to_bytes()))
        parts["user_data"].write(srsly.msgpack_dumps(srsly.msgpack_dumps({KEY: beside})))
        self._strings.update([token.text for token in doc])
        self._strings.update([span.label_ for span in doc.spans[GROUP]])

    def put_together(self, file: BinaryIO) -> None:
        """Write the map, packed."""
        import srsly
        from spacy.attrs import IDS

        packed = zlib.compressobj()

        def put(data: bytes) -> None:
            file.write(packed.compress(data))

        whole = {"version": "0.1", "attrs": [IDS[name] for name in _ATTRS]}
        put(bytes([0x80 | len(whole) + 1 + len(self._parts)]))
        for name, value in whole.items():
            put(srsly.msgpack_dumps(name) + srsly.msgpack_dumps(value))
        for name in ("tokens", "spaces", "lengths"):
            put(srsly.msgpack_dumps(name) + b"\xc6" + self._size(name).to_bytes(4, "big"))
            self._copy(name, put)
        put(srsly.msgpack_dumps("strings") + _array(len(self._strings)))
        for string in sorted(self._strings):
            put(srsly.msgpack_dumps(string))
        for name in ("cats", "flags", "span_groups", "user_data"):
            put(srsly.msgpack_dumps(name) + _array(self._docs))
            self._copy(name, put)
        file.write(packed.flush())

    def _size(self, name: str) -> int:
        size = self._parts[name].tell()
        if size >= 1 << 32:
            raise RecordError("the export is too large for one DocBin (4 GB of tokens); export it in parts")
        return size

    def _copy(self, name: str, put: Any) -> None:
        part = self._parts[name]
        part.seek(0)
        while piece := part.read(_PIECE):
            put(piece)


def _array(length: int) -> bytes:
    return b"\xdd" + length.to_bytes(4, "big")
