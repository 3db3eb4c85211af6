"""Cyclic garbage is collected on the window's thread alone, however many threads make it, and a little at a time.

Python collects on whichever thread happens to allocate next. A widget that waits in a cycle would then be destroyed
beside the window's thread, and Qt ends the program.

A full collection looks at everything that lives: with a hundred thousand disagreements listed, a quarter of a second.
So full ones come when the young ones before them had about as much to look at as a window has time for, and what
outlives a slow one is set aside: it still goes when nothing refers to it any more, but cycles of it wait for `thaw`.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QObject, QTimer

_EVERY_MS = 40
_MOST = 0.01
"""Seconds that the window has for a collection."""
_SWITCH = 0.001
"""Seconds after which a thread beside lets the window go on: a window asks several times in what is one moment to it,
and each time would wait for five thousandths, which is Python's own.
"""


class _Collector(QObject):
    """Collects from a timer of the thread that it lives on, when Python itself would have."""

    def __init__(self, parent: QObject | None) -> None:
        super().__init__(parent)
        self._looked = 0.0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        if gc.get_count()[0] <= gc.get_threshold()[0]:
            return
        if HOLDING.building:
            return
        self._looked += _seconds(1)
        if self._looked >= _MOST:
            self._looked = 0.0
            if _seconds(2) > _MOST:
                gc.freeze()


def _seconds(age: int) -> float:
    """Collect all garbage up to an age, and return how long it took."""
    began = time.perf_counter()
    gc.collect(age)
    return time.perf_counter() - began


class Holding:
    """From `begin` to as many `end`s nothing is collected elsewhere; both are called on the window's thread."""

    def __init__(self) -> None:
        self._tasks = 0
        self._collector: _Collector | None = None
        self._switch = sys.getswitchinterval()
        self.building = 0

    def begin(self) -> None:
        """Take note of a thread that is about to start."""
        self._tasks += 1
        if self._tasks == 1:
            gc.disable()
            self._switch = sys.getswitchinterval()
            sys.setswitchinterval(_SWITCH)
            self._collector = _Collector(QCoreApplication.instance())

    def end(self) -> None:
        """Take note of a thread that has ended."""
        self._tasks -= 1
        if self._tasks == 0 and self._collector is not None:
            self._collector.deleteLater()
            self._collector = None
            sys.setswitchinterval(self._switch)
            gc.enable()

    @contextmanager
    def setting_aside(self) -> Iterator[None]:
        """Make much that is to stay inside the block, beside the window: none of it is looked at."""
        self.building += 1
        try:
            yield
        finally:
            gc.freeze()
            self.building -= 1

    def thaw(self) -> None:
        """Look again at what was set aside: a project was closed, and much of it is garbage now."""
        gc.unfreeze()


HOLDING = Holding()
