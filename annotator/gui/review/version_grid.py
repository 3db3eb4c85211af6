"""The version cards beside each other: as many in a row as have room, their words and lines level."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.keymap import first_key
from annotator.gui.keymap import hub as keymap
from annotator.gui.language import tr
from annotator.gui.review.faces import Face
from annotator.gui.review.version_card import Heights, VersionCard
from annotator.gui.widgets.painting import mirrored

KEYS = 9
"""How many versions have a key of their own."""


class VersionGrid(QWidget):
    """Show faces as cards; `moved` carries the place (from 0) of the current one, `taken` that of the one pressed.

    A first click chooses a card, the next one on it takes it; the keyboard takes at once.
    """

    taken = Signal(int)
    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Versions"))
        self.cards: list[VersionCard] = []
        self._current = self._clicked = -1
        self._before: QWidget | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        theme.hub().changed.connect(self._lay_out)
        keymap().changed.connect(self._show_keys)

    def show_faces(self, faces: Sequence[Face]) -> None:
        """Show these versions, none of them current."""
        for card in self.cards:
            card.blockSignals(True)
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self.cards, self._current, self._clicked = [VersionCard(face, "") for face in faces], -1, -1
        before = self._before
        for place, card in enumerate(self.cards):
            card.setParent(self)
            card.clicked.connect(lambda _checked=False, card=card, place=place: self._press(card, place))
            card.focused.connect(lambda place=place: self.set_current(place))
            card.stepped.connect(self._step)
            if before is not None:
                QWidget.setTabOrder(before, card)
            before = card
            card.show()
        self._show_keys()
        self._lay_out()

    def come_after(self, part: QWidget) -> None:
        """Let Tab go from a part to the cards, which are made later than all that stands below them."""
        self._before = part

    def current(self) -> int:
        """Return the place of the version that the main button takes; -1 for none."""
        return self._current

    def set_current(self, place: int) -> None:
        """Make a version the one that the main button takes."""
        if place == self._current or not 0 <= place < len(self.cards):
            return
        self._current, self._clicked = place, -1
        for number, card in enumerate(self.cards):
            card.set_current(number == place)
        self.moved.emit(place)

    def focus_current(self) -> None:
        """Take the focus to the current card."""
        if 0 <= self._current < len(self.cards):
            self.cards[self._current].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "column"), self.height_for(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px("width", "queue_min"), self.height_for(self.width()))

    def height_for(self, width: int) -> int:
        """Return how high the cards stand in this width."""
        rows = self._rows(width)
        return sum(high for _row, _wide, _words, high in rows) + _gap() * max(0, len(rows) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _press(self, card: VersionCard, place: int) -> None:
        if card.by_mouse and self._clicked != place:
            self.set_current(place)
            self._clicked = place
        else:
            self.taken.emit(place)

    def _show_keys(self) -> None:
        for place, card in enumerate(self.cards[:KEYS], start=1):
            card.setKeys(first_key(f"take-{place}"))

    def _step(self, by: int, vertical: bool) -> None:
        columns = self._columns(self.width())
        there = self._current + by * (columns if vertical and columns < len(self.cards) else 1)
        if 0 <= there < len(self.cards):
            self.cards[there].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _columns(self, width: int) -> int:
        least = theme.current().px("width", "version_min")
        return max(1, min(len(self.cards), (width + _gap()) // (least + _gap())))

    def _rows(self, width: int) -> list[tuple[list[VersionCard], int, Heights, int]]:
        """Return the cards by row: cards, width of each, heights of their words and lines, height of the row."""
        if not self.cards:
            return []
        columns = self._columns(width)
        wide = min((width - (columns - 1) * _gap()) // columns, theme.current().px("width", "version_max"))
        found = []
        for first in range(0, len(self.cards), columns):
            row = self.cards[first : first + columns]
            heights = _highest([card.heights(wide) for card in row])
            found.append((row, wide, heights, max(card.height_for(heights) for card in row)))
        return found

    def _lay_out(self) -> None:
        top = 0
        for row, wide, heights, high in self._rows(self.width()):
            for place, card in enumerate(row):
                card.set_room(heights)
                left = place * (wide + _gap())
                plain = card.rect()
                plain.setRect(left, top, wide, high)
                card.setGeometry(mirrored(plain, self.width(), self.layoutDirection()))
            top += high + _gap()
        if top:
            self.setFixedHeight(top - _gap())


def _highest(heights: Sequence[Heights]) -> Heights:
    """Return the greatest heights of the first span of all cards, the second, and so on."""
    return tuple(
        tuple(max(each) for each in zip_longest(*found, fillvalue=0))
        for found in ([one[place] for one in heights if place < len(one)] for place in range(max(map(len, heights))))
    )


def _gap() -> int:
    return theme.current().px("space", "gap")
