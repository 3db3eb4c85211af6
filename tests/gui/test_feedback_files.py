"""Writing feedback files in the window: from the drawer of work packages, by keyboard, beside the work."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from annotator.core import edits
from annotator.core.ids import GOLD
from annotator.gui import theme
from annotator.gui.feedback_files import FeedbackFilesPage
from annotator.gui.packaging import PackagesPage
from annotator.gui.widgets import PlainButton
from annotator.store import feedback, people
from annotator.store.project import open_project, read_project
from tests.gui.desk import Desk
from tests.gui.review.bench import wait
from tests.helpers import Hand


@pytest.fixture
def project(project: Path) -> Path:
    """Return a project that Ana leads: Ben and she finished an article, and it is adjudicated."""
    made = open_project(project)
    people.find_or_add(made, "Ana")
    for who in (people.find_or_add(made, "Ana").id, people.find_or_add(made, "Ben").id, GOLD):
        Hand(made, who, "a-harbour").put("status", "", edits.status_row("done"))
    people.find_or_add(made, "Cleo")
    made.close()
    return project


def opened(desk: Desk) -> FeedbackFilesPage:
    """Go by the drawer of work packages to the feedback files."""
    desk.keys("Ctrl+Shift+P")
    packages = desk.window.drawer.body()
    assert isinstance(packages, PackagesPage)
    packages.feedback.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    found = desk.window.drawer.body()
    assert isinstance(found, FeedbackFilesPage)
    return found


def said(desk: Desk) -> str:
    """Return what the drawer says."""
    return " ".join(part.text() for part in desk.window.drawer.findChildren(QLabel) if part.isVisible())


def write(desk: Desk, page: FeedbackFilesPage) -> None:
    page.write.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    wait(desk, lambda: not desk.window.transfers.busy)


def test_a_file_for_each_who_has_feedback(desk: Desk, tmp_path: Path) -> None:
    page = opened(desk)
    assert [(box.text(), box.isChecked()) for box, _ in page.boxes] == [("Ana", True), ("Ben", True), ("Cleo", True)]
    assert page.folder.path() == tmp_path
    write(desk, page)
    assert "Wrote 2 feedback files" in said(desk)
    assert "Ben: 1 article in news-Ben-feedback.annotator" in said(desk)
    assert sorted(one.name for one in tmp_path.glob("*-feedback.annotator")) == [
        "news-Ana-feedback.annotator", "news-Ben-feedback.annotator",
    ]  # fmt: skip
    made = read_project(tmp_path / "news-Ben-feedback.annotator")
    try:
        assert feedback.is_feedback(made)
        assert [who.name for who in people.people(made)] == ["Ben"]
    finally:
        made.close()


def test_only_those_who_are_ticked(desk: Desk, tmp_path: Path) -> None:
    page = opened(desk)
    page.boxes[0][0].setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    write(desk, page)
    assert [one.name for one in tmp_path.glob("*-feedback.annotator")] == ["news-Ben-feedback.annotator"]
    assert "Cleo: no finished article is adjudicated yet." in said(desk)


def test_what_is_missing_is_said(desk: Desk, tmp_path: Path) -> None:
    page = opened(desk)
    for box, _ in page.boxes:
        box.setFocus(Qt.FocusReason.TabFocusReason)
        desk.keys("Space")
    page.folder.field.setFocus()
    desk.keys("Ctrl+A", "Delete")
    write(desk, page)
    assert "Choose at least one annotator." in said(desk)
    assert "Name a folder." in said(desk)
    page.boxes[1][0].setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    page.folder.field.setFocus()
    desk.write("/nowhere/at/all")
    write(desk, page)
    assert "No feedback file was written" in said(desk)
    assert "there is no such folder" in said(desk)
    assert list(tmp_path.glob("*-feedback.annotator")) == []


def test_the_ring_of_a_check_box_leaves_the_box_free(desk: Desk) -> None:
    page = opened(desk)
    box = page.boxes[0][0]
    plain = desk.picture(box)
    box.setFocus(Qt.FocusReason.TabFocusReason)
    desk.settle()
    ringed, look = desk.picture(box), theme.current()
    ring = round(look.stroke("focus"))
    inner = plain.rect().adjusted(ring, ring, -ring, -ring)
    assert box.shows_ring()
    assert ringed.copy(inner) == plain.copy(inner)
    main = look.colour("main")
    middle = plain.height() // 2
    first = next(x for x in range(plain.width()) if plain.pixelColor(x, middle) == main)
    assert first > ring


def test_the_end_of_the_work_has_the_focus_on_its_button(desk: Desk) -> None:
    write(desk, opened(desk))
    button, body = desk.focus(), desk.window.drawer.body()
    assert isinstance(button, PlainButton)
    assert button.text() == "Close"
    assert body is not None
    assert body.isAncestorOf(button)
    desk.keys("Return")
    assert not desk.window.drawer.is_open()


def test_the_end_of_the_work_leaves_a_focus_elsewhere_alone(desk: Desk) -> None:
    page = opened(desk)
    page.write.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space", "Shift+F6")
    assert desk.label.view.hasFocus()
    wait(desk, lambda: not desk.window.transfers.busy)
    assert desk.label.view.hasFocus()
