"""Finding wire copies: beside the window after an import, in short writes, gone on with after any end.

A story only grows: an article that belongs to one stays there, and two stories that stood are never made one, so
that the parts of a data set stay what they were when articles come in.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.news import copies
from annotator.news.copies import Shingles, Sketch
from annotator.store import acting, sketches
from annotator.store.errors import spoken
from annotator.store.project import Project
from annotator.work.progress import Progress

if TYPE_CHECKING:
    from annotator.work.candidates import Sketches

_LIST, _HELD, _PACK = 64, 1024, 200
_TRIES = 3  # how many likenesses of one article are looked into that turn out to be none, the likeliest first


@dataclass(frozen=True, slots=True)
class Clustered:
    """What was found: how many articles joined a story, and how many stories are new."""

    articles: int = 0
    stories: int = 0


def cluster_new(
    project: Project, progress: Progress | None = None, rest: Callable[[float], object] = time.sleep
) -> Clustered:
    """Look for the copies of all articles whose copies were not looked for yet.

    What was written stays when the work is cancelled or left, and the rest is done the next time. `rest` gives the
    seconds between two writes to whoever else wants to write.
    """
    progress = progress or Progress()
    with spoken(project.path):
        acting.clear_cut_off(project)
        _sketch(project, progress, rest)
        fresh = sketches.unsettled(project)
        if not fresh:
            return Clustered()
        stories = _Stories(project, fresh)
        _find(project, fresh, stories, progress)
        return _write(project, fresh, stories, progress, rest)


def _sketch(project: Project, progress: Progress, rest: Callable[[float], object]) -> None:
    """Make the sketches that lack."""
    waiting = sketches.unsketched(project)
    for first in range(0, len(waiting), _LIST):
        progress.step(first, len(waiting))
        made = []
        for pk, text, zones in sketches.pages(project, waiting[first : first + _LIST]):
            made.append((pk, copies.sketch(copies.body(text, zones)).packed()))
            rest(0)
        began = time.perf_counter()
        sketches.keep(project, made)
        rest(time.perf_counter() - began)


class _Stories:
    """Groups of articles that grow together; no group ever holds two stories that stood before.

    An article that was looked into and found alone is a story too: a text that quotes two such articles joins one.
    """

    def __init__(self, project: Project, fresh: set[int]) -> None:
        self._names = sketches.standing(project)
        self._first: dict[str, int] = {}
        self._parent: dict[int, int] = {}
        for pk, story in self._names.items():
            self._parent[pk] = self._first.setdefault(story, pk)
        self._fresh = fresh
        self._settled = {self._first[story] for pk, story in self._names.items() if pk not in fresh}

    def top(self, pk: int) -> int:
        """Return the article that stands for the group of an article."""
        at = pk
        while (up := self._parent.get(at, at)) != at:
            at = up
        while (up := self._parent.get(pk, pk)) != at:
            self._parent[pk], pk = at, up
        return at

    def together(self, one: int, other: int) -> bool:
        """Tell whether two articles are in one group, or can't ever be."""
        first, second = self.top(one), self.top(other)
        if first == second or (first in self._names and second in self._names):
            return True
        return self._stands(first) and self._stands(second)

    def _stands(self, top: int) -> bool:
        """Tell whether a group holds an article whose place among the stories is settled."""
        return top in self._settled or top not in self._fresh

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two articles, unless both stood before."""
        if self.together(one, other):
            return
        first, second = sorted((self.top(one), self.top(other)))
        if second in self._names or (first not in self._names and self._stands(second)):
            first, second = second, first
        if self._stands(second):
            self._settled.add(first)
        self._parent[second] = self._parent[first] = first

    def groups(self) -> dict[int, list[int]]:
        """Return the articles of each group that holds a fresh one and another, by who stands for it."""
        out: dict[int, list[int]] = {}
        for pk in sorted(self._fresh | self._parent.keys()):
            out.setdefault(self.top(pk), []).append(pk)
        return {top: held for top, held in out.items() if len(held) > 1}

    def name(self, top: int) -> str:
        """Return the story of a group, empty for a new one."""
        return self._names.get(top, "")


def _find(project: Project, fresh: set[int], stories: _Stories, progress: Progress) -> None:
    """Join what is the same, then what the texts show to be copies."""
    from annotator.work.candidates import Sketches

    for together in sketches.alike(project):
        for one in together[1:]:
            if one in fresh or together[0] in fresh:
                stories.join(together[0], one)
    read = ((pk, sketch) for pk, data in sketches.kept(project) if (sketch := Sketch.unpacked(data)) is not None)
    held = Sketches.of(read, sketches.dates(project))
    for one, other in held.same_words():
        if one in fresh or other in fresh:
            stories.join(one, other)
    _verify(project, held, fresh, stories, progress)


def _verify(project: Project, held: Sketches, fresh: set[int], stories: _Stories, progress: Progress) -> None:
    pairs = held.pairs(fresh, progress.check)
    texts = _Texts(project)
    failed: dict[int, int] = {}
    for done, (one, other) in enumerate(pairs):
        if done % _LIST == 0:
            progress.step(done, len(pairs))
        if stories.together(one, other) or max(failed.get(one, 0), failed.get(other, 0)) >= _TRIES:
            continue
        if copies.same(texts[one], texts[other]):
            stories.join(one, other)
        else:
            for pk in (one, other):
                failed[pk] = failed.get(pk, 0) + 1


class _Texts:
    """The shingles of articles, the last few hundred of them at hand."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._held: OrderedDict[int, Shingles] = OrderedDict()

    def __getitem__(self, pk: int) -> Shingles:
        found = self._held.get(pk)
        if found is None:
            [(_, text, zones)] = sketches.pages(self._project, [pk])
            found = self._held[pk] = Shingles(copies.body(text, zones))
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        else:
            self._held.move_to_end(pk)
        return found


def _write(
    project: Project, fresh: set[int], stories: _Stories, progress: Progress, rest: Callable[[float], object]
) -> Clustered:
    """Write the stories, each whole, and that the copies of all fresh articles were looked for."""
    found: dict[int, str] = dict.fromkeys(sorted(fresh), "")
    groups = stories.groups()
    names = sketches.names(project, sorted(groups))
    added = made = 0
    chunks: list[list[int]] = []
    for top, held in groups.items():
        new = [pk for pk in held if pk in fresh or not stories.name(top)]
        story = stories.name(top) or names[top]
        before = [pk for pk in new if not stories.name(pk)]
        added += len(before)
        made += not stories.name(top)
        found.update(dict.fromkeys(before, story))
        chunks.append(new)
    grouped = {pk for chunk in chunks for pk in chunk}
    chunks += [[pk] for pk in fresh - grouped]
    for some in _packed(chunks):
        progress.check()
        began = time.perf_counter()
        sketches.settle(project, {pk: found.get(pk, "") for pk in some})
        rest(time.perf_counter() - began)
    return Clustered(added, made)


def _packed(chunks: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Yield articles for one write each, some hundreds at most but where one story has more."""
    some: list[int] = []
    for chunk in chunks:
        some += chunk
        if len(some) >= _PACK:
            yield some
            some = []
    if some:
        yield some
