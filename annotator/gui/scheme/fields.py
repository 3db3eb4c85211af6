"""Fields that save themselves: when they are left, or at Return, with what is wrong in a line below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.widgets import Field, TextLabel
from annotator.gui.widgets.area import TextArea

Save = Callable[[str], str]
"""Saves words and returns what is wrong with them, empty where they were saved."""


def turn_of(event: QEvent) -> str:
    """Return `undo` or `redo` where a key press asks for that, else an empty text."""
    if not isinstance(event, QKeyEvent):
        return ""
    if event.matches(QKeySequence.StandardKey.Undo):
        return "undo"
    again = QKeySequence(event.keyCombination()) in (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))
    return "redo" if again or event.matches(QKeySequence.StandardKey.Redo) else ""


class OwnField(Field):
    """A field whose undo is its own only while something is typed; else it is the scheme's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if turn_of(event) and not self.isModified():
            event.ignore()
        else:
            super().keyPressEvent(event)


class Entry(QWidget):
    """A caption, a field or an area, and a line for what is wrong; `save` gets the words once they are another."""

    edited = Signal()

    def __init__(self, caption: str, save: Save, *, lines: int = 1, before: QWidget | None = None) -> None:
        super().__init__()
        self._save, self._shown = save, ""
        self._saving = False
        self.field = OwnField("", caption, icon="", in_panel=True) if lines == 1 else TextArea(caption, lines)
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        look = theme.current()
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "small"))
        if before is not None:
            row.addWidget(before)
        row.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        column.addWidget(TextLabel(caption, "sub", 400, "ink2"))
        column.addLayout(row)
        column.addWidget(self._fault)
        if isinstance(self.field, OwnField):
            self.field.editingFinished.connect(self.commit)
            self.field.textChanged.connect(self.edited)
        else:
            self.field.left.connect(self.commit)
            self.field.lines.textChanged.connect(self.edited)
        self.complain("")

    def text(self) -> str:
        """Return the words as they stand in the field."""
        return self.field.text()

    def show_value(self, value: str) -> None:
        """Show what is stored, unless somebody is writing something else just now."""
        if value != self._shown or not self.field.isModified():
            self._shown = value
            if value != self.field.text():
                self.field.setText(value)
            self.field.setModified(False)
            self.complain("")

    def complain(self, sentence: str) -> None:
        """Say what is wrong under the field; an empty sentence takes it back."""
        self.field.setFault(sentence)
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def fault(self) -> str:
        """Return what is said to be wrong."""
        return self.field.fault()

    def commit(self) -> None:
        """Save the words where they are others than those stored."""
        words = self.field.text().strip()
        if self._saving or not self.isEnabled():
            return
        if words == self._shown.strip():
            self.field.setModified(False)
            self.complain("")
            return
        self._saving = True
        self.field.setModified(False)
        fault = self._save(words)
        self._saving = False
        self.complain(fault)
        self.field.setModified(bool(fault))
