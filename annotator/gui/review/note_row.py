"""The note on a decision: a field with its keys while it is written, else the words of the note."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import Field, KeyCap, TextLabel


class NoteRow(QWidget):
    """Hold a note. `written` carries other words than before; `left` comes when a key has ended the writing."""

    written = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._stored = ""
        title = tr("Note on this decision")
        self.field = Field(tr("Why it is decided so"), title, icon="", in_panel=True)
        self.words = TextLabel("", "sub", wrap=True)
        self._keys = QWidget()
        look = theme.current()
        small, hair = look.px("space", "small"), look.px("space", "hair")
        keys = QHBoxLayout(self._keys)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(hair)
        for key, does in (("Return", tr("keeps it")), ("Esc", tr("gives it up"))):
            keys.addWidget(KeyCap(key))
            keys.addWidget(TextLabel(does, "small", ink="ink2"))
            keys.addSpacing(small)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, small, 0, 0)
        column.setSpacing(hair)
        column.addWidget(TextLabel(title, "small", 600, "ink2"))
        for part in (self.words, self.field, self._keys):
            column.addWidget(part)
        self.field.installEventFilter(self)
        self.field.editingFinished.connect(self._keep)
        self._show(writing=False)

    def show_note(self, note: str) -> None:
        """Show the note that is stored; nothing for none."""
        self._stored = note
        self.field.setText(note)
        self._show(writing=False)

    def write(self) -> None:
        """Take the focus to the field."""
        self._show(writing=True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def text(self) -> str:
        """Return what is written."""
        return self.field.text().strip()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the note up with Esc, and keep it with Return."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        ends = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() not in ends or event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return event.key() == Qt.Key.Key_Escape
        if event.key() == Qt.Key.Key_Escape:
            self.field.setText(self._stored)
        self.left.emit()
        self._show(writing=False)
        return True

    def _keep(self) -> None:
        if self.field.isModified():
            self.field.setModified(False)
            self._stored = self.text()
            self.written.emit(self._stored)
        self._show(writing=False)

    def _show(self, *, writing: bool) -> None:
        """Show the field with its keys, or the words; all of it goes where nothing is written."""
        self.words.setText(self.text())
        self.words.setHidden(writing)
        self.field.setVisible(writing)
        self._keys.setVisible(writing)
        self.setVisible(writing or bool(self.text()))
