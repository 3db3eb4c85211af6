"""How well zones are found: the sample articles, and pages of many languages that were marked by hand."""

from __future__ import annotations

import pytest

from tests.news.marked import marked_articles, of_pages, pages, score, unmarked

LANGUAGES = ("ar", "de", "en", "es", "fa", "fr", "he", "it", "ja", "pt", "ru", "tr", "uk", "zh")


def test_the_sample_articles_come_out_as_marked() -> None:
    scores = score(marked_articles())
    assert sum(scores.marked.values()) >= 20
    assert scores.precision() >= 0.95
    assert scores.recall() >= 0.9


def test_marks_are_taken_out_of_a_page() -> None:
    text, zones = unmarked("⟦headline:Varn waits⟧\n\n⟦caption+:A quay.⟧⟦credit:Photo: A⟧ It is late.")
    assert text == "Varn waits\n\nA quay.Photo: A It is late."
    assert [(text[zone.start : zone.end], zone.kind, zone.duplicate) for zone in zones] == [
        ("Varn waits", "headline", False), ("A quay.", "caption", True), ("Photo: A", "credit", False),
    ]  # fmt: skip


def test_there_are_pages_of_every_language_in_both_halves() -> None:
    found = pages()
    assert len(found) >= 60
    assert len({page.name for page in found}) == len(found)
    for half in ("seen", "held"):
        assert tuple(sorted({page.language for page in found if page.half == half})) == LANGUAGES
    assert sum(not page.zones for page in found) >= 5


@pytest.mark.parametrize(("half", "precision", "recall"), [("seen", 0.97, 0.95), ("held", 0.97, 0.8)])
def test_pages_come_out_as_marked(half: str, precision: float, recall: float) -> None:
    scores = of_pages(page for page in pages() if page.half == half)
    assert scores.precision() >= precision
    assert scores.recall() >= recall


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_read(language: str) -> None:
    scores = of_pages(page for page in pages() if page.language == language)
    assert scores.precision() >= 0.85
    assert scores.recall() >= 0.7


def test_pages_without_furniture_stay_whole() -> None:
    assert sum(of_pages(page for page in pages() if not page.zones).found.values()) == 0
