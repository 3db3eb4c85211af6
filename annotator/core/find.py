"""Finding words in one article: case and quotation marks are folded, offsets are not."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

_FOLD = str.maketrans({
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2010": "-", "\u2011": "-", "ς": "σ",
})  # fmt: skip


def folded(text: str) -> str:
    """Return `text` with case, quotation marks and hard spaces folded, of the same length in code points."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lower.translate(_FOLD)


class Finder:
    """Finds phrases in one text; the text is folded when a phrase is first looked for."""

    def __init__(self, text: str) -> None:
        self._given = text

    @cached_property
    def _text(self) -> str:
        return folded(self._given)

    def hits(self, phrase: str) -> list[tuple[int, int]]:
        """Return where `phrase` stands, as code points, half-open, in order and not overlapping."""
        wanted = folded(phrase)
        found: list[tuple[int, int]] = []
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            found.append((at, at + len(wanted)))
            at = self._text.find(wanted, at + len(wanted))
        return found


def first_from(hits: list[tuple[int, int]], offset: int) -> int:
    """Return the index of the first hit at or behind `offset`, going round; -1 where there is none."""
    if not hits:
        return -1
    at = bisect_left(hits, (offset, 0))
    return at if at < len(hits) else 0
