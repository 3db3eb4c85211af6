"""The value keys: which attribute they set, where they go on, and what the file then holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from annotator.gui.label.attribute_box import AttributeBox
from annotator.gui.label.role_list import RoleRow
from annotator.gui.widgets import Field, SectionHead, TextLabel, ValueButton
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import default_scheme, new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, tags

TEXT = (
    "Velmar warns Ostria\n"
    "\n"
    "Minister Ada Renn said that if one ship crosses the strait, Velmar will answer and shell Ostria. "
    "Renn telephoned Jon Halvar late on Sunday.\n"
)


def project_with(path: Path, *enabled: str) -> Path:
    """Make a project in which some attributes of the default scheme were switched on before."""
    scheme = default_scheme()
    for key in enabled:
        head, table = scheme.split(f'key = "{key}"\n', 1)
        scheme = head + f'key = "{key}"\n' + table.replace("enabled = false", "enabled = true", 1)
    rules, articles = path.with_suffix(".toml"), path.with_suffix(".jsonl")
    rules.write_text(scheme, encoding="utf-8")
    articles.write_text(json.dumps({"id": "a", "text": TEXT, "annotator": None}) + "\n", encoding="utf-8")
    project = new_project(path, rules)
    assert not import_files(project, ImportRequest((articles,)), "project").refused
    project.close()
    return path


def box(desk: Desk, key: str) -> AttributeBox:
    """Return the box of an attribute of the active tag."""
    boxes = desk.label.inspector.span_panel.findChildren(AttributeBox)
    return next(one for one in boxes if one.attribute.key == key)


def caps(desk: Desk, key: str) -> list[str]:
    """Return the key caps that can be seen on the values of an attribute."""
    buttons = [part for part in box(desk, key).findChildren(ValueButton) if part.isVisible()]
    return [button.keys() for button in buttons if button.keys()]


def fold(desk: Desk) -> SectionHead:
    """Return the head of the optional attributes."""
    heads = desk.label.inspector.span_panel.findChildren(SectionHead)
    return next(one for one in heads if one.text().startswith("Optional: "))


def values(path: Path) -> dict[str, object]:
    """Return key -> value of everything that was set."""
    return {key: value for (_, key), value in stored(path, article="a").attributes.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return project_with(tmp_path / "news.annotator", "conditional")


@pytest.fixture
def desk(open_desk: OpenDesk, path: Path) -> Desk:
    return open_desk(path)


def test_a_threat_with_two_values_and_a_nested_actor_takes_five_keys(desk: Desk, path: Path) -> None:
    desk.find("will answer and shell Ostria")
    keys = ("3", "Q", "Q", "Esc", "1")
    desk.keys(*keys)
    assert len(keys) <= 7
    assert tags(path, article="a") == [("will answer and shell Ostria", "threat"), ("Ostria", "actor")]
    threat, actor = sorted(stored(path, article="a").spans.values(), key=lambda one: one.start)
    assert threat.start < actor.start < actor.end == threat.end
    assert stored(path, article="a").attributes == {
        (threat.id, "status"): "issued",
        (threat.id, "conditional"): "conditional",
    }


def test_the_caps_stand_on_the_first_attribute_without_a_value(desk: Desk, path: Path) -> None:
    desk.tag("shell Ostria", "3")
    assert (caps(desk, "status"), caps(desk, "conditional")) == (["Q", "W"], [])
    assert fold(desk).isFolded()
    desk.keys("W")
    assert values(path) == {"status": "anticipated"}
    assert not fold(desk).isFolded()
    assert (caps(desk, "status"), caps(desk, "conditional")) == ([], ["Q", "W"])
    assert desk.label.view.hasFocus()
    desk.keys("W")
    assert values(path) == {"status": "anticipated", "conditional": "unconditional"}
    assert (caps(desk, "status"), caps(desk, "conditional")) == ([], ["Q", "W"])
    desk.keys("Q")
    assert values(path) == {"status": "anticipated", "conditional": "conditional"}
    desk.keys("Esc", "Esc", "Tab")
    assert (caps(desk, "status"), caps(desk, "conditional")) == (["Q", "W"], [])


def test_one_press_too_many_takes_no_value_of_another_attribute_away_and_says_what_it_took(
    desk: Desk, path: Path
) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("Q", "Q")
    assert "taken away" not in desk.said
    desk.keys("Q")
    assert values(path) == {"status": "issued"}
    assert "Conditional taken away. Ctrl Z brings it back." in desk.said
    desk.keys("Ctrl+Z")
    assert values(path) == {"status": "issued", "conditional": "conditional"}


def test_the_key_of_the_value_that_is_set_takes_it_away(desk: Desk, path: Path) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("Q", "W", "G", "Q")
    assert values(path) == {"conditional": "unconditional"}
    assert caps(desk, "status") == ["Q", "W"]
    assert "Status taken away. Ctrl Z brings it back." in desk.said
    desk.keys("Ctrl+Z")
    assert values(path) == {"status": "issued", "conditional": "unconditional"}


def test_g_goes_round_the_attributes(desk: Desk, path: Path) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("G")
    assert caps(desk, "conditional") == ["Q", "W"]
    desk.keys("Q")
    assert values(path) == {"conditional": "conditional"}
    assert caps(desk, "status") == ["Q", "W"]
    desk.keys("G", "G")
    assert caps(desk, "status") == ["Q", "W"]
    desk.keys("G", "Tab")
    desk.tag("telephoned", "4")
    assert caps(desk, "channel") == ["Q", "W", "E", "T", "Y"]


def test_after_a_step_the_next_empty_one_follows(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = project_with(tmp_path / "three.annotator", "explicit", "conditional")
    desk = open_desk(path)
    desk.tag("shell Ostria", "3")
    desk.keys("G", "W")
    assert caps(desk, "conditional") == ["Q", "W"]
    desk.keys("Q")
    assert caps(desk, "status") == ["Q", "W"]
    desk.keys("Q")
    assert caps(desk, "status") == ["Q", "W"]
    assert values(path) == {"status": "issued", "explicit": "implicit", "conditional": "conditional"}


def test_undo_goes_back_to_the_attribute_that_lost_its_value(desk: Desk) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("Q", "Ctrl+Z")
    assert caps(desk, "status") == ["Q", "W"]


def test_a_fold_that_was_closed_by_hand_stays_closed_until_g(desk: Desk, path: Path) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("Q")
    desk.click(fold(desk))
    assert fold(desk).isFolded()
    assert caps(desk, "status") == ["Q", "W"]
    desk.keys("W")
    assert values(path) == {"status": "anticipated"}
    assert fold(desk).isFolded()
    desk.keys("G")
    assert not fold(desk).isFolded()
    assert caps(desk, "conditional") == ["Q", "W"]


def test_free_text_is_entered_with_its_key_and_left_with_return(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = project_with(tmp_path / "country.annotator", "country", "sector")
    desk = open_desk(path)
    desk.tag("Ada Renn", "1")
    desk.keys("Q")
    assert isinstance(desk.focus(), Field)
    assert desk.focus().accessibleName() == "Country"
    desk.write("VLM")
    desk.keys("Return")
    assert desk.label.view.hasFocus()
    assert values(path) == {"country": "VLM"}
    assert caps(desk, "sector") == ["Q", "W", "E", "T", "Y", "I", "O", "P"]
    desk.keys("P")
    assert values(path) == {"country": "VLM", "sector": "BUS"}
    desk.keys("G", "Q")
    desk.write(" gone")
    desk.keys("Esc")
    assert desk.label.view.hasFocus()
    assert values(path) == {"country": "VLM", "sector": "BUS"}
    assert desk.active == "Ada Renn"


def test_all_eight_keys_give_their_value(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = project_with(tmp_path / "sector.annotator", "sector")
    desk = open_desk(path)
    desk.tag("Ada Renn", "1")
    names = ("GOV", "MIL", "REB", "CVL", "IGO", "NGO", "MED", "BUS")
    for key, name in zip("QWETYIOP", names, strict=True):
        desk.keys(key)
        assert values(path) == {"sector": name}


def test_the_current_attribute_is_in_sight(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(project_with(tmp_path / "three.annotator", "explicit", "conditional"), size=(1280, 800))
    desk.tag("shell Ostria", "3")
    for key in ("Q", "Q", "Q"):
        panel = desk.label.inspector.span_panel
        current = panel.attributes.current()
        assert current is not None
        desk.settle()
        assert current.visibleRegion().boundingRect() == current.rect()
        desk.keys(key)


def test_role_mode_cuts_no_row_of_the_panel_through(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(project_with(tmp_path / "three.annotator", "explicit", "conditional"), size=(1280, 800))
    desk.tag("Ostria", "1")
    desk.tag("shell Ostria", "3")
    desk.keys("Q", "Q", "Q", "R")
    for _ in range(3):
        desk.settle(20)
        panel = desk.label.inspector.span_panel
        area = next(part for part in panel.findChildren(QScrollArea) if part.isAncestorOf(panel.roles))
        current = next(row for row in panel.roles.findChildren(RoleRow) if row.isVisible() and row.current)
        title = next(one for one in panel.roles.findChildren(TextLabel) if one.text() == "Roles")
        for whole in (current, title):
            assert whole.visibleRegion().boundingRect() == whole.rect()
        top = area.viewport().mapToGlobal(QPoint(0, 0)).y()
        for part in area.widget().findChildren(QWidget):
            if part.isVisible() and isinstance(part, ValueButton | RoleRow | SectionHead):
                above = part.mapToGlobal(QPoint(0, 0)).y()
                assert not above < top < above + part.height()
        desk.keys("Tab")


def test_without_attributes_the_keys_say_so(desk: Desk) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("G")
    assert "no attributes" in desk.said
    desk.keys("Q")
    assert "no such value" in desk.said
    desk.keys("Esc", "G")
    assert "No tag is active" in desk.said


def test_unsure_and_note_follow_a_tag_without_leaving_the_text(desk: Desk, path: Path) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("Q", "U", "N")
    desk.write("who fires 1st?")
    desk.keys("Return")
    assert desk.label.view.hasFocus()
    desk.keys("Q", "Esc", "1")
    work = stored(path, article="a")
    threat = next(one for one in work.spans.values() if one.label == "threat")
    assert (threat.unsure, threat.note) == (True, "who fires 1st?")
    assert values(path) == {"status": "issued", "conditional": "conditional"}
    assert tags(path, article="a")[1] == ("Ostria", "actor")


def test_the_current_attribute_is_told_apart_by_weight_and_ink(desk: Desk) -> None:
    desk.tag("shell Ostria", "3")
    name = box(desk, "status").grab().toImage()
    desk.keys("G")
    QApplication.processEvents()
    assert box(desk, "status").grab().toImage() != name


def test_a_long_note_shows_its_beginning_once_it_is_left(desk: Desk) -> None:
    desk.tag("shell Ostria", "3")
    desk.keys("N")
    desk.write("one threat or two, as the second is only what the first would lead to")
    note = desk.label.inspector.span_panel.note
    desk.keys("Return")
    assert desk.label.view.hasFocus()
    assert note.cursorPosition() == 0
    desk.keys("N")
    assert note.cursorPosition() == len(note.text())
