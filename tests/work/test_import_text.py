"""Import of plain text: the text is that of the file, its id that of the text."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from annotator.core.ids import text_sha256
from annotator.store import articles
from annotator.store.project import Project
from tests.helpers import TEXT, bring, bring_records, count, exported_records, project_with, record


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = project_with(tmp_path)
    yield made
    made.close()


def test_the_text_is_byte_for_byte_that_of_the_file(project: Project, tmp_path: Path) -> None:
    odd = "Title 😀\n\nא\u05b8ب\u064b e\u0301 \u200c\u2028 \x85 \x0b\x1c \u00a0 tail without end"
    (tmp_path / "a.txt").write_bytes(odd.encode("utf-8"))
    assert bring(project, tmp_path / "a.txt").added == 1
    [got] = exported_records(project, tmp_path)
    assert got["text"].encode("utf-8") == (tmp_path / "a.txt").read_bytes()
    assert got["text_sha256"] == text_sha256(odd)
    assert got["id"] == got["text_sha256"][:16]
    assert (got["annotator"], got["status"]) == (None, "new")
    assert got["meta"] == {
        "file": "a.txt", "import_path": "a.txt", "encoding": "utf-8", "raw_sha256": text_sha256(odd),
    }  # fmt: skip


def test_line_ends_become_lf_once_and_it_is_told(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.replace("\n", "\r\n").encode("utf-8"))
    (tmp_path / "b.txt").write_bytes(TEXT.encode("utf-8"))
    report = bring(project, tmp_path / "a.txt", tmp_path / "b.txt")
    assert (report.added, report.already) == (1, 1)
    assert report.repaired == [f"{tmp_path / 'a.txt'}: Line ends were changed to LF."]
    assert exported_records(project, tmp_path)[0]["text"] == TEXT


def test_a_folder_brings_every_text_in_it_once(project: Project, tmp_path: Path) -> None:
    news = tmp_path / "news"
    (news / "deep").mkdir(parents=True)
    (news / "a.txt").write_text(TEXT, encoding="utf-8")
    (news / "deep" / "b.txt").write_text(TEXT.upper(), encoding="utf-8")
    (news / "deep" / "same.txt").write_text(TEXT, encoding="utf-8")
    (news / "empty.txt").write_text(" \n", encoding="utf-8")
    (news / "picture.png").write_bytes(b"\x89PNG")
    report = bring(project, news)
    assert (report.read, report.added, report.already, report.exit_code) == (4, 2, 1, 3)
    assert [Path(r.file).name for r in report.refused] == ["empty.txt"]
    assert "holds no text" in str(report.refused[0])
    assert report.duplicates == [(text_sha256(TEXT.upper())[:16], text_sha256(TEXT)[:16])]
    report = bring(project, news)
    assert (report.added, report.already) == (0, 3)


def test_a_text_that_came_under_another_id_is_there_already(project: Project, tmp_path: Path) -> None:
    bring_records(project, tmp_path, record())
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert bring(project, tmp_path / "a.txt").already == 1
    assert count(project, "articles") == 1


def test_a_text_in_the_same_import_as_its_record(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    report = bring_records(project, tmp_path, record())
    assert report.added == 1
    assert bring(project, tmp_path / "in0.jsonl", tmp_path / "a.txt").already == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no text"),
        (b"a\0b" * 50, "zero bytes"),
        (b"%PDF-1.7 x", "is a broken PDF"),
        (b"PK\x03\x04x", "Word or zip"),
    ],
)
def test_what_is_no_text_is_refused(project: Project, tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    report = bring(project, tmp_path / "a.txt")
    assert report.exit_code == 1
    assert reason in str(report.refused[0])
    assert str(report.refused[0]).startswith(str(tmp_path / "a.txt"))
    assert count(project, "batches") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="file names are text there")
def test_a_file_name_that_is_no_utf8(project: Project, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    path.write_text(TEXT, encoding="utf-8")
    assert bring(project, path).added == 1
    meta = exported_records(project, tmp_path)[0]["meta"]
    assert (meta["file"], meta["import_path"]) == ("caf\ufffd.txt", "caf\ufffd.txt")


def test_zones_headline_and_length_are_found_at_once(project: Project, tmp_path: Path) -> None:
    lines = [
        "Headline of the day\n",
        "\n",
        "<span>A ship in the harbour. Picture: Marl Post</span>\n",
        "Text. " * 30,
        "\n",
    ]
    (tmp_path / "a.txt").write_text("".join(lines), encoding="utf-8")
    bring(project, tmp_path / "a.txt")
    [item] = articles.all_articles(project)
    assert item.detected
    assert item.headline == "Headline of the day"
    assert item.characters == len("".join(lines))
