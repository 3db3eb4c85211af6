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
    """What an import read, added, found already there, refused and repaired."""

    read: int = 0
    added: int = 0
    already: int = 0
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    labels_added: list[str] = field(default_factory=list)

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
        }

    @property
    def exit_code(self) -> int:
        """Return 0 when everything was read, 3 when some was refused, 1 when nothing was imported."""
        if not self.refused:
            return 0
        return 3 if self.added or self.already else 1


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to import: files and folders, a format or None to tell by the file, whose unnamed work it is."""

    sources: tuple[Path, ...]
    format: str | None = None
    annotator: str | None = None
    strict: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the request as the project keeps it until the import has ended."""
        return {
            "sources": [str(s.absolute()) for s in self.sources],
            "format": self.format, "annotator": self.annotator, "strict": self.strict,
        }  # fmt: skip

    @staticmethod
    def from_json(data: dict[str, Any]) -> ImportRequest:
        """Return the request that `as_json` gave."""
        return ImportRequest(
            tuple(Path(s) for s in data["sources"]), data["format"], data["annotator"], bool(data["strict"])
        )


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What to export: a format, and filters that leave records out (empty: all); `gold` names the gold layer."""

    format: str = "native"
    annotators: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    gold: bool = False


@dataclass(frozen=True, slots=True)
class ExportReport:
    """How many records, articles and spans were written."""

    records: int
    articles: int
    spans: int
