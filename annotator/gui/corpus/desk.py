"""The hands of the Corpus workspace: its menu, its drawers, and what follows from a change of the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from annotator.gui.corpus.pages import AssignPage, TagsPage
from annotator.gui.language import tr
from annotator.gui.session import Session
from annotator.store import articles, corpus, people
from annotator.store.corpus import Distribution

if TYPE_CHECKING:
    from annotator.gui.corpus.charts_page import ChartsPage
    from annotator.gui.corpus.reader import Question
    from annotator.gui.corpus.workspace import CorpusWorkspace
    from annotator.gui.main_window import MainWindow

_MENU = (
    ("corpus-open", "corpus-story"),
    ("corpus-assign", "corpus-tag", "corpus-remove", "corpus-restore", "corpus-rezone"),
    ("corpus-split", "corpus-join"),
)
_OF_REMOVED = frozenset(("corpus-restore",))
_FOR_BOTH = frozenset(("corpus-tag",))
_LOOKED_AT = 500
_LEAST_JOINED = 2


class CorpusDesk(QObject):
    """Acts for the workspace on what is selected there."""

    def __init__(self, room: CorpusWorkspace, session: Session, window: MainWindow) -> None:
        super().__init__(room)
        self._room, self._session, self._window = room, session, window
        self._charts: ChartsPage | None = None

    def on_selected(self, act: Callable[[Sequence[int]], object], *, removed: bool) -> None:
        """Do something with the selected articles; `removed` tells which kind it can be done with."""
        pks = self._selected()
        if not pks:
            return
        if removed != self._room.bar.filter.removed:
            words = tr("These articles are in the corpus already.") if removed else tr("Restore these articles first.")
            self._session.said.emit(words)
            return
        act(pks)

    def join(self) -> None:
        """Make the selected articles copies of one story."""
        if len(self._room.table.selected()) < _LEAST_JOINED:
            self._session.said.emit(tr("Select two or more articles first."))
        else:
            self.on_selected(self._room.bulk.join, removed=False)

    def split_off(self) -> None:
        """Take the selected article out of its story."""
        pks = self._room.table.selected()
        if len(pks) > 1:
            self._session.said.emit(tr("Select one article alone first."))
        else:
            self.on_selected(lambda one: self._room.bulk.split_off(one[0]), removed=False)

    def _selected(self) -> list[int]:
        pks = self._room.table.selected()
        if not pks:
            self._session.said.emit(tr("Select articles first."))
        return pks

    def show_menu(self, place: QPoint) -> None:
        """Open the menu of the selected articles."""
        menu = QMenu(self._window)
        actions, gone = self._window.commands.by_id, self._room.bar.filter.removed
        for part in _MENU:
            shown = [actions[one] for one in part if actions[one].isEnabled()
                     and (one in _FOR_BOTH or (one in _OF_REMOVED) == gone)]  # fmt: skip
            if shown and menu.actions():
                menu.addSeparator()
            menu.addActions(shown)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    # Drawers

    def ask_people(self) -> None:
        """Ask whom the selected articles are given to."""
        if pks := self._selected():
            page = AssignPage(people.people(self._session.project), len(pks))
            page.chosen.connect(partial(self._assign, pks))
            self._window.drawer.open_with(tr("Assign"), page, page.foot)

    def _assign(self, pks: Sequence[int], who: tuple[str, ...]) -> None:
        self._window.drawer.close_drawer()
        self._room.focus_text()
        self.on_selected(lambda _selected: self._room.bulk.assign(pks, who), removed=False)

    def ask_tags(self) -> None:
        """Show the tags of the selected articles."""
        if pks := self._selected():
            page = TagsPage()
            page.added.connect(lambda name: self._room.bulk.tag(pks, name))
            page.taken.connect(lambda name: self._room.bulk.untag(pks, name))
            self._fill_tags(page, pks)
            self._window.drawer.open_with(tr("Article tags"), page)
            self._room.bulk.changed.connect(partial(self._fill_if_shown, page, pks))

    def _fill_if_shown(self, page: TagsPage, pks: Sequence[int]) -> None:
        if self._window.drawer.body() is page:
            self._fill_tags(page, pks)

    def _fill_tags(self, page: TagsPage, pks: Sequence[int]) -> None:
        """Show which tags the articles have; of very many the first are looked at."""
        some = pks[:_LOOKED_AT]
        found = corpus.rows(self._session.project, self._session.me.id, some, ())
        known = [name for name, _count in self._room.facets.tags]
        page.show_tags(len(pks), len(some), Counter(name for row in found for name in row.tags), known)

    def charts(self) -> ChartsPage | None:
        """Return the charts, where the drawer shows them."""
        shown = self._charts is not None and self._window.drawer.body() is self._charts
        return self._charts if shown else None

    def show_charts(self) -> None:
        """Show how the articles that the filters leave are spread; close the charts where they are shown."""
        if self.charts() is not None:
            self._window.drawer.close_drawer()
            return
        from annotator.gui.corpus.charts_page import ChartsPage  # the table is there sooner without it

        page = self._charts = ChartsPage(self._session.scheme)
        page.filterWanted.connect(self._room.bar.set_filter)
        self._window.drawer.open_with(tr("Charts"), page)
        asked = self._room.asked()
        if asked is not None:
            self._room.reader.ask_spread(asked)

    def measured(self, question: Question, found: Distribution) -> None:
        """Show what was counted for the charts."""
        page = self.charts()
        if page is not None and question is self._room.asked():
            page.show_distribution(found, question.filter, self._room.model.total())

    # What follows from a change

    def corpus_changed(self) -> None:
        """Take in that articles came, went or changed: the list, the queue, the open article."""
        session = self._session
        session.queueChanged.emit()
        session.progressChanged.emit()
        article = session.article
        if article is not None and articles.pk_of(session.project, article.id) is not None:
            session.refresh()
            return
        rest = session.queue("", "all")
        if rest:
            session.open_article(rest[0])
        elif article is not None:
            session.close_article()
