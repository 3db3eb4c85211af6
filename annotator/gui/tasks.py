"""Long work beside the window: one thread a task, progress in, cancel out."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal

from annotator.core.errors import AnnotatorError
from annotator.gui.collecting import HOLDING
from annotator.store.errors import told
from annotator.work.progress import Cancelled, Progress


class _Hold:
    """Keeps the collection of garbage on the window's thread until it is freed, once."""

    def __init__(self) -> None:
        self._freed = False
        HOLDING.begin()

    def free(self, *_gone: object) -> None:
        """Let go; a second time does nothing."""
        if not self._freed:
            self._freed = True
            HOLDING.end()


class Beside(QThread):
    """A thread that runs Python beside the window's; it is started by `begin` and waited for by `end`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._hold: _Hold | None = None
        self.finished.connect(self._let_go)

    def begin(self) -> None:
        """Start; garbage is collected on the window's thread alone until the end.

        It may be begun again as soon as it has ended, before the window has heard of that.
        """
        if self._hold is None:
            self._hold = _Hold()
            self.destroyed.connect(self._hold.free)  # it may go with its parent before its end is heard of
        self.start()

    def end(self) -> None:
        """Wait until it has ended."""
        self.wait()
        self._let_go()

    def _let_go(self) -> None:
        if self._hold is not None and not self.isRunning():
            self._hold.free()
            self._hold = None


class Task(Beside):
    """Runs one function with a Progress; its signals arrive on the window's thread."""

    progressed = Signal(object, object, str)
    succeeded = Signal(object)
    cancelled = Signal()
    broke = Signal(str)

    def __init__(self, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._told = -1.0
        self._progress = Progress(self._tell)

    def cancel(self) -> None:
        """Ask the work to stop and to remove what it wrote."""
        self._progress.cancel()

    def leave(self) -> None:
        """Ask the work to stop where it is; the project offers to go on with it when it is opened again."""
        self._progress.leave()

    def _tell(self, done: int, total: int | None, what: str) -> None:
        share = done / total if total else -1.0
        if total is None or abs(share - self._told) >= 0.005 or done == total:
            self._told = share
            self.progressed.emit(done, total or 0, what)

    def run(self) -> None:
        """Do the work; called by Qt on the new thread."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.cancelled.emit()
        except AnnotatorError as error:
            self.broke.emit(str(error))
        except Exception as error:  # noqa: BLE001  # a task that ends in silence would seem to run for ever
            traceback.print_exc()
            self.broke.emit(told(error, None))
        else:
            self.succeeded.emit(result)
