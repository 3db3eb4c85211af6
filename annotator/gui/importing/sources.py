"""What is to be imported, by name: files and folders, how large, how many of which kind; and how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.drawer_parts import FileName, Lines, column_in, size_text
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import QuietButton, TextLabel
from annotator.gui.widgets.drop_down import DropDown
from annotator.gui.wording import facts_line
from annotator.work.kind_names import short_title

if TYPE_CHECKING:
    from annotator.work.looking import Look

_SHOWN = 4
_GROUPS = 6


class SourceRows(QWidget):
    """The names of what was chosen, and once it was looked at how much it is."""

    def __init__(self, sources: Sequence[Path]) -> None:
        super().__init__()
        self._sources = sources
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().px("space", "hair"))
        self._facts = TextLabel("", "sub", ink="ink2", wrap=True, tabular=True)
        column = column_in(self)
        column.addLayout(self._rows)
        column.addWidget(self._facts)
        self._sizes: list[TextLabel] = []
        for source in sources[:_SHOWN]:
            self._add(source)
        if len(sources) > _SHOWN:
            self._offer_rest()
        self._facts.hide()

    def show_look(self, look: Look) -> None:
        """Say how large it all is, and of several files how many there are of each kind."""
        if len(self._sources) == 1:
            self._sizes[0].setText(size_text(look.size))
        if look.count < 2:
            return
        groups = [tr("{name} {n}").format(name=name or tr("no ending"), n=figure(n)) for name, n in look.groups]
        if len(groups) > _GROUPS:
            groups = [*groups[:_GROUPS], "…"]
        size = "" if len(self._sources) == 1 else size_text(look.size)
        files = facts_line((ntr("{n} file", "{n} files", look.count), size))
        self._facts.setText(tr("{files}: {kinds}").format(files=files, kinds=facts_line(groups)))
        self._facts.show()

    def words(self) -> str:
        """Return what is said of the files."""
        return self._facts.text()

    def _add(self, source: Path) -> None:
        name = FileName(source.name or str(source), "folder-open" if source.is_dir() else "file")
        size = TextLabel("", "sub", ink="ink2", tabular=True)
        self._sizes.append(size)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px("space", "small"))
        row.addWidget(name, 1)
        row.addWidget(size)
        self._rows.addLayout(row)

    def _offer_rest(self) -> None:
        rest = [str(source) for source in self._sources[_SHOWN:]]
        button = QuietButton(ntr("And {n} more", "And {n} more", len(rest)))
        self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

        def show() -> None:
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
            lines = Lines(tr("Other files"), rest)
            self._rows.addWidget(lines)
            lines.area.setFocus(Qt.FocusReason.OtherFocusReason)

        button.clicked.connect(lambda _checked=False: show())


class KindList(DropDown):
    """`Read as`: what the program takes the files for, then the kinds that fit, then all others."""

    def __init__(self) -> None:
        super().__init__(tr("Read as"), prefix=tr("Read as"))
        self.setAccessibleDescription(tr("Read as"))  # some readers take what is chosen for the name
        self.addItem(tr("what each file holds"), None)

    def chosen(self) -> str | None:
        """Return the name of the kind that was chosen; None: each file by what it holds."""
        data = self.currentData()
        return str(data) if data is not None else None

    def show_look(self, look: Look) -> None:
        """Offer the kinds that fit first; the choice stays."""
        from annotator.work import kinds  # the look brought it along

        chosen = self.chosen()
        self.blockSignals(True)
        self.clear()
        found = {file.title for file in look.preview.files if file.title}
        alone = short_title(found.pop()) if len(found) == 1 and chosen is None else ""
        recognised = tr("{kind} (recognised)").format(kind=alone)
        self.addItem(recognised if alone else tr("what each file holds"), None)
        known = {kind.name: kind for kind in kinds.known() if kind.reads}
        fits = [name for name in look.fits if name in known]
        self.insertSeparator(self.count())
        for name in fits:
            self.addItem(known[name].title, name)
        if fits:
            self.insertSeparator(self.count())
        for name, kind in known.items():
            if name not in fits:
                self.addItem(kind.title, name)
        self.setCurrentIndex(max(0, self.findData(chosen)) if chosen is not None else 0)
        self.view().setMinimumWidth(theme.current().px("width", "drawer"))
        self.blockSignals(False)
        self.update()
