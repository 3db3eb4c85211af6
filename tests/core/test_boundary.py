"""The edge rule: what a tag leaves out, what stays, and which rule a tag breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.boundary import faults, name_start, tidy
from annotator.core.scheme_model import Boundaries
from annotator.core.words import trim

RULES = Boundaries(
    quotes=True,
    punctuation=True,
    possessive=True,
    determiners=("a", "an", "the", "this", "his", "l’"),
    titles=("President", "Prime Minister", "Foreign Minister", "Secretary of State", "General", "King", "Dr."),
)
NONE = Boundaries()


def left(before: str, chosen: str, after: str, rules: Boundaries = RULES) -> str:
    """Return what tagging `chosen` between these words takes."""
    text = before + chosen + after
    start, end = tidy(text, len(before), len(before) + len(chosen), rules)
    return text[start:end]


def broken(before: str, chosen: str, after: str = "", rules: Boundaries = RULES) -> list[tuple[str, str]]:
    """Return the rules that `chosen` breaks."""
    found = faults(before + chosen + after, len(before), len(before) + len(chosen), rules)
    return [(fault.kind, fault.words) for fault in found]


@pytest.mark.parametrize(
    ("before", "chosen", "after", "expected"),
    [
        ("in ", "the Kremlin", " today", "Kremlin"),
        ("by ", "his  friend", " today", "friend"),
        ("", "The Ostrian fleet", " left", "Ostrian fleet"),
        ("Calm. ", "“The Ostrian fleet", " left", "Ostrian fleet"),
        ("It said\n\n", "The Ostrian fleet", " left", "Ostrian fleet"),
        ("in ", "The Hague", " court", "The Hague"),
        ("", "THE PRESIDENT", " SPEAKS", "PRESIDENT"),
        ("de ", "l'Ostria", " e", "Ostria"),
        ("x ", "the", " y", "the"),
        ("x ", "the …", " y", "the"),
        ("", "a-bomb", "", "a-bomb"),
        ("Ad", "a Renn", " said", "a Renn"),
        ("this is ", "this", " ", "this"),
        ("a ", "theatre", " ", "theatre"),
    ],
)
def test_determiners_go_as_whole_words_while_something_remains(
    before: str, chosen: str, after: str, expected: str
) -> None:
    assert left(before, chosen, after) == expected


@pytest.mark.parametrize(
    ("before", "chosen", "after", "expected"),
    [
        ("", "“Iron Wall”", " began", "Iron Wall"),
        ("", "“Iron Wall", " began”", "Iron Wall"),
        ("", "Iron Wall”", " began", "Iron Wall"),
        ("", "“Iron Wall” operation", " began", "“Iron Wall” operation"),
        ("", "operation “Iron Wall”", ".", "operation “Iron Wall”"),
        ("", '"A" and "B"', "", '"A" and "B"'),
        ("", "‘rebels’", " said", "rebels"),
        ("", "“‘rebels’”", " said", "rebels"),
        ("", "„Ostria“,", " x", "Ostria"),
        ("", "»Ostria«", " x", "Ostria"),
        ("", "„Ostria“ fleet", " x", "„Ostria“ fleet"),
        ("", "fleet »Ostria«", " x", "fleet »Ostria«"),
        ("", "«Ostria»", " x", "Ostria"),
        ("", "”Ostria”", " x", "Ostria"),
        ("他说", "「维尔马」", "。", "维尔马"),
        ("他说", "“维尔马”", "说", "维尔马"),
        ("", '"צה"ל"', " ", 'צה"ל'),
        ("", "Don't", " x", "Don't"),
        ("the ", "’90s", " x", "’90s"),
        ("", "his “friend”", " x", "friend"),
        ("", "‘Velmar’s", " envoy’", "Velmar"),
    ],
)
def test_outer_quotation_marks_go_and_inner_ones_stay(before: str, chosen: str, after: str, expected: str) -> None:
    assert left(before, chosen, after) == expected


@pytest.mark.parametrize(
    ("before", "chosen", "after", "expected"),
    [
        ("", "Ostria,", " said", "Ostria"),
        ("", "Ostria.", "", "Ostria"),
        ("", "… Ostria —", " x", "Ostria"),
        ("the ", "U.S.", " left", "U.S."),
        ("the ", "U.S.,", " left", "U.S."),
        ("", "Amsel Inc.", " said so", "Amsel Inc."),
        ("", "Amsel Inc.", " Then it left", "Amsel Inc"),
        ("", "European Union (EU)", ",", "European Union (EU)"),
        ("", "(EU) ministers", " met", "(EU) ministers"),
        ("", "(EU)", " met", "EU"),
        ("by ", "EU)", " met", "EU"),
        ("", "[Ostria", "]", "Ostria"),
        ("", "5%", " more", "5%"),
        ("", "$3,500,", " more", "$3,500"),
        ("at ", "-5 degrees", " x", "-5 degrees"),
        ("", "port 😀.", " x", "port 😀"),
        ("", "👍🏽", " x", "👍🏽"),
        ("", "؟فيلمار؛", " ", "فيلمار"),
        ("", "فيلمار،", " ", "فيلمار"),
        ("", "维尔马。", "", "维尔马"),
        ("US", "-", "supplied arms", "-"),
        ("", "US-", "supplied arms", "US-"),
        ("Amir", "-Abdollahian", " x", "-Abdollahian"),
        ("", "3.", "5 tons", "3."),
        ("x ", "“…”", " y", "“…”"),
        ("", "  Ostria\n", "x", "Ostria"),
    ],
)
def test_edge_punctuation_goes_but_what_belongs_to_a_word(before: str, chosen: str, after: str, expected: str) -> None:
    assert left(before, chosen, after) == expected


@pytest.mark.parametrize(
    ("chosen", "after", "expected"),
    [
        ("Velmar’s", " envoy", "Velmar"), ("Velmar's", " envoy", "Velmar"), ("the ministers’", " x", "ministers"),
        ("Velmar’s.", " Then", "Velmar"), ("the U.N.’s", " role", "U.N."), ("VELMAR’S", " ENVOY", "VELMAR"),
        ("Rene\u0301’s", " x", "Rene\u0301"), ("‘Rene\u0301’s ship’", " x", "Rene\u0301’s ship"),
    ],
)  # fmt: skip
def test_a_possessive_goes(chosen: str, after: str, expected: str) -> None:
    assert left("", chosen, after) == expected


def test_each_rule_is_the_schemes_and_edge_spaces_always_go() -> None:
    assert left("", " “the Velmar’s”, ", "x", NONE) == "“the Velmar’s”,"
    assert left("", "“Velmar’s”,", "x", Boundaries(punctuation=True)) == "“Velmar’s”"
    assert left("", "“Velmar’s”", "x", Boundaries(quotes=True)) == "Velmar’s"
    assert left("", "“Velmar’s", " x", Boundaries(possessive=True)) == "“Velmar"
    assert left("", "the Velmar’s", " x", Boundaries(determiners=("the",))) == "Velmar’s"


def test_spaces_alone_shrink_to_nothing() -> None:
    start, end = tidy("a   b", 1, 4, RULES)
    assert start == end


def test_what_breaks_a_rule_is_named_from_the_outside_in() -> None:
    assert broken("in ", "the Kremlin") == [("determiner", "the")]
    assert broken("", "“the Velmar’s”, ", "x") == [
        ("spaces", ""), ("punctuation", ","), ("quotes", "“"), ("quotes", "”"), ("possessive", "’s"),
        ("determiner", "the"),
    ]  # fmt: skip
    assert broken("", "Velmar", "’s envoy") == []
    assert broken("", "U.S.", " x") == broken("", "维尔马", "人") == []
    assert broken("x ", "“…”", " y") == []


@pytest.mark.parametrize(
    ("before", "chosen", "after", "word"),
    [
        ("", "US", "-supplied", "US-supplied"), ("Vel", "mar", " x", "Velmar"), ("", "Velma", "r", "Velmar"),
        ("in ", "Amir-", "Abdollahian", "Amir-Abdollahian"), ("", "U.S", ". x", "U.S."), ("3", ".5", " t", "3.5"),
    ],
)  # fmt: skip
def test_an_edge_inside_a_word_is_named_with_the_word(before: str, chosen: str, after: str, word: str) -> None:
    assert ("cut word", word) in broken(before, chosen, after)


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ("Prime Minister Ada Renn", "Prime Minister"),
        ("prime minister Ada Renn", "prime minister"),
        ("U.S. Secretary of State Jon Halvar", "U.S. Secretary of State"),
        ("Foreign Minister General Jon van Halvar", "Foreign Minister General"),
        ("Dr. Renn", "Dr."),
        ("the President Ada Renn", "President"),
        ("Prime Minister", ""),
        ("the president of Ostria", ""),
        ("General election", ""),
        ("Presidential Ada", ""),
        ("Jon Halvar King Jr.", ""),
        ("Ada Renn", ""),
        ("General Jon Halvar who was in charge of the port", ""),
    ],
)
def test_a_title_before_a_name_is_hinted_at_and_never_left_out(chosen: str, title: str) -> None:
    assert dict(broken("", chosen, " x")).get("title", "") == title
    assert left("", chosen, " x") == chosen.removeprefix("the ")
    start = name_start(chosen, 0, len(chosen), RULES)
    assert chosen[:start].strip().removeprefix("the ") == title


TEXTS = st.text(
    alphabet=st.sampled_from("ab AThe\u0301’'s\"“”‘„«»()[]-–—.,;…%$53 \n\u00a0،؟תש־中「」。ก😀\u200dU.S."), max_size=40
)
WORDS = st.lists(
    st.sampled_from(
        ["the", "The", " ", " ", "“", "”", "'s", "’s", "Velmar", "U.S.", ",", "(", ")", "-", "a", "'", '"', ".", "\n"]
    ),
    max_size=14,
).map("".join)


@given(TEXTS | WORDS, st.data())
def test_a_tidied_range_lies_within_and_stays_as_it_is(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = tidy(text, start, end, RULES)
    assert start <= first <= last <= end
    assert text[first:last] in text[start:end]
    assert (first < last) == bool(text[start:end].strip())
    assert tidy(text, first, last, RULES) == (first, last)
    kinds = {fault.kind for fault in faults(text, first, last, RULES)}
    assert kinds <= {"cut word", "title"}
    gone = {fault.kind for fault in faults(text, start, end, RULES)} - {"cut word", "title"}
    assert bool(gone) == ((first, last) != (start, end)) or not text[start:end].strip()


@given(TEXTS | WORDS, st.data())
def test_tidying_never_cuts_a_word(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = tidy(text, start, end, RULES)
    if first == last:
        return
    before = {f for f in faults(text, *trim(text, start, end), NONE) if f.kind == "cut word"}
    after = {f for f in faults(text, first, last, NONE) if f.kind == "cut word"}
    assert after <= before


@given(TEXTS, st.data())
def test_without_rules_only_spaces_go(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert tidy(text, start, end, NONE) == trim(text, start, end)
