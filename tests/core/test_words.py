"""The word rule: what a double click takes, what a drag grows to, where an edge steps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.words import next_boundary, previous_boundary, snap, trim, word_at

TEXTS = st.text(alphabet=st.sampled_from("ab é\u0301’'s-–.,3 U.S.\n\u00a0تש־中ก😀\u200d👩\u200c🇮🇷&\"x"), max_size=30)


def _words(text: str) -> list[str]:
    found: list[tuple[int, int]] = []
    for offset in range(len(text) + 1):
        word = word_at(text, offset)
        if word and word not in found:
            found.append(word)
    return [text[start:end] for start, end in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US-supplied weapons", ["US-supplied", "weapons"]),
        ("Hossein Amir-Abdollahian,", ["Hossein", "Amir-Abdollahian"]),
        ("American-made F-15 fighters", ["American-made", "F-15", "fighters"]),
        ("Israel’s attack", ["Israel", "attack"]),
        ("the president's party", ["the", "president", "party"]),
        ("the guards’ post", ["the", "guards", "post"]),
        ("in the U.S. today", ["in", "the", "U.S.", "today"]),
        ("a U.S.-backed plan", ["a", "U.S.-backed", "plan"]),
        ("the U.N.’s role", ["the", "U.N.", "role"]),
        ("we don't know", ["we", "don't", "know"]),
        ("we don’t know", ["we", "don’t", "know"]),
        ("3,500 men, 7.5% more", ["3,500", "men", "7.5", "more"]),
        ("on 1 April.Photograph: AFP/Getty", ["on", "1", "April", "Photograph", "AFP", "Getty"]),
        ("Gaza—Israel–Iran", ["Gaza", "Israel", "Iran"]),
        ("“iron-clad” (backing)", ["iron-clad", "backing"]),
        ("long- and short", ["long", "and", "short"]),
        ("by J. Marrow", ["by", "J", "Marrow"]),
        ("AT&T said", ["AT&T", "said"]),
        ("e\u0301te\u0301 dernier", ["e\u0301te\u0301", "dernier"]),
        ("می\u200cخواهند دستمزد", ["می\u200cخواهند", "دستمزد"]),
        ("الأَحَدَ، بحسب", ["الأَحَدَ", "بحسب"]),
        ('תל־אביב ו־ארה"ב', ["תל־אביב", 'ו־ארה"ב']),
        ("👨‍👩‍👧 Iran", ["👨‍👩‍👧", "Iran"]),
        ("👍🏽🇮🇷🇮🇱", ["👍🏽", "🇮🇷", "🇮🇱"]),
        ("中国人", ["中", "国", "人"]),
        (" ,. \n", []),
        ("", []),
    ],
)
def test_words_of_the_news(text: str, expected: list[str]) -> None:
    assert _words(text) == expected


def test_the_word_that_ends_at_the_caret_counts() -> None:
    assert word_at("Iran, said", 4) == (0, 4)
    assert word_at("Iran , said", 5) is None


def test_the_possessive_belongs_to_its_owner() -> None:
    assert {word_at("Israel’s attack", offset) for offset in range(9)} == {(0, 6)}


def test_breaks_part_a_script_without_spaces() -> None:
    def breaks(run: str) -> list[int]:
        assert run == "ประเทศไทย"
        return [6, 9]

    assert word_at("ที่ ประเทศไทย x".replace("ที่", "xx"), 9, breaks) == (9, 12)


@pytest.mark.parametrize(
    ("dragged", "expected"),
    [
        ((5, 12), "prime minister"),
        ((0, 3), "the"),
        ((1, 2), "the"),
        ((3, 5), "prime"),
        ((4, 18), "prime minister"),
        ((10, 20), "minister"),
        ((10, 22), "minister’s plan"),
        ((3, 4), ""),
    ],
)
def test_a_drag_grows_to_whole_words(dragged: tuple[int, int], expected: str) -> None:
    text = "the prime minister’s plan"
    start, end = snap(text, *dragged)
    assert text[start:end] == expected


def test_edges_step_by_whole_words() -> None:
    text = "a US-supplied plan’s end"
    assert [next_boundary(text, place) for place in (0, 1, 5, 13, 18, 24)] == [1, 13, 13, 18, 24, 24]
    assert [next_boundary(text, place, starts=True) for place in (0, 2, 14)] == [2, 14, 21]
    assert [previous_boundary(text, place) for place in (24, 21, 14, 2, 0)] == [21, 14, 2, 0, 0]
    assert [previous_boundary(text, place, ends=True) for place in (24, 18, 13, 1)] == [18, 13, 1, 0]


@given(TEXTS, st.data())
def test_a_snapped_range_is_whole_and_stays(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = snap(text, start, end)
    assert 0 <= low <= high <= len(text)
    assert text[low:high] == text[low:high].strip()
    if text[start:end].strip():
        assert low < high
        assert snap(text, low, high) == (low, high)


@given(TEXTS, st.data())
def test_a_word_holds_its_offset_and_no_edge_space(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    word = word_at(text, offset)
    if word:
        assert 0 <= word[0] <= offset
        assert word[0] < word[1] <= len(text)
        assert trim(text, *word) == word
        assert word_at(text, word[0]) == word


@given(TEXTS, st.data())
def test_steps_always_go_on(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    right, left = next_boundary(text, offset), previous_boundary(text, offset)
    assert right > offset or right == len(text)
    assert left < offset or left == 0


def test_a_page_without_a_space_does_not_hold_up_the_window() -> None:
    looked = 0

    class Watched(str):
        __slots__ = ()

        def __getitem__(self, key):  # type: ignore[no-untyped-def]
            nonlocal looked
            looked += 1
            return super().__getitem__(key)

    word_at(Watched("x" * 1_000_000), 500_000)
    assert looked < 20_000
