"""How long each person was at work on each article; rows are added and never changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.events import now
from annotator.core.ids import uuid7
from annotator.store.log import device_key
from annotator.store.people import owner_key
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of work of one owner on one article, in seconds."""

    owner: str
    article: str
    seconds: float


def add(project: Project, spells: Iterable[Spell]) -> None:
    """Add stretches of work, in one transaction."""
    rows = [one for one in spells if one.seconds > 0]
    if not rows:
        return
    with project.write():
        device = device_key(project, project.device)
        for one in rows:
            project.db.execute(
                "INSERT INTO time_spent (id, owner, article, device, at, seconds) VALUES (?, ?, ?, ?, ?, ?)",
                (uuid.UUID(uuid7()).bytes, owner_key(project, one.owner), one.article, device, now(), one.seconds),
            )


def spent(project: Project, owner: str, article: str) -> float:
    """Return the seconds that an owner has worked on an article, on all devices together."""
    row = project.db.execute(
        "SELECT sum(t.seconds) FROM time_spent t JOIN owners o ON o.pk = t.owner WHERE o.id = ? AND t.article = ?",
        (owner, article),
    ).fetchone()
    return float(row[0] or 0.0)
