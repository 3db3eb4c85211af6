"""The question in which encoding a text is, asked where its bytes do not tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.drawer_parts import column_in, head
from annotator.gui.language import tr
from annotator.gui.widgets import TextLabel
from annotator.gui.widgets.drop_down import DropDown

if TYPE_CHECKING:
    from annotator.work.looking import Look


class EncodingQuestion(QWidget):
    """The likely encodings, each with the first line that tells them apart; `changed` comes with another choice."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list = DropDown(tr("Encoding"))
        self.list.setAccessibleDescription(tr("Encoding"))  # some readers take what is chosen for the name
        self._line = TextLabel("", "quote", 400, wrap=True, serif=True)
        column = column_in(self)
        column.addWidget(head(tr("Encoding")))
        self._words = TextLabel("", "sub", ink="ink2", wrap=True)
        column.addWidget(self._words)
        column.addWidget(self.list)
        column.addWidget(self._line)
        self._lines: list[str] = []
        self.list.activated.connect(self._choose)
        self.hide()

    def chosen(self) -> str:
        """Return the encoding that a person chose; empty where nobody did."""
        return str(self.list.currentData() or "") if self.list.currentIndex() > 0 else ""

    def show_look(self, look: Look) -> None:
        """Ask where the guess is unsure and the answer is for all files; what was chosen stays."""
        self.setVisible(look.unsure is not None)
        for part in (self.list, self._line):
            part.setVisible(bool(look.readings))
        if look.unsure is None:
            return
        self._words.setText(tr("The file does not tell its encoding. Choose the one in which this line reads right."))
        if not look.readings:
            words = tr(
                "{file} does not tell its encoding and is read as {encoding}. Import it alone to choose another."
            )
            self._words.setText(words.format(file=look.unsure.path.name, encoding=look.unsure.encoding))
        if not look.readings or (self.chosen() and self.list.count()):
            return
        self.list.clear()
        first = look.readings[0]
        self.list.addItem(tr("{encoding} (a guess)").format(encoding=first.encoding), first.encoding)
        for reading in look.readings:
            self.list.addItem(
                tr("{encoding}: {line}").format(encoding=reading.encoding, line=reading.line), reading.encoding
            )
        self._lines = [first.line, *(reading.line for reading in look.readings)]
        self.list.view().setMinimumWidth(theme.current().px("width", "drawer"))
        self._line.setText(first.line)

    def line(self) -> str:
        """Return how the line reads."""
        return self._line.text()

    def _choose(self, index: int) -> None:
        self._line.setText(self._lines[index])
        self.changed.emit()
