"""From what annotators did to the counts of every article: all that can be added up, in one go over many articles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from annotator.agreement import bias, f1, links, matching, nominal, unitizing
from annotator.agreement.links import Link
from annotator.agreement.marks import Ints, Marks
from annotator.agreement.table import Key, Table


class Given(NamedTuple):
    """A value that somebody gave a span; `article` is a place in the marks, `copy` tells equal spans of one apart."""

    article: int
    label: str
    key: str
    start: int
    end: int
    copy: int
    value: Any


class Answer(NamedTuple):
    """What somebody answered about an article, by its place in the marks."""

    article: int
    key: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """What was done in some articles. `numbers` are those of the marks' articles, which two or more people finished.

    `links` is (article, annotator), both by place, -> relations. `gold` are the marks of the articles that gold and
    one or more people finished, with the gold layer as the last annotator; `gold_numbers` are their numbers.
    """

    numbers: Ints
    marks: Marks
    values: Sequence[Given] = ()
    answers: Sequence[Answer] = ()
    links: Mapping[tuple[int, int], Sequence[Link]] = field(default_factory=dict)
    gold_numbers: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    gold: Marks | None = None


def counted(done: Done) -> Table:
    """Return the counts of these articles; an article's counts are the same whatever others stand beside it."""
    table = Table()
    marks, numbers = done.marks, done.numbers
    labels, people = _single(marks.labels), _single(marks.annotators)
    every = np.arange(len(numbers))
    table.put("article", numbers, [()], np.zeros_like(every), marks.lengths)
    where, who = np.nonzero(marks.finished)
    table.put("finished", numbers[where], people, who, np.ones(len(who)))
    where, used, many = _counted(marks.article, marks.annotator * len(labels) + marks.label)
    table.put("used", numbers[where], _keys(people, labels), used, many)
    _put_units(table, done, labels)
    pairs = _pairs(marks)
    lined_up = matching.Table.of(marks)
    spans = f1.counts(marks, lined_up)
    place = spans.pair * len(labels) + spans.label
    table.put("spans", numbers[spans.article], _keys(pairs, labels), place, spans.counts)
    found = links.counts(marks.finished, done.links)
    types = _single(found.types)
    table.put("links", numbers[found.article], _keys(pairs, types), found.pair * len(types) + found.type, found.counts)
    _put_bias(table, done, bias.counts(marks, lined_up), pairs, labels)
    _put_values(table, done)
    _put_answers(table, done)
    if done.gold is not None:
        _put_gold(table, done.gold, done.gold_numbers)
    return table


def _put_units(table: Table, done: Done, labels: list[Key]) -> None:
    units = unitizing.counts(done.marks).columns
    head = units.shape[1] - 6 * len(labels)
    some = np.flatnonzero(units[:, :head].any(axis=1))
    table.put("set", done.numbers[some], [()], np.zeros_like(some), units[some, :head])
    by_label = units[:, head:].reshape(len(units), 6, len(labels)).transpose(0, 2, 1)
    where, label = np.nonzero(by_label.any(axis=2))
    table.put("unit", done.numbers[where], labels, label, by_label[where, label])


def _put_bias(table: Table, done: Done, rows: bias.BiasRows, pairs: list[Key], labels: list[Key]) -> None:
    table.put("edges", done.numbers[rows.article], pairs, rows.pair, rows.counts)
    code = (rows.swap_pair * len(labels) + rows.swap_first) * len(labels) + rows.swap_second
    where, swapped, many = _counted(rows.swap_article, code)
    used = np.unique(swapped)
    keys = [
        (*pairs[one // len(labels) ** 2], *labels[one // len(labels) % len(labels)], *labels[one % len(labels)])
        for one in used.tolist()
    ]
    table.put("swaps", done.numbers[where], keys, np.searchsorted(used, swapped), many)


def _put_values(table: Table, done: Done) -> None:
    units: dict[tuple[int, str, str], dict[tuple[int, int, int], list[Any]]] = {}
    for article, label, key, start, end, copy, value in done.values:
        units.setdefault((article, label, key), {}).setdefault((start, end, copy), []).append(value)
    found, rows = [], []
    for (article, label, key), values in units.items():
        paired = [unit for unit in values.values() if len(unit) > 1]
        rows.append((article, (label, key), (len(paired), sum(map(len, paired)))))
        found += [(article, (label, key, *row[0]), row[1]) for row in _paired(paired)]
    _put(table, "valued", done.numbers, rows)
    _put(table, "values", done.numbers, found)


def _put_answers(table: Table, done: Done) -> None:
    units: dict[tuple[int, str], list[Any]] = {}
    for article, key, value in done.answers:
        units.setdefault((article, key), []).append(value)
    _put(table, "answered", done.numbers, [(at, (key,), (len(unit) > 1,)) for (at, key), unit in units.items()])
    rows = [(at, (key, *row[0]), row[1]) for (at, key), unit in units.items() for row in _paired([unit])]
    _put(table, "answers", done.numbers, rows)


def _paired(units: Iterable[Sequence[Any]]) -> list[tuple[Key, tuple[float, float]]]:
    """Return for each value how often it was paired with any value, and how often with another one."""
    found: dict[str, list[float]] = {}
    for (one, other), many in nominal.coincidences(units).items():
        sums = found.setdefault(one, [0.0, 0.0])
        sums[0] += many
        sums[1] += many * (one != other)
    return [((value,), (sums[0], sums[1])) for value, sums in found.items()]


def _put_gold(table: Table, marks: Marks, numbers: Ints) -> None:
    labels, people = _single(marks.labels), _single(marks.annotators[:-1])
    gold = len(people)
    where, who = np.nonzero(marks.finished[:, :gold])
    table.put("with_gold", numbers[where], people, who, np.ones(len(who)))
    spans = f1.counts(marks)
    first, second = (np.asarray([pair[side] for pair in f1.pairs(gold + 1)], dtype=np.int64) for side in (0, 1))
    mine = second[spans.pair] == gold
    place = first[spans.pair[mine]] * len(labels) + spans.label[mine]
    table.put("gold", numbers[spans.article[mine]], _keys(people, labels), place, spans.counts[mine])


def _put(table: Table, family: str, numbers: Ints, rows: Sequence[tuple[int, Key, tuple[float, ...]]]) -> None:
    keys = list({key: None for _, key, _ in rows})
    places = {key: place for place, key in enumerate(keys)}
    articles = np.asarray([article for article, _, _ in rows], dtype=np.int64)
    place = np.asarray([places[key] for _, key, _ in rows], dtype=np.int64)
    if rows:
        table.put(family, numbers[articles], keys, place, np.asarray([values for _, _, values in rows]))


def _counted(article: Ints, code: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the articles and codes that occur together, and how often they do."""
    size = int(code.max()) + 1 if len(code) else 1
    joint = article * size + code
    if len(joint) and int(joint.max()) < 4 * len(joint):  # few enough to count them without sorting
        every = np.bincount(joint)
        found = np.flatnonzero(every)
        many = every[found]
    else:
        found, many = np.unique(joint, return_counts=True)
    return found // size, found % size, many


def _single(names: Sequence[str]) -> list[Key]:
    return [(name,) for name in names]


def _pairs(marks: Marks) -> list[Key]:
    return [(marks.annotators[i], marks.annotators[j]) for i, j in f1.pairs(len(marks.annotators))]


def _keys(first: Sequence[Key], second: Sequence[Key]) -> list[Key]:
    return [one + other for one, other in product(first, second)]
