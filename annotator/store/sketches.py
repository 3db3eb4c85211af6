"""What is kept of each article to find its copies, and the stories that were found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.core.zones import Zone, from_json
from annotator.store import derived
from annotator.store.articles import PRESENT, VISIBLE
from annotator.store.project import Project

_FETCH = 1000


def unsketched(project: Project) -> list[int]:
    """Return the numbers of the articles that have no sketch yet, removed ones too."""
    sql = f"SELECT a.pk FROM articles a WHERE {PRESENT} AND a.pk NOT IN (SELECT article FROM signatures) ORDER BY a.pk"
    return [pk for (pk,) in project.db.execute(sql)]


def pages(project: Project, pks: Sequence[int]) -> Iterator[tuple[int, str, tuple[Zone, ...]]]:
    """Yield (number, text, its own zones) of these articles."""
    among = ", ".join(str(int(pk)) for pk in pks)
    for pk, text, zones in project.db.execute(
        f"SELECT a.pk, t.text, a.zones FROM articles a JOIN texts t ON t.article = a.pk WHERE a.pk IN ({among})"
    ):
        yield pk, text, from_json(json.loads(zones), len(text))


def keep(project: Project, sketches: Iterable[tuple[int, bytes]]) -> None:
    """Keep sketches; those of articles that are gone again are passed over."""
    with project.write():
        project.db.conn.executemany(
            "INSERT OR IGNORE INTO signatures (article, signature) SELECT pk, ?2 FROM articles WHERE pk = ?1",
            list(sketches),
        )


def unsettled(project: Project) -> set[int]:
    """Return the numbers of the articles whose copies were not looked for yet."""
    return {pk for (pk,) in project.db.execute("SELECT article FROM signatures WHERE settled = 0")}


def waiting(project: Project) -> int:
    """Return how many visible articles there are whose copies were not looked for yet."""
    looked = "SELECT article FROM signatures WHERE settled = 1"
    sql = f"SELECT count(*) FROM articles a WHERE {VISIBLE} AND a.pk NOT IN ({looked})"
    return int(project.db.execute(sql).fetchone()[0])


def kept(project: Project) -> Iterator[tuple[int, bytes]]:
    """Yield (number, sketch) of all articles, by number."""
    found = project.db.execute("SELECT article, signature FROM signatures ORDER BY article")
    while some := found.fetchmany(_FETCH):
        yield from some


def dates(project: Project) -> dict[int, str]:
    """Return article number -> when it was published, where it is known to the day (YYYY-MM-DD)."""
    return dict(
        project.db.execute(
            "SELECT pk, substr(published, 1, 10) FROM articles a "
            "WHERE published GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'"
        ).fetchall()
    )


def alike(project: Project) -> Iterator[list[int]]:
    """Yield the numbers of the articles whose texts differ in case, spaces and quotation marks at most, by group."""
    sql = (
        f"SELECT json_group_array(a.pk) FROM articles a WHERE {PRESENT} AND a.folded IN "
        "(SELECT folded FROM articles GROUP BY folded HAVING count(*) > 1) GROUP BY a.folded"
    )
    for (together,) in project.db.execute(sql):
        yield sorted(json.loads(together))


def standing(project: Project) -> dict[int, str]:
    """Return article number -> the story it belongs to."""
    return dict(project.db.execute("SELECT article, story FROM stories WHERE story <> ''").fetchall())


def names(project: Project, pks: Sequence[int]) -> dict[int, str]:
    """Return article number -> id."""
    found = project.db.execute(
        "SELECT pk, id FROM articles WHERE pk IN (SELECT value FROM json_each(?))", (json.dumps(list(pks)),)
    )
    return dict(found.fetchall())


def settle(project: Project, found: Mapping[int, str]) -> None:
    """Note the stories found for these articles (empty: none), whose copies were looked for; none is ever moved."""
    with project.write():
        db = project.db
        chosen = [(pk, story) for pk, story in found.items() if story]
        db.conn.executemany(
            "INSERT INTO stories (article, story, found) SELECT pk, '', ?2 FROM articles WHERE pk = ?1 "
            "ON CONFLICT (article) DO UPDATE SET found = excluded.found WHERE found = ''",
            chosen,
        )
        derived.settle_stories(db, [pk for pk, _ in chosen])
        db.conn.executemany("UPDATE signatures SET settled = 1 WHERE article = ?", [(pk,) for pk in found])


def forget(project: Project) -> None:
    """Forget all sketches, so that the copies of every article are looked for anew; stories stay."""
    with project.write():
        project.db.execute("DELETE FROM signatures")
