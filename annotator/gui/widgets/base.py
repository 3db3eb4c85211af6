"""The base of all painted buttons: states, focus ring, key cap, Space and Enter, accessible name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets.painting import draw_key_cap, draw_ring, draw_text, key_cap_width, mirrored, text_width

_REASON = Qt.FocusReason
_KEEPS_RING = {_REASON.PopupFocusReason, _REASON.ActiveWindowFocusReason, _REASON.MenuBarFocusReason}


class PaintedButton(QAbstractButton):
    """A button that a subclass paints. The text is shown as it is: `&` marks no mnemonic."""

    def __init__(self, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._ring = False
        self._hint: QSize | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(text)
        self._say_keys("")
        theme.hub().changed.connect(self._restyle)

    def text(self) -> str:
        return super().text().replace("&&", "&")

    def setText(self, text: str) -> None:
        """Change the words, and the accessible name with them."""
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self._restyle()

    def keys(self) -> str:
        """Return the shortcut that the key cap shows, as `Ctrl+K`."""
        return self._keys

    def setKeys(self, keys: str) -> None:
        """Change the key cap; the shortcut itself belongs to the command."""
        before, self._keys = self._keys, keys
        self._say_keys(before)
        self._restyle()

    def _say_keys(self, before: str) -> None:
        """Tell a screen reader the keys, where nothing else is told about the button; `before` were its keys."""
        if self.accessibleDescription() == _spoken_keys(before):
            self.setAccessibleDescription(_spoken_keys(self._keys))

    def hovered(self) -> bool:
        """Tell whether the pointer is over a button that can be pressed."""
        return self.isEnabled() and self.underMouse()

    def shows_ring(self) -> bool:
        """Tell whether the focus came from the keyboard and is shown."""
        return self._ring and self.hasFocus()

    def font_for(self) -> QFont:
        """Return the face of the words."""
        return theme.current().ui_font("body", 500)

    def ground(self) -> str | None:
        """Return the token of the fill in the present state; None for no fill."""
        if not self.isEnabled():
            return None
        if self.isDown():
            return "row"
        return "hover" if self.hovered() else None

    def ink(self) -> str:
        """Return the token of the words in the present state."""
        return "ink" if self.isEnabled() else "ink3"

    def mirror(self, rect: QRect) -> QRect:
        """Return a rectangle that was laid out from left to right as the layout direction has it."""
        return mirrored(rect, self.width(), self.layoutDirection())

    def draw_words(self, painter: QPainter, rect: QRect, text: str, font: QFont, token: str) -> None:
        """Draw one line at the leading side of a rectangle (left-to-right coordinates)."""
        colour = theme.current().colour(token)
        draw_text(painter, self.mirror(rect), text, font, colour, direction=self.layoutDirection())

    def draw_cap(self, painter: QPainter, right: int, *, top: int | None = None) -> int:
        """Draw the key cap with its right edge at x (left-to-right coordinates); return the x of its left edge."""
        if not self._keys:
            return right
        height = theme.current().px("height", "key_cap")
        width = key_cap_width(self._keys)
        y = (self.height() - height) // 2 if top is None else top
        self.paint_cap(painter, self.mirror(QRect(right - width, y, width, height)))
        return right - width

    def paint_cap(self, painter: QPainter, rect: QRect) -> None:
        """Draw the key cap itself."""
        if self.isEnabled():
            draw_key_cap(painter, rect, self._keys)
        else:
            draw_key_cap(painter, rect, self._keys, fill=None, edge="faint_edge", ink="ink3")

    def cap_space(self) -> int:
        """Return the width that the key cap and the gap before it take."""
        return theme.current().px("space", "small") + key_cap_width(self._keys) if self._keys else 0

    def text_width(self, text: str, font: QFont) -> int:
        """Return the width of one line, rounded up."""
        return text_width(text, font)

    def natural_size(self) -> QSize:
        """Return the size that shows everything; subclasses say."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Draw everything but the focus ring; subclasses say."""
        raise NotImplementedError

    def ring_radius(self) -> int:
        """Return the radius of the focus ring."""
        return theme.current().px("radius", "control")

    def sizeHint(self) -> QSize:
        if self._hint is None:
            self._hint = self.natural_size()
        return self._hint

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.paint(painter)
        if self.shows_ring():
            draw_ring(painter, self.rect(), self.ring_radius())
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _KEEPS_RING:
            self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._ring = True
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.LayoutDirectionChange):
            self.update()

    def _restyle(self) -> None:
        """Measure and draw anew."""
        self._hint = None
        self.updateGeometry()
        self.update()


def _spoken_keys(keys: str) -> str:
    """Say a shortcut as a screen reader reads it; nothing for none."""
    return tr("Key {key}").format(key=keys.replace("+", " + ")) if keys else ""
