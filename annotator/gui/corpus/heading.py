"""The line over the filters: what is shown, how many of how many, and the way in and out."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import QuietButton, TextLabel


class _BarButton(QuietButton):
    """A quiet button as high as one with an edge."""

    height_name = "button"


class Heading(QWidget):
    """The title with its count, and the buttons Charts, Export and Import."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._count = TextLabel("", "sub", 400, "ink2", tabular=True)
        self.charts = _BarButton(tr("Charts…"), icon="chart")
        self.exports = _BarButton(tr("Export…"), icon="export")
        self.imports = _BarButton(tr("Import…"), icon="import")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space", "gap"))
        row.addWidget(TextLabel(tr("Corpus"), "title", 600))
        row.addWidget(self._count)
        row.addStretch(1)
        for button in (self.charts, self.exports, self.imports):
            row.addWidget(button)

    def show_count(self, shown: int, total: int) -> None:
        """Say how many articles are shown, of how many."""
        if shown == total:
            self._count.setText(ntr("{n} article", "{n} articles", total))
        else:
            words = ntr("{shown} of {n} article", "{shown} of {n} articles", total)
            self._count.setText(words.format(shown=figure(shown)))

    def count(self) -> str:
        """Return what is said of the count."""
        return self._count.text()
