"""Bars never lie on each other, and where they lie depends on the spans alone."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.lanes import assign_lanes

RANGES = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], pair[0] + pair[1]))
SPANS = st.lists(RANGES, max_size=25)


@given(SPANS)
def test_spans_that_overlap_never_share_a_lane(spans: list[tuple[int, int]]) -> None:
    placed = list(zip(spans, assign_lanes(spans), strict=True))
    for (one, lane), (other, second) in combinations(placed, 2):
        if one[0] < other[1] and other[0] < one[1]:
            assert lane != second


@given(SPANS)
def test_a_longer_span_never_lies_below_a_shorter_one_inside_it(spans: list[tuple[int, int]]) -> None:
    placed = list(zip(spans, assign_lanes(spans), strict=True))
    for (one, lane), (other, second) in combinations(placed, 2):
        if one[0] <= other[0] and other[1] <= one[1] and one != other:
            crossed = any(
                o != one and o[0] < one[1] and one[0] < o[1] and o[1] - o[0] >= one[1] - one[0] for o in spans
            )
            assert lane < second or crossed


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_of_the_spans_does_not_matter(spans: list[tuple[int, int]], chance: object) -> None:
    mixed = list(spans)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(zip(spans, assign_lanes(spans), strict=True)) == sorted(zip(mixed, assign_lanes(mixed), strict=True))


@given(SPANS)
def test_no_lane_is_left_out(spans: list[tuple[int, int]]) -> None:
    lanes = assign_lanes(spans)
    for (start, end), lane in zip(spans, lanes, strict=True):
        under = {other for (low, high), other in zip(spans, lanes, strict=True) if low < end and start < high}
        assert set(range(lane)) <= under


def test_spans_that_touch_share_a_lane() -> None:
    assert assign_lanes([(0, 5), (5, 9), (9, 12)]) == [0, 0, 0]


def test_nested_spans_go_down_one_by_one() -> None:
    assert assign_lanes([(i, 100 - i) for i in range(20)]) == list(range(20))
