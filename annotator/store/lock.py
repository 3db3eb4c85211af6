"""One writer a file: a lock of the operating system that dies with its process."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from annotator.store.errors import BusyError

_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _give_back(handle: int, path: Path) -> None:
        os.close(handle)
        with suppress(OSError):  # an open file can't be removed there, and the next one may have it already
            path.unlink()
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _give_back(handle: int, path: Path) -> None:
        with suppress(OSError):
            path.unlink()
        os.close(handle)


class FileLock:
    """Holds `<project>.lock` beside a project, whatever link it was opened by, while it is open for writing.

    Raises BusyError when another process or window holds it, OSError when the place can't be written.
    """

    def __init__(self, project: Path) -> None:
        real = project.resolve()
        self.path = real.with_name(real.name + ".lock")
        self._handle = -1
        while self._handle < 0:
            self._try(project)

    def _try(self, project: Path) -> None:
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _take(handle)
            same = os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            same = False
        except OSError as error:
            os.close(handle)
            if error.errno not in _HELD:
                raise
            raise BusyError(
                f"{project}: this project is open in another window or command. Close it there, then try again."
            ) from error
        if same:  # else the last holder removed the name between our open and our lock
            self._handle = handle
        else:
            os.close(handle)

    def release(self) -> None:
        """Give the lock back and leave no file behind."""
        if self._handle >= 0:
            _give_back(self._handle, self.path)
            self._handle = -1
