"""Work that went on in two files: found in the log itself, and settled by one more event of its stream.

A stream forks where two events have the same number and do different things. Nothing is lost by that: the fold takes
both. A person still looks at it, and keeps both as they stand, or the state of one branch alone.

No event names the one before it, so a branch is put together from what the log holds: at each number an event follows
the branch whose rows it saw, of several such the one from its own device. A settlement joins all before it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Entry, Event, Row
from annotator.core.fold import TOGETHER, Clash, Folded, Key, fold, same
from annotator.core.ids import GOLD, SCHEME_OWNER
from annotator.store import following, log
from annotator.store.gold import BY_RULE
from annotator.store.project import Project

ROW = "conflict"
"""Id of the `decision` row that says how a person settled the forks of a stream."""
BOTH, ONE = "both", "one"


@dataclass(frozen=True, slots=True)
class Fork:
    """A stream whose forks no person has settled; `digest` stands for the events that contradict each other."""

    stream: int
    owner: str
    article: str
    digest: str


@dataclass(slots=True)
class Branch:
    """The work of one file: its events in order; `own` are those that no other branch has."""

    events: list[Event] = field(default_factory=list)
    own: list[Event] = field(default_factory=list)
    folded: Folded = field(default_factory=Folded)
    here: bool = False
    """All that it has alone was done in this very file, and not brought by a merge."""
    source: str = ""
    """The file that a merge brought what it has alone from; empty where that is not known, or `here`."""

    @property
    def id(self) -> str:
        """Return the id of its last event, which names the branch."""
        return self.events[-1].id

    @property
    def last(self) -> str:
        """Return when it was last worked on (RFC 3339 UTC)."""
        return max(event.at for event in self.own or self.events)

    @property
    def tags(self) -> int:
        """Return how many tags it has."""
        return sum(table == "span" for table, _ in self.folded.rows)

    @property
    def status(self) -> str:
        """Return its status: new, started, done or skipped."""
        row = self.folded.rows.get(("status", ""))
        return str(row["status"]) if row else "new"


@dataclass(frozen=True, slots=True)
class Open:
    """A fork as a person sees it: its branches, what they amount to together and had in common, rows that clash."""

    fork: Fork
    branches: tuple[Branch, ...]
    together: Branch
    before: Folded
    clashes: tuple[Clash, ...]


def forks(project: Project) -> list[Fork]:
    """Return the streams whose forks are open, by article, then owner."""
    found = project.db.execute(
        "SELECT s.pk, o.id, s.article FROM streams s JOIN owners o ON o.pk = s.owner WHERE s.pk IN ("
        "SELECT e.stream FROM (SELECT stream, n FROM events GROUP BY stream, n HAVING count(*) > 1) g "
        "JOIN events e ON e.stream = g.stream AND e.n = g.n GROUP BY e.stream, e.n "
        "HAVING count(DISTINCT e.payload) > 1) ORDER BY s.article, o.id"
    ).fetchall()
    texts = following.Texts(project)
    out = []
    for pk, owner, article in found:
        forked = _forked(_events(project, pk, texts))
        if forked and _settled(project, pk) != _digest(forked):
            out.append(Fork(pk, owner, article, _digest(forked)))
    return out


def look(project: Project, fork: Fork) -> Open:
    """Return what the branches of a fork hold."""
    events = _events(project, fork.stream, following.Texts(project))
    together = Branch(events, [], _fold(events))
    branches = _branches(events)
    came = _sources(project, fork.stream)
    for branch in branches:
        branch.here = bool(branch.own) and all(came[event.id] is None for event in branch.own)
        found = [source for event in branch.own if (source := came[event.id])]
        branch.source = found[-1] if found else ""
    shared = set.intersection(*({event.id for event in branch.events} for branch in branches))
    before = _fold([event for event in events if event.id in shared])
    return Open(fork, tuple(branches), together, before, tuple(together.folded.clashes))


def _sources(project: Project, stream: int) -> dict[str, str | None]:
    """Return event id -> the path of the file that a merge brought it from; empty of another batch, None: made here."""
    found = project.db.execute(
        "SELECT e.id, b.kind, b.request FROM events e LEFT JOIN batches b ON b.pk = e.batch WHERE e.stream = ?",
        (stream,),
    )
    return {str(log.unpacked(id_)): _source(kind, request) for id_, kind, request in found}


def _source(kind: str | None, request: str) -> str | None:
    if kind != "merge":
        return None if kind is None else ""
    try:
        facts = json.loads(request)
    except ValueError:
        return ""
    return str(facts.get("source", "")) if isinstance(facts, dict) else ""


def settle(project: Project, fork: Fork, actor: str, keep: str = "") -> Event:
    """Settle a fork: keep all that stands, or with the id of a branch its state alone; an event of the stream says so.

    Raises AnnotatorError where the stream has changed since `fork` was looked at.
    """
    with project.write():
        events = _events(project, fork.stream, following.Texts(project))
        if _digest(_forked(events)) != fork.digest or _settled(project, fork.stream) == fork.digest:
            raise AnnotatorError("This conflict has changed since it was listed. Look at the list once more.")
        entries: list[Entry] = []
        now = log.folded(project, fork.stream)
        if keep:
            branch = next((one for one in _branches(events) if one.id == keep), None)
            if branch is None:
                raise AnnotatorError("This version is not in the log any more. Look at the list once more.")
            entries = _difference(now, _fold(branch.events))
        wanted = {"start": 0, "end": 0, "choice": ONE if keep else BOTH, "versions": fork.digest, "note": ""}
        entries += _change(("decision", ROW), now.rows.get(("decision", ROW)), wanted)
        done = log.record(project, owner=fork.owner, article=fork.article, entries=entries, kind="settle", actor=actor)
        if fork.owner == SCHEME_OWNER:
            following.follow(project, actor, following.used_labels(project))
    return done


def _events(project: Project, pk: int, texts: following.Texts) -> list[Event]:
    """Return the events of a stream that can be read; of the scheme those alone that write its own part anew."""
    found = [event for event in log.events_of(project, pk) if event.v <= VERSION]
    return [
        event
        for event in found
        if event.owner != SCHEME_OWNER
        or _settles(event)
        or any(texts.rewrites(*pair) for pair in following.hashes(event))
    ]


def _settles(event: Event) -> bool:
    return any(table == "decision" and row == ROW for table, row, _, _ in event.entries())


def _forked(events: Sequence[Event]) -> list[str]:
    """Return the ids of the events that share their number with one that does something else.

    What settling brings to gold is nobody's work and is put right by the next settling: it forks with nothing.
    """
    out: list[str] = []
    for _, group in groupby(events, key=lambda event: event.n):
        same_number = list(group)
        if len({event.payload for event in same_number}) > 1:
            out += [event.id for event in same_number]
    if out and events[0].owner == GOLD and not any(map(_settles, events)):
        decided = [branch for branch in _branches(events) if any(event.kind != BY_RULE for event in branch.own)]
        return sorted(out) if len(decided) > 1 else []
    return sorted(out)


def _digest(ids: Iterable[str]) -> str:
    return sha256("\n".join(sorted(ids)).encode("ascii")).hexdigest()


def _settled(project: Project, pk: int) -> str:
    """Return the digest of the forks that a person has settled, or an empty text."""
    row = project.db.execute("SELECT versions FROM decisions WHERE stream = ? AND id = ?", (pk, ROW)).fetchone()
    return "" if row is None else str(row[0])


def _fold(events: Sequence[Event]) -> Folded:
    return fold((event.id, event.entries()) for event in events)


class _Way:
    """A branch while it is put together: its events, and the rows that its maker saw at their end."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.events: list[Event] = []
        self.rows: dict[Key, Row] = {}
        for event in events:
            self.add(event)

    @property
    def n(self) -> int:
        return self.events[-1].n if self.events else 0

    def twin(self) -> _Way:
        out = _Way()
        out.events, out.rows = list(self.events), dict(self.rows)
        return out

    def add(self, event: Event) -> None:
        self.events.append(event)
        for table, row, _, after in event.entries():
            if after is None:
                self.rows.pop((table, row), None)
            else:
                self.rows[table, row] = {**self.rows.get((table, row), {}), **after}

    def fits(self, event: Event, *, followed: bool) -> tuple[int, bool, bool, bool, str]:
        """Return how well an event follows, the weightiest first.

        Minus the rows that it saw otherwise; same device; not `followed` by another of its number; of the same device
        not later than the event; the last event's id.
        """
        strange = 0
        for table, row, before, _ in event.entries():
            stands = self.rows.get((table, row))
            if before is None or stands is None:
                strange += (before is None) != (stands is None)
            else:
                strange += not same(before, {name: stands.get(name) for name in before})
        last = self.events[-1] if self.events else None
        near = self.is_near(event)
        earlier = last is None or last.id < event.id
        return -strange, near, not followed, near and earlier, last.id if last else ""

    def is_near(self, event: Event) -> bool:
        """Tell whether its last event is from the same device."""
        return bool(self.events) and self.events[-1].device == event.device


def _ways(events: Sequence[Event]) -> list[_Way]:
    """Return the ways through a stream from its start to each end."""
    ways = [_Way()]
    before: list[Event] = []
    for _, group in groupby(events, key=lambda event: event.n):
        at_n = list(group)
        newest = max(way.n for way in ways)
        live = [way for way in ways if way.n == newest]
        joined = any(_settles(event) for event in at_n)
        followed: dict[int, tuple[_Way, list[Event]]] = {}
        made: list[_Way] = []
        done: dict[str, list[_Way]] = {}
        for event in sorted(at_n, key=lambda one: not any(way.is_near(one) for way in live)):
            # Two events that do the same are one step, or the same step on two ways.
            left = [way for way in live if way not in done.get(event.payload, ())]
            if _settles(event) and event.payload not in done:
                done[event.payload] = live
                made.append(_Way([*before, event]))
            elif left:
                parent = left[0] if len(left) == 1 else _best(left, event, followed)
                done.setdefault(event.payload, []).append(parent)
                followed.setdefault(id(parent), (parent, []))[1].append(event)
        for parent, children in followed.values():
            twins = [parent, *(parent.twin() for _ in children[1:])]
            for way, event in zip(twins, children, strict=True):
                way.add(event)
            made += twins
        ways = [way for way in ways if id(way) not in followed and not joined] + made
        before += at_n
    return ways


def _best(ways: Sequence[_Way], event: Event, followed: Collection[int]) -> _Way:
    """Return the way that an event follows best; `followed` are those that another one of its number follows."""
    return max(ways, key=lambda way: way.fits(event, followed=id(way) in followed))


def _branches(events: Sequence[Event]) -> list[Branch]:
    """Return the branches of a stream with what each amounts to, the one that was begun first in front."""
    ways = [way.events for way in _ways(events)]
    count = Counter(event.id for way in ways for event in way)
    found = [Branch(way, [event for event in way if count[event.id] == 1], _fold(way)) for way in ways]
    return sorted(found, key=lambda branch: [event.id for event in branch.own[:1]])


def _difference(now: Folded, wanted: Folded) -> list[Entry]:
    """Return the entries that turn one state into another, hidden rows among them."""
    standing, goal = {**now.rows, **now.hidden}, {**wanted.rows, **wanted.hidden}
    out: list[Entry] = []
    for key in sorted({*standing, *goal}):
        if key != ("decision", ROW):
            out += _change(key, standing.get(key), goal.get(key))
    return out


def _change(key: Key, before: Row | None, after: Row | None) -> list[Entry]:
    """Return the entry that turns one row into another; the edges of a range go together."""
    if same(before, after):
        return []
    if before is None or after is None:
        return [(*key, before, after)]
    names = [name for name in after if not same({name: before[name]}, {name: after[name]})]
    if any(name in TOGETHER for name in names):
        names = [name for name in after if name in TOGETHER or name in names]
    return [(*key, {name: before[name] for name in names}, {name: after[name] for name in names})]
