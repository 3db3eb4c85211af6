"""One label with all its settings; each is saved when its field is left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.core.scheme_names import bar_word, short_word
from annotator.gui import theme
from annotator.gui.command import room_of
from annotator.gui.commands import COMMANDS, keys_of, takes
from annotator.gui.language import ntr, tr
from annotator.gui.scheme.attributes import Attributes
from annotator.gui.scheme.changes import Changes, code_of
from annotator.gui.scheme.colours import Colours
from annotator.gui.scheme.fate import Fate
from annotator.gui.scheme.fields import Entry
from annotator.gui.widgets import CheckRow, Hairline, LabelMark, PlainButton, QuietButton, TextLabel
from annotator.work import scheming

_LETTERS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_OFFERED = 6


class LabelForm(QWidget):
    """Shows and changes one label; `guidelineWanted` and `moveWanted` (-1 up, 1 down) are for the page around it."""

    guidelineWanted = Signal()
    moveWanted = Signal(int)

    def __init__(self, changes: Changes, key: str) -> None:
        super().__init__()
        self._changes, self.key = changes, key
        label = self._label()
        self._first_name, self._first_code = label.name, label.code
        self.mark = LabelMark(label, "head", 600)
        self.facts = TextLabel("", "sub", ink="ink2", wrap=True, tabular=True)
        self.up, self.down = QuietButton(tr("Move up")), QuietButton(tr("Move down"))
        self.name = Entry(tr("Name"), self._rename)
        self.says_code = TextLabel("", "sub", ink="ink2", wrap=True)
        self.change_code = CheckRow("")
        self.code = Entry(tr("Code in other formats"), self._setter("code", "change code of label"))
        self.bar = Entry(tr("Word in the bar"), self._setter("bar", "change bar word of label"))
        self.short = Entry(tr("Its short form"), self._setter("short", "change bar word of label"))
        self.layer = Entry(tr("Layer"), self._setter("layer", "change layer of label"))
        self.shortcut = Entry(tr("Shortcut"), self._set_shortcut)
        self.colours = Colours(self._recolour)
        self.is_text = Entry(tr("What it is"), self._setter("description", "change description of label"), lines=4)
        self.is_not = Entry(tr("What it is not"), self._setter("is_not", "change description of label"), lines=3)
        self.write = PlainButton("")
        self.attributes = Attributes(changes)
        self.fate = Fate(changes)
        self._connect()
        self._arrange()
        self.refresh()

    def refresh(self) -> None:
        """Show the label as the scheme has it now."""
        label = self._label()
        self.mark.setLabel(label)
        count = self._changes.counts().get(self.key, 0)
        tags = ntr("{n} tag", "{n} tags", count)
        self.facts.setText(tr("Key {key}, which never changes · {tags}").format(key=self.key, tags=tags))
        fields = (
            (self.name, label.name), (self.code, label.code), (self.bar, label.bar), (self.short, label.short),
            (self.layer, label.layer), (self.shortcut, label.shortcut), (self.is_text, label.description),
            (self.is_not, label.is_not),
        )  # fmt: skip
        for entry, value in fields:
            entry.show_value(value)
        self.shortcut.setEnabled(not label.retired and self._changes.allowed())
        self.colours.show_label(label, self._changes.scheme)
        self.write.setText(tr("Edit guideline") if label.guideline else tr("Write a guideline"))
        self.attributes.show_label(label)
        self.fate.show_label(label)
        self._offer_code()
        live = [one.key for one in self._changes.scheme.live]
        self.up.setEnabled(self.key in live[1:])
        self.down.setEnabled(self.key in live[:-1])

    def allow(self, allowed: bool) -> None:
        """Let the label be changed, or only be read."""
        for part in self._parts():
            part.setEnabled(allowed)

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.up, self.down, self.name, self.change_code, self.code, self.bar, self.short, self.layer,
            self.shortcut, self.colours, self.is_text, self.is_not, self.attributes, self.fate,
        )  # fmt: skip

    def _label(self) -> Label:
        label = self._changes.scheme.label(self.key)
        if label is None:
            raise LookupError(self.key)
        return label

    def _change(self, what: str, **fields: str | None) -> str:
        return self._changes.make(
            lambda scheme: scheming.change_label(scheme, self.key, **fields), f"{what} {self._label().name}"
        )

    def _setter(self, field: str, what: str) -> Callable[[str], str]:
        """Return what saves one setting; without words it is the one that the scheme derives."""
        return lambda words: self._change(what, **{field: words or None})

    def _rename(self, words: str) -> str:
        before = self._label().name
        fault = self._change("rename label", **self._named(words))
        if not fault:
            self._changes.tell(tr("“{before}” is called “{label}” now.").format(before=before, label=words))
        return fault

    def _named(self, name: str) -> dict[str, str | None]:
        """Return what a rename sets: the words in the bar go along where they are only the old name, cut short."""
        label = self._label()
        fields: dict[str, str | None] = {"name": name}
        if name != label.name and label.bar == bar_word(label.name):
            fields["bar"] = None
            if label.short == short_word(label.bar):
                fields["short"] = None
        return fields

    def _offer_code(self) -> None:
        """After a rename, offer to change the code too; while the name is being written, already before."""
        name = self.name.text().strip()
        wanted = code_of(name)
        offered = bool(wanted) and name != self._first_name and wanted != self._first_code
        self.says_code.setText(tr("Other formats write the code “{code}”.").format(code=self._first_code))
        self.change_code.setText(tr("Change it to “{code}”").format(code=wanted))
        self.change_code.setChecked(self._label().code == wanted)
        for part in (self.says_code, self.change_code):
            part.setVisible(offered)

    def _set_code(self, changed: bool) -> None:
        """Change the code with the name, or give it back; a name that is still being written goes along."""
        name = self.name.text().strip()
        code = code_of(name) if changed else None if self._first_code == self.key else self._first_code
        what = "rename label" if name != self._label().name else "change code of label"
        fault = self._change(what, **self._named(name), code=code)
        self.name.complain(fault)
        self.change_code.setChecked(changed and not fault)

    def _set_shortcut(self, words: str) -> str:
        key = words.upper()
        in_label = (c for c in COMMANDS if room_of(c.where) in ("", "label"))
        owner = next((c for c in in_label if any(key == own.upper() for own in keys_of(c.id))), None)
        other = next((one for one in self._changes.scheme.live if one.shortcut == key and one.key != self.key), None)
        if key and owner is not None:
            return self._taken(key, owner.text.rstrip("…"))
        if key and other is not None:
            return self._taken(key, other.name)
        return self._change("change key of label", shortcut=key)

    def _taken(self, key: str, by: str) -> str:
        used = {one.shortcut for one in self._changes.scheme.live}
        free = [sign for sign in _LETTERS if not takes(sign) and sign not in used][:_OFFERED]
        return tr("{key} is the key of “{name}”. Free are: {keys}.").format(key=key, name=by, keys=" ".join(free))

    def _recolour(self, light: str, dark: str) -> str:
        return self._change("recolour label", colour_light=light, colour_dark=dark)

    def _connect(self) -> None:
        self.name.edited.connect(self._offer_code)
        self.change_code.clicked.connect(self._set_code)
        self.write.clicked.connect(self.guidelineWanted)
        for button, by in ((self.up, -1), (self.down, 1)):
            button.clicked.connect(partial(self._move, by))

    def _move(self, by: int, _checked: bool = False) -> None:
        self.moveWanted.emit(by)

    def _arrange(self) -> None:
        look = theme.current()
        small, gap = look.px("space", "small"), look.px("space", "gap")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(small)
        column.addWidget(self.mark)
        column.addWidget(self.facts)
        column.addLayout(_beside(self.name))
        column.addWidget(self.says_code)
        column.addWidget(self.change_code)
        column.addWidget(self.code)
        column.addLayout(_beside(self.bar, self.short))
        column.addLayout(_beside(self.layer, self.shortcut))
        column.addWidget(self.colours)
        column.addWidget(self.is_text)
        column.addWidget(self.is_not)
        column.addLayout(_at_start(self.write))
        for title, part in ((tr("Attributes"), self.attributes), (tr("This label"), self.fate)):
            column.addSpacing(gap)
            column.addWidget(Hairline())
            column.addWidget(TextLabel(title, "sub", 600, "ink2"))
            column.addWidget(part)
        column.addLayout(_at_start(self.up, self.down))
        column.addStretch(1)


def _beside(*parts: QWidget) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(theme.current().px("space", "gap"))
    for part in parts:
        line.addWidget(part)
    return line


def _at_start(*parts: QWidget) -> QHBoxLayout:
    line = _beside(*parts)
    line.addStretch(1)
    return line
