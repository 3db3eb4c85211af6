from __future__ import annotations

import random
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import links
from annotator.agreement.links import Link
from annotator.agreement.matching import pairs
from tests.agreement import drawn, slow

Work = dict[tuple[str, str], list[Link]]
kinds = st.sampled_from(["agent", "place"])
works = st.dictionaries(drawn.keys, st.lists(st.tuples(kinds, drawn.spans, drawn.spans), max_size=6), max_size=7)


def counted(work: Work) -> dict[Any, list[int]]:
    """Return the rows by article, pair and type as names, one each."""
    articles, people = sorted({article for article, _ in work}), sorted({who for _, who in work})
    finished = np.zeros((len(articles), len(people)), dtype=bool)
    for article, who in work:
        finished[articles.index(article), people.index(who)] = True
    placed = {(articles.index(article), people.index(who)): found for (article, who), found in work.items()}
    rows = links.counts(finished, placed)
    assert rows.counts.dtype == np.int64
    named = [(people[i], people[j]) for i, j in pairs(len(people))]
    keys = [
        (articles[article], named[pair], rows.types[kind])
        for article, pair, kind in zip(rows.article, rows.pair, rows.type, strict=True)
    ]
    assert keys == sorted(keys)
    return dict(zip(keys, rows.counts.tolist(), strict=True))


@given(works)
def test_counts_are_those_of_the_plain_way(work: Work) -> None:
    assert counted(work) == slow.link_counts(work)


@given(works, st.randoms(use_true_random=False))
def test_order_of_links_changes_no_count(work: Work, chance: random.Random) -> None:
    assert counted({key: chance.sample(found, len(found)) for key, found in work.items()}) == counted(work)


@given(st.lists(st.tuples(kinds, drawn.spans, drawn.spans), min_size=1, max_size=6))
def test_a_copy_agrees(found: list[Link]) -> None:
    counts = np.asarray(list(counted({("x", "ana"): found, ("x", "ben"): found[::-1]}).values()))
    assert {kind: float(value) for kind, value in links.scores(counts.sum(axis=0)).items()} == {
        "exact": 1.0,
        "overlap": 1.0,
    }


def test_both_ends_must_meet_and_hold_the_same_labels() -> None:
    one: Link = ("agent", (0, 4, "EVENT"), (6, 9, "PERSON"))
    near: Link = ("agent", (3, 5, "EVENT"), (8, 12, "PERSON"))
    apart: Link = ("agent", (0, 4, "EVENT"), (9, 12, "PERSON"))
    other: Link = ("agent", (0, 4, "EVENT"), (6, 9, "ORG"))
    role: Link = ("place", (0, 4, "EVENT"), (6, 9, "PERSON"))
    key = ("x", ("ana", "ben"), "agent")
    assert counted({("x", "ana"): [one], ("x", "ben"): [one, one]})[key] == [1, 2, 1, 0]
    assert counted({("x", "ana"): [one], ("x", "ben"): [near]})[key] == [1, 1, 0, 1]
    assert counted({("x", "ana"): [one], ("x", "ben"): [apart]})[key] == [1, 1, 0, 0]
    assert counted({("x", "ana"): [one], ("x", "ben"): [other]})[key] == [1, 1, 0, 0]
    assert counted({("x", "ana"): [one], ("x", "ben"): [role]})[key] == [1, 0, 0, 0]


def test_ends_that_only_touch_do_not_meet_whatever_their_lengths() -> None:
    late: Link = ("agent", (4, 6, "EVENT"), (0, 3, "PERSON"))
    early: list[Link] = [("agent", (2, 4, "EVENT"), (0, 3, "PERSON")), ("agent", (10, 19, "EVENT"), (0, 3, "PERSON"))]
    key = ("x", ("ana", "ben"), "agent")
    assert counted({("x", "ana"): [late], ("x", "ben"): early})[key] == [1, 2, 0, 0]
    assert counted({("x", "ana"): early, ("x", "ben"): [late]})[key] == [2, 1, 0, 0]


def test_a_link_counts_as_often_as_it_is_made() -> None:
    one: Link = ("agent", (0, 4, "EVENT"), (6, 9, "PERSON"))
    near: Link = ("agent", (3, 5, "EVENT"), (8, 12, "PERSON"))
    got = counted({("x", "ana"): [one, one, one], ("x", "ben"): [one, near, near]})
    assert got["x", ("ana", "ben"), "agent"] == [3, 3, 1, 2]


def test_who_has_not_finished_is_not_compared_and_types_may_be_named() -> None:
    one: Link = ("agent", (0, 4, "EVENT"), (6, 9, "PERSON"))
    finished = np.asarray([[True, False, True]])
    rows = links.counts(finished, {(0, 0): [one], (0, 1): [one]}, ["agent", "time"])
    assert rows.types == ("agent", "time")
    assert rows.pair.tolist() == [1]
    assert rows.counts.tolist() == [[1, 0, 0, 0]]
    assert links.counts(finished, {}).counts.shape == (0, 4)


def test_scores_are_undefined_where_nobody_linked_anything() -> None:
    got = links.scores(np.asarray([[0, 0, 0, 0], [2, 3, 1, 1], [1, 0, 0, 0]]))
    np.testing.assert_array_equal(got["exact"], [np.nan, 0.4, 0.0])
    np.testing.assert_array_equal(got["overlap"], [np.nan, 0.8, 0.0])
