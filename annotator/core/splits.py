"""Part a corpus into train, dev and test by stories, so that no story is in two of them and none ever moves.

Where a story goes is a function of the seed and of the story alone (its id, or its date and the cuts): nothing that
is added to the corpus, labelled or removed moves another story. That leaves no room for quotas, so shares and labels
come out as even as the throw of a fair die makes them; `evenness` measures it, and `best_seed` tries seeds for the
evenest one. Whoever keeps the seed (or the cuts) of a first dataset keeps every story where it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

SPLITS = ("train", "dev", "test")
Shares = tuple[int, int, int]
"""Percent of train, dev and test; together 100."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_ENOUGH = 50
_UNIT = float(1 << 64)


def check_shares(shares: Shares) -> None:
    """Raise ValueError with a sentence where these are no shares."""
    if len(shares) != len(SPLITS) or min(shares) < 0 or sum(shares) != 100:
        told = "/".join(map(str, shares))
        raise ValueError(f"{told} are no shares: give percent of train, dev and test that make 100, such as 80/10/10.")


def place(story: str, shares: Shares, seed: int) -> str:
    """Return the split of a story: its hash with the seed, as a number from 0 to 1, against the shares' borders."""
    point = int.from_bytes(sha256(f"{seed}\n{story}".encode()).digest()[:8], "big") / _UNIT * 100
    if point < shares[0]:
        return "train"
    return "dev" if point < shares[0] + shares[1] else "test"


def assign(stories: Mapping[str, str], shares: Shares, seed: int = 1) -> dict[str, str]:
    """Return article -> split of articles with their stories; all of one story go together."""
    places = {story: place(story, shares, seed) for story in set(stories.values())}
    return {article: places[story] for article, story in stories.items()}


def day_of(published: str) -> str:
    """Return the day at the beginning of a date as it was written, or as much of it as is known, or nothing."""
    found = _DATE.match(published)
    return found.group() if found else ""


def first_days(stories: Mapping[str, str], days: Mapping[str, str]) -> dict[str, str]:
    """Return story -> the day of its first article, or an empty text; `days` is article -> day as `day_of` gives it.

    `stories` come in the order in which their articles came into the project: whatever copy comes later, older or
    newer, a story's day stays.
    """
    out: dict[str, str] = {}
    for article, story in stories.items():
        out.setdefault(story, days.get(article, ""))
    return out


def cut_dates(stories: Mapping[str, str], days: Mapping[str, str], shares: Shares) -> tuple[str, str]:
    """Return the days on which dev and test begin, so that the newest articles are test, then dev, by these shares.

    Days are never parted, so a share can be missed where one day has many articles; a share of 0 begins after the last
    day of all ("9999-12-31"). Articles of stories without a day are not counted.
    """
    firsts = first_days(stories, days)
    counts = Counter(firsts[story] for story in stories.values() if firsts[story])
    total, newer = counts.total(), 0
    dev = test = _NEVER
    for day in sorted(counts, reverse=True):
        middle = newer + counts[day] / 2
        if shares[2] and middle * 100 <= total * shares[2]:
            test = day
        if (shares[1] or test != _NEVER) and middle * 100 <= total * (shares[1] + shares[2]):
            dev = day
        newer += counts[day]
    return (min(dev, test) if shares[1] else test), test


_NEVER = "9999-12-31"


def check_cuts(cuts: tuple[str, str]) -> None:
    """Raise ValueError with a sentence where these are no two dates in order."""
    if not all(_DATE.fullmatch(cut) for cut in cuts) or cuts[0] > cuts[1]:
        raise ValueError(
            f"{','.join(cuts)} are no cut dates: give the first day of dev and of test, such as 2031-05-01,2031-06-01."
        )


def assign_by_date(stories: Mapping[str, str], days: Mapping[str, str], cuts: tuple[str, str]) -> dict[str, str]:
    """Return article -> split: train before the first cut, dev from it on, test from the second one on.

    A story goes where the first of its articles goes that came into the project, so that no copy lies in another split
    and none that is added moves it; a story whose first article has no day is train. A day known to the month alone
    counts as the month's beginning.
    """
    places = {story: _side(day, cuts) for story, day in first_days(stories, days).items()}
    return {article: places[story] for article, story in stories.items()}


def _side(day: str, cuts: tuple[str, str]) -> str:
    if not day or day < cuts[0]:
        return "train"
    return "dev" if day < cuts[1] else "test"


def evenness(labels: Mapping[str, Mapping[str, int]], shares: Shares) -> float:
    """Return how far splits are from an even share of each label: 0 where all are exact.

    `labels` is split -> label -> count. The measure is the mean over labels, and over the splits that get a share, of
    (share found - share asked for) squared over the share asked for: a label's chi-squared over its count.
    """
    keys = {label for counts in labels.values() for label in counts}
    asked = {split: share / 100 for split, share in zip(SPLITS, shares, strict=True) if share}
    if not keys:
        return 0.0
    found = 0.0
    for label in sorted(keys):
        total = sum(counts.get(label, 0) for counts in labels.values()) or 1
        found += sum((labels.get(s, {}).get(label, 0) / total - share) ** 2 / share for s, share in asked.items())
    return found / len(keys)


def best_seed(
    stories: Mapping[str, Mapping[str, int]], shares: Shares, seed: int = 1, tries: int = 200
) -> tuple[int, float]:
    """Return the first seed from `seed` on, of so many, whose splits share the labels most evenly, and how evenly.

    `stories` is story -> label -> count. The seed depends on the corpus; once it is chosen, places do not.
    """
    best = seed, evenness(_shared(stories, shares, seed), shares)
    for other in range(seed + 1, seed + tries):
        found = evenness(_shared(stories, shares, other), shares)
        if found < best[1]:
            best = other, found
    return best


def _shared(stories: Mapping[str, Mapping[str, int]], shares: Shares, seed: int) -> dict[str, Counter[str]]:
    out: dict[str, Counter[str]] = {split: Counter() for split in SPLITS}
    for story, labels in stories.items():
        out[place(story, shares, seed)].update(labels)
    return out


def uneven(counts: Mapping[str, Mapping[str, int]], shares: Shares) -> list[str]:
    """Return a sentence a label of which a split has less than half or more than double its share, where 50 or more.

    `counts` is split -> label -> spans.
    """
    out = []
    asked = dict(zip(SPLITS, shares, strict=True))
    for label in sorted({label for held in counts.values() for label in held}):
        total = sum(held.get(label, 0) for held in counts.values())
        off = [
            f"{split} {100 * held.get(label, 0) / total:.1f} % ({asked[split]} % asked)"
            for split, held in counts.items()
            if total >= _ENOUGH and not 0.5 <= (100 * held.get(label, 0) / total) / (asked[split] or 1) <= 2
        ]
        if off:
            out.append(f"{label} is shared unevenly: {', '.join(off)}.")
    return out


def lacking(counts: Mapping[str, Mapping[str, int]], articles: Mapping[str, int], labels: Iterable[str]) -> list[str]:
    """Return sentences about splits that hold no article, or lack a label that another split has.

    `counts` is split -> label -> spans, `articles` split -> articles, both with the splits that get a share.
    """
    out = [f"{split} holds no article." for split in counts if not articles.get(split)]
    for split in counts:
        absent = [
            label
            for label in labels
            if not counts[split].get(label) and any(held.get(label) for held in counts.values())
        ]
        if absent and articles.get(split):
            out.append(f"{split} has no {', '.join(absent)}.")
    return out
