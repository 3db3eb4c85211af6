"""Merging: other files into a project, one transaction each, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD, PROJECT_OWNER, SCHEME_OWNER
from annotator.store import arrivals, conflicts, merge, people
from annotator.store.arrivals import Conflict, Plan, Refused
from annotator.store.outside import Outside, reading
from annotator.store.project import Project
from annotator.work.progress import Cancelled, Progress

_STEPS = 100


@dataclass(slots=True)
class MergedFile:
    """What one file brought; `finished` counts the articles that somebody ended and that are new here as such."""

    path: str
    events: int = 0
    articles: int = 0
    streams: int = 0
    finished: int = 0
    annotators: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    labels_added: list[str] = field(default_factory=list)
    whole: bool = False
    """Refused as a whole: nothing of it was looked at any further."""

    @property
    def nothing_new(self) -> bool:
        """Tell whether everything in the file was here before."""
        return not (self.events or self.articles or self.whole)

    def as_json(self) -> dict[str, Any]:
        """Return the file as the command line prints it."""
        return {
            "path": self.path, "events": self.events, "articles": self.articles, "streams": self.streams,
            "finished": self.finished, "annotators": self.annotators,
            "refused": [
                {"file": self.path, "article": r.article, "annotator": r.annotator, "reason": r.reason}
                for r in self.refused
            ],
            "conflicts": [
                {"kind": c.kind, "article": c.article, "annotator": c.annotator, "reason": c.reason}
                for c in self.conflicts
            ],
            "labels_added": self.labels_added,
        }  # fmt: skip


@dataclass(slots=True)
class MergeReport:
    """What a merge did, file by file; `cancelled`: the files behind the last one here were left."""

    files: list[MergedFile] = field(default_factory=list)
    conflicts_open: int = 0
    cancelled: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {"files": [one.as_json() for one in self.files], "conflicts_open": self.conflicts_open}

    @property
    def exit_code(self) -> int:
        """Return 0 when all was taken, 3 for refusals or conflicts, 1 when every file was refused."""
        if all(one.whole for one in self.files):
            return 1
        return 3 if any(one.refused or one.conflicts for one in self.files) else 0


def merge_files(project: Project, others: Sequence[Path], actor: str, progress: Progress | None = None) -> MergeReport:
    """Merge files into a project, in the order given; each is in the project whole, or not at all.

    Raises Cancelled where it was stopped before the first file was in.
    """
    progress = progress or Progress()
    report = MergeReport()
    for number, path in enumerate(others):
        try:
            report.files.append(_merge(project, path, actor, progress, number, len(others)))
        except Cancelled:
            if not any(not one.whole for one in report.files):
                raise
            report.cancelled = True
            break
        except AnnotatorError as error:
            report.files.append(MergedFile(str(path), refused=[Refused(None, None, str(error))], whole=True))
    report.conflicts_open = len(conflicts.forks(project))
    return report


def _merge(project: Project, path: Path, actor: str, progress: Progress, number: int, count: int) -> MergedFile:
    def step(at: int, of: int) -> None:
        share = _STEPS * at // of if of else _STEPS
        progress.step(number * _STEPS + share, count * _STEPS, path.name)

    step(0, 1)
    with reading(path, project.path) as other:
        outside = Outside(project, other, progress.check)
        plan = arrivals.prepare(project, outside, step)
        step(1, 1)
        if not plan:
            return MergedFile(str(path), refused=plan.refused, conflicts=plan.conflicts)
        request = json.dumps({"source": str(path.absolute()), "kind": outside.kind})
        labels = merge.write(project, plan, request, actor)
    return _told(project, path, plan, labels)


def _told(project: Project, path: Path, plan: Plan, labels: list[str]) -> MergedFile:
    names = {who.id: who.name for who in people.people(project)}
    names |= {SCHEME_OWNER: "scheme", PROJECT_OWNER: "project", GOLD: "gold"}
    came = {(item.owner, item.article) for item in plan.arrivals}
    found = [*plan.conflicts]
    for fork in conflicts.forks(project):
        if (fork.owner, fork.article) in came:
            who = names.get(fork.owner, fork.owner)
            found.append(_fork(fork, who))
    return MergedFile(
        str(path), plan.events, len(plan.articles), len(plan.arrivals), arrivals.finished(plan),
        sorted({names.get(owner, owner) for owner, article in came if article and owner != PROJECT_OWNER}),
        plan.refused, found, labels,
    )  # fmt: skip


def _fork(fork: conflicts.Fork, who: str) -> Conflict:
    if fork.owner == SCHEME_OWNER:
        return Conflict("scheme", None, None, "The scheme was changed in two files: the later change stands for now.")
    why = f"The work of {who} on article {fork.article} went on in two files: both are in, one on top of the other."
    return Conflict("work", fork.article, who, why)


def complaints(report: MergeReport) -> list[str]:
    """Return a sentence for each thing that was refused, with the file it came from."""
    out = []
    for one in report.files:
        for refused in one.refused:
            place = ", ".join(part for part in (refused.article, refused.annotator) if part)
            where = f"{one.path}, {place}" if place else one.path
            out.append(refused.reason if refused.reason.startswith(one.path) else f"{where}: {refused.reason}")
    return out


def told(report: MergeReport) -> str:
    """Return a report in words, a line a file and one for each thing to look at."""
    lines = []
    for one in report.files:
        if one.whole:
            continue
        if one.nothing_new:
            lines.append(f"{one.path}: nothing new.")
        else:
            by = f" by {', '.join(one.annotators)}" if one.annotators else ""
            lines.append(f"{one.path}: {one.events} actions{by}, {one.articles} articles new, {one.finished} finished.")
        lines += [f"Conflict: {conflict.reason}" for conflict in one.conflicts]
        if one.labels_added:
            lines.append(f"Labels added to the scheme: {', '.join(one.labels_added)}.")
    if report.conflicts_open:
        lines.append(f"Conflicts open: {report.conflicts_open}. Settle them in the window: Project, Merge work.")
    return "\n".join(lines) or "Nothing was merged."
