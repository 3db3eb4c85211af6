"""The hand on the article: select whole words, click a span, drag a span's edge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.core import words
from annotator.core.span import Span
from annotator.gui.article.breaks import qt_breaks
from annotator.gui.article.places import Edge

if TYPE_CHECKING:
    from annotator.gui.article.view import ArticleView

_SCROLL_MS = 40


class Pointer:
    """Turn presses, moves and releases over the article into selections, clicks and moved edges."""

    def __init__(self, view: ArticleView) -> None:
        self._view = view
        self._pressed: QPoint | None = None
        self._anchor: tuple[int, int] = (0, 0)
        self._selecting = False
        self._edge: Edge | None = None
        self._origin: Span | None = None
        self._moved: Span | None = None
        self._tripled = QPoint()
        self._last = QPoint()
        self._exact = False
        self._since_double = QTimer(view)
        self._since_double.setSingleShot(True)
        self._scroll = QTimer(view)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._creep)

    @property
    def busy(self) -> bool:
        """Tell whether a button is held down."""
        return self._pressed is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection or take hold of an edge."""
        point = event.position().toPoint()
        self._pressed, self._last, self._selecting = point, point, False
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._since_double.isActive() and (point - self._tripled).manhattanLength() < _near():
            self._paragraph(point)
            return
        edge = self._view.edge_at(event.position())
        if edge is not None:
            self._edge = edge
            self._origin = self._moved = self._view.span(edge.span_id)
            return
        offset = self._view.offset_at(point)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            kept = self._view.anchor()
            self._view.activate("")
            self._anchor = (kept, kept)
            self._selecting = True
            self._extend(point)
            return
        self._anchor = (offset, offset)

    def move(self, event: QMouseEvent) -> None:
        """Follow the pointer: show where an edge can be taken, or draw the selection or the edge along."""
        point = event.position().toPoint()
        if self._pressed is None:
            self._hover(event.position())
            return
        self._last = point
        self._exact = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._edge is not None:
            self._drag_edge(point)
        elif self._selecting or (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            if not self._selecting:
                self._selecting = True
                self._view.activate("")
            self._extend(point)
            self._creep_if_outside(point)

    def release(self, event: QMouseEvent) -> None:
        """End what the press began."""
        pressed, self._pressed = self._pressed, None
        self._scroll.stop()
        if self._edge is not None:
            self._drop_edge()
            self._hover(event.position())
        elif self._selecting:
            self._selecting = False
            self._view.offer_selection()
        elif pressed is not None:
            self._view.set_caret(self._view.offset_at(pressed))
            self._view.activate(self._view.span_at(pressed))

    def double_click(self, event: QMouseEvent) -> None:
        """Select the word under the pointer; a drag that follows goes on word by word."""
        point = event.position().toPoint()
        offset = self._view.character_at(point)
        word = words.word_at(self._view.text(), offset, qt_breaks)
        self._pressed, self._last, self._tripled = point, point, point
        self._since_double.start(QApplication.doubleClickInterval())
        self._view.activate("")
        if word is not None:
            self._anchor = word
            self._selecting = True
            self._view.select_range(*word)

    def cancel(self) -> bool:
        """Let go of an edge without moving it; tell whether there was one."""
        if self._edge is None:
            return False
        if self._origin is not None:
            self._view.put_span(self._origin)
        self._edge = self._origin = self._moved = None
        self._pressed = None
        return True

    def _paragraph(self, point: QPoint) -> None:
        """Select the paragraph under the pointer."""
        text, offset = self._view.text(), self._view.character_at(point)
        start = text.rfind("\n", 0, offset) + 1
        end = text.find("\n", offset)
        self._anchor = (start, len(text) if end < 0 else end)
        self._selecting = True
        self._since_double.stop()
        self._view.select_range(*words.trim(text, *self._anchor))

    def _extend(self, point: QPoint) -> None:
        """Select from where the button went down to the pointer."""
        offset = self._view.offset_at(point)
        start, end = min(self._anchor[0], offset), max(self._anchor[1], offset)
        backwards = offset < self._anchor[0]
        if not self._exact and start < end:
            start, end = words.snap(self._view.text(), start, end, qt_breaks)
        self._view.select_range(*((end, start) if backwards else (start, end)))

    def _creep_if_outside(self, point: QPoint) -> None:
        outside = not 0 <= point.y() < self._view.viewport().height()
        if outside and not self._scroll.isActive():
            self._scroll.start()
        elif not outside:
            self._scroll.stop()

    def _creep(self) -> None:
        """Scroll on while the pointer is held outside."""
        bar = self._view.verticalScrollBar()
        height = self._view.viewport().height()
        past = self._last.y() - height if self._last.y() >= height else min(0, self._last.y())
        bar.setValue(bar.value() + past)
        self._extend(self._last)

    def _hover(self, place: QPointF) -> None:
        edge = self._view.edge_at(place)
        shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.IBeamCursor
        if self._view.viewport().cursor().shape() != shape:
            self._view.viewport().setCursor(shape)

    def _drag_edge(self, point: QPoint) -> None:
        """Show the span as it would be; it never becomes empty."""
        if self._edge is None or self._origin is None:
            return
        text, offset = self._view.text(), self._view.offset_at(point)
        start, end = self._origin.start, self._origin.end
        if self._edge.start:
            start = min(offset, end - 1)
        else:
            end = max(offset, start + 1)
        if not self._exact:
            snapped = words.snap(text, start, end, qt_breaks)
            start, end = (snapped[0], end) if self._edge.start else (start, snapped[1])
        start, end = words.trim(text, start, end)
        if start >= end:
            return
        self._moved = replace(self._origin, start=start, end=end, quote=text[start:end])
        self._view.put_span(self._moved)

    def _drop_edge(self) -> None:
        """Put the span back and ask the host to move it: only what is stored may stay on the screen."""
        origin, moved = self._origin, self._moved
        self._edge = self._origin = self._moved = None
        if origin is None or moved is None:
            return
        self._view.put_span(origin)
        if (origin.start, origin.end) != (moved.start, moved.end):
            self._view.edgeDragged.emit(origin.id, moved.start, moved.end)
        else:
            self._view.activate(origin.id)


def _near() -> int:
    return 2 * QApplication.startDragDistance()
