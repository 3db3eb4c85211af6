"""The large buttons of the start page."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, text_width


class ActionCard(PaintedButton):
    """A button with an icon, a title and a line that says what it does."""

    def __init__(self, icon: str, title: str, subtitle: str, keys: str = "", parent: QWidget | None = None) -> None:
        self._icon, self._subtitle = icon, subtitle
        super().__init__(title, keys, parent)
        self.setAccessibleDescription(subtitle)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def font_for(self) -> QFont:
        return theme.current().ui_font("head", 600)

    def ring_radius(self) -> int:
        return theme.current().px("radius", "card")

    def natural_size(self) -> QSize:
        look = theme.current()
        words = max(
            text_width(self.text(), self.font_for()) + self.cap_space(),
            text_width(self._subtitle, look.ui_font("sub")),
        )
        ends = self._start() + look.px("space", "inset")
        return QSize(ends + words, look.px("height", "action_card"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        ground = self.ground() or ("raised" if self.isEnabled() else None)
        fill = look.colour(ground) if ground else None
        edge = look.colour("soft_edge" if self.isEnabled() else "faint_edge")
        draw_frame(painter, self.rect(), self.ring_radius(), fill, edge, look.stroke("hairline"))
        side = look.px("icon", "rail")
        place = QRect(look.px("space", "inset"), 0, side, self.height())
        draw_icon(painter, self.mirror(place), self._icon, self.ink(), "rail")
        title, line = self.font_for(), look.ui_font("sub")
        high, low = QFontMetrics(title).height(), QFontMetrics(line).height()
        top = (self.height() - high - low) // 2
        right = self.width() - look.px("space", "gap")
        end = self.draw_cap(painter, right, top=top)
        left = self._start()
        self.draw_words(painter, QRect(left, top, end - left, high), self.text(), title, self.ink())
        second = "ink2" if self.isEnabled() else "ink3"
        self.draw_words(painter, QRect(left, top + high, right - left, low), self._subtitle, line, second)

    def _start(self) -> int:
        look = theme.current()
        return look.px("space", "inset") + look.px("icon", "rail") + look.px("space", "inset")
