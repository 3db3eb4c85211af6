from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core import edits
from annotator.store import articles, queue
from annotator.store.project import Project
from tests.helpers import Hand, project_with, record


@pytest.fixture
def many(tmp_path: Path) -> Project:
    """Five articles; the hand finished b, skipped c, started d with two tags; Ana finished all of them."""
    project = project_with(
        tmp_path,
        *(
            record(id=name, text=f"Headline of {name} 100% in_Tessaly\n\nText.\n", meta={"source": f"Paper {name}"})
            for name in "abcde"
        ),
    )
    for name, status in (("b", "done"), ("c", "skipped")):
        Hand.of(project, name).put("status", "", edits.status_row(status))
    hand = Hand.of(project, "d")
    hand.tag(0, 8)
    hand.tag(9, 11)
    return project


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("", "all", "abcde"), ("", "todo", "ade"), ("", "done", "b"), ("", "skipped", "c"), ("PAPER b", "all", "b"),
        ("100%", "all", "abcde"), ("in_tess", "todo", "ade"), ("in-tess", "all", ""), ("paper headline", "done", "b"),
    ],
)  # fmt: skip
def test_the_queue_is_ones_own(many: Project, text: str, state: str, expected: str) -> None:
    me = Hand.of(many, "a").me
    rows = queue.queue_rows(many, me, queue.queue(many, me, text, state))
    assert "".join(row.id for row in rows) == expected
    many.close()


def test_counts_and_rows_show_nothing_of_others(many: Project) -> None:
    me = Hand.of(many, "a").me
    assert queue.queue_counts(many, me) == {"all": 5, "todo": 3, "done": 1, "skipped": 1, "started": 1}
    rows = {row.id: row for row in queue.queue_rows(many, me, queue.queue(many, me))}
    assert [rows[name].status for name in "abcde"] == ["new", "done", "skipped", "started", "new"]
    assert [rows[name].tags for name in "abcde"] == [0, 0, 0, 2, 0]
    assert rows["a"].source == "Paper a"
    assert queue.queue_counts(many, "a stranger")["todo"] == 5
    many.close()


def test_the_next_unfinished_article_goes_round(many: Project) -> None:
    me = Hand.of(many, "a").me
    pk = {name: articles.pk_of(many, name) for name in "abcde"}
    order = queue.queue(many, me)
    following = {name: queue.next_todo(many, me, pk[name] or 0, order) for name in "abe"}
    assert following == {"a": pk["d"], "b": pk["d"], "e": pk["a"]}
    assert queue.next_todo(many, me, pk["a"] or 0, [pk["a"] or 0, pk["b"] or 0]) is None
    many.close()
