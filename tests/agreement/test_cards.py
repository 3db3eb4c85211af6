"""Cards: what hangs together, who says the same, and what a disagreement is called."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.cards import KINDS, Card, cards, shuffled
from annotator.agreement.kinds import GRAVITY, WEIGHT, alone, difference
from annotator.core.span import Relation, Span
from annotator.store.articles import Work

Mark = tuple[int, int, str]


def work(*marks: Mark, values: dict[int, dict[str, Any]] | None = None, roles: Any = (), **labels: Any) -> Work:
    """Return the work of one annotator; values by the mark's number, roles as (type, head's, child's)."""
    out = Work(article_labels=labels, status="done")
    for number, (start, end, label) in enumerate(marks):
        out.spans[f"s{number}"] = Span(f"s{number}", start, end, "x" * (end - start), label)
    for number, held in (values or {}).items():
        out.attributes |= {(f"s{number}", key): value for key, value in held.items()}
    for number, (kind, head, child) in enumerate(roles):
        out.relations[f"r{number}"] = Relation(f"r{number}", kind, f"s{head}", f"s{child}")
    return out


def only(*works: Work) -> Card:
    """Return the one card of an article on which these annotators differ."""
    named = {f"p{number}": one for number, one in enumerate(works)}
    disputed, _ = cards("a", named)
    assert cards("a", named, agreed=False) == (disputed, [])
    [card] = disputed
    return card


P, Q = "person", "place"


def test_all_who_say_the_same_make_one_version_whatever_ids_and_notes_are() -> None:
    noted = work((0, 5, P), (3, 9, Q), values={0: {"rank": "high"}}, roles=[("at", 0, 1)])
    noted.spans["s0"] = Span("s0", 0, 5, "xxxxx", P, unsure=True, note="who is this?", origin="import", created="2026")
    turned = work((3, 9, Q), (0, 5, P), values={1: {"rank": "high"}}, roles=[("at", 1, 0)])
    disputed, [card] = cards("a", {"a": noted, "b": turned})
    assert disputed == []
    assert (card.id, card.start, card.end, card.labels, card.kind) == ("0:9", 0, 9, (P, Q), "")
    [version] = card.versions
    assert version.annotators == ("a", "b")
    assert [s.id for s in version.spans] == ["s0", "s1"]


def test_a_card_holds_what_shares_characters_and_not_what_touches() -> None:
    chain = work((0, 4, P), (3, 8, Q), (8, 12, P), (20, 22, Q))
    disputed, unanimous = cards("a", {"a": chain, "b": work((7, 8, P), (20, 22, Q))})
    assert [(card.id, card.kind) for card in disputed] == [("0:8", "both"), ("8:12", "one")]
    assert [card.id for card in unanimous] == ["20:22"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("one", work((0, 5, P)), work()),
        ("one", work((0, 5, P), (0, 5, P)), work()),
        ("boundary", work((0, 5, P)), work((0, 7, P))),
        ("label", work((0, 5, P)), work((0, 5, Q))),
        ("both", work((0, 5, P)), work((1, 7, Q))),
        ("split", work((0, 9, P)), work((0, 4, P), (5, 9, P))),
        ("split", work((0, 9, P)), work((0, 4, Q), (5, 9, Q))),
        ("one", work((0, 9, P)), work((0, 9, P), (2, 4, Q))),
        ("boundary", work((0, 9, P)), work((0, 8, P), (2, 4, P))),  # nested, so no part of a split
        ("label", work((0, 9, P)), work((0, 9, Q), (2, 4, "third"))),
        ("boundary", work((0, 9, P), (3, 6, Q)), work((0, 9, P), (3, 7, Q), (8, 9, "third"))),
        ("one", work((0, 9, P), (2, 4, Q)), work((0, 9, P), values={0: {"rank": "high"}})),
        ("one", work((0, 9, P), (2, 4, Q)), work((0, 9, P), (2, 4, Q), (2, 4, "third"))),
        ("attribute", work((0, 5, P), values={0: {"rank": "high"}}), work((0, 5, P))),
        ("attribute", work((0, 5, P), values={0: {"rank": True}}), work((0, 5, P), values={0: {"rank": 1}})),
        ("boundary", work((0, 5, P), values={0: {"rank": "high"}}), work((0, 7, P))),
        ("article", work(topic="war"), work(topic="peace")),
        ("article", work(topic="war"), work()),
    ],
)
def test_every_kind_is_told(kind: str, one: Work, other: Work) -> None:
    assert only(one, other).kind == kind
    assert only(other, one).kind == kind


def test_one_and_one_point_nought_are_the_same_value() -> None:
    assert (
        cards("a", {"a": work((0, 5, P), values={0: {"n": 1}}), "b": work((0, 5, P), values={0: {"n": 1.0}})})[0] == []
    )


def test_a_role_counts_by_its_type_and_by_the_place_of_its_filler() -> None:
    marks = (0, 5, P), (10, 15, Q), (20, 25, Q)
    linked = work(*marks, roles=[("at", 0, 1)])
    for other in (work(*marks), work(*marks, roles=[("at", 0, 2)]), work(*marks, roles=[("from", 0, 1)])):
        card = only(linked, other)
        assert (card.id, card.kind) == ("0:5", "role")
    [role] = card.versions[0].roles or card.versions[1].roles
    assert (role.head, role.child.start) == ("s0", 10)
    moved = work((0, 5, P), (10, 16, Q), (20, 25, Q), roles=[("at", 0, 1)])
    disputed, _ = cards("a", {"a": linked, "b": moved})
    assert [(card.id, card.kind) for card in disputed] == [("0:5", "role"), ("10:16", "boundary")]


def test_who_marked_nothing_decides_the_kind_only_where_all_others_agree() -> None:
    assert only(work((0, 5, P)), work((0, 7, P)), work(), work()).kind == "boundary"
    assert only(work((0, 5, P)), work((0, 5, P)), work()).kind == "one"


def test_where_all_marked_the_place_one_is_a_tag_among_others_that_are_the_same() -> None:
    assert only(work((0, 9, P)), work((0, 9, P)), work((0, 9, P), (2, 4, Q))).kind == "one"
    assert only(work((0, 4, P)), work((0, 4, P)), work((6, 9, P)), work((6, 9, P)), work((0, 9, P))).kind == "boundary"
    # Two versions that meet only in a third have nothing to say to each other.
    assert only(work((0, 4, P)), work((6, 9, Q)), work((3, 7, Q))).kind == "both"


def test_the_most_frequent_pair_names_the_card_and_of_two_the_graver() -> None:
    three = only(work((0, 5, P)), work((0, 7, P)), work((0, 7, P)), work((0, 5, Q)))
    # Two pairs differ in the edge, two in edge and label, one in the label.
    assert three.kind == "both"
    edges = [work((0, 5, P)), work((0, 5, P)), work((0, 7, P)), work((0, 7, P))]
    assert only(*edges, work((0, 5, Q))).kind == "boundary"


def test_the_impact_counts_pairs_of_annotators_and_spans_by_weight() -> None:
    assert only(work((0, 5, P)), work()).impact == WEIGHT["one"]
    assert only(work((0, 5, P)), work((0, 5, P)), work()).impact == 2 * WEIGHT["one"]
    assert only(work((0, 5, P)), work((0, 6, P)), work()).impact == 2 * WEIGHT["one"] + WEIGHT["boundary"]
    assert only(work((0, 5, P), (2, 4, Q)), work()).impact == 2 * WEIGHT["one"]
    assert only(work(topic="war"), work(topic="war"), work()).impact == 2.0


def test_an_article_label_that_nobody_answered_is_no_card() -> None:
    disputed, unanimous = cards("a", {"a": work(topic="war", tone=True), "b": work(topic="war", tone=1)})
    assert [(card.id, card.key, card.start, card.end) for card in disputed] == [("label:tone", "tone", 0, 0)]
    assert [(card.id, card.versions[0].answer) for card in unanimous] == [("label:topic", "war")]
    assert [version.answer for version in disputed[0].versions] == [1, True]


def test_one_annotator_alone_and_nobody_make_no_cards() -> None:
    assert cards("a", {"a": work((0, 5, P), topic="war")}) == ([], [])
    assert cards("a", {}) == ([], [])


def test_the_digest_knows_who_says_what() -> None:
    first, second, third = work((0, 5, P)), work((0, 7, P)), work((0, 5, P), values={0: {"rank": "high"}})
    digests = [only(first, second).digest, only(second, first).digest, only(third, second).digest]
    digests += [only(first, second, work()).digest, only(work(topic="war"), work()).digest]
    digests += [only(work(topic="peace"), work()).digest]
    assert len(set(digests)) == len(digests)
    assert len(digests[0]) == 64


def test_versions_are_shuffled_the_same_way_each_time_and_not_by_name() -> None:
    annotators = {f"p{n}": work((n, 20, P)) for n in range(5)}
    [card], _ = cards("a", annotators)
    orders = {tuple(v.annotators for v in shuffled(card, secret)) for secret in "abcdefgh"}
    assert len(orders) > 4
    assert shuffled(card, "a") == shuffled(card, "a")
    assert sorted(shuffled(card, "a"), key=lambda v: v.annotators) == sorted(card.versions, key=lambda v: v.annotators)
    firsts = {shuffled(cards(f"article {n}", annotators)[0][0], "secret")[0].annotators for n in range(40)}
    assert len(firsts) == 5


def test_a_cluster_of_many_spans_is_one_card() -> None:
    chain = [(place * 2, place * 2 + 3, P) for place in range(2000)]
    card = only(work(*chain), work(*chain[::2]), work((0, 4003, Q)))
    assert (card.start, card.end, len(card.versions)) == (0, 4001 + 2, 3)


marks = st.tuples(st.integers(0, 14), st.integers(1, 6), st.sampled_from([P, Q])).map(
    lambda m: (m[0], m[0] + m[1], m[2])
)


@st.composite
def works(draw: st.DrawFn) -> list[Work]:
    """Return two to four annotators' work, with values, roles and answers."""
    out = []
    for _ in range(draw(st.integers(2, 4))):
        found = draw(st.lists(marks, max_size=5))
        places = range(len(found))
        values = {n: {"k": draw(st.sampled_from(["v", "w", 1, True]))} for n in places if draw(st.booleans())}
        roles = [("at", n, m) for n in places for m in places if n < m and draw(st.integers(0, 3)) == 0]
        labels = {"topic": draw(st.sampled_from(["war", "peace"]))} if draw(st.booleans()) else {}
        out.append(work(*found, values=values, roles=roles, **labels))
    return out


def told(card: Card) -> tuple[Any, ...]:
    """Return a card without the ids of spans, which nothing depends on."""
    said = [(v.annotators, [(s.start, s.end, s.label) for s in v.spans], len(v.roles), v.answer) for v in card.versions]
    return card.id, card.kind, card.impact, card.digest, card.labels, said


@given(works(), st.randoms(use_true_random=False))
def test_no_order_changes_a_card(them: list[Work], dice: random.Random) -> None:
    named = {f"p{number}": one for number, one in enumerate(them)}
    mixed = {}
    for who in dice.sample(sorted(named), len(named)):
        one = named[who]
        spans, links = list(one.spans.values()), list(one.relations.values())
        dice.shuffle(spans)
        dice.shuffle(links)
        new = {span.id: f"t{place}" for place, span in enumerate(spans)}
        mixed[who] = Work(
            {new[s.id]: Span(new[s.id], s.start, s.end, s.quote, s.label) for s in spans},
            {(new[span], key): value for (span, key), value in one.attributes.items()},
            {f"q{n}": Relation(f"q{n}", r.type, new[r.head], new[r.child]) for n, r in enumerate(links)},
            article_labels=one.article_labels,
        )
    for before, after in zip(cards("a", named), cards("a", mixed), strict=True):
        assert [told(card) for card in before] == [told(card) for card in after]


@given(works())
def test_cards_hold_every_span_once_and_versions_every_annotator_once(them: list[Work]) -> None:
    named = {f"p{number}": one for number, one in enumerate(them)}
    disputed, unanimous = cards("a", named)
    places = [card for card in (*disputed, *unanimous) if not card.key]
    ranges = sorted((card.start, card.end) for card in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(ranges))
    held = sorted(s for one in named.values() for s in ((s.start, s.end, s.label) for s in one.spans.values()))
    told_of = [(s.start, s.end, s.label) for c in places for v in c.versions for _ in v.annotators for s in v.spans]
    assert sorted(told_of) == held
    for card in (*disputed, *unanimous):
        assert sorted(who for version in card.versions for who in version.annotators) == sorted(named)
        assert len(card.versions) == 1 or card.kind in KINDS
    assert cards("a", named, agreed=False) == (disputed, [])


@given(marks, marks)
def test_the_short_way_for_single_spans_says_what_the_long_one_does(one: Mark, other: Mark) -> None:
    if one != other:
        assert alone(one, other) == difference([one], [other])
        assert set(alone(one, other)) <= set(GRAVITY)
