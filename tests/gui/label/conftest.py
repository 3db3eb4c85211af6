"""Every widget of the Label workspace is looked at in the light theme; roles are given in one article."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui import theme
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project
from tests.gui.label.role_desk import PASS


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> theme.Theme:
    return theme.apply(qapp, "light")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_project(tmp_path / "pass.annotator", {"a-pass": PASS})


@pytest.fixture
def sat(open_desk: OpenDesk, path: Path) -> Desk:
    """Return a desk whose article has actors and places, but no event yet."""
    desk = open_desk(path)
    for words, key in (
        ("Pavel Ostrin", "1"), ("Merovia", "1"), ("Lhassen Pass", "2"), ("Talvane", "1"), ("Sorrel Bay", "2"),
        ("Dario Kesh", "1"), ("Ilse Varanne", "1"),
    ):  # fmt: skip
        desk.tag(words, key)
    return desk
