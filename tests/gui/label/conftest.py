"""Every widget of the Label workspace is looked at in the light theme."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> theme.Theme:
    return theme.apply(qapp, "light")
