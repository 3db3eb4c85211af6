"""All kinds of files together: news and annotations, by name and by content."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path

from annotator.core.kinds import Kind
from annotator.core.sources import Head
from annotator.formats.errors import FormatError
from annotator.formats.registry import formats
from annotator.news.registry import KINDS


def known() -> tuple[Kind, ...]:
    """Return every kind: formats of annotations, then news."""
    return (*formats(), *KINDS)


def named(name: str, *, writing: bool = False) -> Kind:
    """Return the kind of this name; raise FormatError that names those that exist."""
    fit = [kind for kind in known() if (kind.writes if writing else kind.reads)]
    found = next((kind for kind in fit if kind.name == name), None)
    if found is None:
        verb = "writes" if writing else "reads"
        listed = ", ".join(kind.name for kind in fit)
        raise FormatError(f"There is no format {name!r} to use here; this program {verb}: {listed}.")
    return found


def detect(path: Path) -> Kind:
    """Return the kind of a file, by its content first; of equal claims, the first in `known`. Raises OSError."""
    return claimed(Head(path))[0]


def claimed(head: Head) -> tuple[Kind, int]:
    """Return the kind of a file by its beginning, and how surely it is that: 0 not at all, 100 beyond doubt."""
    best, claim = KINDS[0], 0
    for kind in known():
        # A format of another package answers for itself, so that its mistakes stay its own.
        sniff = _question(kind.module) if type(kind) is Kind else kind.sniff
        mine = sniff(head) if kind.reads else 0
        if mine > claim:
            best, claim = kind, mine
    return best, claim


@cache
def _question(module: str) -> Callable[[Head], int]:
    """Return the `sniff` of a reader's module: for each file of a folder all of them are asked."""
    sniff: Callable[[Head], int] = import_module(module).sniff
    return sniff
