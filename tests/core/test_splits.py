from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import splits

SHARES = (80, 10, 10)
ids = st.text("abcdef0123456789-é", min_size=1, max_size=12)
corpora = st.dictionaries(ids, st.sampled_from([f"s{n}" for n in range(12)]) | ids, max_size=40)
days = st.sampled_from(["", "2031", "2031-04", "2031-04-02", "2031-05-01", "2031-05-09", "2031-06-01", "2032-01-01"])


@given(corpora, corpora, st.integers(0, 9))
def test_what_is_added_moves_nothing_and_no_story_is_cut(
    corpus: dict[str, str], more: dict[str, str], seed: int
) -> None:
    before = splits.assign(corpus, SHARES, seed)
    after = splits.assign({**more, **corpus}, SHARES, seed)
    assert {article: after[article] for article in corpus} == before
    sides: dict[str, set[str]] = {}
    for article, story in {**more, **corpus}.items():
        sides.setdefault(story, set()).add(after[article])
    assert all(len(side) == 1 for side in sides.values())


@given(st.dictionaries(ids, days, max_size=40), st.dictionaries(ids, days, max_size=40))
def test_with_the_same_cuts_nothing_that_is_added_moves_another_story(
    corpus: dict[str, str], more: dict[str, str]
) -> None:
    cuts = splits.cut_dates({a: a for a in corpus}, corpus, SHARES)
    splits.check_cuts(cuts)
    before = splits.assign_by_date({a: a for a in corpus}, corpus, cuts)
    whole = {**more, **corpus}
    after = splits.assign_by_date({a: a for a in whole}, whole, cuts)
    assert {article: after[article] for article in corpus} == before


def test_shares_are_met_and_another_seed_is_another_throw() -> None:
    corpus = {f"a{n}": f"a{n}" for n in range(20_000)}
    found = splits.assign(corpus, SHARES, 1)
    counts = Counter(found.values())
    assert abs(counts["train"] - 16_000) < 300
    assert abs(counts["dev"] - 2_000) < 200
    assert abs(counts["test"] - 2_000) < 200
    assert splits.assign(corpus, SHARES, 2) != found
    assert set(splits.assign(corpus, (100, 0, 0)).values()) == {"train"}
    assert set(splits.assign(corpus, (0, 0, 100)).values()) == {"test"}
    assert set(splits.assign(corpus, (0, 100, 0)).values()) == {"dev"}


def test_a_place_is_known_for_good() -> None:
    """The rule is written in every card: a change of it would move the stories of every dataset."""
    found = {n: split for n in range(40) if (split := splits.place(f"story {n}", SHARES, 1)) != "train"}
    assert found == {7: "dev", 11: "dev", 14: "test", 38: "dev"}


@pytest.mark.parametrize("shares", [(80, 10), (80, 10, 11), (110, -10, 0), (0, 0, 0)])
def test_no_shares(shares: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="are no shares: give percent"):
        splits.check_shares(shares)


def test_by_date_the_newest_are_test() -> None:
    days = {f"a{n:02}": f"2031-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(100)}
    stories = {article: article for article in days}
    cuts = splits.cut_dates(stories, days, SHARES)
    assert cuts == (days["a80"], days["a90"])
    assert Counter(splits.assign_by_date(stories, days, cuts).values()) == {"train": 80, "dev": 10, "test": 10}


def test_a_story_over_a_cut_goes_where_its_first_article_goes() -> None:
    days = {"first": "2031-04-30", "copy": "2031-06-02", "late": "2031-06-02", "bare": "", "mate": "2031-05-05"}
    stories = {"first": "w", "copy": "w", "late": "late", "bare": "m", "mate": "m"}
    found = splits.assign_by_date(stories, days, ("2031-05-01", "2031-06-01"))
    assert found == {"first": "train", "copy": "train", "late": "test", "bare": "train", "mate": "train"}
    assert splits.assign_by_date({"x": "x"}, {}, ("2031-05-01", "2031-06-01")) == {"x": "train"}


@given(st.lists(st.tuples(st.sampled_from("vwxyz"), days), max_size=20), st.integers(0, 20))
def test_with_the_same_cuts_no_copy_that_comes_later_moves_its_story(
    arrivals: list[tuple[str, str]], before: int
) -> None:
    stories = {str(n): story for n, (story, _) in enumerate(arrivals)}
    dated = {str(n): day for n, (_, day) in enumerate(arrivals)}
    cuts = ("2031-05-01", "2031-06-01")
    first = dict(list(stories.items())[:before])
    then, now = splits.assign_by_date(first, dated, cuts), splits.assign_by_date(stories, dated, cuts)
    assert {article: now[article] for article in first} == then


def test_cut_dates_of_shares_without_a_part() -> None:
    days = {f"a{n}": f"2031-01-{n + 1:02}" for n in range(10)}
    stories = {article: article for article in days}
    for shares, expected in (
        ((100, 0, 0), {"train": 10}), ((80, 0, 20), {"train": 8, "test": 2}), ((70, 30, 0), {"train": 7, "dev": 3}),
        ((0, 50, 50), {"dev": 5, "test": 5}),
    ):  # fmt: skip
        cuts = splits.cut_dates(stories, days, shares)
        assert Counter(splits.assign_by_date(stories, days, cuts).values()) == expected, shares
    assert splits.cut_dates({}, {}, SHARES)[1] == "9999-12-31"


@pytest.mark.parametrize("cuts", [("2031-06-01", "2031-05-01"), ("May", "2031-06-01"), ("", ""), ("2031-5-1", "2032")])
def test_no_cut_dates(cuts: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="are no cut dates"):
        splits.check_cuts(cuts)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2031-05-02T10:00:00Z", "2031-05-02"), ("2031-05", "2031-05"), ("2031", "2031"), ("", ""), ("yesterday", ""),
        ("02.05.2031", ""),
    ],
)  # fmt: skip
def test_the_day_of_a_date(written: str, day: str) -> None:
    assert splits.day_of(written) == day


def test_balance_finds_a_seed_that_shares_a_rare_label() -> None:
    stories = {f"s{n}": {"common": 5, **({"rare": 1} if n % 20 == 0 else {})} for n in range(200)}
    seed, found = splits.best_seed(stories, SHARES, 1, 60)
    assert found < splits.evenness(_counts(stories, 1), SHARES)
    assert _counts(stories, seed)["test"]["rare"] == 1
    assert splits.best_seed({}, SHARES, 7) == (7, 0.0)


def _counts(stories: dict[str, dict[str, int]], seed: int) -> dict[str, Counter[str]]:
    out: dict[str, Counter[str]] = {split: Counter() for split in splits.SPLITS}
    for story, labels in stories.items():
        out[splits.place(story, SHARES, seed)].update(labels)
    return out


def test_what_is_lacking_is_told() -> None:
    counts = {"train": {"a": 900, "b": 70}, "dev": {"a": 100}, "test": {}}
    told = splits.lacking(counts, {"train": 9, "dev": 1, "test": 0}, ["a", "b", "c"])
    assert told == ["test holds no article.", "dev has no b."]
    assert splits.uneven({"train": {"a": 60}, "dev": {"a": 40}, "test": {"a": 1}}, SHARES) == [
        "a is shared unevenly: dev 39.6 % (10 % asked), test 1.0 % (10 % asked)."
    ]
    assert splits.uneven({"train": {"a": 30}, "dev": {"a": 10}, "test": {}}, SHARES) == []


def test_only_days_that_can_be_are_cuts_or_days() -> None:
    splits.check_cuts(("2031", "2031-12-31"))
    for wrong in (("2031-13-01", "2031-14-01"), ("2031-00", "2031-01"), ("2031-01-32", "2031-02"), ("٢٠٣١", "٢٠٣٢")):
        with pytest.raises(ValueError, match="no cut dates"):
            splits.check_cuts(wrong)
    assert [splits.day_of(told) for told in ("2031-13-45", "2031-02-31T10:00", "31 May")] == ["2031", "2031-02-31", ""]
