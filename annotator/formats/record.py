"""The record that every format reads into and writes from: one article and one owner's work on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotator.core.span import Relation, Span
from annotator.core.zones import Zone

STATUSES = ("new", "started", "done", "skipped")
ORIGINS = ("hand", "mention", "import", "suggestion")


@dataclass(slots=True)
class Record:
    """An article with one owner's work; offsets are code points, half-open, into `text` (LF line ends).

    `plain`: a bare text, whose id follows from it. `annotator` None: nobody's. `zones` None: to be detected.
    `detected`: zones that the markup of a news file told; with those found in the text they are the article's own.
    `anonymous`: work without a name, whose owner the import decides.
    """

    id: str
    text: str
    sha256: str
    meta: dict[str, Any] = field(default_factory=dict)
    annotator: str | None = None
    annotator_id: str | None = None
    anonymous: bool = False
    plain: bool = False
    status: str = "new"
    reason: str = ""
    zones: tuple[Zone, ...] | None = None
    detected: tuple[Zone, ...] | None = None
    spans: list[Span] = field(default_factory=list)
    attributes: dict[str, dict[str, Any]] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    article_labels: dict[str, Any] = field(default_factory=dict)
    group: str | None = None
    repaired: list[str] = field(default_factory=list)

    def attributes_of(self, span: str) -> dict[str, Any]:
        """Return key -> value of one span."""
        return self.attributes.get(span, {})
