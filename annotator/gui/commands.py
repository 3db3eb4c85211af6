"""The one table of commands: menus, shortcuts, the window's help and its tests come from it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from annotator.gui.command import Command, room_of
from annotator.gui.corpus.commands import CORPUS_COMMANDS
from annotator.gui.language import N_
from annotator.gui.mode_keys import ALT

VALUE_KEYS = ("Q", "W", "E", "T", "Y", "I", "O", "P")
"""The keys of the values of an attribute, in the order of the values: the row under the digits, without R and U."""

_VALUE_NAMES = (
    N_("Value 1"), N_("Value 2"), N_("Value 3"), N_("Value 4"), N_("Value 5"), N_("Value 6"), N_("Value 7"),
    N_("Value 8"),
)  # fmt: skip

_VERSION_NAMES = (
    N_("Take version A"), N_("Take version B"), N_("Take version C"), N_("Take version D"), N_("Take version E"),
    N_("Take version F"), N_("Take version G"), N_("Take version H"), N_("Take version I"),
)  # fmt: skip


COMMANDS: tuple[Command, ...] = (
    Command("new", "New project…", ("Ctrl+N",), "Project", "always", "Choose a file and make a project in it."),
    Command("open", "Open project…", ("Ctrl+O",), "Project", "always", "Open a .annotator file; it is checked first."),
    Command("sample", "Try the sample", ("Ctrl+T",), "Project", "always", "Open invented articles, ready to label."),
    Command(
        "import",
        "Import…",
        ("Ctrl+I",),
        "Project",
        "project",
        "Look at files of news or annotations, and bring them in.",
    ),
    Command(
        "import-folder",
        "Import folder…",
        ("Ctrl+Shift+I",),
        "Project",
        "project",
        "Look at all files of a folder, and bring them in.",
    ),
    Command(
        "export", "Export…", ("Ctrl+E",), "Project", "project", "Write work in many formats, or a dataset for training."
    ),
    Command(
        "export-gold",
        "Export gold…",
        (),
        "Project",
        "lead",
        "Write the gold layer alone: what was decided in Review.",
    ),
    Command("copy", "Save a copy…", ("Ctrl+Shift+S",), "Project", "project", "Write a complete copy of the project."),
    Command(
        "package",
        "Work packages…",
        ("Ctrl+Shift+P",),
        "Project",
        "lead",
        "Share articles out: a file for each annotator, to be labelled blind and merged back.",
    ),
    Command(
        "merge",
        "Merge work…",
        ("Ctrl+M",),
        "Project",
        "lead",
        "Bring in what annotators send back, and settle where work went on in two files.",
    ),
    Command(
        "scheme",
        "Scheme and guidelines…",
        ("Ctrl+Shift+L",),
        "Project",
        "project",
        "Add, rename, move, merge or retire labels, and write their guidelines.",
    ),
    Command(
        "zone-words",
        "Zone words…",
        (),
        "Project",
        "lead",
        "Add the words that mark bylines, captions and link lines in your sources.",
    ),
    Command("annotator", "Change annotator…", (), "Project", "project", "Go on as another annotator."),
    Command("close", "Close project", ("Ctrl+W",), "Project", "project", "Go back to the start screen."),
    Command("quit", "Quit", ("Ctrl+Q",), "Project", "always", "Leave; everything is saved already."),
    Command("undo", "Undo", ("Ctrl+Z",), "Edit", "work", "Take back your last action on this article."),
    Command("redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Edit", "work", "Bring back what was undone last."),
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
        "guideline",
        "Edit guideline…",
        ("Ctrl+Shift+G",),
        "Edit",
        "project",
        "Write the guideline of the active tag's label.",
    ),
    Command("search", "Search all articles…", ("Ctrl+Shift+F",), "Edit", "project", "Find words in every article."),
    Command("search-next", "Next search hit", ("F3",), "Edit", "project", "Go to the next hit in all articles."),
    Command("search-previous", "Previous search hit", ("Shift+F3",), "Edit", "project", "Go back to the hit before."),
    Command("palette", "Run a command…", ("Ctrl+K",), "Edit", "always", "Find a command, label or article by words."),
    Command("settings", "Settings…", ("Ctrl+,",), "Edit", "always", "Choose how the window looks and what it shows."),
    Command("keys", "Change keys…", (), "Edit", "always", "Give commands the keys that your hand knows."),
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
        (f"{ALT}+Right",),
        "Article",
        "text",
        "Move the active tag's edge by a word, to the right.",
    ),
    Command(
        "shrink",
        "Edge one word back",
        (f"{ALT}+Left",),
        "Article",
        "text",
        "Move the active tag's edge by a word, to the left.",
    ),
    Command(
        "grow-one",
        "Edge one character on",
        (f"{ALT}+Down",),
        "Article",
        "text",
        "Move the active tag's edge by a character, on.",
    ),
    Command(
        "shrink-one",
        "Edge one character back",
        (f"{ALT}+Up",),
        "Article",
        "text",
        "Move the active tag's edge by a character, back.",
    ),
    Command("edge", "Other edge", ("S",), "Article", "article", "Let the edge keys move the start, or the end again."),
    Command(
        "trim",
        "Apply the edge rule",
        ("B",),
        "Article",
        "article",
        "Leave out what the scheme keeps outside of a tag.",
    ),
    Command(
        "exact",
        "Exact selection",
        ("X",),
        "Article",
        "article",
        "Tag the selection as it is, or give the new tag back what was left out.",
    ),
    Command(
        "hint",
        "Next open hint",
        ("H",),
        "Article",
        "article",
        "Go to an untagged mention, a missing value or an edge.",
    ),
    *(
        Command(
            f"value-{n}",
            name,
            (key,),
            "Article",
            "article",
            "Give the active tag the value of this key in its current attribute, or take it away.",
            submenu=N_("Values"),
        )
        for n, (key, name) in enumerate(zip(VALUE_KEYS, _VALUE_NAMES, strict=True), start=1)
    ),
    Command(
        "next-attribute",
        "Next attribute",
        ("G",),
        "Article",
        "article",
        "Let the value keys set the next attribute of the active tag.",
        submenu=N_("Values"),
    ),
    Command(
        "article-value",
        "Answer about the article",
        ("V",),
        "Article",
        "article",
        "Give the next answer to the first question about the article, such as its relevance.",
    ),
    Command(
        "mentions",
        "Tag other mentions",
        ("A",),
        "Article",
        "article",
        "Tag every other mention of the active tag's name in the article.",
    ),
    Command(
        "step-mentions",
        "Step through mentions",
        ("Shift+A",),
        "Article",
        "article",
        "Go through the other mentions of a name, one key each.",
    ),
    Command(
        "roles",
        "Roles…",
        ("R",),
        "Article",
        "article",
        "Number the tags near the active event, to give them its roles.",
    ),
    Command("unsure", "Unsure", ("U",), "Article", "article", "Mark the active tag as unsure, or not."),
    Command("note", "Note", ("N",), "Article", "article", "Write a note to the active tag."),
    Command("zone", "Zone off or on", ("Z",), "Article", "article", "Count a caption or link line as article, or not."),
    Command(
        "mark-zone",
        "Mark zone…",
        ("Shift+Z",),
        "Article",
        "article",
        "Say what the selection, zone or paragraph is: headline, byline, caption, link line.",
    ),
    Command(
        "carry",
        "Bring tags over from a copy",
        (),
        "Article",
        "article",
        "Take your tags from another copy of the same story, where the words are the same.",
    ),
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
    Command(
        "feedback",
        "Compare with gold…",
        ("Ctrl+Shift+D",),
        "Article",
        "article",
        "See where your finished article differs from what was decided in Review.",
    ),
    *(
        Command(
            f"take-{n}",
            name,
            (str(n),),
            "Review",
            "review",
            "Make this version of the open disagreement gold, and go on to the next one.",
            submenu=N_("Take a version"),
        )
        for n, name in enumerate(_VERSION_NAMES, start=1)
    ),
    Command(
        "review-edit", "Edit the version", ("E",), "Review", "review", "Change the chosen version before it is gold."
    ),
    Command("review-nothing", "Nothing here", ("X",), "Review", "review", "Decide that nothing is marked here."),
    Command("review-note", "Note to the decision", ("N",), "Review", "review", "Write why it is decided so."),
    Command("review-next", "Next disagreement", ("D",), "Review", "review", "Go on without a decision; it stays open."),
    Command(
        "review-previous", "Previous disagreement", ("Shift+D",), "Review", "review", "Go back to the card before."
    ),
    Command(
        "review-article", "Open the article", ("O",), "Review", "review", "Show the place of this card in its article."
    ),
    Command("review-names", "Show or hide names", (), "Review", "review", "Tell who made each version, or not."),
    Command(
        "review-tidy",
        "Settle punctuation…",
        (),
        "Review",
        "review",
        "Decide at once all boundaries that differ by punctuation and spaces alone.",
    ),
    Command("review-annotators", "Annotators…", (), "Review", "review", "See how each annotator differs from others."),
    Command(
        "review-explain", "Explain the figures", (), "Review", "review", "Read what the figures mean, in the help."
    ),
    Command("report", "Agreement report…", ("Ctrl+R",), "Review", "review", "Write figures and charts as a web page."),
    *CORPUS_COMMANDS,
    Command("room-label", "Label", ("Ctrl+1",), "View", "project", "Read articles and tag them."),
    Command("room-review", "Review", ("Ctrl+2",), "View", "lead", "See how far annotators agree, and decide."),
    Command("room-corpus", "Corpus", ("Ctrl+3",), "View", "project", "See, sort and sift all articles."),
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

MENUS = (N_("Project"), N_("Edit"), N_("Article"), N_("Review"), N_("Corpus"), N_("View"), N_("Help"))
SEPARATORS = frozenset(
    ("import", "copy", "close", "quit", "find", "palette", "escape", "grow", "edge", "zone", "done", "next",
     "review-edit", "review-next", "review-names", "review-annotators", "corpus-assign", "corpus-split",
     "corpus-clear", "pane-next", "zoom-in", "compact", "light")
)  # fmt: skip
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

_TABLE = {command.id: command for command in COMMANDS}
_own: dict[str, tuple[str, ...]] = {}


def command_of(identity: str) -> Command:
    """Return a command by its id."""
    return _TABLE[identity]


def keys_of(identity: str) -> tuple[str, ...]:
    """Return the keys of a command today: those that its user chose, else those of the table that nobody was given."""
    if identity in _own:
        return _own[identity]
    given = {key.upper() for other, keys in _own.items() if meet(identity, other) for key in keys}
    return tuple(key for key in _TABLE[identity].keys if key.upper() not in given)


def meet(one: str, other: str) -> bool:
    """Tell whether two commands can both be meant by a key at the same time: not where each has a room of its own."""
    rooms = {room_of(_TABLE[identity].where) for identity in (one, other)} - {""}
    return len(rooms) < 2


def use_keys(own: Mapping[str, tuple[str, ...]]) -> None:
    """Use these keys for the commands named; a key that is given here is no other command's."""
    _own.clear()
    _own.update(own)
    _taken.cache_clear()


def takes(key: str) -> bool:
    """Tell whether a command uses this key, so that no label can."""
    return key.upper() in _taken()


@cache
def _taken() -> frozenset[str]:
    in_label = (command.id for command in COMMANDS if room_of(command.where) in ("", "label"))
    return frozenset(key.upper() for identity in in_label for key in keys_of(identity))
