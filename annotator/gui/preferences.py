"""The settings page, and what each setting does at once to the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.language import languages, tr
from annotator.gui.widgets import CheckRow, PlainButton, TextLabel, ValueButton
from annotator.gui.widgets.drop_down import DropDown
from annotator.gui.widgets.rows import Rows

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

ZOOMS = (50, 67, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
COLUMNS = (40, 48, 56, 64, 72, 80, 90, 105, 120)
_USUAL = 100
_USUAL_COLUMN = 72

Choices = Sequence[tuple[str, str]]


class Preferences(QObject):
    """Keeps each setting and applies it; `changed` comes after each, so that an open page follows the keys."""

    changed = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.settings = window.settings

    def show_article(self) -> None:
        """Give a new workspace's article the size, density and width that were chosen."""
        if self._window.label is not None:
            view = self._window.label.view
            view.set_zoom(self.settings.zoom)
            view.set_density(self.settings.density)
            view.set_column(self.settings.column)

    def apply_look(self) -> None:
        """Draw everything as appearance, size and face say."""
        settings = self.settings
        app = cast(QApplication, QApplication.instance())
        theme.apply(app, settings.appearance, settings.scale, settings.face, settings.contrast, still=settings.still)

    def set_appearance(self, name: str) -> None:
        """Show the window light, dark, or as the system is."""
        self.settings.appearance = name
        self.apply_look()
        self._tell("appearance", name)

    def set_contrast(self, name: str) -> None:
        """Show the window in normal or high contrast, or as the system is."""
        self.settings.contrast = name
        self.apply_look()
        self.changed.emit()

    def set_motion(self, name: str) -> None:
        """Let nothing move or blink (`still`), or leave that to the system."""
        self.settings.still = name == "still"
        self.apply_look()
        self.changed.emit()

    def set_density(self, name: str) -> None:
        """Set how close the article's lines stand."""
        self.settings.density = name
        self.show_article()
        self._tell("density", name)

    def step_zoom(self, by: int) -> None:
        """Make the article's words larger (1) or smaller (-1), or bring back their size (0)."""
        self.settings.zoom = _step(ZOOMS, self.settings.zoom, by, _USUAL)
        self.show_article()
        self._window.status.say(tr("Words at {percent} %.").format(percent=self.settings.zoom))
        self.changed.emit()

    def step_scale(self, by: int) -> None:
        """Make the whole window larger (1) or smaller (-1), or bring back its size (0)."""
        self.settings.scale = _step(SCALES, self.settings.scale, by, _USUAL)
        self.apply_look()
        if self._window.label is not None:
            self._window.label.refit()
        self.changed.emit()

    def step_column(self, by: int) -> None:
        """Make the article's column wider (1) or narrower (-1), or bring back its width (0)."""
        self.settings.column = _step(COLUMNS, self.settings.column, by, _USUAL_COLUMN)
        self.show_article()
        self.changed.emit()

    def set_face(self, family: str) -> None:
        """Set the article in a family; empty for the usual serif."""
        self.settings.face = family
        self.apply_look()
        self.changed.emit()

    def set_language(self, name: str) -> None:
        """Speak a language from the next start on; empty for the system's."""
        self.settings.language = name
        self.changed.emit()

    def set_content_notes(self, on: bool) -> None:
        """Let notes stand before articles that have one, or not; an article that is being read stays in sight."""
        self.settings.content_notes = on
        label = self._window.label
        if not on and label is not None and label.pane.covered:
            label.pane.show_article()
        self.changed.emit()

    def _tell(self, choice: str, name: str) -> None:
        self._window.commands.choose(choice, name)
        self.changed.emit()


def _step(steps: Sequence[int], now: int, by: int, usual: int) -> int:
    """Return the next larger or smaller step, the last one at an end, or the usual one for 0."""
    if by == 0:
        return usual
    beyond = [step for step in steps if (step > now if by > 0 else step < now)]
    return (beyond[0] if by > 0 else beyond[-1]) if beyond else now


class _Choice(ValueButton):
    """A value among others; Up and Down go to the one before and after it, as Left and Right do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        beside = self.group().buttons() if by else []
        there = beside.index(self) + by if beside else -1
        if not by:
            super().keyPressEvent(event)
        elif 0 <= there < len(beside):
            beside[there].setFocus(Qt.FocusReason.TabFocusReason)
            beside[there].click()


class SettingsPage(QWidget):
    """The page of the drawer: every choice shows what is in force and applies at once."""

    def __init__(self, preferences: Preferences, change_keys: Callable[[], object]) -> None:
        super().__init__()
        self._preferences = preferences
        settings = preferences.settings
        self._follow: list[Callable[[], None]] = []
        look = theme.current()
        inset = look.px("space", "drawer")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(inset, 0, inset, inset)
        self._column.setSpacing(look.px("space", "small"))
        self._head(tr("Window"))
        self._choice(tr("Appearance"), (("light", tr("Light")), ("dark", tr("Dark")), ("system", tr("As the system"))),
                     lambda: settings.appearance, preferences.set_appearance)  # fmt: skip
        self._choice(tr("Contrast"), (("normal", tr("Normal")), ("high", tr("High")), ("system", tr("As the system"))),
                     lambda: settings.contrast, preferences.set_contrast)  # fmt: skip
        self._choice(tr("Motion"), (("still", tr("Still")), ("system", tr("As the system"))),
                     lambda: "still" if settings.still else "system", preferences.set_motion)  # fmt: skip
        self._steps(tr("Size of everything"), lambda: f"{settings.scale} %", preferences.step_scale,
                    (tr("Smaller"), tr("Larger"), tr("Usual size")))  # fmt: skip
        self._languages()
        self._head(tr("Article"))
        self._steps(tr("Size of the words"), lambda: f"{settings.zoom} %", preferences.step_zoom,
                    (tr("Smaller"), tr("Larger"), tr("Usual size")))  # fmt: skip
        self._steps(tr("Width of the column"), lambda: tr("{n} characters").format(n=settings.column),
                    preferences.step_column, (tr("Narrower"), tr("Wider"), tr("Usual width")))  # fmt: skip
        self._choice(tr("Lines"), (("compact", tr("Compact")), ("comfortable", tr("Comfortable")),
                                   ("roomy", tr("Roomy"))), lambda: settings.density,
                     preferences.set_density)  # fmt: skip
        self._faces()
        self._content_notes()
        self._head(tr("Keys"))
        keys = PlainButton(tr("Change keys…"))
        keys.clicked.connect(lambda _checked=False: change_keys())
        self._column.addWidget(keys, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        preferences.changed.connect(self._show)
        self._show()

    def _head(self, words: str) -> None:
        self._column.addSpacing(theme.current().px("space", "small"))
        self._column.addWidget(TextLabel(words, "head", 600))

    def _choice(self, name: str, choices: Choices, now: Callable[[], str], choose: Callable[[str], object]) -> None:
        """Add values side by side, one of them chosen."""
        self._column.addWidget(TextLabel(name, "sub", ink="ink2"))
        row = Rows()
        group = QButtonGroup(self)
        buttons: dict[str, ValueButton] = {}
        for key, words in choices:
            button = buttons[key] = _Choice(words)
            button.setAccessibleDescription(name)
            button.setAutoExclusive(True)
            button.clicked.connect(partial(_call, choose, key))
            group.addButton(button)
            row.addWidget(button)
        self._column.addLayout(row)
        self._follow.append(lambda: buttons[now()].setChecked(True))

    def _steps(
        self, name: str, now: Callable[[], str], step: Callable[[int], object], words: tuple[str, str, str]
    ) -> None:
        """Add a measure with buttons that make it less, more, and usual."""
        row = QHBoxLayout()
        row.setSpacing(theme.current().px("space", "small"))
        value = TextLabel("", "sub", 600, tabular=True)
        value.setAccessibleName(name)
        row.addWidget(TextLabel(name, "sub", ink="ink2"))
        row.addStretch(1)
        row.addWidget(value)
        self._column.addLayout(row)
        buttons = Rows()
        for by, text in zip((-1, 1, 0), words, strict=True):
            button = PlainButton(text)
            button.setAccessibleDescription(name)
            button.clicked.connect(partial(_call, step, by))
            button.clicked.connect(partial(_tell_value, value))
            buttons.addWidget(button)
        self._column.addLayout(buttons)
        self._follow.append(lambda: _show_value(value, now()))

    def _languages(self) -> None:
        """Add the list of languages, where the program speaks another one than English."""
        known = languages()
        if not known:
            return
        self._column.addWidget(TextLabel(tr("Language"), "sub", ink="ink2"))
        box = DropDown(tr("Language of the window"))
        box.addItem(tr("As the system"), "")
        box.addItem("English", "en")
        for name in known:
            box.addItem(QLocale(name).nativeLanguageName() or name, name)
        settings = self._preferences.settings
        box.setCurrentIndex(max(0, box.findData(settings.language)))
        box.activated.connect(lambda place: self._preferences.set_language(str(box.itemData(place))))
        self._column.addWidget(box)
        words = tr("The window speaks it when it is opened the next time.")
        self._column.addWidget(TextLabel(words, "small", ink="ink3", wrap=True))

    def _faces(self) -> None:
        """Add the list of faces: the usual serif, the window's own, then every family of this computer."""
        self._column.addWidget(TextLabel(tr("Face"), "sub", ink="ink2"))
        box = DropDown(tr("Face of the article"))
        box.setMaxVisibleItems(len(ZOOMS))
        box.addItem(tr("Usual serif"), "")
        box.addItem(tr("As the window"), theme.SANS)
        chosen = self._preferences.settings.face
        families = [f for f in QFontDatabase.families() if not QFontDatabase.isPrivateFamily(f)]
        for family in sorted({*families, chosen} - {"", theme.SANS}, key=str.casefold):
            box.addItem(family, family)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(lambda place: self._preferences.set_face(str(box.itemData(place))))
        self._column.addWidget(box)

    def _content_notes(self) -> None:
        """Add the switch of the notes that stand before some articles."""
        settings = self._preferences.settings
        row = CheckRow(tr("Show content notes first"))
        row.clicked.connect(self._preferences.set_content_notes)
        self._column.addWidget(row)
        self._follow.append(lambda: row.setChecked(settings.content_notes))

    def _show(self) -> None:
        """Show what is in force."""
        for follow in self._follow:
            follow()


def _call(function: Callable[..., object], value: object, _checked: bool = False) -> None:
    function(value)


def _show_value(label: TextLabel, words: str) -> None:
    """Show a value beside the name of its setting, which is the label's accessible name."""
    label.setText(words)
    label.setAccessibleDescription(words)


def _tell_value(label: TextLabel, _checked: bool = False) -> None:
    """Say a value that was just changed."""
    said = tr("{name}: {value}").format(name=label.accessibleName(), value=label.text())
    speak(label, said)
