"""The strip that tells what happened and offers one thing to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets.buttons import IconButton, PlainButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, mirrored
from annotator.gui.widgets.words import TextLabel


class Strip(QWidget):
    """A message over the label bar; hidden until it has something to say.

    A fault stays until it is solved; a note can be closed.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_fault = False
        self._icon = "check"
        self._act: Callable[[], object] | None = None
        self._title = TextLabel("", "body", 600, wrap=True)
        self._detail = TextLabel("", "sub", ink="ink2", wrap=True)
        self._button = PlainButton("")
        self._close = IconButton("close", tr("Close this message"))
        self._button.clicked.connect(self._run)
        self._close.clicked.connect(self._dismiss)
        self._words = QVBoxLayout()
        self._line = QHBoxLayout(self)
        self._line.addLayout(self._words, 1)
        self._words.addWidget(self._title)
        self._words.addWidget(self._detail)
        self._line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        theme.hub().changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_fault(self, title: str, detail: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what went wrong and what to do; the button calls `act`."""
        self._show(title, detail, button, act, is_fault=True)

    def show_note(
        self,
        title: str,
        detail: str = "",
        button: str = "",
        act: Callable[[], object] | None = None,
        *,
        icon: str = "check",
    ) -> None:
        """Say what was done or is to be looked at; the button calls `act` and closes the strip."""
        self._icon = icon
        self._show(title, detail, button, act, is_fault=False)

    def is_fault(self) -> bool:
        """Tell whether a fault is shown."""
        return self._is_fault and not self.isHidden()

    def title(self) -> str:
        """Return the first line."""
        return self._title.text()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        edge = look.colour("fault_edge" if self._is_fault else "soft_edge")
        radius, fill = look.px("radius", "card"), look.colour("raised")
        draw_frame(painter, self.rect(), radius, fill, edge, look.stroke("hairline"))
        place = QRect(look.px("space", "inset"), 0, look.px("icon", "field"), self.height())
        name, token = ("warning", "fault") if self._is_fault else (self._icon, "ink2")
        draw_icon(painter, mirrored(place, self.width(), self.layoutDirection()), name, token, "field")
        painter.end()

    def _show(self, title: str, detail: str, button: str, act: Callable[[], object] | None, *, is_fault: bool) -> None:
        self._is_fault, self._act = is_fault, act
        self._title.setText(title)
        self._title.setInk("fault" if is_fault else "ink")
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._close.setVisible(not is_fault)
        self.setAccessibleName(f"{title}. {detail}".strip())
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _run(self) -> None:
        act = self._act
        if not self._is_fault:
            self._dismiss()
        if act is not None:
            act()

    def _dismiss(self) -> None:
        self.hide()
        self.closed.emit()

    def _restyle(self) -> None:
        look = theme.current()
        start = look.px("space", "inset") + look.px("icon", "field") + look.px("space", "gap")
        small = look.px("space", "small")
        left, right = (small, start) if self.isRightToLeft() else (start, small)
        self._line.setContentsMargins(left, small, right, small)
        self._line.setSpacing(small)
        self._words.setSpacing(0)
        self.setMinimumHeight(look.px("height", "strip"))
        self.update()
