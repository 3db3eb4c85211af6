"""What an annotator is told after adjudication: places where gold differs, in what, and how many of their tags stand.

Only the gold layer is told, never who decided it or whose version it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotator.agreement.cards import ARTICLE
from annotator.agreement.kinds import difference
from annotator.core.ids import GOLD
from annotator.core.span import Span
from annotator.store import articles, feedback
from annotator.store.articles import Work
from annotator.store.project import Project
from annotator.work.feedback import Difference, differences
from annotator.work.progress import Progress

MISSED, EXTRA = "missed", "extra"
"""Kinds beside those of cards, where one side alone has a tag: gold, or the annotator."""
_ORDER = (MISSED, EXTRA, "label", "both", "boundary", "split", "attribute", "role")

_Role = tuple[str, str]
"""The type of a role and the words of its filler."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag that is not the same on both sides; `values` and `roles` are those that the other side has not, or not so.

    A value of None: this side has none where the other has one.
    """

    span: Span
    values: tuple[tuple[str, Any], ...] = ()
    roles: tuple[_Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One place where gold differs; code points, half-open. On an article label (0-0) `words` are its name.

    `kinds` are all in which it differs, the gravest first.
    """

    kinds: tuple[str, ...]
    words: str
    start: int
    end: int
    mine: tuple[Tag, ...] = ()
    gold: tuple[Tag, ...] = ()
    my_answer: Any = None
    gold_answer: Any = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One article: `places` in reading order, or the `reason` why there is nothing to tell.

    `same` counts the annotator's tags with the range and the label of a gold one; `mine` and `gold` count all.
    """

    reason: str = ""
    places: tuple[Place, ...] = ()
    same: int = 0
    mine: int = 0
    gold: int = 0

    @property
    def f1(self) -> float | None:
        """Return exact F1, 2·same/(mine + gold); None where neither has a tag."""
        both = self.mine + self.gold
        return 2 * self.same / both if both else None


@dataclass(frozen=True, slots=True)
class Told:
    """An adjudicated article that the annotator finished, and in how many places gold differs there."""

    pk: int
    id: str
    headline: str
    places: int

    def with_places(self, places: int) -> Told:
        """Return the article with another count."""
        return replace(self, places=places)


def compare(project: Project, me: str, article: str) -> Compared:
    """Compare one annotator's work (their id) on an article (its id) with gold, where both are done."""
    found = differences(project, me, article)
    if found.reason:
        return Compared(found.reason)
    merged = project.scheme.mapping
    mine, gold = (articles.work(project, owner, article).read_as(merged) for owner in (me, GOLD))
    counts = [Counter((s.start, s.end, s.label) for s in work.spans.values()) for work in (mine, gold)]
    return Compared(
        places=tuple(_place(one, mine, gold) for one in found.differences),
        same=(counts[0] & counts[1]).total(), mine=counts[0].total(), gold=counts[1].total(),
    )  # fmt: skip


def overview(project: Project, me: str, progress: Progress | None = None) -> list[Told]:
    """Return every adjudicated article that an annotator finished, in the order they came in."""
    progress = progress or Progress()
    ready = feedback.ready(project, me)
    out: list[Told] = []
    for done, (pk, identity) in enumerate(ready):
        progress.step(done, len(ready))
        places = len(differences(project, me, identity).differences)
        out.append(Told(pk, identity, articles.article(project, pk).headline, places))
    return out


def _place(one: Difference, mine: Work, gold: Work) -> Place:
    if one.kind == ARTICLE:
        return Place((ARTICLE,), one.words, 0, 0, my_answer=one.mine, gold_answer=one.right)
    sides = _tags(one.my_spans, mine, one.gold_spans, gold), _tags(one.gold_spans, gold, one.my_spans, mine)
    return Place(_kinds(*sides), one.words, one.start, one.end, *sides)


def _kinds(mine: Sequence[Tag], gold: Sequence[Tag]) -> tuple[str, ...]:
    """Return in what two sides differ; of what one side alone marked, which side."""
    mines, golds = ([(tag.span.start, tag.span.end, tag.span.label) for tag in side] for side in (mine, gold))
    found = set(difference(mines, golds))
    if "one" in found:
        found.remove("one")
        rest = (Counter(mines) - Counter(golds)).total() - (Counter(golds) - Counter(mines)).total()
        found |= {EXTRA} if rest > 0 else {MISSED} if rest < 0 else {MISSED, EXTRA}
    for place in set(mines) & set(golds):
        pair = mine[mines.index(place)], gold[golds.index(place)]
        found |= {"attribute"} if any(tag.values for tag in pair) else set()
        found |= {"role"} if any(tag.roles for tag in pair) else set()
    return tuple(kind for kind in _ORDER if kind in found)


def _tags(spans: Sequence[Span], work: Work, others: Sequence[Span], other: Work) -> tuple[Tag, ...]:
    """Return the tags of one side that the other has not, or not so, with what is not so."""
    partners = {(s.start, s.end, s.label): s for s in others}
    out: list[Tag] = []
    for span in spans:
        partner = partners.get((span.start, span.end, span.label))
        values, roles = work.attributes_of(span.id), _roles(span, work)
        if partner is None:
            out.append(Tag(span, tuple(values.items()), tuple(roles.values())))
            continue
        theirs, their_roles = other.attributes_of(partner.id), _roles(partner, other)
        unlike = {key: values.get(key) for key in (*values, *theirs) if not _same(key, values, theirs)}
        fewer = [role for key, role in roles.items() if key not in their_roles]
        if unlike or roles.keys() != their_roles.keys():
            out.append(Tag(span, tuple(unlike.items()), tuple(fewer)))
    return tuple(out)


def _same(key: str, values: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Tell whether a value is the same on both sides, where true is not 1."""
    one, other = values.get(key), others.get(key)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _roles(span: Span, work: Work) -> dict[tuple[str, int, int, str], _Role]:
    """Return (type, filler's place) -> type and words of the roles of an event."""
    found = ((link.type, work.spans[link.child]) for link in work.relations.values() if link.head == span.id)
    return {(kind, child.start, child.end, child.label): (kind, child.quote) for kind, child in found}
