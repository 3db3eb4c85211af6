"""A look at an import before it is made: nothing is written, and what is told is what the import then does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.core.zones import Zone
from annotator.store.project import Project
from annotator.work.mappings import remember, remembered
from annotator.work.orders import ImportRequest
from annotator.work.preview import preview
from annotator.work.progress import Cancelled, Progress
from tests.helpers import (
    TEXT,
    bring,
    bring_records,
    exported_records,
    listing,
    project_with,
    record,
    run,
    span,
    write_records,
)

LONG = (
    "Talvane opens its ports to grain from Merovia\n\nThe council of Talvane said on Monday that ships with grain may "
    "land in all of its ports from next week, after a year in which none was let in. The minister of Merovia called it "
    "a first step and promised more talks about the fishing grounds between the two countries, which both claim.\n\n"
    "Captains in Lhassen welcomed the news. “We have waited for this for too long,” one of them said on the quay."
)


@pytest.fixture
def project(tmp_path: Path) -> Any:
    (tmp_path / "home").mkdir()
    made = project_with(tmp_path / "home")
    yield made
    made.close()


def look(project: Project, *sources: Path, limit: int = 200, **given: Any) -> Any:
    return preview(project, ImportRequest(sources, **given), Progress(), limit)


def files(project: Project) -> dict[str, str]:
    """Return the project's files; in the one that ends in -shm, SQLite notes who reads."""
    return {name: held for name, held in listing(project.path.parent).items() if not name.endswith("-shm")}


def test_it_tells_what_the_import_then_does_and_writes_nothing(project: Project, tmp_path: Path) -> None:
    news = tmp_path / "in"
    news.mkdir()
    (news / "a.txt").write_text(LONG, encoding="utf-8")
    (news / "b.txt").write_text(LONG.upper(), encoding="utf-8")
    (news / "c.txt").write_text(
        LONG.replace("Captains in Lhassen welcomed", "Merchants on the coast welcomed"), encoding="utf-8"
    )
    (news / "d.txt").write_text(" ", encoding="utf-8")
    (news / "e.bmp").write_bytes(b"BM")
    write_records(news / "w.jsonl", [record(annotator=a, spans=[span(0, 7)]) for a in "AB"] + [b"{broken"])
    bring_records(project, tmp_path, record())
    before = files(project)
    found = look(project, news)
    assert (found.new, found.already, found.copies, found.stories, found.complete) == (3, 1, 2, 1, True)
    assert [(Path(r.file).name, r.line) for r in found.refused] == [("d.txt", 0), ("w.jsonl", 3)]
    assert [f"{f.path.name} {f.kind}" for f in found.files] == [
        "a.txt text",
        "b.txt text",
        "c.txt text",
        "d.txt text",
        "w.jsonl native",
    ]
    assert "holds no text" in found.files[3].problem
    assert "e.bmp" in found.repaired[0]
    assert files(project) == before
    report = bring(project, news)
    assert (report.added, len(report.refused)) == (
        found.new + 2,
        len(found.refused),
    )  # two people's work on what was there


def test_an_article_is_shown_with_its_zones(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG + "\n\n" + "Grain. " * 500, encoding="utf-8")
    [article] = look(project, tmp_path / "a.txt").articles
    assert (article.headline, len(article.text)) == (LONG.partition("\n")[0], 2000)
    assert article.zones[0] == Zone(0, 45, "headline")
    assert all(zone.end <= 2000 for zone in article.zones)
    assert article.meta["import_path"] == "a.txt"


def test_many_files_are_looked_at_evenly(project: Project, tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(f"{number} {LONG}", encoding="utf-8")
    found = look(project, tmp_path, limit=10)
    assert ([f.path.name for f in found.files], found.complete) == ([f"{n:02}.txt" for n in range(0, 40, 4)], False)
    records = [record(id=str(n), text=f"{n} {TEXT}") for n in range(50)]
    found = look(project, write_records(tmp_path / "a.jsonl", records), tmp_path / "00.txt", limit=10)
    assert (found.new, found.complete, [a.file[-6:] for a in found.articles[-1:]]) == (6, False, ["00.txt"])


def test_a_guessed_encoding_is_asked_about_and_told_otherwise(project: Project, tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes("Der Besitzer des Cafés schwieg.\n".encode("cp1252"))
    [file] = look(project, place).files
    assert (file.encoding, file.unsure) == ("cp1252", True)
    found = look(project, place, options={"encoding": "mac_roman"})
    assert ("CafÈs" in found.articles[0].text, found.files[0].unsure) == (True, False)
    outcome = run("import", project_path(project), place, "--encoding", "cp1252", "--json")
    assert (outcome.json["added"], outcome.json["encodings"]) == (1, {"cp1252": 1})
    assert "There is no encoding 'cp9999'" in run("import", tmp_path / "x", place, "--encoding", "cp9999").complaint


def project_path(project: Project) -> Path:
    """Let go of a project, so that a command can have it."""
    project.close()
    return project.path


def test_a_mapping_that_was_chosen_is_remembered_for_such_tables(project: Project, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f'x1;x2;x3\n"{LONG}";Grain for all;Lhassen Post\n', encoding="utf-8")
    [file] = look(project, table).files
    assert (file.kind, file.columns) == ("csv", ["x1", "x2", "x3"])
    chosen = {"text": "x1", "headline": "x2", "source": "x3"}
    assert bring(project, table, options={"mapping": chosen}).added == 1
    assert remembered(project) == [(["x1", "x2", "x3"], chosen)]
    other = tmp_path / "b.csv"
    other.write_text(f'x3;x2;x1\nVarn Daily;Ships again;"{LONG} Again."\n', encoding="utf-8")
    assert look(project, other).files[0].mapping == chosen
    bring(project, other)
    found = {r["meta"]["source"]: r["meta"]["headline"] for r in exported_records(project, tmp_path)}
    assert found == {"Lhassen Post": "Grain for all", "Varn Daily": "Ships again"}


def test_few_mappings_are_kept_and_broken_ones_are_none(project: Project) -> None:
    for number in range(50):
        remember(project, [f"c{number}"], {"text": f"c{number}"})
    remember(project, ["c49"], {"text": "c49", "headline": "c49"})
    assert len(remembered(project)) == 40
    assert remembered(project)[0] == (["c49"], {"text": "c49", "headline": "c49"})
    with project.write():
        project.set_value("mappings", '{"a": 1}')
    assert remembered(project) == []


def test_the_command_looks_and_writes_nothing(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'body,head\n"{LONG}",Grain\n', encoding="utf-8")
    place = project_path(project)
    before = place.read_bytes()
    outcome = run(
        "import", place, tmp_path / "a.csv", "--preview", "--json", "--map", "text=body", "--map", "headline=head"
    )
    assert (outcome.code, outcome.json["new"], outcome.json["files"][0]["mapping"]) == (
        0,
        1,
        {"text": "body", "headline": "head"},
    )
    assert outcome.json["articles"][0]["headline"] == "Grain"
    told = run("import", place, tmp_path / "a.csv", "--preview").out.decode()
    assert told.startswith("New 1, already there 0")
    assert told.endswith("Nothing was written.\n")
    assert place.read_bytes() == before
    assert "write FIELD=COLUMN" in run("import", place, tmp_path / "a.csv", "--map", "nonsense=body").complaint
    assert json.loads(run("info", place, "--json").out)["articles"] == 0


def test_a_look_can_be_stopped(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LONG, encoding="utf-8")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        preview(project, ImportRequest((tmp_path,)), progress)
