"""Buttons: the main one of a screen, plain ones, quiet ones, icons without words, and the rail."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from annotator.gui import theme
from annotator.gui.widgets.base import PaintedButton
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_key_cap, draw_text, facing, text_width


class _WordButton(PaintedButton):
    """A button of one line: icon, words, key cap."""

    height_name = "button"
    padding_name = "gap"

    def __init__(self, text: str, keys: str = "", *, icon: str = "", parent: QWidget | None = None) -> None:
        self._icon = icon
        super().__init__(text, keys, parent)

    def natural_size(self) -> QSize:
        look = theme.current()
        width = 2 * look.px("space", self.padding_name) + text_width(self.text(), self.font_for())
        return QSize(width + self._icon_space() + self.cap_space(), look.px("height", self.height_name))

    def draw_line(self, painter: QPainter, token: str) -> None:
        """Draw icon, words and key cap in the middle of the button."""
        look = theme.current()
        padding = look.px("space", self.padding_name)
        right = self.width() - padding
        end = self.draw_cap(painter, right)
        left = padding
        if self._icon:
            side = look.px("icon", "button")
            draw_icon(painter, self.mirror(QRect(left, 0, side, self.height())), self._facing(), token, "button")
            left += self._icon_space()
        if end < right:
            end -= look.px("space", "small")
        spare = max(0, end - left - text_width(self.text(), self.font_for()))
        shift = 0 if self._keys else spare // 2
        words = QRect(left + shift, 0, end - left - shift, self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), token)

    def _facing(self) -> str:
        return facing(self._icon, self.layoutDirection())

    def _icon_space(self) -> int:
        look = theme.current()
        return look.px("icon", "button") + look.px("space", "small") if self._icon else 0


class MainButton(_WordButton):
    """The one filled button of a screen; `in_bar` makes it as high as a bar's."""

    def __init__(self, text: str, keys: str = "", *, in_bar: bool = False, parent: QWidget | None = None) -> None:
        self.height_name = "bar_button" if in_bar else "button"
        super().__init__(text, keys, parent=parent)

    def font_for(self) -> QFont:
        return theme.current().ui_font("body", 600)

    def ground(self) -> str:
        if not self.isEnabled():
            return "hairline"
        if self.isDown():
            return "main_pressed"
        return "main_hover" if self.hovered() else "main"

    def ink(self) -> str:
        return "main_text" if self.isEnabled() else "ink3"

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        radius = look.px("radius", "control")
        body = self.rect()
        if self.shows_ring():
            gap = round(2 * look.stroke("focus"))
            draw_frame(painter, body, radius, look.colour("paper"))
            body = body.adjusted(gap, gap, -gap, -gap)
            radius = max(radius - gap, look.px("radius", "mark"))
        draw_frame(painter, body, radius, look.colour(self.ground()))
        self.draw_line(painter, self.ink())

    def paint_cap(self, painter: QPainter, rect: QRect) -> None:
        edge = "main_edge" if self.isEnabled() else "soft_edge"
        draw_key_cap(painter, rect, self._keys, fill=None, edge=edge, ink=self.ink())


class PlainButton(_WordButton):
    """A button with an edge."""

    def ground(self) -> str | None:
        return (super().ground() or "raised") if self.isEnabled() else None

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        ground = self.ground()
        edge = look.colour("soft_edge" if self.isEnabled() else "faint_edge")
        fill = look.colour(ground) if ground else None
        draw_frame(painter, self.rect(), look.px("radius", "control"), fill, edge, look.stroke("hairline"))
        self.draw_line(painter, self.ink())


class QuietButton(_WordButton):
    """A button of words alone, for bars and panels."""

    height_name = "quiet"
    padding_name = "small"

    def font_for(self) -> QFont:
        return theme.current().ui_font("body", 400)

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), look.px("radius", "control"), look.colour(ground))
        self.draw_line(painter, self.ink())


class IconButton(PaintedButton):
    """An icon without words, for close, fold and more alone; the name is for screen readers and the tooltip."""

    def __init__(self, icon: str, accessible_name: str, parent: QWidget | None = None) -> None:
        self._icon = icon
        super().__init__(accessible_name, "", parent)
        self.setToolTip(accessible_name)

    def setIconName(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def natural_size(self) -> QSize:
        side = theme.current().px("height", "quiet")
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), look.px("radius", "control"), look.colour(ground))
        icon = facing(self._icon, self.layoutDirection())
        draw_icon(painter, self.rect(), icon, "ink2" if self.isEnabled() else "ink3", "field")


class RailButton(PaintedButton):
    """A workspace's button in the rail: icon over its word; checked where the workspace is shown."""

    def __init__(self, icon: str, text: str, *, checkable: bool = True, parent: QWidget | None = None) -> None:
        self._icon = icon
        super().__init__(text, "", parent)
        self.setCheckable(checkable)

    def font_for(self) -> QFont:
        return theme.current().ui_font("small", 600 if self.isChecked() else 400)

    def ground(self) -> str | None:
        return "row" if self.isChecked() else super().ground()

    def natural_size(self) -> QSize:
        side = theme.current().px("width", "rail_button")
        return QSize(side, side)

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        if ground := self.ground():
            draw_frame(painter, self.rect(), self.ring_radius(), look.colour(ground))
        ink = "ink" if self.isChecked() and self.isEnabled() else "ink3" if not self.isEnabled() else "ink2"
        half = self.height() * 3 // 5
        draw_icon(painter, QRect(0, 2, self.width(), half), self._icon, ink, "rail")
        words = QRect(0, half, self.width(), self.height() - half - look.px("space", "hair"))
        align = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, words, self.text(), self.font_for(), look.colour(ink), align=align)

    def ring_radius(self) -> int:
        return theme.current().px("radius", "card")
