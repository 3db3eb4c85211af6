"""The queue in a narrow window: a strip of status marks, with a button that opens the whole list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.label.queue_delegate import MarkDelegate
from annotator.gui.label.queue_model import QueueModel
from annotator.gui.label.queue_view import QueueView
from annotator.gui.language import figure, tr
from annotator.gui.widgets import Hairline, IconButton, TextLabel


class QueueStrip(QWidget):
    """Marks over the queue's model; `expandWanted` asks for the list."""

    expandWanted = Signal()

    def __init__(self, model: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.expand = IconButton("chevron-right", tr("Open the queue"))
        self.expand.clicked.connect(self.expandWanted)
        self._count = TextLabel("", "small", 400, "ink3", tabular=True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filtered = TextLabel(tr("Filtered"), "micro", 600, "ink2")
        self._filtered.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filtered.setAccessibleDescription(tr("The queue shows some articles only; open it to change the filter"))
        self._filtered.hide()
        self.view = QueueView(model, MarkDelegate(), tr("Queue, marks"))
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        gap, hair = look.px("space", "small"), look.px("space", "hair")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, hair, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.expand, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._count)
        column.addWidget(self._filtered)
        column.addSpacing(gap)
        column.addWidget(Hairline())
        column.addSpacing(gap)
        column.addWidget(self.view, 1)

    def set_progress(self, finished: int, total: int) -> None:
        """Say how many articles are finished."""
        share = tr("{n} %").format(n=finished * 100 // total) if total >= 1000 else ""
        self._count.setText(share or f"{figure(finished)} / {figure(total)}")
        spoken = tr("{finished} of {total} finished")
        self._count.setAccessibleName(spoken.format(finished=figure(finished), total=figure(total)))

    def set_filtered(self, filtered: bool) -> None:
        """Say that only some of the articles have a mark here."""
        self._filtered.setVisible(filtered)
