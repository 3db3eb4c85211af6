"""Why a list or a card is empty: one sentence what is so, one what to do."""

from __future__ import annotations

from annotator.gui.language import ntr, tr
from annotator.gui.review.filter import Filter
from annotator.gui.review.shelf import Shelf
from annotator.store import gold
from annotator.store.project import Project


def empty_list(
    project: Project, shelf: Shelf, filter_: Filter, *, known: bool, undecided: bool, shown: int
) -> tuple[str, str]:
    """Return the two sentences for a list without rows."""
    if shown:
        return "", ""
    if not len(shelf):
        return empty_card(project, shelf, known=known)
    if filter_ != Filter():
        if undecided:
            return tr("No open disagreement fits"), tr("Choose another kind, look at the decided ones, or show all.")
        return tr("No decided disagreement fits"), tr("Choose another kind, look at the open ones, or show all.")
    if undecided:
        return tr("All are decided"), tr("They stay under Decided, where each can be decided again.")
    return tr("Nothing is decided"), tr("Open disagreements wait for a decision.")


def empty_card(project: Project, shelf: Shelf, *, known: bool) -> tuple[str, str]:
    """Return the two sentences that stand where no card does."""
    if not known:
        return tr("Reading the disagreements"), ""
    if len(shelf):
        open_ones = len(shelf) - shelf.decided
        if not open_ones:
            words = ntr("The {n} disagreement is decided", "All {n} disagreements are decided", len(shelf))
            return words, tr("The gold layer is complete for these articles. Project, Export gold… writes it.")
        return tr("No card is open"), tr("Choose one in the list.")
    if not gold.finished_by_several(project):
        return (
            tr("No article was finished by two annotators"),
            tr("Disagreements show once two people have set the same article done."),
        )
    return tr("Nobody disagrees"), tr("Every article that two or more finished reads the same. It is gold by rule.")
