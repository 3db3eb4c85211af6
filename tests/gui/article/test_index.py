"""The spans of an article stay found and laned, span by span, as if they had been put there at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Span
from annotator.gui.article.index import SpanIndex

IDS = [f"s{number}" for number in range(12)]
SPANS = st.builds(
    lambda name, start, length, label: Span(name, start, start + length, "", label),
    st.sampled_from(IDS),
    st.integers(0, 1500),
    st.one_of(st.integers(1, 30), st.integers(400, 1500)),
    st.sampled_from(["actor", "threat"]),
)
STEPS = st.lists(st.one_of(SPANS, st.sampled_from(IDS)), max_size=30)


def _run(steps: list[Span | str]) -> SpanIndex:
    index = SpanIndex()
    for step in steps:
        if isinstance(step, Span):
            index.put(step)
        else:
            index.drop(step)
    return index


@given(STEPS)
def test_lanes_step_by_step_are_those_of_the_whole(steps: list[Span | str]) -> None:
    index = _run(steps)
    whole = SpanIndex()
    whole.replace(index.spans.values())
    assert {key: index.lane(key) for key in index.spans} == {key: whole.lane(key) for key in whole.spans}


@given(STEPS, st.integers(0, 3000), st.integers(1, 800))
def test_a_range_finds_exactly_its_spans(steps: list[Span | str], start: int, length: int) -> None:
    index, end = _run(steps), start + length
    wanted = {key for key, span in index.spans.items() if span.start < end and start < span.end}
    assert {span.id for span in index.between(start, end)} == wanted
    found = index.innermost(start)
    holding = [span for span in index.spans.values() if span.start <= start < span.end]
    assert bool(found) == bool(holding)
    if found:
        assert index.spans[found].end - index.spans[found].start == min(span.end - span.start for span in holding)


@given(STEPS, SPANS)
def test_what_must_be_drawn_holds_every_span_that_moved(steps: list[Span | str], span: Span) -> None:
    index = _run(steps)
    before = {key: (index.spans[key], index.lane(key)) for key in index.spans}
    changed = index.put(span)
    for key, held in index.spans.items():
        if before.get(key) != (held, index.lane(key)):
            assert changed.start <= held.start
            assert held.end <= changed.end


def test_a_span_over_everything_moves_all_others_down() -> None:
    index = SpanIndex()
    index.replace([Span(f"s{i}", i * 10, i * 10 + 5, "", "actor") for i in range(2000)])
    changed = index.put(Span("all", 0, 20_000, "", "threat"))
    assert (index.lane("all"), index.lane("s0"), index.lane("s1999")) == (0, 1, 1)
    assert (changed.start, changed.end) == (0, 20_000)
    index.drop("all")
    assert {index.lane(f"s{i}") for i in range(2000)} == {0}


def test_the_room_follows_what_most_spans_need() -> None:
    index = SpanIndex()
    index.replace([Span(f"s{i}", i * 10, i * 10 + 5, "", "actor") for i in range(100)])
    for deep in range(5):
        index.put(Span(f"deep{deep}", 0, 8 - deep, "", "threat"))
    assert index.usual_depth() < 6
    assert SpanIndex().usual_depth() == 0
