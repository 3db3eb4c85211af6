"""Looking for wire copies beside the window: begins when the index is whole."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal

from annotator.gui.chore import Chore
from annotator.gui.language import tr
from annotator.store.project import Project
from annotator.work.progress import Progress


class Clusterer(Chore):
    """Keeps the stories of the window's project complete; `found` tells that articles joined stories."""

    found = Signal(int)

    def work(self, project: Project, progress: Progress) -> Any:
        """Look at the articles that came in."""
        from annotator.work.clustering import cluster_new

        return cluster_new(project, progress)

    def doing(self, _done: int, _total: int) -> str:
        """Say what is done; there is no good measure of how far it is."""
        return tr("Looking for copies…")

    def failed(self, sentence: str) -> str:
        """Say that stories stay as they were."""
        return tr("Copies were not looked for: {reason}").format(reason=sentence)

    def succeeded(self, result: Any) -> None:
        """Tell of articles that joined stories."""
        if result.articles:
            self.found.emit(result.articles)
