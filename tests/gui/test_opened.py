"""What is said when work is taken back, and of a tag that lacks values: whole sentences, right for one and for many."""

from __future__ import annotations

import pytest

from annotator.core.scheme import Attribute
from annotator.gui.label.tag_model import needs_text
from annotator.gui.opened import nothing_to, taken_back


@pytest.mark.parametrize(
    ("kind", "touched", "left", "said"),
    [
        ("undo", 1, 0, ""),
        ("undo", 3, 0, "Undo over 3 articles."),
        ("redo", 1200, 0, "Redo over 1,200 articles."),
        ("undo", 3, 1, "1 change was left: it was changed again meanwhile."),
        ("redo", 1, 2, "2 changes were left: they were changed again meanwhile."),
    ],
)
def test_taking_back_says_what_was_left_or_how_far_it_went(kind: str, touched: int, left: int, said: str) -> None:
    assert taken_back(kind, touched, left) == said


def test_nothing_to_take_back_is_said_of_undo_and_of_redo() -> None:
    assert nothing_to("undo") == "Nothing to undo in this article."
    assert nothing_to("redo") == "Nothing to redo in this article."


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Channel",), "needs a channel"),
        (("Outcome",), "needs an outcome"),
        (("Channel", "Outcome"), "needs a channel and 1 more"),
        (("Outcome", "Channel", "Status"), "needs an outcome and 2 more"),
    ],
)
def test_missing_values_are_named_and_counted(names: tuple[str, ...], said: str) -> None:
    wanted = [Attribute(name.lower(), name, "call", (), required=True) for name in names]
    assert needs_text(wanted) == said
