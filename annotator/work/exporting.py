"""Export: records in a fixed order, streamed through a format's writer to a file or folder that appears whole."""

from __future__ import annotations

from pathlib import Path

from annotator.core.errors import AnnotatorError
from annotator.core.kinds import Kind
from annotator.formats.reading import Job, Losses
from annotator.store import layers
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.orders import ExportReport, ExportRequest, Loss
from annotator.work.progress import Progress
from annotator.work.records import Records, check_filters, owners_of
from annotator.work.targets import folder_at, list_files, opened


def export_file(
    project: Project, target: Path | None, request: ExportRequest, progress: Progress | None = None
) -> ExportReport:
    """Write an export to `target` (None: standard output), which is replaced only when all is written.

    Raises AnnotatorError with a sentence, Cancelled when `progress` says so; both leave what stood there.
    """
    progress = progress or Progress()
    if request.dataset:
        from annotator.work.dataset import export_dataset

        if target is None:
            raise AnnotatorError("A dataset is a folder of files: name a folder to export to.")
        return export_dataset(project, target, request, progress)
    kind = kinds.named(request.format, writing=True)
    writer = kind.load()
    owners = owners_of(project, request)
    check_filters(project, request)
    job = job_of(project, kind, request)
    records = Records(project, request, owners, job.losses, progress)
    if kind.folder:
        if target is None:
            raise AnnotatorError(f"{kind.name} is a folder of files: name a folder to export to.")
        with folder_at(target) as folder:
            writer.write(iter(records), folder, job)
            list_files(folder)
    else:
        with opened(target, project.path) as file:
            writer.write(iter(records), file, job)
    return ExportReport(
        records.records, records.articles, records.spans, job.losses.told(), lost(job.losses), path=target
    )


def job_of(project: Project, kind: Kind, request: ExportRequest) -> Job:
    """Return what a writer is told; its labels are those asked for, or the scheme's and others that spans have."""
    scheme = project.scheme
    labels = [label.key for label in scheme.live]
    if not kind.lossless:
        with spoken(project.path):
            found = layers.labels(project)
        labels += sorted(found - set(labels))
    if request.labels:
        labels = [key for key in labels if key in request.labels]
    return Job(scheme, labels=tuple(labels))


def lost(losses: Losses) -> list[Loss]:
    """Return what was noted as facts, in the order of `Losses.told`."""
    return [Loss(what, losses.counts[what], tuple(losses.places.get(what, ()))) for what in sorted(losses.counts)]
