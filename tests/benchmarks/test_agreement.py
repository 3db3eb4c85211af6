"""Agreement of three annotators on 10,000 articles against reading their rows with bare sqlite3."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import orjson
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.store.project import Project, open_project, read_project
from annotator.work.agreeing import Agreement, agreement_of
from tests.benchmarks import board, corpus
from tests.benchmarks.child import ROOT
from tests.benchmarks.conftest import fill
from tests.helpers import Hand

COUNT = 10_000
FLOOR = 1.1  # seconds that reading the rows took where the aims were set
COLD, EDIT, RESAMPLED = 2 / FLOOR, 0.05 / FLOOR, 0.5 / FLOOR
ROWS = 'SELECT stream, start, "end", label FROM spans'


def work(number: int) -> Iterator[bytes]:
    """Yield one article's records of three annotators, who leave out, move and confuse more and more."""
    item, chance = corpus.sample(number, spans=30), Random(number)
    for who, often in (("ana", 0.03), ("ben", 0.08), ("cyd", 0.15)):
        spans = []
        for start, end, label in item.spans:
            if chance.random() < often:
                continue
            late = chance.randrange(1, 5) if chance.random() < often else 0
            kind = chance.choice(corpus.LABELS) if chance.random() < often else label
            spans.append({"start": start, "end": min(end + late, len(item.text)), "label": kind})
        record = {"id": item.id, "text": item.text, "annotator": who, "status": "done", "spans": spans}
        yield orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)


@pytest.fixture(scope="module")
def path(place: Path) -> Path:
    """Return a project of three annotators who finished all of 10,000 articles."""
    source = place / "agreement.jsonl"
    with source.open("wb") as file:
        for number in range(COUNT):
            file.writelines(work(number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(place))
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        return fill(place / "agreement.annotator", source)


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    found = open_project(path)
    yield found
    found.close()


@pytest.fixture
def floor(path: Path) -> Callable[[], object]:
    """Return the floor: all rows of the spans as tuples."""

    def read() -> None:
        conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        assert len(conn.execute(ROWS).fetchall()) > 20 * COUNT
        conn.close()

    return read


def test_cold(benchmark: BenchmarkFixture, path: Path, floor: Callable[[], object]) -> None:
    """All figures with all intervals, from the rows alone."""

    def ours() -> None:
        project = read_project(path)
        assert agreement_of(project).compared == COUNT
        project.close()

    board.compare(benchmark, "agreement, 3 x 10,000, cold", ours, floor, target=COLD, limit=8, rounds=3)


def test_command(benchmark: BenchmarkFixture, path: Path) -> None:
    """The command, with the start of its process, against a bare process that reads the rows."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}

    def process(*words: str) -> bytes:
        command = [sys.executable, *words]
        return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=300).stdout

    def bare() -> None:
        process("-c", f"import sqlite3; sqlite3.connect({str(path)!r}).execute({ROWS!r}).fetchall()")

    def ours() -> None:
        assert json.loads(process("-m", "annotator", "agreement", str(path), "--json"))["articles"]["compared"] == COUNT

    board.compare(benchmark, "annotator agreement, 3 x 10,000", ours, bare, target=COLD, limit=8, rounds=3)


def test_after_an_edit(benchmark: BenchmarkFixture, project: Project, floor: Callable[[], object]) -> None:
    """All figures after one tag in one article, without intervals; the counts are kept in the file too."""
    agreement = Agreement(project.second())
    agreement.figures()
    hand = Hand.of(project, "000007", "ana")
    places = iter(range(0, 4000, 9))

    def edit() -> None:
        start = next(places)
        hand.tag(start, start + 5)

    board.compare(
        benchmark, "agreement after an edit", lambda: agreement.figures(intervals=False), floor, target=EDIT, limit=1,
        rounds=8, prepare=edit,
    )  # fmt: skip


def test_intervals(benchmark: BenchmarkFixture, project: Project, floor: Callable[[], object]) -> None:
    """2,000 resamples of all figures, and the figures themselves once more."""
    agreement = Agreement(project.second())
    agreement.figures()

    def ours() -> None:
        assert agreement.figures().f1["exact"].mean.low is not None

    board.compare(benchmark, "agreement, 2,000 resamples", ours, floor, target=RESAMPLED, limit=4, rounds=3)


def test_from_kept_counts(benchmark: BenchmarkFixture, project: Project, floor: Callable[[], object]) -> None:
    """The first figures of a window, from the counts that the file keeps."""
    Agreement(project.second()).figures()

    def ours() -> None:
        assert Agreement(project.second()).figures(intervals=False).compared == COUNT

    board.compare(benchmark, "agreement from kept counts", ours, floor, target=COLD, limit=4, rounds=3)
