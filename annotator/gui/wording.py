"""Facts in words: days, lists, and lines that keep their order in every script."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date

from annotator.gui.language import N_, tr

_MARK, _ISOLATE, _END = "\u200e", "\u2068", "\u2069"
_MONTHS = (
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"),
    N_("Nov"), N_("Dec"),
)  # fmt: skip


def day_text(published: str, year: bool = False) -> str:
    """Say a stored date as `14 May` or `14 May 2031`; what is no ISO date stays as it is."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return date_text(day, year)


def date_text(day: date, year: bool = False) -> str:
    """Say a day as `14 May` or `14 May 2031`."""
    month = tr(_MONTHS[day.month - 1])
    if year:
        return tr("{day} {month} {year}").format(day=day.day, month=month, year=day.year)
    return tr("{day} {month}").format(day=day.day, month=month)


def month_text(day: date) -> str:
    """Say the month of a day as `May 2031`."""
    month = tr(_MONTHS[day.month - 1])
    return tr("{month} {year}").format(month=month, year=day.year)


def listed(parts: Iterable[str]) -> str:
    """Say things one after the other; empty ones are left out."""
    return tr(", ").join(part for part in parts if part)


def is_right_to_left(text: str) -> bool:
    """Tell the direction of a text from its first letter that has one (rule P2 of the bidirectional algorithm)."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def facts_line(parts: Iterable[str], between: str = " · ") -> str:
    """Join facts left to right; one that is written right to left stays whole and in its place."""
    shown = [part for part in parts if part]
    if not any(is_right_to_left(part) for part in shown):
        return between.join(shown)
    return _MARK + between.join(f"{_ISOLATE}{part}{_END}" if is_right_to_left(part) else part for part in shown)


def one_line(text: str) -> str:
    """Return a text with every run of white space as one space."""
    return " ".join(text.split())


def zone_name(kind: str) -> str:
    """Return what a kind of zone is called in the middle of a sentence."""
    names = {
        "headline": tr("headline"),
        "byline": tr("byline"),
        "dateline": tr("dateline"),
        "caption": tr("caption"),
        "credit": tr("credit"),
        "related": tr("link line"),
        "truncated": tr("cut-off end"),
    }
    return names.get(kind, kind)
