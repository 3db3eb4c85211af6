"""The time that a person is at work on the open article, without what they spend elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from annotator.core.errors import AnnotatorError
from annotator.gui.session import Session
from annotator.store import time

IDLE_SECONDS = 60.0
"""How long after the last key or move of the mouse a person still counts as reading."""
SAVE_MS = 60_000
SETTLE_MS = 1_000
_LEAST = 1.0
_INPUT = frozenset(
    (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress,
     QEvent.Type.Wheel, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove)
)  # fmt: skip


class WorkClock(QObject):
    """Counts while the window is active, an article is shown, and the last input is less than IDLE_SECONDS ago.

    `now` gives seconds that only grow. What was counted is stored a moment after the article is left, at least once in
    SAVE_MS while somebody works, and when the clock stops: never inside an action, and never ahead of time.
    """

    changed = Signal(float)

    def __init__(self, session: Session, host: QWidget, now: Callable[[], float]) -> None:
        super().__init__(host)
        self._session, self._host, self._now = session, host, now
        self._whose: tuple[str, str] | None = None
        self._stored = 0.0
        self._counted = 0.0
        self._left: list[time.Spell] = []
        self._mark = now()
        self._last_input: float | None = None
        self._save = QTimer(self, singleShot=True, interval=SAVE_MS)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        for timer in (self._save, self._settle):
            timer.timeout.connect(self._write)
        host.installEventFilter(self)
        session.articleChanged.connect(self._change_article)

    def watch(self) -> None:
        """Listen to the window's own events: there every key and every move of the mouse comes by once."""
        window: QWindow | None = self._host.window().windowHandle()
        if window is not None:
            window.installEventFilter(self)

    def seconds(self) -> float:
        """Return the time spent on the open article so far."""
        return self._stored + self._counted

    def stop(self) -> None:
        """Count no longer, and store what was counted."""
        self._leave()
        self._whose = None
        self._write()
        self._save.stop()
        self._settle.stop()
        window: QWindow | None = self._host.window().windowHandle()
        if window is not None:
            window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take note of input, and of the window becoming active or not."""
        kind = event.type()
        if watched is self._host:
            if kind == QEvent.Type.Hide:
                self._count()
                self._last_input = None
        elif kind in _INPUT and self._host.isVisible():
            self._count()
            self._last_input = self._mark
            if self._whose is not None and not self._save.isActive():
                self._save.start()
        elif kind == QEvent.Type.FocusOut:
            self._count()
            self._last_input = None
        return super().eventFilter(watched, event)

    def _count(self) -> None:
        """Add the time since the last look at the clock, up to where the last input stops to count."""
        before, self._mark = self._mark, self._now()
        if self._last_input is not None and self._whose is not None:
            self._counted += max(0.0, min(self._mark, self._last_input + IDLE_SECONDS) - before)

    def _change_article(self) -> None:
        self._leave()
        article = self._session.article
        self._whose = (self._session.me.id, article.id) if article is not None else None
        self._stored = self._spent()
        if self._whose is not None and self._last_input is not None:
            self._save.start()
        self.changed.emit(self._stored)

    def _spent(self) -> float:
        """Return the time spent on the open article before, with what waits to be stored."""
        if self._whose is None:
            return 0.0
        waiting = sum(one.seconds for one in self._left if (one.owner, one.article) == self._whose)
        return time.spent(self._session.project, *self._whose) + waiting

    def _leave(self) -> None:
        self._save.stop()
        self._count()
        self._put_by()
        self._counted = 0.0
        if self._left:
            self._settle.start()

    def _put_by(self) -> None:
        """Turn what was counted on the open article into a stretch to store; a mere glance is none."""
        if self._whose is not None and self._counted >= _LEAST:
            self._left.append(time.Spell(*self._whose, self._counted))
            self._stored += self._counted
            self._counted = 0.0

    def _write(self) -> None:
        self._count()
        self._put_by()
        if not self._left:
            return
        try:
            time.add(self._session.project, self._left)
        except AnnotatorError:
            self._save.start()  # the next action says what keeps the file from being written
        else:
            self._left = []
        self.changed.emit(self.seconds())
