"""Roles in the gold layer whose filler has no tag there: they wait for its card, or are lost and must be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from annotator.core.gold import BY_HAND, Layer, Place
from annotator.core.span import Relation
from annotator.work.adjudicating import DECIDED, Standing, View

_MARK = "role "
"""Stands before the digest of a decision that is to be made again, since a role of it was lost."""


@dataclass(frozen=True, slots=True)
class LostRole:
    """A role (its key) of a tag (label key and words) whose filler has no gold tag."""

    role: str
    label: str
    words: str
    filler: str


def is_marked(versions: str) -> bool:
    """Tell by a decision's digest whether it waits to be made again, since a role of it was lost."""
    return versions.startswith(_MARK)


def settle_roles(seen: View, layer: Layer, text: str, deciding: str) -> list[LostRole]:
    """Bring a changed layer after the roles that were lost by it, and return those; `deciding` is the card decided.

    A role is lost where no gold tag stands for its filler and no card there is open. That of the card which is decided
    goes: whoever decides it knows. That of another card brings this one back to be decided once more.
    """
    lost = _lost(seen, layer)
    before = {link.id for link, _ in _lost(seen, seen.layer)} if lost else set()
    told = [_told(layer, link, place, text) for link, place in lost if link.id not in before]
    again: set[str] = set()
    for link, _place in lost:
        owner = layer.owner_of(layer.spans[link.head])
        if owner == deciding:
            del layer.relations[link.id]
        elif owner is not None:
            again.add(owner)
    for made in list(layer.decisions.values()):
        plain = made.versions.removeprefix(_MARK)
        wanted = _MARK + plain if made.id in again and made.choice in BY_HAND else plain
        if wanted != made.versions:
            layer.decisions[made.id] = replace(made, versions=wanted)
    return told


def without_filler(seen: View, layer: Layer, text: str, card: str) -> list[LostRole]:
    """Return the roles of a decided card (its id) that are kept though their filler has no gold tag."""
    return [
        _told(layer, link, place, text)
        for link, place in _hidden(seen, layer)
        if layer.owner_of(layer.spans[link.head]) == card
    ]


def _hidden(seen: View, layer: Layer) -> Sequence[tuple[Relation, Place]]:
    hidden = [one for one in layer.relations.values() if one.child not in layer.spans and one.head in layer.spans]
    known = seen.places() if hidden else {}
    found = [(link, layer.filler(link, known)) for link in hidden]
    return [(link, place) for link, place in found if place is not None]


def _lost(seen: View, layer: Layer) -> list[tuple[Relation, Place]]:
    hidden = _hidden(seen, layer)
    standing = Standing(layer) if hidden else None
    return [(link, place) for link, place in hidden if standing is not None and not _waits(seen, standing, place)]


def _waits(seen: View, standing: Standing, place: Place) -> bool:
    """Tell whether anything at a place is still to be decided."""
    start, end, _label = place
    return any(
        card.start < end and start < card.end and standing.state(card) != DECIDED for card in seen.disputed
    ) or any(card.start < end and start < card.end and not standing.holds(card) for card in seen.unanimous)


def _told(layer: Layer, link: Relation, place: Place, text: str) -> LostRole:
    head = layer.spans[link.head]
    return LostRole(link.type, head.label, head.quote, text[place[0] : place[1]])
