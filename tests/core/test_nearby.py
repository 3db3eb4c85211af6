"""Which tags get a number near an event, and in which order they are dealt out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.nearby import MOST, nearest, pages
from annotator.core.span import Span

TEXT = (
    "Ostria waits. Velmar would fire on ships near Port Sell, Renn said. Halvar laughed.\n"
    "\n"
    "In Tavin nobody knew. Sorrel slept.\n"
)


def tag(words: str, label: str = "actor", nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(words + str(nth), start, start + len(words), words, label)


EVENT = tag("fire on ships near Port Sell", "threat")


def words_of(found: list[Span]) -> list[str]:
    return [span.quote for span in found]


def near(spans: list[Span], labels: set[str], used: set[str] | None = None) -> list[str]:
    return words_of(nearest(TEXT, EVENT, spans, labels, used or set()))


def test_inside_comes_before_the_sentence_the_paragraph_and_the_rest() -> None:
    spans = [tag(words) for words in ("Sorrel", "Tavin", "Halvar", "Ostria", "Renn", "Velmar", "ships")]
    assert near(spans, {"actor"}) == ["ships", "Renn", "Velmar", "Halvar", "Ostria", "Tavin", "Sorrel"]


def test_only_tags_with_a_label_that_a_role_takes_are_near() -> None:
    spans = [tag("Velmar"), tag("Port Sell", "location"), tag("laughed", "diplomatic_call"), EVENT]
    assert near(spans, {"actor", "location"}) == ["Port Sell", "Velmar"]
    assert near(spans, {"threat"}) == []


def test_what_plays_a_role_already_comes_first_wherever_it_is() -> None:
    spans = [tag("Velmar"), tag("Renn"), tag("Sorrel")]
    assert near(spans, {"actor"}, {"Sorrel0"}) == ["Sorrel", "Renn", "Velmar"]


def test_nines_are_the_nearest_in_reading_order() -> None:
    spans = [Span(f"s{n:02}", 10 * n, 10 * n + 3, "abc", "actor") for n in range(20)]
    dealt = pages(spans[::-1])
    assert [len(page) for page in dealt] == [9, 9, 2]
    assert dealt[0] == spans[11:]
    assert dealt[1] == spans[2:11]
    assert dealt[2] == spans[:2]


def test_of_tags_that_start_together_the_longer_has_the_lower_number() -> None:
    long, short = Span("b", 0, 9, "", "actor"), Span("a", 0, 4, "", "actor")
    assert pages([short, long]) == [[long, short]]


RANGES = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, 12))


@given(st.lists(RANGES, max_size=40), RANGES, st.sets(st.integers(0, 39)))
def test_every_tag_is_dealt_once_and_those_used_are_never_left_for_later(
    ranges: list[tuple[int, int]], event: tuple[int, int], used: set[int]
) -> None:
    spans = [Span(f"s{n}", start, start + length, "", "actor") for n, (start, length) in enumerate(ranges)]
    head = Span("event", event[0], event[0] + event[1], "", "threat")
    wanted = {f"s{n}" for n in used if n < len(spans)}
    dealt = pages(nearest(TEXT, head, spans, {"actor"}, wanted))
    assert sorted(span.id for page in dealt for span in page) == sorted(span.id for span in spans)
    assert all(len(page) == MOST for page in dealt[:-1])
    if len(wanted) <= MOST and dealt:
        assert wanted <= {span.id for span in dealt[0]}
