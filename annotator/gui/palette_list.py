"""The rows of the command palette: what can be run now, as a list model and its drawing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.widgets import draw_key_cap, draw_label_mark, key_cap_width, key_text, text_width
from annotator.gui.widgets.painting import draw_frame, draw_text, mirrored
from annotator.gui.wording import listed

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is called, where it stands else, its key, what it does; `reason` says why it can't be run."""

    id: str
    text: str
    place: str
    key: str
    help: str
    run: Callable[[], object]
    reason: str = ""
    label: Label | None = None

    def spoken(self) -> str:
        """Return the row in words, for a screen reader."""
        return listed((self.text, self.place, key_text(self.key), self.reason or self.help))


class EntryModel(QAbstractListModel):
    """The entries that fit what is typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entries(self) -> list[Entry]:
        """Return what is shown."""
        return self._entries

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return entry.text if role == Qt.ItemDataRole.DisplayRole else entry.spoken()
        return None


class EntryView(QListView):
    """The list under the field; it never takes the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = EntryModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_EntryDelegate(self))
        self.setAccessibleName(tr("Commands and articles"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        theme.hub().changed.connect(self.doItemsLayout)

    def entry(self) -> Entry | None:
        """Return the chosen entry."""
        found = self.currentIndex().data(ENTRY_ROLE)
        return found if isinstance(found, Entry) else None

    def choose(self, row: int) -> None:
        """Choose a row and bring it into sight."""
        index = self.rows.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)


class _EntryDelegate(QStyledItemDelegate):
    """Draw name, place and key cap on one line."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.current().px("height", "palette_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = cast(Entry, index.data(ENTRY_ROLE))
        look, row = theme.current(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.translate(row.topLeft())
        body = QRect(0, 0, row.width(), row.height())
        if chosen or hovered:
            draw_frame(painter, body, look.px("radius", "row"), look.colour("row" if chosen else "hover"))
        left, right = look.px("space", "small"), row.width() - look.px("space", "small")
        if entry.key:
            right = self._cap(painter, option, entry, right)
        right = self._place(painter, option, entry, right, chosen)
        if entry.label is not None:
            mark = QRect(left, 0, look.px("width", "mark"), row.height())
            spot = mirrored(mark, row.width(), option.direction)
            draw_label_mark(painter, spot.left(), row.height() // 2, entry.label)
            left += look.px("width", "mark") + look.px("space", "small")
        words = mirrored(QRect(left, 0, max(0, right - left), row.height()), row.width(), option.direction)
        font = look.ui_font("body", 600 if chosen else 400)
        ink = look.colour("ink" if not entry.reason else "ink2" if chosen else "ink3")
        draw_text(painter, words, entry.text, font, ink, direction=option.direction)
        painter.restore()

    def _cap(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, right: int) -> int:
        """Draw the key cap at the far end; return the x before it."""
        look, row = theme.current(), option.rect
        height, width = look.px("height", "key_cap"), key_cap_width(entry.key)
        cap = mirrored(QRect(right - width, (row.height() - height) // 2, width, height), row.width(), option.direction)
        if entry.reason:
            draw_key_cap(painter, cap, entry.key, fill=None, edge="faint_edge", ink="ink3")
        else:
            draw_key_cap(painter, cap, entry.key)
        return right - width - look.px("space", "gap")

    def _place(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry, right: int, chosen: bool) -> int:
        """Draw the menu's name, or what it is that is not a command; return the x before it."""
        look, row = theme.current(), option.rect
        font = look.ui_font("small")
        width = min(text_width(entry.place, font), row.width() // 3)
        spot = mirrored(QRect(right - width, 0, width, row.height()), row.width(), option.direction)
        ink = look.colour("ink2" if chosen else "ink3")
        draw_text(painter, spot, entry.place, font, ink, direction=option.direction)
        return right - width - look.px("space", "gap")
