"""What the tests of merging share: a project with three articles, and files that went on from it."""

from __future__ import annotations

import uuid
from pathlib import Path

from annotator.core.events import Event, digest
from annotator.store import log, packages, people, rows
from annotator.store.people import Person
from annotator.store.project import Project, open_project
from annotator.work.merging import MergedFile, MergeReport, merge_files
from tests.helpers import exported, project_with, record, span, tables

NAMES = ("Ana", "Ben", "Cleo")
IDS = ("alpha", "beta", "gamma")


def base(folder: Path, *more: dict[str, object]) -> Project:
    """Make a project with three articles, of which Ana finished one."""
    made = project_with(
        folder, *(record(id=one, annotator=None, status=..., spans=...) for one in IDS),
        record(id="alpha", spans=[span(0, 7, "actor")]), *more,
    )  # fmt: skip
    for name in NAMES:
        people.find_or_add(made, name)
    return made


def copy_of(project: Project, name: str) -> Project:
    """Copy a project to a file of this name beside it, and open that."""
    target = project.path.with_name(f"{name}.annotator")
    project.copy_to(target)
    return open_project(target)


def package_of(project: Project, who: Person, ids: tuple[str, ...] = IDS) -> Project:
    """Make a package for somebody, and open it."""
    target = project.path.with_name(f"package-{who.name}-{uuid.uuid4().hex[:6]}.annotator")
    with packages.being_made(target) as building:
        packages.write(project, (building, target), who, str(uuid.uuid4()), ids, lambda _done: None)
        building.rename(target)
    return open_project(target)


def who(project: Project, name: str) -> Person:
    return next(p for p in people.people(project) if p.name == name)


def merged(project: Project, *others: Project | Path) -> MergeReport:
    """Merge files into a project, which stay open."""
    return merge_files(project, [one.path if isinstance(one, Project) else one for one in others], "project")


def brought(project: Project, other: Project | Path) -> MergedFile:
    """Merge one file and return what it brought."""
    return merged(project, other).files[0]


def reason(project: Project, other: Project | Path) -> str:
    """Merge one file that is refused as a whole, and return why."""
    found = brought(project, other)
    assert found.whole
    assert len(found.refused) == 1
    return found.refused[0].reason


def state(project: Project, folder: Path) -> tuple[object, ...]:
    """Return all that must be the same whatever the order of merging was."""
    spent = project.db.execute(
        "SELECT hex(t.id), o.id, t.article, t.seconds FROM time_spent t JOIN owners o ON o.pk = t.owner ORDER BY 1"
    ).fetchall()
    everybody = [(p.id, p.name) for p in people.people(project)]
    return exported(project, folder), tables(project), everybody, project.value("scheme"), spent


def put_event(project: Project, event: Event) -> None:
    """Write an event into a log as a stranger would: with its hash right, and past every check."""
    header = (event.id, event.v, event.owner, event.article, event.n, event.actor, event.device, event.at, event.kind,
              event.action, event.undoes, event.scheme)  # fmt: skip
    sound = Event(*header, event.payload, digest(header, event.payload))
    with project.write():
        where = log.stream(project, event.owner, event.article)
        if where is None:
            key = people.owner_key(project, event.owner)
            project.db.execute("INSERT INTO streams (owner, article) VALUES (?, ?)", (key, event.article))
            where = log.stream(project, event.owner, event.article)
        assert where is not None
        log.append(project, where.pk, sound)


def rebuilt(project: Project) -> None:
    """Make all tables anew from the log."""
    with project.write():
        for (pk,) in project.db.execute("SELECT pk FROM streams").fetchall():
            rows.replace(project.db, pk, log.refold(project, pk))
