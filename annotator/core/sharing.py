"""Who reads what: articles shared out so that loads are equal and every two annotators meet about equally often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import combinations
from math import comb

from annotator.core.errors import AnnotatorError

_CYCLE = 1000
"""Up to so many different groups, each has its turn before one comes again."""


def digest(articles: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 (hex) that stands for a set of articles, given as (id, hash of the text) in any order."""
    return sha256("\n".join(sorted(f"{identity} {sha}" for identity, sha in articles)).encode("utf-8")).hexdigest()


def shared_count(articles: int, percent: int) -> int:
    """Return how many of these articles several annotators read: the share rounded, and one at least where it is any.

    `percent` is 0 to 100.
    """
    return max(1, (articles * percent + 50) // 100) if articles and percent else 0


def plan(
    articles: Iterable[str], people: Sequence[str], *, percent: int = 0, copies: int = 2, seed: int | str = 0
) -> dict[str, list[str]]:
    """Return person -> their articles, in the order of `articles`.

    `percent` of the articles go to `copies` people each, the others to one. Shares differ by one article at most, and
    so do, as far as that allows, the numbers of articles that two people share. The same articles, people and seed
    give the same plan, in whatever order they come. Raises AnnotatorError where it can't be.
    """
    order = list(dict.fromkeys(articles))
    check(len(order), people, percent, copies)
    mixed = sorted(order, key=lambda article: _mark(seed, "article", article))
    ranked = sorted(people, key=lambda person: _mark(seed, "person", person))
    groups = _Groups(len(ranked), copies)
    groups.deal(several=shared_count(len(order), percent), whole=len(order))
    owners = {article: [ranked[i] for i in group] for article, group in zip(mixed, groups.dealt, strict=True)}
    out: dict[str, list[str]] = {person: [] for person in people}
    for article in order:
        for person in owners[article]:
            out[person].append(article)
    return out


def pairs(shares: Mapping[str, Sequence[str]]) -> Counter[tuple[str, str]]:
    """Return (person, person), in the order of `shares`, -> how many articles both were given."""
    sets = {person: set(articles) for person, articles in shares.items()}
    names = list(sets)
    return Counter({(a, b): len(sets[a] & sets[b]) for i, a in enumerate(names) for b in names[i + 1 :]})


def scatter(own: Sequence[str], hidden: Iterable[str], seed: int | str) -> list[str]:
    """Return `own` in its order, or where there are `hidden` ones all of them in an order that the seed tells.

    Beside others that go by their ids or dates a hidden one would stand out at any place.
    """
    guests = list(hidden)
    if not guests:
        return list(own)
    return sorted([*own, *guests], key=lambda article: _mark(seed, "place", article))


def pick(candidates: Iterable[str], fresh: Iterable[str], count: int, seed: int | str) -> list[str]:
    """Return `count` of the candidates, the `fresh` ones first; which ones follows from the seed."""
    first = set(fresh)
    return sorted(candidates, key=lambda one: (one not in first, _mark(seed, "pick", one)))[:count]


def _mark(seed: int | str, kind: str, key: str) -> bytes:
    return sha256(f"{seed}\n{kind}\n{key}".encode()).digest()


def check(articles: int, people: Sequence[str], percent: int, copies: int) -> None:
    """Raise AnnotatorError with a sentence where so many articles can't be shared out so."""
    if not people:
        raise AnnotatorError("Nobody is named who gets a package. Name at least one annotator.")
    if len(set(people)) < len(people):
        raise AnnotatorError("An annotator is named twice. Name each of them once.")
    if not 0 <= percent <= 100:
        raise AnnotatorError(f"An overlap of {percent} % can't be: give a number from 0 to 100.")
    if percent and copies < 2:
        raise AnnotatorError("Articles given to several need 2 annotators each or more. Give a larger number.")
    if percent and copies > len(people):
        raise AnnotatorError(
            f"{copies} annotators are to get the same articles, but only {len(people)} of them are named. "
            "Name more annotators, or give each article to one."
        )
    if not articles:
        raise AnnotatorError("No article is chosen. Choose others, or import some first.")
    if articles + shared_count(articles, percent) * (copies - 1) < len(people):
        raise AnnotatorError(
            f"{articles} articles are too few for {len(people)} packages. Choose more articles, or fewer annotators."
        )


class _Groups:
    """Deals articles to groups of people, known by number: first those for several, then those for one alone."""

    def __init__(self, people: int, size: int) -> None:
        self._people, self._size = range(people), size
        self._load = [0] * people
        self._met = [[0] * people for _ in range(people)]
        self.dealt: list[list[int]] = []

    def deal(self, *, several: int, whole: int) -> None:
        """Deal `whole` articles, the first `several` of them to several people each."""
        if several:
            cycle = self._cycle(several)
            for number in range(several):
                self._give(list(cycle[number % len(cycle)]) if cycle else self._next())
        for _ in range(whole - several):
            self._give([min(self._people, key=lambda i: (self._load[i], i))])
        while max(self._load) - min(self._load) > 1:
            self._level()

    def _give(self, group: list[int]) -> None:
        self.dealt.append(group)
        self._count(group, 1)

    def _count(self, group: Sequence[int], by: int) -> None:
        for i in group:
            self._load[i] += by
            for j in group:
                self._met[i][j] += by * (i != j)

    def _cycle(self, several: int) -> list[tuple[int, ...]]:
        """Return every group once, or as many as are needed, so that loads stay close; none where they are too many.

        After a whole cycle every two people have met equally often, whoever came first.
        """
        if comb(len(self._people), self._size) > _CYCLE:
            return []
        waiting, table = list(combinations(self._people, self._size)), _Groups(len(self._people), self._size)
        cycle: list[tuple[int, ...]] = []
        while waiting and len(cycle) < several:
            group = min(waiting, key=table._strain)
            waiting.remove(group)
            table._give(list(group))
            cycle.append(group)
        return cycle

    def _strain(self, group: Sequence[int]) -> tuple[int, int, Sequence[int]]:
        """Return how unwelcome a group is now: by its loads, by how often its people met, then by its numbers."""
        return sum(self._load[i] ** 2 for i in group), sum(self._met[i][j] for i in group for j in group), group

    def _next(self) -> list[int]:
        """Return a group of those who have least, and of these the ones who met least."""
        chosen: list[int] = []
        while len(chosen) < self._size:
            rest = [i for i in self._people if i not in chosen]
            chosen.append(min(rest, key=lambda i: (self._load[i], sum(self._met[i][j] for j in chosen or rest), i)))
        return chosen

    def _level(self) -> None:
        """Give an article of who has most to who has least, where that leaves the pairs most even."""
        most = max(self._people, key=lambda i: (self._load[i], i))
        least = min(self._people, key=lambda i: (self._load[i], i))
        movable = [group for group in self.dealt if most in group and least not in group]

        def cost(group: Sequence[int]) -> int:
            others = [i for i in group if i != most]
            return sum(self._met[least][i] - self._met[most][i] for i in others)

        group = min(movable, key=cost)
        self._count(group, -1)
        group[group.index(most)] = least
        self._count(group, 1)
