"""The formats of annotations this program reads and writes, by name; other packages may add their own."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from annotator.core.kinds import Kind

GROUP = "annotator.formats"
"""The group of entry points by which an installed package adds a format: each names a `Kind`."""


def _kind(name: str, title: str, *suffixes: str, writes: bool = True, needs: tuple[str, ...] = (),
          folder: bool = False, lossless: bool = False) -> Kind:  # fmt: skip
    return Kind(
        name, title, suffixes, f"annotator.formats.{name.replace('-', '_')}", writes=writes, needs=needs, folder=folder,
        lossless=lossless,
    )  # fmt: skip


OURS = (
    _kind("native", "Native JSONL, lossless: one line an article and annotator", ".jsonl", ".ndjson", lossless=True),
)


@cache
def formats() -> tuple[Kind, ...]:
    """Return our formats and those of installed packages; ours keep their names."""
    known = {kind.name: kind for kind in OURS}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        kind = point.load()
        known.setdefault(kind.name, kind)
    return tuple(known.values())
