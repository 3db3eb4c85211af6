"""How long work tells where it is and hears that it should stop."""

from __future__ import annotations

from collections.abc import Callable

from annotator.core.errors import AnnotatorError


class Cancelled(AnnotatorError):
    """The person stopped the work; everything it had written is gone again."""


class Left(Cancelled):
    """The program is closing; what the work had written waits, unseen, to be gone on with or removed."""


class Progress:
    """Carries counts out of long work and the wish to stop into it; safe to use from two threads."""

    def __init__(self, tell: Callable[[int, int | None, str], None] | None = None) -> None:
        self._tell = tell
        self._stop = False
        self._leave = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop = True

    def leave(self) -> None:
        """Ask the work to stop at its next step and to leave its rows for another day."""
        self._leave = True

    def step(self, done: int, total: int | None, what: str = "") -> None:
        """Tell how far the work is (`total` None: not known); raise Cancelled or Left when it should stop."""
        self.check()
        if self._tell is not None:
            self._tell(done, total, what)

    def check(self) -> None:
        """Raise Cancelled or Left when the work should stop."""
        if self._leave:
            raise Left("The program was closed during the work.")
        if self._stop:
            raise Cancelled("Cancelled. The project is unchanged.")
