"""Two pages of the drawer: whom the selected articles are given to, and which tags they have as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.language import figure, ntr, tr
from annotator.gui.widgets import CheckRow, Field, MainButton, PlainButton, TextLabel
from annotator.store.people import Person

LONGEST = 60


class _Page(QWidget):
    """A column with a sentence on top."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        look = theme.current()
        inset = look.px("space", "drawer")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(inset, inset, inset, inset)
        self.column.setSpacing(look.px("space", "small"))
        self._sentence = TextLabel(sentence, ink="ink2", wrap=True)
        self.column.addWidget(self._sentence)

    def say(self, sentence: str) -> None:
        """Change the sentence on top."""
        self._sentence.setText(sentence)


class AssignPage(_Page):
    """`chosen` carries the ids of the people."""

    chosen = Signal(object)

    def __init__(self, everybody: Sequence[Person], count: int) -> None:
        super().__init__(
            ntr("Who reads the selected article? It comes on top of what was assigned before.",
                "Who reads the {n} selected articles? They come on top of what was assigned before.", count)
        )  # fmt: skip
        names = [who.name for who in everybody]
        self.boxes: list[tuple[CheckRow, str]] = []
        for who in everybody:
            box = CheckRow(f"{who.name} ({who.id[:8]})" if names.count(who.name) > 1 else who.name)
            box.setAccessibleDescription(tr("Gets the articles"))
            box.toggled.connect(lambda _on: self._follow())
            self.boxes.append((box, who.id))
            self.column.addWidget(box)
        if not everybody:
            words = tr("The project has no annotators yet. Change annotator… in the Project menu adds one.")
            self.column.addWidget(TextLabel(words, wrap=True))
        self.column.addStretch(1)
        self.button = MainButton(tr("Assign"))
        self.button.clicked.connect(lambda _checked=False: self.chosen.emit(self.people()))
        self.foot = _foot(self.button)
        self._follow()

    def people(self) -> tuple[str, ...]:
        """Return the ids of those who are chosen."""
        return tuple(identity for box, identity in self.boxes if box.isChecked())

    def _follow(self) -> None:
        self.button.setEnabled(bool(self.people()))
        self.button.setToolTip("" if self.people() else tr("Choose at least one annotator."))


class TagsPage(_Page):
    """`added` and `taken` carry a tag."""

    added = Signal(str)
    taken = Signal(str)

    def __init__(self) -> None:
        super().__init__("")
        look = theme.current()
        self.field = Field(tr("New article tag"), tr("New article tag"), icon="", in_panel=True)
        self.field.setMaxLength(LONGEST)
        self.add = PlainButton(tr("Add"))
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "small"))
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        self.column.addLayout(row)
        self.boxes: dict[str, CheckRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self.column.addStretch(1)
        self.add.clicked.connect(lambda _checked=False: self._take())
        self.field.returnPressed.connect(self._take)

    def show_tags(self, count: int, seen: int, on_them: Mapping[str, int], known: Sequence[str]) -> None:
        """Show the tags of `count` selected articles.

        `on_them` says how many of the first `seen` have each, `known` are those of the whole corpus.
        """
        self.say(
            ntr("Tags of the selected article as a whole. They sift the corpus.",
                "Tags of the {n} selected articles as a whole. They sift the corpus.", count)
        )  # fmt: skip
        for name in sorted({*known, *on_them}, key=str.casefold):
            box = self.boxes.get(name) or self._box(name)
            have = on_them.get(name, 0)
            partly = tr("{name} ({n} of {all})").format(name=name, n=figure(have), all=figure(seen))
            box.setText(partly if 0 < have < seen else name)
            box.setChecked(have == seen)

    def _box(self, name: str) -> CheckRow:
        box = self.boxes[name] = CheckRow(name)
        box.setAccessibleDescription(tr("Article tag"))
        box.clicked.connect(lambda on: (self.added if on else self.taken).emit(name))
        self._rows.addWidget(box)
        return box

    def _take(self) -> None:
        name = " ".join(self.field.text().split())
        if name:
            self.field.clear()
            self.added.emit(name)


def _foot(button: QWidget) -> QWidget:
    foot = QWidget()
    row = QHBoxLayout(foot)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(button)
    return foot
