from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.matching import clusters, match_graph, match_many, match_overlap, pairs, sorted_columns
from tests.agreement import drawn, slow

Range = tuple[int, int]
some = st.lists(drawn.ranges, max_size=7)


def sound(first: list[Range], second: list[Range], found: list[tuple[int, int]]) -> bool:
    """Tell whether a match is one-to-one and of ranges that meet."""
    apart = all(len({pair[side] for pair in found}) == len(found) for side in (0, 1))
    return apart and all(slow.meet(first[i], second[j]) for i, j in found)


@given(first=some, second=some)
def test_no_match_by_overlap_is_larger(first: list[Range], second: list[Range]) -> None:
    found = match_overlap(first, second)
    assert sound(first, second, found)
    assert len(found) == slow.most(first, second, slow.meet)


@pytest.mark.parametrize(
    ("first", "second", "size"),
    [
        ([(0, 10), (2, 3)], [(2, 4), (8, 12)], 2),  # the first one from the left must leave the first partner
        ([(0, 4), (3, 9)], [(3, 4), (0, 1)], 2),
        ([(0, 2), (2, 4)], [(1, 3)], 1),
        ([(0, 2)], [(2, 4)], 0),  # they touch and share nothing
        ([(0, 9), (1, 2), (3, 4)], [(0, 9), (5, 6), (1, 4)], 3),
        ([], [(0, 1)], 0),
        ([(1, 3), (1, 3)], [(1, 3), (1, 3), (1, 3)], 2),
    ],
)
def test_crossing_nested_and_touching_ranges(first: list[Range], second: list[Range], size: int) -> None:
    assert len(match_overlap(first, second)) == size
    assert len(match_overlap(second, first)) == size


def test_thousands_of_nested_ranges_take_no_time() -> None:
    first = [(at, 20_000 - at) for at in range(4_000)]
    second = [(at, 20_001 - at) for at in range(4_000)]
    assert len(match_overlap(first, second)) == 4_000


@given(first=some, second=some, few=st.integers(0, 3))
def test_rounds_over_all_clusters_find_the_same_pairs(first: list[Range], second: list[Range], few: int) -> None:
    both = sorted([(*one, False) for one in first] + [(*one, True) for one in second])
    start, end, side = (np.asarray([one[column] for one in both], dtype=np.int64) for column in range(3))
    mine, theirs = match_many(start, end, side.astype(bool), few)
    pairs_found = [(both[i][:2], both[j][:2]) for i, j in zip(mine.tolist(), theirs.tolist(), strict=True)]
    assert not side[mine].any()
    assert side[theirs].all()
    assert len({*mine.tolist(), *theirs.tolist()}) == 2 * len(mine)
    assert sorted(pairs_found) == sorted((first[i], second[j]) for i, j in match_overlap(first, second))


def test_a_cluster_hangs_together_by_shared_characters_and_is_mixed_where_both_sides_stand() -> None:
    start, end = np.asarray([0, 1, 4, 9, 11, 20]), np.asarray([4, 2, 9, 12, 13, 21])
    number, mixed = clusters(start, end, np.asarray([0, 1, 0, 1, 1, 1], dtype=bool))
    assert number.tolist() == [0, 0, 1, 2, 2, 3]
    assert mixed.tolist() == [True, False, False, False]


def test_a_match_of_nothing_is_empty() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert [len(side) for side in match_many(nothing, nothing, nothing.astype(bool))] == [0, 0]
    assert [len(part) for part in clusters(nothing, nothing, nothing.astype(bool))] == [0, 0]


@given(st.lists(st.frozensets(st.integers(0, 6)), max_size=7))
def test_no_match_in_a_graph_is_larger(graph: list[frozenset[int]]) -> None:
    found = match_graph([sorted(partners) for partners in graph])
    assert all(j in graph[i] for i, j in found)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    everyone = [frozenset([j]) for j in range(7)]
    assert len(found) == slow.most(graph, everyone, lambda mine, theirs: bool(mine & theirs))


def test_a_path_through_thousands_of_pairs_is_followed() -> None:
    graph = [[place, place + 1] for place in range(5_000)]
    assert len(match_graph([*graph, [0]])) == 5_001
    assert len(match_graph([*graph, [0], [0]])) == 5_001


@given(st.lists(st.tuples(*[st.integers(0, 9) | st.integers(2**30, 2**31)] * 4)))
def test_columns_are_sorted_as_rows_are(rows: list[tuple[int, ...]]) -> None:
    columns = [np.asarray([row[column] for row in rows], dtype=np.int64) for column in range(4)]
    got = list(zip(*[column.tolist() for column in sorted_columns(columns)], strict=True))
    assert got == sorted(rows)


def test_pairs_are_counted_by_the_first_then_the_second() -> None:
    assert pairs(4) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert pairs(1) == pairs(0) == []
