"""The status bar says what is so, in words, and offers the annotator and the first missing value."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from annotator.gui import theme
from annotator.gui.status_bar import StatusBar


@pytest.fixture
def bar(qtbot: QtBot, qapp: QApplication) -> Iterator[StatusBar]:
    theme.apply(qapp, "light")
    window = QMainWindow()
    qtbot.addWidget(window)
    bar = StatusBar()
    window.setStatusBar(bar)
    window.resize(1200, 200)
    window.show()
    qtbot.waitExposed(window)
    bar.set_annotator("mira")
    yield bar
    window.close()


def named(bar: StatusBar, start: str) -> QWidget:
    return next(part for part in bar.findChildren(QWidget) if part.accessibleName().startswith(start))


def test_each_part_says_its_words(bar: StatusBar) -> None:
    bar.set_position(7, 24)
    bar.set_tags(24)
    bar.set_missing(1, "Channel")
    bar.set_task("Importing 812 of 1,240")
    assert bar.words() == [
        "Saved",
        "Annotator: mira",
        "Importing 812 of 1,240",
        "Article 7 of 24",
        "24 tags",
        "1 needs a channel",
    ]


def test_a_part_without_words_takes_no_room(bar: StatusBar) -> None:
    assert bar.words() == ["Saved", "Annotator: mira"]
    bar.set_position(1, 1)
    bar.set_tags(0)
    bar.set_missing(2)
    assert bar.words()[2:] == ["Article 1 of 1", "0 tags", "2 need a value"]
    bar.set_position(0, 0)
    bar.set_tags(None)
    bar.set_missing(0)
    bar.set_annotator("")
    assert bar.words() == []


def test_not_saved_stands_in_the_colour_of_a_fault(qtbot: QtBot, bar: StatusBar) -> None:
    def inks() -> set[str]:
        picture = named(bar, "Saved" if "Saved" in bar.words() else "Not saved").grab().toImage()
        return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}

    fault = theme.current().colour("fault").name()
    assert fault not in inks()
    bar.set_saved(False)
    assert bar.words()[0] == "Not saved"
    qtbot.waitUntil(lambda: fault in inks())


def test_the_annotator_and_the_missing_value_are_buttons(qtbot: QtBot, bar: StatusBar) -> None:
    bar.set_missing(3, "Channel")
    with qtbot.waitSignal(bar.annotatorWanted):
        qtbot.mouseClick(named(bar, "Annotator"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.missingWanted):
        qtbot.mouseClick(named(bar, "3 need a channel"), Qt.MouseButton.LeftButton)


def test_one_sentence_replaces_the_other_and_goes_by_itself(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.gui.status_bar.SAID_MS", 60)
    theme.apply(qapp, "light")
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    bar.set_annotator("mira")
    bar.say("These words have this tag already.")
    bar.say("Undone.")
    assert bar.words()[2:] == ["Undone."]
    qtbot.waitUntil(lambda: bar.words()[2:] == [])


def test_the_bar_is_as_high_as_designed_and_its_parts_stay_inside(bar: StatusBar) -> None:
    bar.set_missing(1, "Channel")
    bar.say("A sentence that is much longer than the room which is left over for it in the middle of the bar. " * 4)
    QApplication.processEvents()
    assert bar.height() == theme.current().px("height", "status_bar")
    missing = named(bar, "1 needs")
    assert missing.mapTo(bar, missing.rect().bottomRight()).x() < bar.width()
