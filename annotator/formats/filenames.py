"""File names for articles: safe on every system, told apart, the same at every export."""

from __future__ import annotations

import re
from hashlib import sha256

_UNSAFE = re.compile(r"[^\w.\-]+")
_LONGEST = 60
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10)))
)  # fmt: skip


def safe_name(identity: str) -> str:
    """Return a name without an ending for an id or a person's name: the id itself where every system takes it.

    Any other id is shortened to what is safe, with the first 12 hex digits of its hash: two ids never share a name,
    not even where a system does not tell capitals.
    """
    plain = _UNSAFE.sub("_", identity)[:_LONGEST].strip("._-")
    same = plain == identity and identity == identity.lower() and identity.isascii()
    if same and identity and identity.partition(".")[0] not in _DEVICES:
        return identity
    return f"{plain or 'article'}-{sha256(identity.encode()).hexdigest()[:12]}"
