"""A chart in the window: painted in the theme's colours, walked with arrow keys, opened with Return or a click."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.widgets.painting import draw_frame, draw_ring
from annotator.gui.widgets.words import plain_tip
from annotator.work.drawing import Dot, Drawing, Line, Path, Rect, Shape, Spot, Text, turned

Make = Callable[[float], Drawing]
"""Makes a drawing for a width in pixels at the usual scale."""

_BASELINE = 0.36
_SHARP = 2
_TIP_ROOM = 360  # pixels on the screen that a tip may need
_TIP_BELOW = 16  # Qt shows a tip so far below the place it is given
_KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
_KEEPS_RING = {
    Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.MenuBarFocusReason,
}  # fmt: skip


class DrawingView(QWidget):
    """Shows a drawing as wide as it has room; `pressed` carries the identity of a spot, `menuWanted` a place."""

    pressed = Signal(object)
    menuWanted = Signal(object)

    def __init__(self, name: str, scheme: Scheme) -> None:
        """`name` is what a screen reader calls the chart; the spot in focus is its description."""
        super().__init__()
        self.scheme = scheme
        self.make: Make | None = None
        self.drawing = Drawing(0, 0)
        self._at = 0
        self._over: Spot | None = None
        self._ring = False
        self._least = self._need = 0.0
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.hub().changed.connect(self._remake)

    def draw(self, make: Make | None, least: float = 0.0) -> None:
        """Show what `make` draws, or nothing; it is called anew for every width, `least` (pixels) or more."""
        self.make, self._least = make, least
        self._need = make(least).width if make is not None else 0.0
        self._remake()

    def spot(self) -> Spot | None:
        """Return the spot that the keyboard is on."""
        return self.drawing.spots[self._at] if self._at < len(self.drawing.spots) else None

    def go_to(self, identity: tuple[str, ...]) -> None:
        """Put the keyboard on a spot."""
        for place, spot in enumerate(self.drawing.spots):
            if spot.id == identity:
                self._go(place)

    def place_of(self, spot: Spot) -> QRect:
        """Return where a spot lies in the widget."""
        k = self._scale()
        return QRectF(spot.x * k, spot.y * k, spot.width * k, spot.height * k).toRect()

    def sizeHint(self) -> QSize:
        k = self._scale()
        return QSize(round(self.drawing.width * k), round(self.drawing.height * k))

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._need * self._scale()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._remake()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        over = self._over
        if over is not None and not over.cell:
            draw_frame(painter, self.place_of(over), look.px("radius", "row"), look.colour("hover"))
        paint(painter, self.drawing, self.scheme, self._scale())
        if over is not None and over.cell and not over.still:
            draw_frame(painter, self.place_of(over), 0, None, look.colour("ink2"), look.stroke("hairline"))
        here = self.spot()
        if here is not None and self._ring and self.hasFocus():
            draw_ring(painter, self.place_of(here), 0 if here.cell else look.px("radius", "row"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from spot to spot with the arrows, Home and End; Return and Space press the one in focus."""
        spots, key = self.drawing.spots, Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        self._ring = True
        if not plain or not spots:
            super().keyPressEvent(event)
        elif key in _KEYS:
            self._go(_next(spots, self._at, *_KEYS[key]))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(0 if key == Qt.Key.Key_Home else len(spots) - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press(spots[self._at])
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which spot the pointer is over."""
        self._hover(self._under(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """Forget the pointer."""
        self._hover(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press the spot under the pointer."""
        found = self._under(event.position())
        if event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._ring = False
            self._go(self.drawing.spots.index(found))
            self._press(found)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the pointer or below the spot in focus."""
        here = self.spot()
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard and here is not None
        self.menuWanted.emit(
            self.mapToGlobal(self.place_of(here).bottomLeft()) if by_key and here else event.globalPos()
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _KEEPS_RING:
            self._ring = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say in a tip what a spot stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell(event)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._remake()

    def _scale(self) -> float:
        return theme.current().scale / 100

    def _remake(self) -> None:
        """Draw anew for the width of today; the keyboard stays on its spot."""
        here = self.spot()
        wide = max(self.width() / self._scale(), self._least)
        drawn = self.make(wide) if self.make is not None else Drawing(0, 0)
        self.drawing = turned(drawn) if self.isRightToLeft() else drawn
        ids = [spot.id for spot in self.drawing.spots]
        self._at = ids.index(here.id) if here is not None and here.id in ids else 0
        self._over = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if ids else Qt.FocusPolicy.NoFocus)
        self._describe()
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
        self.update()

    def _go(self, place: int) -> None:
        self._at = place
        self._describe()
        here = self.spot()
        if here is not None and self.hasFocus():
            speak(self, here.words)
        self.update()

    def _describe(self) -> None:
        here = self.spot()
        self.setAccessibleDescription(here.words if here is not None else "")

    def _press(self, spot: Spot) -> None:
        if not spot.still:
            self.pressed.emit(spot.id)

    def _tell(self, event: QHelpEvent) -> None:
        """Explain a spot beside the chart, where it covers no figure; without room there, below the spot."""
        found = self._under(QPointF(event.pos()))
        if found is None:
            QToolTip.hideText()
            return
        area = self.place_of(found)
        across = QPoint(self.visibleRegion().boundingRect().right() + 1, area.top() - _TIP_BELOW)
        beside = self.mapToGlobal(across)
        if self.isRightToLeft() or self.screen().availableGeometry().right() - beside.x() < _TIP_ROOM:
            beside = self.mapToGlobal(area.bottomLeft())
        QToolTip.showText(beside, plain_tip(found.tip or found.words), self, area)

    def _under(self, point: QPointF) -> Spot | None:
        k = self._scale()
        return next((spot for spot in self.drawing.spots if spot.holds(point.x() / k, point.y() / k)), None)

    def _hover(self, spot: Spot | None) -> None:
        if spot != self._over:
            self._over = spot
            opens = spot is not None and not spot.still
            self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
            self.update()


def _next(spots: tuple[Spot, ...], at: int, right: int, down: int) -> int:
    """Return the nearest spot in a direction, or the same where there is none."""
    here = spots[at]
    x, y = here.x + here.width / 2, here.y + here.height / 2
    found: list[tuple[float, int]] = []
    for place, spot in enumerate(spots):
        dx, dy = spot.x + spot.width / 2 - x, spot.y + spot.height / 2 - y
        along, aside = dx * right + dy * down, abs(dx * down) + abs(dy * right)
        if along > 1 and place != at:
            found.append((along + 4 * aside, place))
    return min(found, default=(0.0, at))[1]


def picture(drawing: Drawing, scheme: Scheme) -> QImage:
    """Return a drawing as a picture on paper, at two device pixels a pixel."""
    k = theme.current().scale / 100
    size = QSize(round(drawing.width * k), round(drawing.height * k)) * _SHARP
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(_SHARP)
    image.fill(theme.current().colour("paper"))
    painter = QPainter(image)
    paint(painter, drawing, scheme, k)
    painter.end()
    return image


def paint(painter: QPainter, drawing: Drawing, scheme: Scheme, k: float) -> None:
    """Paint a drawing in the colours of the theme that is shown, `k` times as large."""
    painter.save()
    for shape in drawing.shapes:
        _paint(painter, shape, scheme, k)
    painter.restore()


def _paint(painter: QPainter, shape: Shape, scheme: Scheme, k: float) -> None:
    if isinstance(shape, Text):
        _write(painter, shape, k)
    elif isinstance(shape, Rect):
        painter.setOpacity(shape.opacity)
        place = QRectF(shape.x * k, shape.y * k, shape.width * k, shape.height * k)
        if shape.radius:
            draw_frame(painter, place, shape.radius, _colour(shape.fill, scheme))
        else:
            painter.fillRect(place.toRect(), _colour(shape.fill, scheme))
        painter.setOpacity(1)
    elif isinstance(shape, Line) and (shape.x1 == shape.x2 or shape.y1 == shape.y2) and shape.width == 1:
        wide, high = max(abs(shape.x2 - shape.x1) * k, 1), max(abs(shape.y2 - shape.y1) * k, 1)
        left, top = min(shape.x1, shape.x2) * k, min(shape.y1, shape.y2) * k
        painter.fillRect(QRect(round(left), round(top), round(wide), round(high)), _colour(shape.colour, scheme))
    elif isinstance(shape, Line):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_colour(shape.colour, scheme), shape.width))
        painter.drawLine(QPointF(shape.x1 * k, shape.y1 * k), QPointF(shape.x2 * k, shape.y2 * k))
    elif isinstance(shape, Dot):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_colour(shape.ring, scheme), 1.5) if shape.ring else Qt.PenStyle.NoPen)
        painter.setBrush(_colour(shape.fill, scheme))
        painter.drawEllipse(QPointF(shape.x * k, shape.y * k), shape.radius * k, shape.radius * k)
    else:
        _draw_path(painter, shape, scheme, k)


def _draw_path(painter: QPainter, shape: Path, scheme: Scheme, k: float) -> None:
    colour, points = _colour(shape.colour, scheme), QPolygonF([QPointF(x * k, y * k) for x, y in shape.points])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(shape.opacity)
    if shape.filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(points)
    else:
        painter.setPen(QPen(colour, shape.width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
    painter.setOpacity(1)


def _write(painter: QPainter, shape: Text, k: float) -> None:
    """Write one line so that its capitals stand around the middle line."""
    look = theme.current()
    font = look.ui_font(shape.size, shape.weight, tabular=True)
    measure = QFontMetricsF(font)
    text = measure.elidedText(shape.text, Qt.TextElideMode.ElideRight, shape.room * k) if shape.room else shape.text
    wide = measure.horizontalAdvance(text)
    left = shape.x * k - (0 if shape.anchor == "start" else wide / 2 if shape.anchor == "middle" else wide)
    painter.setFont(font)
    painter.setPen(look.colour(shape.colour))
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(QPointF(left, shape.y * k + _BASELINE * look.pt(shape.size) * 96 / 72), text)


def _colour(token: str, scheme: Scheme) -> QColor:
    """Return the colour that a token of a drawing has in the theme that is shown."""
    look = theme.current()
    kind, _, rest = token.partition(":")
    if kind == "heat":
        return look.heat(float(rest))
    if kind == "label":
        label = scheme.label(rest)
        return look.label_colours(label).bar if label is not None else look.colour("ink3")
    return look.colour(token)
