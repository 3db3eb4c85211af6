"""High contrast and stillness: the tokens' figures, the settings, the system's wish, and what is painted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from annotator import paths
from annotator.core import palette
from annotator.core.palette import contrast
from annotator.core.scheme import Label, parse_scheme
from annotator.core.vision import EYES, ciede2000, seen
from annotator.gui import theme
from annotator.gui.settings import Settings
from annotator.gui.widgets import ProgressLine
from tests.gui.desk import Desk

DEFAULT = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")
GROUNDS = ("paper", "desk", "raised", "row", "hover")
# Ink, the least contrast it keeps on every ground that it may stand on.
TEXTS = (("ink", 7.0), ("ink2", 7.0), ("ink3", 7.0), ("fault", 6.0))
EDGES = (("edge", 4.5), ("soft_edge", 4.5), ("focus", 4.5))
PAIRS = (("main_text", "main"), ("main_text", "main_hover"), ("main_text", "main_pressed"), ("ink", "selection"))
LOOKS = [pytest.param(False, id="light"), pytest.param(True, id="dark")]


@pytest.fixture(autouse=True)
def usual(qapp: QApplication) -> Iterator[None]:
    """End every test in the usual look."""
    yield
    theme.apply(qapp, "light")


@pytest.mark.parametrize("dark", LOOKS)
def test_every_text_and_edge_stands_out(dark: bool) -> None:
    look = theme.Theme(dark, high=True)
    for token, least in (*TEXTS, *EDGES):
        for ground in GROUNDS:
            assert contrast(look.hex(token), look.hex(ground)) >= least, (token, ground)
    for ink, ground in PAIRS:
        assert contrast(look.hex(ink), look.hex(ground)) >= 7, (ink, ground)
    assert contrast(look.hex("hairline"), look.hex("paper")) >= 3
    assert contrast(look.hex("hairline"), look.hex("desk")) >= 3
    assert contrast(look.hex("main_edge"), look.hex("main")) >= 3


@pytest.mark.parametrize("dark", LOOKS)
def test_high_contrast_only_says_what_is_otherwise(dark: bool) -> None:
    name = "dark" if dark else "light"
    texts = [paths.resource(f"themes/{one}.toml").read_text(encoding="utf-8") for one in (name, f"{name}-high")]
    usual, high = (dict(re.findall(r"^(\w+) = (\S+)", text, re.MULTILINE)) for text in texts)
    strokes = re.findall(r"^(\w+) =", paths.resource("themes/measures.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(high) <= {*usual, *strokes}
    assert not {key for key, value in high.items() if usual.get(key) == value}


@pytest.mark.parametrize("dark", LOOKS)
def test_label_names_and_bars_stand_out_and_stay_apart_for_every_eye(dark: bool) -> None:
    look = theme.Theme(dark, high=True)
    labels = [*DEFAULT.labels, *(_label(light, night) for light, night in palette.PAIRS)]
    for label in labels:
        ink = look.label_colours(label)
        assert contrast(ink.name.name(), look.hex("paper")) >= 7
        assert contrast(ink.desk_name.name(), look.hex("desk")) >= 7
        assert contrast(ink.bar.name(), look.hex("paper")) >= 3
        for alpha in (ink.fill_alpha, ink.active_alpha):
            assert contrast(look.hex("ink"), _over(ink.bar.name(), look.hex("paper"), alpha)) >= 7
    bars = [look.label_colours(_label(*pair)).bar.name() for pair in palette.PAIRS]
    for eye in EYES:
        assert min(ciede2000(seen(one, eye), seen(other, eye)) for one, other in combinations(bars, 2)) >= 10.8


def test_lines_are_thicker() -> None:
    usual, high = theme.Theme(False), theme.Theme(False, high=True)
    assert (usual.stroke("bar"), high.stroke("bar")) == (2, 3)
    assert (usual.stroke("focus"), high.stroke("focus")) == (2, 3)
    assert high.stroke("active_bar") > high.stroke("bar")


@pytest.mark.parametrize("dark", LOOKS)
def test_menus_have_an_edge_in_high_contrast_alone(dark: bool, qapp: QApplication, qtbot: QtBot) -> None:
    edges = []
    for strength in ("normal", "high"):
        look = theme.apply(qapp, "dark" if dark else "light", contrast=strength)
        menu = QMenu()
        qtbot.addWidget(menu)
        menu.addAction("Open")
        menu.ensurePolished()
        menu.resize(menu.sizeHint())
        image = menu.grab().toImage()
        places = [(0, image.height() // 2), (image.width() - 1, image.height() // 2), (image.width() // 2, 0)]
        edges.append([image.pixelColor(*place) == look.colour("edge") for place in places])
    assert edges == [[False] * 3, [True] * 3]


def test_the_system_may_ask_for_contrast(qapp: QApplication, qtbot: QtBot) -> None:
    wish = qapp.styleHints().accessibility().contrastPreferenceChanged
    theme.apply(qapp, "light", contrast="system")
    with qtbot.waitSignal(theme.hub().changed):
        wish.emit(Qt.ContrastPreference.HighContrast)
    assert theme.current().high
    with qtbot.waitSignal(theme.hub().changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        theme.apply(qapp, "dark", contrast="high")
    assert theme.current().high
    wish.emit(Qt.ContrastPreference.NoPreference)
    assert theme.current().high
    theme.apply(qapp, "light", contrast="normal")
    wish.emit(Qt.ContrastPreference.HighContrast)
    assert not theme.current().high


def test_the_setting_thickens_the_bars_of_the_article(desk: Desk) -> None:
    def rows() -> int:
        """Count the rows of a bar, in the middle of it where no name stands."""
        image, box = desk.picture(desk.label.view.viewport()), desk.label.view.bar_rects(span)[0]
        label = next(one for one in desk.session.scheme.labels if one.key == desk.session.spans[span].label)
        bar = theme.current().label_colours(label).bar.rgb()
        x = int(box.right()) - 8
        return sum(image.pixelColor(x, y).rgb() == bar for y in range(int(box.top()), int(box.bottom()) + 6))

    desk.tag("Prime Minister Ada Renn", "1")
    span = desk.session.active
    desk.label.view.activate("")
    assert rows() == 2
    _press(desk, "Contrast", "High")
    desk.settle()
    assert theme.current().high
    assert rows() == 3
    assert Settings().contrast == "high"
    _press(desk, "Contrast", "Normal")
    assert not theme.current().high


def test_a_person_may_want_everything_still(desk: Desk, qapp: QApplication) -> None:
    blink = qapp.cursorFlashTime()
    assert blink > 0
    assert theme.wants_motion()
    line = ProgressLine("Progress", desk.window)
    line.resize(200, 6)
    line.setUnknown()
    line.show()
    assert line.moves()
    _press(desk, "Motion", "Still")
    assert qapp.cursorFlashTime() == 0
    assert not theme.wants_motion()
    assert not line.moves()
    again = ProgressLine("Progress", desk.window)
    again.setUnknown()
    again.show()
    assert not again.moves()
    assert Settings().still
    _press(desk, "Motion", "As the system")
    assert qapp.cursorFlashTime() == blink
    assert theme.wants_motion()
    assert line.moves()


def _press(desk: Desk, setting: str, words: str) -> None:
    """Choose a value in the settings."""
    desk.keys("Ctrl+,")
    body = desk.window.drawer.body()
    assert body is not None
    found = body.findChildren(QAbstractButton)
    desk.click(next(b for b in found if (b.accessibleDescription(), b.text()) == (setting, words)))


def _label(light: str, dark: str) -> Label:
    """Return a label in two colours."""
    return Label("x", "X", "X", "X", "entities", light, dark)


def _over(colour: str, ground: str, alpha: int) -> str:
    """Return what a colour of an opacity (0 to 255) looks like on a ground."""
    mixed = [
        round(low * 255 + (high - low) * alpha)
        for high, low in zip(palette.channels(colour), palette.channels(ground), strict=True)
    ]
    return "#" + "".join(f"{channel:02X}" for channel in mixed)
