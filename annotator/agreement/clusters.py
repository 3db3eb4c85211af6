"""What hangs together: clusters of spans that share characters, over all annotators of one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotator.core.span import Span

Placed = tuple[int, int, str, str, str]
"""(start, end, label, annotator, span id): sorted, these stand in an order that owes nothing to how they came."""


def placed(annotator: str, spans: Iterable[Span]) -> list[Placed]:
    """Return one annotator's spans in the form that `clusters` takes."""
    return [(span.start, span.end, span.label, annotator, span.id) for span in spans]


def clusters(items: Iterable[Placed]) -> Iterator[tuple[int, int, list[Placed]]]:
    """Yield (start, end, spans) of each connected set of spans, in reading order (code points, half-open).

    Two spans are connected when they share at least one character; such as only touch are not.
    """
    held: list[Placed] = []
    reach = -1
    for item in sorted(items):
        if held and item[0] >= reach:
            yield held[0][0], reach, held
            held = []
        reach = item[1] if not held else max(reach, item[1])
        held.append(item)
    if held:
        yield held[0][0], reach, held
