"""Name the parts of a news page, and lay a person's corrections over the detected ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeGuard

KINDS = ("headline", "byline", "dateline", "caption", "credit", "related", "truncated")
_FURNITURE = frozenset({"byline", "caption", "credit", "related"})


@dataclass(frozen=True, slots=True, order=True)
class Zone:
    """Mark one part of a page (start and end in code points, half-open)."""

    start: int
    end: int
    kind: str
    duplicate: bool = False

    @property
    def key(self) -> str:
        """Name the zone's row: an article holds at most one zone of a kind in one place."""
        return f"{self.start}:{self.end}:{self.kind}"

    @property
    def furniture(self) -> bool:
        """Tell whether the zone is page furniture, not the article itself."""
        return self.duplicate or self.kind in _FURNITURE


@dataclass(frozen=True, slots=True, order=True)
class Override:
    """Hold one correction: `off` removes the zone of that key, otherwise it is set as given here."""

    start: int
    end: int
    kind: str
    duplicate: bool = False
    off: bool = False

    @property
    def key(self) -> str:
        """Name the zone the correction is about."""
        return self.zone.key

    @property
    def zone(self) -> Zone:
        """Give the zone as this correction wants it."""
        return Zone(self.start, self.end, self.kind, self.duplicate)


def effective(detected: Iterable[Zone], overrides: Iterable[Override]) -> tuple[Zone, ...]:
    """Give the zones that hold for one person, sorted by start, end and kind."""
    zones = {zone.key: zone for zone in detected}
    for override in overrides:
        if override.off:
            zones.pop(override.key, None)
        else:
            zones[override.key] = override.zone
    return tuple(sorted(zones.values()))


def overrides_for(detected: Iterable[Zone], wanted: Iterable[Zone]) -> list[Override]:
    """Give the fewest corrections that turn `detected` into `wanted`, sorted."""
    before = {zone.key: zone for zone in detected}
    after = {zone.key: zone for zone in wanted}
    gone = [_override(zone, off=True) for key, zone in before.items() if key not in after]
    put = [_override(zone, off=False) for key, zone in after.items() if before.get(key) != zone]
    return sorted(gone + put)


def _override(zone: Zone, *, off: bool) -> Override:
    return Override(zone.start, zone.end, zone.kind, zone.duplicate, off)


def told_first(told: Iterable[Zone], found: Iterable[Zone]) -> tuple[Zone, ...]:
    """Give the zones that a file's markup told, and of those found in the text the ones that meet none of them."""
    known = sorted(told)
    apart = [zone for zone in found if not any(zone.start < one.end and one.start < zone.end for one in known)]
    return tuple(sorted([*known, *apart]))


def furniture_at(zones: Iterable[Zone], start: int, end: int) -> Zone | None:
    """Give the first furniture zone that shares a character with start:end; a caret is the character after it."""
    end = max(end, start + 1)
    return next((zone for zone in zones if zone.furniture and zone.start < end and start < zone.end), None)


def to_json(zones: Iterable[Zone]) -> list[dict[str, object]]:
    """Give the zones as a record holds them; `duplicate` stands only where it is true."""
    rows: list[dict[str, object]] = []
    for zone in sorted(zones):
        row: dict[str, object] = {"start": zone.start, "end": zone.end, "kind": zone.kind}
        if zone.duplicate:
            row["duplicate"] = True
        rows.append(row)
    return rows


def from_json(rows: object, length: int) -> tuple[Zone, ...]:
    """Read a record's zones for a text of `length` code points, sorted; raise ValueError with a sentence."""
    if not isinstance(rows, Sequence) or isinstance(rows, str | bytes):
        _refuse('"zones" must be a list of {"start", "end", "kind"}.')
    zones: dict[str, Zone] = {}
    for number, row in enumerate(rows, 1):
        zone = _read(row, number, length)
        if zone.key in zones:
            _refuse(f"Zone {number} ({zone.kind} {zone.start}:{zone.end}) stands twice.")
        zones[zone.key] = zone
    return tuple(sorted(zones.values()))


def _read(row: object, number: int, length: int) -> Zone:
    if not isinstance(row, Mapping):
        _refuse(f'Zone {number} is not an object with "start", "end" and "kind".')
    start, end, kind = row.get("start"), row.get("end"), row.get("kind")
    duplicate = row.get("duplicate", False)
    if not _is_offset(start) or not _is_offset(end):
        _refuse(f'Zone {number} needs whole numbers as "start" and "end".')
    if not 0 <= start < end <= length:
        _refuse(f"Zone {number} covers {start}:{end}, but the text has the range 0:{length}.")
    if kind not in KINDS:
        _refuse(f"Zone {number} is of the kind {kind!r}; a zone is one of {', '.join(KINDS)}.")
    if not isinstance(duplicate, bool):
        _refuse(f'Zone {number} needs true or false as "duplicate".')
    return Zone(start, end, kind, duplicate)


def _refuse(sentence: str) -> NoReturn:
    raise ValueError(sentence)


def _is_offset(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
