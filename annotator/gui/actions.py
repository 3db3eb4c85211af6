"""The command table as Qt actions: menus, shortcuts, and keys by their place on other keyboard layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.gui import keymap
from annotator.gui.command import IN_CORPUS, IN_LABEL, Command
from annotator.gui.commands import COMMANDS, MENUS, PHYSICAL, REPEATING, SEPARATORS, command_of, keys_of
from annotator.gui.keymap import label_key
from annotator.gui.language import tr
from annotator.gui.rooms import CORPUS, LABEL, REVIEW

Handler = Callable[[], object]
_OF_MANY = "annotator"
"""The command that a work package, which is for one annotator, does not have."""


class Actions(QObject):
    """Holds one action a command; `handlers` gives what each of them does."""

    def __init__(self, window: QMainWindow, handlers: Mapping[str, Handler]) -> None:
        super().__init__(window)
        self._window = window
        self.by_id: dict[str, QAction] = {}
        self._labels: list[QAction] = []
        self._labelled: tuple[Label, ...] = ()
        self._scheme: Scheme | None = None
        self._owner = ""
        self._tag: Callable[[str], object] = str
        self._groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            self.by_id[command.id] = self._action(command, handlers[command.id])
        self._menus = {name: self._menu(name) for name in MENUS}
        keymap.hub().changed.connect(self._follow_keys)

    def _action(self, command: Command, handler: Handler) -> QAction:
        action = QAction(tr(command.text), self._window)
        action.setShortcuts([QKeySequence(key) for key in keys_of(command.id)])
        action.setStatusTip("")
        action.setToolTip(tr(command.help))
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
        menu = self._window.menuBar().addMenu(f"&{tr(name)}")
        for command in COMMANDS:
            if command.menu == name:
                if command.id in SEPARATORS and menu.actions():
                    menu.addSeparator()
                self._room(menu, command.submenu).addAction(self.by_id[command.id])
        return menu

    def _room(self, menu: QMenu, submenu: str) -> QMenu:
        """Return the submenu of a menu with this title, made at its first entry; the menu itself for an empty one."""
        if not submenu:
            return menu
        known = menu.findChildren(QMenu, submenu, Qt.FindChildOption.FindDirectChildrenOnly)
        if known:
            return known[0]
        made = menu.addMenu(tr(submenu))
        made.setObjectName(submenu)
        return made

    def attach_text(self, text: QWidget) -> None:
        """Let the commands that need the text in focus listen there."""
        for command in COMMANDS:
            if command.where == "text":
                text.addAction(self.by_id[command.id])

    def set_labels(self, scheme: Scheme | None, tag: Callable[[str], object]) -> None:
        """Make one action a label of the scheme that has a key, in the Article menu too."""
        self._scheme, self._tag = scheme, tag
        labels = tuple(label for label in (scheme.labels if scheme else ()) if label_key(label))
        if labels == self._labelled:
            return
        self._labelled = labels
        for action in self._labels:
            self._window.removeAction(action)
            self._menus["Article"].removeAction(action)
            action.deleteLater()
        first = self._menus["Article"].actions()[0]
        self._labels = [self._label(label, first) for label in labels]
        if labels:
            self._labels.append(self._menus["Article"].insertSeparator(first))

    def tag(self, key: str) -> None:
        """Tag with a label as its key does."""
        self._tag(key)

    def reason(self, command: Command) -> str:
        """Say why a command can't be run now; empty where it can."""
        if self.by_id[command.id].isEnabled():
            return ""
        if not self.by_id["close"].isEnabled():
            return tr("Open a project first.")
        if command.id == _OF_MANY and self._owner:
            return tr("This package is for {name}.").format(name=self._owner)
        if command.where == "lead":
            return tr("Only a lead of the project can do this.")
        if command.where == "review":
            return tr("Go to Review first.")
        if command.where in IN_CORPUS:
            leads = command.where == "corpus" or self.by_id["corpus-open"].isEnabled()
            return tr("Only a lead of the project can do this.") if leads else tr("Go to Corpus first.")
        return tr("Open an article first.") if command.where in IN_LABEL else tr("Not possible now.")

    def _follow_keys(self) -> None:
        """Use the keys of today, for labels too: a command may have taken one of theirs."""
        for command in COMMANDS:
            self.by_id[command.id].setShortcuts([QKeySequence(key) for key in keys_of(command.id)])
        self.set_labels(self._scheme, self._tag)
        for action in self._labels:
            action.setEnabled(self.by_id["done"].isEnabled())

    def _label(self, label: Label, first: QAction) -> QAction:
        action = QAction(tr("Tag as {label}").format(label=label.name.replace("&", "&&")), self._window)
        action.setShortcut(QKeySequence(label_key(label)))
        action.setAutoRepeat(False)
        action.setData(label.key)
        action.triggered.connect(lambda _checked=False: self._tag(label.key))
        self._window.addAction(action)
        self._menus["Article"].insertAction(first, action)
        return action

    def menu(self, name: str) -> QAction:
        """Return what stands in the bar for a menu."""
        return self._menus[name].menuAction()

    def offered(self, command: Command) -> bool:
        """Tell whether a command is there at all for who is at work: what Review does is for leads."""
        return command.where != "review" or self.menu("Review").isVisible()

    def allow(self, *, project: bool, article: bool, leads: bool = False, room: str = LABEL, owner: str = "") -> None:
        """Enable what can be done now, in the room that is shown; `owner` is whom the work package is for."""
        reviews, lists = project and room == REVIEW, project and room == CORPUS
        labels = article and room == LABEL
        able = {"always": True, "project": project, "unclaimed": project, "lead": project and leads,
                "review": reviews, "work": reviews or labels or lists, "corpus": lists,
                "corpus-lead": lists and leads}  # fmt: skip
        for command in COMMANDS:
            self.by_id[command.id].setEnabled(able.get(command.where, labels))
        self.menu("Review").setVisible(project and leads)
        self._owner, command = owner, command_of(_OF_MANY)
        self.by_id[command.id].setEnabled(project and not owner)
        self.by_id[command.id].setToolTip(self.reason(command) or tr(command.help))
        self._menus["Project"].setToolTipsVisible(bool(owner))
        for action in self._labels:
            action.setEnabled(labels)

    def choose(self, choice: str, identity: str) -> None:
        """Show which command of a choice is in force."""
        if choice in self._groups:
            self.by_id[identity].setChecked(True)

    def unclaimed(self, event: QKeyEvent) -> bool:
        """Run the command of a key that no widget took; True when there was one.

        These are `Esc`, which drawers and fields may want first, and single keys, also with Shift, found by their place
        on the keyboard whatever letters its layout prints there.
        """
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        name = "Esc" if event.key() == Qt.Key.Key_Escape else PHYSICAL.get(event.nativeScanCode(), "")
        if plain and name:
            name = f"Shift+{name}"
        wanted = QKeySequence(name)
        for action in [*self._labels, *self.by_id.values()]:
            if name and action.isEnabled() and wanted in action.shortcuts():
                if action.autoRepeat() or not event.isAutoRepeat():
                    action.trigger()
                return True
        return False
