"""The rail at the left edge: one button a workspace, settings and help at its foot."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import N_, tr
from annotator.gui.widgets import RailButton

PLACES = (
    ("label", "label", N_("Label")), ("review", "review", N_("Review")), ("corpus", "corpus", N_("Corpus")),
)  # fmt: skip
FOOT = (("settings", "settings", N_("Settings")), ("keys", "help", N_("Keys")))


class Rail(QWidget):
    """Show what exists; `chosen` carries the name of the button: `label`, `review`, `corpus`, `settings` or `keys`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setAccessibleName(tr("Workspaces"))
        self._buttons: dict[str, RailButton] = {}
        column = QVBoxLayout(self)
        inset = look.px("space", "hair") + 2
        column.setContentsMargins(inset, inset + look.px("space", "hair"), inset + 1, inset + look.px("space", "hair"))
        column.setSpacing(look.px("space", "small"))
        for name, icon, text in PLACES:
            column.addWidget(self._button(name, icon, text, stays=True))
            self.offer(name, offered=name == PLACES[0][0])
        column.addStretch(1)
        for name, icon, text in FOOT:
            column.addWidget(self._button(name, icon, text, stays=False))
        self.set_current(PLACES[0][0])
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def set_current(self, name: str) -> None:
        """Mark the workspace that is shown."""
        for key, button in self._buttons.items():
            button.setChecked(key == name)

    def offer(self, name: str, *, offered: bool) -> None:
        """Show the button of a workspace, or leave it out."""
        self._buttons[name].setVisible(offered)

    def button(self, name: str) -> RailButton:
        """Return one button."""
        return self._buttons[name]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line that parts the rail from what is beside it."""
        painter = QPainter(self)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.current().colour("hairline"))
        painter.end()

    def _button(self, name: str, icon: str, text: str, *, stays: bool) -> RailButton:
        button = RailButton(icon, tr(text), checkable=stays)
        button.setAutoExclusive(stays)
        button.clicked.connect(lambda _checked=False: self._choose(name))
        self._buttons[name] = button
        return button

    def _choose(self, name: str) -> None:
        if self._buttons[name].isCheckable():
            self.set_current(name)
        self.chosen.emit(name)

    def _restyle(self) -> None:
        self.setFixedWidth(theme.current().px("width", "rail") + 1)
        self.update()
