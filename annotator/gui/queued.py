"""What the queue says of one project to one annotator, with counts kept until something changes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.gui.language import tr
from annotator.gui.patience import Patience
from annotator.store import queue
from annotator.store.people import Person
from annotator.store.project import Project
from annotator.store.queue import QueueRow


class Queued(QObject):
    """A project and whose queue is shown; `queueChanged` when articles came or went, another when states did."""

    progressChanged = Signal()
    queueChanged = Signal()
    said = Signal(str)

    def __init__(self, project: Project, me: Person, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.me = me
        self._counts: dict[str, int] | None = None
        patience = Patience(self)
        patience.slow.connect(lambda slow: self.said.emit(tr("Saving…") if slow else ""))
        project.write_first(patience.until)
        self.queueChanged.connect(self._forget_counts)

    def _forget_counts(self) -> None:
        self._counts = None

    @property
    def leads(self) -> bool:
        """Tell whether I lead the project; nobody leads a work package."""
        return self.me.lead and not self.project.value("package")

    def queue(self, text: str, status: str) -> list[int]:
        """Return the numbers of the articles that match, in order."""
        return queue.queue(self.project, self.me.id, text, status)

    def queue_rows(self, pks: Sequence[int]) -> list[QueueRow]:
        """Return what the queue shows of these articles."""
        return queue.queue_rows(self.project, self.me.id, pks)

    def queue_counts(self, text: str) -> dict[str, int]:
        """Return how many articles match, by state."""
        if text or self._counts is None:
            counts = queue.queue_counts(self.project, self.me.id, text)
            if text:
                return counts
            self._counts = counts
        return self._counts

    def progress(self) -> tuple[int, int, int]:
        """Return (finished, total, started) over all articles."""
        counts = self.queue_counts("")
        return counts["done"] + counts["skipped"], counts["all"], counts["started"]
