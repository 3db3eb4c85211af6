"""Edit a version before it goes to the gold layer: the hand's keys on a draft, until it is saved or given up."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.agreement.cards import Card, Version
from annotator.core.scheme import Scheme
from annotator.gui.announce import speak
from annotator.gui.commands import VALUE_KEYS, keys_of
from annotator.gui.keymap import key_words, label_key, pressed
from annotator.gui.language import tr
from annotator.gui.review.draft import Draft
from annotator.gui.review.edit_panel import EditPanel
from annotator.gui.review.lanes import Lane
from annotator.gui.review.passage import Passage
from annotator.gui.review.wording import label_name
from annotator.gui.wording import is_right_to_left, one_line

_ALT = "Meta" if sys.platform == "darwin" else "Alt"
_EDGES = {
    f"{_ALT}+Right": (True, True), f"{_ALT}+Left": (False, True),
    f"{_ALT}+Down": (True, False), f"{_ALT}+Up": (False, False),
}  # fmt: skip
"""Key -> (to the right or on, by a word); by a character the keys go on and back in every direction of writing."""
_REPEATED = frozenset(_EDGES)


class EditMode(QObject):
    """Runs between `begin` and `end`; `saved` asks for the draft to be stored, `ended` comes after both ways out."""

    saved = Signal()
    ended = Signal()

    def __init__(self, passage: Passage, panel: EditPanel) -> None:
        super().__init__(passage)
        self._passage, self._panel = passage, panel
        self._scheme: Scheme | None = None
        self._letter = ""
        self.card: Card | None = None
        self.draft: Draft | None = None
        self.answer: object = None
        self._keys: dict[str, Callable[[], object]] = {}
        panel.labelled.connect(self._relabel)
        panel.picked.connect(self._set_value)

    @property
    def running(self) -> bool:
        """Tell whether a version is being edited."""
        return self.card is not None

    def begin(self, card: Card, version: Version, letter: str, base: int, scheme: Scheme) -> None:
        """Edit a version of a card whose passage begins at `base` in the article."""
        self.card, self._letter, self._scheme = card, letter, scheme
        self.answer = version.answer
        self.draft = Draft(version, self._passage.text(), base, scheme)
        self._keys = self._named_keys(scheme)
        self._show(anew=True)
        self._speak_active()

    def end(self) -> None:
        """Leave the draft behind."""
        if self.card is not None:
            self.card = self.draft = None
            self.ended.emit()

    def key(self, event: QKeyEvent) -> bool:
        """Give a key to the edit; True when it is the edit's. A shortcut's override only asks."""
        if not self.running:
            return False
        name = pressed(event)
        in_field = isinstance(QApplication.focusWidget(), QLineEdit)
        if in_field and name not in ("Esc", "Return", "Enter"):
            return False
        if name not in self._keys:
            return False
        if event.type() == QEvent.Type.ShortcutOverride or (event.isAutoRepeat() and name not in _REPEATED):
            return True
        self._keys[name]()
        return True

    def tab(self, *, forwards: bool) -> bool:
        """Make the next or previous span the active one; False where there is no other."""
        focus = QApplication.focusWidget()
        here = focus is not None and (focus is self._passage or self._panel.isAncestorOf(focus))
        if self.draft is None or len(self.draft.spans) < 2 or not here:
            return False
        self._step(1 if forwards else -1)
        return True

    def _named_keys(self, scheme: Scheme) -> dict[str, Callable[[], object]]:
        keys: dict[str, Callable[[], object]] = {
            "Esc": self.end, "Return": self._save, "Enter": self._save, "Ctrl+Z": lambda: None,
        }  # fmt: skip
        for place in range(1, len(VALUE_KEYS) + 1):
            for key in keys_of(f"value-{place}"):
                keys[key] = partial(self._panel.values.pick, place - 1)
        for key in keys_of("next-attribute"):
            keys[key] = self._panel.values.step
        if self.card is not None and self.card.key:
            return keys
        for label in scheme.live:
            if label_key(label):
                keys[label_key(label)] = partial(self._relabel, label.key)
        for key, (on, by_word) in _EDGES.items():
            keys[key] = partial(self._move, on=on, by_word=by_word)
        for key in keys_of("edge"):
            keys[key] = self._switch_edge
        keys |= {"Del": self._remove, "Backspace": self._remove}
        return keys

    def _move(self, *, on: bool, by_word: bool) -> None:
        draft = self.draft
        span = draft.span() if draft is not None else None
        if draft is None or span is None:
            return
        if by_word and is_right_to_left(span.quote):
            on = not on
        if draft.move(on=on, by_word=by_word):
            self._show()
            moved = draft.span()
            speak(self._passage, one_line(moved.quote) if moved is not None else "")

    def _switch_edge(self) -> None:
        if self.draft is not None:
            self.draft.switch_edge()
            speak(self._passage, tr("The start moves") if self.draft.moves_start else tr("The end moves"))
            self._show()

    def _step(self, by: int) -> None:
        if self.draft is not None:
            self.draft.step(by)
            self._show(anew=True)
            self._speak_active()

    def _relabel(self, label: str) -> None:
        if self.draft is not None and self.draft.relabel(label):
            self._show(anew=True)
            self._speak_active()

    def _remove(self) -> None:
        if self.draft is not None and self.draft.remove():
            self._show(anew=True)
            self._speak_active()

    def _set_value(self, key: str, value: object) -> None:
        if self.card is not None and self.card.key:
            self.answer = value
        elif self.draft is not None:
            self.draft.set_value(key, value)
        self._show()

    def _save(self) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit):
            self._passage.setFocus(Qt.FocusReason.OtherFocusReason)  # leaving a field takes what was typed
        self.saved.emit()

    def _show(self, *, anew: bool = False) -> None:
        """Show the draft as the one lane, and its active span in the panel."""
        card, draft, scheme = self.card, self.draft, self._scheme
        if card is None or draft is None or scheme is None:
            return
        title = tr("Edit version {letter}").format(letter=self._letter)
        if card.key:
            question = next((one for one in scheme.article_labels if one.key == card.key), None)
            if question is not None:
                self._panel.show_question(question, title, "", self.answer, anew=anew)
            return
        self._passage.show_lanes([Lane(self._letter, tuple(draft.spans))], 0, draft.active)
        self._panel.show_span(scheme, title, self._hint(), draft.span(), draft.values.get(draft.active, {}), anew=anew)

    def _hint(self) -> str:
        if self.draft is None or not self.draft.spans:
            return tr("Nothing is left: saving decides that nothing is marked here.")
        edge = tr("start") if self.draft.moves_start else tr("end")
        words = tr("{arrows} move the {edge} of the tag, by a word or a character; {key} switches to the other edge.")
        return words.format(arrows=tr("Alt and the arrows"), edge=edge, key=key_words("edge"))

    def _speak_active(self) -> None:
        span = self.draft.span() if self.draft is not None else None
        if span is not None and self._scheme is not None:
            said = tr("{label}: {words}")
            speak(self._passage, said.format(label=label_name(self._scheme, span.label), words=one_line(span.quote)))
