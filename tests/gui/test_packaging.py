"""Work packages in the window: the lead's drawer, and the file that an annotator gets."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit

from annotator.gui.packaging import PackagesPage
from annotator.store import assigning, log, people
from annotator.store.project import open_project, read_project
from annotator.work.packaging import PackageRequest, make_packages
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, faults, make_project, tags

SHARE = "Share of articles given to several (percent)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for packages."""
    made = tmp_path / "out"
    made.mkdir()
    return made


@pytest.fixture
def package(project: Path, folder: Path) -> Path:
    """Return Ben's package of the project that Ana leads."""
    source = open_project(project)
    ana = people.find_or_add(source, "Ana")
    report = make_packages(source, PackageRequest(folder, ("Ben",)), ana.id)
    source.close()
    return report.files[0].path


def _wait(desk: Desk, until: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle()
    desk.settle()


def _done(desk: Desk) -> None:
    _wait(desk, lambda: not desk.window.transfers.busy)


def _page(desk: Desk) -> PackagesPage:
    page = desk.window.drawer.body()
    assert isinstance(page, PackagesPage)
    return page


def _words(desk: Desk) -> list[str]:
    """Return what the drawer says, from the top."""
    return [label.text() for label in desk.window.drawer.findChildren(QLabel) if label.isVisible() and label.text()]


def _button(desk: Desk, words: str) -> QAbstractButton:
    return next(b for b in desk.window.drawer.findChildren(QAbstractButton) if b.text() == words and b.isVisible())


def _field(desk: Desk, name: str) -> QLineEdit:
    return next(f for f in desk.window.drawer.findChildren(QLineEdit) if f.accessibleName() == name)


def _write_in(desk: Desk, name: str, words: str) -> None:
    """Click into a field and type other words into it."""
    field = _field(desk, name)
    desk.window.drawer._scroll.ensureWidgetVisible(field)  # noqa: SLF001  # the wheel of a mouse
    desk.settle()
    desk.click(field)
    desk.keys("Ctrl+A")
    desk.write(words)


def test_a_lead_writes_packages_by_keyboard_alone(desk: Desk, project: Path, folder: Path) -> None:
    assert desk.session.leads
    desk.keys("Ctrl+Shift+P")
    assert desk.window.drawer.title() == "Work packages"
    assert _page(desk).all.isChecked()
    while desk.focus() is not _field(desk, "Name of a new annotator"):
        desk.keys("Tab")
    desk.write("Ben")
    desk.keys("Return")
    desk.write("Zoe")
    desk.keys("Tab", "Space")
    for field, words in ((SHARE, "100"), ("Folder for the files", str(folder))):
        while desk.focus() is not _field(desk, field):
            desk.keys("Tab")
        desk.keys("Ctrl+A")
        desk.write(words)
    assert "3 articles, 3 of them read by 2 annotators. 3 in each package." in _words(desk)
    desk.keys("Return")
    _done(desk)
    assert "Wrote 2 packages" in _words(desk)
    assert sorted(path.name for path in folder.iterdir()) == ["news-Ben.annotator", "news-Zoe.annotator"]
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    reading = read_project(project)
    assert [(one.name, one.given, one.finished) for one in assigning.given(reading)] == [("Ben", 3, 0), ("Zoe", 3, 0)]
    actors = {event.actor for event in log.all_events(reading) if event.kind == "assign"}
    assert actors == {desk.session.me.id}
    reading.close()
    desk.quit()
    assert faults(project) == []


def test_the_table_says_how_far_everybody_is(open_desk: OpenDesk, project: Path, folder: Path) -> None:
    source = open_project(project)
    ana = people.find_or_add(source, "Ana")
    make_packages(source, PackageRequest(folder, ("Ana", "Ben"), overlap=100), ana.id)
    source.close()
    desk = open_desk(project)
    desk.keys("Ctrl+Return", "Ctrl+Shift+P")
    head = _page(desk).so_far
    assert (head.text(), head.count(), head.isFolded()) == ("Given out so far", "1 of 6 finished", True)
    assert "Finished" not in _words(desk)
    head.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Space")
    words = _words(desk)
    at = words.index("Annotator")
    assert words[at : at + 9] == ["Annotator", "Given", "Finished", "Ana", "3", "1", "Ben", "3", "0"]
    assert not _page(desk).rest.isEnabled()
    assert _page(desk).rest.toolTip() == "Every article was given to somebody."


def test_only_what_the_queue_shows(desk: Desk, folder: Path) -> None:
    desk.keys("Ctrl+L")
    desk.write("harbour")
    desk.settle(400)
    assert len(desk.label.queue.pks()) == 1
    desk.keys("Ctrl+Shift+P")
    desk.click(_page(desk).queue)
    assert _page(desk).queue.text() == "Those in the queue: 1"
    _write_in(desk, "Name of a new annotator", "Ben")
    _write_in(desk, SHARE, "0")
    assert "1 article, each read by one annotator. 1 in each package." in _words(desk)
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    _done(desk)
    made = read_project(folder / "news-Ben.annotator")
    assert list(assigning.ids(made).values()) == ["a-harbour"]
    made.close()


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        (SHARE, "101", "Write a whole number from 0 to 100."),
        (SHARE, "many", "Write a whole number from 0 to 100."),
        ("Annotators for each of these", "1", "Write a whole number from 2 to 99."),
        ("Annotators for each of these", "3", "3 annotators are to get the same articles, but only 2"),
        ("Name of a new annotator", "a|b", "'a|b' can't be an annotator's name"),
        ("Folder for the files", "/nowhere/at/all", "/nowhere/at: there is no such folder."),
        ("Folder for the files", " ", "Name a folder."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(desk: Desk, folder: Path, field: str, words: str, sentence: str) -> None:
    desk.keys("Ctrl+Shift+P")
    for name in ("Ben", "Cleo"):
        _write_in(desk, "Name of a new annotator", name)
        desk.keys("Return")
    _write_in(desk, "Folder for the files", str(folder))
    _write_in(desk, field, words)
    desk.click(_button(desk, "Write packages"))
    assert not desk.window.transfers.busy
    assert any(said.startswith(sentence) for said in _words(desk)), _words(desk)
    assert list(folder.iterdir()) == []


def test_a_file_that_is_there_stays_and_the_new_one_gets_a_number(desk: Desk, folder: Path) -> None:
    (folder / "news-Ben.annotator").write_text("mine", encoding="utf-8")
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, SHARE, "0")
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    assert "Choose at least one annotator, or write a name." in _words(desk)
    _write_in(desk, "Name of a new annotator", "Ben")
    assert _field(desk, "Name of a new annotator").text() == "Ben"
    desk.click(_button(desk, "Write packages"))
    _done(desk)
    assert "Ben: 3 articles in news-Ben-2.annotator" in " ".join(_words(desk))
    assert (folder / "news-Ben.annotator").read_text(encoding="utf-8") == "mine"


def test_a_pilot_is_one_press_and_follows_who_gets_a_package(desk: Desk) -> None:
    desk.keys("Ctrl+Shift+P")
    page = _page(desk)
    desk.click(page.pilot)
    for name in ("Ben", "Cleo", "Dora"):
        _write_in(desk, "Name of a new annotator", name)
        desk.keys("Return")
    assert (page.overlap.value(), page.copies.value()) == (100, 3)
    assert not page.overlap.isEnabled()
    assert "3 articles, 3 of them read by 3 annotators. 3 in each package." in _words(desk)
    desk.click(page.one)
    assert page.overlap.value() == 0
    assert "3 articles, each read by one annotator. 1 in each package." in _words(desk)
    desk.click(page.several)
    assert (page.overlap.value(), page.copies.value(), page.copies.isEnabled()) == (25, 2, True)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900)])
def test_all_of_the_page_is_in_sight_after_packages_were_given(
    open_desk: OpenDesk, project: Path, folder: Path, size: tuple[int, int]
) -> None:
    source = open_project(project)
    ana = people.find_or_add(source, "Ana")
    make_packages(source, PackageRequest(folder, ("Ben", "Cleo", "Dora")), ana.id)
    source.close()
    desk = open_desk(project, "Ana", size)
    desk.keys("Ctrl+Shift+P")
    scroll = desk.window.drawer._scroll  # noqa: SLF001
    assert scroll.verticalScrollBar().maximum() == 0
    assert all(button.isVisible() for button in (_page(desk).feedback, _page(desk).folder.browse))


class _Seen(QObject):
    """Takes what the system's own program would be asked to show."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_the_folder_of_new_packages_is_opened_by_a_button(desk: Desk, folder: Path) -> None:
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, SHARE, "0")
    _write_in(desk, "Name of a new annotator", "Ben")
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    _done(desk)
    assert "what comes back is brought in by Merge work… (Ctrl M)." in " ".join(_words(desk))
    seen = _Seen()
    QDesktopServices.setUrlHandler("file", seen, "take")
    try:
        desk.click(_button(desk, "Open folder"))
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in seen.urls] == [str(folder)]


def test_dialogs_start_beside_a_project_that_was_opened_by_a_short_path(
    open_desk: OpenDesk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.parent)
    desk = open_desk(Path(project.name))
    desk.keys("Ctrl+Shift+P")
    assert _field(desk, "Folder for the files").text() == str(project.parent)
    assert _page(desk).folder.path() == project.parent


def test_cancel_leaves_no_file_and_no_assignment(open_desk: OpenDesk, tmp_path: Path, folder: Path) -> None:
    many = {f"r{n:04}": f"Report {n}\n\nShip {n} left the harbour of Tavin at dawn.\n" for n in range(1500)}
    project = make_project(tmp_path / "many.annotator", many)
    desk = open_desk(project)
    before = _events(project)
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, "Name of a new annotator", "Ben")
    desk.keys("Return")
    _write_in(desk, "Name of a new annotator", "Cleo")
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    assert desk.window.transfers.busy
    # Cancelled while the assignments are written: the files are ready then, and none has its name yet.
    _wait(desk, lambda: _events(project) > before)
    assert [path.suffix for path in folder.iterdir() if path.suffix == ".annotator"] == []
    _wait(desk, lambda: any(b.text() == "Cancel packages" and b.isVisible() for b in _buttons(desk)))
    desk.click(_button(desk, "Cancel packages"))
    _done(desk)
    assert "Packages cancelled" in _words(desk)
    assert list(folder.iterdir()) == []
    assert _events(project) == before
    reading = read_project(project)
    assert [who.name for who in people.people(reading)] == ["Ana"]
    reading.close()
    desk.quit()
    assert faults(project) == []


def _buttons(desk: Desk) -> list[QAbstractButton]:
    return desk.window.drawer.findChildren(QAbstractButton)


def _events(path: Path) -> int:
    reading = read_project(path)
    try:
        return int(reading.db.execute("SELECT count(*) FROM events").fetchone()[0])
    finally:
        reading.close()


def test_quitting_in_the_middle_leaves_nothing_either(open_desk: OpenDesk, tmp_path: Path, folder: Path) -> None:
    many = {f"r{n:04}": f"Report {n}\n\nShip {n} left at dawn.\n" for n in range(600)}
    project = make_project(tmp_path / "many.annotator", many)
    desk = open_desk(project)
    before = _events(project)
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, SHARE, "0")
    _write_in(desk, "Name of a new annotator", "Ben")
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    _wait(desk, lambda: _events(project) > before)
    desk.quit()
    assert list(folder.iterdir()) == []
    assert _events(project) == before
    assert faults(project) == []


def test_tagging_goes_on_meanwhile(open_desk: OpenDesk, tmp_path: Path, folder: Path) -> None:
    many = {"a-first": "Velmar closes its harbour\n\nAda Renn warned Velmar.\n"}
    many |= {f"r{n:04}": f"Report {n}\n\nShip {n} left at dawn.\n" for n in range(800)}
    project = make_project(tmp_path / "many.annotator", many)
    desk = open_desk(project)
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, SHARE, "0")
    _write_in(desk, "Name of a new annotator", "Ben")
    _write_in(desk, "Folder for the files", str(folder))
    desk.click(_button(desk, "Write packages"))
    desk.keys("Esc")
    desk.tag("Ada Renn", "1")
    assert desk.window.transfers.busy
    assert tags(project, article="a-first") == [("Ada Renn", "actor")]
    _done(desk)
    assert desk.window.strip.title() == "Wrote 1 package"
    desk.quit()
    assert faults(project) == []


def test_who_does_not_lead_makes_no_packages(open_desk: OpenDesk, project: Path) -> None:
    open_desk(project, "Ana").leave()
    desk = open_desk(project, "Ben")
    assert not desk.window.commands.by_id["package"].isEnabled()
    desk.keys("Ctrl+Shift+P")
    assert not desk.window.drawer.is_open()


def test_the_folder_is_chosen_in_a_dialog(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    desk.keys("Ctrl+Shift+P")
    desk.click(_button(desk, "Browse…"))
    assert _field(desk, "Folder for the files").text() == str(folder)


def test_the_window_is_not_held_up(open_desk: OpenDesk, tmp_path: Path, folder: Path) -> None:
    """A timer of the window goes on ticking while packages are written."""
    many = {f"r{n:04}": f"Report {n}\n\nShip {n} left at dawn.\n" for n in range(400)}
    desk = open_desk(make_project(tmp_path / "many.annotator", many))
    desk.keys("Ctrl+Shift+P")
    _write_in(desk, SHARE, "0")
    _write_in(desk, "Name of a new annotator", "Ben")
    _write_in(desk, "Folder for the files", str(folder))
    ticks: list[bool] = []
    timer = QTimer(desk.window, interval=0)
    timer.timeout.connect(lambda: ticks.append(desk.window.transfers.busy))
    timer.start()
    desk.click(_button(desk, "Write packages"))
    _done(desk)
    assert sum(ticks) > 5
