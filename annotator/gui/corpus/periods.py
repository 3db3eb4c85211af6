"""The popup of the dates: from one day to another, or a whole month or year of the corpus."""

from __future__ import annotations

import calendar
import re
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.gui import theme
from annotator.gui.corpus.popup import Choice, ChoiceList, Popup
from annotator.gui.language import tr
from annotator.gui.widgets import Field, TextLabel
from annotator.gui.wording import date_text, month_text

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_MOST_MONTHS = 24
_MOST_ROWS = 8
ANY = ""

Period = tuple[str, str]
"""The first and the last day, as ISO dates; empty for no bound."""


def day_of(words: str, *, last: bool) -> str | None:
    """Return a day as an ISO date, for a month or a year its first or `last` day; "" for no words, None for no date."""
    words = words.strip()
    if not words:
        return ""
    found = _DATE.fullmatch(words)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        if not found[2]:
            month = 12 if last else 1
        if not found[3]:
            day = calendar.monthrange(year, month)[1] if last else 1
        return date(year, month, day).isoformat()
    except (ValueError, IndexError):
        return None


def period_of(key: str) -> Period:
    """Return the first and last day of a year, a month or a day written as `2031`, `2031-05` or `2031-05-14`."""
    return day_of(key, last=False) or "", day_of(key, last=True) or ""


def period_text(since: str, until: str) -> str:
    """Say a period in few words: `May 2031`, `11–18 May`, `from 11 May 2031`; empty for none."""
    try:
        first = date.fromisoformat(since) if since else None
        last = date.fromisoformat(until) if until else None
    except ValueError:
        return f"{since}–{until}"
    if first is None or last is None:
        words = tr("from {day}") if first is not None else tr("until {day}")
        day = first or last
        return words.format(day=date_text(day, year=True)) if day is not None else ""
    if (since, until) == period_of(since[:4]):
        return since[:4]
    if (since, until) == period_of(since[:7]):
        return month_text(first)
    if first == last:
        return date_text(first, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{date_text(last)}"
    return f"{date_text(first, first.year != last.year)}–{date_text(last, first.year != last.year)}"


def periods(first: str, last: str) -> list[str]:
    """Return the months between two ISO dates, the years where these are many; the newest first."""
    try:
        since, until = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    except ValueError:
        return []
    months = (until.year - since.year) * 12 + until.month - since.month + 1
    if months > _MOST_MONTHS:
        return [f"{year:04}" for year in range(until.year, since.year - 1, -1)]
    steps = [since.year * 12 + since.month - 1 + step for step in range(months)]
    return [f"{step // 12:04}-{step % 12 + 1:02}" for step in reversed(steps)]


class PeriodPopup(Popup):
    """Two fields and a list; `changed` carries the period."""

    changed = Signal(object)

    def __init__(self, period: Period, first: str, last: str) -> None:
        """`first` and `last` are the days of the corpus."""
        super().__init__(tr("Date"))
        look = theme.current()
        self.since = Field(first[:10], tr("From"), icon="", in_panel=True)
        self.until = Field(last[:10], tr("To"), icon="", in_panel=True)
        self._fault = TextLabel("", "small", ink="fault", wrap=True)
        self._fault.hide()
        row = QHBoxLayout()
        row.setSpacing(look.px("space", "small"))
        for name, field, words in ((tr("From"), self.since, period[0]), (tr("To"), self.until, period[1])):
            field.setText(words)
            row.addWidget(TextLabel(name, "sub", 400, "ink2"))
            row.addWidget(field, 1)
            field.returnPressed.connect(self._take)
            field.editingFinished.connect(self._tell)
        self.column.addLayout(row)
        self.column.addWidget(self._fault)
        names = [Choice(ANY, tr("Any date"))]
        names += [Choice(key, period_text(*period_of(key))) for key in periods(first, last)]
        chosen = [key for key in (one.key for one in names) if period_of(key) == period]
        self.list = ChoiceList(names, chosen, tr("Whole months and years"), several=False)
        self.list.setFixedHeight(min(len(names), _MOST_ROWS) * look.px("height", "check_row"))
        self.column.addWidget(self.list)
        self.setFixedWidth(look.px("width", "popup_dates"))
        self._told = period
        self.list.chosen.connect(self._whole)
        self.list.accepted.connect(lambda _key: self.close())
        self.list.left.connect(lambda: self.since.setFocus(Qt.FocusReason.TabFocusReason))

    def open_under(self, button: QWidget) -> None:
        super().open_under(button)
        self.since.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from the fields to the list with Down."""
        if event.key() == Qt.Key.Key_Down and not self.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _take(self) -> None:
        if self._tell():
            self.close()

    def _tell(self) -> bool:
        """Tell the period of the fields; False where one holds no date."""
        since, until = day_of(self.since.text(), last=False), day_of(self.until.text(), last=True)
        wrong = tr("Write a day as 2031-05-14, a month as 2031-05 or a year as 2031.")
        if since and until and until < since:
            wrong, until = tr("The last day is before the first one."), None
        for field, day in ((self.since, since), (self.until, until)):
            field.setFault(wrong if day is None else "")
        self._fault.setText(wrong if since is None or until is None else "")
        self._fault.setVisible(since is None or until is None)
        if since is None or until is None:
            self.adjustSize()
            return False
        if (since, until) != self._told:
            self._told = since, until
            self.changed.emit(self._told)
        return True

    def _whole(self, key: str) -> None:
        self._told = period_of(key)
        for field, words in zip((self.since, self.until), self._told, strict=True):
            field.setText(words)
            field.setFault("")
        self._fault.hide()
        self.changed.emit(self._told)
