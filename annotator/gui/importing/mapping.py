"""Which column of a table is what: a list of columns for each field of an article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.drawer_parts import Fact, column_in, emptied, head
from annotator.gui.language import N_, tr
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.gui.widgets.drop_down import DropDown
from annotator.gui.wording import listed
from annotator.news.mapping import FIELDS

if TYPE_CHECKING:
    from annotator.work.looking import Look

_NAMES = {
    "headline": N_("Headline"), "text": N_("Text"), "published": N_("Date"), "source": N_("Source"),
    "language": N_("Language"), "url": N_("Address"), "byline": N_("Authors"), "section": N_("Section"),
    "agency": N_("Agency"), "dateline": N_("Dateline"), "id": N_("Id"),
}  # fmt: skip
_ALWAYS = ("headline", "text", "published", "source", "language")


class ColumnList(DropDown):
    """The columns of a table, in the open list each with a value that stands there; closed the name alone."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setAccessibleDescription(name)  # some readers take what is chosen for the name

    def currentText(self) -> str:
        """Return the name of the column."""
        return self.column() or tr("none")

    def column(self) -> str:
        """Return the column, empty for none."""
        return str(self.currentData() or "")

    def fill(self, columns: list[str], samples: Mapping[str, str], chosen: str, *, needed: bool) -> None:
        """Offer these columns."""
        self.blockSignals(True)
        self.clear()
        if not needed:
            self.addItem(tr("none"), "")
        for column in columns:
            sample = samples.get(column, "")
            self.addItem(tr("{column}: {value}").format(column=column, value=sample) if sample else column, column)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.view().setMinimumWidth(theme.current().px("width", "drawer"))
        self.blockSignals(False)
        self.update()


class MappingForm(QWidget):
    """`changed` comes when a person chose another column."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._shown: dict[str, str] = {}
        self._all = False
        self.lists: dict[str, ColumnList] = {}
        self._column = column_in(self)
        self._column.addWidget(head(tr("Fields")))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().px("space", "hair"))
        self._column.addLayout(self._rows)
        self._kept = QVBoxLayout()
        self._column.addLayout(self._kept)
        self.more = QuietButton(tr("More fields"))
        self.more.clicked.connect(lambda _checked=False: self._show_all())
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._words = TextLabel(
            tr("These tables have different columns, so each is read by the names of its own. Import one alone to "
               "choose its columns."), "sub", ink="ink2", wrap=True,
        )  # fmt: skip
        self._column.addWidget(self._words)
        self.hide()

    def mapping(self) -> dict[str, str]:
        """Return {field: column} as it was chosen, "" for a field that no column holds."""
        return {field: self._shown.get(field, "") for field in FIELDS}

    def show_look(self, look: Look) -> None:
        """Show how the table is read."""
        tables = look.tables
        self.setVisible(bool(tables))
        if not tables:
            return
        self._words.setVisible(not look.alike)
        self._look = look
        self._shown = dict(tables[0].mapping) if look.alike else {}
        fields = [field for field in _NAMES if self._all or field in _ALWAYS] if look.alike else []
        if list(self.lists) != fields:
            self._make(fields)
        for field, shown in self.lists.items():
            columns = tables[0].columns
            shown.fill(columns, look.samples, self._shown.get(field, ""), needed=field == "text")
        self._say_kept()
        self.more.setVisible(look.alike and len(fields) < len(FIELDS))

    def _make(self, fields: list[str]) -> None:
        emptied(self._rows)
        self.lists = {}
        for field in fields:
            name = _NAMES[field]
            caption = TextLabel(tr(name), ink="ink2")
            caption.setFixedWidth(theme.current().px("width", "fact"))
            chosen = self.lists[field] = ColumnList(tr(name))
            chosen.activated.connect(lambda _index, field=field: self._choose(field))
            row = QHBoxLayout()
            row.setSpacing(theme.current().px("space", "small"))
            row.addWidget(caption)
            row.addWidget(chosen, 1)
            self._rows.addLayout(row)

    def _choose(self, field: str) -> None:
        column = self.lists[field].column()
        if column == self._shown.get(field, ""):
            return
        self._shown[field] = column
        self._say_kept()
        self.changed.emit()

    def _say_kept(self) -> None:
        emptied(self._kept)
        if self._look is None or not self._look.alike:
            return
        held = set(self._shown.values())
        also = [column for field, column in self._shown.items() if column and field not in self.lists]
        if also:
            self._kept.addWidget(Fact(tr("Also read"), listed(also)))
        rest = [column for column in self._look.tables[0].columns if column not in held]
        if rest:
            self._kept.addWidget(Fact(tr("Kept as metadata"), listed(rest)))

    def _show_all(self) -> None:
        self._all = True
        if self._look is not None:
            shown = dict(self._shown)
            self.show_look(self._look)
            self._shown = shown
            for other, one in self.lists.items():
                one.setCurrentIndex(max(0, one.findData(self._shown.get(other, ""))))
            first = next(iter(self.lists.values()), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
