"""A list that opens under a button: what can be chosen, how many articles each choice has, one or several chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.ranking import folded
from annotator.gui.widgets import EmptyNote, Field, draw_label_mark, text_width
from annotator.gui.widgets.painting import draw_frame, draw_icon, draw_ring, draw_text, mirrored
from annotator.gui.widgets.plain_list import ENTERS, PlainList
from annotator.gui.wording import listed

Index = QModelIndex | QPersistentModelIndex
CHOICE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_CHOSEN_ROLE = CHOICE_ROLE + 1
_NARROWED = 12
_MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `count` are its articles, None where nobody counted them."""

    key: str
    name: str
    count: int | None = None
    label: Label | None = None


class _Choices(QAbstractListModel):
    """The choices that hold the words typed."""

    def __init__(self, choices: Sequence[Choice], chosen: Sequence[str]) -> None:
        super().__init__()
        self._all = list(choices)
        self._shown = self._all
        self.chosen = list(chosen)

    def narrow(self, words: str) -> None:
        """Show the choices that hold these words."""
        wanted = folded(words).split()
        self.beginResetModel()
        self._shown = [one for one in self._all if all(word in folded(one.name) for word in wanted)]
        self.endResetModel()

    def toggle(self, key: str, *, several: bool) -> None:
        """Choose one, or choose it no longer."""
        if several:
            self.chosen = [one for one in self.chosen if one != key] if key in self.chosen else [*self.chosen, key]
        else:
            self.chosen = [key]
        self.dataChanged.emit(self.index(0), self.index(max(0, len(self._shown) - 1)))

    def choice(self, line: int) -> Choice | None:
        """Return what stands in a line."""
        return self._shown[line] if 0 <= line < len(self._shown) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return the choice, whether it is chosen, or both in words."""
        choice = self.choice(index.row()) if index.isValid() else None
        if choice is None or role == CHOICE_ROLE:
            return choice
        if role == _CHOSEN_ROLE:
            return choice.key in self.chosen
        if role == int(Qt.ItemDataRole.DisplayRole):
            return choice.name
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            count = ntr("{n} article", "{n} articles", choice.count) if choice.count is not None else ""
            return listed((choice.name, count, tr("chosen") if choice.key in self.chosen else ""))
        return None


class _Delegate(QStyledItemDelegate):
    """Draw a check, the name and the count."""

    def __init__(self, *, several: bool) -> None:
        super().__init__()
        self._several = several

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, theme.current().px("height", "check_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice = index.data(CHOICE_ROLE)
        if not isinstance(choice, Choice):
            return
        look, rect = theme.current(), option.rect
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if option.state & QStyle.StateFlag.State_MouseOver or current:
            draw_frame(painter, rect, look.px("radius", "row"), look.colour("hover"))
        if current:
            draw_ring(painter, rect, look.px("radius", "row"))
        self._line(painter, option, choice, chosen=bool(index.data(_CHOSEN_ROLE)))
        painter.restore()

    def _line(self, painter: QPainter, option: QStyleOptionViewItem, choice: Choice, *, chosen: bool) -> None:
        look, rect, way = theme.current(), option.rect, option.direction
        small, gap = look.px("space", "small"), look.px("space", "gap")

        def turned(left: int, width: int) -> QRect:
            place = mirrored(QRect(left, 0, width, rect.height()), rect.width(), way)
            return place.translated(rect.topLeft())

        side = look.px("width", "check_box") if self._several else look.px("icon", "field")
        self._mark(painter, turned(small, side), chosen=chosen)
        left = small + side + small
        if choice.label is not None:
            mark = turned(left, look.px("width", "mark"))
            draw_label_mark(painter, mark.left(), mark.center().y() + 1, choice.label)
            left += look.px("width", "mark") + small
        figures = look.ui_font("sub", tabular=True)
        count = figure(choice.count) if choice.count is not None else ""
        wide = text_width(count, figures)
        right = rect.width() - gap - wide
        font: QFont = look.ui_font("body", 600 if chosen else 400)
        draw_text(painter, turned(left, right - small - left), choice.name, font, look.colour("ink"), direction=way)
        draw_text(painter, turned(right, wide + 1), count, figures, look.colour("ink2"), direction=way)

    def _mark(self, painter: QPainter, place: QRect, *, chosen: bool) -> None:
        look = theme.current()
        if not self._several:
            if chosen:
                draw_icon(painter, place, "check", "ink", "field")
            return
        side = place.width()
        box = QRect(place.left(), place.top() + (place.height() - side) // 2, side, side)
        radius = look.px("radius", "cap")
        if chosen:
            draw_frame(painter, box, radius, look.colour("main"))
            draw_icon(painter, box, "check", "main_text", "small")
        else:
            draw_frame(painter, box, radius, look.colour("raised"), look.colour("edge"), look.stroke("chosen"))


class ChoiceList(PlainList):
    """The choices as a list; Space and a click choose, `accepted` comes with Return, `left` above the first row."""

    chosen = Signal(str)
    accepted = Signal(str)
    left = Signal()

    def __init__(self, choices: Sequence[Choice], chosen: Sequence[str], name: str, *, several: bool) -> None:
        self.choices = _Choices(choices, chosen)
        super().__init__(self.choices, _Delegate(several=several), name)
        self.choices.setParent(self)
        self._several = several
        self.setUniformItemSizes(True)
        self.clicked.connect(lambda index: self._choose(index, leave=not several))
        self.setCurrentIndex(self.choices.index(self._first()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, choose with Space, choose and close with Return."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space:
            self._choose(self.currentIndex(), leave=False)
        elif key in ENTERS:
            self._choose(self.currentIndex(), leave=True)
        elif key == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left.emit()
        elif key == Qt.Key.Key_Escape or (event.text().isprintable() and event.text().strip()):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex, *, leave: bool) -> None:
        choice = self.choices.choice(index.row()) if index.isValid() else None
        if choice is None:
            return
        if not leave or not self._several or choice.key not in self.choices.chosen:
            self.choices.toggle(choice.key, several=self._several)
            self.chosen.emit(choice.key)
        if leave:
            self.accepted.emit(choice.key)

    def _first(self) -> int:
        shown = (self.choices.choice(line) for line in range(self.choices.rowCount()))
        return next((at for at, one in enumerate(shown) if one is not None and one.key in self.choices.chosen), 0)


class Popup(QFrame):
    """What opens under a button and closes with Esc or a click beside it; `closed` comes then."""

    closed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(None, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(name)
        look = theme.current()
        small = look.px("space", "small")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(small, small, small, small)
        self.column.setSpacing(small)

    def open_under(self, button: QWidget) -> None:
        """Show it below a button, or above where there is no room."""
        self.setLayoutDirection(button.layoutDirection())
        self.adjustSize()
        look, room = theme.current(), button.screen().availableGeometry()
        size, hair = self.size(), look.px("space", "hair")
        corner = button.mapToGlobal(QPoint(0, button.height() + hair))
        if button.isRightToLeft():
            corner.setX(corner.x() + button.width() - size.width())
        if corner.y() + size.height() > room.bottom():
            corner.setY(max(room.top(), button.mapToGlobal(QPoint(0, 0)).y() - hair - size.height()))
        corner.setX(max(room.left(), min(corner.x(), room.right() - size.width())))
        self.move(corner)
        self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        draw_frame(painter, self.rect(), 0, look.colour("raised"), look.colour("edge"), look.stroke("hairline"))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; let nothing through to the window below."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        event.accept()


class ChoicePopup(Popup):
    """Choices of one filter; `changed` carries the keys chosen each time."""

    changed = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[Choice], chosen: Sequence[str], *, several: bool, nothing: str = ""
    ) -> None:
        """`nothing` is said where there is no choice at all."""
        super().__init__(name)
        look = theme.current()
        self.field = Field(tr("Find in this list"), tr("Find in this list"), in_panel=True)
        self.list = ChoiceList(choices, chosen, name, several=several)
        self._empty = EmptyNote(nothing)
        for part in (self.field, self.list, self._empty):
            self.column.addWidget(part)
        self.field.setVisible(len(choices) > _NARROWED)
        self.list.setVisible(bool(choices))
        self._empty.setVisible(not choices)
        wide = max((text_width(one.name, look.ui_font("body", 600)) for one in choices), default=0)
        self.setFixedWidth(min(max(wide + look.px("width", "popup_spare"), look.px("width", "popup_min")),
                               look.px("width", "popup_max")))  # fmt: skip
        self.list.setFixedHeight(min(max(len(choices), 1), _MOST_ROWS) * look.px("height", "check_row"))
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._to_list)
        self.list.chosen.connect(lambda _key: self.changed.emit(tuple(self.list.choices.chosen)))
        self.list.accepted.connect(lambda _key: self.close())
        self.list.left.connect(self._to_field)

    def open_under(self, button: QWidget) -> None:
        super().open_under(button)
        (self.field if not self.field.isHidden() else self.list).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the field to the rows with Down."""
        if event.key() == Qt.Key.Key_Down and self.field.hasFocus():
            self._to_list()
        else:
            super().keyPressEvent(event)

    def _narrow(self, words: str) -> None:
        self.list.choices.narrow(words)
        self.list.setCurrentIndex(self.list.choices.index(0))

    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _to_field(self) -> None:
        if not self.field.isHidden():
            self.field.setFocus(Qt.FocusReason.TabFocusReason)
