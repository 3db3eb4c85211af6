"""Show the active tag: label, words, attributes, roles, doubt and note at one place."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.scheme import Attribute, Scheme
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.label.attribute_box import AttributeBox
from annotator.gui.label.lines import Quote
from annotator.gui.label.role_list import RoleList
from annotator.gui.session import Session
from annotator.gui.widgets import CheckRow, EmptyNote, Field, LabelMark, SectionHead

_LEAVING = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


def how_to_tag(scheme: Scheme) -> str:
    """Say how a tag is made, with the first and the last digit that the scheme uses."""
    digits = sorted(label.shortcut for label in scheme.labels if label.shortcut.isdigit() and not label.retired)
    keys = f"press {digits[0]} to {digits[-1]}" if len(digits) > 1 else "press a label’s key"
    return f"Select words, or place the caret in one, and {keys}. Tab steps through the tags."


class SpanPanel(QWidget):
    """Show and change the active tag; the inspector says when. `noteFinished` comes when Return ends the note."""

    noteFinished = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._span: Span | None = None
        self._built_for: tuple[Attribute, ...] | None = None
        self._boxes: list[AttributeBox] = []
        self.head = SectionHead("This span", "", foldable=False)
        self.empty = EmptyNote("No tag is active", how_to_tag(session.scheme))
        self._mark = LabelMark(session.scheme.labels[0], "body", 600, tinted=True)
        self.quote = Quote()
        self._required, self._optional = QVBoxLayout(), QVBoxLayout()
        self._more = SectionHead("Optional")
        self._more_box = QWidget()
        self._more_box.setLayout(self._optional)
        self.roles = RoleList(session)
        self.unsure = CheckRow("Unsure", "U")
        self.note = Field("Add a note", "Note of this tag", icon="", keys="N", in_panel=True)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.show_active()

    def choose_value(self, number: int) -> bool:
        """Choose a value of the first required attribute by its place from 0; False where there is none."""
        first = next((box for box in self._boxes if box.attribute.required), None)
        return first is not None and self._span is not None and first.pick(number)

    def focus_note(self) -> None:
        """Take the focus to the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Qt selects all of a field that a shortcut focuses: the first letter would wipe the note out.
        self.note.end(False)

    def commit(self) -> None:
        """Save what is still being typed, as it stands in its field."""
        self._note_done()
        if self._span is not None:
            self._save_typed(self._span.id)

    def _save_typed(self, span_id: str) -> None:
        """Save free text that is still being typed, as a value of this tag."""
        for box in self._boxes:
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
        self.empty.say("No tag is active", how_to_tag(self._session.scheme))
        if self._span is not None:
            self._fill(self._span)

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
        self._build(self._session.scheme.attributes_of(span.label))
        for box in self._boxes:
            box.show_value(self._session.attributes.get((span.id, box.attribute.key)))
        self.roles.show_event(span)
        self.unsure.setChecked(span.unsure)
        if not self.note.isModified():
            self.note.setText(span.note)

    def _build(self, attributes: tuple[Attribute, ...]) -> None:
        """Make the boxes of a label's attributes; stepping between tags of one label keeps them."""
        if attributes == self._built_for:
            return
        self._built_for = attributes
        for box in self._boxes:
            box.blockSignals(True)  # a field that goes says that it was left: its value is of another label
            box.setParent(None)
            box.deleteLater()
        first = next((one for one in attributes if one.required), None)
        self._boxes = [AttributeBox(one, with_keys=one is first) for one in attributes]
        for box in self._boxes:
            (self._required if box.attribute.required else self._optional).addWidget(box)
            box.picked.connect(self._pick)
            for field in box.findChildren(Field):
                field.installEventFilter(self)
            box.show()
        optional = [one.name.lower() for one in attributes if not one.required]
        self._more.setText(f"Optional: {', '.join(optional)}")
        self._more.setVisible(bool(optional))
        self._more_box.setVisible(bool(optional) and not self._more.isFolded())

    def _pick(self, key: str, value: object) -> None:
        if self._span is None:
            return
        if self._session.attributes.get((self._span.id, key)) != value:
            self._session.set_attribute(self._span.id, key, value)
        self._fill(self._span)

    def _set_unsure(self, unsure: bool) -> None:
        if self._span is not None:
            self._session.set_unsure(self._span.id, unsure)
            self._fill(self._span)

    def _note_done(self) -> None:
        self._commit_note()
        self.note.setModified(False)

    def _connect(self) -> None:
        self.unsure.clicked.connect(self._set_unsure)
        self.note.installEventFilter(self)
        self.note.editingFinished.connect(self._note_done)
        self.note.returnPressed.connect(self.noteFinished)
        self._more.folded.connect(lambda folded: self._more_box.setVisible(not folded))
        self._more.setFolded(True)

    def _arrange(self) -> None:
        look = theme.current()
        inset, gap, small, hair = (look.px("space", name) for name in ("inset", "gap", "small", "hair"))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(inset, hair, inset, small)
        column.setSpacing(0)
        column.addWidget(self._mark)
        column.addSpacing(hair)
        for layout in (self._required, self._optional):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(small)
        column.addWidget(self.quote)
        column.addSpacing(gap)
        column.addLayout(self._required)
        column.addSpacing(small)
        for part in (self.roles, self.unsure, self.note, self._more, self._more_box):
            column.addWidget(part)
        column.insertSpacing(column.indexOf(self.note), hair)
        column.insertSpacing(column.indexOf(self._more), hair)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        note = QWidget()
        words = QVBoxLayout(note)
        words.setContentsMargins(inset, small, inset, small)
        words.addWidget(self.empty)
        self._pages.addWidget(note)
        self._pages.addWidget(scroll)
        top = QVBoxLayout()
        top.setContentsMargins(inset, 0, inset, 0)
        top.addWidget(self.head)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
