"""The labels of a scheme as a list: Return opens one, Alt with an arrow moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.widgets import draw_key_cap, draw_label_mark, key_cap_width, text_width
from annotator.gui.widgets.painting import draw_frame, draw_ring, draw_text, mirrored
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, MOVES

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_NONE = QModelIndex()
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Row:
    """A label with the number of its tags; `into` is the name of the label that it was merged into."""

    label: Label
    count: int
    into: str = ""

    def words(self) -> str:
        """Return what stands at the far end of the row."""
        if self.into:
            return tr("merged into {label}").format(label=self.into)
        return ntr("{n} tag", "{n} tags", self.count)

    def spoken(self) -> str:
        """Return the row in words."""
        parts = [self.label.name, tr("key {key}").format(key=self.label.key), self.words()]
        if self.label.shortcut:
            parts.append(tr("tagged with {key}").format(key=self.label.shortcut))
        return ", ".join(parts)


class LabelModel(QAbstractListModel):
    """The rows, in the scheme's order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of labels."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a row, its label's name, or the row in words."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.label.name
        return row.spoken() if role == int(Qt.ItemDataRole.AccessibleTextRole) else None


class LabelDelegate(QStyledItemDelegate):
    """Draw mark, name, key, count and the key cap of one label."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, theme.current().px("height", "table_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        look = theme.current()
        view = cast(LabelList, option.widget)
        body, row = option.rect, index.data(ROW_ROLE)
        is_current = index == view.currentIndex() and view.hasFocus()
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            draw_frame(painter, body, look.px("radius", "row"), look.colour("row" if is_current else "hover"))
        self._draw(painter, body, row, view.layoutDirection(), is_current)
        if view.shows_ring() and is_current:
            draw_ring(painter, body, look.px("radius", "row"))
        painter.restore()

    def _draw(self, painter: QPainter, body: QRect, row: Row, direction: Qt.LayoutDirection, is_current: bool) -> None:
        look = theme.current()
        small, cap = look.px("space", "small"), look.px("height", "key_cap")
        shortcut = row.label.shortcut

        def place(left: int, width: int, height: int = body.height()) -> QRect:
            top = body.top() + (body.height() - height) // 2
            return mirrored(QRect(left - body.left(), top, width, height), body.width(), direction).translated(
                body.left(), 0
            )

        left, right = body.left() + small, body.right() + 1 - small
        mark = place(left, look.px("width", "mark"))
        draw_label_mark(painter, mark.left(), body.center().y() + 1, row.label)
        left += look.px("width", "mark") + small
        if shortcut:
            wide = key_cap_width(shortcut)
            draw_key_cap(painter, place(right - wide, wide, cap), shortcut)
        right -= cap + small
        font = look.ui_font("small", tabular=True)
        wide = text_width(row.words(), font)
        ink = look.colour("ink2")
        draw_text(painter, place(right - wide, wide), row.words(), font, ink, direction=direction)
        right -= wide + small
        name = look.ui_font("body", 600 if is_current else 500)
        wide = min(text_width(row.label.name, name), right - left)
        draw_text(painter, place(left, wide), row.label.name, name, look.colour("ink"), direction=direction)
        left += wide + small
        if right - left > 2 * look.px("space", "wide"):
            key = look.ui_font("small")
            ink = look.colour("ink2" if is_current else "ink3")
            draw_text(painter, place(left, right - left), row.label.key, key, ink, direction=direction)


class LabelList(QListView):
    """As high as its rows. `opened` carries a label's key; `moved` a key and how far (-1 or 1)."""

    opened = Signal(str)
    moved = Signal(str, int)
    currentMoved = Signal()

    def __init__(self, accessible_name: str) -> None:
        super().__init__()
        self._ring = False
        self._labels = LabelModel(self)
        self.setModel(self._labels)
        self.setItemDelegate(LabelDelegate(self))
        self.setAccessibleName(accessible_name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        for policy in (self.setVerticalScrollBarPolicy, self.setHorizontalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        theme.hub().changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[Row], current: str = "") -> None:
        """Show these rows, the cursor on the label with this key, else where it was."""
        before = current or self.current()
        self._labels.set_rows(rows)
        keys = [row.label.key for row in rows]
        self.setCurrentIndex(self._labels.index(keys.index(before) if before in keys else 0, 0))
        self._restyle()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many tags the labels have."""
        for place, row in enumerate(self._labels.rows):
            self._labels.rows[place] = Row(row.label, counts.get(row.label.key, 0), row.into)
        self.viewport().update()

    def rows(self) -> list[Row]:
        """Return what is shown."""
        return list(self._labels.rows)

    def current(self) -> str:
        """Return the key of the label under the cursor, or an empty text."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.label.key if isinstance(row, Row) else ""

    def shows_ring(self) -> bool:
        """Tell whether the focus came by the keyboard."""
        return self._ring and self.hasFocus()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the window's commands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with the arrows, open with Return, move a label with Alt and an arrow."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        self._ring = True
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.moved.emit(self.current(), _STEPS[Qt.Key(event.key())])
        elif event.key() in MOVES and plain:
            super().keyPressEvent(event)
            self.currentMoved.emit()
        elif event.key() in ENTERS and plain and self.current():
            self.opened.emit(self.current())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring where the keyboard brought the focus."""
        self._ring = self._ring or event.reason() in KEYBOARD
        super().focusInEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hide the ring under a hand on the mouse."""
        self._ring = False
        super().mousePressEvent(event)
        self.currentMoved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open a label."""
        super().mouseReleaseEvent(event)
        row = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if isinstance(row, Row) and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(row.label.key)

    def _restyle(self) -> None:
        self.setFixedHeight(self._labels.rowCount() * theme.current().px("height", "table_row"))
        self.doItemsLayout()
