"""How Review shares its width: three panes, or in a narrow window the figures as a bar over the list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.review.cards_pane import CardsPane
from annotator.gui.review.figures_panel import FiguresPanel
from annotator.gui.review.open_card import OpenCard
from annotator.gui.widgets.order import put_in_reading_order


class Folding:
    """Lays the panes of a room out beside each other."""

    def __init__(self, room: QWidget, figures: FiguresPanel, pane: CardsPane, card: OpenCard) -> None:
        self._room, self._figures = room, figures
        self._narrow: bool | None = None
        self._wide: bool | None = None
        self._left = QWidget()
        self._column = QVBoxLayout(self._left)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(pane, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (figures, self._left, card):
            self.splitter.addWidget(part)
        for index, stretch in enumerate((0, 0, 1)):
            self.splitter.setStretchFactor(index, stretch)
        put_in_reading_order(self.splitter, tr("Width of the panes"))
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def fold(self, width: int) -> None:
        """Fold the figures into a bar over the list while the window (its width) is narrow; a wide one widens it."""
        look = theme.current()
        narrow, wide = width < look.px("width", "narrow_window"), width >= look.px("width", "wide_window")
        if (narrow, wide) == (self._narrow, self._wide):
            return
        if narrow != self._narrow:
            self._fold(narrow)
        self._narrow, self._wide = narrow, wide
        figures = 0 if narrow else look.px("width", "figures")
        cards = look.px("width", "cards_wide" if wide else "cards")
        whole = self._room.width()
        self.splitter.setSizes([cards, whole - cards] if narrow else [figures, cards, whole - figures - cards])

    def _fold(self, narrow: bool) -> None:
        self._figures.narrow(narrow)
        if narrow:
            self._column.insertWidget(0, self._figures)
        else:
            self.splitter.insertWidget(0, self._figures)
            self.splitter.setStretchFactor(0, 0)
            self.splitter.setStretchFactor(2, 1)
            put_in_reading_order(self.splitter, tr("Width of the panes"))
        self._figures.show()
