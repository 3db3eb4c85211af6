"""What is said before an article is shown that some would rather not read, or not now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.keymap import follow_keys
from annotator.gui.language import tr
from annotator.gui.opened import OpenArticle
from annotator.gui.widgets import MainButton, PlainButton, TextLabel

_KEYS = ("content_note", "content_warning")


def content_notes(meta: dict[str, Any]) -> list[str]:
    """Return the content notes of an article's metadata: a text, or a list of texts, under either name."""
    found: list[str] = []
    for key in _KEYS:
        value = meta.get(key)
        for one in value if isinstance(value, list) else [value]:
            words = " ".join(one.split()) if isinstance(one, str) else ""
            if words and words not in found:
                found.append(words)
    return found


class ContentNote(QWidget):
    """Stands in the article's place until it is to be shown; each article asks once while a project is open."""

    showWanted = Signal()
    skipWanted = Signal()

    def __init__(self, wanted: Callable[[], bool]) -> None:
        """`wanted` tells whether notes are to be shown at all."""
        super().__init__()
        self._wanted = wanted
        self._seen: set[str] = set()
        self._article = ""
        self._title = TextLabel(tr("Before you read"), "title", 600)
        self._notes = TextLabel("", "body", 400, "ink", wrap=True)
        self._hint = TextLabel(
            tr("The article is not shown yet. You can skip it without giving a reason."), "sub", 400, "ink2", wrap=True
        )
        self._show = MainButton(tr("Show article"), "Return")
        self._skip = PlainButton(tr("Skip"))
        follow_keys(self._skip, self._skip.setKeys, "skip")
        self._show.clicked.connect(self._shown)
        self._skip.clicked.connect(self.skipWanted)
        self._arrange()

    def holds(self, article: OpenArticle) -> bool:
        """Tell whether an article is to wait behind its note, and say the note."""
        notes = self.notes_of(article.id, article.meta)
        if notes:
            self._article = article.id
            self._notes.setText("\n".join(notes))
            self.setAccessibleName(" ".join([self._title.text() + ".", *notes]))
        return bool(notes)

    def notes_of(self, article: str, meta: dict[str, Any]) -> list[str]:
        """Return the notes behind which an article (its id and metadata) still waits; none once it was shown."""
        return content_notes(meta) if self._wanted() and article not in self._seen else []

    def focus(self) -> None:
        """Take the focus to the button that shows the article."""
        self._show.setFocus(Qt.FocusReason.OtherFocusReason)

    def notes(self) -> str:
        """Return the notes, one a line."""
        return self._notes.text()

    def _shown(self) -> None:
        self._seen.add(self._article)
        self.showWanted.emit()

    def _arrange(self) -> None:
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space", "page"), 0, 0)
        column.setSpacing(look.px("space", "gap"))
        buttons = QHBoxLayout()
        buttons.setSpacing(look.px("space", "gap"))
        buttons.addWidget(self._show)
        buttons.addWidget(self._skip)
        buttons.addStretch(1)
        for part in (self._title, self._notes, self._hint):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addStretch(1)
