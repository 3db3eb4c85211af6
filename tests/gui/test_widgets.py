"""The painted parts answer mouse and keyboard, show each state, speak to screen readers, and change with the theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QPalette, QTextDocumentFragment
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator import paths
from annotator.core.scheme import parse_scheme
from annotator.gui import theme, widgets
from annotator.gui.widgets import PaintedButton
from annotator.gui.widgets.words import plain_tip

DEFAULT = parse_scheme(paths.resource("schemes/crisis-news.toml").read_text(encoding="utf-8"), "crisis-news.toml")
BUTTONS: dict[str, Callable[[], PaintedButton]] = {
    "main": lambda: widgets.MainButton("Done", "Ctrl+Return", in_bar=True),
    "plain": lambda: widgets.PlainButton("Import…"),
    "quiet": lambda: widgets.QuietButton("Zones", "Z", icon="import"),
    "icon": lambda: widgets.IconButton("close", "Close"),
    "rail": lambda: widgets.RailButton("label", "Label"),
    "card": lambda: widgets.ActionCard("file-new", "New project", "Choose a file and a label scheme", "Ctrl+N"),
    "value": lambda: widgets.ValueButton("Issued", "Q"),
    "answer": lambda: widgets.ChoiceButton("Relevant", "V"),
    "check": lambda: widgets.CheckRow("Unsure", "U"),
    "label": lambda: widgets.LabelButton(DEFAULT.labels[0]),
    "head": lambda: widgets.SectionHead("Tags in this article", "24"),
}
NAMES = {
    "main": "Done",
    "plain": "Import…",
    "quiet": "Zones",
    "icon": "Close",
    "rail": "Label",
    "card": "New project",
    "value": "Issued",
    "answer": "Relevant",
    "check": "Unsure",
    "label": "Actor",
    "head": "Tags in this article",
}


def _progress() -> widgets.ProgressLine:
    line = widgets.ProgressLine("Finished articles")
    line.setFractions(0.5, 0.25)
    return line


def _strip() -> widgets.Strip:
    strip = widgets.Strip()
    strip.show_fault("Not saved: the disk is full", "Free some space first.", "Try again", lambda: None)
    return strip


OTHERS: dict[str, Callable[[], QWidget]] = {
    "cap": lambda: widgets.KeyCap("Ctrl+Return"),
    "mark": lambda: widgets.LabelMark(DEFAULT.labels[2], tinted=True),
    "field": lambda: widgets.Field("Filter by word or source", "Filter the queue", keys="Ctrl+K"),
    "progress": _progress,
    "text": lambda: widgets.TextLabel("Queue"),
    "elided": lambda: widgets.ElidedLabel("Merovia threatens to close the Lhassen Pass"),
    "hairline": widgets.Hairline,
    "tabs": lambda: widgets.Segments([("all", "All"), ("done", "Done")], "Which articles"),
    "strip": _strip,
}


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    """Start and end every test in the light look."""
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")


@pytest.fixture
def desk(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Return a function that puts a widget into an active window, behind a field that has the focus."""
    windows: list[QWidget] = []

    def place(widget: QWidget) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        layout = QVBoxLayout(window)
        first = QLineEdit()
        layout.addWidget(first)
        layout.addWidget(widget)
        layout.addStretch(1)
        window.resize(400, 200)
        with qtbot.waitActive(window):
            window.show()
        first.setFocus()
        return widget

    return place


Desk = Callable[[QWidget], QWidget]


def shot(widget: QWidget) -> QImage:
    QApplication.processEvents()
    return widget.grab().toImage()


# --- buttons


@pytest.mark.parametrize("kind", BUTTONS)
def test_mouse_space_and_enter_press_a_button(kind: str, desk: Desk, qtbot: QtBot) -> None:
    button = BUTTONS[kind]()
    desk(button)
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append("yes"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert button.hasFocus()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        qtbot.keyClick(button, key)
    assert len(pressed) == 4
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    button.setEnabled(False)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == 4


@pytest.mark.parametrize("kind", BUTTONS)
def test_every_state_of_a_button_looks_its_own(kind: str, desk: Desk, qtbot: QtBot) -> None:
    button = BUTTONS[kind]()
    desk(button)
    rest = shot(button)
    QTest.mouseMove(button, button.rect().center())
    hover = shot(button)
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    down = shot(button)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton, pos=QPoint(-5, -5))
    QTest.mouseMove(button.window(), QPoint(2, 2))
    assert shot(button) == rest
    button.setFocus(Qt.FocusReason.TabFocusReason)
    focused = shot(button)
    button.clearFocus()
    button.setEnabled(False)
    pictures = [rest, hover, down, focused, shot(button)]
    assert all(one != other for place, one in enumerate(pictures) for other in pictures[place + 1 :])


def test_the_ring_is_for_the_keyboard_alone(desk: Desk) -> None:
    button = widgets.PlainButton("Import…")
    desk(button)
    rest = shot(button)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert shot(button) == rest
    button.clearFocus()
    button.setFocus(Qt.FocusReason.BacktabFocusReason)
    ring = shot(button)
    assert ring.pixelColor(button.width() // 2, 0) == theme.current().colour("focus")
    assert ring.pixelColor(button.width() // 2, 1) == theme.current().colour("focus")


@pytest.mark.parametrize("kind", BUTTONS)
def test_a_button_tells_screen_readers_its_name(kind: str, desk: Desk) -> None:
    button = BUTTONS[kind]()
    desk(button)
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == button.accessibleName() == NAMES[kind]
    assert interface.role() in (QAccessible.Role.Button, QAccessible.Role.CheckBox)


def test_an_ampersand_is_a_letter(desk: Desk) -> None:
    button = widgets.PlainButton("R&D")
    desk(button)
    assert button.text() == button.accessibleName() == "R&D"
    assert button.shortcut().isEmpty()
    button.setText("S&P")
    assert button.accessibleName() == "S&P"


@pytest.mark.parametrize("kind", ["value", "check", "rail"])
def test_a_chosen_button_shows_it(kind: str, desk: Desk, qtbot: QtBot) -> None:
    button = BUTTONS[kind]()
    desk(button)
    before = shot(button)
    with qtbot.waitSignal(button.toggled):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(button.window(), QPoint(2, 2))
    assert button.isChecked()
    assert shot(button) != before


@pytest.mark.parametrize("kind", BUTTONS)
def test_a_button_is_as_large_as_its_words(kind: str) -> None:
    button = BUTTONS[kind]()
    narrow = button.sizeHint()
    if kind in {"icon", "rail"}:
        assert narrow.width() == narrow.height()
        return
    button.setText(button.text() + " and more")
    assert button.sizeHint().width() > narrow.width()
    assert button.sizeHint().height() == narrow.height()


# --- all parts


@pytest.mark.parametrize("kind", [*BUTTONS, *OTHERS])
def test_every_part_changes_with_the_theme_and_the_direction(kind: str, desk: Desk, qapp: QApplication) -> None:
    widget = (BUTTONS | OTHERS)[kind]()
    desk(widget)
    bright = shot(widget)
    theme.apply(qapp, "dark")
    assert shot(widget) != bright
    theme.apply(qapp, "light")
    assert shot(widget) == bright
    widget.window().setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert shot(widget).size() == bright.size()


class _Paints(QObject):
    """Count how often a widget is drawn."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.mark.parametrize("kind", sorted({*BUTTONS, *OTHERS} - {"text", "elided"}))
def test_every_part_is_drawn_anew_when_the_hub_tells(kind: str, desk: Desk) -> None:
    widget = (BUTTONS | OTHERS)[kind]()
    desk(widget)
    shot(widget)
    paints = _Paints()
    widget.installEventFilter(paints)
    theme.hub().changed.emit()
    QApplication.processEvents()
    assert paints.count


@pytest.mark.parametrize("kind", sorted({*BUTTONS, *OTHERS} - {"hairline"}))
def test_every_part_grows_with_the_scale(kind: str, desk: Desk, qapp: QApplication) -> None:
    widget = (BUTTONS | OTHERS)[kind]()
    desk(widget)
    before = widget.sizeHint()
    theme.apply(qapp, "light", scale=150)
    QApplication.processEvents()
    assert widget.sizeHint().height() > before.height()


def test_words_keep_their_ink_in_the_other_theme(qapp: QApplication) -> None:
    label = widgets.TextLabel("14 May 2031", ink="ink2")
    theme.apply(qapp, "dark")
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.current().colour("ink2")


@pytest.mark.parametrize("kind", sorted({*OTHERS} - {"text", "elided", "hairline"}))
def test_every_part_has_an_accessible_name(kind: str) -> None:
    assert OTHERS[kind]().accessibleName()


def test_right_to_left_mirrors_a_button(desk: Desk) -> None:
    button = widgets.CheckRow("Unsure", "U")
    desk(button)
    left = shot(button)
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    right = shot(button)
    ink = theme.current().colour("edge")
    middle, box = button.height() // 2, theme.current().px("width", "check_box")
    room = theme.current().px("space", "hair")
    assert left.pixelColor(room, middle) == ink
    assert right.pixelColor(button.width() - 1 - room, middle) == ink
    assert right.pixelColor(button.width() - box - room, middle) == ink


# --- key caps and marks


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("Ctrl+Return", "Ctrl ↵"), ("Ctrl+Shift+F", "Ctrl ⇧ F"), ("Alt+Right", "Alt →"), ("1", "1"), ("Ctrl++", "Ctrl +")],
)
def test_a_key_cap_reads_as_on_the_keyboard(keys: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert widgets.key_text(keys) == shown


def test_one_letter_makes_a_square_cap() -> None:
    cap = widgets.KeyCap("Q")
    assert cap.sizeHint().width() == cap.sizeHint().height() == theme.current().px("height", "key_cap")
    cap.setKeys("Ctrl+K")
    assert cap.sizeHint().width() > cap.sizeHint().height()
    assert cap.accessibleName() == "Key Ctrl K"


def test_a_mark_has_the_colour_of_its_label(desk: Desk) -> None:
    for label in DEFAULT.labels:
        mark = widgets.LabelMark(label)
        desk(mark)
        middle = shot(mark).pixelColor(1, mark.height() // 2)
        assert middle == theme.current().label_colours(label).bar
        assert mark.accessibleName() == label.name


# --- field


def test_a_field_hides_its_key_cap_behind_words_and_shows_a_fault(desk: Desk, qtbot: QtBot) -> None:
    field = widgets.Field("Filter by word", "Filter the queue", keys="Ctrl+K")
    desk(field)
    empty = shot(field)
    margin = field.textMargins().right()
    field.setFocus()
    qtbot.keyClicks(field, "Sorrel")
    assert field.text() == "Sorrel"
    assert field.textMargins().right() < margin
    field.clear()
    field.clearFocus()
    assert shot(field) == empty
    field.setFault("Not a date. Write it as 2031-05-31.")
    assert field.accessibleDescription() == field.fault()
    assert shot(field).pixelColor(field.width() // 2, 0) == theme.current().colour("fault")


# --- heads and tabs


def test_a_section_folds_by_mouse_and_key(desk: Desk, qtbot: QtBot) -> None:
    head = widgets.SectionHead("Tags in this article", "24")
    desk(head)
    with qtbot.waitSignal(head.folded, check_params_cb=lambda folded: folded):
        qtbot.mouseClick(head, Qt.MouseButton.LeftButton)
    assert head.isFolded()
    assert head.accessibleDescription() == "24, folded"
    with qtbot.waitSignal(head.folded, check_params_cb=lambda folded: not folded):
        qtbot.keyClick(head, Qt.Key.Key_Space)
    head.setCount("25")
    assert head.accessibleDescription() == "25, open"


def test_a_fixed_head_takes_neither_focus_nor_clicks(desk: Desk, qtbot: QtBot) -> None:
    head = widgets.SectionHead("This span", "7 of 24", foldable=False)
    desk(head)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert not head.hasFocus()
    with qtbot.assertNotEmitted(head.folded):
        head.click()


def test_tabs_are_chosen_by_mouse_and_arrow_keys(desk: Desk, qtbot: QtBot) -> None:
    tabs = widgets.Segments([("all", "All"), ("todo", "To do"), ("done", "Done")], "Which articles")
    desk(tabs)
    tabs.setCounts({"all": 10482, "todo": 9278, "done": 1204})
    buttons = tabs.findChildren(PaintedButton)
    assert [button.accessibleDescription() for button in buttons] == ["10,482", "9,278", "1,204"]
    with qtbot.waitSignal(tabs.chosen, check_params_cb=lambda key: key == "todo"):
        qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert tabs.current() == "todo"
    buttons[1].setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(tabs.chosen, check_params_cb=lambda key: key == "done"):
        qtbot.keyClick(buttons[1], Qt.Key.Key_Right)
    with qtbot.assertNotEmitted(tabs.chosen):
        tabs.setCurrent("done")


def test_large_counts_fit_a_narrow_queue(desk: Desk) -> None:
    names = [("all", "All"), ("todo", "To do"), ("done", "Done"), ("skipped", "Skipped")]
    tabs = widgets.Segments(names, "Which articles")
    tabs.setFixedWidth(232)
    desk(tabs)
    tabs.setCounts({"all": 10482, "todo": 9278, "done": 1204, "skipped": 11})
    QApplication.processEvents()
    buttons = tabs.findChildren(PaintedButton)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert buttons[0].toolTip() == "All 10,482"


# --- progress and strip


def test_progress_shows_both_shares(desk: Desk) -> None:
    line = _progress()
    desk(line)
    look, picture = theme.current(), shot(line)
    inks = [picture.pixelColor(line.width() * part // 8, line.height() // 2) for part in (2, 5, 7)]
    assert inks == [look.colour("ink2"), look.colour("edge"), look.colour("track")]
    assert line.accessibleDescription() == "50% finished"


def test_work_of_unknown_length_moves_until_its_length_is_known(desk: Desk, qtbot: QtBot) -> None:
    line = widgets.ProgressLine("Comparing articles")
    desk(line)
    line.setUnknown()
    first = shot(line)
    qtbot.waitUntil(lambda: shot(line) != first, timeout=2000)
    line.setFractions(1.0)
    still = shot(line)
    qtbot.wait(80)
    assert shot(line) == still


def test_a_fault_stays_until_it_is_solved(desk: Desk, qtbot: QtBot) -> None:
    tries: list[int] = []
    strip = widgets.Strip()
    desk(strip)
    assert strip.isHidden()
    strip.show_fault("Not saved: the disk is full", "Free some space first.", "Try again", lambda: tries.append(1))
    assert strip.is_fault()
    assert strip.accessibleName() == "Not saved: the disk is full. Free some space first."
    button = next(button for button in strip.findChildren(PaintedButton) if button.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tries == [1]
    assert strip.isVisible()
    strip.hide()
    assert not strip.is_fault()


def test_a_note_goes_when_its_button_or_its_cross_is_pressed(desk: Desk, qtbot: QtBot) -> None:
    undone: list[int] = []
    strip = widgets.Strip()
    desk(strip)
    for wanted in ("Undo", "Close this message"):
        strip.show_note(
            "Tagged 6 mentions of “Talvane”", "2 in captions were left out.", "Undo", lambda: undone.append(1)
        )
        button = next(button for button in strip.findChildren(PaintedButton) if button.text() == wanted)
        with qtbot.waitSignal(strip.closed):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert strip.isHidden()
    assert undone == [1]


# --- words


def test_markup_is_shown_as_it_stands(desk: Desk) -> None:
    label = widgets.TextLabel("<b>Merovia</b>")
    desk(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert label.sizeHint().width() > widgets.TextLabel("Merovia").sizeHint().width()


def test_a_cut_line_has_all_of_it_in_the_tooltip(desk: Desk, qtbot: QtBot) -> None:
    label = widgets.ElidedLabel("Merovia threatens to close the Lhassen Pass")
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.addWidget(label)
    holder.setFixedWidth(120)
    desk(holder)
    assert label.toolTip() == label.text()
    holder.setFixedWidth(380)
    qtbot.waitUntil(lambda: not label.toolTip())


def test_parts_that_are_gone_do_not_hear_of_a_new_theme(qapp: QApplication, qtbot: QtBot) -> None:
    for make in (BUTTONS | OTHERS).values():
        make().deleteLater()
    qtbot.wait(1)
    theme.apply(qapp, "dark")


@pytest.mark.parametrize("words", ['<img src="x">Merovia &amp; Talvane', "Merovia", "a < b & c"])
def test_a_tooltip_shows_the_words_of_an_article_as_they_are(words: str) -> None:
    tip = plain_tip(words)
    shown = QTextDocumentFragment.fromHtml(tip).toPlainText() if tip.startswith("<p>") else tip
    assert shown == words
