"""The Review workspace: figures, disagreements, the open card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from annotator.gui.announce import speak
from annotator.gui.language import ntr, tr
from annotator.gui.review.adjudication import Adjudication
from annotator.gui.review.browsing import Browsing
from annotator.gui.review.card_model import CardModel
from annotator.gui.review.cards_pane import CardsPane
from annotator.gui.review.figures_panel import FiguresPanel
from annotator.gui.review.filter import Filter
from annotator.gui.review.folding import Folding
from annotator.gui.review.open_card import NOTHING, OpenCard
from annotator.gui.review.version_grid import KEYS
from annotator.gui.session import Session
from annotator.gui.widgets.order import focus_first, holds_focus
from annotator.work.settling import Tidied

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow


class ReviewWorkspace(QWidget):
    """Assembles the panes and joins them to the session; the window's commands call what is public here."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__()
        self._session, self._window = session, window
        self.adjudication = Adjudication(session, self)
        self.model = CardModel(session.scheme, self)
        self.model.words_after = self.adjudication.words_after
        self.pane = CardsPane(self.model, lambda: session.scheme)
        self.card = OpenCard()
        self.figures = FiguresPanel(session, window)
        self.browsing = Browsing(session, self.adjudication, self.pane, self.model, self.card, self.figures)
        self.commands = self._commands()
        self.folding = Folding(self, self.figures, self.pane, self.card)
        self._connect()
        self.browsing.show_nothing()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """Return what the window's commands do here, by their ids."""
        commands: dict[str, Callable[[], object]] = {
            "undo": partial(self._take_back, "undo"),
            "redo": partial(self._take_back, "redo"),
            "review-edit": self.edit,
            "review-nothing": self.nothing_here,
            "review-next": partial(self.step, 1),
            "review-previous": partial(self.step, -1),
            "review-note": self.card.write_note,
            "review-names": self.toggle_names,
            "review-tidy": self.tidy,
            "review-article": self.open_article,
            "review-explain": self.figures.explain,
        }
        commands.update({f"take-{n}": partial(self.take, n - 1) for n in range(1, KEYS + 1)})
        return {**self.figures.commands, **commands}

    def _connect(self) -> None:
        desk, card, pane = self.adjudication, self.card, self.pane
        desk.read.connect(self._list_read)
        desk.reading.connect(pane.show_reading)
        desk.failed.connect(self._window.tell_fault)
        desk.tidied.connect(self._tidied)
        self.browsing.moved.connect(self._show_progress)
        pane.cleared.connect(lambda: self.show_filter(Filter()))
        pane.list.entered.connect(card.focus_card)
        card.taken.connect(self.take)
        card.articleWanted.connect(self.open_article)
        card.noteWritten.connect(self._write_note)
        card.edit.saved.connect(self._save)
        foot = card.foot
        for button, act in ((card.head.next, partial(self.step, 1)), (foot.edit, self.edit),
                            (foot.nothing, self.nothing_here), (foot.note, card.write_note),
                            (foot.undo, partial(self._take_back, "undo")), (foot.give_up, card.edit.end)):  # fmt: skip
            button.clicked.connect(lambda _checked=False, act=act: act())
        self.figures.filterWanted.connect(self.show_filter)
        self._session.schemeChanged.connect(self._scheme_changed)
        self._session.queueChanged.connect(self._refresh_if_shown)

    # What the window asks for

    def leave(self) -> None:
        """Let the project go: nothing of it is read or written any more."""
        self.adjudication.leave()
        self.figures.leave()

    def focus_text(self) -> None:
        """Put the focus on the open card."""
        self.card.focus_card()

    def escape(self) -> bool:
        """Take one step back: an edit, then to the card, then what a figure asked for; False at the end."""
        focus = QApplication.focusWidget()
        if self.card.edit.running:
            self.card.edit.end()
        elif self.card.shown is not None and (focus is None or not self.card.isAncestorOf(focus)):
            self.card.focus_card()
        elif self.browsing.filter != Filter():
            self.show_filter(Filter())
        elif self.card.shown is None and not self._window.drawer.is_open():
            self.pane.focus_list()
        else:
            return False
        return True

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane; `over` lies over the card, or a part of it."""
        panes: list[QWidget] = [self.figures, self.pane]
        enter: list[Callable[[], object]] = [self.figures.focus, self.pane.focus_list]
        if not self._hidden(self.card):
            panes.append(self.card)
            enter.append(self.card.focus_card)
        if over is not None:
            panes.append(over)
            enter.append(partial(focus_first, over))
        here = next((i for i, pane in enumerate(panes) if holds_focus(pane)), 2)
        for _ in panes:
            here = (here + by) % len(panes)
            enter[here]()
            if holds_focus(panes[here]):
                return

    def show_filter(self, filter_: Filter) -> None:
        """List what a figure asks for, from its first card."""
        self.browsing.show_filter(filter_)
        self.card.focus_card()

    # What a hand does

    def take(self, place: int) -> None:
        """Make a version (its place from 0) the gold of the open card, and go on to the next open one."""
        shown = self.card.shown
        if shown is None:
            return
        if not 0 <= place < len(shown.versions):
            words = ntr("This card has {n} version.", "This card has {n} versions.", len(shown.versions))
            self._session.said.emit(words)
            return
        if self._hidden(self.card.grid.cards[place]):
            return
        face = self.card.grid.cards[place].face
        if not self.card.means(place):
            words = tr("This is decided already. Once more takes version {letter} instead.")
            if place == shown.taken:
                words = tr("Version {letter} is gold already.")
            self._session.said.emit(words.format(letter=face.letter))
            return
        self._decided(lambda: self.adjudication.take(shown, place, face.letter, self._note()))

    def edit(self) -> None:
        """Edit the current version before it goes to the gold layer."""
        if self.card.shown is not None and not self._hidden(self.card.passage) and not self.card.begin_edit():
            self._session.said.emit(tr("No version marks anything here."))

    def nothing_here(self) -> None:
        """Decide that nothing is to be marked at the open card's place."""
        shown = self.card.shown
        if shown is None or self._hidden(self.card.passage):
            return
        if self.card.means(NOTHING):
            self._decided(lambda: self.adjudication.reject(shown.card, self._note()))
        else:
            self._session.said.emit(tr("This is decided already. Once more decides that nothing is marked here."))

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) card of the list without a decision."""
        self.browsing.step(by)
        self.card.focus_card()
        speak(self.card, self.card.spoken())

    def toggle_names(self) -> None:
        """Show who made each version, or hide it again."""
        self.browsing.named = not self.browsing.named
        focus = QApplication.focusWidget()
        inside = focus is not None and self.card.isAncestorOf(focus)
        self.card.show_names(self.browsing.names())
        if inside:
            self.card.focus_card()
        self._show_progress()
        self._session.said.emit(tr("Names are shown.") if self.browsing.named else tr("Names are hidden."))

    def tidy(self) -> None:
        """Show the boundaries that punctuation alone parts, to be settled at once."""
        from annotator.gui.review.tidy import TidyPage

        page = TidyPage()
        page.settleWanted.connect(lambda: self.adjudication.tidy(apply=True))
        self._window.drawer.open_with(tr("Settle punctuation"), page, page.foot)
        self.adjudication.tidy(apply=False)

    def open_article(self) -> None:
        """Open the article of the card in Label, at its place."""
        row, label = self.browsing.row, self._window.label
        if row is None or label is None or not self._session.open_article(row.pk):
            return
        self._window.rooms.show("label")
        if row.end > row.start and not label.pane.covered:
            label.view.select_range(row.start, row.end)
            label.view.scroll_to(row.start, row.end)

    # Decisions

    def _hidden(self, part: QWidget) -> bool:
        """Tell whether a drawer lies over all of a part; over a part of the card that is decided on, it says so."""
        hidden = self._window.drawer.is_in_the_way(part)
        if hidden and part is not self.card:
            self._session.said.emit(tr("What would be decided lies under the drawer. Close it first."))
        return hidden

    def _note(self) -> str:
        return self.card.note.text()

    def _decided(self, act: Callable[[], bool]) -> None:
        """Do a decision, then open the card that follows."""
        place = self.browsing.place()
        if not act():
            return
        said = self.adjudication.last()
        self.browsing.go_on(place)
        self.card.focus_card()
        words = tr("{decision}. {next}")
        speak(self.card, words.format(decision=said[:1].upper() + said[1:], next=self.card.spoken()))

    def _save(self) -> None:
        edit, shown = self.card.edit, self.card.shown
        if shown is None or edit.draft is None:
            return
        draft, value = edit.draft, edit.answer
        if shown.card.key:
            self._decided(lambda: self.adjudication.answer(shown.card, value, self._note()))
        else:
            self._decided(lambda: self.adjudication.save(
                shown.card, draft.trimmed(), draft.values, draft.roles(), self._note()))  # fmt: skip

    def _write_note(self, note: str) -> None:
        """Store a note at once where a decision stands; else it goes with the decision."""
        shown = self.card.shown
        if shown is not None and note != shown.note and shown.choice:
            self.adjudication.write_note(shown.card, note)

    def _take_back(self, kind: str) -> None:
        if self.card.edit.running:
            self.card.edit.end()
            return
        taken = self.adjudication.take_back(kind)
        if taken is None:
            return
        if kind == "undo":
            self.browsing.bring(*taken)
        else:
            self.browsing.go_on_after(*taken)
        self.card.focus_card()
        said = self.card.spoken()
        speak(self.card, tr("Undone. {card}").format(card=said) if kind == "undo" else said)

    def _tidied(self, found: list[Tidied], applied: bool) -> None:
        """Show what would be settled, or say what was."""
        from annotator.gui.review.tidy import TidyPage

        page, count = self._window.drawer.body(), len(found)
        if not applied:
            if isinstance(page, TidyPage):
                page.show_found(found, {one.article: self._headline(one.article) for one in found})
            return
        if isinstance(page, TidyPage):
            self._window.drawer.close_drawer()
        words = ntr("{n} boundary was settled. Undo takes it back.",
                    "{n} boundaries were settled. Undo takes them all back.", count)  # fmt: skip
        self._session.said.emit(words)
        self.adjudication.refresh()

    def _headline(self, article: str) -> str:
        rows = self.adjudication.shelf.of_article(article)
        return rows[0].headline or article if rows else article

    def _list_read(self, settled: int) -> None:
        """Show what was read, and stay on the open card where there still is one."""
        if settled:
            self._session.said.emit(
                ntr("What all agree on went to gold by itself in {n} article.",
                    "What all agree on went to gold by itself in {n} articles.", settled)
            )  # fmt: skip
        focus = QApplication.focusWidget()
        idle = focus is None or focus in (self, self.card, self._window) or self.card.grid.isAncestorOf(focus)
        self.browsing.show_list()
        if self.card.edit.running or self.card.note.field.hasFocus():
            return
        self.browsing.stay()
        if idle and self.isVisible() and not self._window.drawer.is_open():
            self.card.focus_card()
            speak(self.card, self.card.spoken())

    def _show_progress(self) -> None:
        shelf = self.adjudication.shelf
        self._window.status.set_review(shelf.decided, len(shelf), names_shown=self.browsing.named)
        self.card.foot.show_last(self.adjudication.last(), can_undo=self.adjudication.can_undo)

    def _scheme_changed(self) -> None:
        self.model.set_scheme(self._session.scheme)
        self._refresh_if_shown()

    def _refresh_if_shown(self) -> None:
        if self.isVisible():
            self.adjudication.refresh()
            self.figures.refresh()

    # Qt

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.card.edit.key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.card.edit.key(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go from span to span while several are edited."""
        return self.card.edit.tab(forwards=forwards) or super().focusNextPrevChild(forwards)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.folding.fold(self.window().width())
        self.adjudication.refresh_if_changed()
        self.figures.refresh()
        self._show_progress()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give up an edit that was begun."""
        super().hideEvent(event)
        self.card.edit.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.folding.fold(self.window().width())
