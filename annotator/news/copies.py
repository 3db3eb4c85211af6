"""Find copies of one text among many: near-duplicates as wire stories leave them, never same news in other words.

A text is seen as its 5-word shingles (characters where a script writes no spaces). A signature of 128 least hashes
(Broder 1997, MinHash) finds candidates by 64 bands of two, which two texts that share a fifth of all their shingles
pass nine times in ten; the texts themselves then decide, by containment, since a cut copy shares little of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from annotator.core.cutting import without_furniture
from annotator.core.zones import Zone

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]
    Marks = npt.NDArray[np.uint16]

SHINGLE = 5
"""Words (or characters) of a shingle."""
PERMUTATIONS, BANDS = 128, 64
"""Hashes of a signature, and into how many bands of two they fall."""
SHORT = 30
"""Words below which only texts that are the same but for case, spaces and quotation marks are copies."""
DAYS = 14
"""How far apart copies may be published, where both dates are known."""

_RUN = 12
_LEAST, _LEAST_RUNS = 0.25, 0.17
_SURE = 0.8
_FIGURES, _SAME_FIGURES = 4, 0.34
_VOCABULARY = 1 << 17
_CLOSE = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(f"[{_CLOSE}]|[^\\W{_CLOSE}]+")
_CLOSE_SIGN = re.compile(f"[{_CLOSE}]")
_SHIFT = 64 - (PERMUTATIONS - 1).bit_length()
_BORROWED = 0x9E37


class _Numbers(dict[str, int]):
    """Words with a number each that is the same on every machine, made when first asked for."""

    def __missing__(self, word: str) -> int:
        digest = blake2b(word.encode("utf-8", "replace"), digest_size=8).digest()
        found = self[word] = int.from_bytes(digest, "big")
        return found


_NUMBERS = _Numbers()


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to find its copies: its length in words, a hash of its words, and its signature.

    The signature is empty for a short text.
    """

    words: int
    exact: int
    marks: bytes

    def packed(self) -> bytes:
        """Return the sketch as bytes."""
        return self.words.to_bytes(4, "big") + self.exact.to_bytes(8, "big") + self.marks

    @staticmethod
    def unpacked(data: bytes) -> Sketch | None:
        """Return the sketch of these bytes, or None where they are none."""
        if len(data) not in (12, 12 + 2 * PERMUTATIONS):
            return None
        return Sketch(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:12], "big"), data[12:])


class Shingles:
    """A text for comparing: its shingles, its runs of twelve words (sorted hashes), and its figures."""

    def __init__(self, text: str) -> None:
        """Take a body; all but its runs, which part most strangers, waits until it is asked for."""
        self._words = _TOKEN.findall(text.casefold())
        self.runs = _distinct(_hashes(self._words, _RUN))

    @cached_property
    def short(self) -> Hashes:
        """Return the shingles."""
        return _distinct(_hashes(self._words, SHINGLE))

    @cached_property
    def figures(self) -> frozenset[str]:
        """Return the numbers that are written in digits."""
        return frozenset(word for word in self._words if word.isdecimal())


def body(text: str, zones: Iterable[Zone]) -> str:
    """Return what is compared of a page: headline and body, without the furniture that pages of a site share."""
    return without_furniture(text, zones).text


def sketch(text: str) -> Sketch:
    """Return the sketch of a body."""
    words = _TOKEN.findall(text.casefold())
    exact = int.from_bytes(blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "big")
    size = _size(words)
    if size < SHORT:
        return Sketch(size, exact, b"")
    return Sketch(size, exact, _signature(_hashes(words, SHINGLE)).tobytes())


def same(one: Shingles, other: Shingles) -> float:
    """Return how much of the smaller text the larger one holds (0 to 1); 0 where they are no copies.

    Beside the share of its shingles, whole runs of twelve words must stand in both, since reports of one template
    (weather, markets) and quotations share many shingles but few sentences; and where both tell many figures, a third
    of them must be the same.
    """
    if _containment(one.runs, other.runs) < _LEAST_RUNS:
        return 0.0
    share = _containment(one.short, other.short)
    if share < _LEAST:
        return 0.0
    fewer = min(len(one.figures), len(other.figures))
    if share < _SURE and fewer >= _FIGURES and len(one.figures & other.figures) < _SAME_FIGURES * fewer:
        return 0.0
    return share


def _containment(one: Hashes, other: Hashes) -> float:
    import numpy as np

    least = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / least if least else 0.0


def _distinct(hashes: Hashes) -> Hashes:
    import numpy as np

    return np.unique(hashes)


def _size(words: Sequence[str]) -> int:
    """Return the length in words, two characters of a script without spaces for one."""
    close = sum(1 for word in words if len(word) == 1 and _CLOSE_SIGN.match(word))
    return len(words) - close + close // 2


def _hashes(words: Sequence[str], size: int) -> Hashes:
    """Return a hash of each run of `size` words, one at least."""
    import numpy as np

    if len(_NUMBERS) > _VOCABULARY:
        _NUMBERS.clear()
    numbers = np.fromiter(map(_NUMBERS.__getitem__, words), dtype=np.uint64, count=len(words))
    many = max(1, len(words) - size + 1)
    out = np.zeros(many, dtype=np.uint64)
    for place in range(min(size, len(words))):
        out = out * np.uint64(0x9E3779B97F4A7C15) + numbers[place : place + many]
    out ^= out >> np.uint64(31)
    out *= np.uint64(0xBF58476D1CE4E5B9)
    return out ^ (out >> np.uint64(29))


def _signature(hashes: Hashes) -> Marks:
    """Return 16 bits of the least hash of each of 128 bins; an empty bin borrows from the next that is not.

    One permutation hashing (Li, Owen, Zhang 2012) with rotation (Shrivastava, Li 2014): a hundred times quicker than
    128 permutations, and the hashes never change, since signatures are kept.
    """
    import numpy as np

    ordered = np.sort(hashes)
    places = np.searchsorted(ordered, np.arange(PERMUTATIONS, dtype=np.uint64) << np.uint64(_SHIFT))
    least = ordered[np.minimum(places, len(ordered) - 1)]
    full = np.flatnonzero(least >> np.uint64(_SHIFT) == np.arange(PERMUTATIONS, dtype=np.uint64))
    behind = np.searchsorted(full, np.arange(PERMUTATIONS)) % len(full)
    lender = full[behind]
    distance = ((lender - np.arange(PERMUTATIONS)) % PERMUTATIONS).astype(np.uint64)
    marks = (least[lender] + distance * np.uint64(_BORROWED)) & np.uint64(0xFFFF)
    return marks.astype(np.dtype("<u2"))
