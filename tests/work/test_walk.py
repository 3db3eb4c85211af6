"""What an import reads: files and folders of all kinds, packed ones, and where each article came from."""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import AnnotatorError
from annotator.store.project import Project
from annotator.work.finding import find
from tests.helpers import TEXT, bring, call, count, exported_records, listing, project_with, record, span, write_records


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n\n{TEXT}", encoding="utf-8")


def names(folder: Path, *sources: Path) -> list[str]:
    return [place.path.relative_to(folder).as_posix() for place in find(list(sources)).places]


@pytest.fixture
def project(tmp_path: Path) -> Any:
    (tmp_path / "home").mkdir()
    made = project_with(tmp_path / "home")
    yield made
    made.close()


def meta_of(project: Project, folder: Path) -> dict[str, Any]:
    return {found["meta"]["import_path"]: found["meta"] for found in exported_records(project, folder)}


def test_a_folder_gives_the_files_that_some_reader_knows_sorted(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/z.TXT", "a/c.text", "a.jsonl", ".hidden.txt", ".git/d.txt", "a/.x/e.txt", "f.docx.zip")
    assert names(tmp_path, tmp_path) == ["a/c.text", "a/z.TXT", "a.jsonl", "b.txt", "f.docx.zip"]


def test_what_nobody_reads_is_told_once_with_its_names(project: Project, tmp_path: Path) -> None:
    make(tmp_path / "in", "a.txt", *(f"p{number:02}.bmp" for number in range(13)))
    report = bring(project, tmp_path / "in")
    assert (report.read, report.added, report.exit_code) == (1, 1, 0)
    [told] = report.repaired
    assert told.startswith(f"{tmp_path / 'in'}: not read, since nothing here reads such files: p00.bmp, p01.bmp")
    assert told.endswith("p09.bmp and 3 more")


def test_the_types_of_xmi_are_no_article_of_their_own(tmp_path: Path) -> None:
    make(tmp_path, "a/TypeSystem.xml", "a/one/x.xmi", "b/TypeSystem.xml", "c/TypeSystem.xml", "c/y.xmi")
    assert names(tmp_path, tmp_path) == ["a/one/x.xmi", "b/TypeSystem.xml", "c/y.xmi"]


def test_a_named_file_is_taken_whatever_its_suffix_and_only_once(tmp_path: Path) -> None:
    make(tmp_path, "story.news", "a/b.txt", ".secret.txt")
    sources = [tmp_path / "story.news", tmp_path / "a", tmp_path / "a" / "b.txt", tmp_path / ".secret.txt"]
    assert names(tmp_path, *sources) == ["story.news", "a/b.txt", ".secret.txt"]


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "out/b.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "more").symlink_to(tmp_path / "out", target_is_directory=True)
    assert names(tmp_path, tmp_path / "in") == ["in/a.txt", "in/more/b.txt"]


def test_a_missing_source_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(AnnotatorError, match=r"no\.txt does not exist"):
        find([tmp_path / "a.txt", tmp_path / "no.txt"])


def test_a_folder_without_anything_to_read_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "a.bmp")
    with pytest.raises(AnnotatorError, match="holds no text file or any other that can be read"):
        find([tmp_path])


def test_where_each_article_came_from_is_kept(project: Project, tmp_path: Path) -> None:
    make(tmp_path / "in", "deep/a.txt")
    german = "Der Präsident der Fährgesellschaft grüßt die Gäste über den Hafen ä ö ü ß."
    (tmp_path / "in" / "b.txt").write_bytes(german.encode("cp1252"))
    bring(project, tmp_path / "in")
    found = meta_of(project, tmp_path)
    assert set(found) == {"deep/a.txt", "b.txt"}
    assert (found["deep/a.txt"]["file"], found["deep/a.txt"]["encoding"]) == ("a.txt", "utf-8")
    assert found["b.txt"]["encoding"] == "cp1252"
    for name, meta in found.items():
        assert meta["raw_sha256"] == hashlib.sha256((tmp_path / "in" / name).read_bytes()).hexdigest()
        assert str(tmp_path) not in str(meta)


def test_a_mixed_folder_comes_in_one_import(project: Project, tmp_path: Path) -> None:
    news = tmp_path / "in"
    make(news, "a.txt")
    write_records(news / "work.jsonl", [record(annotator="Ben", spans=[span(0, 7)])])
    (news / "table.csv").write_text(
        "title,text\nIlmark votes,The people of Ilmark voted on Monday about the harbour of Varn.\n", encoding="utf-8"
    )
    (news / "page.html").write_text(
        "<!doctype html><html lang='en'><head><title>Merovia sends grain</title></head><body><article>"
        "<h1>Merovia sends grain</h1><p>Merovia sent a first ship with grain to Talvane on Tuesday, its minister said. "
        "A second one is to follow within the week, according to the harbour of Lhassen.</p><p>The people of Talvane "
        "cheered when the ship came in, and the council of the town spoke of a new beginning between the two "
        "countries.</p></article></body></html>",
        encoding="utf-8",
    )
    report = bring(project, news)
    assert (report.refused, report.added, count(project, "spans")) == ([], 4, 1)
    texts = {found["meta"].get("import_path"): found["text"] for found in exported_records(project, tmp_path)}
    assert texts["a.txt"].startswith("a.txt")
    assert "Ilmark" in texts["table.csv"]
    assert "second one is to follow" in texts["page.html"]
    assert texts[None] == TEXT


def test_a_zip_is_walked_and_leaves_nothing_behind(project: Project, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    make(tmp_path / "src", "one/a.txt", "b.txt", "c.bmp")
    write_records(tmp_path / "src" / "work.jsonl", [record(), b"{broken"])
    with zipfile.ZipFile(tmp_path / "news.zip", "w") as packed:
        for path in sorted((tmp_path / "src").rglob("*.*")):
            packed.write(path, path.relative_to(tmp_path / "src").as_posix())
    report = bring(project, tmp_path / "news.zip")
    assert (report.read, report.added) == (4, 3)
    [refusal] = report.refused
    assert (refusal.file, refusal.line) == (f"{tmp_path / 'news.zip'}/work.jsonl", 2)
    assert report.repaired == [f"{tmp_path / 'news.zip'}: not read, since nothing here reads such files: c.bmp"]
    texts = {r["meta"].get("import_path"): r["meta"].get("raw_sha256") for r in exported_records(project, tmp_path)}
    assert set(texts) == {None, "news.zip/b.txt", "news.zip/one/a.txt"}
    assert texts["news.zip/b.txt"] == hashlib.sha256((tmp_path / "src" / "b.txt").read_bytes()).hexdigest()
    assert listing(tmp_path / "tmp") == {}


def test_a_zip_that_leads_out_of_itself_or_holds_another_is_refused(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "out.zip", "w") as packed:
        packed.writestr("../../evil.txt", TEXT)
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as packed:
        packed.write(tmp_path / "out.zip", "inner.zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    report = bring(project, tmp_path / "out.zip", tmp_path / "twice.zip", tmp_path / "empty.zip")
    assert report.added == 0
    reasons = [(Path(refusal.file).name, refusal.reason) for refusal in report.refused]
    assert "leads out of it" in reasons[0][1]
    assert reasons[1] == ("inner.zip", "it is packed once more: unpack it first")
    assert reasons[2][0] == "empty.zip"


def test_a_packed_file_is_read_as_what_it_holds(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXT.encode("utf-8")))
    (tmp_path / "broken.txt.gz").write_bytes(gzip.compress(TEXT.encode("utf-8"))[:-20])
    report = bring(project, tmp_path / "a.txt.gz", tmp_path / "broken.txt.gz")
    assert report.added == 1
    assert [refusal.reason for refusal in report.refused] == ["it is a broken gzip file: get it again"]
    [found] = exported_records(project, tmp_path)
    assert (found["text"], found["meta"]["import_path"]) == (TEXT, "a.txt.gz")


def test_files_read_by_processes_are_those_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    news = tmp_path / "in"
    make(news, *(f"{number:03}.txt" for number in range(90)))
    (news / "empty.txt").write_text(" ", encoding="utf-8")
    lines: list[Any] = [record(id=f"r{n}", text=f"{n} {TEXT}", spans=[span(0, 1, "NEW", str(n))]) for n in range(400)]
    write_records(news / "work.jsonl", [*lines[:250], b"{broken", b"", *lines[250:]])
    told = []
    for much in (10**9, 1):
        monkeypatch.setattr("annotator.work.readers.MUCH", much)
        monkeypatch.setattr("annotator.work.readers._GROUP_BYTES", 20_000)
        folder = tmp_path / str(much)
        folder.mkdir()
        made = project_with(folder)
        report = bring(made, news)
        told.append((report.as_json(), exported_records(made, folder)))
        made.close()
    assert told[0] == told[1]
    assert (told[0][0]["added"], told[0][0]["refused"][1]["line"]) == (490, 251)


def test_a_process_that_ends_early_leaves_no_trace(project: Project, tmp_path: Path, monkeypatch: Any) -> None:
    make(tmp_path / "in", "a.txt")
    monkeypatch.setattr("annotator.work.readers.MUCH", 1)
    monkeypatch.setattr("annotator.work.readers._START", "raise SystemExit(3)")
    with pytest.raises(AnnotatorError, match="Reading the files ended early"):
        bring(project, tmp_path / "in")
    assert count(project, "articles") == count(project, "batches") - count(project, "batches") == 0


def test_formats_tell_what_is_missing(monkeypatch: Any) -> None:
    monkeypatch.setattr("annotator.core.kinds.find_spec", lambda _name: None)
    assert "needs dkpro-cassis" in call(monkeypatch, "formats").out.decode()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_refused_and_never_waited_for(project: Project, tmp_path: Path) -> None:
    make(tmp_path / "in", "a.txt")
    for name in ("b.txt", "c.jsonl", "d.html"):
        os.mkfifo(tmp_path / "in" / name)
    report = bring(project, tmp_path / "in")
    assert report.added == 1
    assert [one.reason for one in report.refused] == ["it can't be read (it is no ordinary file)"] * 3


def test_two_paths_of_a_zip_that_are_one_are_told(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as packed:
        for name in ("a.txt", "./a.txt", "d\\b.txt", "d/b.txt"):
            packed.writestr(name, f"{name!r} of Talvane\n\n{TEXT}")
    report = bring(project, tmp_path / "in.zip")
    assert report.added == 2
    assert [one.file.removeprefix(f"{tmp_path}/") for one in report.refused] == ["in.zip/./a.txt", "in.zip/d/b.txt"]


def test_work_in_a_zip_belongs_to_whom_the_zip_is_called_after(project: Project, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "Mira.zip", "w") as packed:
        packed.writestr("a.txt", TEXT)
        packed.writestr("a.ann", f"T1\tactor 0 7\t{TEXT[:7]}\n")
    bring(project, tmp_path / "Mira.zip")
    assert [one["annotator"] for one in exported_records(project, tmp_path)] == ["Mira"]
