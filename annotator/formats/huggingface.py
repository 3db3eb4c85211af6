"""Parquet as the `datasets` library reads it: one row an article and annotator, with tokens and IOB2 tags.

`spans` holds every span (code points, half-open, into `text`); `ner_tags` the flat layer of them as ClassLabel, and
where the scheme has several layers `ner_tags_<layer>` each. The library's own key of the schema's metadata names the
features, so that it restores ClassLabel; see https://huggingface.co/docs/datasets/about_dataset_features.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from annotator.core.sources import Fault, Head, Repair, Source
from annotator.core.span import Span
from annotator.formats.errors import RecordError
from annotator.formats.flat import flattened, tag_names
from annotator.formats.lost import tell
from annotator.formats.reading import Item, Job, Losses
from annotator.formats.record import Record

OURS = b"news_annotator"
"""The key of the schema's metadata by which this program knows its own files."""
MAGIC = b"PAR1"
_KEY = b"huggingface"
_ROWS = 8
_PACKS = 16
_MAX_FOOTER = 1 << 24
_SHOWN = 60
_CARRIED = frozenset(("meta", "statuses", "attributes", "relations", "article labels", "stories", "annotators"))
_STRINGS = ("id", "text", "text_sha256", "annotator", "annotator_id", "status", "story")
_TEXT = {"dtype": "string", "_type": "Value"}
_NUMBER = {"dtype": "int32", "_type": "Value"}
_SPAN = {"id": _TEXT, "start": _NUMBER, "end": _NUMBER, "label": _TEXT, "text": _TEXT, "attributes": _TEXT}
_RELATION = {"id": _TEXT, "type": _TEXT, "head": _TEXT, "child": _TEXT}


def sniff(head: Head) -> int:
    """Take Parquet with columns of annotations, by the names at the file's end."""
    if not head.data.startswith(MAGIC):
        return 0
    names = _footer(head)
    if OURS in names:
        return 95
    if b"ner_tags" in names and b"tokens" in names:
        return 85
    return 80 * (b"text" in names and (b"spans" in names or b"entities" in names))


def _footer(head: Head) -> bytes:
    """Return the file's description, or nothing; raise OSError."""
    with head.path.open("rb") as file:
        size = file.seek(0, 2)
        if size < 12:
            return b""
        file.seek(-8, 2)
        length = int.from_bytes(file.read(4), "little")
        if file.read(4) != MAGIC or not 0 < length <= min(size - 12, _MAX_FOOTER):
            return b""
        file.seek(-8 - length, 2)
        return file.read(length)


def read(source: Source) -> Iterator[Item | Fault | Repair]:
    """Read a file of rows; the line of a Fault is the row's number. Raises RecordError, OSError."""
    import pyarrow as pa
    from pyarrow import parquet

    from annotator.formats.parquet_rows import Columns

    try:
        with source.path.open("rb") as raw:
            file = parquet.ParquetFile(raw)
            held = file.schema_arrow.metadata or {}
            columns = Columns(file.schema_arrow.names, features_of(held), ours=OURS in held)
            done, total = 0, max(file.metadata.num_rows, 1)
            for batch in file.iter_batches(batch_size=_ROWS):
                source.step(done, total)
                for number, row in enumerate(batch.to_pylist(), start=done + 1):
                    yield from columns.read(row, number)
                done += batch.num_rows
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise RecordError(f"the file is no Parquet that can be read ({error})") from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise RecordError(f"the file is no Parquet that can be read ({error})") from error  # as Arrow tells of damage


def features_of(metadata: dict[bytes, bytes]) -> dict[str, Any]:
    """Return what the `datasets` library noted about the columns; nothing where it noted none."""
    try:
        found = json.loads(metadata.get(_KEY, b"{}"))
        features = found["info"]["features"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return features if isinstance(features, dict) else {}


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write records as rows, some hundred at a time."""
    import pyarrow as pa
    from pyarrow import parquet

    columns = _tag_columns(job)
    schema = _schema(columns, job)
    rows = (_row(record, columns, job) for record in records)
    with parquet.ParquetWriter(file, schema) as writer:
        while packs := list(islice(_packs(rows, schema), _PACKS)):
            writer.write_table(pa.Table.from_batches(packs))


def _packs(rows: Iterator[dict[str, Any]], schema: Any) -> Iterator[Any]:
    """Yield rows packed by a few: as objects of Python they take ten times the room."""
    import pyarrow as pa

    while some := list(islice(rows, _ROWS)):
        yield pa.RecordBatch.from_pylist(some, schema=schema)


@dataclass(frozen=True, slots=True)
class _Tags:
    """A column of tags: the labels that stand in it, and the number of each tag."""

    column: str
    labels: frozenset[str]
    numbers: dict[str, int]


def _tag_columns(job: Job) -> list[_Tags]:
    layers: dict[str, list[str]] = {}
    for key in job.labels:
        label = job.scheme.label(key)
        layers.setdefault(label.layer if label else "", []).append(key)
    named = {"ner_tags": list(job.labels)}
    if len(layers) > 1:
        named |= {f"ner_tags_{re.sub(r'[^0-9A-Za-z_]', '_', layer) or 'other'}": keys for layer, keys in layers.items()}
    return [
        _Tags(column, frozenset(keys), {tag: number for number, tag in enumerate(tag_names(keys))})
        for column, keys in named.items()
    ]


def _schema(columns: list[_Tags], job: Job) -> Any:
    import pyarrow as pa

    text, number = pa.string(), pa.int32()
    span = pa.struct([(key, number if kind is _NUMBER else text) for key, kind in _SPAN.items()])
    relation = pa.struct([(key, text) for key in _RELATION])
    fields = [
        *((name, text) for name in _STRINGS), ("spans", pa.list_(span)), ("relations", pa.list_(relation)),
        ("article_labels", text), ("meta", text), ("tokens", pa.list_(text)), ("token_starts", pa.list_(number)),
        *((one.column, pa.list_(pa.int64())) for one in columns),
    ]  # fmt: skip
    features: dict[str, Any] = {
        **dict.fromkeys(_STRINGS, _TEXT), "spans": [_SPAN], "relations": [_RELATION], "article_labels": _TEXT,
        "meta": _TEXT, "tokens": _sequence(_TEXT), "token_starts": _sequence(_NUMBER),
        **{one.column: _sequence({"names": list(one.numbers), "_type": "ClassLabel"}) for one in columns},
    }  # fmt: skip
    ours = {"scheme": job.scheme.name, "scheme_version": job.scheme.version}
    return pa.schema(fields).with_metadata(
        {_KEY: json.dumps({"info": {"features": features}}), OURS: json.dumps(ours, sort_keys=True)}
    )


def _sequence(feature: dict[str, Any]) -> dict[str, Any]:
    return {"feature": feature, "_type": "Sequence"}


def _row(record: Record, columns: list[_Tags], job: Job) -> dict[str, Any]:
    tokens = job.tokens(record.text)
    spans = sorted(record.spans, key=lambda s: (s.start, s.end, s.label, s.id))
    tell(record, job.losses, _CARRIED)
    return {
        "id": record.id, "text": record.text, "text_sha256": record.sha256, "annotator": record.annotator,
        "annotator_id": record.annotator_id, "status": record.status, "story": record.group,
        "spans": [_span(span, record) for span in spans],
        "relations": [
            {"id": r.id, "type": r.type, "head": r.head, "child": r.child}
            for r in sorted(record.relations, key=lambda r: (r.type, r.head, r.child, r.id))
        ],
        "article_labels": _json(dict(sorted(record.article_labels.items()))), "meta": _json(record.meta),
        "tokens": [record.text[start:end] for start, end in tokens], "token_starts": [start for start, _ in tokens],
        **{one.column: _tags(record, spans, tokens, one, job.losses) for one in columns},
    }  # fmt: skip


def _span(span: Span, record: Record) -> dict[str, Any]:
    values = dict(sorted(record.attributes_of(span.id).items()))
    return {
        "id": span.id, "start": span.start, "end": span.end, "label": span.label, "text": span.quote,
        "attributes": _json(values),
    }  # fmt: skip


def _tags(record: Record, spans: list[Span], tokens: list[tuple[int, int]], column: _Tags, losses: Losses) -> list[int]:
    """Return the tag's number of each token; what does not fit into the flat layer stays in `spans` and is told."""
    flat = flattened((span for span in spans if span.label in column.labels), tokens)
    for what, several in (("nested or overlapping tags", flat.overlapping), ("tags that cut a token", flat.cutting)):
        for span in several:
            place = f"{record.id} {span.start}-{span.end} {span.quote[:_SHOWN]!r}"
            losses.add(f"{what}, left out of {column.column} alone", place=place)
    out = [0] * len(tokens)
    for first, behind, span in flat.kept:
        inside = column.numbers[f"I-{span.label}"]
        out[first:behind] = [inside - 1] + [inside] * (behind - first - 1)
    return out


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
