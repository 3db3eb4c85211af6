"""Wire stories: which articles are copies of one text. A person's choice goes before the file's group and the found."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.store.articles import VISIBLE
from annotator.store.errors import spoken
from annotator.store.project import Project


def story_of(project: Project, pk: int) -> list[tuple[int, str, str]]:
    """Return (number, id, headline) of the visible articles of an article's story, in the order they came in.

    Empty where the article belongs to no story.
    """
    with spoken(project.path):
        return project.db.execute(
            "SELECT a.pk, a.id, a.headline FROM stories y JOIN articles a ON a.pk = y.article "
            f"WHERE y.story = (SELECT nullif(story, '') FROM stories WHERE article = ?) AND {VISIBLE} ORDER BY a.pk",
            (pk,),
        ).fetchall()


def stories(project: Project) -> dict[str, str]:
    """Return article id -> story id of all visible articles that belong to a story, by id."""
    with spoken(project.path):
        return dict(
            project.db.execute(
                "SELECT a.id, y.story FROM stories y JOIN articles a ON a.pk = y.article "
                f"WHERE y.story <> '' AND {VISIBLE} ORDER BY a.id"
            ).fetchall()
        )


def story_ids(project: Project, pks: Sequence[int]) -> dict[int, str]:
    """Return article number -> story id of those of these articles that belong to a story."""
    marks = ", ".join(str(int(pk)) for pk in pks)
    return dict(project.db.execute(f"SELECT article, story FROM stories WHERE story <> '' AND article IN ({marks})"))


def is_story(project: Project, identity: str) -> bool:
    """Tell whether any article belongs, or could belong again, to a story of this id."""
    return bool(
        project.db.execute(
            "SELECT EXISTS (SELECT 1 FROM stories WHERE story = ?1) "
            "OR EXISTS (SELECT 1 FROM stories WHERE found = ?1) OR EXISTS (SELECT 1 FROM articles WHERE wire = ?1)",
            (identity,),
        ).fetchone()[0]
    )
