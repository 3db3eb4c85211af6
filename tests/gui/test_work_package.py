"""A work package in the window: its owner opens it, labels blind, and is told what it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from annotator.core.errors import AnnotatorError
from annotator.store import people
from annotator.store.project import open_project
from annotator.work.packaging import PackageRequest, make_packages
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, faults, make_project, tags


def _wait(desk: Desk, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle()
    desk.settle()


def _words(desk: Desk) -> list[str]:
    """Return what the drawer says, from the top."""
    return [label.text() for label in desk.window.drawer.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.fixture
def package(project: Path, tmp_path: Path) -> Path:
    """Return Ben's package of the project that Ana leads."""
    folder = tmp_path / "out"
    folder.mkdir()
    source = open_project(project)
    ana = people.find_or_add(source, "Ana")
    report = make_packages(source, PackageRequest(folder, ("Ben",)), ana.id)
    source.close()
    return report.files[0].path


def test_a_package_opens_as_its_owner_labels_and_saves(open_desk: OpenDesk, package: Path) -> None:
    desk = open_desk(package, None)
    assert desk.session.me.name == "Ben"
    assert not desk.session.leads
    assert not desk.window.commands.by_id["room-review"].isEnabled()
    assert not desk.window.commands.by_id["package"].isEnabled()
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Return")
    desk.quit()
    assert tags(package, "Ben") == [("Ada Renn", "actor")]
    assert faults(package) == []


def test_a_package_goes_before_what_the_window_remembers(open_desk: OpenDesk, package: Path) -> None:
    """Another project lay under this path, and the window remembers who worked there."""
    other = make_project(package.with_name("other.annotator"))
    kept = package.read_bytes()
    other.replace(package)
    open_desk(package, "Zoe").leave()
    package.write_bytes(kept)
    assert open_desk(package, None).session.me.name == "Ben"


@pytest.mark.parametrize("name", ["Ana", "Somebody", "tester"])
def test_a_package_is_nobody_elses(open_desk: OpenDesk, package: Path, name: str) -> None:
    with pytest.raises(AnnotatorError, match="this is a work package for Ben, and the annotator can't be changed"):
        open_desk(package, name)
    desk = open_desk(package, "Ben")
    assert [who.name for who in people.people(desk.session.project)] == [desk.session.me.name] == ["Ben"]


def test_changing_the_annotator_is_answered_by_a_sentence(open_desk: OpenDesk, package: Path) -> None:
    desk = open_desk(package, None)
    desk.click(next(b for b in desk.window.status.findChildren(QAbstractButton) if "Ben" in b.text()))
    assert "This work package is for Ben, and its annotator can't be changed." in _words(desk)
    assert desk.window.drawer.findChildren(QLineEdit) == []
    with pytest.raises(AnnotatorError):
        desk.session.change_annotator("Ana")
    assert desk.session.me.name == "Ben"


def test_the_scheme_of_a_package_is_read_only(open_desk: OpenDesk, package: Path) -> None:
    desk = open_desk(package, None)
    desk.keys("Ctrl+Shift+L")
    assert any(said.startswith("The scheme of a work package is the lead's") for said in _words(desk))
    before = desk.session.scheme
    failed: list[str] = []
    desk.session.failed.connect(lambda _title, detail: failed.append(detail))
    from annotator.work import scheming

    assert not desk.session.change_scheme(scheming.add_label(before, "Ship"), "add Ship")
    assert "the scheme of a work package is the lead's" in failed[0]
    assert desk.session.scheme is before


def test_a_package_says_that_it_is_one_and_when_it_is_finished(open_desk: OpenDesk, package: Path) -> None:
    desk = open_desk(package, None)
    assert "Work package for Ben, from news" in desk.window.status.words()
    desk.keys("Ctrl+Return", "Ctrl+Return")
    assert not desk.window.strip.isVisible()
    desk.keys("Ctrl+Return")
    assert desk.window.strip.title() == "All 3 articles are finished"
    assert f"Send this file back: {package}" in [label.text() for label in desk.window.strip.findChildren(QLabel)]


def test_a_project_is_no_package(desk: Desk) -> None:
    desk.keys("Ctrl+Return", "Ctrl+Return", "Ctrl+Return")
    assert "Annotator: Ana" in desk.window.status.words()
    assert not desk.window.strip.isVisible()


def test_after_a_package_the_next_project_is_told_by_its_annotator(
    open_desk: OpenDesk, package: Path, project: Path
) -> None:
    desk = open_desk(package, None)
    desk.window.projects.open(project, "Ana")
    desk.settle()
    assert "Annotator: Ana" in desk.window.status.words()


def test_comparing_with_gold_in_a_package_says_why_there_is_none(open_desk: OpenDesk, package: Path) -> None:
    desk = open_desk(package, None)
    desk.window.commands.by_id["feedback"].trigger()
    _wait(desk, lambda: "Gold is not in this file" in _words(desk))
    _wait(desk, lambda: "A work package holds no gold. Feedback comes later, as a file of its own." in _words(desk))


def test_comparing_with_gold_where_nothing_is_adjudicated(desk: Desk) -> None:
    desk.window.commands.by_id["feedback"].trigger()
    sentence = "None of your finished articles is adjudicated yet. An article is here once every disagreement on it"
    _wait(desk, lambda: any(said.startswith(sentence) for said in _words(desk)))
