"""Tokens cover all that is no space, and a span fits them or it does not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.tokens import aligned, tokens_of

LETTERS = "ab1 _-’'.é\u0301\u0301ש\u05b8ل\u064b\u200c\u200d👩हि\u093fन्द्ی京\u00a0\n"


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t go.", ["Don", "’", "t", "go", "."]),
        ("U.S.-led 3,500", ["U", ".", "S", ".", "-", "led", "3", ",", "500"]),
        ("e\u0301te\u0301 می\u200cخواهم हिन्दी", ["e\u0301te\u0301", "می\u200cخواهم", "हिन्दी"]),
        ("a_b 😀", ["a", "_", "b", "😀"]),
        ("", []),
    ],
)
def test_words_and_single_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(st.sampled_from(LETTERS), max_size=40))
def test_tokens_cover_everything_but_white_space_in_order(text: str) -> None:
    found = tokens_of(text)
    assert "".join(words(text)) == "".join(text.split())
    assert all(start < end for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))


@given(st.text(st.sampled_from(LETTERS), max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_range_fits_exactly_when_tokens_begin_and_end_with_it(text: str, start: int, end: int) -> None:
    found = tokens_of(text)
    fits = start < end and start in {s for s, _ in found} and end in {e for _, e in found}
    place = aligned(found, start, end)
    assert (place is not None) == fits
    if place is not None:
        first, behind = place
        assert (found[first][0], found[behind - 1][1]) == (start, end)
