"""Write a guideline: Markdown, and how it will look beside the text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.scheme.fields import turn_of
from annotator.gui.widgets import Segments, TextLabel
from annotator.gui.widgets.area import TextArea
from annotator.gui.widgets.markdown import MarkdownText

_LINES = 24
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class GuidelineWriter(QWidget):
    """Writes one guideline; `save` gets it at Ctrl+Return and whenever the writing is left."""

    def __init__(self, title: str, save: Callable[[str], str], *, allowed: bool) -> None:
        super().__init__()
        self._save, self._shown = save, ""
        self._label: Label | None = None
        self.pages = Segments((("write", tr("Write")), ("preview", tr("Preview"))), tr("Guideline"))
        self.area = TextArea(title, _LINES, grows=True)
        self.preview = MarkdownText(tr("Preview"))
        self.hint = TextLabel(
            tr(
                "Markdown. An example is a quote: > The minister vowed to **expel the envoys**. Its bold words are "
                "shown as the tag. Ctrl+Return saves; so does leaving."
            ),
            "sub", ink="ink2", wrap=True,
        )  # fmt: skip
        self.fault = TextLabel("", "sub", ink="fault", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space", "small"))
        column.addWidget(TextLabel(title, "head", 600, wrap=True))
        for part in (self.pages, self.area, self.preview, self.fault, self.hint):
            column.addWidget(part)
        column.addStretch(1)
        self.pages.chosen.connect(self._turn)
        self.area.left.connect(self.commit)
        self.area.lines.installEventFilter(self)
        self.fault.hide()
        self.preview.hide()
        if not allowed:
            self.area.setEnabled(False)
            self.pages.setCurrent("preview")
            self.pages.hide()
            self.hint.hide()

    def show_value(self, text: str, label: Label | None) -> None:
        """Show what is stored, unless somebody is writing something else just now."""
        self._label = label
        if text != self._shown or not self.area.isModified():
            self._shown = text
            if text.strip() != self.area.text().strip():
                self.area.setText(text.rstrip("\n"))
            self.area.setModified(False)
        self.preview.show_text(self.area.text(), label)

    def commit(self) -> None:
        """Save what is written, where it is another text than the stored one."""
        if self.area.text().strip() == self._shown.strip() or not self.area.isEnabled():
            return
        self.area.setModified(False)
        fault = self._save(self.area.text())
        self.area.setModified(bool(fault))
        self.area.setFault(fault)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save at Ctrl+Return, and leave undo to the scheme while nothing new is written."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            is_press = event.type() == QEvent.Type.KeyPress
            if event.key() in _RETURN and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.accept()
                if is_press:
                    self.commit()
                    self.pages.setCurrent("preview")
                return True
            if turn_of(event) and not self.area.isModified():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _focus_tab(self) -> None:
        """Take the focus from the writing to the tab above it, where it can be seen."""
        for tab in self.pages.findChildren(QAbstractButton):
            if tab.isChecked() and tab.isVisible():
                tab.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn(self, page: str) -> None:
        self.preview.show_text(self.area.text(), self._label)
        is_preview = page == "preview"
        if is_preview:
            self.commit()
            self._focus_tab()
        self.area.setVisible(not is_preview)
        self.preview.setVisible(is_preview)
        if not is_preview:
            self.area.setFocus(Qt.FocusReason.TabFocusReason)
