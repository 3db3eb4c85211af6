"""The inspector: the active tag, all tags of the article, and the guideline of a label, one under the other."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.label.article_box import ArticleBox
from annotator.gui.label.guideline import Guideline
from annotator.gui.label.span_panel import SpanPanel
from annotator.gui.label.tag_tree import TagTree
from annotator.gui.language import figure, tr
from annotator.gui.session import Session
from annotator.gui.widgets import EmptyNote, IconButton, SectionHead
from annotator.gui.widgets.order import put_in_reading_order

_WITHOUT_LIMIT = 16777215


class Section(QWidget):
    """A foldable part of the inspector: folded, it is as high as its head."""

    def __init__(self, title: str, body: QWidget, tail: QWidget | None = None) -> None:
        super().__init__()
        self.head = SectionHead(title)
        self.body = body
        top = QHBoxLayout()
        inset = theme.current().px("space", "inset")
        top.setContentsMargins(inset, 0, inset, 0)
        top.setSpacing(0)
        top.addWidget(self.head, 1)
        if tail is not None:
            top.addWidget(tail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(body, 1)
        self.head.folded.connect(self._fold)

    def _fold(self, folded: bool) -> None:
        self.body.setVisible(not folded)
        self.setMaximumHeight(theme.current().px("height", "section_head") if folded else _WITHOUT_LIMIT)


class Inspector(QWidget):
    """Follow the session's active tag. `noteFinished` asks for the focus to go back to the text."""

    noteFinished = Signal()
    guidelineWanted = Signal()
    spanChosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sized = False
        self._behind = False
        self._above, self._below = 0, 0
        self.setAccessibleName(tr("Inspector"))
        self.article_box = ArticleBox(session)
        self.span_panel = SpanPanel(session)
        self.tree = TagTree(session)
        self.no_tags = EmptyNote()
        self.guideline = Guideline()
        self._tag_pages = QStackedWidget()
        self.tags = Section(tr("Tags in this article"), self._tag_pages)
        self.edit_guideline = IconButton("more", tr("Edit guideline"))
        self.rules = Section(tr("Guideline"), self.guideline, self.edit_guideline)
        self._all = QWidget()
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._arrange()
        self._connect()
        look = theme.current()
        self.setMinimumWidth(look.px("width", "inspector_min"))
        self.setMaximumWidth(look.px("width", "inspector_max"))
        self._show_article()

    def choose_value(self, number: int) -> bool:
        """Do what the value key of a place from 0 does to the active tag; False where it has no such value."""
        self._catch_up()
        return self.span_panel.choose_value(number)

    def next_attribute(self) -> bool:
        """Let the value keys set the next attribute of the active tag; False where there is none."""
        self._catch_up()
        return self.span_panel.next_attribute()

    def focus_note(self) -> None:
        """Take the focus to the active tag's note."""
        self._catch_up()
        self.span_panel.focus_note()

    def focus_tags(self) -> None:
        """Take the focus to the list of tags."""
        self.tags.head.setFolded(False)
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def withhold(self, withheld: bool) -> None:
        """Show nothing of the article, or all again."""
        self._all.setVisible(not withheld)

    def commit(self) -> None:
        """Save what is still being typed."""
        self._catch_up()
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
        return min(rows, height * 9 // 20), min(10 * look.px("height", "tag_row"), height * 30 // 100)

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
        self._follow()

    def _active_changed(self, _span_id: str) -> None:
        self.tree.follow_active()
        self._follow()

    def _follow(self) -> None:
        """Show what is active: at once, or with the tree once the article itself is painted."""
        self._behind = self.tree.waits()
        if not self._behind:
            self._show_active()

    def _catch_up(self) -> None:
        """Show what is active now, where that was to follow in a moment."""
        if self._behind:
            self._show_active()

    def _show_active(self) -> None:
        self._behind = False
        self.span_panel.show_active(self.span_panel.head.count() if self.tree.is_behind() else self._place())
        self._show_guideline()

    def _settled(self) -> None:
        self._catch_up()
        self._show_place()

    def _place(self) -> str:
        """Say which tag of how many is active."""
        tags = self.tree.tags()
        place = tags.position(self._session.active)
        words = tr("{place} of {count}") if place else ""
        return words.format(place=figure(place), count=figure(tags.count()))

    def _show_place(self) -> None:
        self.span_panel.head.setCount(self._place())

    def _count_tags(self) -> None:
        count = len(self._session.spans)
        is_open = self._session.article is not None
        self.tags.head.setCount(figure(count) if is_open else "")
        self._tag_pages.setCurrentIndex(0 if count else 1)
        if is_open:
            self.no_tags.say(tr("Nothing tagged yet"), tr("Nothing to mark? Done is a result too, and is kept."))
        else:
            self.no_tags.say(tr("No article is open"), tr("Choose one in the queue."))

    def _show_guideline(self) -> None:
        """Show the guideline of the active tag's label, else the one shown before, else that of the first label."""
        scheme, before = self._session.scheme, self.guideline.label()
        span = self._session.spans.get(self._session.active)
        key = span.label if span is not None else before.key if before is not None else ""
        label = scheme.label(key) or next(iter(scheme.live), None)
        if label is not None:
            self.rules.head.setText(tr("Guideline: {label}").format(label=label.name))
            self.guideline.show_label(label, scheme)

    def _connect(self) -> None:
        session = self._session
        session.articleChanged.connect(self._show_article)
        session.schemeChanged.connect(self._show_article)
        session.spansChanged.connect(self._spans_changed)
        session.activeChanged.connect(self._active_changed)
        self.edit_guideline.clicked.connect(self.guidelineWanted)
        self._splitter.splitterMoved.connect(self._moved)
        for section in (self.tags, self.rules):
            section.head.folded.connect(self._share_out)
        self.tree.settled.connect(self._settled)
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
        put_in_reading_order(self._splitter, tr("Height of the sections"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, look.px("space", "hair") // 2, 0, 0)
        whole.addWidget(self._all)
        column = QVBoxLayout(self._all)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.article_box)
        column.addWidget(self._splitter, 1)
