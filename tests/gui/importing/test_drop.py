"""Files dragged onto the window, as the window system sends them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project
from tests.gui.importing import bench
from tests.gui.importing.bench import facts, looked
from tests.mixed import mixed

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _data(*paths: Path, text: str = "") -> QMimeData:
    data = QMimeData()
    if paths:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data.setText(text)
    return data


def _enter(desk: Desk, data: QMimeData, at: QPoint) -> bool:
    event = QDragEnterEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(desk.window.windowHandle(), event)
    move = QDragMoveEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(desk.window.windowHandle(), move)
    desk.settle()
    return event.isAccepted()


def _drop(desk: Desk, data: QMimeData, at: QPoint) -> None:
    QApplication.sendEvent(desk.window.windowHandle(), QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))
    desk.settle()


def test_files_dropped_anywhere_are_looked_at_and_the_hint_says_so(desk: Desk, tmp_path: Path) -> None:
    folder, text = mixed(tmp_path / "mixed"), tmp_path / "a.txt"
    text.write_text("One headline\n\nSome words.\n", encoding="utf-8")
    for place in (QPoint(20, 400), QPoint(200, 12), QPoint(700, 450), QPoint(1300, 880)):
        data = _data(folder, text)
        assert _enter(desk, data, place)
        hint = desk.window.dropping.hint
        assert hint.isVisible()
        assert hint.accessibleName() == "Drop to import. 2 files and folders"
        QApplication.sendEvent(desk.window.windowHandle(), QDragLeaveEvent())
        assert not hint.isVisible()
        _enter(desk, data, place)
        _drop(desk, data, place)
        assert not hint.isVisible()
        looked(desk)
        assert facts(desk)["New"] == "10"
        desk.keys("Esc")


def test_a_project_that_is_dropped_is_opened_with_and_without_another(open_desk: OpenDesk, tmp_path: Path) -> None:
    one = make_project(tmp_path / "one.annotator", {"a": "First words.\n"})
    two = make_project(tmp_path / "two.annotator", {"b": "Second words.\n"})
    desk = open_desk(None)
    for path in (one, two):
        data = _data(path)
        assert _enter(desk, data, QPoint(300, 300))
        assert desk.window.dropping.hint.words() == "Drop to open the project"
        _drop(desk, data, QPoint(300, 300))
        assert desk.session.project.path == path


def test_articles_dropped_without_a_project_are_refused_with_what_to_do(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(None)
    (tmp_path / "a.txt").write_text("One headline\n", encoding="utf-8")
    data = _data(tmp_path / "a.txt")
    _enter(desk, data, QPoint(300, 300))
    assert desk.window.dropping.hint.words() == "Open a project first"
    _drop(desk, data, QPoint(300, 300))
    assert desk.window.strip.title() == "Open a project first"
    assert desk.window.session is None


def test_words_that_are_dragged_are_nobodys_files(desk: Desk) -> None:
    data = _data(text="Ada Renn")
    desk.keys("Ctrl+L")
    field = desk.focus()
    at = field.mapTo(desk.window, field.rect().center())
    _enter(desk, data, at)
    assert not desk.window.dropping.hint.isVisible()
    _drop(desk, data, at)
    assert not desk.window.drawer.is_open()


def test_files_dropped_while_an_import_runs_show_that_import(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(200):
        (folder / f"{n}.txt").write_text(f"Report {n}\n\nShip {n} left the harbour.\n", encoding="utf-8")
    looked_at = bench.look_at(desk, folder)
    looked_at.start.click()
    desk.keys("Esc")
    if desk.window.transfers.busy:
        _drop(desk, _data(tmp_path), QPoint(300, 300))
        assert desk.window.transfers.watched
    bench.finished(desk)
