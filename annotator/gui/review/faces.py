"""What a version card says: each span with its label, words, values and roles, and which of them differ."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.agreement.cards import Card, Version
from annotator.core.scheme import Label, Scheme, readable_name
from annotator.core.span import Span
from annotator.gui.language import tr
from annotator.gui.review.wording import article_label_name, letter, made_by, shortened
from annotator.gui.wording import listed, one_line

_LONGEST_FILLER = 160


@dataclass(frozen=True, slots=True)
class Fact:
    """A value or a role of a span; `none` where it has none, `differs` where the versions do not agree on it."""

    name: str
    value: str
    none: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One span of a version; without a label it is the answer to a question about the article."""

    label: Label | None
    name: str
    words: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """All that a version card says; no blocks: nothing was marked. `made` counts or names its annotators.

    `gold`: this is what was decided.
    """

    letter: str
    blocks: tuple[Block, ...]
    made: str
    gold: bool = False

    @property
    def title(self) -> str:
        """Return the card's name."""
        return tr("Version {letter}").format(letter=self.letter)

    def spoken(self) -> str:
        """Return the card in words, for a screen reader."""
        parts = [self.title, tr("gold") if self.gold else "", "" if self.blocks else tr("nothing marked")]
        for block in self.blocks:
            words = tr("{name}: {value}").format(name=block.name, value=one_line(block.words))
            parts.append(words if block.name else block.words)
            for fact in block.facts:
                said = tr("{name}: {value}").format(name=fact.name, value=fact.value)
                parts.append(tr("{fact}, differs").format(fact=said) if fact.differs else said)
        return listed([*parts, self.made])


def faces(
    card: Card, versions: Sequence[Version], scheme: Scheme, names: Mapping[str, str] | None = None, gold: int = -1
) -> list[Face]:
    """Return the faces of a card's versions in the order given; `names` (id -> name) only where they are shown.

    `gold` is the place of the one that was decided for.
    """
    made: list[Face] = []
    for place, version in enumerate(versions):
        who = sorted(names.get(one, one) for one in version.annotators) if names is not None else []
        blocks = (_answer(card, version, scheme),) if card.key else tuple(
            _block(span, version, versions, scheme) for span in version.spans
        )  # fmt: skip
        made.append(Face(letter(place), blocks, made_by(len(version.annotators), who), place == gold))
    return made


def _answer(card: Card, version: Version, scheme: Scheme) -> Block:
    words = tr("Not answered") if version.answer is None else shown_value(version.answer)
    return Block(None, article_label_name(scheme, card.key), words)


def _block(span: Span, version: Version, versions: Sequence[Version], scheme: Scheme) -> Block:
    label = scheme.label(span.label)
    beside = [(one, _counterpart(span, one)) for one in versions]
    same = [(one, other) for one, other in beside if other is not None]
    facts = [
        _fact(attribute.name, _value(version, span, attribute.key), [_value(v, s, attribute.key) for v, s in same])
        for attribute in scheme.attributes_of(span.label)
    ]
    facts += [
        _fact(role.name, _fillers(version, span, role.key), [_fillers(v, s, role.key) for v, s in same])
        for role in scheme.relations_of(span.label)
    ]
    name = label.name if label is not None else span.label
    return Block(label, name, span.quote, tuple(fact for fact in facts if fact is not None))


def _counterpart(span: Span, version: Version) -> Span | None:
    """Return the span of a version that stands for this one: of the same label, with most characters in common."""
    found = [(min(span.end, s.end) - max(span.start, s.start), s) for s in version.spans if s.label == span.label]
    return max(found, key=lambda one: one[0])[1] if found and max(one[0] for one in found) > 0 else None


_Told = tuple[str, str]
"""What makes two values the same, and how one is shown; two empty texts: none."""


def _value(version: Version, span: Span, key: str) -> _Told:
    value = version.values.get(span.id, {}).get(key)
    return ("", "") if value is None else (json.dumps(value, sort_keys=True), shown_value(value))


def _fillers(version: Version, span: Span, kind: str) -> _Told:
    found = sorted(
        {(r.child.start, r.child.end, r.child.quote) for r in version.roles if r.type == kind and r.head == span.id}
    )
    return repr([one[:2] for one in found]) if found else "", listed(shortened(q, _LONGEST_FILLER) for *_, q in found)


def _fact(name: str, own: _Told, all_of_them: Sequence[_Told]) -> Fact | None:
    """Return a line about a value or a role; None where no version has it."""
    if not any(same for same, _shown in all_of_them):
        return None
    differs = len({same for same, _shown in all_of_them}) > 1
    return Fact(name, own[1] or tr("none"), not own[0], differs)


def shown_value(value: Any) -> str:
    """Return a stored value as words."""
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    return readable_name(value).lower() if isinstance(value, str) else str(value)
