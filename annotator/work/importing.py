"""Import: sources in, articles and work into the project, one report out."""

from __future__ import annotations

from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.names import check_name
from annotator.core.scheme import with_labels
from annotator.formats.errors import RecordError
from annotator.news import table
from annotator.news.zonewords import project_words
from annotator.store import bulk, people
from annotator.store.errors import spoken
from annotator.store.log import set_scheme
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.finding import Finding, Place, find
from annotator.work.intake import Intake
from annotator.work.mappings import REMEMBERED, is_table, remember, remembered
from annotator.work.orders import ImportReport, ImportRequest, Refusal
from annotator.work.progress import Left, Progress
from annotator.work.readers import read_all
from annotator.work.reading import Mended, Read, Refused, kind_of
from annotator.work.zoning import ZONE_WORDS

_TABLES = 20


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
    found = _found(request.sources, progress)
    report = ImportReport(repaired=list(found.left_out))
    with spoken(project.path):
        request = _settled(project, request, resume)
        batch = bulk.Batch(project, "import", request.as_json(), actor, pk=resume)
        try:
            intake = Intake(project, batch, report.duplicates)
            with closing(read_all(found.places, request, progress)) as everything:
                for read in everything:
                    _take(intake, read, request, report)
                    if batch.full():
                        batch.flush()
            tables = _tables(found.places, request)
            _end(project, batch, intake, request, report, tables)
        except Left:
            raise
        except BaseException:
            batch.cancel()
            raise
    return report


def _found(sources: tuple[Path, ...], progress: Progress) -> Finding:
    try:
        return find(sources, lambda: progress.step(0, None))
    except OSError as error:
        raise AnnotatorError(f"{error.filename} can't be read ({error.strerror}). Check the path.") from error


def _settled(project: Project, request: ImportRequest, resume: int | None) -> ImportRequest:
    """Return the request with the mappings that the project remembers: those of the time when the import began."""
    if resume is None:
        words = {ZONE_WORDS: zone_words} if (zone_words := project.value(ZONE_WORDS)) else {}
        project_words(zone_words)
        return replace(request, options={**request.options, REMEMBERED: remembered(project), **words})
    kept = next(b.request for b in bulk.open_batches(project) if b.pk == resume)
    return replace(request, options=ImportRequest.from_json(kept).options)


def cut_off(project: Project, request: ImportRequest) -> int | None:
    """Return the number of the batch that a crash left of this very request, to be gone on with; else None."""
    wanted = _asked(request)
    found = bulk.open_batches(project)
    return next((b.pk for b in found if _asked(ImportRequest.from_json(b.request)) == wanted), None)


def _asked(request: ImportRequest) -> dict[str, Any]:
    """Return a request as a person gave it."""
    asked = {key: value for key, value in request.options.items() if key not in (REMEMBERED, ZONE_WORDS)}
    return replace(request, options=asked).as_json()


def _end(
    project: Project, batch: bulk.Batch, intake: Intake, request: ImportRequest, report: ImportReport,
    tables: list[list[str]],
) -> None:  # fmt: skip
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

    def settle() -> None:
        intake.add_people()
        for columns in tables:
            remember(project, columns, request.options["mapping"])
        set_scheme(project, with_labels(project.scheme, unknown), batch.actor)

    batch.finish(settle)


def _tables(places: list[Place], request: ImportRequest) -> list[list[str]]:
    """Return the columns of the first tables for which a mapping was chosen."""
    found: list[list[str]] = []
    for place in places if request.options.get("mapping") else ():
        with suppress(AnnotatorError, OSError):
            kind, _, packed = kind_of(place.path, request.format)
            if not packed and is_table(kind):
                found.append(table.columns(place.path, request.options))
        if len(found) == _TABLES:
            break
    return found


def _take(intake: Intake, read: Read, request: ImportRequest, report: ImportReport) -> None:
    if isinstance(read, Mended):
        report.repaired.append(str(Refusal(read.file, read.line, read.note)))
        return
    if isinstance(read, Refused):
        report.read += read.counted
        report.refused.append(Refusal(read.file, read.line, read.reason))
        return
    record = read.ready
    report.read += 1
    try:
        if record.anonymous:
            record.annotator = request.annotator or record.annotator or PurePath(read.file).stem
        added = intake.take(record)
    except RecordError as error:
        report.refused.append(Refusal(read.file, read.line, str(error)))
        return
    report.repaired += [str(Refusal(read.file, read.line, note)) for note in record.repaired]
    if added:
        report.added += 1
        if record.encoding:
            report.encodings[record.encoding] = report.encodings.get(record.encoding, 0) + 1
    else:
        report.already += 1
