"""What another file brings to this project: read, checked at the door and folded, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Entry, Event, decode
from annotator.core.fold import Folded, fold
from annotator.core.ids import GOLD, PROJECT_OWNER, SCHEME_OWNER
from annotator.store import acting, door, following, log
from annotator.store.articles import PRESENT
from annotator.store.outside import OTHER, Brought, Newcomer, Outside
from annotator.store.project import Project

MAX_SECONDS = 1e9
_TOGETHER = 500
_NOBODY = {SCHEME_OWNER: "the scheme", PROJECT_OWNER: "the project", GOLD: "gold"}


@dataclass(frozen=True, slots=True)
class Refused:
    """What was not taken of a file, and why; without an article or annotator it is about all of them."""

    article: str | None
    annotator: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What a person has to look at: kind text, work, scheme or name."""

    kind: str
    article: str | None
    annotator: str | None
    reason: str


@dataclass(slots=True)
class Arrival:
    """The events that a stream gets; `head` is where the stream stood here when it was folded with them, or None."""

    owner: str
    article: str
    events: list[Event]
    pk: int | None
    head: tuple[int, bytes | None] | None
    folded: Folded


@dataclass(slots=True)
class Spell:
    """A stretch of work as it is stored: id, owner, article, device, time, seconds."""

    id: bytes
    owner: str
    article: str
    device: str
    at: str
    seconds: float


@dataclass(slots=True)
class Plan:
    """All that a file brings that is not here yet, and what of it is not taken."""

    arrivals: list[Arrival] = field(default_factory=list)
    articles: list[Brought] = field(default_factory=list)
    people: list[Newcomer] = field(default_factory=list)
    schemes: dict[str, str] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    refused: list[Refused] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.arrivals or self.articles or self.people or self.schemes or self.spells)

    @property
    def events(self) -> int:
        """Return how many events come."""
        return sum(len(arrival.events) for arrival in self.arrivals)


def prepare(project: Project, outside: Outside, step: Callable[[int, int], object] = lambda _at, _of: None) -> Plan:
    """Return what a file brings, checked; nothing is written. `step` hears how many of its streams are read."""
    return _Preparing(project, outside).plan(step)


class _Preparing:
    """Goes through the streams of one file."""

    def __init__(self, project: Project, outside: Outside) -> None:
        self._project, self._outside = project, outside
        self._plan = Plan()
        self._taken: set[str] = set()
        self._contradicted: set[str] = set()
        self._cut_off = set(acting.cut_off(outside.project))
        self._names = {identity: who.name for identity, who in outside.people.items()}
        self._ours: dict[str, tuple[str, bool]] = {
            identity: (sha, bool(visible))
            for identity, sha, visible in project.db.execute(f"SELECT a.id, a.sha256, {PRESENT} FROM articles a")
        }

    def plan(self, step: Callable[[int, int], object]) -> Plan:
        outside, plan = self._outside, self._plan
        for identity, sha in outside.hashes.items():
            if identity in self._ours and self._ours[identity][0] != sha:
                self._contradicted.add(identity)
                why = f"Article {identity} is here with another text: nothing of it was taken."
                plan.conflicts.append(Conflict("text", identity, None, why))
        found = outside.project.db.execute(
            "SELECT s.pk, o.id, s.article FROM streams s JOIN owners o ON o.pk = s.owner ORDER BY s.article, o.id"
        ).fetchall()
        for number, (pk, owner, article) in enumerate(found):
            if number % 32 == 0:
                step(number, len(found))
            self._stream(pk, owner, article)
        plan.articles = list(outside.articles.values())
        self._people()
        self._spells()
        known = {hash_ for (hash_,) in self._project.db.execute("SELECT hash FROM schemes")}
        plan.schemes = {hash_: text for hash_, text in outside.schemes.items() if hash_ not in known}
        return plan

    def _name(self, owner: str) -> str:
        return _NOBODY.get(owner) or self._names.get(owner) or owner

    def _refuse(self, owner: str, article: str, reason: str) -> None:
        self._plan.refused.append(Refused(article or None, self._name(owner), reason))

    # One stream

    def _stream(self, pk: int, owner: str, article: str) -> None:
        outside = self._outside
        if not outside.takes(owner):
            count = outside.project.db.execute("SELECT count(*) FROM events WHERE stream = ?", (pk,)).fetchone()[0]
            if not outside.expects(owner, count):
                self._refuse(owner, article, "A package brings the work of its own annotator alone.")
            return
        if article in self._contradicted or (article and article not in outside.hashes and self._unfinished(article)):
            return
        try:
            if fault := outside.fault_of(owner):
                raise AnnotatorError(fault)
            self._check_place(article)
            arrival = self._arrival(pk, owner, article)
        except AnnotatorError as error:
            self._refuse(owner, article, str(error))
            return
        self._taken.add(owner)
        if arrival is not None:
            self._plan.arrivals.append(arrival)

    def _unfinished(self, article: str) -> bool:
        """Tell whether an article belongs to an import over there that nobody sees yet."""
        return (
            self._outside.project.db.execute("SELECT 1 FROM articles WHERE id = ?", (article,)).fetchone() is not None
        )

    def _check_place(self, article: str) -> None:
        if article in self._ours and not self._ours[article][1]:
            raise AnnotatorError(
                f"Article {article!r} belongs to an import that was cut off: resume or remove that one first."
            )
        if article and article not in self._ours and article not in self._outside.articles:
            raise AnnotatorError(f"Article {article!r} is in neither file.")

    def _text(self, article: str) -> str | None:
        if not article:
            return None
        brought = self._outside.articles.get(article)
        return self._project.text(article) if brought is None else brought.text

    def _arrival(self, pk: int, owner: str, article: str) -> Arrival | None:
        """Return what a stream brings, None where all is here; raise AnnotatorError where one event is unsound."""
        theirs = [one for one in log.events_of(self._outside.project, pk) if one.action not in self._cut_off]
        here = log.stream(self._project, owner, article)
        stands = _standing(self._project, here.pk) if here is not None else []
        known = {row[0]: row[3] for row in stands}
        fresh = [event for event in theirs if event.id not in known]
        elsewhere = _present(self._project, [event.id for event in fresh])
        for event in theirs:
            if event.id in elsewhere or known.get(event.id, event.sha) != event.sha:
                raise AnnotatorError(f"Event {event.id} is here with other content.")
        if not fresh:
            return None
        text = self._text(article)
        checked = {event.id: self._checked(event, text) for event in fresh}
        _check_whole({row[1] for row in stands} | {event.n for event in fresh})
        rows = [(n, id_, decode(payload)) for id_, n, v, _, payload in stands if v == VERSION]
        rows += [(event.n, event.id, checked[event.id]) for event in fresh if event.v == VERSION]
        rows.sort(key=lambda row: row[:2])
        folded = fold((id_, entries) for _, id_, entries in rows)
        head = None if here is None else head_of(self._project, here.pk)
        for entries in checked.values():
            self._plan.labels.update(
                after["label"]
                for table, _, _, after in entries
                if table == "span" and after is not None and "label" in after
            )
        return Arrival(owner, article, fresh, None if here is None else here.pk, head, folded)

    def _checked(self, event: Event, text: str | None) -> list[Entry]:
        entries = door.check_event(event, text)
        if event.owner == SCHEME_OWNER and event.v == VERSION:
            following.check_texts(self._project, event, self._outside.schemes)
        return entries

    # Beside the streams

    def _people(self) -> None:
        """Take the people who come, and the earlier of two names that one person has."""
        outside = self._outside
        ours = {
            identity: (created, name)
            for identity, name, created in self._project.db.execute(
                "SELECT o.id, p.name, p.created FROM people p JOIN owners o ON o.pk = p.owner"
            )
        }
        wanted = [who for who in outside.people.values() if outside.takes(who.id) and who.id not in _NOBODY]
        if outside.kind == OTHER:
            wanted = [who for who in wanted if who.id in self._taken]
        names = {identity: name for identity, (_, name) in ours.items()}
        for who in sorted(wanted, key=lambda who: who.id):
            if fault := outside.fault_of(who.id):
                self._plan.refused.append(Refused(None, who.name[:60], fault))
            elif who.id not in ours or (who.created, who.name) < ours[who.id]:
                self._plan.people.append(who)
                names[who.id] = who.name
        for who in self._plan.people:
            twins = [one for one, name in names.items() if name == who.name and one != who.id]
            if twins and (who.id not in ours or ours[who.id][1] != who.name):
                why = f"Two annotators are called {who.name}: {who.id[:8]} and {twins[0][:8]}. Both stay."
                self._plan.conflicts.append(Conflict("name", None, who.name, why))

    def _spells(self) -> None:
        """Take the time that people who come were at work, each stretch once."""
        places = {identity for identity, (_, visible) in self._ours.items() if visible} - self._contradicted
        places |= set(self._outside.articles)
        known = {id_ for (id_,) in self._project.db.execute("SELECT id FROM time_spent")}
        found = self._outside.project.db.execute(
            "SELECT t.id, o.id, t.article, d.id, t.at, t.seconds FROM time_spent t JOIN owners o ON o.pk = t.owner "
            "JOIN devices d ON d.pk = t.device ORDER BY t.id"
        )
        for row in found:
            spell = Spell(*row)
            if spell.id in known or spell.article not in places or not self._outside.takes(spell.owner):
                continue
            sound = len(spell.id) == 16 and door.is_time(spell.at) and 0 < spell.seconds < MAX_SECONDS
            if sound and (spell.owner in self._taken or self._outside.kind != OTHER):
                self._plan.spells.append(spell)


def finished(plan: Plan) -> int:
    """Return how many articles come as done by some person, by events of this plan."""
    done = [item for item in plan.arrivals if item.owner not in _NOBODY and _ends(item)]
    return len({(item.owner, item.article) for item in done})


def _ends(item: Arrival) -> bool:
    row = item.folded.rows.get(("status", ""))
    fresh = any('["status"' in event.payload for event in item.events)
    return fresh and row is not None and row["status"] == "done"


def _standing(project: Project, pk: int) -> list[tuple[str, int, int, str, str]]:
    """Return (id, n, v, sha, payload) of the events of a stream."""
    found = project.db.execute("SELECT id, n, v, sha, payload FROM events WHERE stream = ?", (pk,))
    return [(str(log.unpacked(id_)), n, v, sha.hex(), payload) for id_, n, v, sha, payload in found]


def _present(project: Project, ids: Sequence[str]) -> set[str]:
    """Return those of these ids that events here have, in any stream."""
    found: set[str] = set()
    for first in range(0, len(ids), _TOGETHER):
        packed = [log.packed(one) for one in ids[first : first + _TOGETHER]]
        marks = ", ".join("?" * len(packed))
        found.update(
            str(log.unpacked(id_))
            for (id_,) in project.db.execute(f"SELECT id FROM events WHERE id IN ({marks})", packed)
        )
    return found


def head_of(project: Project, pk: int) -> tuple[int, bytes | None]:
    """Return the number and the id of a stream's last event: while they stay, nobody worked on it."""
    n, last = project.db.execute("SELECT n, last FROM streams WHERE pk = ?", (pk,)).fetchone()
    return int(n), last


def _check_whole(numbers: set[int]) -> None:
    """Raise AnnotatorError unless the numbers of a stream run 1, 2, 3... without a gap."""
    order = [0, *sorted(numbers)]
    for one, following_ in pairwise(order):
        if following_ != one + 1:
            raise AnnotatorError(
                f"Events {one + 1} to {following_ - 1} are missing: the file is not complete. Ask for a new copy of it."
            )
