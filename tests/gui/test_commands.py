"""The one table of commands: every entry has words, help, a menu, a handler; keys are told apart and listed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator.gui.command import Command, room_of
from annotator.gui.commands import COMMANDS, MENUS, PHYSICAL, REPEATING, SEPARATORS, takes
from annotator.gui.help import HelpPage
from annotator.gui.mode_keys import MODE_KEYS
from annotator.gui.widgets import KeyCap, TextLabel
from annotator.store import people
from annotator.store.project import open_project
from annotator.work.packaging import PackageRequest, make_packages
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk


def _menu_of(action: QAction) -> QMenu:
    menu = action.menu()
    assert isinstance(menu, QMenu)
    return menu


def _menus(desk: Desk) -> dict[str, QMenu]:
    return {a.text().replace("&", ""): _menu_of(a) for a in desk.window.menuBar().actions()}


def test_ids_and_keys_are_unique() -> None:
    for room in ("review", "label", "corpus"):
        keys = Counter(
            QKeySequence(key).toString() for c in COMMANDS for key in c.keys if room_of(c.where) in ("", room)
        )
        assert [key for key, times in keys.items() if times > 1] == []
    assert len({c.id for c in COMMANDS}) == len(COMMANDS)
    assert all(QKeySequence(key).count() == 1 for c in COMMANDS for key in c.keys)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_every_command_has_words_and_help(command: Command) -> None:
    assert command.text[0].isupper()
    assert command.help[0].isupper()
    assert command.help.endswith(".")
    assert "please" not in command.help.lower()


def test_every_command_is_in_its_menu(desk: Desk) -> None:
    menus = _menus(desk)
    assert tuple(menus) == MENUS
    for command in COMMANDS:
        menu = menus[command.menu]
        if command.submenu:
            menu = next(_menu_of(a) for a in menu.actions() if a.text() == command.submenu)
        assert desk.window.commands.by_id[command.id] in menu.actions(), command.id
        assert command.text in [a.text() for a in menu.actions()], command.id
    for name, menu in menus.items():
        entries = menu.actions()
        assert entries, name
        assert not entries[0].isSeparator()
        assert not entries[-1].isSeparator()
    ids = {c.id for c in COMMANDS}
    assert ids >= SEPARATORS | REPEATING


def test_every_command_is_in_the_palette(desk: Desk) -> None:
    desk.keys("Ctrl+K")
    offered = {entry.id: entry for entry in desk.window.command_palette.entries()}
    for command in COMMANDS:
        if command.id not in ("palette", "escape"):
            assert offered[command.id].text == command.text, command.id
            assert offered[command.id].help == command.help, command.id
            assert offered[command.id].place in (command.menu, command.submenu)
    assert "escape" in {command.id for command in COMMANDS if command.where == "unclaimed"}


def test_every_command_is_reached_by_the_keyboard(desk: Desk) -> None:
    """By a key of its own, or else by the palette, which has one."""
    assert takes("Ctrl+K")
    desk.keys("Ctrl+K")
    offered = {entry.id for entry in desk.window.command_palette.entries()}
    assert [c.id for c in COMMANDS if not c.keys and c.id not in offered] == []
    for command in COMMANDS:
        shortcuts = desk.window.commands.by_id[command.id].shortcuts()
        assert [s.toString() for s in shortcuts] == [QKeySequence(key).toString() for key in command.keys]


def test_every_command_has_a_handler(desk: Desk) -> None:
    ids = {c.id for c in COMMANDS}
    assert set(desk.window.commands.by_id) == ids
    assert set(desk.label.commands) < ids
    desk.window.settings.zoom = 100
    for command in COMMANDS:
        if not command.text.endswith("…") and command.id not in ("sample", "quit", "close"):
            desk.window.commands.by_id[command.id].trigger()
            desk.settle()


def test_labels_stand_in_the_article_menu_with_their_keys(desk: Desk) -> None:
    entries = [(a.text(), a.shortcut().toString()) for a in _menus(desk)["Article"].actions()[:5]]
    names = ("Actor", "Location", "Threat", "Diplomatic call")
    assert entries == [*((f"Tag as {name}", str(n)) for n, name in enumerate(names, start=1)), ("", "")]


def test_menus_are_reached_by_the_keyboard(desk: Desk) -> None:
    marks = [a.text()[a.text().index("&") + 1] for a in desk.window.menuBar().actions()]
    assert len(set(marks)) == len(MENUS)


def test_no_label_takes_the_key_of_a_command() -> None:
    assert takes("s")
    assert takes("Z")
    assert not takes("1")
    assert not takes("c")


def test_without_a_project_only_what_works_is_offered(open_desk: OpenDesk) -> None:
    desk = open_desk()
    able = {c.id for c in COMMANDS if desk.window.commands.by_id[c.id].isEnabled()}
    assert able == {c.id for c in COMMANDS if c.where == "always"}
    assert {"new", "open", "palette", "settings", "keys", "help", "quit"} <= able


def test_the_help_lists_every_command_and_key(desk: Desk) -> None:
    page = HelpPage(desk.session.scheme)
    caps = {cap.accessibleName() for cap in page.findChildren(KeyCap)}
    shown = {t.text() for t in page.findChildren(TextLabel)}
    for command in COMMANDS:
        assert {command.text.rstrip("…"), command.help} <= shown, command.id
    for mode in MODE_KEYS:
        assert {mode.name, *(words for _keys, words in mode.keys)} <= shown
        assert all(KeyCap(key).accessibleName() in caps for keys, _words in mode.keys for key in keys)
    for command in COMMANDS:
        for key in command.keys:
            name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            assert KeyCap(name).accessibleName() in caps, command.id
    assert {"Tag as Actor", "Tag as Diplomatic call", *MENUS} <= shown
    page.deleteLater()


def test_f1_shows_the_help_and_esc_closes_it(desk: Desk) -> None:
    desk.keys("F1")
    assert desk.window.drawer.title() == "Keys and help"
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    assert desk.label.view.hasFocus()


def test_places_of_keys_are_told_apart() -> None:
    assert len(set(PHYSICAL.values())) == len(PHYSICAL)
    assert [PHYSICAL[n] for n in (10, 18, 24, 38, 52)] == ["1", "9", "Q", "A", "Z"]


def test_the_look_changes_while_the_window_is_open(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.tag("Ada Renn", "1")
    pictures = []
    for name in ("light", "dark"):
        desk.window.commands.by_id[name].trigger()
        desk.settle()
        pictures.append(desk.picture())
    inner = desk.label.rect().adjusted(20, 20, -20, -20)
    for x in range(inner.left(), inner.right(), 97):
        for y in range(inner.top(), inner.bottom(), 97):
            light, dark = (p.pixelColor(x, y).lightness() for p in pictures)
            assert light != dark, (x, y)
    assert pictures[0].pixelColor(inner.center()).lightness() > 200
    assert pictures[1].pixelColor(inner.center()).lightness() < 80
    desk.leave()
    again = open_desk(project)
    assert again.picture().pixelColor(inner.center()).lightness() < 80


def test_review_is_there_for_leads_alone(open_desk: OpenDesk, project: Path) -> None:
    assert not open_desk().window.commands.menu("Review").isVisible()
    lead = open_desk(project, "Ana")
    assert lead.session.leads
    assert lead.window.commands.menu("Review").isVisible()
    lead.leave()
    desk = open_desk(project, "Ben")
    assert not desk.session.leads
    assert not desk.window.commands.menu("Review").isVisible()
    desk.keys("Ctrl+K")
    offered = {entry.id: entry for entry in desk.window.command_palette.entries()}
    assert [c.id for c in COMMANDS if c.where == "review" and c.id in offered] == []
    assert offered["merge"].reason == "Only a lead of the project can do this."


def test_a_package_says_whose_it_is_instead_of_changing_the_annotator(open_desk: OpenDesk, project: Path) -> None:
    made = open_project(project)
    ana = people.find_or_add(made, "Ana")
    package = make_packages(made, PackageRequest(project.parent, ("Mira",)), ana.id).files[0].path
    made.close()
    desk = open_desk(package, None)
    action = desk.window.commands.by_id["annotator"]
    assert not action.isEnabled()
    assert action.toolTip() == "This package is for Mira."
    assert _menus(desk)["Project"].toolTipsVisible()
    assert desk.window.commands.by_id["import"].isEnabled()
    desk.keys("Ctrl+K")
    desk.write("change annotator")
    entry = desk.window.command_palette.view.entry()
    assert entry is not None
    assert (entry.id, entry.reason) == ("annotator", "This package is for Mira.")
    desk.keys("Esc")
    desk.leave()
    again = open_desk(project, "Ana")
    assert again.window.commands.by_id["annotator"].isEnabled()
