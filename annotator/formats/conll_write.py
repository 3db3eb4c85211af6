"""Write token files: one flat layer of tags, an article after each -DOCSTART-."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

from annotator.core.span import Span
from annotator.formats.conll_columns import DOCUMENT
from annotator.formats.conll_tags import IOB2, tags_for
from annotator.formats.flat import flattened
from annotator.formats.lost import tell
from annotator.formats.reading import Job, Tokens
from annotator.formats.record import Record

_SPACE = re.compile(r"\s+")
_UNPLAIN = re.compile(r'^"|^\s|\s$|[\x00-\x1f\x7f-\x9f\u2028\u2029]')


def write(records: Iterable[Record], file: BinaryIO, job: Job) -> None:
    """Write two columns, token and IOB2 tag, with a tab between them."""
    write_as(records, file, job, IOB2, ("{token}\t{tag}", f"{DOCUMENT}\tO"))


def write_as(records: Iterable[Record], file: BinaryIO, job: Job, scheme: str, shape: tuple[str, str]) -> None:
    """Write records in a scheme of tags; `shape` is a token's line and the line that begins an article.

    What follows a -DOCSTART- line as a comment is read back by this program: id, annotator, status.
    """
    row, start = shape
    for record in records:
        lines = [start, "", *_facts(record)]
        for tokens, spans in _sentences(record, job):
            chosen = [(first, last, _named(span, job, record)) for first, last, span in spans]
            tags = tags_for(len(tokens), chosen, scheme)
            lines += [
                row.format(token=record.text[begin:end], tag=tag)
                for (begin, end), tag in zip(tokens, tags, strict=True)
            ]  # fmt: skip
            lines.append("")
        file.write("".join(f"{line}\n" for line in lines).encode("utf-8"))
        tell(record, job.losses, ("statuses", "annotators"))


def _facts(record: Record) -> list[str]:
    told = {"id": record.id, "annotator": record.annotator, "annotator_id": record.annotator_id}
    if record.status != "done":
        told["status"] = record.status
    return [
        f"# {key} = {json.dumps(value) if _UNPLAIN.search(value) else value}" for key, value in told.items() if value
    ]


def _sentences(record: Record, job: Job) -> list[tuple[Tokens, list[tuple[int, int, Span]]]]:
    """Return the tokens of each line that has any, with the spans chosen there (first token, behind the last)."""
    tokens, text = job.tokens(record.text), record.text
    starts = [
        place
        for place, (begin, _) in enumerate(tokens)
        if not place or "\n" in text[tokens[place - 1][1] : begin]
    ]  # fmt: skip
    if text != _remade(text, tokens, starts):
        job.losses.add("articles whose spaces and line breaks between tokens were not kept", 1, record.id)
    chosen = _chosen(record, job, tokens)
    out = []
    for place, first in enumerate(starts):
        behind = starts[place + 1] if place + 1 < len(starts) else len(tokens)
        inside = [(one - first, last - first, span) for one, last, span in chosen if first <= one < behind]
        out.append((tokens[first:behind], inside))
    return out


def _remade(text: str, tokens: Tokens, starts: Sequence[int]) -> str:
    """Return the text that a reader will make of the tokens."""
    lines = [
        " ".join(text[begin:end] for begin, end in tokens[first:behind])
        for first, behind in zip(starts, [*starts[1:], len(tokens)], strict=True)
    ]
    return "\n".join(lines)


def _chosen(record: Record, job: Job, tokens: Tokens) -> list[tuple[int, int, Span]]:
    """Return the spans of one flat layer, the longest first where they overlap; what is left out is noted."""
    whole = [span for span in record.spans if "\n" not in span.quote]
    flat = flattened(whole, tokens)
    for what, spans in (
        ("tags that run over the end of a line", [span for span in record.spans if "\n" in span.quote]),
        ("tags whose edges are not those of tokens", flat.cutting),
        ("tags that overlap a longer one", flat.overlapping),
    ):
        for span in spans:
            job.losses.add(what, 1, f"{record.id} {span.start}-{span.end} {span.label} {span.quote:.40}")
    return sorted(flat.kept, key=lambda one: one[0])


def _named(span: Span, job: Job, record: Record) -> str:
    label = _SPACE.sub("_", span.label)
    if label != span.label:
        job.losses.add("labels with spaces, written with _", 1, f"{record.id} {span.label}")
    return label
