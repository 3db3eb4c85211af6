"""The import drawer: what it shows before anything is imported, and what the choices made there do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from annotator.core import kinds as core_kinds
from annotator.gui.widgets.area import TextArea
from annotator.store import articles
from annotator.store.project import read_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, faults
from tests.gui.importing.bench import button, facts, finished, look_at, looked, words
from tests.gui.test_accessible import check, parts
from tests.mixed import ARABIC, LINE, TITLE, mixed, table


def _headlines(path: Path) -> set[str]:
    project = read_project(path)
    try:
        return {item.headline for item in articles.all_articles(project)}
    finally:
        project.close()


def _choose(desk: Desk, box: object, text: str) -> None:
    """Choose an entry of a list that begins with some words, by keys."""
    found = next(at for at in range(box.count()) if box.itemText(at).startswith(text))  # type: ignore[attr-defined]
    box.setFocus(Qt.FocusReason.TabFocusReason)  # type: ignore[attr-defined]
    while box.currentIndex() != found:  # type: ignore[attr-defined]
        before = box.currentIndex()  # type: ignore[attr-defined]
        desk.keys("Down" if before < found else "Up")
        assert box.currentIndex() != before  # type: ignore[attr-defined]


def test_a_mixed_folder_is_looked_at_and_then_imported_by_return(desk: Desk, project: Path, tmp_path: Path) -> None:
    before = project.stat().st_size, _count(project)
    page = look_at(desk, mixed(tmp_path / "mixed"))
    assert page.sources.words().startswith("7 files: ")
    assert "Plain text 2" in page.sources.words()
    assert facts(desk)["New"] == "9"
    assert facts(desk)["Refused"] == "2"
    assert page.start.text() == "Import 9 articles"
    assert page.start.hasFocus()
    assert _count(project) == before[1]
    desk.keys("Return")
    finished(desk)
    assert facts(desk)["New"] == "9"
    found = _headlines(project)
    assert {TITLE, "Harbour strike goes on", ARABIC, "No talks", "Grain prices climb 1"} <= found
    desk.keys("Esc")
    desk.quit()
    assert faults(project) == []


def _count(path: Path) -> int:
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM articles").fetchone()[0])
    finally:
        db.close()


def test_the_lists_of_refused_and_repaired_things_name_every_place(desk: Desk, tmp_path: Path) -> None:
    folder = mixed(tmp_path / "mixed")
    look_at(desk, folder)
    show = [b for b in desk.window.drawer.findChildren(type(button(desk, "Show"))) if b.text() == "Show"]
    for one in [b for b in show if b.isVisible()]:
        one.click()
    desk.settle()
    refused, repaired = (area.text() for area in desk.window.drawer.findChildren(TextArea))
    assert f"{folder}/brat.ann, line 2" in refused
    assert f"{folder}/work.jsonl, line 2" in refused
    assert "photo.png" in repaired
    button(desk, "Copy").click()
    assert f"{folder}/brat.ann, line 2" in QGuiApplication.clipboard().text()


def test_the_card_shows_zones_by_name_and_goes_through_the_articles(desk: Desk, tmp_path: Path) -> None:
    page = look_at(desk, mixed(tmp_path / "mixed"))
    seen: list[str] = []
    titles = [page.cards.title()]
    while page.cards.behind.isEnabled():
        seen += words(desk)
        page.cards.behind.click()
        desk.settle()
        titles.append(page.cards.title())
    seen += words(desk)
    assert titles[0] == "First article"
    assert titles[-1] == "Article 9 of the first 9"
    assert {TITLE, ARABIC, "Caption", "Empty quays on Sunday.", "Byline", "Amsel Tribune · 18 May 2031 · en"} <= set(
        seen
    )
    page.cards.before.click()
    assert page.cards.title() == "Article 8 of the first 9"


def test_another_column_for_a_field_is_used_and_remembered(desk: Desk, project: Path, tmp_path: Path) -> None:
    page = look_at(desk, table(tmp_path / "rows.csv", 2, ("title", "words", "day", "kicker")))
    assert page.mapping.lists["headline"].currentText() == "title"
    assert "Grain prices climb 0" in words(desk)
    assert any("Market Wire" in page.mapping.lists["source"].itemText(at) for at in range(5))
    _choose(desk, page.mapping.lists["headline"], "kicker: ")
    assert page.mapping.mapping()["headline"] == "kicker"
    page = looked(desk)
    assert "Market Wire" in words(desk)
    assert page.start.isEnabled()
    desk.keys("Return")
    finished(desk)
    assert "Market Wire" in _headlines(project)
    again = look_at(desk, table(tmp_path / "more.csv", 3, ("title", "words", "day", "kicker")))
    assert again.mapping.lists["headline"].currentText() == "kicker"


def test_every_field_can_be_chosen_and_steps_through_a_list_take_no_column_away(desk: Desk, tmp_path: Path) -> None:
    page = look_at(desk, table(tmp_path / "rows.csv", 2, ("title", "words", "day", "outlet")))
    desk.click(page.mapping.more)
    assert len(page.mapping.lists) == 11
    _choose(desk, page.mapping.lists["section"], "outlet: ")
    assert page.mapping.lists["text"].currentText() == "words"
    assert page.mapping.mapping()["section"] == "outlet"
    looked(desk)
    assert facts(desk)["New"] == "2"


def test_another_kind_is_read_anew_and_the_older_look_is_dropped(desk: Desk, tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    mixed(tmp_path / "mixed").joinpath("page.html").rename(source)
    page = look_at(desk, source)
    assert page.kind.currentText() == "Web pages as saved (recognised)"
    names = [page.kind.itemData(at) for at in range(page.kind.count())]
    assert names.index("html") < names.index("pdf")
    _choose(desk, page.kind, "Plain text")
    page = looked(desk)
    assert any("<html" in line for line in words(desk))
    assert page.request().format == "text"


def test_an_unsure_encoding_is_asked_and_the_answer_is_used(desk: Desk, project: Path, tmp_path: Path) -> None:
    source = tmp_path / "latin.txt"
    source.write_bytes("Pêcheurs : menace à Sorrel\n\nUn mot.\n".encode("cp1252"))
    page = look_at(desk, source)
    assert page.encoding.isVisible()
    assert page.encoding.line() == "Pêcheurs : menace à Sorrel"
    _choose(desk, page.encoding.list, "cp1251: ")
    assert page.encoding.line() == "Pкcheurs : menace а Sorrel"
    looked(desk)
    assert words(desk).count("Pкcheurs : menace а Sorrel") == 2
    desk.keys("Return")
    finished(desk)
    assert "Pкcheurs : menace а Sorrel" in _headlines(project)


def test_the_encoding_of_one_file_among_others_is_not_laid_on_all(desk: Desk, tmp_path: Path) -> None:
    folder = mixed(tmp_path / "mixed")
    (folder / "latin.txt").write_bytes("Pêcheurs : menace\n\nUn mot.\n".encode("cp1252"))
    page = look_at(desk, folder)
    assert not page.encoding.list.isVisible()
    assert any(line.startswith("latin.txt does not tell its encoding") for line in words(desk))


def test_work_that_names_nobody_is_given_to_a_name(desk: Desk, project: Path, tmp_path: Path) -> None:
    page = look_at(desk, mixed(tmp_path / "mixed") / "brat.txt")
    assert page.annotator.isVisible()
    page.annotator.setFocus()
    desk.write("Caro")
    desk.keys("Return")
    finished(desk)
    project_ = read_project(project)
    names = {name for name, _owner, _stream in _owners(project_)}
    project_.close()
    assert "Caro" in names


def _owners(project: object) -> list[tuple[str, str, int]]:
    [item] = [a for a in articles.all_articles(project) if a.headline.startswith("Merovia")]  # type: ignore[arg-type]
    return articles.owners_of(project, item.id)  # type: ignore[arg-type]


def test_a_kind_whose_package_is_absent_says_how_to_install_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "rows.parquet"
    source.write_bytes(b"PAR1" + b"\0" * 40 + b"PAR1")
    monkeypatch.setattr(core_kinds, "find_spec", lambda _name: None)
    page = look_at(desk, source)
    assert "pyarrow" in page.trouble.words()
    assert not page.start.isEnabled()
    desk.click(page.trouble.copy)
    assert QGuiApplication.clipboard().text() == "python -m pip install pyarrow"


def test_a_file_that_is_gone_is_explained(desk: Desk, tmp_path: Path) -> None:
    page = look_at(desk, tmp_path / "gone.txt")
    assert "gone.txt does not exist" in page.trouble.words()
    assert not page.start.isEnabled()
    desk.keys("Return", "Esc")
    assert not desk.window.drawer.is_open()


def test_the_window_answers_while_many_files_are_looked_at(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(400):
        (folder / f"{n}.txt").write_text(f"Report {n}\n\n{LINE * 8}{n}\n", encoding="utf-8")
    gaps: list[int] = []
    timer = QTimer(desk.window, interval=2)
    timer.timeout.connect(lambda: gaps.append(1))
    desk.window.transfers.look_at([folder])
    timer.start()
    page = looked(desk)
    assert len(gaps) > 20
    assert "Found so far" in words(desk)
    assert page.start.text() == "Import"
    assert "400 files" in page.sources.words()


def test_closing_the_project_while_files_are_looked_at_leaves_nothing_running(desk: Desk, tmp_path: Path) -> None:
    desk.window.transfers.look_at([mixed(tmp_path / "mixed")])
    desk.keys("Ctrl+W")
    assert desk.window.session is None
    assert not desk.window.transfers.asker.busy
    QTest.qWait(50)


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (2560, 1440)])
def test_everything_is_reached_by_tab_and_nothing_is_wider_than_the_drawer(
    open_desk: OpenDesk, project: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = open_desk(project, size=size)
    page = look_at(desk, table(tmp_path / ("a-very-long-name-" * 9 + ".csv"), 2))
    wanted = {page.kind, page.start, page.mapping.more, page.cards.behind, *page.mapping.lists.values()}
    met = set()
    for _ in range(30):
        desk.keys("Tab")
        met.add(desk.focus())
    assert wanted <= met
    assert all(part.accessibleName() for part in wanted)
    drawer = desk.window.drawer
    for part in page.findChildren(type(page.start).__mro__[3]):
        if part.isVisible():
            assert part.mapTo(drawer, part.rect().topRight()).x() <= drawer.width()


def test_a_screen_reader_finds_every_part_named(desk: Desk, tmp_path: Path) -> None:
    look_at(desk, mixed(tmp_path / "mixed"))
    button(desk, "Show").click()
    found = parts(desk)
    check(found)
    said = {part.name for part in found} | {part.description for part in found}
    assert {"Read as", "Headline", "Next article", "Import 9 articles", "Refused"} <= said
    desk.keys("Return")
    finished(desk)
    check(parts(desk))
