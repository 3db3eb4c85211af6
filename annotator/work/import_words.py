"""What the command line asks of an import and says of one."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.news.mapping import FIELDS
from annotator.work.orders import ImportReport
from annotator.work.preview import Preview, PreviewFile

_LINES = 20


def options_of(chosen: Sequence[str], encoding: str | None) -> dict[str, Any]:
    """Return the readers' options of `--map FIELD=COLUMN` and `--encoding`; raise AnnotatorError for a wrong one."""
    options: dict[str, Any] = {}
    mapping: dict[str, str] = {}
    for word in chosen:
        name, sign, column = word.partition("=")
        if not sign or not column or name not in FIELDS:
            raise AnnotatorError(f"--map {word}: write FIELD=COLUMN, the field being one of {', '.join(FIELDS)}.")
        mapping[name] = column
    if mapping:
        options["mapping"] = mapping
    if encoding is not None:
        try:
            options["encoding"] = codecs.lookup(encoding).name
        except LookupError:
            raise AnnotatorError(f"There is no encoding {encoding!r}: name one such as utf-8 or cp1252.") from None
    return options


def told(report: ImportReport) -> str:
    """Return an import's report as lines."""
    counts = f"added {report.added}, already there {report.already}, refused {len(report.refused)}"
    lines = [f"Read {report.read}, {counts}."]
    if other := {name: n for name, n in sorted(report.encodings.items()) if name != "utf-8"}:
        lines.append(f"Not UTF-8: {', '.join(f'{n} as {name}' for name, n in other.items())}.")
    lines += [f"Repaired: {note}" for note in report.repaired]
    lines += [f"Same text but for case, spaces and quotes: {a} and {b}." for a, b in report.duplicates]
    if report.copies:
        lines.append(f"Copies of one text: {report.copies} articles, {report.stories} new stories.")
    if report.labels_added:
        lines.append(f"Labels added to the scheme: {', '.join(report.labels_added)}.")
    return "\n".join(lines)


def told_preview(found: Preview) -> str:
    """Return a preview as lines."""
    some = "" if found.complete else ", of a part of it"
    lines = [
        f"New {found.new}, already there {found.already}, copies {found.copies}, refused {len(found.refused)}{some}."
    ]
    lines += [_file(file) for file in found.files[:_LINES]]
    if len(found.files) > _LINES:
        lines.append(f"and {len(found.files) - _LINES} more files")
    lines += [f"  {a.headline}  [{a.meta.get('import_path', a.file)}{f', line {a.line}' if a.line else ''}]"
              for a in found.articles]  # fmt: skip
    lines += [f"Refused: {refusal}" for refusal in found.refused[:_LINES]]
    lines += [f"Repaired: {note}" for note in found.repaired[:_LINES]]
    lines.append("Nothing was written.")
    return "\n".join(lines)


def _file(file: PreviewFile) -> str:
    facts = [file.kind or "unknown", f"{file.size:,} bytes"]
    if file.mapping:
        facts.append(", ".join(f"{name}={column}" for name, column in file.mapping.items()))
    if file.columns:
        facts.append(f"columns: {', '.join(file.columns)}")
    if file.encoding:
        facts.append(f"{file.encoding}, not certain: name it with --encoding" if file.unsure else file.encoding)
    if file.problem:
        facts.append(file.problem)
    return f"{file.path}: {'; '.join(facts)}"
