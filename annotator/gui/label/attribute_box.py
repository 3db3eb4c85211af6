"""One attribute of the active span: its name, and its values as buttons or a field for free text."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Attribute, readable_name
from annotator.gui import theme
from annotator.gui.commands import VALUE_KEYS
from annotator.gui.keymap import first_key
from annotator.gui.keymap import hub as keymap
from annotator.gui.language import tr
from annotator.gui.widgets import Field, TextLabel, ValueButton, key_cap_width
from annotator.gui.widgets.words import plain_tip

COLUMNS = 2


class AttributeBox(QWidget):
    """Show one attribute; `picked` carries its key and the value, None where the chosen value is taken away.

    The current attribute is the one that the value keys set: it alone shows key caps.
    """

    picked = Signal(str, object)
    typed = Signal()

    def __init__(self, attribute: Attribute) -> None:
        super().__init__()
        self.attribute = attribute
        self._buttons: dict[str, ValueButton] = {}
        self._grid = QGridLayout()
        self._columns = 0
        self._current = False
        self.field: Field | None = None
        self._name = TextLabel(attribute.name, "sub", 400, "ink2")
        self._name.setToolTip(plain_tip(attribute.description))
        self.setAccessibleName(attribute.name)
        self.setAccessibleDescription(attribute.description)
        keymap().changed.connect(self._show_keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space", "hair"))
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addStretch(1)
        if attribute.required:
            head.addWidget(TextLabel(tr("required"), "small", 400, "ink2"))
        column.addLayout(head)
        if attribute.values:
            self._make_buttons()
            column.addLayout(self._grid)
        else:
            column.addWidget(self._free_text())

    def show_value(self, value: object) -> None:
        """Show the stored value; None for none."""
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        if self.field is not None and not self.is_typing():
            self.field.setText("" if value is None else str(value))

    def is_current(self) -> bool:
        """Tell whether the value keys set this attribute."""
        return self._current

    def set_current(self, current: bool) -> None:
        """Show the key caps of the values and the name in ink, or neither."""
        if current == self._current:
            return
        self._current = current
        self._name.setWeight(600 if current else 400)
        self._name.setInk("ink" if current else "ink2")
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys of today on the values of the current attribute."""
        for place, button in enumerate(self._buttons.values(), start=1):
            button.setKeys(first_key(f"value-{place}") if self._current and place <= len(VALUE_KEYS) else "")
        if self.field is not None:
            self.field.setKeys(first_key("value-1") if self._current else "")

    def pick(self, number: int) -> bool:
        """Do what the value key of a place from 0 does: choose or take away a value, or go to the field.

        False where there is no such value.
        """
        if self.field is not None and number == 0:
            self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.end(False)
            return True
        if not 0 <= number < len(self._buttons):
            return False
        list(self._buttons.values())[number].click()
        return True

    def is_typing(self) -> bool:
        """Tell whether the field holds words that nobody has taken yet."""
        return self.field is not None and self.field.isModified()

    def take_typed(self) -> str | None:
        """Return the words of the field, which count as taken from now on; None for none."""
        if self.field is None:
            return None
        self.field.setModified(False)
        return self.field.text().strip() or None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _make_buttons(self) -> None:
        self._grid.setSpacing(theme.current().px("space", "small"))
        group = QButtonGroup(self)
        group.setExclusive(False)
        for value in self.attribute.values:
            button = ValueButton(readable_name(value))
            button.setMinimumWidth(theme.current().px("height", "button"))
            spoken = tr("{name}: {value}").format(name=self.attribute.name, value=readable_name(value))
            button.setAccessibleName(spoken)
            button.clicked.connect(
                lambda checked, value=value: self.picked.emit(self.attribute.key, value if checked else None)
            )
            group.addButton(button)
            self._buttons[value] = button
        self._lay_out()

    def _lay_out(self) -> None:
        """Set the values side by side, or one under the other where the longest would be cut."""
        if not self._buttons:
            return
        room = (self.width() - (COLUMNS - 1) * self._grid.spacing()) // COLUMNS
        cap = 0 if self._current else theme.current().px("space", "small") + key_cap_width(VALUE_KEYS[0])
        widest = max(button.sizeHint().width() for button in self._buttons.values()) + cap
        columns = COLUMNS if self._columns == 0 or widest <= room else 1
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, place // columns, place % columns)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, int(column < columns))

    def _free_text(self) -> Field:
        field = Field(
            tr("Add {name}").format(name=self.attribute.name.lower()), self.attribute.name, icon="", in_panel=True
        )
        field.editingFinished.connect(self._take)
        field.returnPressed.connect(self.typed)
        self.field = field
        return field

    def _take(self) -> None:
        if self.is_typing():
            self.picked.emit(self.attribute.key, self.take_typed())
