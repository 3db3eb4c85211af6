"""Changes of the scheme: logged, numbered, undone by whoever made them; and which version a span was made under."""

from __future__ import annotations

import json
from dataclasses import dataclass

from annotator.core.events import Event
from annotator.core.ids import SCHEME_OWNER
from annotator.core.scheme import Scheme, parse_scheme
from annotator.store import log
from annotator.store.articles import VISIBLE
from annotator.store.history import Stacks
from annotator.store.people import people
from annotator.store.project import Project

MAX_WORDS = 120
_CHANGE = "scheme: "
_TURNS = ("undo", "redo")


@dataclass(frozen=True, slots=True)
class Version:
    """One state of the scheme: its number from 1, the SHA-256 of its text, when and by whom it came, and what was done.

    `who` is a name, empty for the program; `what` are the words of the change, empty for the first scheme and for
    labels that an import brought.
    """

    number: int
    hash: str
    at: str
    who: str
    what: str


def change(project: Project, scheme: Scheme, actor: str, what: str) -> None:
    """Make `scheme` the project's scheme; `what` says in a few words what was done."""
    words = " ".join(what.split())
    log.set_scheme(project, scheme, actor, kind=f"{_CHANGE}{words}"[:MAX_WORDS].rstrip())


def versions(project: Project) -> list[Version]:
    """Return every state that the scheme has had, newest first."""
    names = {person.id: person.name for person in people(project)}
    done: list[Version] = []
    words: dict[str, str] = {}
    for event in _events(project):
        turned = words.get(event.undoes or "", "")
        words[event.id] = turned or event.kind.removeprefix(_CHANGE)
        what = f"{event.kind}: {turned}" if event.kind in _TURNS else words[event.id]
        who = names.get(event.actor, "")
        done.append(Version(len(done) + 1, _hash(event), event.at, who, "" if event.kind == "scheme" else what))
    return done[::-1]


def text_of(project: Project, hash_: str) -> str:
    """Return the TOML of a version, or an empty text where the project does not hold it."""
    row = project.db.execute("SELECT toml FROM schemes WHERE hash = ?", (hash_,)).fetchone()
    return "" if row is None else str(row[0])


def can_undo(project: Project, me: str) -> bool:
    """Tell whether the scheme stands as my last change left it, so that it can be taken back."""
    return _next(project, me, "undo") is not None


def can_redo(project: Project, me: str) -> bool:
    """Tell whether the scheme stands as my last undo left it, so that the change can be brought back."""
    return _next(project, me, "redo") is not None


def take_back(project: Project, me: str, kind: str) -> bool:
    """Undo or redo my last change of the scheme; False when there is none or somebody changed the scheme since."""
    with project.write():
        event = _next(project, me, kind)
        before = _hash(event, old=True) if event is not None else ""
        if event is None or not before:
            return False
        scheme = parse_scheme(text_of(project, before), f"{project.path}: its scheme")
        log.set_scheme(project, scheme, me, kind=kind, undoes=event.id)
    return True


def spans_with(project: Project, key: str) -> int:
    """Return how many tags of all annotators are read as this label; of a merged label, those that hold its key."""
    counts = span_counts(project)
    return counts.get(key, 0) + sum(counts.get(old, 0) for old, new in project.scheme.mapping.items() if new == key)


def span_counts(project: Project) -> dict[str, int]:
    """Return how many tags of all annotators hold each label's key, merged labels by themselves."""
    return dict(
        project.db.execute(
            "SELECT x.label, count(*) FROM spans x JOIN streams s ON s.pk = x.stream "
            f"JOIN articles a ON a.id = s.article WHERE {VISIBLE} GROUP BY x.label"
        ).fetchall()
    )


def version_of(project: Project, owner: str, article: str, span_id: str) -> Version | None:
    """Return the version of the scheme that a span was made under, or got its label under last."""
    found = log.stream(project, owner, article)
    if found is None:
        return None
    made = project.db.execute(
        "SELECT e.id FROM events e WHERE e.stream = ? AND instr(e.payload, ?) > 0 ORDER BY e.n DESC, e.id DESC",
        (found.pk, json.dumps(span_id, ensure_ascii=False)),
    ).fetchall()
    for (identity,) in made:
        event = log.event(project, str(log.unpacked(identity)))
        if event is not None and _gives_label(event, span_id):
            return _standing(project, event)
    return None


def _gives_label(event: Event, span_id: str) -> bool:
    return any(
        table == "span" and row == span_id and after is not None and "label" in after
        for table, row, _, after in event.entries()
    )


def _standing(project: Project, event: Event) -> Version | None:
    """Return the version with the hash that an event's maker saw: of several the last one before the event."""
    same = [version for version in versions(project) if version.hash == event.scheme]
    return next((version for version in same if version.at <= event.at), same[-1] if same else None)


def _events(project: Project) -> list[Event]:
    found = log.stream(project, SCHEME_OWNER, "")
    return [] if found is None else list(log.events_of(project, found.pk))


def _hash(event: Event, *, old: bool = False) -> str:
    """Return the hash that an event gave the scheme, or the one that it took away."""
    for table, _, before, after in event.entries():
        row = before if old else after
        if table == "scheme" and row is not None:
            return str(row["hash"])
    return ""


def _next(project: Project, me: str, kind: str) -> Event | None:
    """Return the event that an undo or redo would take back, as long as nothing changed the scheme since."""
    found = log.stream(project, SCHEME_OWNER, "")
    if found is None:
        return None
    stacks = Stacks()
    for identity, undoes in project.db.execute(
        "SELECT id, undoes FROM events WHERE stream = ? AND actor = (SELECT pk FROM owners WHERE id = ?) "
        "AND batch IS NULL AND kind <> 'scheme' ORDER BY seq",
        (found.pk, me),
    ):
        stacks.add(str(log.unpacked(identity)), log.unpacked(undoes))
    stack = stacks.undo if kind == "undo" else stacks.redo
    event = log.event(project, stack[-1]) if stack else None
    return event if event is not None and _hash(event) == project.value("scheme") else None
