"""What an export would give, before anybody says where to: the outline of a dataset, and what would be left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.core.errors import AnnotatorError
from annotator.store import articles, assigning
from annotator.store.project import Project
from annotator.work import kinds
from annotator.work.dataset import Outline, outline
from annotator.work.exporting import export_file
from annotator.work.orders import ExportRequest, Loss
from annotator.work.progress import Progress

FEW = 400
"""Up to so many articles are written for a try, to count what a format can't carry."""


@dataclass(slots=True)
class Estimate:
    """The outline where a dataset was asked for; `lost` is None where there are too many articles to count it."""

    outline: Outline | None = None
    lost: list[Loss] | None = None


def of_articles(project: Project, request: ExportRequest, pks: Sequence[int]) -> ExportRequest:
    """Return the request for these articles, by their row keys (none: as it is); raises AnnotatorError."""
    if not pks:
        return request
    known = assigning.ids(project)
    found = tuple(known[pk] for pk in pks if pk in known)
    if not found:
        raise AnnotatorError("None of the chosen articles is in the project any more. Choose again.")
    return replace(request, articles=found)


def estimate(project: Project, request: ExportRequest, progress: Progress) -> Estimate:
    """Return what an export would give; raises AnnotatorError as the export would, Cancelled."""
    kind = kinds.named(request.format, writing=True)
    kind.load()
    out = Estimate(outline(project, request) if request.dataset else None)
    progress.check()
    count = len(request.articles) or articles.count(project)
    if count <= FEW:
        out.lost = _lost(project, request, out.outline, progress)
    return out


def _lost(project: Project, request: ExportRequest, found: Outline | None, progress: Progress) -> list[Loss]:
    """Write the records into a file that goes away again, and return what its format left out."""
    if found is not None:
        gold = "gold" in found.layer
        named = () if request.everybody else tuple(name for name in found.layer if name != "gold")
        request = replace(
            request, dataset=False, splits=None, gold=gold and not request.everybody, annotators=named,
            statuses=request.statuses or ("done",),
        )  # fmt: skip
    with TemporaryDirectory(prefix="annotator-") as folder:
        return export_file(project, Path(folder) / "try", request, progress).lost
