"""What an import or export is asked for, and what it reports; light, so that a window can hold them before any work."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that was not imported: where it stood (line 0: the whole file) and why."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return self.reason if self.reason.startswith(self.file) else f"{place}: {self.reason}"


@dataclass(slots=True)
class ImportReport:
    """What an import read, added, found already there, refused and repaired; encoding -> articles.

    `copies` and `stories`: how many articles were found to be copies afterwards, and of how many new stories.
    """

    read: int = 0
    added: int = 0
    already: int = 0
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    labels_added: list[str] = field(default_factory=list)
    encodings: dict[str, int] = field(default_factory=dict)
    copies: int = 0
    stories: int = 0

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        return {
            "read": self.read,
            "added": self.added,
            "already": self.already,
            "duplicates": [list(pair) for pair in self.duplicates],
            "refused": [{"file": r.file, "line": r.line or None, "reason": r.reason} for r in self.refused],
            "repaired": self.repaired,
            "labels_added": self.labels_added,
            "encodings": self.encodings,
            "copies": self.copies,
            "stories": self.stories,
        }

    @property
    def exit_code(self) -> int:
        """Return 0 when everything was read, 3 when some was refused, 1 when nothing was imported."""
        if not self.refused:
            return 0
        return 3 if self.added or self.already else 1


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import: files and folders, a format or None to tell by the file, whose unnamed work it is.

    `options` are what a person chose for the readers: `mapping` {field: column} of a table, `encoding`.
    """

    sources: tuple[Path, ...]
    format: str | None = None
    annotator: str | None = None
    strict: bool = False
    options: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the request as the project keeps it until the import has ended."""
        return {
            "sources": [str(s.absolute()) for s in self.sources],
            "format": self.format, "annotator": self.annotator, "strict": self.strict,
            "options": self.options,
        }  # fmt: skip

    @staticmethod
    def from_json(data: dict[str, Any]) -> ImportRequest:
        """Return the request that `as_json` gave."""
        return ImportRequest(
            tuple(Path(s) for s in data["sources"]), data["format"], data["annotator"], bool(data["strict"]),
            dict(data.get("options", {})),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export: a format, and filters that leave records out (empty: all); `gold` names the gold layer.

    `labels` keeps the spans of these labels alone, `articles` the articles of these ids. Without `furniture` its zones
    are cut out of the texts and the spans moved. `dataset` asks for a folder with a card, a manifest and the `splits`
    (percent train, dev, test), which go by stories: by the hash of each with `seed`, or `by_date`, the newest being
    test, at the days on which dev and test begin (`cut_dates`, None: found by the shares). `balance` tries seeds for
    the evenest share of labels. A dataset without a layer is gold where there is any, else the work of the one who
    finished articles; `everybody` takes that of all. It holds ids in place of annotators' names unless `names`.
    """

    format: str = "native"
    annotators: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    gold: bool = False
    splits: tuple[int, int, int] | None = None
    by_date: bool = False
    seed: int = 1
    furniture: bool = True
    articles: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    dataset: bool = False
    cut_dates: tuple[str, str] | None = None
    balance: bool = False
    everybody: bool = False
    names: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that an export could not carry: how many, and the first places (article ids and words)."""

    what: str
    count: int
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.count:,} {self.what}"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many records, articles and spans were written, and what was not: `losses` as lines, `lost` as facts.

    A dataset has `splits` (split -> articles, stories, spans, labels), `warnings` as sentences, the `seed` and, by
    date, the `cut_dates` that were used.
    """

    records: int
    articles: int
    spans: int
    losses: list[str] = field(default_factory=list)
    lost: list[Loss] = field(default_factory=list)
    splits: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    seed: int | None = None
    cut_dates: tuple[str, str] | None = None
    path: Path | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it; a dataset's keys stand for datasets alone."""
        found: dict[str, Any] = {
            "records": self.records, "articles": self.articles, "spans": self.spans,
            "losses": [{"what": one.what, "count": one.count, "places": list(one.places)} for one in self.lost],
        }  # fmt: skip
        if self.splits:
            found |= {"splits": self.splits, "warnings": self.warnings, "seed": self.seed}
            found["cut_dates"] = None if self.cut_dates is None else list(self.cut_dates)
        return found
