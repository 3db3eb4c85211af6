"""Which articles may be copies of each other, by their sketches alone: numbers of a whole corpus, so with numpy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from annotator.news.copies import BANDS, DAYS, PERMUTATIONS, Sketch

Ints = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint16]

_NEAR = 4  # in a crowd of one band each is compared with so many neighbours; joined groups make up for the rest
_LIKELY = 0.15  # estimated containment under which no text is read: the estimate is off by 0.05 or so
_TOGETHER = 1 << 15
_UNKNOWN = -(10**6)


@dataclass(frozen=True, slots=True)
class Sketches:
    """The sketches of all long articles, by number; `days` since year 1, or far away where the date is not known."""

    articles: Ints
    words: Ints
    days: Ints
    marks: Marks
    exact: dict[int, list[int]]

    @staticmethod
    def of(found: Iterable[tuple[int, Sketch]], dates: Mapping[int, str]) -> Sketches:
        """Take (number, sketch) by number, and number -> date (YYYY-MM-DD)."""
        articles, words, marks = [], [], bytearray()
        exact: dict[int, list[int]] = {}
        for pk, one in found:
            if one.marks:
                articles.append(pk)
                words.append(one.words)
                marks += one.marks
                exact.setdefault(one.exact, []).append(pk)
        days = [_day(dates.get(pk, "")) for pk in articles]
        table = np.frombuffer(bytes(marks), dtype=np.dtype("<u2")).reshape(-1, PERMUTATIONS)
        same = {key: held for key, held in exact.items() if len(held) > 1}
        return Sketches(np.array(articles, dtype=np.int64), np.array(words), np.array(days), table, same)

    def same_words(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of articles whose bodies hold the same words in the same order."""
        for held in self.exact.values():
            for other in held[1:]:
                yield held[0], other

    def pairs(self, fresh: set[int], check: Callable[[], object]) -> list[tuple[int, int]]:
        """Return pairs of article numbers, one of them fresh at least: for each later one the likeliest first."""
        if not len(self.articles):
            return []
        new = np.isin(self.articles, np.fromiter(fresh, dtype=np.int64, count=len(fresh)))
        size = len(self.articles)
        codes, weights = np.empty(0, dtype=np.int64), np.empty(0)
        for band in range(BANDS):
            check()
            one, other = self._neighbours(band, new)
            likely = self._containment(one, other)
            near = self._near(one, other) & (likely >= _LIKELY)
            codes = np.concatenate([codes, one[near] * size + other[near]])
            weights = np.concatenate([weights, likely[near]])
            codes, first = np.unique(codes, return_index=True)
            weights = weights[first]
        order = np.lexsort((-weights, codes % size))
        numbers = codes[order]
        first, second = self.articles[numbers // size], self.articles[numbers % size]
        return list(zip(first.tolist(), second.tolist(), strict=True))

    def _neighbours(self, band: int, new: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
        """Return places of articles that fall into one cell of a band, the lower place first."""
        keys = self.marks[:, 2 * band].astype(np.uint32) << np.uint32(16) | self.marks[:, 2 * band + 1]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        ones, others = [], []
        for step in range(1, _NEAR + 1):
            meets = np.flatnonzero(ordered[step:] == ordered[:-step])
            one, other = order[meets], order[meets + step]
            wanted = new[one] | new[other]
            ones.append(one[wanted])
            others.append(other[wanted])
        return np.concatenate(ones), np.concatenate(others)

    def _containment(self, one: Ints, other: Ints) -> npt.NDArray[np.float64]:
        """Estimate how much of the smaller text is in the larger one, from the share of equal marks."""
        out = np.empty(len(one))
        for first in range(0, len(one), _TOGETHER):
            some = slice(first, first + _TOGETHER)
            alike = (self.marks[one[some]] == self.marks[other[some]]).mean(axis=1)
            sizes = self.words[one[some]], self.words[other[some]]
            both = alike / (1 + alike) * (sizes[0] + sizes[1])
            out[some] = both / np.maximum(1, np.minimum(*sizes))
        return np.minimum(out, 1.0)

    def _near(self, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
        """Tell which pairs were published within `DAYS` of each other, as far as is known."""
        first, second = self.days[one], self.days[other]
        unknown = (first == _UNKNOWN) | (second == _UNKNOWN)
        return np.asarray(unknown | (np.abs(first - second) <= DAYS), dtype=np.bool_)


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return _UNKNOWN
