"""The scheme as a whole: its labels in order, those retired, its conventions, its versions."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.keymap import label_key
from annotator.gui.language import tr
from annotator.gui.scheme.changes import Changes
from annotator.gui.scheme.fields import OwnField
from annotator.gui.scheme.label_list import LabelList, Row
from annotator.gui.widgets import Hairline, KeyCap, PlainButton, SectionHead, TextLabel
from annotator.gui.wording import day_text
from annotator.store import schemes
from annotator.work import scheming

_SHOWN = 50
_HASH = 16


class Overview(QWidget):
    """The first page. `opened` carries the key of a label; `conventionsWanted` asks for the scheme's own guideline."""

    opened = Signal(str)
    conventionsWanted = Signal()

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes
        self._versions_shown = ""
        self.title = TextLabel("", "head", 600, wrap=True)
        self.labels = LabelList(tr("Labels"))
        self.retired_head = SectionHead(tr("Retired"))
        self.retired = LabelList(tr("Retired labels"))
        self.new = OwnField(tr("Name of a new label"), tr("Name of a new label"), icon="")
        self.add = PlainButton(tr("Add label"))
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        self.moves = QWidget()
        self.conventions = PlainButton("")
        self.versions_head = SectionHead(tr("Versions"))
        self.versions = QWidget()
        self._lines = QVBoxLayout(self.versions)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._connect()
        self._arrange()
        self.refresh()

    def refresh(self, current: str = "") -> None:
        """Show the scheme as it is now, the cursor on a label where one is named."""
        scheme = self._changes.scheme
        names = {label.key: label.name for label in scheme.labels}
        self.title.setText(scheme.title or scheme.name)
        self.labels.set_rows([Row(label, 0) for label in scheme.live], current)
        gone = [label for label in scheme.labels if label.retired]
        self.retired.set_rows([Row(label, 0, names.get(label.into, "")) for label in gone], current)
        self.retired_head.setCount(str(len(gone)))
        self.retired_head.setVisible(bool(gone))
        self.retired.setVisible(bool(gone) and not self.retired_head.isFolded())
        self.conventions.setText(tr("Conventions of the scheme") if scheme.guideline else tr("Write conventions"))
        self._count()
        self._later.start()

    def allow(self, allowed: bool) -> None:
        """Let the scheme be changed, or only be read."""
        for part in (self.new, self.add, self.moves):
            part.setEnabled(allowed)

    def _count(self) -> None:
        counts = self._changes.counts()
        for rows in (self.labels, self.retired):
            rows.set_counts(counts)

    def _show_versions(self) -> None:
        """List the versions, newest first; only while they are unfolded."""
        self.versions.setVisible(not self.versions_head.isFolded())
        if self.versions_head.isFolded() or self._versions_shown == self._changes.scheme.hash:
            return
        while (entry := self._lines.takeAt(0)) is not None:
            if (widget := entry.widget()) is not None:
                widget.deleteLater()
        known = schemes.versions(self._changes.session.project)
        self.versions_head.setCount(f"{len(known):,}")
        for version in known[:_SHOWN]:
            what = version.what or tr("first version")
            line = TextLabel(
                tr("Version {number} · {day} · {what}").format(
                    number=version.number, day=day_text(version.at, year=True), what=what
                ),
                "sub", ink="ink2", wrap=True, tabular=True,
            )  # fmt: skip
            line.setToolTip(" · ".join(part for part in (version.who, version.hash[:_HASH]) if part))
            self._lines.addWidget(line)
        self._versions_shown = self._changes.scheme.hash

    def _add(self) -> None:
        name = self.new.text().strip()
        before = {label.key for label in self._changes.scheme.labels}
        fault = tr("A label needs a name.") if not name else ""
        if name:
            fault = self._changes.make(partial(scheming.add_label, name=name), f"add label {name}")
        self.new.setFault(fault)
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        if name and not fault:
            self.new.setText("")
            for label in self._changes.scheme.labels:
                if label.key not in before:
                    self._changes.tell(_added(label))

    def _connect(self) -> None:
        for rows in (self.labels, self.retired):
            rows.opened.connect(self.opened)
        self.labels.moved.connect(self._changes.move)
        self.add.clicked.connect(self._add)
        self.new.returnPressed.connect(self._add)
        self.new.textEdited.connect(lambda _text: self._fault.hide())
        self.conventions.clicked.connect(self.conventionsWanted)
        self.retired_head.folded.connect(self.retired.setHidden)
        self.versions_head.folded.connect(lambda _folded: self._show_versions())
        self._later.timeout.connect(self._show_versions)
        self.retired_head.setFolded(True)
        self.versions_head.setFolded(True)

    def _arrange(self) -> None:
        look = theme.current()
        small, gap = look.px("space", "small"), look.px("space", "gap")
        keys = QHBoxLayout(self.moves)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(small)
        for cap, words in (("Return", tr("open")), ("Alt+Up", tr("up")), ("Alt+Down", tr("down"))):
            keys.addWidget(KeyCap(cap))
            keys.addWidget(TextLabel(words, "sub", ink="ink2"))
        keys.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(small)
        line.addWidget(self.new, 1)
        line.addWidget(self.add)
        start = QHBoxLayout()
        start.addWidget(self.conventions)
        start.addStretch(1)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(look.px("space", "hair"))
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(small)
        for part in (self.title, self.labels, self.moves, self.retired_head, self.retired):
            column.addWidget(part)
        column.addSpacing(gap)
        column.addLayout(line)
        column.addWidget(self._fault)
        column.addLayout(start)
        column.addSpacing(gap)
        column.addWidget(Hairline())
        column.addWidget(self.versions_head)
        column.addWidget(self.versions)
        column.addStretch(1)


def _added(label: Label) -> str:
    """Say that a label is there now, and what tags with it."""
    if key := label_key(label):
        return tr("“{label}” is added; its key is {key}.").format(label=label.name, key=key)
    return tr("“{label}” is added; it has no key yet.").format(label=label.name)
