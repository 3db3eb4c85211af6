"""A lead at the review: keys and clicks decide, the file holds the gold, and every step can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annotator.gui.commands import command_of
from annotator.gui.label.clock import WorkClock
from annotator.gui.review.filter import Filter
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.store import gold
from annotator.store.project import read_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import BRIDGE, Desk, faults
from tests.gui.review.bench import (
    choices,
    gold_tags,
    gold_work,
    make_review,
    record,
    review,
    wait,
)


def show(room: ReviewWorkspace, desk: Desk, kind: str) -> None:
    """List one kind of disagreement and open its first card."""
    room.show_filter(Filter(kind=kind))
    desk.settle()
    assert room.card.shown is not None
    assert room.card.shown.card.kind == kind


def listed(room: ReviewWorkspace) -> int:
    return room.model.cards()


def test_a_digit_takes_a_version_and_goes_on(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    before, show_ = listed(room), room.card.shown
    assert show_ is not None
    wanted = show_.versions[1]
    lead.keys("2")
    assert room.card.shown is not None
    assert room.card.shown.card.id != show_.card.id
    assert listed(room) == before - 1
    assert choices(reviewed)[show_.card.id] == "take"
    tags = gold_tags(reviewed)
    assert all((span.quote, span.label) in tags for span in wanted.spans)
    values = {value for (_span, key), value in gold_work(reviewed).attributes.items() if key == "status"}
    assert values == {value for held in wanted.values.values() for key, value in held.items() if key == "status"}
    assert f"Gold: 1 of {before} decided" in lead.said
    assert "version B" in room.card.foot.last.text()


def test_a_click_chooses_a_version_and_the_next_one_takes_it(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    show(room, lead, "boundary")
    shown = room.card.shown
    assert shown is not None
    lead.click(room.card.grid.cards[0])
    assert set(choices(reviewed, shown.card.article).values()) <= {"rule"}  # the first is chosen from the beginning
    lead.click(room.card.grid.cards[1])
    assert set(choices(reviewed, shown.card.article).values()) <= {"rule"}
    assert (room.card.current(), room.card.foot.main.text(), room.card.foot.edit.text()) == (1, "Take B", "Edit B")
    lead.click(room.card.grid.cards[0])
    lead.click(room.card.grid.cards[1])
    lead.click(room.card.grid.cards[1])
    tags = gold_tags(reviewed, shown.card.article)
    assert all((span.quote, span.label) in tags for span in shown.versions[1].spans)


def test_after_redo_the_next_open_card_is_shown(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    first = room.card.shown
    assert first is not None
    lead.keys("1")
    second = room.card.shown
    assert second is not None
    lead.keys("Ctrl+Z", "Ctrl+Shift+Z")
    assert room.card.shown is not None
    assert room.card.shown.card.id == second.card.id
    assert not room.card.shown.choice
    assert room.card.foot.last.text() == "Last: took version A"
    chosen = room.pane.list.currentIndex().row()
    assert room.model.entry(chosen) == room.browsing.row
    while room.card.shown is not None:
        lead.keys("1")
    held = choices(reviewed)
    lead.keys("Ctrl+Z", "Ctrl+Shift+Z")
    assert room.card.shown is None
    assert room.card.empty.title().startswith("All ")
    assert room.pane.undecided()
    lead.keys("2", "Return", "E")
    assert choices(reviewed) == held
    lead.keys("Ctrl+Z")
    assert room.card.shown is not None
    assert not room.card.shown.choice


def test_arrows_choose_and_return_takes_what_the_main_button_says(lead: Desk, room: ReviewWorkspace) -> None:
    assert room.card.grid.cards[0].hasFocus()
    assert room.card.foot.main.text() == "Take A"
    lead.keys("Right", "Right")
    assert room.card.foot.main.text() == "Take C"
    assert room.card.foot.main.keys() == "3"
    assert room.card.foot.edit.text() == "Edit C"
    lead.keys("Left")
    first = room.card.shown
    lead.keys("Return")
    assert room.adjudication.last() == "took version B"
    assert room.card.shown is not first
    lead.click(room.card.foot.main)
    assert room.adjudication.last() == "took version A"


def test_nothing_here_is_a_decision(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    show(room, lead, "one")
    shown = room.card.shown
    assert shown is not None
    lead.keys("X")
    assert choices(reviewed)[shown.card.id] == "reject"
    start, end = shown.card.start, shown.card.end
    assert not any(s.start < end and start < s.end for s in gold_work(reviewed).spans.values())


def test_skip_goes_round_and_decides_nothing(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    count = listed(room)
    seen = []
    for _ in range(count):
        assert room.card.shown is not None
        seen.append((room.card.shown.card.article, room.card.shown.card.id))
        lead.keys("D")
    assert len(set(seen)) == count
    assert room.card.shown is not None
    assert room.card.shown.card.id == seen[0][1]
    lead.keys("Shift+D")
    assert room.card.shown is not None
    assert room.card.shown.card.id == seen[-1][1]
    assert set(choices(reviewed).values()) <= {"rule"}


def test_undo_and_redo_bring_the_card_back(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    before = gold_tags(reviewed)
    first = room.card.shown
    assert first is not None
    lead.keys("1")
    after = gold_tags(reviewed)
    assert before != after
    lead.keys("Ctrl+Z")
    assert room.card.shown is not None
    assert room.card.shown.card.id == first.card.id
    assert gold_tags(reviewed) == before
    assert room.card.foot.last.text() == ""
    lead.keys("Ctrl+Shift+Z")
    assert gold_tags(reviewed) == after
    assert room.card.foot.undo.isVisible()
    lead.click(room.card.foot.undo)
    assert gold_tags(reviewed) == before
    assert not room.card.foot.undo.isVisible()
    lead.keys("Ctrl+Z")
    assert "no decision to undo" in lead.said


def test_undo_survives_a_restart(open_desk: OpenDesk, reviewed: Path) -> None:
    desk = open_desk(reviewed)
    room = review(desk)
    before = gold_tags(reviewed)
    desk.keys("1")
    desk.leave()
    again = open_desk(reviewed)
    room = review(again)
    total = listed(room)
    again.keys("Ctrl+Z")
    assert gold_tags(reviewed) == before
    assert listed(room) == total + 1


def test_a_decided_card_can_be_decided_again(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    show(room, lead, "boundary")
    first = room.card.shown
    assert first is not None
    lead.keys("1")
    room.pane.tabs.setCurrent("decided")
    lead.settle()
    assert listed(room) == 1
    assert "version A is gold" in room.card.state.text()
    assert room.card.shown is not None
    assert room.card.shown.taken == 0
    assert [one.face.gold for one in room.card.grid.cards] == [True, False]
    assert "gold" in room.card.grid.cards[0].accessibleName()
    assert room.card.foot.main.text() == "A is gold"
    before = gold_tags(reviewed, first.card.article)
    room.card.focus_card()
    lead.keys("1", "1", "Return", "X", "2")
    assert gold_tags(reviewed, first.card.article) == before
    assert "decided already" in lead.said
    assert room.card.foot.main.text() == "Take B instead"
    lead.keys("2")
    tags = gold_tags(reviewed, first.card.article)
    assert all((span.quote, span.label) in tags for span in first.versions[1].spans)
    assert listed(room) == 1
    assert "version B is gold" in room.card.state.text()


def test_twenty_disagreements_take_at_most_thirty_keys(open_desk: OpenDesk, tmp_path: Path) -> None:
    """Enter the review and decide twenty cards with a key each."""

    def records() -> Iterator[dict[str, Any]]:
        for number in range(20):
            text = f"Renn number {number} met Halvar near the port.\n"
            yield record(f"a{number:02}", text, "Ana", ("Renn", "actor"), ("the port", "location"))
            yield record(f"a{number:02}", text, "Ben", (f"Renn number {number}", "actor"), ("the port", "location"))

    path = make_review(tmp_path / "twenty.annotator", records())
    desk = open_desk(path)
    pressed = ["Ctrl+2"]
    room = review(desk)
    assert listed(room) == 20
    for _ in range(20):
        pressed.append("1")
        desk.keys("1")
    assert listed(room) == 0
    assert len(pressed) <= 30
    assert "Gold: 20 of 20 decided" in desk.said
    assert room.card.empty.title() == "All 20 disagreements are decided"
    desk.quit()
    assert all(set(choices(path, f"a{n:02}").values()) == {"take", "rule"} for n in range(20))
    assert {gold_work(path, f"a{n:02}").status for n in range(20)} == {"done"}
    assert faults(path) == []


@pytest.mark.usefixtures("room")
def test_unanimous_articles_finish_by_themselves(lead: Desk, reviewed: Path) -> None:
    assert gold_work(reviewed, "b-bridge").status == "done"
    assert gold_tags(reviewed, "b-bridge") == [("Tavin", "location")]
    assert "by itself" in lead.said


def test_empty_states_say_what_is_so_and_what_to_do(open_desk: OpenDesk, tmp_path: Path) -> None:
    alone = make_review(tmp_path / "alone.annotator", iter([record("b", BRIDGE, "Ana", ("Tavin", "location"))]))
    room = review(open_desk(alone))
    assert room.card.empty.title() == "No article was finished by two annotators"
    assert "two people" in room.pane.empty.hint()
    same = (record("b", BRIDGE, who, ("Tavin", "location")) for who in ("Ana", "Ben"))
    agreed = make_review(tmp_path / "agreed.annotator", same)
    room = review(open_desk(agreed))
    assert room.card.empty.title() == "Nobody disagrees"
    assert not room.card.foot.isVisible()


def test_changed_work_shows_its_card_again(open_desk: OpenDesk, reviewed: Path) -> None:
    desk = open_desk(reviewed)
    room = review(desk)
    show(room, desk, "boundary")
    shown = room.card.shown
    assert shown is not None
    assert shown.card.article == "a-harbour"
    desk.keys("1")
    desk.keys("Ctrl+1")
    span = next(s for s in desk.session.spans.values() if s.quote == "Ostria’s president")
    desk.session.relabel(span.id, "location")
    review(desk)
    room.show_filter(Filter())
    changed = [row for row in room.adjudication.shelf.rows("impact", undecided=True) if row.state == "changed"]
    assert [row.article for row in changed] == ["a-harbour"]
    room.browsing.open(changed[0])
    assert "work changed" in room.card.state.text()


def test_the_window_closes_while_it_reads(open_desk: OpenDesk, reviewed: Path) -> None:
    desk = open_desk(reviewed)
    desk.window.commands.by_id["room-review"].trigger()
    room = desk.window.rooms.review
    assert room is not None
    assert room.adjudication.busy
    desk.quit()
    assert faults(reviewed) == []


def test_two_fields_of_the_status_bar_change_with_the_room(lead: Desk) -> None:
    assert "Annotator: Ana" in lead.said
    assert "Article 1 of 3" in lead.said
    review(lead)
    assert "Adjudicator: Ana" in lead.said
    assert "Article 1 of 3" not in lead.said
    assert "Names are hidden" in lead.said
    lead.keys("Ctrl+1")
    assert "Annotator: Ana" in lead.said
    assert "Gold" not in lead.said


def test_a_key_without_a_version_says_so(lead: Desk, room: ReviewWorkspace) -> None:
    before = room.card.shown
    lead.keys("9")
    assert room.card.shown is before
    assert "This card has" in lead.said


def test_who_does_not_lead_has_no_review(open_desk: OpenDesk, reviewed: Path) -> None:
    desk = open_desk(reviewed, "Ben")
    desk.keys("Ctrl+2", "1")
    assert desk.window.rooms.review is None
    assert set(choices(reviewed).values()) == set()


def test_a_note_goes_with_the_decision(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    first = room.card.shown
    assert first is not None
    lead.keys("N")
    lead.write("2 of 3, x")
    lead.keys("Return", "1")
    project = read_project(reviewed)
    decided = gold.layer(project, first.card.article).decisions[first.card.id]
    project.close()
    assert (decided.choice, decided.note) == ("take", "2 of 3, x")
    lead.keys("N")
    lead.write("never mind")
    lead.keys("Esc")
    assert room.card.note.text() == ""


def test_the_article_opens_in_label_at_the_place(lead: Desk, room: ReviewWorkspace) -> None:
    show(room, lead, "boundary")
    shown = room.card.shown
    assert shown is not None
    lead.keys("O")
    assert lead.window.rooms.current == "label"
    assert lead.session.article is not None
    assert lead.session.article.id == shown.card.article
    assert lead.label.view.selected_range() == (shown.card.start, shown.card.end)


def test_panes_are_reached_with_f6(lead: Desk, room: ReviewWorkspace) -> None:
    lead.keys("F6")
    assert room.figures.isAncestorOf(lead.focus())
    lead.keys("F6")
    assert room.pane.list.hasFocus()
    before = room.card.shown
    lead.keys("Down")
    assert room.card.shown is not before
    assert room.pane.list.hasFocus()
    lead.keys("Return")
    assert room.card.grid.cards[0].hasFocus()
    lead.keys("Shift+F6")
    assert room.pane.list.hasFocus()


def test_kinds_and_orders(lead: Desk, room: ReviewWorkspace) -> None:
    total = listed(room)
    room.pane.kind.setCurrentIndex(room.pane.kind.findData("boundary"))
    lead.settle()
    assert 0 < listed(room) < total
    assert room.model.fitting()[0] == listed(room)
    room.pane.kind.setCurrentIndex(0)
    for order in ("article", "kind", "labels"):
        room.pane.sort.setCurrentIndex(room.pane.sort.findData(order))
        lead.settle()
        assert listed(room) == total
        assert room.model.rowCount() > total
    lead.keys("1")
    assert listed(room) == total - 1


def test_the_clock_stands_still_in_review(open_desk: OpenDesk, reviewed: Path) -> None:
    now = [0.0]
    desk = open_desk(reviewed, now=lambda: now[0])
    desk.keys("Right")
    now[0] = 20.0
    desk.keys("Right")
    clock: WorkClock = desk.label.clock
    assert clock.seconds() == 20.0
    review(desk)
    for second in (30.0, 40.0, 50.0):
        now[0] = second
        desk.keys("D")
    assert clock.seconds() == 20.0
    desk.keys("Ctrl+1")
    for second in (55.0, 60.0):
        now[0] = second
        desk.keys("Right")
    assert clock.seconds() == 25.0


def test_only_what_changed_elsewhere_is_read_again(lead: Desk, room: ReviewWorkspace) -> None:
    lead.keys("1", "2", "Ctrl+Z")
    shelf = room.adjudication.shelf
    lead.keys("Ctrl+1", "Ctrl+2")
    assert not room.adjudication.busy
    assert room.adjudication.shelf is shelf
    lead.keys("Ctrl+1")
    lead.keys("Ctrl+F")
    lead.write("harbour")
    lead.keys("Return", "Esc", "1", "Ctrl+2")
    wait(lead, lambda: not room.adjudication.busy)
    assert room.adjudication.shelf is not shelf


def test_punctuation_is_settled_at_once(lead: Desk, room: ReviewWorkspace, reviewed: Path) -> None:
    total = listed(room)
    lead.window.commands.by_id["review-tidy"].trigger()
    wait(lead, lambda: not room.adjudication.busy)
    drawer = lead.window.drawer
    page = drawer.body()
    assert page is not None
    assert "Settle 1 boundary" in page.button.text()
    lead.click(page.button)
    wait(lead, lambda: not room.adjudication.busy)
    assert not drawer.is_open()
    assert listed(room) == total - 1
    assert ("Jon Halvar", "actor") in gold_tags(reviewed)
    lead.keys("Ctrl+Z")
    wait(lead, lambda: not room.adjudication.busy)
    assert ("Jon Halvar", "actor") not in gold_tags(reviewed)
    assert listed(room) == total


@pytest.mark.usefixtures("room")
def test_the_menu_and_the_palette_know_the_commands(lead: Desk) -> None:
    assert lead.window.commands.by_id["take-1"].isEnabled()
    lead.keys("Ctrl+1")
    assert not lead.window.commands.by_id["take-1"].isEnabled()
    assert lead.window.commands.reason(command_of("take-1")) == "Go to Review first."
