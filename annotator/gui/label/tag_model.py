"""The tags of the open article, grouped by label; a change touches its own rows alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from annotator.core.scheme import Attribute, Label
from annotator.core.span import Span
from annotator.gui.language import figure, ntr, tr
from annotator.gui.session import Session
from annotator.gui.wording import listed, one_line

Index = QModelIndex | QPersistentModelIndex
SPAN_ROLE = int(Qt.ItemDataRole.UserRole) + 1
LABEL_ROLE = SPAN_ROLE + 1
COUNT_ROLE = SPAN_ROLE + 2
NEEDS_ROLE = SPAN_ROLE + 3
MANY = 500
_NONE = QModelIndex()


def needs_text(attributes: Iterable[Attribute]) -> str:
    """Say which value is missing: `needs a channel`; nothing where none is."""
    names = [attribute.name.lower() for attribute in attributes]
    if not names:
        return ""
    first, more, is_an = names[0], len(names) - 1, names[0][0] in "aeiou"
    if not more:
        words = tr("needs an {name}") if is_an else tr("needs a {name}")
    elif is_an:
        words = ntr("needs an {name} and {n} more", "needs an {name} and {n} more", more)
    else:
        words = ntr("needs a {name} and {n} more", "needs a {name} and {n} more", more)
    return words.format(name=first)


@dataclass(slots=True)
class _Group:
    key: str
    order: tuple[int, str]
    number: int
    spans: list[Span] = field(default_factory=list)


def _place(span: Span) -> tuple[int, int, str]:
    return span.start, -span.end, span.id


class TagModel(QAbstractItemModel):
    """Two levels: labels that have tags, in the scheme's order, and their spans in reading order."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._groups: list[_Group] = []
        self._known: dict[str, Span] = {}
        self._numbers: dict[str, int] = {}
        self.reload()

    def reload(self) -> None:
        """Read all the spans anew."""
        self.beginResetModel()
        self._groups, self._known = [], dict(self._session.spans)
        groups: dict[str, _Group] = {}
        for span in sorted(self._known.values(), key=_place):
            if span.label not in groups:
                groups[span.label] = self._group(span.label)
            groups[span.label].spans.append(span)
        self._groups = sorted(groups.values(), key=lambda group: group.order)
        self.endResetModel()

    def update(self, ids: set[str]) -> None:
        """Follow the spans that were added, changed or removed."""
        if len(ids) > MANY:
            self.reload()
            return
        for span_id in ids:
            old, new = self._known.get(span_id), self._session.spans.get(span_id)
            if old is not None and new is not None and (old.label, _place(old)) == (new.label, _place(new)):
                self._replace(new)
                continue
            if old is not None:
                self._take_out(old)
            if new is not None:
                self._put_in(new)

    def count(self) -> int:
        """Return the number of tags."""
        return len(self._known)

    def position(self, span_id: str) -> int:
        """Return a span's place in reading order, from 1; 0 for none. Of two alike the label's key decides."""
        span = self._known.get(span_id)
        if span is None:
            return 0
        edges = span.start, -span.end
        before = 0
        for group in self._groups:
            if group.key == span.label:
                before += bisect_left(group.spans, _place(span), key=_place)
            elif group.key < span.label:
                before += bisect_right(group.spans, edges, key=lambda one: (one.start, -one.end))
            else:
                before += bisect_left(group.spans, edges, key=lambda one: (one.start, -one.end))
        return before + 1

    def index_of(self, span_id: str) -> QModelIndex:
        """Return a span's row, an index that is not valid where there is none."""
        span = self._known.get(span_id)
        if span is None:
            return QModelIndex()
        row = self._row_of_group(span.label)
        group = self._groups[row]
        return self.createIndex(bisect_left(group.spans, _place(span), key=_place), 0, group.number)

    def group_index(self, label_key: str) -> QModelIndex:
        """Return a label's row, an index that is not valid where it has no tags."""
        row = self._row_of_group(label_key)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    def group_keys(self) -> list[str]:
        """Return the labels that have tags, in the order shown."""
        return [group.key for group in self._groups]

    def touch(self, span_id: str) -> None:
        """Draw one span's row again."""
        index = self.index_of(span_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """Return the index of a label or of one of its spans."""
        if column != 0 or row < 0:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(row, 0, 0) if row < len(self._groups) else QModelIndex()
        if parent.internalId():
            return QModelIndex()
        group = self._groups[parent.row()]
        return self.createIndex(row, 0, group.number) if row < len(group.spans) else QModelIndex()

    def parent(self, index: Index = _NONE) -> QModelIndex:  # type: ignore[override]
        """Return the label that a span's row belongs to."""
        number = index.internalId() if index.isValid() else 0
        row = next((row for row, group in enumerate(self._groups) if group.number == number), -1) if number else -1
        return self.createIndex(row, 0, 0) if row >= 0 else QModelIndex()

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of labels, or of a label's spans."""
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() else len(self._groups[parent.row()].spans)

    def columnCount(self, _parent: Index = _NONE) -> int:
        """Return one."""
        return 1

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return a row's words and what its delegate draws."""
        if not index.isValid():
            return None
        parent = self.parent(index)
        if parent.isValid():
            return self._span_data(self._groups[parent.row()].spans[index.row()], role)
        return self._group_data(self._groups[index.row()], role)

    def _span_data(self, span: Span, role: int) -> object:
        if role == SPAN_ROLE:
            return span
        if role == int(Qt.ItemDataRole.DisplayRole):
            return one_line(span.quote)
        if role == NEEDS_ROLE:
            return needs_text(self._session.missing(span.id))
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            place = tr("{number} of {count}").format(number=figure(self.position(span.id)), count=figure(self.count()))
            parts = [self._name(span.label), one_line(span.quote), place, needs_text(self._session.missing(span.id))]
            parts += [tr("unsure") if span.unsure else "", tr("active") if span.id == self._session.active else ""]
            return listed(parts)
        return None

    def _group_data(self, group: _Group, role: int) -> object:
        count = len(group.spans)
        if role == LABEL_ROLE:
            return self._session.scheme.label(group.key)
        if role == int(Qt.ItemDataRole.DisplayRole):
            return self._name(group.key)
        if role == COUNT_ROLE:
            return count
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ntr("{label}, {n} tag", "{label}, {n} tags", count).format(label=self._name(group.key))
        return None

    def _name(self, key: str) -> str:
        label: Label | None = self._session.scheme.label(key)
        return label.name if label is not None else key

    def _group(self, key: str) -> _Group:
        keys = [label.key for label in self._session.scheme.labels]
        order = (keys.index(key), "") if key in keys else (len(keys), key)
        return _Group(key, order, self._numbers.setdefault(key, len(self._numbers) + 1))

    def _row_of_group(self, key: str) -> int:
        return next((row for row, group in enumerate(self._groups) if group.key == key), -1)

    def _replace(self, span: Span) -> None:
        self._known[span.id] = span
        index = self.index_of(span.id)
        self._groups[self._row_of_group(span.label)].spans[index.row()] = span
        self.dataChanged.emit(index, index)

    def _put_in(self, span: Span) -> None:
        row = self._row_of_group(span.label)
        if row < 0:
            group = self._group(span.label)
            row = bisect_left(self._groups, group.order, key=lambda known: known.order)
            self.beginInsertRows(QModelIndex(), row, row)
            self._groups.insert(row, group)
            self.endInsertRows()
        spans = self._groups[row].spans
        at = bisect_left(spans, _place(span), key=_place)
        self.beginInsertRows(self.index(row, 0), at, at)
        spans.insert(at, span)
        self._known[span.id] = span
        self.endInsertRows()
        self._count_changed(row)

    def _take_out(self, span: Span) -> None:
        row = self._row_of_group(span.label)
        spans = self._groups[row].spans
        at = bisect_left(spans, _place(span), key=_place)
        self.beginRemoveRows(self.index(row, 0), at, at)
        del spans[at]
        del self._known[span.id]
        self.endRemoveRows()
        if spans:
            self._count_changed(row)
            return
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._groups[row]
        self.endRemoveRows()

    def _count_changed(self, row: int) -> None:
        index = self.index(row, 0)
        self.dataChanged.emit(index, index)
