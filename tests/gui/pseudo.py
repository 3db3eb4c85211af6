"""A language that nobody speaks: every string that went through the translation stands in ⟦⟧, longer and accented."""

from __future__ import annotations

import re
from collections.abc import Iterable
from gettext import NullTranslations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

_LONGER = 0.35
_LONGEST_WORD = 10
_ACCENTS = str.maketrans("AEIOUYCNSTZaeiouycnstz", "ÁÉÎÖÜÝÇÑŠŢŽáéîöüýçñšţž")
_GAP = re.compile(r"(\{[^}]*\})")
_INNER = re.compile(r"⟦[^⟦⟧]*⟧")
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle", "statusTip",
          "title", "whatsThis")  # fmt: skip
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.StatusTipRole,
)


class Pseudo(NullTranslations):
    """Says every text in ⟦⟧; what stands in braces stays."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """Return a text as the language has it; one without a word stays."""
    pieces = _GAP.split(text)
    words = "".join(pieces[::2])
    if not _WORD.search(words):
        return text
    pieces[::2] = [piece.translate(_ACCENTS) for piece in pieces[::2]]
    more = round(_LONGER * len(words) + 0.5)
    tail = " ".join("~" * min(_LONGEST_WORD, more - at) for at in range(0, more, _LONGEST_WORD))
    return f"⟦{''.join(pieces)}{tail}⟧"


def left_out(text: str) -> list[str]:
    """Return the words of a text that no translation wrapped."""
    rest, before = text, ""
    while rest != before:
        before, rest = rest, _INNER.sub(" ", rest)
    return _WORD.findall(rest)


def words_of(window: QWidget) -> Iterable[tuple[str, str]]:
    """Return (where, text) of all that a window and its parts show, say and offer, hidden parts too."""
    for part in [window, *window.findChildren(QWidget), *window.findChildren(QAction)]:
        where = f"{type(part).__name__} {part.objectName()}".strip()
        for name in _SHOWN:
            read = getattr(part, name, None)
            if callable(read) and isinstance(text := read(), str) and text:
                yield f"{where}.{name}", text
        if isinstance(part, QAbstractItemView) and part.model() is not None:
            for text in _model_words(part.model(), QModelIndex()):
                yield f"{where}.model", text


def _model_words(model: QAbstractItemModel, parent: QModelIndex) -> Iterable[str]:
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        for role in _ROLES:
            if isinstance(text := index.data(role), str):
                yield text
        yield from _model_words(model, index)
