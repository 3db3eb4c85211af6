from __future__ import annotations

import pytest

from annotator.core.zones import Zone
from annotator.news.sources import first_headline, guess_language


def test_the_headline_is_the_zone_else_the_first_line() -> None:
    text = "\n  \n First   line \nPort of Varn reopens\n\nBody"
    start = text.index("Port")
    assert first_headline(text, [Zone(start, start + 20, "headline")]) == "Port of Varn reopens"
    assert first_headline(text, []) == "First line"
    assert first_headline(" \n", []) == ""
    assert first_headline("One line", []) == "One line"


def test_a_long_first_line_is_cut_at_a_word() -> None:
    cut = first_headline("harbour " * 40, [])
    assert len(cut) <= 121
    assert cut.endswith("harbour…")
    assert first_headline("x" * 300, []) == "x" * 119 + "…"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال الوزير إن المحادثات ستستمر الأسبوع المقبل", "ar"),
        ("قال الوزير (BBC) إن المحادثات ستستمر", "ar"),
        ("وزیر خارجه گفت که گفت‌وگوها هفته آینده در پایتخت ادامه می‌یابد", ""),
        ("השר אמר כי השיחות יימשכו בשבוע הבא", "he"),
        ("The minister quoted “نحن بخير” and left", ""),
        ("Le ministre a parlé", ""),
        ("12:30 — 14", ""),
        ("", ""),
    ],
)
def test_the_script_tells_arabic_and_hebrew_only(text: str, language: str) -> None:
    assert guess_language(text) == language
