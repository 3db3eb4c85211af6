"""What annotators marked, as columns of numbers: all that the figures are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The spans of some annotators on the articles that they finished; an article without spans is data too.

    `lengths` counts the code points of each article, `finished` has a row for each article and a column for each
    annotator. The other columns have an entry for each span: places in `articles`, `annotators` and `labels`, and
    `start` and `end` in code points, half-open. Only spans of finished articles stand here, in any order.
    """

    articles: tuple[str, ...]
    lengths: Ints
    annotators: tuple[str, ...]
    finished: Bools
    labels: tuple[str, ...]
    article: Ints
    annotator: Ints
    label: Ints
    start: Ints
    end: Ints

    @staticmethod
    def build(
        lengths: Mapping[str, int],
        work: Mapping[tuple[str, str], Iterable[tuple[int, int, str]]],
        labels: Iterable[str] = (),
    ) -> Marks:
        """Return the marks of (article, annotator) -> [(start, end, label)], where every key is a finished article.

        `lengths` is article -> code points; `labels` are those to be there even where nobody used them.
        """
        listed = [(key, span) for key, spans in work.items() for span in spans]
        articles, annotators = sorted(lengths), sorted({who for _, who in work})
        named = sorted({*labels, *(span[2] for _, span in listed)})
        place, person = _places(articles), _places(annotators)
        kind = _places(named)
        finished = np.zeros((len(articles), len(annotators)), dtype=bool)
        for article, who in work:
            finished[place[article], person[who]] = True
        return Marks(
            tuple(articles), _ints([lengths[one] for one in articles]), tuple(annotators), finished, tuple(named),
            _ints([place[article] for (article, _), _ in listed]), _ints([person[who] for (_, who), _ in listed]),
            _ints([kind[span[2]] for _, span in listed]), _ints([span[0] for _, span in listed]),
            _ints([span[1] for _, span in listed]),
        )  # fmt: skip

    def within(self, article: int) -> Marks:
        """Return the marks of one article alone, by its place."""
        mine = self.article == article
        return Marks(
            (self.articles[article],), self.lengths[article : article + 1], self.annotators,
            self.finished[article : article + 1], self.labels, np.zeros(int(mine.sum()), dtype=np.int64),
            self.annotator[mine], self.label[mine], self.start[mine], self.end[mine],
        )  # fmt: skip


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _ints(values: Sequence[int]) -> Ints:
    return np.asarray(values, dtype=np.int64)
