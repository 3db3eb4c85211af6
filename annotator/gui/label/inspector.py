"""The inspector: the active tag, all tags of the article, and the guideline of a label, one under the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.core.scheme import Label
from annotator.gui import theme
from annotator.gui.label.span_panel import SpanPanel
from annotator.gui.label.tag_tree import TagTree
from annotator.gui.session import Session
from annotator.gui.widgets import EmptyNote, SectionHead, TextLabel

_WITHOUT_LIMIT = 16777215
_OPENINGS = frozenset({"A", "An", "The", "Something", "Anything", "Any"})


def is_not_text(label: Label) -> str:
    """Say what a label is not, as a sentence of its own, such as `Not a past act`."""
    first, *rest = label.is_not.split(" ", 1) if label.is_not else [""]
    if first in _OPENINGS:
        return " ".join(["Not", first.lower(), *rest])
    return f"Not: {label.is_not}" if label.is_not else ""


class Section(QWidget):
    """A foldable part of the inspector: folded, it is as high as its head."""

    def __init__(self, title: str, body: QWidget) -> None:
        super().__init__()
        self.head = SectionHead(title)
        self.body = body
        top = QVBoxLayout()
        inset = theme.current().px("space", "inset")
        top.setContentsMargins(inset, 0, inset, 0)
        top.addWidget(self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(body, 1)
        self.head.folded.connect(self._fold)

    def _fold(self, folded: bool) -> None:
        self.body.setVisible(not folded)
        self.setMaximumHeight(theme.current().px("height", "section_head") if folded else _WITHOUT_LIMIT)


class Guideline(QScrollArea):
    """What a label is, and what it is not."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.is_text = TextLabel("", "sub", 500, "ink", wrap=True)
        self.is_not = TextLabel("", "sub", 400, "ink2", wrap=True)
        body = QWidget()
        column = QVBoxLayout(body)
        inset = look.px("space", "inset")
        column.setContentsMargins(inset, 0, inset, inset)
        column.setSpacing(look.px("space", "small"))
        column.addWidget(self.is_text)
        column.addWidget(self.is_not)
        column.addStretch(1)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Guideline")

    def show_label(self, label: Label) -> None:
        """Show a label's description."""
        self.is_text.setText(label.description or "The scheme says nothing about this label yet.")
        self.is_not.setText(is_not_text(label))
        self.is_not.setVisible(bool(label.is_not))


class Inspector(QWidget):
    """Follow the session's active tag. `noteFinished` asks for the focus to go back to the text."""

    noteFinished = Signal()
    spanChosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sized = False
        self._above, self._below = 0, 0
        self.setAccessibleName("Inspector")
        self.span_panel = SpanPanel(session)
        self.tree = TagTree(session)
        self.no_tags = EmptyNote()
        self.guideline = Guideline()
        self._tag_pages = QStackedWidget()
        self.tags = Section("Tags in this article", self._tag_pages)
        self.rules = Section("Guideline", self.guideline)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._arrange()
        self._connect()
        look = theme.current()
        self.setMinimumWidth(look.px("width", "inspector_min"))
        self.setMaximumWidth(look.px("width", "inspector_max"))
        self._show_article()

    def choose_value(self, number: int) -> bool:
        """Choose a value of the active tag's first required attribute, from 0; False where there is none."""
        return self.span_panel.choose_value(number)

    def focus_note(self) -> None:
        """Take the focus to the active tag's note."""
        self.span_panel.focus_note()

    def focus_tags(self) -> None:
        """Take the focus to the list of tags."""
        self.tags.head.setFolded(False)
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def commit(self) -> None:
        """Save what is still being typed."""
        self.span_panel.commit()

    def sizeHint(self) -> QSize:
        """Return the width a pane starts with."""
        look = theme.current()
        return QSize(look.px("width", "inspector"), 2 * look.px("width", "inspector"))

    def showEvent(self, event: QShowEvent) -> None:
        """Share the height out once; afterwards it is the person's, and what is gained or lost is the tags'."""
        super().showEvent(event)
        if not self._sized:
            self._sized = True
            self._above, self._below = self._shares(self.height())
            self._share_out()

    def _shares(self, height: int) -> tuple[int, int]:
        look = theme.current()
        rows = 12 * look.px("height", "role_row") + look.px("space", "inset")
        return min(rows, height * 9 // 20), min(7 * look.px("height", "tag_row"), height * 27 // 100)

    def _share_out(self) -> None:
        """Give each part its height: a folded one that of its head, the tags what is left over."""
        total, head = self.height(), theme.current().px("height", "section_head")
        above = self._above
        below = head if self.rules.head.isFolded() else self._below
        middle = total - above - below
        if self.tags.head.isFolded():
            middle = head
            if self.rules.head.isFolded():
                above = total - middle - below
            else:
                below = total - above - middle
        self._splitter.setSizes([above, middle, below])

    def _moved(self) -> None:
        """Keep the heights that a person chose, for when a part unfolds."""
        above, _middle, below = self._splitter.sizes()
        if not self.tags.head.isFolded():
            self._above = above
            self._below = self._below if self.rules.head.isFolded() else below

    def _show_article(self) -> None:
        self.tree.reload()
        self._count_tags()
        self._show_active()

    def _spans_changed(self, ids: set[str]) -> None:
        self.tree.update_spans(ids)
        self._count_tags()
        self._show_active()

    def _active_changed(self, _span_id: str) -> None:
        self.tree.follow_active()
        self._show_active()

    def _show_active(self) -> None:
        self.span_panel.show_active(self.span_panel.head.count() if self.tree.is_behind() else self._place())
        self._show_guideline()

    def _place(self) -> str:
        """Say which tag of how many is active."""
        tags = self.tree.tags()
        place = tags.position(self._session.active)
        return f"{place:,} of {tags.count():,}" if place else ""

    def _show_place(self) -> None:
        self.span_panel.head.setCount(self._place())

    def _count_tags(self) -> None:
        count = len(self._session.spans)
        is_open = self._session.article is not None
        self.tags.head.setCount(f"{count:,}" if is_open else "")
        self._tag_pages.setCurrentIndex(0 if count else 1)
        if is_open:
            self.no_tags.say("Nothing tagged yet", "Nothing to mark? Press Ctrl ↵. That is a result too, and is kept.")
        else:
            self.no_tags.say("No article is open", "Choose one in the queue.")

    def _show_guideline(self) -> None:
        span = self._session.spans.get(self._session.active)
        labels = self._session.scheme.labels
        if span is None and self.rules.head.text() != "Guideline":
            return
        label = self._session.scheme.label(span.label) if span is not None else next(iter(labels), None)
        if label is not None:
            self.rules.head.setText(f"Guideline: {label.name}")
            self.guideline.show_label(label)

    def _connect(self) -> None:
        session = self._session
        session.articleChanged.connect(self._show_article)
        session.schemeChanged.connect(self._show_article)
        session.spansChanged.connect(self._spans_changed)
        session.activeChanged.connect(self._active_changed)
        self._splitter.splitterMoved.connect(self._moved)
        for section in (self.tags, self.rules):
            section.head.folded.connect(self._share_out)
        self.tree.settled.connect(self._show_place)
        self.tree.spanChosen.connect(session.set_active)
        self.tree.spanChosen.connect(self.spanChosen)
        self.span_panel.noteFinished.connect(self.noteFinished)

    def _arrange(self) -> None:
        look = theme.current()
        inset = look.px("space", "inset")
        note = QWidget()
        words = QVBoxLayout(note)
        words.setContentsMargins(inset, look.px("space", "small"), inset, inset)
        words.addWidget(self.no_tags)
        self._tag_pages.addWidget(self.tree)
        self._tag_pages.addWidget(note)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for place, part in enumerate((self.span_panel, self.tags, self.rules)):
            self._splitter.addWidget(part)
            self._splitter.setStretchFactor(place, 1 if part is self.tags else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px("space", "hair") // 2, 0, 0)
        column.addWidget(self._splitter)
