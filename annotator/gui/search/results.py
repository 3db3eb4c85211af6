"""The results as a list: a row for each article, then one for each of its hits in context."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from annotator.core.searching import Line
from annotator.gui.language import ntr
from annotator.gui.search.searcher import PAGE, Reply
from annotator.gui.wording import day_text, facts_line, listed
from annotator.store.search import Found

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: an article, or with `line` one of its hits."""

    found: Found
    line: Line | None = None

    @property
    def stop(self) -> bool:
        """Tell whether the arrow keys stop here: at hits, and at articles without any."""
        return self.line is not None or not self.found.lines

    def facts(self) -> str:
        """Return how many hits there are, the source and the date."""
        hits = ntr("{n} hit", "{n} hits", self.found.hits) if self.found.hits else ""
        return facts_line((hits, self.found.source, day_text(self.found.published, year=True)))

    def spoken(self) -> str:
        """Return the row in words, for a screen reader."""
        if self.line is not None:
            return self.line.text
        return listed((self.found.headline or self.found.id, self.facts()))


class ResultModel(QAbstractListModel):
    """Rows of a reply; `wanted` asks for the articles that come next."""

    wanted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reply: Reply | None = None
        self._entries: list[Entry] = []
        self._asked = 0

    def show(self, reply: Reply | None) -> None:
        """Show a reply from its beginning."""
        self.beginResetModel()
        self._reply, self._entries = reply, []
        if reply is not None:
            self._entries = _entries(reply.rows)
            self._asked = min(PAGE, len(reply.pks))
        self.endResetModel()

    def add(self, question: object, rows: Sequence[Found]) -> None:
        """Take in further articles of the reply that is shown."""
        if self._reply is None or question is not self._reply.question or not rows:
            return
        new = _entries(rows)
        self.beginInsertRows(QModelIndex(), len(self._entries), len(self._entries) + len(new) - 1)
        self._entries += new
        self.endInsertRows()

    def entry(self, row: int) -> Entry | None:
        """Return a row; None where there is none."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def stop_from(self, row: int, by: int) -> int:
        """Return the row at which the arrow keys stop next from a row, downwards (1) or upwards (-1); -1 for none."""
        row += by
        while 0 <= row < len(self._entries) and not self._entries[row].stop:
            row += by
        return row if 0 <= row < len(self._entries) else -1

    def row_of(self, pk: int, start: int) -> int:
        """Return the row of a hit by its article and place, else -1."""
        places = ((e.found.pk, e.line.start if e.line else -1) for e in self._entries)
        return next((row for row, place in enumerate(places) if place == (pk, start)), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def canFetchMore(self, _parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Tell whether more articles were found than are shown."""
        return self._reply is not None and self._asked < len(self._reply.pks)

    def fetchMore(self, _parent: Index = QModelIndex()) -> None:  # noqa: B008
        """Ask for the next articles."""
        if self._reply is not None and self.canFetchMore():
            some = self._reply.pks[self._asked : self._asked + PAGE]
            self._asked += len(some)
            self.wanted.emit(self._reply, some)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the row itself, or its words."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None or role == ENTRY_ROLE:
            return entry
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return entry.spoken()
        return None


def _entries(rows: Sequence[Found]) -> list[Entry]:
    return [Entry(found, line) for found in rows for line in (None, *found.lines)]
