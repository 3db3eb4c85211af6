"""Tokens of a text, and spans aligned to them: what token formats stand on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

_JOINERS = "\u200c\u200d"
_LAST_MARK = 0x1E94A  # marks beyond are variation selectors of pictographs


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Return the ranges of a text's tokens (code points, half-open): words, and each other character alone.

    Together they cover every character that is no white space; none depends on what is tagged.
    """
    return [match.span() for match in _token().finditer(text)]


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a token: letters and digits with the marks that belong to them, or one character."""
    marks = "".join(chr(code) for code in range(0x300, _LAST_MARK + 1) if unicodedata.category(chr(code))[0] == "M")
    return re.compile(rf"[^\W_]++(?:[{marks}{_JOINERS}]++[^\W_]*+)*+|\S")


def aligned(tokens: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Return the tokens (first, behind the last) that a range covers exactly, or None where an edge cuts one."""
    first = bisect_left(tokens, (start, -1))
    last = bisect_right(tokens, (end, -1)) - 1
    if first >= len(tokens) or last < first or tokens[first][0] != start or tokens[last][1] != end:
        return None
    return first, last + 1
