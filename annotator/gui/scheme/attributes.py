"""The attributes of a label: in use or not, required or not, their names and values."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Attribute, Label
from annotator.gui import theme
from annotator.gui.language import tr
from annotator.gui.scheme.changes import Changes
from annotator.gui.scheme.fields import Entry, OwnField
from annotator.gui.widgets import CheckRow, ElidedLabel, PlainButton, QuietButton, TextLabel
from annotator.work import scheming


def split_values(text: str) -> tuple[str, ...]:
    """Return the values of a line, parted by commas, each once."""
    return tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))


class AttributeRow(QWidget):
    """One attribute: two switches, its values, and under Edit its name and values to write."""

    def __init__(self, changes: Changes, attribute: Attribute) -> None:
        super().__init__()
        self._changes, self._attribute = changes, attribute
        self.enabled = CheckRow("")
        self.required = CheckRow(tr("Required"))
        self.edit = QuietButton(tr("Edit"))
        self.values = ElidedLabel("", "sub", ink="ink2")
        self.name = Entry(tr("Name of the attribute"), self._rename)
        self.words = Entry(tr("Values, with commas between them; none for free text"), self._set_values)
        self.hint = TextLabel(tr("A value that you take out stays in the tags that have it."), "sub", 400, "ink2")
        self._more = QWidget()
        self._arrange()
        self.enabled.clicked.connect(lambda on: self._switch("enabled", on))
        self.required.clicked.connect(lambda on: self._switch("required", on))
        self.edit.clicked.connect(lambda: self._more.setVisible(self._more.isHidden()))
        self.show_attribute(attribute)

    def show_attribute(self, attribute: Attribute) -> None:
        """Show what the scheme says now."""
        self._attribute = attribute
        name = attribute.name
        self.enabled.setText(name)
        self.enabled.setAccessibleName(tr("{attribute}, in use").format(attribute=name))
        self.enabled.setChecked(attribute.enabled)
        self.required.setAccessibleName(tr("{attribute}, required").format(attribute=name))
        self.required.setChecked(attribute.required)
        self.required.setEnabled(attribute.enabled)
        self.edit.setAccessibleName(tr("Edit {attribute}").format(attribute=name))
        self.values.setText(", ".join(attribute.values) or tr("free text"))
        self.name.show_value(name)
        self.words.show_value(", ".join(attribute.values))

    def stops(self) -> tuple[QWidget, ...]:
        """Return what Tab stops at, in order."""
        return self.enabled, self.required, self.edit, self.name.field, self.words.field

    def _switch(self, setting: str, on: bool) -> None:
        words = {"enabled": ("leave out", "use"), "required": ("make optional", "require")}[setting][on]
        label, key = self._place()
        fault = self._changes.make(
            lambda scheme: scheming.change_attribute(scheme, label, key, **{setting: on}),
            f"{words} attribute {self._attribute.name}",
        )
        if fault:
            self.show_attribute(self._attribute)
            self._changes.session.said.emit(fault)

    def _rename(self, words: str) -> str:
        return self._changes.make(
            lambda scheme: scheming.change_attribute(scheme, *self._place(), name=words),
            f"rename attribute {self._attribute.name}",
        )

    def _set_values(self, words: str) -> str:
        values = split_values(words)
        return self._changes.make(
            lambda scheme: scheming.change_attribute(scheme, *self._place(), values=values or None),
            f"change values of attribute {self._attribute.name}",
        )

    def _place(self) -> tuple[str, str]:
        return self._attribute.label, self._attribute.key

    def _arrange(self) -> None:
        look = theme.current()
        small, hair = look.px("space", "small"), look.px("space", "hair")
        switches = QHBoxLayout()
        switches.setSpacing(small)
        switches.addWidget(self.enabled, 3)
        switches.addWidget(self.required, 2)
        switches.addWidget(self.edit)
        values = QHBoxLayout()
        values.setContentsMargins(look.px("width", "check_box") + small, 0, 0, 0)
        values.addWidget(self.values)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(look.px("width", "check_box") + small, hair, 0, small)
        more.setSpacing(small)
        self.hint.setWordWrap(True)
        for part in (self.name, self.words, self.hint):
            more.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(switches)
        column.addLayout(values)
        column.addWidget(self._more)
        self._more.hide()


class Attributes(QWidget):
    """All attributes of one label, and a line that adds one."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes
        self._label = ""
        self.rows: dict[str, AttributeRow] = {}
        self.new = OwnField(tr("Name of a new attribute"), tr("Name of a new attribute"), icon="", in_panel=True)
        self.add = PlainButton(tr("Add attribute"))
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        self._column, self._list = QVBoxLayout(self), QVBoxLayout()
        look = theme.current()
        line = QHBoxLayout()
        line.setSpacing(look.px("space", "small"))
        line.addWidget(self.new, 1)
        line.addWidget(self.add)
        self._list.setSpacing(look.px("space", "small"))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px("space", "small"))
        for layout in (self._list, line):
            self._column.addLayout(layout)
        self._column.addWidget(self._fault)
        self.add.clicked.connect(self._add)
        self.new.returnPressed.connect(self._add)
        self._complain("")

    def show_label(self, label: Label) -> None:
        """Show the attributes of a label, those not in use too."""
        self._label = label.key
        found = {a.key: a for a in self._changes.scheme.attributes if a.label == label.key}
        for key in [key for key in self.rows if key not in found]:
            row = self.rows.pop(key)
            row.hide()
            row.deleteLater()
        for key, attribute in found.items():
            if key in self.rows:
                self.rows[key].show_attribute(attribute)
            else:
                self.rows[key] = AttributeRow(self._changes, attribute)
                self._list.addWidget(self.rows[key])
        self._order()

    def _order(self) -> None:
        parts = [part for row in self.rows.values() for part in row.stops()]
        for first, then in pairwise([*parts, self.new, self.add]):
            QWidget.setTabOrder(first, then)

    def _complain(self, sentence: str) -> None:
        self.new.setFault(sentence)
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def _add(self) -> None:
        name = self.new.text().strip()
        if not name:
            self._complain(tr("An attribute needs a name."))
            return
        build = partial(scheming.add_attribute, label=self._label, name=name)
        fault = self._changes.make(build, f"add attribute {name}")
        self._complain(fault)
        if not fault:
            self.new.setText("")
