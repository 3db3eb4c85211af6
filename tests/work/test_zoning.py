"""A project's zone words: kept, used by import and preview, found again over all articles and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.core.zones import Zone
from annotator.store import articles, people
from annotator.store.audit import audit
from annotator.store.project import Project, open_project
from annotator.work import corpus, zoning
from annotator.work.importing import import_files
from annotator.work.orders import ImportRequest
from annotator.work.preview import preview
from annotator.work.progress import Cancelled, Progress
from annotator.work.projects import new_project

TITLE = "Varn threatens to close the strait"
BODY = (
    "The government of Varn said on Thursday that it would close the strait to tankers within a week unless the fleet "
    "of Ostrea turned back, and its ministers spoke by phone with three neighbours."
)
TIDE = "Tide tables for all members of the harbour club"
PAGE = f"{TITLE}\n\n{BODY}\n\n{TIDE}\n\n{BODY} It is late."
OWN = {"en": {"button": [TIDE]}}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = new_project(tmp_path / "news.annotator")
    people.add_person(made, "Lead", "lead", lead=True)
    people.add_person(made, "Ben", "ben")
    yield made
    made.close()


def bring(project: Project, folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    report = import_files(project, ImportRequest((file,)), "lead")
    assert (report.added, report.refused) == (1, [])


def zones(project: Project, pk: int) -> list[tuple[str, str]]:
    item = articles.article(project, pk)
    text = project.text(item.id)
    return [(one.kind, text[one.start : one.end]) for one in articles.zones_for(project, item, articles.Work())]


def test_words_are_kept_in_the_project(project: Project) -> None:
    assert zoning.own_words(project) == {}
    own = {"de": {"credit": ["Abb.", 'so "etwas"', "ÄÖ\\"], "byline": []}, "common": {"agencies": ["Korvid\x7f"]}}
    assert zoning.save_words(project, own, "lead")
    path = project.path
    project.close()
    again = open_project(path)
    try:
        assert zoning.own_words(again) == {
            "common": {"agencies": ["Korvid\x7f"]}, "de": {"credit": ["Abb.", 'so "etwas"', "ÄÖ\\"]}
        }  # fmt: skip
        assert not zoning.save_words(again, own, "lead")
    finally:
        again.close()


def test_words_that_can_not_be_leave_those_before(project: Project) -> None:
    zoning.save_words(project, OWN, "lead")
    with pytest.raises(AnnotatorError, match="there is no such kind of words"):
        zoning.save_words(project, {"en": {"buttons": ["x"]}}, "lead")
    with pytest.raises(AnnotatorError, match="only a lead changes the zone words"):
        zoning.save_words(project, {}, "ben")
    assert zoning.own_words(project) == OWN


def test_an_import_and_its_preview_use_them(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, "before.txt", PAGE)
    zoning.save_words(project, OWN, "lead")
    (tmp_path / "after.txt").write_text(PAGE + " It is very late.", encoding="utf-8")
    request = ImportRequest((tmp_path / "after.txt",))
    shown = preview(project, request, Progress()).articles[0]
    assert [shown.text[zone.start : zone.end] for zone in shown.zones] == [TITLE, TIDE]
    assert import_files(project, request, "lead").added == 1
    assert zones(project, 1) == [("headline", TITLE)]
    assert zones(project, 2) == [("headline", TITLE), ("related", TIDE)]


def test_an_import_says_that_the_words_are_damaged(project: Project, tmp_path: Path) -> None:
    with project.write():
        project.set_value(zoning.ZONE_WORDS, "[en]\nbylines = 3")
    (tmp_path / "a.txt").write_text(PAGE, encoding="utf-8")
    with pytest.raises(AnnotatorError, match="no such kind of words"):
        import_files(project, ImportRequest((tmp_path / "a.txt",)), "lead")
    assert articles.count(project) == 0


def test_finding_again_is_counted_done_and_undone(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, "a.txt", PAGE)
    bring(project, tmp_path, "b.txt", f"{TITLE}\n\n{BODY}\n\n{BODY} Nobody came.")
    assert zoning.would_change(project) == []
    zoning.save_words(project, OWN, "lead")
    assert zoning.would_change(project) == [1]
    assert corpus.rezone(project, [1, 2], "lead") == 1
    assert zones(project, 1) == [("headline", TITLE), ("related", TIDE)]
    assert zoning.would_change(project) == []
    assert corpus.undo(project, "lead") == "Undone: zones of 1 article found anew."
    assert zones(project, 1) == [("headline", TITLE)]
    assert audit(project) == []


def test_counting_can_be_cancelled(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, "a.txt", PAGE)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        zoning.would_change(project, progress)


def test_what_markup_told_stays(project: Project, tmp_path: Path) -> None:
    page = (
        f"<html><head><title>{TITLE}</title></head><body><article><h1>{TITLE}</h1><p>{BODY}</p>"
        f"<figure><img src='x'><figcaption>A quay in Varn</figcaption></figure><p>{TIDE}</p><p>{BODY}</p>"
        f"<p>{BODY} It is late.</p></article></body></html>"
    )
    bring(project, tmp_path, "a.html", page)
    assert ("caption", "A quay in Varn") in zones(project, 1)
    assert zoning.would_change(project) == []
    zoning.save_words(project, OWN, "lead")
    assert corpus.rezone(project, [1], "lead") == 1
    assert {("caption", "A quay in Varn"), ("related", TIDE)} <= set(zones(project, 1))


def test_what_a_lead_marked_for_everybody_stays(project: Project, tmp_path: Path) -> None:
    bring(project, tmp_path, "a.txt", PAGE)
    start = PAGE.index("its ministers")
    place = Zone(start, start + 13, "")
    assert corpus.mark(project, 1, place, "caption", "lead") == 1
    assert corpus.mark(project, 1, place, "caption", "lead") == 0
    assert corpus.mark(project, 1, Zone(0, len(TITLE), "headline"), "", "lead") == 1
    assert zones(project, 1) == [("caption", "its ministers")]
    zoning.save_words(project, OWN, "lead")
    assert corpus.rezone(project, [1], "lead") == 1
    assert zones(project, 1) == [("caption", "its ministers"), ("related", TIDE)]
    assert corpus.undo(project, "lead") is not None
    assert corpus.undo(project, "lead") == "Undone: a zone marked for everybody."
    assert zones(project, 1) == [("headline", TITLE), ("caption", "its ministers")]
    corpus.undo(project, "lead")
    assert zones(project, 1) == [("headline", TITLE)]
    assert audit(project) == []
