"""The label bar keeps the column's edges, never clips a label, and says what was pressed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.scheme import parse_scheme, with_labels
from annotator.gui import theme
from annotator.gui.label.label_bar import LabelBar
from annotator.gui.widgets import Hairline, LabelButton
from tests.gui.label.desk import Desk, full_desk


def shown(qtbot: QtBot, desk: Desk, column: int = 624) -> LabelBar:
    bar = LabelBar(desk.session())
    qtbot.addWidget(bar)
    bar.resize(776, bar.height())
    bar.set_column(76, column)
    bar.show()
    qtbot.waitExposed(bar)
    return bar


def buttons(bar: LabelBar) -> list[LabelButton]:
    return sorted((b for b in bar.findChildren(LabelButton) if b.isVisible()), key=lambda b: b.x())


def crowded() -> Desk:
    desk = full_desk()
    desk.scheme = with_labels(desk.scheme, [f"EXTRA_{n}" for n in range(12)])
    return desk


def test_every_label_has_its_key_and_a_click_names_it(qtbot: QtBot) -> None:
    bar = shown(qtbot, full_desk())
    assert [(b.keys(), b.text()) for b in buttons(bar)] == [
        ("1", "Actor"),
        ("2", "Location"),
        ("3", "Threat"),
        ("4", "Diplomatic call"),
    ]
    with qtbot.waitSignal(bar.labelChosen) as told:
        qtbot.mouseClick(buttons(bar)[3], Qt.MouseButton.LeftButton)
    assert told.args == ["diplomatic_call"]
    buttons(bar)[1].setFocus()
    with qtbot.waitSignal(bar.labelChosen) as told:
        qtbot.keyClick(buttons(bar)[1], Qt.Key.Key_Space)
    assert told.args == ["location"]


def test_a_line_parts_the_layers(qtbot: QtBot) -> None:
    bar = shown(qtbot, full_desk())
    lines = [line for line in bar.findChildren(Hairline) if line.isVisible()]
    assert len(lines) == 1
    _actor, location, threat, _call = buttons(bar)
    assert location.geometry().right() < lines[0].x() < threat.x()


def test_the_buttons_keep_the_columns_edges(qtbot: QtBot) -> None:
    bar = shown(qtbot, full_desk())
    padding = theme.current().px("space", "hair")
    assert buttons(bar)[0].x() + padding == 76
    assert bar.done.geometry().right() + 1 == 76 + 624
    bar.set_column(100, 500)
    assert buttons(bar)[0].x() + padding == 100
    assert bar.done.geometry().right() + 1 == 600


def test_nothing_overlaps_or_leaves_the_column(qtbot: QtBot) -> None:
    for column in (300, 420, 560, 624, 900):
        bar = shown(qtbot, crowded(), column)
        parts: list[QWidget] = [*buttons(bar), bar.more, bar.skip, bar.done]
        for one, two in pairwise(parts):
            assert one.geometry().right() < two.x(), column
        assert all(part.width() >= part.sizeHint().width() for part in parts)
        assert bar.shown_labels() + bar.hidden_labels() == [label.key for label in crowded().scheme.labels]


def test_what_has_no_room_stands_under_more(qtbot: QtBot) -> None:
    bar = shown(qtbot, crowded(), 1600)
    assert len(bar.shown_labels()) == 9
    assert bar.more.isVisible()
    qtbot.mouseClick(bar.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    names = [label.name for label in crowded().scheme.labels if label.key in bar.hidden_labels()]
    assert [action.text() for action in menu.actions()] == names
    with qtbot.waitSignal(bar.labelChosen) as told:
        menu.actions()[0].trigger()
    assert told.args == [bar.hidden_labels()[0]]
    menu.close()


def test_few_labels_need_no_more(qtbot: QtBot) -> None:
    bar = shown(qtbot, full_desk())
    assert not bar.more.isVisible()
    assert bar.hidden_labels() == []


def test_a_retired_label_has_no_button(qtbot: QtBot) -> None:
    desk = full_desk()
    text = desk.scheme.text.replace('key = "location"\n', 'key = "location"\nretired = true\n', 1)
    desk.scheme = parse_scheme(text, "test")
    bar = shown(qtbot, desk)
    assert "Location" not in [b.text() for b in buttons(bar)]


def test_skip_and_done_are_asked_for(qtbot: QtBot) -> None:
    bar = shown(qtbot, full_desk())
    with qtbot.waitSignal(bar.skipWanted):
        qtbot.mouseClick(bar.skip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.doneWanted):
        qtbot.mouseClick(bar.done, Qt.MouseButton.LeftButton)
    assert bar.done.keys() == "Ctrl+Return"


def test_without_an_article_nothing_can_be_pressed_and_the_tooltip_says_why(qtbot: QtBot) -> None:
    desk = Desk([])
    bar = shown(qtbot, desk)
    assert not any(part.isEnabled() for part in (*buttons(bar), bar.skip, bar.done))
    assert bar.done.toolTip() == "No article is open."
    other = full_desk()
    desk.article = other.article
    desk.articleChanged.emit()
    assert bar.done.isEnabled()


def test_a_new_scheme_makes_new_buttons(qtbot: QtBot) -> None:
    desk = full_desk()
    bar = shown(qtbot, desk)
    desk.scheme = with_labels(desk.scheme, ["EXTRA"])
    desk.schemeChanged.emit()
    assert bar.shown_labels() + bar.hidden_labels() == ["actor", "location", "threat", "diplomatic_call", "EXTRA"]
