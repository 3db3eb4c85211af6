"""In an article with many tags the inspector follows a moment after the words: no key may fall into that moment."""

from __future__ import annotations

from pathlib import Path

from annotator.gui.label.tag_tree import FEW
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored


def with_many_tags(open_desk: OpenDesk, project: Path) -> Desk:
    desk = open_desk(project)
    for start in range(FEW + 2):
        desk.session.tag("location", start, start + 3)
    desk.session.set_active("")
    desk.settle(100)
    return desk


def test_a_value_key_right_after_a_tag_is_the_new_tags(open_desk: OpenDesk, project: Path) -> None:
    desk = with_many_tags(open_desk, project)
    desk.session.tag("threat", 60, 80)
    made = desk.session.active
    assert desk.label.inspector.choose_value(0)
    work = stored(project)
    assert {span for span, _ in work.attributes} == {made}


def test_the_panel_follows_by_itself(open_desk: OpenDesk, project: Path) -> None:
    desk = with_many_tags(open_desk, project)
    desk.session.tag("threat", 60, 80)
    desk.settle(100)
    panel = desk.label.inspector.span_panel
    assert panel.quote.text() == desk.text[60:80]
    assert panel.head.count().endswith(f"of {FEW + 3}")


def test_a_note_right_after_a_tag_is_the_new_tags(open_desk: OpenDesk, project: Path) -> None:
    desk = with_many_tags(open_desk, project)
    desk.session.tag("threat", 60, 80)
    made = desk.session.active
    desk.label.write_note()
    desk.write("seen twice")
    desk.keys("Return")
    assert {span.id for span in stored(project).spans.values() if span.note == "seen twice"} == {made}
