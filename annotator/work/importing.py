"""Import: sources in, articles and work into the project, one report out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import article_id, text_sha256
from annotator.core.kinds import Kind
from annotator.core.names import check_name
from annotator.core.scheme import key_fault, with_labels
from annotator.core.sources import Fault, Repair, Source
from annotator.formats.errors import RecordError
from annotator.formats.record import Record
from annotator.news.article import NewsArticle
from annotator.news.errors import NewsError
from annotator.news.sources import walk
from annotator.store import bulk, people
from annotator.store.errors import spoken
from annotator.store.log import set_scheme
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.intake import Intake
from annotator.work.orders import ImportReport, ImportRequest, Refusal
from annotator.work.progress import Left, Progress


def import_files(
    project: Project, request: ImportRequest, actor: str, progress: Progress | None = None, *, resume: int | None = None
) -> ImportReport:
    """Import everything a request names; `resume` goes on with an unfinished batch.

    Raises Cancelled, or AnnotatorError when nothing can be imported; either way the project is as it was.
    """
    progress = progress or Progress()
    if request.format is not None:
        kinds.named(request.format).load()
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
            kind = kinds.named(request.format) if request.format else kinds.detect(path)
            yield from _of_file(path, kind, report, progress)
        except OSError as error:
            report.refused.append(Refusal(str(path), 0, f"it can't be read ({error.strerror})"))


def _of_file(path: Path, kind: Kind, report: ImportReport, progress: Progress) -> Iterator[_Item]:
    """Yield the records of one file; what it holds that can't be taken is reported."""

    def step(done: int, total: int) -> None:
        progress.step(done, total, path.name)

    try:
        for found in kind.load().read(Source(path, step)):
            report.read += not isinstance(found, Repair)
            if isinstance(found, Fault):
                report.refused.append(Refusal(str(found.file or path), found.line, found.reason))
            elif isinstance(found, Repair):
                report.repaired.append(f"{Refusal(str(found.file or path), found.line, found.note)}")
            elif isinstance(found, NewsArticle):
                yield _Item(_news(found, path), path, found.line)
            else:
                yield _Item(found.record, path, found.line)
    except (RecordError, NewsError) as error:
        report.read += kind.news
        report.refused.append(Refusal(str(path), 0, str(error)))


def _news(news: NewsArticle, path: Path) -> Record:
    """Return an article of a news file as a record of nobody's."""
    sha = text_sha256(news.text)
    # A name that is no UTF-8 must not make the record one that can't be written.
    meta: dict[str, Any] = {"file": os.fsencode(path.name).decode("utf-8", "replace"), **news.meta}
    identity = news.id or article_id(sha)
    return Record(
        identity, news.text, sha, meta, plain=news.id is None, detected=news.zones or None, repaired=list(news.notes)
    )
