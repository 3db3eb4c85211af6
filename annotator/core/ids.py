"""Identifiers: UUIDv7 for what is made here, UUIDv5 for what follows from content."""

from __future__ import annotations

import os
import threading
import time
import uuid
from collections.abc import Callable
from hashlib import sha1, sha256
from json.encoder import encode_basestring as _quoted

NAMESPACE = uuid.UUID("5f0e1b9c-3a64-5d0b-9a3e-0c6a4b7d2e11")
GOLD = str(uuid.uuid5(NAMESPACE, "gold"))
SCHEME_OWNER = "scheme"
PROJECT_OWNER = "project"
MAX_ID = 200
_NAMESPACE_BYTES = NAMESPACE.bytes
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}

_lock = threading.Lock()
_last = 0


def uuid7() -> str:
    """Return a new UUIDv7 (RFC 9562); ids of one process sort in the order of their making."""
    global _last
    with _lock:
        ticks = time.time_ns() * 4096 // 1_000_000  # milliseconds, then 12 bits of sub-millisecond order
        _last = max(ticks, _last + 1)
        ticks = _last
    value = (ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64
    value |= 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return str(uuid.UUID(int=value))


def person_id(name: str) -> str:
    """Return the id of an annotator who is known by name alone (a file without `annotator_id`)."""
    return str(uuid.uuid5(NAMESPACE, "person\n" + name))


def span_id(article: str, annotator: str, start: int, end: int, label: str) -> str:
    """Return the id of a span that came without one; offsets are code points, half-open."""
    return _uuid5(f'["span",{_quoted(article)},{_quoted(annotator)},{start},{end},{_quoted(label)}]')


def span_ids(article: str, annotator: str) -> Callable[[int, int, str], str]:
    """Return the function (start, end, label) -> `span_id` of one article and annotator: an import asks 25 times."""
    base = sha1(_NAMESPACE_BYTES + f'["span",{_quoted(article)},{_quoted(annotator)},'.encode(), usedforsecurity=False)
    quoted: dict[str, str] = {}

    def made(start: int, end: int, label: str) -> str:
        last = quoted.get(label)
        if last is None:
            last = quoted[label] = _quoted(label)
        digest = base.copy()
        digest.update(f"{start},{end},{last}]".encode())
        return _shaped(digest.hexdigest())

    return made


def relation_id(article: str, annotator: str, kind: str, head: str, child: str) -> str:
    """Return the id of a relation that came without one."""
    return _uuid5(f'["relation",{",".join(map(_quoted, (article, annotator, kind, head, child)))}]')


def note_id(article: str, annotator: str, text: str) -> str:
    """Return the id of an article note that came without one."""
    return _uuid5(f'["note",{",".join(map(_quoted, (article, annotator, text)))}]')


def _uuid5(name: str) -> str:
    """Return the UUIDv5 of a list as compact JSON; written out, since an import makes millions of them."""
    return _shaped(sha1(_NAMESPACE_BYTES + name.encode(), usedforsecurity=False).hexdigest())


def _shaped(digest: str) -> str:
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{_VARIANT[digest[16]]}{digest[17:20]}-{digest[20:32]}"


def text_sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8 as 64 hex digits."""
    return sha256(text.encode("utf-8")).hexdigest()


def article_id(sha: str) -> str:
    """Return the id of an article that came without one: the first 16 hex digits of its text's hash."""
    return sha[:16]
