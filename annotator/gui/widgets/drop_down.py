"""A list that opens under one line, for choices too many to stand side by side."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_ring, draw_text, mirrored


class DropDown(QComboBox):
    """The closed list is drawn like a field; the open one is Qt's own."""

    def __init__(self, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        theme.hub().changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(4 * look.px("space", "page"), look.px("height", "panel_field"))

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
        arrow = QRect(self.width() - gap - side, 0, side, self.height())
        draw_icon(painter, mirrored(arrow, self.width(), direction), "chevron-down", "ink2", "small")
        words = mirrored(QRect(gap, 0, arrow.left() - 2 * gap, self.height()), self.width(), direction)
        ink = look.colour("ink" if self.isEnabled() else "ink3")
        draw_text(painter, words, self.currentText(), look.ui_font(), ink, direction=direction)
        painter.end()

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
