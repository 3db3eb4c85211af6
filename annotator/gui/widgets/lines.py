"""Lines: the hairline between panes, and the 6 px line that shows how far work has come."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QRectF, QSize, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPainterPath, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.language import tr

_PASS_MS: Final = 1200
_FRAME_MS: Final = 33
_RUNNER: Final = 0.22


class Hairline(QWidget):
    """A line one pixel thick, horizontal unless asked otherwise."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vertical = vertical
        fixed, free = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if vertical else free, free if vertical else fixed)
        theme.hub().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().colour("hairline"))
        painter.end()


class ProgressLine(QWidget):
    """Show a finished and a started share, or that work of unknown length goes on."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done, self._started = 0.0, 0.0
        self._unknown = False
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(accessible_name)
        theme.hub().changed.connect(self._restyle)

    def setFractions(self, done: float, started: float = 0.0) -> None:
        """Show shares of 0 to 1; the started part follows the finished one."""
        self._done = min(max(done, 0.0), 1.0)
        self._started = min(max(started, 0.0), 1.0 - self._done)
        self._unknown = False
        self._timer.stop()
        self.setAccessibleDescription(tr("{percent}% finished").format(percent=round(100 * self._done)))
        self.update()

    def setUnknown(self) -> None:
        """Show work that goes on for an unknown time; it stands still where the system asks for less motion."""
        self._unknown = True
        self.setAccessibleDescription(tr("length unknown"))
        self._run()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(10 * look.px("space", "page"), look.px("height", "progress"))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px("space", "page"), look.px("height", "progress"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._unknown:
            self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        height = look.px("height", "progress")
        line = QRectF(0, (self.height() - height) // 2, self.width(), height)
        rounded = QPainterPath()
        rounded.addRoundedRect(line, height / 2, height / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(rounded)
        painter.fillRect(line, look.colour("track"))
        for start, share, token in self._parts():
            part = QRectF(line.left() + start * line.width(), line.top(), share * line.width(), height)
            painter.fillRect(self._mirror(part), look.colour(token))
        painter.end()

    def _parts(self) -> list[tuple[float, float, str]]:
        """Return start, share and ink of each part of the line."""
        if not self._unknown:
            return [(0.0, self._done, "ink2"), (self._done, self._started, "edge")]
        phase = (self._clock.elapsed() % _PASS_MS) / _PASS_MS if self._timer.isActive() else 0.5
        return [(phase * (1 + _RUNNER) - _RUNNER, _RUNNER, "ink2")]

    def _mirror(self, part: QRectF) -> QRectF:
        if not self.isRightToLeft():
            return part
        return QRectF(self.width() - part.right(), part.top(), part.width(), part.height())

    def moves(self) -> bool:
        """Tell whether a part of the line is on its way."""
        return self._timer.isActive()

    def _restyle(self) -> None:
        if not theme.wants_motion():
            self._timer.stop()
        elif self._unknown:
            self._run()
        self.update()

    def _run(self) -> None:
        if self.isVisible() and theme.wants_motion() and not self._timer.isActive():
            self._clock.start()
            self._timer.start()
