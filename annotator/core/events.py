"""The event: one user action on one stream, sealed by a hash.

A stream is (owner, article). The tables of a project are the fold of its streams (see `fold`), so what
stands here can never change meaning: a new payload format gets a new `v`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from annotator.core.errors import AnnotatorError
from annotator.core.ids import uuid7

VERSION = 1
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
Row = dict[str, Any]
Entry = tuple[str, str, Row | None, Row | None]
"""(table, row id, before or None, after or None); an edit carries only the fields that change."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the log; `n` counts 1, 2, 3... in its stream, `payload` is exact JSON text."""

    id: str
    v: int
    owner: str
    article: str
    n: int
    actor: str
    device: str
    at: str
    kind: str
    action: str | None
    undoes: str | None
    scheme: str
    payload: str
    sha: str

    def entries(self) -> list[Entry]:
        """Return the payload as entries."""
        return decode(self.payload)


def now() -> str:
    """Return the time as RFC 3339 UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def encode(entries: Iterable[Entry]) -> str:
    """Return the payload text of `entries`."""
    return json.dumps(list(entries), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def decode(payload: str) -> list[Entry]:
    """Return the entries of a payload text."""
    return [(table, row, before, after) for table, row, before, after in json.loads(payload)]


def seal(
    *,
    owner: str,
    article: str,
    n: int,
    actor: str,
    device: str,
    kind: str,
    scheme: str,
    payload: str,
    action: str | None = None,
    undoes: str | None = None,
    at: str | None = None,
) -> Event:
    """Make a new event with its id, time and hash."""
    header = header_of(owner, article, n, actor, device, at or now(), kind, scheme, action, undoes)
    return Event(*header, payload, digest(header, payload))


Header = tuple[str, int, str, str, int, str, str, str, str, str | None, str | None, str]


def header_of(
    owner: str, article: str, n: int, actor: str, device: str, at: str, kind: str, scheme: str,
    action: str | None = None, undoes: str | None = None,
) -> Header:  # fmt: skip
    """Return the header fields of a new event, `id` to `scheme`, under a new id."""
    return uuid7(), VERSION, owner, article, n, actor, device, at, kind, action, undoes, scheme


def digest(header: Sequence[object], payload: str) -> str:
    """Return the SHA-256 (hex) over an event's header fields, `id` to `scheme`, and its payload's hash."""
    return digest_of(header, sha256(payload.encode("utf-8")).hexdigest())


def digest_of(header: Sequence[object], payload_sha: str) -> str:
    """Return what `digest` gives where the payload's SHA-256 (hex) is known."""
    return sha256(_compact([*header, payload_sha]).encode("utf-8")).hexdigest()


def check(event: Event) -> None:
    """Raise AnnotatorError when the event's content and its hash disagree."""
    header = (
        event.id, event.v, event.owner, event.article, event.n, event.actor,
        event.device, event.at, event.kind, event.action, event.undoes, event.scheme,
    )  # fmt: skip
    if digest(header, event.payload) != event.sha:
        raise AnnotatorError(
            f"Event {event.id} of article {event.article} does not match its hash: the log was changed from outside. "
            "Restore the project from a copy."
        )
