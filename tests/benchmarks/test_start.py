from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks import board, child, corpus
from tests.benchmarks.conftest import fill

COUNTS = {10_000: (0.150, 200), 100_000: (0.300, 250)}
ROUNDS = 5


def measure(
    benchmark: BenchmarkFixture, home: Path, project: Path, works: tuple[str, str], extra: float, most: float
) -> None:
    """Start a bare window and ours in turns; put time (unless `extra` is 0) and memory on the board."""
    ours: list[child.Told] = []
    bare: list[child.Told] = []
    child.run("our_window", home, str(project))
    child.run("bare_window", home)
    benchmark.pedantic(
        lambda: ours.append(child.run("our_window", home, str(project))),
        setup=lambda: bare.append(child.run("bare_window", home)),
        rounds=ROUNDS,
    )
    if extra:
        floor, took = min(b.seconds for b in bare), min(o.seconds for o in ours)
        row = board.Row(works[0], 1000 * floor, 1000 * took, "ms", 1.5 + extra / floor)
        board.enter(benchmark, row, limit=20)
    held = min(b.memory for b in bare)
    row = board.Row(works[1], held, min(o.memory for o in ours), "MB", most / held)
    board.enter(benchmark, row, limit=2 * row.target)


@pytest.mark.parametrize("count", list(COUNTS) if board.HEAVY else [10_000])
def test_window_start(
    benchmark: BenchmarkFixture, tmp_path: Path, project_of: Callable[[int], Path], count: int
) -> None:
    works = (f"window ready on {count:,} articles", f"memory of that window, {count:,} articles")
    measure(benchmark, tmp_path, project_of(count), works, *COUNTS[count])


def test_memory_of_a_very_long_article(
    benchmark: BenchmarkFixture, tmp_path: Path, long_samples: dict[str, corpus.Sample]
) -> None:
    source = corpus.write_native(tmp_path / "one.jsonl", iter([long_samples["1M"]]))
    project = fill(tmp_path / "one.annotator", source)
    measure(benchmark, tmp_path, project, ("", "memory of a window on an article of 1M / 5,000 spans"), 0, 180)
