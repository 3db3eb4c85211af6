"""The head of the table: names, label marks, which column is sorted; a click or a key sorts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView

from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.corpus.columns import Column
from annotator.gui.corpus.model import CorpusModel, Index
from annotator.gui.language import tr
from annotator.gui.widgets import draw_label_mark, text_width
from annotator.gui.widgets.painting import draw_icon, draw_ring, draw_text, mirrored
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD
from annotator.gui.wording import listed

_PRESSES = frozenset({*ENTERS, Qt.Key.Key_Space})


class Head(QHeaderView):
    """`sortWanted` carries a column's key; `left` comes with Esc and Down."""

    sortWanted = Signal(str)
    left = Signal()

    def __init__(self, model: CorpusModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._corpus = model
        self._at = 1
        self._ring = False
        self.sort, self.descending = "added", False
        self.setAccessibleName(tr("Columns"))
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(0)
        self.setMouseTracking(True)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def show_sort(self, sort: str, *, descending: bool) -> None:
        """Mark the column that the rows are sorted by; `added` is none."""
        self.sort, self.descending = sort, descending
        self._describe()
        self.viewport().update()

    def focus_sorted(self) -> None:
        """Take the focus, to the sorted column."""
        keys = [column.key for column in self._corpus.columns]
        self._at = keys.index(self.sort) if self.sort in keys and self._wide(keys.index(self.sort)) else 1
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._say()

    def column(self) -> Column | None:
        """Return the column that the keyboard is on."""
        shown = self._corpus.columns
        return shown[self._at] if 0 <= self._at < len(shown) else None

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px("height", "table_head"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one column's name."""
        if not rect.width() or not 0 <= section < len(self._corpus.columns):
            return
        painter.save()
        _Section(painter, rect, self.layoutDirection()).draw(
            self._corpus.columns[section], self.sort, descending=self.descending
        )
        painter.restore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sections, the line under them, and the ring."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.current().colour("desk"))
        painter.end()
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(0, self.height() - 1, self.viewport().width(), 1, look.colour("hairline"))
        if self._ring and self.hasFocus():
            place = QRect(self.sectionViewportPosition(self._at), 0, self.sectionSize(self._at), self.height() - 1)
            draw_ring(painter, place, look.px("radius", "cap"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from column to column; Return and Space sort, Down and Esc lead back to the rows."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.isRightToLeft():
            steps = {name: -by for name, by in steps.items()}
        self._ring = True
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            event.ignore()
        elif key in steps:
            self._go(self._at, steps[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._go(*((-1, 1) if key == Qt.Key.Key_Home else (self.count(), -1)))
        elif key in _PRESSES:
            self._press(self._at)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit()
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort by the column that is clicked."""
        super().mouseReleaseEvent(event)
        place = self.logicalIndexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._ring, self._at = False, place
            self._press(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() in KEYBOARD
        super().focusInEvent(event)
        self._describe()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def currentChanged(self, current: Index, old: Index) -> None:
        """Follow nothing: the rows' cursor is no business of the head's."""

    def _press(self, place: int) -> None:
        self.sortWanted.emit(self._corpus.columns[place].key)

    def _go(self, place: int, by: int) -> None:
        place += by
        while 0 <= place < self.count() and not self._wide(place):
            place += by
        if 0 <= place < self.count():
            self._at = place
        self._say()
        self.viewport().update()

    def _wide(self, place: int) -> bool:
        return self.sectionSize(place) > 0

    def _say(self) -> None:
        self._describe()
        speak(self, self.accessibleDescription())

    def _describe(self) -> None:
        column = self.column()
        if column is None:
            return
        sorted_so = ""
        if column.key == self.sort:
            sorted_so = tr("sorted from the last on") if self.descending else tr("sorted from the first on")
        self.setAccessibleDescription(listed((column.spoken, sorted_so)))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "table_head"))
        self.viewport().update()


class _Section:
    """The hand that draws one section, laid out from left to right and then mirrored where need be."""

    def __init__(self, painter: QPainter, rect: QRect, direction: Qt.LayoutDirection) -> None:
        self._painter, self._rect, self._direction = painter, rect, direction

    def draw(self, column: Column, sort: str, *, descending: bool) -> None:
        """Draw mark, name and, where the rows are sorted by it, the arrow."""
        look = theme.current()
        chosen = column.key == sort
        font = look.ui_font("small", 600)
        gap, hair, side = look.px("space", "gap"), look.px("space", "hair"), look.px("icon", "small")
        name = self._name(column, font, self._rect.width() - gap)
        wide = text_width(name, font)
        mark = look.px("width", "mark") + hair + 2 if column.label is not None else 0
        left = self._rect.width() - gap - wide - mark if column.numbers else gap if column.key == "finished" else 0
        if column.label is not None:
            place = self._turned(QRect(left, 0, look.px("width", "mark"), self._rect.height()))
            draw_label_mark(self._painter, place.left(), place.center().y() + 1, column.label)
        token = "ink" if chosen else "ink2"
        words = self._turned(QRect(left + mark, 0, wide + 1, self._rect.height()))
        draw_text(self._painter, words, name, font, look.colour(token), direction=self._direction)
        if chosen:
            start = look.px("space", "drawer") if column.key == "status" else left + mark + wide + hair // 2
            place = self._turned(QRect(start, 0, side, self._rect.height()))
            draw_icon(self._painter, place, "chevron-up" if not descending else "chevron-down", "ink", "small")

    def _name(self, column: Column, font: QFont, room: int) -> str:
        return QFontMetricsF(font).elidedText(column.name, Qt.TextElideMode.ElideRight, room)

    def _turned(self, place: QRect) -> QRect:
        return mirrored(place, self._rect.width(), self._direction).translated(self._rect.topLeft())
