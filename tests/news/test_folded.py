from __future__ import annotations

import re

import pytest

from annotator.news.folded import folded_hash

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
