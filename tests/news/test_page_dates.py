from __future__ import annotations

import pytest

from annotator.news.page_dates import exact_date, shown_date


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("2031-05-14", "2031-05-14"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        ("20310514", "2031-05-14"),
        ("20310514083000", "2031-05-14T08:30:00"),
        ("2031-05-14T08:30:00.000Z", "2031-05-14T08:30:00Z"),
        ("2031-05-14 08:30", "2031-05-14T08:30:00"),
        ("2031-05-14T08:30:00+0200", "2031-05-14T08:30:00+02:00"),
        ("2031-05-14T08:30-05", "2031-05-14T08:30:00-05:00"),
        ("2031-05-14T08:30:00.123+02:00[Europe/Berlin]", "2031-05-14T08:30:00+02:00"),
        ("Wed, 14 May 2031 08:30:00 GMT", "2031-05-14T08:30:00Z"),
        ("Wed, 14 May 2031 08:30:00 +0530", "2031-05-14T08:30:00+05:30"),
        (1936600000, "2031-05-15T08:26:40Z"),
        ("2031-13-01", ""),
        ("2031-02-30T10:00:00Z", ""),
        ("05/06/2031", ""),
        ("yesterday", ""),
        (True, ""),
        (None, ""),
    ],
)
def test_dates_are_as_exact_as_they_are_given(given: object, found: str) -> None:
    assert exact_date(given) == found


@pytest.mark.parametrize(
    "line", ["14 May 2031", "May 14th, 2031, 9:14 AM", "14. Mai 2031",
     "le 14 mai 2031", "14 de mayo de 2031", "14.05.2031",
     "2031年5月14日", "14 مايو 2031", "14 במאי 2031"]
)  # fmt: skip
def test_a_line_that_shows_a_date(line: str) -> None:
    assert shown_date(line) == "2031-05-14"
