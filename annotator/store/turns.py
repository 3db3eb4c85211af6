"""Whose turn it is to write, among the connections of one process to one file.

SQLite has one writer, and gives its turn to whoever happens to ask first after it became free. Here the window comes
first: what writes beside it, transaction after transaction, lets it go ahead, and the window's thread need not stand
still in a transaction that somebody else takes long over.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Attempt = Callable[[], bool]
Waiting = Callable[[Attempt], None]
"""Calls an attempt again and again until it tells that it succeeded, or gives up."""

_SHORT_MS = 20
"""How long one attempt of the window may last: as long as what others write in ordinary chunks."""
_LONGEST = 5.0
"""Seconds that work beside the window steps back for it, at most."""


class Turns:
    """Shared by all connections that one process has to a file; `waiting` is how the window passes the time."""

    def __init__(self) -> None:
        self.waiting: Waiting | None = None
        self._window: sqlite3.Connection | None = None
        self._free = threading.Event()
        self._free.set()

    def lead(self, conn: sqlite3.Connection, waiting: Waiting) -> None:
        """Let a connection go first from now on; `waiting` keeps its thread alive until it can write."""
        self._window, self.waiting = conn, waiting

    @property
    def led(self) -> bool:
        """Tell whether there is a window that goes first."""
        return self._window is not None

    def begin(self, conn: sqlite3.Connection) -> None:
        """Begin a transaction that writes; raises sqlite3.OperationalError where the turn did not come in time."""
        if conn is not self._window or self.waiting is None:
            self._free.wait(_LONGEST)
            conn.execute("BEGIN IMMEDIATE")
        elif not _begun(conn):
            with self._first():
                self.waiting(lambda: _begun(conn))
            if not conn.in_transaction:
                with _patience(conn, 0):
                    conn.execute("BEGIN IMMEDIATE")

    @contextmanager
    def _first(self) -> Iterator[None]:
        self._free.clear()
        try:
            yield
        finally:
            self._free.set()


def _begun(conn: sqlite3.Connection) -> bool:
    """Try to begin a transaction that writes; False where somebody else is at it."""
    with _patience(conn, _SHORT_MS):
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return False
    return True


@contextmanager
def _patience(conn: sqlite3.Connection, milliseconds: int) -> Iterator[None]:
    [usual] = conn.execute("PRAGMA busy_timeout").fetchone()
    conn.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        conn.execute(f"PRAGMA busy_timeout = {usual}")
