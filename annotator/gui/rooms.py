"""The rooms of an open project, and which of them is shown: labelling for everybody, review for leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from annotator.store import people

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow
    from annotator.gui.review.workspace import ReviewWorkspace

LABEL, REVIEW = "label", "review"


class Room(Protocol):
    """What a workspace offers to the window."""

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """Return what commands do here, by their ids."""

    def focus_text(self) -> None:
        """Put the focus where the work goes on."""

    def escape(self) -> bool:
        """Take one step back; False where there is nothing left to leave."""

    def step_pane(self, by: int, over: QWidget | None = None) -> None:
        """Move the focus to the next (1) or previous (-1) pane; `over` lies over the last one."""


class Rooms(QObject):
    """Shows one room of the window's project at a time and sends the commands there; `changed` carries its name."""

    changed = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.current = LABEL
        self.review: ReviewWorkspace | None = None
        window.rail.chosen.connect(self._chosen)

    @property
    def room(self) -> Room | None:
        """Return the room that is shown, or None without a project."""
        return self.review if self.current == REVIEW else self._window.label

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
        self._window.rail.offer(REVIEW, offered=self.leads)
        self._window.rail.set_current(LABEL)

    def leave(self) -> None:
        """Let the project go."""
        if self.review is not None:
            self.review.leave()
            self.review.hide()
            self.review.setParent(None)
            self.review.deleteLater()
        self.review, self.current = None, LABEL

    def show(self, name: str) -> None:
        """Show a room, made at its first showing; who does not lead stays in Label."""
        window = self._window
        if window.session is None or window.label is None:
            return
        wanted = name if name != REVIEW or self.leads else LABEL
        if wanted == REVIEW and self.review is None:
            from annotator.gui.review.workspace import ReviewWorkspace  # a window is ready sooner without it

            self.review = ReviewWorkspace(window.session, window)
            window.add_room(self.review)
        if wanted != self.current:
            window.drawer.close_drawer()
            window.label.inspector.commit()
            self.current = wanted
            window.label.setVisible(wanted == LABEL)
            if self.review is not None:
                self.review.setVisible(wanted == REVIEW)
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

    def _chosen(self, name: str) -> None:
        if name in (LABEL, REVIEW):
            self.show(name)

    def _annotator_changed(self) -> None:
        """Leave the review to leads."""
        self._window.rail.offer(REVIEW, offered=self.leads)
        if not self.leads and self.current == REVIEW:
            self.show(LABEL)
