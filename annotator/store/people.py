"""People and other owners of streams."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from annotator.core.errors import AnnotatorError
from annotator.core.events import now
from annotator.core.ids import person_id
from annotator.core.names import check_name
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Person:
    """An annotator: the UUID is who they are, the name is how they are shown."""

    id: str
    name: str
    lead: bool = False


def owner_key(project: Project, owner: str) -> int:
    """Return the local number of an owner (person, gold, `scheme`, `project`); made when new, inside `write`."""
    key = project.owner_keys.get(owner)
    if key is None:
        row = project.db.execute("SELECT pk FROM owners WHERE id = ?", (owner,)).fetchone()
        if row is None:
            row = project.db.execute("INSERT INTO owners (id) VALUES (?) RETURNING pk", (owner,)).fetchone()
        key = project.owner_keys[owner] = int(row[0])
    return key


def people(project: Project) -> list[Person]:
    """Return everybody in the project, by name, then id."""
    rows = project.db.execute(
        "SELECT o.id, p.name, p.lead FROM people p JOIN owners o ON o.pk = p.owner ORDER BY p.name, o.id"
    )
    return [Person(i, name, bool(lead)) for i, name, lead in rows]


def person(project: Project, identity: str) -> Person | None:
    """Return the person with this id, or None."""
    return next((p for p in people(project) if p.id == identity), None)


def add_person(project: Project, name: str, identity: str | None = None, *, lead: bool = False) -> Person:
    """Add a person unless the id is known; the first name stays. A work package takes nobody but its owner."""
    who = Person(identity or str(uuid.uuid4()), check_name(name), lead)
    if project.value("package") and who.id != project.value("package_owner"):
        raise AnnotatorError(not_yours(project))
    with project.write():
        key = owner_key(project, who.id)
        project.db.execute(
            "INSERT OR IGNORE INTO people (owner, name, lead, created) VALUES (?, ?, ?, ?)",
            (key, who.name, int(lead), now()),
        )
    return person(project, who.id) or who


def find_or_add(project: Project, name: str) -> Person:
    """Return the person of this name for the window: one known, or a new one with an id of its own.

    The first person who opens a project that is no package becomes its lead.
    """
    wanted = check_name(name)
    everybody = people(project)
    if project.value("package"):
        return _owner_called(project, wanted)
    known = [p for p in everybody if p.name == wanted]
    if len(known) > 1:
        raise AnnotatorError(
            f"{project.path}: {len(known)} annotators are called {wanted!r}. "
            f"Name one by id: {', '.join(p.id for p in known)}."
        )
    found = next((p for p in everybody if wanted in (p.name, p.id)), None)
    lead = not any(p.lead for p in everybody)
    if found is None:
        return add_person(project, wanted, lead=lead)
    if lead:
        set_lead(project, found.id)
        return Person(found.id, found.name, True)
    return found


def owner(project: Project) -> Person | None:
    """Return whose work package the project is; None where it is none."""
    return person(project, project.value("package_owner")) if project.value("package") else None


def not_yours(project: Project) -> str:
    """Return the sentence about somebody who is not the owner of a work package."""
    who = owner(project)
    return (
        f"{project.path}: this is a work package for {who.name if who else 'another annotator'}, and the annotator "
        "can't be changed in it. Open it without naming one."
    )


def _owner_called(project: Project, name: str) -> Person:
    who = owner(project)
    if who is None or name not in (who.name, who.id):
        raise AnnotatorError(not_yours(project))
    return who


def set_lead(project: Project, identity: str) -> None:
    """Make a person the project's lead."""
    with project.write():
        project.db.execute("UPDATE people SET lead = 1 WHERE owner = ?", (owner_key(project, identity),))


def named(project: Project, name: str) -> Person:
    """Return the person that a file's name stands for, adding them with the id that follows from the name."""
    return add_person(project, name, person_id(check_name(name)))
