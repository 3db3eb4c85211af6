"""What stands at a range is found without a walk, and stays right through every change."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.edits import span_row
from annotator.core.span import Span
from annotator.store.articles import Work

PLACES = st.tuples(st.sampled_from("abcd"), st.integers(0, 2), st.integers(3, 4), st.booleans())


@given(st.lists(PLACES, max_size=20), st.integers(0, 20))
def test_spans_of_a_range_are_those_that_a_walk_finds(steps: list[tuple[str, int, int, bool]], asked: int) -> None:
    work = Work()
    for number, (key, start, end, gone) in enumerate(steps):
        if number == asked:
            assert work.at(9, 10) == []
        span = Span(key, start, end, "x", "actor", False, "", "hand", "")
        work.put("span", key, None if gone else span_row(span))
    for start in range(3):
        for end in (3, 4):
            walked = {span.id for span in work.spans.values() if (span.start, span.end) == (start, end)}
            assert {span.id for span in work.at(start, end)} == walked
