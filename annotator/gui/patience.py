"""The window stays alive while an action waits for its turn to write: a merge may hold the file for a second.

What a person does meanwhile waits in the order it came, so that the next key finds what the one before it did.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from annotator.store.turns import Attempt

LONGEST = 10.0
"""Seconds after which an action is not saved, and can be tried again."""
_TOLD = 0.3
"""Seconds after which a person wonders."""
_ROUND_MS = 20


class Patience(QObject):
    """Repeats an attempt until it succeeds, and lets the window paint and hear of other work in between.

    `slow` carries True once somebody may wonder, and False when that wait is over.
    """

    slow = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._closing: list[QWidget] = []

    def until(self, attempt: Attempt) -> None:
        """Return when the attempt succeeded, or after LONGEST seconds without success."""
        app = QCoreApplication.instance()
        if app is None:
            return
        began, told = time.monotonic(), False
        app.installEventFilter(self)
        try:
            while time.monotonic() - began < LONGEST:
                QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, _ROUND_MS)
                if attempt():
                    break
                if not told and time.monotonic() - began > _TOLD:
                    told = True
                    self.slow.emit(True)
        finally:
            app.removeEventFilter(self)
            if told:
                self.slow.emit(False)
            self._close_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep windows open until the action is saved."""
        if event.type() != QEvent.Type.Close or not isinstance(watched, QWidget) or not watched.isWindow():
            return False
        event.ignore()
        if watched not in self._closing:
            self._closing.append(watched)
        return True

    def _close_now(self) -> None:
        """Close what was to be closed meanwhile, once the action is done."""
        closing, self._closing = self._closing, []
        for window in closing:
            QTimer.singleShot(0, lambda window=window: window.close() if isValid(window) else None)
