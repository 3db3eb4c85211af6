"""The drawer that settles, at one press, the boundaries whose versions differ by punctuation and spaces alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.review.wording import either, shortened
from annotator.gui.widgets import EmptyNote, Hairline, MainButton, TextLabel
from annotator.gui.wording import facts_line
from annotator.work.settling import Tidied

_MOST = 200
_INNER = str.maketrans({"“": "‘", "”": "’", '"': "’"})
"""Marks within quotation marks: the single ones."""


class TidyPage(QWidget):
    """List what would be taken; `settleWanted` comes with the button."""

    settleWanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._note = EmptyNote(tr("Looking for such boundaries"), "")
        self._rows = QVBoxLayout()
        look = theme.current()
        inset, small, gap = (look.px("space", name) for name in ("drawer", "small", "gap"))
        about = tr("Where all versions of a boundary are the same but for punctuation and spaces at their edges, the "
                   "words without them are taken. One undo takes all of it back.")  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, gap, inset, inset)
        column.setSpacing(gap)
        column.addWidget(TextLabel(about, "sub", 400, "ink2", wrap=True))
        column.addWidget(self._note)
        self._rows.setSpacing(small)
        column.addLayout(self._rows)
        column.addStretch(1)
        self.button = MainButton("")
        self.button.clicked.connect(self._press)
        self.button.hide()
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, small, 0, 0)
        row.addStretch(1)
        row.addWidget(self.button)

    def show_found(self, found: list[Tidied], headlines: Mapping[str, str]) -> None:
        """List what was found; `headlines` is article id -> how the article is called."""
        self._note.setVisible(not found)
        self._note.say(tr("No open boundary differs by punctuation alone"), tr("There is nothing to settle here."))
        for one in found[:_MOST]:
            self._rows.addWidget(_TidyRow(one, headlines.get(one.article, one.article)))
        if len(found) > _MOST:
            more = ntr("and {n} more", "and {n} more", len(found) - _MOST)
            self._rows.addWidget(TextLabel(more, "sub", 400, "ink2"))
        self.button.setText(ntr("Settle {n} boundary", "Settle {n} boundaries", len(found)))
        self.button.setVisible(bool(found))
        if found:
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self) -> None:
        self.button.setEnabled(False)
        self.settleWanted.emit()


class _TidyRow(QWidget):
    """What is taken, and under it the versions that it settles."""

    def __init__(self, found: Tidied, headline: str) -> None:
        super().__init__()
        taken = _quoted(found.words)
        versions = either(_quoted(one) for one in found.versions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space", "hair"))
        column.addWidget(TextLabel(taken, "quote", 600, wrap=True, serif=True))
        column.addWidget(TextLabel(tr("instead of {versions}").format(versions=versions), "sub", 400, "ink2",
                                   wrap=True, serif=True))  # fmt: skip
        if headline:
            column.addWidget(TextLabel(shortened(headline), "small", 400, "ink2", wrap=True))
        column.addWidget(Hairline())
        said = tr("{taken} instead of {versions}").format(taken=taken, versions=versions)
        self.setAccessibleName(facts_line((said, headline)))


def _quoted(words: Sequence[str]) -> str:
    """Return words in quotation marks; marks of their own at the edges are set apart by the inner ones."""
    inner = shortened(" … ".join(words)).translate(_INNER)
    return tr("“{words}”").format(words=inner)
