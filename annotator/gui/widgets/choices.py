"""Choices: the values of an attribute, the answers of a row, and the check box that fills a row."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, key_cap_width, text_width


class ValueButton(PaintedButton):
    """One value to choose: key cap, words, and a check once it is chosen."""

    def __init__(self, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, keys, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def font_for(self) -> QFont:
        return theme.current().ui_font("body", 600 if self.isChecked() else 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        words = text_width(self.text(), look.ui_font("body", 600))
        ends = look.px("space", "small") + look.px("space", "gap")
        check = look.px("icon", "field") + look.px("space", "hair")
        return QSize(ends + self.cap_space() + words + check, look.px("height", "button"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        chosen, enabled = self.isChecked(), self.isEnabled()
        edge = "faint_edge" if not enabled else "ink" if chosen else "soft_edge"
        ground = (self.ground() or "raised") if enabled else None
        width = look.stroke("chosen" if chosen else "hairline")
        fill = look.colour(ground) if ground else None
        draw_frame(painter, self.rect(), self.ring_radius(), fill, look.colour(edge), width)
        left = look.px("space", "small")
        if self.keys():
            right = left + key_cap_width(self.keys())
            self.draw_cap(painter, right)
            left = right + look.px("space", "small")
        side = look.px("icon", "field")
        right = self.width() - look.px("space", "small")
        if chosen:
            place = QRect(right - side, 0, side, self.height())
            draw_icon(painter, self.mirror(place), "check", self.ink(), "field")
            right -= side
        words = QRect(left, 0, right - left, self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), self.ink())


class ChoiceButton(PaintedButton):
    """One answer of a quiet row: words in a light edge, which is stronger once it is chosen."""

    def __init__(self, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, keys, parent)
        self.setCheckable(True)

    def font_for(self) -> QFont:
        return theme.current().ui_font("sub", 600 if self.isChecked() else 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        words = text_width(self.text(), look.ui_font("sub", 600))
        return QSize(2 * look.px("space", "small") + words + self.cap_space(), look.px("height", "answer"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        chosen, enabled = self.isChecked(), self.isEnabled()
        ground = self.ground() or ("raised" if chosen and enabled else None)
        edge = "faint_edge" if not enabled else "ink" if chosen else "soft_edge"
        fill = look.colour(ground) if ground else None
        width = look.stroke("chosen" if chosen else "hairline")
        draw_frame(painter, self.rect(), self.ring_radius(), fill, look.colour(edge), width)
        padding = look.px("space", "small")
        right = self.draw_cap(painter, self.width() - padding)
        words = QRect(padding, 0, right - padding, self.height())
        token = self.ink() if self.isChecked() or self.hovered() or not self.isEnabled() else "ink2"
        self.draw_words(painter, words, self.text(), self.font_for(), token)


class CheckRow(PaintedButton):
    """A check box with its words, as wide as its panel; the key cap stands at the far end."""

    def __init__(self, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, keys, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def font_for(self) -> QFont:
        return theme.current().ui_font("body")

    def natural_size(self) -> QSize:
        look = theme.current()
        box = look.px("width", "check_box") + look.px("space", "small")
        words = text_width(self.text(), self.font_for())
        ends = 2 * look.px("space", "hair")
        return QSize(ends + box + words + self.cap_space(), look.px("height", "check_row"))

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        side, room = look.px("width", "check_box"), look.px("space", "hair")  # the focus ring has room at both ends
        box = self.mirror(QRect(room, (self.height() - side) // 2, side, side))
        self._draw_box(painter, box)
        right = self.draw_cap(painter, self.width() - room)
        left = room + side + look.px("space", "small")
        words = QRect(left, 0, right - left, self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), self.ink())

    def _draw_box(self, painter: QPainter, box: QRect) -> None:
        look = theme.current()
        radius, enabled = look.px("radius", "cap"), self.isEnabled()
        if self.isChecked():
            draw_frame(painter, box, radius, look.colour("main" if enabled else "ink3"))
            draw_icon(painter, box, "check", "main_text", "small")
            return
        ground = (self.ground() or "raised") if enabled else None
        fill = look.colour(ground) if ground else None
        edge = look.colour("edge" if enabled else "faint_edge")
        draw_frame(painter, box, radius, fill, edge, look.stroke("chosen"))
