"""What stands in the place of the table where no article is to be shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import EmptyNote, PlainButton
from annotator.store.corpus import Filter


class Nothing(QWidget):
    """One sentence what is so, one what to do, and the button that does it."""

    importWanted = Signal()
    clearWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.note = EmptyNote()
        self.imports, self.clear = PlainButton(tr("Import…")), PlainButton(tr("Clear filters"))
        self.imports.clicked.connect(lambda _checked=False: self.importWanted.emit())
        self.clear.clicked.connect(lambda _checked=False: self.clearWanted.emit())
        look = theme.current()
        inset = look.px("space", "drawer")
        row = QHBoxLayout()
        row.addWidget(self.imports)
        row.addWidget(self.clear)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, inset, inset, inset)
        column.setSpacing(look.px("space", "gap"))
        column.addWidget(self.note)
        column.addLayout(row)
        column.addStretch(1)

    def say(self, total: int, asked: Filter) -> None:
        """Say why nothing is shown of so many articles under a filter."""
        self.imports.setVisible(not total and not asked.removed)
        self.clear.setVisible(not self.imports.isVisibleTo(self))
        if not total and not asked.removed:
            self.note.say(tr("This project has no articles"), tr("Import some to begin."))
        elif asked == Filter(removed=True):
            self.note.say(tr("No article was removed"), tr("Clear the filters to see the corpus."))
        else:
            self.note.say(tr("No article matches the filters"), tr("Take one away, or clear them all."))

    def take_focus(self) -> None:
        """Take the focus to the button."""
        button = self.imports if self.imports.isVisibleTo(self) else self.clear
        button.setFocus(Qt.FocusReason.OtherFocusReason)
