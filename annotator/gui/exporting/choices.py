"""What of the project is exported: whose work, which articles, at which status, which labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui.drawer_parts import column_in, head
from annotator.gui.language import figure, tr
from annotator.gui.widgets import CheckRow, ChoiceButton, SectionHead, TextLabel, ValueButton
from annotator.gui.widgets.rows import Rows
from annotator.store.people import Person

STATUSES = ("done", "started", "new", "skipped")
GOLD, EVERYBODY, CHOSEN = "gold", "everybody", "chosen"


def one_of(group: QButtonGroup, buttons: Sequence[QAbstractButton]) -> Rows:
    """Lay buttons out of which one is chosen."""
    rows = Rows()
    for button in buttons:
        group.addButton(button)
        rows.addWidget(button)
    return rows


class _Part(QWidget):
    """A section of the page; `changed` comes when a person chose otherwise."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.column: QVBoxLayout = column_in(self)
        if title:
            self.column.addWidget(head(title))

    def _tell(self, _on: bool = False) -> None:
        self.changed.emit()


class LayerPart(_Part):
    """Whose work: the gold layer, everybody's, or that of some."""

    def __init__(self, everybody: Sequence[Person], *, gold: bool, leads: bool) -> None:
        super().__init__(tr("Layer"))
        self.gold = ValueButton(tr("Gold"))
        self.everybody = ValueButton(tr("Everybody"))
        self.some = ValueButton(tr("Chosen annotators"))
        self._group = QButtonGroup(self)
        self._names = QWidget()
        names = column_in(self._names)
        names.setSpacing(0)
        self.boxes: dict[str, CheckRow] = {}
        same = [who.name for who in everybody]
        for who in everybody:
            twice = same.count(who.name) > 1
            box = self.boxes[who.id] = CheckRow(
                tr("{name} ({id})").format(name=who.name, id=who.id[:8]) if twice else who.name
            )
            box.setAccessibleDescription(tr("Is exported"))
            box.clicked.connect(self._tell)
            names.addWidget(box)
        self._fault = TextLabel(tr("Choose at least one annotator."), "sub", ink="fault", wrap=True)
        names.addWidget(self._fault)
        self.column.addLayout(one_of(self._group, (self.gold, self.everybody, self.some)))
        self.column.addWidget(self._names)
        self.gold.setEnabled(gold and leads)
        why = tr("There is none yet: articles become gold once every disagreement on them is decided in Review.")
        self.gold.setToolTip("" if self.gold.isEnabled() else why if leads else tr("Gold is for leads."))
        self.everybody.setChecked(True)
        for button in (self.gold, self.everybody, self.some):
            button.clicked.connect(self._choose)
        self._follow()

    def layer(self) -> str:
        """Return gold, everybody or chosen."""
        return GOLD if self.gold.isChecked() else CHOSEN if self.some.isChecked() else EVERYBODY

    def chosen(self) -> tuple[str, ...]:
        """Return the ids of those whose work is exported, where only some are."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked()) if self.some.isChecked() else ()

    def complete(self) -> bool:
        """Tell whether it is clear whose work is meant; say so otherwise."""
        self._follow()
        return self.layer() != CHOSEN or bool(self.chosen())

    def set(self, layer: str, chosen: Sequence[str] = ()) -> None:
        """Choose a layer; gold only where there is any."""
        button = {GOLD: self.gold, CHOSEN: self.some}.get(layer, self.everybody)
        (button if button.isEnabled() else self.everybody).setChecked(True)
        for key, box in self.boxes.items():
            box.setChecked(key in chosen)
        self._follow()

    def _choose(self, _on: bool = False) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        self._names.setVisible(self.some.isChecked())
        self._fault.setVisible(self.some.isChecked() and not self.chosen())


class ArticlesPart(_Part):
    """Which articles: all of them, those shown in Corpus now, those selected there."""

    def __init__(self, count: int, shown: Sequence[int], selected: Sequence[int]) -> None:
        super().__init__(tr("Articles"))
        self._shown, self._selected = shown, selected
        self.all = ValueButton(tr("All: {n}").format(n=figure(count)))
        self.shown = ValueButton(tr("Shown in Corpus: {n}").format(n=figure(len(shown))))
        self.selected = ValueButton(tr("Selected: {n}").format(n=figure(len(selected))))
        self._group = QButtonGroup(self)
        offered = [self.all] + [self.shown] * (0 < len(shown) < count) + [self.selected] * bool(selected)
        self.column.addLayout(one_of(self._group, offered))
        self.all.setChecked(True)
        for button in offered:
            button.clicked.connect(self._tell)

    def pks(self) -> tuple[int, ...]:
        """Return the row keys of the articles; empty for all."""
        if self.shown.isChecked():
            return tuple(self._shown)
        return tuple(self._selected) if self.selected.isChecked() else ()


class StatusPart(_Part):
    """At which status an annotator's work is exported; none chosen: at any."""

    def __init__(self) -> None:
        super().__init__(tr("Status"))
        names = (tr("Finished"), tr("Started"), tr("Not begun"), tr("Skipped"))
        self.buttons = {key: ChoiceButton(name) for key, name in zip(STATUSES, names, strict=True)}
        self._words = TextLabel("", "small", ink="ink2", wrap=True)
        rows = Rows()
        for button in self.buttons.values():
            button.clicked.connect(self._choose)
            rows.addWidget(button)
        self.column.addLayout(rows)
        self.column.addWidget(self._words)
        self._dataset = False
        self.show_dataset(on=False)

    def chosen(self) -> tuple[str, ...]:
        """Return the statuses; empty for any."""
        return tuple(key for key, button in self.buttons.items() if button.isChecked())

    def set(self, chosen: Sequence[str]) -> None:
        """Choose statuses."""
        for key, button in self.buttons.items():
            button.setChecked(key in chosen)
        self.show_dataset(on=self._dataset)

    def show_dataset(self, *, on: bool) -> None:
        """Say what none chosen means."""
        self._dataset = on
        self._words.setText(tr("None chosen: finished work.") if on else tr("None chosen: work at any status."))
        self._words.setVisible(not self.chosen())

    def _choose(self, _on: bool = False) -> None:
        self.show_dataset(on=self._dataset)
        self.changed.emit()


class LabelsPart(_Part):
    """Which labels' tags are exported, folded while it is all of them."""

    def __init__(self, scheme: Scheme) -> None:
        super().__init__("")
        self._head = SectionHead(tr("Labels"), tr("all"))
        self._held = QWidget()
        rows = column_in(self._held)
        rows.setSpacing(0)
        self.boxes: dict[str, CheckRow] = {}
        for label in scheme.live:
            box = self.boxes[label.key] = CheckRow(label.name)
            box.setChecked(True)
            box.setAccessibleDescription(tr("Is exported"))
            box.clicked.connect(self._choose)
            rows.addWidget(box)
        self.column.addWidget(self._head)
        self.column.addWidget(self._held)
        self._head.folded.connect(self._held.setHidden)
        self._head.setFolded(True)

    def chosen(self) -> tuple[str, ...]:
        """Return the labels' keys; empty for all of them."""
        on = tuple(key for key, box in self.boxes.items() if box.isChecked())
        return () if len(on) in (0, len(self.boxes)) else on

    def set(self, chosen: Sequence[str]) -> None:
        """Choose labels; none means all."""
        for key, box in self.boxes.items():
            box.setChecked(not chosen or key in chosen)
        self._follow()
        self._head.setFolded(not self.chosen())

    def _choose(self, _on: bool = False) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        chosen = len(self.chosen())
        words = tr("{n} of {all}").format(n=figure(chosen), all=figure(len(self.boxes)))
        self._head.setCount(words if chosen else tr("all"))


def texts(value: Any, allowed: Mapping[str, Any] | Sequence[str]) -> tuple[str, ...]:
    """Return the words of a remembered list that still mean something."""
    return tuple(one for one in value if one in allowed) if isinstance(value, list) else ()
