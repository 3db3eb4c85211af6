"""An article on the screen for tests: its words, its spans, and a hand that drags over it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator import paths
from annotator.core.scheme import Scheme, parse_scheme
from annotator.core.span import Span
from annotator.core.zones import Zone
from annotator.gui.article.view import ArticleView

NEWS = (
    "Merovia threatens to close the Lhassen Pass\n"
    "\n"
    "Merovia warned on Wednesday that it would close the Lhassen Pass to all freight from Talvane unless the patrol "
    "boats leave Sorrel Bay, the sharpest turn yet in a dispute that has emptied two border markets.\n"
    "\n"
    "The 3,500 US-supplied trucks don't move, the president’s office said.\n"
)


@cache
def scheme() -> Scheme:
    """Return the default scheme."""
    return parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")


def span(text: str, quote: str, label: str = "actor", *, nth: int = 0, unsure: bool = False) -> Span:
    """Return a span over the nth occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(f"{label}-{start}-{len(quote)}", start, start + len(quote), quote, label, unsure)


def show(
    qtbot: QtBot,
    text: str = NEWS,
    spans: Sequence[Span] = (),
    zones: Sequence[Zone] = (),
    size: tuple[int, int] = (900, 700),
) -> ArticleView:
    """Return a view that shows an article."""
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_article(text, zones, spans, scheme())
    with qtbot.waitExposed(view):
        view.show()
    view.setFocus()
    QApplication.processEvents()
    return view


def drag(
    view: ArticleView,
    start: QPoint,
    end: QPoint,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    release: bool = True,
) -> None:
    """Press at one point, move in three steps, release at another."""
    mouse(view, QEvent.Type.MouseButtonPress, start, modifiers)
    for step in (1, 2, 3):
        mouse(view, QEvent.Type.MouseMove, start + (end - start) * step / 3, modifiers)
    if release:
        mouse(view, QEvent.Type.MouseButtonRelease, end, modifiers)


def mouse(
    view: ArticleView,
    kind: QEvent.Type,
    point: QPoint,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Send one event of the left button to the viewport."""
    place = QPointF(point)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    event = QMouseEvent(kind, place, QPointF(view.viewport().mapToGlobal(point)), button, held, modifiers)
    QApplication.sendEvent(view.viewport(), event)


def double_click(view: ArticleView, point: QPoint) -> None:
    """Send what a double click sends."""
    kinds = QEvent.Type
    for kind in (kinds.MouseButtonPress, kinds.MouseButtonRelease, kinds.MouseButtonDblClick, kinds.MouseButtonRelease):
        mouse(view, kind, point)


def chosen(view: ArticleView) -> str:
    """Return the words that are selected."""
    found = view.selected_range()
    return view.text()[slice(*found)] if found else ""


def middle_of(view: ArticleView, offset: int) -> QPoint:
    """Return the middle of the character at an offset, in viewport coordinates."""
    return (view.point_of(offset) + view.point_of(offset + 1)) / 2


def picture(view: ArticleView) -> QImage:
    """Return what the viewport shows."""
    return view.viewport().grab().toImage()


def share_of(image: QImage, colour: QColor, left: int, top: int, right: int, bottom: int) -> float:
    """Return which share of a box has a colour."""
    hits = sum(image.pixelColor(x, y) == colour for y in range(top, bottom) for x in range(left, right))
    return hits / max(1, (right - left) * (bottom - top))
