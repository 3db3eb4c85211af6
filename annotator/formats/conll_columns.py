"""The columns of a token file: what parts them, which hold tags, which the tokens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotator.core.sources import Fault
from annotator.formats.conll_tags import OUTSIDE, parts_of
from annotator.formats.errors import RecordError

DOCUMENT = "-DOCSTART-"
_PARTERS = ("\t", " ", "|")
_SAMPLE = 400
_MOST, _MANY = 0.8, 0.6
_NUMBER = re.compile(r"[0-9]+(?:[-.][0-9]+)?")
_RANGE = re.compile(r"([0-9]+)-([0-9]+)")
_COMMENT = re.compile(r"#\s*(?:newdoc|newpar|sent|sent_id|id|text|global\.columns|annotator|annotator_id|status)\b.*")
_CHUNKS = frozenset(
    ("NP", "VP", "PP", "ADVP", "ADJP", "SBAR", "PRT", "CONJP", "INTJ", "LST", "UCP", "NAC", "QP", "PNP")
)  # fmt: skip
_GLUED = "SpaceAfter=No"
_EMPTY = ("-", "_")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)*:")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its word, the cells of its tag columns, its line. `glued`: no space follows.

    `inside`: it is a part of the token before it (a word of a multiword token in CoNLL-U), and adds no text.
    """

    word: str
    tags: tuple[str, ...]
    line: int
    glued: bool = False
    inside: bool = False
    fault: str = ""


@dataclass(slots=True)
class Shape:
    """How the lines of a file are parted into columns, and which of them hold words and tags (counted from 0)."""

    parter: str
    width: int
    word: int
    tags: tuple[int, ...]
    notes: list[str] = field(default_factory=list)
    glues: bool = False
    until: int = 0
    prefix: str = ""

    def ends(self, line: str) -> bool:
        """Tell whether a line ends a sentence."""
        if line.strip(" \t|"):
            return False
        self.until = 0
        return True

    def is_comment(self, line: str) -> bool:
        """Tell whether a line is a comment, not a token that begins with #."""
        if not line.startswith("#"):
            return False
        if _COMMENT.fullmatch(line) and (len(cells(line, self.parter)) != self.width or line.startswith("# ")):
            return True
        found = cells(line, self.parter)
        return len(found) < self.width or any(parts_of(found[place]) is None for place in self.tags)

    def token(self, line: str, number: int) -> Token | Fault | None:
        """Return the token of a line; None where the line is a second reading of one that was taken."""
        found = cells(line, self.parter)
        more = len(found) - self.width
        if more > 0 and self.word == 0 and all(parts_of(found[place + more]) for place in self.tags):
            found = [self.parter.join(found[: more + 1]), *found[more + 1 :]]
        if len(found) <= self.word or not found[self.word]:
            return Fault(number, f"{line!r:.60} holds no token in column {self.word + 1}")
        word, inside = found[self.word].removeprefix(self.prefix) or found[self.word], False
        if self.word == 1:
            if "." in found[0]:
                return None
            if match := _RANGE.fullmatch(found[0]):
                self.until = int(match[2])
            else:
                inside = found[0].isdecimal() and int(found[0]) <= self.until
        glued = found[-1] == _GLUED or _GLUED in found[-1].split("|")
        self.glues = self.glues or glued
        if len(found) != self.width:
            wrong = f"the line has {len(found)} columns, not {self.width}: its token was kept without a tag"
            return Token(word, ("O",) * len(self.tags), number, glued, inside, wrong)
        tags, faults = [], []
        for place in self.tags:
            good = parts_of(found[place]) is not None
            tags.append(found[place] if good else "O")
            if not good:
                faults.append(f"{found[place]!r:.40} is no tag: the token was kept without one")
        return Token(word, tuple(tags), number, glued, inside, "; ".join(faults))


def cells(line: str, parter: str) -> list[str]:
    """Return the columns of a line; several spaces part as one does, empty columns at the end are none."""
    if parter == "\t":
        return [cell.strip(" ") for cell in line.rstrip("\t ").split("\t")]
    if parter == "|":
        word, _, tag = line.strip(" ").rpartition("|")
        return [word, tag]
    return [cell for cell in line.replace("\t", " ").split(" ") if cell]


def looks_tagged(text: str, few: int) -> bool:
    """Tell whether a text (perhaps cut in its last line) holds `few` lines, and tags in a column of nearly all."""
    lines = text.split("\n")
    lines = [line.rstrip("\r") for line in (lines[:-1] if len(lines) > _SAMPLE else lines)[:_SAMPLE]]
    try:
        shape_of(lines)
    except RecordError:
        return False
    return len(_rows(lines)) >= few


def _rows(lines: Iterable[str]) -> list[str]:
    return [
        line
        for line in lines
        if line.strip(" \t|") and not line.startswith(DOCUMENT) and not _COMMENT.fullmatch(line)
        and not (line.startswith("# ") and line.count(" ") > 3)
    ]  # fmt: skip


def shape_of(lines: Sequence[str]) -> Shape:
    """Return the shape of a file by its lines; raise RecordError where no column holds tags."""
    rows = _rows(lines)
    if not rows:
        raise RecordError("it holds no tokens")
    for parter in _PARTERS:
        parted = [cells(row, parter) for row in rows]
        width, often = Counter(map(len, parted)).most_common(1)[0]
        if width < 2 or often < _MANY * len(rows):
            continue
        whole = [row for row in parted if len(row) == width]
        tags = [place for place in range(width) if _tagged([row[place] for row in whole])]
        if tags:
            return _shaped(parter, width, whole, tags)
    raise RecordError("no column of it holds tags such as B-PER, I-PER and O")


def _tagged(column: Sequence[str]) -> bool:
    """Tell whether a column holds tags: nearly all cells are, and an O or a label stands in one at least."""
    good = [cell for cell in column if parts_of(cell) is not None]
    if len(good) < _MOST * len(column):
        return False
    return any(cell != "_" and (cell == "O" or len(cell) > 1) for cell in good)


def _counts(column: Sequence[str]) -> bool:
    """Tell whether a column counts the tokens of each sentence from 1 (or 0) on."""
    if not all(_NUMBER.fullmatch(cell) for cell in column):
        return False
    plain = [int(cell) for cell in column if cell.isdecimal()]
    return plain[:1] in ([0], [1]) and all(b in (0, 1, a + 1) for a, b in pairwise(plain))


def _shaped(parter: str, width: int, whole: list[list[str]], tags: list[int]) -> Shape:
    notes = []
    if len(tags) > 1 and tags[0] == 0:
        tags = tags[1:]  # words that look like tags; a single column of tags may come first
    columns = list(range(width))
    numbered = width > 2 and _counts([row[0] for row in whole]) and any(row[1] not in _EMPTY for row in whole)
    free = [place for place in columns if place not in tags and not (numbered and place == 0)]
    if not free:
        raise RecordError("none of its columns holds tokens")
    word = free[0]
    for place in tags[:-1]:
        labels = {label for row in whole for _, label in parts_of(row[place]) or () if label}
        if labels and labels <= _CHUNKS:
            notes.append(f"column {place + 1} holds syntactic chunks and was left out")
            tags = [other for other in tags if other != place]
    used = [place for place in tags if any(row[place] not in OUTSIDE for row in whole)]
    tags = used or tags[-1:]
    if len(tags) > 1:
        told = ", ".join(str(place + 1) for place in tags)
        notes.append(f"tags were read from the columns {told}: one layer each")
    prefix = _prefix([row[word] for row in whole])
    if prefix:
        notes.append(f"each token begins with {prefix!r}, which names its language: it was left out")
    return Shape(parter, width, word, tuple(tags), notes, prefix=prefix)


def _prefix(words: Sequence[str]) -> str:
    """Return the language that stands before every token, as in WikiANN (en:The); empty where there is none."""
    match = _LANGUAGE.match(words[0])
    return match[0] if match and all(word.startswith(match[0]) for word in words) else ""
