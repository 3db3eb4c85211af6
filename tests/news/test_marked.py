from __future__ import annotations

from tests.news.marked import marked_articles, score


def test_the_sample_articles_come_out_as_marked() -> None:
    scores = score(marked_articles())
    assert sum(scores.marked.values()) >= 20
    assert scores.precision() >= 0.95
    assert scores.recall() >= 0.9
