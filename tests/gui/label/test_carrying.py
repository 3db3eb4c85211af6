"""Tags brought over to a copy of the same story: one's own alone, in the same words, in one undoable action."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.core.ids import text_sha256
from annotator.work.importing import ImportRequest, import_files
from annotator.work.projects import new_project
from tests.gui.conftest import OpenDesk
from tests.gui.desk import Desk, stored, tags

LEAD = "Prime Minister Ada Renn warned on Monday that Velmar would fire on any Ostrian ship near Port Sell 😀."
MORE = "Renn telephoned the president of Ostria, Jon Halvar, late on Sunday evening, two officials said."
FIRST = f"Velmar closes its harbour\n\n{LEAD}\n\n{MORE}\n"
SECOND = f"Harbour shut to Ostrian ships\n\nTALVANE (Corvid) – {LEAD}\n\nHer office gave no details.\n\n{MORE}\n"


def record(identity: str, text: str, annotator: str | None = None, spans: list[dict[str, object]] | None = None) -> str:
    data: dict[str, object] = {
        "id": identity, "text": text, "text_sha256": text_sha256(text), "group": "w1", "annotator": annotator,
    }  # fmt: skip
    return json.dumps(data if spans is None else {**data, "spans": spans, "status": "started"})


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    """Return a project with two copies of one story; Ben tagged the first of them."""
    start = FIRST.index("Ada Renn")
    theirs = [{"id": "b1", "start": start, "end": start + 8, "label": "actor", "text": "Ada Renn"}]
    lines = [record("first", FIRST), record("second", SECOND), record("first", FIRST, "Ben", theirs)]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")
    made = new_project(tmp_path / "news")
    assert import_files(made, ImportRequest((source,)), "project").refused == []
    made.close()
    return made.path


@pytest.fixture
def tagged(open_desk: OpenDesk, copies: Path) -> Desk:
    """Return a window in which Ana tagged the first copy and opened the second."""
    desk = open_desk(copies)
    for phrase, key in (("Ada Renn", "1"), ("Port Sell", "2"), ("harbour", "2"), ("telephoned", "4")):
        desk.tag(phrase, key)
    desk.keys("U", "Ctrl+PgDown")
    assert desk.headline.startswith("Harbour shut")
    return desk


def test_an_untagged_copy_offers_the_tags_and_a_click_brings_them(tagged: Desk, copies: Path) -> None:
    strip = tagged.label.pane.strip
    assert strip.title() == "This is a copy of “Velmar closes its harbour”, which you tagged"
    tagged.click(strip._button)  # noqa: SLF001
    assert tags(copies, article="second") == [
        ("Ada Renn", "actor"), ("Port Sell", "location"), ("telephoned", "diplomatic_call"),
    ]  # fmt: skip
    work = stored(copies, article="second")
    assert [(s.quote, s.origin) for s in work.spans.values() if s.unsure] == [("telephoned", "suggestion")]
    assert strip.title() == "Brought over 3 tags from “Velmar closes its harbour”"
    assert "Not found here: “harbour”." in strip.accessibleName()
    assert work.status == "started"


def test_one_undo_takes_all_of_them_back(tagged: Desk, copies: Path) -> None:
    tagged.window.commands.by_id["carry"].trigger()
    assert len(tags(copies, article="second")) == 3
    tagged.keys("Ctrl+Z")
    assert tags(copies, article="second") == []
    tagged.keys("Ctrl+Shift+Z")
    assert len(tags(copies, article="second")) == 3


def test_what_stands_already_is_not_made_twice(tagged: Desk, copies: Path) -> None:
    tagged.tag("Ada Renn", "1")
    assert tagged.label.pane.strip.isHidden(), "the offer goes with the first tag"
    tagged.window.commands.by_id["carry"].trigger()
    tagged.window.commands.by_id["carry"].trigger()
    assert len(tags(copies, article="second")) == 3


def test_nothing_of_others_is_offered_or_taken(open_desk: OpenDesk, copies: Path) -> None:
    desk = open_desk(copies)
    desk.keys("Ctrl+PgDown")
    assert desk.label.pane.strip.isHidden()
    desk.window.commands.by_id["carry"].trigger()
    assert tags(copies, article="second") == []
    assert "No copy of this article holds tags of yours" in desk.said


def test_roles_come_along_where_both_ends_do(tagged: Desk, copies: Path) -> None:
    tagged.keys("Ctrl+PgUp")
    tagged.tag("Jon Halvar", "1")
    tagged.label.hand.activate(next(s.id for s in tagged.session.sorted_spans() if s.quote == "telephoned"))
    tagged.keys("R", "4", "Esc")
    assert len(stored(copies, article="first").relations) == 1
    tagged.keys("Ctrl+PgDown")
    tagged.window.commands.by_id["carry"].trigger()
    work = stored(copies, article="second")
    (link,) = work.relations.values()
    assert work.spans[link.head].quote == "telephoned"
    assert link.child in work.spans


def test_the_offer_stays_with_its_article(tagged: Desk) -> None:
    strip = tagged.label.pane.strip
    assert not strip.isHidden()
    tagged.keys("Ctrl+PgUp")
    assert strip.isHidden()
    tagged.keys("Ctrl+PgDown")
    assert not strip.isHidden()
    tagged.click(strip._button)  # noqa: SLF001
    assert strip.title().startswith("Brought over")
    tagged.keys("Ctrl+PgUp")
    assert strip.isHidden()
