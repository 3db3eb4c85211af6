"""Undo and redo from the log: per person and article, and they survive a restart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from annotator.core.events import Event, Row
from annotator.core.fold import Key, inverse
from annotator.core.ids import GOLD, uuid7
from annotator.store import log, rows
from annotator.store.people import owner_key
from annotator.store.project import Project


@dataclass(slots=True)
class Stacks:
    """Ids of the events that can be taken back and brought back, oldest first."""

    undo: list[str] = field(default_factory=list)
    redo: list[str] = field(default_factory=list)

    def add(self, event: str, undoes: str | None) -> None:
        """Take in one event, in the order of making."""
        if undoes is None:
            self.undo.append(event)
            self.redo.clear()
        elif undoes in self.undo:
            self.undo.remove(undoes)
            self.redo.append(event)
        elif undoes in self.redo:
            self.redo.remove(undoes)
            self.undo.append(event)


@dataclass(frozen=True, slots=True)
class Taken:
    """What an undo or redo did: its events, and the rows left alone since they changed meanwhile."""

    events: list[Event]
    left: list[tuple[str, Key]]


def stacks(project: Project, me: str, article: str) -> Stacks:
    """Return what this person can undo and redo on an article: their own events made in this file, imports excepted."""
    out = Stacks()
    found = log.stream(project, me, article)
    if found is None:
        return out
    for identity, undoes in project.db.execute(
        "SELECT id, undoes FROM events WHERE stream = ? AND actor = ? AND batch IS NULL AND kind <> 'import' "
        "ORDER BY seq",
        (found.pk, owner_key(project, me)),
    ):
        out.add(str(log.unpacked(identity)), log.unpacked(undoes))
    return out


def gold_stacks(project: Project, me: str) -> Stacks:
    """Return what an adjudicator can undo and redo over the gold layers of all articles: decisions made in this file.

    What went to gold by rule or with an import is nobody's decision.
    """
    out = Stacks()
    for identity, undoes in project.db.execute(
        "SELECT e.id, e.undoes FROM events e "
        "WHERE e.stream IN (SELECT s.pk FROM streams s JOIN owners o ON o.pk = s.owner WHERE o.id = ?) "
        "AND e.actor = (SELECT pk FROM owners WHERE id = ?) AND e.batch IS NULL "
        "AND e.kind NOT IN ('unanimous', 'import') ORDER BY e.seq",
        (GOLD, me),
    ):
        out.add(str(log.unpacked(identity)), log.unpacked(undoes))
    return out


def take_back(project: Project, me: str, event_id: str, kind: str) -> Taken:
    """Append the inverse of an event, and of all events of its action, against the rows of today.

    Raises AnnotatorError when nothing can be written; then nothing is changed.
    """
    done: list[Event] = []
    left: list[tuple[str, Key]] = []
    with project.write():
        together = _whole_action(project, me, event_id)
        action = uuid7() if len(together) > 1 else None
        for event in together:
            found = log.stream(project, event.owner, event.article)
            entries, skipped = inverse(event.entries(), _reader(project, found))
            left += [(event.article, key) for key in skipped]
            done.append(
                log.record(
                    project, owner=event.owner, article=event.article, entries=entries, kind=kind, actor=me,
                    action=action, undoes=event.id,
                )
            )  # fmt: skip
    return Taken(done, left)


def _reader(project: Project, stream: log.Stream | None) -> Callable[[str, str], Row | None]:
    """Return a function that gives a row as it stands, a hidden one too: an action may have made it so."""
    if stream is None or stream.clean:
        return lambda table, row: rows.get(project.db, stream.pk if stream else -1, table, row)
    folded = log.folded(project, stream.pk)
    return lambda table, row: folded.rows.get((table, row)) or folded.hidden.get((table, row))


def _whole_action(project: Project, me: str, event_id: str) -> list[Event]:
    event = log.event(project, event_id)
    if event is None:
        return []
    if event.action is None:
        return [event]
    found = project.db.execute(
        "SELECT id FROM events WHERE action = ? AND actor = ? AND batch IS NULL ORDER BY seq DESC",
        (log.packed(event.action), owner_key(project, me)),
    ).fetchall()
    events = [log.event(project, str(log.unpacked(row[0]))) for row in found]
    return [e for e in events if e is not None]
