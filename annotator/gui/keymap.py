"""The keys that the user chose: kept, checked against each other, and told to everything that shows a key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.core.scheme import Label, Scheme
from annotator.gui import commands
from annotator.gui.article import keys as article_keys
from annotator.gui.command import room_of
from annotator.gui.commands import COMMANDS, MENUS, PHYSICAL, keys_of, takes
from annotator.gui.language import tr
from annotator.gui.mode_keys import MODE_KEYS
from annotator.gui.settings import Settings
from annotator.gui.widgets import key_text

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
              Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_ScrollLock, Qt.Key.Key_unknown)  # fmt: skip
_WINDOW = frozenset(("Esc", "Return", "Enter", "Space", "Shift+Return", "Shift+Enter", "Shift+Space", "Menu", "F10",
                     "Shift+F10", "Alt+F4"))  # fmt: skip
_TABS = frozenset(("Tab", "Shift+Tab"))
_MENU_KEY = "Alt"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a key is not simply free: one line, and what the way out is called; `choice` is empty where there is none."""

    line: str
    choice: str = ""


class Keymap(QObject):
    """Hold the user's keys by command id; `changed` comes after each change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._settings: Settings | None = None
        self._own: dict[str, tuple[str, ...]] = {}

    def load(self, settings: Settings) -> None:
        """Use the keys that these settings hold; what is no key, or no command's, is passed over."""
        self._settings = settings
        stored = settings.own_keys()
        own: dict[str, tuple[str, ...]] = {}
        for identity in (command.id for command in COMMANDS if command.id in stored):
            names = [portable(key) for key in stored[identity]]
            given = {key for other, keys in own.items() if commands.meet(identity, other) for key in keys}
            whole = tuple(name for name in names if name and name not in given and not fixed(identity, name))
            if whole or not names:
                own[identity] = whole
        self._use(own)

    def is_own(self, identity: str) -> bool:
        """Tell whether a command has other keys than those of the table."""
        return identity in self._own or keys_of(identity) != commands.command_of(identity).keys

    def give(self, identity: str, key: str) -> None:
        """Make a key the first one of a command; the key it had first goes, and who had the new one loses it."""
        own = {one: _without(keys, key) if commands.meet(identity, one) else keys for one, keys in self._own.items()}
        own[identity] = (key, *_without(keys_of(identity)[1:], key))
        self._keep(own)

    def reset(self, identity: str) -> str:
        """Bring a command's own keys back; return who keeps one of them, as its name, or an empty text."""
        own = {one: keys for one, keys in self._own.items() if one != identity}
        self._keep(own)
        lost = set(commands.command_of(identity).keys) - set(keys_of(identity))
        return next((c.text.rstrip("…") for c in COMMANDS for key in keys_of(c.id) if key in lost), "")

    def reset_all(self) -> dict[str, tuple[str, ...]]:
        """Bring the keys of the table back for every command; return the user's, for `bring_back`."""
        own = dict(self._own)
        self._keep({})
        return own

    def bring_back(self, own: dict[str, tuple[str, ...]]) -> None:
        """Use the keys again that `reset_all` returned."""
        self._keep(own)

    def _keep(self, own: dict[str, tuple[str, ...]]) -> None:
        own = {one: keys for one, keys in own.items() if keys != commands.command_of(one).keys}
        if self._settings is not None:
            self._settings.set_own_keys(own)
        self._use(own)

    def _use(self, own: dict[str, tuple[str, ...]]) -> None:
        before = {command.id: keys_of(command.id) for command in COMMANDS}
        self._own = own
        commands.use_keys(own)
        if before != {command.id: keys_of(command.id) for command in COMMANDS}:
            self.changed.emit()


@cache
def hub() -> Keymap:
    """Return the one object whose `changed` tells of other keys."""
    return Keymap()


class _Follower(QObject):
    """Keeps a key cap up to a command's first key, as long as its widget lives."""

    def __init__(self, widget: QObject, show: Callable[[str], object], identity: str) -> None:
        super().__init__(widget)
        self._show, self._identity = show, identity
        hub().changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._show(first_key(self._identity))


def follow_keys(widget: QObject, show: Callable[[str], object], identity: str) -> None:
    """Call `show` with the first key of a command, now and at each change, as long as the widget lives."""
    _Follower(widget, show, identity)


def first_key(identity: str) -> str:
    """Return the key of a command that is shown, as `Ctrl+K`; empty where it has none."""
    return next(iter(keys_of(identity)), "")


def key_words(identity: str) -> str:
    """Return the key of a command as a sentence names it."""
    return key_text(first_key(identity))


def label_key(label: Label) -> str:
    """Return the key that tags with a label; empty where it has none, or a command has it."""
    key = label.shortcut.upper()
    return "" if not key or label.retired or takes(key) else key


def portable(key: str) -> str:
    """Return a key in Qt's own spelling; empty where it is none, or several in a row."""
    keys = QKeySequence(key)
    if keys.count() != 1 or _stroke(keys).key() in _MODIFIERS:
        return ""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def pressed(event: QKeyEvent) -> str:
    """Return the key of a press, letters and digits by their place where the layout prints something else there."""
    if event.key() in _MODIFIERS and event.nativeScanCode() not in PHYSICAL:
        return ""
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.GroupSwitchModifier
    key = Qt.Key(event.key())
    place = PHYSICAL.get(event.nativeScanCode(), "")
    known = Qt.Key.Key_Space <= key <= Qt.Key.Key_AsciiTilde or key >= Qt.Key.Key_Escape
    foreign = key == Qt.Key.Key_unknown or not known
    if place and (foreign or (place.isdigit() and plain & Qt.KeyboardModifier.ShiftModifier)):
        key = Qt.Key(ord(place))
    if key == Qt.Key.Key_Backtab:
        key, plain = Qt.Key.Key_Tab, plain | Qt.KeyboardModifier.ShiftModifier
    return portable(QKeySequence(QKeyCombination(plain, key)).toString(QKeySequence.SequenceFormat.PortableText))


def _stroke(keys: QKeySequence) -> QKeyCombination:
    """Return the first key of a sequence, which the stub does not know to be one."""
    first: QKeyCombination = keys[0]  # type: ignore[index]
    return first


def fixed(identity: str, key: str) -> str:
    """Say why a key can never be this command's; empty where it can."""
    if key in commands.command_of(identity).keys:
        return ""
    if key in _TABS:
        in_text = commands.command_of(identity).where == "text"
        return "" if in_text else tr("{key} goes from one control to the next.").format(key=key_text(key))
    if key in _WINDOW:
        return tr("{key} belongs to windows, buttons and menus.").format(key=key_text(key))
    menu = next((m for m in MENUS if key == f"{_MENU_KEY}+{m[0]}"), "")
    if menu:
        return tr("{key} opens the menu {menu}.").format(key=key_text(key), menu=tr(menu))
    stroke = _stroke(QKeySequence(key))
    event = QKeyEvent(QEvent.Type.KeyPress, stroke.key(), stroke.keyboardModifiers())
    if article_keys.kind(event) is not article_keys.Kind.OTHER:
        return tr("{key} moves the caret, selects or copies.").format(key=key_text(key))
    return ""


def conflict(identity: str, key: str, scheme: Scheme | None) -> Conflict | None:
    """Say what a command would take a key from; None where the key is free.

    Commands that can be meant at the same time share one set of keys; Label and Review have their own besides.
    """
    if why := fixed(identity, key):
        return Conflict(why)
    shown = key_text(key)
    for other in COMMANDS:
        if other.id != identity and commands.meet(identity, other.id) and key in keys_of(other.id):
            name = tr(other.text).rstrip("…")
            return Conflict(tr("{key} belongs to “{name}”.").format(key=shown, name=name), tr("Take it from there"))
    room = room_of(commands.command_of(identity).where)
    for label in scheme.labels if scheme is not None and room in ("", "label") else ():
        if label_key(label) == key.upper():
            line = tr("{key} tags as {label}.").format(key=shown, label=label.name)
            return Conflict(line, tr("Take it from the label"))
    for mode in (one for one in MODE_KEYS if one.room == (room or "label")):
        for keys, words in mode.keys:
            if key in _every_digit(keys):
                line = tr("{mode}, {key} is taken: {words}.").format(mode=tr(mode.name), key=shown, words=tr(words))
                return Conflict(line, tr("Use it everywhere else"))
    return None


def _every_digit(keys: tuple[str, ...]) -> set[str]:
    """Return keys with all digits where the table names 1."""
    return {key.replace("1", str(n)) if key.endswith("1") else key for key in keys for n in range(1, 10)}


def _without(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    return tuple(one for one in keys if one != key)
