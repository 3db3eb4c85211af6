"""How another tool may have counted its offsets, to be told by what it quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from annotator.core.offsets import OffsetMap
from annotator.formats.fields import lf, unix_lines


@dataclass(frozen=True, slots=True)
class Counting:
    """One way of counting: what it is called (empty: as this program does) and its map into the text with LF."""

    name: str
    place: Callable[[int], int]


def countings(raw: str) -> Iterator[Counting]:
    """Yield the ways in which offsets into a text may be counted, the likeliest first.

    `raw` is the text as it was decoded, without a byte order mark and with the line ends it came with. `place` maps an
    offset as counted there to one in code points into `raw` with LF line ends; it may lie outside of the text.
    """
    text = lf(raw)
    ends = [("", raw)]
    if raw != text:
        ends = [("line ends of two characters", raw), ("each line end as one character", text)]
    elif "\n" in raw:
        ends.append(("line ends of two characters", text.replace("\n", "\r\n")))
    astral = OffsetMap(text).qt_length > len(text)
    for mark in (0, 1):
        for units in (False, True) if astral else (False,):
            for name, counted in ends:
                words = [name, "UTF-16 units" * units, "a byte order mark" * mark]
                yield Counting(" and ".join(word for word in words if word), _place(counted, units=units, mark=mark))


def _place(counted: str, *, units: bool, mark: int) -> Callable[[int], int]:
    points = OffsetMap(counted) if units else None
    shift = unix_lines(counted)[1]

    def place(offset: int) -> int:
        offset -= mark
        if points is not None:
            offset = points.to_text(offset)
        return offset if shift is None or offset < 0 else shift(offset)

    return place


def fitting(raw: str, fits: Callable[[Callable[[int], int]], int], enough: int) -> Counting:
    """Return the first counting by which `enough` places fit, else the one by which most do.

    `fits` gets a map of offsets and returns how many places it makes right.
    """
    best, most = Counting("", _place(raw, units=False, mark=0)), -1
    for counting in countings(raw):
        right = fits(counting.place)
        if right > most:
            best, most = counting, right
        if right >= enough:
            break
    return best
