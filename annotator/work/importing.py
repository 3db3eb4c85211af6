"""Import: sources in, articles and work into the project, one report out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import article_id, text_sha256
from annotator.core.names import check_name
from annotator.core.scheme import key_fault, with_labels
from annotator.formats import native, registry
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.news.errors import NewsError
from annotator.news.read import read_text_file
from annotator.news.sources import guess_language, walk
from annotator.store import bulk, people
from annotator.store.errors import spoken
from annotator.store.log import set_scheme
from annotator.store.project import Project
from annotator.work.intake import Intake
from annotator.work.orders import ImportReport, ImportRequest, Refusal
from annotator.work.progress import Left, Progress

MAX_LINE = 256 * 1024 * 1024


def import_files(
    project: Project, request: ImportRequest, actor: str, progress: Progress | None = None, *, resume: int | None = None
) -> ImportReport:
    """Import everything a request names; `resume` goes on with an unfinished batch.

    Raises Cancelled, or AnnotatorError when nothing can be imported; either way the project is as it was.
    """
    progress = progress or Progress()
    if request.format is not None:
        registry.named(request.format)
    if request.annotator is not None:
        check_name(request.annotator)
        if project.value("package"):
            people.find_or_add(project, request.annotator)
    files = _files(request.sources, progress)
    report = ImportReport()
    with spoken(project.path):
        batch = bulk.Batch(project, "import", request.as_json(), actor, pk=resume)
        try:
            intake = Intake(project, batch, report.duplicates)
            for item in _records(files, request, report, progress):
                _take(intake, item, request, report)
                if batch.full():
                    batch.flush()
            _end(project, batch, intake, request, report)
        except Left:
            raise
        except BaseException:
            batch.cancel()
            raise
    return report


def _files(sources: tuple[Path, ...], progress: Progress) -> list[Path]:
    try:
        return list(walk(sources, lambda: progress.step(0, None)))
    except OSError as error:
        raise AnnotatorError(f"{error.filename} can't be read ({error.strerror}). Check the path.") from error


def cut_off(project: Project, request: ImportRequest) -> int | None:
    """Return the number of the batch that a crash left of this very request, to be gone on with; else None."""
    wanted = request.as_json()
    return next((batch.pk for batch in bulk.open_batches(project) if batch.request == wanted), None)


def _end(project: Project, batch: bulk.Batch, intake: Intake, request: ImportRequest, report: ImportReport) -> None:
    """Show what was read all at once, or remove it when there is nothing to show or something is refused strictly."""
    intake.check_complete()
    unknown = intake.labels - {label.key for label in project.scheme.labels}
    if request.strict and (report.refused or unknown):
        report.added = report.already = 0
        where = str(project.path)
        report.refused += [Refusal(where, 0, f"the scheme has no label {label!r}") for label in sorted(unknown)]
    if not report.added:
        batch.cancel()
        return
    report.labels_added = sorted(unknown)
    batch.finish(lambda: _settle(project, intake, unknown, batch.actor))


def _settle(project: Project, intake: Intake, unknown: set[str], actor: str) -> None:
    intake.add_people()
    set_scheme(project, with_labels(project.scheme, unknown), actor)


@dataclass(frozen=True, slots=True)
class _Item:
    """A record and the place it came from."""

    record: Record
    file: Path
    line: int


def _take(intake: Intake, item: _Item, request: ImportRequest, report: ImportReport) -> None:
    record = item.record
    try:
        for label in dict.fromkeys(span.label for span in record.spans):
            if fault := key_fault(label):
                raise RecordError(f"the label {label!r:.60} {fault}")
        if record.anonymous:
            record.annotator = request.annotator or item.file.stem
        added = intake.take(record)
    except RecordError as error:
        report.refused.append(Refusal(str(item.file), item.line, str(error)))
        return
    place = f"{item.file}, line {item.line}" if item.line else str(item.file)
    report.repaired += [f"{place}: {note}" for note in record.repaired]
    if added:
        report.added += 1
    else:
        report.already += 1


def _records(files: list[Path], request: ImportRequest, report: ImportReport, progress: Progress) -> Iterator[_Item]:
    for number, path in enumerate(files):
        progress.step(number, len(files), path.name)
        try:
            kind = registry.named(request.format) if request.format else registry.detect(path)
            if kind is not registry.TEXT:
                path.open("rb").close()
        except OSError as error:
            report.refused.append(Refusal(str(path), 0, f"it can't be read ({error.strerror})"))
            continue
        if kind is registry.TEXT:
            yield from _text(path, report)
        else:
            yield from _lines(path, report, progress)


def _text(path: Path, report: ImportReport) -> Iterator[_Item]:
    report.read += 1
    try:
        news = read_text_file(path)
    except NewsError as error:
        report.refused.append(Refusal(str(path), 0, str(error)))
        return
    sha = text_sha256(news.text)
    # A name that is no UTF-8 must not make the record one that can't be written.
    meta: dict[str, Any] = {"file": os.fsencode(path.name).decode("utf-8", "replace")}
    if news.encoding != "utf-8":
        meta["encoding"] = news.encoding
    if language := guess_language(news.text):
        meta["language"] = language
    yield _Item(Record(article_id(sha), news.text, sha, meta, plain=True, repaired=list(news.notes)), path, 0)


def _lines(path: Path, report: ImportReport, progress: Progress) -> Iterator[_Item]:
    before = report.read
    try:
        with path.open("rb") as file:
            size = max(path.stat().st_size, 1)
            for number, line in enumerate(_bounded(file), start=1):
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if not line.strip():
                    continue
                report.read += 1
                if number % 16 == 0:
                    progress.step(file.tell(), size, path.name)
                try:
                    if len(line) > MAX_LINE:
                        raise RecordError("the line is longer than 256 MB: split the article")
                    yield _Item(native.parse_line(line), path, number)
                except RecordError as error:
                    report.refused.append(Refusal(str(path), number, str(error)))
    except OSError as error:
        raise AnnotatorError(f"{path} can't be read ({error.strerror}). Check the file, then try again.") from error
    if report.read == before:
        report.refused.append(Refusal(str(path), 0, "the file is empty; name a file with one record a line"))


def _bounded(file: Any) -> Iterable[bytes]:
    """Yield lines, an overlong one cut once and skipped to its end."""
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line
