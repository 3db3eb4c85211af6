"""How a dataset is parted: percent of train, dev and test, by stories or by date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from annotator.core import splits
from annotator.gui import theme
from annotator.gui.drawer_parts import column_in, head
from annotator.gui.exporting.choices import one_of
from annotator.gui.language import figure, tr
from annotator.gui.widgets import CheckRow, Field, TextLabel, ValueButton

_USUAL = (80, 10, 10)
_LONGEST = 9
_NEVER = "9999-12-31"
"""The day on which a split begins that nothing falls into."""


class SplitPart(QWidget):
    """`changed` comes with each edit; `request` has what the fields say, once they say something sound."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.shares = [self._field(name, "number") for name in (tr("Train"), tr("Dev"), tr("Test"))]
        self._shares_fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.by_story, self.by_date = ValueButton(tr("By story")), ValueButton(tr("By date"))
        self._group = QButtonGroup(self)
        self.seed = self._field(tr("Seed"), "number")
        self._seed_fault = TextLabel(tr("Write a whole number."), "sub", ink="fault", wrap=True)
        self.balance = CheckRow(tr("Look for the seed that shares labels most evenly"))
        self.cuts = [self._field(name, "date") for name in (tr("Dev from"), tr("Test from"))]
        self._cuts_fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.names = CheckRow(tr("Annotators by name, not by id"))
        self._story, self._date = QWidget(), QWidget()
        column = column_in(self, "small")
        column.addWidget(head(tr("Split, percent")))
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "gap"))
        for field in self.shares:
            row.addLayout(_captioned(field))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._shares_fault)
        column.addLayout(one_of(self._group, (self.by_story, self.by_date)))
        self._arrange_ways()
        column.addWidget(self._story)
        column.addWidget(self._date)
        column.addWidget(self.names)
        self.by_story.setChecked(True)
        for button in (self.by_story, self.by_date, self.balance, self.names):
            button.clicked.connect(lambda _on=False: self._edited())
        self.set({})

    def sound(self) -> bool:
        """Say under the fields what is wrong, and tell whether all is well."""
        shares, fault = self._shares(), ""
        if shares is None:
            fault = tr("Write whole numbers from 0 to 100.")
        elif sum(shares) != 100:
            fault = tr("These make {n}; they have to make 100.").format(n=figure(sum(shares)))
        self._complain(self.shares, self._shares_fault, fault)
        seed = "" if self._seed() is not None or self.by_date.isChecked() else tr("Write a whole number.")
        self._complain([self.seed], self._seed_fault, seed)
        cuts = self._cut_fault() if self.by_date.isChecked() else ""
        self._complain(self.cuts, self._cuts_fault, cuts)
        return not (fault or seed or cuts)

    def options(self) -> dict[str, Any]:
        """Return the fields of the request, to be asked for where all is sound."""
        by_date = self.by_date.isChecked()
        cuts = tuple(field.text().strip() for field in self.cuts)
        return {
            "splits": self._shares(), "by_date": by_date, "seed": self._seed() or 0 if not by_date else 1,
            "balance": self.balance.isChecked() and not by_date,
            "cut_dates": cuts if by_date and all(cuts) else None, "names": self.names.isChecked(),
        }  # fmt: skip

    def set(self, kept: Mapping[str, Any]) -> None:
        """Show what was chosen before, or what is usual."""
        shares = kept.get("splits")
        fits = isinstance(shares, list) and len(shares) == len(_USUAL) and all(isinstance(n, int) for n in shares)
        for field, share in zip(self.shares, shares if fits and shares else _USUAL, strict=True):
            field.setText(str(share))
        seed = kept.get("seed")
        self.seed.setText(str(seed if isinstance(seed, int) else 1))
        (self.by_date if kept.get("by_date") else self.by_story).setChecked(True)
        self.balance.setChecked(bool(kept.get("balance")))
        self.names.setChecked(bool(kept.get("names")))
        cuts = kept.get("cut_dates")
        for at, field in enumerate(self.cuts):
            field.setText(str(cuts[at]) if isinstance(cuts, list) and len(cuts) == len(self.cuts) else "")
        self._follow()

    def show_found(self, seed: int, cuts: tuple[str, str] | None) -> None:
        """Show the seed and the dates that were used, where they were left to be found."""
        if cuts is not None:
            for field, day in zip(self.cuts, cuts, strict=True):
                field.setPlaceholderText("" if day == _NEVER else day)
        elif self.balance.isChecked():
            words = tr("Look for the seed that shares labels most evenly: {n}")
            self.balance.setText(words.format(n=str(seed)))

    def _shares(self) -> tuple[int, int, int] | None:
        words = [field.text().strip().removesuffix("%").strip() for field in self.shares]
        if not all(0 < len(word) < 4 and word.isascii() and word.isdecimal() for word in words):
            return None
        train, dev, test = map(int, words)
        return (train, dev, test) if max(train, dev, test) <= 100 else None

    def _seed(self) -> int | None:
        words = self.seed.text().strip()
        return int(words) if words.isascii() and words.isdecimal() and len(words) <= _LONGEST else None

    def _cut_fault(self) -> str:
        dev, test = (field.text().strip() for field in self.cuts)
        if not dev and not test:
            return ""
        if not (dev and test):
            return tr("Write both days, or neither to let the shares find them.")
        try:
            splits.check_cuts((dev, test))
        except ValueError:
            return tr("Write days as 2031-05-14, the first day of dev before that of test.")
        return ""

    def _complain(self, fields: list[Field], line: TextLabel, fault: str) -> None:
        for field in fields:
            field.setFault(fault)
        line.setText(fault)
        line.setVisible(bool(fault))

    def _edited(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        self._story.setVisible(self.by_story.isChecked())
        self._date.setVisible(self.by_date.isChecked())
        self.seed.setEnabled(True)
        self.balance.setText(tr("Look for the seed that shares labels most evenly"))
        self.sound()

    def _field(self, name: str, width: str) -> Field:
        field = Field("", name, icon="", in_panel=True)
        field.setFixedWidth(theme.current().px("width", width))
        field.textEdited.connect(lambda _text: self._edited())
        return field

    def _arrange_ways(self) -> None:
        look = theme.current()
        story = column_in(self._story)
        words = tr("A story and its wire copies always go together, and stay where they are when articles are added.")
        story.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        story.addLayout(_beside(self.seed))
        story.addWidget(self._seed_fault)
        story.addWidget(self.balance)
        date = column_in(self._date)
        words = tr("The newest stories are test, then dev. Without days the shares find them.")
        date.addWidget(TextLabel(words, "sub", ink="ink2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "gap"))
        for field in self.cuts:
            row.addLayout(_captioned(field))
        row.addStretch(1)
        date.addLayout(row)
        date.addWidget(self._cuts_fault)


def _captioned(field: Field) -> QVBoxLayout:
    """Return a field under its name."""
    column = QVBoxLayout()
    column.setSpacing(theme.current().px("space", "hair"))
    column.addWidget(TextLabel(field.accessibleName(), "sub", ink="ink2"))
    column.addWidget(field)
    return column


def _beside(field: Field) -> QHBoxLayout:
    """Return a field beside its name."""
    row = QHBoxLayout()
    row.setSpacing(theme.current().px("space", "small"))
    caption = TextLabel(field.accessibleName(), ink="ink2")
    row.addWidget(caption)
    row.addWidget(field)
    row.addStretch(1)
    return row
