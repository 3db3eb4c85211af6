"""The look: tokens that are readable, icons that draw, and a change of theme while the window is open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QMenu
from pytestqt.qtbot import QtBot

from annotator import paths
from annotator.core.palette import contrast
from annotator.core.scheme import parse_scheme
from annotator.gui import icons, theme

GUI = Path(theme.__file__).parent
DEFAULT = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")
# Text, ground, and the contrast that look.md promises for the light and the dark look.
PROMISED = [
    ("ink", "paper", 16.6, 12.8),
    ("ink", "desk", 15.2, 13.9),
    ("ink2", "paper", 8.7, 8.4),
    ("ink2", "desk", 8.0, 9.1),
    ("ink3", "paper", 5.8, 5.9),
    ("ink3", "desk", 5.3, 6.4),
    ("ink3", "row", 4.6, 4.6),
    ("edge", "desk", 3.2, 3.2),
    ("edge", "paper", 3.2, 3.2),
    ("main_text", "main", 14.6, 10.1),
    ("ink", "selection", 11.5, 6.3),
    ("focus", "paper", 6.0, 8.1),
    ("focus", "desk", 5.5, 8.8),
    ("fault", "paper", 7.3, 7.3),
    ("fault", "desk", 6.7, 7.9),
    ("ink", "heat_high", 5.7, 4.9),
]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Start and end every test in the light look."""
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


@pytest.mark.parametrize(("text", "ground", "on_light", "on_dark"), PROMISED)
def test_tokens_keep_the_promised_contrast(text: str, ground: str, on_light: float, on_dark: float) -> None:
    for look, promised in ((theme.Theme(dark=False), on_light), (theme.Theme(dark=True), on_dark)):
        assert contrast(look.hex(text), look.hex(ground)) >= promised - 0.1


@pytest.mark.parametrize("dark", [False, True])
def test_label_names_are_readable_on_paper_and_desk(dark: bool) -> None:
    look = theme.Theme(dark=dark)
    for label in DEFAULT.labels:
        ink = look.label_colours(label)
        assert contrast(ink.name.name(), look.hex("paper")) >= 4.6
        assert contrast(ink.desk_name.name(), look.hex("desk")) >= 4.6
        assert 0 < ink.fill_alpha < ink.active_alpha < 255


def test_both_looks_have_the_same_tokens() -> None:
    tokens = [re.findall(r"^(\w+) =", _text(f"themes/{name}.toml"), re.MULTILINE) for name in ("light", "dark")]
    assert tokens[0] == tokens[1]


def test_a_change_of_look_reaches_palette_and_hub(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.hub().changed):
        look = theme.apply(qapp, "dark")
    assert look.dark
    assert theme.current() is look
    assert qapp.palette().color(QPalette.ColorRole.Window) == look.colour("desk")
    assert theme.apply(qapp, "light").dark is False
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == theme.current().hex("desk")


def test_the_system_look_follows_the_system(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, "system")
    with qtbot.waitSignal(theme.hub().changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current().dark
    with qtbot.waitSignal(theme.hub().changed):
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not theme.current().dark


def test_a_chosen_look_stays_when_the_system_changes(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not theme.current().dark


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_in_both_looks(name: str, dark: bool) -> None:
    look = theme.Theme(dark=dark)
    for dpr in (1.0, 1.5, 2.0):
        pixmap = look.pixmap(name, "ink", "rail", dpr)
        assert pixmap.devicePixelRatio() == dpr
        assert pixmap.width() == round(20 * dpr)
        drawn = _drawn(pixmap.toImage())
        assert drawn
        assert all(_near(colour, look.colour("ink")) for colour in drawn if colour.alpha() == 255)


def test_the_icons_of_the_design_are_all_there() -> None:
    places = {"label", "review", "corpus", "settings", "help", "search", "note"}
    states = {"new", "started", "done", "skipped", "check", "warning"}
    moves = {"chevron-right", "chevron-down", "close", "more", "undo", "redo", "import", "export"}
    starts = {"file-new", "folder-open", "sample"}
    assert places | states | moves | starts <= set(icons.names())


@pytest.mark.parametrize("name", icons.names())
def test_icons_have_one_ink(name: str) -> None:
    assert "currentColor" in _text(f"icons/{name}.svg")
    assert not re.search(r"#[0-9a-fA-F]{3}|rgb\(", _text(f"icons/{name}.svg"))


def test_an_action_gets_an_icon_for_every_screen() -> None:
    icon = theme.current().icon("import")
    assert isinstance(icon, QIcon)
    assert not icon.isNull()


def test_counts_stand_under_each_other() -> None:
    font = theme.current().ui_font("small", tabular=True)
    assert font.featureTags() == [QFont.Tag.fromString("tnum")]
    assert not theme.current().ui_font("small").featureTags()


def test_sizes_are_points_and_follow_scale_and_zoom(qapp: QApplication) -> None:
    look = theme.apply(qapp, "light", scale=150)
    assert look.ui_font("body").pointSizeF() == pytest.approx(9.75 * 1.5)
    assert look.px("height", "button") == 48
    assert look.article_font(zoom=200).pointSizeF() == pytest.approx(13.5 * 3)
    assert look.stroke("hairline") == 1.0


def test_the_article_is_serif_and_the_window_is_not() -> None:
    families = theme.current().article_font().families()
    assert families[:2] == ["Noto Serif", "Georgia"]
    assert theme.current().article_font().styleHint() == QFont.StyleHint.Serif
    assert QFontInfo(theme.current().ui_font()).family() not in families


def test_heat_stops_where_ink_still_reads() -> None:
    for dark in (False, True):
        look = theme.Theme(dark=dark)
        assert look.heat(-1).name().upper() == look.hex("heat_low")
        assert look.heat(2).name().upper() == look.hex("heat_high")
        assert all(contrast(look.heat(step / 10).name(), look.hex("ink")) > 4.8 for step in range(11))


def test_plain_words_are_drawn_in_the_new_ink(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("News")
    qtbot.addWidget(label)
    label.show()
    bright = label.grab().toImage()
    theme.apply(qapp, "dark")
    assert label.grab().toImage() != bright


@pytest.mark.parametrize("kind", [QMenu, QListView])
def test_colour_is_for_selected_text_not_for_rows(kind: type[QMenu | QListView], qtbot: QtBot) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    look = theme.current()
    assert widget.palette().color(QPalette.ColorRole.Highlight) == look.colour("row")
    field = QLineEdit()
    qtbot.addWidget(field)
    assert field.palette().color(QPalette.ColorRole.Highlight) == look.colour("selection")


def test_no_widget_writes_a_colour() -> None:
    literal = re.compile(
        r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b(?=[\"'])|QColor\(\s*\d|QColor\(\s*[\"']|GlobalColor\.(?!transparent)"
    )
    found = [
        f"{path.relative_to(GUI)}:{number}: {line.strip()}"
        for path in sorted(GUI.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert not found


def _text(name: str) -> str:
    return paths.resource(name).read_text(encoding="utf-8")


def _near(one: QColor, other: QColor) -> bool:
    """Tell whether two colours are the same but for the rounding of what is drawn half transparent."""
    pairs = zip(one.getRgb(), other.getRgb(), strict=True)
    return all(abs(mine - yours) <= 2 for mine, yours in pairs)


def _drawn(image: QImage) -> list[QColor]:
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return [colour for x, y in points if (colour := image.pixelColor(x, y)).alpha() > 0]
