from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.news.folded import folded, folded_hash

STORY = 'The minister said: "We won\'t leave Varn."'


@pytest.mark.parametrize(
    "copy",
    [
        STORY.upper(),
        "  The minister\nsaid:\u00a0“We won’t leave Varn.”\n",
        "The  minister said: «We won't leave Varn.»",
        "The minister said: ‘We won’t leave Varn.’",
    ],
)
def test_copies_that_differ_in_case_space_or_quotes_meet(copy: str) -> None:
    assert folded_hash(copy) == folded_hash(STORY)


@pytest.mark.parametrize(
    "other", ["The minister said: We won't leave Varn.", STORY + ".", STORY.replace("Varn", "Varna")]
)
def test_other_texts_do_not(other: str) -> None:
    assert folded_hash(other) != folded_hash(STORY)


def test_the_hash_is_sha256_in_hex_and_bears_a_lone_surrogate() -> None:
    assert folded_hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert re.fullmatch("[0-9a-f]{64}", folded_hash("\ud83d"))


def slowly(text: str) -> tuple[str, int]:
    """Fold word by word and quote by quote, as the rule is told."""
    plain = " ".join(text.casefold().split())
    for quote in '‘’‚‛‹›′`´“”„‟«»″＂＇「」『』״׳"':
        plain = plain.replace(quote, "'")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest(), len(text.split())


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("‘’“”«»״׳「＂`´\x1c\x1f\x85\xa0\u2003\u2028\u3000 \n\u200bAßİ")))
)
def test_the_quick_way_gives_what_the_slow_one_gives(text: str) -> None:
    assert folded(text) == slowly(text)
