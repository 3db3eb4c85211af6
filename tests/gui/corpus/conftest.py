"""Give the tests of the corpus a project with something to sift, and a lead before its table."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.gui.corpus.workspace import CorpusWorkspace
from tests.gui.conftest import OpenDesk
from tests.gui.corpus.bench import enter, make_corpus
from tests.gui.desk import Desk


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    """Return a project file of seven articles."""
    return make_corpus(tmp_path / "corpus.annotator")


@pytest.fixture
def lead(open_desk: OpenDesk, corpus_file: Path) -> Desk:
    """Return the lead's window on it."""
    return open_desk(corpus_file, "Ana")


@pytest.fixture
def room(lead: Desk) -> CorpusWorkspace:
    """Return the corpus that the lead sees."""
    return enter(lead)
