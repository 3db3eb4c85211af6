"""Formats of other packages: taken where they are whole, left out with a sentence where they are not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points

from annotator.core.errors import AnnotatorError
from annotator.core.kinds import Kind
from annotator.core.sources import Head

GROUP = "annotator.formats"
"""The group of entry points by which an installed package adds a format: each names a `Kind`."""


class _Unfit(AnnotatorError):
    """What is wrong with a package's format, as the end of a sentence."""


class _Guest(Kind):
    """A format of another package, whose mistakes in telling files must not stop the import of other files."""

    __slots__ = ()

    def sniff(self, head: Head) -> int:
        """Return how surely a file is of this kind; 0 where its package fails to tell."""
        try:
            return super().sniff(head)
        except Exception:  # noqa: BLE001  # the code of another package may raise anything
            return 0


@cache
def installed() -> tuple[tuple[Kind, ...], tuple[str, ...]]:
    """Return the formats of installed packages, and a sentence for each that was left out."""
    taken: dict[str, Kind] = {}
    told = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        package = f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
        try:
            kind = _checked(point, taken)
            taken[kind.name] = kind
        except Exception as error:  # noqa: BLE001  # the code of another package may raise anything
            why = str(error) if isinstance(error, _Unfit) else f"it can't be loaded ({type(error).__name__}: {error})"
            told.append(f"The format {point.name!r} of the package {package} was left out: {why}.")
    return tuple(taken.values()), tuple(told)


def _checked(point: EntryPoint, taken: Iterable[str]) -> Kind:
    kind = point.load()
    if not isinstance(kind, Kind):
        raise _Unfit(f"{point.value} is no Kind of annotator.core.kinds")
    if kind.name in taken:
        raise _Unfit(f"another package has a format called {kind.name!r}")
    module = import_module(kind.module) if not kind.needs else None
    wanted = ["sniff", *(["read"] if kind.reads else []), *(["write"] if kind.writes else [])]
    if module is not None and (missing := [name for name in wanted if not callable(getattr(module, name, None))]):
        raise _Unfit(f"its module {kind.module} has no function {missing[0]!r}")
    return _Guest(*(getattr(kind, name) for name in Kind.__slots__))
