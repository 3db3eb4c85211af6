"""Review of three annotators' work: how long the window stands still while it is read, and single steps of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.gui.review.filter import Filter
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.store.project import open_project
from annotator.work import reviewing
from tests.benchmarks import board, floors
from tests.benchmarks.conftest import fill
from tests.benchmarks.desk import Desk
from tests.benchmarks.test_agreement import ROWS, work

STILL_MS = 50
"""A window that stands still for longer is felt."""
SIZES = [2_000, 10_000] if board.HEAVY else [2_000]
LISTED = 15  # cards are made of rows by Python; the rows alone are the floor
TAKEN = 40  # reading an article and weighing its cards three times, against one bare commit


class Pulse:
    """Measures the longest pause between two rounds of the window's event loop, in milliseconds."""

    def __init__(self) -> None:
        self.longest = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def over(self, act: Callable[[], object], done: Callable[[], bool]) -> int:
        """Do something and return the longest pause until it is done."""
        self.longest = 0
        self._clock.start()
        self._timer.start()
        act()
        while not done():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._beat()
        self._timer.stop()
        return self.longest

    def _beat(self) -> None:
        self.longest = max(self.longest, self._clock.restart())


@pytest.fixture(scope="module")
def filled(place: Path) -> Callable[[int], Path]:
    """Return a function that gives a project of so many articles which ana, who leads, ben and cyd finished."""

    def give(count: int) -> Path:
        path = place / f"review-{count}.annotator"
        if not path.exists():
            source = place / f"review-{count}.jsonl"
            with source.open("wb") as file:
                for number in range(count):
                    file.writelines(work(number))
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("HOME", str(place))
                patch.setenv("XDG_DATA_HOME", str(place / "data"))
                fill(path, source)
            conn = sqlite3.connect(path)
            conn.execute("UPDATE people SET lead = 1 WHERE name = 'ana'")
            conn.commit()
            conn.close()
        return path

    return give


@pytest.fixture(scope="module", params=SIZES)
def desk(
    request: pytest.FixtureRequest, qapp: QApplication, place: Path, filled: Callable[[int], Path]
) -> Iterator[tuple[int, Desk]]:
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(variable, str(place / "review"))
        path = Path(shutil.copy(filled(request.param), place / f"desk-{request.param}.annotator"))
        found = Desk(qapp, path, "ana")
        yield request.param, found
        found.close()


def room(desk: Desk) -> ReviewWorkspace:
    found = desk.window.rooms.review
    assert found is not None
    return found


def read(desk: Desk) -> bool:
    """Tell whether list and figures stand, and nothing of them is at work."""
    found = room(desk)
    return found.adjudication.known and not found.adjudication.busy and found.figures.up_to_date


def enter(benchmark: BenchmarkFixture, name: str, longest: list[int], limit: float) -> None:
    benchmark.pedantic(lambda: None)
    board.enter(benchmark, board.Row(name, STILL_MS, min(longest), "ms", 1.0), limit)


def test_pauses_while_review_opens(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    """The first showing: all is settled by rule, listed, counted and figured."""
    count, window = desk
    longest = Pulse().over(lambda: window.window.rooms.show("review"), lambda: read(window))
    assert len(room(window).adjudication.shelf) > count
    enter(benchmark, f"longest pause while review opens, 3 x {count:,}", [longest], 12)


def test_pauses_while_all_is_read_again(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    pulse, found = Pulse(), room(window)

    def again() -> None:
        found.adjudication.refresh()
        found.figures.refresh()

    longest = [pulse.over(again, lambda: read(window)) for _ in range(2)]
    enter(benchmark, f"longest pause while all is read again, 3 x {count:,}", longest, 8)


def test_pauses_after_a_decision(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    pulse, found = Pulse(), room(window)
    longest = [pulse.over(lambda: found.take(0), lambda: read(window)) for _ in range(5)]
    enter(benchmark, f"longest pause after a decision, 3 x {count:,}", longest, 6)


def test_pauses_while_the_list_is_sorted_and_filtered(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    _, window = desk
    pulse, found = Pulse(), room(window)
    box, worst = found.pane.sort, []
    for _ in range(3):
        longest = [
            pulse.over(lambda order=order: box.setCurrentIndex(box.findData(order)), lambda: read(window))
            for order in ("article", "kind", "labels", "impact")
        ]
        longest += [
            pulse.over(lambda asked=asked: found.show_filter(asked), lambda: read(window))
            for asked in (Filter(label="actor"), Filter(kind="boundary"), Filter())
        ]
        worst.append(max(longest))
    enter(benchmark, f"longest pause while {len(found.adjudication.shelf):,} rows are sorted or filtered", worst, 6)


def test_pauses_while_the_list_is_scrolled(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    _, window = desk
    pulse, found = Pulse(), room(window)
    bar = found.pane.list.verticalScrollBar()
    done = iter([False, True] * 100)
    longest = [
        pulse.over(lambda step=step: bar.setValue(bar.maximum() * step // 100), lambda: next(done))
        for step in range(100)
    ]
    enter(benchmark, f"longest pause while {len(found.adjudication.shelf):,} rows are scrolled", [max(longest)], 6)


def test_listing(benchmark: BenchmarkFixture, filled: Callable[[int], Path]) -> None:
    """All disagreements of 3 x 2,000, against all rows of the spans as tuples."""
    path = filled(SIZES[0])
    project = open_project(path)

    def floor() -> None:
        conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        assert conn.execute(ROWS).fetchall()
        conn.close()

    name = f"list of disagreements, 3 x {SIZES[0]:,}"
    board.compare(benchmark, name, lambda: reviewing.listing(project), floor, target=LISTED, limit=80, rounds=3)
    project.close()


def test_take(benchmark: BenchmarkFixture, place: Path, filled: Callable[[int], Path]) -> None:
    """One version taken: its article read and weighed, one event written, against one bare durable commit."""
    project = open_project(Path(shutil.copy(filled(SIZES[0]), place / "take.annotator")))
    rows = iter(reviewing.listing(project))
    bare = floors.database(place / "take.sqlite")
    cards = []

    def prepare() -> None:
        row = next(rows)
        cards[:] = [reviewing.card(project, row.article, row.id)]

    board.compare(
        benchmark, "a version taken", lambda: reviewing.take(project, cards[0], cards[0].versions[0], "ana"),
        lambda: floors.insert(bare, [], [(1, 0, 4, "actor", "Talv")]), target=TAKEN, limit=400, rounds=30,
        prepare=prepare, typical=True,
    )  # fmt: skip
    bare.close()
    project.close()
