"""The counts of every article in one table, and the compact bytes that keep those of one article.

Every figure is a function of the sums of these counts, so a changed article costs the work of one article. Bytes that
come out of a file are checked: it may come from anybody, and what does not hold is simply counted anew.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.marks import Bools, Floats, Ints

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Counts of one sort: how many names make a key, how many numbers stand under it, whether they are whole.

    Only those of a `signed` family may be below 0.
    """

    names: int
    width: int
    whole: bool = True
    signed: bool = False


FAMILIES: dict[str, Family] = {
    "article": Family(0, 1),  # code points
    "finished": Family(1, 1),  # person: 1
    "used": Family(2, 1),  # person, label: spans
    "spans": Family(3, 7),  # person, person, label: f1.COLUMNS
    "gold": Family(2, 7),  # person, label: f1.COLUMNS with gold as the second
    "with_gold": Family(1, 1),  # person: 1 where gold is finished too
    "set": Family(0, 3, whole=False),  # the columns of unitizing that stand before the labels
    "unit": Family(1, 6, whole=False),  # label: its columns of unitizing
    "values": Family(3, 2, whole=False),  # label, key, value: how often it was paired, and with another value
    "valued": Family(2, 2),  # label, key: units with two values or more, the values in them
    "answers": Family(2, 2, whole=False),  # article label, value: as for values
    "answered": Family(1, 1),  # article label: 1 where two or more answered
    "links": Family(3, 4),  # person, person, type: links.COLUMNS
    "edges": Family(2, 5, signed=True),  # person, person: bias.COLUMNS
    "swaps": Family(4, 1),  # person, person, label, label: spans of one range
}

_MAGIC = b"NAC1"
_HEAD = struct.Struct(f"<4sIHI{len(FAMILIES)}I")
_MOST = 2.0**53
_LOOKED_UP = 1 << 22
_NAMES, _WHOLE = 2**16, 2**31
"""What the kept bytes of one article have room for: different names, and a count of a whole family."""
_RECORDS = {
    name: np.dtype([
        ("key", "<u2", (family.names + 1,)),  # one column too many, so that no key is empty
        ("values", "<i4" if family.whole else "<f8", (family.width,)),
    ])
    for name, family in FAMILIES.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Counts of one family: the article's number, the place of the key, and the numbers (rows, width)."""

    article: Ints
    key: Ints
    values: Floats

    def kept(self, which: NDArray[Any]) -> Rows:
        """Return the rows at these places."""
        return Rows(self.article[which], self.key[which], self.values[which])


def _no_rows(family: str) -> Rows:
    empty = np.zeros(0, dtype=np.int64)
    return Rows(empty, empty, np.zeros((0, FAMILIES[family].width)))


class Table:
    """Counts of many articles. `people` is article number -> the ids of those who finished it, as they were counted.

    `keys` is family -> names -> place; `rows` is family -> its rows in any order, and some that are void: their
    article is -1 and they count nothing. Where there is no row, the counts are 0. Two people in a key stand in the
    order of their ids.
    """

    def __init__(self) -> None:
        self.people: dict[int, tuple[str, ...]] = {}
        self.keys: dict[str, dict[Key, int]] = {name: {} for name in FAMILIES}
        self.rows: dict[str, Rows] = {name: _no_rows(name) for name in FAMILIES}
        self._sums: dict[str, Floats] = {}

    def put(self, family: str, article: Ints, keys: Sequence[Key], place: Ints, values: NDArray[Any]) -> None:
        """Add rows of a family: article numbers, places in `keys`, and numbers (rows, width)."""
        if not len(place):
            return
        known = self.keys[family]
        turned = np.asarray([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
        new = Rows(
            np.asarray(article, dtype=np.int64), turned[place],
            np.array(values, dtype=np.float64).reshape(len(place), FAMILIES[family].width),
        )  # fmt: skip
        old = self.rows[family]
        self.rows[family] = Rows(
            np.concatenate([old.article, new.article]), np.concatenate([old.key, new.key]),
            np.concatenate([old.values, new.values]),
        )  # fmt: skip
        self._summed(family, new, 1)

    def drop(self, articles: Iterable[int]) -> None:
        """Forget the counts of these articles."""
        gone = np.asarray(sorted(articles), dtype=np.int64)
        for number in gone.tolist():
            self.people.pop(number, None)
        for family, rows in self.rows.items():
            which = np.flatnonzero(np.isin(rows.article, gone))
            if len(which):
                self._summed(family, rows.kept(which), -1)
                rows.article[which], rows.values[which] = -1, 0
                here = np.flatnonzero(rows.article >= 0)
                if len(here) < len(rows.article) // 2:
                    self.rows[family] = rows.kept(here)

    def taken(self, articles: Iterable[int]) -> Table:
        """Forget the counts of these articles, and return them as a table of their own."""
        gone = np.asarray(sorted(articles), dtype=np.int64)
        out = Table()
        out.people = {number: self.people[number] for number in gone.tolist() if number in self.people}
        for family, rows in self.rows.items():
            found = rows.kept(np.flatnonzero(np.isin(rows.article, gone)))
            out.put(family, found.article, list(self.keys[family]), found.key, found.values)
        self.drop(gone.tolist())
        return out

    def _summed(self, family: str, rows: Rows, sign: int) -> None:
        """Add rows to the sums, or take them away: whole numbers stay exact, others are summed again when needed."""
        sums = self._sums.pop(family, None)
        if sums is not None and FAMILIES[family].whole:
            many = len(self.keys[family])
            sums = np.concatenate([sums, np.zeros((many - len(sums), sums.shape[1]))])
            self._sums[family] = sums + sign * _by_key(rows, many)

    def add(self, other: Table) -> None:
        """Add the counts of other articles."""
        self.people.update(other.people)
        for family, rows in other.rows.items():
            here = rows if (rows.article >= 0).all() else rows.kept(rows.article >= 0)
            self.put(family, here.article, list(other.keys[family]), here.key, here.values)

    def sums(self, family: str) -> Floats:
        """Return the sums over all articles, of the shape (keys, width)."""
        found = self._sums.get(family)
        if found is None:
            found = self._sums[family] = _by_key(self.rows[family], len(self.keys[family]))
        return found

    def by_article(self, family: str, articles: Ints, places: Ints, turn: Floats | None = None) -> Floats:
        """Return the counts of these articles (sorted numbers), of the shape (articles, groups, columns).

        `places` (groups, keys) are the keys that are summed in each group; place -1 has no counts. `turn` (width,
        columns) makes other columns of the counts.
        """
        rows = self.rows[family]
        values = rows.values if turn is None else rows.values @ turn
        column = np.full(len(self.keys[family]) + 1, -1, dtype=np.int64)
        column[places] = np.arange(len(places))[:, None]
        column[-1] = -1
        where, group = _places(articles, rows.article), column[rows.key]
        known = np.flatnonzero((group >= 0) & (where >= 0))
        if len(known) < len(where):
            where, group, values = where[known], group[known], values[known]
        code, size = where * len(places) + group, len(articles) * len(places)
        out = np.empty((size, values.shape[1]))
        for at in range(values.shape[1]):
            out[:, at] = np.bincount(code, values[:, at], minlength=size)
        return out.reshape(len(articles), len(places), values.shape[1])


def _by_key(rows: Rows, many: int) -> Floats:
    out = np.zeros((many, rows.values.shape[1]))
    for column in range(rows.values.shape[1]):
        out[:, column] = np.bincount(rows.key, rows.values[:, column], minlength=many)
    return out


def _places(sorted_numbers: Ints, numbers: Ints) -> Ints:
    """Return the place of each number among sorted ones, -1 where it is not there."""
    if not len(sorted_numbers):
        return np.full(len(numbers), -1, dtype=np.int64)
    last = int(sorted_numbers[-1])
    if sorted_numbers[0] >= 0 and last < _LOOKED_UP:
        place = np.full(last + 2, -1, dtype=np.int64)
        place[sorted_numbers] = np.arange(len(sorted_numbers))
        return place[np.where((numbers < 0) | (numbers > last), last + 1, numbers)]
    found = np.minimum(np.searchsorted(sorted_numbers, numbers), len(sorted_numbers) - 1)
    return np.where(sorted_numbers[found] == numbers, found, -1)


def encode(table: Table, articles: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Yield (article number, bytes) of these articles that the table knows, but for counts too large for the bytes."""
    order = {}
    for family, rows in table.rows.items():
        place = np.argsort(rows.article, kind="stable")
        order[family] = place, rows.article[place], list(table.keys[family])
    for number in articles:
        if number not in table.people:
            continue
        here = {}
        for family, (place, sorted_articles, keys) in order.items():
            first, last = np.searchsorted(sorted_articles, (number, number + 1)).tolist()
            if first < last:
                rows = table.rows[family].kept(place[first:last])
                here[family] = [keys[one] for one in rows.key.tolist()], rows.values
        if _fits(table.people[number], here):
            yield number, _packed(table.people[number], here)


def _fits(people: tuple[str, ...], here: Mapping[str, tuple[list[Key], Floats]]) -> bool:
    names = {*people, *(name for keys, _ in here.values() for key in keys for name in key)}
    whole = [values for family, (_, values) in here.items() if FAMILIES[family].whole]
    return len(names) <= _NAMES and all(np.abs(values).max(initial=0) < _WHOLE for values in whole)


def _packed(people: tuple[str, ...], here: Mapping[str, tuple[list[Key], Floats]]) -> bytes:
    names: dict[str, int] = {}
    found = [names.setdefault(one, len(names)) for one in people]
    sections, sizes = [np.asarray(found, dtype="<u2").tobytes()], []
    for family, record in _RECORDS.items():
        keys, values = here.get(family, ([], None))
        sizes.append(len(keys))
        if values is not None:
            section = np.zeros(len(keys), dtype=record)
            section["key"][:, 1:] = [[names.setdefault(one, len(names)) for one in key] for key in keys]
            section["values"] = values
            sections.append(section.tobytes())
    listed = json.dumps(list(names), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    body = b"".join([listed, *sections])
    head = _HEAD.pack(_MAGIC, 0, len(people), len(listed), *sizes)[8:]
    return _MAGIC + struct.pack("<I", zlib.crc32(head + body)) + head + body


def decode(kept: Mapping[int, bytes]) -> Table:
    """Return the table of the articles whose bytes hold; the others are left out."""
    table = Table()
    reader = _Reader()
    for number, blob in kept.items():
        people = reader.take(number, blob)
        if people is not None:
            table.people[number] = people
    wrong: set[int] = set()
    for family in FAMILIES:
        wrong |= reader.fill(table, family)
    if wrong:
        table.drop(wrong)
    return table


class _Reader:
    """Cuts bytes into the sections of each family and reads those of all articles in one go."""

    def __init__(self) -> None:
        self._names: dict[bytes, tuple[list[str], int]] = {}
        self._size = 0
        self._parts: dict[str, list[bytes]] = {family: [] for family in FAMILIES}
        self._found: dict[str, list[tuple[int, int, int, int]]] = {family: [] for family in FAMILIES}

    def take(self, number: int, blob: object) -> tuple[str, ...] | None:
        """Return who finished the article, after cutting its bytes; None where they do not hold."""
        if not isinstance(blob, bytes) or len(blob) < _HEAD.size:
            return None
        magic, check, people, length, *sizes = _HEAD.unpack_from(blob)
        begin = _HEAD.size + length + 2 * people
        total = begin + sum(size * record.itemsize for size, record in zip(sizes, _RECORDS.values(), strict=True))
        if magic != _MAGIC or total != len(blob) or zlib.crc32(blob[8:]) != check:
            return None
        listed = self._listed(blob[_HEAD.size : _HEAD.size + length])
        ids = np.frombuffer(blob, "<u2", people, begin - 2 * people).tolist()
        if listed is None or any(one >= len(listed[0]) for one in ids):
            return None
        for size, (family, record) in zip(sizes, _RECORDS.items(), strict=True):
            if size:
                end = begin + size * record.itemsize
                self._parts[family].append(blob[begin:end])
                self._found[family].append((number, size, listed[1], len(listed[0])))
                begin = end
        return tuple(listed[0][one] for one in ids)

    def _listed(self, text: bytes) -> tuple[list[str], int] | None:
        """Return the names of an article and where they begin in the list of all articles' names."""
        known = self._names.get(text)
        if known is None:
            try:
                names = json.loads(text.decode("utf-8", "surrogatepass"))
            except (ValueError, RecursionError):
                return None
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                return None
            known = self._names[text] = names, self._size
            self._size += len(names)
        return known

    def fill(self, table: Table, family: str) -> set[int]:
        """Put the rows of one family into the table; return the articles whose rows make no sense."""
        found, size = self._found[family], FAMILIES[family].names
        if not found:
            return set()
        facts = np.asarray(found, dtype=np.int64)
        number, first, most = (np.repeat(facts[:, column], facts[:, 1]) for column in (0, 2, 3))
        records = np.frombuffer(b"".join(self._parts[family]), dtype=_RECORDS[family])
        local, values = records["key"][:, 1:].astype(np.int64), records["values"].astype(np.float64)
        bad: Bools = np.any(local >= most[:, None], axis=1) | ~np.all(np.abs(values) < _MOST, axis=1)
        if not FAMILIES[family].signed:
            bad |= np.any(values < 0, axis=1)
        wrong = set(number[bad].tolist())
        places = np.where(local < most[:, None], local + first[:, None], 0)
        keys, place = self._keys(places, size)
        table.put(family, number, keys, place, np.where(bad[:, None], 0, values))
        return wrong

    def _keys(self, places: Ints, size: int) -> tuple[list[Key], Ints]:
        """Return the different keys among rows of places in the list of all names, and each row's place among them."""
        every = [name for names, _ in self._names.values() for name in names]
        if not size:  # as with the counts of the article as a whole
            return [()], np.zeros(len(places), dtype=np.int64)
        numbers: dict[str, int] = {}
        same = np.asarray([numbers.setdefault(name, len(numbers)) for name in every], dtype=np.int64)
        code = np.zeros(len(places), dtype=np.int64)
        for column in same[places].T:
            code = np.unique(code * len(numbers) + column, return_inverse=True)[1]
        _, at, place = np.unique(code, return_index=True, return_inverse=True)
        return [tuple(every[one] for one in row) for row in places[at].tolist()], place


def pairs_of(keys: Mapping[Key, int], *axes: Sequence[str]) -> Ints:
    """Return the place of every combination of names, of the shape of the axes; -1 where there is none.

    Each axis is a list of names, one of the key's; the names of an axis stand in the order given.
    """
    out = np.full(tuple(len(axis) for axis in axes), -1, dtype=np.int64)
    numbers = [{name: place for place, name in enumerate(axis)} for axis in axes]
    for key, place in keys.items():
        where = tuple(number.get(name, -1) for number, name in zip(numbers, key, strict=True))
        if -1 not in where:
            out[where] = place
    return out
