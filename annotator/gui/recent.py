"""The projects that were open before: name, place, when, how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from annotator.gui import theme
from annotator.gui.language import N_, figure, tr
from annotator.gui.widgets.painting import draw_frame, draw_ring, draw_text, text_width
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, MOVES
from annotator.gui.wording import date_text, listed

Index = QModelIndex | QPersistentModelIndex
PROJECT_ROLE = int(Qt.ItemDataRole.UserRole) + 1
GONE = N_("File not found. Open it from its new place, or remove it from this list.")
REMOVE = N_("Remove")
_NONE = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project file that was open before; `opened` is local time, `finished` and `total` count articles."""

    path: Path
    name: str
    opened: datetime
    finished: int
    total: int
    exists: bool


def when_text(opened: datetime, now: datetime) -> str:
    """Say when: `today, 14:10`, `yesterday`, `9 May`, `9 May 2030`."""
    days = (now.date() - opened.date()).days
    if days == 0:
        return tr("today, {time}").format(time=f"{opened:%H:%M}")
    if days == 1:
        return tr("yesterday")
    return date_text(opened.date(), opened.year != now.year)


def short_path(path: Path) -> str:
    """Return a path with the home folder as `~`."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def progress_text(project: RecentProject) -> str:
    """Return `1,204 of 10,482`."""
    return tr("{finished} of {total}").format(finished=figure(project.finished), total=figure(project.total))


class RecentModel(QAbstractListModel):
    """The recent projects, last opened first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._projects: list[RecentProject] = []

    def set_projects(self, projects: Sequence[RecentProject]) -> None:
        """Show these projects in this order."""
        self.beginResetModel()
        self._projects = list(projects)
        self.endResetModel()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of projects."""
        return 0 if parent.isValid() else len(self._projects)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a project, its name, or its row in words."""
        if not index.isValid():
            return None
        project = self._projects[index.row()]
        if role == PROJECT_ROLE:
            return project
        if role == int(Qt.ItemDataRole.DisplayRole):
            return project.name
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            done = tr("{progress} finished").format(progress=progress_text(project))
            when = when_text(project.opened, datetime.now())  # noqa: DTZ005
            return listed((project.name, short_path(project.path), when, done if project.exists else tr(GONE)))
        return None


class RecentDelegate(QStyledItemDelegate):
    """Draw one project on the grid of the cards beside it."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the pitch of the grid."""
        return QSize(0, row_pitch())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        look = theme.current()
        project: RecentProject = index.data(PROJECT_ROLE)
        view = cast(RecentList, option.widget)
        body = option.rect.adjusted(0, 0, 0, look.px("height", "action_card") - row_pitch())
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if is_hot:
            draw_frame(painter, body, look.px("radius", "row"), look.colour("hover"))
        gap = look.px("space", "gap")
        if index.row() + 1 < index.model().rowCount():
            line = QRect(
                body.left() + gap, body.bottom() + (row_pitch() - body.height()) // 2, body.width() - 2 * gap, 1
            )
            painter.fillRect(line, look.colour("hairline"))
        self._words(painter, body.adjusted(gap, 0, -gap, 0), project)
        if view.shows_ring() and index == view.currentIndex():
            draw_ring(painter, body, look.px("radius", "row"))
        painter.restore()

    def _words(self, painter: QPainter, room: QRect, project: RecentProject) -> None:
        look = theme.current()
        name, small = look.ui_font("head", 600), look.ui_font("sub", tabular=True)
        high, low = QFontMetrics(name).height(), QFontMetrics(small).height()
        top = room.top() + (room.height() - high - low) // 2
        first = QRect(room.left(), top, room.width(), high)
        second = QRect(room.left(), top + high + look.px("space", "hair"), room.width(), low)
        when = when_text(project.opened, datetime.now())  # noqa: DTZ005
        taken = text_width(when, small) + look.px("space", "gap")
        draw_text(painter, first, when, small, look.colour("ink2"), align=_RIGHT)
        ink = look.colour("ink" if project.exists else "ink3")
        draw_text(painter, first.adjusted(0, 0, -taken, 0), project.name, name, ink)
        if project.exists:
            self._progress(painter, second, project, small)
        else:
            link = remove_rect(room)
            draw_text(painter, second.adjusted(0, 0, -link.width(), 0), tr(GONE), small, look.colour("fault"))
            small.setUnderline(True)
            line = QRect(link.left(), second.top(), link.width(), second.height())
            draw_text(painter, line, tr(REMOVE), small, look.colour("ink"), align=_RIGHT)

    def _progress(self, painter: QPainter, line: QRect, project: RecentProject, font: QFont) -> None:
        look = theme.current()
        figures = look.ui_font("small", tabular=True)
        width = 3 * look.px("space", "page") - look.px("space", "small") + 2
        height = look.px("height", "progress") - 2
        bar = QRect(line.right() + 1 - width, line.center().y() - height // 2 + 1, width, height)
        draw_frame(painter, bar, height / 2, look.colour("track"))
        done = round(width * project.finished / project.total) if project.total else 0
        if done:
            draw_frame(
                painter, QRect(bar.left(), bar.top(), max(done, height), height), height / 2, look.colour("ink2")
            )
        text = progress_text(project)
        count = text_width(text, figures)
        right = bar.left() - look.px("space", "small")
        draw_text(painter, QRect(right - count, line.top(), count, line.height()), text, figures, look.colour("ink2"))
        room = line.adjusted(0, 0, -(line.right() + 1 - right + count + look.px("space", "gap")), 0)
        path = QFontMetrics(font).elidedText(short_path(project.path), Qt.TextElideMode.ElideMiddle, room.width())
        draw_text(painter, room, path, font, look.colour("ink3"))


def row_pitch() -> int:
    """Return the distance of two rows, which the cards beside the list share."""
    look = theme.current()
    return look.px("height", "action_card") + look.px("space", "small") + 2


def remove_rect(room: QRect) -> QRect:
    """Return where a gone file's Remove stands in the inner rectangle of its row."""
    font = theme.current().ui_font("sub")
    width = text_width(tr(REMOVE), font) + theme.current().px("space", "gap")
    return QRect(
        room.right() + 1 - width, room.center().y(), width, room.height() // 2 - theme.current().px("space", "small")
    )


class RecentList(QListView):
    """Choose a project with a click or Return; Delete or the context menu takes it out of the list."""

    chosen = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ring = False
        self._projects = RecentModel(self)
        self.setModel(self._projects)
        self.setItemDelegate(RecentDelegate(self))
        self.setAccessibleName(tr("Recent projects"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        theme.hub().changed.connect(self.doItemsLayout)

    def set_projects(self, projects: Sequence[RecentProject]) -> None:
        """Show these projects, the cursor on the first."""
        self._projects.set_projects(projects)
        self.updateGeometry()
        self.setCurrentIndex(self._projects.index(0, 0))

    def sizeHint(self) -> QSize:
        """Return the room of all rows."""
        return QSize(theme.current().px("width", "drawer"), self._projects.rowCount() * row_pitch())

    def shows_ring(self) -> bool:
        """Tell whether the focus came by the keyboard."""
        return self._ring and self.hasFocus()

    def keyboardSearch(self, _search: str) -> None:
        """Do nothing: letters are the window's commands."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, choose with Return, remove with Delete."""
        project = self.currentIndex().data(PROJECT_ROLE)
        if event.key() in MOVES:
            self._ring = True
            super().keyPressEvent(event)
        elif event.key() in ENTERS and project is not None:
            self.chosen.emit(str(project.path))
        elif event.key() == Qt.Key.Key_Delete and project is not None:
            self.removed.emit(str(project.path))
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose a project, or remove one whose file is gone."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        project = self.indexAt(place).data(PROJECT_ROLE)
        if project is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if not project.exists and self._over_remove(place):
            self.removed.emit(str(project.path))
        else:
            self.chosen.emit(str(project.path))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to take a project out of the list."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        project = index.data(PROJECT_ROLE)
        if project is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Remove from this list")).triggered.connect(lambda: self.removed.emit(str(project.path)))
        menu.popup(self.mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos())

    def remove_place(self, row: int) -> QPoint:
        """Return the middle of a gone file's Remove, in the viewport."""
        return self._remove_rect(self._projects.index(row, 0)).center()

    def _over_remove(self, place: QPoint) -> bool:
        return self._remove_rect(self.indexAt(place)).contains(place)

    def _remove_rect(self, index: QModelIndex) -> QRect:
        gap = theme.current().px("space", "gap")
        body = self.visualRect(index)
        body.setHeight(theme.current().px("height", "action_card"))
        return remove_rect(body.adjusted(gap, 0, -gap, 0))
