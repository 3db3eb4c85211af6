"""Which keys the article keeps for itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.gui.article import keys

_Key = QKeySequence.StandardKey


class PressOnX11(QKeyEvent):
    """A press that the system's key scheme takes for a caret move, as X11's takes Ctrl+E for the line's end."""

    def __init__(self, key: Qt.Key, modifiers: Qt.KeyboardModifier, meaning: QKeySequence.StandardKey) -> None:
        super().__init__(QEvent.Type.KeyPress, key, modifiers)
        self._meaning = meaning

    def matches(self, key: QKeySequence.StandardKey) -> bool:
        return key == self._meaning


@pytest.mark.parametrize(
    ("key", "modifiers", "meaning", "kind"),
    [
        (Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, _Key.MoveToEndOfLine, keys.Kind.OTHER),
        (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier, _Key.SelectAll, keys.Kind.CARET),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, _Key.MoveToEndOfLine, keys.Kind.CARET),
    ],
)
def test_a_letter_is_a_command_and_moves_no_caret(
    key: Qt.Key, modifiers: Qt.KeyboardModifier, meaning: QKeySequence.StandardKey, kind: keys.Kind
) -> None:
    assert keys.kind(PressOnX11(key, modifiers, meaning)) is kind
