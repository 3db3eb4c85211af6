"""The queue: which articles there are, which are finished, and which one is open."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from annotator.gui import theme
from annotator.gui.label.queue_list import GROUPS, QueueList
from annotator.gui.label.queue_model import QueueModel
from annotator.gui.label.queue_strip import QueueStrip
from annotator.gui.session import Session

TYPING_MS = 120
GROUP_OF = {"new": "todo", "started": "todo", "done": "done", "skipped": "skipped"}


class QueuePane(QWidget):
    """Show the queue as a list, or collapsed as a strip of marks whose list opens over the article."""

    opened = Signal()
    importWanted = Signal()
    filterChanged = Signal(str, str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._group, self._text = "all", ""
        self._collapsed, self._over = False, False
        self._model = QueueModel(session, self)
        self.list = QueueList(self._model)
        self.strip = QueueStrip(self._model)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._layout = QStackedLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.list)
        self._layout.addWidget(self.strip)
        self._loaded = False
        self._connect()
        self.set_collapsed(False)

    def pks(self) -> list[int]:
        """Return the articles of the filtered list in order, by row key."""
        self._load()
        return self._model.pks()

    def position(self, pk: int) -> int:
        """Return the place of an article in the filtered list, from 1; 0 where it is not in it."""
        self._load()
        return self._model.row_of(pk) + 1

    def filter(self) -> tuple[str, str]:
        """Return the filter's text and the chosen group: all, todo, done or skipped."""
        return self._text, self._group

    def collapsed(self) -> bool:
        """Tell whether the strip stands in for the list."""
        return self._collapsed

    def set_collapsed(self, collapsed: bool) -> None:
        """Show the strip of marks instead of the list, or the list again."""
        self.close_over()
        self._collapsed = collapsed
        look = theme.current()
        self._layout.setCurrentWidget(self.strip if collapsed else self.list)
        narrow = look.px("width", "queue_strip")
        self.setMinimumWidth(narrow if collapsed else look.px("width", "queue_min"))
        self.setMaximumWidth(narrow if collapsed else look.px("width", "queue_max"))

    def open_over(self) -> None:
        """Lay the list over the article, while the pane is collapsed."""
        if not self._collapsed or self._over:
            return
        self._over = True
        self._layout.removeWidget(self.list)
        self.list.setParent(self.window())
        self.list.set_over(True)
        self._place_over()
        self.list.show()
        self.list.raise_()
        self._show_open()
        self.list.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        cast(QApplication, QApplication.instance()).focusChanged.connect(self._follow_focus)

    def close_over(self) -> None:
        """Put the list that lies over the article away."""
        if not self._over:
            return
        self._over = False
        cast(QApplication, QApplication.instance()).focusChanged.disconnect(self._follow_focus)
        inside = self.list.isAncestorOf(QApplication.focusWidget() or self)
        self.list.set_over(False)
        self._layout.insertWidget(0, self.list)
        self._layout.setCurrentWidget(self.strip)
        if inside:
            self.strip.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_list(self) -> None:
        """Take the focus to the rows, or to the marks."""
        (self.strip if self._collapsed else self.list).view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_filter(self) -> None:
        """Take the focus to the filter, opening the list where it is collapsed."""
        self.open_over()
        self.list.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.field.selectAll()

    def reload(self) -> None:
        """Ask for the filtered list anew."""
        self._loaded = True
        self._typing.stop()
        self._model.set_pks(self._session.queue(self._text, self._group))
        self._show_progress()
        self._show_open()

    def _load(self) -> None:
        """Ask for the list when it is first needed: a list that is filled before its window is laid out costs twice."""
        if not self._loaded:
            self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        """Fill the list."""
        super().showEvent(event)
        self._load()

    def sizeHint(self) -> QSize:
        """Return the width a pane starts with."""
        look = theme.current()
        return QSize(
            look.px("width", "queue_strip" if self._collapsed else "queue"), 10 * look.px("height", "queue_row")
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a list that lies over the article at the pane's height."""
        super().resizeEvent(event)
        if self._over:
            self._place_over()

    def _connect(self) -> None:
        session = self._session
        session.articleChanged.connect(self._article_changed)
        session.statusChanged.connect(self._status_changed)
        session.progressChanged.connect(self._show_progress)
        for signal in (session.queueChanged, session.annotatorChanged):
            signal.connect(self.reload)
        self._typing.timeout.connect(self._filter_typed)
        self.list.field.textChanged.connect(lambda _text: self._typing.start())
        self.list.field.returnPressed.connect(self._filter_typed)
        self.list.segments.chosen.connect(self._choose_group)
        self.list.importWanted.connect(self.importWanted)
        self.list.closeWanted.connect(self.close_over)
        self.strip.expandWanted.connect(self.open_over)
        for view in (self.list.view, self.strip.view):
            view.chosen.connect(self._open)

    def _open(self, pk: int) -> None:
        self.close_over()
        self._session.open_article(pk)
        self.opened.emit()

    def _filter_typed(self) -> None:
        text = self.list.field.text().strip()
        if text != self._text:
            self._text = text
            self._filtered()

    def _choose_group(self, group: str) -> None:
        if group != self._group:
            self._group = group
            self._filtered()

    def _filtered(self) -> None:
        self.reload()
        self.filterChanged.emit(self._text, self._group)

    def _article_changed(self) -> None:
        """Follow the open article; the one before leaves the list where it no longer belongs."""
        if not self._loaded:
            self.reload()
            return
        before = self._model.open_pk()
        row = self._model.row_at(self._model.row_of(before))
        if row is not None and not self._belongs(row.status):
            self._model.drop(before)
        article = self._session.article
        came_back = article is not None and self._group != "all" and self._belongs(self._session.status)
        if article is not None and came_back and self._model.row_of(article.pk) < 0:
            self.reload()
        self._show_progress()
        self._show_open()

    def _status_changed(self, pk: int) -> None:
        self._model.refresh(pk)

    def _belongs(self, status: str) -> bool:
        return self._group in ("all", GROUP_OF.get(status, "todo"))

    def _show_progress(self) -> None:
        finished, total, started = self._session.progress()
        self.list.set_progress(finished, total, started)
        self.strip.set_progress(finished, total)
        self.strip.set_filtered(bool(self._text) or self._group != "all")
        counts = self._session.queue_counts(self._text)
        self.list.segments.setCounts({key: counts[key] for key, _name in GROUPS})
        self.list.show_rows(self._model.rowCount(), self._text, self._group, total)

    def _show_open(self) -> None:
        article = self._session.article
        pk = article.pk if article is not None else -1
        self._model.set_open(pk)
        row = self._model.row_of(pk)
        if row >= 0:
            self.list.view.show_row(row)
            self.strip.view.show_row(row)

    def _place_over(self) -> None:
        corner = self.mapTo(self.window(), QPoint(0, 0))
        self.list.setGeometry(corner.x(), corner.y(), theme.current().px("width", "queue"), self.height())

    def _follow_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Close the list when the focus goes elsewhere in the window; a menu over it is no elsewhere."""
        if (
            new is not None
            and new is not self.list
            and not self.list.isAncestorOf(new)
            and new.window() is self.window()
        ):
            self.close_over()
