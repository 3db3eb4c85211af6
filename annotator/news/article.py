"""What every reader of news gives: an article's text with what its file said about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from annotator.core.zones import Zone


@dataclass(slots=True)
class NewsArticle:
    """One article as it was read: the text (LF line ends) is final, nothing is cleaned after this.

    `line`: where it stood (0: the whole file). `id`: one that the file gave, else None. `zones`: those that the
    markup told (code points, half-open, into `text`); the others are found in the text. `notes`: what was repaired.
    Meta keys: headline, byline, dateline, source, url, published (RFC 3339, as precise as known), language,
    section, agency, encoding; a value that is not known is left out.
    """

    text: str
    meta: dict[str, Any] = field(default_factory=dict)
    zones: tuple[Zone, ...] = ()
    line: int = 0
    id: str | None = None
    notes: list[str] = field(default_factory=list)
