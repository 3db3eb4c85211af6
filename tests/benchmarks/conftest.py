"""The corpora and projects of the benchmarks, made once a run, and the table at its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import SYSTEM, new_project
from tests.benchmarks import board, corpus

LONG = {"short": (5_000, 25), "100k": (100_000, 5_000), "1M": (1_000_000, 5_000)}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if board.ROWS:
        terminalreporter.section("work against its floor in this run")
        for line in board.table():
            terminalreporter.write_line(line)


def fill(path: Path, source: Path) -> Path:
    """Make a project from a file of native JSONL."""
    project = new_project(path)
    report = import_files(project, ImportRequest((source,)), SYSTEM)
    project.close()
    assert not report.refused
    return path


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for what the whole run uses."""
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="session")
def native_file(place: Path) -> Callable[[int], Path]:
    """Return a function that gives a native file of so many articles with 25 spans each."""

    def give(count: int) -> Path:
        path = place / f"native-{count}.jsonl"
        return path if path.exists() else corpus.write_native(path, corpus.samples(count))

    return give


@pytest.fixture(scope="session")
def project_of(place: Path, native_file: Callable[[int], Path]) -> Callable[[int], Path]:
    """Return a function that gives a project of so many articles with 25 spans each; nobody may write to it."""

    def give(count: int) -> Path:
        path = place / f"project-{count}.annotator"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", str(place))
            patch.setenv("XDG_DATA_HOME", str(place / "data"))
            return path if path.exists() else fill(path, native_file(count))

    return give


@pytest.fixture(scope="session")
def long_samples() -> dict[str, corpus.Sample]:
    """Return a short article, two very long ones, and the longest as one single paragraph."""
    found = {name: corpus.sample(number, *size) for number, (name, size) in enumerate(LONG.items())}
    whole = found["1M"]
    found["paragraph"] = corpus.Sample("paragraph", whole.text.replace("\n", " "), whole.spans)
    return found
