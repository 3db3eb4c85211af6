"""The export drawer: what is asked, what it says beforehand, and what lies on the disk afterwards."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from annotator.gui.drawer_parts import Fact
from annotator.gui.exporting.page import ExportPage
from annotator.gui.exporting.report import ExportDetails
from annotator.gui.exporting.table import SplitTable
from annotator.gui.exporting.wording import _PARTS, loss_line
from annotator.gui.widgets import TextLabel
from annotator.gui.widgets.area import TextArea
from annotator.gui.widgets.markdown import MarkdownText
from annotator.work import kinds
from tests.gui.conftest import OpenDesk
from tests.gui.corpus.bench import enter, make_corpus
from tests.gui.desk import Desk
from tests.gui.importing.bench import button, wait
from tests.gui.test_accessible import check, parts


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    """Return a project of seven articles with the work of two people, which Ana leads."""
    return make_corpus(tmp_path / "corpus.annotator")


@pytest.fixture
def lead(open_desk: OpenDesk, corpus_file: Path) -> Desk:
    """Return Ana's window on it, once the copies among the articles were looked for."""
    desk = open_desk(corpus_file, "Ana")
    search = desk.window.search
    wait(desk, lambda: not search.indexer.busy and not search.clusterer.busy)
    return desk


def _open(desk: Desk) -> ExportPage:
    desk.keys("Ctrl+E")
    return _counted(desk)


def _counted(desk: Desk) -> ExportPage:
    wait(desk, lambda: not desk.window.transfers.asker.busy)
    body = desk.window.drawer.body()
    assert isinstance(body, ExportPage)
    return body


def _words(desk: Desk) -> list[str]:
    return [label.text() for label in desk.window.drawer.findChildren(TextLabel) if label.isVisible()]


def _answer(monkeypatch: pytest.MonkeyPatch, file: Path | None = None, folder: Path | None = None) -> list[str]:
    """Answer the dialogs; return where they started."""
    starts: list[str] = []

    def ask(_parent: object, _title: str, start: str, *_: str) -> tuple[str, str]:
        starts.append(start)
        return str(file or ""), ""

    def ask_folder(_parent: object, _title: str, start: str) -> str:
        starts.append(start)
        return str(folder or "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", ask_folder)
    return starts


def _export(desk: Desk) -> None:
    """Press the main button by Return, and wait for the end."""
    page = _counted(desk)
    assert page.start.isEnabled()
    page.format.setFocus(Qt.FocusReason.TabFocusReason)
    desk.keys("Return")
    wait(desk, lambda: not desk.window.transfers.busy)


def _choose_format(desk: Desk, name: str) -> None:
    page = _counted(desk)
    page.format.setFocus(Qt.FocusReason.TabFocusReason)
    while page.format.currentData() != name:
        desk.keys("Down")
    _counted(desk)


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_work_as_it_is_goes_to_a_file_with_everything(
    lead: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts = _answer(monkeypatch, tmp_path / "out")
    page = _open(lead)
    assert lead.focus() is page.format
    assert "Carries everything that is exported here." in _words(lead)
    _export(lead)
    assert starts == [str(tmp_path / "corpus.jsonl")]
    assert len(_lines(tmp_path / "out.jsonl")) == 9
    assert "Nothing was left out." in _words(lead)
    assert any("7 articles with 5 tags" in line for line in _words(lead))


def test_what_a_format_can_not_carry_is_said_before_and_listed_after(
    lead: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "out.conll")
    page = _open(lead)
    _choose_format(lead, "conll")
    assert any(line.startswith("Can’t carry: ") and "values of meta" in line for line in _words(lead))
    page.labels.boxes["threat"].click()
    _export(lead)
    facts = {f.value.text(): f for f in lead.window.drawer.findChildren(Fact) if f.isVisible()}
    facts["values of meta"].show_button.click()
    assert "a-strike" in lead.window.drawer.findChildren(TextArea)[-1].text()
    assert "actor" in (tmp_path / "out.conll").read_text(encoding="utf-8")
    assert "threat" not in (tmp_path / "out.conll").read_text(encoding="utf-8")


def test_some_annotators_at_a_status_alone_are_exported(
    lead: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, tmp_path / "out.jsonl")
    page = _open(lead)
    lead.click(page.layer.some)
    assert not page.start.isEnabled()
    assert "Choose at least one annotator." in _words(lead)
    next(box for box in page.layer.boxes.values() if box.text() == "Ana").click()
    page.statuses.buttons["done"].click()
    _export(lead)
    found = [(line["id"], line["annotator"]) for line in _lines(tmp_path / "out.jsonl")]
    assert found == [("a-strike", "Ana"), ("g-grain", "Ana")]


def test_what_corpus_shows_or_has_selected_can_be_exported_alone(
    lead: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter(lead)
    room.bar.focus_field()
    lead.write("boats")
    wait(lead, lambda: room.settled and len(room.model.pks()) < 7)
    shown = {room.model.row_at(at).id for at in range(len(room.model.pks()))}  # type: ignore[union-attr]
    _answer(monkeypatch, tmp_path / "shown.jsonl")
    page = _open(lead)
    assert page.articles.shown.text() == f"Shown in Corpus: {len(shown)}"
    lead.click(page.articles.shown)
    _export(lead)
    assert {line["id"] for line in _lines(tmp_path / "shown.jsonl")} == shown
    room.table.select_pks(room.model.pks()[:1])
    chosen = room.model.row_at(0)
    assert chosen is not None
    _answer(monkeypatch, tmp_path / "chosen.jsonl")
    page = _open(lead)
    lead.click(page.articles.selected)
    _export(lead)
    assert {line["id"] for line in _lines(tmp_path / "chosen.jsonl")} == {chosen.id}


def test_a_dataset_holds_what_the_table_said_and_shows_its_card(
    lead: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "exports"
    place.mkdir()
    (place / "mine.txt").write_text("kept", encoding="utf-8")
    _answer(monkeypatch, folder=place)
    page = _open(lead)
    lead.click(page.dataset)
    for field, share in zip(page.splitting.shares, ("50", "25", "25"), strict=True):
        field.setFocus()
        lead.keys("Ctrl+A")
        lead.write(share)
    page = _counted(lead)
    said = page.findChildren(SplitTable)[-1].rows
    assert said[0] == ["Split", "train", "dev", "test"]
    assert sum(int(cell) for cell in said[1][1:]) == 2
    _export(lead)
    target = place / "corpus-dataset"
    assert lead.window.drawer.findChildren(SplitTable)[-1].rows == said
    lines = [len({line["id"] for line in _lines(target / f"{name}.jsonl")}) for name in ("train", "dev", "test")]
    assert [str(n) for n in lines] == said[1][1:]
    assert (place / "mine.txt").read_text(encoding="utf-8") == "kept"
    details = lead.window.drawer.findChildren(ExportDetails)[-1]
    details.card.click()
    details.manifest.click()
    card = details.findChildren(MarkdownText)[-1]
    assert "News articles with spans marked by people" in card.toPlainText()
    assert "made_by" in details.findChildren(TextArea)[-1].text()


def test_shares_and_days_that_make_no_sense_are_said_in_place(lead: Desk) -> None:
    page = _open(lead)
    lead.click(page.dataset)
    page.splitting.shares[0].setFocus()
    lead.keys("Ctrl+A")
    lead.write("70")
    assert "These make 90; they have to make 100." in _words(lead)
    assert page.splitting.shares[0].fault()
    assert not page.start.isEnabled()
    lead.keys("Ctrl+A")
    lead.write("8o")
    assert "Write whole numbers from 0 to 100." in _words(lead)
    lead.keys("Ctrl+A")
    lead.write("80")
    assert not page.splitting.shares[0].fault()
    page.splitting.by_date.click()
    page.splitting.cuts[0].setFocus()
    lead.write("2031-06-01")
    assert "Write both days, or neither to let the shares find them." in _words(lead)
    page.splitting.cuts[1].setFocus()
    lead.write("2031-05-01")
    assert any(line.startswith("Write days as") for line in _words(lead))
    lead.keys("Ctrl+A")
    lead.write("2031-07-01")
    page = _counted(lead)
    assert page.start.isEnabled()
    assert page.request().cut_dates == ("2031-06-01", "2031-07-01")


def test_choices_are_remembered_for_the_project(
    lead: Desk, open_desk: OpenDesk, corpus_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer(monkeypatch, folder=tmp_path)
    page = _open(lead)
    page.dataset.click()
    page.labels.boxes["threat"].click()
    page.furniture.click()
    page.splitting.by_date.click()
    _choose_format(lead, "doccano")
    asked = page.request()
    _export(lead)
    lead.keys("Esc")
    lead.quit()
    again = _open(open_desk(corpus_file, "Ana"))
    assert again.request() == asked
    assert (again.kind.name, again.furniture.isChecked()) == ("doccano", False)


def test_without_finished_work_a_dataset_says_why_there_is_none(desk: Desk) -> None:
    page = _open(desk)
    page.dataset.click()
    page = _counted(desk)
    assert "Finish some" in page.trouble.words() or "nobody has finished" in page.trouble.words()
    assert not page.start.isEnabled()
    page.dump.click()
    assert _counted(desk).start.isEnabled()
    assert not page.trouble.isVisible()


def test_a_dialog_that_is_left_exports_nothing(lead: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    _answer(monkeypatch)
    page = _open(lead)
    lead.click(button(lead, "Export…"))
    assert lead.window.drawer.body() is page
    assert not lead.window.transfers.busy


def test_gold_is_offered_to_leads_where_there_is_any(lead: Desk) -> None:
    page = _open(lead)
    assert not page.layer.gold.isEnabled()
    assert page.layer.gold.toolTip()
    assert page.layer.everybody.isChecked()


def test_every_format_that_loses_something_says_what() -> None:
    writing = {kind.name: kind for kind in kinds.known() if kind.writes}
    assert set(_PARTS) <= set(writing)
    for kind in writing.values():
        assert loss_line(kind) == "Carries everything." if kind.lossless else kind.name in _PARTS


@pytest.mark.parametrize("size", [(1280, 800), (2560, 1440)])
def test_everything_is_reached_by_tab(open_desk: OpenDesk, corpus_file: Path, size: tuple[int, int]) -> None:
    desk = open_desk(corpus_file, "Ana", size=size)
    page = _open(desk)
    page.dataset.click()
    page = _counted(desk)
    wanted = {
        page.dataset, page.format, page.start, page.furniture, page.splitting.seed, page.splitting.balance,
        *page.statuses.buttons.values(), *page.splitting.shares,
    }  # fmt: skip
    met = set()
    for _ in range(40):
        desk.keys("Tab")
        met.add(desk.focus())
    assert wanted <= met
    assert all(part.accessibleName() for part in wanted)
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()


def test_a_screen_reader_finds_every_part_named(lead: Desk) -> None:
    page = _open(lead)
    page.dataset.click()
    page.layer.some.click()
    check(parts(lead))
    page.layer.everybody.click()
    _counted(lead)
    found = parts(lead)
    check(found)
    said = {part.name for part in found} | {part.description for part in found}
    assert {"Format", "Train", "Seed", "What each split holds"} <= said
