"""Loading a CAS by cassis: what it says in warnings and errors becomes sentences."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.formats.errors import RecordError

if TYPE_CHECKING:
    from cassis import Cas


@dataclass(frozen=True, slots=True)
class Loaded:
    """A CAS, the offsets in it that are none, and how many annotations of which types its type system lacks."""

    cas: Cas
    wrong: frozenset[int]
    unknown: Counter[str]


def loaded(load: Callable[[], Cas]) -> Loaded:
    """Return a CAS and the offsets in it that are none (behind the text, or within one character).

    cassis leaves such offsets as they stood, with a warning, so that they would seem to be code points. Raises
    RecordError where it can't be read at all.
    """
    from lxml.etree import XMLSyntaxError

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            cas = load()
        except XMLSyntaxError as error:
            raise RecordError(f"broken XML ({error})") from error
        except (KeyError, ValueError, TypeError, AttributeError, RecursionError, SyntaxError) as error:
            why = f"it is no CAS that can be read ({type(error).__name__}: {error})"
            raise RecordError(_undeclared(caught) or why) from error
    told = [str(one.message) for one in caught]
    return Loaded(
        cas,
        frozenset(int(match[1]) for one in told if (match := _UNMAPPED.search(one))),
        Counter(match[1] for one in told if (match := _UNKNOWN.search(one))),
    )


def _undeclared(caught: list[warnings.WarningMessage]) -> str:
    """Say which types are missing, where that is why a CAS can't be read; empty where none is."""
    names = sorted({match[1] for one in caught if (match := _UNKNOWN.search(str(one.message)))})
    told = f"its type system does not declare {', '.join(names)}, which others name: export both again together"
    return told if names else ""


_UNMAPPED = re.compile(r"external offset \[(-?\d+)\]")
_UNKNOWN = re.compile(r"Type with name \[(.+?)\] not found")
