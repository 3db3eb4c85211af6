"""What an empty pane says: one sentence what is so, one what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.widgets.words import TextLabel


class EmptyNote(QWidget):
    """Two sentences, the second below the first."""

    def __init__(self, title: str = "", hint: str = "") -> None:
        super().__init__()
        self._title = TextLabel("", "body", 500, "ink", wrap=True)
        self._hint = TextLabel("", "sub", 400, "ink2", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space", "hair"))
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addStretch(1)
        self.say(title, hint)

    def say(self, title: str, hint: str) -> None:
        """Change both sentences."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{title}. {hint}" if hint else title)

    def title(self) -> str:
        """Return the first sentence."""
        return self._title.text()

    def hint(self) -> str:
        """Return the second sentence."""
        return self._hint.text()
