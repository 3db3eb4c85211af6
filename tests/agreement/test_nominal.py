"""Nominal alpha: the published cases, values as JSON compares them, and a slow reference."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import nominal
from tests.agreement import slow_alpha

units_of_values = st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=4), max_size=8)


def units_of(*observers: str) -> list[list[str]]:
    """Return the values of each unit; an observer is a text with one sign a unit, * where a value is missing."""
    return [[sign for sign in column if sign != "*"] for column in zip(*observers, strict=True)]


def alpha_of(articles: list[list[list[Any]]]) -> float:
    rows = [nominal.coincidences(units) for units in articles]
    return float(nominal.alpha(nominal.columns(rows).sum(axis=0)))


@pytest.mark.parametrize(("observers", "published"), [
    (("123321412***", "1233224125*3", "*3332342251*", "12332441251*"), 0.743),
    (("0100000010", "1110010000"), 0.095),
    (("aabbdcccedda", "babbbccceddd"), 0.692),
])  # fmt: skip
def test_the_published_cases(observers: tuple[str, ...], published: float) -> None:
    units = units_of(*observers)
    assert round(alpha_of([units]), 3) == published
    assert round(float(slow_alpha.nominal(units) or 0), 3) == published


def test_the_coincidences_of_the_published_case_with_missing_values() -> None:
    found = nominal.coincidences(units_of("123321412***", "1233224125*3", "*3332342251*", "12332441251*"))
    assert found['"3"', '"3"'] == pytest.approx(8)
    assert found['"2"', '"3"'] == found['"3"', '"2"'] == pytest.approx(4 / 3)
    assert sum(found.values()) == pytest.approx(40)


@pytest.mark.parametrize("units", [[], [[]], [["a"], ["b"], []], [["a", "a"], ["a", "a", "a"]]])
def test_undefined_where_nothing_pairs_or_only_one_value_was_given(units: list[list[str]]) -> None:
    assert np.isnan(alpha_of([units]))


def test_undefined_without_any_article() -> None:
    assert np.isnan(alpha_of([]))


def test_full_agreement_is_exactly_one() -> None:
    assert alpha_of([[["a"] * 4, ["b"] * 3], [["c", "c"]]]) == 1.0


def test_a_value_that_pairs_with_nothing_leaves_no_column() -> None:
    assert nominal.columns([nominal.coincidences([["a", "a"], ["z"]])]).shape == (1, 2)


def test_columns_hold_what_differs_and_how_often_each_value_was_paired() -> None:
    rows = [nominal.coincidences([["b", "a", "a"]]), nominal.coincidences([["b", "b"]])]
    assert nominal.columns(rows) == pytest.approx(np.array([[2, 2, 1], [0, 0, 2]]))


@pytest.mark.parametrize(("one", "other", "equal"), [
    (1, 1.0, True),
    (0, -0.0, True),
    (1, True, False),
    (0, False, False),
    (1, "1", False),
    (None, "null", False),
    (None, False, False),
    ("a", "A", False),
    (2**53, 2**53 + 1, False),
    ([1, "x"], [1.0, "x"], True),
    ([1, "x"], ["x", 1], False),
    ([1], [True], False),
    ({"a": 1, "b": [2]}, {"b": [2.0], "a": 1.0}, True),
    ("ü", "u\u0308", False),
])  # fmt: skip
def test_values_are_equal_as_json_has_it(one: object, other: object, equal: bool) -> None:
    assert (nominal.canonical(one) == nominal.canonical(other)) is equal
    assert (nominal.canonical(other) == nominal.canonical(one)) is equal


@given(st.lists(units_of_values, max_size=4))
def test_agrees_with_the_slow_reference_and_adds_up_over_articles(articles: list[list[list[str]]]) -> None:
    wanted = slow_alpha.nominal([unit for units in articles for unit in units])
    found = alpha_of(articles)
    if wanted is None:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(float(wanted), abs=1e-12)


@given(units_of_values, st.randoms(use_true_random=False))
def test_no_order_changes_it(units: list[list[str]], chance: random.Random) -> None:
    turned = [chance.sample(unit, len(unit)) for unit in chance.sample(units, len(units))]
    assert alpha_of([turned]) == pytest.approx(alpha_of([units]), abs=1e-12, nan_ok=True)
