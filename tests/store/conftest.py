from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.store.project import Project
from tests.helpers import project_with, record


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project with one article, `harbour`, that Ana finished without a tag."""
    made = project_with(tmp_path, record())
    yield made
    made.close()
