"""Names of annotators: what one may look like."""

from __future__ import annotations

import unicodedata

from annotator.core.errors import AnnotatorError

MAX_NAME = 200
_JOINERS = "\u200c\u200d"  # Persian names and emoji hold them
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def check_name(name: str) -> str:
    """Return the trimmed name of an annotator; raise AnnotatorError when it can't be one."""
    trimmed = " ".join(name.split())
    fits = trimmed and "|" not in trimmed and len(trimmed) <= MAX_NAME
    if not fits or any(c not in _JOINERS and unicodedata.category(c) in _UNSEEN for c in trimmed):
        raise AnnotatorError(
            f"{name[:80]!r} can't be an annotator's name: use 1 to {MAX_NAME} characters, none of them '|' or unseen."
        )
    return trimmed
