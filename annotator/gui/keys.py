"""The page on which commands get other keys: choose a command, press the key, answer where it belongs to another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import keymap, theme
from annotator.gui.announce import speak
from annotator.gui.command import Command
from annotator.gui.commands import COMMANDS, MENUS, keys_of
from annotator.gui.language import tr
from annotator.gui.ranking import score
from annotator.gui.widgets import (
    EmptyNote,
    Field,
    PaintedButton,
    PlainButton,
    QuietButton,
    SectionHead,
    TextLabel,
    draw_key_cap,
    key_cap_width,
    key_text,
    text_width,
)
from annotator.gui.widgets.painting import draw_frame
from annotator.gui.widgets.words import plain_tip
from annotator.gui.wording import listed


class KeyRow(PaintedButton):
    """One command with its keys; a click or Return makes it listen, and the next key is told by `heard`."""

    heard = Signal(str)

    def __init__(self, command: Command) -> None:
        self.command = command
        self._listens = False
        super().__init__(tr(command.text).rstrip("…"))
        self.setToolTip(plain_tip(tr(command.help)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.listen(True))
        self.refresh()

    def listens(self) -> bool:
        """Tell whether the next key is taken."""
        return self._listens

    def listen(self, on: bool) -> None:
        """Take the next key, or leave keys alone again."""
        if on:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._listens = on
        self.refresh()

    def refresh(self) -> None:
        """Show the keys of today."""
        keys = listed(key_text(key) for key in self._shown()) or tr("no key")
        self.setAccessibleDescription(tr("Press the new key; Esc leaves it as it is.") if self._listens else keys)
        self._restyle()

    def font_for(self) -> QFont:
        return theme.current().ui_font("body", 600 if self._listens else 400)

    def natural_size(self) -> QSize:
        look = theme.current()
        caps = sum(key_cap_width(key) + look.px("space", "hair") for key in self._shown())
        words = text_width(self.text(), self.font_for())
        return QSize(2 * look.px("space", "small") + words + caps, look.px("height", "role_row"))

    def minimumSizeHint(self) -> QSize:
        return QSize(4 * theme.current().px("space", "page"), self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        look = theme.current()
        ground = "raised" if self._listens else self.ground()
        edge, width = (look.colour("ink"), look.stroke("chosen")) if self._listens else (None, 0.0)
        if ground:
            draw_frame(painter, self.rect(), self.ring_radius(), look.colour(ground), edge, width)
        small = look.px("space", "small")
        right = self._draw_hint(painter) if self._listens else self._caps(painter)
        words = QRect(small, 0, right - 2 * small, self.height())
        self.draw_words(painter, words, self.text(), self.font_for(), self.ink())

    def event(self, event: QEvent) -> bool:
        """Keep keys from the window's shortcuts while listening."""
        if self._listens and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._listens:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.listen(False)
        elif not event.isAutoRepeat() and (key := keymap.pressed(event)):
            self.listen(False)
            self.heard.emit(key)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Take Tab like any other key while listening."""
        return False if self._listens else super().focusNextPrevChild(forwards)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.listen(False)

    def _shown(self) -> list[str]:
        """Return the keys; of two that look the same, one."""
        return list({key_text(key): key for key in reversed(keys_of(self.command.id))}.values())[::-1]

    def _draw_hint(self, painter: QPainter) -> int:
        """Draw what to do now at the far end; return the x before it."""
        look = theme.current()
        text, font = tr("Press the new key"), look.ui_font("sub")
        left = self.width() - look.px("space", "small") - text_width(text, font)
        self.draw_words(painter, QRect(left, 0, self.width() - left, self.height()), text, font, "ink2")
        return left

    def _caps(self, painter: QPainter) -> int:
        """Draw the key caps at the far end, the first one leading; return the x before them."""
        look = theme.current()
        right, height = self.width() - look.px("space", "small"), look.px("height", "key_cap")
        for key in reversed(self._shown()):
            width = key_cap_width(key)
            cap = QRect(right - width, (self.height() - height) // 2, width, height)
            draw_key_cap(painter, self.mirror(cap), key)
            right -= width + look.px("space", "hair")
        return right


class _Answer(QWidget):
    """One line under a command: what a key belongs to, and the way out."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._act: Callable[[], object] = self.hide
        self.line = TextLabel("", "sub", ink="ink2", wrap=True)
        self.take = PlainButton("")
        self.leave = QuietButton(tr("Leave it"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        small = look.px("space", "small")
        column.setContentsMargins(small, 0, small, small)
        column.addWidget(self.line)
        column.addLayout(buttons)
        self.take.clicked.connect(lambda _checked=False: self._act())
        self.leave.clicked.connect(self.hide)

    def say(self, line: str, choice: str = "", act: Callable[[], object] | None = None) -> None:
        """Show one line, with a button where there is a choice."""
        self._act = act or self.hide
        self.line.setText(line)
        self.take.setText(choice)
        self.setAccessibleName(line)
        for button in (self.take, self.leave):
            button.setVisible(bool(choice))
        self.show()
        if choice:
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)


class _Foot(QWidget):
    """The button that brings all keys back, and once it did, one that takes that back."""

    def __init__(self) -> None:
        super().__init__()
        self._own: dict[str, tuple[str, ...]] = {}
        small = theme.current().px("space", "small")
        self.reset = PlainButton(tr("Reset all keys"))
        self.line = TextLabel("", "sub", ink="ink2", wrap=True)
        self.back = QuietButton(tr("Bring my keys back"))
        buttons = QHBoxLayout()
        buttons.setSpacing(small)
        buttons.addWidget(self.reset)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, small, 0, 0)
        column.setSpacing(small)
        column.addWidget(self.line)
        column.addLayout(buttons)
        self.reset.clicked.connect(self._reset)
        self.back.clicked.connect(self._bring_back)
        self.forget()

    def forget(self) -> None:
        """Offer nothing more: other keys were given since."""
        self._own = {}
        self.line.hide()
        self.back.hide()

    def _reset(self) -> None:
        if own := keymap.hub().reset_all():
            self._own = own
            self._say(tr("All keys are the usual ones again."))
        elif not self._own:
            self._say(tr("All keys are the usual ones already."))
        self.back.setVisible(bool(self._own))

    def _bring_back(self) -> None:
        own = self._own
        self.reset.setFocus(Qt.FocusReason.OtherFocusReason)
        self.forget()
        keymap.hub().bring_back(own)
        self._say(tr("Your keys are back."))

    def _say(self, words: str) -> None:
        self.line.setText(words)
        self.line.show()
        speak(self.line, words)


class KeysPage(QWidget):
    """All commands by menu, each with its keys; what is changed works at once."""

    def __init__(self, scheme: Scheme | None) -> None:
        super().__init__()
        self._scheme = scheme
        self.rows: dict[str, KeyRow] = {}
        self._hosts: dict[str, QWidget] = {}
        self._resets: dict[str, QuietButton] = {}
        self._heads: dict[str, SectionHead] = {}
        self.answer = _Answer()
        self._foot = _Foot()
        self.empty = EmptyNote(tr("No command is called that"), tr("Try another word, or a key."))
        self.filter = Field(tr("Find a command or a key"), tr("Find a command or a key"))
        look = theme.current()
        inset = look.px("space", "drawer")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(inset, look.px("space", "small"), inset, inset)
        self._column.setSpacing(0)
        words = tr("Choose a command, then press the key that it should have. Esc leaves it as it is.")
        self._column.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        self._column.addSpacing(look.px("space", "small"))
        self._column.addWidget(self.filter)
        for menu in MENUS:
            self._heads[menu] = SectionHead(tr(menu), foldable=False)
            self._column.addWidget(self._heads[menu])
            for command in COMMANDS:
                if command.menu == menu and command.id != "escape":
                    self._add(command)
        self._column.addWidget(self.answer)
        self._column.addWidget(self.empty)
        self._column.addStretch(1)
        self.answer.hide()
        self.empty.hide()
        self.filter.textChanged.connect(self._narrow)
        self.filter.returnPressed.connect(self._choose_first)
        keymap.hub().changed.connect(self._refresh)
        self._refresh()

    def footer(self) -> QWidget:
        """Return what stays in sight: the button that brings all keys back, and the way back from there."""
        return self._foot

    def keyPressEvent(self, event: QKeyEvent) -> None:
        first = self._first()
        if event.key() == Qt.Key.Key_Down and self.filter.hasFocus() and first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _first(self) -> KeyRow | None:
        """Return the first command that is shown."""
        return next((row for row in self.rows.values() if row.isVisible()), None)

    def _choose_first(self) -> None:
        """Let the first command that fits the words listen."""
        first = self._first()
        if first is not None and self.filter.text().strip():
            first.click()

    def _add(self, command: Command) -> None:
        row = self.rows[command.id] = KeyRow(command)
        reset = self._resets[command.id] = QuietButton(tr("Reset"))
        reset.setAccessibleDescription(row.text())
        host = self._hosts[command.id] = QWidget()
        line = QHBoxLayout(host)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(row, 1)
        line.addWidget(reset)
        row.heard.connect(lambda key: self._hear(command.id, key))
        row.clicked.connect(self.answer.hide)
        reset.clicked.connect(lambda: self._reset(command.id))
        self._column.addWidget(host)

    def _hear(self, identity: str, key: str) -> None:
        """Give a command the key that was pressed, or ask where it is another's."""
        self._put_answer(identity)
        found = keymap.conflict(identity, key, self._scheme)
        if found is None:
            self._give(identity, key)
        elif found.choice:
            self.answer.say(found.line, found.choice, lambda: self._give(identity, key))
        else:
            self.answer.say(found.line)
        self._reveal(self.answer if self.answer.isVisible() else self._hosts[identity])

    def _give(self, identity: str, key: str) -> None:
        before = {one: keys_of(one) for one in self.rows}
        keymap.hub().give(identity, key)
        self._foot.forget()
        lost = [one for one, keys in before.items() if one != identity and len(keys_of(one)) < len(keys)]
        self.rows[identity].setFocus(Qt.FocusReason.OtherFocusReason)
        self.answer.hide()
        if lost:
            self.answer.say(self._left_with(lost[0]))
            self._reveal(self.answer)

    def _left_with(self, identity: str) -> str:
        """Say what the command that lost a key is left with."""
        name, keys = self.rows[identity].text(), keys_of(identity)
        if keys:
            return tr("“{name}” keeps {key}.").format(name=name, key=key_text(keys[0]))
        return tr("“{name}” has no key now; menu and palette still run it.").format(name=name)

    def _reset(self, identity: str) -> None:
        keeper = keymap.hub().reset(identity)
        self._foot.forget()
        self._put_answer(identity)
        self.answer.hide()
        self.rows[identity].setFocus(Qt.FocusReason.OtherFocusReason)
        if keeper:
            self.answer.say(tr("Its own key stays with “{name}”: reset that first.").format(name=keeper))

    def _reveal(self, part: QWidget) -> None:
        """Scroll to a part of the page that has just been shown."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            self._column.activate()
            self.adjustSize()
            area.ensureWidgetVisible(part)

    def _put_answer(self, identity: str) -> None:
        self._column.removeWidget(self.answer)
        self._column.insertWidget(self._column.indexOf(self._hosts[identity]) + 1, self.answer)

    def _refresh(self) -> None:
        for identity, row in self.rows.items():
            row.refresh()
            self._resets[identity].setVisible(keymap.hub().is_own(identity))

    def _narrow(self, words: str) -> None:
        """Show the commands that fit the words, by name, menu or key."""
        self.answer.hide()
        shown: set[str] = set()
        for identity, row in self.rows.items():
            keys = " ".join(key_text(key) for key in keys_of(identity))
            fits = not words.strip() or score(words, row.text(), f"{keys} {tr(row.command.menu)}") is not None
            self._hosts[identity].setVisible(fits)
            if fits:
                shown.add(row.command.menu)
        for menu, head in self._heads.items():
            head.setVisible(menu in shown)
        self.empty.setVisible(not shown)
