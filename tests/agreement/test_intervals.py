"""Intervals over articles: the jackknife and the bootstrap against what is known of a mean, and their limits."""

from __future__ import annotations

import numpy as np
import pytest

from annotator.agreement import intervals, unitizing
from annotator.agreement.intervals import below, bootstrap, why_none
from annotator.agreement.marks import Floats, Marks


def mean(sums: Floats) -> Floats:
    """Return the mean of the first column where the second one counts the rows."""
    return sums[:, :1] / sums[:, 1:2]


def defined_mean(sums: Floats) -> Floats:
    """Return first over second column, nan where the second is 0."""
    found = np.full((len(sums), 1), np.nan)
    np.divide(sums[:, :1], sums[:, 1:2], out=found, where=sums[:, 1:2] != 0)
    return found


def sample(rows: int, seed: int = 1) -> Floats:
    """Return numbers around .5 beside ones."""
    return np.stack([np.random.default_rng(seed).normal(0.5, 0.05, rows), np.ones(rows)], axis=1)


@pytest.mark.parametrize(("freedom", "share", "printed"), [
    (1, 0.975, 12.706), (2, 0.975, 4.303), (4, 0.975, 2.776), (5, 0.95, 2.015), (9, 0.975, 2.262), (18, 0.975, 2.101),
    (18, 0.025, -2.101), (10, 0.5, 0.0), (30, 0.995, 2.750),
])  # fmt: skip
def test_quantiles_of_t_as_tables_print_them(freedom: int, share: float, printed: float) -> None:
    found = float(intervals.t_quantile(np.array([share]), freedom)[0])
    assert found == pytest.approx(printed, abs=5e-4)
    assert float(intervals.t_cdf(np.array([found]), freedom)[0]) == pytest.approx(share, abs=1e-12)


@pytest.mark.parametrize("rows", [5, 12, 19])
def test_a_mean_of_few_articles_has_the_classic_interval_of_t(rows: int) -> None:
    columns = sample(rows)
    low, high, draws = bootstrap(columns, mean)
    centre, error = columns[:, 0].mean(), columns[:, 0].std(ddof=1) / np.sqrt(rows)
    reach = float(intervals.t_quantile(np.array([0.975]), rows - 1)[0]) * error
    assert (low[0], high[0]) == pytest.approx((centre - reach, centre + reach), abs=1e-12)
    assert below(draws, centre)[0] == pytest.approx(0.5, abs=1e-3)
    assert below(draws, low[0])[0] == pytest.approx(0.025, abs=1e-3)


@pytest.mark.parametrize("rows", [20, 400])
def test_a_mean_of_many_articles_has_the_interval_of_its_standard_error(rows: int) -> None:
    columns = sample(rows)
    low, high, draws = bootstrap(columns, mean)
    centre, error = columns[:, 0].mean(), columns[:, 0].std() / np.sqrt(rows)
    assert draws.shape == (2000, 1)
    assert (low[0], high[0]) == pytest.approx((centre - 1.96 * error, centre + 1.96 * error), abs=0.2 * error)
    assert below(draws, centre - error)[0] == pytest.approx(0.159, abs=0.03)


def test_percentiles_are_those_of_the_defined_draws() -> None:
    columns = sample(60)
    columns[2:] = 0
    low, high, draws = bootstrap(columns, defined_mean)
    assert 0 < np.isnan(draws).mean() < 0.5
    assert (low[0], high[0]) == pytest.approx(tuple(np.nanpercentile(draws, [2.5, 97.5])), abs=1e-12)
    known = draws[~np.isnan(draws)]
    assert below(draws, columns[0, 0])[0] == pytest.approx((known < columns[0, 0]).mean())


@pytest.mark.parametrize("rows", [0, 1, 4])
def test_under_five_articles_there_is_no_interval(rows: int) -> None:
    low, high, draws = bootstrap(sample(rows), defined_mean)
    assert np.isnan([low[0], high[0], below(draws, 0.8)[0]]).all()
    assert why_none(rows) == "no interval: it takes 5 articles or more"


@pytest.mark.parametrize("rows", [8, 40])
def test_an_undefined_figure_has_no_interval_and_harms_no_other(rows: int) -> None:
    columns = np.hstack([sample(rows), np.zeros((rows, 2))])

    def both(sums: Floats) -> Floats:
        return np.hstack([mean(sums), defined_mean(sums[:, 2:])])

    low, high, draws = bootstrap(columns, both)
    assert np.isnan([low[1], high[1], below(draws, 0.8)[1]]).all()
    alone = bootstrap(columns[:, :2], mean)
    assert (low[0], high[0]) == (alone.low[0], alone.high[0])


def test_a_figure_that_most_resamples_lack_has_no_interval() -> None:
    def only_where_both_are_drawn(sums: Floats) -> Floats:
        return np.where((sums[:, 2:3] > 0) & (sums[:, 3:4] > 0), mean(sums), np.nan)

    columns = np.hstack([sample(30), np.eye(30, 2)])
    low, high, draws = bootstrap(columns, only_where_both_are_drawn)
    assert np.isnan([low[0], high[0]]).all()
    assert np.isnan(draws).all()
    assert why_none(30) == "no interval: too few articles bear on this figure"


def test_a_figure_that_rests_on_one_of_few_articles_has_no_interval() -> None:
    columns = sample(9)
    columns[1:] = 0
    low, high, draws = bootstrap(columns, defined_mean)
    assert np.isnan([low[0], high[0], below(draws, 0.8)[0]]).all()
    assert "without one of the articles" in why_none(9)


def test_where_the_figure_is_undefined_its_resamples_make_no_interval() -> None:
    def undefined_at_one(sums: Floats) -> Floats:
        return np.where(sums[:, 2:3] == 1, np.nan, mean(sums))

    low, high, draws = bootstrap(np.hstack([sample(30), np.eye(30, 1)]), undefined_at_one)
    assert np.isnan([low[0], high[0]]).all()
    assert np.isnan(draws).all()


@pytest.mark.parametrize("rows", [6, 30])
def test_an_interval_stays_in_the_range_of_its_figure(rows: int) -> None:
    columns = sample(rows)
    low, high, _ = bootstrap(columns * [20, 1], mean, floor=0.0)
    assert (low[0], high[0]) == (1.0, 1.0)
    low, high, _ = bootstrap(columns * [-20, 1], mean, floor=0.0)
    assert (low[0], high[0]) == (0.0, 0.0)
    two = bootstrap(columns * [-20, 1], lambda sums: np.repeat(mean(sums), 2, axis=1), floor=np.array([0, -np.inf]))
    assert two.low[0] == 0.0 > two.low[1]


@pytest.mark.parametrize("rows", [7, 25])
def test_full_agreement_leaves_an_interval_of_one_point(rows: int) -> None:
    low, high, draws = bootstrap(np.ones((rows, 2)), mean)
    assert (low[0], high[0]) == (1.0, 1.0)
    assert below(draws, 0.8)[0] == 0.0


@pytest.mark.parametrize("rows", [11, 64])
def test_neither_the_order_of_articles_nor_that_of_columns_changes_an_interval(rows: int) -> None:
    chance = np.random.default_rng(3)
    columns = np.hstack([sample(rows), sample(rows, seed=2)])
    wanted = bootstrap(columns, lambda sums: mean(sums) + mean(sums[:, 2:]), ceiling=9)
    mixed = bootstrap(columns[chance.permutation(rows)], lambda sums: mean(sums) + mean(sums[:, 2:]), ceiling=9)
    swapped = bootstrap(columns[:, [2, 3, 0, 1]], lambda sums: mean(sums) + mean(sums[:, 2:]), ceiling=9)
    for other in (mixed, swapped):
        assert (other.low[0], other.high[0]) == pytest.approx((wanted.low[0], wanted.high[0]), abs=1e-12)
        assert other.draws == pytest.approx(wanted.draws, abs=1e-12)


def test_fewer_resamples_than_a_chunk_and_another_seed() -> None:
    columns = sample(30)
    assert bootstrap(columns, mean, resamples=7).draws.shape == (7, 1)
    assert bootstrap(columns, mean, resamples=150).draws.shape == (150, 1)
    assert not np.array_equal(bootstrap(columns, mean, seed=5).draws, bootstrap(columns, mean).draws)


def test_each_resample_draws_as_many_articles_as_there_are() -> None:
    draws = bootstrap(sample(33), lambda sums: sums[:, 1:], ceiling=99).draws
    assert set(draws[:, 0]) == {33.0}


def test_alphas_of_many_articles_have_intervals_around_them() -> None:
    chance = np.random.default_rng(8)
    lengths = {f"d{place:02}": 200 for place in range(30)}
    work = {}
    for article in lengths:
        starts = [(at, at + 10, chance.choice(["A", "B"])) for at in range(0, 200, 40)]
        work[article, "p"] = starts
        work[article, "q"] = [(a + int(chance.integers(0, 4)), b, label) for a, b, label in starts]
    rows = unitizing.counts(Marks.build(lengths, work))

    def alphas(sums: Floats) -> Floats:
        found = unitizing.alphas(sums, 2)
        return np.stack([found["u"], found["layered_u"], found["cu"]], axis=-1)

    value = alphas(rows.columns.sum(axis=0)[None, :])[0]
    low, high, draws = bootstrap(rows.columns, alphas)
    assert (low[:2] < value[:2]).all()
    assert (value[:2] < high[:2]).all()
    assert (low[2], high[2]) == (1.0, 1.0), "labels agree wherever both marked"
    assert below(draws, intervals.LINES[0])[2] == 0.0
