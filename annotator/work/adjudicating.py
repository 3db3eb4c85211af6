"""One article under review: its cards against the gold layer, and what a decision makes of that layer."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.cards import Card, Version, cards
from annotator.core.cover import Cover
from annotator.core.gold import BY_HAND, RULE, Chosen, Decision, Layer, Place, range_of
from annotator.store import assigning, gold
from annotator.store.gold import Finished
from annotator.store.project import Project

OPEN, DECIDED, CHANGED = "open", "decided", "changed"


@dataclass(slots=True)
class View:
    """An article as its reviewer sees it; `ready`: all who were given it have ended it, two of them or more with done.

    Where it was given to nobody, two who finished it are enough.
    """

    found: Finished
    disputed: list[Card]
    ready: bool
    _unanimous: list[Card] | None = None

    @property
    def layer(self) -> Layer:
        """Return the gold layer as it stands in the file."""
        return self.found.layer

    @property
    def unanimous(self) -> list[Card]:
        """Return the places that all agree on; made when first asked for, since there are many and few ask."""
        if self._unanimous is None:
            self._unanimous = cards(self.found.id, self.found.work)[1]
        return self._unanimous

    def places(self) -> dict[str, Place]:
        """Return gold span id -> place of everything that a link of the gold layer may end in."""
        every = [*self.layer.spans.values()]
        for work in self.found.work.values():
            every += work.spans.values()
        return {self.layer.id_of(span): (span.start, span.end, span.label) for span in every}


def view(found: Finished, assigned: frozenset[str], *, agreed: bool = False) -> View:
    """Return an article with its cards; `assigned` are the people who were given it.

    `agreed`: the places that all agree on are surely asked for, so they are made at once.
    """
    disagreements, unanimous = cards(found.id, found.work, agreed=agreed)
    ready = len(found.work) > 1 and assigned - found.tested <= found.ended
    return View(found, disagreements, ready, unanimous if agreed else None)


def disputed(found: Finished) -> list[Card]:
    """Return the disagreements of an article alone."""
    return cards(found.id, found.work, agreed=False)[0]


def look(project: Project, article: str) -> View:
    """Return an article (its id) as it stands now; without cards where nobody finished it."""
    found = next(gold.finished(project, [article], layers=True, least=0), None)
    if found is None:
        found = Finished(0, article, "", gold.layer(project, article))
    return view(found, assigning.assigned(project, article))


class Standing:
    """What of a gold layer stands at the places of cards."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        by_hand = [range_of(one.id) for one in layer.decisions.values() if one.choice in BY_HAND]
        self._by_hand = Cover([place for place in by_hand if place])
        self._strangers = Cover([(span.start, span.end) for span in layer.strangers()])

    def state(self, card: Card) -> str:
        """Tell whether a card is open, decided, or decided before somebody's work on it changed."""
        made = self.layer.decisions.get(card.id)
        if made is not None and made.choice in BY_HAND:
            return DECIDED if made.versions == card.digest else CHANGED
        return CHANGED if self._by_hand.meets(card.start, card.end) else OPEN

    def holds(self, card: Card) -> bool:
        """Tell whether a place that all agree on needs no rule: it has one, or somebody else said what is there."""
        made = self.layer.decisions.get(card.id)
        if made is not None and made.choice:
            return made.choice in BY_HAND or made.versions == card.digest
        if card.key:
            return card.key in self.layer.labels
        return self._by_hand.meets(card.start, card.end) or self._strangers.meets(card.start, card.end)


def status(seen: View, layer: Layer) -> str:
    """Return the status that a gold layer has by its cards: done where no card is open and all have ended the article.

    What came with an import keeps its own.
    """
    if layer.made_elsewhere:
        return layer.status
    standing = Standing(layer)
    settled = all(standing.state(card) == DECIDED for card in seen.disputed)
    if seen.ready and settled and all(standing.holds(card) for card in seen.unanimous):
        return "done"
    return "started" if any(one.choice for one in layer.decisions.values()) else "new"


def chosen(version: Version) -> Chosen:
    """Return what a version puts into the gold layer."""
    return Chosen(version.spans, version.values, [(role.type, role.head, role.child) for role in version.roles])


def put(layer: Layer, card: Card, choice: str, what: Chosen, note: str = "") -> None:
    """Let a decision on a card stand in a layer; the links that it touches are still to be brought to their ends."""
    layer.decide(Decision(card.id, card.start, card.end, choice, card.digest, note), what)


def put_answer(layer: Layer, card: Card, choice: str, value: object, note: str = "") -> None:
    """Let the answer to an article label stand in a layer; None: there is none."""
    put(layer, card, choice, Chosen(), note)
    if value is None:
        layer.labels.pop(card.key, None)
    else:
        layer.labels[card.key] = value


def settle_layer(seen: View) -> Layer:
    """Return the layer of an article with all that its annotators agree on, and without rules that hold no more."""
    after = seen.layer.copy()
    if after.made_elsewhere:
        return after
    agreed = {card.id for card in seen.unanimous}
    old = [one.id for one in after.decisions.values() if one.choice == RULE and one.id not in agreed]
    for one in old:
        after.labels.pop(one.removeprefix("label:"), None)
    after.drop(old)
    standing = Standing(after)
    for card in seen.unanimous:
        known = card.id in after.decisions and after.decisions[card.id].choice == RULE
        if standing.holds(card) or not (seen.ready or known):
            continue
        if card.key:
            put_answer(after, card, RULE, card.versions[0].answer)
        elif card.id in after.decisions:
            put(after, card, RULE, chosen(card.versions[0]))
        else:
            after.place(Decision(card.id, card.start, card.end, RULE, card.digest), chosen(card.versions[0]))
    after.relink(seen.places)
    after.status = status(seen, after)
    return after
