"""Find in the article: the first hit shows while typing, Return goes on, Esc leaves the hit selected."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from annotator.core.find import Finder, first_from
from annotator.gui import theme
from annotator.gui.article.view import ArticleView
from annotator.gui.language import figure, tr
from annotator.gui.widgets import Field, IconButton, TextLabel


class FindBar(QWidget):
    """One row above the article; hidden until it is asked for."""

    left = Signal(bool)
    hitSelected = Signal(int, int)

    def __init__(self, view: ArticleView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._finder = Finder("")
        self._hits: list[tuple[int, int]] = []
        self._at = -1
        self._from = 0
        self._fresh = True
        self._field = Field(tr("Find in this article"), tr("Find in this article"))
        self._field.textChanged.connect(self._search)
        self._count = TextLabel("", "sub", ink="ink2", tabular=True)
        self._count.setAccessibleName(tr("Hits"))
        self._close = IconButton("close", tr("Close find"))
        self._close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        space = theme.current().px("space", "small")
        row.setContentsMargins(0, 0, 0, space)
        row.setSpacing(space)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        row.addWidget(self._close)
        self.hide()

    def set_text(self, text: str) -> None:
        """Search another article."""
        self._finder = Finder(text)
        self._hits, self._at, self._from = [], -1, 0
        if self.isVisible():
            self._search(self._field.text())

    def open(self) -> None:
        """Show the bar with the last phrase selected; the search starts at the selection or caret."""
        chosen = self._view.selected_range()
        self._from = chosen[0] if chosen else self._view.caret()
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._search(self._field.text())
        self._fresh = chosen is None or chosen != self.hit()

    def leave(self) -> None:
        """Go back to the text with the current hit selected; `left` tells whether there was one.

        Whoever is back in the text already keeps their own selection.
        """
        searching = self.has_focus()
        missed = searching and bool(self._field.text()) and self._at < 0
        if searching:
            self._select()
        self._view.set_hits([])
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.emit(not missed)

    def has_focus(self) -> bool:
        """Tell whether the keyboard is in this bar."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def hit(self) -> tuple[int, int] | None:
        """Return the current hit (code points, half-open)."""
        return self._hits[self._at] if self._at >= 0 else None

    def count_text(self) -> str:
        """Return what the bar says about the hits."""
        return self._count.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return: this hit, then the next ones; with Shift the previous ones."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            return
        super().keyPressEvent(event)

    def _search(self, phrase: str) -> None:
        self._hits = self._finder.hits(phrase)
        self._at = first_from(self._hits, self._from)
        self._fresh = True
        self._field.setFault(tr("No hit in this article.") if phrase and not self._hits else "")
        self._show()

    def _step(self, by: int) -> None:
        if not self._hits:
            return
        if not self._fresh:
            self._at = (self._at + by) % len(self._hits)
        self._fresh = False
        self._select()
        self._from = self._hits[self._at][0]
        self._show()

    def _select(self) -> None:
        """Select the current hit; the caret moves, so no tag is active any more."""
        if self._at >= 0:
            self._view.activate("")
            self._view.select_range(*self._hits[self._at])
            self.hitSelected.emit(*self._hits[self._at])

    def _show(self) -> None:
        self._view.set_hits(self._hits, self._at)
        if self._at >= 0:
            self._view.scroll_to(*self._hits[self._at])
        words = tr("{place} of {count}") if self._hits else tr("No hit")
        words = words.format(place=figure(self._at + 1), count=figure(len(self._hits)))
        self._count.setText(words if self._field.text() else "")
