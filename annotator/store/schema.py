"""The tables of a project file and the migrations that make them."""

from __future__ import annotations

from typing import cast

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x4E414E4E  # "NANN"
MIGRATIONS = Migrations("news-annotator")

_BASE = """
CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE schemes (pk INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, toml TEXT NOT NULL) STRICT;

CREATE TABLE owners (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE people (
    owner INTEGER PRIMARY KEY REFERENCES owners(pk),
    name TEXT NOT NULL,
    lead INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL
) STRICT;

CREATE TABLE devices (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE batches (
    pk INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    started TEXT NOT NULL,
    request TEXT NOT NULL,
    open INTEGER NOT NULL
) STRICT;

CREATE TABLE articles (
    pk INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    folded TEXT NOT NULL,
    characters INTEGER NOT NULL,
    words INTEGER NOT NULL,
    headline TEXT NOT NULL,
    source TEXT NOT NULL,
    published TEXT NOT NULL,
    meta TEXT NOT NULL,
    zones TEXT NOT NULL,
    wire TEXT,
    batch INTEGER REFERENCES batches(pk)
) STRICT;
CREATE INDEX articles_folded ON articles(folded);
CREATE INDEX articles_batch ON articles(batch) WHERE batch IS NOT NULL;

CREATE TABLE texts (article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE, text TEXT NOT NULL) STRICT;

CREATE TABLE streams (
    pk INTEGER PRIMARY KEY,
    owner INTEGER NOT NULL REFERENCES owners(pk),
    article TEXT NOT NULL,
    n INTEGER NOT NULL DEFAULT 0,
    last BLOB,
    clean INTEGER NOT NULL DEFAULT 1,
    UNIQUE (article, owner)
) STRICT;
CREATE INDEX streams_owner ON streams(owner, article);

CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL REFERENCES streams(pk),
    batch INTEGER REFERENCES batches(pk),
    id BLOB NOT NULL UNIQUE,
    v INTEGER NOT NULL,
    n INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES owners(pk),
    device INTEGER NOT NULL REFERENCES devices(pk),
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    action BLOB,
    undoes BLOB,
    scheme TEXT NOT NULL,
    payload TEXT NOT NULL,
    sha BLOB NOT NULL
) STRICT;
CREATE INDEX events_stream ON events(stream, n, id);
CREATE INDEX events_action ON events(action) WHERE action IS NOT NULL;

CREATE TABLE spans (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    id TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    label TEXT NOT NULL,
    unsure INTEGER NOT NULL,
    note TEXT NOT NULL,
    origin TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (stream, id),
    CHECK ("end" > start)
) STRICT, WITHOUT ROWID;

CREATE TABLE attributes (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    span TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (stream, span, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    head TEXT NOT NULL,
    child TEXT NOT NULL,
    PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE statuses (
    stream INTEGER PRIMARY KEY REFERENCES streams(pk),
    status TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;

CREATE TABLE zone_overrides (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    kind TEXT NOT NULL,
    duplicate INTEGER NOT NULL,
    off INTEGER NOT NULL,
    PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_labels (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (stream, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE notes (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE clashes (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    event BLOB NOT NULL,
    kind TEXT NOT NULL,
    row TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
CREATE INDEX clashes_stream ON clashes(stream);
"""

_TIME = """
CREATE TABLE time_spent (
    id BLOB PRIMARY KEY,
    owner INTEGER NOT NULL REFERENCES owners(pk),
    article TEXT NOT NULL,
    device INTEGER NOT NULL REFERENCES devices(pk),
    at TEXT NOT NULL,
    seconds REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX time_spent_owner ON time_spent(owner, article);
"""

# The search index keeps no text of its own, and `core.searching` splits words for it in every script.
_SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(text, headline, source, published, content='', tokenize='ascii');
CREATE TABLE indexed (article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE) STRICT;
"""

_REVIEW = """
CREATE TABLE decisions (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    id TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    choice TEXT NOT NULL,
    versions TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (stream, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignments (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    person TEXT NOT NULL,
    package TEXT NOT NULL,
    PRIMARY KEY (stream, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
    article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE,
    counts BLOB NOT NULL
) STRICT;

CREATE INDEX events_batch ON events(batch) WHERE batch IS NOT NULL;
"""

# `removed`, `stories` and `signatures` follow from the rest: a lookup by an article's number is all a query can afford.
_CORPUS = """
CREATE TABLE removals (stream INTEGER PRIMARY KEY REFERENCES streams(pk), reason TEXT NOT NULL) STRICT;

CREATE TABLE tags (
    stream INTEGER NOT NULL REFERENCES streams(pk),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (stream, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE story_choices (stream INTEGER PRIMARY KEY REFERENCES streams(pk), story TEXT NOT NULL) STRICT;

CREATE TABLE removed (article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE) STRICT;

CREATE TABLE stories (
    article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE,
    story TEXT NOT NULL,
    found TEXT NOT NULL
) STRICT;
CREATE INDEX stories_story ON stories(story);

CREATE TABLE signatures (
    article INTEGER PRIMARY KEY REFERENCES articles(pk) ON DELETE CASCADE,
    signature BLOB NOT NULL,
    settled INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX signatures_open ON signatures(article) WHERE settled = 0;

ALTER TABLE articles ADD COLUMN language TEXT NOT NULL DEFAULT '';
UPDATE articles SET language = json_extract(meta, '$.language')
WHERE CASE WHEN json_valid(meta) THEN json_type(meta, '$.language') = 'text' END;
INSERT INTO stories (article, story, found) SELECT pk, wire, '' FROM articles WHERE wire <> '';
CREATE INDEX articles_shelf ON articles(pk, batch, published, source, language, words, headline, id);
"""


def _make(db: Database, statements: str) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            db.execute(statement)


@MIGRATIONS()
def base(db: Database) -> None:
    """Make the first tables."""
    _make(db, _BASE)


@MIGRATIONS()
def newer_events(db: Database) -> None:
    """Find events of a newer format without reading a stream: asked before each action, nearly always empty."""
    db.execute("CREATE INDEX events_newer ON events(stream) WHERE v > 1")


@MIGRATIONS()
def time_and_search(db: Database) -> None:
    """Hold the time spent on each article, and an index of the words of all articles."""
    _make(db, _TIME + _SEARCH)


@MIGRATIONS()
def review(db: Database) -> None:
    """Hold decisions on disagreements, who was given which article, and the counts that agreement is figured from."""
    _make(db, _REVIEW)


@MIGRATIONS()
def corpus(db: Database) -> None:
    """Hold removals, tags and stories of articles, and what a table of the whole corpus is read from."""
    _make(db, _CORPUS)


NEWEST = len(MIGRATIONS._migrations)  # noqa: SLF001 - the library has no public count


def migrate(db: Database) -> None:
    """Bring an open file to the newest form and stamp it."""
    with db.atomic():
        MIGRATIONS.apply(db)
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {NEWEST}")


def shape(version: int) -> set[tuple[str, str, str]]:
    """Return (type, name, normalised SQL) of everything a file of `version` may hold."""
    db = Database(memory=True, execute_plugins=False)
    try:
        names = [m.name for m in MIGRATIONS._migrations]  # noqa: SLF001
        MIGRATIONS.apply(db, stop_before=names[version:] or None)
        return objects(db)
    finally:
        db.conn.close()


def objects(db: Database) -> set[tuple[str, str, str]]:
    """Return (type, name, normalised SQL) of the tables, indexes, views and triggers of an open file."""
    rows = db.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master").fetchall()
    return {(kind, name, " ".join(cast(str, sql).split())) for kind, name, sql in rows}
