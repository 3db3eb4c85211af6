"""The card file of a folder that this program wrote for brat: what brat has no place for, found again when it is read.

A hidden file of JSON lines, which brat does not look at: one a document (its id, annotator, status and facts) and one
with the names that were changed because brat takes no spaces in them.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from annotator.core.ids import MAX_ID
from annotator.formats.record import STATUSES

CARDS = ".annotator.jsonl"
_TEXTS = ("id", "annotator", "annotator_id", "reason", "group")


def card_of(text: Path) -> dict[str, Any]:
    """Return what the card file beside a document says of it, with `names`; empty where there is none."""
    path = text.with_name(CARDS)
    try:
        status = path.stat()
    except OSError:
        return {}
    cards = _cards(path, status.st_mtime_ns, status.st_size)
    card = cards.get(text.stem)
    return {} if card is None else {**card, "names": cards.get("", {})}


@lru_cache(maxsize=8)
def _cards(path: Path, _changed: int, _size: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8-sig", errors="replace").split("\n"):
        try:
            card = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(card, dict) and isinstance(card.get("names"), dict):
            found[""] = {key: value for key, value in card["names"].items() if isinstance(value, str)}
        elif isinstance(card, dict) and isinstance(card.get("file"), str):
            found[card["file"]] = _checked(card)
    return found


def _checked(card: dict[str, Any]) -> dict[str, Any]:
    """Return what of a card can be a record's."""
    good = {key: card[key] for key in _TEXTS if isinstance(card.get(key), str)}
    if not 0 < len(good.get("id", "")) <= MAX_ID:
        good.pop("id", None)
    if isinstance(card.get("meta"), dict):
        good["meta"] = card["meta"]
    if card.get("status") in STATUSES:
        good["status"] = card["status"]
    return good
