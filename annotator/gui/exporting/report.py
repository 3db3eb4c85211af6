"""The report of an export: how much, how it was split, what was left out, and the card of a dataset."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from annotator.core.scheme import Scheme
from annotator.gui.drawer_parts import Fact, column_in, head
from annotator.gui.exporting.table import SplitTable
from annotator.gui.language import figure, tr
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.gui.widgets.area import TextArea
from annotator.gui.widgets.markdown import MarkdownText
from annotator.gui.widgets.rows import Rows
from annotator.work.orders import ExportReport

_CARD, _MANIFEST = "README.md", "manifest.json"
_LINES = 16
_MOST = 200_000


class ExportDetails(QWidget):
    """Counts, losses with their first places, and of a dataset its card and its manifest."""

    def __init__(self, target: Path, report: ExportReport, scheme: Scheme) -> None:
        super().__init__()
        self._target = target
        self._column = column_in(self, "small")
        if report.splits:
            self._column.addWidget(SplitTable(report.splits, scheme))
        for sentence in report.warnings:
            self._column.addWidget(TextLabel(sentence, "sub", ink="ink2", wrap=True))
        self._column.addWidget(head(tr("Left out")))
        if not report.lost:
            self._column.addWidget(TextLabel(tr("Nothing was left out."), "sub", ink="ink2", wrap=True))
        for one in report.lost:
            fact = Fact(figure(one.count), one.what)
            self._column.addWidget(fact.offer(partial(list, one.places)) if one.places else fact)
        self.card, self.manifest = QuietButton(tr("Open card")), QuietButton(tr("Show manifest"))
        buttons = Rows()
        for button, name in ((self.card, _CARD), (self.manifest, _MANIFEST)):
            if target.is_dir() and (target / name).is_file():
                buttons.addWidget(button)
        self._column.addLayout(buttons)
        self.card.clicked.connect(lambda _checked=False: self._show_card())
        self.manifest.clicked.connect(lambda _checked=False: self._show_manifest())

    def _show_card(self) -> None:
        shown = MarkdownText(tr("Dataset card"))
        shown.show_text(_without_front_matter(_read(self._target / _CARD)))
        self._column.addWidget(shown)
        self.card.setEnabled(False)
        self.card.setToolTip(tr("The card is shown below."))

    def _show_manifest(self) -> None:
        shown = TextArea(tr("Manifest"), _LINES)
        shown.lines.setReadOnly(True)
        shown.setText(_read(self._target / _MANIFEST))
        self._column.addWidget(shown)
        self.manifest.setEnabled(False)
        self.manifest.setToolTip(tr("The manifest is shown below."))


def _read(path: Path) -> str:
    """Return the beginning of a file, or why it can't be read."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(_MOST + 1)
    except OSError as error:
        return tr("{file} can’t be read ({reason}).").format(file=path, reason=error.strerror)
    return text if len(text) <= _MOST else text[:_MOST] + "…"


def _without_front_matter(text: str) -> str:
    """Leave out the fields for machines at the head of a card."""
    if text.startswith("---\n"):
        return text.partition("\n---\n")[2]
    return text
