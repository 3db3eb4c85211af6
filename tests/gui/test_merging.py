"""Merging in the window: files chosen, what came of them, conflicts settled by a press."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog

from annotator.gui.merging import MergePage, start_merge
from annotator.gui.widgets import TextLabel
from annotator.store import conflicts, people
from annotator.store.project import Project, open_project, read_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARTICLES, HARBOUR, Desk, faults, make_project, tags
from tests.gui.test_transfers import _wait
from tests.helpers import Hand


def _copy(path: Path, name: str) -> Project:
    """Copy a project beside it, and open the copy."""
    source, target = read_project(path), path.with_name(f"{name}.annotator")
    source.copy_to(target)
    source.close()
    return open_project(target)


def _went_on(path: Path, name: str, *phrases: str, who: str = "Ana", done: bool = False) -> Path:
    """Copy a project, tag phrases there as somebody, and close it."""
    copy = _copy(path, name)
    hand = Hand.of(copy, "a-harbour", who)
    for phrase in phrases:
        start = HARBOUR.index(phrase)
        hand.tag(start, start + len(phrase))
    if done:
        hand.put("status", "", {"status": "done", "reason": ""})
    copy.close()
    return copy.path


def _page(desk: Desk) -> MergePage:
    page = desk.window.drawer.body()
    assert isinstance(page, MergePage)
    return page


def _words(desk: Desk) -> str:
    return "\n".join(label.text() for label in desk.window.drawer.findChildren(TextLabel) if label.isVisible())


def _buttons(desk: Desk) -> dict[str, QAbstractButton]:
    return {b.text(): b for b in desk.window.drawer.findChildren(QAbstractButton) if b.isVisible() and b.text()}


def _ready(desk: Desk) -> None:
    """Wait until the page has looked for conflicts."""
    _wait(desk, lambda: isinstance(desk.window.drawer.body(), MergePage) and _page(desk).head.count() != "")


def _merge(desk: Desk, *files: Path) -> None:
    start_merge(desk.window, files)
    _wait(desk, lambda: not desk.window.transfers.busy)
    _ready(desk)


def _forks(path: Path) -> int:
    project = read_project(path)
    try:
        return len(conflicts.forks(project))
    finally:
        project.close()


def test_files_are_asked_for_and_shown_with_what_they_brought(
    desk: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = _went_on(project, "ben", "Port Sell", "Velmar", who="Ben", done=True)
    text = project.with_name("notes.annotator")
    text.write_text("no project", encoding="utf-8")
    asked: list[str] = []

    def choose(_parent: object, title: str, *_more: object) -> tuple[list[str], str]:
        asked.append(title)
        return [str(ben), str(text)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    desk.keys("Ctrl+M")
    assert desk.window.drawer.title() == "Merge work"
    assert desk.focus() is _page(desk).choose
    _ready(desk)
    assert "overwrites nothing" in _words(desk)
    assert _page(desk).head.count() == "0"
    desk.keys("Space")
    _wait(desk, lambda: not desk.window.transfers.busy)
    _ready(desk)
    assert asked == ["Merge work"]
    words = _words(desk)
    assert "Merged 1 file" in words
    assert "ben.annotator" in words
    assert "3 actions · 1 finished · Ben" in words
    assert f"{text}: the file is not" in words or "not an annotator project" in words
    assert tags(project, "Ben") == [("Velmar", "actor"), ("Port Sell", "actor")]
    desk.keys("Esc")
    assert not desk.window.drawer.is_open()
    desk.quit()
    assert faults(project) == []


def test_the_same_file_again_says_nothing_new(desk: Desk, project: Path) -> None:
    ben = _went_on(project, "ben", "Velmar", who="Ben")
    _merge(desk, ben)
    _merge(desk, ben)
    assert "Merged: nothing new" in _words(desk)
    assert "Nothing new: all of it was here before." in _words(desk)


def test_new_articles_and_labels_are_there_at_once(open_desk: OpenDesk, tmp_path: Path) -> None:
    texts = dict(ARTICLES)
    more = texts.pop("c-dialogue")
    project = make_project(tmp_path / "few.annotator", texts)
    (tmp_path / "far").mkdir()
    far = make_project(tmp_path / "far" / "far.annotator", {"z-late": more})
    there = open_project(far)
    hand = Hand.of(there, "z-late", "Dora")
    hand.tag(0, 4, "QUOTE")
    there.close()
    desk = open_desk(project)
    before = len(desk.label.queue.pks())
    _merge(desk, far)
    assert len(desk.label.queue.pks()) == before + 1
    assert desk.session.scheme.label("QUOTE") is not None
    assert "Labels added to the scheme: QUOTE." in _words(desk)
    desk.quit()
    assert faults(project) == []


def test_work_that_went_on_twice_is_listed_and_kept(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    other = _went_on(project, "laptop", "Port Sell")
    desk.tag("Velmar", "1")
    _merge(desk, other)
    assert _page(desk).head.count() == "1"
    words = _words(desk)
    line = "Ana’s work on “Velmar closes its harbour to Ostrian ships” went on in two files; settle it below."
    assert line in words
    assert "Velmar closes its harbour to Ostrian ships: Ana" in words
    assert words.count("2 tags, begun · 1 action · last changed") == 2
    assert re.search(r"last changed \d+ \w+ \d{4}, \d\d:\d\d:\d\d", words)
    assert sorted(re.findall(r"Version \d, from (.+)", words)) == ["laptop.annotator", "this project"]
    assert "added “Port Sell” (Actor)" in words
    assert "added “Velmar” (Actor)" in words
    assert "Together, as it stands now: 3 tags, begun" in words
    assert sorted(w for w, _ in desk.shown) == ["Ada Renn", "Port Sell", "Velmar"]
    desk.click(_buttons(desk)["Keep both"])
    _ready(desk)
    _wait(desk, lambda: _page(desk).head.count() == "0")
    assert _forks(project) == 0
    assert line not in _words(desk)
    assert "The conflict is settled." in desk.said
    assert sorted(w for w, _ in tags(project)) == ["Ada Renn", "Port Sell", "Velmar"]
    desk.quit()
    assert faults(project) == []


def test_one_version_alone_is_kept_by_keyboard(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    other = _went_on(project, "laptop", "Port Sell")
    desk.tag("Velmar", "1")
    _merge(desk, other)
    found = _buttons(desk)
    assert "2 tags" in found["Keep version 2"].accessibleDescription()
    while desk.focus() is not found["Keep version 1"]:
        desk.keys("Tab")
    desk.keys("Space")
    _wait(desk, lambda: _page(desk).head.count() == "0")
    assert [w for w, _ in desk.shown] == [w for w, _ in tags(project)] == ["Ada Renn", "Port Sell"]
    desk.quit()
    assert faults(project) == []


def test_only_a_lead_merges(desk: Desk) -> None:
    assert desk.window.commands.by_id["merge"].isEnabled()
    desk.session.change_annotator("Ben")
    desk.settle()
    assert not desk.window.commands.by_id["merge"].isEnabled()


def test_leaving_during_the_look_for_conflicts_is_no_crash(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+M")
    desk.keys("Esc")
    desk.keys("Ctrl+M")
    desk.quit()
    assert faults(project) == []


def test_two_people_of_one_name_both_stay(desk: Desk, project: Path) -> None:
    copy = _copy(project, "ben")
    people.add_person(copy, "Ben")
    copy.close()
    people.add_person(desk.session.project, "Ben")
    _merge(desk, copy.path)
    assert "Two annotators are called Ben; both stay." in _words(desk)


def test_the_article_of_a_conflict_is_one_press_away(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    other = _went_on(project, "laptop", "Port Sell", "U.S. mission", "Monday", "strait", "Related", done=True)
    desk.tag("Velmar", "1")
    _merge(desk, other)
    assert "“Port Sell”" in _words(desk)
    assert "1 tag more" in _words(desk)
    desk.session.open_article(desk.label.queue.pks()[1])
    desk.click(_buttons(desk)["Open article"])
    assert not desk.window.drawer.is_open()
    assert desk.headline == "Velmar closes its harbour to Ostrian ships"
    assert desk.focus() is desk.label.view


def test_changed_and_removed_tags_are_told(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.tag("Velmar", "1")
    copy = _copy(project, "laptop")
    hand = Hand.of(copy, "a-harbour", "Ana")
    first, second = sorted(hand.work.spans.values(), key=lambda one: one.start)
    hand.remove(first)
    hand.change(second, label="location")
    hand.put("note", "n", {"text": "once more"})
    copy.close()
    desk.tag("Port Sell", "1")
    _merge(desk, copy.path)
    words = _words(desk)
    assert f"removed “{first.quote}” (Actor); “{second.quote}” (Actor) is now “{second.quote}” (Location); " in words
    assert "1 value, role or note" in words
    assert "1 tag, begun · 3 actions" in words


def test_review_is_the_next_step(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+M")
    _ready(desk)
    assert "Review" not in _buttons(desk)
    desk.keys("Esc")
    _merge(desk, _went_on(project, "ben", "Velmar", who="Ben"))
    desk.click(_buttons(desk)["Review"])
    assert desk.window.rooms.current == "review"
    assert not desk.window.drawer.is_open()


def test_the_end_of_a_merge_has_the_focus_on_its_next_step(
    desk: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = _went_on(project, "ben", "Port Sell", who="Ben", done=True)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(ben)], ""))
    desk.keys("Ctrl+M", "Return")
    _wait(desk, lambda: not desk.window.transfers.busy)
    _ready(desk)
    focus = desk.focus()
    assert desk.window.drawer.isAncestorOf(focus)
    assert focus.accessibleName() != "Close"
    assert isinstance(focus, QAbstractButton)
    assert focus.text() in _buttons(desk)
