"""What the import drawer says of files."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton

from annotator.gui.drawer_parts import Fact
from annotator.gui.importing.page import ImportPage
from annotator.gui.widgets import TextLabel
from tests.gui.desk import Desk


def wait(desk: Desk, until: Callable[[], bool], seconds: float = 15) -> None:
    """Let the window work until something is so."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle(2)
    desk.settle()


def look_at(desk: Desk, *paths: Path) -> ImportPage:
    """Open the drawer on files, and wait until they were looked at."""
    desk.window.transfers.look_at(paths)
    return looked(desk)


def looked(desk: Desk) -> ImportPage:
    """Wait for the look that goes on, and return the page."""
    wait(desk, lambda: not desk.window.transfers.asker.busy)
    body = desk.window.drawer.body()
    assert isinstance(body, ImportPage)
    return body


def finished(desk: Desk) -> None:
    """Wait until the import has ended."""
    wait(desk, lambda: not desk.window.transfers.busy)


def facts(desk: Desk) -> dict[str, str]:
    """Return the facts that the drawer shows."""
    return {f.name: f.value.text() for f in desk.window.drawer.findChildren(Fact) if f.isVisible()}


def words(desk: Desk) -> list[str]:
    """Return all words that the drawer shows."""
    return [label.text() for label in desk.window.drawer.findChildren(TextLabel) if label.isVisible()]


def button(desk: Desk, text: str) -> QAbstractButton:
    """Return the button of these words."""
    return next(b for b in desk.window.drawer.findChildren(QAbstractButton) if b.text() == text and b.isVisible())
