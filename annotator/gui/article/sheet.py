"""The sheet of paper under the article view: document, column, caret and places, without any hand on it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPalette, QRegion, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.core.offsets import OffsetMap
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.article import places
from annotator.gui.article.format import build_document, set_margins
from annotator.gui.article.geometry import Geometry
from annotator.gui.article.index import Range
from annotator.gui.article.measures import COLUMN, DENSITIES, Measures, measure
from annotator.gui.article.painter import ArticlePainter, Scene

_LEAST_COLUMN = 160
_INTO_VIEW = 3
_FEW = 32
_TOUCHED = QEvent.Type(QEvent.registerEventType())


class Sheet(QTextEdit):
    """Lay out an article in its column and draw it. Offsets are code points, ranges half-open."""

    columnMoved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty sheet, comfortable density, 100 % zoom."""
        super().__init__(parent)
        self._text = ""
        self._offsets = OffsetMap("")
        self._scheme: Scheme | None = None
        self._scene = Scene()
        self._density, self._zoom, self._column = "comfortable", 100, COLUMN
        self._gutters = (0, 0)
        self._placing = False
        self._touched: list[Range] = []
        self._inked: list[tuple[int, int]] = []
        self._held = QTextDocument(self)
        self._measures: Measures
        self._geometry: Geometry
        self._painter: ArticlePainter
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that has nothing to scroll keeps its room, and the style sheet leaves its handle out.
        self.verticalScrollBar().rangeChanged.connect(self._use_scroll_bar)
        self.setAutoFillBackground(True)
        self._rebuild()

    def text(self) -> str:
        """Return the article's text as it was given."""
        return self._text

    # Look

    def set_density(self, density: str) -> None:
        """Set how close the lines stand: compact, comfortable or roomy."""
        if density != self._density and density in DENSITIES:
            self._density = density
            self._rebuild(keep_place=True)

    def set_zoom(self, percent: int) -> None:
        """Set the size of the article's words in percent."""
        if percent != self._zoom:
            self._zoom = percent
            self._rebuild(keep_place=True)

    def set_column(self, characters: int) -> None:
        """Set the width of the column in average characters."""
        if characters != self._column:
            self._column = characters
            self._rebuild(keep_place=True)

    def refresh_theme(self) -> None:
        """Draw everything in the look that is current now."""
        self._rebuild(keep_place=True)

    def column_edges(self) -> tuple[int, int]:
        """Return the left and right edge of the column of words, in this widget's coordinates."""
        left, width = self.viewport().x(), self.viewport().width()
        return left + self._gutters[0], left + width - self._gutters[1]

    # Caret and selection

    def selected_range(self) -> tuple[int, int] | None:
        """Return the selected range; None when nothing is selected."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        return self._offsets.to_text(cursor.selectionStart()), self._offsets.to_text(cursor.selectionEnd())

    def caret(self) -> int:
        """Return where the caret is."""
        return self._offsets.to_text(self.textCursor().position())

    def anchor(self) -> int:
        """Return where the selection began; the caret where there is none."""
        return self._offsets.to_text(self.textCursor().anchor())

    def select_range(self, start: int, end: int) -> None:
        """Select from start to end; the caret stands at `end`, which may come first."""
        cursor = self.textCursor()
        before = cursor.anchor(), cursor.position()
        cursor.setPosition(self._to_qt(start))
        cursor.setPosition(self._to_qt(end), QTextCursor.MoveMode.KeepAnchor)
        if (cursor.anchor(), cursor.position()) != before:
            self.setTextCursor(cursor)

    def set_caret(self, offset: int) -> None:
        """Put the caret at an offset and select nothing."""
        self.select_range(offset, offset)

    def scroll_to(self, start: int, end: int) -> None:
        """Bring a range into sight, a third down the view, unless it is there already."""
        lines = list(self._geometry.lines_of(start, max(end, start + 1)))
        if not lines:
            return
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top, bottom = lines[0].top, lines[-1].bottom + self._measures.reserve
        seen = bar.value() <= top and bottom <= bar.value() + height
        partly = bottom - top > height and bar.value() <= top <= bar.value() + height // _INTO_VIEW
        if not seen and not partly:
            self._scroll_document(top - height / _INTO_VIEW)

    # Places on the screen

    def offset_at(self, point: QPoint) -> int:
        """Return the offset nearest to a point of the viewport; the room under a line belongs to that line."""
        below = self._measures.reserve + self._measures.slack
        found = places.offset_at(self._geometry, self._offsets, self._in_document(QPointF(point)), below)
        return self._offsets.to_text(self.cursorForPosition(point).position()) if found is None else found

    def character_at(self, point: QPoint) -> int:
        """Return the offset of the character under a point of the viewport."""
        return places.character_at(self._geometry, self._offsets, self._in_document(QPointF(point)))

    def span_at(self, point: QPoint) -> str:
        """Return the innermost span under a point: under its words or on its bar; empty where there is none."""
        return places.span_at(self._painter, self._scene, self._offsets, self._in_document(QPointF(point)))

    def edge_at(self, place: QPointF) -> places.Edge | None:
        """Return the end of a bar that can be taken at a point of the viewport."""
        return places.edge_at(self._painter, self._scene, self._in_document(place))

    def span_rects(self, span_id: str) -> list[QRectF]:
        """Return the boxes behind the words of a span, in viewport coordinates."""
        shift = -self.verticalScrollBar().value()
        return [box.translated(0, shift) for box in places.span_boxes(self._painter, self._scene.index, span_id)]

    def bar_rects(self, span_id: str) -> list[QRectF]:
        """Return the bars of a span with their caps, in viewport coordinates."""
        shift = -self.verticalScrollBar().value()
        return [box.translated(0, shift) for box in places.bar_boxes(self._painter, self._scene.index, span_id)]

    def point_of(self, offset: int) -> QPoint:
        """Return the middle of the caret at an offset, in viewport coordinates."""
        cursor = self.textCursor()
        cursor.setPosition(self._to_qt(offset))
        return self.cursorRect(cursor).center()

    def painted_lines(self) -> int:
        """Return how many lines the last drawing looked at."""
        return self._painter.lines

    def _in_document(self, place: QPointF) -> QPointF:
        return place + QPointF(0, self.verticalScrollBar().value())

    def _use_scroll_bar(self, least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(least < most)

    def _to_qt(self, offset: int) -> int:
        return self._offsets.to_qt(min(max(offset, 0), self._offsets.length))

    # Qt

    def copy(self) -> None:
        """Copy the selected words; the clipboard makes its own data, as one of ours would not outlive the program."""
        chosen = self.selected_range()
        if chosen:
            QGuiApplication.clipboard().setText(self._text[slice(*chosen)])

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the words of the text itself; Qt's document no longer knows them exactly."""
        data = QMimeData()
        chosen = self.selected_range()
        data.setText(self._text[slice(*chosen)] if chosen else "")
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._touched:
            self._settle_touched()
        painter = QPainter(self.viewport())
        shift = self.verticalScrollBar().value()
        painter.translate(0, -shift)
        self._painter.lines = 0
        room = self._measures.reserve + round(self._measures.pitch)
        for part in _bands(event.region(), room):
            around = part.boundingRect()
            painter.setClipRegion(part.translated(0, shift))
            self._painter.paint(painter, self._scene, around.top() + shift, around.bottom() + 1 + shift)
        painter.end()
        super().paintEvent(event)

    def event(self, event: QEvent) -> bool:
        """Centre the column before the viewport follows a new size: its width stays, and nothing is laid out anew."""
        if event.type() == _TOUCHED:
            self._settle_touched()
            return True
        if event.type() == QEvent.Type.Resize:
            self._place_column()
        return super().event(event)

    # The document

    def _rebuild(self, *, keep_place: bool = False) -> None:
        """Make the document anew: Qt lays out a fresh one lazily, a changed one at once and whole."""
        look = theme.current()
        anchor, caret, top = (self.anchor(), self.caret(), self._top_place()) if keep_place else (0, 0, None)
        self._measures = measure(look, self._density, self._zoom, self._scene.index.usual_depth(), self._column)
        with QSignalBlocker(self):
            self._set_palette(look)
            document = build_document(self, self._text, self._offsets, self._scene.zones, self._measures, look)
            self._gutters = (self._measures.gutter, self._measures.gutter)
            self._geometry = Geometry(document, self._text, self._offsets)
            self._painter = ArticlePainter(self._geometry, self._measures, self._scheme, look)
            self.setDocument(document)
            self._held.deleteLater()
            self._held = document
            self.setCursorWidth(round(2 * self._measures.scale))
            self._place_column()
            if anchor or caret:
                self.select_range(anchor, caret)
            self._ink_active(anew=True)
        if top is not None:
            self._scroll_document(self._line_top(top[0]) - top[1])
        self.viewport().update()
        self.columnMoved.emit()

    def _ink_active(self, *, anew: bool = False) -> None:
        """Set the words of the active span in ink where page furniture is grey: grey on its fill is hard to read."""
        span = self._scene.index.spans.get(self._scene.active)
        held = [zone for zone in self._scene.zones if zone.furniture] if span is not None else []
        ranges = [(max(zone.start, span.start), min(zone.end, span.end)) for zone in held if span is not None]
        ranges = [(start, end) for start, end in ranges if start < end]
        if ranges == self._inked and not anew:
            return
        self._inked = ranges
        found = []
        for start, end in ranges:
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(self._to_qt(start))
            one.cursor.setPosition(self._to_qt(end), QTextCursor.MoveMode.KeepAnchor)
            one.format.setForeground(theme.current().colour("ink"))
            found.append(one)
        self.setExtraSelections(found)

    def _set_palette(self, look: theme.Theme) -> None:
        palette = self.palette()
        for role, token in (
            (QPalette.ColorRole.Base, "paper"),
            (QPalette.ColorRole.Window, "paper"),
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.Highlight, "selection"),
            (QPalette.ColorRole.HighlightedText, "ink"),
        ):
            palette.setColor(role, look.colour(token))
        self.setPalette(palette)
        # An application style sheet cuts the viewport off from its parent's palette.
        self.viewport().setPalette(palette)

    def _place_column(self) -> None:
        """Centre the column. The viewport holds just the column and its gutters: a wider window lays out nothing."""
        if self._placing:
            return
        self._placing = True
        measures = self._measures
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        column = max(_LEAST_COLUMN, min(measures.column, room - 2 * measures.margin))
        side = max(0, (room - column) // 2)
        gutter = measures.gutter if side >= measures.gutter else min(side, measures.margin)
        keep = column + 2 * gutter != self.viewport().width() and bool(self._text)
        top = self._top_place() if keep else None
        self.setViewportMargins(side - gutter, 0, max(0, room - side - column - gutter), 0)
        if self._gutters != (gutter, gutter):
            self._gutters = (gutter, gutter)
            set_margins(self.document(), measures, gutter, gutter)
        if top is not None:
            self._scroll_document(self._line_top(top[0]) - top[1])
        self._placing = False
        self.columnMoved.emit()

    def _top_place(self) -> tuple[int, float] | None:
        """Return the first line in sight (its offset) and how far below the view's top it stands."""
        value = self.verticalScrollBar().value()
        if value == 0:
            return None
        lines = [line for line in self._geometry.lines_between(value, value + 200, 0) if line.top >= value]
        return (lines[0].start, lines[0].top - value) if lines else None

    def _line_top(self, offset: int) -> float:
        return next((line.top for line in self._geometry.lines_of(offset, offset + 1)), 0.0)

    def _scroll_document(self, top: float) -> None:
        """Scroll so that a height of the document is the view's top, even where the layout has not been yet."""
        bar = self.verticalScrollBar()
        if top > bar.maximum():
            bar.setMaximum(round(top))
        bar.setValue(round(top))

    def _touch(self, changed: Range) -> None:
        """Draw a range anew where it looks different, once for all that happens until the next turn of the loop."""
        if changed.start >= changed.end or not self.isVisible():
            return
        if not self._touched:
            QCoreApplication.postEvent(self, QEvent(_TOUCHED))
        self._touched.append(changed)

    def _settle_touched(self) -> None:
        """Ask for the boxes that look different now."""
        ranges, self._touched = _joined(self._touched), []
        if len(ranges) > _FEW or (ranges and self._scene.roles is not None):
            self.viewport().update()
            return
        shift, height = self.verticalScrollBar().value(), self.viewport().height()
        for changed in ranges:
            for box in self._painter.changed(self._scene, changed, shift, shift + height):
                self.viewport().update(box.translated(0, -shift).toAlignedRect())


def _bands(region: QRegion, room: int) -> list[QRegion]:
    """Return a region in parts that lie more than `room` pixels apart from top to bottom."""
    bands: list[QRegion] = []
    for rect in sorted(cast(Iterable[QRect], region), key=QRect.top):
        if bands and rect.top() <= bands[-1].boundingRect().bottom() + room:
            bands[-1] = bands[-1].united(rect)
        else:
            bands.append(QRegion(rect))
    return bands


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Return the ranges with those joined that touch each other."""
    joined: list[Range] = []
    for one in sorted(ranges, key=lambda each: each.start):
        if joined and one.start <= joined[-1].end:
            joined[-1] = joined[-1].joined(one.start, one.end)
        else:
            joined.append(one)
    return joined
