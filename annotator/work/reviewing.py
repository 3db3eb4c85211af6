"""Review: the list of disagreements, single cards, and decisions that make the gold layer."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from annotator.agreement.cards import Card, Role, Version
from annotator.core.errors import AnnotatorError
from annotator.core.gold import Chosen, Decision, Layer
from annotator.core.sorting import in_order
from annotator.core.span import Span
from annotator.store import gold, history
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work import adjudicating
from annotator.work.adjudicating import CHANGED, DECIDED, OPEN
from annotator.work.lost_roles import LostRole, settle_roles, without_filler
from annotator.work.progress import Progress
from annotator.work.settling import Settled, Tidied, settle, tidy_boundaries

__all__ = (
    "CHANGED", "DECIDED", "OPEN", "Listed", "LostRole", "Settled", "Tidied", "answer", "can_undo", "card",
    "decision_of", "edit", "gold_of", "listing", "listing_of", "redo", "reject", "roles_without_filler", "secret",
    "settle", "take", "text_around", "tidy_boundaries", "undo", "write_note",
)  # fmt: skip
_SECRET = "review_secret"


@dataclass(frozen=True, slots=True)
class Listed:
    """One disagreement in the list; `words` quotes the widest span (an article label: its name).

    `people` finished the article; `sides` are the people of each version; `odd` are those beside the most frequent
    version (on a tie everybody). `state` is open, decided, or changed: somebody's work changed after the decision.
    """

    pk: int
    article: str
    headline: str
    id: str
    start: int
    end: int
    kind: str
    labels: tuple[str, ...]
    words: str
    versions: int
    people: frozenset[str]
    sides: tuple[frozenset[str], ...]
    odd: frozenset[str]
    impact: float
    state: str

    def parts(self, one: str, other: str) -> bool:
        """Tell whether these two annotators differ here."""
        return {one, other} <= self.people and not any({one, other} <= side for side in self.sides)


def listing(project: Project, progress: Progress | None = None) -> list[Listed]:
    """Return every disagreement of every article that two or more finished, the weightiest first."""
    progress = progress or Progress()
    names = _names(project)
    out: list[Listed] = []
    with spoken(project.path):
        total = len(gold.finished_by_several(project))
        for done, found in enumerate(gold.finished(project)):
            if done % 8 == 0:
                progress.step(done, total)
            out += _listed(found, names)
    return in_order(out, _order)


def listing_of(project: Project, article: str) -> list[Listed]:
    """Return the disagreements of one article (its id), in the order of `listing`."""
    names = _names(project)
    return sorted((one for found in gold.finished(project, [article]) for one in _listed(found, names)), key=_order)


def _order(one: Listed) -> tuple[float, str, int, str]:
    return -one.impact, one.article, one.start, one.id


def _names(project: Project) -> dict[str, str]:
    return {label.key: label.name for label in project.scheme.article_labels}


@lru_cache(maxsize=4096)
def _side(annotators: tuple[str, ...]) -> frozenset[str]:
    """Return annotators as a set; a list of many cards holds the same few."""
    return frozenset(annotators)


@lru_cache(maxsize=4096)
def _sides(annotators: tuple[tuple[str, ...], ...]) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Return the people of each version, and those beside the most frequent one (on a tie everybody)."""
    sides = tuple([_side(one) for one in annotators])
    most = max(map(len, sides))
    usual = [side for side in sides if len(side) == most]
    odd = frozenset().union(*(side for side in sides if len(usual) > 1 or side is not usual[0]))
    return sides, odd


def _listed(found: gold.Finished, names: Mapping[str, str]) -> list[Listed]:
    people = _side(tuple(sorted(found.work)))
    standing = adjudicating.Standing(found.layer)
    out = []
    for card in adjudicating.disputed(found):
        sides, odd = _sides(tuple([version.annotators for version in card.versions]))
        words = names.get(card.key, card.key) if card.key else _widest(card)
        state = standing.state(card)
        out.append(
            Listed(
                found.pk, found.id, found.headline, card.id, card.start, card.end, card.kind, card.labels, words,
                len(sides), people, sides, odd, card.impact, state,
            )
        )  # fmt: skip
    return out


def _widest(card: Card) -> str:
    """Return the words of the longest span, of two such the first."""
    spans = [span for version in card.versions for span in version.spans]
    return min(spans, key=lambda span: (span.start - span.end, span.start)).quote


def card(project: Project, article: str, identity: str) -> Card | None:
    """Return one disagreement of an article as it stands now, or None where there is none any more."""
    every = [one for found in gold.finished(project, [article]) for one in adjudicating.disputed(found)]
    return next((one for one in every if one.id == identity), None)


def decision_of(project: Project, card: Card) -> Decision | None:
    """Return what was decided or noted on a card (take, edit, reject, rule, or nothing but a note), or None."""
    return gold.layer(project, card.article).decisions.get(card.id)


def gold_of(project: Project, card: Card) -> Version:
    """Return what stands in the gold layer at a card's place, as a version without annotators."""
    layer = gold.layer(project, card.article)
    if card.key:
        return Version((), answer=layer.labels.get(card.key))
    owners = {card.id, *(one.id for one in layer.outdated(card.id)), None}
    spans = sorted(
        (s for s in layer.spans.values() if s.start < card.end and card.start < s.end and layer.owner_of(s) in owners),
        key=lambda s: (s.start, s.end, s.label),
    )
    values = {s.id: {key: value for (one, key), value in layer.values.items() if one == s.id} for s in spans}
    roles = [
        Role(link.type, link.head, layer.spans[link.child])
        for link in layer.relations.values()
        if link.head in values and link.child in layer.spans
    ]
    return Version((), tuple(spans), {one: held for one, held in values.items() if held}, tuple(roles))


def text_around(project: Project, article: str, start: int, end: int) -> tuple[str, int, int]:
    """Return the paragraphs that hold a range, and where they start and end in the article (code points, half-open)."""
    text = project.text(article)
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(start, end - 1))
    last = len(text) if last < 0 else last
    return text[first:last], first, last


def take(project: Project, card: Card, version: Version, actor: str, note: str = "") -> list[LostRole]:
    """Make one version the gold of a card, and return the roles that were lost by it; an empty note changes none."""
    if card.key:
        return _answer(project, card, "take", version.answer, actor, note)
    return _decide(project, card, "take", adjudicating.chosen(version), actor, note)


def edit(
    project: Project, card: Card, spans: Sequence[Span], values: Mapping[str, Mapping[str, Any]], actor: str,
    note: str = "", roles: Sequence[Role] = (),
) -> list[LostRole]:  # fmt: skip
    """Make these spans the gold of a card: `values` is span id -> key -> value, `roles` name heads among the spans.

    Returns the roles that were lost by it.
    Raises AnnotatorError when a span has no such words at its range, or a label that nobody can give.
    """
    live = {label.key for label in project.scheme.live}
    for span in spans:
        if span.label not in live:
            raise AnnotatorError(
                f"{project.path}: the scheme has no label {span.label!r} that can be given. Choose another."
            )
    heads = {span.id for span in spans}
    links = [(role.type, role.head, role.child) for role in roles if role.head in heads]
    return _decide(project, card, "edit" if spans else "reject", Chosen(spans, values, links), actor, note)


def answer(project: Project, card: Card, value: Any, actor: str, note: str = "") -> list[LostRole]:
    """Give an article label a value in the gold layer that may be nobody's; None: no value."""
    return _answer(project, card, "edit", value, actor, note)


def reject(project: Project, card: Card, actor: str, note: str = "") -> list[LostRole]:
    """Decide that nothing is to be marked at a card's place, and return the roles that were lost by it."""
    if card.key:
        return _answer(project, card, "reject", None, actor, note)
    return _decide(project, card, "reject", Chosen(), actor, note)


def write_note(project: Project, card: Card, note: str, actor: str) -> None:
    """Write, change or clear the note on a card, decided or not."""

    def change(layer: Layer) -> None:
        known = layer.decisions.get(card.id) or Decision(card.id, card.start, card.end, "", card.digest)
        layer.decisions[card.id] = Decision(known.id, known.start, known.end, known.choice, known.versions, note)
        if not known.choice and not note:
            del layer.decisions[card.id]

    _write(project, card, change, actor, "note")


def _decide(project: Project, card: Card, choice: str, what: Chosen, actor: str, note: str) -> list[LostRole]:
    return _write(project, card, lambda layer: adjudicating.put(layer, card, choice, what, note), actor, choice)


def _answer(project: Project, card: Card, choice: str, value: Any, actor: str, note: str) -> list[LostRole]:
    return _write(project, card, lambda layer: adjudicating.put_answer(layer, card, choice, value, note), actor, choice)


def _write(project: Project, card: Card, change: Callable[[Layer], None], actor: str, kind: str) -> list[LostRole]:
    """Change a card's gold layer by one event, its links and its status with it; return the roles that were lost."""
    with project.write():
        seen = adjudicating.look(project, card.article)
        after = seen.layer.copy()
        change(after)
        after.relink(seen.places)
        lost = [] if kind == "note" else settle_roles(seen, after, project.text(card.article), card.id)
        after.status = adjudicating.status(seen, after)
        gold.record(project, seen.layer, after, actor=actor, kind=kind)
    return lost


def roles_without_filler(project: Project, card: Card) -> list[LostRole]:
    """Return the roles of a decided card that stand nowhere, since no gold tag stands for their filler."""
    seen = adjudicating.look(project, card.article)
    return without_filler(seen, seen.layer, project.text(card.article), card.id)


def undo(project: Project, actor: str) -> str | None:
    """Take back this adjudicator's last decision in any article; return the article's id, None where there is none.

    A decision over many articles goes back whole.
    """
    return _turn(project, actor, "undo")


def redo(project: Project, actor: str) -> str | None:
    """Bring back what was taken back last; return the article's id, None where there is nothing."""
    return _turn(project, actor, "redo")


def _turn(project: Project, actor: str, kind: str) -> str | None:
    with project.write():
        stacks = history.gold_stacks(project, actor)
        stack = stacks.undo if kind == "undo" else stacks.redo
        if not stack:
            return None
        taken = history.take_back(project, actor, stack[-1], kind)
        for event in taken.events:
            _follow(project, event.article, actor)
    return taken.events[0].article


def _follow(project: Project, article: str, actor: str) -> None:
    """Bring links and status after what an undo left; nothing of it is a decision."""
    seen = adjudicating.look(project, article)
    after = seen.layer.copy()
    after.relink(seen.places)
    after.status = adjudicating.status(seen, after)
    gold.record(project, seen.layer, after, actor=actor, kind=gold.BY_RULE)


def can_undo(project: Project, actor: str) -> tuple[bool, bool]:
    """Tell whether there is a decision to take back, and one to bring back."""
    stacks = history.gold_stacks(project, actor)
    return bool(stacks.undo), bool(stacks.redo)


def secret(project: Project) -> str:
    """Return the project's secret that orders versions, made at first use."""
    found = project.value(_SECRET)
    if not found:
        found = secrets.token_hex(16)
        with project.write():
            project.set_value(_SECRET, found)
    return found
