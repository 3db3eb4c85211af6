"""The list of disagreements: orders, groups, filters, and many cards that change one at a time."""

from __future__ import annotations

import random
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester

from annotator.agreement.cards import KINDS
from annotator.gui.review.card_delegate import CardDelegate
from annotator.gui.review.card_model import CardModel, GroupHead
from annotator.gui.review.filter import Filter
from annotator.gui.review.shelf import ORDERS, Shelf
from annotator.work.reviewing import Listed
from tests.gui.label.desk import default_scheme

pytestmark = pytest.mark.usefixtures("qapp")
PEOPLE = ("p1", "p2", "p3")
LABELS = ("actor", "location", "threat")


def card(article: int, place: int, rng: random.Random, state: str = "open") -> Listed:
    labels = tuple(sorted(rng.sample(LABELS, rng.choice((1, 2)))))
    odd = frozenset(rng.sample(PEOPLE, 1))
    return Listed(
        article, f"a{article}", f"Headline {article}", f"{place}:{place + 4}", place, place + 4, rng.choice(KINDS),
        labels, "words", 2, frozenset(PEOPLE), (frozenset(PEOPLE) - odd, odd), odd, rng.choice((1.0, 2.5, 3.0)), state,
    )  # fmt: skip


def cards(articles: int, each: int, seed: int = 1) -> list[Listed]:
    rng = random.Random(seed)
    return [card(a, 10 * p, rng, rng.choice(("open", "decided"))) for a in range(articles) for p in range(each)]


def rows(model: CardModel) -> list[object]:
    return [model.entry(n) for n in range(model.rowCount())]


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 99), order=st.sampled_from(sorted(ORDERS)), undecided=st.booleans(),
    chosen=st.sampled_from((Filter(), Filter(kind="boundary"), Filter(people=("p1",)), Filter(people=("p1", "p2")),
                            Filter(label="actor"), Filter(labels=("actor", "threat")), Filter(article="a1"))),
    changes=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 999)), max_size=8),
)  # fmt: skip
def test_changes_one_by_one_end_where_a_fresh_list_does(
    seed: int, order: str, undecided: bool, chosen: Filter, changes: list[tuple[int, int]]
) -> None:
    every = cards(5, 6, seed)
    model = CardModel(default_scheme())
    shelf = Shelf(every)
    model.show(shelf, chosen, order, undecided=undecided)
    for article, other in changes:
        fresh = [row for row in cards(5, 6, other) if row.pk == article][: 1 + other % 6]
        model.replace(f"a{article}", fresh)
        every = [row for row in every if row.pk != article] + fresh
    again = CardModel(default_scheme())
    again.show(Shelf(every), chosen, order, undecided=undecided)
    assert rows(model) == rows(again)
    assert model.fitting() == again.fitting()
    assert (len(shelf), shelf.decided) == (len(every), sum(row.state == "decided" for row in every))
    assert +shelf.kinds == +Shelf(every).kinds
    assert [model.size_of(e) for e in rows(model) if isinstance(e, GroupHead)] == [
        again.size_of(e) for e in rows(again) if isinstance(e, GroupHead)
    ]


def test_the_model_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = CardModel(default_scheme())
    qtmodeltester.check(model)
    for order in ORDERS:
        model.show(Shelf(cards(4, 5)), Filter(), order, undecided=True)
        model.replace("a1", [row for row in cards(4, 5, 7) if row.pk == 1])
        model.replace("a2", [])
        qtmodeltester.check(model)


def test_two_people_are_asked_for_where_they_differ() -> None:
    row = card(1, 0, random.Random(3))
    (odd,) = row.odd
    others = [one for one in PEOPLE if one != odd]
    assert Filter(people=(odd, others[0])).fits(row)
    assert not Filter(people=(others[0], others[1])).fits(row)
    assert Filter(people=(odd,)).fits(row)
    assert not Filter(people=(others[0],)).fits(row)


def test_arrows_stop_at_cards_alone() -> None:
    model = CardModel(default_scheme())
    model.show(Shelf(cards(3, 4)), Filter(), "article", undecided=True)
    heads = [n for n, one in enumerate(rows(model)) if isinstance(one, GroupHead)]
    assert heads[0] == 0
    assert len(heads) == 3
    assert all(model.card_from(n, 1) == n + 1 for n in heads)
    assert model.card_from(0, -1) == -1
    assert model.number(1) == 1
    assert model.number(heads[1] + 1) == heads[1]


def test_among_many_cards_one_changes_in_no_time() -> None:
    """Compare with sorting all of them, which the same machine does at the same time."""
    every = cards(4_000, 5)
    model = CardModel(default_scheme())
    model.show(Shelf(every), Filter(), "labels", undecided=True)
    fresh = [row for row in cards(100, 5, 2) if row.pk == 77]
    began = perf_counter()
    model.replace("a77", fresh)
    change = perf_counter() - began
    began = perf_counter()
    sorted(every, key=ORDERS["labels"])
    assert change < (perf_counter() - began) / 2


def test_all_rows_have_one_height() -> None:
    model = CardModel(default_scheme())
    model.show(Shelf(cards(3, 4)), Filter(), "kind", undecided=True)
    delegate = CardDelegate(default_scheme)
    assert len({delegate.sizeHint(None, model.index(n)).height() for n in range(model.rowCount())}) == 1
