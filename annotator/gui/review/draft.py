"""A version while it is edited, before it goes to the gold layer: edges, labels, values; nothing is stored yet.

Offsets are code points of the article, half-open. Edges stay inside the passage that is shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from annotator.agreement.cards import Role, Version
from annotator.core import words
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.gui.article.breaks import qt_breaks


class Draft:
    """Hold the spans of a version in reading order, one of them active, and which of its edges moves."""

    def __init__(self, version: Version, text: str, base: int, scheme: Scheme) -> None:
        """`text` is the passage, which begins at `base` in the article."""
        self._text, self._base, self._scheme = text, base, scheme
        self._roles = version.roles
        self.spans = sorted(version.spans, key=lambda s: (s.start, -s.end, s.label))
        self.values = {one: dict(values) for one, values in version.values.items()}
        self.active = self.spans[0].id if self.spans else ""
        self.moves_start = False

    def span(self) -> Span | None:
        """Return the active span."""
        return next((span for span in self.spans if span.id == self.active), None)

    def step(self, by: int) -> None:
        """Make the next (1) or previous (-1) span the active one, going round."""
        if self.spans:
            ids = [span.id for span in self.spans]
            self.active = ids[(ids.index(self.active) + by) % len(ids)] if self.active in ids else ids[0]
            self.moves_start = False

    def switch_edge(self) -> None:
        """Let the edge keys move the other edge of the active span."""
        self.moves_start = not self.moves_start

    def move(self, *, on: bool, by_word: bool) -> bool:
        """Move the edge on or back, by a word or a character; False where it can't go there."""
        span = self.span()
        if span is None:
            return False
        start, end = span.start - self._base, span.end - self._base
        if self.moves_start:
            start = self._moved(start, on=on, by_word=by_word)
        else:
            end = self._moved(end, on=on, by_word=by_word)
        if not 0 <= start < end <= len(self._text) or not self._text[start:end].strip():
            return False
        self._put(replace(span, start=start + self._base, end=end + self._base, quote=self._text[start:end]))
        return True

    def _moved(self, place: int, *, on: bool, by_word: bool) -> int:
        if not by_word:
            return place + (1 if on else -1)
        if on:
            return words.next_boundary(self._text, place, qt_breaks, starts=self.moves_start)
        return words.previous_boundary(self._text, place, qt_breaks, ends=not self.moves_start)

    def relabel(self, label: str) -> bool:
        """Give the active span another label; values and roles that do not fit it are left behind."""
        span = self.span()
        if span is None or span.label == label:
            return False
        allowed = {a.key: a for a in self._scheme.attributes_of(label)}
        kept = {
            key: value
            for key, value in self.values.get(span.id, {}).items()
            if key in allowed and (not allowed[key].values or value in allowed[key].values)
        }
        self.values[span.id] = kept
        self._put(replace(span, label=label))
        return True

    def set_value(self, key: str, value: Any) -> None:
        """Give the active span a value, or take it away with None."""
        held = self.values.setdefault(self.active, {})
        if value is None:
            held.pop(key, None)
        else:
            held[key] = value

    def remove(self) -> bool:
        """Remove the active span; the next one becomes active."""
        span = self.span()
        if span is None:
            return False
        gone = self.spans.index(span)
        self.spans.remove(span)
        self.values.pop(span.id, None)
        self.active = self.spans[min(gone, len(self.spans) - 1)].id if self.spans else ""
        return True

    def trimmed(self) -> list[Span]:
        """Return the spans without spaces at their edges."""
        return [self._trimmed(span) for span in self.spans]

    def roles(self) -> tuple[Role, ...]:
        """Return the version's roles whose event still stands and may still have them."""
        labels = {span.id: span.label for span in self.spans}
        return tuple(
            role
            for role in self._roles
            if role.head in labels and any(r.key == role.type for r in self._scheme.relations_of(labels[role.head]))
        )

    def _trimmed(self, span: Span) -> Span:
        start, end = words.trim(self._text, span.start - self._base, span.end - self._base)
        return replace(span, start=start + self._base, end=end + self._base, quote=self._text[start:end])

    def _put(self, span: Span) -> None:
        self.spans[next(n for n, one in enumerate(self.spans) if one.id == span.id)] = span
