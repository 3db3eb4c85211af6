"""Tabs that choose a part of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import text_width


def rounded_count(count: int) -> str:
    """Return a count in few characters: 11, 999, 1k, 10k."""
    return str(count) if count < 1000 else f"{round(count / 1000)}k"


class _Tab(PaintedButton):
    """One tab: its word, and how many there are."""

    def __init__(self, key: str, text: str, parent: QWidget) -> None:
        self.key = key
        self._count: int | None = None
        self._brief = False
        super().__init__(text, "", parent)
        self.setCheckable(True)
        self.setAutoExclusive(True)

    def set_count(self, count: int) -> None:
        """Change the count behind the word."""
        self._count = count
        self.setAccessibleDescription(f"{count:,}")
        self._restyle()

    def set_brief(self, brief: bool) -> None:
        """Round the count where there is little room."""
        if brief != self._brief:
            self._brief = brief
            self.setToolTip(f"{self.text()} {self._count:,}" if brief and self._count is not None else "")
            self._restyle()

    def font_for(self) -> QFont:
        return theme.current().ui_font("sub", 600 if self.isChecked() else 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        width = text_width(self.text(), look.ui_font("sub", 600))
        if shown := self._shown():
            width += look.px("space", "hair") + text_width(shown, self._count_font())
        return QSize(width, look.px("height", "tab"))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px("space", "wide"), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        line = round(look.stroke("focus"))
        body = self.rect().adjusted(0, 0, 0, -line)
        if self.isChecked():
            painter.fillRect(QRect(0, self.height() - line, self.width(), line), look.colour("ink"))
        ink = "ink3" if not self.isEnabled() else "ink" if self.isChecked() or self.hovered() else "ink2"
        width = text_width(self.text(), self.font_for())
        words = QRect(0, 0, min(width, self.width()), body.height())
        self.draw_words(painter, words, self.text(), self.font_for(), ink)
        if shown := self._shown():
            start = width + look.px("space", "hair")
            rest = QRect(start, 0, self.width() - start, body.height())
            self.draw_words(painter, rest, shown, self._count_font(), "ink2")

    def _shown(self) -> str:
        if self._count is None:
            return ""
        return rounded_count(self._count) if self._brief else f"{self._count:,}"

    def _count_font(self) -> QFont:
        return theme.current().ui_font("sub", tabular=True)


class Segments(QWidget):
    """Tabs with counts, one of them chosen; arrow keys go from one to the next."""

    chosen = Signal(str)

    def __init__(
        self, segments: Sequence[tuple[str, str]], accessible_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._tabs = {key: _Tab(key, text, self) for key, text in segments}
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for tab in self._tabs.values():
            self._group.addButton(tab)
            layout.addWidget(tab)
        layout.addStretch(1)
        if segments:
            self._tabs[segments[0][0]].setChecked(True)
        self._group.buttonToggled.connect(self._tell)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def current(self) -> str:
        """Return the key of the chosen tab, or an empty text."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def setCurrent(self, key: str) -> None:
        """Choose a tab; `chosen` is emitted where that is a change."""
        self._tabs[key].setChecked(True)

    def setCounts(self, counts: Mapping[str, int]) -> None:
        """Show counts behind the words, by key."""
        for key, count in counts.items():
            self._tabs[key].set_count(count)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.current().colour("hairline"))
        painter.end()

    def _tell(self, tab: _Tab, checked: bool) -> None:
        if checked:
            self.chosen.emit(tab.key)

    def _fit(self) -> None:
        """Give the tabs their room; where it is short, first the gaps shrink, then the counts are rounded."""
        look = theme.current()
        least, most = look.px("space", "small"), look.px("space", "inset")
        for brief in (False, True):
            for tab in self._tabs.values():
                tab.set_brief(brief)
            words = sum(tab.sizeHint().width() for tab in self._tabs.values())
            gap = (self.width() - words) // max(1, len(self._tabs) - 1)
            if gap >= least:
                break
        self._layout.setSpacing(max(look.px("space", "hair"), min(gap, most)))

    def _restyle(self) -> None:
        self._fit()
        self.update()
