"""The list of disagreements as a model: rows of one height, with a head before each group where there are groups."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from annotator.core.scheme import Scheme
from annotator.gui.language import figure, tr
from annotator.gui.review.filter import Filter
from annotator.gui.review.shelf import GROUPS, ORDERS, Key, Shelf, is_open
from annotator.gui.review.wording import either, kind_name, label_name, versions_text
from annotator.gui.wording import listed, one_line
from annotator.work.reviewing import CHANGED, Listed

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
CURRENT_ROLE = ROW_ROLE + 1
Index = QModelIndex | QPersistentModelIndex
_HEAD = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_STOP = _HEAD | Qt.ItemFlag.ItemIsSelectable


class GroupHead(NamedTuple):
    """The name of a group; how many belong to it is the model's to know."""

    key: Key
    name: str


Entry = Listed | GroupHead


class CardModel(QStringListModel):
    """Shows the rows of a shelf that fit a filter, open or decided, in one of its orders.

    `words_after` gives the words that follow those of a row in its article. Its strings are empty and stand for the
    rows alone: a list asks for the number of rows once a row, and asking Python would take a quarter of a second for a
    hundred thousand of them.
    """

    def __init__(self, scheme: Scheme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._shelf = Shelf()
        self.words_after: Callable[[Listed], str] = lambda _row: ""
        self._filter, self._order, self._open = Filter(), "impact", True
        self._entries: list[Entry] = []
        self._groups: Counter[Key] = Counter()
        self._fit = Counter[bool]()
        self._current: tuple[str, str] = ("", "")
        self._coming: Entry | None = None
        # Connected before anybody else is, so that all others find the entries as the rows are.
        self.rowsInserted.connect(self._hold)
        self.rowsRemoved.connect(self._let_go)

    def set_scheme(self, scheme: Scheme) -> None:
        """Name labels by this scheme."""
        self._scheme = scheme

    def show(self, shelf: Shelf, filter_: Filter, order: str, *, undecided: bool) -> None:
        """Show what of a shelf fits, `undecided` or decided."""
        self._shelf, self._filter, self._order, self._open = shelf, filter_, order, undecided
        self._groups = Counter()
        shown, others = (filter_.of(shelf.rows(order, undecided=state)) for state in (undecided, not undecided))
        self._fit = Counter({undecided: len(shown), not undecided: len(others)})
        if order == "impact":
            self._entries = list[Entry](shown)
        else:
            self._entries = self._grouped(shown)
        self.setStringList([""] * len(self._entries))

    def replace(self, article: str, rows: list[Listed]) -> None:
        """Bring one article of the shelf up to these rows."""
        gone, come = self._shelf.replace(article, rows)
        for row in (row for row in gone if self._filter.fits(row)):
            self._fit[is_open(row)] -= 1
            if is_open(row) == self._open:
                self._remove(row)
        for row in (row for row in come if self._filter.fits(row)):
            self._fit[is_open(row)] += 1
            if is_open(row) == self._open:
                self._insert(row)

    def fitting(self) -> tuple[int, int]:
        """Return how many fit the filter: open ones, decided ones."""
        return self._fit[True], self._fit[False]

    def cards(self) -> int:
        """Return how many cards are listed."""
        return len(self._entries) - len(self._groups)

    def entry(self, row: int) -> Entry | None:
        """Return what stands in a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, row: Listed) -> int:
        """Return where a card stands, or would stand."""
        return bisect_left(self._entries, ORDERS[self._order](row), key=self._key)

    def find(self, article: str, identity: str) -> int:
        """Return the row of a card by its article and id; -1 where it is not listed."""
        for row in self._shelf.of_article(article):
            if row.id == identity:
                place = self.row_of(row)
                return place if self.entry(place) == row else -1
        return -1

    def number(self, row: int) -> int:
        """Return which card of the list a row is, from 1."""
        heads, at = 0, 0
        for group in sorted(self._groups):
            if at > row:
                break
            heads, at = heads + 1, at + 1 + self._groups[group]
        return row + 1 - heads

    def card_from(self, row: int, by: int) -> int:
        """Return the first row from here on that is a card, downwards (1) or upwards (-1); -1 for none."""
        while 0 <= row < len(self._entries):
            if isinstance(self._entries[row], Listed):
                return row
            row += by
        return -1

    def size_of(self, head: GroupHead) -> int:
        """Return how many cards a group has."""
        return self._groups[head.key]

    def set_current(self, article: str, identity: str) -> None:
        """Mark the card that is open."""
        for one in {self._current, (article, identity)}:
            row = self.find(*one)
            self._current = article, identity
            if row >= 0:
                self.dataChanged.emit(self.index(row), self.index(row))

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the row itself, whether it is open, or its words."""
        entry = self.entry(index.row()) if index.isValid() else None
        if entry is None or role == ROW_ROLE:
            return entry
        if role == CURRENT_ROLE:
            return isinstance(entry, Listed) and (entry.article, entry.id) == self._current
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return self._spoken(entry)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the keyboard stop at cards alone."""
        if not index.isValid():
            return super().flags(index)
        stop = isinstance(self.entry(index.row()), Listed)
        return _STOP if stop else _HEAD

    def _spoken(self, entry: Entry) -> str:
        if isinstance(entry, GroupHead):
            return listed((entry.name, figure(self.size_of(entry))))
        labels = either(label_name(self._scheme, key) for key in entry.labels)
        parts = [
            one_line(entry.words + self.words_after(entry)),
            labels,
            kind_name(entry.kind),
            entry.headline or entry.article,
        ]
        return listed([*parts, versions_text(entry.versions), tr("changed") if entry.state == CHANGED else ""])

    def _key(self, entry: Entry) -> Key:
        return (entry.key, 0) if isinstance(entry, GroupHead) else ORDERS[self._order](entry)

    def _group_of(self, row: Listed) -> Key:
        found: Key = ORDERS[self._order](row)[0]
        return found

    def _head(self, row: Listed) -> GroupHead | None:
        """Return the head of a row's group; None where the order has no groups."""
        if self._order == "article":  # by far the most heads
            return GroupHead((row.pk,), row.headline or row.article)
        group = self._group_of(row)
        match self._order:
            case "kind":
                return GroupHead(group, kind_name(row.kind))
            case "labels":
                return GroupHead(group, either(label_name(self._scheme, key) for key in row.labels) or tr("No label"))
        return None

    def _grouped(self, rows: list[Listed]) -> list[Entry]:
        """Return rows with a head before each group; where a group ends is found without a look at each of its rows."""
        entries: list[Entry] = []
        group_of, first = GROUPS[self._order], 0
        sizes = self._shelf.sizes if self._order == "article" and self._filter == Filter() else {}
        while first < len(rows):
            head, group = self._head(rows[first]), group_of(rows[first])
            last = first + sizes.get((group, self._open), 0)
            if last == first:
                last = _end(rows, first, group_of, group)
            if head is not None:
                self._groups[head.key] = last - first
                entries.append(head)
            entries += rows[first:last]
            first = last
        return entries

    def _insert(self, row: Listed) -> None:
        head = self._head(row)
        if head is not None:
            new = head.key not in self._groups
            self._groups[head.key] += 1
            self._put(head) if new else self._tell(head)
        self._put(row)

    def _remove(self, row: Listed) -> None:
        self._take(row)
        head = self._head(row)
        if head is None:
            return
        self._groups[head.key] -= 1
        if self._groups[head.key]:
            self._tell(head)
        else:
            self._take(head)
            del self._groups[head.key]

    def _place(self, entry: Entry) -> int:
        return bisect_left(self._entries, self._key(entry), key=self._key)

    def _put(self, entry: Entry) -> None:
        place = self._place(entry)
        self._coming = entry
        self.insertRows(place, 1)

    def _take(self, entry: Entry) -> None:
        place = self._place(entry)
        self.removeRows(place, 1)

    def _hold(self, _parent: Index, place: int, _last: int) -> None:
        if self._coming is not None:
            self._entries.insert(place, self._coming)

    def _let_go(self, _parent: Index, place: int, _last: int) -> None:
        del self._entries[place]

    def _tell(self, head: GroupHead) -> None:
        index = self.index(self._place(head))
        self.dataChanged.emit(index, index)


def _end(rows: list[Listed], first: int, group_of: Callable[[Listed], object], group: object) -> int:
    """Return the first row from here on that is beyond a group, found in leaps; after it all are."""

    def beyond(row: Listed) -> bool:
        return group_of(row) != group

    reach = 4
    while first + reach < len(rows) and not beyond(rows[first + reach]):
        reach *= 4
    return bisect_left(rows, True, first, min(first + reach, len(rows)), key=beyond)


def as_row(entry: Any) -> Listed | None:
    """Return a card's row for what a model's data gave."""
    return entry if isinstance(entry, Listed) else None
