"""Facts about an article stay in their order, whatever script one of them is in."""

from __future__ import annotations

from PySide6.QtGui import QTextLayout
from pytestqt.qtbot import QtBot

from annotator.gui.wording import facts_line


def _x_of(line: str, words: str) -> float:
    layout = QTextLayout(line)
    layout.beginLayout()
    shown = layout.createLine()
    shown.setLineWidth(4000)
    layout.endLayout()
    at = line.index(words)
    return min(float(shown.cursorToX(at)[0]), float(shown.cursorToX(at + len(words))[0]))  # type: ignore[index]


def test_a_line_in_one_script_is_plain() -> None:
    assert facts_line(["14 May", "", "Marl Post"]) == "14 May · Marl Post"


def test_an_arabic_source_does_not_turn_the_line_round(qtbot: QtBot) -> None:
    del qtbot
    line = facts_line(["صوت الميناء", "16 May 2026", "210 words"])
    places = [_x_of(line, words) for words in ("صوت الميناء", "16 May", "2026", "210 words")]
    assert places == sorted(places)
    plain = "صوت الميناء · 16 May 2026 · 210 words"
    turned = [_x_of(plain, words) for words in ("صوت الميناء", "16 May", "2026", "210 words")]
    assert turned != sorted(turned)
