"""The table of articles: rows to walk through, select, open, and to unfold where they have wire copies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from annotator.gui import theme
from annotator.gui.corpus.columns import HEADLINE, widths
from annotator.gui.corpus.delegate import CorpusDelegate
from annotator.gui.corpus.head import Head
from annotator.gui.corpus.model import CorpusModel, Index
from annotator.gui.language import tr
from annotator.gui.widgets.painting import draw_ring
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD

_FLAG = QItemSelectionModel.SelectionFlag
_WRITING = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
_MARKS = _FLAG.Toggle | _FLAG.Rows
_ALONE = _FLAG.ClearAndSelect | _FLAG.Rows


class CorpusTable(QTableView):
    """`openWanted` carries an article's row key, `menuWanted` a place; `selectionMoved` comes at each change."""

    openWanted = Signal(int)
    selectionMoved = Signal()
    menuWanted = Signal(QPoint)

    def __init__(self, model: CorpusModel) -> None:
        super().__init__()
        self.corpus = model
        self.hovered = -1
        self._ring = False
        self.head = Head(model)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self.setItemDelegate(CorpusDelegate(self))
        self.setAccessibleName(tr("Articles"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(1)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.head.left.connect(self.take_focus)
        self.doubleClicked.connect(lambda index: self.openWanted.emit(self.corpus.pk_at(index.row())))
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    # What is selected

    def selected(self) -> list[int]:
        """Return the row keys of the selected articles, in their order."""
        pks = self.corpus.pks()
        ranges = sorted((part.top(), part.bottom()) for part in self._ranges())
        return list(dict.fromkeys(pk for top, bottom in ranges for pk in pks[top : bottom + 1]))

    def selected_count(self) -> int:
        """Return how many articles are selected."""
        return sum(part.height() for part in self._ranges())

    def current_pk(self) -> int:
        """Return the row key of the article with the cursor, -1 for none."""
        return self.corpus.pk_at(self.currentIndex().row())

    def _ranges(self) -> list[QItemSelectionRange]:
        """Return the selected ranges; the stub does not know that a selection is a list of them."""
        selection = self.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def show_pks(self, pks: Sequence[int], *, keep: bool = True) -> None:
        """Show other articles; those selected stay so where they are still there, and so does the cursor.

        `keep`: the same question is answered anew, so place and opened stories stay too.
        """
        chosen, current = self.selected(), self.current_pk()
        line, top = self.currentIndex().row(), self.verticalScrollBar().value()
        following = self.corpus.pks()[max(line, 0) :] if keep else []
        self.corpus.show(pks, keep=keep)
        self.updateGeometries()
        lines = self.corpus.lines_of(chosen)
        at = self.corpus.line_of(current)
        if at < 0:
            there = set(self.corpus.pks()) if following else set[int]()
            after = next((pk for pk in following if pk in there), -1)
            last = len(self.corpus.pks()) - 1
            at = self.corpus.line_of(after) if after >= 0 else last if following else min(0, last)
        self._select(lines or [at], at)
        self.verticalScrollBar().setValue(top)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def select_pks(self, pks: Sequence[int]) -> None:
        """Select these articles and go to the first."""
        lines = self.corpus.lines_of(pks)
        if lines:
            self._select(lines, lines[0])
            self.scrollTo(self.currentIndex())

    def _select(self, lines: Sequence[int], current: int) -> None:
        """Select lines, in as few ranges as hold them."""
        last = len(self.corpus.columns) - 1
        chosen, start = QItemSelection(), 0
        for place in range(1, len(lines) + 1):
            if place == len(lines) or lines[place] != lines[place - 1] + 1:
                top, bottom = lines[start], lines[place - 1]
                chosen.select(self.corpus.index(top, 0), self.corpus.index(bottom, last))
                start = place
        model = self.selectionModel()
        model.setCurrentIndex(self.corpus.index(current, self._headline()), _FLAG.NoUpdate)
        model.select(chosen, _ALONE)

    def select_current_alone(self) -> bool:
        """Select the article with the cursor alone; False where it is so already."""
        if self.selected_count() < 2 or not self.currentIndex().isValid():
            return False
        self.selectionModel().select(self.currentIndex(), _ALONE)
        return True

    # Stories

    def toggle_story(self, line: int) -> None:
        """Show the copies of the article in a line, or hide them."""
        if self.corpus.is_copy(line):
            line = self.corpus.parent_line(line)
        if not self.corpus.close_story(line):
            self.corpus.open_story(line)

    def _unfold(self) -> None:
        self.corpus.open_story(self.currentIndex().row())

    def _fold(self) -> None:
        """Hide the copies of the current article; from one of them, go to the row that they stand under."""
        line = self.currentIndex().row()
        parent = self.corpus.parent_line(line)
        if parent >= 0:
            self.setCurrentIndex(self.corpus.index(parent, self._headline()))
        else:
            self.corpus.close_story(line)

    # Qt

    def take_focus(self) -> None:
        """Take the focus, with the cursor in sight."""
        if not self.currentIndex().isValid() and self.corpus.pks():
            self._select([0], 0)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Give each column its width in the room of today."""
        if not self.corpus.columns:
            return
        found = widths(self.corpus.columns, self.viewport().width(), years=self.corpus.years)
        for place, width in enumerate(found):
            self.setColumnHidden(place, not width)
            if width:
                self.setColumnWidth(place, width)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: letters are the window's commands."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the first and last row with Home and End, and stay in the column of the headline."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0,
                QAbstractItemView.CursorAction.MoveEnd: len(self.corpus.pks()) - 1}  # fmt: skip
        line = ends[action] if action in ends else super().moveCursor(action, modifiers).row()
        return self.corpus.index(line, self._headline())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Return, mark with Space, show copies with Right and hide them with Left."""
        key, plain = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        unfold, fold = Qt.Key.Key_Right, Qt.Key.Key_Left
        if self.isRightToLeft():
            unfold, fold = fold, unfold
        self._show_ring()
        if plain == Qt.KeyboardModifier.NoModifier and key in ENTERS:
            self.openWanted.emit(self.current_pk())
        elif key == Qt.Key.Key_Space and plain in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            self.selectionModel().select(self.currentIndex(), _MARKS)
        elif plain == Qt.KeyboardModifier.NoModifier and key == unfold:
            self._unfold()
        elif plain == Qt.KeyboardModifier.NoModifier and key == fold:
            self._fold()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Delete) or (event.text().isalnum() and plain in _WRITING):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()
        self.selectionMoved.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Unfold a story where its mark is clicked; else select."""
        self._ring = False
        index = self.indexAt(event.position().toPoint())
        on_mark = index.isValid() and self.corpus.columns[index.column()].key == "wire"
        row = self.corpus.row_at(index.row()) if on_mark else None
        super().mousePressEvent(event)
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if row is not None and row.copies > 1 and plain and event.button() == Qt.MouseButton.LeftButton:
            self.toggle_story(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in KEYBOARD:
            self._show_ring()
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the pointer or below the row with the cursor."""
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menuWanted.emit(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        index = self.currentIndex()
        seen = index.isValid() and self.visualRect(index).intersects(QRect(QPoint(0, 0), event.oldSize()))
        super().resizeEvent(event)
        self.fit()
        if seen:
            self.scrollTo(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on paper, and the ring round the one with the cursor."""
        look, width = theme.current(), self.viewport().width()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), look.colour("paper"))
        if self.hovered >= 0:
            place = QRect(0, self.rowViewportPosition(self.hovered), width, self.rowHeight(self.hovered))
            painter.fillRect(place, look.colour("hover"))
        painter.end()
        super().paintEvent(event)  # the style fills the rows that are selected
        index = self.currentIndex()
        painter = QPainter(self.viewport())
        self._paint_lines(painter, event.rect())
        if self._ring and self.hasFocus() and index.isValid():
            rect = self.visualRect(index)
            draw_ring(painter, QRect(0, rect.top(), width, rect.height()), 0)
        painter.end()

    def _paint_lines(self, painter: QPainter, area: QRect) -> None:
        """Draw the lines between the rows, and the bar at the edge of those selected."""
        look, width = theme.current(), self.viewport().width()
        hair, bar = look.colour("hairline"), look.px("width", "current_bar")
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return
        chosen, side = self.selectionModel(), width - bar if self.isRightToLeft() else 0
        for line in range(first, (last if last >= 0 else len(self.corpus.pks()) - 1) + 1):
            top, height = self.rowViewportPosition(line), self.rowHeight(line)
            painter.fillRect(0, top + height - 1, width, 1, hair)
            if chosen.isSelected(self.corpus.index(line, 0)):
                painter.fillRect(side, top, bar, height, look.colour("ink"))

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Select whole rows, whatever is pressed."""
        return super().selectionCommand(index, event) | _FLAG.Rows

    def _show_ring(self) -> None:
        self._ring = True
        self.viewport().update()

    def _hover(self, line: int) -> None:
        if line != self.hovered:
            self.hovered = line
            self.viewport().update()

    def _headline(self) -> int:
        keys = [column.key for column in self.corpus.columns]
        return keys.index(HEADLINE) if HEADLINE in keys else 0

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.current().px("height", "table_row"))
        self.fit()
        self.viewport().update()
