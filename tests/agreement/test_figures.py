"""Counts in a table, the bytes that keep them, and all figures against the slow and plain way."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.assembling import assembled
from annotator.agreement.counting import Answer, Done, Given, counted
from annotator.agreement.figures import KINDS, Figures
from annotator.agreement.links import Link
from annotator.agreement.marks import Marks
from annotator.agreement.table import FAMILIES, Table, decode, encode
from tests.agreement import drawn, slow, slow_alpha

Span = tuple[int, int, str]
Work = dict[tuple[str, str], list[Span]]
PEOPLE = ("ana", "ben", "cyd")


def compared(work: Work) -> Work:
    """Return the work on the articles that two or more finished."""
    return {key: spans for key, spans in work.items() if sum(article == key[0] for article, _ in work) > 1}


def done(work: Work, chance: random.Random | None = None) -> Done:
    """Return what was done, articles numbered by the order of their names; with `chance` with values and links too."""
    both = compared(work)
    marks = Marks.build({article: drawn.LENGTH for article, _ in both}, both)
    numbers = np.asarray([int.from_bytes(article.encode(), "big") % 1000 for article in marks.articles], np.int64)
    values, answers = [], []
    links: dict[tuple[int, int], list[Link]] = {}
    if chance is not None:
        for (article, who), spans in both.items():
            place, person = marks.articles.index(article), marks.annotators.index(who)
            answers.append(Answer(place, "topic", chance.choice(["a", "b", 1, True])))
            values += [Given(place, label, "k", start, end, 0, chance.choice([1, "1", None, [2]]))
                       for start, end, label in set(spans)]  # fmt: skip
            links[place, person] = [(chance.choice("rs"), *chance.sample(spans, 2)) for _ in spans if len(spans) > 1]
    gold = {**both, **{(article, "~gold"): both[article, who] for article, who in both}}
    of_gold = Marks.build({article: drawn.LENGTH for article, _ in both}, gold)
    return Done(numbers, marks, values, answers, links, numbers, of_gold)


def table_of(what: Done) -> Table:
    table = counted(what)
    table.people = {
        int(number): tuple(np.asarray(what.marks.annotators)[who])
        for number, who in zip(what.numbers, what.marks.finished, strict=True)
    }
    return table


def figures(table: Table, *, resample: bool = False, people: Iterable[str] = PEOPLE) -> Figures:
    ends = {number: 1000 * number for number in table.people}
    return assembled(table, [(one, one.title()) for one in people], {}, ends, resample=resample)


def rows(table: Table) -> dict[str, set[tuple[Any, ...]]]:
    """Return what a table holds, whatever the order of its rows and keys."""
    out = {}
    for family, held in table.rows.items():
        names = list(table.keys[family])
        out[family] = {
            (article, names[key], *values)
            for article, key, values in zip(held.article.tolist(), held.key.tolist(), held.values.tolist(), strict=True)
            if article >= 0
        }
    return out


def mean(values: Iterable[float | None]) -> float | None:
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def f1(counts: Iterable[list[int]], kind: str) -> float | None:
    first, second, exact, more, both, mine, theirs = (sum(column) for column in zip([0] * 7, *counts, strict=True))
    above = {"exact": 2 * exact, "overlap": 2 * (exact + more), "partial": 2 * exact + more, "chars": 2 * both}[kind]
    below = mine + theirs if kind == "chars" else first + second
    return above / below if below else None


def check(found: Figures, work: Work) -> None:
    counts = slow.span_counts(work)
    labels = sorted({label for spans in compared(work).values() for _, _, label in spans})
    pairs = list(combinations(PEOPLE, 2))
    for kind in KINDS:
        one = found.f1[kind]
        of = {pair: f1((held for (_, this, _), held in counts.items() if this == pair), kind) for pair in pairs}
        assert {pair: value.value for pair, value in one.pairs.items()} == pytest.approx(of)
        assert one.mean.value == pytest.approx(mean(of.values()))
        assert one.pooled.value == pytest.approx(f1(counts.values(), kind))
        by_label = {
            label: mean(
                f1((held for (_, this, named), held in counts.items() if (this, named) == (pair, label)), kind)
                for pair in pairs
            )
            for label in labels
        }
        assert {label: value.value for label, value in one.labels.items()} == pytest.approx(by_label)
    check_alphas(found, work, labels)


def check_alphas(found: Figures, work: Work, labels: list[str]) -> None:
    articles = [
        (drawn.LENGTH, {who: spans for (this, who), spans in compared(work).items() if this == article})
        for article in sorted({article for article, _ in compared(work)})
    ]
    layered = slow_alpha.layered(articles, labels)
    assert found.alpha["layered_u"].value == pytest.approx(None if layered is None else float(layered))
    if any(a[0] < b[1] and b[0] < a[1] for spans in compared(work).values() for a, b in combinations(spans, 2)):
        assert {found.alpha[name].value for name in ("u", "binary_u", "cu")} == {None}
        return
    plain = {name: None if one is None else float(one) for name, one in slow_alpha.figures(articles, labels).items()}
    shown: dict[str, float | None] = {name: found.alpha[name].value for name in ("u", "binary_u", "cu")}
    for label, (ku, coverage) in found.labels.items():
        shown |= {f"ku {label}": ku.value, f"coverage {label}": coverage.value}
    assert shown == pytest.approx(plain)


@given(drawn.works)
def test_all_figures_are_those_of_the_plain_way(work: Work) -> None:
    check(figures(table_of(done(work))), work)


@given(st.integers(0, 2**32))
@settings(max_examples=20)
def test_figures_of_spans_that_do_not_overlap_are_those_of_the_plain_way(seed: int) -> None:
    work: Work = {}
    for key, spans in drawn.many(4, seed).items():
        kept = work.setdefault(key, [])
        for span in sorted(spans):
            if not kept or span[0] >= kept[-1][1]:
                kept.append(span)
    check(figures(table_of(done(work))), work)


def test_every_undefined_figure_has_a_reason() -> None:
    for work in ({}, {("x", "ana"): []}, {("x", "ana"): [], ("x", "ben"): []}):
        found = figures(table_of(done(work)), resample=True)
        values = [*found.alpha.values(), *(v for one in found.f1.values() for v in (one.mean, one.pooled))]
        values += [value for one in found.f1.values() for value in one.pairs.values()]
        assert all(value.value is None and value.reason for value in values)


def test_intervals_hold_the_figure_and_lines_belong_to_alphas_alone() -> None:
    work = drawn.many(60, seed=4)
    found = figures(table_of(done(work, random.Random(3))), resample=True)
    f1s = [value for one in found.f1.values() for value in (one.mean, one.pooled, *one.pairs.values())]
    alphas = [found.alpha["layered_u"], *(one.alpha for one in found.article_labels.values())]
    for value in [*f1s, *alphas]:
        assert value.value is not None
        assert value.low is not None
        assert value.high is not None
        assert value.low < value.value < value.high <= 1
    assert all(value.low >= 0 and value.below_667 is None for value in f1s if value.low is not None)
    assert all(0 <= (value.below_667 or 0) <= (value.below_800 or 0) <= 1 for value in alphas)
    assert figures(table_of(done(work))).f1["exact"].mean.reason == "no interval yet: it is being worked out"


def test_too_few_articles_have_no_interval() -> None:
    work = {(f"a{at}", who): [(0, 5, "A")] for at in range(4) for who in ("ana", "ben")}
    value = figures(table_of(done(work)), resample=True).f1["exact"].mean
    assert (value.value, value.low, value.reason) == (1.0, None, "no interval: it takes 5 articles or more")


def test_many_annotators_and_labels_are_resampled_in_parts() -> None:
    chance = random.Random(1)
    work = {
        (f"{at:03}", f"p{who:02}"): [(s, s + 3, chance.choice("ABCDEFGHIJ")) for s in range(0, 12, 3)]
        for at in range(30)
        for who in range(8)
    }
    people = sorted({who for _, who in work})
    found = figures(table_of(done(work)), resample=True, people=people)
    assert len(found.f1["exact"].pairs) == 28
    assert all(value.low is not None for value in found.f1["exact"].labels.values())
    assert found.f1["exact"].mean.low is not None


def test_a_trend_goes_by_the_time_of_finishing() -> None:
    work: Work = {}
    for at in range(30):
        work[f"{at:03}", "ana"] = [(0, 5, "A")]
        work[f"{at:03}", "ben"] = [(0, 5, "A") if at < 20 else (6, 9, "A")]
    table = table_of(done(work))
    ends = {int.from_bytes(f"{at:03}".encode(), "big") % 1000: 86_400_000 * (29 - at) for at in range(30)}
    points = assembled(table, [(one, one) for one in PEOPLE[:2]], {}, ends, resample=False).trend
    assert [point.articles for point in points] == [*range(5, 20), *[20] * 11]
    assert [point.at for point in points][-1] == "1970-01-30T00:00:00Z"
    assert (points[0].value, points[-1].value) == (0.0, 1.0)
    assert [point.value for point in points] == sorted(point.value for point in points)
    assert all(0 <= point.low <= point.value <= point.high <= 1 for point in points)
    assert points[10].low < points[10].value < points[10].high


@given(drawn.works, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_counts_come_out_of_their_bytes_as_they_went_in(work: Work, chance: random.Random) -> None:
    table = table_of(done(work, chance))
    kept = dict(encode(table, table.people))
    again = decode(kept)
    assert again.people == table.people
    assert rows(again) == rows(table)
    assert figures(again) == figures(table)


@given(drawn.works, drawn.works, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_an_article_counted_anew_takes_the_place_of_the_old_one(old: Work, new: Work, chance: random.Random) -> None:
    before, after = done(old, chance), done(new, chance)
    table, fresh = table_of(before), table_of(after)
    figures(table)
    for number in [*table.people]:
        table.drop([number])
    assert not any(held for held in rows(table).values())
    table.add(fresh)
    assert rows(table) == rows(fresh)
    assert figures(table) == figures(fresh)


def test_counts_of_one_article_are_the_same_alone_and_among_others() -> None:
    work = drawn.many(12, seed=9)
    table = table_of(done(work))
    joint = Table()
    for article in sorted({article for article, _ in work}):
        joint.add(table_of(done({key: spans for key, spans in work.items() if key[0] == article})))
    assert rows(joint) == rows(table)
    assert figures(joint) == figures(table)


def broken(blob: bytes) -> Mapping[str, object]:
    """Return bytes that a stranger may have put there, some with a check that fits."""

    def sealed(body: bytes) -> bytes:
        return body[:4] + struct.pack("<I", zlib.crc32(body[8:])) + body[8:]

    names = blob.index(b"[")
    return {
        "empty": b"", "short": blob[:20], "cut": blob[:-1], "long": blob + b"\0", "text": "x" * len(blob),
        "nothing": None,
        "magic": b"NAC9" + blob[4:], "flipped": blob[:-1] + bytes([blob[-1] ^ 1]), "pickle": b"\x80\x04N." * 20,
        "names": sealed(blob[:names] + b"{" + blob[names + 1 :]),
        "numbers as names": sealed(blob.replace(b'"ana"', b"12345", 1)),
        "deep": sealed(blob[:names] + b"[" * 20 + blob[names + 20 :]),
        "people": sealed(blob[:8] + struct.pack("<H", 60000) + blob[10:]),
        "sizes": sealed(blob[:14] + b"\xff" * (4 * len(FAMILIES)) + blob[14 + 4 * len(FAMILIES) :]),
        "nan": sealed(blob.replace(struct.pack("<d", 28.0), struct.pack("<d", float("nan")), 1)),
        "huge": sealed(blob.replace(struct.pack("<d", 28.0), struct.pack("<d", 1e300), 1)),
        "place": sealed(blob[:-8] + b"\xff" * 8),
    }  # fmt: skip


def test_bytes_of_a_stranger_are_left_out_and_those_beside_them_stand() -> None:
    work: Work = {("x", "ana"): [(0, 3, "A")], ("x", "ben"): [(1, 4, "B")], ("y", "ana"): [], ("y", "ben"): []}
    table = table_of(done(work))
    kept = dict(encode(table, table.people))
    one, other = sorted(kept, key=lambda number: -len(kept[number]))
    for what, bytes_ in broken(kept[one]).items():
        assert bytes_ != kept[one], what
        found = decode({one: bytes_, other: kept[other]})  # type: ignore[dict-item]
        assert set(found.people) == {other}, what
        assert {row[0] for held in rows(found).values() for row in held} == {other}, what
        figures(found)


def test_sound_bytes_with_counts_that_make_no_sense_break_nothing() -> None:
    work: Work = {(f"x{at}", who): [(at, at + 3, "A")] for at in range(6) for who in ("ana", "ben")}
    table = table_of(done(work))
    number = min(table.people)
    table.put("valued", np.asarray([number]), [("Z", "k")], np.asarray([0]), np.asarray([[1, 2]]))
    found = figures(decode(dict(encode(table, table.people))))
    assert not found.attributes
    assert found == figures(table_of(done(work)))
    table.put("used", np.asarray([number]), [("ana", "Z")], np.asarray([0]), np.asarray([[-1]]))
    assert number not in decode(dict(encode(table, table.people))).people


def test_counts_too_large_for_the_bytes_are_not_kept() -> None:
    work: Work = {(one, who): [(0, 3, "A")] for one in "xyz" for who in ("ana", "ben")}
    table = table_of(done(work))
    one, other, third = sorted(table.people)
    table.put("swaps", np.asarray([one]), [("ana", "ben", "A", "B")], np.asarray([0]), np.asarray([[2**31]]))
    keys = [("A", "k", str(at)) for at in range(2**16)]
    table.put("values", np.full(len(keys), other), keys, np.arange(len(keys)), np.ones((len(keys), 2)))
    assert list(dict(encode(table, [one, other, third]))) == [third]


@pytest.mark.parametrize("seed", range(3))
def test_intervals_do_not_depend_on_which_value_came_first(seed: int) -> None:
    chance, values = random.Random(seed), list("abcde")
    told = done({(f"x{at}", who): [] for at in range(9) for who in PEOPLE})
    one = table_of(replace(told, answers=[Answer(at // 4, "topic", chance.choice(values)) for at in range(36)]))
    found = figures(one, resample=True)
    for _ in range(4):
        chance.shuffle(values)
        other = Table()
        other.keys["answers"] = {("topic", f'"{value}"'): place for place, value in enumerate(values)}
        other.add(one)
        assert figures(other, resample=True) == found


@pytest.mark.parametrize("articles", [9, 25])
@pytest.mark.parametrize(("holding", "some"), [(1, False), (4, False), (5, True)])
def test_a_label_that_few_articles_hold_has_no_interval(articles: int, holding: int, some: bool) -> None:
    work: Work = {}
    for at in range(articles):
        rare = [(6, 8, "B")] if at < holding else []
        work[f"{at:02}", "ana"] = [(0, 4, "A"), *rare]
        work[f"{at:02}", "ben"] = [(0, 4 + at % 2, "A"), *([(6, 8 + at % 2, "B")] if rare else [])]
    work["alone", "ana"] = [(6, 8, "B")]  # nobody else finished it, so it tells nothing
    found = figures(table_of(done(work)), resample=True)
    for value in (*(found.f1[kind].labels["B"] for kind in KINDS), *found.labels["B"]):
        assert value.value is not None
        assert (value.low is not None) is some
        assert (value.below_667 is None) or some
        assert some or value.reason == "no interval: the label stands in fewer than 5 articles"
    assert found.f1["exact"].labels["A"].low is not None
