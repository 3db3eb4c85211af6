from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.store.project import read_project
from annotator.work.exporting import ExportRequest, export_file
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import SYSTEM, new_project
from tests.benchmarks import board, child, corpus, floors

SIZES = (1_000, 10_000, 100_000) if board.HEAVY else (1_000, 10_000)
ROUNDS = {1_000: 5, 10_000: 2}


class Importing:
    """Imports one source again and again, each time into a new project and into bare tables."""

    def __init__(self, folder: Path, source: Path, count: int, *, with_spans: bool) -> None:
        self.folder, self.source, self.count = folder, source, count
        self.articles, self.spans = floors.rows_of(corpus.samples(count))
        if not with_spans:
            self.spans = []
        self.project = new_project(folder / "p")
        self.bare = floors.database(folder / "bare.db")

    def renew(self) -> None:
        self.close()
        self.project = new_project(self.folder / "p")
        self.bare = floors.database(self.folder / "bare.db")

    def close(self) -> None:
        self.bare.close()
        self.project.close()
        self.project.path.unlink()

    def ours(self) -> None:
        report = import_files(self.project, ImportRequest((self.source,)), SYSTEM)
        assert (report.added, report.refused) == (self.count, [])

    def floor(self) -> None:
        self.renew()
        floors.insert(self.bare, self.articles, self.spans)


@pytest.mark.parametrize("count", SIZES)
def test_import_of_native_jsonl(
    benchmark: BenchmarkFixture, tmp_path: Path, native_file: Callable[[int], Path], count: int
) -> None:
    work = Importing(tmp_path, native_file(count), count, with_spans=True)
    name = f"import {count:,} articles with 25 spans each"
    board.compare(benchmark, name, work.ours, work.floor, target=2, limit=20, rounds=ROUNDS.get(count, 1))
    work.close()


@pytest.mark.parametrize("count", SIZES[:2])
def test_import_of_text_files(benchmark: BenchmarkFixture, tmp_path: Path, count: int) -> None:
    source = corpus.write_texts(tmp_path / "texts", corpus.samples(count))
    work = Importing(tmp_path, source, count, with_spans=False)
    name = f"import {count:,} text files, their zones found"
    board.compare(benchmark, name, work.ours, work.floor, target=2, limit=40, rounds=ROUNDS[count])
    work.close()


@pytest.mark.parametrize("count", SIZES[1:])
def test_export_of_articles(
    benchmark: BenchmarkFixture, tmp_path: Path, project_of: Callable[[int], Path], count: int
) -> None:
    path, target = project_of(count), tmp_path / "out.jsonl"
    project = read_project(path)
    board.compare(
        benchmark, f"export {count:,} articles with 25 spans each",
        lambda: export_file(project, target, ExportRequest()), lambda: floors.export(path, tmp_path / "floor.jsonl"),
        target=2, limit=10, rounds=4 if count == 10_000 else 1,
    )  # fmt: skip
    project.close()
    with target.open("rb") as file:
        assert sum(1 for _ in file) == count


def test_memory_of_an_export(benchmark: BenchmarkFixture, tmp_path: Path, project_of: Callable[[int], Path]) -> None:
    project, bare = project_of(10_000), []
    benchmark.pedantic(lambda: bare.append(child.run("bare_process", tmp_path)), rounds=1)
    found = child.run("export", tmp_path, str(project), str(tmp_path / "out.jsonl"))
    row = board.Row("memory of that export", bare[0].memory, found.memory, "MB", 150 / bare[0].memory)
    board.enter(benchmark, row, limit=10)
