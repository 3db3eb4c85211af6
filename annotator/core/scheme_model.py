"""What a labelling scheme consists of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

from annotator.core.errors import AnnotatorError


class SchemeError(AnnotatorError):
    """Say in one sentence which scheme is wrong, where, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Label:
    """One label. `bar` is its word under the text, `short` that word's cut; colours are `#RRGGBB`.

    `code` stands for the label in formats other than the native one, `guideline` is Markdown, `into` is the key of the
    label that this one was merged into (empty: none).
    """

    key: str
    name: str
    bar: str
    short: str
    layer: str
    colour_light: str
    colour_dark: str
    shortcut: str = ""
    description: str = ""
    is_not: str = ""
    dashed: bool = False
    added: bool = False
    retired: bool = False
    meta: dict[str, str] = field(default_factory=dict, hash=False)
    code: str = ""
    guideline: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of the spans of one label (its key); no values means free text."""

    key: str
    name: str
    label: str
    values: tuple[str, ...] = ()
    required: bool = False
    enabled: bool = True
    description: str = ""


@dataclass(frozen=True, slots=True)
class RelationType:
    """A role: an event's span (`head`) points to the span that fills it (`child`), by label keys."""

    key: str
    name: str
    head: tuple[str, ...]
    child: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """A question about the whole article, with its answers."""

    key: str
    name: str
    values: tuple[str, ...]
    description: str = ""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """What a span leaves out at its edges, besides spaces; `titles` are only hinted at."""

    quotes: bool = False
    punctuation: bool = False
    possessive: bool = False
    determiners: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mentions:
    """Labels whose tags may be people, so that a last name alone is a mention; last words that no surname is."""

    surnames: tuple[str, ...] = ()
    not_surnames: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HintRule:
    """What to say of a span of one label with one of these words right before it, right after it, or inside."""

    label: str
    say: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scheme:
    """A scheme as it was read; `text` is the exact TOML, `guideline` (Markdown) speaks of the scheme as a whole."""

    name: str
    title: str
    text: str
    labels: tuple[Label, ...]
    attributes: tuple[Attribute, ...] = ()
    relations: tuple[RelationType, ...] = ()
    article_labels: tuple[ArticleLabel, ...] = ()
    guideline: str = ""
    boundaries: Boundaries = Boundaries()
    mentions: Mentions = Mentions()
    hints: tuple[HintRule, ...] = ()

    @cached_property
    def hash(self) -> str:
        """Return the SHA-256 of the text in UTF-8, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def version(self) -> str:
        """Return the first 16 digits of the hash."""
        return self.hash[:16]

    @cached_property
    def mapping(self) -> dict[str, str]:
        """Return merged label -> the label that its spans are read as."""
        return {label.key: label.into for label in self.labels if label.into}

    @cached_property
    def live(self) -> tuple[Label, ...]:
        """Return the labels that can be given, in order."""
        return tuple(label for label in self.labels if not label.retired)

    def label(self, key: str) -> Label | None:
        """Return the label with a key."""
        return next((label for label in self.labels if label.key == key), None)

    def label_for_key(self, shortcut: str) -> Label | None:
        """Return the label that a key of the keyboard tags with, whatever the letter's case."""
        wanted = shortcut.upper()
        return next((label for label in self.labels if wanted and label.shortcut == wanted), None)

    def attributes_of(self, label_key: str) -> tuple[Attribute, ...]:
        """Return the enabled attributes of a label, in the scheme's order."""
        return tuple(a for a in self.attributes if a.enabled and a.label == label_key)

    def relations_of(self, label_key: str) -> tuple[RelationType, ...]:
        """Return the roles that an event with a label has, in the scheme's order."""
        return tuple(relation for relation in self.relations if label_key in relation.head)
