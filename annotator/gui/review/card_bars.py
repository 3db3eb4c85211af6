"""The bars over and under the open card: what is in dispute and where in the list, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from annotator.gui import theme
from annotator.gui.keymap import first_key, follow_keys
from annotator.gui.keymap import hub as keymap
from annotator.gui.language import figure, tr
from annotator.gui.review.version_grid import KEYS
from annotator.gui.widgets import ElidedLabel, MainButton, PlainButton, QuietButton, TextLabel


class CardHead(QWidget):
    """The kind of disagreement, what differs, and which card of the list it is."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = TextLabel("", "title", 600)
        self.what = ElidedLabel("", "body", 400, "ink2")
        self.count = TextLabel("", "small", 400, "ink2", tabular=True)
        self.next = QuietButton(tr("Next"))
        follow_keys(self.next, self.next.setKeys, "review-next")
        look = theme.current()
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(look.px("space", "page"), 0, look.px("space", "wide"), 1)
        row.setSpacing(look.px("space", "gap"))
        row.addWidget(self.kind)
        row.addWidget(self.what, 1)
        row.addWidget(self.count)
        row.addWidget(self.next)
        theme.hub().changed.connect(self._restyle)
        self._restyle()
        self.clear()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "strip"))

    def set_side(self, side: int) -> None:
        """Begin and end so far from the edges."""
        look = theme.current()
        end = side - look.px("space", "page") + look.px("space", "wide")
        self._row.setContentsMargins(side, 0, end, 1)

    def show_card(self, kind: str, what: str, number: int, total: int) -> None:
        """Name a card."""
        self.kind.setText(kind)
        self.what.setText(what)
        words = tr("{number} of {total}")
        self.count.setText(words.format(number=figure(number), total=figure(total)) if number else "")
        self.next.show()

    def clear(self) -> None:
        """Name nothing."""
        self.kind.setText("")
        self.what.setText("")
        self.count.setText("")
        self.next.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().colour("hairline"))
        painter.end()


class CardFoot(QWidget):
    """What can be done: edit, nothing here, a note; the last decision with undo; and the main button."""

    def __init__(self) -> None:
        super().__init__()
        self._place, self._letter, self._editing, self._can_undo = 0, "A", False, False
        self._last = ""
        self._decided = self._gold = False
        self.edit = PlainButton("")
        self.nothing = PlainButton(tr("Nothing here"))
        self.note = QuietButton(tr("Note"))
        self.last = ElidedLabel("", "small", 400, "ink2")
        self.undo = QuietButton(tr("Undo"))
        self.give_up = PlainButton(tr("Give up"))
        self.give_up.setKeys("Esc")
        self.main = MainButton("", in_bar=True)
        self.edit.height_name = self.nothing.height_name = self.give_up.height_name = "bar_button"
        for button, command in ((self.edit, "review-edit"), (self.nothing, "review-nothing"),
                                (self.note, "review-note"), (self.undo, "undo")):  # fmt: skip
            follow_keys(button, button.setKeys, command)
        self.last.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.last.setAlignment(self.last.alignment() | Qt.AlignmentFlag.AlignRight)
        look = theme.current()
        page, small = look.px("space", "page"), look.px("space", "small")
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(page, 1, page, 0)
        row.setSpacing(small)
        for part in (self.edit, self.nothing, self.give_up, self.note):
            row.addWidget(part)
        row.addWidget(self.last, 1)
        row.addWidget(self.undo)
        row.addWidget(self.main)
        theme.hub().changed.connect(self._restyle)
        self._restyle()
        keymap().changed.connect(self._show)
        self._show()

    def _restyle(self) -> None:
        self.setFixedHeight(theme.current().px("height", "label_bar"))

    def set_side(self, side: int) -> None:
        """Begin and end so far from the edges."""
        self._row.setContentsMargins(side, 1, side, 0)

    def show_version(self, letter: str, place: int, *, decided: bool = False, gold: bool = False) -> None:
        """Let the buttons name a version, by its place from 0; `decided`: another is gold, or this one (`gold`)."""
        self._letter, self._place, self._decided, self._gold = letter, place, decided, gold
        self._show()

    def show_editing(self, *, editing: bool) -> None:
        """Offer to save or to give up, while a version is edited."""
        self._editing = editing
        self._show()

    def show_last(self, words: str, *, can_undo: bool) -> None:
        """Say what was decided last."""
        self._last, self._can_undo = words, can_undo
        self._show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, theme.current().colour("hairline"))
        painter.end()

    def _show(self) -> None:
        for part in (self.edit, self.nothing, self.note):
            part.setVisible(not self._editing)
        self.give_up.setVisible(self._editing)
        self.undo.setVisible(self._can_undo and not self._editing)
        self.last.setText(
            tr("Last: {decision}").format(decision=self._last) if self._last and not self._editing else ""
        )
        self.edit.setText(tr("Edit {letter}").format(letter=self._letter))
        if self._editing:
            self.main.setText(tr("Save"))
            self.main.setKeys("Return")
            return
        words = tr("Take {letter} instead") if self._decided else tr("Take {letter}")
        words = tr("{letter} is gold") if self._gold else words
        self.main.setText(words.format(letter=self._letter))
        self.main.setKeys(first_key(f"take-{self._place + 1}") if self._place < KEYS else "")
