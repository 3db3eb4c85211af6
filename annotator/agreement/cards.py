"""Cards: the places of one article where its annotators differ, each with the versions that stand against each other.

A card covers one cluster: spans that hang together by shared characters, over all annotators and labels, so that the
person who settles it sees everything that was marked there. Spans that only touch stand on cards of their own.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import combinations
from typing import Any, Protocol

from annotator.agreement.clusters import Placed, clusters, placed
from annotator.agreement.kinds import GRAVITY, WEIGHT, alone, difference
from annotator.core.span import Relation, Span

KINDS = ("one", "boundary", "label", "attribute", "role", "split", "both", "article")
ARTICLE = "article"
_OF_ARTICLE = "label:"
_OF_TAGS = ("boundary", "label", "both", "split")


class Marked(Protocol):
    """What one annotator did on an article."""

    @property
    def spans(self) -> Mapping[str, Span]: ...
    @property
    def attributes(self) -> Mapping[tuple[str, str], Any]: ...
    @property
    def relations(self) -> Mapping[str, Relation]: ...
    @property
    def article_labels(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Role:
    """A role given in a version: `head` is a span id of that version, `child` the filler, wherever it stands."""

    type: str
    head: str
    child: Span


@dataclass(frozen=True, slots=True)
class Version:
    """What some annotators have in common at a place; no spans: they marked nothing there.

    `values` is span id -> key -> value; `answer` is the value on a card of an article label (None: not answered).
    """

    annotators: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    roles: tuple[Role, ...] = ()
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Card:
    """A place of an article with all versions of it; `start` and `end` are code points, half-open.

    `id` is "start:end", or "label:<key>" on a card of an article label, whose range is 0-0.
    """

    article: str
    id: str
    start: int
    end: int
    kind: str
    versions: tuple[Version, ...]
    impact: float
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """Return the article label that the card is about, or nothing."""
        return self.id.removeprefix(_OF_ARTICLE) if self.id.startswith(_OF_ARTICLE) else ""

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hex) of who says what at this place: it changes when anybody's work here does."""
        said = sorted((version.annotators, _canonical(version)) for version in self.versions)
        return sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def cards(article: str, work: Mapping[str, Marked], *, agreed: bool = True) -> tuple[list[Card], list[Card]]:
    """Return (disagreements, unanimous places) of one article in reading order; `work` is annotator id -> their work.

    Only work of annotators who finished the article belongs here; with one of them alone there are no cards. Without
    `agreed` the second list is left empty, which is faster.
    """
    if len(work) < 2:
        return [], []
    everybody = sorted(work)
    details = _Details(work)
    disputed: list[Card] = []
    unanimous: list[Card] = []
    every = [item for who in everybody for item in placed(who, work[who].spans.values())]
    for start, end, held in clusters(every):
        if not agreed and details.plain and _plainly_agreed(held, len(everybody)):
            continue
        versions = _versions(_of_place(everybody, held, work, details))
        found = _card(article, f"{start}:{end}", (start, end), versions)
        (unanimous if len(versions) == 1 else disputed).append(found)
    for found in _of_article(article, work, everybody):
        (unanimous if len(found.versions) == 1 else disputed).append(found)
    return disputed, unanimous if agreed else []


def shuffled(card: Card, secret: str) -> tuple[Version, ...]:
    """Return the versions in an order that is always the same and tells nothing about who is behind them."""

    def place(version: Version) -> str:
        return sha256("\n".join((secret, card.article, card.id, *version.annotators)).encode()).hexdigest()

    return tuple(sorted(card.versions, key=place))


class _Details:
    """Values and roles of all annotators on one article, by annotator and span; `plain`: there are none."""

    def __init__(self, work: Mapping[str, Marked]) -> None:
        self.values: dict[tuple[str, str], dict[str, Any]] = {}
        self.roles: dict[tuple[str, str], list[Role]] = {}
        for who, done in work.items():
            for (span, key), value in done.attributes.items():
                self.values.setdefault((who, span), {})[key] = value
            for link in done.relations.values():
                role = Role(link.type, link.head, done.spans[link.child])
                self.roles.setdefault((who, link.head), []).append(role)
        self.plain = not self.values and not self.roles


def _plainly_agreed(held: list[Placed], everybody: int) -> bool:
    """Tell whether spans without values and roles are the same of all annotators; `held` is sorted."""
    if len(held) % everybody:
        return False
    return all(
        held[i][:3] == held[i - i % everybody][:3] and (i % everybody == 0 or held[i][3] > held[i - 1][3])
        for i in range(len(held))
    )


_Canonical = tuple[Any, ...]
"""What a version says, in a form in which two that say the same are equal and have one order."""


def _of_place(
    everybody: list[str], held: list[Placed], work: Mapping[str, Marked], details: _Details
) -> Iterator[tuple[_Canonical, Version]]:
    """Yield each annotator's own version of a cluster with its canonical form, in the order of annotators."""
    mine: dict[str, list[Placed]] = {who: [] for who in everybody}
    for item in held:
        mine[item[3]].append(item)
    for who, items in mine.items():
        spans = tuple([work[who].spans[item[4]] for item in items])
        if details.plain:
            yield tuple([(*item[:3], "{}", ()) for item in items]), Version((who,), spans)
            continue
        values = {s.id: details.values[who, s.id] for s in spans if (who, s.id) in details.values}
        roles = [role for s in spans for role in details.roles.get((who, s.id), ())]
        version = Version((who,), spans, values, tuple(sorted(roles, key=_role_key)))
        yield _canonical(version), version


def _role_key(role: Role) -> tuple[str, int, int, str, str]:
    return role.type, role.child.start, role.child.end, role.child.label, role.head


def _canonical(version: Version) -> _Canonical:
    if version.answer is not None:
        return (_json(version.answer),)
    roles: dict[str, list[tuple[Any, ...]]] = {}
    for role in version.roles:
        roles.setdefault(role.head, []).append(_role_key(role)[:4])
    return tuple(
        sorted(
            (s.start, s.end, s.label, _json(version.values.get(s.id, {})), tuple(roles.get(s.id, ())))
            for s in version.spans
        )
    )


def _json(value: Any) -> str:
    """Return a value as JSON text, where true is not 1 but 1.0 is."""
    return json.dumps(_number(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _number(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _number(one) for key, one in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _versions(each: Iterable[tuple[_Canonical, Version]]) -> list[tuple[_Canonical, Version]]:
    """Return the versions with all who have them, in the order of their canonical forms."""
    together: dict[_Canonical, list[Version]] = {}
    for key, version in each:
        together.setdefault(key, []).append(version)
    return [(key, _joined(together[key])) for key in sorted(together)]


def _joined(same: list[Version]) -> Version:
    """Return the first of versions that say the same, with the annotators of all."""
    if len(same) == 1:
        return same[0]
    return replace(same[0], annotators=tuple(who for version in same for who in version.annotators))


def _card(article: str, identity: str, place: tuple[int, int], versions: list[tuple[_Canonical, Version]]) -> Card:
    kind, impact = _weighed(versions) if len(versions) > 1 else ("", 0.0)
    labels = {item[2] for key, _ in versions for item in key}
    return Card(
        article, identity, *place, kind, tuple([version for _, version in versions]), impact,
        tuple(sorted(labels)),
    )  # fmt: skip


def _weighed(versions: list[tuple[_Canonical, Version]]) -> tuple[str, float]:
    """Return the kind of a disagreement and its impact.

    Every two annotators who differ count; those who marked nothing decide the kind only where all others agree. A pair
    is of its gravest kind, a card of its most frequent one, of two such the graver. Where both marked the place, a tag
    that one of them left out names the pair only where their other tags are the same. The impact is the number of
    differences, one for each pair of annotators, span and value, by the weight of their kinds.
    """
    kinds: dict[str, int] = {}
    impact = 0.0
    several = sum(bool(version.spans) for _, version in versions) > 1
    for (one_key, one), (other_key, other) in combinations(versions, 2):
        found = _differences(one_key, other_key)
        pairs = len(one.annotators) * len(other.annotators)
        impact += pairs * sum(WEIGHT[kind] * count for kind, count in found.items())
        if not several or (one.spans and other.spans):
            kind = _kind_of(one_key, other_key, found)
            if kind:
                kinds[kind] = kinds.get(kind, 0) + pairs
    return max(kinds, key=lambda kind: (kinds[kind], GRAVITY.index(kind))), impact


def _kind_of(one: _Canonical, other: _Canonical, found: Mapping[str, int]) -> str:
    """Return what parts two versions; nothing where both marked the place but a third alone joins their tags."""
    kind = max((kind for kind in found if kind != "one"), key=GRAVITY.index, default="")
    if kind in _OF_TAGS or "one" not in found:
        return kind
    return "one" if not one or not other or {item[:3] for item in one} & {item[:3] for item in other} else kind


def _differences(one: _Canonical, other: _Canonical) -> Mapping[str, int]:
    """Return kind -> how many differences of it there are between two versions."""
    if not one or not other:
        return {"one": len(one) + len(other)}
    if len(one) == len(other) == 1 and one[0][:3] != other[0][:3]:
        return alone(one[0], other[0])
    found = difference([item[:3] for item in one], [item[:3] for item in other])
    lefts, rights = _by_place(Counter(one) - Counter(other)), _by_place(Counter(other) - Counter(one))
    for place in lefts.keys() & rights.keys():
        for left, right in zip(lefts[place], rights[place], strict=False):
            (values, roles), (other_values, other_roles) = left[3:], right[3:]
            found["attribute"] += _unlike(json.loads(values), json.loads(other_values))
            mine, theirs = Counter(roles), Counter(other_roles)
            found["role"] += ((mine - theirs) + (theirs - mine)).total()
    return +found


def _by_place(items: Counter[tuple[Any, ...]]) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return (start, end, label) -> what is said of the spans there, in order."""
    found: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for item in sorted(items.elements()):
        found.setdefault(item[:3], []).append(item)
    return found


def _unlike(values: dict[str, Any], others: dict[str, Any]) -> int:
    """Count the keys that have not the same value in both."""
    both = values.keys() & others.keys()
    return len(values.keys() ^ others.keys()) + sum(_json(values[key]) != _json(others[key]) for key in both)


def _of_article(article: str, work: Mapping[str, Marked], everybody: list[str]) -> Iterator[Card]:
    """Yield a card for each article label that anybody answered."""
    for key in sorted({key for done in work.values() for key in done.article_labels}):
        given = [Version((who,), answer=work[who].article_labels.get(key)) for who in everybody]
        versions = _versions((_canonical(version), version) for version in given)
        sizes = [len(version.annotators) for _, version in versions]
        pairs = sum(one * other for one, other in combinations(sizes, 2))
        yield Card(
            article, _OF_ARTICLE + key, 0, 0, ARTICLE if pairs else "", tuple(version for _, version in versions),
            float(pairs), (),
        )  # fmt: skip
