"""Show the active tag: label, words, attributes, roles, doubt and note at one place."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme, readable_name
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.announce import speak
from annotator.gui.keymap import follow_keys, key_words, label_key
from annotator.gui.label.attribute_list import AttributeList
from annotator.gui.label.edges import HintLines
from annotator.gui.label.lines import Quote
from annotator.gui.label.role_list import RoleList
from annotator.gui.label.version_note import VersionNote
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import CheckRow, EmptyNote, Field, LabelMark, SectionHead

_LEAVING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


def how_to_tag(scheme: Scheme) -> str:
    """Say how a tag is made, with the first and the last digit that the scheme uses."""
    digits = sorted(label_key(label) for label in scheme.labels if label_key(label).isdigit())
    if len(digits) < 2:
        return tr("Select words, or place the caret in one, and press a label’s key. Tab steps through the tags.")
    words = tr("Select words, or place the caret in one, and press {first} to {last}. Tab steps through the tags.")
    return words.format(first=digits[0], last=digits[-1])


class SpanPanel(QWidget):
    """Show and change the active tag; the inspector says when. `noteFinished` comes when Return ends the note."""

    noteFinished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span: Span | None = None
        self.head = SectionHead(tr("This tag"), "", foldable=False)
        self.empty = EmptyNote(tr("No tag is active"), how_to_tag(session.scheme))
        self._mark = LabelMark(session.scheme.labels[0], "body", 600, tinted=True)
        self.quote = Quote()
        self.hints = HintLines(session)
        self.attributes = AttributeList(self)
        self.roles = RoleList(session)
        self.unsure = CheckRow(tr("Unsure"))
        follow_keys(self.unsure, self.unsure.setKeys, "unsure")
        self.version = VersionNote()
        self.note = Field(tr("Add a note"), tr("Note of this tag"), icon="", in_panel=True)
        follow_keys(self.note, self.note.setKeys, "note")
        self._pages = QStackedWidget()
        self._scroll = QScrollArea()
        self._filled = ""
        self._wanted: QWidget = self.note
        self._later = QTimer(self, singleShot=True, interval=0)
        self._arrange()
        self._connect()
        self.show_active()

    def choose_value(self, number: int) -> bool:
        """Do what the value key of a place from 0 does to the current attribute; False where it has no such value."""
        box = self.attributes.current()
        if self._span is None or box is None:
            return False
        place = self._span.id, box.attribute.key
        had = place in self._session.attributes
        done = box.pick(number)
        if had and place not in self._session.attributes:
            words = tr("{name} taken away. {key} brings it back.")
            self._session.said.emit(words.format(name=box.attribute.name, key=key_words("undo") or tr("Undo")))
        return done

    def next_attribute(self) -> bool:
        """Let the value keys set the next attribute; False where there is none."""
        return self._span is not None and self.attributes.step()

    def focus_note(self) -> None:
        """Take the focus to the note."""
        self._bring(self.note)
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Qt selects all of a field that a shortcut focuses: the first letter would wipe the note out.
        self.note.end(False)

    def commit(self) -> None:
        """Save what is still being typed, as it stands in its field."""
        self._note_done()
        if self._span is not None:
            self._save_typed(self._span.id)

    def give_up(self, field: QWidget) -> None:
        """Take back what was typed into the note or a value since it was last saved, if that is this field."""
        span = self._session.spans.get(self._session.active)
        if field is self.note and span is not None:
            self.note.setText(span.note)
            self.note.setModified(False)
        for box in self.attributes.boxes:
            if field is box.field and span is not None:
                box.take_typed()
                box.show_value(self._session.attributes.get((span.id, box.attribute.key)))

    def _save_typed(self, span_id: str) -> None:
        """Save free text that is still being typed, as a value of this tag."""
        for box in self.attributes.boxes:
            if box.is_typing():
                self._session.set_attribute(span_id, box.attribute.key, box.take_typed())

    def _commit_note(self) -> None:
        span = self._session.spans.get(self._span.id) if self._span is not None else None
        text = self.note.text().strip()
        if span is not None and text != span.note:
            self._session.set_note(span.id, text)

    def show_active(self, position: str = "") -> None:
        """Show the tag that is active now; `position` is its place among all."""
        self.head.setCount(position)
        before = self._span
        self._span = self._session.spans.get(self._session.active)
        if before is not None and (self._span is None or before.id != self._span.id):
            self._leave(before)
        self._pages.setCurrentIndex(1 if self._span is not None else 0)
        self.empty.say(tr("No tag is active"), how_to_tag(self._session.scheme))
        if self._span is not None:
            self._fill(self._span)
        else:
            self._filled = ""
        self.version.show_span(self._span)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Save what is typed before a command that leaves the article, which takes no focus away, can run."""
        if event.type() == QEvent.Type.ShortcutOverride:
            press = cast(QKeyEvent, event)
            if press.modifiers() & Qt.KeyboardModifier.ControlModifier and press.key() in _LEAVING:
                self.commit()
        return super().eventFilter(watched, event)

    def _leave(self, before: Span) -> None:
        """Save what was still being typed when another tag became active."""
        self._save_typed(before.id)
        text = self.note.text().strip()
        known = self._session.spans.get(before.id)
        if self.note.isModified() and known is not None and text != known.note:
            self._session.set_note(before.id, text)
        self.note.setModified(False)

    def _fill(self, span: Span) -> None:
        label = self._session.scheme.label(span.label)
        if label is not None:
            self._mark.setLabel(label)
        self.quote.setText(span.quote)
        self.hints.show_span(span)
        wanted, stored = self._session.scheme.attributes_of(span.label), self._session.attributes
        values = {one.key: stored.get((span.id, one.key)) for one in wanted}
        anew = span.id != self._filled
        self.attributes.show(wanted, values, anew=anew)
        self._filled = span.id
        if anew:
            self._scroll.verticalScrollBar().setValue(0)
            if (current := self.attributes.current()) is not None:
                self._bring(current)
        for field in (box.field for box in self.attributes.boxes if box.field is not None):
            field.installEventFilter(self)
        self.roles.show_event(span)
        self.unsure.setChecked(span.unsure)
        if not self.note.isModified():
            self.note.setText(span.note)
        if not self.note.hasFocus():
            self.note.home(False)

    def _pick(self, key: str, value: object) -> None:
        """Store a value, show what then stands, and go on to the next attribute."""
        if self._span is None:
            return
        place = self._span.id, key
        if self._session.attributes.get(place) != value:
            self._session.set_attribute(*place, value)
        self._fill(self._span)
        if value is not None and self._session.attributes.get(place) == value:
            self.attributes.chosen(key)
            self._announce(key, value)

    def _announce(self, key: str, value: object) -> None:
        """Say aloud what was set and what the value keys set next, where a screen reader runs."""
        names = {box.attribute.key: box.attribute.name for box in self.attributes.boxes}
        following = self.attributes.current()
        words = tr("{name}: {value}.").format(name=names.get(key, key), value=readable_name(str(value)))
        if following is not None and following.attribute.key != key:
            words += " " + tr("Next: {name}.").format(name=following.attribute.name)
        speak(self, words)

    def _bring(self, part: QWidget) -> None:
        """Scroll to the note or an attribute once it has its place."""
        self._wanted = part
        self._later.start()

    def _bring_now(self) -> None:
        if self._wanted is self.note or self._wanted in self.attributes.boxes:
            self._scroll.ensureWidgetVisible(self._wanted, 0, theme.current().px("space", "small"))

    def _set_unsure(self, unsure: bool) -> None:
        if self._span is not None:
            self._session.set_unsure(self._span.id, unsure)
            self._fill(self._span)

    def _note_done(self) -> None:
        self._commit_note()
        self.note.setModified(False)

    def _connect(self) -> None:
        self.unsure.clicked.connect(self._set_unsure)
        self._session.schemeChanged.connect(self.version.look_again)
        self.note.installEventFilter(self)
        self.note.editingFinished.connect(self._note_done)
        self.note.returnPressed.connect(self.noteFinished)
        self.attributes.picked.connect(self._pick)
        self.attributes.typed.connect(self.noteFinished)
        self.attributes.moved.connect(self._bring)
        self._later.timeout.connect(self._bring_now)

    def _arrange(self) -> None:
        look = theme.current()
        inset, gap, small, hair = (look.px("space", name) for name in ("inset", "gap", "small", "hair"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(inset, 0, inset, small)
        column.setSpacing(0)
        column.addWidget(self.hints)
        column.addSpacing(gap)
        attributes = self.attributes
        for part in (attributes.required, attributes.optional, self.roles, self.unsure, self.note, self.version):
            column.addWidget(part)
        column.insertSpacing(column.indexOf(self.note), hair)
        column.insertSpacing(column.indexOf(self.version), hair)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        note = QWidget()
        words = QVBoxLayout(note)
        words.setContentsMargins(inset, small, inset, small)
        words.addWidget(self.empty)
        span = QWidget()
        head = QVBoxLayout()
        head.setContentsMargins(inset, hair, inset, 0)
        head.setSpacing(hair)
        head.addWidget(self._mark)
        head.addWidget(self.quote)
        below = QVBoxLayout(span)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(head)
        below.addWidget(scroll, 1)
        self._pages.addWidget(note)
        self._pages.addWidget(span)
        top = QVBoxLayout()
        top.setContentsMargins(inset, 0, inset, 0)
        top.addWidget(self.head)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
