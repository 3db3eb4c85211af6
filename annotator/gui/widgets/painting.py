"""Strokes that several painted parts share. Rectangles are in device-independent pixels."""

from __future__ import annotations

import math
import sys
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPen

from annotator.core.scheme import Label
from annotator.gui import theme

_SIGNS: Final = {
    "Return": "↵",
    "Enter": "↵",
    "Shift": "⇧",
    "Delete": "Del",
    "Backspace": "⌫",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}
_TURNED: Final = {"chevron-left": "chevron-right", "chevron-right": "chevron-left"}
_OPPOSITE: Final = {
    Qt.AlignmentFlag.AlignLeft: Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignRight: Qt.AlignmentFlag.AlignLeft,
}


def key_text(keys: str) -> str:
    """Return a shortcut as a key cap shows it: `Ctrl+Return` is “Ctrl ↵”; macOS shows its own signs."""
    if sys.platform == "darwin":
        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    if keys == "+" or keys.endswith("++"):
        return f"{key_text(keys[:-2])} +".strip()
    return " ".join(_SIGNS.get(part, part) for part in keys.split("+") if part)


def text_width(text: str, font: QFont) -> int:
    """Return the width of one line, rounded up, so that it never counts as too long for itself."""
    return math.ceil(QFontMetricsF(font).horizontalAdvance(text))


def cap_font() -> QFont:
    """Return the face of key caps."""
    return theme.current().ui_font("small", 600)


def key_cap_width(keys: str) -> int:
    """Return the width of a key cap; one letter makes it square."""
    look = theme.current()
    height = look.px("height", "key_cap")
    shown = key_text(keys)
    padding = look.px("space", "hair") if len(shown) == 1 else look.px("width", "cap_padding")
    return max(height, text_width(shown, cap_font()) + 2 * padding)


def draw_frame(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    fill: QColor | None,
    edge: QColor | None = None,
    width: float = 1.0,
) -> None:
    """Fill a rounded rectangle and stroke its edge on the inside, so that lines stay sharp."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if edge is not None else 0.0
    inner = QRectF(rect).adjusted(half, half, -half, -half)
    painter.setPen(QPen(edge, width) if edge is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(inner, max(radius - half, 0), max(radius - half, 0))
    painter.restore()


def draw_ring(painter: QPainter, rect: QRect | QRectF, radius: float) -> None:
    """Draw the focus ring inside a rectangle's edge."""
    look = theme.current()
    draw_frame(painter, rect, radius, None, look.colour("focus"), look.stroke("focus"))


def draw_key_cap(
    painter: QPainter,
    rect: QRect,
    keys: str,
    *,
    fill: str | None = "raised",
    edge: str = "soft_edge",
    ink: str = "ink2",
) -> None:
    """Draw a key cap that fills the rectangle; colours by token."""
    look = theme.current()
    ground = look.colour(fill) if fill else None
    draw_frame(painter, rect, look.px("radius", "cap"), ground, look.colour(edge), look.stroke("hairline"))
    painter.setFont(cap_font())
    painter.setPen(look.colour(ink))
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key_text(keys))


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
) -> None:
    """Draw one line, elided where it is too long; left means the leading side of the direction."""
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    if direction == Qt.LayoutDirection.RightToLeft:
        align = _OPPOSITE.get(align, align)
    flags = align | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)


def facing(icon: str, direction: Qt.LayoutDirection) -> str:
    """Return the icon that points forward or back in a layout direction, for one that does so left to right."""
    return _TURNED.get(icon, icon) if direction == Qt.LayoutDirection.RightToLeft else icon


def draw_icon(painter: QPainter, rect: QRect, name: str, token: str, size: str) -> None:
    """Draw an icon in the middle of a rectangle, at the painter's pixel ratio."""
    look = theme.current()
    side = look.px("icon", size)
    dpr = max(painter.device().devicePixelRatio(), painter.deviceTransform().m11())
    pixmap = look.pixmap(name, token, size, dpr)
    painter.drawPixmap(rect.left() + (rect.width() - side) // 2, rect.top() + (rect.height() - side) // 2, pixmap)


def draw_label_mark(painter: QPainter, left: int, middle: int, label: Label) -> int:
    """Draw a label's mark from its left edge around a middle line; return the x behind it.

    The mark of a label with dashed bars is broken, so that the two kinds stay apart in lists too.
    """
    look = theme.current()
    width, height = look.px("width", "mark"), look.px("width", "mark_height")
    radius = look.px("radius", "mark")
    ink = look.label_colours(label)
    top = middle - height // 2
    if not label.dashed:
        draw_frame(painter, QRect(left, top, width, height), radius, ink.bar)
        return left + width
    part = (height - 2) // 2
    for y in (top, top + height - part):
        draw_frame(painter, QRect(left, y, width, part), radius / 2, ink.bar)
    return left + width


def mirrored(rect: QRect, width: int, direction: Qt.LayoutDirection) -> QRect:
    """Return the rectangle as it stands in a right-to-left layout of a width."""
    if direction == Qt.LayoutDirection.LeftToRight:
        return rect
    return QRect(width - rect.left() - rect.width(), rect.top(), rect.width(), rect.height())
