"""The least that any program must do: bare sqlite3, bare orjson, a bare Qt widget."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import orjson

from tests.benchmarks.corpus import Sample

_TABLES = """
CREATE TABLE articles (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE spans (pk INTEGER PRIMARY KEY, article INTEGER, start INTEGER, "end" INTEGER, label TEXT, quote TEXT);
CREATE INDEX spans_article ON spans(article);
"""
_SPAN = ("stream", "id", "start", "end", "text", "label", "unsure", "note", "origin", "created")


def database(path: Path) -> sqlite3.Connection:
    """Make an empty database as durable as a project: WAL, synchronous FULL, indexed."""
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = FULL")
    conn.executescript(_TABLES)
    return conn


def insert(conn: sqlite3.Connection, articles: Iterable[tuple[Any, ...]], spans: Iterable[tuple[Any, ...]]) -> None:
    """Write rows that are ready in memory, in one durable transaction."""
    conn.execute("BEGIN IMMEDIATE")
    conn.executemany("INSERT INTO articles VALUES (?, ?, ?)", articles)
    conn.executemany('INSERT INTO spans (article, start, "end", label, quote) VALUES (?, ?, ?, ?, ?)', spans)
    conn.execute("COMMIT")


def rows_of(items: Iterable[Sample]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return the articles and the spans of a corpus as rows for `insert`."""
    articles, spans = [], []
    for pk, item in enumerate(items):
        articles.append((pk, item.id, item.text))
        spans += [(pk, start, end, label, item.text[start:end]) for start, end, label in item.spans]
    return articles, spans


def commit_one(conn: sqlite3.Connection) -> None:
    """Write one span durably."""
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO spans (article, start, \"end\", label, quote) VALUES (0, 1, 9, 'actor', 'Merovia')")
    conn.execute("COMMIT")


def export(project: Path, target: Path) -> None:
    """Read a project's articles and spans with bare sqlite3 and write them as JSONL, safely on the disk."""
    conn = sqlite3.connect(f"{project.as_uri()}?mode=ro", uri=True)
    spans = groupby(conn.execute("SELECT * FROM spans ORDER BY stream"), key=itemgetter(0))
    articles = conn.execute(
        "SELECT s.pk, a.id, t.text FROM streams s JOIN articles a ON a.id = s.article "
        "JOIN texts t ON t.article = a.pk ORDER BY s.pk"
    )
    with target.open("wb", buffering=1 << 20) as file:
        for (_, identity, text), (_, rows) in zip(articles, spans, strict=True):
            found = [dict(zip(_SPAN, row, strict=True)) for row in rows]
            file.write(orjson.dumps({"id": identity, "text": text, "spans": found}, option=orjson.OPT_APPEND_NEWLINE))
        file.flush()
        os.fsync(file.fileno())
    conn.close()
