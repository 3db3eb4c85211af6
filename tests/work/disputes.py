"""What the tests of review share: a project with disagreements, and short ways to look at cards and gold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from annotator.agreement.cards import Card, Version
from annotator.core.ids import GOLD, person_id
from annotator.store import articles, people
from annotator.store.project import Project
from annotator.work import reviewing
from tests.helpers import project_with, record, span

ANA, BEN, CLEO = (person_id(name) for name in ("Ana", "Ben", "Cleo"))


def three(ana: list[Any], ben: list[Any], cleo: list[Any] | None = None, **more: Any) -> list[dict[str, Any]]:
    """Return the records of those who finished one article; without the third of two."""
    said = {"Ana": ana, "Ben": ben} | ({} if cleo is None else {"Cleo": cleo})
    return [record(annotator=name, spans=spans, **more) for name, spans in said.items()]


def lead(project: Project) -> str:
    return people.find_or_add(project, "Lead").id


def gold_marks(project: Project, article: str = "harbour") -> list[tuple[int, int, str]]:
    return sorted((s.start, s.end, s.label) for s in articles.work(project, GOLD, article).spans.values())


def status(project: Project, article: str = "harbour") -> str:
    return articles.work(project, GOLD, article).status


def the_card(project: Project, identity: str, article: str = "harbour") -> Card:
    found = reviewing.card(project, article, identity)
    assert found is not None
    return found


def version_of(card: Card, *annotators: str) -> Version:
    return next(v for v in card.versions if v.annotators == tuple(sorted(annotators)))


def states(project: Project, article: str = "harbour") -> dict[str, str]:
    return {one.id: one.state for one in reviewing.listing_of(project, article)}


def disputed_project(folder: Path) -> Project:
    """One article: all agree on 31-36, differ in an edge, in a label, and one alone marked 76-82."""
    return project_with(
        folder,
        *three(
            [span(0, 12), span(31, 36), span(47, 50, "location")],
            [span(0, 7), span(31, 36), span(47, 50)],
            [span(0, 12), span(31, 36), span(47, 50), span(76, 82)],
        ),
    )
