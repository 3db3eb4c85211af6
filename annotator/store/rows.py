"""Rows of the log's tables: between the log's form (dicts) and SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from annotator.core.events import Entry, Row
from annotator.core.fold import FIELDS, Folded, Key, attribute_row, same, split_attribute
from annotator.core.span import Span, quick_span
from annotator.store import derived

_TABLES = {
    "span": "spans",
    "attribute": "attributes",
    "relation": "relations",
    "status": "statuses",
    "zone": "zone_overrides",
    "article_label": "article_labels",
    "note": "notes",
    "decision": "decisions",
    "assignment": "assignments",
    "removal": "removals",
    "tag": "tags",
    "story": "story_choices",
}
"""Log table -> SQL table; `scheme` rows live in the log and in `project` alone."""

OF_LEAD = ("decision", "assignment", "removal", "tag", "story")
BESIDE_SPANS = tuple(table for table in _TABLES if table not in ("span", *OF_LEAD))
"""Tables of one person's work on an article, spans excepted."""

_NAMED = {"assignment": "person", "tag": "name"}
_FLAGS = {"unsure", "duplicate", "off"}
_JSON = {("attribute", "value"), ("article_label", "value")}
_PLAIN = {table: itemgetter(*FIELDS[table]) for table in _TABLES if len(FIELDS[table]) > 1}
"""Tables whose fields SQLite takes as they are (true as 1): an import writes millions of such rows."""


def _key(table: str, row: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the key columns beside `stream`, and their values."""
    if table == "attribute":
        return ("span", "key"), split_attribute(row)
    if table in ("status", "removal", "story"):
        return (), ()
    if table == "article_label":
        return ("key",), (row,)
    if table in _NAMED:
        return (_NAMED[table],), (row,)
    return ("id",), (row,)


def _to_sql(table: str, name: str, value: Any) -> Any:
    if name in _FLAGS:
        return int(value)
    if (table, name) in _JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return value


def _from_sql(table: str, name: str, value: Any) -> Any:
    if name in _FLAGS:
        return bool(value)
    if (table, name) in _JSON:
        return json.loads(value)
    return value


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _statements(table: str, sql_table: str) -> tuple[str, str, str, str]:
    """Return the statements that get, delete, put one row and list all rows of a stream."""
    key = _key(table, "")[0]
    where = " AND ".join(["stream = ?", *(f'"{name}" = ?' for name in key)])
    fields = FIELDS[table]
    marks = ", ".join("?" * (1 + len(key) + len(fields)))
    return (
        f"SELECT {_columns(fields)} FROM {sql_table} WHERE {where}",
        f"DELETE FROM {sql_table} WHERE {where}",
        f"INSERT OR REPLACE INTO {sql_table} ({_columns(('stream', *key, *fields))}) VALUES ({marks})",
        f"SELECT {_columns(('stream', *key, *fields))} FROM {sql_table} WHERE stream IN ({{}})",
    )


_SQL = {table: _statements(table, sql_table) for table, sql_table in _TABLES.items()}
_GET, _DELETE, _PUT, _ALL = ({table: four[i] for table, four in _SQL.items()} for i in range(4))
_TOGETHER = 40  # rows a statement: a row alone costs as much again for its step through Python
_PUT_MANY = {table: ", ".join([sql, *[sql.partition(" VALUES ")[2]] * (_TOGETHER - 1)]) for table, sql in _PUT.items()}


def get(db: Database, stream: int, table: str, row: str) -> Row | None:
    """Return one row in the log's form, or None."""
    found = db.execute(_GET[table], (stream, *_key(table, row)[1])).fetchone()
    if found is None:
        return None
    return {name: _from_sql(table, name, value) for name, value in zip(FIELDS[table], found, strict=True)}


def put(db: Database, stream: int, table: str, row: str, values: Row) -> None:
    """Write one full row."""
    db.execute(_PUT[table], _sql_row(stream, table, row, values))
    derived.follow(db, table, [stream])


def _sql_row(stream: int, table: str, row: str, values: Row) -> tuple[Any, ...]:
    key = _key(table, row)[1]
    plain = _PLAIN.get(table)
    if plain is not None:
        return (stream, *key, *plain(values))
    return (stream, *key, *(_to_sql(table, f, values[f]) for f in FIELDS[table]))


def delete(db: Database, stream: int, table: str, row: str) -> None:
    """Delete one row."""
    db.execute(_DELETE[table], (stream, *_key(table, row)[1]))
    derived.follow(db, table, [stream])


def insert_many(db: Database, rows: Iterable[tuple[int, str, str, Row]]) -> None:
    """Write full rows (stream, table, row id, values) in bulk."""
    for table, found in _by_table(rows).items():
        _insert(db, table, found)
        derived.follow(db, table, [one[0] for one in found])


def insert_spans(db: Database, rows: list[tuple[Any, ...]]) -> None:
    """Write spans in bulk, each row in the order (stream, id, start, end, quote, label, unsure, note, ...)."""
    _insert(db, "span", rows)


def _by_table(rows: Iterable[tuple[int, str, str, Row]]) -> dict[str, list[tuple[Any, ...]]]:
    """Return table -> its rows as SQLite takes them."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for stream, table, row, values in rows:
        found.setdefault(table, []).append(_sql_row(stream, table, row, values))
    return found


def _insert(db: Database, table: str, found: list[tuple[Any, ...]]) -> None:
    whole = len(found) - len(found) % _TOGETHER
    packs = (tuple(chain.from_iterable(found[i : i + _TOGETHER])) for i in range(0, whole, _TOGETHER))
    db.conn.executemany(_PUT_MANY[table], packs)
    db.conn.executemany(_PUT[table], found[whole:])


def write_many(db: Database, drops: Iterable[tuple[int, str, str]], puts: Iterable[tuple[int, str, str, Row]]) -> None:
    """Delete rows (stream, table, row id), then write full rows, in bulk; what follows from them is the caller's."""
    gone: dict[str, list[tuple[Any, ...]]] = {}
    for stream, table, row in drops:
        gone.setdefault(table, []).append((stream, *_key(table, row)[1]))
    for table, found in gone.items():
        db.conn.executemany(_DELETE[table], found)
    for table, rows in _by_table(puts).items():
        _insert(db, table, rows)


def apply(db: Database, stream: int, entries: Iterable[Entry]) -> bool:
    """Apply entries straight to the tables; False when the stream must be folded again instead."""
    removed: list[str] = []
    attached: list[str] = []
    for table, row, before, after in entries:
        if table not in _TABLES:
            continue
        current = get(db, stream, table, row)
        if after is None:
            if current is None or not same(current, before):
                return False
            delete(db, stream, table, row)
            if table == "span":
                removed.append(row)
        elif current is not None:
            put(db, stream, table, row, {**current, **after})
        elif before is None:
            put(db, stream, table, row, after)
        else:
            return False
        if after is not None and table == "attribute":
            attached.append(split_attribute(row)[0])
        elif after is not None and table == "relation":
            attached += [end for end in (after.get("head"), after.get("child")) if end is not None]
    return not any(_has_ends(db, stream, span) for span in removed) and all(
        span == "" or _has_span(db, stream, span) for span in attached
    )


def _has_span(db: Database, stream: int, span: str) -> bool:
    return db.execute("SELECT 1 FROM spans WHERE stream = ? AND id = ?", (stream, span)).fetchone() is not None


def _has_ends(db: Database, stream: int, span: str) -> bool:
    if _has_span(db, stream, span):
        return False
    sql = (
        "SELECT 1 FROM attributes WHERE stream = ?1 AND span = ?2 "
        "UNION ALL SELECT 1 FROM relations WHERE stream = ?1 AND (head = ?2 OR child = ?2) LIMIT 1"
    )
    return db.execute(sql, (stream, span)).fetchone() is not None


def replace(db: Database, stream: int, folded: Folded) -> None:
    """Make the tables of a stream equal to its fold."""
    for name, table in _TABLES.items():
        if db.execute(f"DELETE FROM {table} WHERE stream = ?", (stream,)).rowcount:
            derived.follow(db, name, [stream])
    insert_many(db, ((stream, table, row, values) for (table, row), values in folded.rows.items() if table in _TABLES))


def everything(db: Database, stream: int) -> Iterator[tuple[Key, Row]]:
    """Yield ((table, row id), values) of all that stands in the tables for a stream."""
    for _, table, row, values in of_streams(db, [stream]):
        yield (table, row), values


def spans_of(db: Database, streams: Sequence[int]) -> Iterator[tuple[int, Span]]:
    """Yield (stream, span) of these streams (at most 500): `of_streams` for most of all rows, without its dicts."""
    for stream, row, start, end, quote, label, unsure, note, origin, created in db.conn.execute(
        _ALL["span"].format(", ".join("?" * len(streams))), streams
    ):
        yield stream, quick_span(row, start, end, quote, label, bool(unsure), note, origin, created)


def of_streams(
    db: Database, streams: Sequence[int], tables: Iterable[str] = tuple(_TABLES)
) -> Iterator[tuple[int, str, str, Row]]:
    """Yield (stream, table, row id, values) of all that stands in these tables for these streams (at most 500)."""
    marks = ", ".join("?" * len(streams))
    for table in tables:
        names = FIELDS[table]
        width = 1 + len(_key(table, "")[0])
        special = [name for name in names if name in _FLAGS or (table, name) in _JSON]
        for found in db.conn.execute(_ALL[table].format(marks), streams):
            values = dict(zip(names, found[width:], strict=True))
            for name in special:
                values[name] = _from_sql(table, name, values[name])
            row = attribute_row(*found[1:3]) if table == "attribute" else (found[1] if width > 1 else "")
            yield found[0], table, row, values
