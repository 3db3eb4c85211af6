"""The whole list of articles: progress, filter, tabs, rows, and what stands there when no row does."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.keymap import key_words
from annotator.gui.label.queue_delegate import RowDelegate
from annotator.gui.label.queue_model import QueueModel
from annotator.gui.label.queue_view import QueueView
from annotator.gui.language import N_, figure, ntr, tr
from annotator.gui.widgets import EmptyNote, Field, IconButton, PlainButton, ProgressLine, Segments, TextLabel
from annotator.gui.widgets.plain_list import ENTERS

GROUPS = (("all", N_("All")), ("todo", N_("To do")), ("done", N_("Done")), ("skipped", N_("Skipped")))


def empty_words(text: str, group: str, total: int) -> tuple[str, str]:
    """Return the two sentences for a list without rows: what is so, and what to do."""
    if not total:
        return tr("This project has no articles"), tr("Import some to begin.")
    if text:
        title = tr("No article matches “{text}”").format(text=text)
        return title, tr("Check the spelling, or clear the filter.")
    if group == "todo":
        words = ntr("All {n} article is done or skipped.", "All {n} articles are done or skipped.", total)
        return tr("Queue finished"), words
    if group == "done":
        key = key_words("done") or tr("Done")
        return tr("No article is done"), tr("{key} finishes the open one and goes on.").format(key=key)
    return tr("No article is skipped"), tr("Skip… sets the open one aside, with a reason if you like.")


class QueueList(QWidget):
    """Show a queue's model; `closeWanted` comes while the list lies over the article."""

    closeWanted = Signal()
    importWanted = Signal()

    def __init__(self, model: QueueModel) -> None:
        super().__init__()
        self.setAccessibleName(tr("Queue"))
        self.setAutoFillBackground(True)
        self._count = TextLabel("", "small", 400, "ink2", tabular=True)
        self._line = ProgressLine(tr("Finished articles"))
        self._close = IconButton("chevron-left", tr("Close the queue"))
        self._close.clicked.connect(self.closeWanted)
        self._close.hide()
        self.field = Field(tr("Filter by word or source"), tr("Filter the queue"))
        self.segments = Segments([(key, tr(name)) for key, name in GROUPS])
        self.view = QueueView(model, RowDelegate(), tr("Queue"))
        self.empty = EmptyNote()
        self._add = PlainButton(tr("Import…"))
        self._add.clicked.connect(self.importWanted)
        self._stack = QStackedWidget()
        self.field.installEventFilter(self)
        self._arrange()

    def set_progress(self, finished: int, total: int, started: int) -> None:
        """Show how many articles are finished, and how many are begun."""
        words = tr("{finished} of {total} finished")
        self._count.setText(words.format(finished=figure(finished), total=figure(total)))
        self._line.setFractions(finished / total if total else 0.0, started / total if total else 0.0)

    def show_rows(self, shown: int, text: str, group: str, total: int) -> None:
        """Show the rows, or two sentences where there is none."""
        self._stack.setCurrentIndex(0 if shown else 1)
        self.empty.say(*empty_words(text, group, total))
        self._add.setVisible(not total)

    def set_over(self, over: bool) -> None:
        """Show the button that closes the list, while it lies over the article."""
        self._close.setVisible(over)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a line at the edge while the list lies over the article."""
        if not self._close.isHidden():
            painter = QPainter(self)
            painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.current().colour("hairline"))
            painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Esc before the window does, as long as it clears the filter."""
        if watched is self.field and event.type() == QEvent.Type.ShortcutOverride and self.field.text():
            press = cast(QKeyEvent, event)
            if press.key() == Qt.Key.Key_Escape:
                press.accept()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the filter to the rows with Down or Return; Esc clears the filter, then closes an open list."""
        in_field = self.field.hasFocus()
        if in_field and event.key() in (Qt.Key.Key_Down, *ENTERS):
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and in_field and self.field.text():
            self.field.clear()
        elif event.key() == Qt.Key.Key_Escape and not self._close.isHidden():
            self.closeWanted.emit()
        else:
            event.ignore()

    def _arrange(self) -> None:
        look = theme.current()
        inset, gap, small = (look.px("space", name) for name in ("inset", "gap", "small"))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(TextLabel(tr("Queue"), "head", 600))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self._close)
        top = QVBoxLayout()
        top.setContentsMargins(inset, 0, inset, 0)
        top.setSpacing(0)
        head_room = QWidget()
        head_room.setLayout(head)
        head_room.setFixedHeight(look.px("height", "button") + look.px("space", "hair"))
        for part in (head_room, self._line, self.field, self.segments):
            top.addWidget(part)
        top.insertSpacing(2, gap - 3)
        top.insertSpacing(4, small)
        note = QWidget()
        column = QVBoxLayout(note)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(gap)
        column.addWidget(self.empty)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._stack.addWidget(self.view)
        self._stack.addWidget(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addSpacing(small)
        whole.addWidget(self._stack, 1)
