"""The field for a line of text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_key_cap, draw_ring, key_cap_width, mirrored


class Field(QLineEdit):
    """A line to write in, with an icon before and a key cap behind the words; `in_panel` makes it lower."""

    def __init__(
        self,
        placeholder: str,
        accessible_name: str,
        icon: str = "search",
        keys: str = "",
        *,
        in_panel: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._keys = icon, keys
        self._height_name = "panel_field" if in_panel else "field"
        self._fault = ""
        self.setFrame(False)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(accessible_name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._lay_out)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def fault(self) -> str:
        """Return what is wrong with the words, or an empty text."""
        return self._fault

    def setFault(self, fault: str) -> None:
        """Draw the edge of a fault; the sentence itself stands under the field."""
        self._fault = fault
        self.setAccessibleDescription(fault)
        self.update()

    def setKeys(self, keys: str) -> None:
        """Show other keys behind the words."""
        self._keys = keys
        self._lay_out()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px("height", self._height_name))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(4 * look.px("space", "page"), look.px("height", self._height_name))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        radius = look.px("radius", "control")
        fill = look.colour("raised") if self.isEnabled() else None
        edge = "fault" if self._fault else "edge" if self.isEnabled() else "faint_edge"
        width = look.stroke("chosen" if self._fault else "hairline")
        draw_frame(painter, self.rect(), radius, fill, look.colour(edge), width)
        if self.hasFocus() and not self._fault:
            draw_ring(painter, self.rect(), radius)
        direction = self.layoutDirection()
        if self._icon:
            side = look.px("icon", "field")
            place = QRect(self._padding(), 0, side, self.height())
            draw_icon(painter, mirrored(place, self.width(), direction), self._icon, "ink3", "field")
        if self._shows_cap():
            wide, high = key_cap_width(self._keys), look.px("height", "key_cap")
            place = QRect(self.width() - wide - look.px("space", "small"), (self.height() - high) // 2, wide, high)
            draw_key_cap(painter, mirrored(place, self.width(), direction), self._keys)
        painter.end()
        super().paintEvent(event)

    def _padding(self) -> int:
        look = theme.current()
        return look.px("space", "gap") - look.px("width", "text_bearing")

    def _shows_cap(self) -> bool:
        return bool(self._keys) and not self.text()

    def _lay_out(self) -> None:
        """Keep the words clear of icon and key cap; the key cap goes while there are words."""
        look = theme.current()
        start = self._padding()
        if self._icon:
            start += look.px("icon", "field") + look.px("space", "hair") + look.px("width", "text_bearing")
        end = look.px("space", "small")
        if self._shows_cap():
            end += key_cap_width(self._keys) + look.px("space", "hair")
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            start, end = end, start
        self.setTextMargins(start, 0, end, 0)

    def _restyle(self) -> None:
        self.setFont(theme.current().ui_font())
        self._lay_out()
        self.updateGeometry()
        self.update()
