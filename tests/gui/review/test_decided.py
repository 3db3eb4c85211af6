"""What a decided card says: which version is gold, what waits, what was lost, and the note; and how rows are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from annotator.agreement.cards import Card, Role, Version
from annotator.core.span import Span
from annotator.gui import theme
from annotator.gui.review.faces import faces
from annotator.gui.review.tidy import TidyPage
from annotator.gui.review.version_card import VersionCard
from annotator.gui.review.wording import what
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.gui.widgets import TextLabel
from annotator.work.settling import Tidied
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk
from tests.gui.label.desk import default_scheme
from tests.gui.review.bench import gold_work, make_review, record, review

TEXT = "Renn threatened Merovia again.\n\nRenn left Merovia.\n\nRenn met Merovia later.\n"


def linked() -> Iterator[dict[str, Any]]:
    """Yield two readings: Ana gives the threat a target whose edges Ben sees otherwise."""
    target = [{"id": "r0", "type": "target", "head": "s0", "child": "s1"}]
    yield record("a", TEXT, "Ana", ("threatened", "threat"), ("Merovia", "actor"), relations=target)
    yield record("a", TEXT, "Ben", ("threatened", "threat"), ("Merovia again", "actor"))


def show(room: ReviewWorkspace, desk: Desk, kind: str) -> None:
    """Open the card of a kind, wherever it stands."""
    row = next(one for one in room.adjudication.shelf.of_article("a") if one.kind == kind)
    room.browsing.bring(row.article, row.id)
    desk.settle()
    assert room.card.shown is not None
    assert room.card.shown.card.kind == kind


def test_a_lost_role_is_said_and_its_card_comes_back_once(open_desk: OpenDesk, tmp_path: Path) -> None:
    path = make_review(tmp_path / "roles.annotator", linked())
    desk = open_desk(path)
    room = review(desk)
    show(room, desk, "role")
    assert room.card.shown is not None
    with_role = next(n for n, one in enumerate(room.card.shown.versions) if one.roles)
    desk.keys(str(with_role + 1))
    show(room, desk, "role")
    assert room.card.state.text().endswith("Not in gold until its card is decided: target “Merovia”.")
    show(room, desk, "boundary")
    desk.keys("X")
    assert "The threat “threatened” lost its target: no gold tag stands on “Merovia”. Undo brings it back." in desk.said
    assert gold_work(path, "a").status == "started"
    assert room.card.shown is not None
    assert room.card.shown.card.kind == "role"  # it is the next open one
    letter = room.card.letter()
    wanted = f"Not in gold any more: target “Merovia”. Version {letter} stays gold until you decide again."
    assert room.card.state.text() == wanted
    desk.keys("Return")
    assert gold_work(path, "a").status == "done"
    assert room.card.shown is None
    show(room, desk, "role")
    assert room.card.shown is not None
    assert room.card.shown.versions[room.card.shown.taken].roles == ()  # this is how gold reads without the role
    desk.keys("Ctrl+Z", "Ctrl+Z")
    assert gold_work(path, "a").status == "started"
    assert room.card.shown is not None
    assert room.card.shown.card.kind == "boundary"


def test_a_note_is_seen_on_the_decided_card(open_desk: OpenDesk, tmp_path: Path) -> None:
    desk = open_desk(make_review(tmp_path / "roles.annotator", linked()))
    room = review(desk)
    show(room, desk, "boundary")
    desk.keys("N")
    desk.write("first name only")
    desk.keys("Return", "1")
    show(room, desk, "boundary")
    assert room.card.shown is not None
    assert (room.card.shown.choice, room.card.note.text()) == ("take", "first name only")
    assert room.card.note.isVisible()


def test_rows_of_the_same_words_are_told_by_those_that_follow(open_desk: OpenDesk, tmp_path: Path) -> None:
    def records() -> Iterator[dict[str, Any]]:
        spans = [
            {"id": f"s{n}", "start": at, "end": at + 7, "label": "actor", "text": "Merovia"}
            for n, at in enumerate(n for n in range(len(TEXT)) if TEXT.startswith("Merovia", n))
        ]
        yield {**record("a", TEXT, "Ana"), "spans": spans}
        yield record("a", TEXT, "Ben")

    desk = open_desk(make_review(tmp_path / "same.annotator", records()))
    room = review(desk)
    said = [room.model.words_after(row) for row in room.adjudication.shelf.rows("article", undecided=True)]
    assert said == [" again.", ".", " later."]
    spoken = [str(room.model.index(n).data()) for n in range(3)]
    assert spoken[0].startswith("Merovia again., ")
    image = room.pane.list.viewport().grab().toImage()
    row = room.pane.list.visualRect(room.model.index(0))
    other = room.pane.list.visualRect(room.model.index(2))
    first, last = (
        image.copy(row.adjusted(30, 0, -20, -row.height() // 2)),
        image.copy(other.adjusted(30, 0, -20, -other.height() // 2)),
    )
    assert first != last


def test_a_value_that_differs_is_shown_whole(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    threat = Span("a", 0, 5, "would", "threat")
    long = "the delegation of the Council of the Narrow Sea"
    filler = Span("t", 40, 40 + len(long), long, "actor")
    versions = (
        Version(("p1",), (threat,), {}, (Role("target", "a", filler),)),
        Version(("p2",), (threat,), {}, (Role("target", "a", Span("u", 9, 16, "Talvane", "actor")),)),
    )
    card = Card("m", "0:5", 0, 5, "role", versions, 1.0, ("threat",))
    face, plain = faces(card, versions, default_scheme())
    made, short = VersionCard(face, ""), VersionCard(plain, "")
    [(_words, fact)], [(_same, line)] = made.heights(220), short.heights(220)
    assert fact >= line + 12  # another line of words
    assert made.height_for(made.heights(220)) - short.height_for(short.heights(220)) == fact - line
    assert made.heights(900) == short.heights(900)
    for one in (made, short):
        one.deleteLater()


@pytest.mark.parametrize(
    ("kind", "spans", "said"),
    [
        ("boundary", (((0, 5),), ((0, 9),)), "Threat, two ends"),
        ("boundary", (((0, 9),), ((4, 9),)), "Threat, two starts"),
        ("boundary", (((0, 9),), ((4, 12),)), "Threat, two starts and two ends"),
        ("split", (((0, 9),), ((0, 4), (5, 9))), "Threat, one or two tags"),
        ("one", (((0, 9),), ()), "Threat, marked by one of two"),
        ("label", (((0, 9),), ((0, 9),)), "Threat, the same words"),
        ("both", (((0, 9),), ((1, 9),)), "Threat, other edges"),
    ],
)
def test_what_differs_is_said_in_one_pattern(kind: str, spans: Any, said: str) -> None:
    versions = tuple(
        Version((f"p{n}",), tuple(Span(f"s{a}", a, b, "x" * (b - a), "threat") for a, b in places))
        for n, places in enumerate(spans)
    )
    assert what(Card("m", "0:9", 0, 9, kind, versions, 1.0, ("threat",)), default_scheme()) == said


def test_a_tag_among_others_names_the_label_that_was_left_out() -> None:
    threat, actor = Span("a", 0, 9, "x" * 9, "threat"), Span("b", 2, 4, "xx", "actor")
    versions = Version(("p1", "p2"), (threat, actor)), Version(("p3",), (threat,))
    card = Card("m", "0:9", 0, 9, "one", versions, 1.0, ("actor", "threat"))
    assert what(card, default_scheme()) == "Actor, marked by two of three"


def test_settling_punctuation_names_the_article_and_quotes_alike(qapp: QApplication) -> None:
    theme.apply(qapp, "light")
    page = TidyPage()
    page.show_found([Tidied(1, "a", "0:4", (("“Renn”",), ('"Renn',)), ("Renn",))], {"a": "Renn leaves"})
    said = [label.text() for label in page.findChildren(TextLabel)]
    assert "“Renn”" in said
    assert "instead of “‘Renn’” or “’Renn”" in said
    assert "Renn leaves" in said
    page.deleteLater()
