"""The help page: every key from the command table, then the pages of resources/help."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QTextBrowser, QVBoxLayout, QWidget

from annotator import paths
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.commands import COMMANDS, MENUS, takes
from annotator.gui.widgets import KeyCap, TextLabel, key_cap_width, key_text
from annotator.gui.widgets.words import plain_tip

PAGES = ("labelling", "files")

Row = tuple[tuple[str, ...], str, str]
"""Keys that do one thing, its name, what it does."""


class HelpText(QTextBrowser):
    """Shows a page of the program's own help; it opens no link and loads nothing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName("Help")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMarkdown(paths.resource(f"help/{name}.md").read_text(encoding="utf-8"))
        self.document().setDocumentMargin(0)
        self.document().documentLayout().documentSizeChanged.connect(
            lambda size: self.setFixedHeight(int(size.height()) + 4)
        )

    def loadResource(self, _type: int, _name: QUrl | str) -> object:
        """Load nothing."""
        return None


def help_page(scheme: Scheme | None) -> QWidget:
    """Return the page: keys by menu, the scheme's labels first, then the texts."""
    look = theme.current()
    page = QWidget()
    inset = look.px("space", "drawer")
    column = QVBoxLayout(page)
    column.setContentsMargins(inset, inset, inset, inset)
    column.setSpacing(look.px("space", "small"))
    labels: list[Row] = [
        ((b.shortcut.upper(),), f"Tag as {b.name}", b.description)
        for b in (scheme.labels if scheme else ())
        if b.shortcut and not b.retired and not takes(b.shortcut)
    ]
    if labels:
        _section(column, "Labels", labels)
    for menu in MENUS:
        rows: list[Row] = [(c.keys, c.text.rstrip("…"), c.help) for c in COMMANDS if c.menu == menu and c.keys]
        if menu == "Article":
            rows += [(c.keys, c.text, c.help) for c in COMMANDS if not c.menu]
        _section(column, menu, rows)
    for name in PAGES:
        column.addWidget(HelpText(name))
    column.addStretch(1)
    return page


def _section(column: QVBoxLayout, title: str, rows: list[Row]) -> None:
    look = theme.current()
    column.addSpacing(look.px("space", "small"))
    column.addWidget(TextLabel(title, "body", 600))
    grid = QGridLayout()
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, max(key_cap_width(key) for command in COMMANDS for key in command.keys))
    grid.setHorizontalSpacing(look.px("space", "gap"))
    grid.setVerticalSpacing(look.px("space", "hair"))
    for number, (keys, text, tip) in enumerate(rows):
        words = TextLabel(text, "sub", wrap=True)
        words.setToolTip(plain_tip(tip))
        grid.addLayout(_caps(keys), number, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, number, 1, Qt.AlignmentFlag.AlignVCenter)
    column.addLayout(grid)


def _caps(keys: tuple[str, ...]) -> QVBoxLayout:
    """Return the caps of all keys that do the same, one under the other; two that look the same are one."""
    caps = QVBoxLayout()
    caps.setSpacing(theme.current().px("space", "hair"))
    shown: dict[str, str] = {}
    for key in keys:
        shown.setdefault(key_text(key), key)
    for key in shown.values():
        name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
        caps.addWidget(KeyCap(name), 0, Qt.AlignmentFlag.AlignLeft)
    return caps
