"""The Corpus workspace: filters, the table of all articles, what can be done with many of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.corpus.bulk import Bulk
from annotator.gui.corpus.columns import columns
from annotator.gui.corpus.desk import CorpusDesk
from annotator.gui.corpus.empty import Nothing
from annotator.gui.corpus.filter_bar import FilterBar
from annotator.gui.corpus.heading import Heading
from annotator.gui.corpus.model import CorpusModel
from annotator.gui.corpus.reader import Question, Reader
from annotator.gui.corpus.strip import SelectionStrip
from annotator.gui.corpus.table import CorpusTable
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.gui.widgets import Hairline
from annotator.gui.widgets.order import focus_first, holds_focus
from annotator.store import corpus, stories
from annotator.store.corpus import Facets, Filter

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

_FIGURES = ("words", "wire", "finished")
_NOTHING_SHOWN = Facets(0, 0, [], [], [], {}, "", "")


class CorpusWorkspace(QWidget):
    """A room of the window: lists what the filters leave, in the order of a column."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__()
        self.setAccessibleName(tr("Corpus"))
        self._session, self._window = session, window
        self.model = CorpusModel(self._read_rows, self._read_story, self)
        self.heading = Heading()
        self.bar = FilterBar(session.scheme)
        self.table = CorpusTable(self.model)
        self.nothing = Nothing()
        self.strip = SelectionStrip()
        self.bulk = Bulk(session, self.strip, self)
        self.reader = Reader(session.project, self)
        self.desk = CorpusDesk(self, session, window)
        self.facets = _NOTHING_SHOWN
        self._question: Question | None = None
        self._listed_filter = Filter()
        self.settled = False
        self._stack = QStackedWidget()
        self.commands = self._commands()
        self._arrange()
        self._connect()
        self._set_columns()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """Return what the window's commands do here, by their ids."""
        desk = self.desk
        return {
            "undo": self.bulk.undo,
            "redo": self.bulk.redo,
            "filter": self.bar.focus_field,
            "corpus-open": lambda: self.open_article(self.table.current_pk()),
            "corpus-story": lambda: self.table.toggle_story(self.table.currentIndex().row()),
            "corpus-sort": self.table.head.focus_sorted,
            "corpus-charts": desk.show_charts,
            "corpus-clear": lambda: self.bar.set_filter(Filter()),
            "corpus-removed": lambda: self.bar.set_filter(Filter(removed=not self.bar.filter.removed)),
            "corpus-assign": desk.ask_people,
            "corpus-tag": desk.ask_tags,
            "corpus-remove": partial(desk.on_selected, self.bulk.remove, removed=False),
            "corpus-restore": partial(desk.on_selected, self.bulk.restore, removed=True),
            "corpus-rezone": partial(desk.on_selected, self.bulk.rezone, removed=False),
            "corpus-split": desk.split_off,
            "corpus-join": desk.join,
        }

    def _connect(self) -> None:
        session, reader, trigger = self._session, self.reader, self._trigger
        reader.listed.connect(self._listed)
        reader.counted.connect(self._counted)
        reader.measured.connect(self.desk.measured)
        reader.failed.connect(self._failed)
        self.bar.changed.connect(self.ask)
        self.bar.left.connect(self.table.take_focus)
        self.table.head.sortWanted.connect(self.sort_by)
        self.table.openWanted.connect(self.open_article)
        self.table.selectionMoved.connect(self._show_selection)
        self.table.menuWanted.connect(self.desk.show_menu)
        self.strip.wanted.connect(trigger)
        self.strip.undoWanted.connect(self.bulk.undo)
        self.bulk.changed.connect(self.desk.corpus_changed)
        self.bulk.failed.connect(lambda sentence: self._window.tell_fault(tr("Nothing was changed"), sentence))
        self.nothing.importWanted.connect(partial(trigger, "import"))
        self.nothing.clearWanted.connect(lambda: self.bar.set_filter(Filter()))
        for button, command in ((self.heading.imports, "import"), (self.heading.exports, "export"),
                                (self.heading.charts, "corpus-charts")):  # fmt: skip
            button.clicked.connect(lambda _checked=False, command=command: trigger(command))
        session.queueChanged.connect(self.ask)
        session.annotatorChanged.connect(self._annotator_changed)
        session.schemeChanged.connect(self._scheme_changed)
        session.statusChanged.connect(self.model.refresh)
        self._window.drawer.installEventFilter(self)
        theme.hub().changed.connect(self._restyle)

    # What the window asks for

    def leave(self) -> None:
        """Let the project go: nothing of it is read or written any more."""
        self._window.drawer.removeEventFilter(self)
        self.bulk.leave()
        self.reader.stop()

    def focus_text(self) -> None:
        """Put the focus on the rows, or where there are none on what brings some."""
        if self._stack.currentIndex():
            self.nothing.take_focus()
        else:
            self.table.take_focus()

    def escape(self) -> bool:
        """Take one step back: to the rows, to one article, to all of them; False at the end."""
        focus = QApplication.focusWidget()
        in_rows = focus is self.table or self._stack.currentIndex() > 0
        if not in_rows:
            self.focus_text()
        elif not self.table.select_current_alone():
            if self.bar.filter == Filter():
                return False
            self.bar.set_filter(Filter())
        return True

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane; `over` lies over the rows, or beside them."""
        panes: list[QWidget] = [self.bar, self._stack]
        enter: list[Callable[[], object]] = [self.bar.focus_field, self.focus_text]
        for pane in (self.strip, over):
            if pane is not None and not pane.isHidden():
                panes.append(pane)
                enter.append(partial(focus_first, pane))
        here = next((at for at, pane in enumerate(panes) if holds_focus(pane)), 1)
        for _ in panes:
            here = (here + by) % len(panes)
            enter[here]()
            if holds_focus(panes[here]):
                return

    # What is shown

    def ask(self) -> None:
        """Ask for the articles that the filters leave; while the room is not shown, at its next showing."""
        if not self.isVisible():
            return
        self.settled = False
        head = self.table.head
        self._question = Question(
            self.bar.filter, self._session.me.id, head.sort, head.descending, self.desk.charts() is not None
        )
        self.reader.ask(self._question)

    def asked(self) -> Question | None:
        """Return what was asked last."""
        return self._question

    def sort_by(self, key: str) -> None:
        """Sort by a column; again turns the order round, once more goes back to the order in which articles came."""
        head = self.table.head
        first = key in _FIGURES or key.startswith("label:")  # of figures the highest are wanted first
        if head.sort != key:
            head.show_sort(key, descending=first)
        elif head.descending == first:
            head.show_sort(key, descending=not first)
        else:
            head.show_sort("added", descending=False)
        self.ask()

    def open_article(self, pk: int) -> None:
        """Open an article in Label."""
        row = self.model.row_at(self.model.line_of(pk))
        if row is None:
            return
        if row.removed:
            self._session.said.emit(tr("This article was removed. Restore it first."))
        elif self._session.open_article(pk):
            self._window.rooms.show("label")

    def _listed(self, question: Question, pks: list[int]) -> None:
        if question is not self._question:
            return
        self.bar.show_fault("")
        first = not self.table.currentIndex().isValid()
        self.table.show_pks(pks, keep=question.filter == self._listed_filter)
        self._listed_filter = question.filter
        article = self._session.article
        if first and article is not None:
            self.table.select_pks([article.pk])
        self._show_count()
        held = holds_focus(self._stack)
        self._stack.setCurrentIndex(0 if pks else 1)
        if held and not holds_focus(self._stack):
            self.focus_text()

    def _counted(self, question: Question, facets: Facets) -> None:
        if question is not self._question:
            return
        self.facets, self.settled = facets, True
        self.bar.show_facets(facets)
        years = facets.first_date[:4] != facets.last_date[:4]
        if years != self.model.years:
            self.model.years = years
            self.table.fit()
        self.table.viewport().update()
        self._show_count()

    def _failed(self, question: Question, sentence: str) -> None:
        if question is not self._question:
            return
        self.settled = True
        if question.filter.words:
            self.bar.show_fault(sentence)
            self._session.said.emit(sentence)
        else:
            self._window.tell_fault(tr("The corpus can't be read"), sentence)

    def _show_count(self) -> None:
        shown, total = self.model.total(), max(self.facets.total, self.model.total())
        self.heading.show_count(shown, total)
        self.nothing.say(total, self.bar.filter)
        self._show_selection()

    def _show_selection(self) -> None:
        count = self.table.selected_count()
        self.strip.setVisible(self._session.leads)
        self.strip.show_count(count, removed=self.bar.filter.removed, able=self._able)
        self._window.status.set_corpus(count, self.facets.total)

    def _able(self, command: str) -> bool:
        return self._window.commands.by_id[command].isEnabled()

    def _trigger(self, command: str) -> None:
        self._window.commands.by_id[command].trigger()

    def _read_rows(self, pks: Sequence[int], labels: Sequence[str]) -> list[corpus.CorpusRow]:
        return corpus.rows(self._session.project, self._session.me.id, pks, labels)

    def _read_story(self, pk: int) -> list[int]:
        return [one for one, _id, _headline in stories.story_of(self._session.project, pk)]

    def _set_columns(self) -> None:
        self.model.set_columns(columns(self._session.scheme, leads=self._session.leads))
        self.table.fit()
        head = self.table.head
        if head.sort not in ("added", *(column.key for column in self.model.columns)):
            head.show_sort("added", descending=False)

    def _annotator_changed(self) -> None:
        self._set_columns()
        if self.bar.filter.labels or self.bar.filter.status != "all":
            self.bar.set_filter(replace(self.bar.filter, labels=(), status="all"))
        self.ask()

    def _scheme_changed(self) -> None:
        self._set_columns()
        self.bar.set_scheme(self._session.scheme)
        self.ask()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the drawer its room, where there is enough of it."""
        if watched is self._window.drawer and event.type() in (
            QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize,
        ):  # fmt: skip
            self._make_room()
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._make_room()
        self._show_selection()
        self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.bar.popup is not None:
            self.bar.popup.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """End at the drawer's edge while it is open, or go on under it where too little would be left."""
        drawer, look = self._window.drawer, theme.current()
        beside = drawer.is_open() and self.width() - drawer.width() >= look.px("width", "corpus_min")
        spare = drawer.width() if beside else 0
        left, right = (spare, 0) if self.isRightToLeft() else (0, spare)
        layout = self.layout()
        if layout is not None and layout.contentsMargins().left() + layout.contentsMargins().right() != spare:
            layout.setContentsMargins(left, 0, right, 0)

    def _arrange(self) -> None:
        self._top = QVBoxLayout()
        self._top.addWidget(self.heading)
        self._top.addWidget(self.bar)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(Hairline())
        column.addWidget(self._stack, 1)
        column.addWidget(self.strip)
        self._restyle()

    def _restyle(self) -> None:
        look = theme.current()
        inset, gap = look.px("space", "drawer"), look.px("space", "small")
        left, right = (look.px("space", "inset"), inset) if self.isRightToLeft() else (inset, look.px("space", "inset"))
        self._top.setContentsMargins(left, gap + 2, right, look.px("space", "gap"))
        self._top.setSpacing(gap + 2)
