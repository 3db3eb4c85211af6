"""Feedback: where an annotator's finished article differs from the gold layer, once that is done too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from annotator.agreement.cards import Version, cards
from annotator.core.ids import GOLD
from annotator.core.span import Span
from annotator.store import articles
from annotator.store.project import Project


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where my tags and the gold ones differ; `kind` is that of a card, a range is code points, half-open.

    `words` are those of the place, or the name of an article label, whose answers are `mine` and `right`.
    """

    kind: str
    my_spans: tuple[Span, ...]
    gold_spans: tuple[Span, ...]
    words: str
    start: int
    end: int
    mine: Any = None
    right: Any = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """The differences in reading order, or the reason why there is nothing to compare yet."""

    differences: tuple[Difference, ...] = ()
    reason: str = ""


def differences(project: Project, me: str, article: str) -> Feedback:
    """Compare one annotator's work (their id) on an article (its id) with the gold layer.

    Nothing of the gold layer is told before the annotator has finished the article and the layer is done.
    """
    merged = project.scheme.mapping
    mine, gold = (articles.work(project, owner, article).read_as(merged) for owner in (me, GOLD))
    if mine.status != "done":
        return Feedback(
            reason="Finish the article first: then you see how your tags compare with the adjudicated ones."
        )
    if gold.status != "done":
        return Feedback(reason="This article is not adjudicated yet.")
    names = {label.key: label.name for label in project.scheme.article_labels}
    text = project.text(article)
    found = []
    for card in cards(article, {me: mine, GOLD: gold}, agreed=False)[0]:
        my, right = (_side(card.versions, owner) for owner in (me, GOLD))
        words = names.get(card.key, card.key) if card.key else text[card.start : card.end]
        found.append(Difference(card.kind, my.spans, right.spans, words, card.start, card.end, my.answer, right.answer))
    return Feedback(tuple(found))


def _side(versions: tuple[Version, ...], owner: str) -> Version:
    return next(version for version in versions if owner in version.annotators)
