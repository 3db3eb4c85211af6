"""A list that opens under one line, for choices too many to stand side by side."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_ring, draw_text, mirrored, text_width


class DropDown(QComboBox):
    """The closed list is drawn like a field; the open one is Qt's own.

    A `prefix` stands before the choice, which is then stronger: `Kind` before `Boundary`.
    """

    def __init__(self, accessible_name: str, parent: QWidget | None = None, *, prefix: str = "") -> None:
        super().__init__(parent)
        self._prefix = prefix
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        theme.hub().changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize((3 if self._prefix else 4) * look.px("space", "page"), look.px("height", "panel_field"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        radius, gap, side = look.px("radius", "control"), look.px("space", "gap"), look.px("icon", "small")
        painter = QPainter(self)
        ground = "hover" if self.isEnabled() and self.underMouse() else "raised"
        edge = look.colour("edge" if self.isEnabled() else "faint_edge")
        draw_frame(painter, self.rect(), radius, look.colour(ground), edge, look.stroke("hairline"))
        if self.hasFocus():
            draw_ring(painter, self.rect(), radius)
        direction = self.layoutDirection()
        end = look.px("space", "small") if self._prefix else gap
        arrow = QRect(self.width() - end - side, 0, side, self.height())
        draw_icon(painter, mirrored(arrow, self.width(), direction), "chevron-down", "ink2", "small")
        spare = look.px("space", "hair") if self._prefix else gap
        words = mirrored(QRect(gap, 0, arrow.left() - gap - spare, self.height()), self.width(), direction)
        ink = look.colour("ink" if self.isEnabled() else "ink3")
        start = 0
        if self._prefix:
            draw_text(painter, words, self._prefix, look.ui_font(), ink, direction=direction)
            start = text_width(self._prefix, look.ui_font()) + look.px("space", "hair")
        rest = words.adjusted(start, 0, 0, 0) if direction == Qt.LayoutDirection.LeftToRight else (
            words.adjusted(0, 0, -start, 0))  # fmt: skip
        font = look.ui_font("body", 600 if self._prefix else 400)
        draw_text(painter, rest, self.currentText(), font, ink, direction=direction)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
