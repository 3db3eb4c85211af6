"""Indexing for the corpus search: beside the window, in writes too short to be felt, gone on with after any end."""

from __future__ import annotations

import time
from collections.abc import Callable

from annotator.store import search
from annotator.store.project import Project
from annotator.work.progress import Progress

_LIST = 500
_WRITE = 0.008
_MOST = 64


def index_articles(project: Project, progress: Progress, rest: Callable[[float], object] = time.sleep) -> int:
    """Index all visible articles that the index lacks; return how many were added.

    What was written stays when the work is cancelled or left. `rest` gives the seconds between two writes to whoever
    else wants to write.
    """
    done, total = search.pending(project)
    before, size, last = done, 8, 0
    search.prepare(project)
    _tidy(project, progress, rest)
    while pks := search.unindexed(project, last, _LIST):
        last = pks[-1]
        while pks:
            progress.step(done, total)
            some, pks = pks[:size], pks[size:]
            spent = _write(project, some, rest)
            size = max(1, min(_MOST, round(size * min(2.0, _WRITE / spent))))
            done = min(done + len(some), total)
            rest(spent)
            _tidy(project, progress, rest)
    return done - before


def _write(project: Project, pks: list[int], rest: Callable[[float], object]) -> float:
    """Index a few articles; return the seconds that the writing alone took."""
    entries = []
    for pk in pks:
        entry = search.entry(project, pk, lambda: rest(0))
        if entry is not None:
            entries.append(entry)
        rest(0)
    began = time.perf_counter()
    search.add(project, entries)
    return max(time.perf_counter() - began, 1e-4)


def _tidy(project: Project, progress: Progress, rest: Callable[[float], object]) -> None:
    """Join the parts of the index step by step, as far as there are any: SQLite takes no more than 2,000 of them."""
    more = True
    while more:
        progress.check()
        began = time.perf_counter()
        more = search.tidy(project)
        rest(time.perf_counter() - began)
