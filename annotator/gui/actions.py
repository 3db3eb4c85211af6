"""The command table as Qt actions: menus, shortcuts, and keys by their place on other keyboard layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.gui.commands import COMMANDS, MENUS, PHYSICAL, REPEATING, SEPARATORS, Command, takes

Handler = Callable[[], object]


class Actions(QObject):
    """Holds one action a command; `handlers` gives what each of them does."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, Handler]) -> None:
        super().__init__(window)
        self._window = window
        self.by_id: dict[str, QAction] = {}
        self._labels: list[QAction] = []
        self._labelled: tuple[Label, ...] = ()
        self._groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            self.by_id[command.id] = self._action(command, handlers[command.id])
        self._menus = {name: self._menu(name) for name in MENUS}

    def _action(self, command: Command, handler: Handler) -> QAction:
        action = QAction(command.text, self._window)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setStatusTip("")
        action.setToolTip(command.help)
        action.setAutoRepeat(command.id in REPEATING)
        action.triggered.connect(lambda _checked=False: handler())
        if command.choice:
            action.setCheckable(True)
            group = self._groups.setdefault(command.choice, QActionGroup(self._window))
            group.addAction(action)
        if command.where in ("text", "unclaimed"):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        else:
            self._window.addAction(action)
        return action

    def _menu(self, name: str) -> QMenu:
        menu = self._window.menuBar().addMenu(f"&{name}")
        for command in COMMANDS:
            if command.menu == name:
                if command.id in SEPARATORS and menu.actions():
                    menu.addSeparator()
                menu.addAction(self.by_id[command.id])
        return menu

    def attach_text(self, text: QWidget) -> None:
        """Let the commands that need the text in focus listen there."""
        for command in COMMANDS:
            if command.where == "text":
                text.addAction(self.by_id[command.id])

    def set_labels(self, scheme: Scheme | None, tag: Callable[[str], object]) -> None:
        """Make one action a label of the scheme that has a key, in the Article menu too."""
        labels = tuple(b for b in (scheme.labels if scheme else ()) if b.shortcut and not b.retired)
        labels = tuple(label for label in labels if not takes(label.shortcut))
        if labels == self._labelled:
            return
        self._labelled = labels
        for action in self._labels:
            self._window.removeAction(action)
            self._menus["Article"].removeAction(action)
            action.deleteLater()
        first = self._menus["Article"].actions()[0]
        self._labels = [self._label(label, first, tag) for label in labels]
        if labels:
            self._labels.append(self._menus["Article"].insertSeparator(first))

    def _label(self, label: Label, first: QAction, tag: Callable[[str], object]) -> QAction:
        action = QAction(f"Tag as {label.name.replace('&', '&&')}", self._window)
        action.setShortcut(QKeySequence(label.shortcut.upper()))
        action.setAutoRepeat(False)
        action.setData(label.key)
        action.triggered.connect(lambda _checked=False: tag(label.key))
        self._window.addAction(action)
        self._menus["Article"].insertAction(first, action)
        return action

    def allow(self, *, project: bool, article: bool) -> None:
        """Enable what can be done now."""
        for command in COMMANDS:
            able = {"always": True, "project": project, "unclaimed": project}.get(command.where, article)
            self.by_id[command.id].setEnabled(able)
        for action in self._labels:
            action.setEnabled(article)

    def choose(self, choice: str, identity: str) -> None:
        """Show which command of a choice is in force."""
        if choice in self._groups:
            self.by_id[identity].setChecked(True)

    def unclaimed(self, event: QKeyEvent) -> bool:
        """Run the command of a key that no widget took; True when there was one.

        These are `Esc`, which drawers and fields may want first, and single keys, found by their place on the keyboard
        whatever letters its layout prints there.
        """
        if event.modifiers() not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            return False
        name = "Esc" if event.key() == Qt.Key.Key_Escape else PHYSICAL.get(event.nativeScanCode())
        wanted = QKeySequence(name or "")
        for action in [*self._labels, *self.by_id.values()]:
            if name and action.isEnabled() and wanted in action.shortcuts():
                if action.autoRepeat() or not event.isAutoRepeat():
                    action.trigger()
                return True
        return False
