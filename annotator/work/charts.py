"""The charts of agreement as drawings; `width` is in pixels, 8 of them free at either side for rows that are chosen.

The identity of a place says what it stands for: ("figure", name), ("pair", id, id), ("label", key), ("kind", key),
("point", time), ("confused", label, label) or what a row was given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.figures import Figures, TrendPoint, Value
from annotator.core.scheme import Scheme, readable_name
from annotator.work.chart_words import ENGLISH, Words, decimals
from annotator.work.drawing import Anchor, Dot, Drawing, Line, Path, Rect, Shape, Spot, Text, hatched, label_mark

WIDTH = 352.0
PAD = 8.0
_HEAT_LOW, _HEAT_HIGH = 0.5, 0.95
_SCALE_LOW = 0.4
_MUTED = 0.59
_BAND = 0.22
_LEAST_CELL, _ROOMY, _NAMED = 21.0, 32.0, 44.0
_MOST_POINTS, _MOST_SPOTS = 120, 25


@dataclass(frozen=True, slots=True)
class Row:
    """A figure in a table of figures: its identity, name, value, a note at the far end, the label it is about.

    `tip` is the key of the words that explain it.
    """

    id: tuple[str, ...]
    name: str
    value: Value
    note: str = ""
    label: str = ""
    spoken: str = ""
    tip: str = ""


def name_of(scheme: Scheme, label: str) -> str:
    """Return a label's name, or a readable form of a key that the scheme does not know."""
    found = scheme.label(label)
    return found.name if found is not None else readable_name(label)


def scale_low(values: Iterable[Value]) -> float:
    """Return where a scale of F1 up to 1 begins: at 0.4, or at 0 where a value or its interval reaches lower."""
    shown = [v for one in values for v in (one.value, one.low) if v is not None]
    return 0.0 if min(shown, default=_SCALE_LOW) < _SCALE_LOW - 1e-9 else _SCALE_LOW


def common_low(figures: Figures, kinds: Iterable[str]) -> float:
    """Return where the one scale begins that the labels' F1 of these kinds and the trend are drawn on."""
    labels = [value for kind in kinds for value in figures.f1[kind].labels.values()]
    return scale_low([*labels, *(Value(p.value, p.low, p.high) for p in figures.trend)])


def numbers(figures: Figures, width: float = WIDTH, words: Words = ENGLISH) -> Drawing:
    """Draw the three figures on top: F1 by overlap, exact F1, unitizing alpha, each with its interval.

    The alpha is the layered one where spans of one annotator overlap, for the other is not defined there.
    """
    layered = figures.alpha["u"].value is None and figures.alpha["layered_u"].value is not None
    kind = "layered_u" if layered else "u"
    shown = [
        (("figure", "overlap"), words.f1["overlap"], figures.f1["overlap"].mean),
        (("figure", "exact"), words.f1["exact"], figures.f1["exact"].mean),
        (("figure", kind), words.alpha[kind], figures.alpha[kind]),
    ]
    each = (width - 2 * PAD) / len(shown)
    shapes: list[Shape] = []
    spots = []
    for place, (identity, name, value) in enumerate(shown):
        left = PAD + place * each
        shapes.append(Text(left, 12, name, "sub", colour="ink2", room=each - PAD))
        if value.value is None:
            shapes += hatched(left, 23, 52, 22)
        shapes.append(Text(left + (6 if value.value is None else 0), 34, words.figure(value), "figure", 600))
        shapes.append(Text(left, 55, words.range(value) or "–", "sub", colour="ink2", room=each - PAD))
        said = words.row.format(name=name, figure=words.spoken(value))
        tip = words.explained("layered_here" if layered and identity[1] == kind else identity[1], value)
        said = ", ".join(filter(None, (said, words.under(value))))
        spots.append(Spot(identity, left - PAD, 1, each, 64, said, tip=tip))
    return Drawing(width, 68, tuple(shapes), tuple(spots))


def matrix(figures: Figures, kind: str, width: float = WIDTH, words: Words = ENGLISH) -> Drawing:
    """Draw the F1 of each pair as a heat map; a pair without one is hatched."""
    pairs = figures.f1[kind].pairs
    found = {**pairs, **{(other, one): value for (one, other), value in pairs.items()}}
    who = figures.annotators
    names = [figures.names.get(one, one) for one in who]
    cells = {}
    for (one, other), value in found.items():
        if one in who and other in who:
            shared = figures.shared.get((one, other), figures.shared.get((other, one), 0))
            said = words.pair.format(
                one=figures.names.get(one, one), other=figures.names.get(other, other), figure=words.spoken(value),
                articles=words.number(shared),
            )  # fmt: skip
            cells[who.index(one), who.index(other)] = _Cell(
                ("pair", one, other), value.value, words.figure(value), said, words.short(value)
            )
    low = min([_HEAT_LOW, *(v.value for v in pairs.values() if v.value is not None)])
    return _grid(names, names, cells, (max(low, 0.0), _HEAT_HIGH), width, PAD + 64, _LEAST_CELL)


def confusion(
    counts: Mapping[tuple[str, str], int], labels: Sequence[str], scheme: Scheme, width: float = WIDTH,
    words: Words = ENGLISH,
) -> Drawing:  # fmt: skip
    """Draw how often the same range got one label from an annotator (row) and another one from others (column)."""
    names = [name_of(scheme, label) for label in labels]
    most = max([n for (one, other), n in counts.items() if one != other], default=0)
    cells = {}
    for i, one in enumerate(labels):
        for j, other in enumerate(labels):
            count = counts.get((one, other), 0)
            if i == j or not count:
                continue
            said = words.confused.format(one=names[i], other=names[j], count=words.number(count))
            cells[i, j] = _Cell(("confused", one, other), float(count), words.number(count), said)
    return _grid(names, names, cells, (0.0, float(most) or 1.0), width, PAD + 112)


@dataclass(frozen=True, slots=True)
class _Cell:
    id: tuple[str, ...]
    value: float | None
    text: str
    words: str
    short: str = ""


def _grid(
    rows: Sequence[str], columns: Sequence[str], cells: Mapping[tuple[int, int], _Cell], heat: tuple[float, float],
    width: float, left: float, least: float = _ROOMY,
) -> Drawing:  # fmt: skip
    """Draw a heat map under the names of its columns, or where those have no room under the numbers of its rows.

    Narrow cells hold short figures; it grows to the right where they would be narrower than `least`.
    """
    each = max((width - left - PAD) / max(len(columns), 1), least)
    top, step, gap = 26.0, 32.0, 2.0
    if each < _NAMED:
        rows = [f"{at} {name}" for at, name in enumerate(rows, start=1)]
        columns = [str(at) for at in range(1, len(columns) + 1)]
    shapes: list[Shape] = [
        Text(left + (j + 0.5) * each, 13, name, "sub", colour="ink2", anchor="middle", room=each - 4)
        for j, name in enumerate(columns)
    ]
    shapes += [
        Text(left - 10, top + i * step + 15, name, "sub", colour="ink2", anchor="end", room=left - PAD - 10)
        for i, name in enumerate(rows)
    ]
    spots = []
    for (i, j), cell in sorted(cells.items()):
        x, y, wide, high = left + j * each, top + i * step, each - gap, step - gap
        middle, small = x + wide / 2, each < _ROOMY
        size, text = "body" if each >= 48 else "small" if small else "sub", cell.short if small else cell.text
        if cell.value is None:
            shapes += hatched(x, y, wide, high)
            if not small:
                shapes.append(Rect(middle - 14, y + 6, 28, high - 12, "raised"))
                shapes.append(Text(middle, y + high / 2, text, "sub", anchor="middle"))
        else:
            share = (cell.value - heat[0]) / (heat[1] - heat[0])
            shapes.append(Rect(x, y, wide, high, f"heat:{min(max(share, 0.0), 1.0):.2f}"))
            shapes.append(Text(middle, y + high / 2, text, size, 500, anchor="middle", room=wide))
        spots.append(Spot(cell.id, x, y, wide, high, cell.words, cell=True))
    return Drawing(
        max(width, left + each * len(columns) + PAD), top + step * len(rows) + 2, tuple(shapes), tuple(spots)
    )


def label_rows(
    figures: Figures, kind: str, scheme: Scheme, width: float = WIDTH, words: Words = ENGLISH, low: float | None = None
) -> Drawing:
    """Draw each label's F1 with its interval on a scale up to 1 that begins at `low`, by itself where it has to."""
    values = figures.f1[kind].labels
    keys = [b.key for b in scheme.labels if b.key in values] + sorted(k for k in values if scheme.label(k) is None)
    low, step = common_low(figures, [kind]) if low is None else low, 28.0
    left, right = PAD + 117, width - PAD - 84

    def at(value: float) -> float:
        return left + (value - low) / (1 - low) * (right - left)

    bottom = step * len(keys)
    shapes: list[Shape] = [Line(at(v), 2, at(v), bottom, "hairline") for v in _ticks(low)]
    shapes += [Text(at(v), bottom + 9, _tick(v), "sub", colour="ink2", anchor="middle") for v in _ticks(low)]
    spots = []
    for place, key in enumerate(keys):
        middle, value, spans = place * step + step / 2, values[key], words.number(figures.spans.get(key, 0))
        shapes += label_mark(scheme, key, PAD, middle)
        shapes.append(Text(PAD + 11, middle, name_of(scheme, key), "body", room=left - PAD - 16))
        shapes += _whisker(value, middle, at, (left, right))
        shapes.append(Text(right + 38, middle, words.figure(value), "body", 600, anchor="end"))
        shapes.append(Text(width - PAD, middle, spans, "sub", colour="ink2", anchor="end"))
        said = words.label.format(name=name_of(scheme, key), figure=words.spoken(value), spans=spans)
        spots.append(Spot(("label", key), 0, place * step, width, step, said))
    return Drawing(width, bottom + 20, tuple(shapes), tuple(spots))


def _whisker(value: Value, middle: float, at: Callable[[float], float], area: tuple[float, float]) -> Iterable[Shape]:
    """Draw a value with its interval, or that there is none."""
    if value.value is None:
        yield from hatched(area[0], middle - 7, area[1] - area[0], 14)
        return
    if value.low is not None and value.high is not None:
        low, high = at(value.low), at(value.high)
        yield Line(low, middle, high, middle, "ink2", 1.25)
        for end in (low, high):
            yield Line(end, middle - 4, end, middle + 4, "ink2", 1.25)
    yield Dot(at(value.value), middle, 4.25, "ink", "desk")


def trend(figures: Figures, width: float = WIDTH, words: Words = ENGLISH, low: float | None = None) -> Drawing:
    """Draw F1 by overlap over a rolling window of articles, with its band, on a scale up to 1 from `low`."""
    points = thinned(figures.trend, _MOST_POINTS)
    if not points:
        return Drawing(width, 0)
    low = common_low(figures, ["overlap"]) if low is None else low
    top, high, left, right = 10.0, 50.0, PAD + 26, width - PAD - 40

    def across(place: float) -> float:
        return left + place / max(len(points) - 1, 1) * (right - left)

    def up(value: float) -> float:
        return top + (1 - value) / (1 - low) * high

    shapes: list[Shape] = []
    for value in _ticks(low):
        shapes.append(Line(left, up(value), right, up(value), "hairline"))
        shapes.append(Text(left - 7, up(value), _tick(value), "sub", colour="ink2", anchor="end"))
    band = [(across(i), up(p.high)) for i, p in enumerate(points)]
    band += [(across(i), up(p.low)) for i, p in reversed(list(enumerate(points)))]
    line = tuple((across(i), up(p.value)) for i, p in enumerate(points))
    if len(points) > 1:
        shapes.append(Path(tuple(band), "chart", filled=True, opacity=_BAND))
        shapes.append(Path(line, "chart", 1.75))
    last = points[-1]
    if len(points) == 1:
        shapes.append(Line(*line[0], line[0][0], up(last.low), "chart"))
        shapes.append(Line(*line[0], line[0][0], up(last.high), "chart"))
    shapes.append(Dot(*line[-1], 3.5, "chart"))
    shapes.append(Text(line[-1][0] + 9, line[-1][1], decimals(last.value), "body", 600))
    bottom = top + high
    if len(points) > 1:
        shapes.append(Text(left, bottom + 13, words.day(points[0].at), "sub", colour="ink2"))
    anchor: Anchor = "end" if len(points) > 1 else "start"
    shapes.append(Text(line[-1][0], bottom + 13, words.day(last.at), "sub", colour="ink2", anchor=anchor))
    spots = []
    for i in sorted({round(n * (len(points) - 1) / (_MOST_SPOTS - 1)) for n in range(_MOST_SPOTS)}):
        p, half = points[i], max((right - left) / _MOST_SPOTS / 2, 4)
        said = words.point.format(
            day=words.day(p.at), figure=words.spoken(Value(p.value, p.low, p.high)), articles=words.number(p.articles)
        )
        spots.append(Spot(("point", p.at), across(i) - half, top - 4, 2 * half, high + 8, said, cell=True, still=True))
    return Drawing(width, bottom + 22, tuple(shapes), tuple(spots))


def kinds(
    counts: Mapping[str, tuple[int, int]], width: float = WIDTH, words: Words = ENGLISH, chosen: str = ""
) -> Drawing:
    """Draw how many disagreements of each kind are open; `counts` is kind -> (open, all)."""
    step, left, right = 24.0, PAD + 124, width - PAD - 32
    most = max((still for still, _ in counts.values()), default=0) or 1
    shapes: list[Shape] = []
    spots = []
    order = {kind: at for at, kind in enumerate(words.kinds)}
    for place, kind in enumerate(sorted(counts, key=lambda one: order.get(one, len(order)))):
        still, every = counts[kind]
        middle, mine = place * step + step / 2, kind == chosen
        name = words.kinds.get(kind, kind)
        if mine:
            shapes.append(Rect(0, place * step, width, step, "row", 6))
        shapes.append(Text(PAD, middle, name, "body", 600 if mine else 400, room=left - PAD - 6))
        long = max((right - left) * still / most, 2 if still else 0)
        if long:
            shapes.append(Rect(left, middle - 4, long, 8, "chart", 2, 1.0 if mine else _MUTED))
        shapes.append(Text(width - PAD, middle, words.number(still), "body", colour="ink2", anchor="end"))
        said = words.kind.format(kind=name, open=words.number(still), all=words.number(every))
        spots.append(Spot(("kind", kind), 0, place * step, width, step, said, tip=words.tips.get(kind, "")))
    return Drawing(width, step * len(counts), tuple(shapes), tuple(spots))


def figure_rows(
    rows: Sequence[Row], heads: tuple[str, str, str], scheme: Scheme, width: float = WIDTH, words: Words = ENGLISH
) -> Drawing:
    """Draw a table of figures: name, value, interval, and a note at the far end; `heads` name the last three."""
    step, top = 24.0, 22.0
    value_at, range_at = width * 0.42, width * 0.42 + 10
    shapes: list[Shape] = [
        Text(value_at, 10, heads[0], "small", colour="ink2", anchor="end", room=60),
        Text(range_at, 10, heads[1], "small", colour="ink2", room=86),
        Text(width - PAD, 10, heads[2], "small", colour="ink2", anchor="end", room=98),
    ]
    spots = []
    for place, row in enumerate(rows):
        y = top + place * step
        middle, indent = y + step / 2, 11 if row.label else 0
        shapes += label_mark(scheme, row.label, PAD, middle) if row.label else ()
        shapes.append(Text(PAD + indent, middle, row.name, "sub", room=value_at - PAD - indent - 40))
        if row.value.value is None:
            shapes += hatched(value_at - 28, middle - 8, 32, 16)
        shapes.append(Text(value_at, middle, words.figure(row.value), "sub", 600, anchor="end"))
        shapes.append(Text(range_at, middle, words.range(row.value), "sub", colour="ink2", room=86))
        shapes.append(Text(width - PAD, middle, row.note, "sub", colour="ink2", anchor="end", room=94))
        said = row.spoken or words.row.format(name=row.name, figure=words.spoken(row.value))
        spots.append(Spot(row.id, 0, y, width, step, said, tip=words.explained(row.tip, row.value)))
    return Drawing(width, top + step * len(rows) + 2, tuple(shapes), tuple(spots))


def reasons(values: Iterable[Value]) -> list[str]:
    """Return why figures are not defined, each reason once."""
    return list(dict.fromkeys(one.reason for one in values if one.value is None and one.reason))


def _ticks(low: float) -> list[float]:
    return [1.0, (1 + low) / 2, low]


def _tick(value: float) -> str:
    return f"{value:.1f}".replace("0.0", "0").replace("1.0", "1")


def thinned(points: Sequence[TrendPoint], most: int) -> list[TrendPoint]:
    """Return at most so many points, the first and the last among them, evenly apart."""
    if len(points) <= most:
        return list(points)
    return [points[round(n * (len(points) - 1) / (most - 1))] for n in range(most)]
