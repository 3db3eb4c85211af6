"""Zones marked by hand: a key, a digit, and what the file and the export then say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from annotator.core.zones import Zone
from annotator.gui.widgets import PlainButton, TextLabel
from annotator.store import articles
from annotator.store.project import read_project
from tests.gui.desk import HARBOUR, Desk, stored

HEAD = HARBOUR.split("\n", 1)[0]
LINK = "Related: Why the strait of Sell matters"


def zone(words: str, kind: str, duplicate: bool = False) -> Zone:
    start = HARBOUR.index(words)
    return Zone(start, start + len(words), kind, duplicate)


def shown(desk: Desk) -> list[tuple[str, str]]:
    assert desk.session.article is not None
    return [(desk.text[one.start : one.end], one.kind) for one in desk.session.article.zones]


def on_file(path: Path) -> list[Zone]:
    """Return the zones that the reopened file gives the annotator."""
    project = read_project(path)
    try:
        pk = articles.pk_of(project, "a-harbour")
        assert pk is not None
        return list(articles.zones_for(project, articles.article(project, pk), stored(path)))
    finally:
        project.close()


def test_a_selection_becomes_a_zone_with_two_keys(desk: Desk, project: Path) -> None:
    before = shown(desk)
    desk.find("Renn telephoned Ostria")
    desk.keys("Shift+Z")
    title, keys = desk.label.modes.running.title_and_keys()
    assert title == "“Renn telephoned Ostria” is a …"
    assert [words for _, words in keys][:2] == ["headline", "byline"]
    desk.keys("4")
    assert desk.label.modes.running is None
    assert shown(desk) == sorted([*before, ("Renn telephoned Ostria", "caption")], key=lambda z: HARBOUR.index(z[0]))
    assert zone("Renn telephoned Ostria", "caption") in on_file(project)
    desk.keys("Ctrl+Z")
    assert shown(desk) == before
    assert stored(project).overrides == {}


def test_the_zone_at_the_caret_gets_another_kind(desk: Desk, project: Path) -> None:
    desk.place(LINK, inside=12)
    desk.keys("Shift+Z", "5")
    assert (LINK, "credit") in shown(desk)
    assert (LINK, "related") not in shown(desk)
    desk.place(LINK, inside=12)
    desk.keys("Shift+Z", "6")
    assert zone(LINK, "related") in on_file(project)
    assert stored(project).overrides == {}, "marked as it was found: nothing is kept"


def test_a_paragraph_is_marked_without_a_selection(desk: Desk, project: Path) -> None:
    line = next(line for line in HARBOUR.split("\n") if line.startswith("Renn telephoned"))
    desk.place("president, Jon")
    desk.keys("Shift+Z", "7")
    assert zone(line, "truncated") in on_file(project)


def test_zero_makes_article_text_again_and_c_marks_a_copy(desk: Desk, project: Path) -> None:
    desk.place(HEAD, inside=3)
    desk.keys("Shift+Z", "C")
    assert "second copy" in desk.label.modes.running.title_and_keys()[0]
    desk.keys("1")
    assert zone(HEAD, "headline", duplicate=True) in on_file(project)
    desk.place(HEAD, inside=3)
    desk.keys("Shift+Z", "0")
    assert not [one for one in on_file(project) if one.kind == "headline"]
    assert "counts as article now" in desk.said


def test_part_of_a_zone_takes_the_place_of_the_whole(desk: Desk, project: Path) -> None:
    desk.find("Why the strait of Sell matters")
    desk.keys("Shift+Z", "4")
    assert zone("Why the strait of Sell matters", "caption") in on_file(project)
    assert zone(LINK, "related") not in on_file(project)


def test_an_empty_line_and_escape_mark_nothing(desk: Desk, project: Path) -> None:
    desk.label.view.set_caret(HARBOUR.index("\n\n") + 1)
    desk.keys("Shift+Z")
    assert desk.label.modes.running is None
    assert "empty line" in desk.said
    desk.place("president, Jon")
    desk.keys("Shift+Z", "Esc", "4")
    assert stored(project).overrides == {}


def test_the_right_button_offers_it(desk: Desk, project: Path) -> None:
    desk.find("Renn telephoned Ostria")
    desk.click_text(desk.text.index("telephoned"), Qt.MouseButton.RightButton)
    desk.choose("Mark zone")
    desk.keys("2")
    assert zone("Renn telephoned Ostria", "byline") in on_file(project)


def for_all(path: Path) -> list[Zone]:
    """Return the zones that the reopened file gives everybody."""
    project = read_project(path)
    try:
        pk = articles.pk_of(project, "a-harbour")
        assert pk is not None
        return list(articles.zones_for(project, articles.article(project, pk), articles.Work()))
    finally:
        project.close()


def test_a_lead_marks_for_everybody_with_shift(desk: Desk, project: Path) -> None:
    before = for_all(project)
    desk.find("Renn telephoned Ostria")
    desk.keys("Shift+Z")
    assert "for everybody" in [words for _, words in desk.label.modes.running.title_and_keys()[1]]
    desk.keys("Shift+4")
    assert ("Renn telephoned Ostria", "caption") in shown(desk)
    assert zone("Renn telephoned Ostria", "caption") in for_all(project)
    assert stored(project).overrides == {}, "it stands in the project's stream, not in the lead's own"
    strip = desk.label.pane.strip
    assert strip.isVisible()
    assert "Marked as caption for everybody" in [label.text() for label in strip.findChildren(TextLabel)]
    desk.click(next(b for b in strip.findChildren(PlainButton) if b.text() == "Undo"))
    assert for_all(project) == before
    assert ("Renn telephoned Ostria", "caption") not in shown(desk)
    assert not strip.isVisible()


def test_everybody_sees_it_and_may_have_another_mind(desk: Desk, project: Path) -> None:
    desk.place(HEAD, inside=3)
    desk.keys("Shift+Z", "Shift+0")
    assert not [one for one in for_all(project) if one.kind == "headline"]
    desk.session.change_annotator("Ben")
    desk.settle()
    assert not desk.label.pane.strip.isVisible()
    assert (HEAD, "headline") not in shown(desk)
    desk.place(HEAD, inside=3)
    desk.keys("Shift+Z")
    assert "for everybody" not in [words for _, words in desk.label.modes.running.title_and_keys()[1]]
    desk.keys("Shift+2")
    assert desk.label.modes.running is not None, "who does not lead marks for nobody else"
    desk.keys("1")
    assert (HEAD, "headline") in shown(desk)
    assert not [one for one in for_all(project) if one.kind == "headline"]
