"""Tables that follow from rows of the log: which articles are removed, and which story each belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

_ARTICLES = (
    "SELECT a.pk FROM streams s JOIN articles a ON a.id = s.article WHERE s.pk IN (SELECT value FROM json_each(?))"
)
_PUT_REMOVED = (
    "INSERT OR IGNORE INTO removed (article) SELECT a.pk FROM removals r JOIN streams s ON s.pk = r.stream "
    "JOIN articles a ON a.id = s.article WHERE r.stream IN (SELECT value FROM json_each(?))"
)
_CHOICES = (
    "SELECT a.pk, c.story FROM story_choices c JOIN streams s ON s.pk = c.stream JOIN articles a ON a.id = s.article "
    "WHERE a.pk IN (SELECT value FROM json_each(?))"
)


def follow(db: Database, table: str, streams: Sequence[int]) -> None:
    """Bring what follows from rows of a table up to those of these streams; inside a transaction."""
    if table == "removal":
        given = (json.dumps(list(streams)),)
        db.execute(f"DELETE FROM removed WHERE article IN ({_ARTICLES})", given)
        db.execute(_PUT_REMOVED, given)
    elif table == "story":
        settle_stories(db, [pk for (pk,) in db.execute(_ARTICLES, (json.dumps(list(streams)),))])


def mark_removed(db: Database, articles: Mapping[int, bool]) -> None:
    """Note which of these articles (by number) are removed and which are back; inside a transaction."""
    there = {wanted: json.dumps([pk for pk, gone in articles.items() if gone == wanted]) for wanted in (True, False)}
    db.execute("INSERT OR IGNORE INTO removed (article) SELECT value FROM json_each(?)", (there[True],))
    db.execute("DELETE FROM removed WHERE article IN (SELECT value FROM json_each(?))", (there[False],))


def settle_stories(db: Database, pks: Iterable[int]) -> None:
    """Make the stories of these articles what they follow from: a person's choice, else the file's, else the found."""
    given = (json.dumps(list(pks)),)
    among = "IN (SELECT value FROM json_each(?))"
    db.execute(
        "INSERT OR REPLACE INTO stories (article, story, found) "
        "SELECT a.pk, coalesce(nullif(a.wire, ''), y.found, ''), coalesce(y.found, '') FROM articles a "
        f"LEFT JOIN stories y ON y.article = a.pk WHERE a.pk {among}",
        given,
    )
    db.conn.executemany(
        "UPDATE stories SET story = ? WHERE article = ?", [(s, pk) for pk, s in db.execute(_CHOICES, given).fetchall()]
    )
    db.execute(f"DELETE FROM stories WHERE story = '' AND found = '' AND article {among}", given)


def faults(db: Database) -> list[str]:
    """Return what of these tables differs from the rows they follow from."""
    out = []
    removed = {pk for (pk,) in db.execute("SELECT article FROM removed")}
    wanted = db.execute(
        "SELECT a.pk FROM removals r JOIN streams s ON s.pk = r.stream JOIN articles a ON a.id = s.article"
    )
    if removed != {pk for (pk,) in wanted}:
        out.append("The removed articles differ from the log.")
    everything = db.execute("SELECT pk FROM articles").fetchall()
    chosen = dict(db.execute(_CHOICES, (json.dumps([pk for (pk,) in everything]),)).fetchall())
    stories = db.execute(
        "SELECT a.pk, coalesce(y.story, ''), coalesce(nullif(a.wire, ''), y.found, '') FROM articles a "
        "LEFT JOIN stories y ON y.article = a.pk"
    )
    if any(story != chosen.get(pk, otherwise) for pk, story, otherwise in stories):
        out.append("The stories of articles differ from the log.")
    return out
