"""The keys that belong to the article itself: caret, selection and copy. All others are the window's."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from annotator.core import words
from annotator.gui.article.breaks import qt_breaks

if TYPE_CHECKING:
    from annotator.gui.article.view import ArticleView


class Kind(Enum):
    """What a key is to the article."""

    CARET = "caret"
    WORD = "word"
    COPY = "copy"
    OTHER = "other"


_Key = QKeySequence.StandardKey
_CARET = (
    _Key.MoveToNextChar, _Key.MoveToPreviousChar, _Key.MoveToNextLine, _Key.MoveToPreviousLine,
    _Key.MoveToStartOfLine, _Key.MoveToEndOfLine, _Key.MoveToStartOfBlock, _Key.MoveToEndOfBlock,
    _Key.MoveToStartOfDocument, _Key.MoveToEndOfDocument, _Key.MoveToNextPage, _Key.MoveToPreviousPage,
    _Key.SelectNextChar, _Key.SelectPreviousChar, _Key.SelectNextLine, _Key.SelectPreviousLine,
    _Key.SelectStartOfLine, _Key.SelectEndOfLine, _Key.SelectStartOfBlock, _Key.SelectEndOfBlock,
    _Key.SelectStartOfDocument, _Key.SelectEndOfDocument, _Key.SelectNextPage, _Key.SelectPreviousPage,
    _Key.SelectAll,
)  # fmt: skip
# Each with: to the right, keeping the anchor.
_WORD = {
    _Key.MoveToNextWord: (True, False),
    _Key.MoveToPreviousWord: (False, False),
    _Key.SelectNextWord: (True, True),
    _Key.SelectPreviousWord: (False, True),
}


def kind(event: QKeyEvent) -> Kind:
    """Sort a key event."""
    if event.matches(_Key.Copy):
        return Kind.COPY
    if any(event.matches(key) for key in _WORD):
        return Kind.WORD
    if any(event.matches(key) for key in _CARET) and not _is_emacs(event):
        return Kind.CARET
    return Kind.OTHER


def _is_emacs(event: QKeyEvent) -> bool:
    """Tell whether X11 moves the caret by a letter, as Ctrl+E to the line's end: these are the window's."""
    is_letter = Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
    return is_letter and not event.matches(_Key.SelectAll)


def move_by_word(view: ArticleView, event: QKeyEvent) -> None:
    """Move the caret by the program's own words; in a right-to-left paragraph the arrow to the left goes on."""
    to_right, keep = next(turn for key, turn in _WORD.items() if event.matches(key))
    rtl = view.textCursor().block().textDirection() == Qt.LayoutDirection.RightToLeft
    text, caret = view.text(), view.caret()
    if to_right != rtl:
        place = words.next_boundary(text, caret, qt_breaks, starts=not keep)
    else:
        place = words.previous_boundary(text, caret, qt_breaks)
    if keep:
        view.select_range(view.anchor(), place)
    else:
        view.set_caret(place)
