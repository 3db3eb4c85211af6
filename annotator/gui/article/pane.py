"""The article on the screen: a line about it, find, the words, and the strip for faults, on one column."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.article.find_bar import FindBar
from annotator.gui.article.view import ArticleView
from annotator.gui.keymap import follow_keys
from annotator.gui.language import ntr, tr
from annotator.gui.opened import OpenArticle
from annotator.gui.session import Session
from annotator.gui.widgets import ElidedLabel, EmptyNote, QuietButton, Strip
from annotator.gui.wording import day_text, facts_line


class ArticlePane(QWidget):
    """Shows the session's article; everything above and below the words keeps the column's edges."""

    zoneWanted = Signal()
    findWanted = Signal()
    columnMoved = Signal(int, int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.view = ArticleView()
        self.find_bar = FindBar(self.view)
        self.strip = Strip()
        self.about = ElidedLabel("", "sub", ink="ink2")
        self._zones = QuietButton(tr("Zones"))
        self._find = QuietButton(tr("Find"))
        follow_keys(self._zones, self._zones.setKeys, "zone")
        follow_keys(self._find, self._find.setKeys, "find")
        self._zones.clicked.connect(self.zoneWanted)
        self._find.clicked.connect(self.findWanted)
        self._empty = EmptyNote(tr("No article is open"), tr("Choose one in the queue, or bring some in with Import…."))
        self._note = QWidget()
        self._head = QWidget()
        self._foot = QWidget()
        self._cover: QWidget | None = None
        self._holds: Callable[[OpenArticle], bool] = lambda _article: False
        self.covered = False
        self._build()
        self.view.columnMoved.connect(self._follow_column)
        session.articleChanged.connect(self.show_article)
        session.spansChanged.connect(self._show_spans)
        session.activeChanged.connect(self._show_active)
        session.zonesChanged.connect(self._show_zones)
        session.schemeChanged.connect(self._show_scheme)
        theme.hub().changed.connect(self._restyle)
        self._restyle()

    def _build(self) -> None:
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.about, 1)
        head.addWidget(self._zones)
        head.addWidget(self._find)
        note = QVBoxLayout(self._note)
        note.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.find_bar)
        column.addWidget(self.view, 1)
        column.addWidget(self._note, 1)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.strip)
        column.addWidget(self._foot)
        for part in (self._head, self.find_bar, self._note, self._foot):
            _let_shrink(part)

    def set_cover(self, cover: QWidget, holds: Callable[[OpenArticle], bool]) -> None:
        """Let a widget stand in the place of every article that `holds` names."""
        self._cover, self._holds = cover, holds
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self._note), cover, 1)
        cover.hide()
        _let_shrink(cover)
        self._follow_column()

    def show_article(self) -> None:
        """Show the session's article from its top, or what covers it, or say that there is none."""
        article = self._session.article
        self.covered = article is not None and self._holds(article)
        if self._cover is not None:
            self._cover.setVisible(self.covered)
        self._note.setVisible(article is None)
        self._head.setVisible(article is not None)
        self.about.setText(_about(article) if article is not None else "")
        for part in (self._zones, self._find, self.view):
            part.setVisible(article is not None and not self.covered)
        if article is None or self.covered:
            self.find_bar.set_text("")
            self.view.clear_article()
            self._follow_column()
            return
        self.find_bar.set_text(article.text)
        self.view.set_article(article.text, article.zones, self._session.sorted_spans(), self._session.scheme)
        self._show_missing()

    def _show_spans(self, ids: set[str]) -> None:
        if self.covered:
            return
        for span_id in ids:
            span = self._session.spans.get(span_id)
            if span is None:
                self.view.drop_span(span_id)
            else:
                self.view.put_span(span)
            self.view.mark_missing(span_id, span_id in self._session.lacking)

    def _show_missing(self) -> None:
        self.view.set_missing(self._session.lacking)

    def _show_active(self, span_id: str) -> None:
        self.view.set_active(span_id, scroll=False)

    def _show_zones(self) -> None:
        if self._session.article is not None and not self.covered:
            self.view.set_zones(self._session.article.zones)

    def _show_scheme(self) -> None:
        """Draw the article with the labels of today; caret, selection and place stay."""
        if self._session.article is None:
            return
        bar = self.view.verticalScrollBar()
        anchor, caret, top = self.view.anchor(), self.view.caret(), bar.value()
        self.show_article()
        self.view.select_range(anchor, caret)
        self.view.set_active(self._session.active, scroll=False)
        bar.setValue(top)

    def column(self) -> tuple[int, int]:
        """Return the left and right edge of the column of words, in this widget's pixels."""
        if self._session.article is not None and not self.covered:
            left, right = self.view.column_edges()
            return left + self.view.x(), right + self.view.x()
        look = theme.current()
        width = min(look.px("width", "column"), self.width() - 2 * look.px("width", "margin"))
        return (self.width() - width) // 2, (self.width() + width) // 2

    def _follow_column(self) -> None:
        left, right = self.column()
        cover = self._cover.layout() if self._cover is not None else None
        for layout in filter(None, (self._head.layout(), self.find_bar.layout(), self._note.layout(), cover)):
            margins = layout.contentsMargins()
            wanted = QMargins(left, margins.top(), max(0, self.width() - right), margins.bottom())
            if wanted != margins:
                layout.setContentsMargins(wanted)
        self._follow_with_strip(left, right)
        self.columnMoved.emit(left, right - left)

    def _follow_with_strip(self, left: int, right: int) -> None:
        """Keep the strip in the middle of the column, and no wider than other strips."""
        spare = max(0, right - left - theme.current().px("width", "column"))
        start, end = left + spare // 2, max(0, self.width() - right) + spare - spare // 2
        layout = self._foot.layout()
        if layout is not None:
            layout.setContentsMargins(start, 0, end, 0)

    def _restyle(self) -> None:
        look = theme.current()
        self._head.setFixedHeight(look.px("height", "top_bar"))
        buttons = self._zones.sizeHint().width() + self._find.sizeHint().width()
        self.setMinimumWidth(2 * look.px("width", "margin") + buttons)
        self._note.setContentsMargins(0, look.px("space", "page"), 0, 0)
        self.view.refresh_theme()
        self._follow_column()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._session.article is None or self.covered:
            self._follow_column()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.current().colour("paper"))


def _let_shrink(part: QWidget) -> None:
    """Let the room beside a part, wide in a wide window, not keep the window from getting narrower."""
    policy = part.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    part.setSizePolicy(policy)


def _about(article: OpenArticle) -> str:
    """Return source, date and length of an article in one line."""
    source, published = article.meta.get("source"), article.meta.get("published")
    parts = [
        source if isinstance(source, str) else "",
        day_text(published, year=True) if isinstance(published, str) and published else "",
        ntr("{n} word", "{n} words", article.words),
    ]
    return facts_line(parts)
