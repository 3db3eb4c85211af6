"""Finding words in a text: folded, at the right offsets, going round."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.find import Finder, first_from, folded


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("Port Sell and port sell", "PORT SELL", ["Port Sell", "port sell"]),
        ("Velmar’s don't “stop”", "velmar's", ["Velmar’s"]),
        ("Velmar’s don't “stop”", "DON’T", ["don't"]),
        ("Velmar’s don't “stop”", '"stop"', ["“stop”"]),
        ("a\u00a0hard\u202fspace, a non\u2011breaking hyphen", "a hard space", ["a\u00a0hard\u202fspace"]),
        ("a\u00a0hard\u202fspace, a non\u2011breaking hyphen", "non-breaking", ["non\u2011breaking"]),
        ("😀 İstanbul ve istanbul", "istanbul", ["istanbul"]),
        ("😀 İstanbul", "İSTANBUL", ["İstanbul"]),
        ("ΟΔΟΣΑ οδος", "ΟΔΟΣ", ["ΟΔΟΣ", "οδος"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("وزير الخارجية", "الخارجية", ["الخارجية"]),
        ("text", "", []),
        ("text", "none", []),
    ],
)
def test_case_quotes_and_hard_spaces_are_folded(text: str, phrase: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Finder(text).hits(phrase)] == found


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(max_size=40), st.text(min_size=1, max_size=5), st.text(max_size=40))
def test_whatever_stands_in_a_text_is_found(before: str, phrase: str, after: str) -> None:
    hits = Finder(before + phrase + after).hits(phrase)
    assert hits
    assert all(folded((before + phrase + after)[start:end]) == folded(phrase) for start, end in hits)
    assert all(one[1] <= then[0] for one, then in pairwise(hits))


@pytest.mark.parametrize(("offset", "index"), [(0, 0), (5, 0), (6, 1), (20, 1), (21, 0)])
def test_the_search_begins_at_a_place_and_goes_round(offset: int, index: int) -> None:
    assert first_from([(5, 8), (20, 23)], offset) == index


def test_without_hits_there_is_no_first_one() -> None:
    assert first_from([], 3) == -1
