"""The help: every key as it is today, by menu and mode, then the pages of resources/help."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QTextBrowser, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.gui import keymap, theme
from annotator.gui.commands import COMMANDS, MENUS, keys_of
from annotator.gui.language import help_text, tr
from annotator.gui.mode_keys import MODE_KEYS
from annotator.gui.ranking import folded
from annotator.gui.widgets import EmptyNote, Field, KeyCap, QuietButton, TextLabel, key_text

PAGES = (
    "labelling", "values", "mentions", "roles", "checks", "files", "importing", "exporting", "packages",
    "merging", "agreement", "review", "feedback", "keys", "search", "corpus", "copies", "zones", "scheme", "access",
)  # fmt: skip

_CONTENTS_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Keys that do one thing, its name, what it does."""

    keys: tuple[str, ...]
    name: str
    tip: str = ""


class HelpText(QTextBrowser):
    """Shows a page of the program's own help; it opens no link and loads nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        text = help_text(name)
        self.title = text.partition("\n")[0].lstrip("# ").strip()
        self.setAccessibleName(self.title)
        self.setMarkdown(text)
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(
            lambda size: self.setFixedHeight(int(size.height()) + 4)
        )

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Load nothing."""
        return None


def sections(scheme: Scheme | None) -> list[tuple[str, list[Row]]]:
    """Return the keys by section: the scheme's labels, each menu, each mode."""
    labels = [
        Row((keymap.label_key(b),), tr("Tag as {label}").format(label=b.name), b.description)
        for b in (scheme.labels if scheme else ())
        if keymap.label_key(b)
    ]
    found = [(tr("Labels"), labels)] if labels else []
    for menu in MENUS:
        rows = [Row(keys_of(c.id), tr(c.text).rstrip("…"), tr(c.help)) for c in COMMANDS if c.menu == menu]
        found.append((tr(menu), rows))
    found += [(tr(mode.name), [Row(keys, tr(words)) for keys, words in mode.keys]) for mode in MODE_KEYS]
    return found


class HelpPage(QWidget):
    """The cheat sheet and the help texts, with a field that keeps what holds the words typed."""

    def __init__(self, scheme: Scheme | None, change_keys: Callable[[], object] | None = None) -> None:
        super().__init__()
        self._scheme = scheme
        look = theme.current()
        inset, small = look.px("space", "drawer"), look.px("space", "small")
        self.filter = Field(tr("Find a key or a word of the help"), tr("Find in the help"))
        self._sheet = QHBoxLayout()
        self._sheet.setSpacing(look.px("space", "page"))
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        self._sections: list[_Section] = []
        self._wide = False
        self._pages = [HelpText(name) for name in PAGES]
        self._grid = QGridLayout()
        self._links: list[tuple[QuietButton, str]] = []
        self._empty = EmptyNote()
        column = QVBoxLayout(self)
        column.setContentsMargins(inset, small, inset, inset)
        column.setSpacing(small)
        column.addWidget(self.filter)
        column.addLayout(self._contents(change_keys))
        for one in self._columns:
            one.setSpacing(small)
            self._sheet.addLayout(one, 1)
        column.addLayout(self._sheet)
        column.addWidget(self._empty)
        for page in self._pages:
            column.addWidget(page)
        column.addStretch(1)
        self._empty.hide()
        self.filter.textChanged.connect(self._narrow)
        keymap.hub().changed.connect(self._fill)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _contents(self, change_keys: Callable[[], object] | None) -> QGridLayout:
        """Return the list of the texts, each a button that scrolls to it, and the way to other keys."""
        self._grid.setSpacing(0)
        for page in self._pages:
            button = QuietButton(page.title)
            button.setAccessibleDescription(tr("Scroll to this page of the help"))
            button.clicked.connect(partial(self._scroll_to, page))
            self._links.append((button, folded(page.toPlainText())))
        if change_keys is not None:
            button = QuietButton(tr("Change keys…"))
            button.clicked.connect(lambda _checked=False: change_keys())
            self._links.append((button, folded(button.text())))
        for number, (link, _text) in enumerate(self._links):
            self._place_link(link, number)
        self._grid.setColumnStretch(_CONTENTS_COLUMNS, 1)
        return self._grid

    def _place_link(self, link: QWidget, number: int) -> None:
        self._grid.addWidget(link, *divmod(number, _CONTENTS_COLUMNS), Qt.AlignmentFlag.AlignLeft)

    def _narrow_contents(self, wanted: Sequence[str]) -> None:
        """Keep the links that lead to these words, without a gap between them."""
        shown = 0
        for link, text in self._links:
            self._grid.removeWidget(link)
            fits = all(word in text for word in wanted)
            link.setVisible(fits)
            if fits:
                self._place_link(link, shown)
                shown += 1

    def _scroll_to(self, page: QWidget, _checked: bool = False) -> None:
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.verticalScrollBar().setValue(page.y())
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self) -> None:
        """Write the keys of today."""
        for old in self._sections:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._sections = [_Section(title, rows) for title, rows in sections(self._scheme)]
        self._spread(anew=True)
        self._narrow(self.filter.text())

    def _spread(self, *, anew: bool = False) -> None:
        """Put the sections into two columns of like length where there is room, else into one."""
        wide = self.width() > theme.current().px("width", "drawer") * 3 // 2
        if wide == self._wide and not anew:
            return
        self._wide = wide
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        whole, so_far = sum(section.shown() for section in self._sections), 0
        for section in self._sections:
            right = wide and so_far > 0 and so_far + section.shown() // 2 >= whole / 2
            self._columns[int(right)].addWidget(section)
            so_far += section.shown()
        for column in self._columns:
            column.addStretch(1)

    def _narrow(self, words: str) -> None:
        """Keep the keys and the pages that hold all these words."""
        wanted = folded(words).split()
        shown = [section.narrow(wanted) for section in self._sections]
        self._narrow_contents(wanted)
        self._spread(anew=True)
        for page in self._pages:
            text = folded(page.toPlainText())
            page.setVisible(all(word in text for word in wanted))
        nothing = not any(shown) and not any(page.isVisibleTo(self) for page in self._pages)
        self._empty.setVisible(nothing)
        self._empty.say(tr("Nothing in the help holds these words"), tr("Try fewer or other words."))


class _Section(QWidget):
    """The keys of one menu or mode."""

    def __init__(self, title: str, rows: Sequence[Row]) -> None:
        super().__init__()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space", "small"), 0, 0)
        column.setSpacing(look.px("space", "hair"))
        column.addWidget(TextLabel(title, "body", 600))
        self.rows = [_KeyLine(row) for row in rows]
        for line in self.rows:
            column.addWidget(line)

    def shown(self) -> int:
        """Return the number of rows that are not taken away."""
        return sum(not line.isHidden() for line in self.rows)

    def narrow(self, wanted: Sequence[str]) -> bool:
        """Show the rows that hold all words; tell whether there is one."""
        for line in self.rows:
            line.setVisible(all(word in line.words for word in wanted))
        some = self.shown() > 0
        self.setVisible(some)
        return some


class _KeyLine(QWidget):
    """What a command is called and does, and at the far end its keys; those that look the same are one."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        look = theme.current()
        shown = {key_text(key): key for key in reversed(row.keys)}
        self.words = folded(" ".join((row.name, row.tip, *shown, *row.keys)))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px("space", "hair"))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(TextLabel(row.name, "sub", 500, wrap=True))
        if row.tip:
            text.addWidget(TextLabel(row.tip, "small", ink="ink3", wrap=True))
        line.addLayout(text, 1)
        for key in reversed(shown.values()):
            name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            line.addWidget(KeyCap(name), 0, Qt.AlignmentFlag.AlignTop)
