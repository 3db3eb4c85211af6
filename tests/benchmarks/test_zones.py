"""How well and how fast zones are found: figures against hand-marked articles, time against one pass over the text."""

from __future__ import annotations

import re
import timeit

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from annotator.core.zones import KINDS
from annotator.news.zones import detect_zones
from tests.news.marked import marked_articles, of_pages, pages, score

FLOOR = 0.9
SLOWER = 12
WORD = re.compile(r"\w+")
PARAGRAPH = (
    "The government of Varn said on Thursday that it would close the strait to tankers within a week unless the fleet "
    "of Ostrea turned back. “We do not want this,” the foreign minister, Ilse Marrow, told reporters: “But we wait.”"
)
PAGE = "\n\n".join(
    [
        "Varn threatens to close the strait",
        "<span>Tankers wait.</span><span>Photograph: Ada Linn/Corvid</span>\nTankers wait.Photograph: Ada Linn/Corvid",
        "By Jonas Quill in Port Calder",
        f"PORT CALDER (Corvid) — {PARAGRAPH}",
        *[PARAGRAPH] * 8,
        "Related: What is at stake in the strait?",
        *[PARAGRAPH] * 8,
        PARAGRAPH[:150],
    ]
)


def test_precision_and_recall_of_each_kind(benchmark: BenchmarkFixture) -> None:
    articles = marked_articles()
    scores = benchmark.pedantic(score, args=(articles,), rounds=3)
    for kind in KINDS:
        benchmark.extra_info[f"{kind} precision"] = round(scores.precision(kind), 3)
        benchmark.extra_info[f"{kind} recall"] = round(scores.recall(kind), 3)
        benchmark.extra_info[f"{kind} marked"] = scores.marked[kind]
    assert {kind: scores.precision(kind) for kind in KINDS if scores.precision(kind) < FLOOR} == {}
    assert {kind: scores.recall(kind) for kind in KINDS if scores.recall(kind) < FLOOR} == {}


@pytest.mark.parametrize(("half", "precision", "recall"), [("seen", 0.97, 0.95), ("held", 0.97, 0.8)])
def test_precision_and_recall_of_pages(benchmark: BenchmarkFixture, half: str, precision: float, recall: float) -> None:
    """Measure the pages of many languages: those that the rules were made by, and those that they were not."""
    chosen = [page for page in pages() if page.half == half]
    scores = benchmark.pedantic(of_pages, args=(chosen,), rounds=3)
    told = {kind: (scores.precision(kind), scores.recall(kind), scores.marked[kind]) for kind in KINDS}
    for language in sorted({page.language for page in chosen}):
        own = of_pages(page for page in chosen if page.language == language)
        told[language] = own.precision(), own.recall(), sum(own.marked.values())
    for name, (right, found, marked) in told.items():
        benchmark.extra_info[name] = f"precision {right:.2f}, recall {found:.2f}, {marked} marked"
    assert scores.precision() >= precision
    assert scores.recall() >= recall


@pytest.mark.parametrize("copies", [1, 200], ids=["page", "1M"])
def test_zones_cost_a_few_passes_over_the_text(benchmark: BenchmarkFixture, copies: int) -> None:
    text = "\n\n".join([PAGE] * copies)
    rounds = max(3, 100 // copies)
    floor = min(timeit.repeat(lambda: (text.split("\n"), WORD.findall(text)), number=1, repeat=rounds))
    benchmark(detect_zones, text)
    spent = min(timeit.repeat(lambda: detect_zones(text), number=1, repeat=rounds))
    benchmark.extra_info["ratio to split and one scan"] = round(spent / floor, 2)
    benchmark.extra_info["code points"] = len(text)
    assert spent < SLOWER * floor
