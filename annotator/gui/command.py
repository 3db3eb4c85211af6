"""What a command is, and where it works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["always", "project", "lead", "article", "text", "unclaimed", "work", "review", "corpus", "corpus-lead"]
"""When a command works: always, with a project, where a lead is at work, with an open article in Label, while the focus
is in that article's text, with a project and where no field and no drawer takes the key for itself, in every room with
something to take back, in Review alone, in Corpus alone, or there where a lead is at work. What works in one room alone
may share a key with what works in another one alone."""

IN_LABEL = ("article", "text")
IN_CORPUS = ("corpus", "corpus-lead")


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can do: its words, keys (the first is shown), menu, and one sentence of help."""

    id: str
    text: str
    keys: tuple[str, ...]
    menu: str
    where: Where
    help: str
    choice: str = ""
    submenu: str = ""


def room_of(where: str) -> str:
    """Return the room that a command works in alone: label, review or corpus; empty for any other."""
    if where in IN_LABEL:
        return "label"
    return "corpus" if where in IN_CORPUS else where if where == "review" else ""
