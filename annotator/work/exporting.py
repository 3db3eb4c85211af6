"""Export: one record for each article and owner, in a fixed order, streamed to a file that appears whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD
from annotator.core.zones import Zone, effective
from annotator.formats import native
from annotator.formats.record import Record
from annotator.store import articles, people, reading
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.orders import ExportReport, ExportRequest
from annotator.work.progress import Progress


def export_file(
    project: Project, target: Path | None, request: ExportRequest, progress: Progress | None = None
) -> ExportReport:
    """Write an export to `target` (None: standard output), which is replaced only when all is written."""
    kinds.named(request.format, writing=True)
    owners = _owners(project, request)
    with opened(target, project.path) as file:
        return _write(project, file, request, owners, progress or Progress())


def _owners(project: Project, request: ExportRequest) -> set[str] | None:
    if not request.annotators and not request.gold:
        return None
    everybody = people.people(project)
    wanted = {GOLD} if request.gold else set[str]()
    for name in request.annotators:
        found = {p.id for p in everybody if name in (p.name, p.id)}
        if not found:
            known = ", ".join(p.name for p in everybody) or "nobody yet"
            raise AnnotatorError(f"{project.path}: there is no annotator {name!r}; the project knows {known}.")
        wanted |= found
    return wanted


def _write(
    project: Project, file: BinaryIO, request: ExportRequest, owners: set[str] | None, progress: Progress
) -> ExportReport:
    scheme = project.scheme
    total = articles.count(project)
    records = seen = spans = 0
    for done, group in enumerate(_groups(project)):
        if done % 32 == 0:
            progress.step(done, total)
        kept = [r for r in group if _wanted(r, request, owners)]
        seen += bool(kept)
        for record in kept:
            file.write(native.dump(record, scheme))
            records += 1
            spans += len(record.spans)
    return ExportReport(records, seen, spans)


def _groups(project: Project) -> Iterator[list[Record]]:
    """Yield the records of one article after the other."""
    with spoken(project.path):
        for item, text, rezoned, owners in reading.groups(project):
            common = effective(item.detected, rezoned)
            records = [_record(item, text, name, owner, work, common) for name, owner, work in owners]
            yield records or [Record(item.id, text, item.sha256, item.meta, zones=common, group=item.wire)]


def _record(
    item: articles.Article, text: str, name: str, owner: str, work: articles.Work, zones: tuple[Zone, ...]
) -> Record:
    attributes: dict[str, dict[str, Any]] = {}
    for (span, key), value in work.attributes.items():
        attributes.setdefault(span, {})[key] = value
    return Record(
        item.id, text, item.sha256, item.meta, name, owner,
        status=work.status, reason=work.reason, zones=effective(zones, work.overrides.values()),
        spans=list(work.spans.values()), attributes=attributes, relations=list(work.relations.values()),
        notes=work.notes, article_labels=work.article_labels, group=item.wire,
    )  # fmt: skip


def _wanted(record: Record, request: ExportRequest, owners: set[str] | None) -> bool:
    if owners is not None and record.annotator_id not in owners:
        return False
    return not request.statuses or record.status in request.statuses


@contextmanager
def opened(target: Path | None, project: Path) -> Iterator[BinaryIO]:
    """Give a stream that becomes the file `target`, or stdout; a failure leaves what was there before."""
    if target is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with spoken(target):
        if target.is_dir():
            raise AnnotatorError(f"{target} is a folder. Name a file to export to.")
        if not target.resolve().parent.is_dir():
            raise AnnotatorError(f"{target.parent}: there is no such folder. Make it first, or choose another one.")
        if target.exists() and target.samefile(project):
            raise AnnotatorError(f"{target} is the project itself. Name another file to export to.")
        if target.exists() and not target.is_file():
            with target.open("wb") as special:
                yield special
            return
        with _replaced(target.resolve()) as file:
            yield file


@contextmanager
def _replaced(target: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the name `target` and its rights when all went well, and leaves nothing otherwise."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    temporary.unlink(missing_ok=True)
    try:
        with temporary.open("xb", buffering=1 << 20) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
