"""Icons of one ink: SVG on a 20 px grid, tinted when loaded and drawn at the screen's pixel ratio."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from annotator import paths

_INK = "currentColor"


@cache
def names() -> tuple[str, ...]:
    """Return the name of every icon, sorted."""
    return tuple(sorted(path.stem for path in paths.resource("icons").glob("*.svg")))


@cache
def _source(name: str) -> str:
    return paths.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def tinted(name: str, ink: str, size: int, dpr: float = 1.0) -> QPixmap:
    """Draw an icon in an ink (`#RRGGBB`), `size` device-independent pixels wide and high."""
    side = round(size * dpr)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace(_INK, ink).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return pixmap
