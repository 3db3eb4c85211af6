"""The window as a screen reader meets it: every state walked through Qt's accessible tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QFileDialog, QWidget

from annotator.gui.widgets.base import PaintedButton
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk

Role = QAccessible.Role
PRESSED = {Role.Button, Role.RadioButton, Role.CheckBox, Role.MenuItem, Role.ComboBox, Role.PageTab}
ROWS = {Role.ListItem, Role.TreeItem, Role.Cell}
FOCUSABLE = PRESSED | ROWS | {Role.EditableText, Role.List, Role.Tree, Role.StaticText, Role.Client, Role.Table}
GROUPS = {Role.Window, Role.Client, Role.Border, Role.Pane, Role.LayeredPane, Role.Splitter, Role.Grip}


@dataclass(frozen=True)
class Part:
    """One part of the tree: what it is, its name, what is said about it, its state, the widget behind it."""

    role: QAccessible.Role
    name: str
    description: str
    focusable: bool
    checkable: bool
    disabled: bool
    keys: str
    widget: object

    @property
    def control(self) -> bool:
        """Tell whether it can be pressed, chosen or take the focus."""
        return self.focusable or self.role in PRESSED | ROWS


def walk(part: QAccessibleInterface, top: bool = True) -> Iterator[Part]:
    """Yield every part that is shown."""
    state = part.state()
    if state.invisible and not top:
        return
    text, widget = QAccessible.Text, part.object()
    keys = widget.keys() if isinstance(widget, PaintedButton) else ""
    yield Part(
        part.role(),
        part.text(text.Name),
        part.text(text.Description),
        bool(state.focusable),
        bool(state.checkable),
        bool(state.disabled),
        str(keys),
        widget,
    )
    for place in range(part.childCount()):
        child = part.child(place)
        if child.isValid():
            yield from walk(child, top=False)


def parts(desk: Desk) -> list[Part]:
    """Return all that a screen reader finds in the window."""
    desk.settle(60)
    return list(walk(QAccessible.queryAccessibleInterface(desk.window)))


def check(found: list[Part]) -> None:
    """Demand names, roles and texts of all parts."""
    for part in found:
        where = f"{part.role.name} “{part.name}” {part.widget!r}"
        if part.control:
            assert part.name.strip(), where
            assert part.role in FOCUSABLE, where
            assert not part.keys or part.name != part.keys, where
        if part.role in ROWS:
            assert part.name.strip(), where
        if part.checkable:
            assert part.role in {Role.CheckBox, Role.RadioButton, Role.MenuItem, Role.ListItem}, where


def test_the_start(open_desk: OpenDesk) -> None:
    found = parts(open_desk(None))
    check(found)
    assert {"New project", "Open project", "Try the sample"} <= {p.name for p in found if p.role == Role.Button}


@pytest.fixture
def tagged(desk: Desk) -> Desk:
    """Return a window whose article has four tags, the last one a call without a channel."""
    for phrase, key in (
        ("Ada Renn", "1"),
        ("would fire on any Ostrian ship", "3"),
        ("Velmar", "1"),
        ("telephoned", "4"),
    ):
        desk.tag(phrase, key)
    return desk


def test_an_article_with_its_panes_in_reading_order(tagged: Desk) -> None:
    found = parts(tagged)
    check(found)
    names = [part.name for part in found if part.role != Role.MenuItem]
    order = ["Menus", "Workspaces", "Queue", "Article", "Labels", "Inspector", "This tag", "Tags in this article",
             "Guideline", "Status"]  # fmt: skip
    assert [names.index(name) for name in order] == sorted(names.index(name) for name in order)
    rows = {part.name for part in found if part.role == Role.TreeItem}
    assert "Actor, 2 tags" in rows
    assert "Diplomatic call, telephoned, 3 of 4, needs a channel, active" in rows
    done = next(part for part in found if part.name == "Done" and part.role == Role.Button)
    assert done.description == "Key Ctrl + Return"
    assert {p.role for p in found if p.name in ("All", "To do", "Label")} == {Role.RadioButton}


@pytest.mark.parametrize(
    "keys",
    [
        "F1", "Ctrl+3", "Ctrl+,", "Ctrl+Shift+L", "Ctrl+Shift+G", "Ctrl+Shift+F", "Ctrl+K", "Ctrl+F", "R", "Ctrl+N",
        "Ctrl+Shift+P",
    ],
)  # fmt: skip
def test_what_a_key_opens(tagged: Desk, keys: str) -> None:
    tagged.keys(keys)
    check(parts(tagged))


@pytest.mark.parametrize("command", ["keys", "annotator", "skip", "zone"])
def test_what_the_menu_opens(tagged: Desk, command: str) -> None:
    tagged.window.commands.by_id[command].trigger()
    found = parts(tagged)
    check(found)
    if tagged.window.drawer.is_open():
        assert tagged.window.drawer.title() in [part.name for part in found if part.role == Role.Border]


def test_hits_of_a_search(tagged: Desk) -> None:
    tagged.keys("Ctrl+Shift+F")
    tagged.write("bridge")
    tagged.settle(400)
    found = parts(tagged)
    check(found)
    assert any("bridge" in part.name for part in found if part.role in ROWS)


def test_an_import_and_its_report(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.txt"
    source.write_text("One headline\n\nSome words.\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(source)], ""))
    desk.keys("Ctrl+I")
    check(parts(desk))
    desk.settle(200)
    check(parts(desk))


def test_the_mode_of_mentions(desk: Desk) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A")
    found = parts(desk)
    check(found)
    assert "Mention 1 of 2 of “Velmar”" in [part.name for part in found]


def test_a_message_over_the_window(desk: Desk) -> None:
    desk.window.tell_fault("The file can't be read", "It is a folder.")
    found = parts(desk)
    check(found)
    assert any("The file can't be read" in part.name for part in found)


@pytest.mark.parametrize(
    "state",
    [pytest.param(lambda d: d.keys("Esc"), id="label"), pytest.param(lambda d: d.keys("Ctrl+,"), id="settings")],
)
def test_every_control_is_met_by_the_tab_key(tagged: Desk, state: Callable[[Desk], None]) -> None:
    state(tagged)
    desk, met = tagged, set()
    for start in ("F6", "F6", "F6", "Shift+F6", "Shift+F6"):
        desk.keys(start)
        if desk.focus() is not desk.label.view:
            met |= _tabbed(desk)
    drawer, covered = desk.window.drawer, {desk.label.view}
    covered |= {w for w in _stops(desk.window) if drawer.is_in_the_way(w) and not drawer.isAncestorOf(w)}
    missed = [w for w in _stops(desk.window) if w not in met | covered]
    assert len(met) > 20
    assert not missed, [(type(w).__name__, w.accessibleName()) for w in missed]


def _tabbed(desk: Desk) -> set[QWidget]:
    """Press Tab until the focus comes back or reaches the text, where Tab goes to the next tag."""
    met: set[QWidget] = set()
    for key in ("Tab", "Shift+Tab"):
        first = desk.focus()
        seen: set[QWidget] = {first}
        for _ in range(150):
            desk.keys(key)
            if desk.focus() in seen or desk.focus() is desk.label.view:
                break
            seen.add(desk.focus())
        first.setFocus(Qt.FocusReason.TabFocusReason)
        met |= seen
    return met


def _stops(window: QWidget) -> list[QWidget]:
    """Return the widgets that can be seen and take the focus with Tab."""
    return [
        part
        for part in window.findChildren(QWidget)
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
    ]  # fmt: skip


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_focus_is_seen_wherever_it_is(tagged: Desk, look: str) -> None:
    tagged.window.preferences.set_appearance(look)
    tagged.keys("F6")
    seen = 0
    for _ in range(40):
        part = tagged.focus()
        if part is tagged.label.view:
            tagged.keys("F6")
            continue
        # The ring of a part that scrolls lies around it, on its parent.
        place = QRect(part.mapTo(tagged.window, QPoint(-4, -1)), part.size() + QSize(8, 2))
        with_focus = tagged.picture().copy(place)
        tagged.keys("Tab")
        if tagged.focus() is not part:
            assert tagged.picture().copy(place) != with_focus, part.accessibleName()
            seen += 1
    assert seen > 15
