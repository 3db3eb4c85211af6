"""From the rows of a project to what agreement is counted from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.counting import Answer, Done, Given, counted
from annotator.agreement.links import Link
from annotator.agreement.marks import Ints, Marks
from annotator.agreement.table import Table
from annotator.core.errors import AnnotatorError
from annotator.core.ids import GOLD
from annotator.store import compared
from annotator.store.articles import Work
from annotator.store.compared import Edge, Finished, Joined
from annotator.store.project import Project
from annotator.work.progress import Progress

_TOGETHER = 2500
"""Articles that are read and counted in one go: more would be no quicker and take more memory."""


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Spans as columns: the article's number, the owner's place among `owners`, label's place in `labels`, edges."""

    labels: tuple[str, ...]
    article: Ints
    owner: Ints
    label: Ints
    start: Ints
    end: Ints


def count_articles(
    project: Project,
    owners: Mapping[int, str],
    done: Mapping[int, Sequence[Finished]],
    lengths: Mapping[int, int],
    progress: Progress,
) -> Table:
    """Return the counts of these articles.

    `owners` is number -> id of the annotators, and of the gold layer under its id; `done` is article number -> who of
    them finished it; `lengths` is article number -> code points. Raises AnnotatorError where a span ends behind its
    text or a value is no JSON: somebody changed the file from outside.
    """
    table = Table()
    numbers = sorted(done)
    for first in range(0, len(numbers), _TOGETHER):
        progress.step(first, len(numbers), "articles")
        part = {number: done[number] for number in numbers[first : first + _TOGETHER]}
        table.add(_Reading(project, owners, part, lengths).table())
    return table


class _Reading:
    """One pass over the rows of some articles."""

    def __init__(
        self,
        project: Project,
        owners: Mapping[int, str],
        done: Mapping[int, Sequence[Finished]],
        lengths: Mapping[int, int],
    ) -> None:
        self._project, self._lengths, self._done = project, lengths, done
        self._mapping = project.scheme.mapping
        self._people = sorted(one for one in owners.values() if one != GOLD)
        place = {one: number for number, one in enumerate([*self._people, GOLD])}
        self._streams = {
            one.stream: (one.article, place[owners[one.owner]]) for theirs in done.values() for one in theirs
        }
        self._gold = len(self._people)

    def table(self) -> Table:
        """Read the rows and count them."""
        finishers: dict[int, list[int]] = defaultdict(list)
        for article, owner in self._streams.values():
            finishers[article].append(owner)
        people = {article: [one for one in theirs if one != self._gold] for article, theirs in finishers.items()}
        compared_ones = sorted(article for article, theirs in people.items() if len(theirs) > 1)
        with_gold = sorted(article for article, theirs in people.items() if theirs and self._gold in finishers[article])
        self._place = {article: place for place, article in enumerate(compared_ones)}
        self._works = compared.coinciding(self._project, self._streams)
        columns = self._columns(compared.spans(self._project, self._streams))
        done = Done(
            np.asarray(compared_ones, dtype=np.int64), self._marks(columns, compared_ones, people, self._people),
            self._values(), self._answers(), self._links(), np.asarray(with_gold, dtype=np.int64),
            self._marks(columns, with_gold, finishers, [*self._people, GOLD]) if with_gold else None,
        )  # fmt: skip
        table = counted(done)
        ids = [*self._people, GOLD]
        table.people = {
            article: tuple(sorted(ids[one] for one in finishers.get(article, ()))) for article in self._done
        }
        return table

    def _columns(self, joined: Joined) -> _Columns:
        """Return the spans of the streams asked for, with their labels as they read."""
        known = np.asarray([stream not in self._works for stream in joined.streams], bool)
        where = [self._streams[stream] for stream in joined.streams]
        times = np.asarray(joined.counts, dtype=np.int64)
        keep = np.repeat(known, times)
        article, owner = (np.repeat(np.asarray([one[side] for one in where], np.int64), times) for side in (0, 1))
        added = [
            (*self._streams[stream], span.label, span.start, span.end)
            for stream, work in self._works.items()
            for span in work.spans.values()
        ]
        read_as = {label: self._mapping.get(label, label) for label in dict.fromkeys(joined.labels)}
        labels = tuple(sorted({*read_as.values(), *(one[2] for one in added)}))
        place = {label: number for number, label in enumerate(labels)}
        turned = {label: place[shown] for label, shown in read_as.items()}
        label = np.fromiter(map(turned.__getitem__, joined.labels), np.int64, len(joined.labels))
        parts = [article, owner, label, _numbers(joined.starts), _numbers(joined.ends)]
        late = np.asarray([(one[0], one[1], place[one[2]], one[3], one[4]) for one in added], np.int64).reshape(-1, 5)
        whole = keep.all() and not len(late)
        joint = parts if whole else [np.concatenate([part[keep], late[:, at]]) for at, part in enumerate(parts)]
        self._check(joint[0], joint[4])
        return _Columns(labels, *joint)

    def _check(self, article: Ints, end: Ints) -> None:
        numbers = np.asarray(sorted(self._done), dtype=np.int64)
        lengths = np.asarray([self._lengths[number] for number in numbers.tolist()], dtype=np.int64)
        if len(end) and (end > lengths[np.searchsorted(numbers, article)]).any():
            raise AnnotatorError(
                f"{self._project.path}: a span ends behind its text: the file was changed from outside. "
                "Restore the project from a copy."
            )

    def _marks(
        self, columns: _Columns, articles: list[int], people: Mapping[int, Sequence[int]], names: list[str]
    ) -> Marks:
        """Return the marks of these articles by these annotators; `people` is article -> who finished it, by place."""
        numbers = np.asarray(articles, dtype=np.int64)
        finished = np.zeros((len(articles), len(names)), dtype=bool)
        for place, article in enumerate(articles):
            finished[place, people[article]] = True
        found = np.searchsorted(numbers, columns.article)
        inside = found < len(numbers)
        inside[inside] = numbers[found[inside]] == columns.article[inside]
        inside &= columns.owner < len(names)
        lengths = np.asarray([self._lengths[article] for article in articles], dtype=np.int64)
        return Marks(
            tuple(str(article) for article in articles), lengths, tuple(names), finished, columns.labels,
            found[inside], columns.owner[inside], columns.label[inside], columns.start[inside], columns.end[inside],
        )  # fmt: skip

    def _at(self, stream: int) -> tuple[int, int] | None:
        """Return the places of a stream's article and annotator where its article is compared."""
        article, owner = self._streams[stream]
        place = self._place.get(article)
        return None if place is None or owner == self._gold else (place, owner)

    def _compared_works(self) -> list[tuple[tuple[int, int], Work]]:
        return [(at, work) for stream, work in self._works.items() if (at := self._at(stream)) is not None]

    def _values(self) -> list[Given]:
        held: dict[tuple[tuple[int, int], str, str, int, int], list[tuple[str, Any]]] = defaultdict(list)
        for one in compared.values(self._project, self._streams):
            at = self._at(one.stream)
            if at is not None and one.stream not in self._works:
                label, start, end = self._end(one.at)[2], one.at.start, one.at.end
                held[at, label, one.key, start, end].append((one.span, self._json(one.value)))
        for at, work in self._compared_works():
            for (span, key), value in work.attributes.items():
                if item := work.spans.get(span):
                    held[at, item.label, key, item.start, item.end].append((span, value))
        return [
            Given(at[0], label, key, start, end, copy, value)
            for (at, label, key, start, end), several in held.items()
            for copy, (_, value) in enumerate(sorted(several, key=lambda pair: pair[0]))
        ]

    def _answers(self) -> list[Answer]:
        return [
            Answer(at[0], key, self._json(value))
            for stream, key, value in compared.answers(self._project, self._streams)
            if (at := self._at(stream)) is not None
        ]

    def _links(self) -> dict[tuple[int, int], list[Link]]:
        held: dict[tuple[int, int], list[Link]] = defaultdict(list)
        for one in compared.links(self._project, self._streams):
            at = self._at(one.stream)
            if at is not None and one.stream not in self._works:
                held[at].append((one.type, self._end(one.head), self._end(one.child)))
        for at, work in self._compared_works():
            for relation in work.relations.values():
                ends = [work.spans.get(one) for one in (relation.head, relation.child)]
                if ends[0] is not None and ends[1] is not None:
                    head, child = ((end.start, end.end, end.label) for end in ends if end is not None)
                    held[at].append((relation.type, head, child))
        return held

    def _end(self, edge: Edge) -> tuple[int, int, str]:
        return edge.start, edge.end, self._mapping.get(edge.label, edge.label)

    def _json(self, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise AnnotatorError(
                f"{self._project.path}: a value can't be read: the file was changed from outside. "
                "Restore the project from a copy."
            ) from error


def _numbers(text: str) -> Ints:
    return np.fromstring(text, dtype=np.int64, sep=",") if text else np.zeros(0, dtype=np.int64)
