"""Indexing beside the window: begins once the window has settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from annotator.gui.chore import Chore
from annotator.gui.language import tr
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_SETTLED_MS = 1500


class Indexer(Chore):
    """Keeps the index of the window's project complete; `moved` tells how far it is, `ended` that it is whole."""

    moved = Signal(int, int)
    LONG = 3.0

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._later = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._later.timeout.connect(self.start)

    def work(self, project: Project, progress: Progress) -> Any:
        """Index what the index lacks."""
        from annotator.work.indexing import index_articles

        return index_articles(project, progress)

    def doing(self, done: int, total: int) -> str:
        """Say how far it is."""
        return tr("Indexing {share} %").format(share=100 * done // total) if total else ""

    def failed(self, sentence: str) -> str:
        """Say that searches may miss articles."""
        return tr("The search index stays incomplete: {reason}").format(reason=sentence)

    def heard(self, done: int, total: int) -> None:
        """Tell how far it is."""
        self.moved.emit(done, total)

    def start_later(self) -> None:
        """Begin once the window has settled."""
        self._later.start()

    def start(self) -> None:
        """Index now, or go on to what came in after what is being indexed."""
        self._later.stop()
        super().start()

    def leave(self) -> None:
        """Stop; the rest is indexed when the project is opened again."""
        self._later.stop()
        super().leave()
