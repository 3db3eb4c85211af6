"""The fold: what a stream's events add up to, and what taking an event back means.

The rules are those of the log's design and hold for events of several desks merged in any order:
later wins field by field; a removal counts only against the row it saw; an edit after a removal revives
the row; a relation or attribute whose span is gone is kept and hidden. `kind` is never read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from annotator.core.events import Entry, Row

FIELDS: dict[str, tuple[str, ...]] = {
    "span": ("start", "end", "quote", "label", "unsure", "note", "origin", "created"),
    "attribute": ("value",),
    "relation": ("type", "head", "child"),
    "status": ("status", "reason"),
    "zone": ("start", "end", "kind", "duplicate", "off"),
    "article_label": ("value",),
    "note": ("text",),
    "scheme": ("hash",),
    "decision": ("start", "end", "choice", "versions", "note"),
    "assignment": ("package",),
    "removal": ("reason",),
    "tag": ("value",),
    "story": ("story",),
}
TOGETHER = ("start", "end", "quote")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two actions that met on one row and that a person should look at."""

    event: str
    table: str
    row: str
    why: str


@dataclass(slots=True)
class Folded:
    """The rows of one stream: live ones, those hidden because their span is gone, and clashes."""

    rows: dict[Key, Row] = field(default_factory=dict)
    hidden: dict[Key, Row] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Tell whether the next event may be applied without folding the stream again."""
        return not self.hidden and not self.clashes


def attribute_row(span: str, key: str) -> str:
    """Return the row id of attribute `key` of a span (`''`: of the article)."""
    return f"{span}/{key}"


def split_attribute(row: str) -> tuple[str, str]:
    """Return (span id, key) of an attribute's row id; the key holds no slash, a span id may."""
    span, _, key = row.rpartition("/")
    return span, key


def same(one: Row | None, other: Row | None) -> bool:
    """Tell whether two rows are equal as JSON, where true is not 1 and 1 is not 1.0."""
    if one is None or other is None:
        return one is other
    return one == other and all(type(value) is type(other[name]) for name, value in one.items())


def fold(events: Iterable[tuple[str, Iterable[Entry]]]) -> Folded:
    """Fold (event id, entries) pairs, given in (n, id) order, into the stream's rows."""
    out = Folded()
    gone: dict[Key, Row] = {}
    for event, entries in events:
        for table, row, before, after in entries:
            why = _step(out.rows, gone, (table, row), before, after)
            if why:
                out.clashes.append(Clash(event, table, row, why))
    _hide(out)
    return out


def _step(rows: dict[Key, Row], gone: dict[Key, Row], key: Key, before: Row | None, after: Row | None) -> str:
    current = rows.get(key)
    if after is None:
        if current is None:
            return ""
        if not same(current, before):
            return "removed by one, changed by another: kept"
        gone[key] = rows.pop(key)
    elif current is not None:
        rows[key] = {**current, **after}
    elif before is None:
        gone.pop(key, None)
        rows[key] = dict(after)
    elif key in gone:
        rows[key] = {**gone.pop(key), **after}
        return "changed after it was removed: kept"
    else:
        return "changed before it was made: left out"
    return ""


def _hide(out: Folded) -> None:
    spans = {row for table, row in out.rows if table == "span"}
    for key, values in list(out.rows.items()):
        table, row = key
        if table == "relation":
            alive = values["head"] in spans and values["child"] in spans
        elif table == "attribute":
            owner = split_attribute(row)[0]
            alive = owner == "" or owner in spans
        else:
            continue
        if not alive:
            out.hidden[key] = out.rows.pop(key)


def inverse(entries: Iterable[Entry], current: Callable[[str, str], Row | None]) -> tuple[list[Entry], list[Key]]:
    """Return the entries that take `entries` back, and the rows left alone since they changed meanwhile.

    `current(table, row)` gives a row as it stands now, or None.
    """
    seen: dict[Key, Row | None] = {}
    out: list[Entry] = []
    left: list[Key] = []
    for table, row, before, after in reversed(list(entries)):
        key = (table, row)
        now = seen[key] if key in seen else current(table, row)
        back = _back(before, after, now)
        if back is None:
            left.append(key)
            continue
        old, new = back
        out.append((table, row, old, new))
        seen[key] = new if old is None or new is None else {**(now or {}), **new}
    return out, left


def _back(before: Row | None, after: Row | None, now: Row | None) -> tuple[Row | None, Row | None] | None:
    if before is None:
        return (now, None) if now is not None and same(now, after) else None
    if after is None:
        return (None, before) if now is None else None
    if now is None:
        return None
    kept = [name for name in after if name in now and same({name: now[name]}, {name: after[name]})]
    if any(name in after and name not in kept for name in TOGETHER):
        kept = [name for name in kept if name not in TOGETHER]
    if not kept:
        return None
    return {name: now[name] for name in kept}, {name: before[name] for name in kept}
