"""The map between code points and Qt's positions, and the copy of a text that Qt is given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offsets import OffsetMap, display_text

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


def _utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_an_emoji_before_a_word_moves_it_by_one_unit() -> None:
    offsets = OffsetMap("😀 Iran")
    assert (offsets.to_qt(2), offsets.to_qt(6)) == (3, 7)
    assert (offsets.to_text(3), offsets.to_text(7)) == (2, 6)
    assert (offsets.length, offsets.qt_length) == (6, 7)


def test_a_position_inside_a_pair_goes_to_its_start() -> None:
    offsets = OffsetMap("a😀😀b")
    assert [offsets.to_text(position) for position in range(7)] == [0, 1, 1, 2, 2, 3, 4]


@given(TEXTS)
def test_every_offset_is_where_utf16_puts_it_and_comes_back(text: str) -> None:
    offsets = OffsetMap(text)
    places = [offsets.to_qt(offset) for offset in range(len(text) + 1)]
    assert places == [_utf16(text[:offset]) for offset in range(len(text) + 1)]
    assert [offsets.to_text(place) for place in places] == list(range(len(text) + 1))
    assert offsets.qt_length == _utf16(text)


@given(TEXTS)
def test_the_shown_copy_keeps_every_place(text: str) -> None:
    shown = display_text(text)
    assert len(shown) == len(text)
    assert [_utf16(one) for one in shown] == [_utf16(one) for one in text]
    assert [i for i, one in enumerate(shown) if one == "\n"] == [i for i, one in enumerate(text) if one == "\n"]
    assert not set(shown) & set("\r\u2029\ufdd0\ufdd1\ufffc")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Cf", "Zl", "Zp", "So"])))
def test_plain_words_are_shown_as_they_are(text: str) -> None:
    assert display_text(text) == text


@pytest.mark.parametrize("mark", ["\ufeff", "\ufffe"])
def test_a_leading_byte_order_mark_keeps_its_place(mark: str) -> None:
    assert not display_text(mark + "Iran").startswith(mark)
    assert len(display_text(mark + "Iran")) == 5
    assert display_text("Iran" + mark) == "Iran" + mark


def test_a_lone_surrogate_is_shown_as_one_unit() -> None:
    assert display_text("a\ud800b") == "a\ufffdb"
    assert OffsetMap("a\ud800b😀").qt_length == 5
