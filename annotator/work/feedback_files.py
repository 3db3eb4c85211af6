"""Feedback files: for each annotator a project file with their adjudicated articles, their own work and gold alone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.store import feedback, packages, people
from annotator.store.errors import spoken
from annotator.store.people import Person
from annotator.store.project import Project
from annotator.work.folders import file_of_each, made_folder
from annotator.work.progress import Progress

ENDING = "-feedback"


@dataclass(frozen=True, slots=True)
class FeedbackRequest:
    """Whose feedback is written where: people by name or id, nobody named: everybody who has some.

    `with_test` lets the articles come along that were put among a person's others to test them.
    """

    folder: Path
    annotators: tuple[str, ...] = ()
    with_test: bool = False


@dataclass(frozen=True, slots=True)
class FeedbackFile:
    """One file: for whom, where, how many articles it holds, and how many hidden gold articles stayed out."""

    who: Person
    path: Path
    articles: int
    withheld: int


@dataclass(frozen=True, slots=True)
class FeedbackReport:
    """The files that were written, and the people for whom there is nothing yet."""

    files: tuple[FeedbackFile, ...]
    without: tuple[Person, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "feedback": [
                {
                    "path": str(one.path), "annotator": one.who.name, "annotator_id": one.who.id,
                    "articles": one.articles, "withheld": one.withheld,
                }
                for one in self.files
            ],
            "without": [who.name for who in self.without],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _File:
    """One file to be made."""

    who: Person
    path: Path
    articles: tuple[str, ...]
    withheld: int


def make_feedback(project: Project, request: FeedbackRequest, progress: Progress | None = None) -> FeedbackReport:
    """Write the files, all or none; the project is only read.

    Raises Cancelled, or AnnotatorError when something is in the way or there is nothing to write.
    """
    progress = progress or Progress()
    with spoken(project.path):
        planned, without = _planned(project, request)
    whole = 2 * sum(len(one.articles) for one in planned)
    shown: list[Path] = []
    with ExitStack() as stack:
        stack.enter_context(made_folder(request.folder))
        building = [stack.enter_context(packages.being_made(one.path)) for one in planned]
        done = 0
        for one, path in zip(planned, building, strict=True):
            _write(project, one, path, progress, (done, whole))
            done += 2 * len(one.articles)
        try:
            for one, path in zip(planned, building, strict=True):
                with spoken(one.path):
                    packages.give_name(path, one.path)
                shown.append(one.path)
        except BaseException:
            for path in shown:
                path.unlink(missing_ok=True)
            raise
    files = tuple(FeedbackFile(one.who, one.path, len(one.articles), one.withheld) for one in planned)
    return FeedbackReport(files, tuple(without))


def told(report: FeedbackReport) -> str:
    """Return a report in lines for a terminal."""
    lines = [
        f"{one.who.name}: {one.articles} articles with gold in {one.path}"
        + (f", {one.withheld} hidden gold articles left out" if one.withheld else "")
        for one in report.files
    ]
    lines += [f"{who.name}: no finished article is adjudicated yet." for who in report.without]
    return "\n".join(lines)


def _write(project: Project, one: _File, building: Path, progress: Progress, at: tuple[int, int]) -> None:
    done, whole = at
    feedback.write(
        project, (building, one.path), one.who, str(uuid.uuid4()), one.articles,
        lambda count: progress.step(done + count, whole, one.path.name),
    )  # fmt: skip


def _planned(project: Project, request: FeedbackRequest) -> tuple[list[_File], list[Person]]:
    """Return the files to be made and the people without any."""
    if project.value("package"):
        raise AnnotatorError(f"{project.path}: this is a work package itself. Write feedback from the lead's project.")
    wanted = _named(project, request.annotators) if request.annotators else people.people(project)
    found = [(who, *_articles(project, who, with_test=request.with_test)) for who in wanted]
    without = [who for who, articles, _ in found if not articles]
    having = [one for one in found if one[1]]
    if not having:
        withheld = sum(one[2] for one in found)
        raise AnnotatorError(
            f"{project.path}: there is no feedback to write: no article that one of these annotators finished is "
            "adjudicated to the end"
            + (f", but for {withheld} hidden gold articles that stay out." if withheld else ". Decide it in Review.")
        )
    paths = file_of_each(request.folder, project.path, {who.id: who for who, *_ in having}, ENDING)
    files = [_File(who, paths[who.id], tuple(articles), withheld) for who, articles, withheld in having]
    return files, without


def _articles(project: Project, who: Person, *, with_test: bool) -> tuple[list[str], int]:
    """Return the articles a person is told about, and how many are withheld since they test the person."""
    every = [identity for _, identity in feedback.ready(project, who.id)]
    hidden = frozenset[str]() if with_test or not every else feedback.tests_of(project, who.id)
    told_ones = [identity for identity in every if identity not in hidden]
    return told_ones, len(every) - len(told_ones)


def _named(project: Project, names: Sequence[str]) -> list[Person]:
    """Return the people of these names or ids; raise AnnotatorError where one is not there or not clear."""
    everybody = people.people(project)
    out: dict[str, Person] = {}
    for name in dict.fromkeys(names):
        found = [who for who in everybody if who.id == name] or [who for who in everybody if who.name == name]
        if not found:
            raise AnnotatorError(f"{project.path}: there is no annotator {name!r:.60}. Check the name.")
        if len(found) > 1:
            raise AnnotatorError(
                f"{project.path}: {len(found)} annotators are called {name!r:.60}. "
                f"Name one by id: {', '.join(who.id for who in found)}."
            )
        out[found[0].id] = found[0]
    return list(out.values())
