"""The corpus as a table: how long the window stands still while it is opened, sorted, sifted and scrolled."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QApplication
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.gui.corpus.workspace import CorpusWorkspace
from annotator.store.corpus import Filter
from tests.benchmarks import board, corpus
from tests.benchmarks.conftest import fill
from tests.benchmarks.desk import Desk
from tests.benchmarks.test_review import Pulse, enter

SIZES = [10_000, 100_000] if board.HEAVY else [3_000]
SOURCES = ("Amsel Tribune", "The Harrow Courier", "Ilmark Radio", "Market Wire", "Talvane Post")
STEPS = 60


def _line(number: int) -> str:
    """Return one article with where and when it appeared, every third one finished by mira."""
    item = corpus.sample(number, 1_200, 12)
    record: dict[str, Any] = {
        "id": item.id, "text": item.text, "annotator": "mira" if number % 3 == 0 else None,
        "meta": {
            "source": SOURCES[number % len(SOURCES)], "language": "en" if number % 7 else "fr",
            "published": f"{2029 + number % 3}-{number % 12 + 1:02}-{number % 28 + 1:02}",
        },
    }  # fmt: skip
    if number % 10 < 3:
        record["group"] = f"story-{number // 10}"
    if number % 3 == 0:
        spans = [{"start": start, "end": end, "label": label} for start, end, label in item.spans]
        record |= {"status": "done", "spans": spans}
    return json.dumps(record, ensure_ascii=False)


@pytest.fixture(scope="module", params=SIZES)
def desk(request: pytest.FixtureRequest, qapp: QApplication, place: Path) -> Iterator[tuple[int, Desk]]:
    count = request.param
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(variable, str(place / "corpus"))
        source = place / f"corpus-{count}.jsonl"
        source.write_text("".join(_line(number) + "\n" for number in range(count)), encoding="utf-8")
        path = fill(place / f"corpus-{count}.annotator", source)
        found = Desk(qapp, Path(shutil.copy(path, place / f"corpus-desk-{count}.annotator")), "mira")
        yield count, found
        found.close()


def room(desk: Desk) -> CorpusWorkspace:
    """Return the corpus, read."""
    if desk.window.rooms.current != "corpus":
        desk.window.rooms.show("corpus")
    found = desk.window.rooms.corpus
    assert found is not None
    while not found.settled:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return found


def _over(desk: Desk, act: Callable[[], object]) -> int:
    """Return the longest pause from an act until the corpus was read."""
    return Pulse().over(act, lambda: desk.window.rooms.corpus is not None and desk.window.rooms.corpus.settled)


def test_pauses_while_corpus_opens(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    longest = []
    for _ in range(3):
        window.window.rooms.show("label")
        longest.append(_over(window, lambda: window.window.rooms.show("corpus")))
    assert room(window).model.total() == count
    enter(benchmark, f"longest pause while Corpus opens, {count:,}", longest, 6)


def test_pauses_while_it_is_sorted(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    found = room(window)
    keys = [column.key for column in found.model.columns]
    worst = [max(_over(window, partial(found.sort_by, key)) for key in keys) for _ in range(3)]
    enter(benchmark, f"longest pause while {count:,} articles are sorted", worst, 6)


def test_pauses_while_it_is_sifted(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    bar = room(window).bar
    asked = [
        Filter(words="Wednesday"), Filter(sources=SOURCES[:2]), Filter(status="done"), Filter(labels=("threat",)),
        Filter(wire="first"), Filter(since="2030-01-01", until="2030-06-30"), Filter(),
    ]  # fmt: skip
    worst = [max(_over(window, partial(bar.set_filter, one)) for one in asked) for _ in range(3)]
    enter(benchmark, f"longest pause while {count:,} articles are sifted", worst, 6)


def test_pauses_while_it_is_scrolled(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    bar = room(window).table.verticalScrollBar()
    done = iter([False, True] * STEPS * 3)
    worst = [
        max(
            Pulse().over(partial(bar.setValue, bar.maximum() * step // STEPS), lambda: next(done))
            for step in range(STEPS)
        )
        for _ in range(3)
    ]
    enter(benchmark, f"longest pause while {count:,} articles are scrolled", worst, 6)


def test_pauses_while_all_are_selected_and_stories_opened(benchmark: BenchmarkFixture, desk: tuple[int, Desk]) -> None:
    count, window = desk
    table, done = room(window).table, iter([False, True] * STEPS)
    pulse = Pulse()
    longest = [pulse.over(table.selectAll, lambda: next(done))]
    assert table.selected_count() == count
    longest.append(pulse.over(lambda: table.toggle_story(0), lambda: next(done)))
    longest.append(pulse.over(table.selected, lambda: next(done)))
    enter(benchmark, f"longest pause while {count:,} articles are selected", [max(longest)], 6)
