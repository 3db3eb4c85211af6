"""How far annotators agree: the figures of a project, kept up to date from counts of each article."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from annotator.agreement.assembling import assembled
from annotator.agreement.bias import Bias
from annotator.agreement.figures import F1, Figures, Nominal, Value
from annotator.agreement.table import Table, decode, encode
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD
from annotator.store import compared
from annotator.store.compared import Finished
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work.comparing import count_articles
from annotator.work.progress import Progress

_FEW = 64
_CHUNK_SECONDS = 0.02


class Agreement:
    """The agreement of a project's annotators, made to stay open beside a window on a connection of its own.

    The counts of every article stay in memory; what changed since is found in the log and counted anew.
    """

    def __init__(self, project: Project, people: Sequence[str] = (), *, trusting: bool = True) -> None:
        """Compare `people` (ids or names), or everybody with a finished article.

        `trusting` takes counts that the file keeps, where they hold; without it everything is counted here. Raises
        AnnotatorError where somebody is not in the project, or a name stands for several people.
        """
        self._project, self._trusting = project, trusting
        self._only = _chosen(project, people) if people else None
        self._table = Table()
        self._done: dict[int, list[Finished]] = {}
        self._ends: dict[int, int] = {}
        self._alone = 0
        self._finishing: Counter[int] = Counter()
        self._gold: int | None = None
        self._lengths: dict[int, int] = {}
        self._owners: dict[int, str] = {}
        self._people: list[tuple[str, str]] = []
        self._mapping: Mapping[str, str] = {}
        self._standing: compared.Standing | None = None
        self._unkept: set[int] = set()
        self._copies: set[int] = set()
        self._apart = Table()

    def figures(self, progress: Progress | None = None, *, intervals: bool = True) -> Figures:
        """Return the figures as the project stands now; only articles whose counts are missing are read.

        Without `intervals` they come within a screen's patience after an edit (50 ms at 10,000 articles), and no
        figure has an interval or a probability; ask again with them for the rest. Counts that the file lacks are
        written into it, in short transactions, where it is open for writing. Raises Cancelled when `progress` says so.
        """
        progress = progress or Progress()
        with spoken(self._project.path):
            with compared.snapshot(self._project):
                self._refresh(progress)
            progress.check()
            found = self._figures(intervals=intervals)
            if intervals or len(self._unkept) <= _FEW:
                self._keep(progress)
        return found

    def _figures(self, *, intervals: bool) -> Figures:
        active = {self._owners[owner] for owner, many in self._finishing.items() if many}
        shown = [one for one in self._people if self._only is not None or one[0] in active]
        alone, nobody = self._alone, len(self._lengths) - self._alone - len(self._ends)
        copies, ends = self._copies, {number: at for number, at in self._ends.items() if number not in self._copies}
        excluded = {"finished_by_one": alone - len(copies - self._ends.keys()), "finished_by_nobody": nobody}
        if copies:
            excluded["copies"] = len(copies)
        return assembled(self._table, shown, excluded, ends, resample=intervals)

    def _refresh(self, progress: Progress) -> None:
        """Bring the counts up to the project as it stands."""
        now, before = compared.standing(self._project), self._standing
        if now == before:
            return
        mapping = self._project.scheme.mapping
        if before is None or now.others != before.others or mapping != self._mapping or now.last < before.last:
            self._mapping = mapping
            self._read_all(progress)
        else:
            self._read_again(compared.changed_since(self._project, before.last), progress)
        self._part_copies()
        self._standing = now

    def _part_copies(self) -> None:
        """Count a wire story once: of its articles the one that most people finished, of those the first."""
        there = self._table.people | self._apart.people
        copies: set[int] = set()
        for held in compared.stories(self._project).values():
            counted = [number for number in held if number in there]
            if len(counted) > 1:
                best = max(counted, key=lambda number: (self._annotators(number), -number))
                copies.update(number for number in counted if number != best)
        fresh, back = copies - self._copies, self._copies - copies
        if fresh or back:
            self._apart.add(self._table.taken(fresh))
            self._table.add(self._apart.taken(back))
            self._copies = copies

    def _annotators(self, number: int) -> int:
        """Return how many people, the gold layer excepted, finished an article."""
        return sum(one.owner != self._gold for one in self._done.get(number, ()))

    def _read_all(self, progress: Progress) -> None:
        project = self._project
        everybody = compared.owners(project)
        self._gold = compared.gold_owner(project)
        self._people = [(one, name) for _, one, name in everybody if self._only is None or one in self._only]
        chosen = {one for one, _ in self._people}
        self._owners = {number: one for number, one, _ in everybody if one in chosen}
        if self._gold is not None:
            self._owners[self._gold] = GOLD
        self._lengths = {number: characters for number, _, characters in compared.articles(project)}
        self._done, self._ends, self._alone, self._finishing = {}, {}, 0, Counter()
        self._enter(self._by_article(compared.finished(project)))
        kept = compared.counts(project) if self._trusting else {}
        table = decode({number: kept[number] for number in kept if number in self._done})
        wanted = {number: self._finishers(theirs) for number, theirs in self._done.items() if len(theirs) > 1}
        table.drop({number for number, people in table.people.items() if wanted.get(number) != people})
        self._table, self._apart = table, Table()
        self._unkept, self._copies = set(), set()
        self._count(wanted.keys() - table.people.keys(), progress)

    def _read_again(self, changed: Collection[int], progress: Progress) -> None:
        self._leave(changed)
        for number in changed:
            self._lengths.pop(number, None)  # it may have been removed, or have come back
        self._lengths |= {number: size for number, _, size in compared.articles(self._project, changed)}
        self._apart.drop(changed)
        self._copies -= set(changed)
        done = self._by_article(compared.finished(self._project, changed))
        self._enter(done)
        self._table.drop(changed)
        self._unkept -= set(changed)
        self._count([number for number, theirs in done.items() if len(theirs) > 1], progress)

    def _enter(self, done: Mapping[int, list[Finished]]) -> None:
        """Take up who finished these articles, and when."""
        self._done.update(done)
        for number, theirs in done.items():
            people = [one for one in theirs if one.owner != self._gold]
            self._finishing.update([one.owner for one in people])
            if len(people) > 1:
                self._ends[number] = int.from_bytes(max([one.last for one in people])[:6], "big")
            else:
                self._alone += len(people)

    def _leave(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            people = [one for one in self._done.pop(number, ()) if one.owner != self._gold]
            self._finishing.subtract([one.owner for one in people])
            self._alone -= len(people) == 1
            self._ends.pop(number, None)

    def _by_article(self, found: Iterable[Finished]) -> dict[int, list[Finished]]:
        out: dict[int, list[Finished]] = defaultdict(list)
        for one in found:
            if one.owner in self._owners:
                out[one.article].append(one)
        return dict(out)

    def _finishers(self, theirs: Sequence[Finished]) -> tuple[str, ...]:
        return tuple(sorted(self._owners[one.owner] for one in theirs))

    def _count(self, numbers: Collection[int], progress: Progress) -> None:
        """Read and count these articles."""
        done = {number: self._done[number] for number in numbers}
        self._table.add(count_articles(self._project, self._owners, done, self._lengths, progress))
        if self._only is None:
            self._unkept |= set(numbers)

    def _keep(self, progress: Progress) -> None:
        """Write counts that the file lacks, as far as nobody changed their articles meanwhile."""
        if self._project.lock is None or not self._unkept or self._standing is None:
            return
        waiting = chain(
            encode(self._table, sorted(self._unkept - self._copies)),
            encode(self._apart, sorted(self._unkept & self._copies)),
        )
        size = _FEW
        while chunk := list(islice(waiting, size)):
            progress.check()
            began = time.perf_counter()
            with suppress(AnnotatorError):  # a disk that is full must not take the figures away
                compared.keep_counts(self._project, chunk, self._standing)
            spent = max(time.perf_counter() - began, 1e-6)
            size = max(8, min(4096, int(size * min(2.0, _CHUNK_SECONDS / spent))))
        self._unkept = set()


def _chosen(project: Project, names: Sequence[str]) -> set[str]:
    """Return the ids of these people, each given by id or by name."""
    everybody = [(one, name) for _, one, name in compared.owners(project)]
    out = set()
    for wanted in dict.fromkeys(names):
        found = [one for one, _ in everybody if one == wanted] or [one for one, name in everybody if name == wanted]
        if not found:
            there = ", ".join(name for _, name in everybody) or "nobody"
            raise AnnotatorError(f"{project.path}: there is no annotator {wanted[:60]!r}. There are: {there}.")
        if len(found) > 1:
            raise AnnotatorError(
                f"{project.path}: {len(found)} annotators are called {wanted[:60]!r}. Name one by id: "
                f"{', '.join(found)}."
            )
        out.add(found[0])
    return out


def agreement_of(project: Project, names: Sequence[str] = ()) -> Figures:
    """Return the figures of these annotators, by name or id, or of everybody with a finished article.

    Everything is counted from the rows; counts that the file keeps are not trusted.
    """
    return Agreement(project, names, trusting=False).figures()


def as_json(figures: Figures, project: Project) -> dict[str, Any]:
    """Return the figures as `annotator agreement --json` prints them; a reason stands beside every null."""
    figures, names = _with_every_label(figures, project), figures.names
    return {
        "path": str(project.path),
        "annotators": [names[one] for one in figures.annotators],
        "articles": {"compared": figures.compared, "excluded": figures.excluded},
        "characters": figures.characters,
        "f1": {kind: _f1(one, names, "labels") for kind, one in figures.f1.items()},
        "alpha": {
            **{name: _value(value, lines=True) for name, value in figures.alpha.items()},
            "labels": {label: _label(*both) for label, both in figures.labels.items()},
        },
        "attributes": _attributes(figures.attributes),
        "relations": {kind: _f1(one, names, "types") for kind, one in figures.relations.items()},
        "article_labels": {
            key: {**_value(one.alpha, lines=True), "units": one.units} for key, one in figures.article_labels.items()
        },
        "spans": figures.spans,
        "shared": {_pair(pair, names): count for pair, count in figures.shared.items()},
        "trend": [
            {"at": p.at, "value": p.value, "low": p.low, "high": p.high, "articles": p.articles} for p in figures.trend
        ],
        "bias": {names[one.id]: _bias(one) for one in figures.bias},
        "gold": {
            names[one]: {"articles": gold.articles, **{kind: _value(value) for kind, value in gold.f1.items()}}
            for one, gold in figures.gold.items()
        },
    }


def _with_every_label(figures: Figures, project: Project) -> Figures:
    """Return the figures with the scheme's labels that stand in no article compared, as not defined."""
    none = Value(None, reason="nobody marked it in the articles compared")
    keys = [label.key for label in project.scheme.live]
    return replace(
        figures,
        f1={kind: replace(one, labels={**dict.fromkeys(keys, none), **one.labels}) for kind, one in figures.f1.items()},
        labels={**dict.fromkeys(keys, (none, none)), **figures.labels},
    )


def _value(value: Value, *, lines: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {"value": value.value, "low": value.low, "high": value.high, "reason": value.reason}
    if lines:
        found |= {"below_667": value.below_667, "below_800": value.below_800}
    return found


def _pair(pair: tuple[str, str], names: Mapping[str, str]) -> str:
    return "|".join(sorted(names[one] for one in pair))


def _f1(one: F1, names: Mapping[str, str], what: str) -> dict[str, Any]:
    """Return one kind of F1; plain numbers, with the reasons and the intervals of all of them beside."""
    pairs = {_pair(pair, names): value for pair, value in one.pairs.items()}
    groups = {"pairs": pairs, what: one.labels}
    missing = [value.reason for value in (one.mean, one.pooled) if value.value is None]
    return {
        "mean": one.mean.value,
        "pooled": one.pooled.value,
        **{group: {key: value.value for key, value in held.items()} for group, held in groups.items()},
        "reason": next(iter(missing), ""),
        "reasons": {
            group: {key: value.reason for key, value in held.items() if value.value is None}
            for group, held in groups.items()
        },
        "intervals": {
            "mean": _interval(one.mean),
            "pooled": _interval(one.pooled),
            **{group: {key: _interval(value) for key, value in held.items()} for group, held in groups.items()},
        },
    }


def _interval(value: Value) -> dict[str, Any]:
    return {"low": value.low, "high": value.high, "reason": value.reason}


def _label(ku: Value, coverage: Value) -> dict[str, Any]:
    found = _value(ku, lines=True)
    return {
        "ku": found.pop("value"),
        "coverage": coverage.value,
        **found,
        "coverage_interval": _interval(coverage),
    }


def _attributes(held: Mapping[tuple[str, str], Nominal]) -> dict[str, dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    for (label, key), one in held.items():
        found = {**_value(one.alpha, lines=True), "coverage": one.coverage, "units": one.units}
        out.setdefault(label, {})[key] = found
    return out


def _bias(one: Bias) -> dict[str, Any]:
    confusion: dict[str, dict[str, int]] = {}
    for (mine, theirs), count in sorted(one.confusion.items()):
        confusion.setdefault(mine, {})[theirs] = count
    missing = [] if one.per_thousand is not None else ["no article in common with another annotator"]
    if one.start_shift is None:
        missing.append("no span with the same label and other edges")
    return {
        "articles": one.articles, "characters": one.characters, "spans": one.spans,
        "spans_per_1000_characters": one.per_thousand, "only_mine": one.only_mine, "only_theirs": one.only_theirs,
        "start_shift": one.start_shift, "end_shift": one.end_shift, "confusion": confusion,
        "reason": "; ".join(missing),
    }  # fmt: skip
