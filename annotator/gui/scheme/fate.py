"""The end of a label: retired, merged into another, or brought back; each says first what happens to its tags."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.language import ntr, tr
from annotator.gui.scheme.changes import Changes
from annotator.gui.widgets import PlainButton, QuietButton, TextLabel
from annotator.work import scheming


class Fate(QWidget):
    """Offers what can be done with one label as a whole."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes
        self._label: Label | None = None
        self._into = ""
        self.says = TextLabel("", "sub", ink="ink2", wrap=True)
        self.retire = PlainButton("")
        self.choose = PlainButton(tr("Merge into…"))
        self.merge = PlainButton("")
        self.cancel = QuietButton(tr("Cancel"))
        self._fault = TextLabel("", "sub", ink="fault", wrap=True)
        look = theme.current()
        first, second = QHBoxLayout(), QHBoxLayout()
        for line, parts in ((first, (self.retire, self.choose)), (second, (self.merge, self.cancel))):
            line.setSpacing(look.px("space", "small"))
            for part in parts:
                line.addWidget(part)
            line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space", "small"))
        column.addLayout(first)
        column.addWidget(self.says)
        column.addLayout(second)
        column.addWidget(self._fault)
        self.retire.clicked.connect(self._retire)
        self.choose.clicked.connect(self._open_menu)
        self.merge.clicked.connect(self._merge)
        self.cancel.clicked.connect(lambda: self._propose(""))

    def show_label(self, label: Label) -> None:
        """Show what can be done with a label now."""
        self._label = label
        self.retire.setText(
            tr("Part from {label}").format(label=self._changes.name(label.into))
            if label.into
            else tr("Bring back") if label.retired else tr("Retire")
        )  # fmt: skip
        self.choose.setVisible(not label.retired)
        self._complain("")
        self._propose("")

    def _count(self) -> int:
        return self._changes.counts().get(self._label.key, 0) if self._label is not None else 0

    def _propose(self, into: str) -> None:
        """Say what a merge would do, or with an empty key how the label stands."""
        self._into = into
        if self._label is None:
            return
        label = self._label
        if into:
            count = self._count()
            words = ntr(
                "{n} tag is read as “{label}” from then on; the log keeps it, and Undo parts them again.",
                "{n} tags are read as “{label}” from then on; the log keeps them, and Undo parts them again.",
                count,
            ).format(label=self._changes.name(into))
        elif label.into:
            words = tr("Its tags are read as “{label}”.").format(label=self._changes.name(label.into))
        elif label.retired:
            words = tr("It can't be given any more; the tags that have it stay.")
        else:
            words = tr("A retired label can't be given any more; the tags that have it stay.")
        self.says.setText(words)
        self.merge.setText(tr("Merge into {label}").format(label=self._changes.name(into)))
        if not into and (self.merge.hasFocus() or self.cancel.hasFocus()):
            self.retire.setFocus(Qt.FocusReason.OtherFocusReason)
        self.merge.setVisible(bool(into))
        self.cancel.setVisible(bool(into))
        if into:
            self.merge.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, sentence: str) -> None:
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def targets(self) -> tuple[list[Label], list[Label]]:
        """Return the labels to merge into: those of the same layer, and the others."""
        label = self._label
        others = [one for one in self._changes.scheme.live if label is not None and one.key != label.key]
        near = [one for one in others if label is not None and one.layer == label.layer]
        return near, [one for one in others if one not in near]

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for group in self.targets():
            if group and menu.actions():
                menu.addSeparator()
            for one in group:
                action = menu.addAction(one.name.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, key=one.key: self._propose(key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.choose.mapToGlobal(QPoint(0, self.choose.height())))

    def _retire(self) -> None:
        if self._label is None:
            return
        label, retired = self._label, not self._label.retired
        build = partial(scheming.retire_label, key=label.key, retired=retired)
        fault = self._changes.make(build, f"{'retire' if retired else 'bring back'} label {label.name}")
        self._complain(fault)
        if not fault and retired:
            self._changes.tell(tr("“{label}” is retired.").format(label=label.name))

    def _merge(self) -> None:
        if self._label is None:
            return
        label, into, count = self._label, self._into, self._count()
        words = tr("“{label}” is merged into “{other}”: {count}.").format(
            label=label.name, other=self._changes.name(into), count=ntr("{n} tag", "{n} tags", count)
        )
        build = partial(scheming.merge_label, key=label.key, into=into)
        fault = self._changes.make(build, f"merge label {label.name} into {self._changes.name(into)}")
        self._complain(fault)
        if not fault:
            self._changes.tell(words)
