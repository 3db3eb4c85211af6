"""Word boundaries for scripts that write no spaces, from Qt."""

from __future__ import annotations

from PySide6.QtCore import QTextBoundaryFinder

from annotator.core.offsets import OffsetMap


def qt_breaks(run: str) -> list[int]:
    """Return the word boundaries inside a run of Thai, Chinese and the like (code points from its start)."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, run)
    offsets = OffsetMap(run)
    found: list[int] = []
    while (place := finder.toNextBoundary()) != -1:
        found.append(offsets.to_text(place))
    return found
