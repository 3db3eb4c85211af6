"""Other mentions of a name, by keys: all at once, and one after another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from annotator.gui.label.mentions import StepMode
from annotator.store import history
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, make_project, stored, tags

TALKS = (
    "Velmar and Ostria talk\n"
    "\n"
    "Prime Minister Ada Renn flew to Velmar Harbour on Monday. Renn said Velmar would wait, and Ostria agreed.\n"
    "\n"
    "Related: Ada Renn leaves Velmar\n"
    "\n"
    "President Renn met Jon Halvar. In Velmar, Halvar praised Velmar’s fleet. A Velmar-backed bank closed.\n"
)
ARTICLES = {"a-harbour": TALKS, "b-other": "Nothing here\n\nNobody spoke of anything.\n"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "talks.annotator", ARTICLES)


def _places(path: Path) -> list[tuple[int, str, str]]:
    return sorted((s.start, s.label, s.origin) for s in stored(path).spans.values())


def _title(desk: Desk) -> str:
    return desk.label.modes.bar.accessibleName()


def _steps(desk: Desk) -> bool:
    return isinstance(desk.label.modes.running, StepMode)


# A: all at once


def test_a_tags_all_other_mentions_and_the_last_name_alone(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    first = desk.session.active
    desk.keys("A")
    assert desk.shown == tags(project) == [("Ada Renn", "actor"), ("Renn", "actor"), ("Renn", "actor")]
    assert desk.session.active == first
    assert desk.active == "Ada Renn"
    assert "2 mentions of “Ada Renn” tagged, 2 as “Renn”. Ctrl+Z takes them back." in desk.said
    related = TALKS.index("Related")
    assert not any(related <= start < TALKS.index("President") for start, *_ in _places(project))
    assert [origin for _, _, origin in _places(project)] == ["hand", "mention", "mention"]


def test_one_undo_takes_all_of_them_back(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("A", "Ctrl+Z")
    assert desk.shown == tags(project) == [("Ada Renn", "actor")]
    desk.keys("Ctrl+Shift+Z")
    assert len(tags(project)) == 3
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert tags(project) == []


def test_it_is_one_action_and_values_are_not_copied(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("U", "A")
    spans = sorted(stored(project).spans.values(), key=lambda s: s.start)
    assert [s.unsure for s in spans] == [True, False, False]
    assert spans[1].created
    assert len({s.created for s in spans[1:]}) == 1
    article = desk.session.article
    assert article is not None
    assert len(history.stacks(desk.session.project, desk.session.me.id, article.id).undo) == 3


def test_a_name_in_a_longer_name_or_a_longer_tag_is_left_alone(desk: Desk, project: Path) -> None:
    desk.tag("Velmar’s fleet", "2")
    desk.label.view.select_range(0, len("Velmar"))
    desk.keys("1")
    desk.keys("A")
    starts = [start for start, label, _ in _places(project) if label == "actor"]
    assert starts == [0, TALKS.index("Velmar would"), TALKS.index("Velmar, Halvar")]


def test_without_another_mention_or_a_tag_it_says_so(desk: Desk, project: Path) -> None:
    desk.keys("A")
    assert "No tag is active" in desk.said
    desk.tag("Monday", "2")
    desk.keys("A")
    assert "No other mention of “Monday” to tag in this article." in desk.said
    desk.keys("Esc", "Shift+A")
    assert "No tag is active" in desk.said
    assert not _steps(desk)
    assert tags(project) == [("Monday", "location")]


def test_a_shared_last_name_is_said(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = make_project(tmp_path / "two.annotator", {"a-harbour": "Two\n\nAda Renn met Tom Renn. Renn left.\n"})
    desk = open_desk(path)
    desk.tag("Ada Renn", "1")
    desk.keys("A")
    assert tags(path) == [("Ada Renn", "actor")]
    assert "“Renn” alone may be somebody else" in desk.said


def test_the_menu_of_a_tag_offers_it(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Esc")
    desk.click_text(TALKS.index("Ada Renn") + 2, Qt.MouseButton.RightButton)
    desk.choose("Tag other mentions")
    assert len(tags(project)) == 3


def test_an_article_is_started_by_it(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.tag("Ada Renn", "1")
    assert desk.session.status == "started"
    desk.session.set_status("new")
    desk.keys("A")
    assert stored(project).status == "started"


# Shift+A: one after another


def test_shift_a_steps_with_one_key_each(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A")
    assert desk.label.modes.stack.currentWidget() is desk.label.modes.bar
    assert _title(desk) == "Mention 1 of 3 of “Velmar”"
    assert (desk.chosen, desk.label.view.selected_range()) == ("Velmar", _range("Velmar would"))
    desk.keys("A")
    assert _title(desk) == "Mention 2 of 3 of “Velmar”"
    assert desk.label.view.selected_range() == _range("Velmar, Halvar")
    desk.keys("2")
    assert desk.label.view.selected_range() == _range("Velmar’s")
    desk.keys("Tab")
    assert not _steps(desk)
    assert desk.label.modes.stack.currentWidget() is desk.label.bar
    assert _places(project) == [
        (0, "actor", "hand"),
        (TALKS.index("Velmar would"), "actor", "mention"),
        (TALKS.index("Velmar, Halvar"), "location", "mention"),
    ]
    assert "Mentions of “Velmar”: 2 tagged, 1 skipped." in desk.said
    assert desk.active == "Velmar"
    assert desk.session.spans[desk.session.active].start == 0


def test_back_shows_what_was_tagged_and_relabels_it(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A", "A", "Tab", "Shift+Tab", "Shift+Tab")
    assert _title(desk) == "Mention 1 of 3 of “Velmar”, tagged as Actor"
    desk.keys("Shift+Tab")
    assert _title(desk).startswith("Mention 1 of 3")
    desk.keys("2")
    assert [label for _, label, _ in _places(project)] == ["actor", "location"]
    desk.keys("A")
    assert [label for _, label, _ in _places(project)] == ["actor", "location", "actor"]
    assert _title(desk) == "Mention 3 of 3 of “Velmar”"
    desk.keys("Shift+Tab", "A", "Esc")
    assert len(tags(project)) == 3
    assert "2 tagged, 0 skipped, 1 left" in desk.said


def test_undo_goes_back_to_the_mention_and_redo_on(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A", "A", "A", "Ctrl+Z")
    assert _title(desk) == "Mention 2 of 3 of “Velmar”"
    assert desk.label.view.selected_range() == _range("Velmar, Halvar")
    assert len(tags(project)) == 2
    desk.keys("Ctrl+Shift+Z")
    assert _title(desk) == "Mention 3 of 3 of “Velmar”"
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert _title(desk) == "Mention 1 of 3 of “Velmar”"
    desk.keys("2")
    assert [label for _, label, _ in _places(project)] == ["actor", "location"]
    assert _title(desk) == "Mention 2 of 3 of “Velmar”"
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert not _steps(desk)
    assert tags(project) == []


def test_undo_behind_the_last_mention_takes_one_tag_back(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A", "A", "A", "A")
    assert not _steps(desk)
    desk.keys("Ctrl+Z")
    assert len(tags(project)) == 3


@pytest.mark.parametrize("way", ["click", "arrow", "find", "article", "again", "button"])
def test_going_elsewhere_ends_it(desk: Desk, project: Path, way: str) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A")
    assert _steps(desk)
    if way == "click":
        desk.click_text(TALKS.index("Monday") + 2)
    elif way == "button":
        desk.click(desk.label.modes.bar.done)
    else:
        desk.keys({"arrow": "Right", "article": "Ctrl+PgDown", "again": "Shift+A"}.get(way, "Ctrl+F"))
        if way == "find":
            desk.write("Monday")
            desk.keys("Return", "Esc")
            assert desk.chosen == "Monday"
    assert not _steps(desk)
    assert desk.label.modes.stack.currentWidget() is desk.label.bar
    assert len(tags(project)) == 1


def test_digits_with_shift_and_other_keys_stay_what_they_are(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A", "Shift+1", "9", "Delete")
    assert _steps(desk)
    assert len(tags(project)) == 1


def test_keys_work_by_their_place_too(desk: Desk, project: Path) -> None:
    desk.tag("Velmar", "1")
    desk.keys("Shift+A")
    desk.press_place(38, Qt.Key.Key_unknown, "ش")
    assert _places(project)[-1][1:] == ("actor", "mention")
    assert _title(desk) == "Mention 2 of 3 of “Velmar”"


def _range(words: str) -> tuple[int, int]:
    at = TALKS.index(words)
    return at, at + len("Velmar")
