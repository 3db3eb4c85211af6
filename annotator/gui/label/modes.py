"""Modes of the Label workspace: while one runs, single keys are its own and its bar lies over the label bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from annotator.gui.article.view import ArticleView
from annotator.gui.commands import PHYSICAL
from annotator.gui.label.mode_bar import ModeBar
from annotator.gui.language import tr

Keys = Sequence[tuple[Sequence[str], str]]
"""Key caps of the bar, each group with its words."""

_NAMED = {
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Tab",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Delete",
    Qt.Key.Key_Return: "Return",
    Qt.Key.Key_Enter: "Return",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
}
_ZERO = 19
_REPEATING = frozenset(("Tab", "Shift+Tab", "Left", "Right", "Up", "Down"))
_KNOWN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Mode(Protocol):
    """What runs in place of the label bar. A key is named as `3`, `Shift+3`, `A`, `Shift+A`, `Tab`, `Esc`."""

    def title_and_keys(self) -> tuple[str, Keys]:
        """Return what the bar says: the title, and key caps with their words."""

    def wants(self, name: str) -> bool:
        """Tell whether a key is the mode's; every other key does what it always does."""

    def key_pressed(self, name: str) -> bool:
        """Do what a key means; False when it meant nothing."""

    def leave(self) -> None:
        """Put away what the mode shows; the workspace asks for it once."""


def key_name(event: QKeyEvent) -> str:
    """Return the name of a single key, by itself or with Shift; digits and letters by their key, else by their place.

    Empty for every other key and with any other modifier.
    """
    if event.modifiers() & ~_KNOWN:
        return ""
    key = event.key()
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        name = chr(key)
    else:
        place = "0" if event.nativeScanCode() == _ZERO else PHYSICAL.get(event.nativeScanCode(), "")
        name = _NAMED.get(Qt.Key(key), place)
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or key == Qt.Key.Key_Backtab
    return f"Shift+{name}" if name and shifted else name


class Modes(QObject):
    """Hold the mode that runs. `stack` shows the label bar, or the mode's.

    A mode that takes clicks on tags sets `clicked` once it runs: it gets the tag's id and tells whether that was its.
    """

    def __init__(self, labels: QWidget, view: ArticleView) -> None:
        super().__init__(view)
        self._view = view
        self.running: Mode | None = None
        self.clicked: Callable[[str], bool] | None = None
        self.bar = ModeBar()
        self.stack = QStackedWidget()
        self.stack.addWidget(labels)
        self.stack.addWidget(self.bar)
        self.bar.doneWanted.connect(self.leave)

    def enter(self, mode: Mode) -> None:
        """Run a mode in place of the one that runs."""
        self.leave()
        self.running = mode
        self.show()
        self.stack.setCurrentWidget(self.bar)
        self._view.grabber = self.key
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """End the mode that runs, if one does."""
        if self.running is None:
            return
        ended, self.running = self.running, None
        self._view.grabber = self.clicked = None
        ended.leave()
        held = self.bar.done.hasFocus()
        self.stack.setCurrentIndex(0)
        if held:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show(self) -> None:
        """Bring the bar up to what the mode says now."""
        if self.running is not None:
            self.bar.show_mode(*self.running.title_and_keys(), tr("Done"))

    def key(self, event: QKeyEvent) -> bool:
        """Give a key to the mode that runs; True when it is the mode's.

        For a shortcut's override this only tells; the press that follows acts. `Esc` always ends a mode.
        """
        name = key_name(event)
        if self.running is None or not name or not (name == "Esc" or self.running.wants(name)):
            return False
        if event.type() == QEvent.Type.ShortcutOverride or (event.isAutoRepeat() and name not in _REPEATING):
            return True
        if not self.running.key_pressed(name) and name == "Esc":
            self.leave()
        self.show()
        return True
