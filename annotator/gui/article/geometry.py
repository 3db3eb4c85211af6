"""Where words stand on the screen: the lines of the document and the stretches that a range takes on them.

Nothing here is kept: a `QTextLine` that outlives a new layout takes the program with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGlyphRun, QTextBlock, QTextDocument, QTextLayout, QTextLine

from annotator.core.offsets import OffsetMap

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_LEAST_WIDTH = 3.0
_MOST_FOUND = 5000


@dataclass(slots=True)
class Line:
    """One line of the document: its range in code points, its words' box in document coordinates, the room below."""

    start: int
    end: int
    top: float
    bottom: float
    baseline: float
    left: float
    right: float
    shift: float
    reserve: float
    first: int
    rtl: bool
    mixed: bool
    words: QTextLine


@dataclass(slots=True)
class Stretch:
    """An unbroken stretch of a range on one line, and which of the range's two edges it shows, on which side."""

    left: float
    right: float
    opens: bool
    closes: bool
    reverse: bool


class Geometry:
    """Read places from a laid out document. Lives as long as one document and one text."""

    def __init__(self, document: QTextDocument, text: str, offsets: OffsetMap) -> None:
        self._document = document
        self._text = text
        self._offsets = offsets
        self._found: dict[tuple[float, ...], list[Stretch]] = {}

    def lines_between(self, top: float, bottom: float, below: float) -> list[Line]:
        """Return the lines whose words, or the room `below` them, lie between two heights of the document."""
        layout = self._document.documentLayout()
        block = self._block_at(top - below)
        lines: list[Line] = []
        while block.isValid():
            if layout.blockBoundingRect(block).top() > bottom:
                break
            lines.extend(self._lines(block, top - below, bottom))
            block = block.next()
        return lines

    def lines_in(self, start: int, end: int, top: float, bottom: float, below: float) -> list[Line]:
        """Return those of `lines_between` that hold characters of a range (code points, half-open)."""
        first, last = self._offsets.to_qt(start), self._offsets.to_qt(max(start, end - 1))
        layout = self._document.documentLayout()
        block = self._block_at(top - below)
        lines: list[Line] = []
        while block.isValid() and block.position() <= last and layout.blockBoundingRect(block).top() <= bottom:
            if first < block.position() + block.length():
                lines.extend(self._lines(block, top - below, bottom, (first, last)))
            block = block.next()
        return lines

    def _block_at(self, height: float) -> QTextBlock:
        """Return the last block that begins above a height of the document, else the first block."""
        layout = self._document.documentLayout()
        # Lays out the document down to there. Its answer alone will not do: in the gaps it names any block, and above
        # the first block it walks through all of them.
        first = layout.blockBoundingRect(self._document.begin()).top()
        hit = layout.hitTest(QPointF(0.0, max(first + 1.0, height)), Qt.HitTestAccuracy.FuzzyHit)
        low, high = 0, self._document.findBlock(max(0, hit)).blockNumber()
        while low < high:
            middle = (low + high + 1) // 2
            if layout.blockBoundingRect(self._document.findBlockByNumber(middle)).top() > height:
                high = middle - 1
            else:
                low = middle
        return self._document.findBlockByNumber(low)

    def lines_of(self, start: int, end: int) -> Iterator[Line]:
        """Yield the lines that hold characters of a range (code points, half-open)."""
        layout = self._document.documentLayout()
        block = self._document.findBlock(self._offsets.to_qt(start))
        last = self._offsets.to_qt(max(start, end - 1))
        while block.isValid() and block.position() <= last:
            layout.blockBoundingRect(block)
            words = block.layout()
            first = words.lineForTextPosition(max(0, self._offsets.to_qt(start) - block.position()))
            for number in range(max(0, first.lineNumber() if first.isValid() else 0), words.lineCount()):
                line = self._line(block, words, words.lineAt(number))
                if line.start >= end:
                    return
                yield line
            block = block.next()

    def _lines(
        self, block: QTextBlock, top: float, bottom: float, within: tuple[int, int] | None = None
    ) -> Iterator[Line]:
        """Yield the lines of a block between two heights; a paragraph of any length costs its visible lines alone.

        `within` is the first and last position (UTF-16 units of the document) that they are to hold some of.
        """
        words = block.layout()
        # Qt would forget a paragraph's glyphs after each drawing and question, and read all of it again for the next.
        words.setCacheEnabled(True)
        shift = words.position().y()
        low, high = 0, words.lineCount()
        while low < high:
            middle = (low + high) // 2
            line = words.lineAt(middle)
            if shift + line.y() + line.height() < top:
                low = middle + 1
            else:
                high = middle
        for number in range(low, words.lineCount()):
            line = words.lineAt(number)
            if shift + line.y() > bottom:
                return
            if within is not None:
                start = block.position() + line.textStart()
                if start > within[1]:
                    return
                if start + line.textLength() <= within[0]:
                    continue
            yield self._line(block, words, line)

    def _line(self, block: QTextBlock, words: QTextLayout, line: QTextLine) -> Line:
        origin = words.position()
        box = line.naturalTextRect()
        first = block.position()
        qt_start = first + line.textStart()
        start = self._offsets.to_text(qt_start)
        end = self._offsets.to_text(qt_start + line.textLength())
        top = origin.y() + line.y()
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        return Line(
            start=start,
            end=end,
            top=top,
            bottom=top + line.height(),
            baseline=top + line.ascent(),
            left=origin.x() + box.left(),
            right=origin.x() + box.right(),
            shift=origin.x(),
            reserve=block.blockFormat().lineHeight(),
            first=first,
            rtl=rtl,
            mixed=rtl or RIGHT_TO_LEFT.search(self._text, start, end) is not None,
            words=line,
        )

    def stretches(self, line: Line, start: int, end: int) -> list[Stretch]:
        """Return the stretches that a range (code points) takes on a line, in document coordinates; [] where none."""
        begin, stop = max(start, line.start), min(end, line.end)
        if begin >= stop:
            return []
        # Numbers that tell one layout of a line from another; the line itself must not be kept.
        key = (line.start, line.end, line.shift, line.left, line.right, start, end)
        found = self._found.get(key)
        if found is None:
            if len(self._found) > _MOST_FOUND:
                self._found.clear()
            found = self._found[key] = self._stretches(line, start, end, begin, stop)
        return found

    def _stretches(self, line: Line, start: int, end: int, begin: int, stop: int) -> list[Stretch]:
        qt_begin = self._offsets.to_qt(begin) - line.first
        qt_stop = self._offsets.to_qt(stop) - line.first
        opens, closes = start >= line.start, end <= line.end
        if not line.mixed:
            return self._plain(line, qt_begin, qt_stop, opens, closes)
        return self._mixed(line, qt_begin, qt_stop, opens, closes)

    def _plain(self, line: Line, begin: int, stop: int, opens: bool, closes: bool) -> list[Stretch]:
        left = line.shift + x_of(line.words, begin)
        right = min(line.shift + x_of(line.words, stop), line.right)
        if right <= left and not (opens and closes):
            return []
        return [Stretch(left, max(right, left + _LEAST_WIDTH), opens, closes, False)]

    def _mixed(self, line: Line, begin: int, stop: int, opens: bool, closes: bool) -> list[Stretch]:
        """Take the boxes of the glyphs: a range of one direction inside the other falls apart on the screen."""
        boxes = [box for box in map(self._box, line.words.glyphRuns(begin, stop - begin)) if box is not None]
        if not boxes:
            return self._plain(line, begin, stop, opens, closes)
        spans = _merged([(left + line.shift, right + line.shift) for left, right, _ in boxes])
        found = [Stretch(max(left, line.left), min(right, line.right), False, False, line.rtl) for left, right in spans]
        found = [stretch for stretch in found if stretch.right > stretch.left]
        if found and opens:
            self._mark(line, found, begin, opening=True)
        if found and closes:
            self._mark(line, found, stop - 1, opening=False)
        return found

    @staticmethod
    def _box(run: QGlyphRun) -> tuple[float, float, bool] | None:
        rect = run.boundingRect()
        return (rect.left(), rect.right(), run.isRightToLeft()) if rect.width() > 0 else None

    def _mark(self, line: Line, found: list[Stretch], place: int, *, opening: bool) -> None:
        """Find the stretch and the side on which the first or last character of a range stands."""
        boxes = [box for box in map(self._box, line.words.glyphRuns(place, 1)) if box is not None]
        left, right, rtl = boxes[0] if boxes else (found[-1 if line.rtl else 0].left - line.shift,) * 2 + (line.rtl,)
        centre = (left + right) / 2 + line.shift
        stretch = min(found, key=lambda one: max(one.left - centre, centre - one.right, 0.0))
        near_left = abs(left + line.shift - stretch.left) < 1.0
        near_right = abs(right + line.shift - stretch.right) < 1.0
        on_right = near_right if near_left != near_right else rtl == opening
        if opening:
            stretch.opens, stretch.reverse = True, on_right
        else:
            stretch.closes = True
            if not stretch.opens:
                stretch.reverse = not on_right


def x_of(line: QTextLine, position: int) -> float:
    """Return where a position of the paragraph (UTF-16 units) stands on a line."""
    at: Any = line.cursorToX(position)
    return float(at[0])


def _merged(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Join ranges that overlap or touch."""
    joined: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if joined and left <= joined[-1][1] + 0.5:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined
