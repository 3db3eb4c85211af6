"""Nothing on a card tells who is behind a version, unless the lead asks for names."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

from annotator.agreement.cards import shuffled
from annotator.gui import announce
from annotator.gui.review.workspace import ReviewWorkspace
from annotator.store import people
from annotator.work import reviewing
from tests.gui.desk import Desk
from tests.gui.review.bench import NAMES
from tests.gui.test_accessible import walk


def told(part: QWidget) -> list[str]:
    """Return all that a part of the window shows or tells: words, tooltips, names, descriptions, the reader's tree."""
    found = []
    for one in [part, *part.findChildren(QWidget)]:
        found += [one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.objectName(), one.whatsThis()]
        text = one.text() if isinstance(one, QLabel) else getattr(one, "text", None)
        found.append(str(text() if callable(text) else text or ""))
    tree = QAccessible.queryAccessibleInterface(part)
    found += [words for node in walk(tree) for words in (node.name, node.description)]
    return found


def names_in(words: list[str], names: tuple[str, ...]) -> set[str]:
    return {name for name in names for one in words if name.lower() in one.lower()}


def test_no_card_names_a_person(lead: Desk, room: ReviewWorkspace) -> None:
    project = lead.session.project
    ids = tuple(p.id for p in people.people(project))
    for _ in range(room.model.cards()):
        words = told(room.card) + told(room.pane)
        assert names_in(words, (*NAMES, *ids)) == set()
        lead.keys("D")


def test_names_are_shown_when_asked_for_and_hidden_again(lead: Desk, room: ReviewWorkspace) -> None:
    act = lead.window.commands.by_id["review-names"]
    act.trigger()
    lead.settle()
    assert names_in(told(room.card), NAMES) == set(NAMES)
    assert "Names are shown" in lead.said
    shown = room.card.shown
    assert shown is not None
    for face, version in zip((card.face for card in room.card.grid.cards), shown.versions, strict=True):
        assert len([name for name in NAMES if name in face.made]) == len(version.annotators)
    act.trigger()
    lead.settle()
    assert names_in(told(room.card), NAMES) == set()


def test_the_order_of_versions_is_the_projects_own(lead: Desk, room: ReviewWorkspace) -> None:
    """Another secret gives another order; who is behind a letter differs from card to card."""
    secret = reviewing.secret(lead.session.project)
    first = []
    for _ in range(room.model.cards()):
        shown = room.card.shown
        assert shown is not None
        assert shuffled(shown.card, secret) == shown.versions
        assert [card.face.letter for card in room.card.grid.cards] == ["A", "B", "C"][: len(shown.versions)]
        first.append(shown.card)
        lead.keys("D")
    orders = {tuple(v.annotators for v in shuffled(first[0], f"secret {n}")) for n in range(50)}
    assert len(orders) == len(first[0].versions) * (len(first[0].versions) - 1)


def test_a_reader_hears_the_card_and_the_decision(
    lead: Desk, room: ReviewWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(announce, "listened", lambda: True)
    announce.voice().spoken.connect(heard.append)
    try:
        lead.keys("1")
    finally:
        announce.voice().spoken.disconnect(heard.append)
    said = next(one for one in heard if one.startswith("Took version A"))
    assert "2 of" in said or "1 of" in said
    assert names_in(heard, NAMES) == set()
    card = room.card.grid.cards[0]
    assert card.accessibleName().startswith("Version A, ")
    assert card.accessibleDescription() == "chosen" or "Key 1" in card.accessibleDescription()
