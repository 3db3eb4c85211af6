"""Give the tests of the review a project with every kind of disagreement, and a lead who reviews it."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.gui.review.workspace import ReviewWorkspace
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk
from tests.gui.review.bench import make_review, review


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """Return a project file that three annotators finished."""
    return make_review(tmp_path / "review.annotator")


@pytest.fixture
def lead(open_desk: OpenDesk, reviewed: Path) -> Desk:
    """Return the lead's window on it, in Label."""
    return open_desk(reviewed)


@pytest.fixture
def room(lead: Desk) -> ReviewWorkspace:
    """Return the review that the lead sees, its first card open."""
    return review(lead)
