"""The queue's list model: knows every article's key, reads the rows a page at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.language import ntr, tr
from annotator.gui.session import Session
from annotator.gui.wording import day_text, facts_line, listed
from annotator.store.queue import QueueRow

PAGE = 200
PAGES_KEPT = 30
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
PK_ROLE = ROW_ROLE + 1
OPEN_ROLE = ROW_ROLE + 2


def source_line(row: QueueRow) -> str:
    """Return the row's second line: date and source, whichever there are."""
    return facts_line((day_text(row.published), row.source))


def tags_text(row: QueueRow) -> str:
    """Return what stands at the right of the second line: `skipped`, a count, or nothing for an unread article."""
    if row.status == "skipped":
        return tr("skipped")
    return ntr("{n} tag", "{n} tags", row.tags) if row.status != "new" or row.tags else ""


def spoken(row: QueueRow, is_open: bool) -> str:
    """Return the row in words, for a screen reader."""
    states = {"new": tr("new"), "started": tr("started"), "done": tr("done"), "skipped": tr("skipped")}
    parts = [row.headline or row.id, states.get(row.status, row.status), tags_text(row) if row.tags else ""]
    parts += [day_text(row.published, year=True), row.source, tr("open") if is_open else ""]
    return listed(parts)


class QueueModel(QAbstractListModel):
    """Rows of the queue in order; a row is read from the session when it is first shown, `PAGE` at a time."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pks: list[int] = []
        self._places: dict[int, int] = {}
        self._pages: OrderedDict[int, list[QueueRow | None]] = OrderedDict()
        self._open = -1

    def set_pks(self, pks: Sequence[int]) -> None:
        """Show these articles, in this order."""
        self.beginResetModel()
        self._pks = list(pks)
        self._pages.clear()
        self._index_places()
        self.endResetModel()

    def pks(self) -> list[int]:
        """Return the shown articles in order."""
        return self._pks

    def row_of(self, pk: int) -> int:
        """Return an article's row, -1 where it is not in the list."""
        return self._places.get(pk, -1)

    def row_at(self, row: int) -> QueueRow | None:
        """Return the article in a row, reading its page if need be."""
        if not 0 <= row < len(self._pks):
            return None
        number, place = divmod(row, PAGE)
        return self._page(number)[place]

    def refresh(self, pk: int) -> bool:
        """Read one article again; False where it is not in the list."""
        row = self.row_of(pk)
        if row < 0:
            return False
        number, place = divmod(row, PAGE)
        if number in self._pages:
            fresh = self._session.queue_rows([pk])
            self._pages[number][place] = fresh[0] if fresh else None
        self._changed(row)
        return True

    def drop(self, pk: int) -> None:
        """Take one article out of the list."""
        row = self.row_of(pk)
        if row < 0:
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._pks[row]
        first = row // PAGE
        self._pages = OrderedDict((number, page) for number, page in self._pages.items() if number < first)
        self._index_places()
        self.endRemoveRows()

    def open_pk(self) -> int:
        """Return the article that is open, -1 for none."""
        return self._open

    def set_open(self, pk: int) -> None:
        """Mark the article that is open."""
        before, self._open = self._open, pk
        for row in {self.row_of(before), self.row_of(pk)} - {-1}:
            self._changed(row)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """Return the number of articles."""
        return 0 if parent.isValid() else len(self._pks)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the headline, the row in words, or the row itself."""
        if not index.isValid() or not 0 <= index.row() < len(self._pks):
            return None
        if role == PK_ROLE:
            return self._pks[index.row()]
        if role == OPEN_ROLE:
            return self._pks[index.row()] == self._open
        wanted = (ROW_ROLE, int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        row = self.row_at(index.row()) if role in wanted else None
        if row is None or role == ROW_ROLE:
            return row
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row, row.pk == self._open)
        return row.headline or row.id

    def _page(self, number: int) -> list[QueueRow | None]:
        if number not in self._pages:
            chunk = self._pks[number * PAGE : (number + 1) * PAGE]
            rows = {row.pk: row for row in self._session.queue_rows(chunk)}
            self._pages[number] = [rows.get(pk) for pk in chunk]
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(number)
        return self._pages[number]

    def _index_places(self) -> None:
        self._places = {pk: row for row, pk in enumerate(self._pks)}

    def _changed(self, row: int) -> None:
        index = self.index(row)
        self.dataChanged.emit(index, index)
