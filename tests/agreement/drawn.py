"""Random small work to compare figures on: nested, doubled, crossing and touching spans, unfinished articles."""

from __future__ import annotations

import random

from hypothesis import strategies as st

LENGTH = 14
LABELS = ("ORG", "PERSON", "PLACE")

ranges = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 7)).map(lambda r: (r[0], min(LENGTH, r[0] + r[1])))
spans = st.tuples(ranges, st.sampled_from(LABELS)).map(lambda s: (*s[0], s[1]))
keys = st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from(["ana", "ben", "cyd"]))
works = st.dictionaries(keys, st.lists(spans, max_size=6), max_size=9)


def lengths(work: dict[tuple[str, str], list[tuple[int, int, str]]]) -> dict[str, int]:
    """Return the length of each article of some work, and of one that nobody has finished."""
    return {**{article: LENGTH for article, _ in work}, "untouched": LENGTH}


def many(articles: int, seed: int, most: int = 5) -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    """Return the work of three people on so many articles; each of them left out about one in ten."""
    chance = random.Random(seed)
    return {
        (f"{article:04d}", who): [_span(chance) for _ in range(chance.randint(0, most))]
        for article in range(articles)
        for who in ("ana", "ben", "cyd")
        if chance.random() > 0.1
    }


def _span(chance: random.Random) -> tuple[int, int, str]:
    start = chance.randrange(LENGTH)
    return start, min(LENGTH, start + chance.randint(1, 6)), chance.choice(LABELS)
