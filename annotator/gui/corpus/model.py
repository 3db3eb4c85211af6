"""The table's model: knows every article's key, reads the rows a page at a time, lists the copies of opened stories."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.gui.corpus.columns import Column
from annotator.gui.corpus.wording import cell_spoken, cell_text, row_spoken
from annotator.store.corpus import CorpusRow

PAGE = 64
KEPT = 6400
_FEW = 8
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex
ReadRows = Callable[[Sequence[int], Sequence[str]], Sequence[CorpusRow]]
ReadStory = Callable[[int], Sequence[int]]


class CorpusModel(QAbstractTableModel):
    """Articles in order; those of an opened story stand under its row, and nowhere else."""

    def __init__(self, read: ReadRows, story: ReadStory, parent: QObject | None = None) -> None:
        """`read` gives rows by their keys and the labels counted, `story` the other articles of one's story."""
        super().__init__(parent)
        self._read, self._story = read, story
        self.columns: list[Column] = []
        self.years = False
        self._pks: list[int] = []
        self._lines: list[int] = []
        self._rows: OrderedDict[int, CorpusRow] = OrderedDict()
        self._opened: dict[int, list[int]] = {}
        self._above: dict[int, int] = {}

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns."""
        self.beginResetModel()
        self.columns = list(columns)
        self._rows.clear()
        self.endResetModel()

    def show(self, pks: Sequence[int], *, keep: bool = True) -> None:
        """Show these articles in this order, read anew; `keep` the stories opened that are where they still stand."""
        self.beginResetModel()
        if not keep:
            self._opened = {}
        self._pks = list(pks)
        self._rows.clear()
        standing = set(self._pks) if self._opened else set[int]()
        self._opened = {pk: self._others(pk) for pk in self._opened if pk in standing}
        self._lay()
        self.endResetModel()

    def total(self) -> int:
        """Return how many articles match, copies in opened stories not counted twice."""
        return len(self._pks)

    def pks(self) -> list[int]:
        """Return the keys of the articles in their lines; it is read, never changed."""
        return self._lines

    def pk_at(self, line: int) -> int:
        """Return the key of the article in a line, -1 for none."""
        return self._lines[line] if 0 <= line < len(self._lines) else -1

    def line_of(self, pk: int) -> int:
        """Return an article's line, -1 where it is not shown."""
        try:
            return self._lines.index(pk)
        except ValueError:
            return -1

    def lines_of(self, pks: Sequence[int]) -> list[int]:
        """Return the lines of those of these articles that are shown, from the top."""
        if len(pks) < _FEW:
            return sorted(line for line in map(self.line_of, pks) if line >= 0)
        wanted = set(pks)
        return [line for line, pk in enumerate(self._lines) if pk in wanted]

    def row_at(self, line: int) -> CorpusRow | None:
        """Return the article in a line, reading those around it too if need be; None where it is gone."""
        if not 0 <= line < len(self._lines):
            return None
        pk = self._lines[line]
        if pk not in self._rows:
            first = line // PAGE * PAGE
            self._fetch([one for one in self._lines[first : first + PAGE] if one not in self._rows])
        return self._rows.get(pk)

    def refresh(self, pk: int) -> None:
        """Read one article again where it was read."""
        if self._rows.pop(pk, None) is not None:
            self._tell(self.line_of(pk))

    def refresh_all(self) -> None:
        """Read all that is shown again."""
        self._rows.clear()
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    # Stories

    def is_copy(self, line: int) -> bool:
        """Tell whether a line stands under the row of its story."""
        return self.pk_at(line) in self._above

    def is_last_copy(self, line: int) -> bool:
        """Tell whether a line is the last one under the row of its story."""
        above = self._above.get(self.pk_at(line))
        return above is not None and self._above.get(self.pk_at(line + 1)) != above

    def is_opened(self, line: int) -> bool:
        """Tell whether the copies of a line's article stand under it."""
        return self.pk_at(line) in self._opened

    def parent_line(self, line: int) -> int:
        """Return the line under which a copy stands, -1 for one that stands alone."""
        above = self._above.get(self.pk_at(line))
        return -1 if above is None else self.line_of(above)

    def open_story(self, line: int) -> bool:
        """List the other articles of a story under a line; False where there is none or it is opened."""
        row = self.row_at(line)
        if row is None or row.copies < 2 or row.pk in self._opened or row.pk in self._above:
            return False
        others = self._others(row.pk)
        if not others:
            return False
        for pk in [one for one in others if one in self._opened]:
            del self._opened[pk]
        self._change(lambda: self._opened.__setitem__(row.pk, others))
        return True

    def close_story(self, line: int) -> bool:
        """Put the copies under a line back where they stood; False where there are none."""
        pk = self.pk_at(line)
        if pk not in self._opened:
            return False
        self._change(lambda: self._opened.__delitem__(pk))
        return True

    def _others(self, pk: int) -> list[int]:
        return [one for one in self._story(pk) if one != pk]

    def _change(self, act: Callable[[], object]) -> None:
        """Change which stories are opened; who holds on to an article keeps it."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        pks = [self.pk_at(index.row()) for index in before]
        act()
        self._lay()
        for index, pk in zip(before, pks, strict=True):
            line = self.line_of(pk)
            self.changePersistentIndex(index, self.index(line, index.column()) if line >= 0 else QModelIndex())
        self.layoutChanged.emit()

    def _lay(self) -> None:
        self._above = {child: pk for pk, others in self._opened.items() for child in others}
        if not self._opened:
            self._lines = self._pks
            return
        lines: list[int] = []
        for pk in self._pks:
            if pk not in self._above:
                lines.append(pk)
                lines += self._opened.get(pk, ())
        self._lines = lines

    def _fetch(self, pks: Sequence[int]) -> None:
        labels = [column.label.key for column in self.columns if column.label is not None]
        for row in self._read(pks, labels):
            self._rows[row.pk] = row
        while len(self._rows) > KEPT:
            self._rows.popitem(last=False)

    def _tell(self, line: int) -> None:
        if line >= 0:
            self.dataChanged.emit(self.index(line, 0), self.index(line, len(self.columns) - 1))

    # Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """Return what a column is called."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return self.columns[section].spoken
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the row itself, or what a cell says; aloud, the headline's cell says the whole row."""
        wanted = (ROW_ROLE, int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
        row = self.row_at(index.row()) if index.isValid() and role in wanted else None
        if row is None or role == ROW_ROLE:
            return row
        column = self.columns[index.column()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return cell_text(row, column, years=self.years)
        if column.key == "headline":
            return row_spoken(row, self.columns, is_copy=self.is_copy(index.row()))
        return cell_spoken(row, column)
