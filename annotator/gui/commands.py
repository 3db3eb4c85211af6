"""The one table of commands: menus, shortcuts, the window's help and its tests come from it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Literal

Where = Literal["always", "project", "article", "text", "unclaimed"]
"""When a command works: always, with a project, with an open article, while the focus is in the article's text, or with
a project and where no field and no drawer takes the key for itself."""

_ALT = "Meta" if sys.platform == "darwin" else "Alt"


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


COMMANDS: tuple[Command, ...] = (
    Command("new", "New project…", ("Ctrl+N",), "Project", "always", "Choose a file and make a project in it."),
    Command("open", "Open project…", ("Ctrl+O",), "Project", "always", "Open a .annotator file; it is checked first."),
    Command("sample", "Try the sample", ("Ctrl+T",), "Project", "always", "Open invented articles, ready to label."),
    Command("import", "Import…", ("Ctrl+I",), "Project", "project", "Bring in text files or native JSONL."),
    Command(
        "import-folder",
        "Import folder…",
        ("Ctrl+Shift+I",),
        "Project",
        "project",
        "Bring in all text files of a folder.",
    ),
    Command("export", "Export…", ("Ctrl+E",), "Project", "project", "Write everybody's work as native JSONL."),
    Command("copy", "Save a copy…", ("Ctrl+Shift+S",), "Project", "project", "Write a complete copy of the project."),
    Command("annotator", "Change annotator…", (), "Project", "project", "Go on as another annotator."),
    Command("close", "Close project", ("Ctrl+W",), "Project", "project", "Go back to the start screen."),
    Command("quit", "Quit", ("Ctrl+Q",), "Project", "always", "Leave; everything is saved already."),
    Command("undo", "Undo", ("Ctrl+Z",), "Edit", "article", "Take back your last action on this article."),
    Command("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "article", "Bring back what was undone last."),
    Command(
        "find",
        "Find in article",
        ("Ctrl+F",),
        "Edit",
        "article",
        "Find words; Return goes on, Esc keeps the hit selected.",
    ),
    Command(
        "filter",
        "Filter the queue",
        ("Ctrl+L",),
        "Edit",
        "project",
        "Show only articles with these words in headline, source or id.",
    ),
    Command(
        "escape",
        "Back to the text",
        ("Esc",),
        "Edit",
        "unclaimed",
        "Close what is open, then drop selection and active tag.",
    ),
    Command("next-span", "Next tag", ("Tab",), "Article", "text", "Make the next tag active."),
    Command("previous-span", "Previous tag", ("Shift+Tab",), "Article", "text", "Make the previous tag active."),
    Command("remove", "Remove tag", ("Delete", "Backspace"), "Article", "article", "Remove the active tag."),
    Command(
        "grow",
        "Edge one word on",
        (f"{_ALT}+Right",),
        "Article",
        "text",
        "Move the active tag's edge by a word, to the right.",
    ),
    Command(
        "shrink",
        "Edge one word back",
        (f"{_ALT}+Left",),
        "Article",
        "text",
        "Move the active tag's edge by a word, to the left.",
    ),
    Command(
        "grow-one",
        "Edge one character on",
        (f"{_ALT}+Down",),
        "Article",
        "text",
        "Move the active tag's edge by a character, on.",
    ),
    Command(
        "shrink-one",
        "Edge one character back",
        (f"{_ALT}+Up",),
        "Article",
        "text",
        "Move the active tag's edge by a character, back.",
    ),
    Command("edge", "Other edge", ("S",), "Article", "article", "Let the edge keys move the start, or the end again."),
    *(
        Command(
            f"value-{n}",
            f"Value {n} of the first attribute",
            (key,),
            "",
            "article",
            f"Choose value {n} of the active tag.",
        )
        for n, key in enumerate("QWETY", start=1)
    ),
    Command("unsure", "Unsure", ("U",), "Article", "article", "Mark the active tag as unsure, or not."),
    Command("note", "Note", ("N",), "Article", "article", "Write a note to the active tag."),
    Command("zone", "Zone off or on", ("Z",), "Article", "article", "Count a caption or link line as article, or not."),
    Command(
        "done",
        "Done and next",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Article",
        "article",
        "Finish this article and open the next unfinished one.",
    ),
    Command(
        "skip",
        "Skip…",
        ("Ctrl+Shift+Return",),
        "Article",
        "article",
        "Leave this article out, with or without a reason.",
    ),
    Command("next", "Next article", ("Ctrl+PgDown",), "Article", "article", "Open the next article of the queue."),
    Command(
        "previous", "Previous article", ("Ctrl+PgUp",), "Article", "article", "Open the previous article of the queue."
    ),
    Command("pane-next", "Next pane", ("F6",), "View", "project", "Move the focus: queue, text, inspector."),
    Command("pane-previous", "Previous pane", ("Shift+F6",), "View", "project", "Move the focus the other way round."),
    Command("zoom-in", "Larger words", ("Ctrl++", "Ctrl+="), "View", "project", "Make the article's words larger."),
    Command("zoom-out", "Smaller words", ("Ctrl+-",), "View", "project", "Make the article's words smaller."),
    Command(
        "zoom-reset", "Usual size", ("Ctrl+0",), "View", "project", "Bring the article's words back to their size."
    ),
    Command("compact", "Compact", (), "View", "project", "Set lines close together.", "density"),
    Command("comfortable", "Comfortable", (), "View", "project", "Leave room for tags under each line.", "density"),
    Command("roomy", "Roomy", (), "View", "project", "Leave much room between lines.", "density"),
    Command("light", "Light", (), "View", "always", "Ink on paper.", "appearance"),
    Command("dark", "Dark", (), "View", "always", "Light words on a dark ground.", "appearance"),
    Command("system", "As the system", (), "View", "always", "Light or dark as your desktop is.", "appearance"),
    Command("help", "Keys and help", ("F1",), "Help", "always", "Show every key and what the program does."),
)

MENUS = ("Project", "Edit", "Article", "View", "Help")
SEPARATORS = frozenset(
    ("import", "copy", "close", "quit", "find", "grow", "edge", "zone", "done", "next", "zoom-in", "compact", "light")
)
"""Commands before which a menu draws a line."""

REPEATING = frozenset(
    ("undo", "redo", "next-span", "previous-span", "grow", "shrink", "grow-one", "shrink-one", "next", "previous",
     "zoom-in", "zoom-out")
)  # fmt: skip
"""Commands that a held key does again and again; a held `Ctrl+Return` must not finish the whole queue."""

PHYSICAL = {
    **{10 + n: str(1 + n) for n in range(9)},
    **dict(zip(range(24, 34), "QWERTYUIOP", strict=True)),
    **dict(zip(range(38, 47), "ASDFGHJKL", strict=True)),
    **dict(zip(range(52, 59), "ZXCVBNM", strict=True)),
}
"""X11 and Wayland scan codes of the digit and letter keys, by their place on a keyboard."""


def takes(key: str) -> bool:
    """Tell whether a command uses this key, so that no label can."""
    return any(key.upper() == own.upper() for command in COMMANDS for own in command.keys)
