"""The rooms of an open project, and which is shown: labelling and the corpus for everybody, review for leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from annotator.store import people

if TYPE_CHECKING:
    from annotator.gui.corpus.workspace import CorpusWorkspace
    from annotator.gui.main_window import MainWindow
    from annotator.gui.review.workspace import ReviewWorkspace
    from annotator.gui.session import Session

LABEL, REVIEW, CORPUS = "label", "review", "corpus"


class Room(Protocol):
    """What a workspace, which is a widget, offers to the window."""

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """Return what commands do here, by their ids."""

    def focus_text(self) -> None:
        """Put the focus where the work goes on."""

    def escape(self) -> bool:
        """Take one step back; False where there is nothing left to leave."""

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane; `over` lies over the last one."""


class MadeRoom(Room, Protocol):
    """A room that is made at its first showing."""

    def leave(self) -> None:
        """Let the project go: nothing of it is read or written any more."""


def _make_review(session: Session, window: MainWindow) -> MadeRoom:
    from annotator.gui.review.workspace import ReviewWorkspace  # a window is ready sooner without it

    return ReviewWorkspace(session, window)


def _make_corpus(session: Session, window: MainWindow) -> MadeRoom:
    from annotator.gui.corpus.workspace import CorpusWorkspace

    return CorpusWorkspace(session, window)


_MAKERS: dict[str, Callable[[Session, MainWindow], MadeRoom]] = {REVIEW: _make_review, CORPUS: _make_corpus}
"""The rooms beside Label, which every project's window has from its start."""
_OF_LEADS = frozenset((REVIEW,))


class Rooms(QObject):
    """Shows one room of the window's project at a time and sends the commands there; `changed` carries its name."""

    changed = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.current = LABEL
        self._made: dict[str, MadeRoom] = {}
        window.rail.chosen.connect(self._chosen)

    @property
    def review(self) -> ReviewWorkspace | None:
        """Return the review, or None before it was shown."""
        return cast("ReviewWorkspace | None", self._made.get(REVIEW))

    @property
    def corpus(self) -> CorpusWorkspace | None:
        """Return the corpus, or None before it was shown."""
        return cast("CorpusWorkspace | None", self._made.get(CORPUS))

    @property
    def room(self) -> Room | None:
        """Return the room that is shown, or None without a project."""
        return self._made.get(self.current, self._window.label)

    @property
    def leads(self) -> bool:
        """Tell whether who is at work leads the project: only leads see figures and the work of others."""
        session = self._window.session
        return session is not None and session.leads

    @property
    def owner(self) -> str:
        """Return the name of whom the work package is for; empty where the project is none."""
        session = self._window.session
        who = people.owner(session.project) if session is not None else None
        return who.name if who is not None else ""

    def begin(self) -> None:
        """Take on the project that the window shows now."""
        session = self._window.session
        if session is not None:
            session.annotatorChanged.connect(self._annotator_changed)
        self._offer()
        self._window.rail.set_current(LABEL)

    def leave(self) -> None:
        """Let the project go."""
        for room in self._made.values():
            widget = cast(QWidget, room)
            room.leave()
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._made, self.current = {}, LABEL

    def show(self, name: str) -> None:
        """Show a room, made at its first showing; who does not lead stays in Label where a room is for leads."""
        window = self._window
        if window.session is None or window.label is None:
            return
        wanted = name if self._allowed(name) else LABEL
        if wanted in _MAKERS and wanted not in self._made:
            made = self._made[wanted] = _MAKERS[wanted](window.session, window)
            window.add_room(cast(QWidget, made))
        if wanted != self.current:
            window.drawer.close_drawer()
            window.label.inspector.commit()
            self.current = wanted
            window.label.setVisible(wanted == LABEL)
            for key, room in self._made.items():
                cast(QWidget, room).setVisible(key == wanted)
            window.rail.set_current(wanted)
            self.changed.emit(wanted)
        self.focus()

    def focus(self) -> None:
        """Put the focus where the work of the room goes on."""
        if self.room is not None:
            self.room.focus_text()

    def run(self, command: str) -> None:
        """Do a command of the room that is shown."""
        if self.room is not None and command in self.room.commands:
            self.room.commands[command]()

    def escape(self) -> None:
        """One step back: the drawer, else what the room has to take back."""
        focus, drawer = QApplication.focusWidget(), self._window.drawer
        in_drawer = focus is not None and drawer.isAncestorOf(focus)
        if in_drawer or self.room is None or not self.room.escape():
            drawer.close_drawer()
            self.focus()

    def step_pane(self, by: int) -> None:
        """Move the focus to another pane, an open drawer among them."""
        drawer = self._window.drawer
        if self.room is not None:
            self.room.step_pane(by, drawer if drawer.is_open() else None)

    def _allowed(self, name: str) -> bool:
        return name not in _OF_LEADS or self.leads

    def _offer(self) -> None:
        """Let the rail hold the rooms that there are for who is at work."""
        for name in _MAKERS:
            self._window.rail.offer(name, offered=self._allowed(name))

    def _chosen(self, name: str) -> None:
        if name == LABEL or name in _MAKERS:
            self.show(name)

    def _annotator_changed(self) -> None:
        """Leave to leads what is for leads."""
        self._offer()
        if not self._allowed(self.current):
            self.show(LABEL)
