"""Zones, values, notes, finishing and undo by hand, in a real window, read back from the file."""

from __future__ import annotations

from pathlib import Path

from annotator.core.zones import Zone
from tests.gui.conftest import OpenDesk
from tests.gui.desk import ARTICLES, BRIDGE, HARBOUR, Desk, make_project, stored, tags

LINK = "Related: Why the strait of Sell matters"
RELATED = Zone(HARBOUR.index(LINK), HARBOUR.index(LINK) + len(LINK), "related")


# Zones, unsure, note, values


def test_z_turns_a_zone_off_and_on_and_never_touches_the_text(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.place("Why the strait")
    desk.keys("Z")
    assert RELATED not in desk.session.article.zones
    assert "counts as article now" in desk.said
    assert desk.label.view.caret() == desk.text.index("Why the strait")
    desk.quit()
    desk = open_desk(project)
    assert RELATED not in desk.session.article.zones
    assert desk.text == HARBOUR
    desk.place("Why the strait")
    desk.keys("Z")
    assert RELATED in desk.session.article.zones
    assert stored(project).overrides == {}
    desk.keys("Ctrl+Z")
    assert RELATED not in desk.session.article.zones
    desk.place("Ada Renn")
    desk.keys("Z")
    assert "in no zone" in desk.said
    assert desk.text == HARBOUR


def test_z_repaints_the_zone(desk: Desk) -> None:
    desk.place("Why the strait")
    desk.show(desk.text.index("Related"))
    before = desk.picture(desk.label.view.viewport())
    desk.keys("Z")
    assert desk.picture(desk.label.view.viewport()) != before


def test_u_marks_the_active_tag_as_unsure(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("U")
    assert [s.unsure for s in stored(project).spans.values()] == [True]
    desk.keys("U")
    assert [s.unsure for s in stored(project).spans.values()] == [False]


def test_n_writes_a_note_return_saves_it_and_esc_gives_it_up(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("N")
    desk.write("who 1 is")
    desk.keys("Return")
    assert [s.note for s in stored(project).spans.values()] == ["who 1 is"]
    assert desk.label.view.hasFocus()
    assert desk.active == "Ada Renn"
    desk.keys("N")
    desk.write("other")
    desk.keys("Esc")
    assert [s.note for s in stored(project).spans.values()] == ["who 1 is"]
    assert desk.label.view.hasFocus()
    desk.keys("N")
    assert desk.focus().text() == "who 1 is"


def test_a_note_that_is_being_typed_goes_with_done_and_with_quit(open_desk: OpenDesk, project: Path) -> None:
    desk = open_desk(project)
    desk.tag("Ada Renn", "1")
    desk.keys("N")
    desk.write("first")
    desk.keys("Ctrl+Return", "Ctrl+Return")  # the first press shows that Renn alone is untagged
    assert [s.note for s in stored(project).spans.values()] == ["first"]
    assert stored(project).status == "done"
    desk.keys("Ctrl+Z")
    assert stored(project).status == "started"
    assert [s.note for s in stored(project).spans.values()] == ["first"]
    desk.keys("Tab", "N")
    desk.write(" second")
    desk.quit()
    assert [s.note for s in stored(project).spans.values()] == ["first second"]


def test_the_row_under_the_digits_chooses_values(desk: Desk, project: Path) -> None:
    desk.tag("telephoned", "4")
    assert "1 needs a channel" in desk.said
    desk.keys("Q")
    assert list(stored(project).attributes.values()) == ["phone"]
    assert "needs a channel" not in desk.said
    for key, value in zip("WETY", ("meeting", "message", "appeal", "unspecified"), strict=True):
        desk.keys(key)
        assert list(stored(project).attributes.values()) == [value]
    desk.keys("Ctrl+Z")
    assert list(stored(project).attributes.values()) == ["appeal"]
    desk.keys("Esc", "Esc", "Q")
    assert "No tag is active" in desk.said
    desk.tag("Ada Renn", "1")
    desk.keys("Q")
    assert "no such value" in desk.said


# Finishing


def test_done_goes_to_the_next_unfinished_of_the_filtered_list(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+L")
    desk.write("dialogue")
    desk.keys("Return")
    desk.settle(200)
    desk.keys("Esc", "Esc")
    assert desk.label.queue.pks() != []
    desk.keys("Ctrl+Return")
    assert desk.session.article.id == "c-dialogue"
    desk.keys("Ctrl+Return")
    assert desk.session.article.id == "c-dialogue"
    assert "No unfinished article is left" in desk.said
    assert [stored(project, article=key).status for key in ARTICLES] == ["done", "new", "done"]
    desk.keys("Ctrl+Z")
    assert stored(project, article="c-dialogue").status == "new"


def test_undo_right_after_done_goes_back_and_takes_it_back(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Return", "Ctrl+Return")
    assert desk.text == BRIDGE
    desk.keys("Ctrl+Z")
    assert desk.text == HARBOUR
    assert (stored(project).status, tags(project)) == ("started", [("Ada Renn", "actor")])
    desk.keys("Ctrl+Z")
    assert (stored(project).status, tags(project)) == ("new", [])


def test_undo_after_finishing_again_what_was_done_takes_nothing_back(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+Return", "Ctrl+Return", "Ctrl+PgUp")
    assert desk.text == HARBOUR
    desk.keys("Ctrl+Return", "Ctrl+Return")
    assert desk.text == BRIDGE
    desk.keys("Ctrl+Z")
    assert desk.text == HARBOUR
    assert (stored(project).status, tags(project)) == ("done", [("Ada Renn", "actor")])


def test_undo_belongs_to_its_article(desk: Desk, project: Path) -> None:
    desk.tag("Ada Renn", "1")
    desk.keys("Ctrl+PgDown")
    desk.tag("Lower Tavin", "2")
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert tags(project) == [("Ada Renn", "actor")]
    assert tags(project, article="b-bridge") == []
    assert "Nothing to undo" in desk.said
    desk.keys("Ctrl+Shift+Z", "Ctrl+PgUp", "Ctrl+Z")
    assert tags(project) == []
    assert tags(project, article="b-bridge") == [("Lower Tavin", "location")]


def test_undo_shows_the_place_that_it_changed(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = make_project(tmp_path / "long.annotator", {"x": "Tavin stands.\n\n" + "A line of words goes by.\n\n" * 80})
    desk = open_desk(path)
    desk.tag("Tavin", "1")
    desk.keys("Ctrl+End")
    assert desk.label.view.verticalScrollBar().value() > 0
    desk.keys("Ctrl+Z")
    assert desk.label.view.verticalScrollBar().value() == 0


def test_edits_keep_done(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Return", "Ctrl+PgUp")
    desk.tag("Ada Renn", "1")
    assert stored(project).status == "done"


def test_skipping_takes_a_reason_or_none(desk: Desk, project: Path) -> None:
    desk.keys("Ctrl+Shift+Return")
    desk.write("1 duplicate")
    desk.keys("Return")
    assert (stored(project).status, stored(project).reason) == ("skipped", "1 duplicate")
    assert desk.text == BRIDGE
    assert desk.label.view.hasFocus()
    desk.keys("Ctrl+Shift+Return", "Esc")
    assert stored(project, article="b-bridge").status == "new"
    assert desk.label.view.hasFocus()
    desk.keys("Ctrl+Shift+Return", "Return")
    assert (stored(project, article="b-bridge").status, stored(project, article="b-bridge").reason) == ("skipped", "")
