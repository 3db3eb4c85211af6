"""The command palette: a field in the top bar, and under it what can be run or opened by the words typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.keymap import follow_keys
from annotator.gui.language import tr
from annotator.gui.palette_list import Entry, EntryView
from annotator.gui.ranking import ranked
from annotator.gui.settings import Settings
from annotator.gui.widgets import ElidedLabel, EmptyNote, Field, Hairline
from annotator.gui.widgets.painting import draw_frame

_RECENT = 8
_ROWS = 12
_KEEPS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _ROWS,
}

Commands = Callable[[], Sequence[Entry]]
Articles = Callable[[str], Sequence[Entry]]


class CommandField(Field):
    """The field at the end of the top bar; it takes the focus by its key and by a click."""

    entered = Signal()
    left = Signal()
    pressed = Signal(int)

    def __init__(self) -> None:
        words = tr("Run a command or find an article")
        super().__init__(words, words, in_panel=True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        follow_keys(self, self.setKeys, "palette")

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "command_field"), super().sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _KEEPS:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _KEEPS:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and event.key() in (*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.pressed.emit(event.key())
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Keep Tab: the way out is Esc, back to where the hand was."""
        return True


class Palette(QFrame):
    """The list under the field; not modal. What is run acts where the focus was before.

    `homeless` comes where that place is gone.
    """

    homeless = Signal()

    def __init__(self, window: QMainWindow, settings: Settings, commands: Commands, articles: Articles) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._commands, self._articles = commands, articles
        self._came_from: QWidget | None = None
        self._known: list[Entry] = []
        self.field = CommandField()
        self.view = EntryView(self)
        self._empty = EmptyNote()
        self._line = Hairline()
        self._help = ElidedLabel("", "sub", ink="ink2")
        self._corner = QWidget()
        self.setAccessibleName(tr("Command palette"))
        self._arrange()
        self.field.entered.connect(self._enter)
        self.field.left.connect(self.hide)
        self.field.pressed.connect(self._press)
        self.field.textEdited.connect(self._search)
        self.view.clicked.connect(lambda _index: self._run())
        self.view.selectionModel().currentChanged.connect(lambda _now, _then: self._describe())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._watch)
        theme.hub().changed.connect(self._restyle)
        self.hide()

    def open(self) -> None:
        """Take the focus to the field and show what can be run."""
        if self.field.hasFocus():
            self._enter()
        else:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Hide the list and give the focus back to where it was."""
        back = self._came_from
        self.hide()
        if back is not None and isValid(back) and back.isVisible() and back.isEnabled():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.field.clearFocus()
            self.homeless.emit()
        self._came_from = None

    def entries(self) -> list[Entry]:
        """Return what the list shows."""
        return self.view.rows.entries()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.field.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        radius = look.px("radius", "card")
        draw_frame(painter, self.rect(), radius, look.colour("raised"), look.colour("edge"), look.stroke("hairline"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keep clicks beside the rows from what lies under the list."""
        if event.type() == QEvent.Type.MouseButtonPress:
            return True
        return super().event(event)

    def _watch(self, old: QWidget | None, now: QWidget | None) -> None:
        """Remember where the focus was before it came to the field."""
        if now is self.field and old is not None and old is not self.field:
            self._came_from = old

    def _enter(self) -> None:
        self._known = list(self._commands())
        self.field.selectAll()
        self.show()
        self.raise_()
        self._search(self.field.text())

    def _search(self, words: str) -> None:
        if not self.isVisible():
            self._known = list(self._commands())
            self.show()
            self.raise_()
        if words.strip():
            found = ranked(self._known, words, lambda e: (e.text, f"{e.place} {e.help} {e.id}"))
            found.sort(key=lambda entry: bool(entry.reason))
            found += self._articles(words)
        else:
            found = self._recent_first()
        self.view.rows.show(found)
        self.view.setVisible(bool(found))
        for part in (self._line, self._help):
            part.setVisible(bool(found))
        self._empty.setVisible(not found)
        self._empty.say(tr("Nothing is called that"), tr("Try another word, or part of a headline."))
        if found:
            self.view.choose(0)
        self._describe()
        self._place()

    def _recent_first(self) -> list[Entry]:
        """Return all commands, those that were run last at the head; what can't be run now comes last."""
        recent = self._settings.recent_commands
        places = {identity: place for place, identity in enumerate(recent)}
        return sorted(self._known, key=lambda e: (bool(e.reason), places.get(e.id, len(recent))))

    def _describe(self) -> None:
        entry = self.view.entry()
        self._help.setText((entry.reason or entry.help) if entry is not None else "")
        spoken = entry.spoken() if entry is not None else ""
        self.field.setAccessibleDescription(spoken)
        speak(self.field, spoken)

    def _press(self, key: int) -> None:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _STEPS:
            self._step(_STEPS[key])
        elif self.isVisible():
            self._run()

    def _step(self, by: int) -> None:
        """Choose another row; a single step goes round."""
        count = self.view.rows.rowCount()
        if not self.isVisible():
            self._enter()
        elif count:
            row = self.view.currentIndex().row() + by
            self.view.choose(row % count if abs(by) == 1 else min(max(row, 0), count - 1))

    def _run(self) -> None:
        """Run the chosen entry where the focus was before; what can't be run only says why."""
        entry = self.view.entry()
        if entry is None or entry.reason:
            return
        if entry.id:
            recent = [entry.id, *(one for one in self._settings.recent_commands if one != entry.id)]
            self._settings.recent_commands = recent[:_RECENT]
        self.leave()
        entry.run()

    def _arrange(self) -> None:
        look = theme.current()
        small = look.px("space", "small")
        corner = QHBoxLayout(self._corner)
        corner.setContentsMargins(small, 0, look.px("space", "hair"), 0)
        corner.addWidget(self.field)
        self._restyle()
        self._help.setContentsMargins(small, 0, small, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(small, small, small, small)
        column.setSpacing(small)
        column.addWidget(self.view, 1)
        column.addWidget(self._empty)
        column.addWidget(self._line)
        column.addWidget(self._help)
        bar = self._window.menuBar()
        if bar.isNativeMenuBar():
            column.insertWidget(0, self.field)  # such a bar is the system's and takes no field
        else:
            bar.setCornerWidget(self._corner, Qt.Corner.TopRightCorner)

    def _restyle(self) -> None:
        """Make the top bar as high as the look says; the menus keep its middle."""
        bar, high = self._window.menuBar(), theme.current().px("height", "top_bar")
        bar.setFixedHeight(high)
        self._corner.setFixedHeight(high)
        self._place()

    def _place(self) -> None:
        """Lay the list under the field, at the far end of the top bar."""
        if not self.isVisible():
            return
        look = theme.current()
        gap = look.px("space", "gap")
        width = min(look.px("width", "palette"), self._window.width() - 2 * gap)
        rows = min(_ROWS, self.view.rows.rowCount())
        self.view.setFixedHeight(max(1, rows) * look.px("height", "palette_row") + 2)
        height = self.sizeHint().height()
        top = self._window.menuBar().geometry().bottom() + 1
        left = gap if self.isRightToLeft() else self._window.width() - width - gap
        self.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
