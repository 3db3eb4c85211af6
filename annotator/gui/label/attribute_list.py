"""All attributes of the active span, and which of them the value keys set."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.core.scheme import Attribute
from annotator.gui import theme
from annotator.gui.label.attribute_box import AttributeBox
from annotator.gui.language import tr
from annotator.gui.widgets import SectionHead
from annotator.gui.wording import listed


class AttributeList(QObject):
    """Holds the boxes of one label's attributes: `required` ones, and `optional` ones in a fold.

    The current attribute is the first without a value, required ones before optional ones, until a person steps to
    another. Where all have one, it is the one that was set last, or the first of a span that was not active before.
    The fold opens when one of its attributes becomes current. Once a person folds it, its attributes become current by
    stepping alone.
    """

    picked = Signal(str, object)
    typed = Signal()
    moved = Signal(QWidget)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.boxes: list[AttributeBox] = []
        self.required, self.optional = QWidget(), QWidget()
        self.fold = SectionHead(tr("Optional"))
        self._optional_boxes = QWidget()
        self._built_for: tuple[Attribute, ...] | None = None
        self._values: Mapping[str, object] = {}
        self._by_hand, self._last = "", ""
        self._closed = False
        self._arrange()
        self.fold.clicked.connect(self._folded_by_hand)
        self.fold.folded.connect(self._show_fold)
        self.fold.setFolded(True)

    def show(self, attributes: tuple[Attribute, ...], values: Mapping[str, object], *, anew: bool) -> None:
        """Show these attributes with their values by key; `anew` where another span is active than before."""
        self._build(attributes)
        self._values = values
        if anew:
            self._by_hand, self._last = "", ""
        for box in self.boxes:
            box.show_value(values.get(box.attribute.key))
        self._mark(bring=not anew)

    def current(self) -> AttributeBox | None:
        """Return the box that the value keys set."""
        return next((box for box in self.boxes if box.is_current()), None)

    def pick(self, number: int) -> bool:
        """Do what the value key of a place from 0 does to the current attribute; False where it has no such value."""
        box = self.current()
        return box is not None and box.pick(number)

    def step(self) -> bool:
        """Make the next attribute current, going round; False where there is none."""
        ordered = self._ordered()
        if not ordered:
            return False
        box = self.current()
        following = ordered[(ordered.index(box) + 1) % len(ordered)] if box is not None else ordered[0]
        if not following.attribute.required:
            self._closed = False
        self._by_hand = following.attribute.key
        self._mark(bring=True)
        return True

    def chosen(self, key: str) -> None:
        """Go on from an attribute that got a value: to the next one without, if it was stepped to by hand."""
        self._last = key
        ordered = self._ordered()
        place = next((n for n, box in enumerate(ordered) if box.attribute.key == key), 0)
        empty = [box for box in ordered[place + 1 :] + ordered[:place] if self._is_empty(box)]
        self._by_hand = empty[0].attribute.key if self._by_hand and empty else ""
        self._mark(bring=True)

    def _ordered(self) -> list[AttributeBox]:
        """Return the boxes in the order of the value keys: required ones first."""
        return sorted(self.boxes, key=lambda box: not box.attribute.required)

    def _is_empty(self, box: AttributeBox) -> bool:
        return self._values.get(box.attribute.key) is None

    def _wanted(self) -> AttributeBox | None:
        """Return the box that is to be current."""
        by_hand = next((box for box in self.boxes if box.attribute.key == self._by_hand), None)
        if by_hand is not None:
            return by_hand
        offered = [box for box in self._ordered() if box.attribute.required or not self._closed]
        empty = (box for box in offered if self._is_empty(box))
        last = (box for box in offered if box.attribute.key == self._last)
        return next(chain(empty, last, offered), None)

    def _mark(self, *, bring: bool) -> None:
        """Show which attribute is current, and with `bring` ask for it to be in sight where it is another now."""
        before, wanted = self.current(), self._wanted()
        for box in self.boxes:
            box.set_current(box is wanted)
        if wanted is not None and not wanted.attribute.required:
            self.fold.setFolded(False)
        if bring and wanted is not None and wanted is not before:
            self.moved.emit(wanted)

    def _build(self, attributes: tuple[Attribute, ...]) -> None:
        """Make the boxes of a label's attributes; stepping between tags of one label keeps them."""
        if attributes == self._built_for:
            return
        self._built_for = attributes
        for box in self.boxes:
            box.blockSignals(True)  # a field that goes says that it was left: its value is of another label
            box.setParent(None)
            box.deleteLater()
        self._by_hand, self._last = "", ""
        self.boxes = [AttributeBox(one) for one in attributes]
        for box in self.boxes:
            room = self.required if box.attribute.required else self._optional_boxes
            layout = room.layout()
            if layout is not None:
                layout.addWidget(box)
            box.picked.connect(self.picked)
            box.typed.connect(self.typed)
            box.show()
        optional = [one.name.lower() for one in attributes if not one.required]
        self.fold.setText(tr("Optional: {names}").format(names=listed(optional)))
        self.required.setVisible(any(one.required for one in attributes))
        self.optional.setVisible(bool(optional))

    def _folded_by_hand(self) -> None:
        self._closed = self.fold.isFolded()
        if self._closed and self._by_hand:
            self._by_hand = ""
        self._mark(bring=False)

    def _show_fold(self, folded: bool) -> None:
        self._optional_boxes.setVisible(not folded)

    def _arrange(self) -> None:
        small = theme.current().px("space", "small")
        for room in (self.required, self._optional_boxes):
            column = QVBoxLayout(room)
            column.setContentsMargins(0, 0, 0, small)
            column.setSpacing(small)
        whole = QVBoxLayout(self.optional)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.fold)
        whole.addWidget(self._optional_boxes)
