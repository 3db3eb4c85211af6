"""Import and export in the window: beside the work, cancelled, cut off, gone on with."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog

from annotator.core.ids import GOLD
from annotator.gui.drawer import TaskPanel
from annotator.gui.drawer_parts import Fact
from annotator.gui.widgets import LabelButton, MainButton
from annotator.gui.widgets.area import TextArea
from annotator.store import articles, bulk
from annotator.store.project import open_project, read_project
from annotator.work.importing import ImportRequest
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import HARBOUR, Desk, faults, make_project, tags
from tests.helpers import Hand

MANY = 3000


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return a file with thousands of articles, enough to do something meanwhile."""
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(MANY):
            text = f"Report {n} from the coast\n\n" + f"Ship {n} left the harbour of Tavin at dawn. " * 12
            spans = [{"start": 0, "end": 6, "label": "actor", "text": "Report"}]
            file.write(json.dumps({"id": f"r{n}", "text": text, "annotator": "Ben", "spans": spans}) + "\n")
    return path


def _wait(desk: Desk, until: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "nothing happened"
        desk.settle()
        time.sleep(0.002)
    desk.settle()


def _panel(desk: Desk) -> TaskPanel:
    return desk.window.drawer.findChildren(TaskPanel)[-1]


def _finished(desk: Desk) -> None:
    _wait(desk, lambda: not desk.window.transfers.busy)


def _button(desk: Desk, words: str) -> QAbstractButton:
    return next(b for b in desk.window.drawer.findChildren(QAbstractButton) if b.text() == words and b.isVisible())


def press_main(desk: Desk) -> None:
    """Wait until the drawer has looked, press Return, and wait for the end of the work."""
    _wait(desk, lambda: any(b.isEnabled() and b.isVisible() for b in desk.window.drawer.findChildren(MainButton)))
    desk.keys("Return")
    _finished(desk)


def read_facts(desk: Desk) -> dict[str, str]:
    """Return what the report says, by name."""
    facts = [fact for fact in desk.window.drawer.findChildren(Fact) if fact.isVisible()]
    return {fact.name: fact.value.text() for fact in facts}


def _waiting(path: Path) -> int:
    """Return how many articles of an unfinished import the file holds; -1 for no such import."""
    project = read_project(path)
    try:
        found = bulk.open_batches(project)
        return found[0].articles if found else -1
    finally:
        project.close()


def _rows(path: Path) -> dict[str, int]:
    """Return how many rows every table has."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    finally:
        db.close()


def test_an_import_runs_beside_the_work_and_cancel_leaves_no_trace(desk: Desk, project: Path, many: Path) -> None:
    desk.tag("Ada Renn", "1")
    before = _rows(project)
    desk.window.transfers.start_import(ImportRequest((many,)))
    assert desk.window.drawer.title() == "Import"
    _wait(desk, lambda: _waiting(project) > 100)
    assert len(desk.label.queue.pks()) == 3
    assert "Importing" in desk.said
    _wait(desk, lambda: _panel(desk).isVisible())
    assert "Cancel leaves the project unchanged." in _panel(desk).words()
    desk.click(_button(desk, "Cancel import"))
    _finished(desk)
    assert "Import cancelled" in _panel(desk).words()
    assert "Importing" not in desk.said
    assert len(desk.label.queue.pks()) == 3
    assert _rows(project) == before
    desk.click(_button(desk, "Close"))
    assert not desk.window.drawer.is_open()
    desk.quit()
    assert faults(project) == []


def test_labelling_goes_on_during_an_import(desk: Desk, project: Path, many: Path) -> None:
    desk.window.transfers.start_import(ImportRequest((many,)))
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    assert desk.label.view.hasFocus()
    desk.tag("Ada Renn", "1")
    assert desk.window.transfers.busy
    assert tags(project) == [("Ada Renn", "actor")]
    desk.keys("U", "Alt+Right", "Ctrl+Z")
    desk.find("Port Sell")
    assert desk.window.transfers.busy
    _finished(desk)
    assert desk.chosen == "Port Sell"
    assert desk.text == HARBOUR
    assert len(desk.label.queue.pks()) == MANY + 3
    assert desk.window.strip.title() == f"Imported {MANY:,} of {MANY:,}"
    assert desk.shown == [("Ada Renn", "actor")]
    desk.quit()
    assert faults(project) == []


def test_what_runs_can_be_shown_again_and_cancelled_there(desk: Desk, project: Path, many: Path) -> None:
    before = _rows(project)
    desk.window.transfers.start_import(ImportRequest((many,)))
    desk.keys("Esc", "Ctrl+I")
    assert desk.window.drawer.title() == "Import"
    _wait(desk, lambda: _panel(desk).isVisible())
    desk.click(_button(desk, "Cancel import"))
    _finished(desk)
    assert "Import cancelled" in _panel(desk).words()
    assert _rows(project) == before


def test_the_report_names_what_was_refused_and_the_new_labels_are_in_the_bar(
    desk: Desk, project: Path, tmp_path: Path
) -> None:
    good = {"id": "n1", "text": "Tavin rejoices", "annotator": "Bo",
            "spans": [{"start": 0, "end": 5, "label": "town", "text": "Tavin"}]}  # fmt: skip
    wrong = {**good, "id": "n2", "spans": [{"start": 0, "end": 5, "label": "town", "text": "Wrong"}]}
    source = tmp_path / "few.jsonl"
    source.write_text("\n".join(map(json.dumps, (good, wrong))) + "\n", encoding="utf-8")
    desk.tag("Ada Renn", "1")
    desk.label.view.set_caret(3)
    desk.window.transfers.start_import(ImportRequest((source,)))
    _finished(desk)
    assert "Imported 1 of 2" in _panel(desk).words()
    assert read_facts(desk) == {"New": "1", "Already here": "0", "Refused": "1", "Repaired": "0", "New labels": "town"}
    desk.click(_button(desk, "Show"))
    listed = desk.window.drawer.findChildren(TextArea)[-1]
    assert listed.text().startswith(f"{source}, line 2: ")
    desk.click(_button(desk, "Copy report"))
    assert f"\n{source}, line 2: " in QGuiApplication.clipboard().text()
    assert "Town" in {b.text().capitalize() for b in desk.label.bar.findChildren(LabelButton)}
    assert desk.label.view.caret() == 3
    desk.keys("Esc")
    desk.find("mission")
    desk.label.bar.labelChosen.emit("town")
    desk.settle()
    assert ("mission", "town") in tags(project)
    desk.keys("Esc")
    here = desk.picture(desk.label.view.viewport())
    top, caret = desk.label.view.verticalScrollBar().value(), desk.label.view.caret()
    desk.keys("Ctrl+PgDown", "Ctrl+PgUp")
    desk.label.view.set_caret(caret)
    desk.label.view.verticalScrollBar().setValue(top)
    desk.settle()
    assert here == desk.picture(desk.label.view.viewport())


def test_a_file_that_can_not_be_imported_is_explained(desk: Desk, project: Path, tmp_path: Path) -> None:
    before = _rows(project)
    desk.window.transfers.start_import(ImportRequest((tmp_path / "gone.txt",)))
    _finished(desk)
    words = " ".join(_panel(desk).words())
    assert "gone.txt" in words
    assert "Import failed" in words or "Nothing was imported" in words
    assert _rows(project) == before
    desk.keys("Esc")
    desk.tag("Ada Renn", "1")
    assert tags(project) == [("Ada Renn", "actor")]


def test_an_import_into_an_empty_project_opens_its_first_article(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = tmp_path / "empty.annotator"
    new_project(path).close()
    desk = open_desk(path)
    assert desk.session.article is None
    (tmp_path / "a.txt").write_text("One headline\n\nSome words.\n", encoding="utf-8")
    desk.window.transfers.start_import(ImportRequest((tmp_path / "a.txt",)))
    _finished(desk)
    assert desk.headline == "One headline"
    desk.keys("Esc")
    desk.tag("words", "1")
    assert desk.shown == [("words", "actor")]


def test_export_then_another_export_each_with_its_report(desk: Desk, tmp_path: Path) -> None:
    desk.tag("Ada Renn", "1")
    for number in (1, 2):
        target = tmp_path / f"out{number}.jsonl"
        desk.window.transfers.start_export(target)
        _finished(desk)
        words = _panel(desk).words()
        assert "Exported 3 lines" in words
        assert any(str(target) in line for line in words)
        assert not desk.window.strip.isVisible()
    records = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert records[0]["text"] == HARBOUR
    assert [(s["text"], s["label"]) for s in records[0]["spans"]] == [("Ada Renn", "actor")]


def test_an_export_to_a_place_that_can_not_be_written_leaves_it_as_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.window.transfers.start_export(tmp_path / "no such folder" / "out.jsonl")
    _finished(desk)
    assert "Export failed" in _panel(desk).words()
    assert not (tmp_path / "no such folder").exists()


def test_the_file_dialogs_start_the_work(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "out.jsonl"
    source.write_text("One headline\n\nSome words.\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(source)], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    desk.keys("Ctrl+I")
    press_main(desk)
    assert len(desk.label.queue.pks()) == 4
    desk.keys("Ctrl+Shift+I")
    press_main(desk)
    assert read_facts(desk)["Already here"] == "4"
    desk.keys("Ctrl+E")
    press_main(desk)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 4
    copy = tmp_path / "copy.annotator"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    desk.keys("Esc", "Ctrl+Shift+S")
    _finished(desk)
    assert faults(copy) == []
    assert str(copy) in " ".join(_panel(desk).words())


def test_a_copy_never_replaces_a_project_that_is_open_elsewhere(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = open_project(make_project(tmp_path / "other.annotator", {"only": "Other words.\n"}))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "other"), ""))
    desk.keys("Ctrl+Shift+S")
    _finished(desk)
    assert "open in another window" in " ".join(_panel(desk).words())
    other.close()
    assert [a.id for a in articles.all_articles(read_project(tmp_path / "other.annotator"))] == ["only"]
    assert not (tmp_path / "other").exists()


def _cut_off(open_desk: OpenDesk, project: Path, many: Path) -> None:
    desk = open_desk(project)
    desk.window.transfers.start_import(ImportRequest((many,)))
    _wait(desk, lambda: _waiting(project) > 200)
    desk.quit()
    assert not desk.window.transfers.busy
    assert 200 < _waiting(project) < MANY


def test_an_import_that_a_quit_cut_off_can_be_gone_on_with(open_desk: OpenDesk, project: Path, many: Path) -> None:
    _cut_off(open_desk, project, many)
    desk = open_desk(project)
    assert desk.window.drawer.title() == "Unfinished import"
    assert len(desk.label.queue.pks()) == 3
    desk.click(_button(desk, "Resume import"))
    _finished(desk)
    assert len(desk.label.queue.pks()) == MANY + 3
    assert _waiting(project) == -1
    desk.quit()
    assert faults(project) == []
    desk = open_desk(project)
    assert not desk.window.drawer.is_open()


def test_an_import_that_a_quit_cut_off_can_be_removed(open_desk: OpenDesk, project: Path, many: Path) -> None:
    before = _rows(project)
    _cut_off(open_desk, project, many)
    desk = open_desk(project)
    assert isinstance(_button(desk, "Resume import"), MainButton)
    desk.click(_button(desk, "Remove"))
    assert not desk.window.drawer.is_open()
    assert _waiting(project) == -1
    after = _rows(project)
    del before["people"], after["people"], before["owners"], after["owners"]
    assert after == before
    desk.quit()
    assert faults(project) == []


def test_closing_the_project_during_an_import_says_nothing_false(desk: Desk, project: Path, many: Path) -> None:
    desk.window.transfers.start_import(ImportRequest((many,)))
    _wait(desk, lambda: _waiting(project) > 100)
    desk.keys("Esc", "Ctrl+W")
    desk.settle(100)
    assert desk.window.session is None
    assert not desk.window.strip.isVisible()
    assert "Importing" not in desk.said
    assert _waiting(project) > 100


def test_the_window_answers_during_an_import(desk: Desk, many: Path) -> None:
    ticks: list[float] = []
    timer = QTimer(desk.window, interval=5)
    timer.timeout.connect(lambda: ticks.append(time.monotonic()))
    timer.start()
    desk.window.transfers.start_import(ImportRequest((many,)))
    while desk.window.transfers.busy:
        QApplication.processEvents()
    assert len(ticks) > 20


def test_file_dialogs_open_where_a_file_was_chosen_last(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "desk drawer"
    folder.mkdir()
    (folder / "a.txt").write_text("One headline\n\nSome words.\n", encoding="utf-8")
    starts: list[str] = []

    def choose(_parent: object, _title: str, start: str, *_: str) -> tuple[list[str], str]:
        starts.append(start)
        return [str(folder / "a.txt")], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    desk.keys("Ctrl+I", "Esc", "Ctrl+I", "Esc")
    assert starts == [str(Path.home()), str(folder)]


def test_gold_alone_is_exported_by_a_command_of_its_own(
    desk: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = desk.session.project
    Hand.of(source, "a-harbour", "Ben").tag(0, 6)
    Hand(source, GOLD, "a-harbour").tag(0, 6)
    asked: list[str] = []

    def choose(_parent: object, _title: str, start: str, kinds: str) -> tuple[str, str]:
        asked.extend((start, kinds))
        return start, kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    desk.window.commands.by_id["export-gold"].trigger()
    press_main(desk)
    target = project.with_name("news-gold.jsonl")
    assert asked[0] == str(target)
    assert asked[1].startswith("Native JSONL")
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["annotator"]) for line in lines] == [("a-harbour", "gold")]
