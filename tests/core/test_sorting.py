"""Sorting in short steps gives what sorting at one go gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.sorting import in_order

PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers()), max_size=60)


@given(PAIRS, st.integers(1, 9))
def test_it_sorts_as_python_does_and_keeps_the_order_of_equals(rows: list[tuple[int, int]], piece: int) -> None:
    expected = sorted(rows, key=lambda row: row[0])
    assert in_order(rows, lambda row: row[0], piece=piece) == expected
    assert in_order(iter(rows), lambda row: row[0]) == expected
