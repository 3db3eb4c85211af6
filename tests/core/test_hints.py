"""What a scheme says of one tag, by the words before it, behind it and in it."""

from __future__ import annotations

import pytest

from annotator import paths
from annotator.core.hints import hints
from annotator.core.scheme import parse_scheme
from annotator.core.span import Span

SCHEME = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")
PLACE, SUBJECT = "After a word of place or motion", "As the subject that speaks"
PRONOUN, CLASS, DEMONYM = "A pronoun", "A class of people", "Before a noun such as people"
EXPECTED, OWNER, DECLINED = "Where somebody else fears", "As the owner", "An offer of contact"


def said(before: str, chosen: str, after: str, label: str) -> list[str]:
    """Return what the shipped scheme says of `chosen` between these words."""
    text = before + chosen + after
    return hints(text, Span("s", len(before), len(before) + len(chosen), chosen, label), SCHEME)


@pytest.mark.parametrize(
    ("before", "chosen", "after", "label", "say"),
    [
        ("He stayed in ", "Ostria", ".", "actor", PLACE),
        ("He stayed in the ", "Kremlin", ".", "actor", PLACE),
        ("They travelled\nto ", "Ostria", ".", "actor", PLACE),
        ("He stayed in “", "Ostria", "”.", "actor", PLACE),
        ("", "Ostria", " warned Velmar", "location", SUBJECT),
        ("", "Ostria", " has warned Velmar", "location", SUBJECT),
        ("", "Ostria", "’s envoy left", "location", OWNER),
        ("Then ", "he", " left", "actor", PRONOUN),
        ("Then ", "I", " left", "actor", PRONOUN),
        ("fired at ", "us", ".", "actor", PRONOUN),
        ("many ", "Countries", " met", "actor", CLASS),
        ("", "Ostrian", " people", "actor", DEMONYM),
        ("ships feared ", "an attack", ".", "threat", EXPECTED),
        ("ships ", "could be attacked", ".", "threat", EXPECTED),
        ("he declined ", "a meeting", ".", "diplomatic_call", DECLINED),
    ],
)
def test_the_four_conventions_are_hinted_at(before: str, chosen: str, after: str, label: str, say: str) -> None:
    assert [line[: len(say)] for line in said(before, chosen, after, label)] == [say]


@pytest.mark.parametrize(
    ("before", "chosen", "after", "label"),
    [
        ("He stayed in ", "Ostria", ".", "location"),
        ("captain ", "Ostria", ".", "actor"),
        ("He stayed in Velmar and ", "Ostria", ".", "actor"),
        ("", "Ostria", " saidly", "location"),
        ("", "Ostria", " in the warned", "location"),
        ("the ", "US", " left", "actor"),
        ("the ", "WHO", " left", "actor"),
        ("", "IT ministry", " left", "actor"),
        ("", "Ostrian", " army", "actor"),
        ("will ", "attack", " Velmar", "threat"),
        ("", "Hezar", " left", "actor"),
    ],
)
def test_nothing_is_said_where_the_words_are_others(before: str, chosen: str, after: str, label: str) -> None:
    assert said(before, chosen, after, label) == []


def test_a_sentence_is_said_once() -> None:
    assert len(said("it could ", "might be feared", ".", "threat")) == 1
