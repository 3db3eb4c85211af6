"""Read dates as files write them, no more precisely than they say."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_tz
from typing import Any, Literal

Order = Literal["", "dmy", "mdy"]
"""Which number stands first in 03/04/2031: the day, the month, or nobody knows."""

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro",
    "february feb februar feber février fevrier févr fevr febrero febbraio februari fevereiro",
    "march mar märz maerz mrz mars marzo maart março marco mär",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mei maio mag",
    "june jun juni juin junio giugno junho giu",
    "july jul juli juillet juil julio luglio julho lug",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre settembre setembro set setiembre",
    "october oct oktober okt octobre octubre ottobre outubro ott out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(Z)?)?")
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(.*))?")
_TIME = re.compile(
    r"(?:at|um|à|a las)?\s*(\d{1,2})[:h.](\d{2})(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_NAMED = re.compile(r"([^\W\d_]+)\.?,?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})", re.IGNORECASE)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})", re.IGNORECASE
)
_DIGITS = re.compile(r"-?\d{9,13}(?:\.\d+)?")
_SECONDS = (100_000_000, 10_000_000_000)


def published(value: Any, order: Order = "") -> str:
    """Return a date as RFC 3339, as precise as it is ("2031", "2031-05", with time and zone only where given).

    Empty where it can't be read for sure, as 03/04/2031 without an `order`.
    """
    if isinstance(value, datetime):
        return _of_datetime(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        return str(value) if isinstance(value, int) and 1500 <= value <= 2200 else _compact_or_epoch(value)
    return _of_text(" ".join(value.split()), order) if isinstance(value, str) else ""


def order_of(values: list[Any]) -> tuple[Order, str]:
    """Return which number stands first in dates such as 03/04/2031, and a date of the same column that shows it."""
    shown: dict[Order, str] = {}
    for value in values:
        match = _NUMBERS.fullmatch(value.strip()) if isinstance(value, str) else None
        if match is not None and match[2] != ".":
            first, second = int(match[1]), int(match[3])
            if first > 12 >= second:
                shown.setdefault("dmy", match[0])
            elif second > 12 >= first:
                shown.setdefault("mdy", match[0])
    return next(iter(shown.items())) if len(shown) == 1 else ("", "")


def date_within(line: str) -> str:
    """Return the first date that is written with its month's name in a line such as "July 1, 2031 Monday"; else ""."""
    line = " ".join(line.split())
    for pattern in (_DAY_FIRST, _NAMED):
        for match in pattern.finditer(line):
            if found := _named(pattern, match):
                return found
    return ""


def _of_datetime(value: datetime) -> str:
    if value.tzinfo is None and (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0):
        return value.date().isoformat()  # spreadsheets know no dates without a time
    return value.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _compact_or_epoch(value: float) -> str:
    """Read 20310514, 20310514093000, and seconds or milliseconds since 1970."""
    if value != value or abs(value) >= 1e15:
        return ""
    whole = int(value)
    if whole == value and (found := _compact(str(whole))):
        return found
    if _SECONDS[0] <= whole < _SECONDS[1]:
        return _epoch(value)
    return _epoch(value / 1000) if _SECONDS[0] * 1000 <= whole < _SECONDS[1] * 1000 else ""


def _epoch(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")


def _of_text(text: str, order: Order) -> str:
    if not text or len(text) > 80:
        return ""
    if match := _ISO.fullmatch(text):
        year, month, day, *clock, zone = match.groups()
        return _joined(int(year), int(month or 0), int(day or 0), _clock(*clock), zone)
    if found := _compact(text):
        return found
    if _DIGITS.fullmatch(text):
        return _compact_or_epoch(float(text))
    if match := _NUMBERS.fullmatch(text):
        return _numbers(match, order)
    return _rfc_2822(text) or _with_month(text)


def _compact(text: str) -> str:
    match = _COMPACT.fullmatch(text)
    if match is None:
        return ""
    year, month, day, hour, minute, second, zone = match.groups()
    return _joined(int(year), int(month), int(day), _clock(hour, minute, second), zone)


def _numbers(match: re.Match[str], order: Order) -> str:
    """Read 14/05/2031 or 05/14/2031 where the numbers tell which is which, or the order is known."""
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or order == "dmy":
        day, month = first, second
    elif second > 12 or order == "mdy" or first == second:
        month, day = first, second
    else:
        return ""
    return _dated(year, month, day, match[5] or "")


def _rfc_2822(text: str) -> str:
    """Read the dates of mail and feeds, such as "Wed, 14 May 2031 09:30:00 GMT"."""
    if ":" not in text:
        return ""
    try:
        parts = parsedate_tz(text)
    except (ValueError, IndexError, TypeError):
        return ""
    if parts is None or not re.search(r"\d{4}.*\d:\d\d(?::\d\d)?\s+(?:[+-]\d{4}|Z|UTC?|GMT|[ECMP][SD]T)", text):
        return ""
    year, month, day, hour, minute, second = parts[:6]
    minutes = (parts[9] or 0) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    zone = f"{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "Z"
    return _joined(year, month, day, (hour, minute, second), zone)


def _with_month(text: str) -> str:
    """Read a date that names its month, alone or between a weekday and a time."""
    for pattern in (_DAY_FIRST, _NAMED):
        match = pattern.search(text)
        if match is not None and (found := _named(pattern, match)):
            before, after = text[: match.start()].strip(" ,.|-"), text[match.end() :].strip(" ,.|-")
            if before and not before.replace(",", "").isalpha():
                time = _TIME.fullmatch(before)
                return found + _time_of(time) if time is not None and len(found) == 10 else ""
            time = _TIME.fullmatch(after)
            if time is not None and len(found) == 10:
                return found + _time_of(time)
            return found if not after or after.replace(",", "").isalpha() else ""
    return ""


def _named(pattern: re.Pattern[str], match: re.Match[str]) -> str:
    name, day = (match[2], match[1]) if pattern is _DAY_FIRST else (match[1], match[2])
    month = _MONTH.get(name.casefold(), 0)
    return _joined(int(match[3]), month, int(day or 0), None, None) if month else ""


def _dated(year: int, month: int, day: int, time: str) -> str:
    found = _joined(year, month, day, None, None)
    if not found or not time.strip():
        return found
    match = _TIME.fullmatch(time.strip())
    return found + _time_of(match) if match is not None else ""


def _time_of(match: re.Match[str]) -> str:
    """Return the part behind the date for a time of day; empty where there is no such time."""
    hour = int(match[1])
    half = (match[4] or "").replace(".", "").lower()
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + 12 * (half == "pm")
    return _joined(2000, 1, 1, (hour, int(match[2]), int(match[3] or 0)), match[5])[10:]


def _clock(hour: str | None, minute: str | None, second: str | None) -> tuple[int, int, int] | None:
    return None if hour is None else (int(hour), int(minute or 0), int(second or 0))


def _joined(year: int, month: int, day: int, clock: tuple[int, int, int] | None, zone: str | None) -> str:
    """Return a date in RFC 3339's form; empty where there is no such day or time."""
    try:
        date(year, month or 1, day or 1)
        moment = datetime(year, month or 1, day or 1, *clock, tzinfo=UTC) if clock else None
    except ValueError:
        return ""
    if not 1000 <= year <= 2999:
        return ""
    if moment is None:
        return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return f"{moment:%Y-%m-%dT%H:%M:%S}{_zone(zone)}"


def _zone(zone: str | None) -> str:
    if zone is None:
        return ""
    if zone.upper() in ("Z", "UTC", "GMT"):
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return "Z" if digits == "0000" else f"{zone[0]}{digits[:2]}:{digits[2:]}"
