"""Read the dates of pages: those told to machines, and the day that a line shows."""

from __future__ import annotations

import re
from datetime import date

from annotator.news.dates import date_within, published

_ZONE_NAME = re.compile(r"\s*\[[\w/+-]{2,40}\]$")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "يناير ינואר января", "فبراير פברואר февраля", "مارس מרץ марта", "أبريل אפריל апреля", "مايو מאי мая",
            "يونيو יוני июня", "يوليو יולי июля", "أغسطس אוגוסט августа", "سبتمبر ספטמבר сентября",
            "أكتوبر אוקטובר октября", "نوفمبر נובמבר ноября", "ديسمبر דצמבר декабря",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s+ב?([^\W\d_]{3,10})\s+(\d{4})(?!\d)")
_DOTS = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})(?:-|/|\s?年\s?)(\d{1,2})(?:-|/|\s?月\s?)(\d{1,2})(?!\d)")
_ORDERS = ((_YEAR_FIRST, (1, 2, 3)), (_DAY_FIRST, (3, 2, 1)), (_DOTS, (3, 2, 1)))


def exact_date(value: object) -> str:
    """Return a date of a page's data in the form of RFC 3339, no more exact than it is; empty for none."""
    return published(_ZONE_NAME.sub("", " ".join(value.split())) if isinstance(value, str) else value)


def shown_date(text: str) -> str:
    """Return the day that a line of a page shows ("14 May 2031"), where its order is beyond doubt; else empty."""
    if found := date_within(text):
        return found
    for pattern, order in _ORDERS:
        for match in pattern.finditer(text):
            year, month, day = (match[place] for place in order)
            if given := _day(int(year), int(month) if month.isdecimal() else _MONTHS.get(month, 0), int(day)):
                return given
    return ""


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat() if 1500 <= year <= 2999 else ""
    except ValueError:
        return ""
