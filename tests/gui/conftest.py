"""Give window tests a desk to sit at, and leave nothing of it behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui import keymap, theme
from tests.gui.desk import Desk, make_project

OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(qapp: QApplication) -> Iterator[OpenDesk]:
    """Return a function that opens a window as the program does: `open_desk(path, annotator)`."""
    desks: list[Desk] = []

    def open_one(
        path: Path | None = None,
        annotator: str | None = "Ana",
        size: tuple[int, int] = (1440, 900),
        now: Callable[[], float] = lambda: 0.0,
    ) -> Desk:
        desks.append(Desk(path, annotator, size, now))
        return desks[-1]

    yield open_one
    for desk in desks:
        desk.leave()
    keymap.hub().reset_all()
    theme.apply(qapp, "light")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project file with three articles and nobody's work."""
    return make_project(tmp_path / "news.annotator")


@pytest.fixture
def desk(open_desk: OpenDesk, project: Path) -> Desk:
    """Return a window on that project, its first article open."""
    return open_desk(project)
