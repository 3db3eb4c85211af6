"""What a person is shown before an import, read from real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store import articles
from annotator.work.kind_names import short_title
from annotator.work.looking import look, readings
from annotator.work.orders import ExportRequest, ImportRequest
from annotator.work.outlining import estimate, of_articles
from annotator.work.progress import Cancelled, Progress
from annotator.work.projects import new_project
from tests.mixed import mixed, table


def test_a_folder_is_told_by_kinds_and_sizes_and_nothing_is_written(tmp_path: Path) -> None:
    project = new_project(tmp_path / "a.annotator")
    folder = mixed(tmp_path / "mixed")
    found = look(project, ImportRequest((folder,)), Progress())
    assert found.count == 7
    assert found.size == sum(path.stat().st_size for path in folder.iterdir() if path.suffix not in (".png", ".ann"))
    assert dict(found.groups)["Plain text"] == 2
    assert {"html", "csv", "feed", "native"} <= set(found.fits)
    assert found.samples["title"] == "Grain prices climb 0"
    assert found.alike
    assert articles.count(project) == 0
    project.close()


def test_tables_with_other_columns_are_not_alike(tmp_path: Path) -> None:
    project = new_project(tmp_path / "a.annotator")
    one, other = table(tmp_path / "a.csv", 2), table(tmp_path / "b.csv", 2, ("title", "words", "day", "paper"))
    found = look(project, ImportRequest((one, other)), Progress())
    assert len(found.tables) == 2
    assert not found.alike
    project.close()


def test_a_look_stops_when_it_is_told_to(tmp_path: Path) -> None:
    project = new_project(tmp_path / "a.annotator")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        look(project, ImportRequest((mixed(tmp_path / "mixed"),)), progress)
    project.close()


def test_bytes_are_read_in_each_encoding_that_can_read_them_once() -> None:
    data = "Plain head\nLes pêcheurs à quai\n".encode("cp1252")
    found = readings(data, "cp1252")
    assert (found[0].encoding, found[0].line) == ("cp1252", "Les pêcheurs à quai")
    assert "utf-8" not in [one.encoding for one in found]
    assert len({one.line for one in found}) == len(found) > 2
    assert readings(b"plain\n") == []
    assert readings("naïve “quotes”\n".encode())[0].encoding == "utf-8"


def test_a_kind_is_called_by_the_first_words_of_its_title() -> None:
    titles = {
        "Plain text, one article a file; zones are found": "Plain text",
        "CSV, TSV: one article a row": "CSV, TSV",
        "Web archives (WARC, WET); one article a page": "Web archives (WARC, WET)",
        "Export of Nexis, Factiva or ProQuest: many": "Export of Nexis, Factiva or ProQuest",
    }
    assert {title: short_title(title) for title in titles} == titles


def test_an_estimate_names_what_the_export_then_loses(tmp_path: Path) -> None:
    from annotator.work.exporting import export_file
    from annotator.work.importing import import_files

    project = new_project(tmp_path / "a.annotator")
    import_files(project, ImportRequest((mixed(tmp_path / "mixed"),)), "project")
    request = ExportRequest("conll")
    found = estimate(project, request, Progress())
    report = export_file(project, tmp_path / "out.conll", request)
    assert found.lost == report.lost != []
    assert found.outline is None
    pks = [item.pk for item in articles.all_articles(project)][:2]
    assert len(of_articles(project, request, pks).articles) == 2
    with pytest.raises(AnnotatorError, match="Choose again"):
        of_articles(project, request, [10**6])
    project.close()
