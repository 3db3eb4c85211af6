"""The event log: appending, applying, folding again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.events import VERSION, Entry, Event, Row, decode, encode, seal
from annotator.core.fold import FIELDS, TOGETHER, Folded, fold
from annotator.core.ids import SCHEME_OWNER
from annotator.core.scheme import Scheme
from annotator.store import rows
from annotator.store.people import owner_key
from annotator.store.project import Project

_HEAD = (
    "SELECT e.id, e.v, o.id, s.article, e.n, a.id, d.id, e.at, e.kind, e.action, e.undoes, e.scheme, e.payload, e.sha "
    "FROM events e JOIN streams s ON s.pk = e.stream JOIN owners o ON o.pk = s.owner "
    "JOIN owners a ON a.pk = e.actor JOIN devices d ON d.pk = e.device "
)
_UUIDS = (0, 9, 10)
"""Columns of _HEAD that hold the bytes of a UUID."""


def packed(text: str | None) -> bytes | None:
    """Return a UUID as its 16 bytes."""
    return None if text is None else bytes.fromhex(text.replace("-", ""))


def unpacked(value: bytes | None) -> str | None:
    """Return 16 bytes as a UUID."""
    if value is None:
        return None
    digits = value.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


@dataclass(frozen=True, slots=True)
class Stream:
    """Where the events of one owner on one article stand."""

    pk: int
    n: int
    clean: bool


def stream(project: Project, owner: str, article: str) -> Stream | None:
    """Return the stream of (owner, article), or None where nothing was done yet."""
    row = project.db.execute(
        "SELECT s.pk, s.n, s.clean FROM streams s JOIN owners o ON o.pk = s.owner WHERE s.article = ? AND o.id = ?",
        (article, owner),
    ).fetchone()
    return None if row is None else Stream(row[0], row[1], bool(row[2]))


def _open_stream(project: Project, owner: str, article: str) -> Stream:
    found = stream(project, owner, article)
    if found is None:
        row = project.db.execute(
            "INSERT INTO streams (owner, article) VALUES (?, ?) RETURNING pk", (owner_key(project, owner), article)
        ).fetchone()
        return Stream(row[0], 0, True)
    return found


def device_key(project: Project, device: str) -> int:
    """Return the local number of a device, made when new."""
    row = project.db.execute("SELECT pk FROM devices WHERE id = ?", (device,)).fetchone()
    if row is None:
        row = project.db.execute("INSERT INTO devices (id) VALUES (?) RETURNING pk", (device,)).fetchone()
    return int(row[0])


def record(
    project: Project,
    *,
    owner: str,
    article: str,
    entries: list[Entry],
    kind: str,
    actor: str,
    action: str | None = None,
    undoes: str | None = None,
) -> Event:
    """Append one event and bring the tables up to it, in one transaction.

    Raises AnnotatorError when an entry is incomplete or a span's quote is not the text at its offsets.
    """
    with project.write():
        check_entries(project, article, entries)
        where = _open_stream(project, owner, article)
        refuse_newer(project, where)
        event = seal(
            owner=owner, article=article, n=where.n + 1, actor=actor, device=project.device, kind=kind,
            scheme=project.value("scheme"), payload=encode(entries), action=action, undoes=undoes,
        )  # fmt: skip
        append(project, where.pk, event)
        if not (where.clean and rows.apply(project.db, where.pk, entries)):
            refold(project, where.pk)
    return event


def refuse_newer(project: Project, where: Stream) -> None:
    """Raise AnnotatorError when the stream holds events of a newer program: they can be kept but not folded."""
    # "v > 1" is the condition of the index, word for word: without it SQLite would read the whole stream.
    sql = f"SELECT 1 FROM events WHERE stream = ? AND v > 1 AND v > {VERSION} LIMIT 1"
    if project.db.execute(sql, (where.pk,)).fetchone() is not None:
        raise AnnotatorError(
            f"{project.path}: this article holds work of a newer News Annotator. Update the program to go on with it."
        )


def append(project: Project, stream_pk: int, event: Event) -> None:
    """Write an event's row and move its stream's head; the tables are the caller's.

    The counts of its article are made anew at the next look at the agreement.
    """
    project.db.execute(
        "INSERT INTO events (stream, id, v, n, actor, device, at, kind, action, undoes, scheme, payload, sha) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            stream_pk, packed(event.id), event.v, event.n, owner_key(project, event.actor),
            device_key(project, event.device), event.at, event.kind, packed(event.action), packed(event.undoes),
            event.scheme, event.payload, bytes.fromhex(event.sha),
        ),
    )  # fmt: skip
    project.db.execute(
        "UPDATE streams SET n = ?1, last = ?2 WHERE pk = ?3 AND (last IS NULL OR (n, last) < (?1, ?2))",
        (event.n, packed(event.id), stream_pk),
    )
    project.db.execute("DELETE FROM agreement WHERE article = (SELECT pk FROM articles WHERE id = ?)", (event.article,))


def check_entries(project: Project, article: str, entries: list[Entry]) -> None:
    """Raise AnnotatorError when an entry could not be folded or a span would not stand on its words."""
    text: str | None = None
    for table, row, before, after in entries:
        names = FIELDS.get(table)
        if names is None or (before is None and after is None):
            raise AnnotatorError(f"An action on {table!r} is not known to this program.")
        if not complete(names, before, after):
            raise AnnotatorError(f"An action on {table} {row!r} is not complete.")
        if table == "span" and after is not None and "quote" in after:
            text = project.text(article) if text is None else text
            check_quote(text, article, row, after)


def complete(fields: Iterable[str], before: Row | None, after: Row | None) -> bool:
    """Tell whether a row that comes or goes is whole, and an edit names the same fields twice, edges never alone."""
    names = set(fields)
    if before is None or after is None:
        return set(after or before or {}) == names
    touched = set(after)
    edges = names & set(TOGETHER)
    whole = touched & edges in (set(), edges)
    return bool(touched) and touched == set(before) and touched <= names and whole


def check_quote(text: str, article: str, span: str, row: dict[str, Any]) -> None:
    """Raise AnnotatorError unless `text[start:end] == quote` (code points, half-open)."""
    start, end, quote = row["start"], row["end"], row["quote"]
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        raise AnnotatorError(
            f"Article {article}: span {span} at {start}-{end} should read {quote[:60]!r} "
            f"but the text there is {text[max(0, start) : max(0, end)][:60]!r}. The span was not stored."
        )


def events_of(project: Project, stream_pk: int) -> Iterator[Event]:
    """Yield the events of a stream in (n, id) order."""
    for row in project.db.execute(_HEAD + "WHERE e.stream = ? ORDER BY e.n, e.id", (stream_pk,)):
        yield _event(row)


def last_seq(project: Project) -> int:
    """Return the local number of the newest event, 0 in an empty log: the same number, the same state of everything."""
    return int(project.db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])


def all_events(project: Project) -> Iterator[Event]:
    """Yield every event of the log in the order it came into this file."""
    for row in project.db.execute(_HEAD + "ORDER BY e.seq"):
        yield _event(row)


def event(project: Project, identity: str) -> Event | None:
    """Return one event, or None."""
    row = project.db.execute(_HEAD + "WHERE e.id = ?", (packed(identity),)).fetchone()
    return None if row is None else _event(row)


def _event(row: tuple[Any, ...]) -> Event:
    values = list(row)
    for place in _UUIDS:
        values[place] = unpacked(values[place])
    values[-1] = values[-1].hex()
    return Event(*values)


def folded(project: Project, stream_pk: int) -> Folded:
    """Return the fold of a stream; events of a newer format are kept in the log and not folded."""
    found = project.db.execute(
        "SELECT id, payload FROM events WHERE stream = ? AND v = ? ORDER BY n, id", (stream_pk, VERSION)
    )
    return fold((str(uuid.UUID(bytes=i)), decode(payload)) for i, payload in found)


def refold(project: Project, stream_pk: int) -> Folded:
    """Make the tables of a stream equal to the fold of its events."""
    result = folded(project, stream_pk)
    put_folded(project, stream_pk, result)
    return result


def put_folded(project: Project, stream_pk: int, result: Folded) -> None:
    """Make the tables of a stream equal to a fold of its events that was made before."""
    rows.replace(project.db, stream_pk, result)
    project.db.execute("UPDATE streams SET clean = ? WHERE pk = ?", (int(result.clean), stream_pk))
    project.db.execute("DELETE FROM clashes WHERE stream = ?", (stream_pk,))
    project.db.conn.executemany(
        "INSERT INTO clashes (stream, event, kind, row, why) VALUES (?, ?, ?, ?, ?)",
        [(stream_pk, packed(c.event), c.table, c.row, c.why) for c in result.clashes],
    )


def set_scheme(
    project: Project, scheme: Scheme, actor: str, *, kind: str = "scheme", undoes: str | None = None
) -> None:
    """Make `scheme` the project's scheme, as a logged change; raise AnnotatorError in a work package."""
    before = project.value("scheme")
    if before == scheme.hash:
        return
    if project.value("package"):
        raise AnnotatorError(
            f"{project.path}: the scheme of a work package is the lead's and stays as it is. "
            "Ask the lead of the project to change it there."
        )
    old = {"hash": before} if before else None
    read_as = project.scheme.mapping if before else {}
    with project.write():
        project.db.execute("INSERT OR IGNORE INTO schemes (hash, toml) VALUES (?, ?)", (scheme.hash, scheme.text))
        project.set_value("scheme", scheme.hash)
        record(
            project, owner=SCHEME_OWNER, article="", kind=kind, actor=actor, undoes=undoes,
            entries=[("scheme", "", old, {"hash": scheme.hash})],
        )  # fmt: skip
        if scheme.mapping != read_as:  # spans read as other labels now, in any article
            project.db.execute("DELETE FROM agreement")
