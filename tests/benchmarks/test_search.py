"""The corpus search against a bare FTS5 query of the same words: the first page, in its context."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.core.query import read
from annotator.core.searching import words
from annotator.store import search
from annotator.store.project import Project, open_project
from annotator.work.indexing import index_articles
from annotator.work.progress import Progress
from tests.benchmarks import board
from tests.benchmarks.conftest import fill
from tests.benchmarks.floors import database

PAGE = 12
TARGET_MS = 50
COUNT = 100_000 if board.HEAVY else 10_000


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, native_file: Callable[[int], Path]) -> Project:
    """Return a project whose articles are all indexed."""
    project = open_project(fill(tmp_path_factory.mktemp("search") / "p.annotator", native_file(COUNT)))
    index_articles(project, Progress(), lambda _seconds: None)
    return project


@pytest.mark.parametrize("question", ["harbour", '"harbour union"', "harb*", "وزارة", "merovia -envoys", "the"])
def test_the_first_page(benchmark: BenchmarkFixture, indexed: Project, question: str) -> None:
    query = read(question)
    match = search.match(query)  # the floor asks just what we ask

    def ours() -> None:
        found = search.search(indexed, "", query)
        assert len(search.page(indexed, "", query, found.pks[:PAGE])) == min(PAGE, found.total)

    def floor() -> None:
        sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank LIMIT ?"
        indexed.db.execute(sql, (match, PAGE)).fetchall()

    row = board.compare(
        benchmark, f"search {COUNT:,} articles: {question}", ours, floor, target=2, limit=1000, rounds=10, typical=True
    )
    assert row.ours < 10 * TARGET_MS


def test_indexing(benchmark: BenchmarkFixture, tmp_path: Path, indexed: Project) -> None:
    """Against the same words written into a bare FTS5 table in one go."""
    texts = [text for (text,) in indexed.db.execute("SELECT text FROM texts LIMIT 2000")]
    lines = [" ".join(word for some in words(text) for word in some) for text in texts]
    bare = database(tmp_path / "bare.db")

    def floor() -> None:
        bare.execute("DROP TABLE IF EXISTS search")
        bare.execute("CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='ascii')")
        with bare:
            bare.executemany("INSERT INTO search (text) VALUES (?)", [(line,) for line in lines])

    def forget() -> None:
        with indexed.write():
            for (pk,) in indexed.db.execute("SELECT article FROM indexed LIMIT 2000").fetchall():
                search.forget(indexed, pk)

    def ours() -> None:
        assert index_articles(indexed, Progress(), lambda _seconds: None) == len(texts)

    board.compare(benchmark, "index 2,000 articles", ours, floor, target=4, limit=60, rounds=2, prepare=forget)
