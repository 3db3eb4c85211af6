"""Cyclic garbage is collected on the window's thread alone, however many threads make it.

Python collects on whichever thread happens to allocate next. A widget that waits in a cycle would then be destroyed
beside the window's thread, and Qt ends the program.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_EVERY_MS = 200


class _Collector(QObject):
    """Collects from a timer of the thread that it lives on, when Python itself would have."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        due = [
            age
            for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if due:
            gc.collect(due[-1])


class Holding:
    """From `begin` to as many `end`s nothing is collected elsewhere; both are called on the window's thread."""

    def __init__(self) -> None:
        self._tasks = 0
        self._collector: _Collector | None = None

    def begin(self) -> None:
        """Take note of a thread that is about to start."""
        self._tasks += 1
        if self._tasks == 1:
            gc.disable()
            self._collector = _Collector(QCoreApplication.instance())

    def end(self) -> None:
        """Take note of a thread that has ended."""
        self._tasks -= 1
        if self._tasks == 0 and self._collector is not None:
            self._collector.deleteLater()
            self._collector = None
            gc.enable()


HOLDING = Holding()
