"""Every test of the article begins in the light look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from annotator.gui import theme


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Start light, and leave light behind."""
    theme.apply(qapp, "light")
    yield
    if theme.current().dark:
        theme.apply(qapp, "light")
