"""The two lists of the comparison with gold: places of the open article, and adjudicated articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QStyledItemDelegate

from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_names import readable_name
from annotator.gui.language import N_, ntr, tr
from annotator.gui.widgets.plain_list import ENTERS, KEYBOARD, PlainList
from annotator.gui.wording import facts_line, listed, one_line

if TYPE_CHECKING:  # it needs numpy, which takes a while to load
    from annotator.work.own_feedback import Place, Tag, Told

ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1
OPEN_ROLE = ROW_ROLE + 1
_ARTICLE = "article"
KIND_NAMES = {
    "missed": N_("Missed: gold has it, you don’t"),
    "extra": N_("Not in gold"),
    "boundary": N_("Other edges"),
    "label": N_("Other label"),
    "both": N_("Other edges and label"),
    "split": N_("Split or joined otherwise"),
    "attribute": N_("Other value"),
    "role": N_("Other role"),
    _ARTICLE: N_("Article’s answer"),
}
_LEAP = 10
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_LEAP, Qt.Key.Key_PageDown: _LEAP}
_FAR = 1_000_000
_ENDS = {Qt.Key.Key_Home: -_FAR, Qt.Key.Key_End: _FAR}

Index = QModelIndex | QPersistentModelIndex
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a place: who says it, words of the article, or words of the window with or without a label's mark."""

    words: str
    whose: str = ""
    quote: bool = False
    label: Label | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place with the lines that are drawn for it."""

    place: Place
    kind: str
    lines: tuple[Line, ...]

    def spoken(self) -> str:
        """Return the row in words, for a screen reader."""
        said = [f"{line.whose}: {line.words}" if line.whose else line.words for line in self.lines]
        return listed((self.kind, *(one_line(words) for words in said)))


@dataclass(frozen=True, slots=True)
class ToldRow:
    """An adjudicated article."""

    told: Told

    def facts(self) -> str:
        """Say in how many places gold differs."""
        count = self.told.places
        return ntr("Gold differs in {n} place", "Gold differs in {n} places", count) if count else tr("As in gold")

    def spoken(self) -> str:
        """Return the row in words, for a screen reader."""
        return listed((self.told.headline or self.told.id, self.facts()))


def rows_of(places: Sequence[Place], scheme: Scheme) -> list[PlaceRow]:
    """Return the places as rows, in the words of a scheme."""
    return [PlaceRow(place, _kinds(place), tuple(_lines(place, scheme))) for place in places]


def _kinds(place: Place) -> str:
    names = [KIND_NAMES[kind] for kind in place.kinds]
    return facts_line(tr(name) for name in names)


def _lines(place: Place, scheme: Scheme) -> list[Line]:
    you, gold = tr("You"), tr("Gold")
    if _ARTICLE in place.kinds:
        answers = ((you, place.my_answer), (gold, place.gold_answer))
        return [Line(place.words), *(Line(_value(value), whose, quiet=value is None) for whose, value in answers)]
    alike = _one_range(place)
    out = [Line(alike, quote=True)] if alike else []
    for whose, tags in ((you, place.mine), (gold, place.gold)):
        own = [line for tag in tags for line in _of_tag(tag, scheme, words=not alike)]
        own = own or [Line(tr("nothing"), quiet=True)]
        first = own[0]
        out += [Line(first.words, whose, first.quote, first.label, first.quiet), *own[1:]]
    return out


def _one_range(place: Place) -> str:
    """Return the words of a place where both sides have one tag, on the same words."""
    if len(place.mine) != 1 or len(place.gold) != 1:
        return ""
    mine, gold = place.mine[0].span, place.gold[0].span
    return mine.quote if (mine.start, mine.end) == (gold.start, gold.end) else ""


def _of_tag(tag: Tag, scheme: Scheme, *, words: bool) -> list[Line]:
    label = scheme.label(tag.span.label)
    out = [Line(tag.span.quote, quote=True)] if words else []
    out.append(Line(label.name if label is not None else tag.span.label, label=label))
    names = {one.key: one.name for one in scheme.attributes_of(tag.span.label)}
    roles = {one.key: one.name for one in scheme.relations}
    fact = tr("{name}: {value}")
    out += [
        Line(fact.format(name=names.get(key) or readable_name(key), value=_value(value)), quiet=True)
        for key, value in tag.values
    ]
    out += [
        Line(fact.format(name=roles.get(kind) or readable_name(kind), value=one_line(filler)), quiet=True)
        for kind, filler in tag.roles
    ]
    return out


def _value(value: Any) -> str:
    """Return a stored value as words."""
    if value is None:
        return tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, list):
        return listed(map(_value, value)) or tr("none")
    return readable_name(value).lower() if isinstance(value, str) else str(value)


class RowModel(QAbstractListModel, Generic[_Row]):
    """A list of rows that say themselves; `open_pk` is the article that is open."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self.open_pk = -1

    def show(self, rows: Sequence[_Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row(self, number: int) -> _Row | None:
        """Return a row; None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the row itself, whether its article is open, or its words."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None or role == ROW_ROLE:
            return row
        if role == OPEN_ROLE:
            return isinstance(row, ToldRow) and row.told.pk == self.open_pk
        if role in (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)):
            return row.spoken() if isinstance(row, PlaceRow | ToldRow) else ""
        return None


class RowList(PlainList):
    """Show rows: `moved` comes with the row that arrow keys or a click came to, `chosen` with Return or a click."""

    moved = Signal(int)
    chosen = Signal(int)

    def __init__(self, model: QAbstractListModel, delegate: QStyledItemDelegate, name: str) -> None:
        super().__init__(model, delegate, name)
        self.clicked.connect(self._click)

    def go(self, row: int) -> None:
        """Put the list's cursor on a row and scroll to it."""
        index = self.model().index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrows and choose with Return; leave every other key to the window."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        by = (_STEPS | _ENDS).get(key, 0) if plain else 0
        if by:
            self._step(by)
        elif plain and key in ENTERS:
            if self.currentIndex().isValid():
                self.chosen.emit(self.currentIndex().row())
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first row where the keyboard comes in."""
        fresh = not self.currentIndex().isValid()
        super().focusInEvent(event)  # it puts the cursor on the first row, and tells nobody
        if event.reason() in KEYBOARD and fresh and self.model().rowCount():
            self.go(0)
            self.moved.emit(0)

    def _step(self, by: int) -> None:
        last = self.model().rowCount() - 1
        if last < 0:
            return
        self.set_ring(True)
        self.go(min(max(self.currentIndex().row() + by, 0), last))
        self.moved.emit(self.currentIndex().row())

    def _click(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.moved.emit(index.row())
        self.chosen.emit(index.row())
