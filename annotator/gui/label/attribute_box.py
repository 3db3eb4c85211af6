"""One attribute of the active span: its name, and its values as buttons or a field for free text."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Attribute, readable_name
from annotator.gui import theme
from annotator.gui.widgets import Field, TextLabel, ValueButton

VALUE_KEYS = ("Q", "W", "E", "T", "Y")
COLUMNS = 2


class AttributeBox(QWidget):
    """Show one attribute; `picked` carries its key and the value, None where the chosen value is taken away."""

    picked = Signal(str, object)

    def __init__(self, attribute: Attribute, *, with_keys: bool) -> None:
        super().__init__()
        look = theme.current()
        self.attribute = attribute
        self._buttons: dict[str, ValueButton] = {}
        self._field: Field | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "hair"))
        head = QHBoxLayout()
        head.addWidget(TextLabel(attribute.name, "sub", 400, "ink2"))
        head.addStretch(1)
        if attribute.required:
            head.addWidget(TextLabel("required", "small", 400, "ink2"))
        column.addLayout(head)
        if attribute.values:
            column.addLayout(self._values(with_keys=with_keys))
        else:
            column.addWidget(self._free_text())

    def show_value(self, value: object) -> None:
        """Show the stored value; None for none."""
        for name, button in self._buttons.items():
            button.setChecked(name == value)
        if self._field is not None and not self.is_typing():
            self._field.setText("" if value is None else str(value))

    def pick(self, number: int) -> bool:
        """Choose a value by its place from 0, as its key does; False where there is no such value."""
        if not 0 <= number < len(self._buttons):
            return False
        list(self._buttons.values())[number].click()
        return True

    def is_typing(self) -> bool:
        """Tell whether the field holds words that nobody has taken yet."""
        return self._field is not None and self._field.isModified()

    def take_typed(self) -> str | None:
        """Return the words of the field, which count as taken from now on; None for none."""
        if self._field is None:
            return None
        self._field.setModified(False)
        return self._field.text().strip() or None

    def _values(self, *, with_keys: bool) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.current().px("space", "small"))
        group = QButtonGroup(self)
        group.setExclusive(False)
        for place, value in enumerate(self.attribute.values):
            key = VALUE_KEYS[place] if with_keys and place < len(VALUE_KEYS) else ""
            button = ValueButton(readable_name(value), key)
            button.setAccessibleName(f"{self.attribute.name}: {readable_name(value)}")
            button.clicked.connect(
                lambda checked, value=value: self.picked.emit(self.attribute.key, value if checked else None)
            )
            group.addButton(button)
            self._buttons[value] = button
            grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        return grid

    def _free_text(self) -> Field:
        field = Field(f"Add {self.attribute.name.lower()}", self.attribute.name, icon="", in_panel=True)
        field.editingFinished.connect(lambda: self.picked.emit(self.attribute.key, self.take_typed()))
        self._field = field
        return field
