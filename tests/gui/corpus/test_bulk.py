"""Many articles at once: removed, tagged, assigned, joined; each one step to undo, and what follows in the window."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QMenu

from annotator.gui.corpus.pages import AssignPage, TagsPage
from annotator.gui.corpus.workspace import CorpusWorkspace
from annotator.store.corpus import Filter
from annotator.store.project import Project
from annotator.work import corpus
from annotator.work.progress import Progress
from tests.gui.conftest import OpenDesk
from tests.gui.corpus.bench import HEADS, chosen, in_file, read, shown, wait, words
from tests.gui.desk import Desk, faults

IDS = [head[0] for head in HEADS]


def test_delete_removes_and_undo_brings_back(lead: Desk, room: CorpusWorkspace, corpus_file: Path) -> None:
    lead.keys("Down", "Shift+Down", "Delete")
    read(lead)
    assert shown(room) == ["a-strike", *IDS[3:]]
    assert set(in_file(corpus_file)) == {"a-strike", *IDS[3:]}
    assert room.strip.words() == ["1 selected", "2 articles removed."]
    assert chosen(room) == ["d-sorrel"]
    lead.click(room.strip.undo)
    read(lead)
    assert shown(room) == IDS
    assert "Undone: 2 articles removed." in lead.said
    lead.keys("Ctrl+Shift+Z")
    read(lead)
    assert len(shown(room)) == 5
    lead.keys("Ctrl+Z")
    read(lead)
    assert set(in_file(corpus_file)) == set(IDS)
    lead.keys("Ctrl+Z")
    read(lead)
    assert "Nothing to undo in the corpus." in lead.said
    lead.quit()
    assert faults(corpus_file) == []


def test_removed_articles_are_shown_apart_and_restored(lead: Desk, room: CorpusWorkspace, corpus_file: Path) -> None:
    lead.keys("Down", "Delete")
    read(lead)
    lead.window.commands.by_id["corpus-removed"].trigger()
    read(lead)
    assert shown(room) == ["b-boats"]
    assert room.bar.status.text() == "Status removed"
    lead.keys("Return")
    assert lead.window.rooms.current == "corpus"
    assert "This article was removed. Restore it first." in lead.said
    lead.keys("Delete")
    assert "Restore these articles first." in lead.said
    assert not room.strip.buttons["corpus-remove"].isVisible()
    lead.click(room.strip.buttons["corpus-restore"])
    read(lead)
    assert room.nothing.note.title() == "No article was removed"
    assert set(in_file(corpus_file)) == set(IDS)


def test_the_open_article_gives_way_when_it_is_removed(lead: Desk, room: CorpusWorkspace) -> None:
    assert lead.headline == "Harbour strike in Port Amsel"
    lead.keys("Home", "Delete")
    read(lead)
    assert lead.headline == "Talvane and Merovia trade accusations"
    lead.keys("Ctrl+A", "Delete")
    read(lead)
    assert lead.session.article is None
    assert room.nothing.note.title() == "This project has no articles"
    lead.keys("Ctrl+Z")
    read(lead)
    assert lead.headline == "Talvane and Merovia trade accusations"
    assert len(shown(room)) == 6
    lead.keys("Ctrl+1")
    assert len(lead.label.queue.pks()) == 6


def test_tags_of_whole_articles(lead: Desk, room: CorpusWorkspace, corpus_file: Path) -> None:
    lead.keys("Shift+Down", "T")
    page = lead.window.drawer.body()
    assert isinstance(page, TagsPage)
    assert lead.focus() is page.field
    lead.write("pilot")
    lead.keys("Return")
    read(lead)
    assert [key for key, row in in_file(corpus_file).items() if row.tags] == ["a-strike", "b-boats"]
    assert page.boxes["pilot"].isChecked()
    assert "2 articles have “pilot” now." in lead.said
    lead.keys("Esc", "Down", "T")
    page = lead.window.drawer.body()
    assert isinstance(page, TagsPage)
    assert not page.boxes["pilot"].isChecked()
    lead.click(page.boxes["pilot"])
    read(lead)
    assert room.bar.keyword.isVisible()
    room.bar.set_filter(Filter(tags=("pilot",)))
    read(lead)
    assert shown(room) == ["a-strike", "b-boats", "c-patrol"]
    lead.click(page.boxes["pilot"])
    read(lead)
    assert shown(room) == ["a-strike", "b-boats"]


def test_articles_are_assigned_and_the_lead_sees_how_many_finished(
    lead: Desk, room: CorpusWorkspace, corpus_file: Path
) -> None:
    lead.keys("A")
    page = lead.window.drawer.body()
    assert isinstance(page, AssignPage)
    assert not page.button.isEnabled()
    for box, _identity in page.boxes:
        if box.text() in ("Ben", "Caro"):
            lead.click(box)
    lead.click(page.button)
    read(lead)
    assert not lead.window.drawer.is_open()
    assert words(room, "a-strike")["finished"] == "2 of 2"
    assert in_file(corpus_file)["a-strike"].assigned == 2
    lead.keys("Ctrl+Z")
    read(lead)
    assert in_file(corpus_file)["a-strike"].assigned == 0


def test_a_copy_is_parted_and_articles_are_joined(lead: Desk, room: CorpusWorkspace, corpus_file: Path) -> None:
    lead.keys("Down", "Down", "Down", "X")
    read(lead)
    assert in_file(corpus_file)["d-sorrel"].copies == 1
    assert words(room, "b-boats")["wire"] == "2"
    lead.keys("J")
    assert "Select two or more articles first." in lead.said
    lead.keys("Shift+Up", "J")
    read(lead)
    assert in_file(corpus_file)["d-sorrel"].copies == 3


def test_zones_are_found_again(lead: Desk, room: CorpusWorkspace) -> None:
    lead.keys("Ctrl+A", "Z")
    read(lead)
    assert any("other zones now." in part for part in room.strip.words())


def test_the_menu_offers_what_fits(lead: Desk, room: CorpusWorkspace) -> None:
    table = room.table
    place = table.visualRect(room.model.index(2, 1)).center()
    lead.click(table.viewport(), place)
    table.menuWanted.emit(table.viewport().mapToGlobal(place))
    lead.settle()
    menu = lead.menu()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert offered == ["Open in Label", "Show or hide copies", "Assign…", "Tag…", "Remove articles",
                       "Find zones again", "Not a copy", "Join as copies"]  # fmt: skip
    lead.choose("Open in Label")
    assert lead.headline == "Talvane, Merovia trade accusations on patrols"


def test_long_work_shows_how_far_it_is_and_is_cancelled(
    lead: Desk, room: CorpusWorkspace, corpus_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()
    real = corpus.remove

    def slow(project: Project, pks: Sequence[int], actor: str, *, progress: Progress) -> int:
        progress.step(3, 7)
        go_on.wait(10)
        progress.check()
        return real(project, pks, actor, progress=progress)

    monkeypatch.setattr(corpus, "remove", slow)
    lead.keys("Ctrl+A", "Delete")
    wait(lead, lambda: room.strip.words() == ["Removing: 3 of 7"] and room.strip.cancel.isVisible())
    lead.keys("Down", "Delete")
    assert "Another step is still being done." in lead.said
    lead.click(room.strip.cancel)
    go_on.set()
    read(lead)
    assert room.strip.words() == ["1 selected", "Cancelled. Nothing was changed."]
    assert shown(room) == IDS
    assert len(in_file(corpus_file)) == 7


def test_export_and_import_do_what_their_commands_do(lead: Desk, room: CorpusWorkspace) -> None:
    done: list[str] = []
    for command in ("import", "export"):
        action = lead.window.commands.by_id[command]
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, command=command: done.append(command))
    lead.click(room.heading.exports)
    lead.click(room.heading.imports)
    assert done == ["export", "import"]


def test_the_rail_has_the_corpus_for_everybody(open_desk: OpenDesk, corpus_file: Path) -> None:
    desk = open_desk(corpus_file, "Caro")
    desk.click(desk.window.rail.button("corpus"))
    room = read(desk)
    assert room.isVisible()
    assert room.table.hasFocus()
    assert not desk.label.isVisible()
    desk.keys("F6")
    assert desk.focus() in room.bar.findChildren(type(desk.focus()))
    desk.keys("F6")
    assert desk.focus() is room.table
    desk.keys("Ctrl+2")
    assert desk.window.rooms.current == "corpus"


def test_another_annotator_sees_only_own_counts(lead: Desk, room: CorpusWorkspace) -> None:
    assert words(room, "a-strike")["label:location"] == "2"
    lead.session.change_annotator("Ben")
    read(lead)
    assert words(room, "a-strike")["label:location"] == "0"
    assert "finished" not in words(room, "a-strike")
    assert not room.strip.isVisible()
    assert lead.window.rooms.current == "corpus"
