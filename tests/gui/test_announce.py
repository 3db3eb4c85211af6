"""What a screen reader says while a hand works, and that nothing is said where nobody listens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible

from annotator.gui import announce
from tests.gui.desk import Desk


class Ear:
    """Hears what is said aloud."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, sentence: str) -> None:
        """Take in a sentence."""
        self.heard.append(sentence)

    def last(self) -> str:
        """Return all that was said since the last call."""
        said, self.heard = " | ".join(self.heard), []
        return said


@pytest.fixture
def ear() -> Iterator[Ear]:
    """Listen as a screen reader does."""
    ear = Ear()
    announce.voice().spoken.connect(ear.hear)
    QAccessible.setActive(True)
    yield ear
    QAccessible.setActive(False)
    announce.voice().spoken.disconnect(ear.hear)


def test_each_step_on_a_tag_is_one_sentence(ear: Ear, desk: Desk) -> None:
    assert ear.last() == "Velmar closes its harbour to Ostrian ships, 0 tags"
    desk.tag("Ada Renn", "1")
    assert ear.last() == "Actor: Ada Renn, 1 of 1."
    desk.tag("would fire on any Ostrian ship", "3")
    assert ear.last() == "Threat: would fire on any Ostrian ship, 2 of 2, needs a status."
    desk.keys("Q")
    assert ear.last() == "Status: Issued."
    desk.keys("U")
    assert ear.last() == "Unsure: would fire on any Ostrian ship."
    desk.keys("Shift+Tab")
    assert ear.last() == "Actor: Ada Renn, 1 of 2."
    desk.keys("2")
    assert ear.last() == "Location: Ada Renn, 1 of 2, was Actor."
    desk.keys("Alt+Left")
    assert ear.last() == "Moved to Location: Ada, 1 of 2."
    desk.keys("Del")
    assert ear.last() == "Removed Location: Ada."
    desk.keys("Ctrl+Z")
    assert ear.last() == "Location: Ada, 1 of 2."
    desk.keys("Ctrl+PgDown")
    assert ear.last() == "Two towns share one bridge, 0 tags"


def test_mentions_and_their_steps_are_said_with_the_words_around(ear: Ear, desk: Desk) -> None:
    desk.tag("Velmar", "1")
    ear.last()
    desk.keys("Shift+A")
    assert (
        ear.last()
        == "Mention 1 of 2 of “Velmar”: … Ada Renn warned on Monday that Velmar would fire on any Ostrian ship near …"
    )
    desk.keys("A")
    said = ear.last()
    assert said.startswith("Actor: Velmar, 2 of 2. Mention 2 of 2 of “Velmar”: … on Sunday. “Don't test us,”")
    desk.keys("Esc", "Ctrl+Z")
    assert "Removed Actor: Velmar" in ear.last()
    desk.keys("Tab")
    ear.last()
    desk.keys("A")
    assert ear.last() == "2 mentions of “Velmar” tagged. Ctrl+Z takes them back."
    desk.keys("Ctrl+Z")
    assert ear.last() == "2 tags removed."


def test_roles_are_said_with_the_numbers_that_answer(ear: Ear, desk: Desk) -> None:
    desk.tag("Renn telephoned", "1")
    desk.tag("Jon Halvar", "1")
    desk.tag("telephoned", "4")
    ear.last()
    desk.keys("R")
    assert ear.last() == "Caller of this diplomatic call. 1 Renn telephoned, 2 Jon Halvar"
    desk.keys("1")
    said = ear.last()
    assert "Caller: “Renn telephoned”." in said
    assert "Recipient of this diplomatic call. 1 Renn telephoned, 2 Jon Halvar" in said
    desk.keys("Esc", "R")
    assert "Recipient of this diplomatic call" in ear.last()


@pytest.mark.usefixtures("ear")
def test_the_article_says_which_tags_hold_the_caret(desk: Desk) -> None:
    desk.tag("would fire on any Ostrian ship", "3")
    desk.tag("Ostrian ship near", "1")
    desk.place("Ostrian ship near", 3)
    assert desk.label.view.accessibleDescription() == "In Threat, Actor"
    desk.keys("Ctrl+Home")
    assert desk.label.view.accessibleDescription() == ""


def test_quiet_sentences_are_said_too(ear: Ear, desk: Desk) -> None:
    ear.last()
    desk.keys("N")
    assert ear.last() == "No tag is active. Tab steps through the tags."


def test_nothing_is_said_where_nobody_listens(desk: Desk) -> None:
    ear = Ear()
    announce.voice().spoken.connect(ear.hear)
    desk.tag("Ada Renn", "1")
    desk.keys("N", "Esc", "Del", "Ctrl+Z")
    desk.place("Ada Renn", 2)
    announce.voice().spoken.disconnect(ear.hear)
    assert ear.last() == ""
    assert desk.label.view.accessibleDescription() == ""
