"""The open card: what is in dispute, the passage, the versions beside each other, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from annotator.agreement.cards import Card, Version
from annotator.core.scheme import Scheme
from annotator.gui import theme
from annotator.gui.keymap import follow_keys
from annotator.gui.language import figure, tr
from annotator.gui.review.card_bars import CardFoot, CardHead
from annotator.gui.review.edit_mode import EditMode
from annotator.gui.review.edit_panel import EditPanel
from annotator.gui.review.faces import Face, faces
from annotator.gui.review.lanes import Lane
from annotator.gui.review.note_row import NoteRow
from annotator.gui.review.passage import Passage
from annotator.gui.review.version_grid import VersionGrid
from annotator.gui.review.wording import kind_name, letter, shortened, what
from annotator.gui.widgets import ElidedLabel, EmptyNote, QuietButton, TextLabel
from annotator.gui.wording import listed

NOTHING = -2
"""Stands for no version where one is taken."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: a card, its versions in the order of their letters, the words around, and what was decided.

    `text` begins at `base` in the article; `place` says where the passage stands; `taken` is the version (from 0) that
    is gold, -1 for another; `choice` is empty while nothing was decided. `changed`: it waits for another decision, for
    the `reason` or, without one, since somebody's work changed. `missing` says which roles are not in gold, `stands`
    holds the words that are.
    """

    card: Card
    versions: tuple[Version, ...]
    headline: str
    place: str
    text: str
    base: int
    number: int = 0
    total: int = 0
    choice: str = ""
    taken: int = -1
    changed: bool = False
    note: str = ""
    reason: str = ""
    missing: str = ""
    stands: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Tell whether this is decided and stays so unless somebody means it."""
        return bool(self.choice) and not self.changed


class _Area(QScrollArea):
    """Scroll by whole pages; every other key is for the card."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()


class OpenCard(QWidget):
    """Show one card. `taken` carries the version (from 0) of a press on a card or the main button."""

    taken = Signal(int)
    articleWanted = Signal()
    noteWritten = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Open disagreement"))
        self.shown: Shown | None = None
        self._meant = -1
        self._spare = 0
        self._scheme: Scheme | None = None
        self._names: Mapping[str, str] | None = None
        self._faces: list[Face] = []
        self.head, self.foot = CardHead(), CardFoot()
        self.headline = TextLabel("", "small", 600, "ink2", wrap=True)
        self.place = ElidedLabel("", "small", 400, "ink2", tabular=True)
        self.article = QuietButton(tr("Open article"))
        self.state = TextLabel("", "sub", 500, "ink", wrap=True)
        self.passage = Passage()
        self.grid = VersionGrid()
        self.panel = EditPanel()
        self.hint = TextLabel("", "small", 400, "ink2", wrap=True)
        self.note = NoteRow()
        self._notes: dict[tuple[str, str], str] = {}
        self.empty = EmptyNote()
        self.edit = EditMode(self.passage, self.panel)
        self._area = _Area()
        self._body, self._room = QWidget(), QWidget()
        self._stack = QStackedWidget()
        self._arrange()
        self.grid.taken.connect(self.taken)
        self.grid.moved.connect(self._follow)
        self.foot.main.clicked.connect(self._press_main)
        self.article.clicked.connect(self.articleWanted)
        self.edit.ended.connect(self._leave_edit)
        self.note.written.connect(self._keep_note)
        self.note.left.connect(self.focus_card)
        theme.hub().changed.connect(self.update)

    def show_card(self, shown: Shown, scheme: Scheme, names: Mapping[str, str] | None) -> None:
        """Show a card from its top, the first version (or the one that is gold) current; `names` only when shown."""
        if self.edit.running:
            self.edit.end()
        self.shown, self._scheme, self._names, self._meant = shown, scheme, names, -1
        self.head.show_card(kind_name(shown.card.kind), what(shown.card, scheme), shown.number, shown.total)
        self.headline.setText(shown.headline)
        self.place.setText(shown.place)
        self.passage.show_text(shown.text, shown.base, scheme)
        self.note.show_note(shown.note or self._notes.get((shown.card.article, shown.card.id), ""))
        self._show_versions(max(shown.taken, 0))
        self._show_state()
        self._stack.setCurrentIndex(0)
        self.foot.show()
        self._area.verticalScrollBar().setValue(0)

    def show_names(self, names: Mapping[str, str] | None) -> None:
        """Name the annotators of each version (id -> name), or hide them again with None."""
        self._names = names
        if self.shown is not None and not self.edit.running:
            self._show_versions(max(self.grid.current(), 0))

    def show_empty(self, title: str, hint: str) -> None:
        """Say why there is no card."""
        if self.edit.running:
            self.edit.end()
        self.shown = None
        self.empty.say(title, hint)
        self.head.clear()
        self._stack.setCurrentIndex(1)
        self.foot.hide()

    def current(self) -> int:
        """Return the version that the main button takes, from 0; -1 for none."""
        return self.grid.current() if self.shown is not None else -1

    def means(self, place: int) -> bool:
        """Tell whether taking a version (from 0) is meant: on a decided card one that is not gold, the second time."""
        if self.shown is None or not self.shown.settled:
            return True
        if self._meant == place != self.shown.taken:
            return True
        self._meant = place
        self.grid.set_current(place)
        return False

    def letter(self) -> str:
        """Return the letter of the current version."""
        return letter(max(self.current(), 0))

    def spoken(self) -> str:
        """Say the card in a few words, for a screen reader."""
        if self.shown is None or self._scheme is None:
            return listed((self.empty.title(), self.empty.hint()))
        said = tr("{kind}: {what}, {number} of {total}")
        return said.format(
            kind=kind_name(self.shown.card.kind), what=what(self.shown.card, self._scheme),
            number=figure(self.shown.number), total=figure(self.shown.total),
        )  # fmt: skip

    def focus_card(self) -> None:
        """Take the focus to the current version, or to what is being edited."""
        if self.edit.running:
            self.passage.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.shown is not None:
            self.grid.focus_current()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_edit(self) -> bool:
        """Edit the current version, or where that marks nothing the first that does; False where none does."""
        shown = self.shown
        if shown is None or self._scheme is None or self.edit.running:
            return False
        order = [self.current(), *range(len(shown.versions))]
        place = next((p for p in order if p >= 0 and (shown.versions[p].spans or shown.card.key)), -1)
        if place < 0:
            return False
        self.passage.setFocus(Qt.FocusReason.OtherFocusReason)  # before what has the focus is hidden
        self.grid.hide()
        self.hint.hide()
        self.edit.begin(shown.card, shown.versions[place], letter(place), shown.base, self._scheme)
        self.panel.show()
        self.foot.show_editing(editing=True)
        return True

    def write_note(self) -> None:
        """Take the focus to the note."""
        if self.shown is not None and not self.edit.running:
            self.note.write()
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.note))  # it has its place after this

    def minimumSizeHint(self) -> QSize:
        """Return the least size without what a wide window leaves at both sides."""
        least = super().minimumSizeHint()
        return QSize(least.width() - 2 * self._spare, least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep head, words, versions and buttons within the same edges, however wide the window is."""
        super().resizeEvent(event)
        look = theme.current()
        page = look.px("space", "page")
        side = max(page, (self.width() - look.px("width", "passage_max")) // 2)
        self._spare = side - page
        self.head.set_side(side)
        self.foot.set_side(side)
        for part in (self._body, self._room):
            layout = part.layout()
            if layout is not None:
                held = layout.contentsMargins()
                layout.setContentsMargins(side, held.top(), side, held.bottom())

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), theme.current().colour("paper"))

    def _keep_note(self, note: str) -> None:
        """Hold a note until its card is decided."""
        if self.shown is not None and not self.shown.choice:
            self._notes[self.shown.card.article, self.shown.card.id] = note
        self.noteWritten.emit(note)

    def _press_main(self) -> None:
        if self.edit.running:
            self.edit.saved.emit()
        else:
            self._meant = self.current()  # the button says what it does
            self.taken.emit(self.current())

    def _show_versions(self, current: int) -> None:
        shown, scheme = self.shown, self._scheme
        if shown is None or scheme is None:
            return
        self._faces = faces(shown.card, shown.versions, scheme, self._names, shown.taken)
        lanes = [Lane(face.letter, v.spans) for face, v in zip(self._faces, shown.versions, strict=True)]
        self.passage.show_lanes(lanes, current)
        self.grid.show_faces(self._faces)
        self.grid.set_current(current)
        tinted = any(fact.differs for face in self._faces for block in face.blocks for fact in block.facts)
        shuffled, click = tr("Letters are shuffled for each card."), tr("A second click takes a version.")
        self.hint.setText(" ".join(filter(None, (tr("Tinted rows differ.") if tinted else "", shuffled, click))))
        self.panel.hide()
        self.grid.show()
        self.hint.show()
        self.foot.show_editing(editing=False)

    def _show_state(self) -> None:
        shown = self.shown
        if shown is None:
            return
        stands = {
            "take": tr("Decided: version {letter} is gold.").format(letter=letter(shown.taken)),
            "edit": tr("Decided: an edited version is gold."),
            "reject": tr("Decided: nothing is marked here."),
            "rule": tr("Decided by rule."),
        }.get(shown.choice, "")
        if shown.choice == "take" and shown.taken < 0:
            stands = tr("Decided.")
        if shown.changed:
            stands = " ".join(filter(None, (
                shown.reason or tr("Somebody’s work changed after the decision."), self._still(shown),
            )))  # fmt: skip
        self.state.setText(" ".join(filter(None, (stands, shown.missing))))
        self.state.setVisible(bool(stands))

    @staticmethod
    def _still(shown: Shown) -> str:
        """Say what a changed card has in the gold layer meanwhile."""
        if shown.choice == "take" and shown.taken >= 0:
            return tr("Version {letter} stays gold until you decide again.").format(letter=letter(shown.taken))
        if shown.choice == "reject":
            return tr("Until you decide again, nothing is gold here.")
        if not shown.stands:
            return tr("Until you decide again, nothing is gold here.")
        words = tr("“{words}”").format(words=" … ".join(shortened(one) for one in shown.stands))
        return tr("{words} stays gold until you decide again.").format(words=words)

    def _follow(self, place: int) -> None:
        self.passage.set_focused(place)
        settled = self.shown is not None and self.shown.settled
        self.foot.show_version(
            letter(place), place, decided=settled, gold=settled and self.shown is not None and self.shown.taken == place
        )
        if place < len(self.grid.cards):
            self._area.ensureWidgetVisible(self.grid.cards[place], 0, 0)

    def _leave_edit(self) -> None:
        """Show the versions again."""
        held = self.grid.current()
        self._show_versions(max(held, 0))
        self.grid.focus_current()

    def _arrange(self) -> None:
        look = theme.current()
        page, gap, small = (look.px("space", name) for name in ("page", "gap", "small"))
        follow_keys(self.article, self.article.setKeys, "review-article")
        self.grid.come_after(self.article)
        self.passage.setMaximumWidth(look.px("width", "passage_max"))
        about = QHBoxLayout()
        about.setContentsMargins(0, 0, -small, 0)
        about.addWidget(self.place, 1)
        about.addWidget(self.article)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(page, gap, page, page)
        column.setSpacing(0)
        column.addWidget(self.headline)
        column.addLayout(about)
        column.addSpacing(small)
        inset = look.px("space", "inset")
        for part, space in (
            (self.state, gap), (self.passage, inset), (self.grid, small), (self.panel, small), (self.hint, small),
            (self.note, 0),
        ):  # fmt: skip
            column.addWidget(part)
            column.addSpacing(space)
        column.addStretch(1)
        self.state.setContentsMargins(0, 0, 0, gap)
        self.panel.hide()
        self.note.setMaximumWidth(look.px("width", "column"))
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(self._body)
        self._body.setAutoFillBackground(False)  # the area has turned it on
        note = QVBoxLayout(self._room)
        note.setContentsMargins(page, page, page, page)
        note.addWidget(self.empty)
        note.addStretch(1)
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._room)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self.foot)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
