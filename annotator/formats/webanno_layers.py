"""The columns of WebAnno TSV 3: layers of spans with slots, of relations and of chains, and what their cells say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.core.sources import Fault, Repair
from annotator.formats.errors import RecordError
from annotator.formats.gathering import Gatherer

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|->|.)", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\n"}
_BAR, _SEMICOLON = re.compile(r"(?<!\\)(?:\\\\)*\|"), re.compile(r"(?<!\\)(?:\\\\)*;")
_NUMBER = re.compile(r"(?<!\\)((?:\\\\)*)\[([0-9]+(?:_[0-9]+)?)\]$")
_SLOT = re.compile(r"ROLE_[^:]*:(.+?)(?:_[^\W_]+\.[\w.$]+)?")
_CHAIN = re.compile(r"(.*)->([0-9]+)-([0-9]+)", re.DOTALL)
_NAMES = ("value", "label", "PosValue", "DependencyType", "category", "type", "tag", "role")
# Layers that a parser makes; one annotation a token, with no end of values.
_GRAMMAR = frozenset(("Token", "Lemma", "Stem", "POS", "MorphologicalFeatures", "SurfaceForm", "Dependency"))
SPAN, CHAIN, RELATION = "SP", "CH", "RL"


@dataclass(frozen=True, slots=True)
class Row:
    """A token or a part of one: its range in the text (code points, half-open) and the cells of its columns."""

    line: int
    unit: str
    start: int
    end: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer: its kind, its type, its columns from `first` on; a slot takes two, roles and their targets."""

    kind: str
    type: str
    columns: tuple[str, ...]
    first: int

    @property
    def width(self) -> int:
        """Return how many columns of a row it has."""
        return len(self.columns)

    @property
    def name(self) -> str:
        """Return the last part of its type."""
        return self.type.rpartition(".")[2]

    @property
    def base(self) -> str:
        """Return the type of the spans that a relation joins; empty for other layers."""
        return next((column[3:] for column in self.columns if column.startswith("BT_")), "")


def layer_of(line: str, first: int) -> Layer | None:
    """Return the layer that a line of the head declares."""
    match = re.fullmatch(r"#T_(SP|CH|RL)=([^|]+)(?:\|(.*))?", line)
    return Layer(match[1], match[2], tuple((match[3] or "").split("|")), first) if match else None


def unescaped(text: str) -> str:
    """Return what a cell or a sentence stands for."""

    def sign(match: re.Match[str]) -> str:
        found = match[1]
        return chr(int(found[1:], 16)) if len(found) == 5 else _SIGNS.get(found, found)

    if "\\" not in text:
        return text
    # An emoji is escaped as its two halves, as Java has it.
    return _ESCAPE.sub(sign, text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _parted(cell: str, bar: re.Pattern[str]) -> list[str]:
    """Part a cell at signs that are not escaped."""
    out, start = [], 0
    for match in bar.finditer(cell):
        out.append(cell[start : match.end() - 1])
        start = match.end()
    return [*out, cell[start:]]


def _numbered(part: str) -> tuple[str, str]:
    """Part a value from the number that tells annotations apart; an empty number where there is none."""
    match = _NUMBER.search(part)
    return (part[: match.start()] + match[1], match[2]) if match else (part, "")


@dataclass(slots=True)
class _Found:
    """An annotation over one row or several: what its columns say in the first."""

    line: int
    unit: str
    start: int
    end: int
    values: list[str]
    units: set[str] = field(default_factory=set)
    span: str = ""


class Taker:
    """Takes the annotations of all rows into a record."""

    def __init__(self, gatherer: Gatherer, layers: Sequence[Layer]) -> None:
        self._gatherer = gatherer
        real = [layer for layer in layers if layer.name not in _GRAMMAR and layer.kind != RELATION]
        self._left = [layer for layer in layers if layer.name in _GRAMMAR] if real else []
        self._layers = [layer for layer in layers if layer not in self._left]
        self._rows: dict[str, Row] = {}
        self._found: dict[str, list[_Found]] = {}
        self._at: dict[str, list[tuple[str, str, _Found]]] = {}

    def take(self, rows: Sequence[Row]) -> Iterator[Fault | Repair]:
        """Take the rows; yield what of them can't be taken or was left out."""
        self._rows = {row.unit: row for row in rows}
        yield from self._leave(rows)
        for layer in self._layers:
            if layer.kind == SPAN:
                yield from self._spans(layer, rows)
        for layer in self._layers:
            if layer.kind == SPAN:
                yield from self._slots(layer)
            elif layer.kind == RELATION:
                yield from self._relations(layer, rows)
            else:
                yield from self._chain(layer, rows)

    def _leave(self, rows: Sequence[Row]) -> Iterator[Repair]:
        counts: Counter[str] = Counter()
        for layer in self._left:
            for row in rows:
                stacks = [_parted(cell, _BAR) for cell in self._cells(layer, row) if cell != "_"]
                counts[layer.name] += max(map(len, stacks), default=0)
        for name, count in counts.items():
            if count:
                yield Repair(0, f"{count:,} annotations of the layer {name}, which parsers make, were left out")

    @staticmethod
    def _cells(layer: Layer, row: Row) -> list[str]:
        cells = row.cells[layer.first : layer.first + layer.width]
        return [cell or "_" for cell in cells] + ["_"] * (layer.width - len(cells))

    def _collect(self, layer: Layer, rows: Sequence[Row]) -> list[_Found]:
        """Return the annotations of a layer; rows with the same number are one."""
        numbered: dict[str, _Found] = {}
        out: list[_Found] = []
        for row in rows:
            cells = self._cells(layer, row)
            if all(cell == "_" for cell in cells):
                continue
            stacks = [_parted(cell, _BAR) for cell in cells]
            for place in range(max(map(len, stacks))):
                parts = [stack[place] if place < len(stack) else "_" for stack in stacks]
                number = self._number(layer, parts)
                known = numbered.get(number) if number else None
                if known is None:
                    known = _Found(row.line, row.unit, row.start, row.end, parts)
                    out.append(known)
                    if number:
                        numbered[number] = known
                known.start, known.end = min(known.start, row.start), max(known.end, row.end)
                known.units.add(row.unit)
                self._at.setdefault(row.unit, []).append((layer.type, number, known))
        return out

    @staticmethod
    def _number(layer: Layer, parts: Sequence[str]) -> str:
        # The numbers in a column of targets are those of the targets.
        own = [
            part for place, part in enumerate(parts) if not place or not layer.columns[place - 1].startswith("ROLE_")
        ]
        return next((number for part in own if (number := _numbered(part)[1])), "")

    def _spans(self, layer: Layer, rows: Sequence[Row]) -> Iterator[Fault | Repair]:
        found = self._found[layer.type] = self._collect(layer, rows)
        plain = [place for place in range(layer.width) if layer.columns[place] and not self._is_slot(layer, place)]
        named = sorted(plain, key=lambda place: _rank(layer.columns[place]))[:1]
        values = [_value(one.values[place]) for one in found for place in named]
        # A layer with a value of its own for nearly every annotation names no labels.
        open_ended = len(found) > 100 and len(set(values)) * 2 > len(found)
        if open_ended:
            yield Repair(0, f"the values of {layer.name} are hardly ever the same: kept as attributes, not as labels")
        for one in found:
            label = "" if open_ended or not named else _value(one.values[named[0]])
            try:
                one.span = self._gatherer.span(one.start, one.end, label or layer.name)
            except RecordError as error:
                yield Fault(one.line, f"{layer.name} at {one.unit}: {error}")
                continue
            for place in plain:
                value = _value(one.values[place])
                if value and (place not in named or open_ended):
                    self._gatherer.value(one.span, layer.columns[place].replace("/", " "), value)

    @staticmethod
    def _is_slot(layer: Layer, place: int) -> bool:
        return layer.columns[place].startswith("ROLE_") or (
            place > 0 and layer.columns[place - 1].startswith("ROLE_")
        )  # fmt: skip

    def _slots(self, layer: Layer) -> Iterator[Fault | Repair]:
        for place, column in enumerate(layer.columns[:-1]):
            match = _SLOT.fullmatch(column)
            if not column.startswith("ROLE_"):
                continue
            for one in self._found[layer.type]:
                roles = _parted(_numbered(one.values[place])[0], _SEMICOLON)
                targets = _parted(one.values[place + 1], _SEMICOLON)
                for number, target in enumerate(targets):
                    role = _value(roles[number]) if number < len(roles) else ""
                    if one.span and target not in ("_", "*", ""):
                        kind = role or (match[1] if match else layer.name)
                        yield from self._join(one.line, kind, one.span, *_numbered(target), "", head=True)

    def _join(
        self, line: int, kind: str, near: str, unit: str, number: str, base: str, *, head: bool
    ) -> Iterator[Fault | Repair]:
        """Add a relation between a span and the one at a unit; `head`: the span is its head."""
        far = self._span_at(unit, number, base)
        if far is None:
            yield Fault(line, f"{kind} names {unit}, where no such annotation was read")
            return
        try:
            if not self._gatherer.relation(kind, *((near, far) if head else (far, near))):
                yield Repair(line, f"the same {kind} stood twice and was taken once")
        except RecordError as error:
            yield Fault(line, str(error))

    def _span_at(self, unit: str, number: str, base: str) -> str | None:
        """Return the span at a unit: with this number (0 or none: the only one), of this type where one is named."""
        number = "" if number == "0" else number
        here = [
            one for type_, own, one in self._at.get(unit, ()) if base in ("", type_) and (not number or own == number)
        ]
        return next((one.span for one in here if one.span), None)

    def _token(self, unit: str, name: str) -> str | None:
        """Return a span made for a token that a relation joins without any span there."""
        row = self._rows.get(unit)
        if row is None or row.start == row.end:
            return None
        made = _Found(row.line, unit, row.start, row.end, [], {unit})
        made.span = self._gatherer.span(row.start, row.end, name)
        self._at.setdefault(unit, []).append((name, "", made))
        return made.span

    def _relations(self, layer: Layer, rows: Sequence[Row]) -> Iterator[Fault | Repair]:
        """Take relations: a row's span is the child, the cell of the last column names the head."""
        base, made = layer.base, 0
        known = {other.type for other in self._layers if other.kind == SPAN}
        named = sorted(
            (place for place in range(layer.width) if not layer.columns[place].startswith("BT_")),
            key=lambda place: _rank(layer.columns[place]),
        )
        more = 0
        for row in rows:
            cells = self._cells(layer, row)
            ends = _parted(cells[-1], _BAR)
            for place, cell in enumerate(ends):
                if cell in ("_", "*", ""):
                    continue
                values = [_value(part[place]) if place < len(part) else "" for part in self._parts(cells, named)]
                kind = values[0] if values and values[0] else layer.name
                more += sum(bool(value) for value in values[1:])
                unit, numbers = _numbered(cell)
                source, _, target = numbers.partition("_")
                if base not in known:
                    name = base.rpartition(".")[2] or "Token"
                    for one in (unit, row.unit):
                        if self._span_at(one, "", name) is None:
                            made += self._token(one, name) is not None
                    near = self._span_at(row.unit, "", name)
                    yield from self._end(row, kind, near, unit, "", name)
                else:
                    yield from self._end(row, kind, self._span_at(row.unit, target, base), unit, source, base)
        if made:
            yield Repair(0, f"{made:,} tokens that only {layer.name} joins were read as tags")
        if more:
            yield Repair(0, f"{more:,} further values of {layer.name} were left out: a relation has its type alone")

    @staticmethod
    def _parts(cells: Sequence[str], places: Iterable[int]) -> list[list[str]]:
        return [_parted(cells[place], _BAR) for place in places]

    def _end(
        self, row: Row, kind: str, near: str | None, unit: str, number: str, base: str
    ) -> Iterator[Fault | Repair]:
        if near is None:
            yield Fault(row.line, f"{kind} stands at {row.unit}, where no such annotation was read")
        else:
            yield from self._join(row.line, kind, near, unit, number, base, head=False)

    def _chain(self, layer: Layer, rows: Sequence[Row]) -> Iterator[Fault]:
        """Take a chain: its links are tags, and a relation leads from each to the next."""
        links: dict[tuple[int, int], tuple[_Found, str]] = {}
        arrow = next((n for n, column in enumerate(layer.columns) if column == "referenceRelation"), 0)
        other = next((n for n in range(layer.width) if n != arrow), None)
        for row in rows:
            stacks = [_parted(cell, _BAR) for cell in self._cells(layer, row)]
            for place, cell in enumerate(stacks[arrow]):
                match = _CHAIN.fullmatch(_numbered(cell)[0])
                if match is None:
                    if cell not in ("_", ""):
                        yield Fault(row.line, f"{cell!r:.60} is no link of a chain, such as *->1-1")
                    continue
                kind = stacks[other][place] if other is not None and place < len(stacks[other]) else ""
                key = int(match[2]), int(match[3])
                one, _ = links.setdefault(key, (_Found(row.line, row.unit, row.start, row.end, [kind]), match[1]))
                one.start, one.end = min(one.start, row.start), max(one.end, row.end)
        before: tuple[int, str, str] | None = None
        for (chain, _), (one, arc) in sorted(links.items()):
            try:
                one.span = self._gatherer.span(one.start, one.end, _value(one.values[0]) or layer.name)
                if before is not None and before[0] == chain:
                    self._gatherer.relation(before[2] or layer.name, before[1], one.span)
                before = chain, one.span, _value(arc)
            except RecordError as error:
                yield Fault(one.line, f"{layer.name}: {error}")


def _value(part: str) -> str:
    """Return the value of an annotation's cell; empty where it has none."""
    raw = _numbered(part)[0]
    return "" if raw in ("_", "*") else unescaped(raw)


def _rank(column: str) -> int:
    return _NAMES.index(column) if column in _NAMES else len(_NAMES)
