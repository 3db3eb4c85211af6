"""The commands of the Corpus workspace: a part of the one table of commands."""

from __future__ import annotations

from annotator.gui.command import Command

CORPUS_COMMANDS: tuple[Command, ...] = (
    Command("corpus-open", "Open in Label", ("O",), "Corpus", "corpus", "Open the article with the cursor in Label."),
    Command("corpus-story", "Show or hide copies", ("W",), "Corpus", "corpus", "List the wire copies of an article."),
    Command("corpus-sort", "Sort by a column…", ("S",), "Corpus", "corpus", "Choose the column to sort by."),
    Command("corpus-charts", "Charts…", ("C",), "Corpus", "corpus", "See how articles and tags are spread."),
    Command("corpus-assign", "Assign…", ("A",), "Corpus", "corpus-lead", "Give the selected articles to annotators."),
    Command("corpus-tag", "Tag…", ("T",), "Corpus", "corpus-lead", "Tag the selected articles as a whole."),
    Command(
        "corpus-remove",
        "Remove articles",
        ("Delete",),
        "Corpus",
        "corpus-lead",
        "Take the selected articles out of the corpus; their tags are kept.",
    ),
    Command("corpus-restore", "Restore articles", ("R",), "Corpus", "corpus-lead", "Bring the selected articles back."),
    Command(
        "corpus-rezone",
        "Find zones again",
        ("Z",),
        "Corpus",
        "corpus-lead",
        "Look again for captions, credits and links in the selected articles.",
    ),
    Command(
        "corpus-split",
        "Not a copy",
        ("X",),
        "Corpus",
        "corpus-lead",
        "Take the selected article out of its wire story.",
    ),
    Command(
        "corpus-join",
        "Join as copies",
        ("J",),
        "Corpus",
        "corpus-lead",
        "Make the selected articles copies of one wire story.",
    ),
    Command("corpus-clear", "Clear the filters", (), "Corpus", "corpus", "Show all articles of the corpus again."),
    Command("corpus-removed", "Removed articles", (), "Corpus", "corpus", "Show what was taken out, or the rest."),
)
