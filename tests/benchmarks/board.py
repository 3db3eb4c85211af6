"""What the benchmarks say: each work beside its floor of the same run, with the target for their ratio."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

HEAVY = bool(os.environ.get("BENCH_HEAVY"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `floor` and `ours` in `unit`, the target as a ratio."""

    work: str
    floor: float
    ours: float
    unit: str
    target: float

    @property
    def ratio(self) -> float:
        """Return how many times the floor the work takes."""
        return self.ours / self.floor

    @property
    def reached(self) -> bool:
        """Tell whether the target is met."""
        return self.ratio <= self.target

    def cells(self) -> tuple[str, ...]:
        """Return the line as words."""
        verdict = "reached" if self.reached else "not reached"
        values = (f"{self.floor:,.2f} {self.unit}", f"{self.ours:,.2f} {self.unit}")
        return (self.work, *values, f"{self.ratio:.2f}", f"{self.target:.2f}", verdict)


ROWS: list[Row] = []
_HEAD = ("work", "floor", "ours", "ratio", "target", "")
_WORDS = (0, 5)  # columns of words; the others hold numbers


def table() -> list[str]:
    """Return all that was measured as lines in columns."""
    lines = [_HEAD, *(row.cells() for row in ROWS)]
    columns = range(len(_HEAD))
    widths = [max(len(line[i]) for line in lines) for i in columns]
    return ["  ".join(f"{line[i]:{'<' if i in _WORDS else '>'}{widths[i]}}" for i in columns) for line in lines]


def enter(benchmark: BenchmarkFixture, row: Row, limit: float) -> None:
    """Put a line on the board; fail where the ratio is beyond `limit`, which is far above what was ever measured."""
    benchmark.extra_info.update(floor=row.floor, ours=row.ours, unit=row.unit, ratio=row.ratio, target=row.target)
    ROWS.append(row)
    assert row.ratio <= limit, f"{row.work}: {row.ratio:.1f} times the floor; {limit:g} is the most that is let through"


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def compare(
    benchmark: BenchmarkFixture,
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    target: float,
    limit: float,
    rounds: int,
    prepare: Callable[[], object] | None = None,
    typical: bool = False,
) -> Row:
    """Time work and floor in turns and put them on the board: the quickest rounds, or with `typical` the medians."""
    floors: list[float] = []

    def setup() -> None:
        floors.append(seconds(floor))
        if prepare is not None:
            prepare()

    benchmark.pedantic(ours, setup=setup, rounds=rounds, warmup_rounds=1 if rounds > 10 else 0)
    times = benchmark.stats.stats.data
    pick = statistics.median if typical else min
    row = Row(name, 1000 * pick(floors), 1000 * pick(times), "ms", target)
    enter(benchmark, row, limit)
    return row


def percentile(values: list[float], share: float) -> float:
    """Return the value that `share` of all values lie at or below."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def memory() -> float:
    """Return the most memory this process held so far, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
