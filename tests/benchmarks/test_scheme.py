"""A rename and a merge of labels in 10,000 articles, until the window shows them, and the undo of each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.core.scheme import Scheme
from annotator.store import figures
from annotator.work import scheming
from tests.benchmarks import board
from tests.benchmarks.desk import Desk

MOST_MS = 2_000.0  # what a rename or a merge may take
CHANGES: dict[str, Callable[[Scheme], Scheme]] = {
    "rename": lambda scheme: scheming.change_label(scheme, "actor", name="Who acts", bar="WHO"),
    "merge": lambda scheme: scheming.merge_label(scheme, "location", "actor"),
}


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, project_of: Callable[[int], Path]) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(variable, str(tmp_path / "desk"))
        found = Desk(qapp, Path(shutil.copy(project_of(10_000), tmp_path / "own.annotator")))
        yield found
        found.close()


@pytest.mark.parametrize("name", list(CHANGES))
def test_a_change_of_the_scheme(benchmark: BenchmarkFixture, desk: Desk, name: str) -> None:
    first = desk.session.scheme.hash

    def change() -> None:
        assert desk.session.change_scheme(CHANGES[name](desk.session.scheme), name)
        desk.settle()

    def undo() -> None:
        assert desk.session.undo_scheme()
        desk.settle()
        assert desk.session.scheme.hash == first

    spans = sum(figures.totals(desk.session.project)["labels"].values())
    took = []
    benchmark.pedantic(lambda: took.append(board.seconds(change)), teardown=undo, rounds=4)
    row = board.Row(f"{name} of a label in 10,000 articles, {spans:,} spans", MOST_MS, 1000 * max(took), "ms", 1)
    board.enter(benchmark, row, limit=1)
    took.clear()
    change()
    row = board.Row(f"undo of that {name}", MOST_MS, 1000 * board.seconds(undo), "ms", 1)
    board.enter(benchmark, row, limit=1)
