"""The gold layer in the file, and what those who finished an article put against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from annotator.core import gold
from annotator.core.edits import span_of
from annotator.core.events import Event, Row, now
from annotator.core.fold import split_attribute
from annotator.core.gold import Decision, Layer
from annotator.core.ids import GOLD
from annotator.core.span import Relation
from annotator.store import log, rows
from annotator.store.articles import VISIBLE, Work, fill_works
from annotator.store.project import Project
from annotator.store.tested import takers

BY_RULE = "unanimous"
"""Kind of the events that no undo takes back: nobody decided what is in them."""
_CHUNK = 160


@dataclass(slots=True)
class Finished:
    """An article with the work of all who finished it, read as merged labels have it; `ended` have done or skipped it.

    The `tested` were given it when its gold stood already: their work is not among it and never changes the gold.
    `layer` holds the whole gold layer where that was asked for, else the decisions alone.
    """

    pk: int
    id: str
    headline: str
    layer: Layer
    work: dict[str, Work] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()
    tested: frozenset[str] = frozenset()


def finished(
    project: Project, only: Sequence[str] | None = None, *, layers: bool = False, least: int = 2
) -> Iterator[Finished]:
    """Yield the visible articles that at least so many people finished, in the order they came; `only` names some."""
    for few in _chunks(_heads(project, only, least)):
        yield from _read(project, few, layers)


def finished_by_several(project: Project) -> list[str]:
    """Return the ids of the articles that `finished` yields of the whole project."""
    return [item.id for item, _ in _heads(project, None, 2)]


_Head = tuple[Finished, dict[str, int]]
"""An article, and the streams of those who finished it."""


def _heads(project: Project, only: Sequence[str] | None, least: int) -> list[_Head]:
    where = "" if only is None else f" AND a.id IN ({', '.join('?' * len(only))})"
    found = project.db.execute(
        "SELECT a.pk, a.id, a.headline, o.id, s.pk, t.status FROM articles a JOIN streams s ON s.article = a.id "
        "JOIN people p ON p.owner = s.owner JOIN owners o ON o.pk = p.owner JOIN statuses t ON t.stream = s.pk "
        f"WHERE t.status IN ('done', 'skipped') AND {VISIBLE}{where} ORDER BY a.pk, o.id",
        only or (),
    )
    out: list[_Head] = []
    apart = takers(project, only)
    for (pk, identity, headline), group in groupby(found, key=itemgetter(0, 1, 2)):
        late = apart.get(identity, frozenset())
        ended = [(owner, stream, status) for *_, owner, stream, status in group if owner not in late]
        streams = {owner: stream for owner, stream, status in ended if status == "done"}
        if len(streams) >= least:
            who = frozenset(owner for owner, _, _ in ended)
            out.append((Finished(pk, identity, headline, Layer(identity), ended=who, tested=late), streams))
    return out


def _chunks(heads: list[_Head]) -> Iterator[list[_Head]]:
    """Take heads out of a list from its first on: what was read into them goes again when nobody has it any more."""
    heads.reverse()
    while heads:
        few = heads[: -_CHUNK - 1 : -1]
        del heads[-_CHUNK:]
        yield few


def _read(project: Project, heads: list[_Head], layers: bool) -> list[Finished]:
    works: dict[int, Work] = {}
    for item, streams in heads:
        for owner, stream in streams.items():
            item.work[owner] = works[stream] = Work()
    fill_works(project, works)
    merged = project.scheme.mapping
    if merged:
        for item, _ in heads:
            item.work = {owner: work.read_as(merged) for owner, work in item.work.items()}
    _fill_layers(project, {item.id: item.layer for item, _ in heads}, whole=layers)
    return [item for item, _ in heads]


def layer(project: Project, article: str) -> Layer:
    """Return the whole gold layer of an article, hidden links too."""
    out = Layer(article)
    _fill_layers(project, {article: out}, whole=True)
    return out


def _fill_layers(project: Project, layers: dict[str, Layer], *, whole: bool) -> None:
    names = list(layers)
    found = project.db.execute(
        "SELECT s.pk, s.article, s.clean FROM streams s JOIN owners o ON o.pk = s.owner "
        f"WHERE o.id = ? AND s.article IN ({', '.join('?' * len(names))})",
        [GOLD, *names],
    ).fetchall()
    tables = ("status", "article_label", "decision", "span", "attribute", "relation") if whole else ("decision",)
    places = {pk: layers[article] for pk, article, _ in found}
    for pk, table, row, values in rows.of_streams(project.db, list(places), tables) if found else ():
        _put(places[pk], table, row, values)
    for pk, article, clean in found if whole else ():
        layers[article].imported = _imported(project, pk)
        if not clean:
            for (table, row), values in log.folded(project, pk).hidden.items():
                _put(layers[article], table, row, values)


def _imported(project: Project, stream: int) -> bool:
    sql = "SELECT 1 FROM events WHERE stream = ? AND kind = 'import' LIMIT 1"
    return project.db.execute(sql, (stream,)).fetchone() is not None


def _put(to: Layer, table: str, row: str, values: Row) -> None:
    match table:
        case "span":
            to.spans[row] = span_of(row, values)
        case "attribute":
            to.values[split_attribute(row)] = values["value"]
        case "relation":
            to.relations[row] = Relation(row, **values)
        case "article_label":
            to.labels[row] = values["value"]
        case "decision":
            to.decisions[row] = Decision(row, **values)
        case "status":
            to.status = values["status"]


def record(
    project: Project, before: Layer, after: Layer, *, actor: str, kind: str, action: str | None = None
) -> Event | None:
    """Write as one event what makes one layer of the other; None where they are the same."""
    entries = gold.changes(before, after, created=now())
    if not entries:
        return None
    return log.record(
        project, owner=GOLD, article=before.article, entries=entries, kind=kind, actor=actor, action=action
    )


def with_layer(project: Project) -> list[str]:
    """Return the ids of the visible articles that have a gold layer, even an empty one, in the order they came."""
    found = project.db.execute(
        "SELECT a.id FROM articles a JOIN streams s ON s.article = a.id JOIN owners o ON o.pk = s.owner "
        f"WHERE o.id = ? AND {VISIBLE} ORDER BY a.pk",
        (GOLD,),
    )
    return [identity for (identity,) in found]


def last_event(project: Project) -> int:
    """Return the number of the newest event in this file; it grows with each."""
    return int(project.db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])


def event_at(project: Project, seq: int) -> str:
    """Return the id of the event with a number; nothing where it is gone, as a cancelled import's is."""
    found = project.db.execute("SELECT hex(id) FROM events WHERE seq = ?", (seq,)).fetchone()
    return str(found[0]) if found else ""


def touched_since(project: Project, seq: int) -> set[str]:
    """Return the ids of the articles that anything happened to after an event."""
    found = project.db.execute(
        "SELECT DISTINCT s.article FROM events e JOIN streams s ON s.pk = e.stream WHERE e.seq > ?", (seq,)
    )
    return {article for (article,) in found}
