from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import f1
from annotator.agreement.marks import Marks
from tests.agreement import drawn, slow

Work = dict[tuple[str, str], list[tuple[int, int, str]]]


def built(work: Work) -> Marks:
    return Marks.build(drawn.lengths(work), work)


def named(marks: Marks) -> dict[Any, list[int]]:
    """Return the rows by article, pair and label as names, one each."""
    rows = f1.counts(marks)
    people = [(marks.annotators[i], marks.annotators[j]) for i, j in f1.pairs(len(marks.annotators))]
    keys = [
        (marks.articles[article], people[pair], marks.labels[label])
        for article, pair, label in zip(rows.article, rows.pair, rows.label, strict=True)
    ]
    assert len(set(keys)) == len(keys)
    assert keys == sorted(keys)
    assert rows.counts.dtype == np.int64
    return dict(zip(keys, rows.counts.tolist(), strict=True))


def of_pair(first: list[tuple[int, int, str]], second: list[tuple[int, int, str]]) -> dict[str, float]:
    """Return kind -> F1 of two people's spans of one article."""
    rows = f1.counts(Marks.build({"x": 20}, {("x", "ana"): first, ("x", "ben"): second}))
    return {kind: float(value) for kind, value in f1.scores(rows.counts.sum(axis=0)).items()}


def test_the_case_of_two_parts_against_three() -> None:
    two, three = [(0, 2, "A"), (2, 10, "A")], [(0, 2, "A"), (2, 5, "A"), (5, 10, "A")]
    assert of_pair(two, three) == {"exact": 0.4, "overlap": 0.8, "partial": 0.6, "chars": 1.0}
    assert of_pair(three, two) == {"exact": 0.4, "overlap": 0.8, "partial": 0.6, "chars": 1.0}


def test_two_who_marked_nothing_have_no_figure_and_one_alone_has_nothing_in_common() -> None:
    assert all(np.isnan(value) for value in of_pair([], []).values())
    assert of_pair([(0, 2, "A")], []) == of_pair([], [(0, 2, "A")]) == dict.fromkeys(f1.KINDS, 0.0)


def test_another_label_is_another_thing_and_a_span_counts_as_often_as_it_is_marked() -> None:
    assert of_pair([(0, 4, "A")], [(0, 4, "B")]) == dict.fromkeys(f1.KINDS, 0.0)
    twice = of_pair([(0, 4, "A"), (0, 4, "A")], [(0, 4, "A")])
    assert twice == pytest.approx(dict.fromkeys(f1.KINDS, 2 / 3))


def test_crossing_spans_are_matched_as_well_as_can_be() -> None:
    got = of_pair([(0, 10, "A"), (2, 3, "A")], [(2, 4, "A"), (8, 12, "A")])
    assert got["overlap"] == 1.0
    assert got["partial"] == 0.5


@given(drawn.works)
def test_counts_are_those_of_the_plain_way(work: Work) -> None:
    assert named(built(work)) == slow.span_counts(work)


@pytest.mark.parametrize("seed", [1, 2])
def test_counts_of_many_articles_are_those_of_the_plain_way(seed: int) -> None:
    work = drawn.many(120, seed)
    assert named(built(work)) == slow.span_counts(work)


def test_counts_of_very_long_texts_are_whole_numbers_to_the_last_one() -> None:
    far = 2**45
    work = {("x", "ana"): [(1, far + 1, "A"), (far + 2, far + 9, "A")], ("x", "ben"): [(0, far, "A"), (3, 4, "B")]}
    rows = f1.counts(Marks.build({"x": far + 9}, work))
    assert rows.counts.tolist() == [[2, 1, 0, 1, far - 1, far + 7, far], [0, 1, 0, 0, 0, 0, 1]]


@given(drawn.works, st.randoms(use_true_random=False))
def test_order_of_spans_articles_annotators_and_labels_changes_no_figure(work: Work, chance: random.Random) -> None:
    marks = built(work)
    assert told(shuffled(marks, chance)) == told(marks)


def told(marks: Marks) -> dict[Any, Any]:
    """Return the rows in words in which no annotator is the first."""
    rows = f1.counts(marks)
    people = [(marks.annotators[i], marks.annotators[j]) for i, j in f1.pairs(len(marks.annotators))]
    out = {}
    for place, (one, other, *both, mine, theirs) in enumerate(rows.counts.tolist()):
        first, second = people[rows.pair[place]]
        key = marks.articles[rows.article[place]], frozenset([first, second]), marks.labels[rows.label[place]]
        out[key] = {first: (one, mine), second: (other, theirs), "both": both}
    return out


def shuffled(marks: Marks, chance: random.Random) -> Marks:
    """Return the same marks with the spans, articles, annotators and labels in another order."""
    spans, articles, people, labels = (
        np.asarray(chance.sample(range(count), count), dtype=np.int64)
        for count in (len(marks.start), len(marks.articles), len(marks.annotators), len(marks.labels))
    )
    return Marks(
        tuple(marks.articles[place] for place in np.argsort(articles)), marks.lengths[np.argsort(articles)],
        tuple(marks.annotators[place] for place in np.argsort(people)),
        marks.finished[np.argsort(articles)][:, np.argsort(people)],
        tuple(marks.labels[place] for place in np.argsort(labels)), articles[marks.article[spans]],
        people[marks.annotator[spans]], labels[marks.label[spans]], marks.start[spans], marks.end[spans],
    )  # fmt: skip


@given(drawn.works)
def test_a_copy_of_one_annotator_agrees_in_every_kind(work: Work) -> None:
    copied = {**{(article, f"{who} 2"): spans[::-1] for (article, who), spans in work.items()}, **work}
    marks = built(copied)
    rows = f1.counts(marks)
    for place, (i, j) in enumerate(f1.pairs(len(marks.annotators))):
        if marks.annotators[j] == f"{marks.annotators[i]} 2":
            found = f1.scores(rows.counts[rows.pair == place].sum(axis=0))
            empty = not any(spans for (_, who), spans in work.items() if who == marks.annotators[i])
            assert all(np.isnan(value) if empty else value == 1.0 for value in found.values())


@given(drawn.works)
def test_articles_alone_give_the_rows_of_the_whole(work: Work) -> None:
    marks = built(work)
    whole = f1.counts(marks)
    for place in range(len(marks.articles)):
        alone, mine = f1.counts(marks.within(place)), whole.article == place
        assert alone.article.tolist() == [0] * int(mine.sum())
        assert alone.pair.tolist() == whole.pair[mine].tolist()
        assert alone.label.tolist() == whole.label[mine].tolist()
        assert alone.counts.tolist() == whole.counts[mine].tolist()


def test_scores_of_many_sums_at_once_are_those_of_each() -> None:
    sums = np.asarray(
        [[[2, 3, 1, 1, 10, 10, 10], [0, 0, 0, 0, 0, 0, 0]], [[4, 4, 4, 0, 9, 9, 9], [1, 0, 0, 0, 0, 5, 0]]]
    )
    got = f1.scores(sums)
    assert {kind: value.shape for kind, value in got.items()} == dict.fromkeys(f1.KINDS, (2, 2))
    np.testing.assert_array_equal(got["exact"], [[0.4, np.nan], [1.0, 0.0]])
    np.testing.assert_array_equal(f1.scores(sums.astype(float))["chars"], [[1.0, np.nan], [1.0, 0.0]])


def test_only_articles_that_both_finished_are_compared() -> None:
    work = {("x", "ana"): [(0, 2, "A")], ("x", "ben"): [], ("y", "ana"): [(0, 2, "A")], ("z", "cyd"): [(0, 1, "A")]}
    assert named(built(work)) == {("x", ("ana", "ben"), "A"): [1, 0, 0, 0, 0, 2, 0]}
    assert f1.counts(built({})).counts.shape == (0, 7)
