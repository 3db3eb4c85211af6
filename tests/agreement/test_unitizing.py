"""Alphas of unitizing: the published cases, and a slow reference that counts character by character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement import unitizing
from annotator.agreement.marks import Marks
from tests.agreement import slow_alpha
from tests.agreement.slow_alpha import Article, Span

LABELS = ("A", "B", "C")
PEOPLE = ("p", "q", "r", "s")
UNIT_FIGURES = ("u", "binary_u", "cu", "ku A", "ku B", "ku C", "coverage A", "coverage B", "coverage C")


def marks_of(articles: Sequence[Article], labels: Sequence[str] = LABELS) -> Marks:
    """Return the marks of articles d00, d01 …, in which only those finished who stand there."""
    names = [f"d{place:02}" for place in range(len(articles))]
    return Marks.build(
        {name: article[0] for name, article in zip(names, articles, strict=True)},
        {(name, who): spans for name, (_, work) in zip(names, articles, strict=True) for who, spans in work.items()},
        labels,
    )


def told(marks: Marks) -> dict[str, float]:
    """Return the figures of the sum of all rows, one number each."""
    rows = unitizing.counts(marks)
    found = unitizing.alphas(rows.columns.sum(axis=0), len(marks.labels))
    flat = {name: float(found[name]) for name in ("u", "binary_u", "cu", "layered_u")}
    for place, label in enumerate(marks.labels):
        flat[f"ku {label}"] = float(found["ku"][place])
        flat[f"coverage {label}"] = float(found["coverage"][place])
    return flat


def assert_figures(found: Mapping[str, float], wanted: Mapping[str, Fraction | None]) -> None:
    for name, value in wanted.items():
        if value is None:
            assert np.isnan(found[name]), f"{name} is undefined and not {found[name]}"
        else:
            # A defined figure is exact up to its size: 1 - x can lose what x holds.
            assert found[name] == pytest.approx(float(value), abs=1e-12, rel=1e-12), name


def slow(articles: Sequence[Article], labels: Sequence[str] = LABELS) -> dict[str, Fraction | None]:
    return {**slow_alpha.figures(articles, labels), "layered_u": slow_alpha.layered(articles, labels)}


@st.composite
def tilings(draw: st.DrawFn, length: int) -> list[Span]:
    """Return spans that do not overlap, many of which touch."""
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    kinds = draw(st.lists(st.sampled_from([*LABELS, None]), min_size=len(edges), max_size=len(edges)))
    return [(a, b, kind) for a, b, kind in zip(edges, edges[1:], kinds, strict=False) if kind is not None]


@st.composite
def nestings(draw: st.DrawFn, length: int) -> list[Span]:
    """Return any spans, equal ones among them."""
    ends = st.integers(0, length)
    span = st.tuples(ends, ends, st.sampled_from(LABELS)).filter(lambda one: one[0] != one[1])
    return [(min(a, b), max(a, b), label) for a, b, label in draw(st.lists(span, max_size=5))]


@st.composite
def corpora(draw: st.DrawFn, *, nested: bool = False) -> list[Article]:
    """Return articles that none to four annotators finished."""
    articles: list[Article] = []
    for length in draw(st.lists(st.integers(1, 20), min_size=1, max_size=4)):
        who = draw(st.sets(st.sampled_from(PEOPLE), max_size=4))
        spans = nestings(length) if nested else tilings(length)
        articles.append((length, {one: draw(spans) for one in sorted(who)}))
    return articles


def units(text: str) -> list[Span]:
    """Return the units of "0-7:1 7-13:2"."""
    found = []
    for part in text.split():
        where, label = part.split(":")
        start, end = where.split("-")
        found.append((int(start), int(end), label))
    return found


THREE: Article = (
    60,
    {
        "Alex": units("0-7:1 7-13:2 30-32:5 32-37:6 37-44:6 44-60:7"),
        "Paul": units("0-7:1 7-13:3 13-21:5 32-44:6"),
        "Suzan": units("0-7:1 7-13:4 13-21:5 32-37:6 37-41:6 41-44:6"),
    },
)
SEVEN = tuple("1234567")


def test_the_published_case_of_three_annotators_is_exact() -> None:
    found = told(marks_of([THREE], SEVEN))
    published = {
        "u": Fraction(16349, 32058), "binary_u": Fraction(144038, 348255), "cu": Fraction(24944, 34445),
        "ku 1": Fraction(1), "ku 5": Fraction(1), "ku 6": Fraction(1), "ku 2": Fraction(0), "ku 3": Fraction(0),
        "ku 4": Fraction(0), "ku 7": None, "coverage 5": Fraction(8, 18), "coverage 7": Fraction(0),
    }  # fmt: skip
    assert_figures(found, published)
    assert_figures(found, slow([THREE], SEVEN))


def test_the_slow_reference_knows_the_published_case_too() -> None:
    found = slow([THREE], SEVEN)
    assert (found["u"], found["binary_u"]) == (Fraction(16349, 32058), Fraction(144038, 348255))
    assert (found["cu"], found["coverage 5"]) == (Fraction(24944, 34445), Fraction(8, 18))


def test_a_finished_article_without_marks_counts_and_a_missing_one_does_not() -> None:
    marked = [(0, 4, "A"), (6, 8, "B")]
    shorter = {"p": marked, "q": [(0, 4, "A")]}
    with_empty, without = [(10, {**shorter, "r": []})], [(10, shorter)]
    assert_figures(told(marks_of(with_empty)), slow(with_empty))
    assert_figures(told(marks_of(without)), slow(without))
    assert told(marks_of(with_empty))["u"] < told(marks_of(without))["u"]


def test_an_article_that_one_alone_finished_is_a_row_of_zeros() -> None:
    alone: Article = (9, {"p": [(0, 9, "A"), (2, 4, "A")]})
    both: Article = (10, {"p": [(0, 4, "A")], "q": [(1, 4, "A")]})
    rows = unitizing.counts(marks_of([alone, both, (7, {})]))
    assert not rows.columns[0].any()
    assert not rows.columns[2].any()
    assert rows.overlapping.tolist() == [False, False, False]
    assert_figures(told(marks_of([alone, both])), slow([both]))


@pytest.mark.parametrize("articles", [
    [],
    [(10, {"p": [], "q": []})],
    [(10, {"p": [], "q": [], "r": []}), (4, {"p": [], "r": []})],
    [(10, {"p": [(0, 3, "A")]})],
])  # fmt: skip
def test_where_nobody_marked_anything_nothing_is_defined(articles: list[Article]) -> None:
    assert all(np.isnan(value) for value in told(marks_of(articles)).values())


def test_where_all_is_one_unit_of_one_label_chance_cannot_disagree() -> None:
    whole: Article = (10, {"p": [(0, 10, "A")], "q": [(0, 10, "A")], "r": [(0, 10, "A")], "s": [(0, 10, "A")]})
    found = told(marks_of([whole]))
    assert found.pop("coverage A") == 1.0
    assert all(np.isnan(value) for value in found.values())


def test_units_that_touch_stay_apart_and_weigh_less_than_one() -> None:
    one = [(0, 10, "A"), (12, 14, "B")]
    two = [(0, 5, "A"), (5, 10, "A"), (12, 14, "B")]
    other = [(1, 8, "A")]
    whole, cut = [(20, {"p": one, "q": other})], [(20, {"p": two, "q": other})]
    assert_figures(told(marks_of(cut)), slow(cut))
    for name in ("u", "binary_u", "layered_u"):
        assert told(marks_of(whole))[name] != pytest.approx(told(marks_of(cut))[name], abs=1e-6)
    assert not unitizing.counts(marks_of(cut)).overlapping.any()


@pytest.mark.parametrize("spans", [
    [(0, 6, "A"), (2, 4, "B")],
    [(0, 6, "A"), (0, 6, "A")],
    [(0, 6, "A"), (5, 8, "B")],
    [(0, 6, "A"), (1, 2, "B"), (3, 4, "B")],
])  # fmt: skip
def test_where_own_spans_overlap_only_the_layered_form_stands(spans: list[Span]) -> None:
    clean: Article = (10, {"p": [(0, 6, "A")], "q": [(0, 6, "A"), (6, 8, "B")]})
    nested: Article = (10, {"p": [(0, 5, "A")], "q": spans, "r": []})
    marks = marks_of([clean, nested])
    assert unitizing.counts(marks).overlapping.tolist() == [False, True]
    found = told(marks)
    assert found.pop("layered_u") == pytest.approx(float(slow_alpha.layered([clean, nested], LABELS) or 0), abs=1e-12)
    assert all(np.isnan(value) for value in found.values())


def test_spans_of_two_annotators_overlap_without_harm() -> None:
    assert not unitizing.counts(marks_of([(10, {"p": [(0, 6, "A")], "q": [(2, 4, "B")]})])).overlapping.any()


def test_a_neighbouring_article_is_no_overlap() -> None:
    articles: list[Article] = [(5, {"p": [(0, 5, "A")], "q": [(3, 5, "A")]}), (5, {"p": [(0, 2, "A")], "q": []})]
    assert not unitizing.counts(marks_of(articles)).overlapping.any()
    assert_figures(told(marks_of(articles)), slow(articles))


def test_a_faithful_copy_gives_exactly_one() -> None:
    mine = [(0, 7, "A"), (7, 13, "A"), (20, 31, "B"), (31, 32, "C")]
    found = told(marks_of([(40, dict.fromkeys(PEOPLE, mine)), (7, {"p": [], "q": []})]))
    assert set(found.values()) == {1.0}


@pytest.mark.parametrize("length", [60_000, 999_999_999])
def test_long_texts_lose_no_digit(length: int) -> None:
    unit = length // 60
    _, three = THREE
    work = {who: [(a * unit, b * unit, label) for a, b, label in spans] for who, spans in three.items()}
    work["Fourth"] = [(0, 7 * unit - 1, "1"), (7 * unit, 13 * unit + 3, "2"), (length - 1, length, "7")]
    articles = [(length, work)]
    assert_figures(told(marks_of(articles, SEVEN)), slow(articles, SEVEN))


@given(corpora())
def test_tilings_agree_with_the_slow_reference(articles: list[Article]) -> None:
    assert_figures(told(marks_of(articles)), slow(articles))


@given(corpora(nested=True))
def test_nestings_agree_with_the_slow_reference(articles: list[Article]) -> None:
    marks = marks_of(articles)
    rows = unitizing.counts(marks)
    shared = [(length, work) for length, work in articles if len(work) >= 2]
    overlaps = [any(_overlap(spans) for spans in work.values()) for _, work in shared]
    assert rows.overlapping[[len(work) >= 2 for _, work in articles]].tolist() == overlaps
    layered = {"layered_u": slow_alpha.layered(articles, LABELS)}
    if any(overlaps):
        assert_figures(told(marks), {**dict.fromkeys(UNIT_FIGURES), **layered})
    else:
        assert_figures(told(marks), slow(articles))


def _overlap(spans: Sequence[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for i, a in enumerate(spans) for b in spans[:i])


@given(st.one_of(corpora(), corpora(nested=True)))
def test_an_article_alone_gives_its_row_of_the_whole(articles: list[Article]) -> None:
    marks = marks_of(articles)
    rows = unitizing.counts(marks)
    assert rows.columns.shape == (len(articles), 3 + 6 * len(LABELS))
    for place in range(len(articles)):
        one = unitizing.counts(marks.within(place))
        assert np.array_equal(one.columns[0], rows.columns[place])
        assert one.overlapping[0] == rows.overlapping[place]


@given(st.one_of(corpora(), corpora(nested=True)), st.randoms(use_true_random=False))
def test_no_order_changes_a_figure(articles: list[Article], chance: Random) -> None:
    shuffled = np.random.default_rng(chance.randrange(2**32))
    marks = marks_of(articles)
    order = shuffled.permutation(len(marks.start))
    columns = ("article", "annotator", "label", "start", "end")
    mixed = replace(marks, **{name: getattr(marks, name)[order] for name in columns})
    assert np.array_equal(unitizing.counts(mixed).columns, unitizing.counts(marks).columns)

    names = dict(zip(PEOPLE, shuffled.permutation(list(PEOPLE)), strict=True))
    other: list[Article] = [(length, {names[who]: spans for who, spans in work.items()}) for length, work in articles]
    turned = [other[place] for place in shuffled.permutation(len(other))]
    found, wanted = told(marks_of(turned)), told(marks)
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=1e-12, nan_ok=True)


def test_sums_of_many_resamples_give_figures_of_their_shape() -> None:
    rows = unitizing.counts(marks_of([THREE], SEVEN)).columns
    found = unitizing.alphas(np.stack([rows.sum(axis=0)] * 5).reshape(5, 1, -1), 7)
    assert found["u"].shape == (5, 1)
    assert found["ku"].shape == found["coverage"].shape == (5, 1, 7)
    assert np.allclose(found["u"], 16349 / 32058, atol=1e-12)


def test_columns_of_other_labels_are_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        unitizing.alphas(np.zeros(9), 2)
