"""Spans carried over to a copy: in the same words and the same place, or left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.carry import carry_over
from annotator.core.span import Span

LEAD = "Merovia closed the Lhassen Pass on Sunday, its ministry said."
MORE = "Talvane called the step a threat 😀 to trade. Envoys of Merovia met envoys of Talvane in Port Amsel."
TEXT = f"Pass closed\n\n{LEAD}\n\n{MORE}"


def tag(text: str, quote: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(f"{quote}-{nth}", start, start + len(quote), quote, "actor")


def carried(target: str, *spans: Span, source: str = TEXT) -> dict[str, str]:
    found = carry_over(source, target, spans)
    assert all(target[slice(*found.places[s.id])] == s.quote for s in spans if s.id in found.places)
    assert {span.id for span in found.left} | set(found.places) == {span.id for span in spans}
    return {one: target[max(0, start - 12) : start] for one, (start, _) in found.places.items()}


def test_a_tag_follows_its_sentence_behind_a_new_lead() -> None:
    target = f"Another headline\n\nWord came 😀 late on Monday.\n\n{MORE}\n\n{LEAD}"
    spans = [tag(TEXT, "Talvane", 1), tag(TEXT, "Port Amsel"), tag(TEXT, "threat")]
    assert carried(target, *spans) == {
        "Talvane-1": "f Merovia met envoys of "[-12:],
        "Port Amsel-0": "s of Talvane in "[-12:],
        "threat-0": "d the step a "[-12:],
    }


def test_a_name_alone_is_no_context() -> None:
    target = "Weather in Merovia stays fair. Merovia closed its schools."
    assert carried(target, tag(TEXT, "Merovia"), tag(TEXT, "Merovia", 1)) == {}


def test_a_changed_word_leaves_its_tag_alone() -> None:
    target = TEXT.replace("Port Amsel", "Port Harrow")
    spans = [tag(TEXT, "Port Amsel"), tag(TEXT, "Talvane", 1), tag(TEXT, "Lhassen Pass")]
    assert set(carried(target, *spans)) == {"Talvane-1", "Lhassen Pass-0"}


def test_other_spaces_inside_a_quote_leave_the_tag() -> None:
    target = TEXT.replace("Lhassen Pass", "Lhassen\u00a0Pass")
    assert set(carried(target, tag(TEXT, "Lhassen Pass"), tag(TEXT, "Merovia"))) == {"Merovia-0"}


def test_an_edge_inside_a_word_stays_there() -> None:
    span = Span("s", TEXT.index("Lhassen") + 2, TEXT.index("Lhassen") + 5, "ass", "actor")
    assert carry_over(TEXT, "New. " + TEXT, [span]).places == {"s": (span.start + 5, span.end + 5)}


@pytest.mark.parametrize("target", ["", " ", "nothing alike here at all"])
def test_a_text_without_shared_words_takes_nothing(target: str) -> None:
    assert carried(target, tag(TEXT, "Merovia")) == {}


def test_the_same_text_takes_everything() -> None:
    spans = [
        Span(f"{s}:{e}", s, e, TEXT[s:e], "x") for s in range(0, len(TEXT), 7) for e in (s + 1, s + 4) if e <= len(TEXT)
    ]
    spans = [span for span in spans if span.quote.strip() == span.quote and span.quote]
    found = carry_over(TEXT, TEXT, spans)
    assert found.places == {span.id: (span.start, span.end) for span in spans}


@given(
    st.lists(st.sampled_from(["envoys", "met", "in", "and", "left", "Merovia", "😀", "of", "the"]), max_size=40),
    st.integers(0, 40), st.integers(0, 10), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 20)), max_size=8),
)  # fmt: skip
def test_whatever_is_carried_reads_as_its_quote(
    words: list[str], cut: int, gone: int, places: list[tuple[int, int]]
) -> None:
    source = " ".join(words)
    target = " ".join([*words[:cut], "new", *words[cut + gone :]])
    spans = [Span(str(n), s, min(s + k, len(source)), source[s : s + k], "x") for n, (s, k) in enumerate(places)
             if s < len(source)]  # fmt: skip
    carried(target, *spans, source=source)


def test_common_words_do_not_lead_astray() -> None:
    source = " ".join(f"word{n % 900} the of {n}" for n in range(4_000))
    target = "A new lead.\n\n" + source[5_000:]
    spans = [Span(str(s), s, s + 4, source[s : s + 4], "x") for s in range(6_000, 50_000, 50)]
    shift = len("A new lead.\n\n") - 5_000
    found = carry_over(source, target, spans)
    assert found.places == {span.id: (span.start + shift, span.end + shift) for span in spans}
