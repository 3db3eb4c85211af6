"""The article view: the words of one article with its spans under them. It shows and asks; it never writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from annotator.core.offsets import OffsetMap
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.zones import Zone
from annotator.gui.article import keys
from annotator.gui.article.index import Range
from annotator.gui.article.links import Roles
from annotator.gui.article.mouse import Pointer
from annotator.gui.article.painter import Scene
from annotator.gui.article.sheet import Sheet
from annotator.gui.language import tr

_WHEEL_STEP = 120
_FEW = 32


class ArticleView(Sheet):
    """Show an article and turn what a hand does into signals. Offsets are code points, ranges half-open."""

    spanActivated = Signal(str)
    edgeDragged = Signal(str, int, int)
    contextMenuWanted = Signal(QPoint, object)
    selectionMoved = Signal()
    zoomRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty view, comfortable density, 100 % zoom."""
        super().__init__(parent)
        self._pointer = Pointer(self)
        self._wheel = 0
        self.grabber: Callable[[QKeyEvent], bool] | None = None
        self.setAccessibleName(tr("Article"))
        self.viewport().setMouseTracking(True)
        self.selectionChanged.connect(self.selectionMoved)
        self.cursorPositionChanged.connect(self.selectionMoved)

    # What is shown

    def set_article(self, text: str, zones: Sequence[Zone], spans: Sequence[Span], scheme: Scheme) -> None:
        """Show another article from its top. The room for bars is chosen here and stays until the next call."""
        self._show(text, Scene(zones=tuple(sorted(zones))), spans, scheme)

    def clear_article(self) -> None:
        """Show nothing."""
        self._show("", Scene(), (), self._scheme)

    def _show(self, text: str, scene: Scene, spans: Iterable[Span], scheme: Scheme | None) -> None:
        self._pointer.cancel()
        self._text, self._offsets, self._scheme, self._scene = text, OffsetMap(text), scheme, scene
        scene.index.replace(spans)
        self._rebuild()
        self.verticalScrollBar().setValue(0)
        self.selectionMoved.emit()

    def span(self, span_id: str) -> Span | None:
        """Return a span that is shown; None where there is none of that id."""
        return self._scene.index.spans.get(span_id)

    def spans_at(self, offset: int) -> list[Span]:
        """Return the spans that hold an offset, the outermost first."""
        held = [span for span in self._scene.index.between(offset, offset + 1) if span.start <= offset < span.end]
        return sorted(held, key=lambda span: span.start - span.end)

    def set_spans(self, spans: Iterable[Span]) -> None:
        """Show these spans and no others; the lines stay where they are."""
        self._scene.index.replace(spans)
        self._forget_lost()
        self.viewport().update()

    def put_span(self, span: Span) -> None:
        """Add a span, or show it in place of the one with its id."""
        self._touch(self._scene.index.put(span))
        self._ink_active()

    def drop_span(self, span_id: str) -> None:
        """Show a span no longer."""
        self._touch(self._scene.index.drop(span_id))
        self._forget_lost()

    def set_missing(self, ids: Iterable[str]) -> None:
        """Mark the spans that lack a required attribute with `!`."""
        missing = set(ids)
        changed, self._scene.missing = missing ^ self._scene.missing, missing
        if len(changed) > _FEW:
            self.viewport().update()
            return
        for span_id in changed:
            self._touch_span(span_id)

    def mark_missing(self, span_id: str, lacks: bool) -> None:
        """Mark one span with `!`, or not."""
        if lacks != (span_id in self._scene.missing):
            (self._scene.missing.add if lacks else self._scene.missing.discard)(span_id)
            self._touch_span(span_id)

    def set_zones(self, zones: Sequence[Zone]) -> None:
        """Show other zones; place and selection stay."""
        self._scene.zones = tuple(sorted(zones))
        self._rebuild(keep_place=True)

    def set_hits(self, hits: Sequence[tuple[int, int]], current: int = -1) -> None:
        """Mark the found places, in order of the text, and ring the current one; -1 rings none."""
        self._scene.hits, self._scene.hit = tuple(hits), current
        self.viewport().update()

    def set_active(self, span_id: str, scroll: bool = True) -> None:
        """Show a span as the active one, or none for an empty id; with `scroll` bring it into sight."""
        span = self.span(span_id)
        before, self._scene.active = self._scene.active, span.id if span else ""
        if before != self._scene.active:
            self._ink_active()
            self._touch_span(before)
            self._touch_span(self._scene.active)
        if scroll and span is not None:
            self.scroll_to(span.start, span.end)

    def set_roles(self, roles: Roles | None) -> None:
        """Show numbers, roles and links in place of all labels, or the article as it always is with None."""
        if roles != self._scene.roles:
            self._scene.roles = roles
            self.viewport().update()

    def shown_roles(self) -> Roles | None:
        """Return the numbers and roles that are shown; None outside role mode."""
        return self._scene.roles

    def active(self) -> str:
        """Return the id of the active span; empty where there is none."""
        return self._scene.active

    def activate(self, span_id: str) -> None:
        """Make a span active as a click does, and tell the host; an empty id ends the active span."""
        if span_id != self._scene.active:
            self.set_active(span_id, scroll=False)
            self.spanActivated.emit(span_id)

    def cancel_drag(self) -> bool:
        """Let go of a dragged edge and leave the span as it was; tell whether there was one."""
        return self._pointer.cancel()

    def offer_selection(self) -> None:
        """Give the selection to the middle button where the system has such a thing."""
        chosen, clipboard = self.selected_range(), QGuiApplication.clipboard()
        if chosen and clipboard.supportsSelection():
            clipboard.setText(self._text[slice(*chosen)], QClipboard.Mode.Selection)

    def _forget_lost(self) -> None:
        if self._scene.active not in self._scene.index.spans:
            self._scene.active = ""
            self._ink_active()

    def _touch_span(self, span_id: str) -> None:
        span = self.span(span_id)
        if span is not None:
            self._touch(Range(span.start, span.end))

    # The hand

    def event(self, event: QEvent) -> bool:
        """Let the margins beside the column take part: a selection often begins left of the line."""
        if isinstance(event, QWheelEvent):
            self.wheelEvent(event)
            return event.isAccepted()
        if isinstance(event, QMouseEvent):
            return self._margin_event(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            grabbed = self.grabber is not None and self.grabber(event)
            event.setAccepted(grabbed or keys.kind(event) is not keys.Kind.OTHER)
            return event.isAccepted()
        return super().event(event)

    def _margin_event(self, event: QMouseEvent) -> bool:
        """Hand a mouse event beside the viewport on as if it had come from there."""
        handlers = {
            QEvent.Type.MouseButtonPress: self.mousePressEvent,
            QEvent.Type.MouseButtonRelease: self.mouseReleaseEvent,
            QEvent.Type.MouseMove: self.mouseMoveEvent,
            QEvent.Type.MouseButtonDblClick: self.mouseDoubleClickEvent,
        }
        handler = handlers.get(event.type())
        if handler is None:
            return super().event(event)
        place = event.position() - QPointF(self.viewport().pos())
        moved = QMouseEvent(
            event.type(), place, event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )
        handler(moved)
        event.setAccepted(moved.isAccepted())
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.press(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.release(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.double_click(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl ask the host for another zoom, one step a notch."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._wheel += event.angleDelta().y()
        steps = int(self._wheel / _WHEEL_STEP)
        self._wheel -= steps * _WHEEL_STEP
        if steps:
            self.zoomRequested.emit(steps)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask the host for its menu: for the selection under the pointer, else for the place and the span there."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        chosen = self.selected_range()
        if by_mouse:
            point = self.viewport().mapFromGlobal(event.globalPos())
            offset = self.offset_at(point)
            if chosen is None or not chosen[0] <= offset <= chosen[1]:
                self.set_caret(offset)
                chosen = None
            span_id, at = self.span_at(point), event.globalPos()
        else:
            span_id, at = self.active(), self.viewport().mapToGlobal(self.point_of(self.caret()))
        start, end = chosen or (self.caret(), self.caret())
        self.contextMenuWanted.emit(at, {"start": start, "end": end, "span_id": span_id})
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select and copy; every other key is the window's."""
        if event.key() == Qt.Key.Key_Escape and self.cancel_drag():
            event.accept()
            return
        if self.grabber is not None and self.grabber(event):
            event.accept()
            return
        kind, before = keys.kind(event), (self.anchor(), self.caret())
        if kind is keys.Kind.OTHER:
            event.ignore()
        elif kind is keys.Kind.COPY:
            self.copy()
        elif kind is keys.Kind.WORD:
            keys.move_by_word(self, event)
        else:
            super().keyPressEvent(event)
        if before != (self.anchor(), self.caret()):
            self.activate("")

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Leave Tab to the window: there it goes to the next span."""
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason:
            self._pointer.cancel()
        super().focusOutEvent(event)
