"""Going through the disagreements: what is listed, which card is open, which one follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.language import tr
from annotator.gui.review.adjudication import Adjudication
from annotator.gui.review.card_model import CardModel, as_row
from annotator.gui.review.cards_pane import CardsPane
from annotator.gui.review.filter import Filter
from annotator.gui.review.names import filter_words, shown_names
from annotator.gui.review.open_card import OpenCard
from annotator.gui.review.reasons import empty_card, empty_list
from annotator.gui.review.shelf import is_open
from annotator.gui.session import Session
from annotator.work.reviewing import Listed

if TYPE_CHECKING:
    from annotator.gui.review.figures_panel import FiguresPanel


class Browsing(QObject):
    """Keeps list and open card together; `moved` comes when counts or the open card are others."""

    moved = Signal()

    def __init__(
        self, session: Session, desk: Adjudication, pane: CardsPane, model: CardModel, card: OpenCard,
        figures: FiguresPanel,
    ) -> None:  # fmt: skip
        super().__init__(card)
        self._session, self._desk, self._figures = session, desk, figures
        self._pane, self._model, self._card = pane, model, card
        self.filter = Filter()
        self.row: Listed | None = None
        self.named = False
        desk.changed.connect(self._article_changed)
        pane.asked.connect(self._asked)
        pane.list.chosen.connect(self.open)

    def show_filter(self, filter_: Filter) -> None:
        """List what is asked for, from its first card."""
        self._use(filter_)
        self.show_list()
        self.open_at(self._model.card_from(0, 1))

    def show_list(self) -> None:
        """Show the list anew, as it is asked for; the open card stays."""
        self._model.show(self._desk.shelf, self.filter, self._pane.order(), undecided=self._pane.undecided())
        self._show_counts()

    def stay(self) -> None:
        """Open the open card anew where it still is listed, else the first one."""
        place = self._model.find(self.row.article, self.row.id) if self.row is not None else -1
        self.open_at(place if place >= 0 else self._model.card_from(0, 1))

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) card; after the last comes the first."""
        there = self._beside(self.place(), by)
        if there < 0:
            return
        if as_row(self._model.entry(there)) == self.row:
            self._session.said.emit(tr("This is the only card of the list."))
        self.open_at(there)

    def go_on(self, place: int) -> None:
        """Open the card that follows a decided one, which stood at a place of the list."""
        following = self._model.card_from(place, 1) if self._pane.undecided() else self._beside(place, 1)
        self.open_at(following if following >= 0 else self._model.card_from(0, 1))

    def go_on_after(self, article: str, identity: str) -> None:
        """Open the open card that follows one which was decided just now, wherever the list stands."""
        row = next((one for one in self._desk.shelf.of_article(article) if one.id == identity), None)
        if not self._pane.undecided():
            self._pane.show_tab(undecided=True)
            self.show_list()
        self.go_on(self._model.row_of(row) if row is not None else 0)

    def bring(self, article: str, identity: str) -> None:
        """Open a card wherever it stands: under another tab, or outside of what is asked for."""
        row = next((one for one in self._desk.shelf.of_article(article) if one.id == identity), None)
        if row is None:
            return
        if self._model.find(article, identity) < 0:
            if not self.filter.fits(row):
                self._use(Filter())
            self._pane.show_tab(undecided=is_open(row))
            self.show_list()
        place = self._model.find(article, identity)
        if place >= 0:
            self.open_at(place)

    def place(self) -> int:
        """Return the row of the open card in the list, or where it would stand."""
        return self._model.row_of(self.row) if self.row is not None else 0

    def open_at(self, place: int) -> None:
        """Open the card in a row of the list; where there is none, say why."""
        row = as_row(self._model.entry(place))
        if row is None:
            self.show_nothing()
        else:
            self.open(row)

    def open(self, row: Listed) -> None:
        """Open a card."""
        place = self._model.find(row.article, row.id)
        shown = self._desk.open(row, self._model.number(place) if place >= 0 else 0, self._model.cards())
        if shown is None:
            self.show_nothing()
            return
        self.row = row
        self._card.show_card(shown, self._session.scheme, self.names())
        self._model.set_current(row.article, row.id)
        if place >= 0:
            self._pane.list.show_row(place)
        self.moved.emit()

    def show_nothing(self) -> None:
        """Say why no card is open."""
        self.row = None
        self._model.set_current("", "")
        project, shelf = self._session.project, self._desk.shelf
        self._card.show_empty(*empty_card(project, shelf, known=self._desk.known))

    def names(self) -> dict[str, str] | None:
        """Return id -> name while names are shown, else None."""
        return shown_names(self._session.project) if self.named else None

    def _use(self, filter_: Filter) -> None:
        self.filter = filter_
        self._figures.set_filter(filter_)
        names = shown_names(self._session.project) if filter_.people else {}
        self._pane.show_filter(filter_, filter_words(filter_, self._session.scheme, names, self._headline(filter_)))

    def _headline(self, filter_: Filter) -> str:
        found = self._desk.shelf.of_article(filter_.article) if filter_.article else []
        return found[0].headline or filter_.article if found else filter_.article

    def _asked(self) -> None:
        """Show what the drop-downs and tabs ask for."""
        kind = self._pane.wanted_kind()
        if kind != self.filter.kind:
            self._use(replace(self.filter, kind=kind))
        self.show_list()
        self.stay()

    def _article_changed(self, article: str) -> None:
        self._model.replace(article, self._desk.rows_of(article))
        self._show_counts()

    def _show_counts(self) -> None:
        shelf = self._desk.shelf
        self._figures.set_kinds({kind: (shelf.open_kinds[kind], count) for kind, count in shelf.kinds.items() if count})
        self._pane.show_counts(*self._model.fitting(), len(shelf))
        title, hint = empty_list(
            self._session.project, shelf, self.filter, known=self._desk.known, undecided=self._pane.undecided(),
            shown=self._model.cards(),
        )  # fmt: skip
        self._pane.show_rows(title, hint)
        self.moved.emit()

    def _beside(self, place: int, by: int) -> int:
        """Return the row of the next card from a place on, going round; -1 where there is none."""
        there = self._model.card_from(place + by, by)
        return there if there >= 0 else self._model.card_from(0 if by > 0 else self._model.rowCount() - 1, by)
