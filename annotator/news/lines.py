"""Cut a page into lines and blocks without losing where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

TERMINAL = frozenset(".!?…؟۔。！？։।።॥៕။‽")
CLOSING = frozenset("\"'”’»›“‘」』)]}`）】")
_LONG = 160
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_BULLETS = frozenset("-–—•*·▪▶►>→")


@dataclass(slots=True)
class Line:
    """Hold a line that is not blank, without its edge spaces (code points, half-open), and what it was found to be."""

    start: int
    end: int
    block: int
    text: str
    kind: str = ""

    @property
    def closed(self) -> bool:
        """Tell whether the line ends a sentence, closing quotation marks and brackets apart."""
        return self.text[-1] in TERMINAL or ends_sentence(self.text)

    @property
    def size(self) -> int:
        """Give the length in code points of an alphabet's script; Chinese, Japanese and Korean say more in fewer."""
        size = self.end - self.start
        return size * 5 // 2 if size < _LONG and dense(self.text) else size

    @property
    def prose(self) -> bool:
        """Tell whether the line reads like a paragraph, not like a title or a name."""
        size = self.size
        return size >= _LONG or (size >= 60 and self.closed)

    @property
    def listed(self) -> bool:
        """Tell whether the line starts like an entry of a list."""
        head, _, rest = self.text[:8].partition(" ")
        return self.text[0] in _BULLETS or (bool(rest) and head[-1] in ".)" and head[:-1].isdigit())


def dense(text: str) -> bool:
    """Tell whether a text begins in a script that writes a word in one or two signs."""
    return _DENSE.search(text, 0, 12) is not None


def page_lines(text: str) -> list[Line]:
    """Give the lines that are not blank; lines without a blank one between them share a block number."""
    lines: list[Line] = []
    place = block = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            start = place if len(bare) == len(raw) else place + len(raw) - len(raw.lstrip())
            lines.append(Line(start, start + len(bare), block, bare))
        else:
            block += 1
        place += len(raw) + 1
    return lines


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends in sentence punctuation with nothing but closing marks after it."""
    place = len(text) - 1
    while place >= 0 and text[place] in CLOSING:
        place -= 1
    return place >= 0 and text[place] in TERMINAL
