"""Opening, making, closing: what goes wrong is told in a strip, what was set is found again."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from annotator.core.errors import AnnotatorError
from annotator.gui.app import Unforeseen
from annotator.gui.main_window import MainWindow
from annotator.gui.new_project import NewProjectPage
from annotator.gui.settings import Settings
from annotator.store.project import open_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, HARBOUR, Desk, faults, make_project, tags


def _missing(path: Path) -> None:
    path.unlink()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.unlink()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE notes (words)")
    db.commit()
    db.close()


def _newer(path: Path) -> None:
    db = sqlite3.connect(path)
    db.execute("PRAGMA user_version = 999")
    db.commit()
    db.close()


def _broken(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def _text(path: Path) -> None:
    path.write_text("This is a letter and no project. " * 20, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_missing, "no such file"), (_empty, "empty"), (_foreign, "another program"), (_newer, "newer News Annotator"),
        (_broken, "damaged"), (_text, "not an annotator project"),
    ],
)  # fmt: skip
def test_a_project_that_can_not_be_opened_is_explained_and_the_window_goes_on(
    desk: Desk, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    path = make_project(tmp_path / "spoilt.annotator")
    spoil(path)
    before = sorted(p.name for p in tmp_path.iterdir())
    assert not desk.window.projects.open(path)
    strip = desk.window.strip
    assert strip.isVisible()
    assert strip.is_fault()
    assert words in strip.accessibleName()
    assert str(path) in strip.accessibleName()
    assert sorted(p.name for p in tmp_path.iterdir()) == before
    _lies_inside(desk)
    desk.tag("Ada Renn", "1")
    assert desk.shown == [("Ada Renn", "actor")]


def _lies_inside(desk: Desk) -> None:
    """Check that the window's strip is seen whole, over no button."""
    desk.settle()
    strip, bar = desk.window.strip, desk.label.bar
    area = QRect(strip.mapTo(desk.window, strip.rect().topLeft()), strip.size())
    assert desk.window.rect().contains(area)
    assert not area.intersects(QRect(bar.mapTo(desk.window, bar.rect().topLeft()), bar.size()))
    assert strip.height() >= strip.heightForWidth(strip.width())


def test_a_read_only_place_is_explained(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_project(tmp_path / "closed.annotator")
    real = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: False if Path(p) == path and mode == os.W_OK else real(p, mode))
    assert not desk.window.projects.open(path)
    assert "can't be written" in desk.window.strip.accessibleName()


def test_a_project_in_another_window_is_explained(open_desk: OpenDesk, desk: Desk, project: Path) -> None:
    other = open_desk()
    assert not other.window.projects.open(project)
    assert "another window" in other.window.strip.accessibleName()
    assert str(project) in other.window.strip.accessibleName()
    desk.window.close()
    assert other.window.projects.open(project)
    assert not other.window.strip.isVisible()
    with pytest.raises(AnnotatorError, match="another window"):
        open_project(project)


def test_opening_what_is_open_already_changes_nothing(desk: Desk, project: Path) -> None:
    session = desk.session
    assert desk.window.projects.open(project.with_suffix(""))
    assert desk.session is session
    assert not desk.window.strip.isVisible()


def test_a_project_whose_file_went_away_is_closed_with_a_word(desk: Desk, project: Path) -> None:
    project.unlink()
    desk.keys("Ctrl+W")
    assert desk.window.session is None
    assert "gone" in desk.window.strip.accessibleName()


# What is found again


def test_the_last_article_and_the_focus_in_the_text(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    assert desk.text == HARBOUR
    assert desk.label.view.hasFocus()
    assert desk.window.windowTitle() == "news – News Annotator"
    desk.keys("Ctrl+PgDown")
    desk.quit()
    desk = open_desk(project, None)
    assert desk.text == BRIDGE
    assert desk.label.view.hasFocus()
    assert "Annotator: Ana" in desk.said
    desk.keys("Ctrl+W")
    assert desk.window.windowTitle() == "News Annotator"
    assert [p.path for p in desk.settings.recent()] == [str(project)]


def test_the_open_article_is_noted_before_the_project_is_closed(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+PgDown")
    desk.settle(1200)
    assert Settings().remembered(project).article == "b-bridge"


def test_zoom_density_and_size_are_found_again(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project, size=(1400, 760))
    desk.keys("Ctrl++", "Ctrl++")
    desk.window.commands.by_id["roomy"].trigger()
    desk.window.commands.by_id["dark"].trigger()
    desk.settle()
    picture = desk.picture(desk.label.view)
    desk.label.splitter.setSizes([250, 790, 360])
    desk.settle()
    sizes = desk.label.splitter.sizes()
    desk.quit()

    settings = Settings()
    assert (settings.zoom, settings.density, settings.appearance) == (125, "roomy", "dark")
    desk = open_desk(project, size=(1400, 760))
    assert desk.label.splitter.sizes() == sizes
    assert desk.window.commands.by_id["roomy"].isChecked()
    assert desk.window.commands.by_id["dark"].isChecked()
    assert picture.size().height() == desk.picture(desk.label.view).size().height()
    desk.keys("Ctrl+0")
    assert Settings().zoom == 100


def test_the_window_is_as_high_as_it_was(open_desk: OpenDesk) -> None:
    open_desk(size=(1000, 610)).quit()
    window = MainWindow(Settings(), "tester")
    assert window.height() == 610
    window.deleteLater()


def test_a_narrow_window_folds_the_queue_and_keeps_the_sizes_of_a_wide_one(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.label.splitter.setSizes([300, 740, 340])
    desk.settle()
    wide = desk.label.splitter.sizes()
    desk.quit()
    desk = open_desk(project, size=(1280, 770))
    assert desk.label.queue.collapsed()
    assert desk.label.splitter.sizes()[::2] == [48, 300]
    desk.quit()
    desk = open_desk(project)
    assert not desk.label.queue.collapsed()
    assert desk.label.splitter.sizes() == wide


@pytest.mark.usefixtures("qapp")
def test_at_first_the_window_fits_the_screen() -> None:
    window = MainWindow(Settings(), "tester")
    room = window.screen().availableSize()
    assert window.width() < room.width()
    assert window.height() < room.height()
    small = room.width() < 1500 or room.height() < 960
    assert bool(window.windowState() & Qt.WindowState.WindowMaximized) == small
    window.deleteLater()


# Who


def test_the_annotator_is_the_one_asked_for_else_the_last_else_the_user(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project, None)
    assert desk.session.me.name == "tester"
    assert desk.session.me.lead
    desk.quit()
    desk = open_desk(project, "Cleo")
    assert desk.session.me.name == "Cleo"
    assert not desk.session.me.lead
    desk.quit()
    desk = open_desk(project, None)
    assert desk.session.me.name == "Cleo"
    desk.quit()
    with pytest.raises(AnnotatorError, match="name"):
        open_desk(project, "a|b")
    open_project(project).close()


# A new project


def _page(desk: Desk) -> NewProjectPage:
    page = desk.window.drawer.findChild(NewProjectPage)
    assert page is not None
    return page


def test_a_new_project_with_the_scheme_that_ships(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk()
    desk.keys("Ctrl+N")
    assert desk.focus() is _page(desk).file.field
    assert _page(desk).file.field.text().endswith("News.annotator")
    desk.write(str(tmp_path / "mine"))
    desk.keys("Return")
    assert (tmp_path / "mine.annotator").exists()
    assert desk.session.project.path == tmp_path / "mine.annotator"
    assert desk.session.scheme.name == "crisis-news"
    assert not desk.window.drawer.is_open()
    assert desk.session.article is None


def test_a_new_project_with_a_scheme_of_ones_own(
    open_desk: OpenDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme = tmp_path / "towns.toml"
    scheme.write_text('name = "towns"\n[[label]]\nkey = "town"\nname = "Town"\nshortcut = "1"\n', encoding="utf-8")
    desk = open_desk()
    desk.click(desk.window.start.new)
    page = _page(desk)
    page.file.field.setText(str(tmp_path / "t.annotator"))
    assert not page.scheme.isVisible()
    desk.click(page.own)
    assert page.scheme.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(scheme), ""))
    desk.click(page.scheme.browse)
    assert page.scheme.field.text() == str(scheme)
    desk.click(page.make)
    assert [label.key for label in desk.session.scheme.labels] == ["town"]


def test_faults_of_a_new_project_stand_under_their_field(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk()
    desk.keys("Ctrl+N")
    page = _page(desk)
    page.file.field.setText("")
    desk.click(page.make)
    assert page.file.fault.isVisible()
    assert page.file.fault.text() == "Name a file."
    taken = make_project(tmp_path / "taken.annotator")
    page.file.field.setText(str(taken))
    desk.click(page.make)
    assert str(taken) in page.file.fault.text()
    page.file.field.setText(str(tmp_path / "new.annotator"))
    desk.click(page.own)
    desk.click(page.make)
    assert page.scheme.fault.text() == "Name a scheme file."
    assert not page.file.fault.isVisible()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("name = ", encoding="utf-8")
    page.scheme.field.setText(str(wrong))
    desk.click(page.make)
    assert str(wrong) in page.scheme.fault.text()
    assert not (tmp_path / "new.annotator").exists()
    page.ready.click()
    desk.click(page.make)
    assert (tmp_path / "new.annotator").exists()
    desk.settle()
    assert desk.window.session is not None


def test_esc_leaves_the_page_and_the_start_screen_stays(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.keys("Ctrl+N", "Esc")
    assert not desk.window.drawer.is_open()
    assert desk.window.start.isVisible()


def test_recent_projects_are_opened_by_a_click_and_forgotten(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.keys("Ctrl+Return", "Ctrl+W")
    assert desk.window.start.isVisible()
    known = desk.settings.recent()[0]
    assert (known.finished, known.total, known.name) == (1, 3, "news")
    desk.window.start.recentChosen.emit(str(project))
    desk.settle()
    assert desk.session.project.path == project
    desk.keys("Ctrl+W")
    desk.window.start.recentRemoved.emit(str(project))
    assert desk.settings.recent() == []
    assert project.exists()


def test_the_sample_is_made_and_opened(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.keys("Ctrl+T")
    assert desk.session.project.path.name == "Sample.annotator"
    assert len(desk.label.queue.pks()) >= 12
    assert desk.session.article is not None
    session = desk.session
    desk.keys("Ctrl+T")
    assert desk.session is session


def test_a_clean_quit_leaves_one_file(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.tag("Ada Renn", "1")
    desk.quit()
    assert [p.name for p in project.parent.glob("news.annotator*")] == ["news.annotator"]
    assert tags(project) == [("Ada Renn", "actor")]


def test_what_nobody_foresaw_is_told_in_a_strip(desk: Desk, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Unforeseen(desk.window)(sqlite3.DatabaseError, sqlite3.DatabaseError("database disk image is malformed"), None)
    assert desk.window.strip.isVisible()
    told = " ".join(label.text() for label in desk.window.strip.findChildren(QLabel))
    assert str(project) in told
    assert "Restore it from a copy" in told
    assert "malformed" in capsys.readouterr().err
    Unforeseen(desk.window)(PermissionError, PermissionError(13, "Permission denied", "/etc/elsewhere"), None)
    told = " ".join(label.text() for label in desk.window.strip.findChildren(QLabel))
    assert "/etc/elsewhere" in told
    assert str(project) not in told
    Unforeseen(desk.window)(ZeroDivisionError, ZeroDivisionError("division by zero"), None)
    told = " ".join(label.text() for label in desk.window.strip.findChildren(QLabel))
    assert "What was shown is saved" in told


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_the_end_of_a_desktop_session_leaves_one_file(project: Path, name: str) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "annotator", str(project), "--annotator", "Ana"], stderr=subprocess.PIPE, text=True
    )
    log = project.with_name(project.name + "-wal")
    for _ in range(400):
        if log.exists() or program.poll() is not None:
            break
        time.sleep(0.05)
    assert log.exists()
    program.send_signal(getattr(signal, name))
    told = program.communicate(timeout=30)[1]
    assert program.returncode == 0, told
    assert [p.name for p in project.parent.iterdir() if p.name.startswith(project.name)] == [project.name]
    assert faults(project) == []


def test_the_status_bar_counts_the_filtered_queue(desk: Desk) -> None:
    assert "Article 1 of 3" in desk.window.status.words()
    desk.keys("Ctrl+L")
    desk.write("harbour")
    desk.keys("Return")
    assert "Article 1 of 1" in desk.window.status.words()
