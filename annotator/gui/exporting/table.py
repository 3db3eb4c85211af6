"""What each split holds, as a table: articles, stories, tags, and the tags of each label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.gui import theme
from annotator.gui.language import figure, tr
from annotator.gui.widgets import ElidedLabel, Hairline, LabelMark, TextLabel

Split = Mapping[str, Any]
"""articles, stories, spans, and labels: label -> tags."""


class SplitTable(QWidget):
    """A column for each split."""

    def __init__(self, splits: Mapping[str, Split], scheme: Scheme) -> None:
        super().__init__()
        look = theme.current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look.px("space", "inset"))
        self._grid.setVerticalSpacing(look.px("space", "hair"))
        self._grid.setColumnStretch(0, 1)
        self.rows: list[list[str]] = []
        self._add(tr("Split"), list(splits), small=True)
        self._grid.addWidget(Hairline(), 1, 0, 1, 1 + len(splits))
        for name, key in ((tr("Articles"), "articles"), (tr("Stories"), "stories"), (tr("Tags"), "spans")):
            self._add(name, [figure(part[key]) for part in splits.values()])
        known = {label.key: label for label in scheme.labels}
        held = {key for part in splits.values() for key in part["labels"]}
        for key in [*(key for key in known if key in held), *sorted(held - set(known))]:
            cells = [figure(part["labels"].get(key, 0)) for part in splits.values()]
            self._add(known[key].name if key in known else key, cells, known.get(key))
        self.setAccessibleName(tr("What each split holds"))
        self.setAccessibleDescription("\n".join(" ".join(row) for row in self.rows))

    def _add(self, name: str, cells: Sequence[str], label: Label | None = None, *, small: bool = False) -> None:
        row = len(self.rows) + (1 if self.rows else 0)
        size, ink = ("small", "ink2") if small else ("body", "ink")
        shown = LabelMark(label) if label is not None else ElidedLabel(name, size, ink="ink2")
        self._grid.addWidget(shown, row, 0)
        for at, cell in enumerate(cells, start=1):
            self._grid.addWidget(TextLabel(cell, size, ink=ink, tabular=True), row, at, Qt.AlignmentFlag.AlignRight)
        self.rows.append([name, *cells])
