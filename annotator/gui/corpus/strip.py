"""The strip under the table: what can be done with the selected articles, how far it is, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from annotator.gui import theme
from annotator.gui.command import Command
from annotator.gui.corpus.commands import CORPUS_COMMANDS
from annotator.gui.drawer import BAR_AFTER_MS, time_left
from annotator.gui.keymap import follow_keys
from annotator.gui.language import ntr, tr
from annotator.gui.widgets import ElidedLabel, PlainButton, ProgressLine, QuietButton, TextLabel

ON_MANY = ("corpus-assign", "corpus-tag", "corpus-remove", "corpus-restore", "corpus-rezone")
"""The commands that stand as buttons, in their order."""


class SelectionStrip(QWidget):
    """`wanted` carries the id of the command that is pressed; `cancelWanted` and `undoWanted` come with theirs."""

    wanted = Signal(str)
    cancelWanted = Signal()
    undoWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Selected articles"))
        self._count = TextLabel("", "body", 500, tabular=True)
        self._done = ElidedLabel("", "sub", 400, "ink2", tabular=True)
        self.undo = QuietButton(tr("Undo"))
        self.buttons = {command.id: self._button(command) for command in _commands()}
        self._line = TextLabel("", "body", 500, tabular=True)
        self._left = TextLabel("", "small", 400, "ink2", tabular=True)
        self._bar = ProgressLine(tr("Progress"))
        self.cancel = PlainButton(tr("Cancel"))
        self._patience = QTimer(self, singleShot=True, interval=BAR_AFTER_MS)
        self._stack = QStackedWidget()
        self._arrange()
        self.undo.hide()
        self.undo.clicked.connect(lambda _checked=False: self.undoWanted.emit())
        self.cancel.clicked.connect(lambda _checked=False: self._stop())
        self._patience.timeout.connect(lambda: self._stack.setCurrentIndex(1))
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def show_count(self, selected: int, *, removed: bool, able: Callable[[str], bool]) -> None:
        """Offer what can be done with so many articles; `removed` are those that were taken out."""
        self._count.setText(ntr("{n} selected", "{n} selected", selected))
        for identity, button in self.buttons.items():
            button.setVisible((identity == "corpus-restore") == removed)
            button.setEnabled(bool(selected) and able(identity))

    def show_done(self, words: str, *, undoable: bool) -> None:
        """Say what was done, and offer to take it back."""
        self._patience.stop()
        self._stack.setCurrentIndex(0)
        self._done.setText(words)
        self.undo.setVisible(undoable)

    def show_work(self, line: str) -> None:
        """Say what is being done, once it takes longer than 300 ms."""
        self._done.setText("")
        self.undo.hide()
        self._line.setText(line)
        self._left.setText("")
        self._bar.setUnknown()
        self.cancel.setEnabled(True)
        self._patience.start()

    def show_progress(self, line: str, share: float, seconds: float | None) -> None:
        """Show how far the work is, as a share of 1, and how long it goes on."""
        self._line.setText(line)
        self._bar.setFractions(share)
        self._left.setText(time_left(seconds) if seconds is not None else "")

    def words(self) -> list[str]:
        """Return what is said, from the left."""
        shown = (self._count, self._done) if self._stack.currentIndex() == 0 else (self._line, self._left)
        return [part.text() for part in shown if part.text()]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line that parts it from the table."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.current().colour("hairline"))
        painter.end()

    def _button(self, command: Command) -> PlainButton:
        button = PlainButton(_words(command))
        follow_keys(button, button.setKeys, command.id)
        button.clicked.connect(lambda _checked=False: self.wanted.emit(command.id))
        return button

    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self._line.setText(tr("Stopping…"))
        self.cancelWanted.emit()

    def _arrange(self) -> None:
        offers, work = QWidget(), QWidget()
        row = QHBoxLayout(offers)
        row.addWidget(self._count)
        row.addSpacing(theme.current().px("space", "small"))
        for button in self.buttons.values():
            row.addWidget(button)
        row.addWidget(self._done, 1)
        row.addWidget(self.undo)
        line = QHBoxLayout(work)
        line.addWidget(self._line)
        line.addWidget(self._bar, 1)
        line.addWidget(self._left)
        line.addWidget(self.cancel)
        inset = theme.current().px("space", "drawer")
        for part in (row, line):
            part.setContentsMargins(inset, 1, inset, 0)
            part.setSpacing(theme.current().px("space", "small"))
        self._stack.addWidget(offers)
        self._stack.addWidget(work)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "strip"))
        self.update()


def _commands() -> Iterable[Command]:
    known = {command.id: command for command in CORPUS_COMMANDS}
    return (known[identity] for identity in ON_MANY)


def _words(command: Command) -> str:
    """Return a command's words on a button: what they are done to stands beside it."""
    short = {"corpus-remove": tr("Remove"), "corpus-restore": tr("Restore")}
    return short.get(command.id) or tr(command.text)
