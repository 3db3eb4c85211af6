from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import sharing
from annotator.core.errors import AnnotatorError


@st.composite
def orders(draw: st.DrawFn) -> tuple[list[str], list[str], int, int, int]:
    """Return articles, people, percent, copies and seed of a plan that can be made."""
    people = [f"p{n}" for n in range(draw(st.integers(1, 9)))]
    articles = [f"a{n}" for n in range(draw(st.integers(len(people), 90)))]
    percent = draw(st.integers(0, 100)) if len(people) > 1 else 0
    copies = draw(st.integers(2, max(2, len(people))))
    return articles, people, percent, copies, draw(st.integers())


@given(orders())
def test_every_article_is_read_and_shares_are_equal(order: tuple[list[str], list[str], int, int, int]) -> None:
    articles, people, percent, copies, seed = order
    shares = sharing.plan(articles, people, percent=percent, copies=copies, seed=seed)
    assert list(shares) == people
    readers = Counter(article for share in shares.values() for article in share)
    several = sharing.shared_count(len(articles), percent)
    assert set(readers) == set(articles)
    assert Counter(readers.values()) == Counter({1: len(articles) - several, copies: several}) + Counter()
    sizes = [len(share) for share in shares.values()]
    assert max(sizes) - min(sizes) <= 1
    assert all(share == [a for a in articles if a in set(share)] for share in shares.values())


@given(orders())
def test_every_two_people_meet_about_equally_often(order: tuple[list[str], list[str], int, int, int]) -> None:
    articles, people, percent, copies, seed = order
    met = sharing.pairs(sharing.plan(articles, people, percent=percent, copies=copies, seed=seed))
    if met:
        assert max(met.values()) - min(met.values()) <= (2 if copies == 2 else copies + 1)


@pytest.mark.parametrize(("people", "copies"), [(3, 2), (6, 2), (7, 3), (12, 2), (15, 5)])
def test_in_a_large_pilot_no_pair_is_favoured(people: int, copies: int) -> None:
    names = [f"p{n}" for n in range(people)]
    met = sharing.pairs(sharing.plan([f"a{n}" for n in range(1200)], names, percent=100, copies=copies))
    assert max(met.values()) - min(met.values()) <= 2 + (copies > 3) * 3


@pytest.mark.parametrize(("people", "copies"), [(6, 2), (7, 4), (9, 3)])
def test_shares_are_equal_where_the_groups_end_in_the_middle_of_a_round(people: int, copies: int) -> None:
    names = [f"p{n}" for n in range(people)]
    for articles in range(people, 45):
        shares = sharing.plan([f"a{n}" for n in range(articles)], names, percent=100, copies=copies)
        sizes = [len(share) for share in shares.values()]
        assert max(sizes) - min(sizes) <= 1, articles
        assert all(len(set(share)) == len(share) for share in shares.values())


@given(orders(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_changes_nothing(
    order: tuple[list[str], list[str], int, int, int], shuffle: random.Random
) -> None:
    articles, people, percent, copies, seed = order
    first = sharing.plan(articles, people, percent=percent, copies=copies, seed=seed)
    mixed, others = list(articles), list(people)
    shuffle.shuffle(mixed)
    shuffle.shuffle(others)
    again = sharing.plan(mixed, others, percent=percent, copies=copies, seed=seed)
    assert {person: set(share) for person, share in again.items()} == {p: set(share) for p, share in first.items()}


def test_another_seed_is_another_plan() -> None:
    articles, people = [f"a{n}" for n in range(60)], ["Ana", "Ben"]
    one, same, other = (sharing.plan(articles, people, percent=25, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other


@pytest.mark.parametrize(
    ("articles", "percent", "expected"),
    [(100, 25, 25), (48, 25, 12), (3, 25, 1), (10, 1, 1), (10, 0, 0), (0, 50, 0), (7, 100, 7)],
)
def test_how_many_are_shared(articles: int, percent: int, expected: int) -> None:
    assert sharing.shared_count(articles, percent) == expected


@pytest.mark.parametrize(
    ("articles", "people", "options", "reason"),
    [
        (5, [], {}, "Nobody is named"),
        (5, ["A", "A"], {}, "named twice"),
        (5, ["A", "B"], {"percent": 101}, "101 %"),
        (5, ["A", "B"], {"percent": -1}, "-1 %"),
        (5, ["A", "B"], {"percent": 10, "copies": 3}, "3 annotators are to get the same articles, but only 2 of them"),
        (5, ["A", "B"], {"percent": 10, "copies": 1}, "need 2 annotators each or more"),
        (0, ["A"], {}, "No article is chosen"),
        (2, ["A", "B", "C"], {}, "2 articles are too few for 3 packages"),
    ],
)
def test_what_cannot_be_shared_out(articles: int, people: list[str], options: dict[str, int], reason: str) -> None:
    with pytest.raises(AnnotatorError, match=reason):
        sharing.plan([f"a{n}" for n in range(articles)], people, **options)


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(50, 60)), st.integers())
def test_hidden_articles_stand_among_the_others(own: set[int], hidden: set[int], seed: int) -> None:
    mine, guests = [f"a{n}" for n in sorted(own)], [f"a{n}" for n in sorted(hidden)]
    mixed = sharing.scatter(mine, guests, seed)
    assert hidden or mixed == mine
    assert sorted(mixed) == sorted([*mine, *guests])
    assert mixed == sharing.scatter(mine, reversed(guests), seed)


def test_hidden_articles_come_at_every_place() -> None:
    mine = [f"a{n}" for n in range(9)]
    places = Counter(sharing.scatter(mine, ["gold"], seed).index("gold") for seed in range(400))
    assert set(places) == set(range(10))


def test_an_order_tells_nothing_about_hidden_articles() -> None:
    mine = [f"a{n}" for n in range(1, 9)]
    orders = [sharing.scatter(mine, ["a0"], seed) for seed in range(60)]
    falls = [[one for one, after in pairwise(order) if after < one] for order in orders]
    assert all(len(found) > 1 for found in falls)
    assert len({one for found in falls for one in found}) > 6


def test_fresh_ones_are_picked_first() -> None:
    assert set(sharing.pick("abcdef", "bd", 2, 1)) == {"b", "d"}
    assert {"b", "d"} < set(sharing.pick("abcdef", "bd", 3, 1))
    assert len({tuple(sharing.pick("abcdef", "", 2, seed)) for seed in range(40)}) > 10


def test_a_digest_stands_for_articles_in_any_order() -> None:
    one = sharing.digest([("a", "1"), ("b", "2")])
    assert one == sharing.digest([("b", "2"), ("a", "1")])
    assert len({one, sharing.digest([("a", "2"), ("b", "1")]), sharing.digest([("a", "1")])}) == 3


def test_more_readers_than_annotators_is_said_in_plain_words() -> None:
    with pytest.raises(AnnotatorError, match="2 annotators are to get the same articles, but only 1 of them"):
        sharing.plan(["a", "b"], ["Ana"], percent=50)
