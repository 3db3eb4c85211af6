"""Qt's document holds one place for each place of the text, whatever the text holds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from annotator.core.offsets import OffsetMap, display_text
from annotator.core.words import word_at
from annotator.core.zones import Zone
from annotator.gui.article.breaks import qt_breaks
from annotator.gui.article.format import runs
from tests.gui.article.paper import show, span

_TRICKS = [
    "\ufeffIran",
    "\ufffeIran",
    "a\r\nb\rc",
    "a\u2028b\u2029c",
    "\ufdd0a\ufdd1",
    "NBSP\u00a0here",
    "\x00\x0b\x0c\x1c\x85",
    "é e\u0301 می\u200cخواهند 👨‍👩‍👧 𝔘",
    "\n\n",
    "",
]


@pytest.mark.usefixtures("qapp")
def test_every_character_of_the_basic_plane_keeps_its_place() -> None:
    document = QTextDocument()
    alphabet = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000 and code != 10]
    alphabet += [chr(code) for code in (0x10000, 0x1D518, 0x1F600, 0x1FFFF, 0x20000, 0xE0001, 0x10FFFF)]
    document.setPlainText(display_text("ab" + "".join(alphabet) + "cd"))
    assert document.blockCount() == 1
    assert document.characterCount() - 1 == OffsetMap("ab" + "".join(alphabet) + "cd").qt_length
    for character in ("\ufeff", "\ufffe", "\r", "\u2028", "\u2029", "\ufdd0", "\ufdd1", "\ufffc", "\x00", "\u00a0"):
        document.setPlainText(display_text(character + "ab"))
        assert (document.characterCount() - 1, document.blockCount()) == (3, 1), ascii(character)


def test_offsets_hold_in_texts_full_of_tricks(qtbot: QtBot) -> None:
    text = "\n".join(_TRICKS)
    view = show(qtbot, text)
    assert view.document().blockCount() == text.count("\n") + 1
    for offset in range(len(text) + 1):
        view.set_caret(offset)
        assert view.caret() == offset


def test_an_emoji_before_a_word(qtbot: QtBot) -> None:
    view = show(qtbot, "😀 Iran")
    view.select_range(2, 6)
    assert (view.textCursor().selectionStart(), view.textCursor().selectionEnd()) == (3, 7)
    assert view.selected_range() == (2, 6)


def test_types_cover_the_text_without_a_gap() -> None:
    text = "Head\n<span>Photo of a bay</span>\nBody <b>stays</b>."
    zones = [Zone(0, 4, "headline"), Zone(5, 32, "caption"), Zone(11, 25, "credit")]
    found = list(runs(text, zones))
    assert found[0][0] == 0
    assert found[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert [(text[start:end], style) for start, end, style in found if style == "markup"] == [
        ("<span>", "markup"),
        ("</span>", "markup"),
    ]


def test_zones_change_type_but_not_the_text(qtbot: QtBot) -> None:
    text = "Head\n\nPhoto of a bay\n\nBody text."
    view = show(qtbot, text, [span(text, "bay", "location")])
    before = view.document().toPlainText()
    view.select_range(6, 11)
    view.set_zones([Zone(0, 4, "headline"), Zone(6, 20, "caption")])
    assert view.document().toPlainText() == before
    assert view.selected_range() == (6, 11)
    assert view.document().findBlock(1).begin().fragment().charFormat().font().bold()
    assert view.document().findBlock(7).begin().fragment().charFormat().font().pointSizeF() < 13


def test_thai_words_come_from_qt() -> None:
    run = "中国 x"
    assert word_at(run, 0, qt_breaks) is not None
    assert qt_breaks("ab")[-1] == 2
    assert all(0 < place <= 4 for place in qt_breaks("ไทย😀"))


def test_left_over_markup_does_not_turn_an_arabic_caption_round(qtbot: QtBot) -> None:
    text = "<span>سفن محملة بالقمح</span>\n\n<span>Ships with wheat</span>\n"
    end = text.index("\n")
    second = text.index("<span>S")
    view = show(qtbot, text, zones=[Zone(0, end, "caption"), Zone(second, len(text) - 1, "caption")])
    directions = [view.document().findBlock(place).textDirection() for place in (0, second)]
    assert directions == [Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight]
    arabic = text.index("سفن")
    latin = text.index("Ships")
    assert view.point_of(arabic).x() > view.viewport().width() / 2
    assert view.point_of(latin).x() < view.viewport().width() / 2
