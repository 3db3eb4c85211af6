"""The scheme in the drawer, worked by keys and clicks: what the file, the bar and the article then hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.gui import theme
from annotator.gui.article.labels import LabelLooks
from annotator.gui.scheme.label_form import LabelForm
from annotator.gui.scheme.label_list import LabelList
from annotator.gui.scheme.overview import Overview
from annotator.gui.scheme.page import SchemePage
from annotator.gui.widgets import ValueButton
from annotator.store.project import read_project
from annotator.work.exporting import export_file
from annotator.work.orders import ExportRequest
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, tags


def page(desk: Desk) -> SchemePage:
    found = desk.window.drawer.body()
    assert isinstance(found, SchemePage)
    return found


def overview(desk: Desk) -> Overview:
    found = page(desk).page
    assert isinstance(found, Overview)
    return found


def form(desk: Desk) -> LabelForm:
    found = page(desk).page
    assert isinstance(found, LabelForm)
    return found


def saved_scheme(path: Path) -> Scheme:
    """Return the scheme that the file holds."""
    project = read_project(path)
    try:
        return project.scheme
    finally:
        project.close()


def label(path: Path, key: str) -> Label:
    found = saved_scheme(path).label(key)
    assert found is not None
    return found


def open_label(desk: Desk, *steps: str) -> LabelForm:
    """Open a label's page from the list by keys."""
    desk.keys("Ctrl+Shift+L", *steps, "Return")
    return form(desk)


def press(desk: Desk, widget: QWidget, point: QPoint | None = None) -> None:
    """Scroll the drawer to a part of it and click that."""
    desk.window.drawer.findChildren(QScrollArea)[0].ensureWidgetVisible(widget)
    desk.settle()
    desk.click(widget, point)


def bar_words(desk: Desk) -> list[str]:
    """Return the names of the labels in the bar and under More."""
    bar = desk.label.bar
    return [desk.session.scheme.label(key).name for key in bar.shown_labels() + bar.hidden_labels()]  # type: ignore[union-attr]


def test_the_list_says_all_of_every_label(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+L")
    assert desk.window.drawer.title() == "Scheme and guidelines"
    rows = overview(desk).labels
    assert isinstance(desk.focus(), LabelList)
    assert [row.label.key for row in rows.rows()] == ["actor", "location", "threat", "diplomatic_call"]
    assert rows.rows()[0].spoken() == "Actor, key actor, 1 tag, tagged with 1"
    assert rows.rows()[1].words() == "0 tags"
    assert overview(desk).retired.isHidden()
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    assert desk.label.view.hasFocus()


def test_a_rename_is_seen_everywhere_and_offers_the_code(desk: Desk, project: Path, tmp_path: Path) -> None:
    desk.tag("Ada Renn", "1")
    shown = open_label(desk)
    desk.keys("Ctrl+A")
    desk.write("Political actor")
    assert shown.says_code.isVisible()
    assert shown.says_code.text() == "Other formats write the code “actor”."
    assert shown.change_code.text() == "Change it to “political_actor”"
    desk.keys("Return")
    assert label(project, "actor").name == "Political actor"
    assert label(project, "actor").code == "actor"
    assert desk.window.strip.title() == "“Actor” is called “Political actor” now."
    press(desk, shown.change_code)
    assert label(project, "actor").code == "political_actor"
    assert shown.code.text() == "political_actor"
    assert (label(project, "actor").bar, label(project, "actor").short) == ("POLITICA", "POL")
    assert bar_words(desk)[0] == "Political actor"
    tree = desk.label.inspector.tree.model()
    assert tree.index(0, 0).data() == "Political actor"
    assert desk.label.inspector.rules.head.text() == "Guideline: Political actor"
    assert tags(project) == [("Ada Renn", "actor")]
    export_file(desk.session.project.second(), tmp_path / "out.jsonl", ExportRequest())
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [e["label"] for line in lines for e in json.loads(line)["spans"]] == ["actor"]
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert (label(project, "actor").name, label(project, "actor").code) == ("Actor", "actor")
    assert shown.name.text() == "Actor"
    assert not shown.change_code.isVisible()
    desk.keys("Ctrl+Shift+Z")
    assert label(project, "actor").name == "Political actor"


def test_a_name_and_its_code_can_change_in_one_go(desk: Desk, project: Path) -> None:
    shown = open_label(desk)
    desk.keys("Ctrl+A")
    desk.write("Agent")
    press(desk, shown.change_code)
    assert (label(project, "actor").name, label(project, "actor").code) == ("Agent", "agent")
    press(desk, shown.change_code)
    assert (label(project, "actor").name, label(project, "actor").code) == ("Agent", "actor")


def names(desk: Desk, key: str) -> tuple[str, ...]:
    """Return the forms of a label's name that are painted under the text, the longest first."""
    return LabelLooks(desk.session.scheme, theme.current()).look(key).names


def test_a_change_of_the_bar_word_is_painted_under_the_text(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    shown = open_label(desk)
    before = desk.picture(desk.label.view)
    press(desk, shown.bar.field)
    desk.keys("Ctrl+A")
    desk.write("WHO")
    desk.keys("Tab")
    assert label(project, "actor").bar == "WHO"
    assert names(desk, "actor")[0] == "WHO"
    assert desk.picture(desk.label.view) != before
    assert shown.short.field.hasFocus()
    desk.keys("Shift+Tab", "Shift+Tab", "Shift+Tab", "Ctrl+A")
    desk.write("Agent")
    desk.keys("Return")
    assert label(project, "actor").name == "Agent"
    assert names(desk, "actor")[0] == "WHO"


def test_labels_move_with_alt_and_an_arrow(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Shift+L", "Alt+Down", "Alt+Down")
    assert [one.key for one in saved_scheme(project).labels] == ["location", "threat", "actor", "diplomatic_call"]
    assert overview(desk).labels.current() == "actor"
    assert bar_words(desk) == ["Location", "Threat", "Actor", "Diplomatic call"]
    desk.keys("Alt+Up")
    assert [one.key for one in saved_scheme(project).labels] == ["location", "actor", "threat", "diplomatic_call"]
    desk.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert [one.key for one in saved_scheme(project).labels] == ["actor", "location", "threat", "diplomatic_call"]


def test_a_merge_says_what_happens_and_is_undone_by_its_strip(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.tag("Port Sell", "2")
    shown = open_label(desk, "Down")
    assert [one.key for one in shown.fate.targets()[0]] == ["actor"]
    shown.fate.choose.setFocus()
    desk.keys("Space")
    desk.choose("Actor")
    assert shown.fate.says.text() == (
        "1 tag is read as “Actor” from then on; the log keeps it, and Undo parts them again."
    )
    assert desk.focus() is shown.fate.merge
    desk.keys("Space")
    assert label(project, "location").into == "actor"
    assert desk.focus() is shown.fate.retire
    assert shown.fate.retire.text() == "Part from Actor"
    assert desk.shown == [("Ada Renn", "actor"), ("Port Sell", "actor")]
    assert tags(project) in ([("Ada Renn", "actor"), ("Port Sell", "location")], desk.shown)
    strip = desk.window.strip
    assert strip.title() == "“Location” is merged into “Actor”: 1 tag."
    assert "Location" not in bar_words(desk)
    desk.click(next(b for b in strip.findChildren(QWidget) if b.accessibleName() == "Undo"))
    assert label(project, "location").into == ""
    assert desk.shown == [("Ada Renn", "actor"), ("Port Sell", "location")]
    assert "Location" in bar_words(desk)


def test_the_strip_goes_when_something_else_is_changed(desk: Desk, project: Path) -> None:
    shown = open_label(desk)
    desk.keys("Ctrl+A")
    desk.write("Agent")
    desk.keys("Return")
    assert desk.window.strip.isVisible()
    press(desk, shown.short.field)
    desk.keys("Ctrl+A")
    desk.write("AG")
    desk.keys("Return")
    assert label(project, "actor").name == "Agent"
    assert not desk.window.strip.isVisible()


def test_the_strip_goes_with_the_change_that_it_tells_of(desk: Desk, project: Path) -> None:
    open_label(desk)
    desk.keys("Ctrl+A")
    desk.write("Agent")
    desk.keys("Return")
    assert desk.window.strip.isVisible()
    desk.keys("Ctrl+Z")
    assert label(project, "actor").name == "Actor"
    assert not desk.window.strip.isVisible()


def test_a_retired_label_leaves_the_bar_and_comes_back(desk: Desk, project: Path) -> None:
    desk.tag("Port Sell", "2")
    shown = open_label(desk, "Down")
    press(desk, shown.fate.retire)
    assert label(project, "location").retired
    assert bar_words(desk) == ["Actor", "Threat", "Diplomatic call"]
    assert tags(project) == [("Port Sell", "location")]
    desk.keys("Esc")
    rows = overview(desk)
    assert rows.retired_head.isVisible()
    assert not rows.retired.isVisible()
    press(desk, rows.retired_head)
    assert rows.retired.rows()[0].words() == "1 tag"
    press(desk, rows.retired.viewport(), QPoint(30, 10))
    assert form(desk).fate.retire.text() == "Bring back"
    press(desk, form(desk).fate.retire)
    assert bar_words(desk) == ["Actor", "Location", "Threat", "Diplomatic call"]


def test_a_new_label_tags_with_its_digit(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Shift+L")
    press(desk, overview(desk).new)
    desk.write("Weapon system")
    desk.keys("Return")
    assert label(project, "weapon_system").shortcut == "5"
    assert overview(desk).labels.rows()[-1].label.name == "Weapon system"
    desk.write("weapon system")
    desk.keys("Return")
    assert "already" in overview(desk).new.fault()
    desk.keys("Esc")
    desk.tag("ship", "5")
    assert tags(project)[0][1] == "weapon_system"


def test_an_attribute_that_is_switched_on_is_asked_for(desk: Desk, project: Path) -> None:
    desk.tag("would fire on any Ostrian ship", "3")
    assert "Conditional" not in {b.text() for b in desk.label.inspector.findChildren(ValueButton)}
    shown = open_label(desk, "Down", "Down")
    row = shown.attributes.rows["conditional"]
    assert not row.required.isEnabled()
    row.enabled.setFocus()
    desk.keys("Space")
    assert {"Conditional", "Unconditional"} <= {b.text() for b in desk.label.inspector.findChildren(ValueButton)}
    press(desk, row.required)
    found = next(a for a in saved_scheme(project).attributes if a.key == "conditional")
    assert found.enabled
    assert found.required
    press(desk, row.edit)
    press(desk, row.words.field)
    desk.keys("End")
    desk.write(", unclear")
    desk.keys("Return")
    assert "Unclear" in {b.text() for b in desk.label.inspector.findChildren(ValueButton)}
    press(desk, shown.attributes.new)
    desk.write("Weight")
    desk.keys("Return")
    assert "weight" in shown.attributes.rows
    desk.keys("Ctrl+Z")
    assert "weight" not in shown.attributes.rows


@pytest.mark.parametrize(
    ("key", "said"),
    [("2", "2 is the key of “Location”."), ("s", "S is the key of “Other edge”."), ("ab", "“AB” is not one key.")],
)
def test_a_key_that_is_taken_is_refused_in_one_line(desk: Desk, project: Path, key: str, said: str) -> None:
    shown = open_label(desk)
    press(desk, shown.shortcut.field)
    desk.keys("Ctrl+A")
    desk.write(key)
    desk.keys("Return")
    assert shown.shortcut.fault().startswith(said)
    assert label(project, "actor").shortcut == "1"
    desk.keys("Ctrl+A")
    desk.write("c")
    desk.keys("Return")
    assert shown.shortcut.fault() == ""
    assert label(project, "actor").shortcut == "C"


def test_colours_are_taken_or_written_and_close_ones_are_pointed_out(desk: Desk, project: Path) -> None:
    shown = open_label(desk)
    assert not shown.colours.note.isVisible()
    shown.colours.pairs[5].setFocus()
    desk.keys("Left", "Space")
    assert (label(project, "actor").colour_light, label(project, "actor").colour_dark) == ("#E76300", "#F0E442")
    assert [b.isChecked() for b in shown.colours.pairs].index(True) == 4
    press(desk, shown.colours.light.field)
    desk.keys("Ctrl+A")
    desk.write("9c755e")
    desk.keys("Return")
    assert label(project, "actor").colour_light == "#9C755E"
    assert shown.colours.note.text() == "In the light look this is hard to tell from “Location” for some eyes."
    desk.keys("Ctrl+A")
    desk.write("blue")
    desk.keys("Return")
    assert shown.colours.light.fault() == "Write six hexadecimal digits, as in #3F90DA."


def test_undo_belongs_to_the_field_only_while_something_is_typed(desk: Desk, project: Path) -> None:
    shown = open_label(desk)
    press(desk, shown.short.field)
    desk.keys("Ctrl+A")
    desk.write("AG")
    desk.keys("Ctrl+Z")
    assert label(project, "actor").short == "ACT"
    assert shown.short.text() != "AG"
    desk.keys("Ctrl+A")
    desk.write("AG")
    desk.keys("Return", "Ctrl+Z")
    assert label(project, "actor").short == "ACT"
    assert shown.short.text() == "ACT"


def test_undo_in_the_drawer_leaves_the_article_alone(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Shift+L", "Ctrl+Z")
    assert tags(project) == [("Ada Renn", "actor")]
    desk.keys("Esc", "Ctrl+Z")
    assert tags(project) == []


@pytest.mark.parametrize("key", ["Delete", "Backspace", "3", "U", "Z"])
def test_single_keys_in_the_drawer_leave_the_article_alone(desk: Desk, project: Path, key: str) -> None:
    desk.tag("Ada Renn", "1")
    before = stored(project)
    desk.keys("Ctrl+Shift+L", "Alt+Down", key)
    page(desk).undo.setFocus()
    desk.keys(key)
    assert stored(project) == before
    desk.keys("Ctrl+Z")
    assert stored(project) == before
    assert saved_scheme(project).labels[0].key == "actor"


def test_versions_are_listed_newest_first(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+L", "Alt+Down")
    rows = overview(desk)
    press(desk, rows.versions_head)
    lines = [part.text() for part in rows.versions.findChildren(QWidget) if hasattr(part, "text")]
    assert lines[0].startswith("Version 2 · ")
    assert lines[0].endswith(" · move label Actor")
    assert lines[1].endswith(" · first version")
    press(desk, page(desk).undo)
    lines = [part.text() for part in rows.versions.findChildren(QWidget) if hasattr(part, "text")]
    assert lines[0].endswith(" · undo: move label Actor")


def test_only_a_lead_changes_the_scheme(open_desk: OpenDesk, project: Path) -> None:
    open_desk(project).quit()
    desk = open_desk(project, "Ben")
    assert not desk.session.me.lead
    before = saved_scheme(project).hash
    desk.keys("Ctrl+Shift+L")
    assert page(desk).reads.isVisible()
    assert not overview(desk).new.isEnabled()
    desk.keys("Alt+Down")
    desk.keys("Return")
    assert not form(desk).name.isEnabled()
    assert form(desk).write.isEnabled()
    press(desk, form(desk).fate.retire)
    press(desk, form(desk).write)
    desk.write("x")
    assert saved_scheme(project).hash == before


def test_what_is_typed_is_kept_when_the_window_is_closed(desk: Desk, project: Path) -> None:
    open_label(desk)
    desk.keys("Ctrl+A")
    desk.write("Agent")
    desk.quit()
    assert label(project, "actor").name == "Agent"


def test_an_undone_label_that_is_shown_gives_way_to_the_list(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+L")
    press(desk, overview(desk).new)
    desk.write("Weapon")
    desk.keys("Return")
    overview(desk).labels.setFocus()
    desk.keys("End", "Return")
    assert form(desk).key == "weapon"
    desk.keys("Ctrl+Z")
    assert [row.label.key for row in overview(desk).labels.rows()][-1] == "diplomatic_call"


def test_every_part_that_takes_the_focus_has_a_name(desk: Desk) -> None:
    open_label(desk, "Down", "Down")
    for row in form(desk).attributes.rows.values():
        press(desk, row.edit)
    parts = [w for w in page(desk).findChildren(QWidget) if w.focusPolicy().value & 1 and w.isVisible()]
    assert len(parts) > 25
    assert [type(w).__name__ for w in parts if not w.accessibleName() and w.focusProxy() is None] == []


def test_all_of_a_label_is_reached_by_tab(desk: Desk) -> None:
    shown = open_label(desk)
    seen: list[QWidget] = []
    for _ in range(60):
        desk.keys("Tab")
        widget = QApplication.focusWidget()
        if widget is not None and widget in seen:
            break
        if widget is not None:
            seen.append(widget)
    for part in (shown.code.field, shown.colours.pairs[0], shown.write, shown.fate.retire, shown.fate.choose):
        assert part in seen


def test_a_new_label_is_told_with_its_key(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Shift+L")
    overview(desk).new.setFocus(Qt.FocusReason.TabFocusReason)
    desk.write("Place name")
    desk.keys("Return")
    key = next(one.shortcut for one in saved_scheme(project).labels if one.name == "Place name")
    assert desk.window.strip.title() == f"“Place name” is added; its key is {key}."
    assert desk.window.strip.isVisible()
    desk.keys("Ctrl+Z")
    assert "Place name" not in [one.name for one in saved_scheme(project).live]
    assert not desk.window.strip.isVisible()
