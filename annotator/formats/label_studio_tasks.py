"""The task of a Label Studio file: which of its data is the text, and what a flat JSON-MIN row means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from annotator.formats.errors import RecordError

_LINK = re.compile(r"(?:https?|s3|gs|azure-blob|file)://\S*|/data/\S*|data:\S*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_MIN = frozenset(("annotation_id", "lead_time", "annotator", "created_at", "updated_at"))
_UNSEEN = ("script", "style")
_TO_BE_MIN = 3


def is_min(row: dict[str, Any]) -> bool:
    """Tell whether an object is a row of a JSON-MIN export: data and answers side by side."""
    return "data" not in row and len(row.keys() & _MIN) >= _TO_BE_MIN


def from_min(row: dict[str, Any]) -> dict[str, Any]:
    """Return a JSON-MIN row as a task: lists of regions are its result, all else its data."""
    regions = {key: value for key, value in row.items() if _are_regions(value)}
    result = []
    for name, value in regions.items():
        for number, region in enumerate(value):
            kind = next(key for key in region if key.endswith("labels"))
            result.append({"id": f"{name} {number}", "from_name": name, "type": kind, "value": region})
    data = {key: value for key, value in row.items() if key not in regions and key not in _MIN and key != "id"}
    annotation = {"completed_by": row.get("annotator"), "result": result}
    return {"id": row.get("id"), "data": data, "annotations": [annotation]}


def _are_regions(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(
        isinstance(part, dict) and "start" in part and any(key.endswith("labels") for key in part) for part in value
    )  # fmt: skip


def text_key(data: dict[str, Any], work: Sequence[dict[str, Any]], wanted: str) -> tuple[str, str]:
    """Return the key of the text that was labelled and what to tell of the choice; raise RecordError for none.

    `wanted` is what a person chose; else the regions name it, or their words are found in one text alone.
    """
    texts = {key: value for key, value in data.items() if isinstance(value, str) and not _LINK.fullmatch(value.strip())}
    texts = {key: value for key, value in texts.items() if value}
    if not texts:
        raise RecordError(_no_text(data))
    items = _items(work)
    named = [str(item.get("source", "")).removeprefix("$") for item in items] + [str(i.get("to_name")) for i in items]
    for key in (wanted, *named, "text"):
        if key in texts:
            return key, ""
    if len(texts) == 1:
        return next(iter(texts)), ""
    quotes = [
        item["value"]["text"] for item in items if isinstance(item.get("value"), dict) and "text" in item["value"]
    ]
    hits = {key: sum(isinstance(q, str) and q in text for q in quotes) for key, text in texts.items()}
    best = [key for key, count in hits.items() if count and count == max(hits.values())]
    if len(best) == 1:
        return best[0], ""
    longest = max(texts, key=lambda key: len(texts[key]))
    return longest, f"of its texts ({', '.join(texts)}) the longest, {longest!r}, was taken"


def _items(work: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    results = [annotation.get("result") for annotation in work]
    return [item for result in results if isinstance(result, list) for item in result if isinstance(item, dict)]


def _no_text(data: dict[str, Any]) -> str:
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return f"{key!r} is a dialogue (a list of turns), which this program does not read"
    if any(isinstance(value, str) and value for value in data.values()):
        return "the task holds links alone, its text is not in the file"
    return "the task holds no text"


def bare_text(text: str, work: Sequence[dict[str, Any]]) -> tuple[str, str]:
    """Return the words of a text whose regions count in what a browser shows, and what to tell of it."""
    values = [item.get("value") for item in _items(work)]
    shown = any(isinstance(value, dict) and isinstance(value.get("globalOffsets"), dict) for value in values)
    if not shown or not _TAG.search(text):
        return text, ""
    words = _Words()
    words.feed(text)
    words.close()
    return "".join(words.parts), "its markup was left out: the regions count in the words alone"


class _Words(HTMLParser):
    """Collects what stands between tags; nothing is run or fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
