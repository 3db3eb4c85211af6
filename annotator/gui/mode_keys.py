"""The keys that a mode of a workspace takes before any command."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from annotator.gui.language import N_

ALT = "Meta" if sys.platform == "darwin" else "Alt"
"""The key that moves edges together with an arrow."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode: its name, and its keys with what they do there, the room that it is one of."""

    name: str
    keys: tuple[tuple[tuple[str, ...], str], ...]
    room: str = "label"


MODE_KEYS = (
    Mode(
        N_("While roles are given"),
        (
            (("1",), N_("The numbered tag plays the role; the next empty role follows")),
            (("Shift+1",), N_("The numbered tag plays the role too, beside others")),
            (("Tab",), N_("Go to the next role")),
            (("Backspace",), N_("Clear the role")),
            (("0",), N_("Number the tags farther away")),
            (("Esc",), N_("Leave the roles")),
        ),
    ),
    Mode(
        N_("While mentions are stepped through"),
        (
            (("A",), N_("Tag the mention like the tag that you began with")),
            (("1",), N_("Tag the mention with the label of the key")),
            (("Tab",), N_("Skip the mention")),
            (("Shift+Tab",), N_("Go back to the mention before")),
            (("Esc",), N_("Leave the mentions")),
        ),
    ),
    Mode(
        N_("While a zone is marked"),
        (
            (("1",), N_("Make it a zone of the kind with this number")),
            (("0",), N_("Make it article text")),
            (("Shift+1", "Shift+0"), N_("The same for everybody, where a lead is at work")),
            (("C",), N_("Mark it as a second copy, or not")),
            (("Esc",), N_("Leave the zone as it is")),
        ),
    ),
    Mode(
        N_("While a version is edited"),
        (
            ((f"{ALT}+Right", f"{ALT}+Left"), N_("Move the edge by a word")),
            ((f"{ALT}+Down", f"{ALT}+Up"), N_("Move the edge by a character")),
            (("S",), N_("Let the edge keys move the start, or the end again")),
            (("1",), N_("Give the tag the label of the key")),
            (("Q",), N_("Give the tag the value of the key")),
            (("Tab",), N_("Go to the next tag")),
            (("Delete",), N_("Remove the tag")),
            (("Return",), N_("Save it as gold")),
            (("Esc",), N_("Give up the edit")),
        ),
        room="review",
    ),
    Mode(
        N_("In the table of articles"),
        (
            (("Return",), N_("Open the article in Label")),
            (("Space",), N_("Select the article, or not")),
            (("Shift+Down", "Shift+Up"), N_("Select from row to row")),
            (("Ctrl+A",), N_("Select all articles")),
            (("Right", "Left"), N_("Show the wire copies of the article, or hide them")),
            (("Esc",), N_("Select one article alone, then show all again")),
        ),
        room="corpus",
    ),
)
"""Keys that a mode takes before any command; `1` stands for all digits from 1 to 9."""
