from __future__ import annotations

import random
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.bias import Bias, bias, counts
from annotator.agreement.marks import Marks
from tests.agreement import drawn, slow

Work = dict[tuple[str, str], list[tuple[int, int, str]]]


def plain(work: Work) -> list[Bias]:
    """Return the same figures the slow way."""
    out = []
    for me in sorted({who for _, who in work}):
        pairs = [(article, b if a == me else a) for article, a, b in slow.compared(work) if me in (a, b)]
        articles = sorted({article for article, _ in pairs})
        alone, shifts, confusion = [0, 0], list[tuple[int, int]](), Counter[tuple[str, str]]()
        for article, other in pairs:
            mine, theirs, moved, labels = slow.difference(work[article, me], work[article, other])
            alone = [alone[0] + mine, alone[1] + theirs]
            shifts += moved
            confusion += labels
        spans = sum(len(work[article, me]) for article in articles)
        start, end = (sum(shift[side] for shift in shifts) / len(shifts) if shifts else None for side in (0, 1))
        characters = drawn.LENGTH * len(articles)
        out.append(
            Bias(
                me, len(articles), characters, spans, 1000 * spans / characters if articles else None,
                alone[0], alone[1], start, end, dict(confusion),
            )
        )  # fmt: skip
    return out


@given(drawn.works)
def test_figures_are_those_of_the_plain_way(work: Work) -> None:
    assert bias(Marks.build(drawn.lengths(work), work)) == plain(work)


def test_figures_of_many_articles_are_those_of_the_plain_way() -> None:
    work = drawn.many(100, seed=3)
    assert bias(Marks.build(drawn.lengths(work), work)) == plain(work)


def test_shifts_are_mine_less_theirs_and_labels_are_mine_first() -> None:
    work = {
        ("x", "ana"): [(0, 4, "A"), (6, 8, "A"), (9, 10, "A"), (12, 14, "B")],
        ("x", "ben"): [(1, 5, "A"), (6, 8, "B"), (9, 10, "A"), (13, 14, "A")],
        ("y", "ana"): [(0, 2, "A")],
        ("y", "ben"): [],
        ("z", "ana"): [(0, 2, "A")],
    }
    ana, ben = bias(Marks.build({"x": 100, "y": 100, "z": 100}, work))
    assert ana == Bias("ana", 2, 200, 5, 25.0, 1, 0, -1.0, -1.0, {("A", "A"): 1, ("A", "B"): 1})
    assert ben == Bias("ben", 2, 200, 4, 20.0, 0, 1, 1.0, 1.0, {("A", "A"): 1, ("B", "A"): 1})


def test_without_another_one_there_is_nothing_to_differ_from() -> None:
    assert bias(Marks.build({"x": 100}, {("x", "ana"): [(0, 4, "A")]})) == [
        Bias("ana", 0, 0, 0, None, 0, 0, None, None, {})
    ]
    assert bias(Marks.build({"x": 100}, {})) == []


@given(drawn.works, st.randoms(use_true_random=False))
def test_order_of_spans_and_annotators_changes_no_figure(work: Work, chance: random.Random) -> None:
    turned = {"ana": "zoe", "ben": "yan", "cyd": "xia"}
    other = {(article, turned[who]): chance.sample(spans, len(spans)) for (article, who), spans in work.items()}
    names = {new: old for old, new in turned.items()}
    found = {names[one.id]: one for one in bias(Marks.build(drawn.lengths(work), other))}
    for one in bias(Marks.build(drawn.lengths(work), work)):
        twin = found[one.id]
        for name in set(Bias.__slots__) - {"id"}:
            assert getattr(twin, name) == getattr(one, name), name


@given(drawn.works)
def test_what_one_has_alone_the_others_lack_and_confusion_has_a_mirror(work: Work) -> None:
    found = bias(Marks.build(drawn.lengths(work), work))
    assert sum(one.only_mine for one in found) == sum(one.only_theirs for one in found)
    summed = sum((Counter(one.confusion) for one in found), Counter[tuple[str, str]]())
    assert all(summed[theirs, mine] == count for (mine, theirs), count in summed.items())


@given(drawn.works)
def test_articles_alone_give_the_rows_of_the_whole(work: Work) -> None:
    marks = Marks.build(drawn.lengths(work), work)
    whole = counts(marks)
    for place in range(len(marks.articles)):
        alone, mine, swapped = counts(marks.within(place)), whole.article == place, whole.swap_article == place
        assert sorted(map(tuple, np.column_stack([alone.pair, alone.counts]).tolist())) == sorted(
            map(tuple, np.column_stack([whole.pair[mine], whole.counts[mine]]).tolist())
        )
        names = ("swap_pair", "swap_first", "swap_second")
        assert sorted(zip(*[getattr(alone, name).tolist() for name in names], strict=True)) == sorted(
            zip(*[getattr(whole, name)[swapped].tolist() for name in names], strict=True)
        )


@given(drawn.works)
def test_sums_of_the_rows_give_the_figures(work: Work) -> None:
    marks = Marks.build(drawn.lengths(work), work)
    rows = counts(marks)
    assert rows.counts.dtype == np.int64
    assert rows.counts.any(axis=1).all()
    found = bias(marks)
    assert rows.counts[:, :2].sum() == sum(one.only_mine for one in found)
    swapped = sum(count for one in found for (mine, theirs), count in one.confusion.items() if mine != theirs)
    assert 2 * len(rows.swap_pair) == swapped
