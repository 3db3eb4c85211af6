"""What the figures say of each annotator, as tables that are drawn.

The identity of a place is ("only", annotator), ("edges", annotator) or ("person", annotator).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.figures import Figures
from annotator.core.scheme import Scheme
from annotator.work.chart_words import ENGLISH, Words, signed
from annotator.work.charts import PAD, name_of
from annotator.work.drawing import Drawing, Line, Shape, Spot, Text
from annotator.work.figure_rows import in_order

WIDE = 680.0
_STEP, _TOP, _LINE = 28.0, 30.0, 13.0
_ONE_LINE = 10


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a table: what it shows, what it stands for (nothing: no place to go), what is said of it."""

    text: str
    id: tuple[str, ...] = ()
    spoken: str = ""


def bias_table(figures: Figures, width: float = WIDE, words: Words = ENGLISH) -> Drawing:
    """Draw how each annotator differs from the others: how much is marked, by whom alone, and where spans begin."""
    heads = (
        words.annotator, words.articles, words.per_thousand, words.only_mine, words.only_theirs, words.start, words.end,
    )  # fmt: skip
    rows = []
    for one in figures.bias:
        density = words.undefined if one.per_thousand is None else f"{one.per_thousand:.2f}"
        shifts = [words.undefined if by is None else signed(by) for by in (one.start_shift, one.end_shift)]
        rows.append(
            [
                _Field(figures.names.get(one.id, one.id), ("person", one.id)), _Field(words.number(one.articles)),
                _Field(density), _Field(words.number(one.only_mine), ("only", one.id)),
                _Field(words.number(one.only_theirs), ("only", one.id, "theirs")),
                _Field(shifts[0], ("edges", one.id)), _Field(shifts[1], ("edges", one.id, "end")),
            ]
        )  # fmt: skip
    return _table(heads, rows, width, words, 0.24)


def gold_table(figures: Figures, width: float = WIDE, words: Words = ENGLISH) -> Drawing:
    """Draw the F1 of each annotator against the gold layer."""
    kinds = ("overlap", "exact", "partial", "chars")
    heads = (words.annotator, words.articles, *(words.f1[kind] for kind in kinds))
    rows = []
    for who, gold in figures.gold.items():
        name = figures.names.get(who, who)
        values = [gold.f1[kind] for kind in kinds]
        said = [
            words.table.format(name=name, head=words.f1[kind], figure=words.spoken(gold.f1[kind])) for kind in kinds
        ]
        fields = [
            _Field(
                " ".join(
                    filter(None, (words.figure(one), words.range(one) and f"({words.range(one)})".replace(" ", "")))
                ),
                (),
                spoken,
            )
            for one, spoken in zip(values, said, strict=True)
        ]
        rows.append([_Field(name, ("person", who), "; ".join(said)), _Field(words.number(gold.articles)), *fields])
    return _table(heads, rows, width, words, 0.17)


def confused_labels(counts: dict[tuple[str, str], int], scheme: Scheme) -> list[str]:
    """Return the labels of which one was taken for another, in the scheme's order."""
    swapped = {label for pair, count in counts.items() if count and pair[0] != pair[1] for label in pair}
    return in_order(swapped, scheme)


def swaps(counts: dict[tuple[str, str], int], scheme: Scheme, words: Words = ENGLISH) -> list[str]:
    """Return what one label was taken for another how often, the most frequent first."""
    found = sorted(((n, pair) for pair, n in counts.items() if n and pair[0] != pair[1]), key=lambda x: (-x[0], x[1]))
    return [
        words.confused.format(one=name_of(scheme, one), other=name_of(scheme, other), count=words.number(n))
        for n, (one, other) in found
    ]


def _table(heads: Sequence[str], rows: Sequence[Sequence[_Field]], width: float, words: Words, share: float) -> Drawing:
    """Draw a table whose first column, a share of the width, is words and whose others are figures."""
    first = width * share
    each = (width - first - 2 * PAD) / max(len(heads) - 1, 1)
    ends = [PAD + first + each * n for n in range(len(heads))]
    folded = [_folded(head) for head in heads]
    below = _LINE * (max(map(len, folded)) - 1)
    under = _TOP + below
    shapes: list[Shape] = [Text(PAD, 14 + below, heads[0], "small", 600, "ink2", room=first)]
    shapes += [
        Text(end, 14 + below - _LINE * (len(lines) - 1 - at), line, "small", 600, "ink2", "end", each - 6)
        for end, lines in zip(ends[1:], folded[1:], strict=True)
        for at, line in enumerate(lines)
    ]
    shapes.append(Line(PAD, under - 2, width - PAD, under - 2, "hairline"))
    spots = []
    for place, row in enumerate(rows):
        top = under + place * _STEP
        for at, (field, head) in enumerate(zip(row, heads, strict=True)):
            wide = first if at == 0 else each
            middle = top + _STEP / 2
            if at == 0:
                shapes.append(Text(PAD, middle, field.text, "body", 500, room=wide - 6))
            else:
                shapes.append(
                    Text(ends[at], middle, field.text, "small" if share < 0.2 else "sub", anchor="end", room=wide - 4)
                )
            if field.id:
                said = field.spoken or words.table.format(name=row[0].text, head=head, figure=field.text)
                left = 0.0 if at == 0 else ends[at] - each
                spots.append(Spot(field.id, left, top, wide + (PAD if at == 0 else 4), _STEP, said))
    return Drawing(width, under + _STEP * len(rows) + 2, tuple(shapes), tuple(spots))


def _folded(head: str) -> list[str]:
    """Return the head of a column in one line, or in two of about one length."""
    words = head.split(" ")
    if len(head) <= _ONE_LINE or len(words) == 1:
        return [head]
    cut = min(range(1, len(words)), key=lambda at: max(len(" ".join(words[:at])), len(" ".join(words[at:]))))
    return [" ".join(words[:cut]), " ".join(words[cut:])]
