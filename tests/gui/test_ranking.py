"""Words typed into the palette find the command that is meant, best first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.gui.commands import COMMANDS
from annotator.gui.ranking import folded, ranked, score


def _found(query: str) -> list[str]:
    return [c.id for c in ranked(COMMANDS, query, lambda c: (c.text, f"{c.menu} {c.help}"))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("unsure", "unsure"), ("UNS", "unsure"), ("next tag", "next-span"), ("tag next", "next-span"),
        ("note", "note"), ("undo", "undo"), ("import fol", "import-folder"), ("impf", "import-folder"),
        ("dn nxt", "done"), ("previous art", "previous"),
    ],
)  # fmt: skip
def test_the_command_that_is_meant_comes_first(query: str, first: str) -> None:
    assert _found(query)[0] == first


def test_words_of_menu_and_help_count_less_than_the_name() -> None:
    found = _found("desktop")
    assert found == ["system"]
    assert score("undo", "Undo", "x") < score("undo", "Redo", "Undo it")  # type: ignore[operator]


def test_every_word_has_to_fit() -> None:
    assert score("next zebra", "Next tag") is None
    assert score("xt", "Next tag") is not None
    assert score("tn", "Next tag") is None
    assert score("t", "Next tag") == (2, 0)


def test_accents_and_capitals_make_no_difference() -> None:
    assert folded("Sélection ÉCRITE") == "selection ecrite"
    assert score("selection", "La Sélection") is not None


@given(st.text(max_size=12), st.text(max_size=20))
def test_any_words_are_taken(query: str, name: str) -> None:
    score(query, name, name)
    assert score(name, name) is not None


@given(st.lists(st.text(alphabet="abc ", max_size=6), max_size=6), st.text(alphabet="abc ", max_size=4))
def test_what_fits_alike_keeps_its_order(names: list[str], query: str) -> None:
    found = ranked(list(enumerate(names)), query, lambda item: (item[1], ""))
    fits = [score(query, name) for _, name in found]
    assert [number for number, _ in found] == [
        number for _, number in sorted(zip(fits, (n for n, _ in found), strict=True))
    ]
