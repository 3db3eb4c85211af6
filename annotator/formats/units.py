"""Offsets as other tools count them: code points or UTF-16 units, CR LF as two characters or as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from annotator.core.offsets import OffsetMap
from annotator.formats.fields import lf, unix_lines

Range = tuple[int, int]
Place = tuple[int, int, str | None]
"""Start and end as a file gives them, and the words it quotes there (None: none)."""

_SIGNS = (("code points", False, False), ("UTF-16 units", True, False),
          ("code points, CR LF as one", False, True), ("UTF-16 units, CR LF as one", True, True))  # fmt: skip


class Units:
    """The ways in which the offsets of one text may have been counted; the first are code points of it as it came.

    `text` has LF line ends; ranges that are returned are code points, half-open, into it.
    """

    def __init__(self, raw: str) -> None:
        """Find which ways differ at all: most texts have one."""
        self.text, shift = unix_lines(raw)
        self.names: list[str] = []
        self._ways: list[Callable[[int], int | None]] = []
        for name, utf16, one in _SIGNS:
            if one and shift is None:
                continue
            base = self.text if one else raw
            points = OffsetMap(base)
            if utf16 and points.qt_length == points.length:
                continue
            move = None if one else shift
            self.names.append(name)
            self._ways.append(_way(points, utf16, move))

    def range(self, start: int, end: int, way: int = 0) -> Range | None:
        """Return a range read in one way; None where it lies outside the text, is empty or halves a character."""
        first, last = self._ways[way](start), self._ways[way](end)
        return None if first is None or last is None or first >= last else (first, last)

    def fits(self, place: Place, way: int) -> bool:
        """Tell whether a range, read in one way, lies in the text and has the words that are quoted."""
        found = self.range(place[0], place[1], way)
        return found is not None and (place[2] is None or same_words(self.text[found[0] : found[1]], place[2]))

    def best(self, places: Iterable[Place]) -> int:
        """Return the way in which most places fit; of equal ones the first, which is code points.

        Where nothing is quoted a place fits better when it cuts no word: for that alone another way is taken only
        when no place cuts one then.
        """
        found = list(places)
        if len(self._ways) == 1 or not found:
            return 0
        misses = [sum(not self.fits(place, way) for place in found) for way in range(len(self._ways))]
        odd = [sum(self._is_odd(place, way) for place in found) for way in range(len(self._ways))]
        way = min(range(len(misses)), key=lambda way: (odd[way], misses[way], way))
        return way if misses[way] < misses[0] or not odd[way] else 0

    def _is_odd(self, place: Place, way: int) -> bool:
        return not self.fits(place, way) or (place[2] is None and self._cuts(place, way))

    def _cuts(self, place: Place, way: int) -> bool:
        """Tell whether an edge of a range lies inside a word or on white space."""
        found = self.range(place[0], place[1], way)
        if found is None:
            return True
        start, end = found
        text = self.text
        if text[start].isspace() or text[end - 1].isspace():
            return True
        before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        return before or (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def same_words(words: str, quoted: str) -> bool:
    """Tell whether a quote is these words, its line ends aside, which some tools write as a backslash and an n."""
    return words == quoted or words == lf(quoted) or words == lf(quoted.replace("\\n", "\n"))


def _way(points: OffsetMap, utf16: bool, move: Callable[[int], int] | None) -> Callable[[int], int | None]:
    def read(offset: int) -> int | None:
        if utf16:
            if not 0 <= offset <= points.qt_length:
                return None
            found = points.to_text(offset)
            if points.to_qt(found) != offset:
                return None
            offset = found
        elif not 0 <= offset <= points.length:
            return None
        return offset if move is None else move(offset)

    return read
